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
# 03 · The chain rule: slopes along a path

A network is a long chain of small steps. To learn, it must know how its answer would change if some number far
back at the beginning changed a little. The *chain rule* tells it: take the slope of each small step, and multiply.

In this notebook you follow the rule from a single chain of four steps, over several paths and over vectors, to any
graph of steps whatsoever. The last three exercises make a small program that differentiates *anything* built from
its pieces. It is the principle of every deep-learning library, and it fits on one page.

- **Time:** about two and a half hours. Section 5 is a good place for a break.
- **Points:** 28 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(chain_forward)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
From topic 02 you know the central difference, the referee that needs no formula. Here it is again, for functions of
one number.
"""


# %% nbgrader={"grade_id": "given", "locked": true}
def numerical_derivative(f, z, h=1e-5):
    """The central difference of f at z."""
    return (f(z + h) - f(z - h)) / (2 * h)


# %% [markdown]
r"""
## 1 · Four small steps

Take a function that looks awkward and is not:

$$f(x) = \frac{2}{\sin(e^{-x})}.$$

Nobody computes this at one stroke. One goes step by step, from the inside to the outside, and gives each
intermediate result a name:

$$a = -x, \qquad b = e^{a}, \qquad c = \sin b, \qquad d = \frac{2}{c} = f(x).$$

This is the **forward pass**. The names are worth keeping; the way back will need them all.

> **Slip on the slides.** One set computes this example at $x = -4.499$, rounds $b$ to 90, and then reads the 90 as
> *degrees*, so that $\sin b = 1$ and $f = 2$. In calculus, and in NumPy, the sine takes **radians**. There
> $b = 89.927$, $\sin b = 0.924$ and $f = 2.164$.

**Exercise (2 points).** Write `chain_forward`. `np.exp` and `np.sin` are there for you.
"""


# %% nbgrader={"grade_id": "chain_forward", "solution": true}
def chain_forward(x):
    """The four steps of f(x) = 2 / sin(e^(-x)).

    x: a number.
    Returns: (a, b, c, d) with a = -x, b = e^a, c = sin b (in radians) and d = 2/c.
    """
    ### BEGIN SOLUTION
    a = -x
    b = np.exp(a)
    c = np.sin(b)
    d = 2 / c
    return a, b, c, d
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_chain_forward", "grade": true, "locked": true, "points": 2}
check(chain_forward)

# %% [markdown]
r"""
## 2 · Multiply the slopes

Each step has a slope of its own, the **local derivative**. Suppose $x$ moves by a tiny $\varepsilon$. Then $a$
moves by $\frac{da}{dx}\varepsilon$, hence $b$ by $\frac{db}{da}\cdot\frac{da}{dx}\varepsilon$, and so on to the
end. The slopes multiply:

$$\frac{df}{dx} = \frac{dd}{dc} \cdot \frac{dc}{db} \cdot \frac{db}{da} \cdot \frac{da}{dx}.$$

Work out the four local derivatives on paper. Each is taken *where its step was* on the way forward: $dc/db$ at $b$,
$dd/dc$ at $c$.

> **Slips on the slides.** With $b$ in degrees the slides find $\cos 90 = 0$ and conclude $f'(-4.499) = 0$: a flat
> place. In truth the slope there is $-80.39$, about as steep as it gets. (The sine of an angle in degrees would have
> the derivative $\frac{\pi}{180}\cos b$, and even that is not 0 at this $x$.) And their last factor turns
> $-2 / 1^2$ into $-\frac{1}{2}$.

**Exercise (3 points).** Write `chain_backward`. Begin with a forward pass.
"""


# %% nbgrader={"grade_id": "chain_backward", "solution": true}
def chain_backward(x):
    """The derivative of f(x) = 2 / sin(e^(-x)), from the local derivatives.

    x: a number.
    Returns: df/dx, a float.
    """
    ### BEGIN SOLUTION
    a, b, c, _ = chain_forward(x)
    da_dx = -1.0
    db_da = np.exp(a)
    dc_db = np.cos(b)
    dd_dc = -2.0 / c**2
    return float(dd_dc * dc_db * db_da * da_dx)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_chain_backward", "grade": true, "locked": true, "points": 3}
check(chain_backward)

# %% [markdown]
r"""
### Convict the slide

