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
# 01 · The perceptron

One unit weighs its inputs, adds them up and says yes or no. This lecture follows it from the nerve cell to its limits:
it can learn from its mistakes, it can separate what a straight line separates, and it fails at a question that a child
answers. What then helps is the idea of this whole course, more features, and in the end features that are learned.

Every formula that is displayed here is run in the cell below it. `same` compares the two sides and says how many
digits hold; if one of them were false, this page could not be built.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, differs, network, play, points, regions, same, show, slider, slope
from figures.picture import BLACK, BLUE, GREY, RED

from autograder.checks.digits import load

rng = np.random.default_rng(0)

# %% [markdown]
r"""
## Biological neuron

A nerve cell has three parts. Its **dendrites** bring in signals from other cells. Its body, the **soma**, collects
them; if what arrives exceeds a threshold, the cell fires. Its **axon** carries that signal on to the dendrites of
others. A human brain has about $10^{11}$ such cells, each joined to some $10^4$ others.

The unit of this course takes three things from it. Inputs count differently: a joint is strong or weak, it excites or
inhibits. What arrives is added up. And there is a threshold $\theta$: a **bias** $b = -\theta$ moves it to zero, since

$$\sum_i w_i\,x_i - \theta = \sum_i w_i\,x_i + b \quad\text{for } b = -\theta$$
"""

# %%
signals, strengths, threshold = np.array([1.0, 0.0, 1.0]), np.array([0.8, 0.6, -0.3]), 0.4
b = -threshold
same(sum(strengths * signals) - threshold, strengths @ signals + b)

figure, ax = canvas(size=(6.4, 2.9))
inwards, outwards = {"color": BLUE, "linestyle": "-"}, {"color": RED, "linestyle": "--"}
for height, name in zip((1.0, 0.0, -1.0), ("$w_1 x_1$", "$w_2 x_2$", "$w_3 x_3$"), strict=True):
    ax.plot([-2.6, -1.2, 0], [height, 0.75 * height, 0], linewidth=2.5, **inwards)
    for side in (-0.28, 0.28):  # twigs
        ax.plot([-3.2, -2.6], [height + side, height], linewidth=1.3, **inwards)
    ax.text(-1.9, 0.87 * height + 0.15, name, ha="center", color=BLUE)
    ax.plot([4.2, 5.0], [0, 0.5 * height], linewidth=1.8, **outwards)
ax.plot([0, 4.2], [0, 0], linewidth=2.5, **outwards)
soma = {"boxstyle": "circle,pad=0.5", "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.8}
ax.text(0, 0, "$\\Sigma > \\theta$ ?", ha="center", va="center", bbox=soma, zorder=4)
for at, name in ((-2.6, "dendrites: inputs"), (0.1, "soma: sum, threshold"), (3.4, "axon: output")):
    ax.text(at, -1.75, name, ha="center", color=BLACK)
ax.set(xlim=(-3.9, 5.2), ylim=(-2.0, 1.4))
ax.axis("off")
show(
    figure, "A nerve cell as a sketch: three dendrites bring weighted inputs, the soma adds them up, an axon leads on."
)

# %% [markdown]
r"""
The analogy explains the words, and why many simple units may do together what none does alone. There it ends. A nerve
cell speaks in pulses over time; ours has one number and no clock. Real connections run in circles; ours run one way.
And nobody has found in a brain the way in which our networks learn. Read "neural" as a family name, not as a
description.

**Predict, then run.** The picture's cell gets signals on the first and the third dendrite. Does it fire? And if the
third falls silent?
"""

# %%
for signals in ([1, 0, 1], [1, 0, 0]):
    print(signals, "sum", strengths @ signals, "fires" if strengths @ signals + b > 0 else "is silent")

# %% [markdown]
r"""
## Score

The sum is the unit's **score**, $s = \mathbf{w} \cdot \mathbf{x} + b$. Where it is zero, the unit is undecided; with
two inputs these places form a straight line, with $D$ inputs a plane of one dimension less. The vector $\mathbf{w}$ is
the line's **normal**: it stands at a right angle to it and points to the positive side. Walk from $\mathbf{x}$ against
$\mathbf{w}$ by $d = s / \|\mathbf{w}\|$ and you stand on the line:

$$\mathbf{w} \cdot \Bigl(\mathbf{x} - d\,\frac{\mathbf{w}}{\|\mathbf{w}\|}\Bigr) = -b$$

So the score is a distance, measured in units of $1/\|\mathbf{w}\|$, with a sign that tells the side. How far out along
$\mathbf{w}$ the line lies, seen from the origin, is the **offset** $-b/\|\mathbf{w}\|$, negative if it lies behind: the
bias slides the line along its normal.
"""

# %%
w, b = np.array([2.0, 1.0]), -1.0
x = np.array([1.6, -0.7])
d = (w @ x + b) / np.linalg.norm(w)
foot = x - d * w / np.linalg.norm(w)
same(w @ foot, -b)

figure, ax = canvas(size=(5.2, 4.0))
regions(ax, lambda grid: grid @ w > -b, (-1.2, 2.6, -1.4, 1.4))
near = -b * w / (w @ w)  # the point of the line next to the origin
ax.annotate("", near + w / 2.5, near, arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 2.2})
ax.text(near[0] + 0.85, near[1] + 0.42, "$\\mathbf{w}$", color=BLUE)
ax.plot([0, near[0]], [0, near[1]], ":", color=BLACK, linewidth=2)
ax.text(-0.05, 0.12, "offset", ha="right")
ax.plot([foot[0], x[0]], [foot[1], x[1]], "--", color=RED, linewidth=2)
ax.text(1.3, -1.08, "$d$", color=RED)
ax.plot(*x, "s", color=RED)
ax.text(x[0] + 0.08, x[1], "$\\mathbf{x}$", color=RED)
ax.set(aspect="equal", title="The line, its normal and its offset")
show(
    figure,
    "A line splits the plane; the weight vector stands on it at a right angle, the bias sets how far out it lies.",
)

