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
# 06 · Optimization

Backpropagation says in which direction the loss falls. It does not say how far to go, how many samples to ask first,
or what to do in a narrow valley. Those are the questions of this lecture, and they decide whether a network learns in
a minute, in a week or never.

Every formula that is displayed here is run in the cell below it: `same` compares its two sides, `slope` measures
derivatives by differences.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, differs, landscape, play, same, show, slider, slope
from figures.picture import BLACK

from autograder.checks.digits import load

rng = np.random.default_rng(0)

# %% [markdown]
r"""
## Gradient descent

Think of all weights of a network as one point $\mathbf{w}$, and of the loss as the height of the land above it.
Training looks for the lowest place:

**Definition.**

$$E(\mathbf{w}) = \frac{1}{N} \sum_{n=1}^{N} \mathrm{loss}\bigl(f(\mathbf{x}_n; \mathbf{w}),\, y_n\bigr), \qquad
\mathbf{w}^* = \underset{\mathbf{w}}{\mathrm{argmin}}\; E(\mathbf{w})$$

Nobody sees the whole land. We stand somewhere and feel the slope under our feet. The gradient points to where the
loss *grows* fastest, so we take a step the other way. The step's length is the slope times the **learning rate**
$\eta$.

**Definition.**

$$\mathbf{w} \leftarrow \mathbf{w} - \eta\, \frac{\partial E}{\partial \mathbf{w}}$$

Here is the smallest network there is: one linear unit, a slope $w_1$ and a bias $w_2$, for 200 noisy samples of a
line.
"""

# %%
N = 200
x = rng.uniform(0, 2, N)
y = 1.5 * x - 0.5 + rng.normal(scale=0.4, size=N)
X = np.column_stack([x, np.ones(N)])  # the bias is the weight of an input that is always 1


def E(w, X, y):
    return np.mean((X @ w - y) ** 2) / 2


def gradients(w, X, y):
    """One gradient a sample, (N, 2): sample n alone would like to move against row n."""
    return (X @ w - y)[:, None] * X


start = np.array([-1.0, 1.5])
path = [start]
for _ in range(40):
    path.append(path[-1] - 0.3 * gradients(path[-1], X, y).mean(axis=0))
same(gradients(start, X, y).mean(axis=0), slope(lambda w: E(w, X, y), start))

# %% [markdown]
r"""
**Predict, then run.** The land is a long valley. Does the path run straight to its lowest place?
"""


# %%
def height(w1, w2):
    """E for whole arrays of weights, with the sums over the samples written out."""
    xx, x1, yy, xy, y1 = (x * x).mean(), x.mean(), (y * y).mean(), (x * y).mean(), y.mean()
    return (w1**2 * xx + w2**2 + yy + 2 * w1 * w2 * x1 - 2 * w1 * xy - 2 * w2 * y1) / 2


same(height(*start), E(start, X, y))
LEVELS = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4]
figure, ax = canvas()
landscape(ax, height, (-2, 3, -2, 3), {"gradient descent": path}, LEVELS)
show(figure, "Contours of a long oblique valley; the path falls to its floor, bends and creeps along it.")
print("after 40 steps", path[-1].round(2), "lowest", np.linalg.lstsq(X, y, rcond=None)[0].round(2))

# %% [markdown]
r"""
It does not. The steepest way down leads to the valley's floor; only there does it turn, and the floor is nearly flat.
First quick, then slow: nearly every training looks like that.

*What usually goes wrong:* the sign. `w + rate * gradient` climbs, and the loss grows from the first step on.
"""

# %% [markdown]
r"""
## Learning rate

In one dimension everything can be computed. Let the valley be $E(w) = \frac{a}{2} w^2$ with **curvature** $a$. Then
$dE/dw = a w$, and each step multiplies $w$ by the same number:

$$w_t = (1 - \eta a)^t\, w_0$$

So it is the product $\eta a$ that decides.

| $\eta a$ | factor $1 - \eta a$ | what is seen |
|---|---|---|
| a little above 0 | just below 1 | creeps |
| 1 | 0 | arrives in one step |
| between 1 and 2 | negative | jumps across the valley, and still arrives |
| above 2 | below $-1$ | every jump is longer than the last: diverges |
"""

