# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: nbgrader,-all
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
r"""
# 04 · Backpropagation with matrices

The chain rule multiplies slopes along a path and adds up the paths. In a network there are thousands of paths, and nobody
wants to follow them one by one. Matrices do it for us: each layer has one formula for the way forward and one for the way
back, and that is all of **backpropagation**.

One notation carries the whole lecture. For an array $V$ of any shape, $\mathrm{d}V$ is the gradient of the loss $L$ with
respect to $V$: entry by entry, how fast $L$ grows when that entry grows. So $\mathrm{d}V$ **has the shape of** $V$, always.
Samples are rows, as everywhere in this course.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, differs, graph, matrix, play, product, same, show, slider, slope
from figures.picture import BLUE, GREEN, GREY, RED

rng = np.random.default_rng(0)


# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))  # good enough for the small sums of this page


# %% [markdown]
r"""
## From loops to matrices

Take a layer $Z = XW + \mathbf{b}$ and suppose that somebody has already told us $\mathrm{d}Z$: how the loss depends on every
sum. The weight $W_{ij}$ touches the sum of unit $j$ in *every* sample $n$, each time multiplied by $X_{ni}$. Its effects add
up. The same thing can be written entry by entry, sample by sample, or all at once:

$$\mathrm{d}W_{ij} = \sum_{n=1}^{N} X_{ni}\,\mathrm{d}Z_{nj}$$

$$\mathrm{d}W = \sum_{n=1}^{N} \mathbf{x}_n\,\mathrm{d}\mathbf{z}_n^\top = X^\top\,\mathrm{d}Z$$

In the middle each sample contributes a table, its **outer product**: inputs down, units across. On the right the tables are
already added up, because that is what a matrix product does.
"""

# %%
N, D, K = 4, 3, 2
X, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, K)), rng.normal(size=K)
dZ = np.cos(X @ W + b)  # the gradient of the sample loss L = Σ sin(Z)

by_entries = np.zeros((D, K))
for n in range(N):
    for i in range(D):
        for j in range(K):
            by_entries[i, j] += X[n, i] * dZ[n, j]

by_samples = sum(np.outer(x, dz) for x, dz in zip(X, dZ, strict=True))
same(by_entries, slope(lambda W: np.sum(np.sin(X @ W + b)), W))
same(by_entries, by_samples, X.T @ dZ)

# %%
figure, axes = canvas(N + 1, size=(7.6, 2.2))
for n, ax in enumerate(axes[:N]):
    matrix(ax, np.outer(X[n], dZ[n]), f"sample {n + 1}", largest=2)
matrix(axes[N], by_samples, "sum: $dW$", largest=2)
axes[0].set(xlabel="units", ylabel="inputs")
show(
    figure,
    "Four tables of three rows and two columns, one outer product for each sample, and at the right their sum dW.",
)

# %% [markdown]
r"""
**Predict, then run.** Every sample is put into the batch twice. What happens to $\mathrm{d}W$, if nothing else is changed?
"""

# %%
X2, dZ2 = np.concatenate([X, X]), np.concatenate([dZ, dZ])
print(
    "dW is", round(float(np.mean((X2.T @ dZ2) / (X.T @ dZ))), 6), "times as large, and its shape is", (X2.T @ dZ2).shape
)

# %% [markdown]
r"""
It doubles, and keeps its shape. A layer only adds up; whether the loss is a *mean* is the loss's own business, and is
already in $\mathrm{d}Z$ when it arrives here. *What usually goes wrong:* the layer divides by $N$ and the loss does too.
"""

# %% [markdown]
r"""
## Matrix product

Behind the layer stands one rule about a product, and it is the matrix twin of "a product swaps its factors". Let $A = BC$.
An entry $B_{ik}$ takes part in all of row $i$ of $A$, each time multiplied by $C_{kj}$:

$$\mathrm{d}B_{ik} = \sum_j \mathrm{d}A_{ij}\,C_{kj}$$

That sum is again a product, with $C$ turned round. The same thought works for $C$:

$$\mathrm{d}B = \mathrm{d}A\;C^\top \qquad\text{and}\qquad \mathrm{d}C = B^\top\,\mathrm{d}A$$
"""

# %%
B, C = rng.normal(size=(2, 3)), rng.normal(size=(3, 4))
M = rng.normal(size=(2, 4))


def loss_of(A):
    return np.sum(M * A**2)  # any loss will do; its gradient is dA = 2 M A, entry by entry


dA = 2 * M * (B @ C)
dB, dC = slope(lambda B: loss_of(B @ C), B), slope(lambda C: loss_of(B @ C), C)
same(dB, [[sum(dA[i, j] * C[k, j] for j in range(4)) for k in range(3)] for i in range(2)])
same(dB, dA @ C.T)
same(dC, B.T @ dA)

# %% [markdown]
r"""
Check that the dimensions match: $\mathrm{d}A$ is $(m, q)$ and $C^\top$ is $(q, p)$, so their product is $(m, p)$, as $B$ is.

**Predict, then run.** Move the three sizes. Which side do two neighbours always have in common? When could you no longer
tell a wrong order by its shape?
"""


# %%
def shapes(m, p, q):
    figure, axes = canvas(3, size=(9.4, 2.4))
    product(axes[0], [("$B$", m, p, BLUE), ("$C$", p, q, GREEN), ("$A$", m, q, RED)], "forward")
    product(axes[1], [("$dA$", m, q, RED), ("$C^T$", q, p, GREEN), ("$dB$", m, p, BLUE)], "to the left factor")
    product(axes[2], [("$B^T$", p, m, BLUE), ("$dA$", m, q, RED), ("$dC$", p, q, GREEN)], "to the right factor")
    return (
        figure,
        f"Three products as rectangles: B times C is {m} by {q}, dB is {m} by {p} like B, dC is {p} by {q} like C",
    )


play(
    shapes,
    m=slider(1, 5, 2, label="rows of B"),
    p=slider(1, 5, 3, label="shared"),
    q=slider(1, 5, 4, label="columns of C"),
)

# %% [markdown]
r"""
With $m = p = q$ every order fits, and only numbers can tell which one is right.
"""

# %%
B, C = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
dA = np.ones((3, 3))  # the loss is the plain sum of A
truth = slope(lambda B: np.sum(B @ C), B)
same(dA @ C.T, truth)
for wrong in (dA @ C, C.T @ dA, C @ dA):
    differs(wrong, truth)

# %% [markdown]
r"""
## Layout bridge

