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
# 02 · Activations

A network is made of units, and a unit does two small things: it adds up what comes in, and it bends the sum. This
lecture is about the bend, the *activation function*: what it looks like, how steep it is, what a computer makes of
it, and what whole layers of bent sums can do.

Every formula that is displayed here is run in the cell below it. `same` compares the two sides and says how many
digits hold; if one of them were false, this page could not be built. `slope` measures a derivative by differences,
without knowing any formula.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, differs, network, play, same, show, slider, slope
from figures.picture import BLACK, RED

from autograder.checks.digits import load

rng = np.random.default_rng(0)

# %% [markdown]
r"""
## Neuron

A unit has a weight $w_i$ for each input: how much it cares, and in which direction. It has a bias $b$: how easily
it fires when nothing comes in. It adds up once, and adds the bias once:

$$z = \sum_{i=1}^{D} w_i\,x_i + b = \mathbf{w} \cdot \mathbf{x} + b$$

The sum $z$ is the **pre-activation**. Then it bends, and the result $a$ is the **activation**, or firing rate:

**Definition.**

$$a = g(z)$$
"""


# %%
class Neuron:
    """One unit: its weights (D,), its bias, and the function that bends its sum."""

    def __init__(self, weights, bias, activation):
        self.weights, self.bias, self.activation = weights, bias, activation

    def forward(self, inputs):
        z = self.bias
        for weight, value in zip(self.weights, inputs, strict=True):
            z += weight * value
        return self.activation(z)


x, w, b = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.1, -0.8]), 0.2
same(Neuron(w, b, activation=lambda z: z).forward(x), w @ x + b)

# %%
figure, ax = canvas(size=(5.6, 2.6))
network(ax, [3, 1], units=[["$x_1$", "$x_2$", "$x_3$"], ["$a$"]], weights=[w[:, None]])
show(figure, "One unit with three inputs; on the arrows the weights 0.3, 0.1 and −0.8, the negative one dashed.")

# %% [markdown]
r"""
**Predict, then run.** The unit above answers some number for $\mathbf{x} = (1, -2, 0.5)$. All inputs are now
multiplied by ten. Is the sum $z$ ten times as large?
"""

# %%
print(f"z = {w @ x + b:.2f}, with ten times the inputs {w @ (10 * x) + b:.2f}")

# %% [markdown]
r"""
It is not: the bias is not an input and does not grow with them. *What usually goes wrong:* the bias is added inside
the loop over the inputs, and so $D$ times.
"""

# %% [markdown]
r"""
## Sigmoid

The brain's unit is silent or fires. A step from 0 to 1 says just that, but its slope is zero nearly everywhere, and
a slope is what learning lives on. The sigmoid is the step with its corner rounded off.

**Definition.**

$$\sigma(z) = \frac{1}{1 + e^{-z}}$$

Two things are worth knowing by heart: there is a second form, and it is symmetric about the point $(0, ½)$.

$$\frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}$$

$$\sigma(-z) = 1 - \sigma(z)$$
"""


# %%
def sigmoid(z):
    """The formula as it stands. Good for moderate z; the section on stability says what happens beyond."""
    return 1 / (1 + np.exp(-z))


z = np.linspace(-6, 6, 241)
same(sigmoid(z), np.exp(z) / (1 + np.exp(z)))
same(sigmoid(-z), 1 - sigmoid(z))

# %% [markdown]
r"""
Its values lie in the *open* interval $(0, 1)$: they come as near to 0 and 1 as you like and never arrive. That is
why the sigmoid can be read as a probability, and why it can never answer 1.3.

**Predict, then run.** For which $z$ is $\sigma(z) = 0.9$? Guess before you look: 0.9, 2.2 or 9?
"""

# %%
answer = np.log(0.9 / 0.1)  # the inverse of the sigmoid, the log of the odds
same(sigmoid(answer), 0.9)
print(f"z = {answer:.2f}")

# %% [markdown]
r"""
## Tanh

The sigmoid is never negative, so all activations of a layer push in the same direction. Its twin is centred on
zero: the same S, twice as tall and twice as quick.

$$\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = 2\,\sigma(2z) - 1$$

**Predict, then run.** Near zero $\tanh(z) \approx z$. How large is the error at $z = 0.1$: a tenth, a hundredth or a
thousandth of $z$?
"""

# %%
same(np.tanh(z), (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), 2 * sigmoid(2 * z) - 1)
print(f"relative error of z for tanh(z) at 0.1: {0.1 / np.tanh(0.1) - 1:.4f}")

