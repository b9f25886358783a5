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
# 04 · Backpropagation with matrices

You know the chain rule for numbers: multiply the slopes along the way. In this notebook the numbers become
matrices, and the same rule becomes *backpropagation*, the method by which nearly every network finds its
gradients.

We build it from small bricks. Each brick has a forward half and a backward half, and the last exercise puts them
together to a network of any depth. By the end you will have trained two networks with gradients that are entirely
your own.

- **Time:** about two and a half hours. Section 6 is a good place for a break.
- **Points:** 30 from the checks, and 2 for a short written answer at the end.
- **How it works:** replace `raise NotImplementedError()` by your own code, run the cell, then run the check below
  it, as often as you like.
- **Stuck?** Write `hint(matmul_backward)` (or another name) in an empty cell. Each call says a little more.

**The one notation to remember.** For any array $V$ we write `dV` for the gradient of the loss $L$ with respect to
$V$: entry by entry, how much $L$ changes when that entry of $V$ changes a little. So `dV` **always has the shape
of** $V$. When you are lost, write down the shapes.
"""

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np

from autograder import check, hint, progress, show, solution

plt.rcParams.update({"figure.subplot.left": 0.15, "figure.subplot.bottom": 0.2})  # room for the labels
plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#0072B2", "#D55E00", "black"], linestyle=["-", "--", ":"])


# %% [markdown]
r"""
From topic 02 you need two functions. Here they are, so that you can begin at once; use them wherever you like.
"""


# %% nbgrader={"grade_id": "given", "locked": true}
def sigmoid(z):
    """The sigmoid of every entry of z, stable."""
    return np.exp(-np.logaddexp(0.0, -z))


def relu(z):
    """The larger of 0 and z, entry by entry."""
    return np.maximum(z, 0.0)


# %% [markdown]
r"""
## 1 · Through a matrix product

Take $A = BC$ and suppose somebody has already told us `dA`. What are `dB` and `dC`?

Look at a single entry. $A_{ij} = \sum_k B_{ik} C_{kj}$, so $B_{ik}$ takes part in all the entries of row $i$ of
$A$, each time multiplied by $C_{kj}$. Its effects add up:

$$\frac{\partial L}{\partial B_{ik}} = \sum_j \frac{\partial L}{\partial A_{ij}}\, C_{kj}.$$

That sum over $j$ is again a matrix product, with $C$ turned round. The same thought works for $C$:

$$\mathrm{d}B = \mathrm{d}A\; C^\top, \qquad \mathrm{d}C = B^\top\, \mathrm{d}A.$$

Check the shapes: with $B$ of shape $(m, p)$ and $C$ of shape $(p, q)$, `dA` is $(m, q)$, and $(m, q)(q, p)$ gives
$(m, p)$. Fitting shapes are no proof, but there is often only one way to make them fit.

> **Slip on the slides.** One set computes $W^\top \mathbf{x}$ on the way forward, and on the way back uses the
> formulas that belong to $W\mathbf{x}$. The shapes betray it: a gradient of shape $(4, 5)$ for weights of shape
> $(5, 4)$.

**Exercise (3 points).** Write `matmul_backward`.
"""


# %% nbgrader={"grade_id": "matmul_backward", "solution": true}
def matmul_backward(dA, B, C):
    """Gradients through the product A = B C.

    dA: gradient of the loss with respect to A, shape (m, q).
    B: shape (m, p).
    C: shape (p, q).
    Returns: (dB, dC), of the shapes of B and C.
    """
    ### BEGIN SOLUTION
    return dA @ C.T, B.T @ dA
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_matmul_backward", "grade": true, "locked": true, "points": 3}
check(matmul_backward)

# %% [markdown]
r"""
## 2 · A layer, forward

A layer without its activation is called *affine*. One sample a row, one unit a column, as in topic 02:

$$\underset{(N, K)}{Z} = \underset{(N, D)}{X}\;\underset{(D, K)}{W} + \underset{(K,)}{b}.$$

**Exercise (2 points).** Write `affine_forward`.
"""


# %% nbgrader={"grade_id": "affine_forward", "solution": true}
def affine_forward(X, W, b):
    """The pre-activations of a layer.

    X: samples in rows, shape (N, D).
    W: weights, one column per unit, shape (D, K).
    b: biases, shape (K,).
    Returns: Z = X W + b, shape (N, K).
    """
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_affine_forward", "grade": true, "locked": true, "points": 2}
check(affine_forward)

# %% [markdown]
r"""
## 3 · A layer, backward