The picture shows $f$ as you computed it, near the slides' point, with two straight lines through it: one with *your*
slope, one with the slide's slope of 0. A derivative is right when its line touches the curve and runs along with it.

*In words, for those who cannot see the picture: on the left, near $x = -4.499$, the curve falls steeply to the right;
your line lies on it, the slide's horizontal line cuts across it. On the right, near $x = -0.4516$, where
$b = \pi/2$, the curve has the floor of a valley, and there the slope is 0 indeed: both lines touch it.*
"""

# %%
places = [(-4.499, 0.0012, "the slides' point"), (-np.log(np.pi / 2), 0.4, "where the slope is really 0")]
try:
    curves = []
    for place, reach, title in places:
        x = np.linspace(place - reach, place + reach, 101)
        height = float(chain_forward(place)[3])
        tangent = height + float(chain_backward(place)) * (x - place)
        curves.append((x, np.array([chain_forward(each)[3] for each in x], dtype=float), tangent, height, title))
    complete = all(np.isfinite(f).all() and np.isfinite(tangent).all() for _, f, tangent, _, _ in curves)
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your chain_forward and chain_backward: finish them, then run this cell again.")
else:
    figure, both = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for axes, (x, f, tangent, height, title) in zip(both, curves, strict=True):
        axes.plot(x, f, label="$f(x)$", linewidth=2)
        axes.plot(x, tangent, label="your slope", linewidth=2)
        axes.axhline(height, color="black", linestyle=":", label="the slide's slope, 0", linewidth=2)
        axes.set(title=title, xlabel="$x$")
        axes.ticklabel_format(useOffset=False)
        axes.locator_params(axis="x", nbins=4)
    both[0].legend()
    show(figure, "f with a tangent of your slope, and the slide's horizontal line, as described above.")
    print("your slope at -4.499:     ", chain_backward(-4.499))
    print("central difference there: ", numerical_derivative(lambda x: chain_forward(x)[3], -4.499))

# %% [markdown]
r"""
## 3 · Two numbers that can move

Now a loss, the smallest that deserves the name. A model with two parameters $a$ and $b$ answers with their product,
the target is $y$, and

$$L = \tfrac{1}{2}\,(y - ab)^2.$$

Call the product $f = ab$. There are two chains now, $a \to f \to L$ and $b \to f \to L$, and they share their last
step. Its slope is $dL/df = f - y$: the minus inside the square turns the difference round. Compute it once, use it
twice. That is already the whole economy of backpropagation.

**Exercise (2 points).** Write `product_loss_gradients`.
"""


# %% nbgrader={"grade_id": "product_loss_gradients", "solution": true}
def product_loss_gradients(a, b, y):
    """The derivatives of L = (y - a b)² / 2 by a and by b.

    a, b, y: numbers.
    Returns: (∂L/∂a, ∂L/∂b), two floats.
    """
    ### BEGIN SOLUTION
    dL_df = a * b - y
    return dL_df * b, dL_df * a
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_product_loss_gradients", "grade": true, "locked": true, "points": 2}
check(product_loss_gradients)

# %% [markdown]
r"""
## 4 · Several paths

What if $x$ reaches $f$ in more than one way? Let $f$ depend on $u_1, \dots, u_n$, and each $u_i$ on $x$. A small
change of $x$ moves all the $u_i$ at once, and each of them moves $f$. For small changes these effects simply add
up. This is the **total derivative**:

$$\frac{df}{dx} = \sum_{i=1}^{n} \frac{\partial f}{\partial u_i} \cdot \frac{du_i}{dx}.$$

Keep this sentence: **multiply along a path, add over the paths.** Everything that follows is this sentence again.