# %% [markdown]
r"""
A third of a hundredth. So a network of tanh units with small weights is nearly a linear one. That will matter when we
ask why it helps to stop early.
"""

# %% [markdown]
r"""
## ReLU

The rectified linear unit lets what is positive pass and stops what is negative. With the indicator
$\mathbf{1}(\cdot)$, 1 where its statement is true and 0 elsewhere:

$$\mathrm{relu}(z) = \max(0, z) = z\,\mathbf{1}(z > 0)$$

There is no exponential in it and nothing to overflow. Today it is the usual choice inside a network.
"""


# %%
def relu(z):
    return z * (z > 0)


same(relu(z), [max(0.0, float(number)) for number in z])

figure, ax = canvas()
curves(ax, z, {"sigmoid": sigmoid(z), "tanh": np.tanh(z), "ReLU": relu(z)}, xlabel="$z$", ylabel="$g(z)$")
ax.set(ylim=(-1.2, 2.2), title="Three ways to bend a sum")
show(
    figure,
    "Sigmoid rises in an S from 0 to 1, tanh in an S from −1 to 1, ReLU is 0 up to zero and then a straight line.",
)

# %% [markdown]
r"""
**Predict, then run.** Which of the three answers $g(10z) = 10\,g(z)$ for every $z$?
"""

# %%
same(relu(10 * z), 10 * relu(z))
differs(np.tanh(10 * z), 10 * np.tanh(z))

# %% [markdown]
r"""
Only ReLU: scaling goes straight through it. It is bent at a single point and straight everywhere else. *What usually
goes wrong:* `max(z, 0)` in Python compares whole arrays and raises; we mean entry by entry.
"""

# %% [markdown]
r"""
## Derivatives

Learning changes a weight in proportion to how much the answer would move with it, and every such change is multiplied
by the slope of the bend. So the table of slopes is the most used table of this course.

$$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr)$$

$$\tanh'(z) = 1 - \tanh^2(z) = \frac{1}{\cosh^2(z)}$$

$$\mathrm{relu}'(z) = \mathbf{1}(z > 0) \quad\text{for } z \neq 0$$

| | $g(z)$ | slope, from $z$ | slope, from $a = g(z)$ | at most |
|---|---|---|---|---|
| sigmoid | $1/(1 + e^{-z})$ | $\sigma(z)(1 - \sigma(z))$ | $a(1 - a)$ | $1/4$ at 0 |
| tanh | $2\sigma(2z) - 1$ | $1/\cosh^2(z)$ | $1 - a^2$ | $1$ at 0 |
| ReLU | $\max(0, z)$ | $\mathbf{1}(z > 0)$ | $\mathbf{1}(a > 0)$ | $1$ for $z > 0$ |

At its corner ReLU has no slope. The course agrees on $\mathrm{relu}'(0) = 0$.
"""

# %%
places = np.array([-5.0, -1.3, -0.2, 0.4, 0.7, 2.0, 6.0])
same([slope(sigmoid, at) for at in places], sigmoid(places) * (1 - sigmoid(places)))
same([slope(np.tanh, at) for at in places], 1 - np.tanh(places) ** 2, 1 / np.cosh(places) ** 2)
same([slope(relu, at) for at in places], 1.0 * (places > 0))

# %% [markdown]
r"""
**Predict, then run.** Move the point. Where is each curve steepest? From which $z$ on can you no longer see the
sigmoid's tangent rise?
"""

# %%
BENDS = {"sigmoid": sigmoid, "tanh": np.tanh, "ReLU": relu}


def tangent(activation, at):
    figure, (left, right) = canvas(2)
    g = BENDS[activation]
    rise = slope(g, at)
    curves(left, z, {"$g$": g(z), "tangent": g(at) + rise * (z - at)}, ylim=(-1.3, 2.3), xlabel="$z$", title=activation)
    curves(right, z, {"$g'$": [slope(g, place) for place in z]}, ylim=(-0.1, 1.2), xlabel="$z$", title="its slope")
    left.plot(at, g(at), "o", color=BLACK)
    right.plot(at, rise, "o", color=BLACK)
    return figure, f"Left {activation} with its tangent, right its slope; here the slope is {rise:.3f}"


play(tangent, activation=choice("sigmoid", "tanh", "ReLU"), at=slider(-5.5, 5.5, 1.25, 0.25, label="z"))

# %% [markdown]
r"""
Beyond $|z| = 5$ the two S-curves are flat: the unit is **saturated**, and a saturated unit hardly learns. ReLU never
saturates on the right. On the left its slope is exactly zero; a unit that is negative for every sample is **dead**.

**Predict, then run.** Ten layers multiply ten slopes (and weights, which we leave aside). How much is left of a
signal at best, with ten sigmoids?
"""