For `dX` and `dW` you already own the tool. Only the bias is new. $b_k$ is added to column $k$ of *every* row, so
it acts on the loss $N$ times, once for each sample. Effects add up:

$$\frac{\partial L}{\partial b_k} = \sum_{n=1}^{N} \frac{\partial L}{\partial Z_{nk}}.$$

This is a rule worth keeping: **what is copied on the way forward is summed on the way back.**

Should you also divide by $N$? No. Whether the loss is an average is the loss's own business; by the time `dZ`
arrives here, it is already in it.

**Exercise (4 points).** Write `affine_backward`.
"""


# %% nbgrader={"grade_id": "affine_backward", "solution": true}
def affine_backward(dZ, X, W):
    """Gradients through Z = X W + b.

    dZ: gradient of the loss with respect to Z, shape (N, K).
    X: the layer's inputs, shape (N, D).
    W: its weights, shape (D, K).
    Returns: (dX, dW, db), of shapes (N, D), (D, K) and (K,).
    """
    ### BEGIN SOLUTION
    dX, dW = matmul_backward(dZ, X, W)
    return dX, dW, dZ.sum(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_affine_backward", "grade": true, "locked": true, "points": 4}
check(affine_backward)

# %% [markdown]
r"""
## 4 · Through the ReLU

$A = \mathrm{relu}(Z)$ works entry by entry, so the way back does too. Where $Z$ was positive, the entry passed
unchanged, and so does its gradient. Where it was not, nothing passed, and nothing comes back:

$$\mathrm{d}Z_{nk} = \mathrm{d}A_{nk} \cdot \mathbf{1}(Z_{nk} > 0).$$

At the corner, $Z = 0$, we take 0 as always.

> **Slips on the slides.** One set writes the indicator $\mathbf{1}(h > 0)$ next to a matrix, as if it were a matrix
> product. It is a product *entry by entry*. Another leaves the indicator inside a symbol,
> $\partial h_2 / \partial h_1$, where it is easily forgotten; in one example the gradient is then off by 40 %.

**Exercise (2 points).** Write `relu_backward`. `dA` is multiplied, never ignored: it carries everything that
happens later in the network.
"""


# %% nbgrader={"grade_id": "relu_backward", "solution": true}
def relu_backward(dA, Z):
    """The gradient through A = relu(Z).

    dA: gradient of the loss with respect to A, any shape.
    Z: pre-activations, of the same shape.
    Returns: dZ, of the same shape, 0 where Z is not positive.
    """
    ### BEGIN SOLUTION
    return np.where(Z > 0, dA, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_relu_backward", "grade": true, "locked": true, "points": 2}
check(relu_backward)

# %% [markdown]
r"""
## 5 · A loss, forward and backward

The network answers $F$, one row $\mathbf{f}_n$ for each sample; the targets are the rows of $Y$. We measure half
the squared distance and take the mean over the batch:

$$L = \frac{1}{N} \sum_{n=1}^{N} \tfrac{1}{2} \lVert \mathbf{f}_n - \mathbf{y}_n \rVert^2.$$

The half is there for beauty: it cancels the 2 that comes down from the square. The mean is over the $N$
*samples*, not over all $N \cdot K$ entries.

> **Slip on the slides.** One set says "mean squared error" and prints a sum with no mean in it. Another prints
> $\frac{1}{2}(y - f)^2$ for vectors, where the length $\lVert y - f \rVert^2$ is meant: a loss is always a single
> number.

**Exercise (2 points).** Write `mse_loss`.
"""


# %% nbgrader={"grade_id": "mse_loss", "solution": true}
def mse_loss(F, Y):
    """Half the squared distance between answers and targets, averaged over the samples.

    F: the network's answers, shape (N, K).
    Y: the targets, shape (N, K).
    Returns: the loss, a float.
    """
    ### BEGIN SOLUTION
    distances = 0.5 * np.sum((F - Y) ** 2, axis=1)  # (N,)
    return float(np.mean(distances))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_mse_loss", "grade": true, "locked": true, "points": 2}
check(mse_loss)

# %% [markdown]
r"""
**Exercise (2 points).** Write `mse_backward`: the derivative of that loss with respect to every entry of $F$. Do
it on paper first, for one entry.
"""


# %% nbgrader={"grade_id": "mse_backward", "solution": true}
def mse_backward(F, Y):
    """The gradient of mse_loss with respect to the answers.

    F: the network's answers, shape (N, K).
    Y: the targets, shape (N, K).
    Returns: dF, shape (N, K).
    """
    ### BEGIN SOLUTION
    return (F - Y) / len(F)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_mse_backward", "grade": true, "locked": true, "points": 2}
check(mse_backward)

# %% [markdown]
r"""
## 6 · A whole network, number by number