Books and slides write a layer in three ways, with $\mathbf{g}$ the gradient with respect to the sums $\mathbf{z}$, and the
ways back differ as the ways forward do.

| forward | $W$ has shape | back to the input | back to the weights |
|---|---|---|---|
| $\mathbf{z} = W\mathbf{x}$ | (outputs, inputs) | $W^\top\mathbf{g}$ | $\mathbf{g}\,\mathbf{x}^\top$ |
| $\mathbf{z} = W^\top\mathbf{x}$ | (inputs, outputs) | $W\mathbf{g}$ | $\mathbf{x}\,\mathbf{g}^\top$ |
| $Z = XW$ (this course) | (inputs, outputs) | $\mathrm{d}Z\;W^\top$ | $X^\top\,\mathrm{d}Z$ |

They are one rule, the product rule of the section above, read with the sample as a column or as a row. The two that are asked
for most often, with $E$ for the loss:

$$\mathbf{z} = W\mathbf{x}: \quad \frac{\partial E}{\partial \mathbf{x}} = W^\top\mathbf{g}, \qquad
\frac{\partial E}{\partial W} = \mathbf{g}\,\mathbf{x}^\top$$

$$\mathbf{z} = W^\top\mathbf{x}: \quad \frac{\partial E}{\partial \mathbf{x}} = W\mathbf{g}, \qquad
\frac{\partial E}{\partial W} = \mathbf{x}\,\mathbf{g}^\top$$
"""


# %%
def E(z):
    return np.sum(np.sin(z))  # some loss; its gradient is g = cos z


x, W = rng.normal(size=3), rng.normal(size=(3, 2))
V = W.T  # the same layer, stored the other way round
g = np.cos(V @ x)

same(slope(lambda x: E(V @ x), x), V.T @ g)
same(slope(lambda V: E(V @ x), V), np.outer(g, x))
same(slope(lambda x: E(W.T @ x), x), W @ g)
same(slope(lambda W: E(W.T @ x), W), np.outer(x, g))

# %% [markdown]
r"""
**Predict, then run.** $V = W^\top$ stores the same numbers. How are $\mathrm{d}V$ and $\mathrm{d}W$ related? And what is
$\partial\mathbf{z}/\partial W$ for $\mathbf{z} = W^\top\mathbf{x}$, if you ask for the whole derivative and not for a gradient?
"""

# %%
same(np.outer(g, x), np.outer(x, g).T)
jacobian = slope(lambda W: W.T @ x, W)
print("dz/dx has shape", slope(lambda x: W.T @ x, x).shape, "and dz/dW has shape", jacobian.shape)
print("of its", jacobian.size, "numbers", np.count_nonzero(np.abs(jacobian) > 1e-9), "are not zero")

# %% [markdown]
r"""
A derivative of a vector by a matrix has three indices and is mostly zeros. Nobody stores it: multiplied by $\mathbf{g}$ it
collapses to the outer product, and that is what is computed.

### Rows, columns and the step

Some authors write a gradient as a *row*, because a Jacobian of one output has one row. Then $\partial L/\partial\mathbf{w} =
(\hat y - y)\,\mathbf{x}^\top$ is $(1, D)$ while $\mathbf{w}$ is $(D, 1)$. Both are right; but **transpose before the step**, for
a weight and its gradient must have one shape.

$$\mathbf{w} \leftarrow \mathbf{w} - \eta\,\Bigl(\frac{\partial L}{\partial \mathbf{w}}\Bigr)^{\!\top}$$
"""

# %%
x, w, y, rate = rng.normal(size=(3, 1)), rng.normal(size=(3, 1)), 0.5, 0.1
row = (w.T @ x - y) * x.T  # (1, 3), the gradient of ½(wᵀx − y)² as a row
gradient = slope(lambda w: 0.5 * ((w.T @ x - y) ** 2).item(), w)  # (3, 1), the shape of w
same(w - rate * row.T, w - rate * gradient)
print("w is", w.shape, "and w − rate · row is", (w - rate * row).shape)

# %% [markdown]
r"""
No error! NumPy stretches $(3, 1)$ and $(1, 3)$ to $(3, 3)$. It is worth an `assert` in your own code that a gradient has the
shape of its parameter.
"""

# %% [markdown]
r"""
## Mean squared error

Where does the first $\mathrm{d}Z$ come from? From the loss. For one number $f$ and its target $y$ take half the squared
distance. The half is there for beauty: it cancels the 2 that comes down from the square.

$$\frac{\partial}{\partial f}\,\tfrac12 (f - y)^2 = f - y$$

For several outputs a loss must still be *one* number: the squares are added up.

$$\frac{\partial}{\partial \mathbf{f}}\,\tfrac12 \lVert \mathbf{f} - \mathbf{y} \rVert^2 = \mathbf{f} - \mathbf{y}$$

And for a batch take the mean over its $N$ samples, so that the loss does not grow with the batch:

**Definition.**

$$L = \frac{1}{N} \sum_{n=1}^{N} \tfrac12 \lVert \mathbf{f}_n - \mathbf{y}_n \rVert^2$$

Its gradient has a row for each sample:

