"""A million malformed frames against the reader of replies and the judge: nothing else is raised, no memory taken beyond a cap.

Frames are honest ones with bytes changed, cut, doubled or exchanged for what an attacker would write there.
"""

from __future__ import annotations

import random
import resource
import time

import numpy as np

from autograder import topics
from autograder.checks import answer, plain
from autograder.checks.answer import Answer
from autograder.checks.judge import judge
from autograder.grading import reply
from autograder.grading.reply import Tampered
from claims import arguments, claim, report

CAP = 64 << 20  # bytes that this process may grow by over all frames
HOSTILE = (
    b"[" * 200,
    b"1e999",
    b"NaN",
    b'"O8"',
    b"9223372036854775807",
    b'{"a":["f8",[1073741824]]}',
    b"-1",
    b"null",
    b'"\\ud800"',
)


def spoiled(data: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.3:  # well formed, with other numbers in its arrays
        start = 8 + int.from_bytes(data[4:8], "little")
        rest = bytearray(data[start:])
        for _ in range(min(len(rest), 4)):
            at = rng.randrange(len(rest))
            rest[at : at + 8] = rng.choice(
                (rng.randbytes(8), np.float64(np.nan).tobytes(), np.float64(np.inf).tobytes())
            )
        return data[:start] + bytes(rest[: len(data) - start])
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, to = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
        to = min(to, at + 64)
        piece = rng.choice((b"", rng.randbytes(rng.randrange(9)), data[at:to] * 2, rng.choice(HOSTILE)))
        data = data[:at] + piece + data[to:]
    head = data[8:]
    return data if rng.random() < 0.5 else data[:4] + len(head).to_bytes(4, "little") + head


def frames(count: int, rng: random.Random) -> dict[str, int]:
    """What became of so many frames: refused, or judged."""
    keys = [key for topic in ("02_activations", "04_matrix_backprop") for key in topics.keys(topic, 7).values()]
    honest = []
    for key in keys:
        came = [Answer(value) for value in key.truth[:3]]
        honest.append((key, plain.pack({"id": "x", "status": "ok", "answers": answer.to_plain(came)})))
    honest += [
        (keys[0], plain.pack({"id": "x", "status": "ok", "answers": answer.to_plain([Answer(np.ones((2, 3)))])}))
    ]
    became = {"refused": 0, "judged": 0}
    for _ in range(count):
        key, data = rng.choice(honest)
        try:
            came = reply.answers(reply.read(spoiled(data, rng), "x"), 3)
        except Tampered:
            became["refused"] += 1
            continue
        verdict = judge(key, came, 3.0)
        assert type(verdict.score) is float and 0.0 <= verdict.score <= 3.0
        became["judged"] += 1
    return became


def main() -> None:
    parser = arguments(__doc__, "fuzz.py", "20 000 frames instead of a million")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    count, rng = 20_000 if options.quick else 1_000_000, random.Random(options.seed)
    frames(1000, rng)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    became = frames(count, rng)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    seconds = time.perf_counter() - start
    said = f"{count} malformed frames: {became['refused']} refused, {became['judged']} judged, nothing raised ({seconds:.0f} s)"
    memory = f"at most {CAP >> 20} MiB more memory over all of them ({grown >> 20} MiB)"
    report([claim(said, sum(became.values()) / count), claim(memory, CAP / max(grown, 1))], options)


if __name__ == "__main__":
    main()
