"""The central difference."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.activations.entries import TOPIC
from autograder.topics.exercise import Exercise, away, pure, wrong


def slopes(rng: np.random.Generator) -> list[Case]:
    """Steps so large that they show, and functions so tame that rounding, about 1e-16·|f|/h, does not.

    None is proportional to its own derivative: there every wrong formula would look like a wrong factor.
    """

    def step(low, high):
        return float(rng.uniform(low, high))

    # |t|, where steps of 1e-5 reach across: slopes 0.3, −0.3, 0.8, 0, −1
    corner = np.array([3e-6, -3e-6, 8e-6, 0.0, -0.5])
    return [
        Case("a row of numbers and h = 0.3 or so", (Named("cube"), away(rng, (4,)), step(0.25, 0.4))),
        Case("sin and a large h", (Named("sin"), away(rng, (3,)), step(0.5, 0.8))),
        Case("z³, whole numbers", (Named("cube"), np.array([-2.0, -1.0, 0.0, 1.0, 3.0]), 0.5)),
        Case("one number in a row", (Named("softsign"), away(rng, (1,)), step(0.2, 0.5))),
        Case("a matrix and z³", (Named("cube"), away(rng, (4, 3)), step(0.2, 0.4))),
        Case("h left at its default", (Named("cube"), away(rng, (5,)) * [0.01, 0.02, 0.1, 1.0, 1.0]), "default"),
        Case("tanh and the default h", (Named("tanh"), away(rng, (3,), high=1.2)), "default"),
        Case("the corner of |t| and the default h", (Named("abs"), corner), "default"),
        Case("a small h", (Named("tanh"), away(rng, (2,)), 1e-3)),
        Case("a function that returns its very argument", (Named("itself"), away(rng, (3,)), step(0.2, 0.4))),
        Case("a function that returns a view", (Named("view"), away(rng, (2, 2)), step(0.2, 0.4))),
        Case("a constant function", (Named("constant"), away(rng, (3,)), step(0.2, 0.4))),
        Case("a matrix", (Named("sin"), away(rng, (3, 2)), step(0.3, 0.5)), "shapes"),
        Case("a column", (Named("tanh"), away(rng, (3, 1)), step(0.3, 0.5)), "shapes"),
        Case("three axes", (Named("cube"), away(rng, (2, 3, 2)), step(0.2, 0.4)), "shapes"),
        Case("a 0-d array", (Named("tanh"), np.array(step(0.3, 1.0)), step(0.2, 0.4)), "shapes"),
        Case("a Python float", (Named("cube"), step(0.5, 1.5), step(0.2, 0.4)), "shapes"),
        Case("the Python float 0.0", (Named("sin"), 0.0, step(0.2, 0.4)), "shapes"),
        Case("a larger matrix", (Named("sin"), away(rng, (8, 7)), step(0.3, 0.5))),
    ]


def shift_in_place(f, z, h=1e-5):
    z = np.asarray(z)
    z += h
    ahead = f(z)
    z -= 2 * h
    return (ahead - f(z)) / (2 * h)


def no_default(f, z, h):
    return relative(f, np.asarray(z), h)


def relative(f, z, step):
    return (f(z + step) - f(z - step)) / (2 * step)


def quotient(rule):
    """A difference quotient for z as an array and the step that the caller gave."""
    return lambda f, z, h=1e-5: rule(f, np.asarray(z, dtype=float), h)


numerical_derivative = Exercise(
    name="numerical_derivative",
    topic=TOPIC,
    signature="numerical_derivative(f, z, h=1e-5)",
    returns=("slope",),
    section="02_activations#numerical-derivative",
    reference=right.numerical_derivative,
    cases=slopes,
    checks=(
        Check("values", "the central difference is right for the given h", 0.5),
        Check("default", "h = 1e-5 is used when none is given", 0.15, groups=("default",)),
        Check("shape", "numbers and arrays of any shape come back in their own shape", 0.2, groups=("shapes",)),
        pure(0.15),
    ),
    hints=(
        "A derivative is rise over run. Take one small step to the right of z and one to the left: how far apart are "
        "the two points?",
        "The rise is the difference of f at these two points. The run is not h.",
        "`f` works on whole arrays, so step all entries at once; numerator and denominator each need their own "
        "parentheses.",
    ),
    misconceptions=(
        *wrong(
            "forward-difference",
            "This is the one-sided difference (f(z+h) − f(z)) / h. The central one, from z−h to z+h, is far more "
            "accurate: its error shrinks with h², not with h.",
            quotient(lambda f, z, h: (f(z + h) - f(z)) / h),
        ),
        *wrong(
            "backward-difference",
            "This is the one-sided difference to the left. Take one step to each side of z.",
            quotient(lambda f, z, h: (f(z) - f(z - h)) / h),
        ),
        *wrong(
            "divided-by-h",
            "From z−h to z+h is a distance of 2h, but you divide by h: every slope comes out twice too large.",
            quotient(lambda f, z, h: (f(z + h) - f(z - h)) / h),
        ),
        *wrong(
            "one-sided-over-2h",
            "You step to one side only, a distance of h, but divide by 2h. Step to the other side too.",
            quotient(lambda f, z, h: (f(z + h) - f(z)) / (2 * h)),
        ),
        *wrong(
            "precedence",
            "`/ 2 * h` divides by 2 and then *multiplies* by h. Write the denominator in parentheses: `/ (2 * h)`.",
            quotient(lambda f, z, h: (f(z + h) - f(z - h)) / 2 * h),
            quotient(lambda f, z, h: (f(z + h) - f(z - h)) * 2 * h),
        ),
        *wrong(
            "numerator-parentheses",
            "Division comes before subtraction: only f(z−h) is divided. Put the difference in parentheses.",
            quotient(lambda f, z, h: f(z + h) - f(z - h) / (2 * h)),
        ),
        *wrong(
            "h-ignored",
            "The step that the caller gives makes no difference: you always use your own. Use the parameter `h`.",
            quotient(lambda f, z, h: (f(z + 1e-5) - f(z - 1e-5)) / 2e-5),
            quotient(lambda f, z, h: (f(z + 1e-3) - f(z - 1e-3)) / 2e-3),
            lambda f, z: (f(np.asarray(z) + 1e-5) - f(np.asarray(z) - 1e-5)) / 2e-5,
        ),
        *wrong(
            "half-step",
            "You step by h/2 to each side. That is a central difference too, but the contract asks for steps of h.",
            quotient(lambda f, z, h: (f(z + h / 2) - f(z - h / 2)) / h),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: the rise is f ahead minus f behind.",
            quotient(lambda f, z, h: (f(z - h) - f(z + h)) / (2 * h)),
        ),
        *wrong(
            "sum-for-difference",
            "You add the two values. The rise is their difference.",
            quotient(lambda f, z, h: (f(z + h) + f(z - h)) / (2 * h)),
        ),
        *wrong(
            "not-divided",
            "The rise alone is not a slope: divide by the distance between the two points.",
            quotient(lambda f, z, h: f(z + h) - f(z - h)),
            quotient(lambda f, z, h: (f(z + h) - f(z - h)) / 2),
        ),
        *wrong(
            "in-place",
            "Your function shifts the caller's `z` in place (`z += h` writes into the array). Write `z + h`, which "
            "makes a new array.",
            shift_in_place,
        ),
        *wrong(
            "number-refused",
            "Your function works for arrays but not for a single number. `f` is elementwise: step all entries at once, "
            "without a loop and without asking for `z.shape`.",
            lambda f, z, h=1e-5: np.array([(f(entry + h) - f(entry - h)) / (2 * h) for entry in z]),
            lambda f, z, h=1e-5: np.reshape((f(z + h) - f(z - h)) / (2 * h), z.shape),
        ),
        *wrong(
            "double-step",
            "You step by 2h to each side. Step by h; the *distance* is then 2h.",
            quotient(lambda f, z, h: (f(z + 2 * h) - f(z - 2 * h)) / (4 * h)),
            quotient(lambda f, z, h: (f(z + 2 * h) - f(z - 2 * h)) / (2 * h)),
            quotient(lambda f, z, h: (f(z + 2 * h) - f(z)) / (2 * h)),
        ),
        *wrong(
            "second-derivative",
            "f(z+h) − 2f(z) + f(z−h), over h², measures the *curvature*. The slope needs only the two outer points.",
            quotient(lambda f, z, h: (f(z + h) - 2 * f(z) + f(z - h)) / h**2),
            quotient(lambda f, z, h: (f(z + h) - f(z - h)) / h**2),
        ),
        *wrong(
            "higher-order",
            "You use a finer formula with more points. It is a good one, but the contract asks for the plain central difference.",
            quotient(lambda f, z, h: (8 * (f(z + h) - f(z - h)) - f(z + 2 * h) + f(z - 2 * h)) / (12 * h)),
        ),
        *wrong(
            "another-default",
            "With h given all is well, but the default is another one than 1e-5.",
            *(
                lambda f, z, h=default: (f(np.asarray(z) + h) - f(np.asarray(z) - h)) / (2 * h)
                for default in (0.1, 0.01, 1e-3, 1e-4, 1e-6, 1e-7, 1e-8)
            ),
        ),
        *wrong(
            "default-missing",
            "With h given all is well, but it has no default. In the line with `def`, write the default beside the parameter.",
            no_default,
        ),
        *wrong(
            "relative-step",
            "The step grows with |z|. The contract asks for steps of h at every entry.",
            quotient(lambda f, z, h: relative(f, z, h * np.maximum(1.0, np.abs(z)))),
            quotient(lambda f, z, h: relative(f, z, h * (1.0 + np.abs(z)))),
            quotient(lambda f, z, h: relative(f, z, h * np.abs(z))),
        ),
        *wrong(
            "slope-between-entries",
            "`np.gradient` and `np.diff` measure how values change from one entry of z to the next. Here f is "
            "evaluated a step h to each side of every entry.",
            quotient(lambda f, z, h: np.gradient(f(z), h)),
            quotient(lambda f, z, h: np.gradient(f(z))),
            quotient(lambda f, z, h: np.gradient(f(z), z)),
        ),
        *wrong(
            "complex-step",
            "A complex step is a fine trick, but not every f takes complex numbers. Take two real steps of h.",
            quotient(lambda f, z, h: np.imag(f(z + 1j * h)) / h),
        ),
        *wrong(
            "array-shifted-between-calls",
            "You shift one array in place, and f may return that very array (as the identity does): then both values "
            "change together. Let `z + h` and `z - h` be arrays of their own.",
            lambda f, z, h=1e-5: shift_in_place(f, np.array(z, dtype=float), h),
        ),
        *wrong(
            "four-times",
            "`/ h / 2` and `/ (2 * h)` are the same; `/ (h / 2)` is four times as large.",
            quotient(lambda f, z, h: (f(z + h) - f(z - h)) / (h / 2)),
        ),
        *wrong(
            "difference-inside",
            "The difference is taken inside f. Evaluate f at the two points first, then subtract.",
            quotient(lambda f, z, h: f((z + h) - (z - h)) / (2 * h)),
        ),
        *wrong(
            "one-slope-for-all",
            "You return one number. Every entry of z has a slope of its own, so the result has the shape of z.",
            quotient(lambda f, z, h: np.mean((f(z + h) - f(z - h)) / (2 * h))),
            quotient(lambda f, z, h: np.sum((f(z + h) - f(z - h)) / (2 * h))),
            quotient(lambda f, z, h: (f(np.mean(z) + h) - f(np.mean(z) - h)) / (2 * h)),
        ),
    ),
)