**Exercise (1 point).** Write `total_derivative`.
"""


# %% nbgrader={"grade_id": "total_derivative", "solution": true}
def total_derivative(partials, derivatives):
    """The derivative of f by x over n paths.

    partials: ∂f/∂u_i, shape (n,).
    derivatives: du_i/dx, shape (n,).
    Returns: df/dx, a float.
    """
    ### BEGIN SOLUTION
    return float(np.sum(partials * derivatives))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_total_derivative", "grade": true, "locked": true, "points": 1}
check(total_derivative)

# %% [markdown]
r"""
## 5 · Vectors in, vectors out

A function that takes $n$ numbers and returns $m$ has $m \cdot n$ slopes, one for each pair of an output and an
input. They are collected in the **Jacobian**: one *row* for each output, one *column* for each input,

$$J_{ij} = \frac{\partial y_i}{\partial x_j}, \qquad J \text{ of shape } (m, n).$$

Start with functions that work entry by entry. For $\mathbf{y} = \mathbf{x} * \mathbf{x}$, that is $y_i = x_i^2$,
the first output does not care about the second input. What does that mean for the Jacobian?

**Exercise (2 points).** Write `square_jacobian`.
"""


# %% nbgrader={"grade_id": "square_jacobian", "solution": true}
def square_jacobian(x):
    """The Jacobian of x * x, entry by entry.

    x: shape (n,).
    Returns: shape (n, n).
    """
    ### BEGIN SOLUTION
    return 2.0 * np.diag(x)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_square_jacobian", "grade": true, "locked": true, "points": 2}
check(square_jacobian)

# %% [markdown]
r"""
Next, $\mathbf{y} = \mathbf{x} * \mathbf{w}$ with a second vector $\mathbf{w}$ that is held fixed.

**Exercise (2 points).** Write `product_jacobian`, the Jacobian with respect to $\mathbf{x}$.
"""


# %% nbgrader={"grade_id": "product_jacobian", "solution": true}
def product_jacobian(x, w):
    """The Jacobian of x * w, entry by entry, with respect to x.

    x: shape (n,).
    w: shape (n,).
    Returns: shape (n, n).
    """
    ### BEGIN SOLUTION
    return np.diag(w)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_product_jacobian", "grade": true, "locked": true, "points": 2}
check(product_jacobian)

# %% [markdown]
r"""
### A form with a matrix

$\mathbf{x}^\top A\,\mathbf{x} = \sum_{i}\sum_{j} x_i A_{ij} x_j$ is a single number, so its derivatives form a
vector with one entry for each entry of $\mathbf{x}$: the **gradient**. (One set of slides writes gradients as rows.
In this course a gradient always has the shape of what it belongs to, here $(n,)$.)

Note that $\mathbf{x}$ occurs *twice*. By the product rule each of its two places contributes: hold one fixed and
differentiate by the other, then the other way round, and add. For a symmetric $A$ both contributions are the same.
Here $A$ need not be symmetric.

**Exercise (3 points).** Write `quadratic_form_gradient`.
"""


# %% nbgrader={"grade_id": "quadratic_form_gradient", "solution": true}
def quadratic_form_gradient(x, A):
    """The gradient of xᵀ A x with respect to x.

    x: shape (n,).
    A: shape (n, n), not necessarily symmetric.
    Returns: shape (n,).
    """
    ### BEGIN SOLUTION
    return (A + A.T) @ x
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_quadratic_form_gradient", "grade": true, "locked": true, "points": 3}
check(quadratic_form_gradient)

# %% [markdown]
r"""
### A Jacobian without a formula

The referee again, now for vectors. In topic 02 you could move all entries of $z$ at once, because each output
listened to its own input only. Here an output may listen to *every* input. So move them one at a time. Moving input
$j$ by $h$ to either side shows how all $m$ outputs answer, and that is column $j$:

$$J_{:,j} \approx \frac{f(\mathbf{x} + h\,\mathbf{e}_j) - f(\mathbf{x} - h\,\mathbf{e}_j)}{2h},$$

where $\mathbf{e}_j$ is 1 at place $j$ and 0 elsewhere. How many outputs there are, only `f` can tell.