$$\mathrm{d}\mathbf{f}_n = \frac{1}{N}\,(\mathbf{f}_n - \mathbf{y}_n), \qquad\text{or}\qquad \mathrm{d}F = \frac{F - Y}{N}$$
"""


# %%
def half_square(f, y):
    return 0.5 * np.sum((f - y) ** 2)


F, Y = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))


def mean_loss(F):
    return sum(half_square(F[n], Y[n]) for n in range(5)) / 5  # of these five samples


same(slope(lambda f: half_square(f, 0.3), 1.7), 1.7 - 0.3)
same(slope(lambda f: half_square(f, Y[0]), F[0]), F[0] - Y[0])
same(slope(mean_loss, F), [(f - y) / 5 for f, y in zip(F, Y, strict=True)])

# %% [markdown]
r"""
**Predict, then run.** Leave the half away, or take `np.mean` of all squares. How many times as large is the gradient then, for
5 samples with 3 outputs each?
"""

# %%
ours = slope(mean_loss, F)
for name, loss in {
    "sum of squares, mean over samples": lambda F: np.sum((F - Y) ** 2) / 5,
    "half the sum, no mean": lambda F: 0.5 * np.sum((F - Y) ** 2),
    "np.mean of all squares": lambda F: np.mean((F - Y) ** 2),
}.items():
    print(f"{name:34} {np.mean(slope(loss, F) / ours):.2f} times ours")

# %%
f = np.linspace(-2, 4, 121)
figure, (left, right) = canvas(2, size=(7.6, 3))
curves(
    left, f, {"$½(f-y)^2$": 0.5 * (f - 1) ** 2, "$(f-y)^2$": (f - 1) ** 2}, xlabel="$f$", title="loss, target $y = 1$"
)
curves(right, f, {"$f-y$": f - 1, "$2(f-y)$": 2 * (f - 1)}, xlabel="$f$", title="its slope")
right.axhline(0, color=GREY, linewidth=0.8, linestyle="-")
show(
    figure, "Two parabolas with their lowest point at the target 1, and their slopes, two lines that cross zero there."
)

# %% [markdown]
r"""
All of these have the same lowest point; only the size of the step changes. "Mean squared error" is the name of all of them, so
read the formula and not the name.
"""

# %% [markdown]
r"""
## One sample

Before matrices hide the details, walk back by hand once. Two inputs, three hidden sigmoid units, one linear output, and a loss
without half and without mean:

**Definition.**

$$k_j = \sum_{i=1}^{2} w_{ij}\,x_i + b_j, \quad h_j = \sigma(k_j), \quad y = \sum_{j=1}^{3} v_j\,h_j + c, \quad l = (y - t)^2$$

In English: *draw the graph, with the loss at its end. Walk forwards and keep every value. Then walk back. At each node take the
derivative of the loss by its output, which you already have, times the derivative of its output by its input.* From the end:

$$\mathrm{d}y = 2\,(y - t), \qquad \mathrm{d}v_j = \mathrm{d}y\;h_j, \qquad \mathrm{d}h_j = \mathrm{d}y\;v_j, \qquad
\mathrm{d}c = \mathrm{d}y$$

$$\mathrm{d}k_j = \mathrm{d}h_j\;h_j\,(1 - h_j), \qquad \mathrm{d}w_{ij} = \mathrm{d}k_j\;x_i, \qquad
\mathrm{d}b_j = \mathrm{d}k_j$$

Below is the walk through the first hidden unit alone; the other two go the same way, and in the exercises you write them all.
"""

# %%
x, t = np.array([1.0, -2.0]), 1.0
w, b = np.array([[0.5, -1.0, 0.3], [0.4, 0.2, -0.8]]), np.array([0.1, 0.0, -0.2])
v, c = np.array([1.5, -0.5, 2.0]), 0.2


def forward(w, b, v, c):
    h = sigmoid(x @ w + b)
    return h, h @ v + c


h, y = forward(w, b, v, c)
dy = 2 * (y - t)
dv1, dh1, dc = dy * h[0], dy * v[0], dy
dk1 = dh1 * h[0] * (1 - h[0])
dw11, dw21, db1 = dk1 * x[0], dk1 * x[1], dk1


def loss(w, b, v, c):
    return (forward(w, b, v, c)[1] - t) ** 2


same([dv1, dc], [slope(lambda v: loss(w, b, v, c), v)[0], slope(lambda c: loss(w, b, v, c), c)])
same([dw11, dw21], slope(lambda w: loss(w, b, v, c), w)[:, 0])
same(db1, slope(lambda b: loss(w, b, v, c), b)[0])

# %%
figure, ax = canvas(size=(7.6, 3.4))
places = {"$w_{21}$": (0, 1.5), "$x_2$": (0, 0), "$k_1$": (2, 0.75), "$h_1$": (4, 0.75), "$v_1$": (4, 2.25)}
places |= {"$y$": (6, 1.5), "$l$": (8, 1.5)}
edges = [
    ("$w_{21}$", "$k_1$"),
    ("$x_2$", "$k_1$"),
    ("$k_1$", "$h_1$"),
    ("$h_1$", "$y$"),
    ("$v_1$", "$y$"),
    ("$y$", "$l$"),
]
values = [w[1, 0], x[1], (x @ w + b)[0], h[0], v[0], y, (y - t) ** 2]
back = {"$w_{21}$": dw21, "$k_1$": dk1, "$h_1$": dh1, "$v_1$": dv1, "$y$": dy, "$l$": 1.0}
factors = {("$w_{21}$", "$k_1$"): "$x_2$", ("$k_1$", "$h_1$"): "$h_1(1-h_1)$", ("$h_1$", "$y$"): "$v_1$"}
factors |= {("$v_1$", "$y$"): "$h_1$", ("$y$", "$l$"): "$2(y-t)$"}
graph(ax, places, edges, dict(zip(places, values, strict=True)), back, factors)
show(
    figure,
    "A graph from a weight and an input over k1 and h1 to y and the loss; values stand above, gradients below each box.",
)

# %% [markdown]
r"""
**Predict, then run.** The answer happens to be exact, $y = t$. Which of the gradients are zero?
"""

# %%
dw = slope(lambda w: (forward(w, b, v, c)[1] - y) ** 2, w)
print("dy =", 2 * (y - y), "and the largest entry of dw is", round(float(np.max(np.abs(dw))), 9))

# %% [markdown]
r"""
All of them: each one has $\mathrm{d}y$ as a factor. A network without an error has nothing to learn.

### The error of a unit

Many books give the gradient at a unit's *sum* a name: $\delta$. With several outputs, $E = \tfrac12 \sum_k (o_k - t_k)^2$,
sigmoids everywhere, and the second index for where a weight comes from,

$$\delta_k = (o_k - t_k)\,o_k\,(1 - o_k), \qquad \frac{\partial E}{\partial w_{kj}} = \delta_k\,h_j$$