Before matrices hide the details, do it once by hand. A small network with one hidden layer takes one sample
$\mathbf{x}$ and answers with one number:

$$k_j = \sum_i x_i W_{ij} + b_j, \qquad h_j = \sigma(k_j), \qquad y = \sum_j v_j h_j + c, \qquad L = (y - t)^2.$$

$W_{ij}$ joins input $i$ to hidden unit $j$. On the way back, start at the end and reuse what you have already
found:

$$\mathrm{d}y = 2\,(y - t), \qquad \mathrm{d}v_j = \mathrm{d}y\, h_j, \qquad
\mathrm{d}c = \mathrm{d}y, \qquad \mathrm{d}h_j = \mathrm{d}y\, v_j,$$

$$\mathrm{d}k_j = \mathrm{d}h_j\, h_j (1 - h_j), \qquad
\mathrm{d}W_{ij} = \mathrm{d}k_j\, x_i, \qquad \mathrm{d}b_j = \mathrm{d}k_j.$$

There is no half and no mean in this loss, so the 2 stays.

> **Slips on the slides.** This is the network for which one set prints pseudocode. Three things go wrong there: the
> biases are added *inside* the loops, so that they count several times; the loss is computed inside a loop and has
> lost its square; and one update of $W_{ij}$ multiplies by $x_j$, where the input of that weight is $x_i$.

**Exercise (4 points).** Write `loop_backprop`. Loops are welcome.
"""


# %% nbgrader={"grade_id": "loop_backprop", "solution": true}
def loop_backprop(x, W, b, v, c, target):
    """Loss and gradients of a network with one hidden layer of sigmoid units, for one sample.

    x: inputs, shape (D,).
    W: weights, shape (D, H); W[i, j] joins input i to hidden unit j.
    b: hidden biases, shape (H,).
    v: output weights, shape (H,).
    c: output bias, a number.
    target: what the network should answer, a number.
    Returns: (loss, dW, db, dv, dc), with loss = (y - target)² and dc floats, the others of the shapes of W, b and v.
    """
    ### BEGIN SOLUTION
    inputs, units = W.shape
    h = np.zeros(units)
    y = c
    for j in range(units):
        k = b[j]
        for i in range(inputs):
            k = k + x[i] * W[i, j]
        h[j] = sigmoid(k)
        y = y + v[j] * h[j]

    dy = 2.0 * (y - target)
    dW, db, dv = np.zeros(W.shape), np.zeros(units), np.zeros(units)
    for j in range(units):
        dv[j] = dy * h[j]
        dk = dy * v[j] * h[j] * (1.0 - h[j])
        db[j] = dk
        for i in range(inputs):
            dW[i, j] = dk * x[i]
    return float((y - target) ** 2), dW, db, dv, float(dy)
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_loop_backprop", "grade": true, "locked": true, "points": 4}
check(loop_backprop)

# %% [markdown]
r"""
## 7 · Two layers, whole batch

Now the same journey with your bricks. Forward, from left to right; backward, from right to left. Each step back
uses what its step forward has seen.

$$X \;\xrightarrow{\;W_1,\, b_1\;}\; Z_1 \;\xrightarrow{\;\mathrm{relu}\;}\; H
\;\xrightarrow{\;W_2,\, b_2\;}\; F \;\xrightarrow{\;Y\;}\; L$$

The last layer is *linear*: no ReLU after it, for the answers may be negative. And mind which array the ReLU's
mask looks at: it is $Z_1$.