# %%
for name, g in BENDS.items():
    steepest = max(slope(g, place) for place in [*places, 0.0])
    print(f"{name:8} at best {steepest:.2f} a layer, {steepest**10:.0e} after ten")

# %% [markdown]
r"""
*What usually goes wrong:* the rule $a(1 - a)$ is fed the wrong thing. It wants the *activation*; a function that is
given $z$ must compute $\sigma(z)$ first. `z * (1 - z)` has the right looks and the wrong values.
"""

# %% [markdown]
r"""
## Numerical derivative

All these slopes were checked by something that knows no formula: take a small step $h$ to either side and see how far
the function moves.

**Definition.**

$$\frac{f(z + h) - f(z - h)}{2h} \approx f'(z)$$

Because it looks to both sides, the errors of first order cancel. What is left shrinks with the *square* of the step:

$$\frac{f(z + h) - f(z - h)}{2h} - f'(z) \approx \frac{h^2}{6}\,f'''(z)$$
"""


# %%
z0, h = 0.7, 0.01
estimate = (np.exp(z0 + h) - np.exp(z0 - h)) / (2 * h)
same(estimate - np.exp(z0), h**2 / 6 * np.exp(z0), tolerance=1e-5)  # exp is its own f′ and f‴

# %% [markdown]
r"""
**Predict, then run.** Smaller steps should be better. Which step is the best one: $10^{-1}$, $10^{-5}$ or $10^{-13}$?
"""

# %%
steps = 10.0 ** np.arange(-13, 0)
truth = 1 - np.tanh(0.7) ** 2
one_sided = [abs((np.tanh(0.7 + h) - np.tanh(0.7)) / h - truth) for h in steps]
both_sides = [abs(slope(np.tanh, 0.7, h) - truth) for h in steps]

figure, ax = canvas()
curves(ax, steps, {"one side": one_sided, "both sides": both_sides}, xscale="log", yscale="log")
ax.set(xlabel="step $h$", ylabel="error", title="Neither too large nor too small")
show(figure, "Two V shapes: the error of the central difference is smallest near 1e-5, that of one side near 1e-8.")

# %% [markdown]
r"""
To the right of the valley the curve of $f$ is seen as a straight line although it is bent. To the left $f(z + h)$ and
$f(z - h)$ agree in nearly all their digits, and their difference keeps only what was rounded. The central difference
gets eleven digits right at its best. That is enough to convict any wrong formula, and it is the referee of
all that follows.
"""

# %% [markdown]
r"""
## Stability

A formula may be right and its code still fail. A float64 ends near $10^{308}$, and $e^{710}$ is beyond that.

**Predict, then run.** Both forms of the sigmoid are the same mathematics. What does each give for $z = -800$ and for
$z = 800$?
"""

# %%
with np.errstate(over="ignore", invalid="ignore"):
    for at in (-800.0, 0.7, 800.0):
        print(f"z = {at:6}: 1/(1 + exp(-z)) = {1 / (1 + np.exp(-at)):.3f}, exp(z)/(1 + exp(z)) = ", end="")
        print(f"{np.exp(at) / (1 + np.exp(at)):.3f}")

# %% [markdown]
r"""
The first form meets $e^{800}$ on the left and is saved by luck, since one over infinity is zero; NumPy warns, and
Python's own `math.exp` raises `OverflowError`. The second meets it on the right and gives infinity over
infinity: `nan`, "not a number". But each form is safe on one side of zero:

$$\sigma(z) = \begin{cases} 1 / (1 + e^{-z}) & z \ge 0 \\ e^{z} / (1 + e^{z}) & z < 0 \end{cases}$$

And one more fact about floats: the sigmoid's *value* may round to exactly 1 although it never *is* 1. Then
$\log(1 - \sigma)$ is $-\infty$. Whoever needs the logarithm of a sigmoid takes it before rounding can strike, with
$\mathrm{softplus}(z) = \log(1 + e^{z})$:

$$\log \sigma(z) = -\,\mathrm{softplus}(-z)$$
"""


# %%
up, down = np.array([0.0, 0.7, 800.0]), np.array([-0.7, -800.0])
same(1 / (1 + np.exp(-up)), [0.5, sigmoid(0.7), 1.0])  # no warning: e⁻⁸⁰⁰ is merely 0
same(np.exp(down) / (1 + np.exp(down)), [sigmoid(-0.7), 0.0])
same(np.log(sigmoid(z)), -np.logaddexp(0, -z))  # logaddexp(0, z) is a softplus that does not overflow

