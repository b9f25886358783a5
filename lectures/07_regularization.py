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
# 07 · Regularization

A network that knows its training samples by heart has learned nothing yet. What counts is the answer to a sample
that it has never seen. This lecture is about the gap between the two: where it comes from, how to see it, and how
to keep it small by making large weights expensive.

Every formula that is displayed here is run in the cell below it: `same` compares its two sides, `slope` measures
derivatives by differences.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, landscape, play, same, show, slider, slope
from figures.picture import BLACK, BLUE, RED

from autograder.checks.digits import load

rng = np.random.default_rng(0)

# %% [markdown]
r"""
## Overfitting

Training samples tell about the rule behind them. They also contain what is no rule:

- **noise**: the targets themselves are unreliable,
- **sampling error**: by accident just these samples were drawn, and they show regularities that others would not.

A model cannot tell the one from the other. It fits whatever it is able to fit. Here a sine is the rule, and noise of
spread $s = 0.3$ is added. Two people draw 15 samples each.
"""


# %%
def truth(x):
    return np.sin(4 * x)


def fit(x, y, degree):
    """The polynomial of this degree with the smallest squared error."""
    return np.polynomial.Legendre.fit(x, y, degree, domain=[-1, 1])


noise = 0.3
x = np.sort(rng.uniform(-1, 1, 30))
y = truth(x) + rng.normal(scale=noise, size=30)
x_a, y_a, x_b, y_b = x[::2], y[::2], x[1::2], y[1::2]  # Ann's samples and Ben's
x_new = rng.uniform(-0.95, 0.95, 100_000)
y_new = truth(x_new) + rng.normal(scale=noise, size=100_000)
GRID = np.linspace(-1, 1, 301)

# %% [markdown]
r"""
**Predict, then run.** Ann and Ben fit polynomials, that is, straight lines (degree 1), parabolas (2) and so on. At
which degree are they nearest to the truth? At which do they agree with each other? At which is the *training* loss
lowest?
"""


# %%
def polynomial(degree):
    ann, ben = fit(x_a, y_a, degree), fit(x_b, y_b, degree)
    train, new = np.mean((ann(x_a) - y_a) ** 2) / 2, np.mean((ann(x_new) - y_new) ** 2) / 2
    figure, ax = canvas()
    curves(ax, GRID, {"Ann's fit": ann(GRID), "Ben's fit": ben(GRID), "truth": truth(GRID)})
    ax.set(ylim=(-2.2, 3), xlabel="$x$")
    ax.plot(x_a, y_a, "o", color=BLUE)
    ax.plot(x_b, y_b, "s", color=RED)
    ax.legend(frameon=False, ncols=3, loc="upper center")
    ax.set_title(f"Ann's loss: training {train:.3f}, new samples {new:.2g}")
    return figure, f"Two noisy sines and a polynomial for each; training loss {train:.3f}, on new samples {new:.2g}"


play(polynomial, degree=slider(0, 14, 5))

# %% [markdown]
r"""
A line is **too small**: both are wrong in the same way, which is called *underfitting*. Degree 5 is about right.
Degree 14 is **too large**: with 15 numbers to choose, the curve runs through all 15 samples exactly,

$$\hat f(x_n) = y_n \quad\text{for all } n,$$

and between them it goes anywhere. Training says "perfect"; for new samples it is a disaster, and Ben's disaster has
nothing in common with Ann's.

How good can a model be at all? Noise on *new* samples cannot be known beforehand. So over many of them the mean
squared error is the squared distance to the truth plus the spread of the noise squared, and nobody gets below the
second part:

$$\mathrm{mean}\bigl(\hat f(x) - y\bigr)^2 = \mathrm{mean}\bigl(\hat f(x) - f(x)\bigr)^2 + s^2$$
"""

# %%
exact = fit(x_a, y_a, 14)
same(exact(x_a), y_a)

right = fit(x_a, y_a, 5)
distance = np.mean((right(x_new) - truth(x_new)) ** 2)
same(np.mean((right(x_new) - y_new) ** 2), distance + noise**2, tolerance=0.02)  # as exact as 100,000 samples are

