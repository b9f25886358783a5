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
# 03 · The chain rule

A network is simple steps in a row, and so is its loss. Learning asks how much the loss moves with each of its weights.
The answer is one rule: slopes in a row multiply, and ways side by side add up. This lecture takes it from four small
functions to graphs and matrices, and ends with a program that does it for you.

Every formula that is displayed here is run in the cell below it. `same` compares the two sides and says how many
digits hold; if one of them were false, this page could not be built. `slope` measures a derivative by differences,
without knowing any formula: the referee.
"""

# %%
import numpy as np
from figures import canvas, choice, curves, differs, graph, landscape, play, same, show, slider, slope
from figures.picture import BLACK, BLUE, GREY, RED

rng = np.random.default_rng(0)

# %% [markdown]
r"""
## Composition

This function looks awkward and is not. Nobody computes it in one go; one goes from the inside to the outside, one
small step after the other. Each step is a **module**, a function of what the step before has left:

$$f(x) = \frac{2}{\sin(e^{-x})} = d(c(b(a(x)))) \quad\text{with } a(x) = -x,\ b(a) = e^a,\ c(b) = \sin b,\ d(c) = \frac{2}{c}$$

To compute the values from the input to the output is the **forward pass**.
"""


# %%
def f(x):
    return 2 / np.sin(np.exp(-x))


MODULES = {"a": lambda x: -x, "b": np.exp, "c": np.sin, "d": lambda c: 2 / c}


def forward(x):
    """What every module has made of x, by name."""
    values = {"x": x}
    for name, module in MODULES.items():
        values[name] = module([*values.values()][-1])
    return values


same([forward(x)["d"] for x in (0.0, 1.0, -4.499)], [f(x) for x in (0.0, 1.0, -4.499)])

# %%
CHAIN = {"x": (0, 0), "a": (2, 0), "b": (4, 0), "c": (6, 0), "d": (8, 0)}
LINKS = [("x", "a"), ("a", "b"), ("b", "c"), ("c", "d")]
STEPS = dict(zip(LINKS, ["$-x$", "$e^a$", r"$\sin b$", "$2/c$"], strict=True))

figure, ax = canvas(size=(7.2, 1.8))
graph(ax, CHAIN, LINKS, values=forward(0.5), locals=STEPS)
show(
    figure,
    "Five boxes in a row, x, a, b, c and d, with the values 0.5, −0.5, 0.6065, 0.57 and 3.509 of the forward pass.",
)

# %% [markdown]
r"""
**Predict, then run.** For $x = -4.499$ the second module gives $e^{4.499} \approx 89.93$. What is the sine of that: nearly
1, as of 90 degrees?
"""

# %%
for name, value in forward(-4.499).items():
    print(f"{name} = {value:.4f}")

# %% [markdown]
r"""
Not 1. In calculus, and in NumPy, an angle is in **radians**: 89.93 radians are fourteen full turns and some more. *What
usually goes wrong:* the pocket calculator is set to degrees. And the intermediate values are thrown away; the way back
will need them.
"""

# %% [markdown]
r"""
## Local derivatives

Each module has a slope of its own, its **local derivative**, taken where its step was on the way forward. Move $x$ a tiny
bit, by $\varepsilon$. Then $a$ moves by $\frac{da}{dx}\varepsilon$, so $b$ moves by
$\frac{db}{da}\frac{da}{dx}\varepsilon$, and so on. The slopes multiply, and their product is the **global derivative**:

$$\frac{df}{dx} = \frac{dd}{dc} \cdot \frac{dc}{db} \cdot \frac{db}{da} \cdot \frac{da}{dx}$$

Each of the four is a line from a table. With symbols:

$$f'(x) = -\frac{2}{c^2} \cdot \cos b \cdot e^a \cdot (-1)$$

With symbols one gets a formula for every $x$. With numbers one fills in the values of the forward pass and multiplies,
from the output to the input: the **backward pass**. Both answer the same.
"""


# %%
def local_slopes(x):
    """The slope of each module, measured where the forward pass has been."""
    inputs = [*forward(x).values()][:-1]
    return [slope(module, at) for module, at in zip(MODULES.values(), inputs, strict=True)]


PLACES = (0.0, -4.499, -np.log(np.pi / 2))
symbols = []
for x in PLACES:
    v = forward(x)
    symbols.append(-2 / v["c"] ** 2 * np.cos(v["b"]) * np.exp(v["a"]) * -1)
    print(f"f({x:.3f}) = {f(x):.5f}, slope {symbols[-1]:.5f}")
same([np.prod(local_slopes(x)) for x in PLACES], [slope(f, x, 1e-7) for x in PLACES])
same(symbols, [slope(f, x, 1e-7) for x in PLACES])

# %% [markdown]
r"""
**Predict, then run.** Move $x$. Below each box stands the derivative of the *output* with respect to that box: the product
of all local slopes to its right. Where is it zero at $x$, and which of the four factors makes it so?
"""


# %%
def both_ways(x):
    values = forward(x)
    local = [-1.0, values["b"], np.cos(values["b"]), -2 / values["c"] ** 2]
    globally = dict(zip("xabcd", np.cumprod([1.0, *local[::-1]])[::-1], strict=True))
    figure, (top, bottom) = canvas(rows=2, size=(7.2, 4.6))
    graph(top, CHAIN, LINKS, values, globally, {link: f"{s:.2f}" for link, s in zip(LINKS, local, strict=True)})
    around = np.linspace(-0.95, 2, 200)
    tangent = values["d"] + globally["x"] * (around - x)
    curves(bottom, around, {"$f$": f(around), "tangent": tangent}, ylim=(0, 12), xlabel="$x$")
    bottom.plot(x, values["d"], "o", color=BLACK)
    said = f"A chain of five boxes, values above and derivatives of the output below; at x the slope is {globally['x']:.3f}"
    return figure, said + "; under it the curve and its tangent"


play(both_ways, x=slider(-0.9, 2.0, 0.5, 0.05))

# %% [markdown]
r"""
At $x = -\ln(\pi/2) \approx -0.45$ the sine is at its top and $\cos b = 0$. One factor that is zero stops everything that
comes before it. *What usually goes wrong:* a local derivative is taken at the wrong place, $\cos x$ instead of
$\cos b$; or a module is forgotten, most often the smallest, here the $-1$.
"""

# %% [markdown]
r"""
## Two factors

