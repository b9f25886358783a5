"""Schedules: the rates that their formulas say."""

import pytest

from mlp_reference.schedules import constant, cosine_decay, inverse_decay, step_decay


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (constant(0.5), [0.5, 0.5, 0.5, 0.5, 0.5]),
        (inverse_decay(1.0, 0.5), [1.0, 1 / 1.5, 0.5, 0.4, 1 / 3]),
        (step_decay(1.0, 0.5, 2), [1.0, 1.0, 0.5, 0.5, 0.25]),
        (cosine_decay(2.0, 4), [2.0, 1 + 0.5**0.5, 1.0, 1 - 0.5**0.5, 0.0]),
    ],
)
def test_rates(schedule, rates):
    assert [schedule(epoch) for epoch in range(5)] == pytest.approx(rates)


def test_the_cosine_stays_at_zero():
    assert cosine_decay(1.0, 4)(9) == 0.0