degrees = np.arange(15)
losses = {"training": [], "new samples": []}
for degree in degrees:
    model = fit(x_a, y_a, degree)
    losses["training"].append(max(np.mean((model(x_a) - y_a) ** 2) / 2, 1e-6))
    losses["new samples"].append(np.mean((model(x_new) - y_new) ** 2) / 2)
figure, ax = canvas()
curves(
    ax, degrees, losses, yscale="log", ylim=(1e-3, 1e2), xlabel="degree", ylabel="loss", title="Two different curves"
)
show(figure, "Over the degree the training loss only falls; on new samples it falls, stays, and then soars.")

# %% [markdown]
r"""
*What usually goes wrong:* the training loss is taken for the quality of the model. A more flexible model always
lowers it.
"""

# %% [markdown]
r"""
## Capacity

How much a model is *able* to fit is its **capacity**. It should be enough for the real regularities, and not enough
for the accidental ones. For a network there are three ways to limit it:

1. few hidden units,
2. small weights,
3. little time to learn.

Why do small weights help? Take one input, $H$ hidden tanh units and a linear output, $f(x) = \sum_j v_j h_j$ with
$h_j = \tanh(w_j x + b_j)$. Its slope is

$$f'(x) = \sum_{j=1}^{H} v_j\, w_j\, (1 - h_j^2)$$

Since $1 - h_j^2 \le 1$, it can never be steeper than $\sum_j |v_j w_j|$. While that sum is small, the network can only
draw gentle curves, however many units there are.
"""


# %%
def f(theta, x):
    """The network with the rows w, b, v of theta (3, H)."""
    w, b, v = theta
    return np.tanh(np.multiply.outer(x, w) + b) @ v


def gradient(theta, x, y):
    w, b, v = theta
    h = np.tanh(np.outer(x, w) + b)
    e = (h @ v - y)[:, None]
    return np.stack([e * v * (1 - h**2) * x[:, None], e * v * (1 - h**2), e * h]).mean(axis=1)


theta = rng.normal(size=(3, 6))
w, b, v = theta
same([slope(lambda x: f(theta, x), at) for at in GRID[::50]], (1 - np.tanh(np.outer(GRID[::50], w) + b) ** 2) @ (v * w))
same(gradient(theta, x, y), slope(lambda theta: np.mean((f(theta, x) - y) ** 2) / 2, theta))

# %% [markdown]
r"""
Now networks of several widths, each trained with Adam on all 30 samples.
"""


# %%
def train(width, steps=3000, rate=0.02):
    """Weights (steps // 50 + 1, 3, H): one set at the start and one after every 50 steps of Adam."""
    theta = np.random.default_rng(3).normal(size=(3, width)) * np.array([[2.0], [1.0], [0.1]])
    m, s, kept = 0.0, 0.0, [theta]
    for t in range(1, steps + 1):
        g = gradient(theta, x, y)
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        theta = theta - rate * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        if t % 50 == 0:
            kept.append(theta)
    return np.array(kept)


WIDTHS = (1, 2, 3, 6, 12, 30)
TRAINED = {width: train(width) for width in WIDTHS}

# %% [markdown]
r"""
**Predict, then run.** Which widths are too small, which is right, which is too large?
"""


# %%
def width_of(width):
    theta = TRAINED[width][-1]
    train, new = np.mean((f(theta, x) - y) ** 2) / 2, np.mean((f(theta, x_new[:2000]) - y_new[:2000]) ** 2) / 2
    figure, ax = canvas()
    curves(ax, GRID, {"network": f(theta, GRID), "truth": truth(GRID)}, ylim=(-2.2, 2.4), xlabel="$x$")
    ax.plot(x, y, "o", color=BLACK, markersize=4)
    ax.set_title(f"training {train:.3f}, new samples {new:.3f}")
    return figure, f"A noisy sine and the trained network; training loss {train:.3f}, on new samples {new:.3f}"


play(width_of, width=choice(*WIDTHS, start=6, label="hidden units"))

