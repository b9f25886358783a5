"""The checker of gradients, checked: right ones are never rejected, slightly wrong ones are always caught."""

import numpy as np
import pytest

from autograder.checks import slope
from autograder.checks.gradients import check, check_vjp, numeric_gradient


class Net:
    """A two-layer network with cross-entropy and weight decay, its gradient, and a count of the evaluations of its loss."""

    def __init__(self, activation="relu", seed=0, N=16, D=12, H=20, K=5, weight_decay=0.0):
        rng = np.random.default_rng(seed)
        self.activation, self.weight_decay, self.evaluations = activation, weight_decay, 0
        self.X, self.y = rng.standard_normal((N, D)), rng.integers(0, K, N)
        self.params = [
            rng.standard_normal((D, H)) * np.sqrt(2 / D),
            0.1 * rng.standard_normal(H),
            rng.standard_normal((H, K)) * np.sqrt(2 / H),
            0.1 * rng.standard_normal(K),
        ]

    def forward(self, params):
        W1, b1, W2, b2 = params
        Z = self.X @ W1 + b1
        A = np.maximum(Z, 0) if self.activation == "relu" else np.tanh(Z)
        scores = A @ W2 + b2
        return Z, A, scores - scores.max(axis=1, keepdims=True)

    def loss(self, params):
        self.evaluations += 1
        scores = self.forward(params)[2]
        picked = scores[np.arange(len(self.y)), self.y]
        penalty = 0.5 * self.weight_decay * sum(np.sum(W**2) for W in params[::2])
        return np.mean(np.log(np.exp(scores).sum(axis=1)) - picked) + penalty

    def gradients(self, params, samples=None, weight_decay=None, mask=np.greater):
        Z, A, scores = self.forward(params)
        dZ2 = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        dZ2[np.arange(len(self.y)), self.y] -= 1
        dZ2[len(self.y) if samples is None else samples :] = 0
        dZ2 /= len(self.y)
        dA = dZ2 @ params[2].T
        dZ1 = dA * mask(Z, 0) if self.activation == "relu" else dA * (1 - A**2)
        decay = self.weight_decay if weight_decay is None else weight_decay
        return [self.X.T @ dZ1 + decay * params[0], dZ1.sum(axis=0), A.T @ dZ2 + decay * params[2], dZ2.sum(axis=0)]

    def check(self, wrong=None, array=0, **options):
        """The verdicts where the gradient by one array is passed through `wrong` first."""

        def returned(params):
            grads = self.gradients(params)
            grads[array] = grads[array] if wrong is None else wrong(grads[array])
            return grads

        return check(self.loss, returned, self.params, **options)


def on_kinks(seed=0):
    """Samples of zeros and biases of zero: every hidden unit sits exactly on its kink for them."""
    net = Net(seed=seed)
    net.X[:4] = 0.0
    net.params[1][:] = 0.0
    net.params[3][:] = 0.0
    return net


def tiny(seed=0):
    """Small weights and no biases: kinks crowd within every step."""
    net = Net(seed=seed)
    for p in net.params:
        p *= 1e-2
    net.params[1][:] = 0.0
    net.params[3][:] = 0.0
    return net


def pixels(seed=0):
    net = Net(seed=seed)
    net.X = np.random.default_rng(seed).integers(0, 256, net.X.shape).astype(float)
    return net


def smooth(seed=0):
    return Net("tanh", seed)


MAKERS = {"smooth": smooth, "relu": lambda seed=0: Net(seed=seed), "on_kinks": on_kinks, "tiny": tiny, "pixels": pixels}


def statuses(verdicts):
    return [verdict.status for verdict in verdicts]


def entry(at, factor):
    """One entry times `factor`, the one that is `at` of the way from the smallest to the largest."""

    def wrong(gradient):
        flat = gradient.flatten()
        flat[np.argsort(np.abs(flat))[int(at * (flat.size - 1))]] *= factor
        return flat.reshape(gradient.shape)

    return wrong


@pytest.mark.parametrize("kind", MAKERS)
def test_a_right_gradient_is_never_rejected(kind):
    found = [status for seed in range(80) for status in statuses(MAKERS[kind](seed).check(seed=seed))]
    assert found.count("wrong") == 0
    assert found.count("right") >= 0.99 * len(found)


