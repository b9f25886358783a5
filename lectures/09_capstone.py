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
# 09 · Capstone

Units, layers, the chain rule, softmax, descent, decay, stopping: all the parts lie on the table. In this lecture they
become one machine that reads handwritten digits. Little is new. What is new is the order in which one does things:
look at the data, begin well, check the gradient, train, and then look at the mistakes.

The network here has one hidden layer, and everything is written out for it. In the exercises you write it for any
depth. Every formula that is displayed is run in the cell below it: `same` compares its two sides, `slope` measures
derivatives by differences.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, play, same, show, slider, slope
from figures.picture import BLACK, BLUE, RED

from autograder.checks.digits import load

# %% [markdown]
r"""
## The digits

There are 1,797 images of $8 \times 8$ pixels, from 0 (paper) to 1 (ink). An image is a row of 64 numbers, so that a
batch is a matrix $X$ of shape $(N, 64)$, and the labels $\mathbf{y}$ are whole numbers from 0 to 9. They come in
three parts: 1,000 images train, 300 validate, and 497 **test** images are kept where neither you nor this lecture can
see them.

The first thing is always to look.
"""

# %%
X, y, X_val, y_val = load()
print("training", X.shape, y.shape, " validation", X_val.shape, " pixels from", X.min(), "to", X.max())
print("images of each digit in training:", np.bincount(y))

figure, axes = canvas(10, size=(7.5, 2.4), rows=3)
for digit in range(10):
    for ax, image in zip(axes[:, digit], X[y == digit], strict=False):
        ax.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        ax.axis("off")
show(figure, "Three handwritten examples of each digit from 0 to 9, small and grey; no two of them are quite alike.")

# %% [markdown]
r"""
The classes are about equally large, so that guessing is right once in ten. The second thing is a **baseline**: what
does the simplest rule reach? Take the mean image of each class, and give every image to the nearest mean:

**Definition.**

$$\mathrm{answer}(\mathbf{x}) = \underset{k}{\mathrm{argmin}}\; \lVert \mathbf{x} - \boldsymbol\mu_k \rVert^2, \qquad
\boldsymbol\mu_k = \frac{1}{N_k} \sum_{n :\, y_n = k} \mathbf{x}_n$$

It hides a network without a hidden layer. Multiply out, and drop what is the same for all classes:

$$-\tfrac12 \lVert \mathbf{x} - \boldsymbol\mu_k \rVert^2
= \mathbf{x} \cdot \boldsymbol\mu_k - \tfrac12 \lVert \boldsymbol\mu_k \rVert^2 - \tfrac12 \lVert \mathbf{x} \rVert^2$$

The mean images are the weights, $-\frac12 \lVert \boldsymbol\mu_k \rVert^2$ are the biases.

**Predict, then run.** Is this rule right for 30 %, 60 % or 90 % of the validation images?
"""

# %%
means = np.array([X[y == k].mean(axis=0) for k in range(10)])  # (10, 64)
distances = ((X_val[:, None] - means) ** 2).sum(axis=2)  # (300, 10)
answer = distances.argmin(axis=1)
same(-distances / 2, X_val @ means.T - (means**2).sum(axis=1) / 2 - (X_val**2).sum(axis=1, keepdims=True) / 2)
print(f"the nearest mean is right for {np.mean(answer == y_val):.1%}")


