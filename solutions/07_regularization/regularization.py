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
# 07 · Regularization: how not to learn by heart

A network with enough units can learn anything, and that is the trouble. Training data hold what we are after, and
they also hold *noise*: slips of measurement, and accidents of which samples happened to be drawn. A network cannot
tell the one from the other. If it is flexible enough it learns both, and then it fails on data that it has not
seen. That is **overfitting**, and whatever works against it is called **regularization**.

In this notebook you make large weights cost something, in two ways; you build that into a network and watch its
answers become smoother; and you learn how to keep data apart, so that you can *measure* how much of it is right.

- **Time:** about two hours. Section 6 is a good place for a break.
- **Points:** 22 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(l2_penalty)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
## 1 · A network that learns by heart

From topics 04 and 06 you need a small network and something that trains it. Here they are: one input, one hidden
layer of tanh units, one linear output, trained by Adam. `mse` is the course's loss, with its ½.

The data are made up, so that for once we know the truth: the targets are $\sin 4x$ plus noise.
"""


# %% nbgrader={"grade_id": "given", "locked": true}
def network(params, X):
    """The network's answers, (N,), to X, (N, 1)."""
    H = np.tanh(X @ params["W1"] + params["b1"])  # (N, units)
    return (H @ params["W2"] + params["b2"])[:, 0]


def mse(params, X, y):
    """Half the squared error, averaged over the samples."""
    return 0.5 * np.mean((network(params, X) - y) ** 2)


def loss_and_grads(params, X, y):
    """`mse` and its gradients, in a dict with the keys W1, b1, W2, b2."""
    H = np.tanh(X @ params["W1"] + params["b1"])  # (N, units)
    dF = (H @ params["W2"] + params["b2"] - y[:, None]) / len(X)  # (N, 1)
    dZ = (dF @ params["W2"].T) * (1 - H**2)  # (N, units)
    grads = {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dF, "b2": dF.sum(axis=0)}
    return mse(params, X, y), grads


def fit_network(X, y, units, lam=0.0, steps=1500):
    """The parameters after training by Adam; with lam > 0 your `add_weight_decay` takes part in every step."""
    rng = np.random.default_rng(0)
    params = {
        "W1": 4 * rng.normal(size=(1, units)),
        "b1": 4 * rng.normal(size=units),
        "W2": rng.normal(size=(units, 1)) / np.sqrt(units),
        "b2": np.zeros(1),
    }
    m, v = ({name: np.zeros_like(value) for name, value in params.items()} for _ in range(2))
    for t in range(1, steps + 1):
        loss, grads = loss_and_grads(params, X, y)
        if lam > 0:
            loss, grads = add_weight_decay(loss, grads, params, lam)
        for name, g in grads.items():
            m[name] = 0.9 * m[name] + 0.1 * g
            v[name] = 0.999 * v[name] + 0.001 * g**2
            step = 0.03 * (m[name] / (1 - 0.9**t)) / (np.sqrt(v[name] / (1 - 0.999**t)) + 1e-8)
            params[name] = params[name] - step
    return params


def truth(X):
    return np.sin(4 * X[:, 0])


def make_data(N, seed):
    """N samples: X (N, 1) between -1 and 1, and y (N,), the truth with noise."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, size=(N, 1))
    return X, truth(X) + 0.25 * rng.normal(size=N)


X_few, y_few = make_data(12, seed=0)
X_all, y_all = make_data(120, seed=5)
line = np.linspace(-1, 1, 401)[:, None]  # for drawing


# %% [markdown]
r"""
Twelve samples and forty hidden units: more than a hundred parameters for twelve numbers.

*In words, for those who cannot see the picture: the dots follow a sine wave, a little above or below it. The
network's curve goes through nearly every dot, and to do so it bends sharply between them, far from the sine.*
"""

# %%
figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
axes.plot(line, network(fit_network(X_few, y_few, units=40), line), label="network", linewidth=2)
axes.plot(line, truth(line), label="truth", linewidth=2)
axes.plot(X_few, y_few, "o", color="black", markersize=5, label="samples")
axes.set(xlabel="$x$", ylabel="$y$", ylim=(-2.5, 2.5), title="Learned by heart")
axes.legend()
show(figure, "The network's curve runs through nearly all samples and far from the sine between them.")

# %% [markdown]
r"""
## 2 · A price on large weights