# %% [markdown]
r"""
Several samples are the rows of $X$, shape $(N, D)$, and there is one score for each. *What usually goes wrong:* the
weights are taken for the direction *of* the line; they are the direction *across* it.

**Predict, then run.** All of $\mathbf{w}$ and $b$ is multiplied by ten. What happens to the scores, and what to the
line? And if it is multiplied by $-1$?
"""

# %%
X = rng.normal(size=(4, 2))
for factor in (1, 10, -1):
    scores = [factor * w @ sample + factor * b for sample in X]
    print(f"{factor:3}", np.round(scores, 1), "positive:", [int(score > 0) for score in scores])

# %% [markdown]
r"""
Ten times the scores, the same line: only the ratios count. With $-1$ it is still the same line, and the sides are
exchanged.
"""

# %% [markdown]
r"""
## Perceptron

Now the unit decides. It fires where its score is positive, and only there:

**Definition.**

$$\hat y = \begin{cases} 1 & \mathbf{w} \cdot \mathbf{x} + b > 0 \\ 0 & \text{otherwise} \end{cases}$$

A score of exactly zero does not fire. The line belongs to the silent side, and that is an agreement, no law of nature.
"""


# %%
def fires(score):
    return 1 if score > 0 else 0


print([fires(score) for score in (-2.0, 0.0, 1e-12)])

# %% [markdown]
r"""
**Predict, then run.** Forty samples of two classes. Find by hand an angle and an offset without a mistake. Is there only
one such line?
"""

# %%
y = np.repeat([0, 1], 20)
X = rng.normal(size=(40, 2)) * 0.55 + np.where(y == 1, 1.0, -1.0)[:, None] * [0.9, 0.6]


def by_hand(angle, offset):
    w = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])  # of length 1, so the bias is −offset
    wrong = np.count_nonzero((X @ w > offset) != (y == 1))
    figure, ax = canvas(size=(5.2, 4.0))
    regions(ax, lambda grid: grid @ w > offset, (-2.6, 2.6, -2.2, 2.2))
    points(ax, X, y, {0: "label 0", 1: "label 1"})
    ax.annotate("", (offset + 0.7) * w, offset * w, arrowprops={"arrowstyle": "-|>", "color": BLACK, "linewidth": 2})
    ax.legend(loc="upper left")
    ax.set(title=f"{wrong} of {len(y)} wrong", aspect="equal")
    return (
        figure,
        f"Two classes of points and a straight boundary with its normal; {wrong} of {len(y)} are on the wrong side",
    )


play(by_hand, angle=slider(-180, 180, -40, 5), offset=slider(-2.0, 2.0, 0.8, 0.1))

# %% [markdown]
r"""
There are many such lines. Which of them is best is a question of its own; support vector machines, below, ask it.
"""

# %% [markdown]
r"""
## Learning rule

Nobody wants to turn lines by hand. Rosenblatt's idea of 1958: look at one sample after the other and change the weights
only when you were wrong.

| | $y - \hat y$ | then |
|---|---|---|
| right | $0$ | nothing |
| should have fired, and did not | $+1$ | $\mathbf{x}$ is added to the weights |
| fired, and should not have | $-1$ | $\mathbf{x}$ is subtracted |

The bias is no special case. Append a 1 to every sample, $\mathbf{u} = (\mathbf{x}, 1)$, and the bias to the weights,
$\mathbf{v} = (\mathbf{w}, b)$; it is a weight whose input never changes:

$$\mathbf{w} \cdot \mathbf{x} + b = \mathbf{v} \cdot \mathbf{u}$$

With the **learning rate** $\eta$ the rule is $\mathbf{v} \leftarrow \mathbf{v} + \eta\,(y - \hat y)\,\mathbf{u}$. It
changes the score of the very sample that was missed in the right direction, and we know by how much:

$$(\mathbf{v} + \eta\,(y - \hat y)\,\mathbf{u}) \cdot \mathbf{u}
= \mathbf{v} \cdot \mathbf{u} + \eta\,(y - \hat y)\,(\|\mathbf{x}\|^2 + 1)$$
"""


