"""08 early stopping: the solved notebook, the reference and the definition, said in quantifiers, agree."""

import itertools

import mpmath
import numpy as np
from agree import agree
from hypothesis import strategies as st
from solved import both
from strategies import for_all, several, sizes

solution, reference = both("08_early_stopping")
losses = st.lists(st.integers(-2, 3).map(lambda n: n / 4), min_size=1, max_size=9)
deltas = st.sampled_from([0.25, 0.5, 0.0])


def improving(losses, min_delta):
    """The epochs that improve, each on the one before it in this list."""
    epochs = [0]
    while True:
        later = (e for e in range(epochs[-1] + 1, len(losses)) if losses[e] < losses[epochs[-1]] - min_delta)
        if (epoch := next(later, None)) is None:
            return epochs
        epochs.append(epoch)


def point(losses, patience, min_delta=0.0):
    """The first improvement that none follows within `patience` epochs."""
    epochs = improving(losses, min_delta)
    best = next(
        e for e, following in itertools.zip_longest(epochs, epochs[1:]) if following is None or following > e + patience
    )
    return best, min(best + patience, len(losses) - 1)


@for_all(losses=losses, patience=sizes, min_delta=deltas)
def test_stopping_point(losses, patience, min_delta):
    agree(
        solution.stopping_point(losses, patience, min_delta),
        reference.stopping_point(losses, patience, min_delta),
        point(losses, patience, min_delta),
    )
    assert tuple(solution.stopping_point(losses, patience)) == reference.stopping_point(losses, patience)


@for_all(losses=losses, patience=sizes, min_delta=deltas)
def test_EarlyStopping(losses, patience, min_delta):
    stop = point(losses, patience, min_delta)[1]
    for room in (solution, reference):
        watcher, params = room.EarlyStopping(patience, min_delta), {"W": np.zeros(2), "b": np.zeros(1)}
        for epoch, loss in enumerate(losses[: stop + 1]):
            for name in params:
                params[name] += 1.0  # in place: what is remembered must be a copy
            ended = watcher.update(loss, params)
            best = improving(losses[: epoch + 1], min_delta)[-1]
            assert (watcher.best_epoch, watcher.best_loss) == (best, losses[best])
            agree(watcher.best_params, {"W": np.full(2, best + 1.0), "b": np.full(1, best + 1.0)})
            assert ended == (epoch - best >= patience)


@for_all(losses=losses, patience=sizes, in_place=st.booleans())
def test_fit_with_early_stopping(losses, patience, in_place):
    best, stop = point(losses, patience)

    def step(params):
        if not in_place:
            return {"W": params["W"] + 1.0}
        params["W"] += 1.0
        return params

    for room in (solution, reference):
        start = {"W": np.zeros(2)}
        got = room.fit_with_early_stopping(step, lambda p: losses[int(p["W"][0]) - 1], start, patience, len(losses))
        agree(got, ({"W": np.full(2, best + 1.0)}, losses[: stop + 1]))
        agree(start, {"W": np.zeros(2)})


@for_all(drawn=several("ND", "DK"), scale=st.sampled_from([1.0, 1e-3, 30.0]))
def test_linear_range_error(drawn, scale):
    X, W = drawn[0], scale * drawn[1]
    wanted = max(abs(mpmath.tanh(mpmath.mpf(float(z))) - mpmath.mpf(float(z))) for z in (X @ W).ravel())
    agree(solution.linear_range_error(X, W), reference.linear_range_error(X, W), float(wanted))
