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
# 05 · Softmax

Which of ten digits is this? A network answers with ten numbers, and they may be anything at all. This lecture turns them into
**probabilities**, measures how good these are with the **cross-entropy**, and finds the gradient of the two together, which is
the shortest of the whole course: *what you said minus what was true*.

The raw scores are called **logits**, $\mathbf{f}$ or, for a batch in rows, $F$ of shape $(N, K)$. The right answers are labels
$y$, whole numbers from 0 to $K - 1$.
"""

# %%
import numpy as np
from figures import canvas, curves, differs, matrix, play, points, regions, same, show, slider, slope
from figures.picture import BLUE, GREEN, RED

from autograder.checks.digits import load

rng = np.random.default_rng(0)


# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))  # good enough for the moderate logits of this page


# %% [markdown]
r"""
## One-hot

A label is a name, not a quantity: a 6 is not twice a 3, and a network with one output for "the digit" would be told just that. So
there is one output for each of the $K$ classes, and the label becomes a row of **indicators**, all 0 but for a single 1. This is
called *1-of-K coding*, or one-hot:

**Definition.**

$$t_k = \mathbf{1}(k = y)$$

Two things make it handy. Its entries sum to 1, so it is itself a probability distribution, of somebody who is sure. And a product
with it picks an entry:

$$\sum_{k} t_k\,f_k = f_y$$
"""


# %%
def indicators(y, K):
    """One label as a row of K numbers."""
    return np.array([1.0 if k == y else 0.0 for k in range(K)])


f, y = np.array([2.0, 1.0, -1.0]), 1
t = indicators(y, 3)
same(t @ f, f[y])

# %%
labels = [3, 0, 4, 3]
figure, ax = canvas(size=(3.6, 2.6))
matrix(ax, [indicators(label, 5) for label in labels], "$T$: a row for each label")
ax.set(xticks=range(5), yticks=range(4), yticklabels=[f"y = {label}" for label in labels], xlabel="class")
show(
    figure,
    "Four labels 3, 0, 4, 3 as four rows of five cells; each row has one dark cell, the 1 in the place of its label.",
)

# %% [markdown]
r"""
**Predict, then run.** What is the distance between two labels that differ, written as one-hot rows? Is 3 nearer to 4 than to 0?
"""

# %%
for other in (4, 0):
    print(f"3 and {other}:", round(float(np.linalg.norm(indicators(3, 5) - indicators(other, 5))), 3))

# %% [markdown]
r"""
All classes are equally far apart. *What usually goes wrong:* the number of columns is taken from the labels at hand. The class 1
does not occur above, and has its column all the same.
"""

# %% [markdown]
r"""
## LogSumExp

One expression turns up everywhere in this topic, so we meet it first:

**Definition.**

$$\mathrm{lse}(\mathbf{f}) = \log \sum_{k=1}^{K} e^{f_k}$$

It is a maximum with its corner rounded off: the largest logit dominates the sum, and the logarithm gives it back.

$$\max_k f_k \;\le\; \mathrm{lse}(\mathbf{f}) \;\le\; \max_k f_k + \log K$$

(On the right it is exact for $K$ equal logits.)

A shift of all logits comes out of it. For any number $m$, and so also for the maximum:

$$\mathrm{lse}(\mathbf{f}) = m + \log \sum_{k} e^{f_k - m}$$
"""


# %%
def lse(f):
    return np.log(np.sum(np.exp(f)))  # as the formula stands; it breaks for large logits, see below


assert np.max(f) <= lse(f) <= np.max(f) + np.log(3)
same(lse(np.full(3, 0.7)), 0.7 + np.log(3))
for m in (-5.0, 0.3, np.max(f)):
    same(lse(f), m + lse(f - m))

# %%
z = np.linspace(-5, 5, 201)
figure, ax = canvas()
curves(ax, z, {"$max(0, z)$": np.maximum(0, z), "lse of 0 and $z$": np.logaddexp(0, z)}, xlabel="$z$")
ax.set(title="A maximum without its corner")
show(
    figure,
    "The maximum of 0 and z has a corner at zero; the log-sum-exp runs a little above it, most at zero, and is smooth.",
)

# %% [markdown]
r"""
**Predict, then run.** The derivative of the maximum says which logit is the largest, with a 1. What does the derivative of its
smooth version say? Look at the numbers, and at their sum.
"""

# %%
print(np.round(slope(lse, f), 3), "sum", round(float(np.sum(slope(lse, f))), 6))

# %% [markdown]
r"""
Positive numbers that sum to 1, and most for the largest. They are the next section.
"""

# %% [markdown]
r"""
## Softmax

Probabilities must be positive, so take exponentials; they must sum to 1, so divide by the sum. That is all.

**Definition.**

$$p_k = \frac{e^{f_k}}{\sum_{j=1}^{K} e^{f_j}}$$

With three logits, as it stands on a slide:

$$(p_1, p_2, p_3) = \frac{1}{e^{f_1} + e^{f_2} + e^{f_3}}\,\bigl(e^{f_1}, e^{f_2}, e^{f_3}\bigr)$$

It is the gradient of log-sum-exp, which is why one meets the two together:

