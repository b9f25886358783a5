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
# 08 · Early stopping: knowing when to stop

The longer a network is trained, the better it does on its training data. On data that it has not seen it does
better for a while, and then worse: it begins to learn the noise. So one set of slides gives this recipe against
overfitting: start with small weights, and *stop the learning* when the performance on the validation data gets worse.

It sounds like one line of code. But losses go up and down by chance, the best moment is only known when it is
over, and by then the parameters have moved on. In this notebook you get all three right.

- **Time:** about an hour.
- **Points:** 18 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(stopping_point)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
## 1 · Given: a network that overfits

One input, forty tanh units, one linear output, and fifteen noisy samples of a sine: answers to earlier topics, given
here. `step` is one epoch of training. It works **in place**: it writes the new values into the arrays that it is
given. Many libraries do, for it saves memory.
"""


# %% nbgrader={"grade_id": "given", "locked": true}
def make_data(N, seed):
    """N samples: X (N, 1) between -1 and 1, and y (N,), a sine with noise."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, size=(N, 1))
    return X, np.sin(4 * X[:, 0]) + 0.4 * rng.normal(size=N)


def first_params(seed=0, units=40):
    """Small weights to start from."""
    rng = np.random.default_rng(seed)
    return {
        "W1": rng.normal(size=(1, units)),
        "b1": 0.5 * rng.normal(size=units),
        "W2": 0.1 * rng.normal(size=(units, 1)),
        "b2": np.zeros(1),
    }


