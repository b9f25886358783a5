"""The Jacobian without a formula."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.chain_rule import wrong_differences
from autograder.topics.chain_rule.common import SIGN, TOPIC
from autograder.topics.chain_rule.wrong_differences import all_at_once, by_columns, central, step_kept
from autograder.topics.exercise import Exercise, away, pure, wrong


def functions(rng: np.random.Generator) -> list[Case]:
    """Steps so large that they show, and functions so tame that rounding, about 1e-16·|f|/h, does not."""

    def case(name, function, n, group="values", layout="C", h=None):
        step = (float(rng.uniform(0.25, 0.45)),) if h is None else h
        return Case(name, (Named(f"vector:{function}"), away(rng, (n,), high=1.5), *step), group, layout)

    return [
        case("f from 3 to 2 numbers and h = 0.3 or so", "swirl", 3),
        case("f from 2 to 5 numbers", "mixed", 2),
        case("f from 5 to 4 numbers", "neighbours", 5, layout="strided"),
        case("f from 3 to 4 numbers, read-only", "powers", 3, layout="readonly"),
        case("an elementwise f", "squares", 4),
        Case("whole numbers", (Named("vector:powers"), np.array([1.0, -2.0, 3.0]), 0.5)),
        case("f from 7 to 6 numbers, a small h", "neighbours", 7, h=(1e-3,)),
        case("h left at its default", "rapid", 3, "default", h=()),
        case("h left at its default, f from 4 to 5 numbers", "mixed", 4, "default", h=()),
        case("f of small values", "faint", 4),
        case("an f that returns its argument's own entries, turned round", "turned", 3, "own"),
        case("f from 1 to 3 numbers", "circle", 1, "single"),
        case("f from 4 numbers to 1", "length", 4, "single"),
    ]


numerical_jacobian = Exercise(
    name="numerical_jacobian",
    topic=TOPIC,
    signature="numerical_jacobian(f, x, h=1e-5)",
    returns=("J",),
    section="03_chain_rule#numerical-jacobian",
    reference=right.numerical_jacobian,
    cases=functions,
    checks=(
        Check("values", "the central differences are right for the given h", 0.6, gradient=True),
        Check("default", "h = 1e-5 is used when none is given", 0.1, groups=("default",), gradient=True),
        Check("one number", "one input gives one column, one output one row", 0.1, groups=("single",), gradient=True),
        Check(
            "own array",
            "a second call of f does not spoil the first one's result",
            0.05,
            groups=("own",),
            gradient=True,
        ),
        pure(0.15),
    ),
    hints=(
        "Move one input and watch all outputs: that gives one column of J. Then the next input.",
        "Each column is the central difference of topic 02, (f ahead − f behind) / 2h; only, ahead and behind differ "
        "in one entry of x.",
        "Work on a copy of x, or add h times a row of `np.eye(n)`: then nothing has to be put back.",
        "m is not given: f tells you, by the length of what it returns. Stack the n columns side by side, on axis 1.",
    ),
    misconceptions=(
        *wrong(
            "transposed",
            "The right numbers, turned: outputs belong in rows and inputs in columns, (m, n). Moving one input fills a "
            "*column*.",
            by_columns(central, wrong_differences.in_rows, lambda m, n: (n, m)),
        ),
        *wrong(
            "square-assumed",
            "You take it for granted that there are as many outputs as inputs. f maps n numbers to m, and m is what it "
            "returns.",
            by_columns(central, like=lambda m, n: (n, n)),
            by_columns(central, wrong_differences.in_rows, lambda m, n: (n, n)),
        ),
        *wrong(
            "forward-difference",
            "This is the one-sided difference (f(x+h) − f(x)) / h. The central one is far more accurate: its error "
            "shrinks with h².",
            by_columns(lambda f, x, e, h: (f(x + h * e) - f(x)) / h),
        ),
        *wrong(
            "backward-difference",
            "This is the one-sided difference to the left. Take one step to each side of x.",
            by_columns(lambda f, x, e, h: (f(x) - f(x - h * e)) / h),
        ),
        *wrong(
            "divided-by-h",
            "From x−h to x+h is a distance of 2h, but you divide by h: everything comes out twice too large.",
            by_columns(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / h),
        ),
        *wrong(
            "one-sided-over-2h",
            "You step to one side only, a distance of h, but divide by 2h. Step to the other side too.",
            by_columns(lambda f, x, e, h: (f(x + h * e) - f(x)) / (2 * h)),
        ),
        *wrong(
            "precedence",
            "`/ 2 * h` divides by 2 and then *multiplies* by h. Write the denominator in parentheses: `/ (2 * h)`.",
            by_columns(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / 2 * h),
        ),
        *wrong(
            "numerator-parentheses",
            "Division comes before subtraction: only f(x−h) is divided. Put the difference in parentheses.",
            by_columns(lambda f, x, e, h: f(x + h * e) - f(x - h * e) / (2 * h)),
        ),
        *wrong(
            "all-entries-at-once",
            "You move all entries of x at once. That was fine for an elementwise f; here every output may depend on "
            "every input, so move one entry at a time.",
            all_at_once,
            lambda f, x, h=1e-5: np.diag(all_at_once(f, x, h)),
            by_columns(lambda f, x, e, h: (f(x + h) - f(x - h)) / (2 * h)),
        ),
        *wrong(
            "diagonal-only",
            "Only output i against input i is looked at. The Jacobian has an entry for every pair of an output and an "
            "input.",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h) * np.eye(len(f(x)), len(x)),
            lambda f, x, h=1e-5: np.diag(right.numerical_jacobian(f, x, h)),
        ),
        *wrong(
            "step-not-undone",
            "The step is not taken back before the next entry is moved, so from the second column on x is somewhere else.",
            step_kept(0),
            step_kept(2),
        ),
        *wrong(
            "in-place",
            "Your function moves the caller's x. Even when the step is taken back, rounding leaves a trace. Work on a copy.",
            wrong_differences.in_place,
        ),
        *wrong(
            "h-ignored",
            "The step that the caller gives makes no difference: you always use your own. Use the parameter `h`.",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, 1e-5),
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, 1e-6),
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, 1e-4),
        ),
        *wrong(
            "half-step",
            "You step by h/2 to each side. That is a central difference too, but the contract asks for steps of h.",
            by_columns(lambda f, x, e, h: (f(x + h * e / 2) - f(x - h * e / 2)) / h),
        ),
        *wrong(
            "sign-flipped",
            SIGN + "The rise is f ahead minus f behind.",
            by_columns(lambda f, x, e, h: -central(f, x, e, h)),
        ),
        *wrong(
            "not-divided",
            "The rise alone is not a slope: divide by the distance between the two points.",
            by_columns(lambda f, x, e, h: f(x + h * e) - f(x - h * e)),
            by_columns(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / 2),
        ),
        *wrong(
            "sum-for-difference",
            "You add the two values. The rise is their difference.",
            by_columns(lambda f, x, e, h: (f(x + h * e) + f(x - h * e)) / (2 * h)),
        ),
        *wrong(
            "outputs-summed",
            "The outputs are added up. Each keeps a row of its own.",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h).sum(axis=0),
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h).sum(axis=1),
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h).sum(axis=0, keepdims=True),
        ),
        *wrong(
            "one-column-only",
            "Only one column is there. If you have a loop, look at the indentation of what follows it.",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h)[:, 0],
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h)[:, -1],
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h)[:, :1],
        ),
        *wrong(
            "f-entry-by-entry",
            "You give f one entry of x at a time. f needs the whole vector, moved in one place.",
            lambda f, x, h=1e-5: np.array([(f(v + h) - f(v - h)) / (2 * h) for v in x]),
        ),
        *wrong(
            "left-at-zero",
            "The matrix is zero throughout, as it was when it was made. Is it filled in?",
            by_columns(lambda f, x, e, h: 0.0),
        ),
        *wrong(
            "another-default",
            "With h given all is well, but the default is another one than 1e-5.",
            *(lambda f, x, h=h: right.numerical_jacobian(f, x, h) for h in (0.1, 1e-2, 1e-3, 1e-4)),
        ),
        *wrong(
            "flattened",
            "The right numbers in one long row. The Jacobian is a matrix, (m, n).",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h).ravel(),
        ),
        *wrong(
            "one-row-squeezed",
            "An axis is lost when there is one input or one output. The Jacobian is always a matrix: (m, 1) or (1, n) then.",
            lambda f, x, h=1e-5: np.squeeze(right.numerical_jacobian(f, x, h)),
            lambda f, x, h=1e-5: (
                right.numerical_jacobian(f, x, h)[0] if len(f(x)) == 1 else right.numerical_jacobian(f, x, h)
            ),
            lambda f, x, h=1e-5: (
                right.numerical_jacobian(f, x, h)[:, 0] if len(x) == 1 else right.numerical_jacobian(f, x, h)
            ),
        ),
        *wrong(
            "results-share-memory",
            "f may return its argument's own entries, and then its first result moves along with your x. Copy x anew "
            "for each call of f, or copy what f returns.",
            wrong_differences.moved_and_put_back,
        ),
        *wrong(
            "another-difference",
            "This is a finer formula, of four points. It is more exact, but the contract asks for (f ahead − f behind) / 2h.",
            by_columns(lambda f, x, e, h: (4 * central(f, x, e, h) - central(f, x, e, 2 * h)) / 3),
        ),
        *wrong(
            "step-by-size",
            "Your step grows with the entry. That can be wise, but the contract asks for steps of h in every entry.",
            by_columns(lambda f, x, e, h: central(f, x, e, h * max(1.0, abs(x @ e)))),
            by_columns(lambda f, x, e, h: central(f, x, e, h * (1.0 + abs(x @ e)))),
            by_columns(lambda f, x, e, h: central(f, x, e, h * abs(x @ e))),
        ),
        *wrong(
            "reshaped",
            "The columns are dealt out row by row: `reshape` does not turn a matrix, `.T` does.",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h).T.reshape(len(f(x)), len(x)),
        ),
        *wrong(
            "last-column-missing",
            "The last column is left at zero. A `range(n)` runs from 0 to n − 1, all of them.",
            lambda f, x, h=1e-5: right.numerical_jacobian(f, x, h) * (np.arange(len(x)) < max(1, len(x) - 1)),
        ),
        *wrong(
            "list-for-array",
            "You hand f a list. f takes an array: `x ** 2` and `x[:-1] * …` mean something else, or nothing, for a list.",
            by_columns(lambda f, x, e, h: (f((x + h * e).tolist()) - f((x - h * e).tolist())) / (2 * h)),
        ),
    ),
)