$$\frac{\partial\,\mathrm{lse}(\mathbf{f})}{\partial f_k} = p_k$$
"""


# %%
def softmax(f):
    """One row of logits (K,) to probabilities (K,), as the formula stands."""
    return np.exp(f) / np.sum(np.exp(f))


f1, f2, f3 = f
total = np.exp(f1) + np.exp(f2) + np.exp(f3)
print("by hand:", np.round([np.exp(f1), np.exp(f2), np.exp(f3)], 2), "sum", round(float(total), 2))
print("so p =", np.round(softmax(f), 3))
same(softmax(f), [np.exp(f1) / total, np.exp(f2) / total, np.exp(f3) / total])
same(slope(lse, f), softmax(f))

# %% [markdown]
r"""
Only *differences* of logits count, for a common shift multiplies numerator and denominator by the same $e^m$; and the difference of
two logits is the logarithm of their odds:

$$\mathrm{softmax}(\mathbf{f} + m) = \mathrm{softmax}(\mathbf{f})$$

$$\log\frac{p_j}{p_k} = f_j - f_k$$

**Predict, then run.** Shift invariance is one thing; what about a *factor*? Are the probabilities of $2\mathbf{f}$ those of
$\mathbf{f}$?
"""

# %%
p = softmax(f)
same(softmax(f + 7.5), softmax(f))
same(np.log(p[0] / p[2]), f[0] - f[2])
print("f:", np.round(softmax(f), 3), " 2f:", np.round(softmax(2 * f), 3), " f/10:", np.round(softmax(f / 10), 3))

# %% [markdown]
r"""
A factor makes the distribution sharper or blunter. Its inverse is called the **temperature** $T$: hot is undecided, cold is nearly
a maximum. (The name "softmax" is a little off. It is a soft *arg* max; the soft maximum is log-sum-exp.)

**Predict, then run.** Move the third logit. Does the *ratio* of the other two probabilities change? And what becomes of all three
when it gets cold?
"""


# %%
def warm(third, temperature):
    logits = np.array([0.0, 2.0, third])
    shares = np.exp(logits / temperature) / np.sum(np.exp(logits / temperature))
    figure, (left, right) = canvas(2, size=(7, 2.8))
    names = ["class 0", "class 1", "class 2"]
    for ax, heights, title in ((left, logits, "logits"), (right, shares, "probabilities")):
        bars = ax.bar(names, heights, color=[BLUE, RED, GREEN], hatch=["", "//", ".."], edgecolor="white")
        ax.bar_label(bars, [f"{height:.2f}".replace("-", "−") for height in heights])
        ax.set(title=title)
    left.set(ylim=(-5, 7))
    right.set(ylim=(0, 1.12))
    said = ", ".join(f"{share:.2f}" for share in shares)
    return figure, f"Bars of three logits at the left and of their probabilities at the right, which are {said}"


play(warm, third=slider(-4.0, 6.0, 1.0, 0.5, label="third logit"), temperature=slider(0.2, 5.0, 1.0, 0.2))

# %% [markdown]
r"""
## Rows

A batch has one distribution in **each row**: sample $n$ has its own logits and its own sum.

$$P_{nk} = \frac{e^{F_{nk}}}{\sum_j e^{F_{nj}}} \qquad\text{so that}\qquad \sum_k P_{nk} = 1 \text{ for every } n$$

In NumPy this is about one axis. `F.sum(axis=1)` adds *along* the rows and has shape $(N,)$. To divide $(N, K)$ by it, it must be a
column, $(N, 1)$, and `keepdims=True` keeps it one.
"""

# %%
F = np.array([[2.0, 1.0, -1.0], [0.0, 0.0, 0.0], [-3.0, 1.0, 4.0], [5.0, 4.9, -2.0]])
P = np.array([softmax(row) for row in F])
same(P, [[np.exp(F[n, k]) / sum(np.exp(F[n, j]) for j in range(3)) for k in range(3)] for n in range(4)])
same(P.sum(axis=1), np.ones(4))
print("sums:", F.sum(axis=1).shape, "with keepdims:", F.sum(axis=1, keepdims=True).shape)

figure, (left, middle, right) = canvas(3, size=(7.4, 2.8))
matrix(left, F, "logits $F$")
matrix(middle, P, "rows: right", largest=1)
matrix(right, np.exp(F) / np.exp(F).sum(axis=0), "columns: wrong", largest=1)
show(
    figure,
    "Logits of four samples and three classes, then P whose rows sum to 1, then a wrong one whose columns sum to 1.",
)

# %% [markdown]
r"""
**Predict, then run.** Somebody forgets `keepdims`. For which batches does that go unnoticed?
"""

# %%
E = np.exp(F[:3])  # three samples with three classes: square
differs(E / E.sum(axis=1), [softmax(row) for row in F[:3]])
try:
    np.exp(F) / np.exp(F).sum(axis=1)
except ValueError as error:
    print("four samples:", error)

# %% [markdown]
r"""
A square batch gives wrong numbers in silence: $(3,)$ stands for a *row*, and sample $n$ is divided by the sum of sample $k$. Test
with $N \neq K$.
"""

# %% [markdown]
r"""
## Stability

As formulas all of this is right. As code it breaks, since $e^{710}$ is beyond the largest float and $e^{-746}$ is 0. Logits of that
size do occur, in the first steps of a badly scaled network for instance.

**Predict, then run.** What does the formula of softmax answer for $(1000, 0)$, and what for $(-1000, -1000)$?
"""

# %%
with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
    print("softmax:", softmax(np.array([1000.0, 0.0])), softmax(np.array([-1000.0, -1000.0])))
    print("lse:    ", lse(np.array([1000.0, 0.0])), lse(np.array([-1000.0, -1000.0])))

# %% [markdown]
r"""
Infinity divided by infinity, and nothing divided by nothing. The remedy is the freedom to shift. Subtract the largest logit first;
then no exponent is positive and one of them is 0, so the sum lies between 1 and $K$:

$$p_k = \frac{e^{f_k - m}}{\sum_j e^{f_j - m}} \quad\text{with } m = \max_j f_j, \qquad 1 \le \sum_j e^{f_j - m} \le K$$

For one row:
"""

# %%
far = np.array([1000.0, 999.0, 0.0])
shifted = far - far.max()
assert 1 <= np.sum(np.exp(shifted)) <= 3
same(softmax(shifted), softmax(np.array([1.0, 0.0, -999.0])))
print(np.round(softmax(shifted), 3), "sum of exponentials", round(float(np.sum(np.exp(shifted))), 3))

# %% [markdown]
r"""
In a batch **each row needs its own shift**. One $m$ for all rows is not wrong as mathematics and helps the rows with large logits,
while the others underflow.

**Predict, then run.** Two samples, one with logits near 1000 and one near 0. What becomes of the second, if $m$ is the maximum of
the whole batch?
"""

# %%
batch = np.array([[1000.0, 999.0], [1.0, 0.0]])
with np.errstate(invalid="ignore"):
    one_for_all = [softmax(row - batch.max()) for row in batch]
    print("one shift for all:", *np.round(one_for_all, 3))
    differs(one_for_all, [softmax(row - row.max()) for row in batch])
same(softmax(batch[1] - batch[1].max()), softmax(batch[1]))

# %% [markdown]
r"""
There is a second trap behind the first. Even right probabilities round to 0, and then their logarithm is $-\infty$. A loss
wants the logarithm, so **compute it from the logits, not from the probabilities**: in $\log p_k = f_k -
\mathrm{lse}(\mathbf{f})$ no exponential is undone that should not have been taken.
"""

# %%
gap = np.linspace(0, 1000, 1001)  # how far the true class lies behind
with np.errstate(divide="ignore"):
    from_probabilities = [-np.log(softmax(np.array([0.0, -behind]))[1]) for behind in gap]
from_logits = [np.logaddexp.reduce([0.0, -behind]) + behind for behind in gap]  # NumPy's own log-sum-exp of two

figure, ax = canvas()
curves(ax, gap, {"from logits": from_logits, "from probabilities": np.minimum(from_probabilities, 1e6)})
ax.set(xlabel="logits behind", ylabel="$-\\log p$", ylim=(0, 1100), title="Where the probability rounds to 0")
ax.axvline(gap[np.isinf(from_probabilities)][0], color=RED, linestyle=":")
show(
    figure,
    "The loss from the logits is a straight line up to 1000; from probabilities it is the same and infinite from about 745.",
)
print("the first infinite loss is at", gap[np.isinf(from_probabilities)][0])

# %% [markdown]
r"""
*What usually goes wrong:* a small number is added inside the logarithm, "for safety". Then the loss stops growing just where the
network is most wrong, and its gradient is next to 0 there.
"""

# %% [markdown]
r"""
## Cross-entropy

How bad is an answer $\mathbf{o}$, if the truth is $\mathbf{t}$? Only the probability that was given to the true class counts. The
loss is its negative logarithm:

**Definition.**

$$\ell = -\sum_{k} t_k \log o_k$$

For a one-hot $\mathbf{t}$ one term is left. Put in the softmax, and the logarithm undoes an exponential:

$$-\sum_k t_k \log p_k = -\log p_y = \log \sum_k e^{f_k} - f_y$$

A sure and right answer costs 0. Guessing among $K$ classes costs $\log K$. A sure and wrong answer costs without limit. For a
training set take the mean, the **empirical risk**:

**Definition.**

$$L = \frac{1}{N} \sum_{n=1}^{N} \ell(\mathbf{f}_n, y_n)$$
"""


# %%
def loss(f, y):
    """The cross-entropy of one sample, from its logits."""
    return lse(f) - f[y]


def risk(F, labels):
    total = 0.0
    for f, y in zip(F, labels, strict=True):
        total += loss(f, y)
    return total / len(F)


f, y = np.array([2.0, 1.0, -1.0]), 1
t, p = indicators(y, 3), softmax(f)
same(-np.sum(t * np.log(p)), -np.log(p[y]), loss(f, y))

# %% [markdown]
r"""
**Predict, then run.** A network with ten classes has just been made and knows nothing; all its logits are near 0. What loss should
it show before its first step?
"""

# %%
print("near", round(float(risk(0.01 * rng.normal(size=(50, 10)), rng.integers(0, 10, 50))), 3), "and log 10 is 2.303")

# %% [markdown]
r"""
That is worth a look whenever you start a training. If the first loss is 15, the initial weights are too large.

### Where losses come from

Ask how probable the data are if the network is right: the **likelihood**. For independent samples it is a product. Products of
thousands of small numbers underflow, so take the logarithm, and turn its sign to have something to make small:

$$-\log \prod_{n} P(y_n \mid \mathbf{x}_n) = \sum_{n} -\log P(y_n \mid \mathbf{x}_n)$$

So the cross-entropy is the **negative log-likelihood**, and its best answer for samples that look alike is their share. The squared
error has the same origin. It is what noise with a bell curve of width 1 around the answer $o$ leads to:

$$-\log\Bigl(\frac{1}{\sqrt{2\pi}}\,e^{-(t - o)^2/2}\Bigr) = \tfrac12 (o - t)^2 + \tfrac12 \log 2\pi$$
"""

# %%
chances = np.array([0.8, 0.4, 0.95, 0.6])
same(-np.log(np.prod(chances)), np.sum(-np.log(chances)))
o, target = 0.3, 1.7
same(-np.log(np.exp(-((target - o) ** 2) / 2) / np.sqrt(2 * np.pi)), 0.5 * (o - target) ** 2 + 0.5 * np.log(2 * np.pi))

p = np.linspace(0.01, 0.99, 197)
figure, (left, right) = canvas(2, size=(7.6, 3))
curves(
    left, p, {"$-\\log p$": -np.log(p), "$(1 - p)^2$": (1 - p) ** 2}, xlabel="$p$ of the true class", title="one sample"
)
tosses = -(7 * np.log(p) + 3 * np.log(1 - p))
curves(right, p, {"7 yes, 3 no": tosses}, xlabel="$p$ of yes", title="ten samples that look alike", ylim=(5, 20))
right.plot(0.7, tosses[np.argmin(tosses)], "o", color=RED)
show(
    figure,
    "Left −log p, steep near 0, and the squared error, flat beside it; right the loss of 7 yes and 3 no, lowest at 0.7.",
)

# %% [markdown]
r"""
## Jacobian

Every probability depends on *every* logit, through the common denominator. So the derivative of softmax is not a number for each
class but a matrix, $J_{jk} = \partial p_j/\partial f_k$:

$$\frac{\partial p_j}{\partial f_k} = p_j\,\bigl(\mathbf{1}(j = k) - p_k\bigr)$$

On the diagonal stands $p_k(1 - p_k)$, as for the sigmoid. Beside it stands $-p_j\,p_k$: when one logit grows, the other classes pay
for it. As a matrix, and applied to any vector $\mathbf{v}$:

$$J = \mathrm{diag}(\mathbf{p}) - \mathbf{p}\,\mathbf{p}^\top, \qquad
J\mathbf{v} = \mathbf{p} \odot \mathbf{v} - (\mathbf{p} \cdot \mathbf{v})\,\mathbf{p}$$

What one class gains the others lose, and a common shift changes nothing. So columns and rows sum to 0, and $J$ has no inverse:

$$\sum_j J_{jk} = 0, \qquad \sum_k J_{jk} = 0$$
"""

# %%
f = np.array([2.0, 1.0, -1.0])
p, v = softmax(f), np.array([0.3, -1.0, 0.5])
J = slope(softmax, f)  # measured, not derived
same(J, [[p[j] * ((j == k) - p[k]) for k in range(3)] for j in range(3)])
same(J @ v, p * v - (p @ v) * p)
assert np.allclose(J.sum(axis=0), 0, atol=1e-9) and np.allclose(J.sum(axis=1), 0, atol=1e-9)
same(1 + J.sum(axis=0), 1 + J.sum(axis=1), np.ones(3))

# %% [markdown]
r"""
**Predict, then run.** For which logits are the entries of $J$ largest? What happens to all of them when one class is nearly
certain?
"""


# %%
def sensitivities(first, second):
    logits = np.array([first, second, 0.0])
    p = np.exp(logits) / np.sum(np.exp(logits))
    figure, (left, right) = canvas(2, size=(6.6, 2.9))
    bars = left.bar(["0", "1", "2"], p, color=[BLUE, RED, GREEN], hatch=["", "//", ".."], edgecolor="white")
    left.bar_label(bars, [f"{share:.2f}" for share in p])
    left.set(ylim=(0, 1.12), xlabel="class", title="$p$")
    table = [[p[j] * ((j == k) - p[k]) for k in range(3)] for j in range(3)]
    matrix(right, table, "$J$", largest=0.25)
    right.set(xlabel="moved logit $k$", ylabel="answering $p_j$")
    return (
        figure,
        f"Bars of three probabilities and their Jacobian; its diagonal is positive, at most {max(p * (1 - p)):.2f}",
    )


play(
    sensitivities,
    first=slider(-6.0, 6.0, 1.0, 0.5, label="logit 0"),
    second=slider(-6.0, 6.0, 0.0, 0.5, label="logit 1"),
)

# %% [markdown]
r"""
No entry is ever larger than ¼, and all fade when the softmax is sure of itself: it saturates just as the sigmoid does. What
saves the learning is the loss behind it.
"""

# %% [markdown]
r"""
## Cross-entropy backward

How does the loss depend on the logits? The direct way is to differentiate $\mathrm{lse}(\mathbf{f}) - f_y$, and both parts
are known: the first gives $p_k$, the second a 1 at the true class.

$$\frac{\partial \ell}{\partial f_k} = p_k - \mathbf{1}(k = y)$$

The long way takes the chain rule through the probabilities, with $\partial\ell/\partial p_j = -t_j/p_j$. It has to *sum over
all* $j$, and nearly everything cancels:

$$\sum_j \frac{\partial \ell}{\partial p_j}\,\frac{\partial p_j}{\partial f_k} = \sum_j -\frac{t_j}{p_j}\;p_j\,
\bigl(\mathbf{1}(j = k) - p_k\bigr) = p_k - t_k$$

In a batch each row has its own $\mathbf{p}_n - \mathbf{t}_n$, and the mean brings its $1/N$. With $T$ the one-hot rows:

