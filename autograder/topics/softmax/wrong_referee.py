"""Wrong gradient checks."""

from __future__ import annotations

import numpy as np

import mlp_reference as right


def numeric(f, x, h=1e-5):
    return right.numerical_gradient(f, x, h)


def limit(a, n, tolerance):
    return tolerance * np.maximum(1.0, np.maximum(np.abs(a), np.abs(n)))


def check_with(slopes, default=1e-6):
    """A check that is right but for how it finds the slopes: `slopes(f, x)`."""

    def gradient_check(f, gradient, x, tolerance=default):
        a, n = gradient(x), slopes(f, x)
        return a.shape == np.shape(n) and bool(np.all(np.abs(a - n) <= limit(a, n, tolerance)))

    return gradient_check


def without_shapes(slopes):
    """The same without a look at the shape."""

    def gradient_check(f, gradient, x, tolerance=1e-6):
        a, n = gradient(x), slopes(f, x)
        return bool(np.all(np.abs(a - n) <= limit(a, n, tolerance)))

    return gradient_check


def absolutely(slopes):
    return lambda f, gradient, x, tolerance=1e-6: bool(np.all(np.abs(gradient(x) - slopes(f, x)) <= tolerance))


def judge_with(verdict):
    """A check that is right but for its verdict, `verdict(a, n, tolerance)`, on arrays of one shape."""

    def gradient_check(f, gradient, x, tolerance=1e-6):
        a = gradient(x)
        return a.shape == np.shape(x) and verdict(a, numeric(f, x), tolerance)

    return gradient_check


def verdicts(*rules):
    """Checks with these verdicts, each with a look at the shape and without."""

    def without(rule):
        return lambda f, gradient, x, tolerance=1e-6: rule(gradient(x), numeric(f, x), tolerance)

    return [make(rule) for rule in rules for make in (judge_with, without)]


def raises_for_shapes(error):
    def gradient_check(f, gradient, x, tolerance=1e-6):
        if gradient(x).shape != x.shape:
            raise error("shapes differ")
        return right.gradient_check(f, gradient, x, tolerance)

    return gradient_check


def one_sided(h, side=1):
    def slopes(f, x):
        n = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            moved = x.copy()
            moved[place] += side * h
            n[place] = (f(moved) - f(x)) / (side * h)
        return n

    return slopes


def all_at_once(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def along_rows(f, x, h=1e-5):
    n = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    return n


def unbounded(f, gradient, x, tolerance=1e-6):
    """The shape is never looked at."""
    a, n = gradient(x), numeric(f, x)
    return bool(np.all(np.abs(a - n) <= limit(a, n, tolerance)))


def flattened(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x).ravel(), numeric(f, x).ravel()
    return a.shape == n.shape and bool(np.all(np.abs(a - n) <= limit(a, n, tolerance)))


def same_size(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), numeric(f, x)
    return a.size == n.size and bool(np.all(np.abs(a.ravel() - n.ravel()) <= limit(a.ravel(), n.ravel(), tolerance)))


def looks_for_too_large(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), numeric(f, x)
    return a.shape == n.shape and not bool(np.any(np.abs(a - n) > limit(a, n, tolerance)))


def walk_that_returns(first):
    """Returns from within the loop: the verdict of the first entry that settles it, or thinks it does."""

    def gradient_check(f, gradient, x, tolerance=1e-6):
        a, n = gradient(x), numeric(f, x)
        if a.shape != x.shape:
            return False
        places = list(np.ndindex(x.shape))
        return bool((np.abs(a - n) <= limit(a, n, tolerance))[places[0 if first else -1]])

    return gradient_check


def not_restored(exact):
    def gradient_check(f, gradient, x, tolerance=1e-6, h=1e-5):
        a, n = gradient(x), np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            x[place] += h
            up = f(x)
            x[place] -= 2 * h
            n[place] = (up - f(x)) / (2 * h)
            if exact:
                x[place] += h
        return a.shape == x.shape and bool(np.all(np.abs(a - n) <= limit(a, n, tolerance)))

    return gradient_check


def moves_along(last):
    """Compares each entry where x was moved to last, ahead or behind."""

    def gradient_check(f, gradient, x, tolerance=1e-6, h=1e-5):
        a, right_so_far = gradient(x), True
        if a.shape != x.shape:
            return False
        for place in np.ndindex(x.shape):
            old = x[place].copy()
            heights = []
            for side in (-last, last):
                x[place] = old + side * h
                heights.append(f(x))
            n = last * (heights[1] - heights[0]) / (2 * h)
            right_so_far &= bool(abs(a[place] - n) <= limit(a[place], n, tolerance))
            x[place] = old
        return right_so_far

    return gradient_check


def axes_added(f, gradient, x, tolerance=1e-6):
    v = np.atleast_1d(x)
    return gradient(x).shape == v.shape and right.gradient_check(f, gradient, v, tolerance)


def broadcast(f, gradient, x, tolerance=1e-6):
    try:
        a = np.broadcast_to(gradient(x), x.shape)
    except ValueError:
        return False
    return right.gradient_check(f, lambda x: a, x, tolerance)


def largest_share(a, n):
    return float(np.nanmax(np.abs(a - n) / limit(a, n, 1.0)))


def default_of(tolerance):
    return check_with(numeric, tolerance)


def largest_difference(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), numeric(f, x)
    return (
        float(np.max(np.abs(a - n) / np.maximum(1.0, np.maximum(np.abs(a), np.abs(n)))))
        if a.shape == n.shape
        else np.inf
    )


def vectors_only(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += 1e-5
        down[i] -= 1e-5
        n[i] = (f(up) - f(down)) / 2e-5
    return a.shape == n.shape and bool(np.all(np.abs(a - n) <= limit(a, n, tolerance)))
