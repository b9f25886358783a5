"""What the lectures share: identities that decide, pictures that are described, and controls that draw again."""

from __future__ import annotations

import re
import sys

import numpy as np
import pytest


@pytest.fixture(scope="module")
def figures():
    """The package as a lecture imports it, from the lectures' own folder."""
    from pathlib import Path

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "agg")
        patch.syspath_prepend(str(Path(__file__).parents[2] / "lectures"))
        import figures

        yield figures
        for name in [name for name in sys.modules if name.partition(".")[0] == "figures"]:
            del sys.modules[name]


@pytest.fixture
def displayed(figures, monkeypatch):
    bundles = []
    for module in ("figures.picture", "figures.control"):
        monkeypatch.setattr(sys.modules[module], "display", lambda data, raw: bundles.append(data))
    return bundles


def test_same_says_how_far_it_holds(figures, capsys):
    figures.same(np.ones(3), [1.0, 1.0, 1.0])
    figures.same(1.0, 1.0 + 1e-9)
    assert capsys.readouterr().out.splitlines() == ["holds exactly", "holds to 1e-09"]


@pytest.mark.parametrize(
    "sides",
    [(1.0, 1.001), (np.ones(3), np.ones((3, 1))), (np.nan, np.nan), (np.inf, np.inf), (1.0, 1.0, 2.0), (0.0, 1e-300)],
)
def test_same_fails_where_shape_or_value_differ_or_nothing_is_finite(figures, sides):
    with pytest.raises(AssertionError, match="does not hold"):
        figures.same(*sides)


def test_small_entries_are_judged_by_the_largest(figures):
    figures.same([1e6, 0.0], [1e6, 1e-3])


def test_differs_tells_shape_number_and_nan_apart(figures, capsys):
    figures.differs(np.ones((2, 3)), np.ones((3, 2)))
    figures.differs(1.0, 2.0)
    figures.differs(np.nan, 1.0)
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "differs: shape (2, 3) against (3, 2)",
        "differs by 50% of the largest entry",
        "differs: nan or infinity",
    ]
    with pytest.raises(AssertionError, match="agree"):
        figures.differs(1.0, 1.0 + 1e-9)


def test_slope_has_the_shape_of_value_and_argument(figures):
    A, x = np.arange(6.0).reshape(2, 3), np.array([0.5, -1.0, 2.0])
    assert figures.slope(np.sin, 0.3) == pytest.approx(np.cos(0.3), rel=1e-9)
    np.testing.assert_allclose(figures.slope(lambda x: A @ x, x), A, atol=1e-9)
    np.testing.assert_allclose(figures.slope(lambda A: np.sum(A**2), A), 2 * A, atol=1e-8)
    assert figures.slope(lambda A: A @ x, A).shape == (2, 2, 3)


def test_a_picture_is_shown_once_with_its_description_and_closed(figures, displayed):
    import matplotlib.pyplot as plt

    figure, _ = figures.canvas()
    figures.show(figure, 'A line that rises from "0" to 1 & stays.')
    [bundle] = displayed
    assert bundle["text/html"].startswith(
        '<img alt="A line that rises from &quot;0&quot; to 1 &amp; stays." width="504"'
    )
    assert plt.get_fignums() == []


def test_a_picture_without_a_description_is_refused(figures):
    figure, _ = figures.canvas()
    with pytest.raises(ValueError, match="describe the picture in a sentence"):
        figures.show(figure, "a plot")


def test_a_control_that_moves_draws_again_and_says_its_values(figures, displayed):
    drawn = []

    def draw(rate, kind):
        figure, ax = figures.canvas()
        ax.plot([0, rate])
        drawn.append((rate, kind))
        return figure, f"A line up to {rate} as its slider says."

    rate = figures.slider(0.0, 1.0, 0.25)
    figures.play(draw, rate=rate, kind=figures.choice("relu", "tanh"))
    rate.value = 0.5
    assert drawn == [(0.25, "relu"), (0.5, "relu")]
    [bundle] = displayed
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert re.search('alt="A line up to 0.25 as its slider says. Drawn for rate 0.25, kind relu."', bundle["text/html"])


def test_a_picture_to_play_with_does_not_see_what_later_cells_make_of_a_name(figures, displayed, monkeypatch):
    notebook = {"canvas": figures.canvas, "x": 1.0}
    exec("def draw(rate):\n    return canvas()[0], f'A line of slope {rate * x} through zero.'", notebook)
    rate = figures.slider(0.0, 1.0, 0.25)
    said, control = [], sys.modules["figures.control"]
    bundle = control.bundle
    monkeypatch.setattr(control, "bundle", lambda figure, alt: said.append(alt) or bundle(figure, alt))
    figures.play(notebook["draw"], rate=rate)
    notebook["x"] = 100.0
    rate.value = 0.5
    assert said[-1].startswith("A line of slope 0.5 ")


@pytest.mark.parametrize(("numbers", "kind"), [((1, 9, 3), "IntSlider"), ((0.0, 1.0, 0.5), "FloatSlider")])
def test_whole_numbers_slide_by_whole_numbers(figures, numbers, kind):
    assert type(figures.slider(*numbers)).__name__ == kind


def test_every_helper_draws(figures):
    figure, axes = figures.canvas(5)
    X, y = np.array([[0.0, 1.0], [1.0, 0.0], [-1.0, -1.0]]), np.array([0, 1, 2])
    figures.network(axes[0], [2, 3, 1], ["in", "hidden", "out"], weights=[np.ones((2, 3)), -np.ones((3, 1))])
    figures.graph(axes[1], {"x": (0, 0), "z": (2, 0)}, [("x", "z")], {"z": 2.0}, {"x": -1.0}, {("x", "z"): "w"})
    figures.regions(axes[2], lambda points: np.digitize(points[:, 0], [-0.5, 0.5]))
    figures.points(axes[2], X, y)
    figures.landscape(axes[3], lambda u, v: u**2 + v**2, paths={"down": [[1, 1], [0.5, 0.5]]})
    figures.product(axes[4], [("B", 2, 3, "#0072B2"), ("C", 3, 4, "#009E73"), ("A", 2, 4, "#D55E00")])
    figures.show(figure, "A network, a graph, three regions, a bowl with a path down into it, and a product.")
