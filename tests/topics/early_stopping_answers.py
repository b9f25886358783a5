"""08 early stopping: right answers in several honest styles, and what else people write, or leave out."""

import copy
import itertools

import numpy as np


def point_while(val_losses, patience, min_delta=0.0):
    best = epoch = 0
    while epoch + 1 < len(val_losses) and epoch - best < patience:
        epoch += 1
        if val_losses[epoch] < val_losses[best] - min_delta:
            best = epoch
    return [best, epoch]


def point_slices(val_losses, patience, min_delta=0.0):
    best = 0
    while True:
        ahead = [e for e in range(best + 1, len(val_losses)) if val_losses[e] < val_losses[best] - min_delta]
        if not ahead or ahead[0] > best + patience:
            return best, min(best + patience, len(val_losses) - 1)
        best = ahead[0]


def point_array(val_losses, patience, min_delta=0.0):
    losses, best, bad = np.array(val_losses, dtype=float), None, 0
    for epoch in np.arange(len(losses)):
        improved = best is None or losses[epoch] < losses[best] - min_delta
        best, bad = (epoch, 0) if improved else (best, bad + 1)
        if bad >= patience:
            break
    return np.array([best, epoch])


class Deep:
    def __init__(self, patience, min_delta=0.0):
        self.losses, self.settings = [], (patience, min_delta)

    def update(self, val_loss, params):
        self.losses.append(val_loss)
        self.best_epoch = point_while(self.losses, 10**9, self.settings[1])[0]
        self.best_loss = self.losses[self.best_epoch]
        if self.best_epoch == len(self.losses) - 1:
            self.best_params = copy.deepcopy(params)
        return len(self.losses) - 1 - self.best_epoch >= self.settings[0]


class Left:
    """Counts down."""

    def __init__(self, patience, min_delta=0.0):
        self.patience = self.left = patience
        self.min_delta, self.epoch, self.best_loss = min_delta, itertools.count(), None

    def update(self, val_loss, params):
        epoch, self.left = next(self.epoch), self.left - 1
        if self.best_loss is None or self.best_loss - val_loss > self.min_delta:
            self.best_loss, self.best_epoch, self.left = np.float64(val_loss), np.array(epoch), self.patience
            self.best_params = {name: values.tolist() for name, values in params.items()}
        return np.bool_(self.left == 0)


class Properties:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best, self.now = patience, min_delta, (float("inf"), -1, None), -1

    best_loss = property(lambda self: self.best[0])
    best_epoch = property(lambda self: self.best[1])
    best_params = property(lambda self: self.best[2])

    def update(self, val_loss, params):
        self.now += 1
        if val_loss + self.min_delta < self.best[0]:
            self.best = (val_loss, self.now, {name: values * 1.0 for name, values in params.items()})
        return not self.now - self.best[1] < self.patience


def fit_with(watcher):
    def fit(step, validate, params, patience, max_epochs):
        params, stopping, history = copy.deepcopy(params), watcher(patience), []
        for _ in range(max_epochs):
            params = step(params)
            history += [validate(params)]
            if stopping.update(history[-1], params):
                break
        return stopping.best_params, history

    return fit


def fit_keeping_all(step, validate, params, patience, max_epochs):
    kept, history = [copy.deepcopy(params)], []
    while len(history) < max_epochs:
        kept.append(step(copy.deepcopy(kept[-1])))
        history.append(np.float64(validate(kept[-1])))
        best = int(np.argmin(history))
        if len(history) - 1 - best == patience:
            break
    return [kept[best + 1], np.array(history)]


def fit_recursive(step, validate, params, patience, max_epochs):
    def go(params, best, history, bad):
        if bad == patience or len(history) == max_epochs:
            return best, history
        params = step({name: values.copy() for name, values in params.items()})
        loss = validate(params)
        if not history or loss < min(history):
            return go(params, params, [*history, loss], 0)
        return go(params, best, [*history, loss], bad + 1)

    return go(params, None, [], 0)


def range_loops(X, W):
    worst = 0.0
    for x in X:
        for w in W.T:
            z = float(np.dot(x, w))
            worst = max(worst, abs(np.tanh(z) - z))
    return worst


def forgets_last_epoch(val_losses, patience, min_delta=0.0):
    return point_while(val_losses[:-1] or val_losses, patience, min_delta)


class LossOnly(Deep):
    def update(self, val_loss, params):
        stop = super().update(val_loss, params)
        self.best_params = None
        return stop


class Latest(Deep):
    def update(self, val_loss, params):
        stop = super().update(val_loss, params)
        self.best_params = copy.deepcopy(params)
        return stop


class Reference(Deep):
    def update(self, val_loss, params):
        stop = super().update(val_loss, params)
        if self.best_epoch == len(self.losses) - 1:
            self.best_params = params.copy()
        return stop


