"""The view on a hand-chosen step network: it is run, strictly, whatever its size; what would mend it is said."""

import numpy as np
import pytest

from autograder.checks.views import RIGHT, view

CUTS = (np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-1.5, 0.5]), np.array([1.0, 1.0]), -0.5)
BITS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def seen(*network):
    return view("same_value", network, ())


def one_unit_an_input(*answers):
    """Four hidden units, each of which fires at one input alone."""
    return (2 * BITS - 1).T, 0.5 - BITS.sum(axis=1), np.array(answers, dtype=float), -0.5


@pytest.mark.parametrize(
    "network",
    [
        CUTS,
        one_unit_an_input(1, 0, 0, 1),
        (np.array([[1, -1], [-1, 1]]), np.array([0, 0]), np.array([-1, -1]), 1),
        ([[1, -1], [1, -1]], [-1.5, 0.5], (1, 1), np.array(-0.5)),
        (np.array([[1.0], [1.0]]) * [1, 1, 0], np.array([-0.5, -1.5, 1.0]), np.array([-1.0, 1.0, 1.0]), -0.5),
    ],
)
def test_any_network_that_works_is_right(network):
    assert view("same_value", network, ()) == {"network": RIGHT, "shapes": RIGHT}


@pytest.mark.parametrize("number", [n for n in range(16) if n != 0b1001])
def test_every_other_answer_is_wrong_and_earns_nothing(number):
    answers = [int(bit) for bit in f"{number:04b}"]
    properties = seen(*one_unit_an_input(*answers))
    assert RIGHT not in properties.values()


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ((CUTS[0], np.array([-2.0, 0.0]), CUTS[2], -1.0), "if a unit fired at a score of 0, too"),
        ((CUTS[0], -CUTS[1], CUTS[2], 0.5), "with the sign of a bias flipped"),
        ((CUTS[0].T, *CUTS[1:]), "with W1 transposed"),
        ((*CUTS[:3], 1.5), "if a hidden unit that does not fire said −1"),
        ((np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2), np.array([-2.0, -1.0]), 0.5), None),
    ],
)
def test_what_would_mend_a_network_is_said(network, said):
    properties = seen(*network)
    assert properties["network"] == (RIGHT if said is None else f"is not right yet, but would be {said}")


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (CUTS[:3], "is a tuple of 3; four values are expected: W1, b1, w2, b2"),
        ((CUTS[0], "b", *CUTS[2:]), "cannot be run: b1 is text"),
        ((CUTS[0], CUTS[1] * np.nan, *CUTS[2:]), "cannot be run: b1 holds NaN or infinity"),
        ((np.ones((3, 2)), np.ones(3), np.ones(3), 1.0), "cannot be run: W1 has one row a hidden unit; one column"),
        ((np.ones(2), np.ones(2), np.ones(2), 1.0), "cannot be run: W1 has another shape than (2, H)"),
        ((CUTS[0], np.ones(1), *CUTS[2:]), "cannot be run: b1 and w2 need one entry for each column of W1"),
    ],
)
def test_what_is_no_network_is_said(network, said):
    assert view("same_value", network, ())["network"].startswith(said)


def test_a_value_that_claims_to_be_right_is_not():
    for forged in ("is right", {"network": RIGHT, "shapes": RIGHT}, [RIGHT] * 4):
        assert RIGHT not in view("same_value", forged, ()).values()


def test_a_column_of_weights_is_run_but_costs_the_shape():
    properties = seen(*CUTS[:2], CUTS[2][:, None], CUTS[3])
    assert properties == {"network": RIGHT, "shapes": "differ: w2 has 2 axes where the shape (H,) has 1"}