The smallest thing that can learn: two numbers $a$ and $b$, their product $f$, a target $y$, and half of the squared
error.

**Definition.**

$$L = \tfrac12\,(y - f)^2, \qquad f = ab$$

The first local derivative is $\partial L / \partial f = f - y$; the half was put there for that. The second is the
slope of a product: what $a$ is multiplied by is $b$.

$$\frac{\partial L}{\partial a} = (f - y)\,b$$

$$\frac{\partial L}{\partial b} = a\,(f - y)$$
"""


# %%
def product_loss(pair, y=1.0):
    return 0.5 * (y - pair[0] * pair[1]) ** 2


a, b, y = 3.0, 0.5, 1.0
error = a * b - y
measured = slope(product_loss, np.array([a, b]))
same(error * b, measured[0])
same(a * error, measured[1])

# %% [markdown]
r"""
The error $f - y$ stands in both. It is computed once and used twice; that is the first trace of what makes
backpropagation cheap.

**Predict, then run.** At $a = 3$, $b = 0.5$, which of the two does the gradient want to change more?
"""

# %%
print(f"by a: {measured[0]:.2f}, by b: {measured[1]:.2f}")


# %%
def follow(start, rate=0.05, steps=80):
    path = [np.array(start)]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(product_loss, path[-1]))
    return path


figure, ax = canvas(size=(5.4, 4.2))
paths = {"from (3, 2)": follow([3.0, 2.0]), "from (−0.5, 1)": follow([-0.5, 1.0])}
landscape(
    ax, lambda a, b: 0.5 * (1 - a * b) ** 2, (-1, 3.4, -0.5, 2.4), paths, levels=[0.02, 0.1, 0.3, 0.6, 1, 2, 4, 8]
)
valley = np.linspace(0.3, 3.4, 100)
ax.plot(valley, 1 / valley, ":", color=BLACK, linewidth=2)
ax.set(xlabel="$a$", ylabel="$b$", title="Downhill to where $ab = 1$")
ax.legend(loc="lower right")
show(figure, "Contours of the loss over a and b, dotted the curved valley where ab is one; two paths run down into it.")

# %% [markdown]
r"""
The small factor changes more, because it is multiplied by the large one: each factor gets *the other's* size. *What
usually goes wrong:* the two are taken the wrong way round, or the sign is that of $y - f$.
"""

# %% [markdown]
r"""
## Total derivative

What if $x$ reaches $f$ on several ways? Warm weather sells ice cream because people are thirsty, and because they are
outside. Each way has its own chain, and the effects add up:

$$\frac{df}{dx} = \sum_i \frac{\partial f}{\partial u_i}\,\frac{du_i}{dx}$$

The factors $\partial f / \partial u_i$ ask: "what if $u_i$ moves and the others stay?" An example, with $u_1 = x^2$,
$u_2 = \sin x$ and $f = u_1 u_2$:

$$\frac{df}{dx} = u_2 \cdot 2x + u_1 \cdot \cos x$$
"""


# %%
def two_ways(x):
    return x**2 * np.sin(x)


x = 1.3
u1, u2 = x**2, np.sin(x)
by_u1 = slope(lambda u: u * u2, u1)  # the other one stays
by_u2 = slope(lambda u: u1 * u, u2)
same(by_u1 * slope(np.square, x) + by_u2 * slope(np.sin, x), slope(two_ways, x))
same(u2 * 2 * x + u1 * np.cos(x), slope(two_ways, x))

# %%
figure, ax = canvas(size=(6.0, 2.9))
places = {"$x$": (0, 0), "$u_1$": (2.2, 0.9), "$u_2$": (2.2, -0.9), "$f$": (4.4, 0)}
edges = [("$x$", "$u_1$"), ("$x$", "$u_2$"), ("$u_1$", "$f$"), ("$u_2$", "$f$")]
numbers = {"$x$": x, "$u_1$": u1, "$u_2$": u2, "$f$": u1 * u2}
back = {"$x$": slope(two_ways, x), "$u_1$": u2, "$u_2$": u1, "$f$": 1.0}
graph(
    ax,
    places,
    edges,
    numbers,
    back,
    dict(zip(edges, [f"{2 * x:.2f}", f"{np.cos(x):.2f}", "$u_2$", "$u_1$"], strict=True)),
)
show(figure, "x leads to f on two ways, over u1 and over u2; below x stands the sum of what comes back on both.")

# %% [markdown]
r"""
**Predict, then run.** A hidden unit $h = 0.5$ feeds two outputs, with weights 2 and $-2$. Both outputs are too small, and by
the same amount. In which direction should $h$ move?
"""


# %%
def two_outputs(h, targets=(3.0, 1.0)):
    return sum(0.5 * (weight * h - target) ** 2 for weight, target in zip((2.0, -2.0), targets, strict=True))


print(f"dE/dh = {slope(two_outputs, 0.5):.2f}")

# %% [markdown]
r"""
In neither: one output pulls it up, the other pushes it down by as much. A hidden unit has no target of its own. What it
hears is the sum of what all units that it feeds want of it, "effects combined":

$$\frac{\partial E}{\partial h} = \sum_k \frac{\partial E}{\partial o_k}\,w_k \quad\text{for } o_k = w_k h$$
"""

# %%
h, weights, targets = 0.5, np.array([2.0, -2.0]), np.array([3.0, 0.5])
wanted = weights * h - targets  # ∂E/∂o of half the squared error
same(sum(wanted * weights), slope(lambda h: two_outputs(h, targets), h))

# %% [markdown]
r"""
*What usually goes wrong:* the ways are multiplied instead of added, or one is forgotten. The one that is forgotten most
often is hidden in $x \cdot x$: there $x$ reaches the product on two ways, each with the slope $x$.
"""

# %% [markdown]
r"""
## Graph