# %% [markdown]
r"""
One or two units are too few, three to six about right, and with twelve or more the network learns the noise.

Now the third way. Below is the widest network *while* it learns: its losses, and the bound $\sum_j |v_j w_j|$ of
its slope.

**Predict, then run.** It begins with small output weights. Which curve turns, and when?
"""

# %%
steps = 50 * np.arange(61)
wide = {"training": [], "new samples": []}
for theta in TRAINED[30]:
    wide["training"].append(np.mean((f(theta, x) - y) ** 2) / 2)
    wide["new samples"].append(np.mean((f(theta, x_new[:2000]) - y_new[:2000]) ** 2) / 2)

figure, (left, second) = canvas(2)
curves(left, steps, wide, yscale="log", xlabel="step", ylabel="loss")
curves(
    second,
    steps,
    {"bound": [np.abs(t[0] * t[2]).sum() for t in TRAINED[30]]},
    xlabel="step",
    title="bound of the slope",
)
show(figure, "Left the training loss falls on while the loss on new samples turns; right the slope's bound grows.")

# %% [markdown]
r"""
The loss on new samples has a valley: at first the rule is learned, later the noise. Stopping in the valley is *early
stopping*, the next lecture's subject. This one is about the second way, small weights.
"""

# %% [markdown]
r"""
## L2

Let every weight cost something. To the loss $\ell$ we add the squares of the weights, and what is minimised is the
cost

**Definition.**

$$C = \ell + \frac{\lambda}{2} \sum_i w_i^2$$

The number $\lambda > 0$ says how dear weights are; the ½ is there to make the derivative tidy:

$$\frac{\partial C}{\partial w_i} = \frac{\partial \ell}{\partial w_i} + \lambda\,w_i$$

At the lowest point of $C$ the left side is zero, and so

$$w_i = -\frac{1}{\lambda}\,\frac{\partial \ell}{\partial w_i}$$

Read this aloud: *a weight stays away from zero only as far as the loss pulls at it.* A large weight needs a large
error derivative to hold it up.
"""

# %%
U = rng.normal(size=(30, 2)) @ np.array([[1.0, 0.6], [0.0, 0.5]])
targets = U @ np.array([0.3, 1.8]) + 0.3 * rng.normal(size=30)
lam = 0.4


def ell(w):
    return np.mean((U @ w - targets) ** 2) / 2


def C(w):
    return ell(w) + lam / 2 * np.sum(w**2)


at = np.array([0.3, -1.2])
same(slope(C, at), slope(ell, at) + lam * at)

lowest = np.linalg.solve(U.T @ U / 30 + lam * np.eye(2), U.T @ targets / 30)  # where the slope of C is zero
same(lowest, -slope(ell, lowest) / lam)

# %% [markdown]
r"""
**Predict, then run.** Move $\lambda$. Where does the lowest point of the cost go, straight to zero or along a
curve? And what becomes of the shape of the valley?
"""

# %%
GRAM, PULL, REST = U.T @ U / 30, U.T @ targets / 30, np.mean(targets**2) / 2
LAMBDAS = 10.0 ** np.linspace(-3, 2, 40)
OPTIMA = np.array([np.linalg.solve(GRAM + lam * np.eye(2), PULL) for lam in LAMBDAS])


def priced(power):
    lam = 10.0**power
    a, b, c = GRAM[0, 0] + lam, GRAM[0, 1], GRAM[1, 1] + lam
    best = np.linalg.solve(GRAM + lam * np.eye(2), PULL)
    bottom = REST - PULL @ best / 2
    levels = bottom + (a + c) * np.array([0.01, 0.05, 0.15, 0.4, 0.9])
    figure, ax = canvas()
    cost = lambda u, v: (a * u**2 + 2 * b * u * v + c * v**2) / 2 - PULL[0] * u - PULL[1] * v + REST  # noqa: E731
    landscape(ax, cost, (-0.5, 2, -0.5, 2.5), {"lowest points": OPTIMA}, levels)
    ax.plot(*best, "*", color=BLACK, markersize=15, zorder=4)
    ax.set_title(f"λ = {lam:.3g}: w = ({best[0]:.2f}, {best[1]:.2f})")
    return figure, f"Contours of a cost; a star at its lowest point, ({best[0]:.2f}, {best[1]:.2f})"