# %% [markdown]
r"""
**Predict, then run.** What is the smallest whole $z$ at which the computer says $\sigma(z) = 1$?
"""

# %%
print(next(number for number in range(100) if sigmoid(float(number)) == 1.0))

# %% [markdown]
r"""
## Layer

A layer is $K$ units that look at the same $D$ inputs. Unit $k$ has its own weights $\mathbf{w}_k$ and bias $b_k$:
$a_k = g(\mathbf{w}_k \cdot \mathbf{x} + b_k)$. Put the weights of the units side by side as the *columns* of one matrix
$W$ of shape $(D, K)$, and all the sums become one product:

$$\bigl(\mathbf{w}_1 \cdot \mathbf{x} + b_1, \;\dots,\; \mathbf{w}_K \cdot \mathbf{x} + b_K\bigr) = W^\top \mathbf{x} + \mathbf{b}$$

Now let $N$ samples stand below each other as the rows of $X$, shape $(N, D)$. The same $W$ serves all of them:

$$\underset{(N, K)}{Z} = \underset{(N, D)}{X}\;\underset{(D, K)}{W} + \underset{(K,)}{\mathbf{b}}$$
"""

# %%
D, K, N = 2, 3, 4
W, b = np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.4]]), np.array([0.1, -0.2, 0.3])
X = rng.normal(size=(N, D))

x = X[0]
same([W[:, k] @ x + b[k] for k in range(K)], W.T @ x + b)
same([[W[:, k] @ X[n] + b[k] for k in range(K)] for n in range(N)], X @ W + b)

# %%
figure, ax = canvas(size=(5.6, 2.8))
network(ax, [D, K], ["inputs", "units"], [["$x_1$", "$x_2$"], ["$a_1$", "$a_2$", "$a_3$"]], [W])
show(figure, "Two inputs and three units; the six weights of W stand on the arrows, negative ones dashed.")

# %% [markdown]
r"""
**Predict, then run.** Row 2 of $X$ is multiplied by zero. Which entries of $Z$ change, and to what?
"""

# %%
emptied = X.copy()
emptied[2] = 0
print((emptied @ W + b).round(2) - (X @ W + b).round(2))
same((emptied @ W + b)[2], b)

# %% [markdown]
r"""
Row 2 alone, and it becomes $\mathbf{b}$. NumPy adds $\mathbf{b}$ to every row by itself, which is called
*broadcasting*. *What usually goes wrong:* $\mathbf{b}$ is stored as a column of shape $(K, 1)$; broadcasting then adds
it along the wrong axis, and if $N = K$ nothing even complains.
"""

# %% [markdown]
r"""
## Layouts

Books and slides write a layer in three ways. They differ in what is called $W$ and in how a sample lies, never in
the numbers. With $V = W^\top$, which stores the units as *rows*:

$$V\mathbf{x} = W^\top \mathbf{x} = \mathbf{x}^\top W$$

| written | $W$ has shape | a unit is | a sample is | batch |
|---|---|---|---|---|
| $W\mathbf{x} + \mathbf{b}$ | (outputs, inputs) | a row | a column | $X W^\top + \mathbf{b}$ |
| $W^\top\mathbf{x} + \mathbf{b}$ | (inputs, outputs) | a column | a column | $X W + \mathbf{b}$ |
| $X W + \mathbf{b}$ | (inputs, outputs) | a column | a row | itself |

This course uses the last line everywhere. Seen one sample at a time it is the second line with the same $W$. A 1-D
NumPy array is neither row nor column, so `x @ W` and `W.T @ x` are the same array.

**Predict, then run.** What happens if `*` is written where `@` is meant?
"""

# %%
V = W.T
same(V @ x, W.T @ x, x @ W)
print("V * x has shape", (V * x).shape, "and V @ x has shape", (V @ x).shape)
same((V * x).sum(axis=1), V @ x)

# %% [markdown]
r"""
In NumPy `*` multiplies entry by entry. Here it gives every weighted input, not yet added up. No error is raised, only
the shape tells.
"""

# %% [markdown]
r"""
## Forward pass

A network is layers in a row: what one puts out, the next takes in. Here are two inputs, three hidden units and one
output, as sums. The first index of a weight is where it comes from, the second where it leads to:

$$k_j = \sum_{i=1}^{2} w_{ij}\,x_i + b_j, \qquad h_j = \sigma(k_j), \qquad y = \sum_{j=1}^{3} v_j\,h_j + c$$
"""


# %%
def by_loops(x, W, b, v, c):
    y = c
    for j in range(3):
        k = b[j]
        for i in range(2):
            k += W[i, j] * x[i]
        y += v[j] * sigmoid(k)
    return y