To bend sharply a network needs large weights: a unit with small weights changes its answer slowly when its input
changes. So let large weights cost something. We minimise not the loss $\ell$ alone but

$$C = \ell + \tfrac{\lambda}{2} \sum_i w_i^2.$$

The new term is the **L2 penalty**. The number $\lambda \ge 0$ says how much small weights are worth to us; with
$\lambda = 0$ everything is as before. The sum runs over the weights of all layers. The ½ is there for beauty, as
in the loss.

**Exercise (2 points).** Write `l2_penalty` for a list of weight matrices. (Python keeps the word `lambda` for
itself, so the argument is called `lam`.)
"""


# %% nbgrader={"grade_id": "l2_penalty", "solution": true}
def l2_penalty(weights, lam):
    """Half of lam times the sum of the squares of all weights.

    weights: a list of arrays, in general of different shapes, one for each layer.
    lam: a number, not negative.
    Returns: the penalty, a float.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for W in weights:
        total += np.sum(W * W)
    return float(0.5 * lam * total)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_l2_penalty", "grade": true, "locked": true, "points": 2}
check(l2_penalty)

# %% [markdown]
r"""
To go downhill on $C$ we need the penalty's slope. Do it for a single weight, on paper; then it is done for all.

**Exercise (1 point).** Write `l2_gradient`: the gradient of the L2 penalty with respect to one of its matrices.
"""


# %% nbgrader={"grade_id": "l2_gradient", "solution": true}
def l2_gradient(W, lam):
    """The gradient of l2_penalty([W], lam) with respect to W.

    W: an array of weights; it is not changed.
    lam: a number, not negative.
    Returns: dW, of W's shape.
    """
    ### BEGIN SOLUTION
    return lam * W
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_l2_gradient", "grade": true, "locked": true, "points": 1}
check(l2_gradient)

# %% [markdown]
r"""
## 3 · Why it is called decay

The gradient of the whole cost is the sum of two gradients, $\partial \ell / \partial \mathbf{w}$ (we write `dw`)
and the one that you have just found. One step of gradient descent with rate $\eta$ (eta, in code `lr`) goes
against that sum.

Write the step down and collect what stands before $\mathbf{w}$. You will see that the weights first shrink by a
constant factor, a little below 1, and then follow the loss. If the loss does not care about a weight, it *decays*
to nothing, like warmth or money. Hence the second name of the L2 penalty: **weight decay**.

**Exercise (2 points).** Write `weight_decay_step`. Both gradients are taken at the old weights.
"""


# %% nbgrader={"grade_id": "weight_decay_step", "solution": true}
def weight_decay_step(w, dw, lr, lam):
    """One step of gradient descent on loss + lam/2 * (squared length of w).

    w: weights, shape (D,); they are not changed.
    dw: the gradient of the loss alone, shape (D,).
    lr: the learning rate.
    lam: how strongly the weights decay.
    Returns: the new weights, shape (D,).
    """
    ### BEGIN SOLUTION
    downhill = dw + lam * w
    return w - lr * downhill
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_weight_decay_step", "grade": true, "locked": true, "points": 2}
check(weight_decay_step)

# %% [markdown]
r"""
**Where does it come to rest?** Where the two forces balance: $\partial \ell / \partial w_i + \lambda w_i = 0$, so

$$w_i = -\frac{1}{\lambda}\, \frac{\partial \ell}{\partial w_i}.$$

So one set of slides says that decay "keeps weights small unless they have big error derivatives". The next cell
takes a thousand of your steps on a small linear problem and prints both sides. The third input has nothing to do
with the target; see what became of its weight.
"""

# %%
rng = np.random.default_rng(1)
X = rng.normal(size=(50, 3))
y = X @ np.array([2.0, -1.0, 0.0]) + 0.3 * rng.normal(size=50)
lam = 0.5