# %%
def corrected(v, u, y, rate=1.0):
    """The weights v (D + 1,) after a look at one sample u (D + 1,), its last entry 1."""
    fired = fires(v @ u)
    if fired == y:
        return v
    return v + rate * u if y == 1 else v - rate * u


v, u = np.array([-0.4, 0.3, 0.1]), np.append(X[-1], 1.0)
same(v[:2] @ X[-1] + v[2], v @ u)
same(corrected(v, u, 1, rate=0.5) @ u, v @ u + 0.5 * (1 - fires(v @ u)) * (X[-1] @ X[-1] + 1))

# %% [markdown]
r"""
**Predict, then run.** Start at zero, and correct the first sample that is still wrong, again and again. Every correction
helps the one sample and may spoil others. Does the number of mistakes fall at each step? Move the slider.
"""


# %%
def walk(U, y, steps, rate=1.0):
    """All weights from zeros on, a row for each correction: at most `steps`, fewer if nothing is wrong any more."""
    path = [np.zeros(U.shape[1])]
    for _ in range(steps):
        wrong = np.flatnonzero((U @ path[-1] > 0) != (y == 1))
        if wrong.size == 0:
            break
        path.append(corrected(path[-1], U[wrong[0]], y[wrong[0]], rate))
    return np.array(path)


def with_one(X):
    return np.column_stack([X, np.ones(len(X))])


X = X - [1.5, 1.5]  # no longer around the origin: the bias has something to do
U = with_one(X)
path = walk(U, y, 200)
mistakes = [np.count_nonzero((U @ v > 0) != (y == 1)) for v in path]
print(len(path) - 1, "corrections; mistakes:", *mistakes)


# %%
def step_by_step(corrections):
    v, wrong = path[corrections], np.flatnonzero((U @ path[corrections] > 0) != (y == 1))
    figure, ax = canvas(size=(5.2, 4.0))
    regions(ax, lambda grid: grid @ v[:2] > -v[2], (-4.4, 1.2, -3.6, 0.8))
    points(ax, X, y, {0: "label 0", 1: "label 1"})
    if wrong.size:
        ax.plot(*X[wrong[0]], "o", markersize=16, markerfacecolor="none", color=BLACK, label="is corrected next")
    ax.legend(loc="upper left", fontsize=8)
    ax.set(title=f"{wrong.size} of {len(y)} wrong", aspect="equal")
    return (
        figure,
        f"The boundary on its way: {wrong.size} of {len(y)} samples wrong, the next to be corrected has a ring",
    )


play(step_by_step, corrections=slider(0, len(path) - 1, 8))

# %% [markdown]
r"""
It does not fall at each step, and yet it ends. Novikoff proved in 1962 that it must, *if* some line separates the
classes: with the longest sample $R = \max\|\mathbf{u}\|$ and a margin $\gamma$ that some $\mathbf{v}$ of length 1
keeps from all samples there are at most $(R/\gamma)^2$ corrections. The proof needs two facts about one correction
of a sample that should have fired (the other case has the signs exchanged). Its length grows slowly, because a missed
score is not positive, while its agreement with any good $\mathbf{v}^*$ grows steadily:

$$\|\mathbf{v} + \mathbf{u}\|^2 = \|\mathbf{v}\|^2 + 2\,\mathbf{v} \cdot \mathbf{u} + \|\mathbf{u}\|^2$$

$$\mathbf{v}^* \cdot (\mathbf{v} + \mathbf{u}) = \mathbf{v}^* \cdot \mathbf{v} + \mathbf{v}^* \cdot \mathbf{u}$$
"""

# %%
tries = rng.normal(size=(20_000, 3))
tries /= np.linalg.norm(tries, axis=1, keepdims=True)
margins = np.min(np.where(y == 1, 1, -1) * (tries @ U.T), axis=1)
good = tries[margins.argmax()]  # of length 1, and far from all samples
same(np.linalg.norm(v + u) ** 2, v @ v + 2 * v @ u + u @ u)
same(good @ (v + u), good @ v + good @ u)

bound = (np.linalg.norm(U, axis=1).max() / margins.max()) ** 2
print(f"corrections {len(path) - 1}, never more than {bound:.0f}")

# %% [markdown]
r"""
**Predict, then run.** The walk starts at zero. Does it get there sooner with a rate ten times as large?
"""

# %%
same(walk(U, y, 200, rate=10.0), 10 * path)

# %% [markdown]
r"""
No: all weights are ten times as large, and the line is the same after each step. For a perceptron from zero the rate
is only a unit of measure.

And if no line separates the classes? Then nothing ends. Here three samples of one class have strayed into the other.
"""

# %%
strayed = y.copy()
strayed[[2, 25, 31]] = 1 - strayed[[2, 25, 31]]
endless = walk(U, strayed, 60)
wrong = [np.count_nonzero((U @ v > 0) != (strayed == 1)) for v in endless]

