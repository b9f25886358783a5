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
# 08 · Early stopping

Weight decay keeps a network simple by a price for large weights. There is a simpler way, and it is nearly free: begin
with small weights, watch the validation loss, and *stop* when it gets worse. This lecture says when that is, what has
to be kept, and why so short a recipe works at all.

Every formula that is displayed here is run in the cell below it: `same` compares its two sides, `slope` measures
derivatives by differences.
"""

# %%
import numpy as np
from figures import canvas, curves, differs, play, same, show, slider, slope
from figures.picture import BLACK, GREY, RED

# %% [markdown]
r"""
## The validation curve

Twelve noisy samples of a sine, and a network with far too many units for them: one input, thirty hidden tanh units, one
linear output. Its weights are the rows $w$, $b$ and $v$ of one array `theta`.

**Definition.**

$$f(x) = \sum_{j=1}^{30} v_j \tanh(w_j x + b_j), \qquad E(\theta) = \frac{1}{2N} \sum_{n=1}^{N} \bigl(f(x_n) - y_n\bigr)^2$$

With $e_n = f(x_n) - y_n$ and $h_{nj} = \tanh(w_j x_n + b_j)$ the chain rule gives the gradient, as in topic 06:

$$\frac{\partial E}{\partial v_j} = \frac1N \sum_n e_n h_{nj}, \qquad
\frac{\partial E}{\partial b_j} = \frac1N \sum_n e_n v_j (1 - h_{nj}^2), \qquad
\frac{\partial E}{\partial w_j} = \frac1N \sum_n e_n v_j (1 - h_{nj}^2)\, x_n$$
"""


# %%
def f(theta, x):
    w, b, v = theta
    return np.tanh(np.outer(x, w) + b) @ v


def E(theta, x, y):
    return np.mean((f(theta, x) - y) ** 2) / 2


def gradient(theta, x, y):
    w, b, v = theta
    h = np.tanh(np.outer(x, w) + b)  # (N, 30)
    dz = np.outer(h @ v - y, v) * (1 - h**2) / len(x)  # (N, 30)
    return np.stack([x @ dz, dz.sum(axis=0), (h @ v - y) @ h / len(x)])


def samples(N):
    x = rng.uniform(-1, 1, N)
    return x, np.sin(4 * x) + 0.4 * rng.normal(size=N)


rng = np.random.default_rng(2)
(x, y), (x_val, y_val) = samples(12), samples(40)
start = 0.1 * rng.normal(size=(3, 30))  # small weights
same(gradient(start, x, y), slope(lambda theta: E(theta, x, y), start))

# %% [markdown]
r"""
Now train: minibatches of four, with momentum, for 300 epochs. After each epoch we note two losses. The training loss is
what descent pushes down. The **validation loss** is measured on 40 other samples, from which nothing is learned.

**Predict, then run.** Which of the two curves turns round?
"""

# %%
theta, velocity, seen = start, 0.0, []
for _ in range(300):
    for rows in np.split(rng.permutation(12), 3):
        velocity = 0.9 * velocity + 0.16 * gradient(theta, x[rows], y[rows])
        theta = theta - velocity
    seen.append(theta)
epochs = np.arange(300)
train, val = (np.array([E(theta, *part) for theta in seen]) for part in ((x, y), (x_val, y_val)))

figure, ax = canvas(size=(6.4, 3.4))
curves(ax, epochs, {"training": train, "validation": val}, yscale="log", xlabel="epoch", ylabel="loss")
ax.plot(val.argmin(), val.min(), "*", color=BLACK, markersize=14)
show(figure, "Training loss falls on; validation loss waits, falls to a star at its lowest point, then slowly climbs.")
print(f"lowest validation loss {val.min():.3f} after epoch {val.argmin()}, at the end {val[-1]:.3f}")

# %% [markdown]
r"""
The validation curve is a **valley**. On its left side the network learns what all samples share, the sine; on its right
side it learns what only these twelve have, their noise. The first is *underfitting*, the second *overfitting*, and one
training passes through both. So the number of epochs is a hyperparameter like $\lambda$, with one great advantage: all
its values are tried in a single training. In hindsight the choice is plain:

**Definition.**