def zero_is_none(val_losses, patience, min_delta=0.0):
    best, at = None, 0
    for epoch, loss in enumerate(val_losses):
        if not best or loss < best - min_delta:
            best, at = loss, epoch
        if epoch - at >= patience:
            break
    return at, epoch


class ZeroIsNone(Left):
    def update(self, val_loss, params):
        self.best_loss = self.best_loss or None
        return super().update(val_loss, params)


class InTheClass:
    def __init__(self, patience, min_delta=0.0):
        InTheClass.watcher = Deep(patience, min_delta)

    def __getattr__(self, name):
        return getattr(self.watcher, name)


def fit_from_the_best(step, validate, params, patience, max_epochs):
    stopping, params, history = Deep(patience), copy.deepcopy(params), []
    while len(history) < max_epochs:
        params = step(params)
        history.append(validate(params))
        if stopping.update(history[-1], params):
            break
        params = copy.deepcopy(stopping.best_params)
    return stopping.best_params, history


def point_watched(val_losses, patience, min_delta=0.0):
    watcher = Left(patience, min_delta)
    stops = list(itertools.takewhile(lambda loss: not watcher.update(loss, {}), val_losses))
    return watcher.best_epoch, np.int64(min(len(stops), len(val_losses) - 1))


RIGHT = {
    "stopping_point": (
        point_while,
        point_slices,
        point_array,
        point_watched,
    ),
    "EarlyStopping": (Deep, Left, Properties),
    "fit_with_early_stopping": (fit_with(Deep), fit_with(Properties), fit_keeping_all, fit_recursive),
    "linear_range_error": (
        lambda X, W: np.max(
            np.abs((z := X @ W) + np.expm1(-2 * np.abs(z)) / (2 + np.expm1(-2 * np.abs(z))) * np.sign(z))
        ),
        range_loops,
        lambda X, W: np.abs(np.tanh(X @ W) - X @ W).max(),
        lambda X, W: np.linalg.norm((np.tanh(np.dot(X, W)) - np.dot(X, W)).ravel(), np.inf),
        lambda X, W: np.max(np.abs(X @ W)) - np.max(np.abs(np.tanh(X @ W))),  # the distance grows with |z|
    ),
}

WRONG = {
    "stopping_point": (
        lambda losses, patience, min_delta=0.0: point_while(losses, patience, min_delta + 1e-8),
        zero_is_none,
        lambda losses, patience, min_delta=0.0: tuple(reversed(point_while(losses, patience, min_delta))),
        lambda losses, patience, min_delta=0.0: point_while(losses, patience + 1, min_delta),
        lambda losses, patience, min_delta=0.0: point_while(losses, patience, -min_delta),
        lambda losses, patience, min_delta=0.0: point_while(losses, patience),
        lambda losses, patience, min_delta=0.0: [e + 1 for e in point_while(losses, patience, min_delta)],
        lambda losses, patience, min_delta=0.0: (int(np.argmin(losses)), point_while(losses, patience, min_delta)[1]),
        forgets_last_epoch,
    ),
    "EarlyStopping": (
        ZeroIsNone,
        InTheClass,
        lambda patience, min_delta=0.0: Deep(patience, min_delta + 1e-6),
        LossOnly,
        Latest,
        Reference,
        lambda patience, min_delta=0.0: Deep(patience + 1, min_delta),
        lambda patience, min_delta=0.0: Deep(patience),
        lambda patience, min_delta=0.0: Deep(patience, -min_delta),
    ),
    "fit_with_early_stopping": (
        fit_with(ZeroIsNone),
        fit_with(lambda patience: Deep(patience, 1e-4)),
        fit_from_the_best,
        fit_with(Latest),
        fit_with(Reference),
        lambda step, validate, params, patience, max_epochs: fit_with(Deep)(
            step, validate, params, patience + 1, max_epochs
        ),
        lambda step, validate, params, patience, max_epochs: fit_with(Deep)(
            step, validate, params, patience, max_epochs - 1
        ),
        lambda *args: fit_with(Deep)(*args)[::-1],
        lambda *args: fit_with(Deep)(*args)[0],
    ),
    "linear_range_error": (
        lambda X, W: np.max(np.abs((1 - np.exp(-2 * (X @ W))) / (1 + np.exp(-2 * (X @ W))) - X @ W)),
        lambda X, W: np.max(np.abs(np.tanh(Z := X @ (W.T if len(W) == len(W.T) else W)) - Z)),
        lambda X, W: np.max(np.abs(np.tanh(X[0] @ W) - X[0] @ W)),
        lambda X, W: np.mean(np.abs(np.tanh(X @ W) - X @ W)),
        lambda X, W: np.max(np.tanh(X @ W) - X @ W),
        lambda X, W: np.abs(np.tanh(X @ W) - X @ W),
        lambda X, W: np.max(np.abs(np.tanh(X) @ W - X @ W)),
        lambda X, W: np.max(np.abs(np.maximum(X @ W, 0) - X @ W)),
    ),
}