$$\mathrm{d}F = \frac{P - T}{N}$$
"""

# %%
f, y = np.array([2.0, 1.0, -1.0]), 1
p, t = softmax(f), indicators(y, 3)
same(slope(lambda f: loss(f, y), f), [p[k] - (k == y) for k in range(3)])
same(slope(softmax, f).T @ (-t / p), p - t)

labels = [1, 0, 2, 0]
rows = [(softmax(f) - indicators(y, 3)) / 4 for f, y in zip(F, labels, strict=True)]
same(slope(lambda F: risk(F, labels), F), rows)

# %%
figure, axes = canvas(3, size=(7.4, 2.8))
truth = [indicators(label, 3) for label in labels]
for ax, table, title in zip(
    axes, (P, truth, np.array(rows) * 4), ("$P$, what you said", "$T$, what was true", "$P - T$"), strict=True
):
    matrix(ax, table, title, largest=1)
show(
    figure,
    "Three tables of four rows: probabilities, one-hot labels, and their difference, negative only at the true classes.",
)

# %% [markdown]
r"""
**Predict, then run.** Move the logit of the true class, class 1. How large can an entry of the gradient become? What is the sum of
all of them?
"""


# %%
def pulls(true_logit):
    logits = np.array([2.0, true_logit, -1.0])
    p = np.exp(logits) / np.sum(np.exp(logits))
    pull = p - np.array([0.0, 1.0, 0.0])
    figure, ax = canvas(size=(4.8, 3))
    bars = ax.bar(["0", "1 (true)", "2"], pull, color=[RED, BLUE, RED], hatch=["//", "", "//"], edgecolor="white")
    ax.bar_label(bars, [f"{value:.2f}".replace("-", "−") for value in pull])
    ax.axhline(0, color="#222222", linewidth=0.8, linestyle="-")
    ax.set(ylim=(-1.15, 1.15), xlabel="class", title=f"loss {-np.log(p[1]):.2f}, and its gradient")
    return (
        figure,
        f"Bars of the gradient p − t; the true class is pulled up with {-pull[1]:.2f}, the others are pushed down by as much",
    )


play(pulls, true_logit=slider(-6.0, 8.0, 1.0, 0.5, label="true logit"))

# %% [markdown]
r"""
No entry ever leaves $[-1, 1]$, they sum to 0, and the gradient fades only when the answer is *right*. A sure and wrong answer
gets the full pull of 1. This is the whole reason for pairing these two. *What usually goes wrong:* the $1/N$ is left away, or
it is taken twice.
"""

# %% [markdown]
r"""
## Binary cross-entropy

A question with yes or no needs one output $o = \sigma(z)$, the probability of yes, and a target $t$ of 1 or 0. The other
class has what is left, so the same loss reads

**Definition.**

$$E = -\bigl[\,t \log o + (1 - t) \log(1 - o)\,\bigr]$$

Mind the brackets: the minus is for both halves. Put in the sigmoid, and as above the logarithm undoes an exponential. With
$\mathrm{softplus}(z) = \log(1 + e^z)$:

$$E = \mathrm{softplus}(z) - t\,z$$

Backwards by the chain rule; the steep factor and the flat one cancel:

$$\frac{\partial E}{\partial o} = \frac{o - t}{o\,(1 - o)}, \qquad \frac{\partial o}{\partial z} = o\,(1 - o), \qquad
\frac{\partial E}{\partial z} = o - t$$
"""


# %%
def binary(z, t):
    o = sigmoid(z)
    return -(t * np.log(o) + (1 - t) * np.log(1 - o))


for z, t in [(0.7, 1), (0.7, 0), (-2.0, 1)]:
    o = sigmoid(z)
    same(binary(z, t), np.log(1 + np.exp(z)) - t * z)
    same(slope(lambda o, t=t: -(t * np.log(o) + (1 - t) * np.log(1 - o)), o), (o - t) / (o * (1 - o)))
    same(slope(lambda z, t=t: binary(z, t), z), o - t)

# %%
z = np.linspace(-6, 6, 241)
figure, (left, right) = canvas(2, size=(7.6, 3))
errors = {"cross-entropy": np.logaddexp(0, -z), "½ squared error": 0.5 * (sigmoid(z) - 1) ** 2}
curves(left, z, errors, xlabel="$z$", title="loss, target 1")
slopes = {"$o - t$": sigmoid(z) - 1, "$(o - t)\\,o\\,(1 - o)$": (sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z))}
curves(right, z, slopes, xlabel="$z$", title="its slope")
show(
    figure,
    "For target 1 the cross-entropy rises in a straight line where z is negative, with slope −1; the squared error is flat there.",
)

# %% [markdown]
r"""
**Predict, then run.** From which $z$ on does the first formula fail for $t = 0$: 37, 700 or never? It contains no large
exponential.
"""

# %%
with np.errstate(divide="ignore", invalid="ignore"):
    for z in (30.0, 36.0, 37.0, 50.0):
        print(f"z = {z}: 1 − o is {1 - sigmoid(z):.3g}, the loss {binary(z, 0):.4g}")

# %% [markdown]
r"""
From 37 on $\sigma(z)$ *is* 1.0 in floating point. Already at 36 the last digits are gone. From the logit there is no such limit.
"""

# %% [markdown]
r"""
## Logistic regression

One sigmoid unit, trained with this loss, is called **logistic regression**; it is the smallest classifier with probabilities.
For one sample, with $z = \mathbf{w}\cdot\mathbf{x} + b$ and $\hat y = \sigma(z)$:

$$\frac{\partial L}{\partial \hat y} = -\frac{y}{\hat y} + \frac{1 - y}{1 - \hat y}, \qquad
\frac{\partial L}{\partial z} = \hat y - y$$