$$e^* = \underset{e}{\mathrm{argmin}}\; E_{\mathrm{val}}(\theta_e)$$

**Predict, then run.** Move the slider through the training. At which epoch would you have stopped by looking at the
left picture alone, without knowing the dashed sine?
"""

# %%
best_epoch = int(np.argmin(val))
XS = np.linspace(-1, 1, 161)
ANSWERS = np.array([f(theta, XS) for theta in seen])


def at(epoch):
    figure, (left, right) = canvas(2)
    curves(
        left, XS, {"network": ANSWERS[epoch], "sine": np.sin(4 * XS)}, ylim=(-2.2, 2.6), xlabel="$x$", xticks=[-1, 0, 1]
    )
    left.plot(x, y, "o", color=BLACK, markersize=5)
    curves(right, epochs, {"training": train, "validation": val}, yscale="log", xlabel="epoch")
    right.axvline(epoch, color=GREY)
    return figure, f"Left twelve samples and the network, right both losses; validation loss here {val[epoch]:.3f}"


play(at, epoch=slider(0, 299, best_epoch))

# %% [markdown]
r"""
Hardly anybody would have seen it: the network stays smooth for a long time while it drifts away from the sine to reach a
few more samples. That is why a number decides. *What usually goes wrong:* the curve is drawn for the *training* loss, or for
the test samples. The first never turns; the second are then used up, since they took part in a choice.
"""

# %% [markdown]
r"""
## Patience

In hindsight it is easy. But a training does not know what comes next. "Stop when it gets worse" sounds clear, but the
curve above goes up and down all the time, and it begins with a long wait in which nothing gets better. So we have
**patience**: we allow some epochs in a row that bring no new best loss.

How long have we been waiting after epoch $e$? As many epochs as have gone by since the best one so far. With patience
$p$ training stops as soon as

**Definition.**

$$\mathrm{waited}_e = e - \underset{i \le e}{\mathrm{argmin}}\; E_{\mathrm{val}}(\theta_i), \qquad
e_{\mathrm{stop}} = \min\,\{\,e : \mathrm{waited}_e = p\,\}$$

Of equal losses argmin names the first. So to reach the best loss *again* is no improvement; the waiting goes on.

**Predict, then run.** Will patience 1 find the valley? How much is enough?
"""

# %%
waited = np.array([e - np.argmin(val[: e + 1]) for e in epochs])  # looks at the whole past after each epoch


def waiting(patience):
    enough = np.flatnonzero(waited == patience)
    stop = enough[0] if len(enough) else 299
    best = stop - waited[stop]
    figure, (left, right) = canvas(2)
    curves(left, epochs, {"validation": val}, legend=False, yscale="log", xlabel="epoch", ylabel="validation loss")
    left.plot(epochs[: stop + 1], val[: stop + 1], color=BLACK, linewidth=2.5)
    left.plot(best, val[best], "*", color=RED, markersize=14)
    curves(right, epochs, {"epochs without a new best": waited}, legend=False, xlabel="epoch", ylabel="waited")
    right.axhline(patience, color=RED, linestyle="--")
    right.axvline(stop, color=BLACK, linestyle=":")
    left.set_title(f"best {best}, stopped {stop}: loss {val[best]:.3f}")
    return figure, f"Validation loss with a star at epoch {best}, and a saw of waiting that reaches patience at {stop}"


play(waiting, patience=slider(1, 120, 5))

# %% [markdown]
r"""
With little patience training stops while the weights are still small and the network has hardly begun. Only with
patience of more than 40 epochs does it get across the flat beginning. Too much patience costs hardly more than time, as long
as the best parameters are kept: the star stays where it is.

There is a second control, `min_delta`: to count, an improvement must be at least *so large*. An epoch improves when its
loss is less than best $-$ `min_delta`. It is meant for the opposite trouble: losses that fall for ever, each by nearly nothing.

$$E_e = 0.1 + 0.9^{e} \quad\Rightarrow\quad E_{e-1} - E_{e} = \tfrac19\, 0.9^{e}$$