def network(params, X):
    """The network's answers, (N,), to X, (N, 1)."""
    return (np.tanh(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"])[:, 0]


def loss(params, X, y):
    """Half the squared error, averaged over the samples."""
    return float(0.5 * np.mean((network(params, X) - y) ** 2))


def make_step(X, y, lr=0.1, steps=40):
    """An epoch of training on X, y: so many steps of gradient descent, in place."""

    def step(params):
        for _ in range(steps):
            H = np.tanh(X @ params["W1"] + params["b1"])  # (N, units)
            dF = (H @ params["W2"] + params["b2"] - y[:, None]) / len(X)  # (N, 1)
            dZ = (dF @ params["W2"].T) * (1 - H**2)  # (N, units)
            grads = {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dF, "b2": dF.sum(axis=0)}
            for name in params:
                params[name] -= lr * grads[name]
        return params

    return step


X_train, y_train = make_data(15, seed=3)
X_val, y_val = make_data(60, seed=4)

# %% [markdown]
r"""
## 2 · When has it become worse?

If we stopped at the first loss that is not better, chance would stop us. So we have **patience**: we stop only after
that many epochs *in a row* without improvement.

An epoch **improves** when its loss is less than $\text{best} - \texttt{min\_delta}$, where best is the loss of the last
epoch that improved. The first epoch always does. With `min_delta` $= 0$ any progress counts; an equal loss is none.

For example, with patience 2:

| epoch | 0 | 1 | 2 | 3 | 4 | 5 | 6 |
|---|---|---|---|---|---|---|---|
| loss | 9 | 7 | 8 | 5 | 6 | 5 | 1 |
| improves? | yes | yes | no | yes | no | no | |

The best epoch is 3, and training stops at epoch 5. The 1 that would have followed is never seen: that is the price.

**Exercise (4 points).** Write `stopping_point`. Epochs count from 0. Where patience lasts to the end of the list,
training stops at the last epoch.
"""


# %% nbgrader={"grade_id": "stopping_point", "solution": true}
def stopping_point(val_losses, patience, min_delta=0.0):
    """Which epoch is the best, and at which training stops.

    val_losses: a list of numbers, at least one; val_losses[e] is the validation loss after epoch e.
    patience: stop after so many epochs in a row without improvement, at least 1.
    min_delta: an epoch improves when its loss is less than best - min_delta.
    Returns: (best_epoch, stop_epoch), counted from 0.
    """
    ### BEGIN SOLUTION
    best_loss, best_epoch, bad = np.inf, 0, 0
    for epoch, val_loss in enumerate(val_losses):
        if val_loss < best_loss - min_delta:
            best_loss, best_epoch, bad = val_loss, epoch, 0
        else:
            bad += 1
        if bad == patience:
            return best_epoch, epoch
    return best_epoch, len(val_losses) - 1
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_stopping_point", "grade": true, "locked": true, "points": 4}
check(stopping_point)

# %% [markdown]
r"""
Now train for 300 epochs and see where you would have stopped.

*In words: the training loss falls throughout. The validation loss rises for a few epochs, falls steeply to its lowest
point, and then rises slowly for good. Two vertical lines mark your best epoch, at the bottom, and your stop, ten later.*
"""

# %%
step, trained, history = make_step(X_train, y_train), first_params(), []
for _ in range(300):
    trained = step(trained)
    history.append((loss(trained, X_train, y_train), loss(trained, X_val, y_val)))
train_losses, val_losses = map(list, zip(*history, strict=True))

try:
    best_epoch, stop_epoch = map(int, stopping_point(val_losses, 10))
    complete = True
except Exception:
    complete = False

if not complete:
    print("This picture needs your stopping_point: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(6, 3.4), layout="constrained")
    axes.semilogy(val_losses, label="validation", linewidth=2)
    axes.semilogy(train_losses, label="training", linewidth=2)
    axes.axvline(best_epoch, linestyle="-.", color="gray", label=f"best: epoch {best_epoch}")
    axes.axvline(stop_epoch, linestyle=":", color="black", label=f"stop: epoch {stop_epoch}")
    axes.set(xlabel="epoch", ylabel="loss", title="Patience 10")
    axes.legend()
    show(figure, "Training loss falls throughout; validation loss has a minimum, where the best epoch is marked.")

# %% [markdown]
r"""
## 3 · While it happens

`stopping_point` looks at a finished list. A training needs the same rule epoch by epoch, and something to remember it
in between. That is what a class is for: `__init__` sets up what is remembered, on `self`, and `update` is called after
every epoch with the new loss and the present parameters.

It also has to keep the best **parameters**, or else the stop is of little use: by then the training has gone on for
`patience` epochs, and always for the worse. And keeping means *copying*. After `best = params` both names mean the same
dict; after `best = dict(params)` there are two dicts with the same arrays. A training that works in place writes into
those arrays. You need new ones.

**Exercise (6 points).** Write `EarlyStopping`.
"""


# %% nbgrader={"grade_id": "EarlyStopping", "solution": true}
class EarlyStopping:
    """Watches a training and says when to stop.

    Attributes after each update, all of the last epoch that improved:
    best_loss: its loss.
    best_epoch: its number, counted from 0.
    best_params: a dict with copies of its parameters.
    """

    def __init__(self, patience, min_delta=0.0):
        """Set up what is remembered; patience and min_delta as in stopping_point."""
        ### BEGIN SOLUTION
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = np.inf, None, None
        self.epochs = self.bad = 0
        ### END SOLUTION

    def update(self, val_loss, params):
        """Take note of one more epoch.

        val_loss: its validation loss, a number.
        params: its parameters, a dict of arrays; not changed here, but perhaps later by the training.
        Returns: True if the training should stop now, else False.
        """
        ### BEGIN SOLUTION
        if val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch, self.bad = val_loss, self.epochs, 0
            self.best_params = {name: np.array(values) for name, values in params.items()}
        else:
            self.bad += 1
        self.epochs += 1
        return self.bad >= self.patience
        ### END SOLUTION


# %% nbgrader={"grade_id": "check_EarlyStopping", "grade": true, "locked": true, "points": 6}
check(EarlyStopping)

# %% [markdown]
r"""
## 4 · A training that stops by itself

In each epoch: `params = step(params)`, then `validate(params)` measures the validation loss. The history holds these
losses, up to the one at which training stops.

Mind that `step` may work in place, and that the caller's parameters must stay as they are.

**Exercise (6 points).** Write `fit_with_early_stopping`. Your `EarlyStopping` will do most of the work.
"""


# %% nbgrader={"grade_id": "fit_with_early_stopping", "solution": true}
def fit_with_early_stopping(step, validate, params, patience, max_epochs):
    """Train until patience is at its end, and return the best.

    step: a function; step(params) returns the parameters after one more epoch. It may change params in place.
    validate: a function; validate(params) returns the validation loss.
    params: a dict of arrays to start from; it is not changed.
    patience: as in stopping_point; min_delta is 0.
    max_epochs: stop after so many epochs in any case, at least 1.
    Returns: (best_params, history); history[e] is the validation loss after epoch e.
    """
    ### BEGIN SOLUTION
    params = {name: np.array(values) for name, values in params.items()}
    watcher, history, done = EarlyStopping(patience), [], False
    while not done and len(history) < max_epochs:
        params = step(params)
        history.append(validate(params))
        done = watcher.update(history[-1], params)
    return watcher.best_params, history
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_fit_with_early_stopping", "grade": true, "locked": true, "points": 6}
check(fit_with_early_stopping)

# %% [markdown]
r"""
The same network, once with your early stopping and once trained to the bitter end.

*In words: black dots are the fifteen samples. Both curves are waves and close together where there are samples. At both
ends, where there are none, the long training has gone another way. The printed validation losses tell which is better.*
"""

# %%
long = first_params()
for _ in range(300):
    long = step(long)

try:
    early, history = fit_with_early_stopping(step, lambda p: loss(p, X_val, y_val), first_params(), 10, 300)
    line = np.linspace(-1, 1, 201)[:, None]
    curve = network(early, line)
    complete = bool(np.isfinite(curve).all())
except Exception:
    complete = False

if not complete:
    print("This picture needs your fit_with_early_stopping: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.4), layout="constrained")
    axes.plot(line, curve, label=f"stopped after {len(history)} epochs", linewidth=2)
    axes.plot(line, network(long, line), label="300 epochs", linewidth=2)
    axes.plot(X_train, y_train, "o", color="black", markersize=5, label="samples")
    axes.set(xlabel="$x$", ylabel="$y$")
    axes.legend()
    show(figure, "The network that was stopped early and the one trained for 300 epochs part at both ends.")
    print(f"validation loss: stopped early {loss(early, X_val, y_val):.4f}, 300 epochs {loss(long, X_val, y_val):.4f}")

# %% [markdown]
r"""
## 5 · Why it works

A young network has small weights. Then the pre-activations are small, too, and near 0 tanh is nearly a straight line:
$\tanh z \approx z$. Every hidden unit is in its **linear range**, and a network of linear units is a linear one,
however many units it has. As the weights grow the units leave that range, one after the other, and the network can
bend. So to stop early is to limit its capacity.

How far is a layer from a linear one? As far as its worst entry:

$$\max |\tanh(XW) - XW|.$$

**Exercise (2 points).** Write `linear_range_error`.
"""


# %% nbgrader={"grade_id": "linear_range_error", "solution": true}
def linear_range_error(X, W):
    """How far tanh units are from linear ones: the largest |tanh(X @ W) - X @ W|.

    X: samples in rows, shape (N, D).
    W: weights, one column for each unit, shape (D, K).
    Returns: one number for all samples and units, a float.
    """
    ### BEGIN SOLUTION
    Z = X @ W
    return float(np.abs(np.tanh(Z) - Z).max())
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_linear_range_error", "grade": true, "locked": true, "points": 2}
check(linear_range_error)

# %% [markdown]
r"""
*In words: both axes are logarithmic. The error against the size of the weights is a straight line that climbs by three
decades for each decade of the size: weights ten times smaller make the units a thousand times more linear.*

> **Careful:** the slides' argument is about tanh (and sigmoid) units. A ReLU has its corner *at* 0, so it is as bent for
> small weights as for large ones. Early stopping helps ReLU networks, too, but this is not the reason.
"""

# %%
sizes = 10.0 ** np.linspace(-3, 0, 13)
try:
    errors = [float(linear_range_error(X_train, size * first_params()["W1"])) for size in sizes]
    complete = bool(np.isfinite(errors).all())
except Exception:
    complete = False

if not complete:
    print("This picture needs your linear_range_error: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    axes.loglog(sizes, errors, "o-", linewidth=2)
    axes.set(xlabel="size of the weights", ylabel="linear range error", title="Small weights, straight units")
    show(figure, "The error falls as the third power of the size of the weights.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 6 · In your own words (2 points)

*A friend trains with patience 1 and is disappointed: training stops after four epochs. So she sets patience to 1000 and
max_epochs to 100, and returns the parameters as they are at the end. What went wrong in either case, and what would you
advise?*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** Validation losses go up and down by chance, so with patience 1 the first unlucky epoch ends the
training, long before the network has learned what it could. With patience 1000 and 100 epochs the rule can never fire:
it is ordinary training, and the last parameters may have overfitted for a long time. I would advise a patience of some
ten epochs, longer than the usual ups and downs, and to return a copy of the parameters of the best epoch. Then
a generous patience costs time only.

**Rubric.** 1 point: patience 1 reacts to noise, and 1000 never stops within 100 epochs (half a point for one of them).
1 point: the best epoch's parameters are to be returned, not the last, with a patience in between (half a point for one
of them).
"""