v, c = np.array([1.0, -2.0, 0.5]), 0.4
same(by_loops(x, W, b, v, c), sigmoid(x @ W + b) @ v + c)

# %% [markdown]
r"""
**Predict, then run.** Move the inputs. Which hidden unit follows $x_1$ the most? Look at its weights first.
"""


# %%
def values(x1, x2):
    inputs = np.array([x1, x2])
    hidden = sigmoid(inputs @ W + b)
    y = hidden @ v + c
    figure, ax = canvas(size=(6.6, 3.2))
    shown = [[f"{number:.1f}".replace("-", "−") for number in layer] for layer in (inputs, hidden, [y])]
    network(ax, [2, 3, 1], ["inputs", "hidden", "output"], shown, [W, v[:, None]])
    return figure, f"The network with its values: hidden {', '.join(shown[1])}, output {shown[2][0]}"


play(values, x1=slider(-4.0, 4.0, 1.0, 0.5), x2=slider(-4.0, 4.0, -1.0, 0.5))

# %% [markdown]
r"""
With several outputs the second layer is a matrix too. Three inputs $x_i$, four hidden units $h_j$, two outputs $o_k$;
in many books the bias is written as a weight with index 0:

$$h_j = f\Bigl(v_{j0} + \sum_{i=1}^{3} x_i\,v_{ji}\Bigr), \qquad o_k = g\Bigl(w_{k0} + \sum_{j=1}^{4} h_j\,w_{kj}\Bigr)$$

(There the *first* index is where a weight leads to. Look at a book's picture before you trust an index.)
"""

# %%
v0, v1 = rng.normal(size=4), rng.normal(size=(4, 3))
w0, w1 = rng.normal(size=2), rng.normal(size=(2, 4))
inputs = rng.normal(size=3)

h = [np.tanh(v0[j] + sum(inputs[i] * v1[j, i] for i in range(3))) for j in range(4)]
o = [sigmoid(w0[k] + sum(h[j] * w1[k, j] for j in range(4))) for k in range(2)]
same(o, sigmoid(np.tanh(inputs @ v1.T + v0) @ w1.T + w0))

# %% [markdown]
r"""
And three layers, 3-4-4-1. In the columns of a book, $W_1$ is $4 \times 3$, $W_2$ is $4 \times 4$, $W_3$ is
$1 \times 4$, the biases are $4 \times 1$, $4 \times 1$ and $1 \times 1$. In our rows:

| layer | $W$ | $\mathbf{b}$ | $A$ for $N$ samples |
|---|---|---|---|
| 1 | $(3, 4)$ | $(4,)$ | $(N, 4)$ |
| 2 | $(4, 4)$ | $(4,)$ | $(N, 4)$ |
| 3 | $(4, 1)$ | $(1,)$ | $(N, 1)$ |

A layer from $D$ to $K$ has $(D + 1)\,K$ numbers to learn, one more than its inputs for each unit:

$$(3 + 1)\,4 + (4 + 1)\,4 + (4 + 1)\,1 = 41$$

**Predict, then run.** Which of the three layers has most of them?
"""

# %%
sizes = [3, 4, 4, 1]
layers = [(rng.normal(size=(D, K)), rng.normal(size=K)) for D, K in [(3, 4), (4, 4), (4, 1)]]

A = rng.normal(size=(5, 3))
for W_l, b_l in layers:
    A = sigmoid(A @ W_l + b_l)  # each layer: its own weights, its own sums
    print("W", W_l.shape, "b", b_l.shape, "A", A.shape, "numbers to learn:", W_l.size + b_l.size)
same(sum(W_l.size + b_l.size for W_l, b_l in layers), 41)

# %%
figure, ax = canvas(size=(6.6, 3.4))
network(ax, sizes, ["inputs", "hidden 1", "hidden 2", "output"])
show(
    figure,
    "Three inputs, two hidden layers of four units each, one output; every unit is joined to all of the next layer.",
)

# %% [markdown]
r"""
## Naming layers

The input is not counted, because nothing is computed there. An $N$-layer network has $N - 1$ hidden layers and one
output layer; 3-4-2 is a two-layer network, 3-4-4-1 a three-layer one. Layers are numbered from the input, so layer 1 is
the first that is applied. A superscript or index that numbers a layer is never a power: $h^2$ may mean the second
layer's activations. This course writes `W1`, `W2`.

**Feed-forward** means that arrows run from layer to layer only: no cycles, none inside a layer. **Fully connected**
means that every unit sees all of the layer before it.

**Predict, then run.** How many layers and how many hidden units has 64-32-32-10?
"""