def compared(image):
    figure, (left, right) = canvas(2, size=(7.0, 2.8))
    left.imshow(X_val[image].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    left.set(title=f"label {y_val[image]}", xticks=[], yticks=[])
    nearest = np.arange(10) == answer[image]
    style = {"color": np.where(nearest, RED, BLUE), "hatch": np.where(nearest, "//", ""), "edgecolor": "white"}
    right.bar(range(10), distances[image], **style)
    right.set(xticks=range(10), xlabel="digit", ylabel="squared distance", title=f"nearest mean: {answer[image]}")
    return figure, f"An image of a {y_val[image]} and its distances to ten mean images; the nearest is {answer[image]}"


play(compared, image=slider(0, 299, 4))

# %% [markdown]
r"""
About 90 %. Whoever does not know that may be proud of a network with 88 %. *What usually goes wrong:* labels and
images belong to different orders; pixels run from 0 to 16 where the network was told 0 to 1; nobody has looked.
"""

# %% [markdown]
r"""
## Initial weights

Where should training begin? Not with zeros. Suppose two hidden units have the same weights, coming in and going out.
Then they compute the same, they get the same gradient, and they stay twins for ever. If *all* are zero, it is worse:
only the last layer's biases ever move. Chance has to break the **symmetry**. Biases may be zero.

How large should the weights be? A unit sums $n$ products $x_i w_i$. If the weights are drawn independently and
symmetrically about 0, with standard deviation $s$, the sums have on average the mean square

$$\overline{z^2} = n\, s^2\, \overline{x^2}$$

and half of them, the negative ones, are set to 0 by the ReLU. That halves the mean square:

$$\overline{\mathrm{relu}(z)^2} = \tfrac12\, \overline{z^2}$$

Together: with each layer the mean square is multiplied by $\frac12 n s^2$. It stays what it is with **He's scale**
(2015):

$$\tfrac12\, n\, s^2 = 1 \quad\text{for } s = \sqrt{2/n}$$
"""

# %%
rng = np.random.default_rng(0)
n, s = 64, 0.3
z = X_val @ (s * rng.normal(size=(n, 20_000)))  # 20,000 random units look at 300 images
same(np.mean(z**2), n * s**2 * np.mean(X_val**2), tolerance=0.02)  # as exact as 20,000 draws are
same(np.mean(np.maximum(z, 0) ** 2), np.mean(z**2) / 2, tolerance=0.02)
same(n * np.sqrt(2 / n) ** 2 / 2, 1.0)

# %% [markdown]
r"""
**Predict, then run.** Twenty layers, and the scale is only 10 % too small or too large. How large are the signals in
the last layer?
"""

# %%
LAYERS = rng.normal(size=(20, 64, 64)) * np.sqrt(2 / 64)


def signals(factor):
    A, sizes = X_val[:50], []
    for W in LAYERS:
        A = np.maximum(A @ (factor * W), 0)
        sizes.append(np.sqrt(np.mean(A**2)))
    figure, ax = canvas()
    curves(
        ax, np.arange(1, 21), {"size": sizes}, legend=False, yscale="log", xlabel="layer", ylabel="size of activations"
    )
    ax.set(ylim=(1e-7, 1e7), xticks=[1, 5, 10, 15, 20])
    return figure, f"The size of the activations, layer by layer on a log axis; in the last layer it is {sizes[-1]:.2g}"


play(signals, factor=slider(0.5, 2.0, 1.0, 0.1, label="times He's scale"))

# %% [markdown]
r"""
A factor $c$ in every layer is $c^{20}$ in the end: about 0.12 and 6.7 for ten per cent. For one hidden layer it
hardly matters, for twenty it decides whether anything is learned.

**Predict, then run.** All weights 0.1 at first, then fifty steps of descent. How many *different* hidden units will
there be?
"""


# %%
def relu(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    """The formula as it stands, good enough for the logits of this page; yours of topic 05 stands more."""
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


Y = np.eye(10)[y]
W1, W2 = np.full((64, 32), 0.1), np.full((32, 10), 0.1)
for _ in range(50):
    A = relu(X @ W1)
    dZ = (softmax(A @ W2) - Y) / len(X)
    W1, W2 = W1 - 0.1 * X.T @ (dZ @ W2.T * (A > 0)), W2 - 0.1 * A.T @ dZ
print("different hidden units:", len(np.unique(W1.round(9), axis=1).T), "of", W1.shape[1])

# %% [markdown]
r"""
One, thirty-two times. *What usually goes wrong:* He's $n$ is the number of *inputs* of a layer, not of its units;
$\sqrt{2/n}$ is a standard deviation, not a variance; the same generator is made anew for each layer, so that layers
begin alike.
"""

# %% [markdown]
r"""
## Forward

A network of $L$ layers is an affine map and a ReLU in turn. The images themselves get no ReLU, and the last layer
gets none: its numbers, the **logits**, may be negative.

**Definition.**

$$A_0 = X, \qquad A_l = \mathrm{relu}(A_{l-1} W_l + \mathbf{b}_l) \ \text{ for } l < L, \qquad
Z_L = A_{L-1} W_L + \mathbf{b}_L$$

For three layers that is a single line. For any depth it is a loop, and what a layer returns is what the next one
receives. In the exercise you write that loop. Here are three layers, for a whole batch, and the same for one image,
unit by unit:

$$Z_3 = \mathrm{relu}\bigl(\mathrm{relu}(X W_1 + \mathbf{b}_1)\, W_2 + \mathbf{b}_2\bigr)\, W_3 + \mathbf{b}_3$$
"""

# %%
(W1, b1), (W2, b2), (W3, b3) = [
    (rng.normal(size=(D, K)) * np.sqrt(2 / D), 0.1 * rng.normal(size=K)) for D, K in [(64, 32), (32, 16), (16, 10)]
]
A_0 = X[:5]
A_1 = relu(A_0 @ W1 + b1)
A_2 = relu(A_1 @ W2 + b2)
Z_L = A_2 @ W3 + b3

first = [max(0.0, sum(X[0, i] * W1[i, j] for i in range(64)) + b1[j]) for j in range(32)]
second = [max(0.0, sum(first[i] * W2[i, j] for i in range(32)) + b2[j]) for j in range(16)]
logits = [sum(second[i] * W3[i, j] for i in range(16)) + b3[j] for j in range(10)]
same(logits, (relu(relu(X[:1] @ W1 + b1) @ W2 + b2) @ W3 + b3)[0], Z_L[0])

# %% [markdown]
r"""
Logits become probabilities by the softmax, and only where probabilities are wanted. Which class is the answer, the logits
say themselves, for the softmax keeps their order.

**Predict, then run.** What happens to the probabilities if the last layer has a ReLU, too?
"""

# %%
Z = np.array([[2.0, -1.0, -3.0, -0.5, -2.0, -4.0, -1.0, -2.5, -0.2, -3.0]])
figure, ax = canvas()
ax.bar(np.arange(10) - 0.2, softmax(Z)[0], width=0.4, color=BLUE, label="logits as they are")
ax.bar(np.arange(10) + 0.2, softmax(relu(Z))[0], width=0.4, color=RED, hatch="//", label="after a ReLU")
ax.set(xticks=range(10), xlabel="class", ylabel="probability")
ax.legend(frameon=False)
show(figure, "Probabilities of ten classes; after a ReLU all but the best class have the same, and the best loses.")

# %% [markdown]
r"""
All bad classes become equally bad. The network can no longer say that something is *certainly not* a 5, and no
gradient flows back through those classes. *What usually goes wrong:* probabilities are handed to a loss that expects
logits, so that the softmax is applied twice; a bias comes after the ReLU instead of before it.
"""

# %% [markdown]
r"""
## Loss and gradients

The loss is the mean cross-entropy with a price for large weights. Biases are free.

**Definition.**

$$E = -\frac1N \sum_{n=1}^{N} \log p_{n, y_n} + \frac\lambda2 \sum_{l} \lVert W_l \rVert^2,
\qquad P = \mathrm{softmax}(Z_L)$$

What does a network cost that knows nothing? If all $K$ logits are equal, each class has probability $1/K$:

$$E = \log K$$

For ten classes that is 2.303. A loss far above it before training means initial weights that are too large; a loss
that stays there means that nothing is learned. Remember this number.
"""


# %%
def logits_of(theta, X):
    W1, b1, W2, b2 = theta  # one hidden layer
    return relu(X @ W1 + b1) @ W2 + b2


def cross_entropy(Z, y):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y]))


