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
# 06 · Optimization: finding the way down

A gradient says which way is up. What remains is to walk down, and that sounds like the easy part. But how long
should a step be? Must we look at all the data before each of them? And what if the valley is long and narrow?

In this notebook you write the whole road from a gradient to a trained network: the step, the minibatches, the loop
that joins them, and the two improvements that nearly everybody uses, momentum and Adam. Along the way you learn to
read a loss curve, which is half of the craft.

- **Time:** about two hours. After section 6 is a good place for a break.
- **Points:** 22 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(sgd_step)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
## 1 · What there is to learn

We need data, and a network with its gradients. The data are two crescents that reach into each other, with some
noise: 240 points to train on, and another 160 that training never sees, the *validation* data.

The network has one hidden layer of 16 ReLU units and a softmax output. `loss_and_grads` gives its cross-entropy and
all gradients; it is put together from what topics 04 and 05 are about. All parameters live in one dict, and so do
their gradients, **with the same names**. So an optimizer need not know anything about networks.
"""


# %% nbgrader={"grade_id": "given", "locked": true}
def crescents(N, rng):
    """N points in two crescents, (N, 2), and their labels 0 and 1, (N,)."""
    y = np.arange(N) % 2
    angle = np.pi * rng.uniform(size=N)
    X = np.column_stack([np.cos(angle), np.sin(angle)])
    X = np.where(y[:, None] == 0, X, [1.0, 0.4] - X)
    return X + 0.22 * rng.normal(size=(N, 2)), y


def first_params(rng, hidden=16):
    """Random weights and zero biases."""
    return {
        "W1": rng.normal(size=(2, hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, 2)) * np.sqrt(2 / hidden),
        "b2": np.zeros(2),
    }


def logits(params, X):
    return np.maximum(X @ params["W1"] + params["b1"], 0.0) @ params["W2"] + params["b2"]


def loss_and_grads(params, X, y):
    """The cross-entropy of a batch, a float, and a dict of its gradients, named like params."""
    Z1 = X @ params["W1"] + params["b1"]  # (N, H)
    H = np.maximum(Z1, 0.0)
    Z = H @ params["W2"] + params["b2"]  # (N, K)
    Z = Z - Z.max(axis=1, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(len(y)), y].mean()
    dZ = np.exp(log_p)
    dZ[np.arange(len(y)), y] -= 1.0
    dZ = dZ / len(y)
    dZ1 = (dZ @ params["W2"].T) * (Z1 > 0)
    grads = {"W2": H.T @ dZ, "b2": dZ.sum(axis=0), "W1": X.T @ dZ1, "b1": dZ1.sum(axis=0)}
    return float(loss), grads


def accuracy(params, X, y):
    return float(np.mean(logits(params, X).argmax(axis=1) == y))


X_train, y_train = crescents(240, np.random.default_rng(60))
X_val, y_val = crescents(160, np.random.default_rng(61))
start = first_params(np.random.default_rng(62))

# %% [markdown]
r"""
## 2 · One step down

For every parameter array $W$, with its gradient `dW` and a *learning rate* $\eta$, in code `lr`:

$$W \leftarrow W - \eta\, \mathrm{d}W.$$

The minus is there because the gradient points uphill. With gradients from a part of the data only, this is called
**stochastic gradient descent**, SGD for short.

> **Slip on the slides.** One set calls backpropagation "a method of training". It is not: backpropagation computes
> the gradient and changes nothing. The training is done by the little line above.

**Exercise (2 points).** Write `sgd_step`. It works on dicts, whatever names and shapes are in them. Note that the
arrays in `grads` may be stored in another order than those in `params` (look at `loss_and_grads`), so go by the
names. And nothing that is passed in may change: mind the difference between `w -= …` and `w = w - …`.
"""


# %% nbgrader={"grade_id": "sgd_step", "solution": true}
def sgd_step(params, grads, lr):
    """One step of gradient descent.

    params: a dict of arrays, of any names and shapes; it is not changed.
    grads: a dict with the same names and shapes.
    lr: the learning rate, a number.
    Returns: a new dict of new arrays, w - lr * g under each name.
    """
    ### BEGIN SOLUTION
    stepped = {}
    for name in params:
        stepped[name] = params[name] - lr * grads[name]
    return stepped
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_sgd_step", "grade": true, "locked": true, "points": 2}
check(sgd_step)

# %% [markdown]
r"""
### Reading loss curves