def gradient(w):
    return X.T @ (X @ w - y) / len(X)


try:
    w = np.zeros(3)
    for _ in range(1000):
        w = weight_decay_step(w, gradient(w), 0.1, lam)
    print("weights at rest:      ", np.round(w, 4))
    print("-(1/lambda) * gradient:", np.round(-gradient(w) / lam, 4))
except Exception:
    print("Finish weight_decay_step first, then run this cell again.")

# %% [markdown]
r"""
## 4 · Another price: the size itself

Why the square? One may just as well charge for the size of a weight, $|w|$:

$$C = \ell + \lambda \sum_i |w_i|.$$

This is the **L1 penalty**, also known as the *lasso*. There is no ½, for no 2 will come down.

**Exercise (1 point).** Write `l1_penalty`.
"""


# %% nbgrader={"grade_id": "l1_penalty", "solution": true}
def l1_penalty(weights, lam):
    """lam times the sum of the sizes of all weights.

    weights: a list of arrays, in general of different shapes, one for each layer.
    lam: a number, not negative.
    Returns: the penalty, a float.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for W in weights:
        total += np.sum(np.abs(W))
    return float(lam * total)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_l1_penalty", "grade": true, "locked": true, "points": 1}
check(l1_penalty)

# %% [markdown]
r"""
Its slope is $\lambda$ for a positive weight and $-\lambda$ for a negative one, *however large* the weight is. That
is the whole difference. L2 pushes a large weight hard and a small one hardly at all, so nothing ever becomes quite
zero. L1 pushes with the same force down to the very end.

At $w = 0$ there is a corner, as in the ReLU. Again we need *some* number there, and we take 0: a weight that has
arrived is left in peace.

**Exercise (2 points).** Write `l1_gradient`.
"""


# %% nbgrader={"grade_id": "l1_gradient", "solution": true}
def l1_gradient(W, lam):
    """The gradient of l1_penalty([W], lam) with respect to W, and 0 where W is 0.

    W: an array of weights; it is not changed.
    lam: a number, not negative.
    Returns: dW, of W's shape.
    """
    ### BEGIN SOLUTION
    return np.where(W > 0, lam, 0.0) - np.where(W < 0, lam, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_l1_gradient", "grade": true, "locked": true, "points": 2}
check(l1_gradient)

# %% [markdown]
r"""
### Twins

Suppose two inputs are twins: they always have the same value, say one length in two columns. The target is twice
that value. Then $w_1 + w_2 = 2$ fits perfectly, however the 2 is shared out, and the loss has a straight valley
of best answers. Which of them does a penalty choose?

One set of slides notes that with weight decay the network "prefers to put half the weight on each rather than all
the weight on one", and adds, with a question mark: "other form of weight decay?" Here is the answer. The picture
follows gradient descent from six starting points, on the left with your `weight_decay_step`, on the right with
your `l1_gradient`.

*In words: a dotted line runs from the upper left to the lower right, the valley. On the left all six paths first
drop close to it and then creep along it to one and the same point, where both weights are equal. On the right they
drop close to the valley, too. Where both weights are positive there, a path stays, one here, one there: the start
decides. The lopsided ones end on an axis, where one of the two weights is zero.*

