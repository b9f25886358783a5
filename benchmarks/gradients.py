"""The gradient checker of `autograder/checks`: its time, what it lets pass, and what it rejects.

Time on a network 64-100-32-10 with tanh (10,062 parameters), 32 samples, float64, one thread: a verdict for each of the six
arrays, against PyTorch's `gradcheck`, fast and slow, and against the loop over all entries that CS231n teaches. False rejections on
networks 64-50-16-10 of seven kinds, among them inputs of 0 to 255, weights of 0.01 without biases, and rows of zeros that put every
unit exactly on relu's kink. Planted errors have at least 1e-5 of the gradient's norm, in one entry or in all of them.
Undecided is what the checker says where kinks or noise hide the slope; whoever certifies by it takes nothing but right.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.gradients import check
from claims import Claim, arguments, claim, report
from contest import one_thread, present, turns

LEAST = 1e-5  # of a planted error, relative to the gradient's norm
KINDS = (
    "tanh",
    "sigmoid",
    "relu",
    "relu, inputs 0 to 255",
    "relu, no biases",
    "relu, weights of 0.01",
    "relu, on its kinks",
)
ACTIVATIONS = {  # and their derivatives by their value
    "tanh": (np.tanh, lambda A: 1 - A * A),
    "sigmoid": (lambda Z: 1 / (1 + np.exp(-Z)), lambda A: A * (1 - A)),
    "relu": (lambda Z: np.maximum(Z, 0), lambda A: A > 0),
}


class Network:
    """A network of one of KINDS with its samples, as loss and gradients of a list of arrays."""

    def __init__(self, kind: str, sizes: tuple[int, ...], seed: int, decay: float = 0.0, N: int = 32):
        rng = np.random.default_rng(seed)
        self.activation, self.decay = kind.partition(",")[0], decay
        self.X, self.y, self.rows = rng.normal(size=(N, sizes[0])), rng.integers(0, sizes[-1], N), np.arange(N)
        self.params: list[np.ndarray] = []
        for m, n in itertools.pairwise(sizes):
            self.params += [rng.normal(0.0, np.sqrt(2 / m), (m, n)), 0.1 * rng.normal(size=n) * (kind in KINDS[:4])]
        if kind == KINDS[3]:
            self.X = rng.integers(0, 256, self.X.shape).astype(float)
        if kind == KINDS[5]:
            for W in self.params[::2]:
                W[...] = 0.01 * rng.normal(size=W.shape)
        if kind == KINDS[6]:
            self.X[:4] = 0.0

    def outputs(self, params: Any) -> tuple[list[np.ndarray], np.ndarray]:
        """What each layer receives, and the logits less each row's largest."""
        g, As = ACTIVATIONS[self.activation][0], [self.X]
        for W, b in zip(params[:-2:2], params[1:-2:2], strict=True):
            Z = As[-1] @ W
            Z += b
            As.append(g(Z))
        Z = As[-1] @ params[-2]
        Z += params[-1]
        Z -= Z.max(axis=1)[:, None]
        return As, Z

    def loss(self, params: Any) -> float:
        Z = self.outputs(params)[1]
        loss = (np.log(np.exp(Z).sum(axis=1)).sum() - Z[self.rows, self.y].sum()) / len(Z)
        return loss + 0.5 * self.decay * sum(np.sum(W * W) for W in params[::2]) if self.decay else loss

    def gradients(self, params: Any) -> list[np.ndarray]:
        (As, Z), grads = self.outputs(params), []
        dZ = np.exp(Z) / np.exp(Z).sum(axis=1)[:, None]
        dZ[self.rows, self.y] -= 1
        dZ /= len(Z)
        for A, W in zip(reversed(As), reversed(params[::2]), strict=True):
            grads = [A.T @ dZ + self.decay * W, dZ.sum(axis=0), *grads]
            dZ = dZ @ W.T * ACTIVATIONS[self.activation][1](A)
        return grads


def loop(network: Network) -> list[np.ndarray]:
    """Central differences entry by entry, as in CS231n."""
    grads = []
    for x in network.params:
        grad, entries = np.zeros_like(x), np.nditer(x, flags=["multi_index"])
        while not entries.finished:
            place = entries.multi_index
            old = x[place]
            x[place] = old + 1e-5
            up = network.loss(network.params)
            x[place] = old - 1e-5
            down = network.loss(network.params)
            x[place] = old
            grad[place] = (up - down) / 2e-5
            entries.iternext()
        grads.append(grad)
    return grads


def gradchecks(network: Network) -> dict[str, Callable[[], bool]]:
    import torch

    X, y = torch.from_numpy(network.X), torch.from_numpy(network.y)
    params = [torch.from_numpy(p.copy()).requires_grad_() for p in network.params]

    def loss(*params: Any) -> Any:
        A = X
        for W, b in zip(params[:-2:2], params[1:-2:2], strict=True):
            A = torch.tanh(A @ W + b)
        return torch.nn.functional.cross_entropy(A @ params[-2] + params[-1], y)

    return {
        "PyTorch's gradcheck, fast": lambda: torch.autograd.gradcheck(loss, params, fast_mode=True),
        "PyTorch's gradcheck, slow": lambda: torch.autograd.gradcheck(loss, params),
    }