figure, ax = canvas()
curves(ax, range(len(wrong)), {"not separable": wrong}, xlabel="corrections", ylabel="mistakes of 40")
ax.plot(mistakes, color=RED, linestyle="--", linewidth=2, label="separable")
ax.legend(frameon=False)
show(figure, "Mistakes over corrections: the separable case ends at zero, the other one goes up and down for ever.")

# %% [markdown]
r"""
*What usually goes wrong:* the rule is applied to samples that were right too, or the mistake is counted after its
correction. And a program without a largest number of rounds runs for ever.
"""

# %% [markdown]
r"""
## Linear limits

"Do the two inputs have the same value?" Four samples, two answers.

| $x_1$ | $x_2$ | same? |
|---|---|---|
| 0 | 0 | 1 |
| 0 | 1 | 0 |
| 1 | 0 | 0 |
| 1 | 1 | 1 |

**Predict, then run.** Turn the line. What is the best number of right answers?
"""

# %%
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SAME = np.array([1, 0, 0, 1])


def separate(angle, offset):
    w = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    right = np.count_nonzero((CORNERS @ w > offset) == (SAME == 1))
    figure, ax = canvas(size=(4.6, 3.9))
    regions(ax, lambda grid: grid @ w > offset, (-0.6, 1.6, -0.6, 1.6))
    points(ax, CORNERS, SAME, {0: "different", 1: "same"})
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    ax.set(title=f"{right} of 4 right", aspect="equal")
    return (
        figure,
        f"Equal corners of a square and a line that should cut them off; {right} of 4 are on their right side",
    )


play(separate, angle=slider(-180, 180, 30, 15), offset=slider(-1.5, 1.5, 0.5, 0.1))

# %% [markdown]
r"""
Three, and never four. The scores of opposite corners add up to the same number, whatever the weights:

$$s(0, 0) + s(1, 1) = s(0, 1) + s(1, 0)$$

But "same" would need both scores on the left to be positive and both on the right to be zero or less. One number cannot
be both. No data and no training time helps; the family of lines does not contain the answer.
"""

# %%
w, b = rng.normal(size=2), rng.normal()
s = {tuple(corner): w @ corner + b for corner in CORNERS}
same(s[0, 0] + s[1, 1], s[0, 1] + s[1, 0])

tries = rng.normal(size=(20_000, 3))
right = np.count_nonzero((tries @ with_one(CORNERS).T > 0) == (SAME == 1), axis=1)
for number in range(5):
    print(f"{number} of 4 right: {np.count_nonzero(right == number):6} of 20,000 lines drawn at random")

# %% [markdown]
r"""
Then let units feed into units! First without the step, each unit passing on its bare score. Two such layers without
biases are a product of matrices, and a product of matrices is a matrix:

$$(X W_1)\,W_2 = X\,(W_1 W_2)$$

With biases it is no better, however many layers there are. A layer of scores sends the middle of two samples to the
middle of their results, so any number of layers does so too, and a continuous map that keeps all middles is a matrix
and a bias:

$$f\Bigl(\frac{\mathbf{x} + \mathbf{x}'}{2}\Bigr) = \frac{f(\mathbf{x}) + f(\mathbf{x}')}{2}$$
"""

# %%
W1, W2 = rng.normal(size=(2, 5)), rng.normal(size=(5, 3))
same((CORNERS @ W1) @ W2, CORNERS @ (W1 @ W2))

layers = [(rng.normal(size=(2, 2)), rng.normal(size=2)) for _ in range(20)]


def twenty_layers(x):
    for W, b in layers:
        x = x @ W + b
    return x


one, other = rng.normal(size=(2, 2))
same(twenty_layers((one + other) / 2), (twenty_layers(one) + twenty_layers(other)) / 2)

# %% [markdown]
r"""
**Predict, then run.** So twenty layers of scores equal one. Its bias is what comes out when nothing goes in. How do you
find its matrix, if you may only ask the network for answers?
"""

# %%
bias = twenty_layers(np.zeros(2))
matrix = np.array([twenty_layers(unit) - bias for unit in np.eye(2)])  # a row for each input
same(twenty_layers(CORNERS), CORNERS @ matrix + bias)

# %% [markdown]
r"""
In the exercise you find both from the layers' own weights. *What usually goes wrong:* the first bias is forgotten; it
too goes through the second layer.
"""

# %% [markdown]
r"""
## Step units

Now with the step in between. Code the inputs as $-1$ and $+1$ (in the exercise they are 0 and 1, and you choose your own
numbers). Two hidden units ask simple questions, and a third one listens to them:

- "are both up?" fires where $x_1 + x_2 - 1 > 0$,
- "are both down?" fires where $-x_1 - x_2 - 1 > 0$,
- "is it one of the two?" fires where $h_1 + h_2 - \frac12 > 0$.
"""