# %%
a, eta, w = 4.0, 0.15, 1.0
for _ in range(10):
    w = w - eta * a * w
same(w, (1 - eta * a) ** 10 * 1.0)

# %% [markdown]
r"""
A real valley has many curvatures at once, a large one across and a small one along. The largest sets the speed limit
$\eta < 2 / a_{\max}$; the smallest then sets the pace. Here they are 10 and 1.

**Predict, then run.** At which rate does the path leave the valley? Which rate brings it lowest in 25 steps?
"""

# %%
CURVATURES = np.array([1.0, 10.0])


def valley(w1, w2):
    return (CURVATURES[0] * w1**2 + CURVATURES[1] * w2**2) / 2


def slide(rate):
    factors = 1 - rate * CURVATURES
    path = np.array([-1.8, 0.7]) * factors ** np.arange(26)[:, None]
    final = (CURVATURES * path[-1] ** 2).sum() / 2
    figure, ax = canvas(size=(6.2, 3.3))
    landscape(ax, valley, (-2, 2, -1, 1), {"25 steps": path}, [0.05, 0.2, 0.6, 1.5, 3, 5])
    ax.set_title(f"rate {rate:.3f}: loss {final:.2g}")
    return figure, f"Contours of a long valley and a path of 25 steps in it, ending at a loss of {final:.2g}"


play(slide, rate=slider(0.005, 0.22, 0.05, 0.005, label="learning rate"))

# %% [markdown]
r"""
The limit is $2/10 = 0.2$. A little below it, near 0.18, the path zigzags across the valley and yet gets lowest,
because it is quick along the floor. On the way you have seen all of the table.

Rates need not be **fixed**. One that **decays** takes long steps first and fine ones later:

**Definition.**

$$\eta_t = \frac{\eta_0}{1 + d\,t}$$

Why this one? Let samples $y_0, y_1, \dots$ come one by one, with $E = \frac12 (w - y_t)^2$ for the one that has
just come. With $\eta_0 = d = 1$ descent computes the mean of all samples so far, exactly:

$$w_{t+1} = w_t - \frac{1}{1 + t}\,(w_t - y_t) = \frac{1}{t + 1} \sum_{s=0}^{t} y_s$$

**Predict, then run.** The fixed rate 0.2 chases the same samples. Does it come closer in the end, or not?
"""

# %%
samples = 1.0 + rng.normal(size=300)
decayed, fixed = [0.0], [0.0]
for t, sample in enumerate(samples):
    eta_t = 1 / (1 + t)
    decayed.append(decayed[-1] - eta_t * (decayed[-1] - sample))
    fixed.append(fixed[-1] - 0.2 * (fixed[-1] - sample))
same(decayed[1:], np.cumsum(samples) / np.arange(1, 301))

figure, ax = canvas()
curves(ax, np.arange(301), {"fixed": fixed, "decayed": decayed, "truth": np.ones(301)}, xlabel="step", ylabel="$w$")
show(figure, "With a fixed rate w goes on jumping about the truth 1; with a decaying one it grows calm.")

# %% [markdown]
r"""
A fixed rate never comes to rest while the samples are noisy. A decaying one does; but if it decays too early, it
comes to rest in the wrong place. The third kind, **adaptive** rates, gives each weight a rate of its own; that is
Adam's idea below.
"""