@pytest.mark.parametrize("kind", ["smooth", "relu", "on_kinks"])
@pytest.mark.parametrize("array", [0, 1, 2, 3])
@pytest.mark.parametrize("error", [1e-3, -1e-3, 1e-5])
def test_a_small_factor_is_caught_and_named(kind, array, error):
    verdicts = MAKERS[kind]().check(lambda gradient: gradient * (1 + error), array)
    assert statuses(verdicts) == ["wrong" if i == array else "right" for i in range(4)]
    assert verdicts[array].factor == pytest.approx(1 + error, abs=1e-2 * abs(error))
    assert "times the gradient" in verdicts[array].reason


@pytest.mark.parametrize("kind", ["smooth", "relu"])
@pytest.mark.parametrize("array", [0, 1, 2])
@pytest.mark.parametrize("factor", [1.01, -1.0, 0.0, 2.0])
def test_one_wrong_entry_is_caught_and_found(kind, array, factor):
    net = MAKERS[kind]()
    expected = net.gradients(net.params)[array]
    place = np.unravel_index(np.argsort(np.abs(expected), axis=None)[int(0.7 * (expected.size - 1))], expected.shape)
    verdict = net.check(entry(0.7, factor), array)[array]
    assert verdict.status == "wrong"
    assert verdict.where == (tuple(map(int, place)),)
    assert f"in 1 of {expected.size} entries: {list(map(int, place))}" in verdict.reason


def test_one_wrong_entry_is_caught_on_kinks_too():
    for seed in range(20):
        assert (
            on_kinks(seed).check(lambda gradient: gradient * np.where(gradient == gradient.max(), 1.5, 1.0))[0].status
            == "wrong"
        )


@pytest.mark.parametrize("kind", MAKERS)
def test_a_dropped_sample_is_caught(kind):
    for seed in range(5):
        net = MAKERS[kind](seed)
        net.y[-1] = np.argmin(net.forward(net.params)[2][-1])  # misclassified, so that it has a gradient to lose
        verdicts = check(net.loss, lambda p, net=net: net.gradients(p, samples=-1), net.params)
        assert statuses(verdicts[2:]) == ["wrong", "wrong"]


@pytest.mark.parametrize("weight_decay", [1e-1, 1e-3, 1e-5])
def test_a_missing_penalty_term_is_caught_in_the_weights_alone(weight_decay):
    net = Net("tanh", weight_decay=weight_decay)
    verdicts = check(net.loss, lambda p: net.gradients(p, weight_decay=0.0), net.params)
    assert statuses(verdicts) == ["wrong", "right", "wrong", "right"]


def test_a_missing_mean_is_named_by_its_factor():
    verdict = Net().check(lambda gradient: gradient * 16)[0]
    assert verdict.factor == 16
    assert verdict.reason == "is 16 times the gradient"


def test_a_mean_for_the_sum_over_the_batch_is_named_by_its_factor():
    assert Net().check(lambda gradient: gradient / 16, array=1)[1].factor == 1 / 16


def test_a_gradient_of_zeros_and_one_of_the_wrong_sign_are_named():
    assert Net().check(np.zeros_like)[0].reason == "is zero; the gradient is not"
    assert Net().check(np.negative)[0].factor == -1


def test_a_wrong_array_of_many_entries_is_wrong_all_over():
    verdict = Net().check(lambda gradient: gradient + 0.1)[0]
    assert (verdict.status, verdict.reason, verdict.where) == ("wrong", "is not the gradient", ())


def test_wrong_rows_of_a_small_array_are_listed():
    def wrong(gradient):
        return gradient * np.where(np.arange(12) == 3, 1.5, 1.0)[:, None]

    net = smooth()
    assert net.check(wrong)[0].where == tuple((3, j) for j in range(20))


def test_both_zero_is_right():
    net = Net()
    net.params[1] -= 100.0  # every unit is dead
    assert statuses(net.check()) == ["right"] * 4
    assert net.check(lambda gradient: gradient + 1e-3)[0].status == "wrong"