$$\frac{\partial E}{\partial h_j} = \sum_k \delta_k\,w_{kj}, \qquad
\delta_j = \frac{\partial E}{\partial h_j}\,h_j\,(1 - h_j), \qquad \frac{\partial E}{\partial v_{ji}} = \delta_j\,x_i$$

The middle one is the heart of the matter. Nobody tells a hidden unit what it should have answered. Instead we ask how fast the
error changes as its activity changes, and it hears that from every output that it feeds, through the same weights: the **effects
are combined**. With many samples, sum over them.
"""

# %%
x, target = rng.normal(size=3), np.array([0.2, 0.9])
v, w = rng.normal(size=(4, 3)), rng.normal(size=(2, 4))  # rows are units here


def error(v, w):
    return 0.5 * np.sum((sigmoid(w @ sigmoid(v @ x)) - target) ** 2)


h = sigmoid(v @ x)
o = sigmoid(w @ h)
delta_k = (o - target) * o * (1 - o)
blame = [sum(delta_k[k] * w[k, j] for k in range(2)) for j in range(4)]  # dE/dh
delta_j = blame * h * (1 - h)
same(np.outer(delta_k, h), slope(lambda w: error(v, w), w))
same(blame, slope(lambda h: 0.5 * np.sum((sigmoid(w @ h) - target) ** 2), h))
same(np.outer(delta_j, x), slope(lambda v: error(v, w), v))

# %% [markdown]
r"""
### One sigmoid layer

Without a hidden layer only the first line is left. For one output and $N$ samples, $E = \tfrac12 \sum_n (o_n - t_n)^2$:

$$\frac{\partial E}{\partial w_i} = \sum_{n=1}^{N} (o_n - t_n)\,o_n\,(1 - o_n)\,x_{ni}$$

and a step of descent subtracts it, times the rate $\eta$:

**Definition.**

$$w_i \leftarrow w_i - \eta \sum_{n=1}^{N} (o_n - t_n)\,o_n\,(1 - o_n)\,x_{ni}$$

**Predict, then run.** Two hundred such steps. Does the error fall in every one of them?
"""

# %%
X, targets = rng.normal(size=(6, 3)), np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
start = rng.normal(size=3)


def gradient(w):
    o = sigmoid(X @ w)
    return np.array([sum((o[n] - targets[n]) * o[n] * (1 - o[n]) * X[n, i] for n in range(6)) for i in range(3)])


def total_error(w):
    return 0.5 * np.sum((sigmoid(X @ w) - targets) ** 2)


same(gradient(start), slope(total_error, start))
w, errors = start, [total_error(start)]
for _ in range(200):
    w = w - 0.5 * gradient(w)
    errors.append(total_error(w))
print(f"error {errors[0]:.3f} → {errors[-1]:.3f}, in every step smaller: {bool(np.all(np.diff(errors) < 0))}")

# %% [markdown]
r"""
Here it does. *What usually goes wrong* is hidden in the factor $o\,(1 - o)$: an output that is sure and wrong has nearly no
gradient.

**Predict, then run.** The target is 1. Push the sum $z$ far to the wrong side. Where is the slope steepest?
"""


# %%
def sure_and_wrong(at):
    z = np.linspace(-8, 8, 161)
    error = 0.5 * (sigmoid(z) - 1) ** 2
    pull = (sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z))
    figure, (left, right) = canvas(2, size=(7.6, 3))
    curves(left, z, {"error": error}, xlabel="$z$", title="½(σ(z) − 1)²", legend=False)
    curves(right, z, {"slope": pull}, xlabel="$z$", title="its slope", legend=False)
    here = (sigmoid(at) - 1) * sigmoid(at) * (1 - sigmoid(at))
    left.plot(at, 0.5 * (sigmoid(at) - 1) ** 2, "o", color=RED)
    right.plot(at, here, "o", color=RED)
    return (
        figure,
        f"The error of a sigmoid output with target 1 falls from ½ to 0 and is flat on both sides; slope here {here:.4f}",
    )


play(sure_and_wrong, at=slider(-8.0, 8.0, -2.0, 0.5, label="z"))

# %% [markdown]
r"""
At $z = -8$ the answer could hardly be more wrong, and the slope is 0.0003. Squared error and sigmoid outputs do not go well
together; the next lecture has the loss that does.
"""

# %% [markdown]
r"""
## Affine layer

Now the brick that every network is made of. First one sample as a column, with the loss $\tfrac12\lVert\mathbf{f} -
\mathbf{y}\rVert^2$ right behind it:

$$\mathbf{f} = W\mathbf{x} + \mathbf{b}: \qquad \mathrm{d}W = (\mathbf{f} - \mathbf{y})\,\mathbf{x}^\top, \qquad
\mathrm{d}\mathbf{b} = \mathbf{f} - \mathbf{y}$$

The weights hear the error *times what they were given*; the bias hears the error as it is. Then a whole batch in rows, and
anything behind it:

$$Z = XW + \mathbf{b}: \qquad \mathrm{d}X = \mathrm{d}Z\;W^\top, \qquad \mathrm{d}W = X^\top\,\mathrm{d}Z, \qquad
\mathrm{d}\mathbf{b} = \sum_{n=1}^{N} \mathrm{d}\mathbf{z}_n$$

The bias is copied to every row on the way forward, so it acts on the loss $N$ times. A rule worth keeping: **what is copied on
the way forward is summed on the way back.**
"""

# %%
V, b, x, y = rng.normal(size=(2, 3)), rng.normal(size=2), rng.normal(size=3), rng.normal(size=2)
f = V @ x + b
same(np.outer(f - y, x), slope(lambda V: half_square(V @ x + b, y), V))
same(f - y, slope(lambda b: half_square(V @ x + b, y), b))

X, W = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
dZ = np.cos(X @ W + b)  # for the loss Σ sin(Z)
same([W @ dz for dz in dZ], slope(lambda X: np.sum(np.sin(X @ W + b)), X))
same(sum(np.outer(x, dz) for x, dz in zip(X, dZ, strict=True)), slope(lambda W: np.sum(np.sin(X @ W + b)), W))
same(sum(dz for dz in dZ), slope(lambda b: np.sum(np.sin(X @ W + b)), b))

# %% [markdown]
r"""
**Predict, then run.** A gradient for the bias is written `dZ` or `dZ.mean(axis=0)`. What does each of them do wrong?
"""

# %%
truth = slope(lambda b: np.sum(np.sin(X @ W + b)), b)
differs(dZ, truth)
differs(dZ.mean(axis=0), truth)
print("the step b − dZ would have the shape", (b - dZ).shape)

# %% [markdown]
r"""
The first has a row for every sample, and the step makes a matrix of the bias without any complaint. The second divides by $N$ a
second time.
"""

# %% [markdown]
r"""
## ReLU

