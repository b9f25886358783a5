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
# 09 · Capstone: a network that reads

Everything that you have built comes together here: layers and gradients, softmax and cross-entropy, minibatches and
momentum, weight decay and early stopping. With them you train a network that reads handwritten digits, and the last
exercise is graded by nothing but this: how many digits it reads that neither it nor you have ever seen.

- **Time:** about two hours. After section 4 is a good place for a break.
- **Points:** 30 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(init_params)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, digits, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
## 1 · The digits, and what is given

There are 1,797 images of 8×8 pixels, each pixel a number from 0 (white) to 1 (ink). An image is a row of 64 numbers.
1,000 images are for training and 300 for validation. The remaining 497 are the **test** images. They are not in this
notebook, nor anywhere in your half of the course: only the grader has them.

*In words: the first ten training images with their labels. The strokes are blurred, and a few could be argued about.*
"""

# %% nbgrader={"grade_id": "digits", "locked": true}
X_train, y_train, X_val, y_val = digits.load()

# %%
figure, panels = plt.subplots(1, 10, figsize=(9, 1.4), layout="constrained")
for panel, image, label in zip(panels, X_train, y_train, strict=False):
    panel.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    panel.set(title=label, xticks=[], yticks=[])
show(figure, "The first ten training images, each with its label.")

# %% [markdown]
r"""
Answers to earlier topics, given here. All are your old friends: look at their names and docstrings, and come back when
you need one. (Your own versions would do as well.)
"""


# %% nbgrader={"grade_id": "given_pieces", "locked": true}
def one_hot(y, num_classes):
    """Labels as rows of 0 and 1, (N, K)."""
    return np.eye(num_classes)[y]


def cross_entropy(Z, y):
    """The mean of -log p_y, straight from logits, a float; stable."""
    Z = Z - Z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]))


def cross_entropy_backward(Z, y):
    """dZ of cross_entropy, (N, K): probabilities minus one-hot rows, over N; stable."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True) - one_hot(y, Z.shape[1])) / len(y)


def accuracy(Z, y):
    """The share of rows whose largest logit is the label's, a float."""
    return float(np.mean(Z.argmax(axis=1) == y))


def minibatches(X, y, batch_size, rng):
    """Pairs (X_batch, y_batch) in random order, each sample once."""
    order = rng.permutation(len(X))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]


def momentum_step(params, velocity, grads, lr, gamma):
    """(params, velocity) after one step with momentum; velocity starts as zeros of the parameters' shapes."""
    velocity = {name: gamma * velocity[name] + lr * grads[name] for name in params}
    return {name: params[name] - velocity[name] for name in params}, velocity


# %% [markdown]
r"""
## 2 · Where to begin

All parameters live in one dict: `W1`, `b1`, `W2`, `b2`, … The list `sizes` says how wide the layers are; `[64, 100, 10]`
means 64 inputs, one hidden layer of 100 units, and 10 outputs.

The biases begin as zeros. The weights must not: two units with the same weights compute the same, get the same gradient,
and stay twins for ever. So they are drawn at random, but how large?

A unit sums $n_\text{in}$ products $x_i w_i$. If the weights have standard deviation $s$, the sum's variance is
$n_\text{in}\, s^2$ times the mean square of the inputs. Then ReLU sets one half of the units to 0, and with them goes half
of the mean square. For signals to keep their size from layer to layer we need $\tfrac12\, n_\text{in}\, s^2 = 1$:

$$s = \sqrt{\frac{2}{n_\text{in}}}.$$

This is **He's** scale, after the first author of the paper that proposed it (He, Zhang, Ren and Sun, 2015).

**Exercise (4 points).** Write `init_params`. All draws come from `rng`, which has a method `normal`.
"""


# %% nbgrader={"grade_id": "init_params", "solution": true}
def init_params(sizes, rng):
    """Random initial weights and zero biases.

    sizes: the widths of the layers, inputs first and outputs last, a list of at least two ints; it is not changed.
    rng: a random generator such as np.random.default_rng(0); all draws come from it.
    Returns: a dict W1, b1, W2, b2, …; W of a layer has shape (n_in, n_out) and is normal with mean 0 and standard
        deviation sqrt(2 / n_in), b has shape (n_out,) and is 0. All are float64.
    """
    ### BEGIN SOLUTION
    params = {}
    for layer in range(1, len(sizes)):
        n_in, n_out = sizes[layer - 1], sizes[layer]
        params[f"W{layer}"] = rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)
        params[f"b{layer}"] = np.zeros(n_out)
    return params
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_init_params", "grade": true, "locked": true, "points": 4}
check(init_params)