**Exercise (5 points).** Write `two_layer_loss_and_grads`.
"""


# %% nbgrader={"grade_id": "two_layer_loss_and_grads", "solution": true}
def two_layer_loss_and_grads(X, Y, params):
    """Loss and gradients of a network with a ReLU hidden layer and a linear output.

    X: samples in rows, shape (N, D).
    Y: targets, shape (N, K).
    params: a dict with W1 (D, H), b1 (H,), W2 (H, K) and b2 (K,); it is not changed.
    Returns: (loss, grads), the loss being mse_loss, and grads a dict with the same keys and shapes as params.
    """
    ### BEGIN SOLUTION
    Z1 = affine_forward(X, params["W1"], params["b1"])  # (N, H)
    H = relu(Z1)
    F = affine_forward(H, params["W2"], params["b2"])  # (N, K)

    grads = {}
    dH, grads["W2"], grads["b2"] = affine_backward(mse_backward(F, Y), H, params["W2"])
    dZ1 = relu_backward(dH, Z1)
    _, grads["W1"], grads["b1"] = affine_backward(dZ1, X, params["W1"])
    return mse_loss(F, Y), grads
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_two_layer_loss_and_grads", "grade": true, "locked": true, "points": 5}
check(two_layer_loss_and_grads)

# %% [markdown]
r"""
### Your gradients at work

A gradient points uphill. So take a small step the other way, and again, two thousand times: that is all of
*gradient descent*. Here a network with 24 hidden units learns the curve of the sine, with nothing but your
gradients.

*In words: on the left the loss falls steeply at first and then ever more slowly, by more than two orders of
magnitude in all. On the right the network's answer before learning is far from the sine; after learning it
follows the sine closely, in straight pieces with a bend wherever one of the ReLU units switches on.*
"""

# %%
rng = np.random.default_rng(4)
X = np.linspace(-3, 3, 60)[:, None]  # (N, 1)
Y = np.sin(X)
params = {
    "W1": rng.normal(size=(1, 24)),
    "b1": rng.normal(size=24),
    "W2": 0.2 * rng.normal(size=(24, 1)),
    "b2": np.zeros(1),
}


def answer(X, params):
    return relu(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


before, losses = answer(X, params), []
try:
    with np.errstate(all="ignore"):  # with a wrong gradient the loss may run away
        for _ in range(1000):
            loss, grads = two_layer_loss_and_grads(X, Y, params)
            params = {name: params[name] - 0.05 * grads[name] for name in params}
            losses.append(loss)
    complete = bool(np.all(np.isfinite(losses))) and np.shape(answer(X, params)) == Y.shape
except Exception:
    complete = False

if not complete:
    print("This picture needs your two_layer_loss_and_grads: pass its check first, then run this cell again.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
    left.loglog(np.arange(1, 1001), losses, linewidth=2)
    left.minorticks_off()
    left.set(title="loss", xlabel="step")
    right.plot(X, answer(X, params), label="after", linewidth=2)
    right.plot(X, before, label="before", linewidth=2)
    right.plot(X, Y, label="sine", linewidth=2)
    right.set(title="answer", xlabel="$x$")
    right.legend()
    show(figure, "The loss falls by more than two orders of magnitude; the trained network follows the sine.")

# %% [markdown]
r"""
## 8 · Any depth

Look at what you wrote: each layer did the same three things. So let a loop do them. With weights
$W_1, \dots, W_\ell$ and biases $b_1, \dots, b_\ell$:

$$A_0 = X, \qquad Z_i = A_{i-1} W_i + b_i, \qquad A_i = \mathrm{relu}(Z_i) \;\text{ for } i < \ell, \qquad F = Z_\ell.$$

On the way forward *keep* every $A_{i-1}$ and $Z_i$. On the way back use them in the opposite order. With one
layer there is no ReLU at all.

**Exercise (6 points).** Write `mlp_loss_and_grads`. MLP stands for *multilayer perceptron*, the old name of such
a network.
"""


# %% nbgrader={"grade_id": "mlp_loss_and_grads", "solution": true}
def mlp_loss_and_grads(X, Y, weights, biases):
    """Loss and gradients of a network of any depth, ReLU between its layers and a linear output.

    X: samples in rows, shape (N, D).
    Y: targets, shape (N, K).
    weights: a list of matrices, the first with D rows, the last with K columns; at least one.
    biases: a list of vectors, one for each matrix.
    Returns: (loss, dweights, dbiases): mse_loss, and the gradients as lists in the order of weights and biases.
    """
    ### BEGIN SOLUTION
    A, inputs, Z = X, [], []
    for W, b in zip(weights, biases, strict=True):
        inputs.append(A)
        Z.append(affine_forward(A, W, b))
        A = relu(Z[-1])
    F = Z[-1]

    dweights, dbiases = list(weights), list(biases)  # to be replaced, entry by entry
    dZ = mse_backward(F, Y)
    for i in reversed(range(len(weights))):
        dA, dweights[i], dbiases[i] = affine_backward(dZ, inputs[i], weights[i])
        if i > 0:
            dZ = relu_backward(dA, Z[i - 1])
    return mse_loss(F, Y), dweights, dbiases
    ### END SOLUTION


# %% nbgrader={"grade_id": "check_mlp_loss_and_grads", "grade": true, "locked": true, "points": 6}
check(mlp_loss_and_grads)

# %% [markdown]
r"""
### A deeper network at work