The reason is in the prices. Under L2 two halves are cheaper than one whole: $1^2 + 1^2 < 2^2 + 0^2$. Under L1 they
cost the same: $|1| + |1| = |2| + |0|$.
"""

# %%
x = np.array([-1.5, -0.5, 0.5, 1.5]) / np.sqrt(1.25)
twins = np.stack([x, x], axis=1)  # (4, 2)
lam, lr = 0.2, 0.1
starts = [(-0.8, 1.8), (0.0, 0.4), (0.4, 2.6), (1.0, 0.2), (2.6, 0.6), (1.6, -0.9)]


def twin_gradient(w):
    return twins.T @ (twins @ w - 2 * x) / len(x)


def l2_step(w):
    return weight_decay_step(w, twin_gradient(w), lr, lam)


def l1_step(w):
    return w - lr * (twin_gradient(w) + np.ravel(l1_gradient(w.reshape(2, 1), lam)))


def path(step, start):
    points = [np.array(start)]
    for _ in range(600):
        points.append(step(points[-1]))
    return np.array(points)  # (601, 2)


try:
    with np.errstate(all="ignore"):  # with a wrong gradient a path may run away
        paths = [[path(step, start) for start in starts] for step in (l2_step, l1_step)]
    complete = bool(np.all(np.isfinite(paths))) and np.max(np.abs(paths)) < 10
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with weight_decay_step and l1_gradient: pass their checks, then run this cell again.")
else:
    figure, both = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    for axes, group, title in zip(both, paths, ["L2: twins share", "L1: the start decides"], strict=True):
        axes.plot([-1, 3], [3, -1], ":", color="gray", label="valley")
        for number, points in enumerate(group):
            axes.plot(*points.T, "-", color="#0072B2", linewidth=1.5, label="path" if number == 0 else None)
            axes.plot(*points[0], "o", color="white", markeredgecolor="black", label="start" if number == 0 else None)
            axes.plot(*points[-1], "s", color="#D55E00", label="end" if number == 0 else None)
        axes.set(title=title, xlabel="$w_1$", ylabel="$w_2$", xlim=(-1.2, 3), ylim=(-1.2, 3), aspect="equal")
    both[0].legend(loc="lower left")
    show(figure, "Under L2 all paths end where both weights are equal; under L1 they end all along the valley.")

# %% [markdown]
r"""
## 5 · A whole network

In a network the loss and its gradients come from backpropagation, in a dict with the keys `W1`, `b1`, `W2`, `b2`
and so on. All that is left to do is to add the penalty to the loss, and the penalty's gradients to the gradients.

**Only the weights decay, the biases do not.** A bias moves the place where a unit begins to fire; it does not make
the network's answer steep. There are few of them, too, so they can do little harm.

**Exercise (4 points).** Write `add_weight_decay`. It shall serve networks of any depth: every name that begins
with `W` decays. Leave `grads` and the arrays in it as they are; the caller may still need them.
"""


# %% nbgrader={"grade_id": "add_weight_decay", "solution": true}
def add_weight_decay(loss, grads, params, lam):
    """Loss and gradients of the cost with L2 penalty, from those without.

    loss: the loss without penalty, a float.
    grads: a dict of its gradients, with keys such as W1, b1, W2, b2; it is not changed, nor are its arrays.
    params: a dict with the same keys, the parameters themselves; it is not changed.
    lam: a number, not negative.
    Returns: (loss, grads), a float and a new dict with the same keys. Names that begin with W decay, no others.
    """
    ### BEGIN SOLUTION
    new_grads, weights = {}, []
    for name, dV in grads.items():
        if name.startswith("W"):
            weights.append(params[name])
            dV = dV + l2_gradient(params[name], lam)
        new_grads[name] = dV
    return loss + l2_penalty(weights, lam), new_grads
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_add_weight_decay", "grade": true, "locked": true, "points": 4}
check(add_weight_decay)

# %% [markdown]
r"""
### Smoother

The same twelve samples and the same forty units as at the beginning, now with your weight decay. Too little of it
and too much of it are both wrong; how to find the right amount is the subject of the last two sections.

