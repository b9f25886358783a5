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
# 00 · Warm-up: arrays, shapes, broadcasting

Everything in this course is arithmetic on arrays of numbers. If you know NumPy, skim this notebook and do the
exercises at the end of each section. If you do not, read and run every cell; it shows just what the course needs.

- **Time:** about half an hour.
- **Points:** none. The exercises here are for you alone, and what you get wrong costs nothing.
- **How it works:** click into a cell and press Shift+Enter to run it. Where a cell says `raise
  NotImplementedError()`, put your own code in its place, run the cell, then run the one below it, which tells you
  whether it is right. Change things and run again as often as you like; you cannot break anything.
- **If things get muddled:** *Kernel → Restart Kernel and Run All Cells* starts afresh. Your code stays.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import show


def compare(function, *args, wanted):
    """Call your function on copies of the arguments and say how its answer differs from what is wanted."""
    given = [arg.copy() for arg in args]
    try:
        got = function(*given)
    except NotImplementedError:
        said = "still to do. Write it first, then run this cell again."
    except Exception as error:
        said = f"it raised {type(error).__name__}: {error}"
    else:
        if got is None:
            said = "nothing came back. Is a `return` missing?"
        elif np.shape(got) != np.shape(wanted):
            said = f"the shape is {np.shape(got)}; {np.shape(wanted)} is wanted."
        elif not np.allclose(got, wanted):
            said = f"the shape is right, the numbers are not. Yours: {np.array(got).tolist()}, wanted: {wanted}"
        elif not all(map(np.array_equal, given, args)):
            said = "the answer is right, but your function has changed its argument."
        else:
            said = "right."
    print(f"{function.__name__}: {said}")


# %% [markdown]
r"""
## 1 · Shapes

An array is a box of numbers with a **shape**: how many there are along each **axis**. The course keeps to one
habit: data come as a matrix $X$ with **one sample in each row**. Its shape is $(N, D)$: $N$ samples, $D$ numbers
each.
"""

# %%
X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(X)
print("shape", X.shape, "· axes", X.ndim, "· numbers", X.size, "· type", X.dtype)

# %% [markdown]
r"""
Axes are counted from 0, and so are the entries along them. A colon means "all". Which of these is the first sample,
and which is the second number of every sample?
"""

# %%
print("X[0]    ", X[0])
print("X[:, 1] ", X[:, 1])
print("X[1, 2] ", X[1, 2])
print("X[-1]   ", X[-1])

# %% [markdown]
r"""
Some shapes look alike and are not. A **vector** has a single axis, $(3,)$. A matrix with one row is $(1, 3)$, one
with one column is $(3, 1)$. Nearly every puzzling error message in this course will come from mixing them up, so
**when you are lost, print the shapes**. `None` in an index inserts an axis of length 1; `reshape` rearranges.
"""

# %%
v = np.array([1.0, 2.0, 3.0])
print("v                ", v.shape)
print("v[None, :]       ", v[None, :].shape)
print("v[:, None]       ", v[:, None].shape)
print("v.reshape(3, 1)  ", v.reshape(3, 1).shape)
print("X and X.T        ", X.shape, X.T.shape)

# %% [markdown]
r"""
## 2 · Along an axis

Arithmetic works entry by entry: `X + X`, `2 * X`, `X ** 2`, `np.exp(X)`. No loop is needed, and none is as quick.

A sum can run over everything or along one axis. The rule to remember: **the axis that you name is the one that
disappears.** `axis=0` adds up over the samples and leaves one number for each of the $D$ columns.
"""

# %%
print("over everything  ", X.sum())
print("along axis 0     ", X.sum(axis=0))
print("along axis 1     ", X.sum(axis=1))
print("the axis kept    ", X.sum(axis=1, keepdims=True).shape)

# %% [markdown]
r"""
**Exercise.** Write `row_lengths`: the length of every sample, $\sqrt{x_1^2 + \dots + x_D^2}$.
"""


# %% nbgrader={"grade_id": "row_lengths", "solution": true}
def row_lengths(X):
    """The length of every row of X, shape (N, D), as an array of shape (N,)."""
    ### BEGIN SOLUTION
    return np.sqrt(np.sum(X**2, axis=1))
    ### END SOLUTION


# %%
compare(row_lengths, np.array([[3.0, 4.0], [6.0, 8.0], [0.0, 1.0]]), wanted=[5.0, 10.0, 1.0])

# %% [markdown]
r"""
## 3 · The matrix product

`*` multiplies entry by entry. `@` is the product of linear algebra: rows times columns, added up. The inner lengths
must agree, and they disappear:

$$(N, D) \;@\; (D, K) \;\to\; (N, K), \qquad (N, D) \;@\; (D,) \;\to\; (N,).$$

So with a sample in each row of $X$, and a *column* of weights for each of $K$ questions in $W$, a single `X @ W`
answers every question for every sample.
"""

# %%
W = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])  # (3, 2)
print("X @ W has shape", (X @ W).shape)
print(X @ W)
print("X @ v is", X @ v, "and v @ v is", v @ v)

# %% [markdown]
r"""
A wrong order, or a transpose too many, gives an error that names the lengths that did not agree. Read such messages
from the end; the last line says the most.
"""

# %%
try:
    X @ W.T
except ValueError as error:
    print(error)

# %% [markdown]
r"""
**Exercise.** Write `weigh`: every sample's dot product with the same weights, without a loop.
"""


# %% nbgrader={"grade_id": "weigh", "solution": true}
def weigh(X, w):
    """The dot product of every row of X, shape (N, D), with w, shape (D,), as an array of shape (N,)."""
    ### BEGIN SOLUTION
    return X @ w
    ### END SOLUTION