play(priced, power=slider(-3.0, 2.0, -1.0, 0.25, label="log₁₀ λ"))

# %% [markdown]
r"""
The path is bent. First it runs along the valley's floor, where moving costs little loss; only a large $\lambda$
pulls it across. The valley itself becomes rounder, which plain gradient descent likes, too. *What usually goes
wrong:* $\lambda$, $\lambda/2$, $2\lambda$ and $\lambda/N$ all occur in books. Whichever is meant, penalty and
gradient have to belong together; the numeric gradient knows.
"""

# %% [markdown]
r"""
## Weight decay

What does a step of gradient descent do with this cost? Sorted in another way,

$$w - \eta\left(\frac{\partial \ell}{\partial w} + \lambda\,w\right)
= (1 - \eta\lambda)\,w - \eta\,\frac{\partial \ell}{\partial w}$$

each weight first shrinks by a small percentage and then follows the loss as ever. That is why it is called **weight
decay**. (So it is for plain descent. Adam divides the gradient of the penalty, too, by its $\sqrt{\hat s}$; there it
is not the same to shrink the weights or to add the penalty.) A weight that the loss does not need, $\partial \ell /
\partial w = 0$, fades away:

$$w_t = (1 - \eta\lambda)^t\, w_0$$
"""

# %%
eta, lam, w0, pull = 0.1, 0.3, 2.0, -0.7
same(w0 - eta * (pull + lam * w0), (1 - eta * lam) * w0 - eta * pull)

w = w0
for _ in range(50):
    w = w - eta * (0.0 + lam * w)
same(w, (1 - eta * lam) ** 50 * w0)

# %% [markdown]
r"""
Now for all powers of $x$ up to 14 and Ann's samples. Its bias, the weight of $x^0$, stays free.

**Predict, then run.** Which $\lambda$ gives the best curve? What does a very large one give?
"""


# %%
def ridge(X, y, lam):
    """The weights with the lowest cost; column 0 of X is all ones, and its weight, the bias, costs nothing."""
    price = lam * np.eye(X.shape[1])
    price[0, 0] = 0
    return np.linalg.solve(X.T @ X / len(X) + price, X.T @ y / len(X))


POWERS, POWERS_NEW, POWERS_GRID = (np.vander(each, 15, increasing=True) for each in (x_a, x_new[:2000], GRID))


def smooth(power):
    w = ridge(POWERS, y_a, 10.0**power)
    new = np.mean((POWERS_NEW @ w - y_new[:2000]) ** 2) / 2
    figure, ax = canvas()
    curves(ax, GRID, {"fit": POWERS_GRID @ w, "truth": truth(GRID)}, ylim=(-2.2, 2.4), xlabel="$x$")
    ax.plot(x_a, y_a, "o", color=BLACK, markersize=4)
    largest = np.abs(w[1:]).max()
    ax.set_title(f"λ = {10.0**power:.1g}: largest weight {largest:.2g}, new samples {new:.3f}")
    return figure, f"Samples and a curve of degree 14; largest weight {largest:.2g}, loss on new samples {new:.3f}"


play(smooth, power=slider(-10.0, 2.0, -7.0, 0.5, label="log₁₀ λ"))

# %% [markdown]
r"""
All 15 powers are still there, yet with a good $\lambda$, near $10^{-3}$, the curve is calm: the model is
**smoother**, its output changes more slowly as the input changes. With too large a $\lambda$ only the bias is left,
a horizontal line.

Biases are left alone, and so are the biases of every layer of a network. A bias does not make a curve wild; it only
says at which height it lies. If it is free, and the loss the squared error, the fit has the mean of the targets,
however dear the weights are:

$$\frac{1}{N} \sum_{n=1}^{N} \hat y_n = \frac{1}{N} \sum_{n=1}^{N} y_n$$

**Predict, then run.** All targets are raised by 100, and somebody lets the bias decay as well. How far off is the
fit?
"""

# %%
free = ridge(POWERS, y_a + 100, lam=0.1)
same((POWERS @ free).mean(), (y_a + 100).mean())