*In words: three curves. With $\lambda = 0$ the network bends sharply from sample to sample. With $\lambda = 0.001$
it is smooth and close to the sine. With $\lambda = 0.3$ it is almost a flat line: even what was right in the data
is too expensive now.*
"""

# %%
try:
    with np.errstate(all="ignore"):
        curves = {lam: network(fit_network(X_few, y_few, units=40, lam=lam), line) for lam in (0.0, 0.001, 0.3)}
    complete = all(np.shape(curve) == (401,) and np.all(np.isfinite(curve)) for curve in curves.values())
except Exception:
    complete = False

if not complete:
    print("This picture needs your add_weight_decay: pass its check first, then run this cell again.")
else:
    figure, panels = plt.subplots(1, 3, figsize=(10, 3), sharey=True, layout="constrained")
    for axes, (lam, curve) in zip(panels, curves.items(), strict=True):
        axes.plot(line, curve, label="network", linewidth=2)
        axes.plot(line, truth(line), label="truth", linewidth=2)
        axes.plot(X_few, y_few, "o", color="black", markersize=4)
        axes.set(title=rf"$\lambda = {lam:g}$", xlabel="$x$", ylim=(-2.5, 2.5))
    panels[0].legend(loc="lower right")
    show(figure, "Without decay a wild curve, with 0.001 a smooth one near the sine, with 0.3 an almost flat line.")

# %% [markdown]
r"""
## 6 · Another way: a bound

Instead of charging for large weights one can forbid them. A unit's incoming weights are a *column* of $W$; call
its length $\lVert \mathbf{w}_k \rVert$. After every step, each column that has become longer than a limit $c$ is
scaled back to that length:

$$\mathbf{w}_k \leftarrow \mathbf{w}_k \cdot \frac{c}{\lVert \mathbf{w}_k \rVert}
\quad \text{where } \lVert \mathbf{w}_k \rVert > c.$$

Columns that are short enough are not touched at all: no price to pay, up to the limit.

**Exercise (3 points).** Write `max_norm`. Take care of columns that are entirely zero; their length is 0, and
dividing by it makes NumPy complain even where the result is thrown away.
"""


# %% nbgrader={"grade_id": "max_norm", "solution": true}
def max_norm(W, limit):
    """The weights with every column that is longer than limit scaled back to that length.

    W: one column of incoming weights for each unit, shape (D, K); it is not changed.
    limit: the largest length allowed, a number above 0.
    Returns: an array of W's shape. Columns that are short enough come back exactly as they were.
    Columns of zeros make no warning.
    """
    ### BEGIN SOLUTION
    bounded = np.array(W)
    for k in range(bounded.shape[1]):
        length = np.linalg.norm(W[:, k])
        if length > limit:
            bounded[:, k] = W[:, k] * (limit / length)
    return bounded
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_max_norm", "grade": true, "locked": true, "points": 3}
check(max_norm)

# %% [markdown]
r"""
Here are nine units with two inputs each, every column an arrow, before and after your `max_norm`.

*In words: nine arrows point in different directions from the centre of a circle. On the left four of them reach
beyond the circle. On the right these four end exactly on it, in the same directions as before; the five short ones
are unchanged.*
"""

# %%
angles = 2 * np.pi * np.arange(9) / 9 + 0.3
W = np.array([1.7, 0.6, 2.2, 0.9, 0.4, 1.4, 0.8, 1.9, 0.5]) * np.stack([np.cos(angles), np.sin(angles)])  # (2, 9)
try:
    bounded = np.asarray(max_norm(W, 1.0), dtype=float)
    complete = bounded.shape == W.shape and bool(np.all(np.isfinite(bounded)))
except Exception:
    complete = False

if not complete:
    print("Finish max_norm first, then run this cell again.")
else:
    figure, both = plt.subplots(1, 2, figsize=(7.5, 3.8), layout="constrained")
    for axes, columns, title in zip(both, (W, bounded), ("before", "after"), strict=True):
        axes.add_patch(plt.Circle((0, 0), 1.0, facecolor="none", edgecolor="gray", linestyle="--"))
        for column in columns.T:
            axes.annotate("", column, (0, 0), arrowprops={"arrowstyle": "->", "color": "#0072B2", "linewidth": 2})
        axes.set(title=title, xlim=(-2.3, 2.3), ylim=(-2.3, 2.3), aspect="equal", xlabel="$w_1$", ylabel="$w_2$")
    show(figure, "Nine arrows; the four that were longer than the circle's radius now end on the circle.")

# %% [markdown]
r"""
## 7 · Three parts

A network that has learned its samples by heart has a wonderful loss on them. So the loss on the training data says
nothing about overfitting. We have to keep data aside:

- the **training** part is what the weights are learned from;
- the **validation** part is not learned from; by it we *choose*, how many units, how much decay;
- the **test** part is used once, at the very end, to say how good the result is.

The samples are shuffled and dealt out like cards. Shuffling matters: data often come sorted, by class or by date.
And a row must keep its label, so rows and labels are shuffled *together*.

The sizes of validation and test are Python's `round(fraction * N)`, which takes an even neighbour where a number
lies exactly in the middle; training gets all the rest. A part may be empty.

**Exercise (4 points).** Write `train_val_test_split`. All chance comes from the generator `rng`; with the same
generator anyone can repeat your split.
"""


# %% nbgrader={"grade_id": "train_val_test_split", "solution": true}
def train_val_test_split(X, y, val_fraction, test_fraction, rng):
    """The samples in three parts, each of them in shuffled order.

    X: samples in rows, shape (N, D); it is not changed.
    y: one label or target for each row, shape (N,); it is not changed.
    val_fraction, test_fraction: these parts get round(fraction * N) samples, training gets the rest.
    rng: a NumPy random generator, the only source of chance.
    Returns: ((Xtr, ytr), (Xva, yva), (Xte, yte)). Every sample is in exactly one part; a part may be empty.
    """
    ### BEGIN SOLUTION
    N = len(X)
    n_val, n_test = round(val_fraction * N), round(test_fraction * N)
    rows = rng.permutation(N)
    val, test, train = rows[:n_val], rows[n_val : n_val + n_test], rows[n_val + n_test :]
    return (X[train], y[train]), (X[val], y[val]), (X[test], y[test])
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_train_val_test_split", "grade": true, "locked": true, "points": 4}
check(train_val_test_split)

# %% [markdown]
r"""
### How many units?

The simplest way to limit what a network can learn is to give it few units. Here networks of 1 to 64 units, without
any decay, are trained on 24 samples and judged by 48 others. To be less at the mercy of one draw, the losses are
averaged over eight of your splits. (This takes a few seconds.)

*In words: the training loss falls on and on, or nearly so, as there are more units. The validation loss falls
steeply from one unit to two or four, and from then on it rises, little by little. The gap between the two curves is
overfitting. Your own draws may differ a little.*
"""

# %%
widths = [1, 2, 4, 8, 16, 32, 64]
try:
    with np.errstate(all="ignore"):
        losses = []  # one table for each split: (training, validation) for each width
        for seed in range(8):
            part, val_part, _ = train_val_test_split(X_all, y_all, 0.4, 0.4, np.random.default_rng(seed))
            fitted = [fit_network(*part, units) for units in widths]
            losses.append([(mse(params, *part), mse(params, *val_part)) for params in fitted])
    train_losses, val_losses = np.mean(losses, axis=0).T
    complete = bool(np.all(np.isfinite(losses)))
except Exception:
    complete = False

if not complete:
    print("This picture needs your train_val_test_split: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.loglog(widths, val_losses, "o-", label="validation", linewidth=2)
    axes.loglog(widths, train_losses, "s--", label="training", linewidth=2)
    axes.set(xlabel="hidden units", ylabel="loss", title="Capacity by width")
    axes.set_xticks(widths, labels=widths)
    axes.minorticks_off()
    axes.legend()
    show(figure, "Training loss falls with every unit more; validation loss falls up to two or four and then rises.")

# %% [markdown]
r"""
## 8 · Choosing $\lambda$

Fewer units is one way. The other is: many units, and the right amount of decay. The right amount is what does best
on the validation part. So fit one model for each $\lambda$ that you want to try, measure its validation loss, and
take the best.