**Exercise (3 points).** Write `numerical_jacobian`. Use the `h` that is given, and leave `x` itself as it is.
"""


# %% nbgrader={"grade_id": "numerical_jacobian", "solution": true}
def numerical_jacobian(f, x, h=1e-5):
    """The Jacobian of f at x by central differences.

    f: a function that maps an array of shape (n,) to one of shape (m,).
    x: shape (n,); it is not changed.
    h: the step to either side.
    Returns: shape (m, n).
    """
    ### BEGIN SOLUTION
    columns = []
    for j in range(len(x)):
        ahead, behind = x.copy(), x.copy()
        ahead[j] += h
        behind[j] -= h
        columns.append((f(ahead) - f(behind)) / (2 * h))
    return np.array(columns).T
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_numerical_jacobian", "grade": true, "locked": true, "points": 3}
check(numerical_jacobian)

# %% [markdown]
r"""
### What a Jacobian looks like

Three functions of six numbers, and their Jacobians, measured with *your* `numerical_jacobian`. The shape of the
pattern tells who listens to whom.

*In words: the Jacobian of $\mathbf{x} * \mathbf{x}$ is zero but for its diagonal. That of the running sum has ones on
and below the diagonal, since output $i$ adds up the inputs up to $i$. That of the softmax-like "share of the total",
$12\, x_i / \sum_j x_j$, is filled everywhere, positive on the diagonal and negative beside it: when one share grows, the
others shrink.*
"""

# %%
x = np.array([1.0, 2.0, 3.0, 2.0, 1.5, 2.5])
functions = [
    ("$x * x$", lambda x: x * x),
    ("running sum", lambda x: np.cumsum(x)),
    ("12 × share of the total", lambda x: 12 * x / np.sum(x)),
]
try:
    jacobians = [(name, np.asarray(numerical_jacobian(f, x), dtype=float)) for name, f in functions]
    complete = all(J.shape == (6, 6) and np.isfinite(J).all() for _, J in jacobians)
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your numerical_jacobian: finish it, then run this cell again.")
else:
    figure, row = plt.subplots(1, 3, figsize=(9, 3.1), layout="constrained")
    for axes, (name, J) in zip(row, jacobians, strict=True):
        size = np.max(np.abs(J))
        axes.imshow(J, cmap="PuOr", vmin=-size, vmax=size)
        for i, j in np.ndindex(J.shape):
            if abs(J[i, j]) > 1e-6:
                ink = "white" if abs(J[i, j]) > 0.6 * size else "black"
                axes.text(j, i, f"{J[i, j]:.1f}", ha="center", va="center", fontsize=7, color=ink)
        axes.set(title=name, xlabel="input $j$", ylabel="output $i$", xticks=range(6), yticks=range(6))
    show(figure, "Three Jacobians: a diagonal, a lower triangle of ones, and a full matrix, as described above.")

# %% [markdown]
r"""
## 6 · A graph that remembers

So far *you* were the one who knew which step follows which. Now a program shall know it. The idea: every number
that is computed becomes a **node**, which remembers

- its `value`,
- its `inputs`: the nodes that it was computed from,
- its `local_gradients`: for each input, the derivative of this node by that input, as a number.

Nodes and the arrows from inputs to results form a **graph**, directed and without cycles. `grad` will hold the
derivative of the final output by this node. It is filled in later. A node's `grad` may hold anything before that.

Here is the class, and addition as an example. By each of its two inputs, a sum has the derivative 1.
"""


# %% nbgrader={"grade_id": "graph", "locked": true}
class Node:
    """A number that remembers where it came from."""

    def __init__(self, value, inputs=(), local_gradients=()):
        self.value = value
        self.inputs = inputs
        self.local_gradients = local_gradients
        self.grad = 0.0


def add(a, b):
    """A node for a + b."""
    return Node(a.value + b.value, (a, b), (1.0, 1.0))


# %% [markdown]
r"""
**Exercise (2 points).** Write `multiply`. Take care what is a node and what is a number: the inputs are nodes, the
local gradients are numbers.
"""


# %% nbgrader={"grade_id": "multiply", "solution": true}
def multiply(a, b):
    """A node for a · b.

    a, b: nodes (possibly one and the same).
    Returns: a new Node with its value, its inputs a and b, and the local gradients by each of them.
    """
    ### BEGIN SOLUTION
    return Node(a.value * b.value, (a, b), (b.value, a.value))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_multiply", "grade": true, "locked": true, "points": 2}
check(multiply)

# %% [markdown]
r"""
## 7 · In which order?