$$\frac{\partial L}{\partial \mathbf{w}} = (\hat y - y)\,\mathbf{x}, \qquad \frac{\partial L}{\partial b} = \hat y - y$$

And it is nothing new: softmax of the two logits $0$ and $z$.

$$\mathrm{softmax}(0, z) = \bigl(1 - \sigma(z),\; \sigma(z)\bigr)$$
"""

# %%
x, w, b, y = np.array([0.5, -1.5]), np.array([1.0, 0.4]), 0.2, 1
guess = sigmoid(w @ x + b)
same(slope(lambda guess: -(y * np.log(guess) + (1 - y) * np.log(1 - guess)), guess), -y / guess + (1 - y) / (1 - guess))
same(slope(lambda z: binary(z, y), w @ x + b), guess - y)
same(slope(lambda w: binary(w @ x + b, y), w), (guess - y) * x)
same(slope(lambda b: binary(w @ x + b, y), b), guess - y)
same(softmax(np.array([0.0, 0.7])), [1 - sigmoid(0.7), sigmoid(0.7)])

# %% [markdown]
r"""
**Predict, then run.** Two clouds of samples, and one step of descent after each sample. Which way does the first step turn
the line? And what kind of line will it be in the end?
"""

# %%
clouds = np.concatenate([rng.normal(size=(40, 2)) * 0.6 + [-0.7, 0.4], rng.normal(size=(40, 2)) * 0.6 + [0.8, -0.3]])
sides = np.repeat([0, 1], 40)
w, b, states = np.array([-0.5, 1.0]), 0.0, []
for n in rng.permutation(80):
    states.append((w, b))
    pull = sigmoid(w @ clouds[n] + b) - sides[n]
    w, b = w - 0.3 * pull * clouds[n], b - 0.3 * pull
states.append((w, b))


def line(samples_seen):
    w, b = states[samples_seen]
    figure, ax = canvas(size=(4.6, 3.6))
    regions(ax, lambda places: places @ w + b > 0)
    points(ax, clouds, sides)
    right = np.mean((clouds @ w + b > 0) == sides)
    ax.set(title=f"right on {right:.0%}")
    ax.legend(frameon=True, fontsize=8, loc="upper right")
    return (
        figure,
        f"Two clouds of points and the straight line at which the unit says one half; it is right on {right:.0%} of them",
    )


play(line, samples_seen=slider(0, 80, 20))

# %% [markdown]
r"""
A straight line, where $z = 0$. Far from it the unit is sure, near to it undecided. Bent borders need a hidden layer.
"""

# %% [markdown]
r"""
## Losses and outputs

A loss and an output unit belong together, and the reason is in the gradient at the output's sum. In the good pairs it
is *answer minus truth*, and nothing flattens it:

| question | output | loss | gradient at the sum |
|---|---|---|---|
| a number (regression) | linear, $o = z$ | $\tfrac12(o - t)^2$ | $o - t$ |
| yes or no | one sigmoid | binary cross-entropy | $o - t$ |
| one of $K$ classes | softmax of $K$ | cross-entropy | $\mathbf{p} - \mathbf{t}$ |
| *several* may be true | $K$ sigmoids | sum of $K$ binary ones | $\mathbf{o} - \mathbf{t}$ |

For the last line, with every class asked for itself:

$$\frac{\partial}{\partial z_k} \sum_j \bigl[\mathrm{softplus}(z_j) - t_j z_j\bigr] = \sigma(z_k) - t_k$$
"""

# %%
z, t = np.array([0.3, -1.2, 2.0]), np.array([1.0, 0.0, 1.0])
same(slope(lambda z: np.sum(np.log(1 + np.exp(z)) - t * z), z), sigmoid(z) - t)
same(slope(lambda z: 0.5 * np.sum((z - t) ** 2), z), z - t)
same(slope(lambda z: lse(z) - z[2], z), softmax(z) - indicators(2, 3))

# %% [markdown]
r"""
**Predict, then run.** A softmax with the *squared* error instead. The network is sure of the wrong class. How much gradient
is left, the surer it gets?
"""

# %%
for wrong_logit in (1.0, 3.0, 6.0, 12.0):
    z, t = np.array([wrong_logit, 0.0, 0.0]), indicators(1, 3)
    squared = slope(lambda z, t=t: 0.5 * np.sum((softmax(z) - t) ** 2), z)
    entropy = softmax(z) - t
    print(
        f"wrong logit {wrong_logit:4}: squared error {np.abs(squared).max():.5f}, cross-entropy {np.abs(entropy).max():.5f}"
    )

# %% [markdown]
r"""
The other way round is no better: a linear output has no probabilities whose logarithm one could take, and a sigmoid output
cannot answer 3.7. *What usually goes wrong* is a softmax applied twice, once in the network and once more inside the loss.
"""

# %% [markdown]
r"""
## Predict

At test time one class must be named. Take the most probable; since softmax keeps the order of a row, the largest *logit* will
do, and no exponential is needed:

$$\arg\max_k p_k = \arg\max_k f_k$$