def E(theta, X, y, lam):
    return cross_entropy(logits_of(theta, X), y) + lam / 2 * sum(np.sum(W**2) for W in theta[::2])


def begin(hidden, seed=0):
    draw = np.random.default_rng(seed).normal
    W1, W2 = draw(size=(64, hidden)) * np.sqrt(2 / 64), draw(size=(hidden, 10)) * np.sqrt(2 / hidden)
    return W1, np.zeros(hidden), W2, np.zeros(10)


same(cross_entropy(np.zeros((300, 10)), y_val), np.log(10))
print(f"before training, with He's scale: {cross_entropy(logits_of(begin(32), X), y):.3f}")

# %% [markdown]
r"""
Backward, everything has been built before. Softmax and cross-entropy together (topic 05) begin it, with $Y$ the one-hot
labels:

$$\mathrm{d}Z_2 = \frac1N\,(P - Y)$$

The affine layer (04) and the decay (07) give the gradients of the last layer,

$$\mathrm{d}W_2 = A_1^\top\, \mathrm{d}Z_2 + \lambda W_2, \qquad
\mathrm{d}\mathbf{b}_2 = \sum_n \mathrm{d}Z_{2,n}$$

the walk goes back through the ReLU's mask (04),

$$\mathrm{d}Z_1 = (\mathrm{d}Z_2\, W_2^\top) \odot \mathbf{1}(Z_1 > 0)$$

and then the same two formulas again, one layer further to the left:

$$\mathrm{d}W_1 = X^\top\, \mathrm{d}Z_1 + \lambda W_1, \qquad
\mathrm{d}\mathbf{b}_1 = \sum_n \mathrm{d}Z_{1,n}$$
"""