def test_a_mask_that_forgets_the_kink_is_caught_where_units_are_negative():
    net = Net()
    verdicts = check(net.loss, lambda p: net.gradients(p, mask=lambda Z, _: Z < 9), net.params)
    assert statuses(verdicts) == ["wrong", "wrong", "right", "right"]


def test_on_a_kink_either_one_sided_derivative_is_accepted():
    net = on_kinks()
    assert statuses(check(net.loss, lambda p: net.gradients(p, mask=np.greater_equal), net.params)) == ["right"] * 4


def test_a_loss_that_is_kinked_everywhere_is_inconclusive_whatever_is_claimed():
    def staircase(params):  # the slope of no secant is that of a tangent
        return float(np.sum(np.abs(np.modf(params[0] * 2.0**24)[0])))

    for claim in (0.0, 1.0, -3.0):
        verdict = check(staircase, lambda p, c=claim: [np.full(8, c)], [np.linspace(1, 2, 8)])[0]
        assert verdict.status == "inconclusive"
        assert "kinks or noise" in verdict.reason


@pytest.mark.parametrize("step", [2.0**-45, 2.0**8])
def test_a_silly_step_is_confessed_not_blamed_on_the_gradient(monkeypatch, step):
    monkeypatch.setattr(slope, "STEP", step)
    monkeypatch.setattr(slope, "SHORTEST", step)
    monkeypatch.setattr(slope, "LONGEST", step)
    assert set(statuses(smooth().check())) == {"inconclusive"}


@pytest.mark.parametrize("size", [1e3, 1e5, 1e7])
def test_large_parameters_are_rounded_as_they_move_and_still_not_rejected(size):
    for seed in range(10):
        x = size * (1 + np.random.default_rng(seed).random(300))
        centre = x + np.linspace(-2, 2, 300)
        (verdict,) = check(
            lambda params, centre=centre: np.tanh(params[0] - centre).mean(),
            lambda params, centre=centre: [(1 - np.tanh(params[0] - centre) ** 2) / 300],
            [x],
            seed=seed,
        )
        assert verdict.status == "right"


def test_a_large_constant_in_the_loss_costs_digits_and_longer_steps_win_them_back():
    net = smooth()

    def loss(params):
        return net.loss(params) + 2e3

    assert statuses(check(loss, net.gradients, net.params)) == ["right"] * 4
    assert statuses(check(loss, lambda p: [1.0001 * g for g in net.gradients(p)], net.params)) == ["wrong"] * 4


def test_digits_that_are_lost_make_it_inconclusive():
    net = smooth()
    assert statuses(check(lambda params: net.loss(params) + 1e6, net.gradients, net.params)) == ["inconclusive"] * 4


def test_kinks_that_cancel_along_one_direction_do_not_reject():
    for seed in range(100):
        assert "wrong" not in statuses(on_kinks(seed).check(seed=seed, k=1))


def test_no_entry_has_a_weight_to_hide_behind():
    """An error of 1e-5 of the gradient's norm in a single entry shows along any one direction."""
    net = smooth()
    for seed in range(200):

        def wrong(gradient, seed=seed):
            error = np.zeros(gradient.size)
            error[seed % gradient.size] = 1e-5 * np.linalg.norm(gradient)
            return gradient + error.reshape(gradient.shape)

        assert net.check(wrong, seed=seed, k=1)[0].status == "wrong"


@pytest.mark.parametrize("k", [1, 3, 5])
def test_the_cheap_pass_costs_four_evaluations_a_direction(k):
    net = smooth()
    assert statuses(net.check(k=k)) == ["right"] * 4
    assert net.evaluations <= 4 * k * len(net.params) + 2


def test_a_single_wrong_entry_of_many_is_found_by_halving():
    net = Net("tanh", D=100, H=200)  # 20,000 entries
    assert len(net.check(entry(0.9, -1.0))[0].where) == 1
    assert net.evaluations < 300


def test_a_dense_error_in_a_large_array_is_not_searched():
    net = Net("tanh", D=100, H=200)
    assert net.check(lambda gradient: gradient + 0.1)[0].where == ()
    assert net.evaluations < 300


# What is said before anything is differentiated