# %%
figure, ax = canvas(size=(6.4, 2.9))
W1, b1 = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-1.0, -1.0])
w2, b2 = np.array([1.0, 1.0]), -0.5
units = [["$x_1$", "$x_2$"], ["$h_1$", "$h_2$"], ["$\\hat y$"]]
network(ax, [2, 2, 1], ["inputs", "both up? both down?", "one of them?"], units, [W1, w2[:, None]])
show(figure, "Two inputs, two hidden step units with weights 1, 1 and −1, −1, and an output unit that adds both up.")

# %% [markdown]
r"""
**Predict, then run.** What do the two hidden units answer for each of the four samples? How many different points are
left for the last unit to separate?
"""


# %%
def hidden(X):
    return np.where(X @ W1 + b1 > 0, 1.0, 0.0)


UPDOWN = 2 * CORNERS - 1
for x, h in zip(UPDOWN, hidden(UPDOWN), strict=True):
    print(x, "→", h, "→", fires(w2 @ h + b2))

# %%
figure, (left, right) = canvas(2, size=(8.6, 3.7))
regions(left, lambda grid: hidden(grid) @ w2 > -b2, (-1.7, 1.7, -1.7, 1.7))
points(left, UPDOWN, SAME)
left.set(title="inputs: two lines", aspect="equal")
regions(right, lambda grid: grid @ w2 > -b2, (-0.6, 1.6, -0.6, 1.6))
points(right, hidden(UPDOWN), SAME, {0: "different (two samples)", 1: "same"})
right.set(title="hidden space: one line", xlabel="$h_1$", ylabel="$h_2$", aspect="equal")
right.legend(loc="upper right", fontsize=8)
show(figure, "Left two parallel lines cut off two corners; right the hidden space, where a single line separates.")

# %% [markdown]
r"""
The hidden layer has *moved* the samples: both "different" ones lie on the same point now, and one line suffices. Middles
are not kept any more, so composed step units are not linear. The step is flat nearly everywhere, and it is not
straight: it is the bend that pays.

One thing is lost. The learning rule knows what the output should have been. It does not know what $h_1$ should have
been, and the step's slope, which could tell, is zero. Here the weights were found by thinking.

*What usually goes wrong:* a threshold is put exactly on a sample's score. A score of exactly zero does not fire.
"""

# %% [markdown]
r"""
## Fixed features

The other way past the wall: keep one unit, and give it better inputs. A **feature** or **basis function** $\varphi$ is any
function of the sample that is decided beforehand. Three families are usual:

- **Gaussian** bumps, large near a centre $\mathbf{c}$ and nearly zero far away;
- **sigmoid** ramps $1/(1 + e^{-\gamma\,(\mathbf{a} \cdot \mathbf{x} - t)})$, soft steps across the plane;
- **polynomials**: $x_1,\ x_2,\ x_1^2,\ x_1 x_2,\ x_2^2, \dots$

**Definition.**

$$\varphi_{\mathbf{c}}(\mathbf{x}) = e^{-\gamma\,\|\mathbf{x} - \mathbf{c}\|^2}$$

Two bumps answer "same value?", one on each of the two equal corners. A unit adds them up. For equal inputs it gets
$1 + e^{-2\gamma}$, since one bump is at distance 0 and the other at $\sqrt2$. For different ones it gets
$2e^{-\gamma}$. There is always a gap to put the threshold in:

$$(1 + e^{-2\gamma}) - 2 e^{-\gamma} = (1 - e^{-\gamma})^2 > 0$$
"""


# %%
def bump(inputs, centre, gamma):
    """Two inputs, numbers or columns, and one centre."""
    (x1, x2), (c1, c2) = inputs, centre
    return np.exp(-gamma * ((x1 - c1) ** 2 + (x2 - c2) ** 2))


gamma = 1.0
features = np.array([[bump(x, centre, gamma) for centre in ([0, 0], [1, 1])] for x in CORNERS])
print(features.round(3))
sums = features.sum(axis=1)
same(sums[SAME == 1] - sums[SAME == 0], np.repeat((1 - np.exp(-gamma)) ** 2, 2))
threshold = sums.mean()

# %%
figure, (left, right) = canvas(2, size=(8.6, 3.7))


def two_bumps(grid):
    return sum(bump(grid.T, centre, gamma) for centre in ([0, 0], [1, 1])) > threshold


regions(left, two_bumps, (-1.2, 2.2, -1.2, 2.2))
points(left, CORNERS, SAME)
left.set(title="inputs: a curved boundary", aspect="equal")
regions(right, lambda grid: grid.sum(axis=1) > threshold, (-0.1, 1.2, -0.1, 1.2))
points(right, features, SAME, {0: "different (two samples)", 1: "same"})
right.set(title="features: a straight one", xlabel="$\\varphi_1$", ylabel="$\\varphi_2$", aspect="equal")
right.legend(loc="lower left", fontsize=8)
show(
    figure, "Left a curved region around two opposite corners; right the same samples as features and a straight line."
)

# %% [markdown]
r"""
The unit is linear in the *features*, so its learning rule works unchanged and still ends if it can. As a function of
the *inputs* it is curved.

**Predict, then run.** One class lies inside a ring of the other. Each family has at most nine features, and the same
perceptron learns on them. Which family does it with five?
"""

