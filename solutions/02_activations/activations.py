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
# 02 · Activations: what one unit does

A unit of a neural network does two things. It adds up its inputs, each with its own weight, and it bends the sum
with an *activation function* $g$:

$$z = \mathbf{w} \cdot \mathbf{x} + b, \qquad a = g(z).$$

The sum $z$ is called the **pre-activation**, the result $a$ the **activation**. The bend looks harmless, but
without it a network of a hundred layers could do no more than a single layer can.

In this notebook you write the three classic activations, find their derivatives, test the derivatives with a tool
that you build yourself, and put units together into a layer.

- **Time:** about an hour and a half. It is fine to stop in the middle; your work is in this file.
- **Points:** 20 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it. Nothing is lost when a check fails: change your code and run both cells again, as often as you like.
- **Stuck?** Write `hint(sigmoid)` (or another name) in an empty cell. Each call says a little more.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams.update({"figure.subplot.left": 0.15, "figure.subplot.bottom": 0.2})  # room for the labels
plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
## 1 · The sigmoid

The sigmoid squeezes any number into the open interval $(0, 1)$. That is why its output can be read as a
probability, or as how strongly a unit *fires*:

$$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}.$$

Both forms are the same mathematics. They are not the same on a computer. A float64 number ends near $10^{308}$,
and $e^{710}$ is already larger than that. So for $z = -1000$ the first form meets $e^{1000}$: it **overflows** to
infinity, and NumPy warns. For $z = 1000$ the second form does, and $\infty / \infty$ gives `nan`, "not a number".

Code that gives right values without such warnings for large $|z|$ too is called **stable**. Here is the thought
that helps: each form is safe on one side of zero. And $e^{-|z|}$ lies between 0 and 1 *whatever* $z$ is.

> **Slip on the slides.** One set prints $e^u / (1 + e^u)$ and stops there. As a formula that is right. As code it
> is `nan` from $u = 710$ on. Another says that the output lies in $[0, 1]$: the true values are strictly inside,
> but from about $z = 37$ on the nearest float64 *is* `1.0`.

**Exercise (3 points).** Write `sigmoid`.
"""


# %% nbgrader={"grade_id": "sigmoid", "solution": true}
def sigmoid(z):
    """The sigmoid of every entry of z.

    z: an array of any shape, or a plain number.
    Returns: an array of z's shape, every value between 0 and 1.
    Stable: right, and without overflow, nan or a warning, for |z| up to 1000.
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))  # in (0, 1], whatever z is
    return np.where(np.asarray(z) < 0, small, 1.0) / (1.0 + small)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_sigmoid", "grade": true, "locked": true, "points": 3}
check(sigmoid)

# %% [markdown]
r"""
## 2 · The hyperbolic tangent

$$\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = 2\,\sigma(2z) - 1.$$

It is the sigmoid's twin: the same S, stretched to the interval $(-1, 1)$ and centred on zero. A unit that may
answer with either sign is often easier to train than one that is always positive.

The second form is worth a look: it reuses the function that you have just made stable.

**Exercise (2 points).** Write `tanh`.
"""


# %% nbgrader={"grade_id": "tanh", "solution": true}
def tanh(z):
    """The hyperbolic tangent of every entry of z.

    z: an array of any shape, or a plain number.
    Returns: an array of z's shape, every value between -1 and 1.
    Stable: right, and without overflow, nan or a warning, for |z| up to 1000.
    """
    ### BEGIN SOLUTION
    return 2.0 * sigmoid(2.0 * z) - 1.0
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_tanh", "grade": true, "locked": true, "points": 2}
check(tanh)

# %% [markdown]
r"""
## 3 · The rectified linear unit

$$\mathrm{relu}(z) = \max(0, z).$$

No exponential, nothing to overflow. What is positive passes, what is negative becomes zero. Today it is the usual
choice inside a network.

**Exercise (1 point).** Write `relu`. Take care to work entry by entry: the result has the shape of `z`.
"""


# %% nbgrader={"grade_id": "relu", "solution": true}
def relu(z):
    """The larger of 0 and z, entry by entry.

    z: an array of any shape, or a plain number.
    Returns: an array of z's shape.
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_relu", "grade": true, "locked": true, "points": 1}
check(relu)

# %% [markdown]
r"""
## 4 · Their derivatives

