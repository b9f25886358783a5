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
# 02 · Activations
"""

# %%
import numpy as np
from figures import BLACK, canvas, curves, differs, graph, network, play, same, show, slider, slope

# %% [markdown]
r"""
## Sigmoid

**Definition.**

$$\sigma(z) = \frac{1}{1 + e^{-z}}$$
"""


# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# %% [markdown]
r"""
$$\sigma'(z) = \sigma(z)\,(1 - \sigma(z))$$

**Predict, then run.** Where is it steepest?
"""

# %%
z = np.linspace(-4, 4, 9)
same(sigmoid(z) * (1 - sigmoid(z)), [slope(sigmoid, at) for at in z])


# %%
def draw(at):
    figure, ax = canvas()
    x = np.linspace(-6, 6, 200)
    tangent = sigmoid(at) + slope(sigmoid, at) * (x - at)
    curves(ax, x, {"sigmoid": sigmoid(x), "tangent": tangent}, ylim=(-0.1, 1.1), xlabel="$z$")
    ax.plot(at, sigmoid(at), "o", color=BLACK)
    return figure, f"The sigmoid and its tangent of slope {slope(sigmoid, at):.3f} where they touch"


play(draw, at=slider(-5.0, 5.0, 1.0, 0.5, label="z"))
# %%
figure, ax = canvas(size=(6, 3))
network(ax, [3, 4, 2], names=["inputs", "hidden", "outputs"])
show(figure, "A network of three inputs, four hidden units and two outputs.")
figure, ax = canvas(size=(6, 3))
graph(ax, {"x": (0, 0), "w": (0, 1.5), "z": (2, 0.75)}, [("x", "z"), ("w", "z")], {"x": 1, "z": 2.5}, {"x": -0.3})
show(figure, "A network of three inputs, four hidden units and two outputs.")
# %% [markdown]
r"""
> **The slide says** $\sigma(1-\sigma')$. **The numeric gradient says** otherwise. **Why** It is a slip.
"""
# %%
differs(sigmoid(0.7) * (1 - slope(sigmoid, 0.7)), slope(sigmoid, 0.7))
same(sigmoid(0.7) * (1 - sigmoid(0.7)), slope(sigmoid, 0.7))