# %% [markdown]
r"""
## Batches

How many samples should be asked before the weights move?

- **Batch** gradient descent asks all $N$, and then takes one step.
- **Stochastic** gradient descent (SGD) asks one, as if the data set had no other, and takes its step at once.
- **Mini-batch** descent asks a few, usually 16 to 256.

A full pass over the data is an **epoch**. It is one update for batch descent and $N$ updates for the stochastic
kind, for the same number of gradients.

The single gradients are noisy but right on average, because the gradient of a mean is the mean of the gradients:

$$\frac{\partial E}{\partial \mathbf{w}} = \frac{1}{N} \sum_{n=1}^{N} \frac{\partial E_n}{\partial \mathbf{w}}$$

And averaging calms: the mean of $B$ samples, drawn independently of each other, strays from the truth by

$$\mathrm{spread}(B) = \frac{\mathrm{spread}(1)}{\sqrt{B}}$$
"""

# %%
G = gradients(start, X, y)
same(slope(lambda w: E(w, X, y), start), G.sum(axis=0) / N)

B = 25
drawn = G[rng.integers(N, size=(20_000, B))].mean(axis=1)  # 20,000 mini-batches
same(drawn.std(axis=0), G.std(axis=0) / np.sqrt(B), tolerance=0.03)  # as exact as 20,000 draws are

# %% [markdown]
r"""
**Predict, then run.** All three kinds may look at 400 samples, that is two epochs. Who is closest to the lowest
place?
"""

# %%
ORDER = np.concatenate([np.random.default_rng(seed).permutation(N) for seed in (1, 2)])