To learn, a network must know how much its answer would move if $z$ moved a little. That is the derivative
$g'(z)$:

$$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr), \qquad
\tanh'(z) = 1 - \tanh^2(z), \qquad
\mathrm{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0. \end{cases}$$

At $z = 0$ the ReLU has a corner, so there is no derivative. We need *some* number there, and the whole course
agrees on $\mathrm{relu}'(0) = 0$.

Mind what goes in. These functions take the **pre-activation** $z$, not the activation $a$. It is tempting to
write `z * (1 - z)`; that is the right shape of formula with the wrong thing put into it.

> **Slip on the slides.** One set prints $\sigma\,(1 - \sigma')$ for the derivative of the sigmoid. At $z = 0.7$
> that is $0.520$. The true slope is $\sigma\,(1 - \sigma) = 0.222$. In a moment you will have the tool to see such
> a slip at once.

**Exercise (2 points).** Write `sigmoid_derivative`.
"""


# %% nbgrader={"grade_id": "sigmoid_derivative", "solution": true}
def sigmoid_derivative(z):
    """The derivative of the sigmoid at every entry of z.

    z: pre-activations, an array of any shape, or a plain number.
    Returns: an array of z's shape.
    Stable: right, and without overflow, nan or a warning, for |z| up to 1000.
    """
    ### BEGIN SOLUTION
    a = sigmoid(z)
    return a * (1.0 - a)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_sigmoid_derivative", "grade": true, "locked": true, "points": 2}
check(sigmoid_derivative)

# %% [markdown]
r"""
**Exercise (2 points).** Write `tanh_derivative`.
"""


# %% nbgrader={"grade_id": "tanh_derivative", "solution": true}
def tanh_derivative(z):
    """The derivative of the hyperbolic tangent at every entry of z.

    z: pre-activations, an array of any shape, or a plain number.
    Returns: an array of z's shape.
    Stable: right, and without overflow, nan or a warning, for |z| up to 1000.
    """
    ### BEGIN SOLUTION
    return 1.0 - tanh(z) ** 2
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_tanh_derivative", "grade": true, "locked": true, "points": 2}
check(tanh_derivative)

# %% [markdown]
r"""
**Exercise (2 points).** Write `relu_derivative`, with 0 at the corner.
"""


# %% nbgrader={"grade_id": "relu_derivative", "solution": true}
def relu_derivative(z):
    """The derivative of the ReLU at every entry of z, and 0 where z is 0.

    z: pre-activations, an array of any shape, or a plain number.
    Returns: an array of z's shape, every entry 0 or 1.
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) > 0, 1.0, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_relu_derivative", "grade": true, "locked": true, "points": 2}
check(relu_derivative)

# %% [markdown]
r"""
### A picture of what you built

Left your activations, right their derivatives. Look for three things: where each derivative is largest, how
quickly the sigmoid's and the tangent's slopes fade to almost nothing, and how small the sigmoid's slope is even
at its best.

*In words, for those who cannot see the picture: on the left sigmoid rises from 0 to 1 and tanh from −1 to 1, both
in an S around zero; ReLU is 0 up to zero and then a straight line. On the right the sigmoid's derivative is a
hill of height 0.25, that of tanh a narrower hill of height 1, both flat beyond $|z| = 5$; ReLU's jumps from 0 to
1 at zero.*
"""

# %%
z = np.linspace(-6, 6, 241)
try:
    curves = [
        ("sigmoid", sigmoid(z), sigmoid_derivative(z)),
        ("tanh", tanh(z), tanh_derivative(z)),
        ("relu", relu(z), relu_derivative(z)),
    ]
    complete = all(np.shape(a) == np.shape(slope) == z.shape for _, a, slope in curves)
except Exception:
    complete = False

if not complete:
    print("This picture is drawn with your own functions: finish the six exercises above, then run this cell again.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
    for name, a, slope in curves:
        left.plot(z, a, label=name, linewidth=2)
        right.plot(z, slope, label=name, linewidth=2)
    left.set(title="activation $g(z)$", xlabel="$z$", ylim=(-1.2, 2.2))
    right.set(title="derivative $g'(z)$", xlabel="$z$")
    left.legend()
    for axes in (left, right):
        axes.locator_params(nbins=5)  # few ticks, which take longer to draw than the curves
    show(figure, "Sigmoid, tanh and ReLU on the left, their derivatives on the right, as described above.")

# %% [markdown]
r"""
## 5 · One unit

Now the whole unit: weigh, add, bend. The activation comes in as an argument `activation`, because in Python a
function is a value like any other. You call it with `activation(z)`.

The bias is added **once**, after all weighted inputs have been added up.

> **Slip on the slides.** One set gives this as pseudocode and writes `k_j += b_j` *inside* the loop over the
> inputs. With two inputs that adds the bias twice. It belongs after the loop.

**Exercise (2 points).** Write `neuron`. It answers with a single number, the unit's firing rate.
"""


# %% nbgrader={"grade_id": "neuron", "solution": true}
def neuron(x, w, b, activation):
    """The firing rate of one unit.

    x: its inputs, shape (D,).
    w: its weights, shape (D,).
    b: its bias, a number.
    activation: an elementwise function such as sigmoid.
    Returns: activation(w·x + b), a float.
    """
    ### BEGIN SOLUTION
    z = np.dot(w, x) + b
    return float(activation(z))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_neuron", "grade": true, "locked": true, "points": 2}
check(neuron)

# %% [markdown]
r"""
## 6 · A derivative without a formula

A derivative is a slope, and a slope can be measured. Take a small step $h$ to either side and see how far $f$
moves:

$$f'(z) \approx \frac{f(z + h) - f(z - h)}{2h}.$$

This is the **central difference**. It knows nothing about the formula that you derived by hand, and so it makes
an honest referee. From now on it will be with you in every topic.

**Exercise (3 points).** Write `numerical_derivative` for a function `f` that works entry by entry. Do all entries
of `z` at once: since `f` treats each entry alone, `z + h` moves all of them, and no one disturbs another. Use the
`h` that is given, and leave `z` itself as it is.
"""


# %% nbgrader={"grade_id": "numerical_derivative", "solution": true}
def numerical_derivative(f, z, h=1e-5):
    """The central difference of f at every entry of z.

    f: an elementwise function.
    z: an array of any shape, or a plain number; it is not changed.
    h: the step to either side.
    Returns: an array of z's shape.
    """
    ### BEGIN SOLUTION
    rise = f(z + h) - f(z - h)
    return rise / (2 * h)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_numerical_derivative", "grade": true, "locked": true, "points": 3}
check(numerical_derivative)

# %% [markdown]
r"""
### How small should the step be?

"As small as possible" is the natural answer, and it is wrong. The next picture compares your
`numerical_derivative` of your `sigmoid` with your `sigmoid_derivative`, for steps from $10^{-1}$ down to
$10^{-13}$. Before you run it: what do you expect?

*In words: on double logarithmic axes the error has the shape of a V. From the right it falls with the square of
$h$, down to about $10^{-11}$ near $h = 10^{-5}$. Then it rises again, because $f(z+h)$ and $f(z-h)$ agree in
nearly all their digits, and their difference keeps only the rounding errors.*
"""

# %%
steps = 10.0 ** np.arange(-13, 0)
try:
    point = np.array([0.7, -1.3, 2.1])
    error = [np.max(np.abs(numerical_derivative(sigmoid, point, h) - sigmoid_derivative(point))) for h in steps]
    complete = bool(np.all(np.isfinite(error)))
except Exception:
    complete = False

if not complete:
    print("Finish sigmoid, sigmoid_derivative and numerical_derivative first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2))
    axes.loglog(steps, error, "o-", linewidth=2)
    axes.minorticks_off()
    axes.locator_params(numticks=6)
    axes.axvline(1e-5, linestyle=":", color="gray")
    axes.text(1.4e-5, 0.9, "our $h$", transform=axes.get_xaxis_transform())
    axes.set(xlabel="step $h$", ylabel="largest error", title="Neither too large nor too small")
    show(figure, "Error of the central difference against the step: a V with its lowest point near 1e-5.")

# %% [markdown]
r"""
## 7 · A layer

A layer is $K$ units that look at the same inputs. Put their weights side by side as the *columns* of a matrix
$W$, and put the $N$ samples one below the other as the *rows* of $X$. One matrix product does all the sums:

$$\underset{(N, K)}{Z} = \underset{(N, D)}{X}\;\underset{(D, K)}{W} + \underset{(K,)}{b}, \qquad A = g(Z).$$

Row $n$ of $Z$ belongs to sample $n$, column $k$ to unit $k$. NumPy adds $b$ to every row by itself
(*broadcasting*). Seen one sample at a time this is $W^\top \mathbf{x} + b$, as some slides write it, with the
same $W$.

**Exercise (3 points).** Write `layer_forward`.
"""


# %% nbgrader={"grade_id": "layer_forward", "solution": true}
def layer_forward(X, W, b, activation):
    """The activations of a layer for a whole batch.

    X: samples in rows, shape (N, D).
    W: one column of weights per unit, shape (D, K).
    b: one bias per unit, shape (K,).
    activation: an elementwise function such as relu.
    Returns: activation(X W + b), shape (N, K).
    """
    ### BEGIN SOLUTION
    Z = np.dot(X, W) + b  # (N, K)
    return activation(Z)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_layer_forward", "grade": true, "locked": true, "points": 3}
check(layer_forward)

# %% [markdown]
r"""
### What a few units can draw

Here your `layer_forward` is used twice. A first layer of three units looks at a single input $x$; a second layer
of one unit, which does not bend its sum, adds the three up with weights $1, -2, 1$. Only the bend inside differs
between the curves.

*In words: with ReLU the result is a triangle that stands on the axis; with the sigmoid it is a smooth wave, a low
hill on the left and a low valley on the right; without any activation it is a straight line, here the constant 0.
No choice of weights would bend that last one.*
"""

# %%
x = np.linspace(-3, 3, 301)[:, None]  # (N, 1): one sample a row
W1, b1 = np.ones((1, 3)), np.array([1.0, 0.0, -1.0])
W2, b2 = np.array([[1.0], [-2.0], [1.0]]), np.zeros(1)


def unchanged(z):
    return z


try:
    curves = [
        (name, layer_forward(layer_forward(x, W1, b1, g), W2, b2, unchanged))
        for name, g in [("relu", relu), ("sigmoid", sigmoid), ("no activation", unchanged)]
    ]
    complete = all(np.shape(A) == x.shape for _, A in curves)
except Exception:
    complete = False

if not complete:
    print("Finish relu, sigmoid and layer_forward first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(5.5, 3.2))
    for name, A in curves:
        axes.plot(x, A, label=name, linewidth=2)
    axes.set(xlabel="input $x$", ylabel="output", title="Three units and their sum")
    axes.legend()
    axes.locator_params(nbins=5)
    show(figure, "A triangle with ReLU, a smooth wave with the sigmoid, a flat line without an activation.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 8 · In your own words (2 points)

Learning changes a weight in proportion to the slope $g'(z)$ of its unit. Look again at the right half of your
first picture.

*A unit has arrived at $z = -10$ for every sample, and its answers are wrong. What happens to its weights from
here on if it is a sigmoid unit? What happens if it is a ReLU unit? And would it help either of them to be at
$z = +10$ instead?*

Three or four sentences are enough. A person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** The change of a weight is multiplied by $g'(z)$. For the sigmoid $\sigma'(-10) \approx 0.00005$:
the weights still move, but so slowly that the unit practically stops learning; it is *saturated*. For the ReLU
$g'(-10)$ is exactly 0: the weights do not move at all, and as this is so for every sample, the unit is *dead*. At
$z = +10$ the sigmoid is saturated just the same, since $\sigma'$ is symmetric; the ReLU has slope 1 there and
learns at full speed.

**Rubric.** 1 point: says that the slope multiplies the change, so that the sigmoid unit hardly learns, at $+10$
as at $-10$. 1 point: the ReLU unit does not learn at all at $-10$ (exactly zero, not merely small) and learns
normally at $+10$. Half a point each where the conclusion is right without the slope as its reason.
"""