# %%
turn, far = rng.uniform(0, 2 * np.pi, 60), np.repeat([0.5, 1.5], 30) + rng.uniform(-0.3, 0.3, 60)
RING, inside = np.column_stack([far * np.cos(turn), far * np.sin(turn)]), np.repeat([1, 0], 30)
GRID = np.array([[i, j] for i in (-1.2, 0, 1.2) for j in (-1.2, 0, 1.2)])
AROUND = np.array([[np.cos(a), np.sin(a)] for a in np.arange(8) * np.pi / 4])
FAMILIES = {
    "straight": lambda X, gamma: X,
    "Gaussian": lambda X, gamma: np.stack([bump(X.T, c, gamma) for c in GRID], axis=1),
    "sigmoid": lambda X, gamma: np.stack([1 / (1 + np.exp(-gamma * (X @ a - 0.8))) for a in AROUND], axis=1),
    "polynomial": lambda X, gamma: np.stack([X[:, 0], X[:, 1], X[:, 0] ** 2, X[:, 0] * X[:, 1], X[:, 1] ** 2], axis=1),
}


# %%
LEARNED = {}
for name, family in FAMILIES.items():
    for gamma in (0.5, 1.0, 2.0, 4.0, 8.0):
        LEARNED[name, gamma] = walk(with_one(family(RING, gamma)), inside, 400)


def on_features(family, gamma):
    path, phi = LEARNED[family, gamma], FAMILIES[family]
    v, wrong = path[-1], np.count_nonzero((phi(RING, gamma) @ path[-1][:-1] + path[-1][-1] > 0) != (inside == 1))
    figure, ax = canvas(size=(5.6, 4.0))
    regions(ax, lambda grid: phi(grid, gamma) @ v[:-1] + v[-1] > 0, (-2.1, 2.1, -2.1, 2.1), steps=100)
    points(ax, RING, inside, {0: "outside", 1: "inside"})
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    ax.set(title=f"{len(v) - 1} features, {len(path) - 1} corrections, {wrong} wrong", aspect="equal")
    return (
        figure,
        f"A disc inside a ring and the region that one perceptron on {family} features learned; {wrong} are wrong",
    )


play(on_features, family=choice(*FAMILIES, start="Gaussian"), gamma=choice(0.5, 1.0, 2.0, 4.0, 8.0, start=2.0))

# %% [markdown]
r"""
The polynomial does: a circle *is* a polynomial of degree two. With luck you choose the right family; then life is easy.
And that is the catch. Centres, widths, directions and degrees are chosen **beforehand**, by you, without looking at
what the task needs. A grid of ten centres along each input has $10^D$ of them: a hundred for two inputs, $10^{64}$
for the 64 pixels of a small image.

*What usually goes wrong:* $\gamma$ is too large. Each bump then sees only itself, and new samples fall in between.
"""

# %% [markdown]
r"""
## Learned features

Let the features depend on weights of their own, and learn those too. They are then **adaptive**:

**Definition.**

$$h_j = g\bigl(\mathbf{w}_j \cdot \mathbf{x} + b_j\bigr), \qquad f(\mathbf{x}) = \sum_{j=1}^{H} v_j\,h_j + c$$

That is a network with one **hidden layer**: below, features that are learned, above, a linear unit on top of them. Seen
by a statistician it is parametric regression with a particular kind of bend $g$, and all of its weights are the
parameters. To learn them we need a $g$ with a slope. Here it is tanh, a soft step.

**Predict, then run.** Two hidden units, nine weights, small random numbers to begin with. We measure how the mean squared
error changes with each weight, take a small step downhill, and repeat. Where do the four samples go in the hidden
space? Move the slider.
"""


# %%
def net(theta, X):
    """Hidden activations (N, 2) and outputs (N,) of the nine numbers theta."""
    H = np.tanh(X @ theta[:4].reshape(2, 2) + theta[4:6])
    return H, H @ theta[6:8] + theta[8]


def error(theta):
    return np.mean((net(theta, CORNERS)[1] - np.where(SAME == 1, 1.0, -1.0)) ** 2)


def downhill(theta, steps=400):
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] - 0.3 * slope(error, path[-1]))
    return path


thetas = downhill(np.random.default_rng(0).normal(size=9))


# %%
def hidden_space(steps):
    theta = thetas[steps]
    H, out = net(theta, CORNERS)
    figure, (left, right) = canvas(2, size=(8.6, 3.7))
    regions(left, lambda grid: net(theta, grid)[1] > 0, (-0.6, 1.6, -0.6, 1.6))
    points(left, CORNERS, SAME, {0: "different", 1: "same"})
    regions(right, lambda grid: grid @ theta[6:8] > -theta[8], (-1.2, 1.2, -1.2, 1.2))
    points(right, H, SAME, {0: "different", 1: "same"})
    left.set(title=f"inputs, error {error(theta):.2f}", aspect="equal")
    right.set(title="hidden space", xlabel="$h_1$", ylabel="$h_2$", aspect="equal")
    left.legend(loc="lower center", bbox_to_anchor=(0.5, 0.4), fontsize=8)
    right_answers = np.count_nonzero((out > 0) == (SAME == 1))
    return (
        figure,
        f"Left the regions over the inputs, right the moved samples and a line; {right_answers} of 4 are right",
    )