**Predict, then run.** These losses always fall. When would patience 1 stop without `min_delta`, and when with 0.001?
"""

# %%
falling = 0.1 + 0.9 ** np.arange(200)
progress = -np.diff(falling)  # what each epoch brings
same(progress, 0.9 ** np.arange(1, 200) / 9)
print("without: never;  with min_delta 0.001: at epoch", 1 + np.argmax(progress <= 0.001))

# %% [markdown]
r"""
*What usually goes wrong:* bad epochs are counted in all instead of in a row; the counter is one too high or too low, so that
patience 3 stops at the second or fourth bad epoch; each loss is compared with the one *before* instead of with the best.
"""

# %%
zigzag = np.array([5.0, 3.0, 4.0, 3.5, 4.5, 4.0, 5.0, 4.5, 5.5])
better_than_last = np.flatnonzero(np.diff(zigzag) < 0) + 1
print("below the one before, at epochs", better_than_last, "- below the best, at epoch", zigzag.argmin(), "alone")

# %% [markdown]
r"""
## The best parameters

When training stops, it has gone on for `patience` epochs since the best one. To return the present parameters would be
to wait for a bus, see it come, and walk. What comes back is the best:

$$E_{\mathrm{val}}(\theta_{e^*}) = \min_e E_{\mathrm{val}}(\theta_e)$$

The lavish way to have them is to keep the parameters of *every* epoch, as we did in `seen`, and to choose at the end. For
a large network that fills the memory. One copy is enough, replaced whenever the loss has improved.

A copy, though, and not a second name. Many trainings work **in place**: they write the new numbers into the old arrays.

**Predict, then run.** Three ways to keep the best, then one more step in place. Which of them still hold the 1?
"""

# %%
same(E(seen[best_epoch], x_val, y_val), val.min())

params = {"W1": np.array([1.0]), "b1": np.array([1.0])}
name = params  # a second name
shallow = dict(params)  # a second dict, the same arrays
deep = {key: values.copy() for key, values in params.items()}  # new arrays
for values in params.values():
    values -= 5.0  # a step in place
print("second name", name["W1"], "  second dict", shallow["W1"], "  new arrays", deep["W1"])

# %% [markdown]
r"""
Only the last. With the other two the "best" parameters go on changing, and in the end they are the worst; no error is
raised, and a picture of the losses looks perfectly right.

**Predict, then run.** How much is lost on our twelve samples if the last parameters are returned instead of the best?
"""

# %%
stop = int(np.flatnonzero(waited == 60)[0])
kept, last = seen[stop - waited[stop]], seen[stop]
print(f"patience 60: best {E(kept, x_val, y_val):.3f}, at the stop {E(last, x_val, y_val):.3f}, end {val[-1]:.3f}")

figure, ax = canvas()
curves(ax, XS, {"best": f(kept, XS), "epoch 299": ANSWERS[-1], "sine": np.sin(4 * XS)}, xlabel="$x$", ylim=(-2, 2.8))
ax.plot(x, y, "o", color=BLACK, markersize=5)
show(figure, "Twelve samples, the sine, the best network near it, and the network of epoch 299 further away from it.")

# %% [markdown]
r"""
In code this becomes two small things. A **watcher** is told of every epoch, loss and parameters, and answers "stop" or "go
on". Between two epochs it must remember four things: the best loss, its epoch, a copy of its parameters, and how long it has
been waiting. And a **fit** repeats, in this order: step, validate, note, ask. It never changes the parameters it was given to
start from, and it returns what the watcher has kept.

*What usually goes wrong:* the loss is measured before the step, and the parameters are taken after it, so that loss and
parameters belong to different epochs; the loss for which training stops is missing in the history.
"""

# %% [markdown]
r"""
## The linear range

Why does the validation loss have a valley at all? The network has as many units at the beginning as at the end. But it
cannot use them yet. Near 0 the hyperbolic tangent is almost a straight line:

$$\tanh z = z - \frac{z^3}{3} + O(z^5)$$

While the weights are small, so are all sums $z$, and every hidden unit is in its **linear range**. A network of linear
units is a single linear unit, however many they are:

$$\sum_j v_j (w_j x + b_j) = \Bigl(\sum_j v_j w_j\Bigr)\,x + \sum_j v_j b_j$$

