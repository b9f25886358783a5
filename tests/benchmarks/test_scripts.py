"""What the benchmarks do beside measuring: take turns, keep their page, and say what they cannot measure."""

import importlib
import json
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module


def test_contenders_take_turns_and_the_best_counts(script):
    now, order = [0.0], []

    def contender(name, times):
        def work():
            order.append(name)
            now[0] += next(times)

        return work

    contenders = {"a": contender("a", iter([9.0, 3.0, 2.0])), "b": contender("b", iter([1.0, 5.0, 6.0]))}
    assert script("contest").turns(contenders, 2, lambda: now[0]) == {"a": 2.0, "b": 5.0}  # not the warming up
    assert order == ["a", "b"] * 3


def test_a_script_replaces_its_own_section(script, tmp_path, monkeypatch):
    page = script("page")
    monkeypatch.setattr(page, "PAGE", tmp_path / "benchmarks.md")
    page.PAGE.write_text("# Benchmarks\n\nWords.\n\n## one.py\n\nold\n\n## two.py\n\nkept\n")
    for value in (1.5, 2.5):
        page.write("one.py", "About one.", [{"claim": "fast", "value": value, "target": 2.0, "met": value >= 2}])
        page.write("new.py", "About new.", [])
    text = page.PAGE.read_text()
    assert [line for line in text.splitlines() if line[:1] == "#"] == [
        "# Benchmarks",
        "## one.py",
        "## two.py",
        "## new.py",
    ]
    assert "| fast | 2 × | 2.5 × | met |" in text and "1.5" not in text and "old" not in text and "kept" in text


def test_without_a_gpu_nothing_is_claimed(script, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "cupy", None)
    monkeypatch.setattr(sys, "argv", ["gpu.py", "--json", "-"])
    script("gpu").main()
    said = capsys.readouterr()
    assert json.loads(said.out) == [] and said.err.count("\n") == 1
    assert said.err.startswith("no GPU, so nothing is measured and nothing claimed")


def test_a_missing_rival_is_said(script, capsys):
    assert script("contest").present("json", "JSON")
    assert not script("contest").present("no_such_rival", "Rival")
    assert capsys.readouterr().err.startswith("Rival is not installed: nothing is claimed of it")


def test_planted_errors_are_as_large_as_they_claim(script):
    import numpy as np

    gradients, rng = script("gradients"), np.random.default_rng(0)
    g = rng.normal(size=(7, 5))
    for name, error in gradients.planted(g.shape, rng).items():
        size = np.linalg.norm(error(g)) / np.linalg.norm(g)
        assert size == pytest.approx(gradients.LEAST) if "least" in name else size > gradients.LEAST


def test_the_checkers_networks_have_right_gradients(script):
    gradients = script("gradients")
    for kind in gradients.KINDS:
        network = gradients.Network(kind, (6, 5, 4, 3), 0, decay=0.01)
        verdicts = gradients.check(network.loss, network.gradients, network.params)
        assert {verdict.status for verdict in verdicts} == {"right"}, kind
