"""Landscapes: right gradients are right at every shape, every slip is one, and the slides are wrong."""

import numpy as np
import pytest

from autograder.checks import gradients
from autograder.checks.functions import function
from autograder.checks.landscapes import LANDSCAPES, SLIDES

SHAPES = [(), (1,), (4,), (3, 2), (2, 3, 2)]
SMOOTH = [name for name in LANDSCAPES if name != "fog"]


def status(name, words, shape):
    x = np.random.default_rng(8).uniform(0.3, 1.5, shape)
    f, g = function(f"height:{name}"), function(f"gradient:{words}")
    return gradients.check(lambda p: f(p[0]), lambda p: [g(p[0])], [x])[0].status


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("shape", SHAPES)
def test_right_gradients_are_right_at_every_shape(name, shape):
    assert status(name, name, shape) == "right"


@pytest.mark.parametrize("name", SLIDES)
def test_the_slides_are_wrong(name):
    assert status(name, f"{name}:slide", (3, 2)) == "wrong"


@pytest.mark.parametrize("slip", ["off:4:0.01", "off:all:-0.01", "off:0:nan", "times:1.1", "turned", "column", "first"])
def test_every_slip_is_one(slip):
    assert status("bowl", f"bowl:{slip}", (3, 2)) == "wrong"


def test_a_gradient_is_a_new_array_each_time_and_leaves_x_alone():
    x = np.ones((2, 3))
    for words in ["bowl", "mean:slide", "bowl:flat", "plain:off:1:2.0", "hillside"]:
        g = function(f"gradient:{words}")
        assert not np.shares_memory(g(x), x) and not np.shares_memory(g(x), g(x))
    assert np.array_equal(x, np.ones((2, 3)))