# %%
sizes = [64, 32, 32, 10]
print(f"{len(sizes) - 1} layers, {sum(sizes[1:-1])} hidden units")

# %% [markdown]
r"""
## Output units

Hidden units are free to bend as they like. What the last layer does depends on what is asked.

- **A number** (regression): no bend at all. A linear output can be any number.
- **Yes or no**: one sigmoid, read as the probability of yes.
- **One of $K$ classes**: $K$ outputs, and a softmax, which makes them positive and lets them add up to 1.

A last layer with one output is often written with a vector, with several outputs with a matrix. It is the same thing;
$\boldsymbol\beta$ is a matrix with one column:

$$\boldsymbol\beta^\top \mathbf{h} + \beta_0 = W_2^\top \mathbf{h} + \mathbf{b}_2 \quad\text{with } W_2 = (\boldsymbol\beta)$$

One sigmoid unit without any hidden layer is **logistic regression**: the log of the odds is a linear score.

$$\log\frac{p}{1 - p} = \mathbf{w} \cdot \mathbf{x} + b \quad\text{for } p = \sigma(\mathbf{w} \cdot \mathbf{x} + b)$$

And a softmax of two scores is a sigmoid of their difference:

$$\frac{e^{f_1}}{e^{f_0} + e^{f_1}} = \sigma(f_1 - f_0)$$
"""

# %%
h, beta, beta0 = rng.normal(size=4), rng.normal(size=4), 0.7
same([beta @ h + beta0], h @ beta[:, None] + np.array([beta0]))

score = rng.normal(size=5)
p = sigmoid(score)
same(np.log(p / (1 - p)), score)

f0, f1 = 0.3, 1.1
same(np.exp(f1) / (np.exp(f0) + np.exp(f1)), sigmoid(f1 - f0))

# %% [markdown]
r"""
Take handwritten digits. "Is this a 4?" needs one sigmoid; an image of $32 \times 32$ pixels has 1,024 inputs, so the
unit has 1,025 numbers to learn. "Which digit is it?" needs ten outputs, and $W$ has shape $(1024, 10)$. The images of
this course are $8 \times 8$.

**Predict, then run.** How many numbers does a single layer need for them?
"""

# %%
images, labels, *_ = load()
figure, axes = canvas(10, size=(7.5, 1.1))
for digit, ax in enumerate(axes):
    ax.imshow(images[labels == digit][0].reshape(8, 8), cmap="gray_r")
    ax.axis("off")
show(figure, "The ten digits 0 to 9 as small grey images of eight by eight pixels, one of each.")
print(f"inputs {images.shape[1]}, numbers to learn: 4 or not {64 + 1}, ten classes {(64 + 1) * 10}")

# %% [markdown]
r"""
*What usually goes wrong:* a sigmoid at the end of a regression network. Targets of $-3$ or $3$ are then out of reach.
"""

# %% [markdown]
r"""
## Universal approximation

What can a network with one hidden layer draw? Give every hidden ReLU unit one corner $t_j$ and let it change the
slope there, from $s_{j-1}$ to $s_j$, with $s_{-1} = 0$. With the slopes $s_j$ between neighbours the sum runs through any
points that you like:

$$\hat f(x) = f(t_0) + \sum_{j=0}^{M-1} (s_j - s_{j-1})\,\mathrm{relu}(x - t_j), \qquad
s_j = \frac{f(t_{j+1}) - f(t_j)}{t_{j+1} - t_j}$$
"""


# %%
def bumps(x):
    return np.sin(2 * np.pi * x) + 0.5 * np.cos(5 * np.pi * x)


def relu_network(f, M):
    """Corners t (M,), changes of slope v (M,) and a bias c: a hidden layer and an output that run through f's values."""
    knots = np.linspace(0, 1, M + 1)
    slopes = np.diff(f(knots)) / np.diff(knots)
    return knots[:-1], np.diff(slopes, prepend=0.0), f(knots[0])


x = np.linspace(0, 1, 401)
t, v, c = relu_network(bumps, 8)
same(relu(x[:, None] - t) @ v + c, np.interp(x, np.linspace(0, 1, 9), bumps(np.linspace(0, 1, 9))))

# %% [markdown]
r"""
**Predict, then run.** Double the width. Is the largest error halved, or does it fall faster?
"""