# %%
compare(weigh, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([10.0, 1.0]), wanted=[12.0, 34.0, 56.0])

# %% [markdown]
r"""
## 4 · Broadcasting

What is `X + v` for $X$ of shape $(2, 3)$ and $v$ of shape $(3,)$? NumPy lines the shapes up **from the right**.
Where one of two lengths is 1 or missing, that array is repeated along this axis; where they differ otherwise, it is
an error.

| | | |
|---|---|---|
| `X` | (2, 3) | |
| `v` | (3,) | counts as (1, 3), and is repeated for both rows |
| `X + v` | (2, 3) | |

This is how a bias is added to every sample. It is also how things go wrong without a word: $(3,)$ and $(3, 1)$ make
$(3, 3)$.
"""

# %%
print(X + v)
print("the shape of v - v[:, None]:", (v - v[:, None]).shape)

# %% [markdown]
r"""
**Exercise.** Write `centred`: subtract from every column its own mean, so that the columns of the result have mean
0.
"""


# %% nbgrader={"grade_id": "centred", "solution": true}
def centred(X):
    """X, shape (N, D), with each column's mean taken off, as a new array of shape (N, D)."""
    ### BEGIN SOLUTION
    return X - X.mean(axis=0)
    ### END SOLUTION


# %%
compare(centred, np.array([[1.0, 10.0], [3.0, 20.0], [5.0, 60.0]]), wanted=[[-2.0, -20.0], [0.0, -10.0], [2.0, 30.0]])

# %% [markdown]
r"""
**Exercise.** Write `differences`: every entry of `u` minus every entry of `v`, in a matrix. Use an axis of length
1.
"""


# %% nbgrader={"grade_id": "differences", "solution": true}
def differences(u, v):
    """u[i] - v[j] for all i and j: u has shape (N,), v has shape (M,), the result (N, M)."""
    ### BEGIN SOLUTION
    return u[:, None] - v[None, :]
    ### END SOLUTION


# %%
compare(differences, np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0]), wanted=[[-9, -19], [-8, -18], [-7, -17]])

# %% [markdown]
r"""
### A picture made by broadcasting

Your `differences`, taken for a hundred points between $-3$ and $3$ with themselves: a hundred by a hundred numbers,
from one line and without a loop.

*In words: a square. On its diagonal, where both numbers are equal, the size of the difference is 0 and the square
is dark; towards the two other corners it grows evenly to 6 and the square becomes bright.*
"""

# %%
points = np.linspace(-3, 3, 100)
try:
    size = np.abs(differences(points, points))
    complete = size.shape == (100, 100)
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your differences: finish that exercise, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(4.4, 3.6), layout="constrained")
    shades = axes.pcolormesh(points, points, size, cmap="cividis", shading="nearest", rasterized=True)
    axes.set(title="$|u_i - v_j|$", xlabel="$v_j$", ylabel="$u_i$")
    figure.colorbar(shades)
    show(figure, "A square that is dark along its diagonal and grows brighter towards the two other corners.")

# %% [markdown]
r"""
## 5 · Conditions, and whose array it is

A comparison gives an array of True and False, a **mask**. As an index it picks entries; `np.where` chooses between
two values, entry by entry. Python's own `if` cannot do that: it wants a single yes or no.
"""

# %%
z = np.array([-2.0, 0.0, 3.0, -0.5])
print("z > 0                  ", z > 0)
print("z[z > 0]               ", z[z > 0])
print("np.where(z > 0, 1, 0)  ", np.where(z > 0, 1, 0))
print("how many               ", (z > 0).sum())

# %% [markdown]
r"""
One trap remains. An array that you hand to a function is not copied. Whatever the function writes into it, the
caller sees:
"""


# %%
def spoil(z):
    z[z < 0] = 0.0
    return z


mine = np.array([-1.0, 2.0])
print("returned", spoil(mine), "and mine is now", mine)

# %% [markdown]
r"""
`mine` has changed. So has every array that shares its memory: a slice such as `X[0]` or a transpose `X.T` is a
*view*, not a copy. In this course functions leave their arguments alone. Build a new array, or begin with a
`.copy()`. Beware of `+=`, `*=` and their like: they write into the array that stands on their left.

**Exercise.** Write `clipped`: as `spoil`, but the argument stays as it is.
"""


# %% nbgrader={"grade_id": "clipped", "solution": true}
def clipped(z):
    """A new array like z, of any shape, with every negative entry replaced by 0."""
    ### BEGIN SOLUTION
    return np.where(z < 0, 0.0, z)
    ### END SOLUTION


# %%
compare(clipped, np.array([[-1.0, 2.0], [0.5, -3.0]]), wanted=[[0.0, 2.0], [0.5, 0.0]])

# %% [markdown]
r"""
## 6 · Chance that repeats

Random numbers come from a **generator**. Started with the same *seed* it gives the same numbers again, so that an
experiment can be repeated. A generator moves on with each draw; where the course asks for randomness, a generator
`rng` is handed to you, and you draw from that.
"""

# %%
rng = np.random.default_rng(7)
first, second = rng.normal(size=2), rng.normal(size=2)
again = np.random.default_rng(7).normal(size=2)
print("first ", first)
print("second", second)
print("again ", again)

# %% [markdown]
r"""
## What to take along

- One sample a row: $X$ is $(N, D)$. One column of weights for each unit: $W$ is $(D, K)$.
- The axis that you name disappears. In `@` the inner lengths disappear.
- Shapes are lined up from the right; lengths of 1 are repeated.
- A vector $(N,)$ is not a column $(N, 1)$.
- Arguments stay as they are.

In the next notebook you write your first unit. There a cell `check(...)` looks at your function, says what is right
and what is not, and often which mistake it looks like; and `hint(...)` helps when you are stuck.
"""