play(hidden_space, steps=slider(0, 400, 200, 10))

# %% [markdown]
r"""
The layer learned to move the samples so that a line suffices. Nobody chose a centre. What had to be chosen is the number
of units and the kind of bend. The price is that success is not promised:

**Predict, then run.** Six other random beginnings. How many get there?
"""

# %%
for seed in range(1, 7):
    start = np.random.default_rng(seed).normal(size=9)
    print(f"beginning {seed}: error {error(start):.2f} → {error(downhill(start)[-1]):.2f}")

# %% [markdown]
r"""
About half of them, with only two units. Some rest where three of four are served. And `slope` runs the network twice for
each weight and each step; for a million weights that is hopeless. The chain rule will give all slopes at the
price of about three runs.
"""

# %% [markdown]
r"""
## Kernels

There is a third way, the **support vector machine** (SVM). It too is linear in many features, and its features are fixed,
but it never computes them. Start from the learning rule: weights that begin at zero are sums of samples, each added or
subtracted $\alpha_n$ times. So a score needs only products of samples with samples:

$$\mathbf{v} \cdot \mathbf{u} = \sum_n \alpha_n\,(\mathbf{u}_n \cdot \mathbf{u})
\quad\text{for } \mathbf{v} = \sum_n \alpha_n \mathbf{u}_n$$

Now put a **kernel** $k(\mathbf{x}, \mathbf{x}')$ in the place of that product. It says how alike two samples are, and
not every such measure will do: it must *be* a product of features, of perhaps very many. For two inputs the square of
the product, for instance, is worth three features:

$$(\mathbf{x} \cdot \mathbf{x}')^2 = \varphi(\mathbf{x}) \cdot \varphi(\mathbf{x}')
\quad\text{for } \varphi(\mathbf{x}) = (x_1^2,\ \sqrt2\,x_1 x_2,\ x_2^2)$$

The Gaussian $e^{-\gamma\,\|\mathbf{x} - \mathbf{x}'\|^2}$ is worth infinitely many, and costs one exponential.
"""

# %%
alpha = rng.integers(-2, 3, size=len(U))
same(sum(alpha[n] * U[n] for n in range(len(U))) @ u, sum(alpha[n] * (U[n] @ u) for n in range(len(U))))


def squares(x):
    return np.array([x[0] ** 2, np.sqrt(2) * x[0] * x[1], x[1] ** 2])


one, other = rng.normal(size=(2, 2))
same((one @ other) ** 2, squares(one) @ squares(other))

# %% [markdown]
r"""
| | network | support vector machine |
|---|---|---|
| on top | a linear unit $\mathbf{w} \cdot \mathbf{h} + b$ | a linear unit on the features of $k$ |
| features | learned together with the weights | fixed when $k$ is chosen, never computed |
| a new sample | goes through the layers | is compared with stored samples, the *support vectors* |
| the boundary | any that training ends at | among the features the one with the widest margin |
| grows with | the number of weights | the number of samples |

Handwriting: an image is a row of pixels, and the answer is one of 0 to 9. A network has ten outputs and finds out which
strokes matter. A kernel machine asks which stored images the new one is like.

**Predict, then run.** Add up, for each digit, how alike the new image is to ten stored images of that digit, and answer
with the largest sum. Nothing is learned. How many of 300 are right: a tenth, half, or most?
"""

# %%
images, labels, new, truth = load()
kept = np.concatenate([np.flatnonzero(labels == digit)[:10] for digit in range(10)])  # ten of each


def alike(A, B):
    """k of every row of A with every row of B: the 8th power of the product, all images scaled to length 1."""
    lengths = np.linalg.norm(A, axis=1)[:, None] * np.linalg.norm(B, axis=1)
    return (A @ B.T / lengths) ** 8


votes = alike(new, images[kept]).reshape(len(new), 10, 10).sum(axis=2)
print(f"right: {np.mean(votes.argmax(axis=1) == truth):.0%}")

# %%
figure, (left, right) = canvas(2, size=(8.2, 3.6))
left.imshow(alike(images[kept], images[kept]), cmap="Blues", vmax=0.5)
left.set(title="how alike: 100 images", xticks=range(5, 100, 10), xticklabels=range(10))
left.set(yticks=range(5, 100, 10), yticklabels=range(10), xlabel="digit", ylabel="digit")
right.imshow(new[0].reshape(8, 8), cmap="gray_r")
right.set(title=f"a new image, read as {votes[0].argmax()}")
right.axis("off")
show(
    figure, "Left a table of likeness with ten dark blocks on its diagonal, one a digit; right a new image of a digit."
)