With more than a few steps one draws what depends on what. A **computation graph** has a node for each variable and an
arrow from each input to what is computed from it. A **node** knows its value, its inputs, and its local gradients: by
each input the derivative of this node, as a number.
"""


# %%
class Node:
    """A number that remembers where it came from."""

    def __init__(self, value, inputs=(), local_gradients=()):
        self.value, self.inputs, self.local_gradients = value, inputs, local_gradients


def add(a, b):
    return Node(a.value + b.value, (a, b), (1.0, 1.0))


def sigmoid(k):
    return 1 / (1 + np.exp(-k))


def squashed(k):
    h = sigmoid(k.value)
    return Node(h, (k,), (h * (1 - h),))


k, bias = Node(0.7), Node(-0.2)
h = squashed(add(k, bias))
print(
    f"value {h.value:.4f}, local gradient {h.local_gradients[0]:.4f}; its input has the value {h.inputs[0].value:.1f}"
)

# %% [markdown]
r"""
An **operation** is anything of which we know the value and the local gradients. A few suffice for a network. With
$h = \sigma(k)$:

$$\frac{dh}{dk} = h\,(1 - h)$$

$$\frac{\partial (x + b)}{\partial x} = \frac{\partial (x + b)}{\partial b} = 1$$

$$\frac{\partial (\mathbf{w} \cdot \mathbf{x})}{\partial w_i} = x_i$$

$$\frac{\partial (\mathbf{w} \cdot \mathbf{x})}{\partial x_i} = w_i$$

On the way back **a sum copies** the gradient to all its inputs, and **a product swaps**: each factor gets the gradient
times the other factor.
"""

# %%
w, x = np.array([0.3, -1.2, 0.8]), np.array([1.0, 2.0, -0.5])
same(sigmoid(0.7) * (1 - sigmoid(0.7)), slope(sigmoid, 0.7))
same(slope(lambda x: x + 0.4, 1.1), slope(lambda b: 1.1 + b, 0.4), 1.0)
same([slope(lambda w_i, i=i: w_i * x[i] + sum(np.delete(w * x, i)), w[i]) for i in range(3)], x)
same(slope(lambda x: w @ x, x), w)

# %% [markdown]
r"""
Must every operation have a slope? **Almost everywhere** is enough. The ReLU and the maximum have a corner, where one agrees
on a value; samples hardly ever land there. A step has a slope everywhere but at its jump, namely zero, and that is
worthless.

**Predict, then run.** What gradient reaches the two inputs of $\max(a, b)$, for $a = 2$ and $b = 5$?
"""

# %%
print("by a:", slope(lambda a: max(a, 5.0), 2.0), "by b:", round(slope(lambda b: max(2.0, b), 5.0), 6))

# %% [markdown]
r"""
A maximum is a switch: all of the gradient goes to the winner. *What usually goes wrong:* a node stores its inputs' *values*
instead of the inputs; then nobody can walk back.
"""

# %% [markdown]
r"""
## Topological order

Which node is computed first? Each one after its inputs. A list in which that holds is a **topological order**. It exists
if and only if the graph has no cycle: a **directed acyclic graph**. For suppose that no node is ready, that each still
waits for another one. Then walk from a node to one that it waits for, and on to one that this waits for; the nodes are
finitely many, so the walk comes back to where it has been. That is a cycle.

The proof is already a way to find one: take any node that is ready, write it down, repeat.
"""

# %%
INPUTS = {  # two layers of one unit each: who is computed from whom
    "z1": ["x", "w1"],
    "z2": ["z1", "b1"],
    "z3": ["z2"],
    "z4": ["z3", "w2"],
    "z5": ["z4", "b2"],
    "a": ["z5"],
    "E": ["a", "y"],
}
LEAVES = ["x", "w1", "b1", "w2", "b2", "y"]


def any_order(inputs, leaves, rng):
    """Leaves, then always any node that is ready. Each round looks at all nodes: simple, and slow for large graphs."""
    order = list(leaves)
    while ready := [n for n in inputs if n not in order and all(one in order for one in inputs[n])]:
        order.append(ready[rng.integers(len(ready))])
    return order


print(*any_order(INPUTS, LEAVES, rng))

# %% [markdown]
r"""
**Predict, then run.** Two hidden units now, `h1` and `h2`, both from `x`, and `y` from both. How many different orders are
there? And what does the program do with a cycle?
"""

# %%
wide = {"k1": ["x"], "k2": ["x"], "h1": ["k1"], "h2": ["k2"], "y": ["h1", "h2"]}
for found in sorted({" ".join(any_order(wide, ["x"], rng)) for _ in range(200)}):
    print(found)
print("with a cycle:", any_order(wide | {"k1": ["x", "y"]}, ["x"], rng))

# %% [markdown]
r"""
Six orders, all equally good. With the cycle it stops early: `k1` waits for `y`, and `y` for `k1`. Reversed, a
topological order is the order of the way back: a node comes after everything that *uses* it, so its gradient is
complete when it is passed on.

*What usually goes wrong:* a node that is used twice is visited twice. Or the search calls itself for each input: Python
stops at a depth of about a thousand, while a list of what is still to do has no such limit.
"""

# %% [markdown]
r"""
## Backward

Now all comes together. Write $dv$ for the derivative of the *final* output by the node $v$. Each node that uses $v$ has
a gradient already; it comes from the top, is multiplied by the local gradient, and what arrives is summed:

$$dv = \sum_{u \text{ uses } v} du \cdot \frac{\partial u}{\partial v}$$

On the network of one unit in each layer, with $E = \frac12 (a - y)^2$, the sums have one term each. Every line reuses the
line before, times *one* local gradient:

$$\frac{\partial E}{\partial z_5} = \frac{\partial E}{\partial a}\,\frac{\partial a}{\partial z_5}$$

$$\frac{\partial E}{\partial z_3} = \frac{\partial E}{\partial z_4}\,\frac{\partial z_4}{\partial z_3}$$

$$\frac{\partial E}{\partial w_2} = \frac{\partial E}{\partial z_4}\,\frac{\partial z_4}{\partial w_2}$$