$A = \mathrm{relu}(Z)$ works entry by entry, so the way back does too. Where the sum was positive, it passed unchanged, and so
does its gradient. Where it was not, nothing passed and nothing comes back. The indicator $\mathbf{1}(Z > 0)$ is a **mask** of
zeros and ones, and $\odot$ multiplies entry by entry:

$$\mathrm{d}Z = \mathrm{d}A \odot \mathbf{1}(Z > 0)$$

For one sample the same can be written as a product of matrices, if the mask is put on a diagonal. That matrix is the Jacobian
of the ReLU. The mask may also be read off the result, for $h = \mathrm{relu}(z)$ is positive exactly where $z$ is:

$$\mathrm{d}\mathbf{z} = \mathrm{diag}\bigl(\mathbf{1}(\mathbf{h} > 0)\bigr)\,\mathrm{d}\mathbf{h}$$
"""


# %%
def relu(z):
    return np.maximum(z, 0.0)


Z, M = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
dA = M  # the loss is ΣMA
dZ = [[dA[n, k] if Z[n, k] > 0 else 0.0 for k in range(4)] for n in range(3)]
same(dZ, slope(lambda Z: np.sum(M * relu(Z)), Z))

jacobian = np.diag(1.0 * (relu(Z[0]) > 0))
same(jacobian, slope(relu, Z[0]))
same(jacobian @ dA[0], dZ[0])

figure, axes = canvas(4, size=(7.8, 2))
for ax, table, title in zip(axes, (Z, relu(Z), dA, dZ), ("$Z$", "$A = relu(Z)$", "$dA$", "$dZ$"), strict=True):
    matrix(ax, table, title, largest=2)
show(
    figure,
    "Four tables: Z, its ReLU, dA and dZ. Where Z is negative the ReLU is 0, and in the same places dZ is 0 too.",
)

# %% [markdown]
r"""
At the corner itself there is no slope. The course agrees on $\mathrm{relu}'(0) = 0$.

**Predict, then run.** What does the numeric gradient say there? And how near to the corner must $z$ be to mislead it? Move the
two points apart.
"""


# %%
def at_the_corner(z, h):
    x = np.linspace(-2, 2, 201)
    middle = np.array([z - h, z + h])
    estimate = (max(0.0, z + h) - max(0.0, z - h)) / (2 * h)
    figure, (left, right) = canvas(2, size=(7.6, 3))
    curves(left, x, {"ReLU": np.maximum(x, 0)}, xlabel="$z$", title=f"the chord rises by {estimate:.2f}", legend=False)
    left.plot(middle, np.maximum(middle, 0), "o--", color=RED)
    chords = (np.maximum(x + h, 0) - np.maximum(x - h, 0)) / (2 * h)
    curves(right, x, {"true": 1.0 * (x > 0), "numeric": chords}, xlabel="$z$", title="slope")
    right.plot(z, estimate, "o", color=RED)
    return (
        figure,
        f"The ReLU with a chord through two points; the numeric slope is {estimate:.2f}, a ramp where the true one jumps",
    )


play(at_the_corner, z=slider(-1.5, 1.5, 0.0, 0.1), h=slider(0.1, 1.5, 0.5, 0.1, label="step h"))

# %% [markdown]
r"""
It says ½ at the corner, and something between 0 and 1 wherever the step reaches across. So a gradient check can blame a right
ReLU when a sum happens to lie within $h$ of zero. Small steps, and random numbers that are not round, keep that away.
"""

# %% [markdown]
r"""
## Two layers

Put two affine layers behind each other, still in columns: $\mathbf{h} = W_1\mathbf{x} + \mathbf{b}_1$ and
$\mathbf{f} = W_2\mathbf{h} + \mathbf{b}_2$. Send the error $\mathbf{f} - \mathbf{y}$ back through the second, and what arrives
at $\mathbf{h}$ through the first:

$$\mathrm{d}W_2 = (\mathbf{f} - \mathbf{y})\,\mathbf{h}^\top, \qquad \mathrm{d}\mathbf{h} = W_2^\top(\mathbf{f} - \mathbf{y}),
\qquad \mathrm{d}W_1 = W_2^\top(\mathbf{f} - \mathbf{y})\,\mathbf{x}^\top$$

But this is still a linear model, however its weights are trained:

$$W_2(W_1\mathbf{x} + \mathbf{b}_1) + \mathbf{b}_2 = (W_2 W_1)\,\mathbf{x} + (W_2\mathbf{b}_1 + \mathbf{b}_2)$$

So bend the hidden layer, $\mathbf{h} = \mathrm{relu}(W_1\mathbf{x} + \mathbf{b}_1)$. On the way back there is one more
factor, the mask:

$$\mathrm{d}W_1 = \Bigl(\mathbf{1}(\mathbf{h} > 0) \odot W_2^\top(\mathbf{f} - \mathbf{y})\Bigr)\,\mathbf{x}^\top$$
"""

# %%
W1, b1 = rng.normal(size=(4, 3)), rng.normal(size=4)
W2, b2 = rng.normal(size=(2, 4)), rng.normal(size=2)
x, y = rng.normal(size=3), rng.normal(size=2)


def loss(W1, W2, bend):
    return half_square(W2 @ bend(W1 @ x + b1) + b2, y)


def linear(z):
    return z


h = W1 @ x + b1
f = W2 @ h + b2
same(np.outer(f - y, h), slope(lambda W2: loss(W1, W2, linear), W2))
same(np.outer(W2.T @ (f - y), x), slope(lambda W1: loss(W1, W2, linear), W1))
same(f, (W2 @ W1) @ x + (W2 @ b1 + b2))

h = relu(W1 @ x + b1)
f = W2 @ h + b2
same(np.outer((h > 0) * (W2.T @ (f - y)), x), slope(lambda W1: loss(W1, W2, relu), W1))

# %%
figure, ax = canvas(size=(7.8, 2.0))
chain = ["$x$", "$z_1$", "$h$", "$f$", "$L$"]
places = {name: (2 * number, 0.0) for number, name in enumerate(chain)}
values = dict(zip(chain, ["(3,)", "(4,)", "(4,)", "(2,)", "a number"], strict=True))
gradients = {"$z_1$": "mask ⊙ dh", "$h$": "W₂ᵀ df", "$f$": "f − y", "$L$": "1"}
ways = {("$x$", "$z_1$"): "$W_1, b_1$", ("$z_1$", "$h$"): "relu", ("$h$", "$f$"): "$W_2, b_2$", ("$f$", "$L$"): "$y$"}
graph(ax, places, list(ways), values, gradients, ways)
show(
    figure,
    "The chain x, z1, h, f, L: forwards with the shapes above the boxes, backwards with the gradients below them.",
)

# %% [markdown]
r"""
This is what "sending error information back" means, and with it a network learns: **forward** to get the answer, **backward** to
get the gradients, **update** to take a small step downhill; and the next sample. Here are twelve hidden units, one sample at a
time, once with the bend and once without.

**Predict, then run.** What is the best that the network without a bend can do with the curve below?
"""


# %%
def learn(bend, mask, epochs=60, rate=0.03):
    """A 1-12-1 network trained one sample at a time; its answers on `grid` after every epoch, (epochs + 1, grid points)."""
    rng = np.random.default_rng(1)
    W1, b1, W2, b2 = rng.normal(size=12), rng.normal(size=12), 0.3 * rng.normal(size=12), 0.0
    answers = [bend(np.outer(grid, W1) + b1) @ W2 + b2]
    for _ in range(epochs):
        for x in rng.permutation(inputs):
            h = bend(W1 * x + b1)
            df = (W2 @ h + b2) - curve(x)
            dz = df * W2 * mask(h)
            W1, b1, W2, b2 = W1 - rate * dz * x, b1 - rate * dz, W2 - rate * df * h, b2 - rate * df
        answers.append(bend(np.outer(grid, W1) + b1) @ W2 + b2)
    return np.array(answers)


# %%
def curve(x):
    return np.sin(2 * x)


inputs, grid = np.linspace(-2, 2, 40), np.linspace(-2, 2, 81)
LEARNT = {"ReLU": learn(relu, lambda h: h > 0), "no bend": learn(linear, np.ones_like)}
TARGET = curve(grid)


def progress(hidden, epoch):
    figure, ax = canvas()
    answer = LEARNT[hidden][epoch]
    curves(
        ax, grid, {"target": TARGET, "network": answer}, ylim=(-1.8, 1.8), xlabel="$x$", title=f"after {epoch} epochs"
    )
    error = np.mean(0.5 * (answer - TARGET) ** 2)
    return (
        figure,
        f"The target, a wave of a sine, and the network's answer; the mean loss on the grid is {error:.3f}",
    )


play(progress, hidden=choice("ReLU", "no bend"), epoch=slider(0, 60, 30))

# %% [markdown]
r"""
A straight line, whatever you do. With the bend the pieces soon find their places.
"""

# %% [markdown]
r"""
## Any depth

A third layer brings nothing new, and that is the point. In columns and in the layout $W^\top\mathbf{x}$:

$$\mathbf{h}_1 = \mathrm{relu}(W_1^\top\mathbf{x} + \mathbf{b}_1), \quad
\mathbf{h}_2 = \mathrm{relu}(W_2^\top\mathbf{h}_1 + \mathbf{b}_2), \quad \mathbf{y} = W_3^\top\mathbf{h}_2 + \mathbf{b}_3$$

Let $\mathbf{g}$ be the gradient with respect to $\mathbf{y}$. Each module has its Jacobian, and each step back multiplies by its
transpose. For the last two modules:

$$\mathrm{d}W_3 = \mathbf{h}_2\,\mathbf{g}^\top, \qquad \mathrm{d}\mathbf{h}_2 = W_3\,\mathbf{g}$$

$$\frac{\partial \mathbf{h}_2}{\partial \mathbf{h}_1} = \mathrm{diag}\bigl(\mathbf{1}(\mathbf{h}_2 > 0)\bigr)\,W_2^\top, \qquad
\mathrm{d}\mathbf{h}_1 = \Bigl(\frac{\partial \mathbf{h}_2}{\partial \mathbf{h}_1}\Bigr)^{\!\top} \mathrm{d}\mathbf{h}_2$$
"""

# %%
weights = [rng.normal(size=(D, K)) for D, K in [(3, 5), (5, 5), (5, 4)]]
W1, W2, W3 = weights
b1, b2, b3 = (rng.normal(size=K) for K in (5, 5, 4))
x, target = rng.normal(size=3), rng.normal(size=4)

h1 = relu(W1.T @ x + b1)
h2 = relu(W2.T @ h1 + b2)
same(h2, [max(0.0, W2[:, k] @ h1 + b2[k]) for k in range(5)])
g = W3.T @ h2 + b3 - target


def last(h2, W3):
    return half_square(W3.T @ h2 + b3, target)


same(np.outer(h2, g), slope(lambda W3: last(h2, W3), W3))
same(W3 @ g, slope(lambda h2: last(h2, W3), h2))

J = np.diag(1.0 * (h2 > 0)) @ W2.T
same(J, slope(lambda h1: relu(W2.T @ h1 + b2), h1))
same(J.T @ (W3 @ g), slope(lambda h1: last(relu(W2.T @ h1 + b2), W3), h1))

# %% [markdown]
r"""
In general a network is a composition of differentiable operations, numbered from the input. Its Jacobian is the product of
theirs, and a gradient walks through them from the end:

$$f = g_m(\dots g_2(g_1(\mathbf{x}))): \qquad \mathrm{d}\mathbf{x} = J_1^\top J_2^\top \cdots J_m^\top\,\mathrm{d}\mathbf{f}$$