decayed = np.linalg.solve(POWERS.T @ POWERS / 15 + 0.1 * np.eye(15), POWERS.T @ (y_a + 100) / 15)
print(f"mean of the targets {y_a.mean() + 100:.1f}, with a free bias {(POWERS @ free).mean():.1f}, ", end="")
print(f"with a decaying one {(POWERS @ decayed).mean():.1f}")

# %% [markdown]
r"""
## Twin inputs

Two inputs are equal, two neighbouring pixels say. Then only the *sum* of their weights matters, $w_1 + w_2 = s$.
How is it shared out? Squares are cheapest when shared evenly, because for any difference $d$

$$\left(\frac{s + d}{2}\right)^2 + \left(\frac{s - d}{2}\right)^2 = \frac{s^2}{2} + \frac{d^2}{2}$$

So with L2 each twin gets half the weight. Is that so with every penalty? A slide asks about "another form of weight
decay". Take absolute values, called **L1**. As long as both shares have the same sign,

$$\left|\frac{s + d}{2}\right| + \left|\frac{s - d}{2}\right| = s \quad\text{for } |d| \le s,$$

and it does not matter at all who carries how much.
"""

# %%
s, d = 1.0, np.linspace(-1, 1, 9)
same(((s + d) / 2) ** 2 + ((s - d) / 2) ** 2, s**2 / 2 + d**2 / 2)
same(np.abs((s + d) / 2) + np.abs((s - d) / 2), np.full(9, s))

# %% [markdown]
r"""
**Predict, then run.** Descent starts at three places, once with L2 and once with L1. Where do the paths end?
"""

# %%
lam, STARTS = 0.1, {"from the left": (-0.3, 1.3), "from above": (0.9, 1.2), "from the right": (1.4, -0.2)}
figure, (left, second) = canvas(2, size=(9.6, 3.6))
for kind, ax, penalty, pull in (("L2", left, np.square, lambda w: w), ("L1", second, np.abs, np.sign)):
    paths = {}
    for name, place in STARTS.items():
        path = [np.array(place)]
        for _ in range(1500):
            w = path[-1]
            path.append(w - 0.05 * ((w.sum() - 1) + lam * pull(w)))
        paths[name] = np.array(path)[::10]
    size = 0.5 if kind == "L2" else 1.0
    cost = lambda u, v: (u + v - 1) ** 2 / 2 + lam * size * (penalty(u) + penalty(v))  # noqa: B023, E731
    landscape(ax, cost, (-0.5, 1.6, -0.5, 1.6), paths, [0.03, 0.05, 0.1, 0.12, 0.3, 0.8])
    print(kind, "ends at", *(path[-1].round(2).tolist() for path in paths.values()))
left.set_title("L2: always the middle")
second.set_title("L1: wherever the floor is met")
left.get_legend().remove()
second.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
show(figure, "Left three paths to the middle of a valley's floor; right three that stop at three places of it.")

# %% [markdown]
r"""
With L2 the answer is the same from everywhere, and robust: if one of the twins is broken, half of the weight is
still there. With L1 the floor of the valley is flat. If one twin is a little stronger, the same input times 1.1, L1
gives everything to it.
"""

# %% [markdown]
r"""
## L1

**Definition.**

$$C = \ell + \lambda \sum_i |w_i|$$

The slope of $|w|$ is the sign of $w$. So the pull towards zero is always the same, for large weights and for tiny
ones:

$$\frac{\partial C}{\partial w_i} = \frac{\partial \ell}{\partial w_i} + \lambda\,\mathrm{sign}(w_i) \quad\text{for } w_i \ne 0$$

At the kink there is no slope; the course takes 0. What the constant pull does can be seen with one weight that the
loss would like to have at $a$. L2 makes it smaller by a factor:

$$\underset{w}{\mathrm{argmin}}\ \tfrac12 (w - a)^2 + \tfrac{\lambda}{2} w^2 = \frac{a}{1 + \lambda}$$

L1 takes away a fixed amount, and from a small $a$ takes all:

$$\underset{w}{\mathrm{argmin}}\ \tfrac12 (w - a)^2 + \lambda |w| = \mathrm{sign}(a)\,\max(|a| - \lambda,\, 0)$$
"""


