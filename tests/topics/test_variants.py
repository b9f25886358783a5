"""Variants and forms: the same data in other clothes must not matter, a right value in a wrong form must."""

import numpy as np

from autograder.checks.key import Case
from autograder.checks.plain import Named
from autograder.topics.forms import each, in_memory_order
from autograder.topics.variants import LAYOUTS, OF_VECTORS, variants

RNG = np.random.default_rng(0)
MATRIX, SQUARE, VECTOR = RNG.normal(size=(3, 2)), RNG.normal(size=(3, 3)), RNG.normal(size=4)


def layouts(*cases, **options):
    return [case.layout for case in variants(cases, **options)]


def test_a_matrix_is_asked_for_in_every_layout_and_a_vector_in_those_it_has():
    assert layouts(Case("a", (VECTOR,)), Case("b", (MATRIX, VECTOR))) == list(LAYOUTS)
    assert layouts(Case("a", (VECTOR, Named("sin")))) == list(OF_VECTORS)
    assert layouts(Case("a", (1.0,)), Case("b", (np.array([2.0]),))) == []


def test_a_square_matrix_does_not_tell_layouts_apart():
    assert layouts(Case("a", (SQUARE,))) == []
    assert all(np.shape(case.args[0]) == (3, 2) for case in variants([Case("a", (SQUARE,)), Case("b", (MATRIX,))]))


def test_what_may_write_into_its_arguments_gets_none_that_is_read_only():
    assert "readonly" not in layouts(Case("a", (MATRIX,)), writes=True)


def test_the_names_of_a_dict_come_in_reverse_order():
    [turned] = variants([Case("a", ({"W": 1.0, "b": 2.0},))])
    assert list(turned.args[0].items()) == [("b", 2.0), ("W", 1.0)]


def test_entries_read_as_they_lie_in_memory_are_mixed_up_in_fortran_order_only():
    mixed_up = in_memory_order(lambda a, b: a + b, [0])
    fortran = np.asfortranarray(MATRIX)
    assert np.array_equal(mixed_up(MATRIX, 0.0), MATRIX)
    assert not np.array_equal(mixed_up(fortran, 0.0), fortran)


def test_a_change_reaches_every_array_and_number_of_a_tree_and_nothing_else():
    assert each(lambda array: array + 1)({"a": [1.0, (2.0, None)], "b": "text", "c": 3}) == {
        "a": [2.0, (3.0, None)],
        "b": "text",
        "c": 3,
    }