# %%
def gradients(theta, X, y, lam):
    """dW1, db1, dW2, db2 of a network with one hidden layer."""
    W1, b1, W2, b2 = theta
    A1 = relu(X @ W1 + b1)
    dZ2 = (softmax(A1 @ W2 + b2) - np.eye(10)[y]) / len(X)
    dZ1 = (dZ2 @ W2.T) * (A1 > 0)
    return X.T @ dZ1 + lam * W1, dZ1.sum(axis=0), A1.T @ dZ2 + lam * W2, dZ2.sum(axis=0)


few, their, lam = X[:6], y[:6], 0.1
W1, b1, W2, b2 = theta = begin(5, seed=1)
dW1, db1, dW2, db2 = gradients(theta, few, their, lam)
Z1 = few @ W1 + b1
Z2 = relu(Z1) @ W2 + b2
dZ2 = slope(lambda Z: cross_entropy(Z, their), Z2)
same((softmax(Z2) - np.eye(10)[their]) / 6, dZ2)
same(dW2, slope(lambda W: E((W1, b1, W, b2), few, their, lam), W2))
same(db2, slope(lambda b: E((W1, b1, W2, b), few, their, lam), b2), dZ2.sum(axis=0))
same((dZ2 @ W2.T) * (Z1 > 0), slope(lambda Z: cross_entropy(relu(Z) @ W2 + b2, their), Z1))
same(dW1, slope(lambda W: E((W, b1, W2, b2), few, their, lam), W1))
same(db1, slope(lambda b: E((W1, b, W2, b2), few, their, lam), b1))

# %% [markdown]
r"""
In a network of any depth the two middle lines are a loop from the last layer to the first. It needs the activations
that went *into* each layer, so the forward pass has to keep them. At layer 1 it stops: nobody needs the gradient by
the images.

*What usually goes wrong:* the mask of a wrong layer; $1/N$ twice, or for the penalty as well; gradients that are
added to the ones of the last batch.
"""

# %% [markdown]
r"""
## The gradient check

Before a single epoch is run, the whole network stands before the referee. For each array the analytic gradient $g$
and the numeric one $\hat g$ are compared by one number:

**Definition.**

$$\mathrm{error}(g, \hat g) = \frac{\lVert g - \hat g \rVert}{\lVert g \rVert + \lVert \hat g \rVert}$$

Below $10^{-7}$ all is well, above $10^{-4}$ something is wrong. It is cheap if the network is small: five hidden
units and six images are enough, for the code is the same.

**Predict, then run.** Four gradients with one slip each. Which array gives each of them away?
"""


# %%
def error(g, by_differences):
    return np.linalg.norm(g - by_differences) / (np.linalg.norm(g) + np.linalg.norm(by_differences))


def numeric(theta, X, y, lam):
    return [slope(lambda a, i=i: E((*theta[:i], a, *theta[i + 1 :]), X, y, lam), theta[i]) for i in range(4)]


theta = (W1, 0.1 * rng.normal(size=5), W2, 0.1 * rng.normal(size=10))
data, referee = gradients(theta, few, their, 0.0), numeric(theta, few, their, lam)
decay = lam * W1, 0.0, lam * W2, 0.0
dZ = (softmax(logits_of(theta, few)) - np.eye(10)[their]) / 6 @ W2.T
suspects = {
    "right": [d + more for d, more in zip(data, decay, strict=True)],
    "decay forgotten": data,
    "biases decayed": [d + lam * a for d, a in zip(data, theta, strict=True)],
    "no 1/N": [6 * d + more for d, more in zip(data, decay, strict=True)],
    "no mask": [few.T @ dZ + lam * W1, dZ.sum(axis=0), data[2] + lam * W2, data[3]],
}
for name, suspect in suspects.items():
    print(f"{name:16}", *(f"{error(*pair):.0e}" for pair in zip(suspect, referee, strict=True)))