Now walk: 150 steps with the gradient of *all* the training data, three times from the same start, with three
learning rates. Before you run the cell: which of them would you choose, 0.01, 0.5 or 12?

*In words: with the rate 0.01 the loss creeps down in a nearly straight line and is hardly lower at the end; there
is nothing wrong with it, it only wants patience. With 0.5 it falls quickly at first and steadily later, to the lowest
value of the three. With 12 it jumps up at once, a hundred times as high, comes back, and goes on in jumps without
ever settling.*

So a curve that sinks slowly and evenly asks for a larger rate, and one that jumps asks for a smaller one. The good
rate is often just a little below the first one that jumps.
"""

# %%
try:
    curves = {}
    with np.errstate(all="ignore"):
        for lr in (0.01, 0.5, 12.0):
            here, curves[lr] = start, []
            for _ in range(150):
                loss, grads = loss_and_grads(here, X_train, y_train)
                curves[lr].append(loss)
                here = sgd_step(here, grads, lr)
    complete = bool(np.isfinite(curves[0.5]).all())
except Exception:
    complete = False

if not complete:
    print("This picture needs your sgd_step: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(6, 3.2), layout="constrained")
    for lr, losses in curves.items():
        axes.semilogy(losses, label=f"lr = {lr:g}", linewidth=2)
    axes.set(title="too small, good, too large", xlabel="step", ylabel="loss on the training data")
    axes.legend()
    show(figure, "Loss against step: a slow even descent, a quick one that flattens out, and one that jumps about.")

# %% [markdown]
r"""
## 3 · A rate that shrinks

Far from the goal long steps are good, near it short ones. So let the rate fall with the number of steps $t$:

$$\eta_t = \frac{\eta}{1 + \kappa\, t}, \qquad t = 0, 1, 2, \dots$$

With a *decay* $\kappa = 0.01$ the rate has halved at step 100, and is a third at step 200.

**Exercise (1 point).** Write `decayed_rate`.
"""


# %% nbgrader={"grade_id": "decayed_rate", "solution": true}
def decayed_rate(lr, decay, step):
    """The learning rate at a step, falling from lr.

    lr: the rate at step 0.
    decay: how quickly it falls; 0 means not at all.
    step: the number of the step, 0, 1, 2, …
    Returns: lr / (1 + decay * step), a float.
    """
    ### BEGIN SOLUTION
    shrink = 1.0 + decay * step
    return lr / shrink
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_decayed_rate", "grade": true, "locked": true, "points": 1}
check(decayed_rate)

# %% [markdown]
r"""
## 4 · Minibatches

The gradient of the loss is an average over the samples. To average over all of them for a single step is a waste,
if a handful gives nearly the same direction. So we cut the data into **minibatches** and make a step after each.
One pass through all of them is an **epoch**.

The data often lie in some order, all of one class first, say. So we shuffle before we cut, and anew in every epoch.

Three things go wrong easily, and all three are hard to see, for the network still learns *something*:

- rows and labels are shuffled apart, each in an order of its own;
- the rest is lost, when the size does not divide the number of samples, or an empty batch is left at the end;
- the data of the caller are shuffled in place.

The remedy for the first and third is to shuffle *numbers*: `order = rng.permutation(N)` holds $0, \dots, N-1$ in
random order, and `X[order[:4]]` picks four rows by their numbers, as a new array.

**Exercise (4 points).** Write `minibatches`. It may return a list or be a generator (with `yield`); both can be used
in a `for` loop.
"""


# %% nbgrader={"grade_id": "minibatches", "solution": true}
def minibatches(X, y, batch_size, rng):
    """The data in minibatches, for one pass in random order.

    X: samples in rows, shape (N, D); not changed.
    y: one label for each row, shape (N,); not changed.
    batch_size: how many rows a batch has; the last one has what remains, at least one.
    rng: a random generator such as np.random.default_rng(0); the order is drawn from it.
    Returns: pairs (X_batch, y_batch), to be used in a for loop; together they hold each sample once.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    batches = []
    while len(order) > 0:
        rows, order = order[:batch_size], order[batch_size:]
        batches.append((X[rows], y[rows]))
    return batches
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_minibatches", "grade": true, "locked": true, "points": 4}
check(minibatches)