def wander(X, y, size, rate, w):
    """The path of w through two epochs in batches of `size`, in the order of ORDER."""
    path = [w]
    for rows in np.split(ORDER, 2 * N // size):
        path.append(path[-1] - rate * gradients(path[-1], X[rows], y[rows]).mean(axis=0))
    return np.array(path)


def asked(batch_size):
    path = wander(X, y, batch_size, 0.3, start)
    figure, ax = canvas()
    landscape(ax, height, (-2, 3, -2, 3), {f"{len(path) - 1} updates": path}, LEVELS)
    return figure, f"A long valley and a path of {len(path) - 1} updates, ending at loss {height(*path[-1]):.3f}"


play(asked, batch_size=choice(1, 5, 20, 50, 200, start=20, label="batch size"))

# %% [markdown]
r"""
With $B = 200$ there are two splendid steps, far from the goal; with $B = 1$ there are 400, which soon arrive and
then stagger about the goal for good. In between lies the best bargain: the noise falls with $\sqrt{B}$ only, the
cost of a step grows with $B$. (And computers like matrices better than single rows.)

The noise is not only a nuisance. In a land with many hollows an exact gradient leads into the nearest one and stays
there. A noisy one may be shaken out of a shallow hollow.

**Predict, then run.** Descent starts in a shallow hollow; a deeper one is next to it. How many of 1,000 noisy walkers
end in the deeper one, and how many without noise?
"""

# %%
u = np.linspace(-2, 2, 201)


def hollows(w):
    return w**4 / 4 - w**2 / 2 + w / 6  # shallow near w = 0.9, deep near w = -1.1


walkers, quiet = np.full(1000, 1.3), 1.3
for t in range(400):
    rate = 0.1 / (1 + 0.01 * t)
    walkers = walkers - rate * (walkers**3 - walkers + 1 / 6 + 2.5 * rng.normal(size=1000))
    quiet = quiet - rate * (quiet**3 - quiet + 1 / 6)
print(f"with noise {np.mean(walkers < 0):.0%} end in the deep hollow; without noise w = {quiet:.2f}")

figure, (ax, ends) = canvas(2)
curves(ax, u, {"loss": hollows(u)}, legend=False, xlabel="$w$", ylim=(-0.6, 1), title="the loss")
ax.plot([quiet], [hollows(quiet)], "o", color=BLACK)
ends.hist(walkers, bins=40, range=(-2, 2))
ends.set(xlabel="$w$", ylabel="walkers", title="where the noisy ones end")
show(figure, "Left a dot in the shallow hollow of a loss, a deep one beside it; right most walkers end deep.")

# %% [markdown]
r"""
## Minibatches

In practice a batch is not drawn afresh each time. The whole set is shuffled once an epoch and then cut into pieces,
so that each sample comes up exactly once an epoch. With $\hat D$ for a piece and $|\hat D|$ for its size, a step is

**Definition.**

$$\mathbf{w} \leftarrow \mathbf{w} - \frac{\alpha}{|\hat D|} \sum_{n \in \hat D} \frac{\partial E_n}{\partial \mathbf{w}}$$

If $B$ does not divide $N$, the last piece is smaller. It counts all the same. There are

$$\text{updates an epoch} = \lceil N / B \rceil$$

Pieces of equal size together say what the whole set says: the mean of their gradients is the gradient of all.
Pieces of different sizes have to be weighed by their size:

$$\frac{\partial E}{\partial \mathbf{w}} = \sum_{\hat D} \frac{|\hat D|}{N} \cdot
\frac{1}{|\hat D|} \sum_{n \in \hat D} \frac{\partial E_n}{\partial \mathbf{w}}$$
"""

# %%
pieces = np.split(rng.permutation(N), [60, 120, 180])  # B = 60: three full pieces and a rest of 20
print("sizes", [len(rows) for rows in pieces])
same(len(pieces), -(-N // 60))
same(G.mean(axis=0), sum(len(rows) / N * G[rows].mean(axis=0) for rows in pieces))

w = start
for rows in pieces:  # one epoch
    w = w - 0.3 / len(rows) * gradients(w, X[rows], y[rows]).sum(axis=0)

# %% [markdown]
r"""
**Predict, then run.** What usually goes wrong: `X` is shuffled, then `y` is shuffled, each by itself. No error is
raised, all shapes are right. What does the unit learn?
"""

# %%
apart = rng.permutation(X), rng.permutation(y)
learned, _, _, _ = np.linalg.lstsq(*apart, rcond=None)
print(
    "together", np.linalg.lstsq(X, y, rcond=None)[0].round(2), "apart", learned.round(2), "mean of y", y.mean().round(2)
)

# %% [markdown]
r"""
Nothing: a slope near 0, and for a bias the mean of all targets. One permutation, used for both, keeps each row with
its label. Other classics: the rest is dropped, so that some samples are never asked in an epoch; or the rest is
divided by $B$ instead of by its own size; or the set is shuffled once and never again.

A slide may write the *sum* over all samples where we write the mean. The direction is the same, the length is not:
a rate $\eta$ for the sum is a rate $N\eta$ for the mean.

$$\mathbf{w} - \eta \sum_{n=1}^{N} \frac{\partial E_n}{\partial \mathbf{w}}
= \mathbf{w} - (N\eta)\,\frac{1}{N} \sum_{n=1}^{N} \frac{\partial E_n}{\partial \mathbf{w}}$$
"""

# %%
same(start - 0.001 * G.sum(axis=0), start - (N * 0.001) * G.mean(axis=0))

# %% [markdown]
r"""
## Training

Now a network that bends: one input, $H$ hidden tanh units, one linear output.

**Definition.**

$$f(x) = \sum_{j=1}^{H} v_j \tanh(w_j x + b_j)$$

Its weights are kept in one array `theta` with the rows $w$, $b$ and $v$, and with $e = f(x) - y$ the chain rule
gives, sample by sample,

$$\frac{\partial}{\partial v_j}\,\frac{e^2}{2} = e\,h_j, \qquad
\frac{\partial}{\partial b_j}\,\frac{e^2}{2} = e\,v_j\,(1 - h_j^2), \qquad
\frac{\partial}{\partial w_j}\,\frac{e^2}{2} = e\,v_j\,(1 - h_j^2)\,x$$
"""


# %%
def f(theta, x):
    w, b, v = theta
    return np.tanh(np.outer(x, w) + b) @ v


def loss(theta, x, y):
    return np.mean((f(theta, x) - y) ** 2) / 2


def gradient(theta, x, y):
    """The mean over the samples, shape (3, H)."""
    w, b, v = theta
    h = np.tanh(np.outer(x, w) + b)  # (N, H)
    e = (f(theta, x) - y)[:, None]
    each = np.stack([e * v * (1 - h**2) * x[:, None], e * v * (1 - h**2), e * h])  # (3, N, H)
    return each.mean(axis=1)


theta0 = rng.normal(size=(3, 12)) * np.array([[2.0], [1.0], [0.3]])
xs = np.linspace(-1, 1, 64)
ys = np.sin(4 * xs)
same(gradient(theta0, xs, ys), slope(lambda theta: loss(theta, xs, ys), theta0))

# %% [markdown]
r"""
Training is a loop, and it is always this one:

1. *shuffle* the samples,
2. for each mini-batch: *forward*, *loss*, *backward*, *step*,
3. look at the loss, and begin again, until it no longer falls.

**Predict, then run.** The network starts with random weights. Which part of the curve does it learn first?
"""

# %%
theta, seen = theta0, [theta0]
for _ in range(400):  # epochs
    for rows in np.split(rng.permutation(64), 8):
        theta = theta - 0.2 * gradient(theta, xs[rows], ys[rows])
    seen.append(theta)
SEEN, LOSSES = np.array(seen), [loss(theta, xs, ys) for theta in seen]


def grown(epochs):
    figure, (left, right) = canvas(2)
    curves(left, xs, {"target": np.sin(4 * xs), "network": f(SEEN[epochs], xs)}, ylim=(-1.4, 1.8), xlabel="$x$")
    left.set_xticks([-1, 0, 1])
    curves(right, np.arange(401), {"loss": np.log10(LOSSES)}, xlabel="epoch", title="log₁₀ of the loss", legend=False)
    right.plot(epochs, np.log10(LOSSES[epochs]), "o", color=BLACK)
    return figure, f"Left a sine and the network, right the falling loss; after these epochs {LOSSES[epochs]:.2g}"


play(grown, epochs=slider(0, 400, 10, 10))

# %% [markdown]
r"""
First the slope in the middle, the large and simple part; the turns at the ends come much later. When is it enough?
The loss of a single batch is too noisy to say, so look at whole epochs, and stop when many of them in a row have
brought nothing. *What usually goes wrong:* the gradient of the last batch is still in there because somebody adds
to it instead of computing it anew; or the loop is left after the first batch by a `return` that is indented too
far.
"""

# %% [markdown]
r"""
## Momentum

In the narrow valley plain descent zigzags across the floor and creeps along it. A heavy ball does better. Across
the valley the pushes change their sign and cancel, along the valley they add up. So keep a **velocity** $v$,
starting at 0, of which a share $\gamma$ survives each step:

**Definition.**

$$v \leftarrow \gamma\, v + \eta\, \frac{\partial E}{\partial w}$$

**Definition.**

$$w \leftarrow w - v$$

First the velocity, then the weights, so that today's gradient acts today. Written out, the velocity is a sum of all
gradients so far, the old ones faded:

$$v_t = \eta \sum_{s=1}^{t} \gamma^{\,t - s}\, g_s$$

and on an even slope it grows to a final speed, ten times that of plain descent for $\gamma = 0.9$:

$$v_\infty = \frac{\eta\, g}{1 - \gamma}$$
"""

# %%
g, rate, gamma = rng.normal(size=8), 0.1, 0.9
v = 0.0
for g_t in g:
    v = gamma * v + rate * g_t
same(v, rate * sum(gamma ** (8 - s) * g[s - 1] for s in range(1, 9)))

v = w = 0.0
for _ in range(300):
    v = gamma * v + rate * 2.0  # an even slope: the gradient is 2 everywhere
    w = w - v
same(v, rate * 2.0 / (1 - gamma))

# %% [markdown]
r"""
A way to say how to step, `move(gradient, memory)`, and a walker that does what it is told. Plain descent remembers
nothing, momentum remembers $v$.
"""


# %%
def plain(rate):
    return lambda g, memory: (rate * g, None)


def momentum(rate, gamma=0.9):
    def move(g, v):
        v = rate * g if v is None else gamma * v + rate * g
        return v, v

    return move


def descend(gradient, w, move, steps):
    """The path of w: `gradient(w, t)` is the gradient in step t, `move` turns it into a step."""
    path, memory = [w], None
    for t in range(steps):
        step, memory = move(gradient(w, t), memory)
        w = w - step
        path.append(w)
    return np.array(path)


# %% [markdown]
r"""
**Predict, then run.** Same valley, same small rate. From which $\gamma$ on does the ball overshoot?
"""


# %%
def roll(gamma):
    path = descend(lambda w, t: CURVATURES * w, np.array([-1.8, 0.7]), momentum(0.03, gamma), 40)
    final = (CURVATURES * path[-1] ** 2).sum() / 2
    figure, ax = canvas(size=(6.2, 3.3))
    landscape(ax, valley, (-2, 2, -1, 1), {"40 steps": path}, [0.05, 0.2, 0.6, 1.5, 3, 5])
    ax.set_title(f"loss {final:.2g}")
    return figure, f"Forty steps with momentum through the long valley, ending at a loss of {final:.2g}"


play(roll, gamma=slider(0.0, 0.95, 0.5, 0.05, label="γ"))

# %% [markdown]
r"""
With 0 it is plain descent and creeps. Soon it swings across the valley, from about 0.7 on also past the goal and
back, like a ball in a bowl. Usual values are 0.9 and 0.99; the rate is then made smaller. *What usually goes
wrong:* the rate is applied twice, inside the velocity and again when the weights move; or the velocity is set to
zero before each batch.
"""

# %% [markdown]
r"""
## Adam

The weights of a network live on different scales. A rate that suits one is too large for the next. Adam (Kingma and
Ba 2015) keeps two moving averages for every weight: $m$ of its gradient, $s$ of the gradient's square (most books
say $v$; ours is a velocity already).

**Definition.**

$$m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad s \leftarrow \beta_2 s + (1 - \beta_2)\, g^2$$

Both start at 0 and are too small at first. With $t$ steps behind them, the **bias correction** makes up for it:

**Definition.**

$$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat s = \frac{s}{1 - \beta_2^t}, \qquad
w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat s} + \varepsilon}$$

Is the correction the right one? If the gradient is the same number $g$ in every step, averages should say just
that, from the first step on:

$$\hat m = g, \qquad \hat s = g^2$$

And then every step has the length $\eta$, however steep or flat it is:

$$w_t = w_0 - \eta\,t\,\mathrm{sign}(g)$$
"""


# %%
def adam(rate, beta1=0.9, beta2=0.999, eps=1e-8):
    def move(g, memory):
        m, s, t = memory or (0.0, 0.0, 0)
        m, s, t = m + (1 - beta1) * (g - m), s + (1 - beta2) * (g**2 - s), t + 1
        m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
        return rate * m_hat / (np.sqrt(s_hat) + eps), (m, s, t)

    return move


g, eta, move, memory, w = np.array([300.0, -0.02]), 0.1, adam(0.1), None, np.zeros(2)
for _ in range(5):
    step, memory = move(g, memory)
    w = w - step
m, s, t = memory
same([m / (1 - 0.9**t), s / (1 - 0.999**t)], [g, g**2])
same(w, 0 - eta * 5 * np.sign(g), tolerance=1e-5)  # ε keeps it from being exact

# %% [markdown]
r"""
**Predict, then run.** The loss is multiplied by 1000. What becomes of Adam's path, what of plain descent's?
"""

# %%
spot = np.array([-1.8, 0.7])
for name, move in {"plain": plain(0.03), "Adam": adam(0.03)}.items():
    once = descend(lambda w, t: CURVATURES * w, spot, move, 50)
    often = descend(lambda w, t: 1000 * CURVATURES * w, spot, move, 50)
    far, farther = np.linalg.norm(once[-1]), np.linalg.norm(often[-1])
    print(f"{name:6} ends {far:.2g} from the lowest place, with 1000 times the loss {farther:.2g} from it")

# %% [markdown]
r"""
Plain descent explodes; Adam does not even notice, since the factor cancels in $\hat m / \sqrt{\hat s}$ (but for
$\varepsilon$). So a rate that suits one network often suits the next. It has its price: near the goal, where
gradients are small and noisy, the steps do not shrink with them, and the rate has to decay. *What usually goes
wrong:* $t$ starts at 0, and the correction divides by zero; the corrected averages are stored and corrected again in
the next step; the root is forgotten.
"""

# %% [markdown]
r"""
## Comparing optimisers

First the valley. All three start at the same place.

**Predict, then run.** Who goes straight, who zigzags, who overshoots?
"""

# %%
MOVES = {"plain": plain(0.17), "momentum": momentum(0.03), "Adam": adam(0.15)}
paths = {name: descend(lambda w, t: CURVATURES * w, spot, move, 30) for name, move in MOVES.items()}
figure, ax = canvas(size=(6.2, 3.5))
landscape(ax, valley, (-2.2, 2.2, -1.1, 1.1), paths, [0.05, 0.2, 0.6, 1.5, 3, 5])
ax.legend(frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
show(figure, "Three paths in a long valley: plain descent zigzags, momentum swings wide, Adam cuts across.")

# %% [markdown]
r"""
Now the network, with the same first weights and the same batches for all. A comparison is fair only if *each* may
choose its rate. With one common rate you compare how well the rate fits, and the winner is whoever it was tuned
for.

**Predict, then run.** For each way to step: which rate is best, and how much worse are the others?
"""

# %%
ROWS = np.concatenate([rng.permutation(64).reshape(8, 8) for _ in range(40)])  # 40 epochs of 8 batches


def batch_gradient(theta, t):
    return gradient(theta, xs[ROWS[t]], ys[ROWS[t]])


RATES, walks = (0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0), {}
WAYS = {"plain": plain, "momentum": momentum, "Adam": adam}
with np.errstate(over="ignore", invalid="ignore"):
    for name, way in WAYS.items():
        for rate in RATES:
            walks[name, rate] = descend(batch_gradient, theta0, way(rate), 320)[::8]  # after each epoch
    ends = {key: np.nan_to_num(loss(walk[-1], xs, ys), nan=np.inf).clip(max=10) for key, walk in walks.items()}
best = {name: RATES[np.argmin([ends[name, rate] for rate in RATES])] for name in WAYS}
for name, rate in best.items():
    print(f"{name:9} best rate {rate}, loss {ends[name, rate]:.1g}")

# %%
figure, (left, right) = canvas(2)
curves(left, RATES, {name: [ends[name, rate] for rate in RATES] for name in WAYS}, xscale="log", yscale="log")
falling = {name: [loss(theta, xs, ys) for theta in walks[name, best[name]]] for name in WAYS}
curves(right, np.arange(41), falling, yscale="log", xlabel="epoch", title="each at its best rate")
left.set(ylim=(None, 2), xlabel="learning rate", ylabel="loss after 40 epochs", title="each at every rate")
show(figure, "Left the loss after 40 epochs over the rate for three optimisers, right their best loss curves.")

# %% [markdown]
r"""
Each has its own range of good rates, beyond it a cliff, and the ranges lie at different places: what is best for
one is poor for another. Plain descent takes its best rate close to the cliff, and jumps. Do not take a ranking from
a single problem: plain descent with a well-chosen, decaying rate has won many races, and Adam is the one that is
seldom bad.
"""

# %% [markdown]
r"""
## Monitoring

A loss curve is the pulse of a training. Learn to read it.

**Predict, then run.** The rates 0.01, 0.2, 0.5 and 0.7 for the same network. What will the four curves look like?
"""

# %%
figure, (left, right) = canvas(2)
with np.errstate(over="ignore", invalid="ignore"):
    for rate, style in zip((0.01, 0.2, 0.5, 0.7), ("-", "--", "-.", ":"), strict=True):
        walk = descend(batch_gradient, theta0, plain(rate), 320)[::8]
        seen = [min(loss(theta, xs, ys), 20) for theta in walk]  # cut off, so that the picture holds it
        left.plot(seen, style, label=f"{rate}", linewidth=2)
left.set(yscale="log", ylim=(3e-4, 20), xlabel="epoch", ylabel="loss", title="four rates")
left.legend(frameon=False, title="rate", ncols=2)

walk = descend(batch_gradient, theta0, plain(0.3), 160)
single = np.array([loss(walk[t], xs[ROWS[t]], ys[ROWS[t]]) for t in range(160)])
averaged = single.reshape(20, 8).mean(axis=1)  # over each epoch
right.plot(np.arange(160) / 8, single, color="#9A9A9A", linewidth=1, label="one batch")
right.plot(np.arange(20) + 0.5, averaged, color=BLACK, marker="o", label="mean of an epoch")
right.set(yscale="log", xlabel="epoch", title="what the bumps are")
right.legend(frameon=False)
show(figure, "Left a flat, a falling, a jumping and an exploding loss; right a jagged curve, its mean smoother.")

# %% [markdown]
r"""
- Falls, but hardly: the rate is too small. Falls and jumps: rather large. Grows, then `nan`: too large, or a wrong sign.
  Between "rather large" and "too large" there is not much room.
- **What are the bumps?** Each batch asks other samples, some of them harder. The bumps need not mean that the network gets worse.
- **How to smooth them?** Larger batches, a smaller or decaying rate, or just draw the mean of an epoch.

The loss is what is minimised; what you *want* is often something else, such as **accuracy**, the share of right
answers. Draw it twice: for the training samples and for **validation** samples, from which nothing is learned. Here
one sigmoid unit tells odd digits from even ones, from 100 images.

**Predict, then run.** Do the two curves stay together?
"""

# %%
images, labels, val_images, val_labels = load()
A, odd = images[:100], labels[:100] % 2
w, b, right_train, right_val = np.zeros(64), 0.0, [], []
for _ in range(300):
    o = 1 / (1 + np.exp(-(A @ w + b)))
    w, b = w - 0.5 * ((o - odd)[:, None] * A).mean(axis=0), b - 0.5 * (o - odd).mean()
    right_train.append(np.mean((A @ w + b > 0) == odd))
    right_val.append(np.mean((val_images @ w + b > 0) == val_labels % 2))

figure, ax = canvas()
curves(ax, np.arange(1, 301), {"training": right_train, "validation": right_val}, xlabel="epoch", ylabel="accuracy")
show(figure, "Training accuracy climbs towards 1; validation accuracy levels off well below it.")
print(f"in the end {right_train[-1]:.0%} on training samples, {right_val[-1]:.0%} on validation samples")

# %% [markdown]
r"""
They part. The training curve says how well the network knows what it has seen, the validation curve how well it
will do. A gap between them is the sign of **overfitting**, the subject of the next lecture. If both are low, the
network is too small, or training has not yet gone far enough.
"""

# %% [markdown]
r"""
## Errata

> **The slide says**, for momentum, in this order: $w \leftarrow w - v$, then
> $v \leftarrow \gamma v + \eta\,\partial E / \partial w$. **The numbers say** that after three steps with slope 1,
> $\eta = 0.1$ and $\gamma = 0.9$ the slide is at $-0.29$ where it should be at $-0.561$. **Why** the weights move by
> *yesterday's* velocity: the first step does nothing, and every gradient acts one step late. First $v$, then $w$.
"""

# %%
late = w = v_late = v = 0.0
for _ in range(3):
    late, v_late = late - v_late, 0.9 * v_late + 0.1 * 1.0  # as printed
    v = 0.9 * v + 0.1 * 1.0
    w = w - v
differs(late, w)
same([late, w], [-0.29, -0.561])

# %% [markdown]
r"""
## Where this leads

You know how to go down, how far at a time, and how to see that it works. In the exercises you write the shuffling,
the steps and the training loop for networks of any shape. Next comes **regularization**: the lowest training loss
is not the best network.
"""