On the way back a node must not pass its gradient on too early. Look at $f = (a + b)\cdot(b + c)$. The node $b$ is
used twice, so it hears from two sides, and what it has heard is complete only after both. In general a node has to
wait for **all its users**.

A **topological order** settles this once and for all: a list of all nodes in which every node comes *after its
inputs*. Read from the end, every node comes after its users.

How to find one? Walk from the output along `inputs`, and put a node into the list at the moment when you come *back*
from all its inputs. Remember which nodes you have already been to.

Two things are asked of your function besides a right order:

- **Deep graphs.** A chain of 5,000 nodes must not be too much. A Python function that calls itself gives up after
  about 1,000 levels (`RecursionError`). Keep a list of your own as a stack instead: `append` puts a thing on top,
  `pop` takes it off.
- **Shared nodes.** If every node is used twice by the next, forty levels have $2^{40}$ paths from the output to the
  input. A walk along every path would not end before your retirement. The nodes are only forty: visit each once.

**Exercise (4 points).** Write `topological_order`. Any order with these properties is right; there are often several.
"""


# %% nbgrader={"grade_id": "topological_order", "solution": true}
def topological_order(output):
    """All nodes that output depends on, in an order in which each comes after its inputs.

    output: a node. The graph is not changed.
    Returns: a list of every node reachable from output through inputs, output included, each once, output last.
    Works for deep graphs (a chain of 5,000 nodes) and shared ones: the time grows with the number of edges.
    """
    ### BEGIN SOLUTION
    order, visited = [], set()
    todo = [(output, False)]
    while todo:
        node, inputs_done = todo.pop()
        if inputs_done:
            order.append(node)
        elif node not in visited:
            visited.add(node)
            todo.append((node, True))  # to come back to, when all that is pushed on top of it is done
            for one in node.inputs:
                todo.append((one, False))
    return order
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_topological_order", "grade": true, "locked": true, "points": 4}
check(topological_order)

# %% [markdown]
r"""
## 8 · Backward

Everything is ready. Multiply along a path, add over the paths:

1. Every node that the output depends on starts from gradient 0, whatever was there before.
2. The output's own gradient is $\partial f / \partial f = 1$.
3. Go through the topological order *from the end*. Each node $v$ hands to each of its inputs $u$ the share

$$\frac{\partial f}{\partial v} \cdot \frac{\partial v}{\partial u},$$

and what arrives at $u$ is **added** to what is already there.

A node that is used twice, as in $a \cdot a$, simply receives two shares. And since step 1 forgets the past, the
function can be called again, or from another output, at any time.

**Exercise (4 points).** Write `backward`. It returns nothing; it sets `.grad`.
"""


# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(output):
    """Set node.grad to the derivative of output by node, for every node that output depends on.

    output: a node; it gets the gradient 1. Whatever .grad held before is forgotten.
    Works for deep and for shared graphs, as topological_order does.
    """
    ### BEGIN SOLUTION
    nodes = topological_order(output)
    for node in nodes:
        node.grad = 0.0
    output.grad = 1.0
    for node in nodes[::-1]:
        for one, local_gradient in zip(node.inputs, node.local_gradients, strict=True):
            one.grad += node.grad * local_gradient
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_backward", "grade": true, "locked": true, "points": 4}
check(backward)

# %% [markdown]
r"""
### Your own differentiation machine

With one helper more, for functions of one number, your machine can do Section 1's example by itself. And the loss of
Section 3 too: here is its graph, each node with its value and with the gradient that *your* `backward` has found.

