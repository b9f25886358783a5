"""A figure is shown once, described, closed, and nothing of it is cut off."""

import base64
import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import show


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: outputs.append(data))

    def shown(figure, description="a rising line"):
        show(figure, description)
        return outputs.pop()

    return shown


def drawn(x_label=""):
    figure, axes = plt.subplots(figsize=(2, 1.5))
    axes.plot([0, 1], [0, 1])
    axes.set_xlabel(x_label)
    return figure


def pixels(data):
    code = re.search(r'src="data:image/png;base64,([^"]+)"', data["text/html"])[1]
    return plt.imread(io.BytesIO(base64.b64decode(code)))


def test_a_picture_has_alternative_text_and_its_description_stands_for_it_in_a_terminal(shown):
    data = shown(drawn(), 'σ rises from 0 to 1; "0.5" at z < 1e-9')
    assert data["text/plain"] == 'σ rises from 0 to 1; "0.5" at z < 1e-9'
    assert 'alt="σ rises from 0 to 1; &quot;0.5&quot; at z &lt; 1e-9"' in data["text/html"]


def test_a_figure_is_closed_once_it_is_shown(shown):
    figure = drawn()
    shown(figure)
    assert not plt.fignum_exists(figure.number)


def test_what_would_hang_over_the_edge_gets_room(shown):
    fits, hangs = pixels(shown(drawn())), pixels(shown(drawn("a long label\n" * 5)))
    assert hangs.shape[0] > fits.shape[0]
    for edge in (hangs[0], hangs[-1], hangs[:, 0], hangs[:, -1]):
        assert np.all(edge == hangs[0, 0])
