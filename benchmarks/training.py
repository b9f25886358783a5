"""One epoch of training: `mlp_reference` against PyTorch, scikit-learn and the bare matrix products, on one thread.

20,000 samples in float32, ten classes, plain stochastic gradient descent, shuffled anew in every epoch, and the epoch's loss is
known at its end. PyTorch is eager, with its batches indexed by hand, as a data loader would be slower; scikit-learn goes by
`partial_fit`. The bare products are those of forward and backward on rows that lie in order: nobody who uses NumPy's can be faster.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks import digits
from claims import Claim, arguments, claim, report
from contest import one_thread, present, turns
from mlp_reference.fast import FastPath
from mlp_reference.mlp import MLP

N = 20_000
CONTESTS = [  # sizes, batch size, then the largest shares of PyTorch's, of scikit-learn's and of the products' time
    ((64, 32, 10), 32, 0.20, 0.35, None),
    ((784, 128, 10), 32, 0.45, 0.50, None),
    ((784, 128, 10), 128, 0.65, 0.70, 1.25),
    ((784, 512, 512, 10), 128, 1.00, 0.65, 1.25),
]


def ours(
    sizes: tuple[int, ...], batch_size: int, X: np.ndarray, y: np.ndarray, device: str = "cpu"
) -> Callable[[], float]:
    model, rng = MLP(sizes, device=device), np.random.default_rng(0)
    path = FastPath(model, model.inputs(X), model.targets(y, len(X)), batch_size)
    return lambda: path.epoch(0.01, rng)


def torchs(
    sizes: tuple[int, ...], batch_size: int, X: np.ndarray, y: np.ndarray, device: str = "cpu"
) -> Callable[[], float]:
    import torch

    network = torch_network(sizes, device)
    optimizer, loss = torch.optim.SGD(network.parameters(), lr=0.01), torch.nn.CrossEntropyLoss()
    X, y = (torch.from_numpy(array).to(device) for array in (X, y))

    def epoch() -> float:
        order, total = torch.randperm(len(X), device=device), torch.zeros((), device=device)
        for i in range(0, len(X), batch_size):
            rows = order[i : i + batch_size]
            optimizer.zero_grad()
            value = loss(network(X[rows]), y[rows])
            value.backward()
            optimizer.step()
            total += value.detach() * len(rows)
        return float(total) / len(X)

    return epoch


def torch_network(sizes: tuple[int, ...], device: str) -> Any:
    from torch import nn

    layers = ((nn.Linear(m, n), nn.ReLU()) for m, n in itertools.pairwise(sizes))
    return nn.Sequential(*itertools.chain(*layers))[:-1].to(device)


def sklearns(sizes: tuple[int, ...], batch_size: int, X: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    from sklearn.neural_network import MLPClassifier

    plain = {"alpha": 0.0, "momentum": 0.0, "nesterovs_momentum": False, "learning_rate_init": 0.01}
    network = MLPClassifier(sizes[1:-1], solver="sgd", batch_size=batch_size, random_state=0, **plain)
    return lambda: network.partial_fit(X, y, classes=range(sizes[-1])).loss_


def products(sizes: tuple[int, ...], batch_size: int, X: np.ndarray, y: np.ndarray) -> Callable[[], None]:
    """The matrix products of an epoch, biases among the weights as in the fast path, into memory that is there."""

    def ones(*shape: int) -> np.ndarray:
        return np.ones(shape, X.dtype)

    X = np.column_stack([X, ones(len(X))])
    Ws, Gs, Hs, Ds = [], [], [], []
    for m, n in itertools.pairwise(sizes):
        Ws.append(ones(m + 1, n))
        Gs.append(ones(m + 1, n))
        Hs.append(ones(batch_size, n + 1))
        Ds.append(ones(batch_size, n))

    def epoch() -> None:
        for i in range(0, len(X), batch_size):
            rows = min(batch_size, len(X) - i)
            inputs = [X[i : i + rows], *(H[:rows] for H in Hs)]
            for H, W, D in zip(inputs, Ws, Ds, strict=False):
                np.matmul(H, W, out=D[:rows])
            for n in range(len(Ws) - 1, -1, -1):
                if n:
                    np.matmul(Ds[n][:rows], Ws[n][:-1].T, out=Ds[n - 1][:rows])
                np.matmul(inputs[n].T, Ds[n][:rows], out=Gs[n])
            for D in Ds:
                D[...] = 1.0  # or the numbers would grow without end

    return epoch


def speed(with_torch: bool, with_sklearn: bool, rounds: int, n: int) -> list[Claim]:
    claims = []
    for sizes, batch_size, of_torch, of_sklearn, of_products in CONTESTS:
        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(n, sizes[0])).astype(np.float32), rng.integers(0, sizes[-1], n)
        rivals = {"PyTorch": (torchs, of_torch)} if with_torch else {}
        rivals |= {"scikit-learn": (sklearns, of_sklearn)} if with_sklearn else {}
        rivals |= {"the bare products": (products, of_products)} if of_products else {}
        contenders = {"ours": ours} | {name: make for name, (make, _) in rivals.items()}
        best = turns({name: make(sizes, batch_size, X, y) for name, make in contenders.items()}, rounds)
        for name, (_, share) in rivals.items():
            said = f"{'-'.join(map(str, sizes))}, batches of {batch_size}, an epoch against {name}"
            said += f" ({1000 * best[name]:.0f} ms → {1000 * best['ours']:.0f} ms, a share of {best['ours'] / best[name]:.2f})"
            claims.append(claim(said, best[name] / best["ours"], round(1 / share, 2)))
    return claims


def curves(epochs: int) -> list[Claim]:
    """The losses of training on digits, ours and PyTorch's, from the same weights on the same batches."""
    import torch

    X, y, _, _ = digits.load()
    claims = []
    for dtype, tolerance in (("float32", 1e-4), ("float64", 1e-9)):
        model, order = MLP((64, 48, 32, 10), activation="tanh", dtype=dtype), np.random.default_rng(1)
        params = [
            torch.from_numpy(values.copy().T if name[0] == "W" else values.copy())
            for name, values in model.params.items()
        ]
        path = FastPath(model, model.inputs(X), model.targets(y, len(X)), 32)
        losses = [path.epoch(0.1, order) for _ in range(epochs)]
        theirs = torch_losses(params, torch.from_numpy(X.astype(dtype)), torch.from_numpy(y.astype(np.int64)), epochs)
        off = max(abs(a - b) / b for a, b in zip(losses, theirs, strict=True))
        said = f"digits, {epochs} epochs in {dtype}: losses from {losses[0]:.2f} to {losses[-1]:.4f} are PyTorch's to {off:.0e}"
        claims.append(claim(said + f" ({tolerance:g} allowed)", tolerance / max(off, 1e-300)))
    return claims


