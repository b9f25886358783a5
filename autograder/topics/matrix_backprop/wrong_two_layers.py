"""Wrong backward passes through two layers, and what a tutor says of each."""

from __future__ import annotations

from autograder.topics.exercise import Misconception, wrong
from autograder.topics.matrix_backprop.wrong_networks import common, network
from autograder.topics.matrix_backprop.wrong_sample import Rule

NAMES = (  # other names for W1, b1, W2, b2
    ("dW1", "db1", "W2", "b2"),
    ("W1", "b1", "dW2", "db2"),
    ("dW1", "b1", "dW2", "b2"),
    ("w1", "b1", "w2", "b2"),
    ("dw1", "db1", "dw2", "db2"),
    ("grad_W1", "grad_b1", "grad_W2", "grad_b2"),
)


def _in_dicts(backprop: Rule) -> Rule:
    """The same for a two-layer network with its parameters in a dict."""

    def two_layer(X, Y, params):
        loss, (dW1, dW2), (db1, db2) = backprop(X, Y, [params["W1"], params["W2"]], [params["b1"], params["b2"]])
        return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}

    return two_layer


def two_layers() -> tuple[Misconception, ...]:
    right = _in_dicts(network())

    def renamed(X, Y, params):
        loss, grads = right(X, Y, params)
        return loss, {f"d{name}": gradient for name, gradient in grads.items()}

    def in_order(X, Y, params):
        return _in_dicts(network())(X, Y, dict(zip(("W1", "b1", "W2", "b2"), params.values(), strict=True)))

    def in_their_order(X, Y, params):
        loss, grads = right(X, Y, params)
        return loss, dict(zip(params, grads.values(), strict=True))

    def with_grads(change: Rule) -> Rule:
        def changed(X, Y, params):
            loss, grads = right(X, Y, params)
            return change(loss, grads)

        return changed

    return (
        *common(_in_dicts),
        *wrong(
            "order-of-names",
            "You rely on the order of the dict. Its names may come in any order, so ask for each by its name.",
            in_order,
            in_their_order,
        ),
        *wrong(
            "not-in-a-dict",
            "The gradients come without their names. Return them in a dict, each under its parameter's name: W1, b1, W2, b2.",
            with_grads(lambda loss, grads: (loss, tuple(grads.values()))),
            with_grads(lambda loss, grads: (loss, *grads.values())),
            with_grads(lambda loss, grads: {"loss": loss, **grads}),
            with_grads(lambda loss, grads: grads),
        ),
        *wrong(
            "names-too-many",
            "The dict holds more than the four gradients. Return W1, b1, W2, b2 and nothing else.",
            *(
                with_grads(lambda loss, grads, name=name: (loss, {**grads, name: 0.0}))
                for name in ("loss", "Z", "Z1", "A1")
            ),
        ),
        *wrong(
            "names-missing",
            "A gradient is missing in the dict. All four parameters have one: W1, b1, W2, b2.",
            *(
                with_grads(
                    lambda loss, grads, out=out: (loss, {name: grads[name] for name in grads if name not in out})
                )
                for out in (("b2",), ("b1",), ("W1",), ("W2",), ("b1", "b2"), ("W1", "b1"))
            ),
        ),
        *wrong(
            "key-names",
            "The gradients are named dW1, db1, …; the contract names each like its parameter: W1, b1, W2, b2.",
            renamed,
            *(
                with_grads(lambda loss, grads, names=names: (loss, dict(zip(names, grads.values(), strict=True))))
                for names in NAMES
            ),
        ),
    )