**Exercise (3 points).** Write `select_lambda`. `fit(lam)` trains and returns a model, whatever that is, and
`validation_loss(model)` measures it. Fitting can take hours, so call `fit` once for every $\lambda$. Where losses
are equal, the first wins.
"""


# %% nbgrader={"grade_id": "select_lambda", "solution": true}
def select_lambda(lams, fit, validation_loss):
    """The lam whose model has the smallest validation loss.

    lams: a list of numbers to try.
    fit: a function; fit(lam) returns a model. It is called once for each lam.
    validation_loss: a function; validation_loss(model) returns a number.
    Returns: one of lams, the first of equals.
    """
    ### BEGIN SOLUTION
    best_lam, best_loss = None, np.inf
    for lam in lams:
        model = fit(lam)
        loss = validation_loss(model)
        if best_lam is None or loss < best_loss:
            best_lam, best_loss = lam, loss
    return best_lam
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_select_lambda", "grade": true, "locked": true, "points": 3}
check(select_lambda)

# %% [markdown]
r"""
### All of it together

Forty units, ten values of $\lambda$, your split, your decay, your choice. Only at the very end, once, the test part
is opened, for the chosen model alone.

*In words: against $\lambda$ on a logarithmic axis, the training loss is lowest at the left end and rises
nearly throughout. The validation loss is higher at the left, where the network learns by heart, has its lowest point
somewhere between $\lambda = 0.0001$ and $0.01$, which is marked, and rises steeply at the right, where the network
may hardly learn anything.*
"""

# %%
lams = [10.0**k for k in np.arange(-6, 0.5, 0.7)]
losses = {}
try:
    train_part, val_part, test_part = train_val_test_split(X_all, y_all, 0.4, 0.4, np.random.default_rng(2))
    models = {}

    def fit(lam):
        models[lam] = fit_network(*train_part, units=40, lam=lam)
        losses[lam] = mse(models[lam], *train_part), mse(models[lam], *val_part)
        return models[lam]

    def validation_loss(params):
        return mse(params, *val_part)

    with np.errstate(all="ignore"):
        chosen = select_lambda(lams, fit, validation_loss)
    complete = chosen in models and len(losses) == len(lams) and bool(np.all(np.isfinite(list(losses.values()))))
except Exception:
    complete = False

if not complete:
    print("Finish add_weight_decay, train_val_test_split and select_lambda first, then run this cell again.")
else:
    train_losses, val_losses = np.array([losses[lam] for lam in lams]).T
    figure, axes = plt.subplots(figsize=(5.5, 3.4), layout="constrained")
    axes.loglog(lams, val_losses, "o-", label="validation", linewidth=2)
    axes.loglog(lams, train_losses, "s--", label="training", linewidth=2)
    axes.axvline(chosen, linestyle=":", color="gray")
    axes.text(1.2 * chosen, max(val_losses), "chosen", va="top")
    axes.set(xlabel=r"$\lambda$", ylabel="loss", title="How much decay?")
    axes.legend()
    show(figure, "Training loss rises with lambda; validation loss is lowest in between, where lambda is chosen.")
    print(f"chosen: lambda = {chosen:.2g}, validation loss {losses[chosen][1]:.4f}")
    print(f"and on the test part, opened once: {mse(models[chosen], *test_part):.4f}")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 9 · In your own words (2 points)

*A friend has split her data in two parts only, training and validation. She tries two hundred values of
$\lambda$, takes the one with the smallest validation loss, 0.031, and reports: "on new data my network will have a
loss of 0.031". Is this number more likely too small or too large, and why? What would a test part change? And if
the test loss disappoints her, may she go back and choose another $\lambda$ by it?*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** It is more likely too small. Every validation loss is partly luck, because the part is a small
sample; of two hundred such numbers she has picked the smallest, and the smallest is likely to be one that was
lucky, too. In this way even the choice of $\lambda$ overfits, namely the validation part. A test part that took no
part in learning *or* choosing has no such bias: the loss on it is an honest estimate for new data. That holds only
as long as nothing is chosen by it. If she goes back and picks another $\lambda$ by the test loss, it has become a
second validation part, and she needs fresh data for an honest number.

**Rubric.** 1 point: too small, because the smallest of many noisy numbers was chosen (selection, or "overfitting
the validation part"); half a point for "too small" with a reason that fits the training loss only. 1 point: a
test part that is used for no decision gives an unbiased estimate, and loses that when a choice is made by it; half
a point where only one of the two is said.
"""