Do two numbers have the same sign? A single linear unit cannot tell, however it is trained. Here two hidden layers
of 16 units learn it from 200 random points, again with your gradients alone.

*In words: the plane falls into four quarters. The network answers nearly 1 in the upper right and the lower left,
where both numbers have the same sign, and nearly 0 in the other two; near the axes it is unsure. Circles mark the
points whose true answer is 1, crosses those with 0.*
"""

# %%
rng = np.random.default_rng(7)
X = rng.uniform(-1, 1, size=(200, 2))
Y = np.where(X[:, :1] * X[:, 1:] > 0, 1.0, 0.0)  # (N, 1)
shapes = [(2, 16), (16, 16), (16, 1)]
weights = [rng.normal(size=(m, n)) * np.sqrt(2 / m) for m, n in shapes]
biases = [np.zeros(n) for _, n in shapes]


def deep_answer(X, weights, biases):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = relu(A @ W + b)
    return A @ weights[-1] + biases[-1]


try:
    with np.errstate(all="ignore"):
        for _ in range(500):
            loss, dweights, dbiases = mlp_loss_and_grads(X, Y, weights, biases)
            weights = [W - 0.3 * dW for W, dW in zip(weights, dweights, strict=True)]
            biases = [b - 0.3 * db for b, db in zip(biases, dbiases, strict=True)]
        side = np.linspace(-1, 1, 61)
        grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        plane = deep_answer(grid, weights, biases).reshape(61, 61)
    complete = bool(np.all(np.isfinite(plane)))
except Exception:
    complete = False

if not complete:
    print("This picture needs your mlp_loss_and_grads: pass its check first, then run this cell again.")
else:
    figure, axes = plt.subplots(figsize=(4.6, 3.8))
    shades = axes.imshow(plane, cmap="cividis", vmin=0, vmax=1, origin="lower", extent=(-1, 1, -1, 1), aspect="auto")
    same = Y[:, 0] == 1
    axes.plot(*X[same].T, "o", markerfacecolor="none", color="black", markersize=5, label="same sign")
    axes.plot(*X[~same].T, "x", color="white", markersize=5, label="different")
    axes.set(title=f"answer after 500 steps, loss {loss:.3f}", xlabel="$x_1$", ylabel="$x_2$")
    axes.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    figure.colorbar(shades, ticks=[0, 0.5, 1])
    show(figure, "The network answers near 1 where both inputs have the same sign and near 0 elsewhere.")

# %% [markdown] nbgrader={"grade_id": "question_text", "locked": true}
r"""
## 9 · In your own words (2 points)

The pictures above start from *random* weights. Would zeros not be simpler?

*In your two-layer network set $W_1$, $b_1$, $W_2$ and $b_2$ all to zero. Which of the four gradients are zero,
and why? What is the best such a network can still learn by gradient descent?*

You may try it with your own function before you answer. Three or four sentences are enough; a person reads them.
"""

# %% [markdown] nbgrader={"grade_id": "question", "grade": true, "solution": true, "points": 2}
r"""
**Model answer.** With $W_1 = 0$ and $b_1 = 0$ every $Z_1$ is 0, hence $H = 0$ and
$\mathrm{d}W_2 = H^\top \mathrm{d}F = 0$. With $W_2 = 0$ also $\mathrm{d}H = \mathrm{d}F\, W_2^\top = 0$ (and the
ReLU's slope at 0 is 0 besides), so $\mathrm{d}W_1 = 0$ and $\mathrm{d}b_1 = 0$. Only $\mathrm{d}b_2$, the sum of
the rows of $\mathrm{d}F$, is not zero. A step changes $b_2$ alone, after which everything said above still holds:
the weights never move, and the network can learn no more than one constant for all inputs, the mean of the
targets. Random weights break the tie.

**Rubric.** 1 point: $\mathrm{d}W_1$, $\mathrm{d}b_1$ and $\mathrm{d}W_2$ are zero, with a reason from the
formulas (a zero factor $H$ or $W_2$, or the slope at 0). 1 point: only $b_2$ learns, so the network answers the
mean of the targets whatever the input. Half a point for "it learns nothing", which overlooks $b_2$.
"""