# %% [markdown]
r"""
Twenty layers of 100 units, and the digits sent through them. How large are the signals in each layer, with He's scale and
with two others?

*In words: the vertical axis is logarithmic. With $\sqrt{2/n}$ the line stays level, with some ups and downs. With
$\sqrt{1/n}$ it falls steadily, to about a thousandth after twenty layers, and with $\sqrt{4/n}$ it rises to some hundred times
its size. It is only a factor of $\sqrt2$, but it is one in every layer.*
"""

# %%
try:
    signals = {}
    for name, factor in ((r"$\sqrt{2/n}$", 1.0), (r"$\sqrt{1/n}$", np.sqrt(0.5)), (r"$\sqrt{4/n}$", np.sqrt(2.0))):
        deep, A, signals[name] = init_params([64] + [100] * 20, np.random.default_rng(0)), X_val, []
        for layer in range(1, 21):
            A = np.maximum(A @ (factor * np.asarray(deep[f"W{layer}"])), 0)
            signals[name].append(np.sqrt(np.mean(A**2)))
    complete = bool(np.isfinite(list(signals.values())).all())
except Exception:
    complete = False

if not complete:
    print("This picture needs your init_params: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    for name, sizes_of_signals in signals.items():
        axes.semilogy(range(1, 21), sizes_of_signals, label=name, linewidth=2)
    axes.set(
        xlabel="layer",
        ylabel="size of the activations",
        title="He's scale keeps signals alive",
        xticks=[1, 5, 10, 15, 20],
    )
    axes.legend()
    show(
        figure,
        "Size of the activations against layer: level with He's scale, falling or rising a thousandfold otherwise.",
    )

# %% [markdown]
r"""
## 3 · Forward

From images to logits: affine layers, with ReLU *between* them. So every layer but the last is followed by ReLU, and a
network of one layer has none.

$$A_0 = X, \qquad Z_l = A_{l-1} W_l + \mathbf{b}_l, \qquad A_l = \mathrm{relu}(Z_l), \qquad \text{and the logits are } Z_L.$$

How many layers there are you find out from `params`. Go by the names, for a dict may hold them in any order.

**Exercise (4 points).** Write `mlp_logits`.
"""


# %% nbgrader={"grade_id": "mlp_logits", "solution": true}
def mlp_logits(params, X):
    """The logits of a network with ReLU between its layers.

    params: a dict W1, b1, W2, b2, … of any depth (one layer, too); it is not changed.
    X: samples in rows, shape (N, D); not changed.
    Returns: logits, shape (N, K), K being the width of the last layer.
    """
    ### BEGIN SOLUTION
    depth = len(params) // 2
    Z = X @ params["W1"] + params["b1"]
    for layer in range(2, depth + 1):
        Z = np.maximum(Z, 0) @ params[f"W{layer}"] + params[f"b{layer}"]
    return Z
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_mlp_logits", "grade": true, "locked": true, "points": 4}
check(mlp_logits)

# %% [markdown]
r"""
## 4 · Loss and gradients

What we minimise is the cross-entropy of the logits, averaged over the batch, plus a penalty on all weights. The biases are
not penalised.

$$\ell = \frac1N \sum_n -\log p_{n, y_n} + \frac\lambda2 \sum_l \lVert W_l \rVert^2$$

Backward, nothing is new. The gradient by the logits is $\mathrm{d}Z_L = (P - T)/N$, and from there you walk back through
the layers as in topic 04:

$$\mathrm{d}W_l = A_{l-1}^\top\, \mathrm{d}Z_l + \lambda W_l, \qquad \mathrm{d}\mathbf{b}_l = \sum_n \mathrm{d}Z_{l,n}, \qquad
\mathrm{d}Z_{l-1} = (\mathrm{d}Z_l\, W_l^\top) \circ [Z_{l-1} > 0].$$

`cross_entropy` and `cross_entropy_backward` are given above, and they are stable.

**Exercise (10 points).** Write `digits_loss_and_grads`. It is the longest function of the course, so take your time.
"""


# %% nbgrader={"grade_id": "digits_loss_and_grads", "solution": true}
def digits_loss_and_grads(params, X, y, lam):
    """The regularised loss of a network, and its gradient by every parameter.

    params: a dict W1, b1, W2, b2, … of any depth (one layer, too); it is not changed.
    X: samples in rows, shape (N, D).
    y: labels from 0 to K - 1, integers of shape (N,).
    lam: the strength of the penalty, a number; 0 means none.
    Returns: (loss, grads); loss is the mean cross-entropy plus lam / 2 times the sum of all squared weights, a float,
        and grads is a dict with the names and shapes of params. At 0 the slope of ReLU is 0.
    """
    ### BEGIN SOLUTION
    depth = len(params) // 2
    inputs, Z = {1: X}, X @ params["W1"] + params["b1"]
    for layer in range(2, depth + 1):
        inputs[layer] = np.maximum(Z, 0)  # positive exactly where Z is
        Z = inputs[layer] @ params[f"W{layer}"] + params[f"b{layer}"]
    loss, dZ, grads = cross_entropy(Z, y), cross_entropy_backward(Z, y), {}
    for layer in range(depth, 0, -1):
        W = params[f"W{layer}"]
        loss += 0.5 * lam * np.sum(W**2)
        grads[f"W{layer}"] = inputs[layer].T @ dZ + lam * W
        grads[f"b{layer}"] = dZ.sum(axis=0)
        if layer > 1:
            dZ = (dZ @ W.T) * (inputs[layer] > 0)
    return float(loss), grads
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_digits_loss_and_grads", "grade": true, "locked": true, "points": 10}
check(digits_loss_and_grads)

# %% [markdown]
r"""
### A first test: learn ten images by heart

Before you train for long, train on very little. A network with a right gradient can learn ten images by heart in a few
steps. If it cannot, no amount of training will help, and you have lost ten seconds instead of an evening.

*In words: the loss of ten images falls from about 3, with a small bump on its way, to nearly nothing within some twenty steps.*
"""

# %%
try:
    small, losses = init_params([64, 32, 10], np.random.default_rng(1)), []
    for _ in range(60):
        loss, grads = digits_loss_and_grads(small, X_train[:10], y_train[:10], 0.0)
        losses.append(float(loss))
        small = {name: small[name] - 0.5 * np.asarray(grads[name]) for name in small}
    complete = bool(np.isfinite(losses).all())
except Exception:
    complete = False

if not complete:
    print("This picture needs your first three functions: pass their checks first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 2.8), layout="constrained")
    axes.plot(losses, linewidth=2)
    axes.set(xlabel="step", ylabel="loss", title="Ten images by heart")
    show(figure, "The loss of ten images falls to nearly nothing within sixty steps.")

# %% [markdown]
r"""
## 5 · The whole training

Now it is up to you. `fit_digits` gets the training and the validation images, and returns parameters for `mlp_logits`.
What is in between is your choice: how many layers, how wide, which optimiser, which rate, how many epochs, when to stop.
Whatever you have learned may be used, and what you have not learned, too.

A recipe that works, if you would like one to start from:

1. `init_params` with one hidden layer of some 64 units;
2. epochs of `minibatches` of 50, and after each batch a `momentum_step` with $\gamma = 0.9$, a rate of about 0.1 and
   $\lambda = 0.001$;
3. a rate that falls from epoch to epoch;
4. after each epoch the loss on the validation images, and a **copy** of the parameters where it is the best so far.

**How it is graded.** Your function is called once, with a fixed `rng`, and its parameters are put into *our* `mlp_logits`.
The check below judges them on the 300 validation images. The grader judges them on the 497 test images, and that is what
counts. Full points (12) from an accuracy of 95 %, none up to 50 %, and in proportion between them. A training may take 60
seconds of computing; one or two should be enough. Since it is called only once, nobody asks whether a second call gives
the same; but take all your chance from `rng`, or your points will depend on luck.

So mind the gap: aim for 97 % here, and you need not fear for 95 % there.

**Exercise (12 points).** Write `fit_digits`.
"""


# %% nbgrader={"grade_id": "fit_digits", "solution": true}
def fit_digits(X_train, y_train, X_val, y_val, rng):
    """Train a network that reads digits.

    X_train, y_train: images (N, 64) with pixels from 0 to 1, and their labels from 0 to 9, (N,).
    X_val, y_val: the same for validation.
    rng: a random generator; all chance comes from it.
    Returns: params, a dict W1, b1, W2, b2, … for mlp_logits, with 64 inputs and 10 outputs.
    """
    ### BEGIN SOLUTION
    params = init_params([64, 64, 10], rng)
    velocity = {name: 0 * values for name, values in params.items()}
    best, best_loss = params, np.inf
    for epoch in range(60):
        lr = 0.1 / (1 + 0.1 * epoch)
        for X, y in minibatches(X_train, y_train, 50, rng):
            grads = digits_loss_and_grads(params, X, y, 0.001)[1]
            params, velocity = momentum_step(params, velocity, grads, lr, 0.9)
        val_loss = cross_entropy(mlp_logits(params, X_val), y_val)
        if val_loss < best_loss:
            best, best_loss = params, val_loss  # a step makes new arrays, so these stay as they are
    return best
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_fit_digits", "grade": true, "locked": true, "points": 12}
check(fit_digits)

# %% [markdown]
r"""
### What it has learned, and what it has not

Train once more, with another `rng`, and look.

*In words: above, sixteen units of the first layer as images of their weights, dark where ink excites the unit and light
where it calms it. No unit looks like a digit. Most are mottled, since much of their random beginning is still in them, with
some darker strokes and corners that training has added. Below, the validation images that the network misreads, at most ten,
each with its label and the answer. Some of them you would misread, too.*
"""

# %%
try:
    params = fit_digits(X_train, y_train, X_val, y_val, np.random.default_rng(1))
    Z = np.asarray(mlp_logits(params, X_val))
    shares, answers = (accuracy(mlp_logits(params, X_train), y_train), accuracy(Z, y_val)), Z.argmax(axis=1)
    first = np.asarray(params["W1"])
    complete = bool(np.isfinite(first).all()) and first.shape[0] == 64
except Exception:
    complete = False

if not complete:
    print("This picture needs your fit_digits: pass its check first, then run this cell again.")
else:
    print(f"Right on {shares[0]:.1%} of the training images and {shares[1]:.1%} of the validation images.")
    figure, panels = plt.subplots(3, 10, figsize=(9, 3.4), layout="constrained")
    units = [*panels[0], *panels[1, :6]]
    for unit, panel in zip(first.T, units, strict=False):
        size = np.max(np.abs(unit))
        panel.imshow(unit.reshape(8, 8), cmap="gray_r", vmin=-size, vmax=size)
    for n, panel in zip(np.flatnonzero(answers != y_val), panels[2], strict=False):
        panel.imshow(X_val[n].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        panel.set(title=f"{y_val[n]} as {answers[n]}")
    for panel in panels.ravel():
        panel.set(xticks=[], yticks=[], visible=panel.has_data())
    show(figure, "Weights of sixteen hidden units as images, and below them the validation images that are misread.")

# %% [markdown]
r"""
### Which digits are mistaken for which?

A **confusion matrix** counts in row $i$ and column $j$ the images of an $i$ that were read as a $j$. On the diagonal stands
what is right.

*In words: a table of ten rows and ten columns. On the diagonal stand numbers near 30, for there are about 30 validation images
of each digit. Beside it there are only a few ones and perhaps a two; all other places are empty.*
"""

# %%
if not complete:
    print("This picture needs your fit_digits: pass its check first, then run this cell again.")
else:
    confusion = np.zeros((10, 10), dtype=int)
    np.add.at(confusion, (y_val, answers), 1)
    figure, axes = plt.subplots(figsize=(4.4, 4.0), layout="constrained")
    axes.imshow(np.sqrt(confusion), cmap="Blues", vmin=0, vmax=8)
    for (i, j), count in np.ndenumerate(confusion):
        if count:
            axes.text(j, i, count, ha="center", va="center", weight="bold" if i != j else "normal")
    axes.set(xlabel="read as", ylabel="label", xticks=range(10), yticks=range(10), title="300 validation images")
    show(figure, "Confusion matrix: nearly all counts stand on the diagonal, with a few single mistakes beside it.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 6 · In your own words (2 points)

*A friend tries two hundred settings of `fit_digits`, keeps the one with the best accuracy on the 300 validation images, 99.3 %,
and hands it in. On the test images it has 97.4 %. "The test images must be harder", he says. Give a better explanation, and say
what number he should have expected, or how he could have found out without the test images.*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** With 300 images one image is 0.33 %, and the accuracies of equally good networks differ by chance by about one
per cent. The best of two hundred is therefore the luckiest as well as the best: he has fitted the *choice* to the validation
images, so their number is too optimistic, although no gradient ever saw them. The test images took no part in any choice, so 97.4 %
is the honest number. He could have kept a part of the training or validation images aside, untouched until all choices were
made, and measured once on these (or used cross-validation); or he could have expected about the average of his good settings
rather than their maximum.

**Rubric.** 1 point: choosing the best of many on the same validation images makes their number too optimistic (luck is chosen,
too), whereas the test images took part in no choice (half a point for one of the two). 1 point: a sound way to a better estimate,
such as images kept aside until the end, cross-validation, fewer tries, or the average instead of the maximum.
"""
