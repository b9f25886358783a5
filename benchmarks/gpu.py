"""Training on a GPU: parity with NumPy, and steps a second beside PyTorch, eager and with CUDA graphs.

Plain stochastic gradient descent in float32, batches of 128, data on the device, an epoch of 100 steps; each contender's best of
some epochs in turns, by the clock, from the drawing of the order to the epoch's loss on the host. CuPy refuses cuBLAS in a CUDA
graph, so ours has none. Without a GPU this says so and claims nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from claims import Claim, arguments, claim, report
from contest import present, turns
from mlp_reference.backend import NoDevice, device_module, to_host
from mlp_reference.fast import FastPath
from mlp_reference.mlp import MLP
from training import ours, torch_network, torchs

BATCH, STEPS = 128, 100
NETWORKS = [(784, 128, 10), (784, 512, 512, 10)]


def data(sizes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(BATCH * STEPS, sizes[0])).astype(np.float32)
    return X, rng.integers(0, sizes[-1], len(X))


def graphed(sizes: tuple[int, ...], batch_size: int, X: np.ndarray, y: np.ndarray) -> Callable[[], float]:
    """PyTorch with a whole step in one CUDA graph; only the gathering of the batch stays outside."""
    import torch

    network = torch_network(sizes, "cuda")
    optimizer, loss = torch.optim.SGD(network.parameters(), lr=0.01), torch.nn.CrossEntropyLoss()
    X, y = (torch.from_numpy(array).cuda() for array in (X, y))
    X_batch, y_batch, total = X[:batch_size].clone(), y[:batch_size].clone(), torch.zeros((), device="cuda")

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        value = loss(network(X_batch), y_batch)
        value.backward()
        optimizer.step()
        total.add_(value.detach())

    aside = torch.cuda.Stream()  # a capture wants everything to have run before, on another stream
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    optimizer.zero_grad(set_to_none=True)
    with torch.cuda.graph(graph):
        step()

    def epoch() -> float:
        total.zero_()
        for rows in torch.randperm(len(X), device="cuda").split(batch_size):
            torch.index_select(X, 0, rows, out=X_batch)
            torch.index_select(y, 0, rows, out=y_batch)
            graph.replay()
        return float(total) * batch_size / len(X)

    return epoch


def parity() -> list[Claim]:
    """The largest difference of any parameter after 100 steps, of its array's largest entry."""
    claims = []
    for dtype, tolerance in (("float32", 1e-4), ("float64", 1e-9)):
        models = []
        for device in ("cpu", "gpu"):
            X, y = data(NETWORKS[0])
            model = MLP(NETWORKS[0], dtype=dtype, device=device)
            FastPath(model, model.inputs(X), model.targets(y, len(X)), BATCH).epoch(0.01, np.random.default_rng(0))
            models.append({name: to_host(values) for name, values in model.params.items()})
        host, device = models
        off = max(np.max(np.abs(device[name] - host[name])) / np.max(np.abs(host[name])) for name in host)
        said = f"NumPy and CuPy agree after {STEPS} steps in {dtype} to {tolerance:g} (measured {off:.1e})"
        claims.append(claim(said, tolerance / max(float(off), 1e-300)))
    return claims


def speed(with_torch: bool, rounds: int) -> list[Claim]:
    claims = []
    for sizes in NETWORKS:
        X, y = data(sizes)
        contenders = {"ours": ours(sizes, BATCH, X, y, "gpu")}
        if with_torch:
            contenders |= {
                "PyTorch": torchs(sizes, BATCH, X, y, "cuda"),
                "PyTorch with CUDA graphs": graphed(sizes, BATCH, X, y),
            }
        best = turns(contenders, rounds, time.perf_counter)
        name = "-".join(map(str, sizes))
        for rival in list(best)[1:]:  # none where there is no PyTorch: steps alone compare with nothing
            said = f"{name}, steps a second against {rival} ({STEPS / best[rival]:.0f} → {STEPS / best['ours']:.0f})"
            claims.append(claim(said, best[rival] / best["ours"]))
    return claims


def cuda_in_torch() -> bool:
    if not present("torch", "PyTorch"):
        return False
    import torch

    if not torch.cuda.is_available():
        print("PyTorch finds no GPU: nothing is claimed of it", file=sys.stderr)
    return torch.cuda.is_available()


def main() -> None:
    parser = arguments(__doc__, "gpu.py", "3 turns instead of 20")
    options = parser.parse_args()
    try:
        device_module()
    except NoDevice as error:
        print(f"no GPU, so nothing is measured and nothing claimed: {error}", file=sys.stderr)
        options.write = False
        report([], options)
        return
    with_torch = cuda_in_torch()
    claims = parity() + speed(with_torch, 3 if options.quick else 20)
    report(claims, options, ("cupy-cuda13x", *("torch",) * with_torch))


if __name__ == "__main__":
    main()