# %% [markdown]
r"""
Most of them. Pixels are a decent measure of likeness for digits this small. They are not for photographs, where a
cat one step to the left has hardly a pixel in common with itself. There features must be learned.
"""

# %% [markdown]
r"""
## Supervised learning

What all of this has in common: a world that answers, $t(\mathbf{x})$, a function that nobody knows, and examples of it.
The **training set** has $N$ rows, samples $X$ of shape $(N, D)$ and their answers. The network is a function
$f(\mathbf{x}; W)$ with numbers $W$ to choose; we want it close to $t$. If $t$ is a number, that is **regression**; if
it is one of $K$ names, **classification**. How far off an answer is, a *divergence* says, the **loss** of one
sample. The **empirical error** is its mean over the training set:

**Definition.**

$$\mathrm{Err}(W) = \frac{1}{N} \sum_{n=1}^{N} \mathrm{div}\bigl(f(\mathbf{x}_n; W),\ y_n\bigr)$$

With a divergence that is 1 for a wrong answer and 0 for a right one, the error is the share of mistakes:

$$\mathrm{Err} = 1 - \text{accuracy} \quad\text{for } \mathrm{div}(\hat y, y) = \mathbf{1}(\hat y \neq y)$$
"""


# %%
def empirical_error(div, f, X, y):
    total = 0.0
    for x_n, y_n in zip(X, y, strict=True):
        total += div(f(x_n), y_n)
    return total / len(y)


wrong = empirical_error(lambda a, b: float(a != b), lambda x: fires(x[1] + 1.5), X, y)
same(wrong, 1 - np.mean((X[:, 1] > -1.5) == (y == 1)))
print(f"squared: {empirical_error(lambda a, b: (a - b) ** 2, lambda x: 0.5, X, y):.2f}, mistakes: {wrong:.2f}")

# %% [markdown]
r"""
Three questions decide whether it works. **Which samples?** Where there are none, nothing is known. **Which
architecture?** It must be able to come near $t$, and not so rich that it learns the noise. **How close can it come**,
and does the search find it?

**Predict, then run.** Samples of a curve with some noise, and Gaussian features on a line. The error on the training set
falls with more features. Does the distance to the true curve fall as well?
"""

# %%
where = rng.uniform(0, 1, 60)
answers = np.sin(2 * np.pi * where) + 0.25 * rng.normal(size=60)
across = np.linspace(0, 1, 200)


def regression(samples, features):
    def phi(x):
        return np.exp(-0.5 * ((x[:, None] - np.linspace(0, 1, features)) * features) ** 2)

    x, y = where[:samples], answers[:samples]
    v = np.linalg.lstsq(phi(x), y, rcond=1e-4)[0]
    train, true = np.mean((phi(x) @ v - y) ** 2), np.mean((phi(across) @ v - np.sin(2 * np.pi * across)) ** 2)
    figure, ax = canvas()
    curves(ax, across, {"truth": np.sin(2 * np.pi * across), "fit": phi(across) @ v}, ylim=(-2, 2), xlabel="$x$")
    ax.plot(x, y, "o", color=GREY, label="samples")
    ax.legend(frameon=False, loc="upper right")
    ax.set(title=f"squared error: training {train:.3f}, truth {true:.3g}")
    return (
        figure,
        f"Noisy samples of a sine and a fit; error {train:.3f} on the samples, {true:.3g} from the true curve",
    )


play(regression, samples=slider(6, 60, 15), features=slider(2, 20, 6))

# %% [markdown]
r"""
It falls, and then it rises, unless there are more samples. We come back to that in the topic on regularisation.
"""

# %% [markdown]
r"""
## Errata

> **The slide says** that "a simple composition of neurons does *not* make them more powerful": it "is still a linear
> function of the inputs". **The numbers say** that the best linear function of the two inputs answers ½ for all four
> samples of "same value?", and two layers of step units answer all four right. **Why** the sentence is true of linear
> units only. A perceptron with its step is not one, and the slide's own definition had the step in it.
"""

# %%
best = np.linalg.lstsq(with_one(UPDOWN), SAME.astype(float), rcond=None)[0]
differs(with_one(UPDOWN) @ best, SAME)
same(hidden(UPDOWN) @ w2 > -b2, SAME)
differs(hidden((UPDOWN[0] + UPDOWN[3]) / 2), (hidden(UPDOWN[0]) + hidden(UPDOWN[3])) / 2)  # middles are not kept

# %% [markdown]
r"""
One clash of letters needs no numbers. A set of slides calls both the unknown function of the world and the unit's
activation $g$. Here the world is $t$ and the bend is $g$; in $f(\mathbf{x}; W) \approx t(\mathbf{x})$ there may be many
$g$ on the left, and there is none on the right.
"""

# %% [markdown]
r"""
## Where this leads

You have the unit, its line, a rule that learns it, a wall, and three ways past it. In the exercises you build the
perceptron and its training, collapse linear layers, and choose by hand the weights that answer "same value?". Next come
the **activations**: bends with a slope, so that hidden layers can learn. Then the chain rule, which says how.
"""
