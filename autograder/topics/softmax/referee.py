"""The gradient check: a referee, which has to be right about right gradients and about every kind of wrong one."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax import wrong_referee
from autograder.topics.softmax.common import TOPIC, values
from autograder.topics.softmax.wrong_referee import (
    absolutely,
    all_at_once,
    check_with,
    largest_share,
    limit,
    moves_along,
    not_restored,
    numeric,
    one_sided,
    verdicts,
    walk_that_returns,
    without_shapes,
)


def trials(rng: np.random.Generator) -> list[Case]:
    """Cases with both verdicts in every group. What is nearly right is clearly on one side, for any sensible step."""

    def case(name, group, landscape, slip, x, layout="C", tolerance=None):
        args = (Named(f"height:{landscape}"), Named(f"gradient:{landscape}{slip}"), np.array(x))
        return Case(name, args if tolerance is None else (*args, tolerance), group, layout)

    def at(*shape):
        return away(rng, shape, 0.6, 1.5)

    def place(size):
        return int(rng.integers(1, size - 1))

    return [
        case("a right gradient", "values", "bowl", "", at(4)),
        case("a gradient twice too large", "values", "bowl", ":times:2", at(3)),
        case("a right gradient of a matrix", "values", "neighbours", "", at(3, 2), "F"),
        case("the first entry wrong", "values", "neighbours", ":off:0:0.01", at(5)),
        case("the last entry wrong", "values", "summit", ":off:-1:-0.01", at(2, 3), "strided"),
        case("a right gradient of sines", "values", "waves", "", at(3, 4), "strided"),
        case("the sign flipped", "values", "waves", ":times:-1", at(4)),
        case("zeros for a gradient", "values", "bowl", ":times:0", at(3)),
        case("a constant, whose gradient is 0", "values", "plain", "", at(3)),
        case("a constant, given a slope", "values", "plain", ":off:all:0.5", at(2)),
        case("whole numbers", "values", "cubes", "", [[2.0, -2.0], [3.0, -4.0], [4.0, -3.0]]),
        case("one entry of twenty wrong", "values", "bowl", f":off:{place(20)}:0.001", at(4, 5)),
        case("twenty right entries", "values", "summit", "", at(4, 5)),
        case("the bottom of a steep valley", "central", "valley", "", np.zeros(3)),
        case("beside the bottom of a steep valley", "central", "valley", ":off:1:1.0", np.zeros(3)),
        case("off by a third of the usual tolerance", "tolerance", "waves", f":off:{place(4)}:3e-7", at(4) / 4),
        case("too large by five times the usual tolerance", "tolerance", "waves", f":off:{place(4)}:5e-6", at(4) / 4),
        case("too small by five times the usual tolerance", "tolerance", "waves", f":off:{place(4)}:-5e-6", at(4) / 4),
        case("off by half of a large tolerance", "tolerance", "bowl", ":off:all:0.05", at(2, 2) / 4, tolerance=0.1),
        case("off by three large tolerances", "tolerance", "bowl", ":off:2:-0.3", at(2, 2) / 4, tolerance=0.1),
        case("a slope of 1000, off by half of its share", "tolerance", "hillside", ":off:0:0.5", at(4), tolerance=1e-3),
        case(
            "a slope of −1000, off by half of its share", "tolerance", "hillside", ":off:1:0.5", at(4), tolerance=1e-3
        ),
        case("a slope of 0.001, off by half of 1e-3", "tolerance", "hillside", ":off:3:5e-4", at(4), tolerance=1e-3),
        case("a slope of 0.001, off by 3e-3", "tolerance", "hillside", ":off:3:3e-3", at(4), tolerance=1e-3),
        case(
            "one slope of twenty, off by 4e-3", "tolerance", "waves", f":off:{place(20)}:4e-3", at(5, 4), tolerance=1e-3
        ),
        case(
            "given too little, within the share of the slope",
            "tolerance",
            "hillside",
            ":off:0:-400",
            at(4),
            tolerance=0.5,
        ),
        case("given too much, within its own share", "tolerance", "hillside", ":off:0:700", at(4), tolerance=0.5),
        case("beyond either share, within both together", "tolerance", "hillside", ":off:0:-600", at(4), tolerance=0.5),
        case("a slope of 1, off by one share and a half", "tolerance", "hillside", ":off:2:0.15", at(4), tolerance=0.1),
        case("right, with no tolerance at all", "tolerance", "plain", "", at(3), tolerance=0.0),
        case("wrong, with no tolerance at all", "tolerance", "plain", ":off:1:1e-9", at(3), tolerance=0.0),
        case("a 0-d array", "shapes", "bowl", "", at()),
        case("a 0-d array and a wrong slope", "shapes", "bowl", ":times:1.1", at()),
        case("three axes", "shapes", "waves", "", at(2, 3, 2)),
        case("three axes and one wrong entry", "shapes", "neighbours", f":off:{place(12)}:0.01", at(2, 3, 2)),
        case("one entry in a row", "shapes", "summit", "", at(1)),
        case("a transposed gradient", "mismatch", "bowl", ":turned", at(3, 2)),
        case("a flattened gradient", "mismatch", "bowl", ":flat", at(2, 3)),
        case("a column for a row of equal entries", "mismatch", "bowl", ":column", np.full(3, float(at()))),
        case("one number for equal entries", "mismatch", "bowl", ":first", np.full((2, 3), float(at()))),
        case("an array of one entry for a 0-d array", "mismatch", "bowl", ":column", at()),
        case("a gradient with a NaN", "mismatch", "waves", f":off:{place(5)}:nan", at(5)),
        case("a gradient of NaN only", "mismatch", "waves", ":off:all:nan", at(2, 3)),
        case("a function that is NaN", "mismatch", "fog", "", at(3)),
        case("the slide's (o − t)·o·(1 − o)", "slides", "surprise", ":slide", at(4)),
        case("the right gradient of ½‖x‖², which is x itself", "slides", "halves", ":itself", at(4)),
        case("the right o − t", "slides", "surprise", "", at(4)),
        case("the slide's σ(1 − σ′)", "slides", "sigmoids", ":slide", at(3)),
        case("the right σ(1 − σ)", "slides", "sigmoids", "", at(3)),
        case("degrees for radians", "slides", "waves", ":slide", at(3)),
        case("a missing 1/N", "slides", "mean", ":slide", at(4, 2)),
    ]


gradient_check = Exercise(
    name="gradient_check",
    topic=TOPIC,
    signature="gradient_check(f, gradient, x, tolerance=1e-6)",
    returns=("verdict",),
    section="05_softmax#gradient-check",
    reference=right.gradient_check,
    cases=trials,
    borrows=True,
    checks=(
        values("right gradients pass and clearly wrong ones fail", 0.4),
        Check(
            "central", "the differences are central: a steep valley's bottom passes", 0.1, groups=("values", "central")
        ),
        Check(
            "tolerance",
            "every entry gets its own share of the tolerance, max(1, |a|, |n|)",
            0.15,
            groups=("values", "tolerance"),
        ),
        Check("shape", "0-d arrays and three axes are judged too", 0.1, groups=("values", "shapes")),
        Check("mismatch", "another shape and NaN are False", 0.1, groups=("values", "mismatch")),
        Check("slides", "the slides are convicted, the right formulas acquitted", 0.05, groups=("values", "slides")),
        pure(),
    ),
    hints=(
        "Like `numerical_derivative`, but `f` now returns one number for the whole array. Move *one* entry at a time, "
        "a small step to each side, and see how far `f` moves.",
        "`np.ndindex(x.shape)` walks through the places of an array of any shape, 0-d too. Move a *copy* of x, so that "
        "x comes back as it was.",
        "Compare shapes before numbers: broadcasting would hide a wrong one. And ask whether every entry is *within* "
        "its limit, not whether one is beyond it: a comparison with NaN is always False.",
        "The limit of an entry is tolerance · max(1, |a|, |n|), with `np.maximum` entry by entry; `np.all` makes one "
        "verdict.",
    ),
    misconceptions=(
        *wrong(
            "forward-difference",
            "You step to one side only. The error of such a difference is of the order h, too much for this tolerance: "
            "at the bottom of a steep valley it sees a slope where there is none. Step to both sides.",
            *(check_with(one_sided(h)) for h in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8)),
            *(check_with(one_sided(h, -1)) for h in (1e-5, 1e-6, 1e-7)),
        ),
        *wrong(
            "divided-by-h",
            "From x − h to x + h is a distance of 2h, but you divide by h: every slope comes out twice too large.",
            check_with(lambda f, x: 2 * numeric(f, x)),
            without_shapes(lambda f, x: 2 * numeric(f, x)),
        ),
        *wrong(
            "all-entries-at-once",
            "You move all entries together. That is right for a function that works entry by entry; here f returns one "
            "number, and each entry has a slope of its own. Move one at a time.",
            check_with(all_at_once),
            without_shapes(all_at_once),
            absolutely(all_at_once),
            check_with(lambda f, x: np.full(x.shape, all_at_once(f, x))),
        ),
        *wrong(
            "rows-at-once",
            "`for i in range(len(x))` walks along the first axis only and moves a whole row of a matrix at once. "
            "`np.ndindex(x.shape)` visits every entry.",
            check_with(wrong_referee.along_rows),
            wrong_referee.vectors_only,
        ),
        *wrong(
            "shape-not-checked",
            "The shape of the gradient is not checked. Broadcasting lets a column, or a single number, pass for an "
            "array. Compare shapes first.",
            wrong_referee.unbounded,
            wrong_referee.flattened,
            wrong_referee.same_size,
            wrong_referee.broadcast,
        ),
        *wrong(
            "nan-acquitted",
            "NaN passes: every comparison with NaN is False, so looking for an entry that is *too large* never finds "
            "it. Ask whether all entries are within the limit.",
            wrong_referee.looks_for_too_large,
            *verdicts(lambda a, n, tolerance: not np.all(np.isnan(a - n)) and largest_share(a, n) <= tolerance),
            *verdicts(
                lambda a, n, tolerance: bool(np.nanmax(np.append(np.abs(a - n) / limit(a, n, 1.0), 0.0)) <= tolerance)
            ),
        ),
        *wrong(
            "absolute-only",
            "The limit is `tolerance` for every entry, however large. A slope of 1000 cannot be measured to the sixth "
            "digit after the point: the limit grows with max(1, |a|, |n|).",
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance))),
        ),
        *wrong(
            "relative-only",
            "The limit shrinks with the slope, so an entry near 0 has to be exact. The contract's max(1, |a|, |n|) "
            "never goes below 1.",
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * np.abs(n)))),
            *verdicts(
                lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * np.maximum(np.abs(a), np.abs(n))))
            ),
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * (np.abs(a) + np.abs(n))))),
            *verdicts(
                lambda a, n, tolerance: bool(
                    np.all(np.abs(a - n) / np.maximum(1e-8, np.abs(a) + np.abs(n)) <= tolerance)
                )
            ),
            *verdicts(lambda a, n, tolerance: bool(np.allclose(a, n, rtol=tolerance))),
            *verdicts(lambda a, n, tolerance: bool(np.allclose(a, n, rtol=tolerance, atol=0))),
        ),
        *wrong(
            "raises-for-shapes",
            "For a gradient of another shape you raise an error. The contract asks for False: a referee does not leave "
            "the field.",
            *map(wrong_referee.raises_for_shapes, (ValueError, AssertionError, TypeError)),
        ),
        *wrong(
            "quotient",
            "You divide by the slope, which may be 0, and ask for more than the contract does where it is small.",
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a / n - 1) <= tolerance))),
        ),
        *wrong(
            "right-ones-convicted",
            "Right gradients are convicted. Either your slopes come out wrong (from x − h to x + h is a distance of "
            "2h, and `/ 2 * h` multiplies by h), or you ask for equality where the tolerance should be.",
            *verdicts(lambda a, n, tolerance: bool(np.all(a == n))),
            check_with(lambda f, x: numeric(f, x) / 2),
            check_with(lambda f, x: numeric(f, x) * 1e-10),
        ),
        *wrong(
            "slope-upside-down",
            "Your slopes have the wrong sign: the rise is f ahead minus f behind.",
            check_with(lambda f, x: -numeric(f, x)),
        ),
        *wrong(
            "sizes-without-abs",
            "max(1, a, n) without absolute values: a slope of −1000 gets the limit of a slope of 1.",
            *verdicts(
                lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * np.maximum(1.0, np.maximum(a, n))))
            ),
        ),
        *wrong(
            "difference-without-abs",
            "The absolute value is missing: a gradient that is too *small* passes however far it is off.",
            *verdicts(lambda a, n, tolerance: bool(np.all(a - n <= limit(a, n, tolerance)))),
            *verdicts(lambda a, n, tolerance: bool(np.all(n - a <= limit(a, n, tolerance)))),
        ),
        *wrong(
            "one-limit-for-all",
            "All entries are compared with the size of the whole array, so a small entry can be quite wrong beside a "
            "large one. Each entry has its own limit.",
            *verdicts(
                lambda a, n, tolerance: bool(
                    np.linalg.norm(a - n) <= tolerance * max(1.0, np.linalg.norm(a), np.linalg.norm(n))
                )
            ),
            *verdicts(
                lambda a, n, tolerance: bool(
                    np.linalg.norm(a - n) <= tolerance * (np.linalg.norm(a) + np.linalg.norm(n))
                )
            ),
            *verdicts(
                lambda a, n, tolerance: bool(
                    np.max(np.abs(a - n)) <= tolerance * max(1.0, np.max(np.abs(a)), np.max(np.abs(n)))
                )
            ),
            *verdicts(lambda a, n, tolerance: bool(np.max(np.abs(a - n)) <= tolerance * np.max(np.abs(n)))),
        ),
        *wrong(
            "average-difference",
            "You judge an average, in which one wrong entry among many drowns. *Every* entry has to be within its "
            "limit.",
            *verdicts(lambda a, n, tolerance: bool(np.mean(np.abs(a - n)) <= tolerance)),
            *verdicts(lambda a, n, tolerance: bool(np.mean(np.abs(a - n) / limit(a, n, 1.0)) <= tolerance)),
            *verdicts(lambda a, n, tolerance: bool(np.sqrt(np.mean((a - n) ** 2)) <= tolerance)),
            *verdicts(lambda a, n, tolerance: bool(np.mean((a - n) ** 2) <= tolerance)),
        ),
        *wrong(
            "sum-of-differences",
            "You compare sums: errors of opposite sign cancel, and many small ones add up. Compare entry by entry.",
            *verdicts(lambda a, n, tolerance: bool(abs(np.sum(a - n)) <= tolerance)),
            *verdicts(
                lambda a, n, tolerance: bool(abs(np.sum(a) - np.sum(n)) <= limit(np.sum(a), np.sum(n), tolerance))
            ),
        ),
        *wrong(
            "some-for-all",
            "One entry within its limit is enough for you. *All* of them have to be: `np.all`, not `np.any`.",
            *verdicts(lambda a, n, tolerance: bool(np.any(np.abs(a - n) <= limit(a, n, tolerance)))),
        ),
        *wrong(
            "returns-too-early",
            "Only one entry decides. If you have a loop, return False as soon as one is wrong, but True only after the "
            "last.",
            walk_that_returns(True),
            walk_that_returns(False),
        ),
        *wrong(
            "tolerance-ignored",
            "The tolerance that the caller gives makes no difference. Use the parameter.",
            lambda f, gradient, x, tolerance=1e-6: right.gradient_check(f, gradient, x),
            lambda f, gradient, x, tolerance=1e-6: right.gradient_check(f, gradient, x, 1e-5),
            lambda f, gradient, x, tolerance=1e-6: right.gradient_check(f, gradient, x, 1e-4),
            *verdicts(lambda a, n, tolerance: bool(np.allclose(a, n))),
        ),
        *wrong(
            "another-default",
            "With a tolerance given all is well, but the default is another one than 1e-6.",
            *map(wrong_referee.default_of, (1e-3, 1e-4, 1e-5, 1e-7, 1e-8)),
        ),
        *wrong(
            "step-too-large",
            "Your step is so large that the difference sees the curvature. Around 1e-5 is a good step.",
            *(check_with(lambda f, x, h=h: numeric(f, x, h)) for h in (0.01, 0.1, 1.0)),
        ),
        *wrong(
            "step-too-small",
            "Your step is so small that f(x + h) and f(x − h) agree in nearly all digits, and the difference is noise. "
            "Around 1e-5 is a good step.",
            *(check_with(lambda f, x, h=h: numeric(f, x, h)) for h in (1e-11, 1e-12)),
        ),
        *wrong(
            "verdict-inverted",
            "True and False have changed places: True means that the gradient is right.",
            lambda f, gradient, x, tolerance=1e-6: not right.gradient_check(f, gradient, x, tolerance),
        ),
        *wrong(
            "number-for-verdict",
            "You return how far off the gradient is. A verdict is asked for: True or False.",
            wrong_referee.largest_difference,
            *verdicts(lambda a, n, tolerance: float(np.max(np.abs(a - n)))),
            *verdicts(
                lambda a, n, tolerance: float(
                    np.linalg.norm(a - n) / max(np.linalg.norm(a) + np.linalg.norm(n), 1e-300)
                )
            ),
        ),
        *wrong(
            "verdict-per-entry",
            "You return a verdict for every entry. One for the whole gradient is asked for: `np.all`.",
            *verdicts(lambda a, n, tolerance: np.abs(a - n) <= limit(a, n, tolerance)),
        ),
        *wrong(
            "slopes-for-verdict",
            "You return the numeric gradient itself. Compare it with the given one and return True or False.",
            lambda f, gradient, x, tolerance=1e-6: numeric(f, x),
        ),
        *wrong(
            "nothing-measured",
            "Nothing is measured: your verdict does not depend on f. Only differences of f can tell what its gradient "
            "is.",
            lambda f, gradient, x, tolerance=1e-6: (
                bool(np.all(np.isfinite(gradient(x)))) and gradient(x).shape == x.shape
            ),
            lambda f, gradient, x, tolerance=1e-6: gradient(x).shape == x.shape,
            lambda f, gradient, x, tolerance=1e-6: True,
            lambda f, gradient, x, tolerance=1e-6: False,
            check_with(lambda f, x: x),
        ),
        *wrong(
            "one-size-only",
            "Your limit grows with one of the two slopes. It takes the larger one: max(1, |a|, |n|).",
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * np.maximum(1.0, np.abs(a))))),
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * np.maximum(1.0, np.abs(n))))),
        ),
        *wrong(
            "limits-added",
            "You *add* sizes (as `np.isclose` adds `atol` and `rtol·|n|`), so the limit is up to twice as wide. The "
            "contract takes the largest of 1, |a| and |n|.",
            *verdicts(lambda a, n, tolerance: bool(np.allclose(a, n, rtol=tolerance, atol=tolerance))),
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * (1 + np.abs(a) + np.abs(n))))),
            *verdicts(
                lambda a, n, tolerance: bool(np.all(np.abs(a - n) <= tolerance * np.maximum(1, np.abs(a) + np.abs(n))))
            ),
        ),
        *wrong(
            "strictly-less",
            "What lies exactly on the limit is within it: `<=`, not `<`. With a tolerance of 0 nothing would ever pass.",
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(a - n) < limit(a, n, tolerance)))),
        ),
        *wrong(
            "zero-tolerance-replaced",
            "A tolerance of 0 is replaced: `tolerance or …` takes 0 for nothing given. The default stands in the signature.",
            lambda f, gradient, x, tolerance=1e-6: right.gradient_check(f, gradient, x, tolerance or 1e-6),
        ),
        *wrong(
            "relative-part-fixed",
            "`np.allclose` has a relative tolerance of its own, 1e-5, beside yours. Set `rtol` too, or better write the limit out.",
            *verdicts(lambda a, n, tolerance: bool(np.allclose(a, n, atol=tolerance))),
        ),
        *wrong(
            "signs-ignored",
            "You compare sizes: a gradient with its sign flipped passes. Take the absolute value of the *difference*.",
            *verdicts(lambda a, n, tolerance: bool(np.all(np.abs(np.abs(a) - np.abs(n)) <= limit(a, n, tolerance)))),
        ),
        *wrong(
            "last-entry-skipped",
            "One entry is never tried: a loop ends too early or begins too late.",
            *verdicts(
                lambda a, n, tolerance: bool(
                    np.all((np.abs(a - n) <= limit(a, n, tolerance)).flat[: max(1, np.size(a) - 1)])
                )
            ),
            *verdicts(lambda a, n, tolerance: bool(np.all((np.abs(a - n) <= limit(a, n, tolerance)).flat[1:]))),
        ),
        *wrong(
            "gradient-moves-along",
            "You move `x` while the gradient may *be* x (as for f = ½‖x‖²), and compare before x is put back. Move a "
            "copy, or copy the gradient first.",
            moves_along(1),
            moves_along(-1),
        ),
        *wrong(
            "axes-added",
            "A 0-d array is turned into a vector of one entry, and its right gradient is then of another shape. "
            "Compare shapes with the x that you were given.",
            wrong_referee.axes_added,
        ),
        *wrong(
            "not-restored",
            "`x` does not come back as it was: each entry stays moved, so all later slopes are taken elsewhere. Move a "
            "copy.",
            not_restored(exact=False),
        ),
        *wrong(
            "restored-inexactly",
            "`x += h`, `x -= 2h`, `x += h` does not give back the same number to the last bit: each step rounds. "
            "Remember the old value and put *it* back, or move a copy.",
            not_restored(exact=True),
        ),
    ),
)