# %% [markdown]
r"""
Each slip has its own fingerprint in the four columns $W_1, \mathbf{b}_1, W_2, \mathbf{b}_2$: the referee does not
only say *that* something is wrong, but where to look.

**Predict, then run.** The check is made with $\lambda = 0$ and with zero biases, "to keep it simple". Which of the
slips get through?
"""


# %%
def errors(suspect, theta, lam):
    return (*(f"{error(*pair):.0e}" for pair in zip(suspect, numeric(theta, few, their, lam), strict=True)),)


print("decay forgotten, checked with λ = 0:", *errors(gradients(theta, few, their, 0.0), theta, 0.0))
at_zero = (W1, np.zeros(5), W2, np.zeros(10))
decayed = [d + lam * a for d, a in zip(gradients(at_zero, few, their, 0.0), at_zero, strict=True)]
print("biases decayed, checked at zero:", *errors(decayed, at_zero, lam))

# %% [markdown]
r"""
Both of the slips about the decay. A check can only find what it is able to see: random biases, $\lambda > 0$, several
samples. And should a sum lie within the step of a kink of the ReLU, a right gradient may look wrong; draw other
numbers and check again.
"""

# %% [markdown]
r"""
## Training

The loop is that of topic 06: shuffle, and for each minibatch forward, loss, backward, step. After each epoch we note
loss and accuracy, on training and on validation images. How to step is the optimiser's affair. **Momentum** keeps a
velocity, **Adam** a rate for each weight:

**Definition.**

$$v \leftarrow \gamma v + \eta\, g, \qquad \theta \leftarrow \theta - v$$
"""


# %%
def momentum(rate, gamma=0.9):
    v = [0.0] * 4

    def step(theta, g, t):
        v[:] = [gamma * old + rate * new for old, new in zip(v, g, strict=True)]
        return tuple(a - b for a, b in zip(theta, v, strict=True))

    return step


def adam(rate):
    m, s = [0.0] * 4, [0.0] * 4

    def step(theta, g, t):
        m[:] = [0.9 * old + 0.1 * new for old, new in zip(m, g, strict=True)]
        s[:] = [0.999 * old + 0.001 * new**2 for old, new in zip(s, g, strict=True)]
        scale = rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        return tuple(a - scale * b / (np.sqrt(c) + 1e-8) for a, b, c in zip(theta, m, s, strict=True))

    return step