No Jacobian need be stored. Every operation knows two things: `forward`, which keeps what it will need, and `backward`, which takes
the gradient on top and returns the gradient below. Then any depth is a loop. Libraries for deep learning are made of just such
pairs. Here for one sample and two kinds of operation:
"""


# %%
class Times:
    def __init__(self, W):
        self.W = W

    def forward(self, x):
        self.x = x
        return x @ self.W

    def backward(self, g):
        self.dW = np.outer(self.x, g)
        return self.W @ g


class Tanh:
    def forward(self, z):
        self.a = np.tanh(z)
        return self.a

    def backward(self, g):
        return g * (1 - self.a**2)


# %%
def run(modules, x):
    for module in modules:
        x = module.forward(x)
    return x


modules = [Times(W1), Tanh(), Times(W2), Tanh(), Times(W3)]
x = rng.normal(size=3)
g = run(modules, x) - target
for module in reversed(modules):
    g = module.backward(g)  # the gradient on top becomes the gradient below

same(g, slope(lambda x: half_square(run(modules, x), target), x))
first = modules[0].dW
same(first, slope(lambda W: half_square(run([Times(W), *modules[1:]], x), target), W1))

# %% [markdown]
r"""
**Predict, then run.** The product $J_1^\top J_2^\top J_3^\top\,\mathbf{g}$ can be worked out from the left or from the right.
With 100 units in every layer, how many multiplications is each way?
"""

# %%
units, layers = 100, 3
print("from the left, matrix times matrix:", (layers - 1) * units**3 + units**2)
print("from the right, matrix times vector:", layers * units**2)

# %% [markdown]
r"""
From the right it is cheaper by a factor of 67, because a loss is a single number and its gradient a single vector. That is why we
walk *back*. One walk costs about as much as one or two walks forward, however many weights there are.

Why "deep"? Because the loop may be long. What then goes wrong can be seen in the product: every bend multiplies the gradient by
its slope, and every layer by its weights.

**Predict, then run.** Twenty layers of 50 units. Which bend lets the gradient reach the first layer?
"""

# %%
BENDS = {"sigmoid": (sigmoid, 1.0), "tanh": (np.tanh, 1.0), "ReLU": (relu, np.sqrt(2))}
images = np.random.default_rng(3).normal(size=50)


def lengths(bend, scale, depth):
    """The length of the gradient at the input of every layer, from the first to the last."""
    rng = np.random.default_rng(2)
    a, jacobians = images, []
    for _ in range(depth):
        W = scale * rng.normal(size=(50, 50)) / np.sqrt(50)
        z = a @ W
        a, steep = bend(z), (bend(z + 1e-6) - bend(z - 1e-6)) / 2e-6
        jacobians.append(W * steep)
    g, found = np.ones(50) / np.sqrt(50), []
    for J in reversed(jacobians):
        g = J @ g
        found.append(np.sqrt(g @ g))
    return found[::-1]


# %%
FADING = {name: lengths(*bend, depth=20) for name, bend in BENDS.items()}
figure, ax = canvas()
curves(ax, np.arange(1, 21), FADING, xlabel="layer", ylabel="length of the gradient", yscale="log")
ax.set(xticks=[1, 5, 10, 15, 20], title="A gradient on its way back")
show(
    figure,
    "Over twenty layers the sigmoid's gradient shrinks by many powers of ten, that of tanh a little, that of ReLU hardly.",
)

# %% [markdown]
r"""
The sigmoid's slope is at most ¼, and twenty quarters are a millionth of a millionth. ReLU keeps its gradient, if its weights begin
at the right size; the lecture of the capstone tells which one that is.
"""

# %% [markdown]
r"""
## Errata

Each box quotes one slip of a slide, and the cell below it lets numbers decide. All samples are columns here, as on the slides.

