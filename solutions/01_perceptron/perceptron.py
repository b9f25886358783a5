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
# 01 · The perceptron: one unit that learns

A nerve cell collects signals through its *dendrites*, adds them up in its body, the *soma*, and if enough comes
together, it *fires*: a signal leaves along the *axon* and reaches the dendrites of other cells. Your brain has
about $10^{11}$ such cells, and each is joined to some $10^{4}$ others.

In 1958 Frank Rosenblatt made a machine of this picture and called it the **perceptron**. Inputs are weighed and
added up; if the sum is positive, the unit fires. As a model of a nerve cell that is a cartoon. As an idea it is
still inside every neural network.

In this notebook you build a perceptron, teach it, run into the wall that stopped the whole field for years, and
find two ways past it.

- **Time:** about an hour and a half. Section 5 is a good place for a break.
- **Points:** 20 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it. Nothing is lost when a check fails: change your code and run both cells again, as often as you like.
- **Stuck?** Write `hint(linear_score)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


def draw(axes, X, y):
    """Points of the plane: circles where the label is 1, crosses where it is 0."""
    axes.plot(*X[y == 1].T, "o", markersize=7, color="#0072B2", markeredgecolor="white", label="label 1")
    axes.plot(*X[y == 0].T, "X", markersize=9, color="#D55E00", markeredgecolor="white", label="label 0")
    axes.set(xlabel="$x_1$", ylabel="$x_2$")


# %% [markdown]
r"""
## 1 · The score

A unit has a **weight** $w_d$ for each of its $D$ inputs, and one **bias** $b$. It weighs each input, adds up, and
adds the bias, once:

$$z = \mathbf{w} \cdot \mathbf{x} + b = w_1 x_1 + w_2 x_2 + \dots + w_D x_D + b.$$

We call $z$ the **score**. A positive weight says "this speaks for it", a negative one "this speaks against it". The
bias is the score of a sample whose inputs are all zero: minus the threshold that the weighed sum has to pass.

We never compute one sample at a time. Put the $N$ samples one below the other as the *rows* of a matrix $X$ of
shape $(N, D)$; then a single product gives all $N$ scores, and broadcasting adds the bias to each.

**Exercise (2 points).** Write `linear_score`.
"""


# %% nbgrader={"grade_id": "linear_score", "solution": true}
def linear_score(X, w, b):
    """The score of every sample.

    X: samples in rows, shape (N, D).
    w: weights, shape (D,).
    b: the bias, a number.
    Returns: w·x + b for every row x of X, shape (N,).
    """
    ### BEGIN SOLUTION
    return X @ w + b
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_linear_score", "grade": true, "locked": true, "points": 2}
check(linear_score)

# %% [markdown]
r"""
## 2 · The decision

The perceptron fires, or it does not. There is nothing between:

$$\hat{y} = \begin{cases} 1 & \mathbf{w} \cdot \mathbf{x} + b > 0 \\ 0 & \text{otherwise.} \end{cases}$$

This function of the score is called the **step**. Note the strict $>$: at a score of exactly 0 the unit stays
silent. Somebody has to decide such ties, and in this course they are decided so.

With two inputs, $w_1 x_1 + w_2 x_2 + b = 0$ is a straight line in the plane. On one side of it the unit fires, on
the other it does not. The weights are perpendicular to the line and point to the side that fires; the bias shifts
the line without turning it. With $D$ inputs the line becomes a flat *hyperplane*.

**Exercise (2 points).** Write `perceptron_predict`.
"""


# %% nbgrader={"grade_id": "perceptron_predict", "solution": true}
def perceptron_predict(X, w, b):
    """What the perceptron answers for every sample.

    X: samples in rows, shape (N, D).
    w: weights, shape (D,).
    b: the bias, a number.
    Returns: integers, shape (N,): 1 where the score is greater than 0, else 0.
    """
    ### BEGIN SOLUTION
    return np.where(linear_score(X, w, b) > 0, 1, 0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_perceptron_predict", "grade": true, "locked": true, "points": 2}
check(perceptron_predict)

# %% [markdown]
r"""
## 3 · Learning from one mistake

Where do the weights come from? Not from us. The perceptron looks at one sample $\mathbf{x}$ with its true label
$y \in \{0, 1\}$, makes its guess $\hat{y}$, and moves a little:

$$\mathbf{w} \leftarrow \mathbf{w} + \eta\,(y - \hat{y})\,\mathbf{x}, \qquad b \leftarrow b + \eta\,(y - \hat{y}).$$

$\eta$ ("eta") is the **learning rate**, in code `lr`. There are only three cases:

| | $y - \hat{y}$ | what happens |
|---|---|---|
| right | $0$ | nothing moves |
| should have fired, and did not | $+1$ | $\mathbf{x}$ is added to the weights: its score grows |
| fired, and should not have | $-1$ | $\mathbf{x}$ is subtracted: its score falls |

By how much? The score of this very sample changes by $\eta\,(y - \hat{y})\,(\mathbf{x} \cdot \mathbf{x} + 1)$,
always in the direction that was missing. The bias learns like a weight whose input is always 1.

**Exercise (3 points).** Write `perceptron_update`. Your `perceptron_predict` wants a batch; `x[None, :]` makes a
batch of one out of a single sample. Return *new* weights: whoever called you may still need the old ones, and `w +=
...` would write over them.
"""


# %% nbgrader={"grade_id": "perceptron_update", "solution": true}
def perceptron_update(w, b, x, y, lr=1.0):
    """Weights and bias after one sample.

    w: weights, shape (D,); they are not changed.
    b: the bias, a number.
    x: one sample, shape (D,).
    y: its label, 0 or 1.
    lr: the learning rate.
    Returns: (w, b), the new weights of shape (D,) and the new bias, a number.
    """
    ### BEGIN SOLUTION
    guess = perceptron_predict(x[None, :], w, b)[0]
    step = lr * (y - guess)
    return w + step * x, b + step
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_perceptron_update", "grade": true, "locked": true, "points": 3}
check(perceptron_update)

# %% [markdown]
r"""
## 4 · Learning from many

Now let the perceptron go through all samples, one after the other, and update after each. One pass through the data
is called an **epoch**. Then it begins again, because what was learned from the last sample may have spoiled an
earlier one.

When is it done? After an epoch in which not a single guess was wrong: nothing moved, so nothing ever will. It can
be proved that this moment comes *whenever a line separates the two kinds of samples*, whatever the learning rate
(Novikoff, 1962). If no line does, it never comes, and so we stop after `max_epochs` in any case.

Count the mistakes of each epoch: the guesses that were wrong *when they were made*, each before its own update. The
list ends with a 0 if the perceptron got there.

**Exercise (4 points).** Write `perceptron_fit`. Start with zeros, and visit the samples in the order in which they
stand.
"""


# %% nbgrader={"grade_id": "perceptron_fit", "solution": true}
def perceptron_fit(X, y, lr=1.0, max_epochs=100):
    """A perceptron trained on samples and their labels.

    X: samples in rows, shape (N, D).
    y: their labels, 0 or 1, shape (N,).
    lr: the learning rate.
    max_epochs: the largest number of epochs.
    Returns: (w, b, mistakes): weights (D,), the bias, and a list with the number of wrong guesses in each epoch.
        The first epoch without a mistake is the last one, and its 0 is in the list.
    """
    ### BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for _ in range(max_epochs):
        wrong = 0
        for n in range(len(X)):
            guess = perceptron_predict(X[n : n + 1], w, b)[0]
            if guess != y[n]:
                wrong += 1
                w, b = perceptron_update(w, b, X[n], y[n], lr)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_perceptron_fit", "grade": true, "locked": true, "points": 4}
check(perceptron_fit)

# %% [markdown]
r"""
### Your perceptron at work

Sixty points in the plane, and a line that separates them, though nobody tells the perceptron which. The left
picture shows the lines that your `perceptron_fit` reaches after one epoch, after four, and at the end; the right
picture its mistakes.

*In words: on the left circles fill the upper right of the plane, crosses the lower left, with a narrow gap between
them. The line after one epoch still cuts through one of the groups; the last one runs through the gap, with every
circle on one side and every cross on the other. On the right the mistakes go up and down from epoch to epoch, fall
on the whole, and end at 0.*
"""

# %%
rng = np.random.default_rng(11)
X = rng.uniform(-2, 2, size=(200, 2))
height = X @ np.array([1.0, 2.0]) - 1.5
X, height = X[np.abs(height) > 0.15][:60], height[np.abs(height) > 0.15][:60]
y = np.where(height > 0, 1, 0)
side = np.linspace(-2.2, 2.2, 201)
plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)  # every point of a grid, a row each

try:
    fits = [perceptron_fit(X, y, max_epochs=epochs) for epochs in (1, 4, 200)]
    scores = [linear_score(plane, w, b).reshape(201, 201) for w, b, _ in fits]
    complete = all(np.all(np.isfinite(z)) and z.min() < 0 < z.max() for z in scores)
    mistakes = [int(wrong) for wrong in fits[-1][2]]
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your own functions: finish the four exercises above, then run this cell again.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    draw(left, X, y)
    for z, style, name in zip(scores, [":", "--", "-"], ["1 epoch", "4 epochs", "the end"], strict=True):
        left.contour(side, side, z, levels=[0], colors="black", linestyles=style)
        left.plot([], [], color="black", linestyle=style, label=name)
    left.set(title="the dividing line")
    left.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    right.plot(range(1, len(mistakes) + 1), mistakes, "o-", linewidth=2)
    right.set(title="mistakes", xlabel="epoch", ylim=(-0.5, None))
    right.xaxis.get_major_locator().set_params(integer=True)
    show(figure, "Three dividing lines, the last one between circles and crosses; mistakes per epoch, ending at 0.")

# %% [markdown]
r"""
## 5 · What no line can do

Are two inputs *the same*? Both 0, or both 1: then answer 1. One of each: then 0.

| $x_1$ | $x_2$ | the same? |
|---|---|---|
| 0 | 0 | 1 |
| 0 | 1 | 0 |
| 1 | 0 | 0 |
| 1 | 1 | 1 |

Four samples. Your perceptron learned sixty; here it tries these, for forty epochs.

*In words: on the left the four samples sit on the corners of a square, the two circles on one diagonal, the two
crosses on the other. On the right the mistakes of each epoch are 3 at first, and from the third epoch on all 4 of the
four samples: what is learned from one of them spoils the next.*
"""

# %% nbgrader={"grade_id": "same_value_data", "locked": true}
BITS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SAME = np.array([1, 0, 0, 1])

# %%
try:
    mistakes = [int(wrong) for wrong in perceptron_fit(BITS, SAME, max_epochs=40)[2]]
    complete = True
except Exception:
    complete = False

if not complete:
    print("This picture needs your perceptron_fit: pass its check first, then run this cell again.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    draw(left, BITS, SAME)
    left.set(title="the same?", xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1])
    left.legend(loc="center")
    right.plot(range(1, len(mistakes) + 1), mistakes, "o-", markersize=4)
    right.set(title="mistakes", xlabel="epoch", ylim=(-0.3, 4.3))
    show(
        figure, "Circles and crosses on the two diagonals of a square; the mistakes stay between 3 and 4 for 40 epochs."
    )

# %% [markdown]
r"""
It never ends. That is not the fault of the learning rule: *no* weights would do. Suppose there were some. The four
rows of the table ask for

$$b > 0, \qquad w_2 + b \le 0, \qquad w_1 + b \le 0, \qquad w_1 + w_2 + b > 0.$$

Add the first and the last: $w_1 + w_2 + 2b > 0$. Add the other two: $w_1 + w_2 + 2b \le 0$. Both cannot hold. In
the plane you see it at once: the equal pairs sit on one diagonal of a square, the unequal ones on the other, and no
line separates the diagonals. A perceptron gets three of the four right, at best.

In 1969 Marvin Minsky and Seymour Papert made a book of such limits, and many turned away from neural networks for a
decade and more.

## 6 · More layers?

Let units feed into units, then. A first layer of $H$ units, *without* the step: each answers with its bare score. A
second layer takes these as its inputs:

$$\underset{(N, K)}{Z} = \bigl(\underset{(N, D)}{X}\;\underset{(D, H)}{W_1} + \underset{(H,)}{b_1}\bigr)\;
\underset{(H, K)}{W_2} + \underset{(K,)}{b_2}.$$

The weights of one unit are now one *column* of a matrix. Multiply it out: $X$ is multiplied by one matrix, and
something that does not depend on $X$ is added. So whatever the two layers can do, a single layer can, with suitable
weights $W$ and biases $b$. A hundred linear layers are a single one, and the wall stands.

**Exercise (3 points).** Write `collapse_linear`: find that $W$ and $b$. Keep an eye on $b_1$: what becomes of it on
its way through the second layer?
"""


# %% nbgrader={"grade_id": "collapse_linear", "solution": true}
def collapse_linear(W1, b1, W2, b2):
    """The one linear layer that does what two do.

    W1: weights of the first layer, shape (D, H).
    b1: its biases, shape (H,).
    W2: weights of the second layer, shape (H, K).
    b2: its biases, shape (K,).
    Returns: (W, b) of shapes (D, K) and (K,), with X W + b equal to (X W1 + b1) W2 + b2 for every X.
    """
    ### BEGIN SOLUTION
    bias_alone = b1 @ W2 + b2  # the answer to X = 0
    return W1 @ W2, bias_alone
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_collapse_linear", "grade": true, "locked": true, "points": 3}
check(collapse_linear)

# %% [markdown]
r"""
## 7 · The step makes the difference

> **Slip on the slides.** One set defines the neuron *with* its step, and then says that a composition of neurons
> "is still a linear function of the inputs". You have just shown this for linear units. For units with a step it is
> false, as you are about to prove with your own hands.

Take two layers of *step* units. Each hidden unit draws a line of its own and says 0 or 1; the output unit looks
only at what they say:

$$\mathbf{h} = \mathrm{step}(\mathbf{x} W_1 + b_1), \qquad
\hat{y} = \mathrm{step}(\mathbf{h} \cdot \mathbf{w}_2 + b_2).$$

Here is a function that runs such a network on a batch.
"""


# %% nbgrader={"grade_id": "step_network", "locked": true}
def step_network(X, W1, b1, w2, b2):
    """What a network of step units answers: X (N, D), W1 (D, H), b1 (H,), w2 (H,), b2 a number; the result is (N,)."""
    hidden = np.where(X @ W1 + b1 > 0, 1, 0)  # (N, H)
    return np.where(hidden @ w2 + b2 > 0, 1, 0)


# %% [markdown]
r"""
**Exercise (3 points).** Write `same_value_network`: choose weights so that the network answers 1 exactly when both
inputs are equal. No learning this time: take a sheet of paper, draw the square of the four inputs, and think which
lines you need. How many hidden units you use is up to you. There are many right answers, so the check runs your
network. Mind that a score of exactly 0 does not fire.
"""


# %% nbgrader={"grade_id": "same_value_network", "solution": true}
def same_value_network():
    """A network of step units that tells whether two inputs, each 0 or 1, are equal.

    Returns: (W1, b1, w2, b2) of shapes (2, H), (H,), (H,) and a number. One column of W1 belongs to one hidden unit.
    """
    ### BEGIN SOLUTION
    both_one, both_zero = [1.0, 1.0], [-1.0, -1.0]  # what each hidden unit weighs
    W1 = np.column_stack([both_one, both_zero])
    b1 = np.array([-1.5, 0.5])
    return W1, b1, np.ones(2), -0.5  # the output fires if either does
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_same_value_network", "grade": true, "locked": true, "points": 3}
check(same_value_network)

# %% [markdown]
r"""
### What your network sees

The same network, run on every point of the plane between and around the four inputs. Each hidden unit draws a line;
the output decides by the sides.

*In words, for the solution that the hints lead to: two parallel lines cut off two opposite corners of the square,
the one at $(0, 0)$ and the one at $(1, 1)$. Beyond either line the network answers 1; in the band between them it
answers 0. The two circles lie in the corners, the two crosses in the band. Your own lines may lie elsewhere.*
"""

# %%
side = np.linspace(-0.5, 1.5, 201)
plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
try:
    W1, b1, w2, b2 = same_value_network()
    answers = step_network(plane, W1, b1, w2, b2).reshape(201, 201)
    hidden_scores = np.moveaxis((plane @ W1 + b1).reshape(201, 201, -1), -1, 0)
    complete = True
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your same_value_network: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(4.6, 3.8), layout="constrained")
    shades = axes.pcolormesh(side, side, answers, cmap="cividis", vmin=0, vmax=1, shading="nearest", rasterized=True)
    for z in hidden_scores:
        if z.min() < 0 < z.max():
            axes.contour(side, side, z, levels=[0], colors="white", linestyles="--")
    draw(axes, BITS, SAME)
    axes.set(title="answer of the network, its hidden lines dashed")
    figure.colorbar(shades, ticks=[0, 1])
    show(figure, "The network answers 1 in two opposite corners of the square and 0 in the band between.")

# %% [markdown]
r"""
## 8 · Another way: features that are fixed

There is a second way past the wall. Keep the single perceptron, but do not show it the raw inputs. Show it
**features**: fixed functions of the inputs, chosen beforehand. A popular choice is a bump around a centre
$\mathbf{c}$,

$$\phi_m(\mathbf{x}) = e^{-\gamma\,\lVert \mathbf{x} - \mathbf{c}_m \rVert^2},$$

called a *radial basis function*: 1 at the centre, almost 0 far away. $\gamma$ ("gamma") sets how narrow the bump
is. With $M$ centres every sample becomes a row of $M$ features, "how close am I to each of them?"

The squared distance is a sum over the inputs, $\lVert \mathbf{x} - \mathbf{c} \rVert^2 = \sum_d (x_d - c_d)^2$.
Every sample meets every centre, so there are $N \cdot M$ of them. Two loops are fine. Without loops, broadcasting
does it: `X[:, None, :]` has shape $(N, 1, D)$ and `centers[None, :, :]` has shape $(1, M, D)$.

**Exercise (3 points).** Write `rbf_features`.
"""


# %% nbgrader={"grade_id": "rbf_features", "solution": true}
def rbf_features(X, centers, gamma):
    """Gaussian bumps around fixed centres.

    X: samples in rows, shape (N, D).
    centers: centres in rows, shape (M, D).
    gamma: how quickly a bump falls off, a positive number.
    Returns: exp(−gamma · ‖x − c‖²) for every sample x and every centre c, shape (N, M).
    """
    ### BEGIN SOLUTION
    columns = []
    for center in centers:
        squared_distance = np.sum((X - center) ** 2, axis=1)  # (N,)
        columns.append(np.exp(-gamma * squared_distance))
    return np.stack(columns, axis=1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_rbf_features", "grade": true, "locked": true, "points": 3}
check(rbf_features)

# %% [markdown]
r"""
### One perceptron, after all

Two bumps, centred on $(0, 0)$ and $(1, 1)$, and your perceptron on top. Left: the plane of the features, where a
line is enough. Right: what this line means in the plane of the inputs.

*In words: on the left the four samples have moved. The two equal pairs lie far out, one to the right and one at the
top; the two unequal pairs have fallen onto the same point, close to the origin. One straight line separates them. On
the right that line has become curves in the plane of the inputs: the perceptron fires in two round regions, one around
$(0, 0)$ and one around $(1, 1)$, and the unequal corners lie outside both.*
"""

# %%
centers = BITS[[0, 3]]
try:
    features = rbf_features(BITS, centers, 3.0)
    w, b, mistakes = perceptron_fit(features, SAME, max_epochs=1000)
    answers = perceptron_predict(rbf_features(plane, centers, 3.0), w, b).reshape(201, 201)
    corner = np.linspace(-0.1, 1.1, 201)
    feature_plane = np.stack(np.meshgrid(corner, corner), axis=-1).reshape(-1, 2)
    line = linear_score(feature_plane, w, b).reshape(201, 201)
    complete = line.min() < 0 < line.max() and np.shape(features) == (4, 2)
except Exception:
    complete = False

if not complete:
    print("Pass the checks of rbf_features and perceptron_fit first, then run this cell again.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    left.contour(corner, corner, line, levels=[0], colors="black")
    draw(left, features, SAME)
    left.set(title=f"the features, learned in {len(mistakes)} epochs", xlabel=r"$\phi_1$", ylabel=r"$\phi_2$")
    shades = right.pcolormesh(side, side, answers, cmap="cividis", vmin=0, vmax=1, shading="nearest", rasterized=True)
    draw(right, BITS, SAME)
    right.set(title="the answer over the inputs")
    figure.colorbar(shades, ticks=[0, 1])
    show(figure, "A line separates the four samples in the plane of the features; over the inputs it is a curve.")

# %% [markdown]
r"""
### Fixed or learned?

The bumps worked because *we* knew where to put them. With thousands of inputs nobody does. Here two roads part:

- **Keep the features fixed, and take very many.** A *support vector machine* puts a bump on every training sample,
  or uses features so many that they are never written down: a *kernel* $k(\mathbf{x}_i, \mathbf{x}_j)$ gives their
  dot products directly. The model stays linear in its features, and finding its weights stays easy.
- **Learn the features.** A *neural network* has a few hidden units, and the training finds out what each of them
  should look for, together with the weights of the output. That is harder, and it is the subject of the rest of
  this course.
"""

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 9 · In your own words (2 points)

You found the weights of `same_value_network` by thinking. It would be nicer if a machine found them.

*Look at the learning rule of section 3. Suppose the network's answer for one sample is wrong. Could the rule mend
the output unit? Could it mend a hidden unit? And a unit answers 0 or 1: if you move one of its weights a very
little, how does its answer change, and what does that mean for learning by small steps?*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** The rule needs $y - \hat{y}$, the wanted answer of the unit. For the output unit we have it: its
inputs are the hidden answers, and the label is its target, so the rule applies. For a hidden unit nobody says what
it should have answered, so the rule has no $y$ to use. One could ask how the final answer changes when a hidden
weight moves a little; but a step unit answers the same until its score crosses 0, so nearly always nothing changes
at all (the slope of the step is 0 wherever it exists), and small steps get no hint of the direction. That is why
the following topics replace the step by activations with a slope.

**Rubric.** 1 point: the output unit can be mended, a hidden unit cannot, because the rule needs a target and hidden
units have none. 1 point: a small change of a weight nearly always changes nothing (slope zero, apart from the
jump), so there is no direction to follow. Half a point each where the conclusion is right without its reason.
"""