# %%
def fit(width):
    t, v, c = relu_network(bumps, width)
    hidden = relu(x[:, None] - t)
    error = np.abs(hidden @ v + c - bumps(x)).max()
    figure, ax = canvas()
    curves(ax, x, {"$f$": bumps(x), "network": hidden @ v + c}, xlabel="$x$", title=f"largest error {error:.3f}")
    ax.plot(t, np.interp(t, x, hidden @ v + c), ".", color=RED)
    return figure, f"A smooth curve and a network of straight pieces beside it; the largest error is {error:.3f}"


play(fit, width=slider(1, 40, 6, label="hidden units"))

# %%
for width in (8, 16, 32, 64):
    t, v, c = relu_network(bumps, width)
    print(width, f"{np.abs(relu(x[:, None] - t) @ v + c - bumps(x)).max():.4f}")

# %% [markdown]
r"""
Not halved: for a curve as smooth as this it soon falls to a quarter each time. The general statement (Cybenko 1989
for sigmoids; Leshno and others 1993) is this. *Let $g$ be continuous and not a polynomial. Then for every continuous
$f$ on a closed and bounded set and every $\varepsilon > 0$ there is a network with one hidden layer of $g$-units and
a linear output that is nowhere on the set more than $\varepsilon$ away from $f$.*

Mind what it does **not** say. It *approximates*; it need not be equal. It says nothing outside the set. It does not
say how many units are needed, and it does not say that learning finds them. Width is therefore a choice to be
made, a **hyperparameter**: more units can draw more, cost more, and fit noise more readily.

Does one need more than one hidden layer, then? Depth can be cheaper. Two ReLU units fold the interval $[0, 1]$ once, and
every further layer folds the folded line again; the number of straight pieces doubles, while a single layer of $M$ units
has at most $M + 1$:

$$\text{pieces after } d \text{ layers of 2 units} = 2^d$$
"""


# %%
def fold(a):
    return 2 * relu(a) - 4 * relu(a - 0.5)  # a layer of two units, and the next layer's weights


grid = np.linspace(0, 1, 2**10 + 1)
folded, pieces = [grid], []
for _ in range(5):
    folded.append(fold(folded[-1]))
    pieces.append(1 + np.count_nonzero(np.diff(np.sign(np.diff(folded[-1])))))
same(pieces, 2 ** np.arange(1, 6))

figure, ax = canvas()
curves(ax, grid, {"1 layer": folded[1], "3 layers": folded[3]}, xlabel="$x$", title="Folding a line")
ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
show(figure, "One fold gives a tent of two straight pieces, three folds a zigzag of eight pieces between 0 and 1.")

# %% [markdown]
r"""
Without a bend none of this holds: layers of linear units collapse into one. It is the activation that makes
depth worth something. On the other hand shallow networks can often imitate a trained deep one (Ba and Caruana 2014,
"Do deep nets really need to be deep?"). Depth is a matter of what is easily found, not only of what is possible.
"""

# %% [markdown]
r"""
## Errata

Slides are written in a hurry. Each box quotes one slip, and the cell below it lets numbers decide.

> **The slide says** the derivative of the sigmoid is $\sigma\,(1 - \sigma')$. **The numeric gradient says** 0.222 at
> $z = 0.7$; the slide's formula gives 0.520. **Why** the prime slipped in where the activation itself belongs:
> $\sigma\,(1 - \sigma)$. An earlier slide of the same set has it right.
"""

# %%
at = 0.7
differs(sigmoid(at) * (1 - slope(sigmoid, at)), slope(sigmoid, at))
same(sigmoid(at) * (1 - sigmoid(at)), slope(sigmoid, at))

# %% [markdown]
r"""
> **The slide says** to compute the sigmoid as $e^{u} / (1 + e^{u})$; another calls `math.exp(-s)` and has forgotten
> to import it. **The numbers say** `nan` at $u = 800$, and `OverflowError` at $s = -800$. **Why** as mathematics both
> are right; as code each is safe on one side of zero only.
"""

# %%
with np.errstate(over="ignore", invalid="ignore"):
    differs(np.exp(800.0) / (1 + np.exp(800.0)), 1.0)
same(1 / (1 + np.exp(-800.0)), 1.0)

# %% [markdown]
r"""
> **The slide says**, in pseudocode, `k_j += b_j` inside the loop over the inputs, and `y += c` inside the loop over
> the hidden units. **The numbers say** that the answer is off by the bias once more for every further round: $b$ too
> much with two inputs, $2c$ with three hidden units. **Why** the bias belongs to the unit, not to its inputs. The
> loops of that page have no end either (`1 ...`), and nothing sets the sums to zero before they start; its formula runs
> to 3 where there are two inputs, and the letter $i$ is at once the index that is summed over and the one that is left.
"""