The share of right answers is the **accuracy**. It is what one wants, and it is useless for learning: it jumps, and between
its jumps its slope is 0. So we train with the loss and report both.
"""

# %%
F = rng.normal(size=(200, 5))
same([np.argmax(softmax(f)) for f in F], [np.argmax(f) for f in F])

# %% [markdown]
r"""
**Predict, then run.** Two networks name the same classes, all of them right. Can one of them have ten times the loss of the other?
"""

# %%
timid, bold = np.array([0.5, 0.0, 0.0]), np.array([5.0, 0.0, 0.0])
print(
    "timid:",
    softmax(timid).round(2),
    f"loss {loss(timid, 0):.3f}   bold:",
    softmax(bold).round(3),
    f"loss {loss(bold, 0):.3f}",
)

# %% [markdown]
r"""
For two classes "most probable" means a **threshold** of ½ at the probability of yes. It may be moved: a higher one raises
fewer false alarms and misses more. Where it should lie depends on what each mistake costs. Here is one unit that has learnt
to say whether a digit is a 9.

**Predict, then run.** One image in ten is a 9. How accurate is a unit that always says no?
"""

# %%
images, digits, others, their_digits = load()
w, b = np.zeros(64), 0.0
for n in np.tile(np.arange(len(images)), 3):
    pull = sigmoid(w @ images[n] + b) - (digits[n] == 9)
    w, b = w - 0.05 * pull * images[n], b - 0.05 * pull
SURE, NINE = sigmoid(others @ w + b), their_digits == 9
print(f"always no: {np.mean(~NINE):.1%} right; with the threshold ½: {np.mean((SURE > 0.5) == NINE):.1%}")


# %%
def cut(threshold):
    alarms, misses = np.sum((threshold < SURE) & ~NINE), np.sum((threshold >= SURE) & NINE)
    figure, ax = canvas(size=(7, 3))
    bins = np.linspace(0, 1, 21)
    ax.hist(SURE[~NINE], bins, histtype="step", linewidth=2, color=BLUE, label="another digit")
    ax.hist(SURE[NINE], bins, histtype="step", linewidth=2, color=RED, linestyle="--", label="a 9")
    ax.axvline(threshold, color="#222222", linestyle=":", linewidth=2)
    right = np.mean((threshold < SURE) == NINE)
    ax.set(yscale="symlog", xlabel="probability of a 9", ylabel="images")
    ax.set_title(f"{alarms} false alarms, {misses} missed, {right:.1%} right")
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return (
        figure,
        f"A histogram of probabilities; beyond the dotted threshold lie {alarms} other digits, before it {misses} nines",
    )


play(cut, threshold=slider(0.05, 0.95, 0.5, 0.05))

# %% [markdown]
r"""
## Gradient check

You have met a dozen gradients on this page, and all were compared with central differences, entry by entry. Such a referee
needs no formula, only the loss. But it must be strict and fair. Neither number is exact, so it allows a small difference,
larger for large slopes. An entry passes with the formula's $a$ and the measured $n$ if

**Definition.**

$$|a - n| \le \text{tolerance} \cdot \max(1, |a|, |n|)$$

Between what rounding does and what a mistake does there is a wide gap, and the tolerance lies in it. It is no place for
mercy: away from kinks, a gradient that is off by $10^{-3}$ is a wrong gradient.
"""


# %%
def passes(a, n, tolerance=1e-6):
    """One entry: the formula's and the measured one."""
    return abs(a - n) <= tolerance * max(1.0, abs(a), abs(n))


f, y = np.array([-1.0, 0.0, 1.2, 0.5]), 2
o, t = softmax(f), indicators(2, 4)
measured = slope(lambda f: loss(f, y), f)
for name, gradient in {"o − t": o - t, "(o − t) o (1 − o)": (o - t) * o * (1 - o), "t − o": t - o}.items():
    print(f"{name:18}", np.round(gradient, 3), "passes" if all(map(passes, gradient, measured)) else "fails")

# %% [markdown]
r"""
**Predict, then run.** The slides' formulas come before the court, each beside the right one. How far apart do you expect the
two groups to be: a factor of ten, of a thousand, of a million?
"""

# %%
z, yes = np.array([-1.0, 0.0, 1.2, 0.5]), np.array([1.0, 0.0, 0.0, 1.0])
s, at = sigmoid(z), np.array([0.3])
radians, degrees = np.exp(-at), np.radians(np.exp(-at))
court = {  # what: the loss, where, the slide's gradient, the right one
    "softmax and cross-entropy": (lambda f: loss(f, 2), f, (o - t) * o * (1 - o), o - t),
    "slope of the sigmoid": (lambda z: np.sum(sigmoid(z)), z, s * (1 - s * (1 - s)), s * (1 - s)),
    "2 / sin(exp(−x))": (
        lambda x: np.sum(2 / np.sin(np.exp(-x))),
        at,
        2 * np.exp(-at) * np.cos(degrees) / np.sin(degrees) ** 2,
        2 * np.exp(-at) * np.cos(radians) / np.sin(radians) ** 2,
    ),
    "mean without 1/N": (lambda z: np.mean(np.log(1 + np.exp(z)) - yes * z), z, s - yes, (s - yes) / 4),
    "brackets forgotten": (lambda z: np.sum(binary(z, yes)), z, -yes * (1 - s) - (1 - yes) * s, s - yes),
}
found = {}
for what, (f_of, where, slide, right) in court.items():
    n = slope(f_of, where)
    found[what] = [np.max(np.abs(a - n) / np.maximum(1, np.maximum(np.abs(a), np.abs(n)))) for a in (slide, right)]
    same(right, n)

# %%
figure, ax = canvas(size=(7, 3))
for row, (_what, (wrong, right)) in enumerate(found.items()):
    ax.plot(max(wrong, 1e-16), row, "X", color=RED, markersize=9, label=None if row else "the slide's")
    ax.plot(max(right, 1e-16), row, "o", color=BLUE, markersize=7, label=None if row else "corrected")