# %% [markdown]
r"""
## 5 · The training loop

Now put it together. For every epoch:

1. draw fresh minibatches;
2. for each of them, take the gradient **at the parameters as they are now** and make a step;
3. afterwards, note the loss on *all* of the data.

The third point costs a little time and is worth it. The loss of single batches goes up and down by chance, so a
curve made of them is hard to read.

**Exercise (7 points).** Write `train`. It works with any model: `loss_and_grads` is an argument, and you call it as
`loss_and_grads(params, X, y)`. Your `minibatches` and `sgd_step` will do most of the work.
"""


# %% nbgrader={"grade_id": "train", "solution": true}
def train(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    """Stochastic gradient descent in minibatches.

    X, y: the training data, shapes (N, D) and (N,).
    params: a dict of arrays to start from; not changed.
    loss_and_grads: a function of (params, X, y) that returns (loss, grads).
    lr: the learning rate, the same in every step.
    epochs: how many passes over the data, each with a fresh permutation.
    batch_size: how many rows a step sees.
    rng: a random generator.
    Returns: (params, history); history is a list with the loss on all of X, y after each epoch.
    """
    ### BEGIN SOLUTION
    history = []
    while len(history) < epochs:
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            grads = loss_and_grads(params, X_batch, y_batch)[1]
            params = sgd_step(params, grads, lr)
        history.append(loss_and_grads(params, X, y)[0])
    return params, history
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_train", "grade": true, "locked": true, "points": 7}
check(train)

# %% [markdown]
r"""
### How large a batch?

Three ways to go through the same data 30 times, with the same learning rate:

- **full batch:** all 240 samples in every step, so one step an epoch;
- **minibatch:** 16 samples, 15 steps an epoch;
- **stochastic:** a single sample, 240 steps an epoch.

All three compute equally many gradients of single samples.

*In words: the full batch descends smoothly, and slowest. The minibatches descend almost as smoothly, and well below
it from the first epoch on. With single samples the loss gets lowest of all, but the curve is rough: several times it
jumps back to two or three times its value, and it does not settle.*

One sample alone is a moody adviser: its gradient points in the right direction only on average. The average over 16 is
much steadier, and one over all the data is exact but late. What is more, NumPy computes 16 samples in hardly more time
than one. That is why nearly everybody trains with minibatches, and lets the rate shrink when the curve gets rough.
"""

# %%
try:
    runs = {}
    with np.errstate(all="ignore"):
        for name, size in [("full batch", 240), ("minibatch of 16", 16), ("stochastic", 1)]:
            runs[name] = train(X_train, y_train, start, loss_and_grads, 0.15, 30, size, np.random.default_rng(5))[1]
    complete = all(np.shape(losses) == (30,) and np.isfinite(losses).all() for losses in runs.values())
except Exception:
    complete = False

if not complete:
    print("This picture needs your train: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(6, 3.2), layout="constrained")
    for name, losses in runs.items():
        axes.semilogy(np.arange(1, 31), losses, label=name, linewidth=2)
    axes.set(title="the same data 30 times", xlabel="epoch", ylabel="loss on the training data")
    axes.legend()
    show(figure, "Loss against epoch: the full batch slow and smooth, minibatches fast, single samples fast and rough.")

# %% [markdown]
r"""
## 6 · Watch what it has not seen

A falling loss shows that the network learns its training data. Whether it learned *the crescents* shows only on data
that it has not seen. So while training one watches the accuracy on both, here after each of 60 epochs.

*In words: on the left both accuracies are about 0.85 after the first epoch. They rise side by side to 0.9 and
beyond, and after some 25 epochs the training accuracy takes a small lead, at the end about 0.95 against 0.93. On the
right the points of the validation data lie in two crescents, an upper and a lower one; the border of the network
winds between them, in straight pieces.*

A small gap is normal. If the two curves part further and further, the network has begun to learn its samples by
heart; topics 07 and 08 are about that.
"""

# %%
try:
    params, rng, seen, unseen = start, np.random.default_rng(6), [], []
    with np.errstate(all="ignore"):
        for _ in range(60):
            params, _ = train(X_train, y_train, params, loss_and_grads, 0.15, 1, 16, rng)
            seen.append(accuracy(params, X_train, y_train))
            unseen.append(accuracy(params, X_val, y_val))
    complete = seen[-1] > 0.8
except Exception:
    complete = False

if not complete:
    print("This picture needs your train: pass its check first, then run this cell again.")
else:
    side = np.linspace(-2, 3, 161)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    Z = logits(params, grid)
    plane = (Z[:, 1] - Z[:, 0]).reshape(161, 161)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    left.plot(np.arange(1, 61), seen, label=f"training, at the end {seen[-1]:.2f}", linewidth=2)
    left.plot(np.arange(1, 61), unseen, label=f"validation, at the end {unseen[-1]:.2f}", linewidth=2)
    left.set(title="accuracy", xlabel="epoch", ylim=(0.78, 1.01))
    left.legend(loc="lower right")
    right.contour(side, side, plane, levels=[0.0], colors="black")
    for label, marker, color in [(0, "o", "#0072B2"), (1, "x", "#D55E00")]:
        right.plot(
            *X_val[y_val == label].T, marker, color=color, markersize=4, linestyle="none", label=f"class {label}"
        )
    right.set(title="validation data and the network's border", xlim=(-1.8, 2.7), ylim=(-1.5, 1.9))
    right.legend()
    show(figure, "Both accuracies rise to above 0.9; the border winds between the two crescents.")

# %% [markdown]
r"""
## 7 · Momentum

Think of a ball that rolls through a long and narrow valley. Plain descent goes where it is steepest, to and fro
between the walls, and makes little way along the floor. A heavy ball would not follow every bump. It has a
*velocity* $V$, of which a share $\gamma$ remains from step to step while the gradient pushes it:

$$V \leftarrow \gamma V + \eta\, \mathrm{d}W, \qquad\text{then}\qquad W \leftarrow W - V.$$

Pushes to and fro cancel in $V$; pushes in one direction add up. With $\gamma = 0.9$ they add up to ten times the
single step. The velocity starts as zeros.

**Exercise (3 points).** Write `momentum_step`. Like all of them it leaves what it is given as it is, and returns
new parameters and a new velocity.
"""


# %% nbgrader={"grade_id": "momentum_step", "solution": true}
def momentum_step(params, velocity, grads, lr, gamma):
    """One step of gradient descent with momentum.

    params: a dict of arrays, of any names and shapes; it is not changed.
    velocity: a dict with the same names and shapes, zeros before the first step; it is not changed.
    grads: a dict with the same names and shapes.
    lr: the learning rate.
    gamma: the share of the velocity that remains.
    Returns: (params, velocity), two new dicts: v = gamma * v + lr * g, and then w - v with the new v.
    """
    ### BEGIN SOLUTION
    rolled, moved = {}, {}
    for name in params:
        rolled[name] = gamma * velocity[name] + lr * grads[name]
        moved[name] = params[name] - rolled[name]
    return moved, rolled
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_momentum_step", "grade": true, "locked": true, "points": 3}
check(momentum_step)

# %% [markdown]
r"""
### Find the slide's bug

One set of slides prints the two lines the other way round:

$$W \leftarrow W - V, \qquad\text{then}\qquad V \leftarrow \gamma V + \eta\, \mathrm{d}W.$$

It looks harmless. The next cell takes both down the same slope, where the gradient is always 1, with $\eta = 0.1$
and $\gamma = 0.9$. Predict the first line of each column, then run it. What does the slide's order do in its very
first step, and what in every later one?
"""


# %% nbgrader={"grade_id": "slide", "locked": true}
def slide_step(params, velocity, grads, lr, gamma):
    """Momentum as the slide prints it."""
    moved = {name: w - velocity[name] for name, w in params.items()}
    return moved, {name: gamma * velocity[name] + lr * grads[name] for name in params}


# %%
slope = {"w": np.ones(1)}
yours, slides = ({"w": np.zeros(1)}, {"w": np.zeros(1)}), ({"w": np.zeros(1)}, {"w": np.zeros(1)})
try:
    table = "step     yours   the slide's"
    for step in range(1, 7):
        yours = momentum_step(*yours, slope, 0.1, 0.9)
        slides = slide_step(*slides, slope, 0.1, 0.9)
        table += f"\n{step:4d}  {yours[0]['w'][0]:8.3f}  {slides[0]['w'][0]:12.3f}"
    print(table)
except Exception:
    print("This needs your momentum_step: pass its check first, then run this cell again.")

# %% [markdown]
r"""
The slide's column is yours, one line lower: its first step does nothing at all, and every later one acts on news from
the step before. Down a slope that is only a delay. Near the bottom it is worse, for the ball turns round one step too
late each time.

## 8 · Adam

Parameters differ. One gradient is a thousand times another, and no single rate suits both. **Adam** (*adaptive
moments*) gives every entry a step of its own size. It keeps two moving averages, of the gradient and of its square,
entry by entry:

$$m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2.$$

Then $m / \sqrt{v}$ is about 1 in size where the gradients agree, and small where they contradict each other, however
large they are.

Both averages start at zero, and so they are too small at first. After $t$ steps the weights that went into them sum
up to $1 - \beta^t$ only. Dividing by that corrects it:

$$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat v = \frac{v}{1 - \beta_2^t}, \qquad
w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}.$$

In the first step $t = 1$. The tiny $\varepsilon$ stands *outside* the root and keeps us from dividing by zero.

What must be remembered from one step to the next is the **state**: `t`, and the averages `m` and `v` *as they are*,
before the correction. Before the first step the state is an empty dict.

**Exercise (5 points).** Write `adam_step`.
"""


# %% nbgrader={"grade_id": "adam_step", "solution": true}
def adam_step(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam.

    params: a dict of arrays, of any names and shapes; it is not changed.
    state: {} before the first step, later what the last step returned; it is not changed.
    grads: a dict with the same names and shapes as params.
    lr: the learning rate.
    beta1, beta2: the shares of the old averages that remain.
    eps: added to the root of the corrected v.
    Returns: (params, state), new dicts. The state holds t, the number of steps so far (an int), and the averages m
    and v, before their correction: dicts with the names of params.
    """
    ### BEGIN SOLUTION
    zeros = {name: np.zeros_like(w) for name, w in params.items()}
    t = state.get("t", 0) + 1
    old_m, old_v = state.get("m", zeros), state.get("v", zeros)
    moved, m, v = {}, {}, {}
    for name, g in grads.items():
        m[name] = beta1 * old_m[name] + (1 - beta1) * g
        v[name] = beta2 * old_v[name] + (1 - beta2) * g * g
        m_hat = m[name] / (1 - beta1**t)
        v_hat = v[name] / (1 - beta2**t)
        moved[name] = params[name] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return moved, {"t": t, "m": m, "v": v}
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_adam_step", "grade": true, "locked": true, "points": 5}
check(adam_step)

# %% [markdown]
r"""
### Three ways down one valley

The loss $L(a, b) = \frac{1}{2}(a^2 + 40\, b^2)$ is a narrow valley: forty times as steep across as along. All three
start at the same point and make 40 steps.

*In words: on the left the three paths on a map of the valley with its long flat ellipses. Plain SGD jumps to and fro
between the walls, then creeps along the floor and is not at the bottom when the steps are used up. Momentum jumps, too,
but goes on quickly along the valley, shoots a little beyond the bottom and turns back. Adam sets out diagonally, its
steps equally long in both directions, since the steepness across no longer counts, and swings in one wide curve around
the bottom. On the right their losses: that of SGD falls evenly; those of momentum and Adam swing up and down, and that
of momentum ends lowest.*

No winner holds for all valleys. But momentum and Adam forgive a badly chosen rate more easily, and that is why they
are used so much.
"""

# %%
try:
    steps, steep = 40, {"a": 1.0, "b": 40.0}
    point = {"a": np.array([-4.0]), "b": np.array([1.0])}
    rest = {name: np.zeros(1) for name in point}
    walks = {
        "SGD": lambda w, state, g: (sgd_step(w, g, 0.045), state),
        "momentum": lambda w, state, g: momentum_step(w, state or rest, g, 0.02, 0.85),
        "Adam": lambda w, state, g: adam_step(w, state, g, 0.3),
    }
    paths = {}
    with np.errstate(all="ignore"):
        for name, walk in walks.items():
            w, state, paths[name] = point, {}, [point]
            for _ in range(steps):
                w, state = walk(w, state, {k: steep[k] * w[k] for k in w})
                paths[name].append(w)
    paths = {name: np.array([[w["a"][0], w["b"][0]] for w in path]) for name, path in paths.items()}
    complete = all(path.shape == (steps + 1, 2) and np.isfinite(path).all() for path in paths.values())
except Exception:
    complete = False

if not complete:
    print("This picture needs your sgd_step, momentum_step and adam_step: pass their checks first.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.4), layout="constrained")
    a, b = np.meshgrid(np.linspace(-4.6, 3, 121), np.linspace(-1.4, 1.4, 121))
    left.contour(a, b, 0.5 * (a**2 + 40 * b**2), levels=[0.2, 1, 3, 7, 15, 30], colors="gray", linewidths=0.7)
    for name, path in paths.items():
        left.plot(*path.T, marker=".", linewidth=1.5, label=name)
        right.semilogy(0.5 * (path[:, 0] ** 2 + 40 * path[:, 1] ** 2), linewidth=2, label=name)
    left.set(title="40 steps through a valley", xlabel="$a$", ylabel="$b$")
    right.set(title="loss", xlabel="step")
    right.legend()
    show(
        figure, "SGD jumps between the walls and creeps, momentum swings along the valley, Adam goes in one wide curve."
    )

# %% [markdown]
r"""
### And on the crescents

The same three on the network, with your minibatches. For SGD and momentum the rate falls as your `decayed_rate` says.

*In words: all three losses fall. Those of momentum and Adam stay close together and end at a third of plain SGD's;
the curve of momentum is rougher, Adam's the smoother of the two.*
"""

# %%
try:
    at_rest = {name: np.zeros_like(w) for name, w in start.items()}
    walks = {
        "SGD": lambda w, state, g, lr: (sgd_step(w, g, lr), state),
        "momentum": lambda w, state, g, lr: momentum_step(w, state or at_rest, g, lr, 0.9),
        "Adam": lambda w, state, g, lr: adam_step(w, state, g, 0.02),
    }
    contest = {}
    with np.errstate(all="ignore"):
        for name, walk in walks.items():
            w, state, t, rng, contest[name] = start, {}, 0, np.random.default_rng(8), []
            for _ in range(40):
                for X_batch, y_batch in minibatches(X_train, y_train, 16, rng):
                    grads = loss_and_grads(w, X_batch, y_batch)[1]
                    w, state = walk(w, state, grads, decayed_rate(0.1, 0.001, t))
                    t += 1
                contest[name].append(loss_and_grads(w, X_train, y_train)[0])
    complete = all(np.isfinite(losses).all() for losses in contest.values())
except Exception:
    complete = False

if not complete:
    print("This picture needs all six functions: pass their checks first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(6, 3.2), layout="constrained")
    for name, losses in contest.items():
        axes.semilogy(np.arange(1, 41), losses, label=name, linewidth=2)
    axes.set(title="three optimizers, the same minibatches", xlabel="epoch", ylabel="loss on the training data")
    axes.legend()
    show(figure, "Loss against epoch: Adam and momentum fall quickly and close together, SGD stays far above them.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 9 · In your own words (2 points)

Adam divides its averages by $1 - \beta_1^t$ and $1 - \beta_2^t$, because both start at zero.

*Leave both corrections out, with the usual $\beta_1 = 0.9$, $\beta_2 = 0.999$ and a tiny $\varepsilon$. Is the very
first step then too short or too long, and by what factor? Which of the two averages is to blame, and why is this
worst at the beginning?*

You may try it with a changed copy of your own function before you answer. Three or four sentences are enough; a
person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** After the first step $m = 0.1\, g$ and $v = 0.001\, g^2$, so the uncorrected step is
$\eta \cdot 0.1\, g / (\sqrt{0.001}\, |g|) = 3.16\, \eta\, \mathrm{sign}(g)$. With the correction it is
$\eta\, \mathrm{sign}(g)$: without it the step is about three times too *long*. Both averages are too small, but $v$
is so by a factor of 1000, of which the root leaves 31.6, and $m$ only by a factor of 10, so it is $v$, in the
denominator, that is to blame. It is worst at the beginning because $1 - \beta^t$ tends to 1: after some thousand
steps the averages have forgotten that they began at zero, and the correction changes nothing any more.

**Rubric.** 1 point: too long, by about 3.2 (or $0.1 / \sqrt{0.001}$); half of it for "too long" with a sound reason
but no factor. 1 point: $v$ is to blame since it is further below its true size and stands in the denominator, and
$1 - \beta^t$ approaches 1 with growing $t$; half for either of the two.
"""