# %%
def cost(w):
    return ell(w) + 0.3 * (abs(w[0]) + abs(w[1]))


at = np.array([0.3, -1.2])
same(slope(cost, at), slope(ell, at) + 0.3 * np.array([1.0, -1.0]))

a, lam, W = np.linspace(-2, 2, 41), 0.5, np.linspace(-2, 2, 4001)[:, None]  # every w on a fine grid is tried
same(W[np.argmin((W - a) ** 2 / 2 + lam / 2 * W**2, axis=0), 0], a / (1 + lam), tolerance=1e-3)
soft = np.sign(a) * np.maximum(np.abs(a) - lam, 0)
same(W[np.argmin((W - a) ** 2 / 2 + lam * np.abs(W), axis=0), 0], soft, tolerance=1e-3)

figure, ax = canvas()
curves(ax, a, {"no penalty": a, "L2": a / (1 + lam), "L1": soft}, xlabel="what the loss wants, $a$", ylabel="$w$")
show(figure, "Without penalty w is a; with L2 a flatter line; with L1 a line with a piece of zeros in its middle.")

# %% [markdown]
r"""
**Exact zeros**: L1 throws out what is not needed, L2 only makes it small. Here are 30 samples with eight inputs, of
which only the first two matter. The last formula does the step for the penalty.

**Predict, then run.** How many weights are exactly zero with L2, and how many with L1?
"""

# %%
inputs = rng.normal(size=(30, 8))
wanted = inputs @ np.array([2.0, -1.0, 0, 0, 0, 0, 0, 0]) + rng.normal(size=30)
ridged = np.linalg.solve(inputs.T @ inputs / 30 + 0.25 * np.eye(8), inputs.T @ wanted / 30)
sparse = np.zeros(8)
for _ in range(500):
    moved = sparse - 0.2 * inputs.T @ (inputs @ sparse - wanted) / 30
    sparse = np.sign(moved) * np.maximum(np.abs(moved) - 0.2 * 0.25, 0)
print("exact zeros: L2", np.sum(ridged == 0), " L1", np.sum(sparse == 0))

# %%
figure, ax = canvas()
for shift, (name, weights) in enumerate({"L2": ridged, "L1": sparse}.items()):
    style = {"color": (BLUE, RED)[shift], "hatch": ("", "//")[shift], "label": name}
    ax.bar(np.arange(1, 9) + 0.4 * shift - 0.2, weights, 0.38, **style)
ax.axhline(0, color=BLACK, linewidth=0.8)
ax.legend(frameon=False)
ax.set(xlabel="input", ylabel="weight", title="Only the first two inputs matter")
show(figure, "Bars of eight weights: L2 keeps small ones for useless inputs, L1 has bars for two inputs only.")

# %% [markdown]
r"""
*What usually goes wrong:* with plain steps along $-\lambda\,\mathrm{sign}(w)$ a weight hops back and forth over
zero, by $\eta\lambda$ each time, and never is zero. Whoever wants exact zeros uses the step above.
"""

# %% [markdown]
r"""
## Max-norm

A third way: no price, but a fence. The weights that lead *into* one unit, a column $\mathbf{w}_k$ of $W$, may have
any direction, but no more than a certain length $c$. After each step of training, what is too long is cut back:

**Definition.**

$$\mathbf{w}_k \leftarrow \mathbf{w}_k \cdot \frac{c}{\lVert \mathbf{w}_k \rVert} \quad\text{if } \lVert \mathbf{w}_k \rVert > c$$

Afterwards

$$\lVert \mathbf{w}_k \rVert_{\text{new}} = \min\bigl(\lVert \mathbf{w}_k \rVert,\, c\bigr)$$
"""


# %%
def fenced(w, c):
    """One unit's weights; they come back as they are where they are short enough, zeros included."""
    length = np.linalg.norm(w)
    return w * (c / length) if length > c else w