# %%
def as_printed(x, W, b, v, c):
    y = 0.0
    for j in range(3):
        k = 0.0
        for i in range(2):
            k += W[i, j] * x[i]
            k += b[j]
        y += v[j] * sigmoid(k)
        y += c
    return y


v, c = np.array([1.0, -2.0, 0.5]), 0.4
x, W, b = X[0], np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.4]]), np.array([0.1, -0.2, 0.3])
differs(as_printed(x, W, b, v, c), by_loops(x, W, b, v, c))
same(as_printed(x, W, b, v, c), sigmoid(x @ W + 2 * b) @ v + 3 * c)  # that is what it computes

# %% [markdown]
r"""
> **The slide says** $k_2 = w_{21} x_1 + w_{22} x_2 + b_3$. **The numbers say** that unit 2 then answers with the weight
> of another unit and the bias of a third. **Why** on that page the first index is the input, so
> $k_2 = w_{12} x_1 + w_{22} x_2 + b_2$. Elsewhere it is the other way round, and $b^1$ and $b_1$ are the same
> bias: say once which index is which.
"""

# %%
differs(W[1, 0] * x[0] + W[1, 1] * x[1] + b[2], (x @ W + b)[1])
same(W[0, 1] * x[0] + W[1, 1] * x[1] + b[1], (x @ W + b)[1])

# %% [markdown]
r"""
> **The slide says** that the second hidden layer is $\sigma$ of $k$, where $k$ are still the sums of the *first* layer.
> **The numbers say** that the second layer then equals the first; its weights have no effect. **Why** each layer
> has its own weights, its own biases and its own sums, and bends its own sums.
"""

# %%
W2, b2 = rng.normal(size=(3, 3)), rng.normal(size=3)
k = x @ W + b
new_sums = sigmoid(k) @ W2 + b2
differs(sigmoid(k), sigmoid(new_sums))
same(slope(lambda W2: sigmoid(k), W2), np.zeros((3, 3, 3)))  # as printed: no weight of layer 2 moves anything

# %% [markdown]
r"""
> **The slide says** that for regression "sigmoid activation and squared error work well". **The numbers say** that
> targets from $-3$ to $3$ stay out of reach: the best such outputs are off by 3 at the one end, by 2 at the other.
> **Why** a sigmoid lies in the open interval $(0, 1)$ (another slide prints the closed one). A linear output has
> no such limits.
"""

# %%
targets = np.linspace(-3, 3, 7)
reachable = np.clip(targets, 0, 1)  # the nearest that any sigmoid comes to
differs(reachable, targets)
w, b = np.polyfit(targets, targets, 1)  # the best linear output for x = target
same(w * targets + b, targets)

figure, ax = canvas()
curves(ax, targets, {"linear output": targets, "sigmoid output, at best": reachable}, xlabel="target", ylabel="output")
show(figure, "A linear output reaches every target from −3 to 3; the best sigmoid output stays between 0 and 1.")

# %% [markdown]
r"""
> **The slide says** `[w11 w12] * [x1; x2]` for a product of matrices. **The numbers say** that in NumPy this
> multiplies entry by entry and has another shape. **Why** `*` is elementwise, `@` is the matrix product.
"""

# %%
differs(W.T * x, W.T @ x)
same((W.T * x).sum(axis=1), W.T @ x)

# %% [markdown]
r"""
> **The slide says** $z_k = w_{k0} + \sum_{j=1}^{J} x_j\,w_{kj}$, where $J$ is the number of hidden units. **The numbers
> say** that with $D = 3$ inputs and fewer hidden units an input is left out. **Why** the sum runs over what comes in,
> and there are $D$ inputs.
"""

# %%
D, J = 3, 2
inputs, weights = np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 2.0])
differs(sum(inputs[j] * weights[j] for j in range(J)), weights @ inputs)
same(sum(inputs[j] * weights[j] for j in range(D)), weights @ inputs)

# %% [markdown]
r"""
Some slips need no numbers. One slide says that a network "can represent any function": it *approximates continuous*
functions on closed and bounded sets. One says to "always have a wider hidden layer than the input": there is no such
rule, 784 inputs with 100 hidden units are a classic, and a bottleneck is a useful thing. One numbers its layers from the
output, one calls the output's bias $b_h$ where all others call it $c$, one takes its samples as rows of a table and then
writes a layer for columns. Choose once, say it, and check the shapes.
"""

# %% [markdown]
r"""
## Where this leads

You have units, layers, their slopes, and a referee. In the exercises of this topic you write all of them, stable and for
whole batches. Next comes the **chain rule**: how the slopes of many bends in a row multiply, and how one walk backwards
through a network yields them all.
"""