$$\frac{\partial E}{\partial z_2} = \frac{\partial E}{\partial z_3}\,\frac{\partial z_3}{\partial z_2}$$
"""

# %%
v = {"x": 1.5, "w1": 0.8, "b1": -0.4, "w2": -2.0, "b2": 0.5, "y": 1.0}
v["z1"] = v["w1"] * v["x"]
v["z2"] = v["z1"] + v["b1"]
v["z3"] = sigmoid(v["z2"])
v["z4"] = v["w2"] * v["z3"]
v["z5"] = v["z4"] + v["b2"]
v["a"] = sigmoid(v["z5"])
v["E"] = 0.5 * (v["a"] - v["y"]) ** 2

d = {"E": 1.0}  # and back, with what was stored
d["a"], d["y"] = v["a"] - v["y"], v["y"] - v["a"]
d["z5"] = d["a"] * v["a"] * (1 - v["a"])
d["z4"] = d["b2"] = d["z5"]  # a sum copies
d["z3"], d["w2"] = d["z4"] * v["w2"], d["z4"] * v["z3"]  # a product swaps
d["z2"] = d["z3"] * v["z3"] * (1 - v["z3"])
d["z1"] = d["b1"] = d["z2"]
d["x"], d["w1"] = d["z1"] * v["w1"], d["z1"] * v["x"]


# %%
def rest(z1=v["z1"], z2=None, z3=None, z4=None, z5=None, w2=v["w2"], b1=v["b1"], b2=v["b2"]):
    """The loss, computed from wherever a value is given."""
    z2 = z1 + b1 if z2 is None else z2
    z3 = sigmoid(z2) if z3 is None else z3
    z4 = w2 * z3 if z4 is None else z4
    z5 = z4 + b2 if z5 is None else z5
    return 0.5 * (sigmoid(z5) - v["y"]) ** 2


same(d["z5"], slope(lambda z: rest(z5=z), v["z5"]))
same(d["z3"], slope(lambda z: rest(z3=z), v["z3"]))
same(d["w2"], slope(lambda w: rest(w2=w), v["w2"]))
same(d["z2"], slope(lambda z: rest(z2=z), v["z2"]))
shared = slope(lambda s: rest(b1=v["b1"] + s, b2=v["b2"] + s), 0.0)  # one number s that both biases use
same(d["b1"] + d["b2"], shared)

# %% [markdown]
r"""
**Predict, then run.** Walk through it, forwards (blue, above) and backwards (red, below). Before each step: which numbers
that are already there does it need?
"""

# %%
SPOTS = {"x": (0, 1), "w1": (0, -1), "z1": (1.7, 0), "b1": (1.7, -2), "z2": (3.4, 0), "z3": (5.1, 0), "w2": (5.1, -2)}
SPOTS |= {"z4": (6.8, 0), "b2": (6.8, -2), "z5": (8.5, 0), "a": (10.2, 0), "y": (10.2, -2), "E": (11.9, 0)}
ARROWS = [(one, node) for node in INPUTS for one in INPUTS[node]]
THERE = ["x", "w1", "b1", "w2", "b2", "y", "z1", "z2", "z3", "z4", "z5", "a", "E"]
BACK = ["E", "a", "y", "z5", "z4", "b2", "z3", "w2", "z2", "z1", "b1", "x", "w1"]


def short(numbers, digits=3):
    return {name: f"{number:.{digits}f}".replace("-", "−") for name, number in numbers.items()}


# %%
def walk(step):
    figure, ax = canvas(size=(9.4, 3.4))
    shown = {name: v[name] for name in THERE[: 6 + step]}
    returned = {name: d[name] for name in BACK[: max(0, step - 7)]}
    graph(ax, SPOTS, ARROWS, short(shown), short(returned))
    newest = BACK[step - 8] if step > 7 else THERE[5 + step]
    where = SPOTS[newest]
    ax.plot(*where, "o", markersize=29, markerfacecolor="none", markeredgewidth=2.5, color=RED if step > 7 else BLUE)
    way = "backwards" if step > 7 else "forwards"
    return (
        figure,
        f"A network of two units as a graph of thirteen nodes, walked {way}; the newest number is at {newest}",
    )


play(walk, step=slider(0, 20, 12))

# %% [markdown]
r"""
Why backwards? One could add up a product for every *way* from a node to the output. That is right, and hopeless: in a
graph where each node uses the one before it twice the number of ways doubles at every node.

**Predict, then run.** Twenty nodes, each the sum of the one before with itself. How many ways, and how many arrows?
"""


# %%
def ways(node):
    """How many ways lead from here to the last node, each of them walked."""
    return 1 if node == 20 else ways(node + 1) + ways(node + 1)


backwards = 1
for _ in range(20):
    backwards = backwards + backwards  # what comes back on the two arrows, computed once for each node
same(ways(0), backwards)  # all local gradients are 1, so the number of ways is the derivative
print(f"{ways(0):,} ways, {2 * 20} arrows")

# %% [markdown]
r"""
A million against forty. Backward looks at each arrow *once*, because what lies beyond a node is summed up in one number
that is already computed. So all derivatives of a network together cost about as much as two or three forward passes,
however many weights there are. Differences need two forward passes for *each* weight.

The modern treatment, which every library follows:

1. build the **graph**, from variables and operations, the last node the loss;
2. find a topological **order**;
3. go **forward** and store every intermediate value;
4. compare with the target: the **loss**;
5. go **backward**, the gradient on top times the local gradient, summed;
6. **descend**: take a small step against the gradients.

Steps 1 to 5 need no mathematician any more. They are called **automatic differentiation**: exact as the symbols are,
up to rounding, with numbers only. Measuring with differences is something else, and so is rewriting formulas. In the
exercises you build it.

*What usually goes wrong:* a gradient is *set* where it should be *added*, and a node that is used twice keeps only its
last part. Or the gradients of the last call are still there.
"""

# %% [markdown]
r"""
## Network graph

The same for the regression network of the last lecture: two inputs, three hidden units, one output, and here the plain
squared error $l = (y - t)^2$, without a half. Everything starts at the top:

$$\frac{\partial l}{\partial y} = 2\,(y - t)$$

$$\frac{\partial l}{\partial t} = -2\,(y - t)$$

From there one step down to the output's weights and to the hidden units. What is already computed stands first:

$$\frac{\partial l}{\partial v_j} = \frac{\partial l}{\partial y}\,h_j$$

$$\frac{\partial l}{\partial h_j} = \frac{\partial l}{\partial y}\,v_j$$

Through the bend, and to the weight from input $i$ to unit $j$:

$$\frac{\partial l}{\partial k_j} = \frac{\partial l}{\partial h_j}\,h_j\,(1 - h_j)$$