RNG = np.random.default_rng(0)


def square(params):
    return float(np.sum(params[0] ** 2))


@pytest.mark.parametrize(
    ("returned", "reason"),
    [
        ([np.zeros(3)], "has shape (3,); (2, 3) is expected"),
        ([np.zeros((3, 2))], "has shape (3, 2); (2, 3) is expected"),
        ([1.0], "has shape (); (2, 3) is expected"),
        ([np.full((2, 3), np.nan)], "holds NaN or infinity"),
        ([np.zeros((2, 3), complex)], "has dtype complex128; real numbers are expected"),
        ([[[None] * 3] * 2], "has dtype object; real numbers are expected"),
        ([], "comes from a function that returns 0 arrays; 1 are expected"),
        ([np.zeros(3)] * 2, "comes from a function that returns 2 arrays; 1 are expected"),
    ],
)
def test_what_is_no_gradient_is_wrong_and_the_reason_says_so(returned, reason):
    (verdict,) = check(square, lambda params: returned, [np.ones((2, 3))])
    assert (verdict.status, verdict.reason) == ("wrong", reason)


def test_a_gradient_function_that_moves_the_parameters_is_wrong():
    def gradients(params):
        params[0] *= 2
        return [params[0]]

    x = np.ones(3)
    (verdict,) = check(square, gradients, [x])
    assert (verdict.status, verdict.reason) == ("wrong", "comes from a function that changes the parameters")
    assert (x == 1).all()


@pytest.mark.parametrize(
    ("loss", "reason"),
    [
        (lambda params: np.float32(square(params)), "the loss is float32 of shape ()"),
        (lambda params: params[0] ** 2, "the loss is float64 of shape (3,)"),
        (lambda params: np.inf, "the loss is inf"),
        (lambda params: RNG.random(), "for the same parameters"),
        (lambda params: float(np.sum(np.square(params[0], out=params[0]))), "the loss changes the parameters"),
    ],
)
def test_a_loss_that_cannot_be_differentiated_is_inconclusive(loss, reason):
    x = np.full(3, 2.0)
    (verdict,) = check(loss, lambda params: [2 * params[0]], [x])
    assert verdict.status == "inconclusive"
    assert reason in verdict.reason
    assert (x == 2).all()


@pytest.mark.parametrize("x", [np.ones(3, np.float32), np.ones(3, int), [1.0, 2.0], 1.0])
def test_parameters_that_are_not_float64_arrays_are_refused(x):
    with pytest.raises(TypeError, match="float64 arrays"):
        check(square, lambda params: [2 * params[0]], [x])


def test_read_only_parameters_are_refused():
    x = np.ones(3)
    x.flags.writeable = False
    with pytest.raises(TypeError, match="writeable"):
        check(square, lambda params: [2 * params[0]], [x])


@pytest.mark.parametrize("x", [np.array(3.0), np.ones((1, 1)), np.zeros((0, 3)), np.arange(6.0).reshape(2, 3).T])
def test_arrays_of_any_shape_and_layout_are_checked(x):
    assert statuses(check(square, lambda params: [2 * params[0]], [x])) == ["right"]
    assert statuses(check(square, lambda params: [2.1 * params[0]], [x])) == ["wrong" if x.size else "right"]


def test_a_gradient_may_be_an_array_of_the_parameters_itself():
    assert statuses(check(lambda p: square(p) / 2, lambda params: [params[0]], [np.ones(3)])) == ["right"]


def test_a_float32_gradient_is_right_within_its_rounding():
    assert Net().check(lambda gradient: gradient.astype(np.float32))[0].status == "right"


def test_parameters_are_restored_whatever_happens():
    net = on_kinks()
    before = [p.copy() for p in net.params]
    left = []

    def fails(params):
        left.pop()  # an IndexError at the last
        return net.loss(params)

    for evaluations in (0, 1, 3, 10, 60):
        left = [None] * evaluations
        with pytest.raises(IndexError):
            check(fails, net.gradients, net.params)
        assert all(np.array_equal(p, p0) for p, p0 in zip(net.params, before, strict=True))
    net.check(np.negative)
    numeric_gradient(net.loss, net.params)
    assert all(np.array_equal(p, p0) for p, p0 in zip(net.params, before, strict=True))