units = [np.array([1.2, 0.5]), np.array([-0.4, 0.6]), np.array([-1.1, -1.3]), np.array([0.3, -0.2]), np.zeros(2)]
same([np.linalg.norm(fenced(w, 1.0)) for w in units], [min(np.linalg.norm(w), 1.0) for w in units])

# %% [markdown]
r"""
**Predict, then run.** Make the fence narrower. Do directions change? Which unit is the last to notice?
"""


# %%
def fence(c):
    figure, ax = canvas(size=(4.6, 4.2))
    turn = np.linspace(0, 2 * np.pi, 100)
    ax.plot(c * np.cos(turn), c * np.sin(turn), "-", color=BLACK, linewidth=1.2)
    cut = 0
    for w in units[:4]:
        length = np.hypot(*w)
        end = w * min(1.0, c / length)
        cut += length > c
        ax.plot([0, w[0]], [0, w[1]], "--", color=RED, linewidth=1.5)
        ax.annotate("", end, (0, 0), arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 2.5, "shrinkB": 0})
    ax.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal", title=f"{cut} of 4 are cut back")
    ax.set(xlabel="$w_{1k}$", ylabel="$w_{2k}$")
    return figure, f"Four arrows in a circle; {cut} of them were longer, as dashes show, and are cut back to it"


play(fence, c=slider(0.1, 2.0, 1.0, 0.1, label="limit c"))

# %% [markdown]
r"""
*What usually goes wrong:* rows instead of columns are measured, which asks how much one *input* is listened to; all
units are scaled as soon as one is too long; short ones are stretched; or a unit of zeros is divided by its length.
"""

# %% [markdown]
r"""
## Split

Degree, width, $\lambda$, $c$: who chooses them? Not the training loss; it would always choose the largest model. So
the samples are divided, at random, once and for all:

| part | for what | looked at |
|---|---|---|
| **training** | learning the weights | all the time |
| **validation** | choosing everything that is not learned: width, $\lambda$, when to stop | for each choice |
| **test** | one honest number in the end | once |

Why not report the validation loss? Because it has been *used*. The best of many is partly the luckiest.

**Predict, then run.** 200 "models" guess yes or no by tossing a coin. The best of them on 50 validation samples is
chosen. How often is it right there, how often on 1,000 test samples?
"""

# %%
answers_val, answers_test = rng.integers(2, size=50), rng.integers(2, size=1000)
guesses_val, guesses_test = rng.integers(2, size=(200, 50)), rng.integers(2, size=(200, 1000))
right_val = (guesses_val == answers_val).mean(axis=1)
chosen = np.argmax(right_val)
right_test = (guesses_test[chosen] == answers_test).mean()
print(f"the chosen one: {right_val[chosen]:.0%} on validation, {right_test:.0%} on test samples")

figure, ax = canvas()
ax.hist(right_val, bins=np.arange(0.29, 0.74, 0.02), color=BLUE, label="200 coins, validation")
ax.axvline(right_val[chosen], color=BLACK, linestyle="--", label="the chosen one")
ax.axvline(right_test, color=RED, linestyle="-.", linewidth=2, label="the same one, test")
ax.set(xlabel="share of right answers", ylabel="models")
ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
show(figure, "Validation accuracies around one half; the chosen one at the right end, its test value in the middle.")

# %% [markdown]
r"""
That is why we expect the test number to be a little worse than the validation number. *What usually goes wrong:*
the samples lie sorted in their file, and nobody shuffles.

**Predict, then run.** The digits are sorted by class, and the first 60 % become the training part. Which classes
does the validation part have?
"""

# %%
images, labels, _, _ = load()
in_order = np.sort(labels)
print("sorted  : training", np.unique(in_order[:600]), "validation", np.unique(in_order[600:800]))
mixed = rng.permutation(in_order)
print("shuffled: training", np.unique(mixed[:600]), "validation", np.unique(mixed[600:800]))

# %% [markdown]
r"""
No part may share a sample with another, and none may be lost: images and labels move together, by one permutation.
Whatever is computed *from* samples, such as the mean that one subtracts from the pixels, is computed from the
training part alone.
"""