def speed(with_torch: bool, rounds: int) -> list[Claim]:
    network = Network("tanh", (64, 100, 32, 10), 0)
    ours = {"ours": lambda: check(network.loss, network.gradients, network.params)}
    checks = gradchecks(network) if with_torch else {}
    fast = {name: work for name, work in checks.items() if name.endswith("fast")}
    slow = {name: work for name, work in checks.items() if name not in fast} | {"CS231n's loop": lambda: loop(network)}
    claims = []
    for rivals, times, least in ((fast, 20 * rounds, 1 / 1.2), (slow, rounds, 100)):
        best = turns(ours | rivals, times)
        for rival in rivals:
            said = (
                f"10,062 parameters, time against {rival} ({1000 * best[rival]:.1f} ms → {1000 * best['ours']:.1f} ms)"
            )
            claims.append(claim(said, best[rival] / best["ours"], round(least, 2)))
    return claims


def planted(shape: tuple[int, ...], rng: np.random.Generator) -> dict[str, Callable[[np.ndarray], np.ndarray]]:
    """What is added to a gradient of this shape, by the gradient: a bug follows the parameters when the checker moves them."""
    one, noise, sign = np.zeros(shape), rng.normal(size=shape), rng.choice([-1.0, 1.0])
    one[tuple(rng.integers(0, n) for n in shape)] = 1.0
    noise /= np.linalg.norm(noise)
    return {
        "one entry doubled": lambda g: g * one,
        "one entry's sign": lambda g: -2 * g * one,
        "one entry 1 % off": lambda g: 0.01 * g * one,
        "one entry, the least": lambda g: sign * LEAST * np.linalg.norm(g) * one,
        "all entries, the least": lambda g: LEAST * np.linalg.norm(g) * noise,
        "a factor, the least": lambda g: LEAST * g,
        "a factor of 1.001": lambda g: 1e-3 * g,
        "the largest entry zeroed": lambda g: -g * (abs(g) == abs(g).max()),
    }


def accepted(seeds: int) -> Claim:
    """Right gradients of every kind, with and without weight decay."""
    seen: Counter[str] = Counter()
    for kind in KINDS:
        for seed in range(seeds):
            network = Network(kind, (64, 50, 16, 10), seed, decay=1e-2 * (seed % 2))
            verdicts = check(network.loss, network.gradients, network.params, seed=seed)
            statuses = {verdict.status for verdict in verdicts}
            seen["wrong" if "wrong" in statuses else "inconclusive" if "inconclusive" in statuses else "right"] += 1
    said = f"{seen.total()} right networks of {len(KINDS)} kinds, none rejected"
    said += f" ({seen['right']} right, {seen['inconclusive']} undecided, {seen['wrong']} rejected)"
    return claim(said, (seen.total() - seen["wrong"]) / seen.total())


def caught(seeds: int) -> Claim:
    """Errors planted in one array of a right gradient, in each array in turn, where they are large enough."""
    seen: Counter[str] = Counter()
    for kind in KINDS:
        for seed in range(seeds):
            network, rng = Network(kind, (64, 50, 16, 10), seed), np.random.default_rng(seed)
            for i, g in enumerate(network.gradients(network.params)):
                for name, error in planted(g.shape, rng).items():
                    if np.linalg.norm(error(g)) < LEAST * np.linalg.norm(g) * (1 - 1e-9):
                        continue
                    status = check(network.loss, spoiled(network, i, error), network.params, seed=seed)[i].status
                    seen[status] += 1
                    if status == "right":
                        print(f"passed: {name} in array {i} of {kind}, seed {seed}", file=sys.stderr)
    said = f"{seen.total()} planted errors of at least {LEAST:g}, none called right"
    said += f" ({seen['wrong']} rejected, {seen['inconclusive']} undecided, {seen['right']} passed)"
    return claim(said, 1 - seen["right"] / seen.total())


def spoiled(network: Network, i: int, error: Callable[[np.ndarray], np.ndarray]) -> Callable[[Any], list[np.ndarray]]:
    def gradients(params: Any) -> list[np.ndarray]:
        grads = network.gradients(params)
        grads[i] = grads[i] + error(grads[i])
        return grads

    return gradients


def main() -> None:
    parser = arguments(__doc__, "gradients.py", "2 turns, 10 networks of each kind, errors planted in one")
    options = parser.parse_args()
    one_thread()
    with_torch = present("torch", "PyTorch")
    claims = speed(with_torch, 2 if options.quick else 9)
    claims += [accepted(10 if options.quick else 200), caught(1 if options.quick else 10)]
    report(claims, options, ("torch",) * with_torch)


if __name__ == "__main__":
    main()
