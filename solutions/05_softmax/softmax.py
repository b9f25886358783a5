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
# 05 · Softmax: from scores to probabilities

Which digit is this? A network answers with one number for each class, and the numbers may be anything at all. In
this notebook they become *probabilities*, the probabilities become a *loss*, and the loss gets a *gradient*. With
these you teach a computer to read handwriting. At the end you build a referee that tells a right gradient from a
wrong one, and you let it loose on the lecture slides.

- **Time:** about three hours. The end of section 6 is a good place for a break.
- **Points:** 30 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(softmax)` (or another name) in an empty cell. Each call says a little more.

**Words.** The raw scores of $K$ classes are called **logits**. A batch of $N$ samples has logits $Z$ of shape
$(N, K)$, one sample a row. The right answers are labels $y$ of shape $(N,)$, whole numbers from 0 to $K - 1$.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, digits, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
From topic 02 you need the sigmoid. Here it is, in its stable form; use it wherever you like.

And here are the data of this topic: 1,000 small images of handwritten digits to learn from, and 300 others to see
whether what was learned holds. Each has 8×8 pixels from 0 (white) to 1 (black), laid out as a row of 64 numbers.
"""


# %% nbgrader={"grade_id": "given", "locked": true}
def sigmoid(z):
    """The sigmoid of every entry of z, stable."""
    return np.exp(-np.logaddexp(0.0, -z))


X_train, y_train, X_val, y_val = digits.load()

# %%
figure, panels = plt.subplots(1, 10, figsize=(9, 1.2), layout="constrained")
for digit, panel in enumerate(panels):
    panel.imshow(X_train[np.flatnonzero(y_train == digit)[0]].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    panel.set(title=digit, xticks=[], yticks=[])
show(figure, "The first image of each class, from 0 to 9: coarse grey handwritten digits of 8 by 8 pixels.")

# %% [markdown]
r"""
## 1 · One-hot rows

A label is a name, not a quantity: a 6 is not twice a 3. So we write the label $y$ as a row of $K$ numbers, all 0
but for a single 1 in place $y$. All labels together make the matrix $T$ (for *targets*) of shape $(N, K)$:

$$T_{nk} = \begin{cases} 1 & k = y_n \\ 0 & \text{otherwise.} \end{cases}$$

**Exercise (1 point).** Write `one_hot`. A class may be missing among the labels; its column is there all the same.
"""


# %% nbgrader={"grade_id": "one_hot", "solution": true}
def one_hot(y, num_classes):
    """Labels as rows of 0 and 1.

    y: labels from 0 to num_classes - 1, integers of shape (N,).
    num_classes: how many classes there are, K.
    Returns: shape (N, K), in each row a 1 at the label and 0 elsewhere.
    """
    ### BEGIN SOLUTION
    T = np.zeros((len(y), num_classes))
    T[np.arange(len(y)), y] = 1.0
    return T
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_one_hot", "grade": true, "locked": true, "points": 1}
check(one_hot)

# %% [markdown]
r"""
## 2 · Log-sum-exp, the smooth maximum

One expression turns up everywhere in this topic:

$$\mathrm{lse}(\mathbf{z}) = \log \sum_{k} e^{z_k}.$$

It is a soft version of the maximum: a little more than the largest logit, and at most $\log K$ more. But written
like this it breaks. $e^{800}$ is too large for a float, and if all logits are below $-750$, every exponential is 0
and the logarithm is $-\infty$. Logits of that size do occur.

The remedy is a line of algebra. For *any* number $m$,

$$\log \sum_k e^{z_k} = m + \log \sum_k e^{z_k - m}.$$

Choose $m$ well, and no exponent is ever positive and at least one of them is 0. Then nothing can overflow, and the
sum is at least 1.

> **Slip on the slides.** One set computes $\log(\sum_k e^{f_k}) - f_y$ in code just as it stands. For
> $f = (1000, 0)$ the answer is `inf`.

**Exercise (2 points).** Write `logsumexp` for a whole batch. Each row needs *its own* $m$. (`keepdims=True` keeps an
axis that you reduce as an axis of length 1, so that shapes still fit.)
"""


# %% nbgrader={"grade_id": "logsumexp", "solution": true}
def logsumexp(Z):
    """The logarithm of the sum of the exponentials of every row.

    Z: logits, shape (N, K).
    Returns: shape (N,).
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    m = np.max(Z, axis=1, keepdims=True)  # (N, 1)
    total = np.sum(np.exp(Z - m), axis=1)  # (N,)
    return m[:, 0] + np.log(total)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_logsumexp", "grade": true, "locked": true, "points": 2}
check(logsumexp)

# %% [markdown]
r"""
## 3 · Softmax

Now for the probabilities. They must be positive and sum to 1, and a larger logit must mean a larger probability:

$$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} = e^{\,z_k - \mathrm{lse}(\mathbf{z})}.$$

Add the same number to all logits of a row: numerator and denominator get the same factor, and nothing changes. Only
differences between logits count. That freedom is what makes a stable version possible.

**Exercise (3 points).** Write `softmax`. Each *row* of the result sums to 1.
"""


# %% nbgrader={"grade_id": "softmax", "solution": true}
def softmax(Z):
    """Probabilities from logits, row by row.

    Z: logits, shape (N, K).
    Returns: shape (N, K), positive, every row with the sum 1.
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    return np.exp(Z - logsumexp(Z)[:, None])
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_softmax", "grade": true, "locked": true, "points": 3}
check(softmax)

# %% [markdown]
r"""
### What softmax does

Three classes. The logits of the first two stay at 0 and 2, and that of the third goes from $-6$ to $8$. Watch the
*other* two probabilities.

*In words: the third probability is nearly 0 on the left and nearly 1 on the right, in an S-shaped curve. The other
two start near 0.12 and 0.88 and shrink together towards 0, always in the same proportion to each other.*
"""

# %%
third = np.linspace(-6, 8, 141)
try:
    P = np.asarray(softmax(np.stack([0 * third, 0 * third + 2, third], axis=1)))
    complete = P.shape == (141, 3)
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your softmax: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    for k, name in enumerate(["class 0, logit 0", "class 1, logit 2", "class 2, logit on the axis"]):
        axes.plot(third, P[:, k], label=name, linewidth=2)
    axes.set(xlabel="logit of class 2", ylabel="probability", title="The classes compete")
    axes.legend()
    show(figure, "As the third logit grows its probability rises from 0 to 1, and the two others shrink in proportion.")

# %% [markdown]
r"""
## 4 · Cross-entropy

How bad is an answer? Only one probability counts: the one that was given to the true class. Our loss is its
negative logarithm, averaged over the batch:

$$L = \frac{1}{N} \sum_{n=1}^{N} -\log p_{n, y_n}.$$

A sure and right answer costs $-\log 1 = 0$. Guessing among ten classes costs $\log 10 = 2.30$ a sample. And a sure
and wrong answer costs a lot, without a limit.

Here is a trap. If you compute the probability first and its logarithm afterwards, a probability of $e^{-800}$ has
become 0 in between, and the loss is infinite. Do not repair that by adding a small number. Put the formula for
$p$ in and simplify on paper first: the logarithm undoes one exponential altogether.

**Exercise (3 points).** Write `cross_entropy` straight from the logits.
"""


# %% nbgrader={"grade_id": "cross_entropy", "solution": true}
def cross_entropy(Z, y):
    """The mean over the batch of -log p_y.

    Z: logits, shape (N, K).
    y: labels from 0 to K - 1, integers of shape (N,).
    Returns: the loss, a float.
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    of_label = Z[np.arange(len(y)), y]  # (N,)
    return float(np.mean(logsumexp(Z) - of_label))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_cross_entropy", "grade": true, "locked": true, "points": 3}
check(cross_entropy)

# %% [markdown]
r"""
## 5 · The Jacobian of softmax

Each probability depends on *every* logit, through the common denominator. So the derivative of softmax is not a
number for each class but a matrix, the Jacobian $J_{jk} = \partial p_j / \partial z_k$:

$$\frac{\partial p_j}{\partial z_k} = p_j \, (\mathbf{1}[j = k] - p_k), \qquad
J = \mathrm{diag}(\mathbf{p}) - \mathbf{p}\, \mathbf{p}^\top.$$

On the diagonal stands $p_k (1 - p_k)$, as for the sigmoid. Off the diagonal stands $-p_j p_k$: when one logit grows,
the other classes must pay for it. You saw that in the picture.

> **Slip on the slides.** One set prints $\partial o_k / \partial z_k = o_k (1 - o_k)$ as "the" derivative of
> softmax and goes on without the rest of the matrix. We shall meet the consequences.

**Exercise (3 points).** Write `softmax_jacobian` for one row of logits.
"""


# %% nbgrader={"grade_id": "softmax_jacobian", "solution": true}
def softmax_jacobian(z):
    """All derivatives of all probabilities by all logits, for one sample.

    z: logits, shape (K,).
    Returns: shape (K, K); row j, column k holds the derivative of p_j by z_k.
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    p = softmax(z.reshape(1, -1)).ravel()
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_softmax_jacobian", "grade": true, "locked": true, "points": 3}
check(softmax_jacobian)

# %% [markdown]
r"""
## 6 · Cross-entropy, backward

Now put the two together. By the chain rule the gradient of $-\log p_y$ by the logits is this matrix times
$(0, \dots, -1/p_y, \dots, 0)$, and something pleasant happens: nearly everything cancels. You can see it more
directly by differentiating $\mathrm{lse}(\mathbf{z}) - z_y$. What is left is *what you said minus what was true*:

$$\mathrm{d}Z = \frac{1}{N}\,(P - T), \qquad P = \mathrm{softmax}(Z), \quad T \text{ one-hot}.$$

Do not forget the $1/N$. The loss is an average, so its gradient is one too.

> **Slip on the slides.** One set ends with $(o_k - t_k)\, o_k (1 - o_k)$. It has taken the derivative of the
> *squared* error and the diagonal alone of the matrix. Two hundred lines further down it prints the right $p - t$.

**Exercise (4 points).** Write `cross_entropy_backward`.
"""


# %% nbgrader={"grade_id": "cross_entropy_backward", "solution": true}
def cross_entropy_backward(Z, y):
    """The gradient of cross_entropy with respect to the logits.

    Z: logits, shape (N, K).
    y: labels from 0 to K - 1, integers of shape (N,).
    Returns: dZ, shape (N, K).
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    T = one_hot(y, Z.shape[1])  # (N, K)
    return (softmax(Z) - T) / len(y)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_cross_entropy_backward", "grade": true, "locked": true, "points": 4}
check(cross_entropy_backward)

# %% [markdown]
r"""
## 7 · Two classes need only one logit

For a yes-or-no question take two classes with the logits $0$ and $z$. Softmax then gives the second class the
probability $e^z / (1 + e^z) = \sigma(z)$: the sigmoid is softmax for two. Its cross-entropy is

$$L = -\frac{1}{N} \sum_{n=1}^{N} \Bigl[\, y_n \log \sigma(z_n) + (1 - y_n) \log\bigl(1 - \sigma(z_n)\bigr) \Bigr],
\qquad y_n \in \{0, 1\}.$$

The same trap waits here: from about $z = 37$ on, $\sigma(z)$ *is* 1.0 in floating point, and $\log(1 - 1)$ is
$-\infty$. And the same way leads out. Simplify for $y = 1$ and for $y = 0$ on paper, and both become one formula:

$$-\log p_y = \log(1 + e^{z}) - y\, z.$$

The first term is the log-sum-exp of $0$ and $z$. You know how to keep it from overflowing.

> **Slip on the slides.** One set prints $E = -\sum t \log o + (1 - t) \log(1 - o)$ without the square brackets, so
> that the minus reaches the first half only.

**Exercise (3 points).** Write `binary_cross_entropy`.
"""


# %% nbgrader={"grade_id": "binary_cross_entropy", "solution": true}
def binary_cross_entropy(z, y):
    """The mean over the batch of -log p_y, for two classes.

    z: logits of class 1, shape (N,).
    y: labels 0 or 1, integers of shape (N,).
    Returns: the loss, a float.
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    wrong_way = np.where(y == 1, -z, z)  # how far the logit leans to the other class, (N,)
    return float(np.mean(np.logaddexp(0.0, wrong_way)))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_binary_cross_entropy", "grade": true, "locked": true, "points": 3}
check(binary_cross_entropy)

# %% [markdown]
r"""
## 8 · Logistic regression

A single unit with a sigmoid, trained with this loss, is called *logistic regression*. Its logits are
$\mathbf{z} = X\mathbf{w} + b$. Differentiate $\log(1 + e^z) - y z$, and once more what is left is *what you said
minus what was true*; then go one step further back, through the sum:

$$\mathrm{d}\mathbf{z} = \frac{1}{N}\bigl(\sigma(\mathbf{z}) - \mathbf{y}\bigr), \qquad
\mathrm{d}\mathbf{w} = X^\top\, \mathrm{d}\mathbf{z}, \qquad
\mathrm{d}b = \sum_n \mathrm{d}z_n.$$

**Exercise (3 points).** Write `logistic_gradients`.
"""


# %% nbgrader={"grade_id": "logistic_gradients", "solution": true}
def logistic_gradients(X, w, b, y):
    """The gradients of binary_cross_entropy(X w + b, y).

    X: samples in rows, shape (N, D).
    w: weights, shape (D,).
    b: the bias, a number.
    y: labels 0 or 1, integers of shape (N,).
    Returns: (dw, db), dw of shape (D,) and db a float.
    Stable: right, and without overflow, nan or a warning, for logits up to 1000 in size.
    """
    ### BEGIN SOLUTION
    dz = (sigmoid(X @ w + b) - y) / len(y)  # (N,)
    return dz @ X, float(np.sum(dz))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_logistic_gradients", "grade": true, "locked": true, "points": 3}
check(logistic_gradients)

# %% [markdown]
r"""
### Four, or not four?

Your functions meet real handwriting. One unit learns to say whether an image shows a 4: three hundred steps
downhill, each with your `logistic_gradients` on all 1,000 images. The check on the 300 other images is fair, for
none of them was used to learn. But mind the measure: who always says "not a 4" is right nine times out of ten.

*In words: on the left the loss falls quickly from 0.69, which is $\log 2$, to below 0.1. In the middle the 64 weights
are shown as an image: dark (positive) where a 4 has ink, in a band across the middle, and light (negative) where other
digits would have theirs, at the top on the right and at the bottom on the left. On the right is the validation image
whose answer was furthest off.*
"""

# %%
is_four, val_is_four = (y_train == 4).astype(int), (y_val == 4).astype(int)
w, b, losses = np.zeros(64), 0.0, []
try:
    with np.errstate(all="ignore"):  # with a wrong gradient the loss may run away
        for _ in range(300):
            losses.append(binary_cross_entropy(X_train @ w + b, is_four))
            dw, db = logistic_gradients(X_train, w, b, is_four)
            w, b = w - 0.5 * np.asarray(dw), b - 0.5 * db
    scores = X_val @ w + b  # (300,)
    complete = bool(np.all(np.isfinite(losses))) and np.shape(w) == (64,) and np.shape(scores) == (300,)
except Exception:
    complete = False

if not complete:
    print("This needs your binary_cross_entropy and logistic_gradients: finish them, then run this cell again.")
else:
    right_ones = np.mean((scores > 0) == val_is_four)
    print(f"Right on {right_ones:.1%} of the 300 new images; always saying no: {np.mean(val_is_four == 0):.1%}.")
    worst = np.argmax(np.where(val_is_four == 1, -scores, scores))
    figure, (left, middle, last) = plt.subplots(1, 3, figsize=(9, 2.8), layout="constrained")
    left.plot(losses, linewidth=2)
    left.set(title="loss", xlabel="step")
    size = np.max(np.abs(w))
    middle.imshow(w.reshape(8, 8), cmap="gray_r", vmin=-size, vmax=size)
    middle.set(title="weights", xticks=[], yticks=[])
    last.imshow(X_val[worst].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    last.set(title=f"a {y_val[worst]}: P(four) = {sigmoid(scores[worst]):.2f}", xticks=[], yticks=[])
    show(figure, "The falling loss, the weights as an image that resembles a 4, and the image judged worst.")

# %% [markdown]
r"""
## 9 · A class, and a share

To decide for one class take the most probable one. Softmax keeps the order of a row, so the largest *logit* will do,
and no exponential is needed. Of equal ones take the first.

**Exercise (1 point).** Write `predict`.
"""


# %% nbgrader={"grade_id": "predict", "solution": true}
def predict(Z):
    """The class with the largest logit in every row, the first of equals.

    Z: logits, shape (N, K).
    Returns: class numbers from 0 to K - 1, integers of shape (N,).
    """
    ### BEGIN SOLUTION
    return np.argmax(Z, axis=1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_predict", "grade": true, "locked": true, "points": 1}
check(predict)

# %% [markdown]
r"""
**Exercise (1 point).** Write `accuracy`: the share of samples for which `predict(Z)` is the label.
"""


# %% nbgrader={"grade_id": "accuracy", "solution": true}
def accuracy(Z, y):
    """The share of right predictions.

    Z: logits, shape (N, K).
    y: labels from 0 to K - 1, integers of shape (N,).
    Returns: a float from 0 to 1.
    """
    ### BEGIN SOLUTION
    return float(np.mean(predict(Z) == y))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_accuracy", "grade": true, "locked": true, "points": 1}
check(accuracy)

# %% [markdown]
r"""
### Ten classes

Now all ten at once: a layer $Z = XW + \mathbf{b}$ with one column of weights for each class, your
`cross_entropy_backward` behind it, and three hundred steps.

*In words: above, the ten columns of weights as images. Each is dark where its digit has ink and light where other
digits have theirs; the 0 shows a ring with a light middle. Below, ten validation images that are still taken for
something else, or as many as there are, each with its label and the answer.*
"""

# %%
W, b, losses = np.zeros((64, 10)), np.zeros(10), []
try:
    with np.errstate(all="ignore"):
        for _ in range(300):
            Z = X_train @ W + b
            losses.append(cross_entropy(Z, y_train))
            dZ = np.asarray(cross_entropy_backward(Z, y_train))
            W, b = W - X_train.T @ dZ, b - dZ.sum(axis=0)
    Z_train, Z_val = X_train @ W + b, X_val @ W + b
    shares, answers = (accuracy(Z_train, y_train), accuracy(Z_val, y_val)), np.asarray(predict(Z_val))
    complete = bool(np.all(np.isfinite(losses))) and W.shape == (64, 10) and answers.shape == (300,)
except Exception:
    complete = False

if not complete:
    print("This needs your cross_entropy, its gradient, predict and accuracy: finish them, then run this cell again.")
else:
    print(f"The loss falls from {losses[0]:.3f} to {losses[-1]:.3f}.")
    print(f"Right on {shares[0]:.1%} of the training images and {shares[1]:.1%} of the 300 new ones.")
    figure, panels = plt.subplots(2, 10, figsize=(9, 2.6), layout="constrained")
    size = np.max(np.abs(W))
    for k, panel in enumerate(panels[0]):
        panel.imshow(W[:, k].reshape(8, 8), cmap="gray_r", vmin=-size, vmax=size)
        panel.set(title=k)
    for n, panel in zip(np.flatnonzero(answers != y_val), panels[1], strict=False):
        panel.imshow(X_val[n].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        panel.set(title=f"{y_val[n]} as {answers[n]}")
    for panel in panels.ravel():
        panel.set(xticks=[], yticks=[], visible=panel.has_data())
    show(figure, "Ten weight images, one for each digit, and below them the validation images that are misread.")

# %% [markdown]
r"""
## 10 · The referee

By now you have derived a good many gradients. Are they right? In topic 02 you measured the slope of a function of one
number. Here is the same idea for any scalar function $f$ of any array: move *one* entry $x_i$ a little to either side,
hold the others still, and see how far $f$ moves:

$$n_i = \frac{f(\mathbf{x} + h\,\mathbf{e}_i) - f(\mathbf{x} - h\,\mathbf{e}_i)}{2h}, \qquad h \approx 10^{-5}.$$

Then compare with the entry $a_i$ that somebody's formula gives. Neither number is exact, so allow a small difference,
larger for large slopes:

$$|a_i - n_i| \le \text{tolerance} \cdot \max(1, |a_i|, |n_i|) \quad \text{for every entry } i.$$

A good referee cannot be fooled. A gradient of another shape than $\mathbf{x}$ is wrong, even where broadcasting would
let the comparison pass. So is one with a `nan` in it; mind that every comparison with `nan` is `False`. And when the
game is over, $\mathbf{x}$ is what it was.

**Exercise (6 points).** Write `gradient_check`.
"""


# %% nbgrader={"grade_id": "gradient_check", "solution": true}
def gradient_check(f, gradient, x, tolerance=1e-6):
    """Is gradient(x) the gradient of f at x?

    f: a function that takes an array of x's shape and returns a number.
    gradient: a function that takes an array of x's shape and returns the alleged gradient.
    x: where to check, an array of any shape, 0-d too; it comes back unchanged.
    tolerance: every entry may be off by this much times max(1, |a|, |n|), n being its central difference.
    Returns: True or False; False where the shape is another than x's, or a nan occurs.
    """
    ### BEGIN SOLUTION
    h, alleged = 1e-5, np.asarray(gradient(x))
    if alleged.shape != x.shape:
        return False
    for place in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[place] += h
        left[place] -= h
        a, n = alleged[place], (f(right) - f(left)) / (2 * h)
        within = abs(a - n) <= tolerance * max(1.0, abs(a), abs(n))
        if not within:
            return False
    return True
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_gradient_check", "grade": true, "locked": true, "points": 6}
check(gradient_check)

# %% [markdown]
r"""
### Find the slide's bug

Five formulas from the lecture slides stand accused, and beside each a corrected one. Your referee judges them all. Read
the formulas in the next cell before you run it: can you tell what is wrong with each?

1. **Softmax with cross-entropy:** $(o - t)\, o\, (1 - o)$, from the slide in section 6.
2. **The sigmoid's slope:** $\sigma\,(1 - \sigma')$, printed twice in one set.
3. **Degrees for radians:** the slope of $2 / \sin(e^{-x})$, with the sine and cosine of *degrees*.
4. **A missing $1/N$:** the gradient of an average that is itself no average.
5. **Missing brackets:** the binary cross-entropy of section 7, with a minus that reaches the first half only.
"""

# %%
labels, target = np.array([2, 0, 1, 1, 2]), np.array([0, 0, 1, 0])
yes_no = np.array([1, 0, 0, 1])


def probabilities(z):
    return softmax(z[None])[0]


def slide_bce_slope(z):
    return (-yes_no * sigmoid(-z) - (1 - yes_no) * sigmoid(z)) / len(z)


z4, Z53 = np.array([-1.0, 0.0, 1.2, 0.5]), np.linspace(-1, 2, 15).reshape(5, 3)
suspects = [  # what, the function, the slide's gradient, the corrected one, where
    (
        "softmax with cross-entropy",
        lambda z: cross_entropy(z[None], np.array([2])),
        lambda z: (probabilities(z) - target) * probabilities(z) * (1 - probabilities(z)),
        lambda z: probabilities(z) - target,
        z4,
    ),
    (
        "the sigmoid's slope",
        lambda z: np.sum(sigmoid(z)),
        lambda z: sigmoid(z) * (1 - sigmoid(z) * (1 - sigmoid(z))),
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
        z4,
    ),
    (
        "degrees for radians",
        lambda x: 2 / np.sin(np.exp(-x)),
        lambda x: 2 * np.exp(-x) * np.cos(np.radians(np.exp(-x))) / np.sin(np.radians(np.exp(-x))) ** 2,
        lambda x: 2 * np.exp(-x) * np.cos(np.exp(-x)) / np.sin(np.exp(-x)) ** 2,
        np.array(0.0),
    ),
    (
        "a missing 1/N",
        lambda Z: cross_entropy(Z, labels),
        lambda Z: 5 * np.asarray(cross_entropy_backward(Z, labels)),
        lambda Z: np.asarray(cross_entropy_backward(Z, labels)),
        Z53,
    ),
    (
        "missing brackets",
        lambda z: binary_cross_entropy(z, yes_no),
        slide_bce_slope,
        lambda z: (sigmoid(z) - yes_no) / len(z),
        z4,
    ),
]

try:
    verdicts = [
        (what, bool(gradient_check(f, slide, x)), bool(gradient_check(f, mended, x)))
        for what, f, slide, mended, x in suspects
    ]
    complete = True
except Exception:
    complete = False

if not complete:
    print("This needs your gradient_check, softmax and the losses: finish them, then run this cell again.")
else:
    print(f"{'':28}{'slide':12}corrected")
    for what, slide_passes, mended_passes in verdicts:
        print(f"{what:28}{'passes' if slide_passes else 'convicted':12}{'passes' if mended_passes else 'convicted'}")

# %% [markdown]
r"""
### The slide against the measurement

Here are the numbers behind the first verdict: for four logits, the slope that was *measured*, the slide's, and $o - t$.
The third class is the true one.

*In words: the measured slopes and those of $o - t$ are the same four bars: three positive, and one negative of about
$-0.5$ for the true class. The slide's bars have the right signs but are far too short, the longest about a quarter of
what it should be. A network trained with them would still learn, only so slowly that nobody would suspect the formula.*
"""

# %%
try:
    what, f, slide, mended, x = suspects[0]
    h = 1e-5
    measured = np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(4)])
    bars = [("measured", measured), ("slide", slide(x)), ("$o - t$", mended(x))]
    complete = all(np.shape(heights) == (4,) for _, heights in bars)
except Exception:
    complete = False

if not complete:
    print("This picture needs your softmax and cross_entropy: finish them, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2), layout="constrained")
    for i, (name, heights) in enumerate(bars):
        style = {"hatch": ["", "//", ".."][i], "edgecolor": "white", "color": ["#0072B2", "#D55E00", "black"][i]}
        axes.bar(np.arange(4) + 0.27 * (i - 1), heights, 0.25, label=name, **style)
    axes.axhline(0, color="gray", linewidth=0.8, linestyle="-")
    axes.set(title="slope of the loss", xlabel="logit", xticks=range(4))
    axes.legend()
    show(figure, "Bars for four logits: the measured slopes equal o minus t; the slide's are far too short.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 11 · In your own words (2 points)

Let your referee judge $f(\mathbf{x}) = \sum_i \mathrm{relu}(x_i)$ with the gradient $\mathbf{1}(x_i > 0)$, once at
$\mathbf{x} = (1.5, -2, 0.5)$ and once at $\mathbf{x} = (1.5, 0, 0.5)$. (Try it in an empty cell.)

*Why does the gradient check fail at the second point? What number does the central difference measure there, and is
the gradient wrong? What would you do about it if you had to check a network full of ReLU units?*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** At 0 the ReLU has a kink. The central difference steps across it, takes the slope 1 from the right
and 0 from the left, and measures their mean: $(h - 0) / 2h = \tfrac12$. The gradient function says 0, by convention,
and $|0 - \tfrac12|$ is far beyond the tolerance. So neither is wrong: at a kink there is no derivative to compare
with, and the check can only say something where $f$ is smooth over the distance $h$ to either side. For a network,
check at a point where no pre-activation is within $h$ of 0, for example at random parameters, or move the point
slightly and check again; a truly wrong gradient fails there too.

**Rubric.** 1 point: the difference straddles the kink and measures $\tfrac12$, the mean of both slopes (or: there is no
derivative at 0), so that the failure does not convict the gradient. 1 point: a workable remedy, such as another,
random point away from the kinks, or one-sided differences there. Half a point for "because ReLU is not differentiable
at 0" alone.
"""