> **The slide says** $\mathbf{f} = W_1\mathbf{h} + \mathbf{b}_2$ for the second layer. **The numbers say** an error of the shape,
> mostly; with as many units everywhere there is no error, only a wrong answer. **Why** the second layer has its own weights:
> $\mathbf{f} = W_2\mathbf{h} + \mathbf{b}_2$.
"""

# %%
W1, W2 = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
b1, b2, x = rng.normal(size=3), rng.normal(size=3), rng.normal(size=3)
h = relu(W1 @ x + b1)
by_units = [sum(W2[k, j] * h[j] for j in range(3)) + b2[k] for k in range(3)]
differs(W1 @ h + b2, by_units)
same(W2 @ h + b2, by_units)

# %% [markdown]
r"""
> **The slide says** $\mathrm{d}W_1 = \mathbf{1}(\mathbf{h} > 0)\,W_2^\top(\mathbf{f} - \mathbf{y})\,\mathbf{x}^\top$, written as
> one product. **The numeric gradient says** that this is not even of the right shape if $\mathbf{1}(\mathbf{h} > 0)$ is taken
> for a vector in a matrix product. **Why** the mask multiplies *entry by entry*; as a matrix it is
> $\mathrm{diag}(\mathbf{1}(\mathbf{h} > 0))$.
"""

# %%
W1, b1 = rng.normal(size=(4, 3)), np.array([2.0, -1.0, 2.0, 1.0])
W2, b2, y = rng.normal(size=(2, 4)), rng.normal(size=2), rng.normal(size=2)
h = relu(W1 @ x + b1)
f = W2 @ h + b2
mask, truth = 1.0 * (h > 0), slope(lambda W1: loss(W1, W2, relu), W1)
differs(mask @ np.outer(W2.T @ (f - y), x), truth)
same(np.diag(mask) @ W2.T @ (f - y)[:, None] @ x[None, :], truth)

# %% [markdown]
r"""
> **The slide says** that the loss is $\tfrac12(y - f)^2$, and then lets $y$ and $f$ be vectors. **The numbers say** that the square
> of two numbers is two numbers, and of two losses nobody can say which network is better. **Why** the length is meant:
> $\tfrac12\lVert\mathbf{y} - \mathbf{f}\rVert^2$, one number.
"""

# %%
differs(0.5 * (y - f) ** 2, half_square(f, y))
same(0.5 * ((y - f) @ (y - f)), half_square(f, y))

# %% [markdown]
r"""
> **The slide says** on the way forward $\mathbf{y} = W_3^\top\mathbf{h}_2 + \mathbf{b}_3$ and on the way back
> $\mathrm{d}W_3 = \mathbf{g}\,\mathbf{h}_2^\top$ and $\mathrm{d}\mathbf{h}_2 = W_3^\top\mathbf{g}$. **The numeric gradient says**
> $(5, 4)$ where the slide's has $(4, 5)$, and $W_3^\top\mathbf{g}$ cannot be computed at all. **Why** these belong to
> $W_3\mathbf{h}_2$. For $W_3^\top\mathbf{h}_2$ it is $\mathbf{h}_2\,\mathbf{g}^\top$ and $W_3\,\mathbf{g}$.
"""

# %%
g = W3.T @ h2 + b3 - target
truth = slope(lambda W3: last(h2, W3), W3)
differs(np.outer(g, h2), truth)
same(np.outer(h2, g), truth)
same(W3 @ g, slope(lambda h2: last(h2, W3), h2))
print("the slide multiplies", W3.T.shape, "by", g.shape)

# %% [markdown]
r"""
> **The slide says** $\mathrm{d}\mathbf{h}_1 = \mathrm{d}\mathbf{h}_2\,\partial\mathbf{h}_2/\partial\mathbf{h}_1$ and leaves it at
> that. **The numeric gradient says** that a reader who puts $W_2$ for the last factor is far off. **Why** the symbol hides the
> ReLU: the mask is part of $\partial\mathbf{h}_2/\partial\mathbf{h}_1$.
"""

# %%
W2 = weights[1]
b2 = np.where(np.arange(5) % 2, 3.0, -3.0) - W2.T @ h1  # so that some units are off and some are on
h2 = relu(W2.T @ h1 + b2)
dh2 = W3 @ g
truth = slope(lambda h1: dh2 @ relu(W2.T @ h1 + b2), h1)
differs(W2 @ dh2, truth)
same(W2 @ (dh2 * (h2 > 0)), truth)

# %% [markdown]
r"""
> **The slide says** "mean squared error" and prints $\tfrac12 \sum_n (o_n - t_n)^2$. **The numeric gradient says** that the
> steps are $N$ times as long as those of a mean: a learning rate that is good for ten samples blows up with a thousand. **Why** a
> mean has a $1/N$. What is printed is half the *sum* of squares; call it that, or divide.
"""

# %%
F, Y = rng.normal(size=(6, 1)), rng.normal(size=(6, 1))
truth = slope(lambda F: np.mean(0.5 * (F - Y) ** 2), F)
differs(slope(lambda F: 0.5 * np.sum((F - Y) ** 2), F), truth)
same(slope(lambda F: 0.5 * np.sum((F - Y) ** 2), F) / 6, truth)

# %% [markdown]
r"""
> **The slide says** $\partial E/\partial w_{11} = (a - y)\,w^{(2)}_{11}\,a_{11}(1 - a_{11})\,x_1$ for a weight of the first of two
> sigmoid layers, without naming the loss. **The numeric gradient says** this is right for the cross-entropy, and for half the
> squared error it is too large by the factor $1/(a(1 - a))$. **Why** the slope of the output's own sigmoid is missing; only the
> cross-entropy cancels it. And the weight on the left belongs to the *first* layer, $w^{(1)}_{11}$.
"""

# %%
w1, w2, x, y = rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=2), 1.0
a1 = sigmoid(x @ w1)
a = sigmoid(a1 @ w2)
slide = (a - y) * w2[0] * a1[0] * (1 - a1[0]) * x[0]


def squared(w1):
    return 0.5 * (sigmoid(sigmoid(x @ w1) @ w2) - y) ** 2


differs(slide, slope(squared, w1)[0, 0])
same(slide * a * (1 - a), slope(squared, w1)[0, 0])
same(slide, slope(lambda w1: -np.log(sigmoid(sigmoid(x @ w1) @ w2)), w1)[0, 0])  # the cross-entropy for y = 1

# %% [markdown]
r"""
> **The slide says** "gradient on the top × gradient of the operation", as if they were numbers. **The numeric gradient says** that
> $J\mathbf{g}$, the other order or a missing transpose give other numbers. **Why** for vectors the order matters:
> $\mathrm{d}\mathbf{x} = J^\top\mathbf{g}$, and for $\mathbf{z} = W^\top\mathbf{x}$ this is $W\mathbf{g}$, with
> $\mathrm{d}W = \mathbf{x}\,\mathbf{g}^\top$.
"""

# %%
W, x = rng.normal(size=(3, 3)), rng.normal(size=3)
g, J = np.cos(W.T @ x), W.T  # for the loss E, the sum of the sines
truth = slope(lambda x: E(W.T @ x), x)
differs(J @ g, truth)
same(J.T @ g, W @ g, truth)
differs(np.outer(g, x), slope(lambda W: E(W.T @ x), W))
same(np.outer(x, g), slope(lambda W: E(W.T @ x), W))

# %% [markdown]
r"""
> **The slide says** $\partial L/\partial\mathbf{w} = (\hat y - y)\,\mathbf{x}^\top$ for a column $\mathbf{w}$. **The numeric
> gradient says** the same numbers, in the other shape. **Why** that slide writes gradients as rows, which is consistent; but
> $\mathbf{w} - \eta\,(\text{row})$ makes a square matrix of a column. Transpose before the step.
"""

# %%
x, w, y = rng.normal(size=(3, 1)), rng.normal(size=(3, 1)), 0.5
truth = slope(lambda w: 0.5 * ((w.T @ x).item() - y) ** 2, w)
row = (w.T @ x - y) * x.T
differs(row, truth)
same(row.T, truth)
differs(w - 0.1 * row, w - 0.1 * truth)

# %% [markdown]
r"""
## Where this leads

You can now send a gradient through a product, a layer, a bend, a loss and a network, and you know how to tell when a formula is in
the wrong order. In the exercises you write the bricks for whole batches and put them together to any depth. One brick is missing:
an output for *classes*. The next lecture adds **softmax** and the loss that belongs to it, and its gradient is the shortest of all.
"""