# %% [markdown]
r"""
## Model selection

Now $\lambda$ can be chosen by a number that is allowed to choose. For each candidate: fit on the training part,
measure the loss, *without* the penalty, on the validation part. Take the $\lambda$ with the smallest. Then look at
the test part, once.

**Predict, then run.** Ann's samples train, Ben's validate. How do the two curves run over $\lambda$, and which end
is overfitting?
"""

# %%
candidates = 10.0 ** np.arange(-10, 3)
POWERS_B = np.vander(x_b, 15, increasing=True)
models = [ridge(POWERS, y_a, lam) for lam in candidates]
on_a = [np.mean((POWERS @ w - y_a) ** 2) / 2 for w in models]
on_b = [np.mean((POWERS_B @ w - y_b) ** 2) / 2 for w in models]
place = int(np.argmin(on_b))

figure, ax = canvas()
curves(ax, candidates, {"training": on_a, "validation": on_b}, xscale="log", yscale="log", xlabel="λ", ylabel="loss")
ax.plot(candidates[place], on_b[place], "*", color=BLACK, markersize=14)
show(figure, "The training loss only grows with λ; the validation loss has a valley, a star at its lowest point.")
test = np.mean((POWERS_NEW @ models[place] - y_new[:2000]) ** 2) / 2
print(
    f"chosen λ = {candidates[place]:.0e}: validation {on_b[place]:.3f}, test {test:.3f}, noise alone {noise**2 / 2:.3f}"
)

# %% [markdown]
r"""
Small $\lambda$ to the left is overfitting: low training loss, high validation loss. To the right both are high:
underfitting. The star lies below what noise alone costs: the best of many is partly the luckiest, and the test says
so.

With few samples a single validation part is a lottery ticket. Re-divide, then: cut the samples into $K$ parts, let
each be the validation part once while the others train, and take the mean. That is **cross-validation**:

**Definition.**

$$\mathrm{CV}(\lambda) = \frac{1}{K} \sum_{k=1}^{K} E_k(\lambda)$$

Every sample validates exactly once. With parts of equal size the mean of means is the mean over all samples:

$$\frac{1}{K} \sum_{k=1}^{K} \frac{K}{N} \sum_{n \in \text{part } k} e_n = \frac{1}{N} \sum_{n=1}^{N} e_n$$
"""

# %%
K, N, all_powers = 5, 30, np.vander(x, 15, increasing=True)
parts = np.split(rng.permutation(N), K)
errors = np.empty((len(candidates), N))  # each sample's loss in the round where it validates
for i, lam in enumerate(candidates):
    for part in parts:
        others = np.setdiff1d(np.arange(N), part)
        errors[i, part] = (all_powers[part] @ ridge(all_powers[others], y[others], lam) - y[part]) ** 2 / 2
folds = np.stack([errors[:, part].mean(axis=1) for part in parts])  # (K, candidates)
CV = folds.mean(axis=0)
same(CV, errors.mean(axis=1))

figure, ax = canvas()
ax.plot(candidates, folds.T, "-", color="#9A9A9A", linewidth=1, label=["each part"] + 4 * ["_"])
ax.plot(candidates, CV, "o-", color=BLUE, linewidth=2.5, label="mean of 5 parts")
ax.set(xscale="log", yscale="log", xlabel="λ", ylabel="validation loss", ylim=(0.01, 2))
ax.legend(frameon=False)
show(figure, "Five thin grey validation curves that disagree, and their mean, which has one broad valley.")
print(f"cross-validation chooses λ = {candidates[np.argmin(CV)]:.0e}")

# %% [markdown]
r"""
*What usually goes wrong:* the penalty is counted in the validation loss, and then $\lambda = 0$ has an unfair
advantage; the test part is looked at twice, "only to be sure", and becomes a second validation part; $\lambda$ is
tried in even steps where powers of ten are wanted.
"""

# %% [markdown]
r"""
## Where this leads

Large weights draw wild curves; a price or a fence keeps them small; a validation part says how dear they should be.
In the exercises you write the penalties with their gradients, the fence, the division and the choice. But trying
ten values of $\lambda$ means to train ten times. The next lecture limits the capacity of a network in a single
training: by stopping **early**.
"""