*In words: $a = 2$ and $b = 3$ on the left lead to the product 6. From the product and $-y = -5$ comes the error 1,
and the error, used twice, is multiplied by itself and halved to the loss 0.5. Backward, the loss has gradient 1, its
square 0.5, the error and the product 1, and from there $a$ gets 3 (the other factor) and $b$ gets 2.*
"""


# %%
def apply(f, derivative, x):
    """A node for f(x), where derivative is the derivative of f."""
    return Node(f(x.value), (x,), (derivative(x.value),))


try:
    x = Node(-4.499)
    c = apply(np.sin, np.cos, apply(np.exp, np.exp, multiply(Node(-1.0), x)))
    backward(multiply(Node(2.0), apply(lambda v: 1 / v, lambda v: -1 / v**2, c)))
    slope = float(x.grad)

    a, b, minus_y, half = Node(2.0), Node(3.0), Node(-5.0), Node(0.5)
    product = multiply(a, b)
    error = add(product, minus_y)
    squared = multiply(error, error)
    loss = multiply(half, squared)
    backward(loss)
    places = {
        "a": (a, 0, 2),
        "b": (b, 0, 1),
        "−y": (minus_y, 1, 0.4),
        "product": (product, 1, 1.5),
        "error": (error, 2, 1),
        "error²": (squared, 3, 1),
        "½": (half, 3, 0.2),
        "loss": (loss, 4, 0.6),
    }
    labels = {name: f"{name}\n{node.value:g}\ngrad {node.grad:g}" for name, (node, _, _) in places.items()}
    complete = np.isfinite(slope)
except Exception:
    complete = False

if not complete:
    print("This picture needs your multiply, topological_order and backward: finish them, then run this cell again.")
else:
    print("your machine, at -4.499:", slope)
    figure, axes = plt.subplots(figsize=(9, 3.4), layout="constrained")
    at = {node: (right, up) for node, right, up in places.values()}
    for node, end in at.items():
        for start in node.inputs:
            twice = list(node.inputs).count(start) > 1
            for bend in (0.25, -0.25) if twice else (0,):
                arrow = {
                    "arrowstyle": "->",
                    "color": "gray",
                    "connectionstyle": f"arc3,rad={bend}",
                    "shrinkA": 26,
                    "shrinkB": 26,
                }
                axes.annotate("", xy=end, xytext=at[start], arrowprops=arrow)
    for name, (_, right, up) in places.items():
        box = {"boxstyle": "round", "facecolor": "white", "edgecolor": "#0072B2"}
        axes.text(right, up, labels[name], ha="center", va="center", fontsize=9, color="black", bbox=box)
    axes.set(xlim=(-0.4, 4.4), ylim=(-0.1, 2.4))
    axes.axis("off")
    show(figure, "The graph of the loss with values and gradients, as described above.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 9 · In your own words (2 points)

Start with a node $s_0$ and let $s_1 = s_0 + s_0$, $s_2 = s_1 + s_1$, and so on up to $s_{40}$.

*How many paths lead from $s_{40}$ back to $s_0$, and what is $\partial s_{40} / \partial s_0$? Your `backward` is done
after about eighty additions. How can it account for all the paths without walking them, and why would it go wrong if
a node passed its gradient on before all its users had contributed?*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** Each $s_i$ uses $s_{i-1}$ twice, so the number of paths doubles with every level: there are $2^{40}$,
about a million million. Every path contributes $1 \cdot 1 \cdots 1 = 1$, so the derivative is $2^{40}$ too. `backward`
does not need the single paths, because all paths that meet in a node share the rest of their way: the node adds up
what arrives, and passes the *sum* on once, over its two edges (the distributive law, $pq + pr = p\,(q + r)$). That
works only when the sum is complete. A node that passes on too early sends a part of it only; what arrives
later is lost, or, if it is passed on again together with what went before, counted twice.

**Rubric.** 1 point: $2^{40}$ paths and the derivative $2^{40}$ (half a point for one of the two). 1 point: contributions
are added up in a node and passed on once, as a sum, so the work grows with the edges; and this needs the sum to be
complete, hence the reversed topological order. Half a point where only one of these two thoughts is there.
"""
