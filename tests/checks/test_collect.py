"""What collect sees of a call: its value, its exception, its manners."""

import contextlib
import warnings

import numpy as np
import pytest

from autograder.checks.collect import TimeUp, collect
from autograder.checks.key import Case
from autograder.checks.plain import Named

Z = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])


def one(function, *args, layout="C"):
    [answer] = collect(function, (Case("a case", args, layout=layout),))
    return answer


def test_a_value_comes_back():
    assert np.array_equal(one(lambda z: 2 * z, Z).value, 2 * Z)


@pytest.mark.parametrize("layout", ["C", "F", "mixed", "strided", "reversed", "readonly"])
def test_every_layout_holds_the_same_values(layout):
    seen = []
    one(lambda z: seen.append(z), Z, layout=layout)
    assert np.array_equal(seen[0], Z)
    assert seen[0].flags.writeable == (layout != "readonly")
    assert seen[0].flags.c_contiguous == (layout in ("C", "readonly"))
    assert (min(seen[0].strides) < 0) == (layout == "reversed")


def test_mixed_arguments_lie_in_fortran_and_in_c_order_by_turns():
    seen = []
    one(lambda *args: seen.extend(args), Z, Z, Z, layout="mixed")
    assert [z.flags.f_contiguous for z in seen] == [True, False, True]


@pytest.mark.parametrize("layout", ["C", "F", "strided", "reversed", "readonly", "mixed"])
def test_a_0_d_array_arrives_as_an_array_in_every_layout(layout):
    seen = []
    one(lambda z: seen.append(z), np.array(1.5), layout=layout)
    assert type(seen[0]) is np.ndarray and seen[0] == 1.5


def test_a_named_function_arrives_callable():
    assert one(lambda f, z: f(z), Named("square"), Z).value.tolist() == (Z**2).tolist()
    assert not one(lambda f, z: f(z), Named("square"), Z).changed


def test_an_exception_is_reported_with_the_students_own_line():
    def softmax(z):
        return np.reshape(z, (7, 7))

    raised = one(softmax, Z).raised
    assert raised.type == "ValueError" and raised.source == "return np.reshape(z, (7, 7))"


def test_system_exit_is_an_answer_like_any_other():
    assert one(lambda z: exit(), Z).raised.type == "SystemExit"


def test_a_changed_argument_is_noticed_and_the_next_case_is_untouched():
    def relu(z):
        z[z < 0] = 0
        return z

    first, second = collect(relu, (Case("a", (Z,)), Case("b", (Z,))))
    assert first.changed and second.changed
    assert np.array_equal(Z, [[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])


def test_a_change_deep_in_an_argument_is_noticed():
    def step(params):
        params["W"] -= 1

    assert one(step, {"W": Z}).changed


def test_a_result_overwritten_by_a_later_call_is_noticed():
    buffer = np.zeros(2)

    def reuse(z):
        buffer[:] = z[:, 0]
        return buffer

    first, last = collect(reuse, (Case("a", (Z,)), Case("b", (-Z,))))
    assert not first.kept and last.kept
    assert first.value.tolist() == [1, 4]


def test_warnings_are_recorded_and_do_not_escape():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = one(lambda z: np.exp(z), np.array([1000.0]))
    assert "overflow" in answer.warned[0]


def test_prints_are_passed_on_bounded_and_remembered(capsys):
    assert one(lambda z: print("x" * 10_000), Z).printed
    assert len(capsys.readouterr().out) <= 2001


def test_a_call_that_is_stopped_ends_the_collecting():
    @contextlib.contextmanager
    def guard():
        yield
        raise TimeUp

    answers = collect(lambda z: z, (Case("a", (Z,)), Case("b", (Z,))), guard=guard)
    assert len(answers) == 1 and answers[0].late


def test_a_keyboard_interrupt_in_the_students_loop_is_an_answer():
    def loop(z):
        raise KeyboardInterrupt

    answers = collect(loop, (Case("a", (Z,)), Case("b", (Z,))))
    assert len(answers) == 1 and answers[0].late and answers[0].raised.source == "raise KeyboardInterrupt"


def test_what_is_raised_between_two_lines_is_reported_without_one():
    def stopped(z):
        raise TimeUp

    stopped.__code__ = stopped.__code__.replace(co_linetable=b"")
    [answer] = collect(stopped, [Case("any", (1.0,))])
    assert answer.late and answer.raised.line is None and answer.raised.source == ""


def test_a_random_generator_is_fresh_in_every_call_and_may_advance():
    first, second = collect(lambda rng: rng.random(), (Case("a", (Named("rng:7"),)), Case("b", (Named("rng:7"),))))
    assert first.value == second.value and not first.changed


def test_warnings_are_heard_whatever_the_notebook_has_told_numpy():
    with np.errstate(all="ignore"):
        assert "overflow" in one(lambda z: np.exp(z), np.array([1000.0])).warned[0]
    with np.errstate(all="raise"):
        assert one(lambda z: np.exp(z), np.array([1000.0])).raised is None


def test_data_that_are_named_arrive_as_arrays_and_may_not_change():
    seen = []
    answer = one(lambda X: seen.append(X), Named("digits:X_val"))
    assert seen[0].shape == (300, 64) and not answer.changed
    assert one(lambda X: X.fill(0.0), Named("digits:X_val")).changed
    assert one(lambda X: float(X.sum()), Named("digits:X_val")).value > 0  # the next call gets its own
