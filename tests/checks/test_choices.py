"""A choice is judged by the table that its spies read."""

import pytest

from autograder.checks.choices import chosen, select
from autograder.checks.plain import plain
from autograder.checks.property import RIGHT

LAMS, LOSSES = [0.0, 0.5, 2], [3.0, 1.0, 1.0]


def seen(target):
    return chosen(plain(select(target, list(LAMS), LOSSES)), LAMS, LOSSES)


def test_the_first_of_the_best_with_one_fit_each_is_right():
    assert seen(lambda lams, fit, loss: min(lams, key=lambda lam: loss(fit(lam)))) == {"lam": 0.5, "fits": RIGHT}


def test_fits_are_counted_and_pay_for_a_right_choice_only():
    def again(lams, fit, loss):
        fit(lams[0])
        return min(lams, key=lambda lam: loss(fit(lam)))

    assert seen(again) == {"lam": 0.5, "fits": "are too many: some λ is fitted more than once"}
    assert seen(lambda lams, fit, loss: 0.5)["fits"] == "are too few: some λ is never fitted"
    assert seen(lambda lams, fit, loss: [fit(lam) for lam in lams] and None)["fits"] == "count once the λ is right"


def test_a_model_is_no_lambda_and_a_lambda_is_no_model():
    with pytest.raises(TypeError, match="`validation_loss` takes a model"):
        seen(lambda lams, fit, loss: min(lams, key=loss))
    with pytest.raises(ValueError, match="one of the λ in `lams`"):
        seen(lambda lams, fit, loss: fit(7.0))
    with pytest.raises(ValueError, match="one of the λ in `lams`"):
        seen(lambda lams, fit, loss: fit(lams))