# %%
def run(step, epochs=30, lam=0.001, size=50):
    """The parameters after each epoch: every one is kept, which only a small network allows."""
    rng, theta, seen, t = np.random.default_rng(0), begin(32), [], 0
    for _ in range(epochs):
        for rows in np.split(rng.permutation(1000), 1000 // size):
            t += 1
            theta = step(theta, gradients(theta, X[rows], y[rows], lam), t)
        seen.append(theta)
    return seen


# %% [markdown]
r"""
**Predict, then run.** Plain descent ($\gamma = 0$), momentum and Adam, for the same 30 epochs. Who is first below a
loss of 0.2?
"""


# %%
def measured(seen):
    """Losses and accuracies after each epoch: training loss, validation loss, training and validation accuracy."""
    rows = []
    for theta in seen:
        Z, Z_val = logits_of(theta, X), logits_of(theta, X_val)
        shares = np.mean(Z.argmax(axis=1) == y), np.mean(Z_val.argmax(axis=1) == y_val)
        rows.append((cross_entropy(Z, y), cross_entropy(Z_val, y_val), *shares))
    return np.array(rows)


runs = {"plain": run(momentum(0.1, 0.0)), "momentum": run(momentum(0.1)), "Adam": run(adam(0.01))}
tables = {name: measured(seen) for name, seen in runs.items()}
epoch = np.arange(1, 31)
figure, (left, right) = canvas(2)
curves(left, epoch, {name: table[:, 1] for name, table in tables.items()}, yscale="log", xlabel="epoch")
curves(right, epoch, {name: table[:, 3] for name, table in tables.items()}, xlabel="epoch", ylim=(0.5, 1))
left.set_ylabel("validation loss")
right.set_ylabel("validation accuracy")
show(figure, "Validation loss and accuracy of three optimisers; momentum and Adam are far ahead of plain descent.")

v, g_now, at = momentum(0.1), (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0)
same(v(v(at, g_now, 1), g_now, 2), np.full(4, -(0.1 + 0.19)))  # two steps: v = 0.1, then 0.09 + 0.1

# %% [markdown]
r"""
Momentum and Adam are there after three to five epochs, plain descent after twenty. The learning rate is the first thing
to tune, and it is tuned in powers of about three.

**Predict, then run.** Momentum with five rates. Which one learns nothing, which one falls behind, which one is good?
"""

# %%
RATES = {rate: measured(run(momentum(rate), epochs=20)) for rate in (0.001, 0.01, 0.1, 0.3, 3.0)}


def with_rate(rate):
    table = RATES[rate]
    figure, (left, right) = canvas(2)
    x = np.arange(1, 21)
    curves(left, x, {"training": table[:, 0], "validation": table[:, 1]}, yscale="log", xlabel="epoch", ylabel="loss")
    curves(right, x, {"training": table[:, 2], "validation": table[:, 3]}, xlabel="epoch", ylabel="accuracy")
    left.set_ylim(1e-3, 10)
    left.axhline(np.log(10), color=BLACK, linewidth=1)
    right.set_ylim(0, 1.02)
    return (
        figure,
        f"Loss with a line at log 10, and accuracy, over 20 epochs; validation accuracy at last {table[-1, 3]:.2f}",
    )


play(with_rate, rate=choice(0.001, 0.01, 0.1, 0.3, 3.0, start=0.01))

# %% [markdown]
r"""
With 3.0 all units die and the loss stays at $\log 10$; with 0.001 and 0.01 it still falls when time is up; 0.1 and 0.3 are
good. With them the two curves part: the network begins to know its training images by heart.

Now **early stopping** (08), here in hindsight: of all epochs the one with the lowest validation loss.

$$E_{\mathrm{val}}(\theta_{e^*}) = \min_e E_{\mathrm{val}}(\theta_e)$$

**Predict, then run.** Is the epoch with the lowest validation *loss* also that with the highest validation *accuracy*?
"""

# %%
table = tables["momentum"]
best = int(table[:, 1].argmin())
theta = runs["momentum"][best]
same(cross_entropy(logits_of(theta, X_val), y_val), table[:, 1].min())
print(
    f"lowest loss: epoch {best + 1}, accuracy {table[best, 3]:.1%}; highest accuracy: epoch {table[:, 3].argmax() + 1}"
)
print(f"training accuracy {table[best, 2]:.1%}; one validation image is {1 / 300:.2%}")

# %% [markdown]
r"""
Here it is; they need not agree. Accuracy jumps in steps of one image; the loss also counts how sure the network was,
so that it is the calmer guide. And mind the error bars of an accuracy $p$ on $N$ images, the standard deviation of a
share:

**Definition.**

$$\mathrm{spread} = \sqrt{\frac{p\,(1 - p)}{N}}$$

Of two networks that differ by less than that, do not call one the better. *What usually goes wrong:* fifty settings are tried on
the same 300 images, and the best number is believed.
"""

# %%
p, N = table[best, 3], 300
spread = np.sqrt(p * (1 - p) / N)
print(f"{p:.1%} plus or minus {spread:.1%}")

# %% [markdown]
r"""
## What it gets wrong

One number says how good a network is. To make it better, look at the mistakes. The **confusion matrix** counts in row
$i$ and column $j$ the images of an $i$ that were read as a $j$. Its diagonal is what is right:

$$\mathrm{accuracy} = \frac{\sum_i C_{ii}}{\sum_{ij} C_{ij}}$$

**Predict, then run.** Which digits would *you* confuse?
"""

# %%
P = softmax(logits_of(theta, X_val))
read = P.argmax(axis=1)
C = np.zeros((10, 10), dtype=int)
np.add.at(C, (y_val, read), 1)
same(np.mean(read == y_val), np.trace(C) / C.sum())

figure, ax = canvas(size=(4.6, 4.2))
ax.imshow(np.sqrt(C), cmap="Blues", vmin=0, vmax=9)
for (i, j), count in np.ndenumerate(C):
    if count:
        ax.text(j, i, count, ha="center", va="center", weight="bold" if i != j else "normal")
ax.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="label")
show(figure, "A table of ten by ten: counts near thirty on the diagonal, and a few ones and twos beside it.")

# %% [markdown]
r"""
**Predict, then run.** Here are the validation images of which the network was least sure, the hardest first. Would
you have been right?
"""