def test_the_same_seed_gives_the_same_verdicts():
    assert Net().check(np.cos, seed=3) == Net().check(np.cos, seed=3)


# Backward passes


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_backward(dP, Z):
    P = softmax(Z)
    return P * (dP - (dP * P).sum(axis=1, keepdims=True))


def affine(X, W, b):
    return X @ W + b


def affine_backward(dZ, X, W, b):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


X, W, b = (np.random.default_rng(i).standard_normal(shape) for i, shape in enumerate([(5, 4), (4, 3), (3,)]))


def test_right_backward_passes_are_right():
    assert statuses(check_vjp(softmax, softmax_backward, [X])) == ["right"]
    assert statuses(check_vjp(affine, affine_backward, [X, W, b])) == ["right"] * 3
    assert statuses(check_vjp(np.tanh, lambda dA, Z: dA * (1 - np.tanh(Z) ** 2), [0.3])) == ["right"]


def test_an_upstream_of_ones_is_blind_and_a_random_one_is_not():
    def zeros(dP, Z):
        return np.zeros_like(Z)

    ones = np.ones_like(X)
    blind = check(lambda params: softmax(params[0]).sum(), lambda params: [zeros(ones, params[0])], [X.copy()])
    assert statuses(blind) == ["right"]
    assert statuses(check_vjp(softmax, zeros, [X])) == ["wrong"]


@pytest.mark.parametrize(
    "ignoring",
    [
        lambda dA, Z: 1 - np.tanh(Z) ** 2,
        lambda dA, Z: np.ones_like(dA) * (1 - np.tanh(Z) ** 2),
        lambda dA, Z: dA.mean() * (1 - np.tanh(Z) ** 2),
    ],
)
def test_a_backward_pass_that_ignores_the_upstream_gradient_is_caught(ignoring):
    blind = check(
        lambda params: np.tanh(params[0]).sum(), lambda params: [ignoring(np.ones_like(X), params[0])], [X.copy()]
    )
    assert statuses(blind) == ["right"]
    assert statuses(check_vjp(np.tanh, ignoring, [X])) == ["wrong"]


def test_affine_mistakes_are_blamed_on_their_own_array():
    def wrong(dZ, X, W, b):
        return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)

    verdicts = check_vjp(affine, wrong, [X, W, b])
    assert statuses(verdicts) == ["right", "wrong", "wrong"]
    assert [verdict.factor for verdict in verdicts[1:]] == [0.2, 0.2]


def test_several_outputs_have_an_upstream_each():
    def forward(a, b):
        return a * b, np.sum(a)

    def backward(upstream, a, b):
        dP, dS = upstream
        return dP * b + dS, dP * a

    def forgetful(upstream, a, b):
        return upstream[0] * b, upstream[0] * a

    assert statuses(check_vjp(forward, backward, [X, 2 * X + 1])) == ["right", "right"]
    assert statuses(check_vjp(forward, forgetful, [X, 2 * X + 1])) == ["wrong", "right"]


def test_a_float32_forward_is_inconclusive_not_wrong():
    assert statuses(check_vjp(lambda Z: np.tanh(Z.astype(np.float32)), lambda dA, Z: dA * 0, [X])) == ["inconclusive"]


def test_arguments_of_check_vjp_stay_as_they_are():
    before = X.copy()
    check_vjp(softmax, softmax_backward, [X])
    assert np.array_equal(X, before)


# Entry by entry


def test_the_numeric_gradient_is_good_to_nine_digits():
    net = smooth()
    for numeric, exact in zip(numeric_gradient(net.loss, net.params), net.gradients(net.params), strict=True):
        assert numeric.shape == exact.shape
        assert np.abs(numeric - exact).max() <= 1e-8 * np.abs(exact).max()


def test_a_silly_step_spoils_the_numeric_gradient():
    net = smooth()
    exact = net.gradients(net.params)[0]
    for h in (1e-15, 1.0):
        assert np.abs(numeric_gradient(net.loss, net.params, h)[0] - exact).max() > 1e-3 * np.abs(exact).max()
