"""A training's history draws itself."""

import sys

import matplotlib
import pytest

from mlp_reference.history import History


@pytest.fixture(autouse=True)
def no_window():
    matplotlib.use("Agg")
    yield
    from matplotlib import pyplot

    pyplot.close("all")


def test_the_picture_shows_both_losses_and_what_was_kept():
    axes = History(loss=[3.0, 2.0, 1.0], val_loss=[3.0, 2.5, 2.7], best_epoch=1).plot()
    training, validation, kept = axes.get_lines()
    assert list(training.get_ydata()) == [3.0, 2.0, 1.0] and list(validation.get_ydata()) == [3.0, 2.5, 2.7]
    assert list(kept.get_xdata()) == [1, 1]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["training", "validation", "kept: epoch 1"]


def test_it_draws_where_it_is_told_and_leaves_out_what_there_is_not():
    from matplotlib.figure import Figure

    axes = Figure().add_subplot()
    assert History(loss=[1.0, 0.5], best_epoch=1).plot(axes) is axes and len(axes.get_lines()) == 1


def test_a_missing_matplotlib_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="needs Matplotlib: install it"):
        History().plot()