$$\frac{\partial l}{\partial w_{ij}} = \frac{\partial l}{\partial k_j}\,x_i$$
"""

# %%
x, t = np.array([1.0, -0.5]), 1.2
W, b = np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.4]]), np.array([0.1, -0.2, 0.3])
c, out = 0.4, np.array([1.0, -2.0, 0.5])  # v of the formulas; v holds the values above
k = x @ W + b
h = sigmoid(k)
y = h @ out + c

j, i = 0, 1  # unit 1 and input 2, counted from zero
dy = 2 * (y - t)
dh = dy * out[j]
dk = dh * h[j] * (1 - h[j])
same(dy, slope(lambda y: (y - t) ** 2, y))
same(-2 * (y - t), slope(lambda t: (y - t) ** 2, t))
same(dy * h[j], slope(lambda out: (h @ out + c - t) ** 2, out)[j])
same(dh, slope(lambda h: (h @ out + c - t) ** 2, h)[j])
same(dk, slope(lambda k: (sigmoid(k) @ out + c - t) ** 2, k)[j])
same(dk * x[i], slope(lambda W: (sigmoid(x @ W + b) @ out + c - t) ** 2, W)[i, j])

# %%
names = ["x1", "x2", "w21", "v1", "k1", "k2", "k3", "h1", "h2", "h3", "y", "t", "l"]
spots = {"x1": (0, 1), "x2": (0, -1), "w21": (0, 3), "v1": (4.2, 3.4), "y": (6.4, 0), "t": (6.4, -1.9), "l": (8.4, 0)}
edges = [("y", "l"), ("t", "l"), ("v1", "y"), ("w21", "k1")]
for n in "123":
    spots |= {"k" + n: (2.1, 3.7 - 1.85 * int(n)), "h" + n: (4.2, 3.7 - 1.85 * int(n))}
    edges += [("x1", "k" + n), ("x2", "k" + n), ("k" + n, "h" + n), ("h" + n, "y")]
above = dict(zip(names, [*x, W[1, 0], out[0], *k, *h, y, t, (y - t) ** 2], strict=True))
below = {"l": 1.0, "y": dy, "t": -dy, "h1": dh, "k1": dk, "w21": dk * x[1], "v1": dy * h[0]}
figure, ax = canvas(size=(9.0, 4.6))
graph(ax, spots, edges, short(above, 2), short(below, 2))
show(figure, "The regression network as a graph; values above, and below one way back from the loss to the weight w21.")

# %% [markdown]
r"""
A step of gradient descent with rate $\eta$ then reads

- $v_j \leftarrow v_j - \eta \cdot 2(y - t)\,h_j$ for the output's weights,
- $w_{ij} \leftarrow w_{ij} - \eta \cdot 2(y - t)\,v_j\,h_j (1 - h_j)\,x_i$ for the hidden units' weights.

The factor $2(y - t)$ stands in both: computed once, used nine times.

**Predict, then run.** The output is too small, $v_1$ is positive, $x_2$ is negative. Will the step make $w_{21}$ larger or
smaller?
"""

# %%
print(f"y = {y:.2f}, target {t}; dl/dw21 = {dk * x[1]:.3f}, so w21 changes by {-0.1 * dk * x[1]:+.4f} at rate 0.1")
moved = W.copy()
moved[1, 0] -= 0.1 * dk * x[1]
print(f"loss {(y - t) ** 2:.4f} → {(sigmoid(x @ moved + b) @ out + c - t) ** 2:.4f}")

# %% [markdown]
r"""
Smaller: $k_1$ should grow, and with a negative input that needs a smaller weight. *What usually goes wrong:* the weights
are updated while the gradients are still being computed; $\partial l / \partial h_j$ then sees a new $v_j$.
"""

# %% [markdown]
r"""
## Jacobians

Many inputs, many outputs. Of a function from $n$ to $m$ numbers there are $m \cdot n$ derivatives; in a table with a row
for each output and a column for each input they are the **Jacobian**:

**Definition.**

$$J_{ij} = \frac{\partial y_i}{\partial x_j}, \qquad J \text{ of shape } (m, n)$$

The chain rule keeps its looks, and its factors become matrices. For $\mathbf{y} = f(\mathbf{g})$ and
$\mathbf{g} = g(\mathbf{x})$, with $f: \mathbb{R}^k \to \mathbb{R}^m$ and $g: \mathbb{R}^n \to \mathbb{R}^k$, it is a
product of matrices; each of its entries is a total derivative:

$$\underset{(m, n)}{\frac{\partial \mathbf{y}}{\partial \mathbf{x}}} =
\underset{(m, k)}{\frac{\partial f}{\partial \mathbf{g}}}\;\underset{(k, n)}{\frac{\partial g}{\partial \mathbf{x}}}$$

If $x$ is a single number, the right factor is a vector, and so is the result: matrix times vector.

$$\underset{(m,)}{\frac{d\mathbf{y}}{dx}} =
\underset{(m, k)}{\frac{\partial f}{\partial \mathbf{g}}}\;\underset{(k,)}{\frac{d\mathbf{g}}{dx}}$$
"""


# %%
def outer(g):  # from 3 numbers to 2
    return np.array([g[0] * g[1], np.sin(g[2]) + g[0]])


def inner(x):  # from 4 numbers to 3
    return np.array([x[0] * x[1], x[2] ** 2, x[3] - x[0]])


x = np.array([0.5, -1.0, 2.0, 0.3])
J = slope(lambda x: outer(inner(x)), x)
same(J, slope(outer, inner(x)) @ slope(inner, x))


def curve(s):  # from 1 number to 3
    return np.array([np.cos(s), np.sin(s), s])


same(slope(lambda s: outer(curve(s)), 0.8), slope(outer, curve(0.8)) @ slope(curve, 0.8))

# %% [markdown]
r"""
The order matters: the factor of the *last* function stands first. And is a gradient a row or a column? The Jacobian of
one output has one row, so in books that write Jacobians a gradient is a **row**. To subtract it from a column of
weights it is turned; then it is a **column**. This course avoids the question: $dV$ always has the shape of $V$ itself.
For $\mathbf{y} = f(\mathbf{x})$ and a loss $L(\mathbf{y})$ the two ways say the same:

$$\underset{(1, m)}{\frac{\partial L}{\partial \mathbf{y}}}\;\underset{(m, n)}{J} = \bigl(J^\top d\mathbf{y}\bigr)^\top$$
"""

# %%
dy = np.array([0.7, -1.1])  # dL/dy for some loss L that is linear in y
J = slope(lambda x: outer(inner(x)), x)
row = dy[None, :] @ J
same(row, (J.T @ dy[:, None]).T)
same(row[0], slope(lambda x: dy @ outer(inner(x)), x))

# %% [markdown]
r"""
The table that one should know. $[i = j]$ is 1 where the two are equal and 0 elsewhere; `*` is elementwise.

| $\mathbf{y}$ | shape of $J$ | $\partial y_i / \partial x_j$ | in words |
|---|---|---|---|
| $\mathbf{x}$ | $(n, n)$ | $[i = j]$ | the identity matrix |
| $\mathbf{x} + \mathbf{w}$ | $(n, n)$ | $[i = j]$ | the identity matrix |
| $\mathbf{x} * \mathbf{w}$ | $(n, n)$ | $w_i\,[i = j]$ | $\mathbf{w}$ on a diagonal |
| $\mathbf{x} * \mathbf{x}$ | $(n, n)$ | $2x_i\,[i = j]$ | $2\mathbf{x}$ on a diagonal |
| $A\mathbf{x}$ | $(m, n)$ | $A_{ij}$ | $A$ |
| $\sum_i x_i$ | $(1, n)$ | $1$ | a row of ones |
| $\mathbf{x}^\top \mathbf{w}$ | $(1, n)$ | $w_j$ | the row $\mathbf{w}^\top$ |
| $\mathbf{x}^\top \mathbf{x}$ | $(1, n)$ | $2x_j$ | the row $2\mathbf{x}^\top$ |
"""

# %%
x, w, A = rng.normal(size=4), rng.normal(size=4), rng.normal(size=(3, 4))


def table(m, entry):
    return np.array([[entry(i, j) for j in range(4)] for i in range(m)])


same(slope(lambda x: x, x), slope(lambda x: x + w, x), table(4, lambda i, j: float(i == j)))
same(slope(lambda x: x * w, x), table(4, lambda i, j: w[i] * (i == j)))
same(slope(lambda x: x * x, x), table(4, lambda i, j: 2 * x[i] * (i == j)))
same(slope(lambda x: A @ x, x), A)
same(slope(lambda x: np.array([np.sum(x)]), x), table(1, lambda i, j: 1.0))
same(slope(lambda x: np.array([x @ w]), x), table(1, lambda i, j: w[j]))
same(slope(lambda x: np.array([x @ x]), x), table(1, lambda i, j: 2 * x[j]))

# %% [markdown]
r"""
**Predict, then run.** Before you choose: which of these Jacobians are diagonal, and which change when $\mathbf{x}$ grows?
"""

# %%
VECTORS = {
    "x + w": lambda x, w=w: x + w,
    "x * w": lambda x, w=w: x * w,
    "x * x": lambda x: x * x,
    "A x": lambda x, A=A: A @ x,
    "running sum": np.cumsum,
    "x / sum": lambda x: x / np.sum(np.abs(x)),
}


# %%
def heat(function, size):
    J = slope(VECTORS[function], size * x)
    figure, ax = canvas(size=(4.8, 3.6))
    largest = max(2.0, np.abs(J).max())
    ax.imshow(J, cmap="RdBu", vmin=-largest, vmax=largest)
    for (i, j), number in np.ndenumerate(J):
        ink = "white" if abs(number) > 0.6 * largest else BLACK
        ax.text(j, i, f"{number:.2f}".replace("-", "−"), ha="center", va="center", color=ink)
    ax.set(
        title=f"Jacobian of {function}", xlabel="input $j$", ylabel="output $i$", xticks=range(4), yticks=range(len(J))
    )
    off = np.count_nonzero(np.abs(J[~np.eye(*J.shape, dtype=bool)]) > 1e-9)
    return (
        figure,
        f"A table of {J.shape[0]} by {J.shape[1]} derivatives in colours; {off} of those off the diagonal are not 0",
    )


play(heat, function=choice(*VECTORS, start="x * x"), size=slider(0.5, 3.0, 1.0, 0.5, label="size of x"))

# %% [markdown]
r"""
An elementwise function has a diagonal: output $i$ sees input $i$ only. It would be a waste to store the zeros, so programs
multiply by the diagonal entry by entry.

**Predict, then run.** A loss at the end of five layers of 1,000 numbers each. Multiply the Jacobians from the loss's side or
from the input's side: which needs fewer multiplications?
"""

# %%
n, layers = 1000, 5
print(f"from the loss, a row times a matrix each: {layers * n * n:,}")
print(f"from the input, a matrix times a matrix each: {(layers - 1) * n**3 + n * n:,}")

# %% [markdown]
r"""
That is why it is called *back*propagation. *What usually goes wrong:* the factors stand in the order of the computation
instead of the reverse. With square matrices nothing complains.
"""

# %% [markdown]
r"""
## Quadratic form

The number $q = \mathbf{x}^\top A\,\mathbf{x} = \sum_{ij} x_i A_{ij} x_j$ is a parabola in many dimensions. $\mathbf{x}$
stands in it *twice*, so it reaches $q$ on two ways. Let it move on the right and keep the left: $\mathbf{x}^\top A$.
Let it move on the left and keep the right: $(A\mathbf{x})^\top = \mathbf{x}^\top A^\top$. The two add up:

$$\frac{\partial\,\mathbf{x}^\top A\,\mathbf{x}}{\partial \mathbf{x}} = \mathbf{x}^\top (A + A^\top)$$

For a *symmetric* $A$ both ways are equal, and the familiar $2\mathbf{x}^\top A$ remains. The value itself sees only the
symmetric part anyhow:

$$\mathbf{x}^\top A\,\mathbf{x} = \mathbf{x}^\top\,\frac{A + A^\top}{2}\,\mathbf{x}$$
"""

# %%
A, x = rng.normal(size=(3, 3)), rng.normal(size=3)
moves_right, moves_left = slope(lambda u: x @ A @ u, x), slope(lambda u: u @ A @ x, x)
by_entries = [sum(x[j] * (A[j, i] + A[i, j]) for j in range(3)) for i in range(3)]
same(slope(lambda x: x @ A @ x, x), moves_right + moves_left, by_entries)
same(x @ A @ x, x @ ((A + A.T) / 2) @ x)

# %% [markdown]
r"""
**Predict, then run.** Make $A$ less and less symmetric. The bowl does not change. Which arrow still stands at a right angle to
its contours, the true gradient or $2A\mathbf{x}$?
"""


# %%
def bowl(skew, angle):
    A = np.array([[1.0, 0.3 + skew], [0.3 - skew, 0.6]])
    x = 1.2 * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    figure, ax = canvas(size=(5.0, 4.2))
    landscape(ax, lambda p, q: A[0, 0] * p**2 + (A[0, 1] + A[1, 0]) * p * q + A[1, 1] * q**2, (-2.5, 2.5, -2.5, 2.5))
    for arrow, name, colour, style in (
        (A @ x + x @ A, "gradient", BLUE, "-"),
        (2 * A @ x, "$2A\\mathbf{x}$", RED, "--"),
    ):
        ax.plot(*np.array([x, x + arrow / 4]).T, color=colour, linestyle=style, linewidth=2.5, label=name)
        ax.plot(*(x + arrow / 4), "o", color=colour, markersize=5)
    ax.plot(*x, "o", color=BLACK)
    ax.legend(loc="upper left")
    ax.set(
        aspect="equal", xlabel="$x_1$", ylabel="$x_2$", title=f"$A_{{12}} = {A[0, 1]:.1f}$, $A_{{21}} = {A[1, 0]:.1f}$"
    )
    return (
        figure,
        "Contours of a bowl, a point, its gradient at a right angle to the contour, and the arrow 2Ax beside it",
    )


play(bowl, skew=slider(-1.0, 1.0, 0.6, 0.1), angle=slider(-180, 180, 30, 10))

# %% [markdown]
r"""
*What usually goes wrong:* $2A\mathbf{x}$ is learned by heart, and $A$ is not symmetric.
"""

# %% [markdown]
r"""
## Numerical Jacobian

The referee works for vectors as well. Move *one* input a little to either side and see how *all* outputs move: that is
one column. With $\mathbf{e}_j$, the vector that is 1 at place $j$ and 0 elsewhere:

$$J_{\cdot j} \approx \frac{f(\mathbf{x} + h\,\mathbf{e}_j) - f(\mathbf{x} - h\,\mathbf{e}_j)}{2h}$$

For an example take polar coordinates, a distance $r$ and an angle $\varphi$:

$$J = \begin{pmatrix} \cos\varphi & -r \sin\varphi \\ \sin\varphi & r \cos\varphi \end{pmatrix}
\quad\text{for } f(r, \varphi) = (r \cos\varphi,\ r \sin\varphi)$$
"""


# %%
def polar(place):
    return np.array([place[0] * np.cos(place[1]), place[0] * np.sin(place[1])])


r, phi = 2.0, 0.6
J = np.array([[np.cos(phi), -r * np.sin(phi)], [np.sin(phi), r * np.cos(phi)]])
there, step = np.array([r, phi]), np.array([0.0, 1e-5])  # a step along the angle alone
second_column = (polar(there + step) - polar(there - step)) / 2e-5
same(J[:, 1], second_column)
same(J, slope(polar, there))

# %% [markdown]
r"""
**Predict, then run.** A Jacobian is the best straight picture of a bent map. Here a small square around $(r, \varphi)$ becomes
a bent patch, and the Jacobian makes a parallelogram of it. How small must the square be until the two agree?
"""


# %%
def patch(size, angle):
    centre = np.array([2.0, np.radians(angle)])
    s = np.linspace(-0.5, 0.5, 25)
    side = np.full(25, 0.5)
    square = size * np.column_stack([np.r_[s, side, -s, -side], np.r_[-side, s, side, -s]])
    bent = np.array([polar(centre + move) for move in square])
    straight = polar(centre) + square @ slope(polar, centre).T
    figure, ax = canvas(size=(5.0, 4.2))
    ax.fill(*bent.T, facecolor="#CFE3F1", edgecolor=BLUE, linewidth=2, label="the map itself")
    ax.plot(*straight.T, color=RED, linestyle="--", linewidth=2, label="its Jacobian")
    ax.plot(*polar(centre), "o", color=BLACK)
    off = np.abs(bent - straight).max() / size
    ax.set(aspect="equal", xlim=(-1, 4), ylim=(-1.5, 3.5), title=f"apart by {off:.0%} of the square's side")
    ax.legend(loc="upper left")
    return (
        figure,
        f"A bent patch and a parallelogram that touches it; at the corners they are {off:.0%} of the side apart",
    )


play(patch, size=slider(0.1, 1.5, 0.8, 0.1), angle=slider(0, 90, 35, 5))

# %% [markdown]
r"""
Half the square, half the difference as a share of its side. *What usually goes wrong:* the array of whole numbers
swallows the step.
"""

# %%
whole = np.array([2, 1])
whole[1] += 1e-5  # an int array stays an int array
print(whole, "so both sides are equal and the derivative comes out as 0")

# %% [markdown]
r"""
The others: columns are stored as rows, or $\mathbf{x}$ is not put back after its step. A full Jacobian costs $2n$ calls
of $f$, so it is a judge and no way to train.
"""

# %% [markdown]
r"""
## Errata