# %%
HARDEST = np.argsort(P[np.arange(300), y_val])[:12]


def hard(place):
    n = HARDEST[place - 1]
    figure, (left, right) = canvas(2, size=(7.0, 2.8))
    left.imshow(X_val[n].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    left.set(title=f"label {y_val[n]}", xticks=[], yticks=[])
    true = np.arange(10) == y_val[n]
    right.bar(range(10), P[n], color=np.where(true, RED, BLUE), hatch=np.where(true, "//", ""), edgecolor="white")
    right.set(xticks=range(10), ylim=(0, 1), xlabel="digit", ylabel="probability")
    right.set_title(f"read as {read[n]}; hatched: the label")
    return figure, f"An image labelled {y_val[n]} and ten probabilities; it is read as {read[n]} with {P[n].max():.2f}"


play(hard, place=slider(1, 12, 1))

# %% [markdown]
r"""
And what do the hidden units look for? The weights of a unit of layer 1 are 64 numbers, one for each pixel: draw them
as an image.

**Predict, then run.** Will you see digits?
"""

# %%
figure, axes = canvas(8, size=(7.6, 2.1), rows=2)
for unit, ax in zip(theta[0].T, axes.flat, strict=False):
    largest = np.abs(unit).max()
    ax.imshow(unit.reshape(8, 8), cmap="RdBu", vmin=-largest, vmax=largest)
    ax.axis("off")
show(figure, "Weights of sixteen hidden units as images: mottled, with some strokes and corners, none like a digit.")
stages = {"at the start": begin(32), "after one epoch": runs["momentum"][0], "at the best": theta}
for name, (W1, b1, _, _) in stages.items():
    on = (X @ W1 + b1 > 0).mean(axis=0)  # for each unit, the share of training images that switch it on
    print(f"{name}: {np.count_nonzero(on == 0)} units on for no image, the busiest for {on.max():.0%}")

# %% [markdown]
r"""
Hardly. Blue pixels excite a unit, red ones calm it; a unit looks for a stroke here and *no* ink there, and most
digits switch several units on. The knowledge is **distributed**. A unit that is on for no image at all is *dead*: the
loss of the images gives it no gradient, and as a rule it stays off. Two of the 32 began so by bad luck, five more
died in the first epoch, when steps are largest, and one later. With a rate that is too large it may be all of them.
"""

# %% [markdown]
r"""
## What comes next

The network knows pixels, not shapes. It has never been told that pixel 27 is the neighbour of pixel 28.

**Predict, then run.** All validation images are moved by one pixel. You would hardly notice. What does the accuracy do?
"""

# %%
for name, axis in (("down", 1), ("to the right", 2)):
    moved = np.roll(X_val.reshape(-1, 8, 8), 1, axis=axis).reshape(-1, 64)
    print(f"one pixel {name}: {np.mean(logits_of(theta, moved).argmax(axis=1) == y_val):.0%} right")

# %% [markdown]
r"""
It collapses. A remedy is a layer in which all places share the same weights: a **convolution**. It is a matrix
product, too, with many entries of $W$ equal to each other. Its gradient is the sum over all places where a weight is
used: the total derivative of topic 03.

Gradients of new layers need not be derived by hand. **Automatic differentiation** does what you did in topic 03: it
writes down a graph while it computes, and walks it backwards. Its charm is the price. For a network with $M$ numbers
to learn, central differences ask for two forward passes for each; a backward pass costs about as much as two forward
passes in all:

$$M = (64 + 1) \cdot 32 + (32 + 1) \cdot 10 = 2410$$
"""

# %%
M = sum(array.size for array in theta)
same(M, (64 + 1) * 32 + (32 + 1) * 10)
print(f"{2 * M} forward passes by differences, about 3 with backpropagation")

# %% [markdown]
r"""
**Deeper networks** need more than He's scale: shortcuts past layers (residual networks), normalised sums (batch and
layer normalisation), units that are left out at random (dropout). Each is a layer with a forward and a backward, and
each can be put before the referee.

Where to read on: Michael Nielsen, *Neural Networks and Deep Learning*, for a second, gentle telling of the same
story; Goodfellow, Bengio and Courville, *Deep Learning*, for all that follows; Christopher Bishop, *Pattern
Recognition and Machine Learning*, for the probabilities behind the losses. And then take a library that does all this
for you. You will know what it does.
"""