**Predict, then run.** Here are six tanh units, all with the same random weights times a *scale*. From which scale on do
you see a bend?
"""

# %%
z = np.linspace(-0.02, 0.02, 9)
same(np.tanh(z), z - z**3 / 3)
w, b, v = start
same((np.outer(XS, w) + b) @ v, (v @ w) * XS + v @ b)

UNITS = np.random.default_rng(0).normal(size=(2, 6))


def scaled(scale):
    H = np.tanh(np.outer(XS, scale * UNITS[0]) + scale * UNITS[1])
    figure, ax = canvas()
    ax.plot(XS, H, linewidth=2)
    ax.set(xlabel="$x$", ylabel="activations")
    return (
        figure,
        f"Six tanh units over x between {H.min():.2f} and {H.max():.2f}: the larger the weights, the more bent",
    )


play(scaled, scale=slider(0.05, 8.0, 0.3, 0.05))

# %% [markdown]
r"""
The eye is misled by the scale of the axis, so measure. Fit the best straight line to a network's answers; the share of
their spread that the line does *not* explain says how bent the network is. It is 0 for a linear network.

**Definition.**

$$\mathrm{bend}(f) = \min_{\alpha, \beta}
\frac{\sum_n \bigl(f(x_n) - \alpha x_n - \beta\bigr)^2}{\sum_n \bigl(f(x_n) - \bar f\bigr)^2}$$

**Predict, then run.** Two curves over the epochs: the size of the weights, and the bend. When does the network leave
the linear range, compared with the valley above?
"""


# %%
def bend(answers, x):
    lines = np.column_stack([x, np.ones_like(x)])
    rest = answers - lines @ np.linalg.lstsq(lines, answers, rcond=None)[0]
    return (rest**2).sum() / ((answers - answers.mean()) ** 2).sum()


size = [np.sqrt(np.mean(theta**2)) for theta in seen]
bends = [bend(answers, XS) for answers in ANSWERS]
figure, (left, right) = canvas(2)
curves(left, epochs, {"size": size}, legend=False, xlabel="epoch", ylabel="size of the weights")
curves(right, epochs, {"bend": bends}, legend=False, xlabel="epoch", ylabel="bend", ylim=(0, 1))
for ax in (left, right):
    ax.axvline(best_epoch, color=GREY, linestyle=":")
show(
    figure,
    "The weights grow nearly all the time; the bend stays near 0 at first and rises steeply before the best epoch.",
)
print(f"bend {bends[0]:.4f} after the first epoch, {bends[best_epoch]:.2f} at the best, {bends[-1]:.2f} at the end")

# %% [markdown]
r"""
A young network is a straight line, whatever its architecture could do. That explains the flat beginning, too: the best line
is found at once, and then nothing gets better until units begin to bend. As weights grow, the **capacity** that is in use
grows with them. To stop early is to stop that growth.

*What usually goes wrong:* large initial weights. The network begins bent at random, the recipe's first half ("start with small
weights") is missing, and early stopping has nothing simple to return to.
"""

# %% [markdown]
r"""
## Why it works

There is a second argument, and it needs no tanh. Take a single weight in a parabola $\frac a2 (w - w^*)^2$, start at 0, and
descend with rate $\eta < 1/a$ for $t$ steps. Beside it, go all the way down, but pay $\frac\lambda2 w^2$ for the weight:

$$w_t = \bigl(1 - (1 - \eta a)^t\bigr)\, w^*, \qquad w_\lambda = \frac{a}{a + \lambda}\, w^*$$

Both are a share of $w^*$. Where the parabola is steep (large $a$: the samples have a clear opinion), the share is near 1. Where
it is flat, the share is small. And if the price is chosen as $\lambda = 1 / (\eta t)$, then in flat directions both shares are the
same:

$$1 - (1 - \eta a)^t \approx \eta a t \approx \frac{a}{a + \lambda} \quad\text{for small } a$$