> **The slide says** $f(-4.499) = 2$, because $b = 90$ and $\sin 90 = 1$. **The numbers say** 2.16395. **Why** the
> sine of calculus takes radians, and $b$ is 89.927. An example where it comes out nicely is $x = -\ln(\pi/2)$, there
> $b = \pi/2$ and $f = 2$.
"""

# %%
differs(2.0, f(-4.499))
same(2.16395, f(-4.499), tolerance=1e-5)
same(2.0, f(-np.log(np.pi / 2)))

# %% [markdown]
r"""
> **The slide says** $f'(-4.499) = 0$, because $\cos 90 = 0$. **The numeric gradient says** $-80.393$. **Why** radians
> again; the function is steep there. A sine of degrees would have the derivative $\frac{\pi}{180} \cos b$, and even
> that is not zero at this place. The slope is zero at $x = -\ln(\pi/2)$.
"""

# %%
flat = -np.log(np.pi / 2)
differs(0.0, slope(f, -4.499, 1e-7))
same([-80.393, 0.0], [slope(f, -4.499, 1e-7), slope(f, flat, 1e-7)], tolerance=1e-5)

# %% [markdown]
r"""
> **The slide says**, in the same line, that $-2 / 1^2$ is $-\frac12$. **The numbers say** $-2$. **Why** a slip of the pen:
> $d(2/c)/dc = -2/c^2$, and at $c = 1$ that is $-2$.
"""

# %%
differs(-1 / 2, slope(lambda c: 2 / c, 1.0))
same(-2.0, slope(lambda c: 2 / c, 1.0))

# %% [markdown]
r"""
> **The slide says** that $w_{ij}$ is updated with $v_j\,h_j (1 - h_j)\,x_j$. **The numeric gradient says** something else
> already for $w_{21}$, and for unit 3 there is no $x_3$. **Why** the weight leads from input $i$ to unit $j$; what it
> is multiplied by is $x_i$.
"""

# %%
x, t = np.array([1.0, -0.5]), 1.2


def network_loss(W):
    return (sigmoid(x @ W + b) @ out + c - t) ** 2


h = sigmoid(x @ W + b)
dk = 2 * (h @ out + c - t) * out * h * (1 - h)
differs(dk[0] * x[0], slope(network_loss, W)[1, 0])
same(dk[0] * x[1], slope(network_loss, W)[1, 0])

# %% [markdown]
r"""
> **The slide says** $k_i = w_{i1} x_1 + w_{i2} x_2 + b_2$, and two pages later
> $\partial l / \partial w_{21} = \partial l / \partial k_1 \cdot x_2$. **The numeric gradient says** that the two do not go
> together: with the first line, $w_{21}$ belongs to unit 2 and input 1. **Why** the first page writes the unit first, the
> second one the input. Either is fine; both is not. And each unit has its own bias, $b_i$.
"""


# %%
def units_first(V):
    """The same network with the weights of unit i in row i: k_i = V[i, 0] x_1 + V[i, 1] x_2 + b_i."""
    return (sigmoid(V @ x + b) @ out + c - t) ** 2


differs(dk[0] * x[1], slope(units_first, W.T)[1, 0])
same(dk[1] * x[0], slope(units_first, W.T)[1, 0])
differs(W.T @ x + b[1], x @ W + b)  # b_2 for every unit
same(W.T @ x + b, x @ W + b)

# %% [markdown]
r"""
> **The slide says** `loss = (y - target)2`, inside the loop that adds up $y$. **The numbers say** that twice the error is
> not its square; it can even be negative. **Why** the sign for the power was lost, `** 2` in Python. And the loss is
> computed once, after the loop: before that $y$ is not yet the output.
"""

# %%
y = h @ out + c
differs((y - t) * 2, network_loss(W))
differs((h[0] * out[0] + c - t) ** 2, network_loss(W))  # after the first round
same((y - t) ** 2, network_loss(W))

# %% [markdown]
r"""
> **The slide says** $\partial z / \partial x = 1$ and $\partial z / \partial b = 1$ for $z = x + b$. **The numeric gradient
> says** that for vectors it is a matrix. **Why** each output moves with its own input only: the identity matrix. The
> slide is right for numbers.
"""

# %%
differs(1.0, slope(lambda x: x + 0.5, np.zeros(3)))
same(np.eye(3), slope(lambda x: x + 0.5, np.zeros(3)))

# %% [markdown]
r"""
> **The slide says** $\partial z / \partial \mathbf{x} = \mathbf{w}$ for $z = \mathbf{w}^\top \mathbf{x}$, a column; another
> set of slides writes gradients as rows. **The numbers say** that only one of the two is the Jacobian. **Why** a Jacobian
> has a row for each output, so it is $\mathbf{w}^\top$, of shape $(1, n)$. The column is the gradient in the shape of
> $\mathbf{x}$. Choose one and say which.
"""

# %%
column = np.array([[0.3], [-1.2], [0.8]])
differs(column, slope(lambda x: column.T @ x, np.ones(3)))
same(column.T, slope(lambda x: column.T @ x, np.ones(3)))

# %% [markdown]
r"""
> **The slide says** that the gradient "is computable for any *continuous* activation function", and another that all
> operations of the graph "must be differentiable". **The numbers say** that $|z|$ is continuous and has two slopes at
> zero, and that the ReLU is not differentiable and serves well. **Why** what is needed lies in between: continuous, and
> differentiable *almost everywhere*, with an agreement for the rest.
"""

# %%
differs((abs(1e-6) - abs(0.0)) / 1e-6, (abs(-1e-6) - abs(0.0)) / -1e-6)  # from the right, from the left
places = np.array([-2.0, -0.1, 0.3, 4.0])
same([slope(lambda z: max(0.0, z), at) for at in places], 1.0 * (places > 0))

figure, ax = canvas(size=(5.2, 2.8))
z = np.linspace(-2, 2, 201)
curves(ax, z, {"$|z|$": np.abs(z), "ReLU": np.maximum(0, z)}, xlabel="$z$", title="A corner, and slopes on both sides")
ax.plot(0, 0, "o", color=GREY)
show(
    figure,
    "The absolute value and the ReLU: straight lines that meet in a corner at zero, with a slope everywhere else.",
)

# %% [markdown]
r"""
Some slips need no numbers.

- A graph must be directed *and acyclic*; with a cycle there is no order in which to compute it.
- "Backpropagation is a method of training": it computes gradients. Gradient descent trains with them.
- One page calls the dimension of $\mathbf{x}$, the number of the $g$ and the number of the $f$ all $n$. They are three
  numbers: $g: \mathbb{R}^n \to \mathbb{R}^k$, $f: \mathbb{R}^k \to \mathbb{R}^m$.
- In the example with $f = ab$ the two factors are numbers and are printed bold, as if they were vectors.
- Misprints: "verison", "actiation functions", "Im", "Its", "full algorithm (fr this time)".
"""

# %% [markdown]
r"""
## Where this leads

Slopes in a row multiply, ways side by side add up, and one walk backwards does it for all. In the exercises you write the
example's two passes, Jacobians and their referee, and a small machine for automatic differentiation. Next comes
**matrix backpropagation**: the same walk for whole layers and whole batches, with one matrix product where there was a loop.
"""