def torch_losses(params: list[Any], X: Any, y: Any, epochs: int) -> list[float]:
    import torch

    order, losses = np.random.default_rng(1), []
    for p in params:
        p.requires_grad_()
    optimizer = torch.optim.SGD(params, lr=0.1)
    for _ in range(epochs):
        rows, total = torch.from_numpy(order.permutation(len(X))), 0.0
        for batch in rows.split(32):
            A = X[batch]
            for W, b in zip(params[:-2:2], params[1:-2:2], strict=True):
                A = torch.tanh(torch.nn.functional.linear(A, W, b))
            loss = torch.nn.functional.cross_entropy(torch.nn.functional.linear(A, *params[-2:]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(X))
    return losses


def main() -> None:
    parser = arguments(__doc__, "training.py", "3 turns on a tenth of the samples")
    options = parser.parse_args()
    one_thread()
    with_torch, with_sklearn = present("torch", "PyTorch"), present("sklearn", "scikit-learn")
    claims = speed(with_torch, with_sklearn, 3 if options.quick else 9, N // 10 if options.quick else N)
    claims += curves(5 if options.quick else 20) if with_torch else []
    report(claims, options, ("torch",) * with_torch + ("scikit-learn",) * with_sklearn)


if __name__ == "__main__":
    main()