So few steps act like a high price. Early stopping is a relative of weight decay.
"""

# %%
a, eta, t, target = 0.7, 0.1, 12, 3.0
w = 0.0
for _ in range(t):
    w = w - eta * a * (w - target)
same(w, (1 - (1 - eta * a) ** t) * target)

lam = 1 / (eta * t)
w = 0.0
for _ in range(1000):  # all the way down
    w = w - eta * slope(lambda w: a / 2 * (w - target) ** 2 + lam / 2 * w**2, w)
same(w, a / (a + lam) * target)

tiny = 1e-6
same(1 - (1 - eta * tiny) ** t, eta * tiny * t, tiny / (tiny + lam), tolerance=1e-4)

# %% [markdown]
r"""
**Predict, then run.** More steps: do both curves move to the left or to the right?
"""


# %%
def shares(steps):
    a = np.logspace(-4, 1, 121)
    stopped, decayed = 1 - (1 - 0.1 * a) ** steps, a / (a + 1 / (0.1 * steps))
    figure, ax = canvas()
    curves(ax, a, {f"{steps} steps": stopped, f"λ = {10 / steps:.3g}": decayed}, xscale="log", xlabel="curvature $a$")
    ax.set_ylabel("share of $w^*$")
    gap = np.abs(stopped - decayed).max()
    return figure, f"Two rising curves from 0 to 1 that are never further apart than {gap:.2f}"


play(shares, steps=slider(1, 500, 20))

# %% [markdown]
r"""
To the left: with time ever flatter directions are learned. The flat ones are those of which the samples say little, and it is
there that noise does its work.

And where does the first argument fail? At units without a linear range. The ReLU has its corner exactly *at* 0, and
looks the same at every magnification:

$$\mathrm{relu}(c\,z) = c\;\mathrm{relu}(z) \quad\text{for } c > 0$$

So if all weights and biases of one hidden layer of ReLU units and of a linear output without a bias are made $c$ times as
large, the answers are $c^2$ times as large, and nothing else happens. Small or large, it is equally bent:

$$\mathrm{bend}\bigl(f_{c\theta}\bigr) = \mathrm{bend}\bigl(f_{\theta}\bigr)$$

**Predict, then run.** The bend against the scale $c$, once for tanh and once for ReLU units. What do the curves look like?
"""


# %%
def relu_network(theta, x):
    w, b, v = theta
    return np.maximum(np.outer(x, w) + b, 0) @ v


drawn = np.random.default_rng(0).normal(size=(3, 30))
same(np.maximum(0.01 * XS, 0), 0.01 * np.maximum(XS, 0))
same(bend(relu_network(0.01 * drawn, XS), XS), bend(relu_network(drawn, XS), XS))

scales = 10.0 ** np.arange(-3, 1.25, 0.25)
by_scale = {
    "tanh": [bend(f(c * drawn, XS), XS) for c in scales],
    "ReLU": [bend(relu_network(c * drawn, XS), XS) for c in scales],
}
figure, ax = canvas()
curves(ax, scales, by_scale, xscale="log", yscale="log", xlabel="scale of all weights", ylabel="bend")
show(figure, "The bend of tanh units climbs from almost nothing by many decades; that of ReLU units is a level line.")

# %% [markdown]
r"""
Does early stopping fail for ReLU networks, then? No, only this explanation of it does. The second argument does not ask
for units, but for a loss that looks like a parabola, and so far as it does, few steps lead only a little way, into steep
directions first.

*What usually goes wrong:* a true observation ("it helps") is taken for a proof of the reason given with it.
"""

# %% [markdown]
r"""
## Errata

> **The slide says** that early stopping works because with small weights *every hidden unit* is in its linear range.
> **The numbers say** that this holds for tanh units: at scale 0.001 a line leaves next to nothing unexplained. For ReLU
> units it leaves the same share at every scale. **Why** only a function that is smooth at 0 looks straight from nearby.
> The corner of the ReLU stays a corner.
"""

# %%
claimed = 0.0  # what "in its linear range" would mean
print(f"at scale 0.001: tanh {by_scale['tanh'][0]:.1e}, ReLU {by_scale['ReLU'][0]:.3f}")
differs(claimed, by_scale["ReLU"][0])
same(by_scale["ReLU"], np.full(len(scales), bend(relu_network(drawn, XS), XS)))

# %% [markdown]
r"""
## Where this leads

You can stop a training at the right moment, and you know what to carry away from it. In the exercises you write the rule, the
watcher and the fit. Then you have everything: the last lecture puts it all together and reads **handwritten digits**.
"""