ax.axvline(1e-6, color="#222222", linestyle="--", label="tolerance")
ax.set(xscale="log", xlim=(1e-13, 10), yticks=range(len(found)), yticklabels=list(found), xlabel="difference, relative")
ax.invert_yaxis()
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
show(
    figure,
    "Five formulas: the corrected ones are off by less than 1e-9, the slides' by more than a tenth, the tolerance lies between.",
)

# %% [markdown]
r"""
Millions. *What usually goes wrong with a referee:* it compares arrays of different shapes and lets broadcasting hide it; it
says "not larger than the tolerance" of a `nan` and finds nothing; it changes the array that it was given. You will build one
that cannot be fooled.
"""

# %% [markdown]
r"""
## Errata

Each box quotes one slip of a slide, and the cell below it lets numbers decide.

> **The slide says** $\partial E/\partial z_k = (o_k - t_k)\,o_k\,(1 - o_k)$ for softmax with cross-entropy. **The numeric
> gradient says** $(0.06, 0.16, -0.48, 0.26)$, which is $\mathbf{o} - \mathbf{t}$; the slide's entries are 4 to 18
> times too small. **Why** it mixes the *squared* error's $o - t$ with the diagonal alone of the Jacobian. Further on, the
> same slides have it right: $\mathbf{p} - \mathbf{t}$.
"""

# %%
f, t = np.array([-1.0, 0.0, 1.2, 0.5]), indicators(2, 4)
o = softmax(f)
measured = slope(lambda f: loss(f, 2), f)
differs((o - t) * o * (1 - o), measured)
same(o - t, measured)
print(np.round(measured, 3), "against the slide's", np.round((o - t) * o * (1 - o), 3))

# %% [markdown]
r"""
> **The slide says** $\partial o_k/\partial z_k = o_k(1 - o_k)$, and calls it the derivative of softmax. **The numeric
> gradient says** that the off-diagonal entries are far from 0. **Why** that is the diagonal only; in full it is
> $\partial o_j/\partial z_k = o_j\,(\mathbf{1}(j = k) - o_k)$.
"""

# %%
differs(np.diag(o * (1 - o)), slope(softmax, f))
same([[o[j] * ((j == k) - o[k]) for k in range(4)] for j in range(4)], slope(softmax, f))

# %% [markdown]
r"""
> **The slide says** $E = -\sum t \log o + (1 - t)\log(1 - o)$. **The numbers say** that a wrong answer to a question with
> $t = 0$ is then *rewarded*: the loss is negative. **Why** the minus reaches the first half only. With brackets it is
> $E = -\sum\,[\,t \log o + (1 - t)\log(1 - o)\,]$.
"""

# %%
o, t = np.array([0.8, 0.3, 0.6]), np.array([1.0, 0.0, 0.0])
likelihood = 0.8 * 0.7 * 0.4  # the probabilities of what happened
differs(-np.sum(t * np.log(o)) + np.sum((1 - t) * np.log(1 - o)), -np.log(likelihood))
same(-np.sum(t * np.log(o) + (1 - t) * np.log(1 - o)), -np.log(likelihood))

# %% [markdown]
r"""
> **The slide says** $\log(\sum_k e^{f_k}) - f_y$, and it is typed as it stands. **The numbers say** `inf` for $f = (1000, 0)$
> and $y = 1$, where the loss is 1000. **Why** as a formula it is right; as code it needs the maximum taken out first.
"""

# %%
f, y = np.array([1000.0, 0.0]), 1
with np.errstate(over="ignore"):
    differs(np.log(np.sum(np.exp(f))) - f[y], 1000.0)
same(f.max() + np.log(np.sum(np.exp(f - f.max()))) - f[y], 1000.0)

# %% [markdown]
r"""
> **The slide says** to take $\log\hat y$ of a sigmoid's $\hat y$. **The numbers say** that $\sigma(40)$ is exactly 1.0, and
> the loss of a sample with $y = 0$ infinite; it is 40. **Why** the rounding comes first and the logarithm cannot undo it.
> From the logit: $\mathrm{softplus}(z) - y\,z$.
"""

# %%
z, y = 40.0, 0
with np.errstate(divide="ignore", invalid="ignore"):
    differs(-np.log(1 - sigmoid(z)), 40.0)
same(np.log(1 + np.exp(z)) - y * z, 40.0)

# %% [markdown]
r"""
> **The slide says** $o_i = \mathbf{w}^\top\mathbf{h} + b$ for each of the classes, and calls the result $P(y_i = i)$. **The
> numbers say** that all classes then get the same probability, $1/K$. **Why** each class has its own weights and its own
> bias, $o_i = \mathbf{w}_i^\top \mathbf{h} + b_i$; and there is one label, so it is $P(y = i)$.
"""

# %%
h, W, b = rng.normal(size=4), rng.normal(size=(4, 3)), rng.normal(size=3)
truth = softmax(h @ W + b)
shared = [W[:, 0] @ h + b[0] for _ in range(3)]
differs(softmax(np.array(shared)), truth)
same(softmax(np.array(shared)), np.full(3, 1 / 3))
same(softmax(np.array([W[:, i] @ h + b[i] for i in range(3)])), truth)

# %% [markdown]
r"""
## Where this leads

Now every piece is there: layers and bends, the way back through them, a loss for every question, and a referee. In the
exercises you write softmax and its loss for batches, stable, and let them read handwriting. What is missing is the walk
downhill itself. A gradient says which way; **optimization** says how far, how often, and with how much memory.
"""
