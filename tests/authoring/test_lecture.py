"""The rules of a lecture: each is kept by a small one, and each breach is said in one line."""

from __future__ import annotations

import pytest

from autograder.authoring import build
from autograder.authoring.lecture import Lecture, lectures, problems
from autograder.checks.places import slug

GOOD = r'''# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
r"""
# 02 · Activations
"""

# %% [markdown]
r"""
## Sigmoid, slowly

**Definition.** $$g(z) = 2z$$

And it is odd: $$g(-z) = -g(z)$$
"""

# %%
import numpy as np
from figures import differs, same

def g(z):
    return 2 * z

same(g(-1.0), -g(1.0))

# %% [markdown]
r"""
**Predict, then run.** What is $g(1)$?
"""

# %%
g(1)

# %% [markdown]
r"""
## Errata

> **The slide says** $3z$. **The numeric
> gradient says** 2. **Why** it was late.
"""

# %%
differs(3.0, 2.0)
same(g(1.0), 2.0)
'''


@pytest.fixture
def told(tmp_path):
    def told(old="", new=""):
        assert old in GOOD
        (tmp_path / "lectures").mkdir(exist_ok=True)
        (tmp_path / "lectures" / "02_activations.py").write_text(GOOD.replace(old, new, 1))
        [lecture] = lectures(tmp_path)
        return lecture

    return told


def test_a_lecture_that_keeps_the_rules_has_no_problem(told):
    lecture = told()
    assert problems(lecture) == []
    assert lecture.sections == ["sigmoid-slowly", "errata"]
    assert lecture.identities == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("same(g(-1.0), -g(1.0))", "", "displays 1 identities, and 0 `same(…)` follow: $$g(z) = 2z$$"),
        ("And it is odd:", "$$g(0) = 0$$ and", "displays 2 identities, and 1 `same(…)` follow"),
        ("def g(z):\n    return 2 * z\n", "", "a definition that no code cell after it writes in NumPy"),
        ("What is $g(1)$?", r"\[g(1) = 2\]", "displays a formula without $$ … $$"),
        ("What is $g(1)$?", r"\begin{align}g(1) = 2\end{align}", "displays a formula without $$ … $$"),
        ("**Predict, then run.** ", "", "there is no **Predict, then run.** in it"),
        ("# %%\ng(1)\n", "", "asks for a prediction, and no code cell follows"),
        ("## Errata", "## Sigmoid slowly", "two sections have the anchor #sigmoid-slowly"),
        ("## Errata", "# Errata", "a lecture has one title"),
        ("## Errata", "In between.\n\n## Errata", "a section's `## Title` begins a text cell of its own"),
        ("**Why** it", "It", "an erratum is one blockquote"),
        ("> **The slide says** $3z$.", "**The slide says** $3z$.", "an erratum is one blockquote"),
        ("differs(3.0, 2.0)", "", "an erratum is followed by a cell with `differs(…)` and `same(…)`"),
        ("import numpy as np", "import mlp_reference", "imports mlp_reference, which a class does not have"),
        ("import numpy as np", "from autograder import topics", "imports autograder.topics, which a class does not"),
        ("g(1)\n", "g(1)\n" * 30, "has 30 lines of 25: move its drawing to `figures`"),
    ],
)
def test_a_breach_is_said_in_one_line(told, old, new, said):
    found = problems(told(old, new))
    assert [problem for problem in found if said in problem]
    assert all(problem.startswith("lectures/02_activations.py: ") and "\n" not in problem for problem in found)


def test_formulas_of_the_next_text_do_not_lend_their_identities(told):
    later = (
        'What is $g(1)$?\n\n$$g(1) = 2$$\n"""\n\n# %%\nsame(g(1), 2)\n\n# %% [markdown]\nr"""\n**Predict, then run.**'
    )
    lecture = told("What is $g(1)$?", later)
    assert problems(lecture) == []
    bare = GOOD.replace("same(g(-1.0), -g(1.0))", "").replace("What is $g(1)$?", later)
    (lecture.root / lecture.path).write_text(bare)
    assert len(problems(Lecture(lecture.root, lecture.topic))) == 1


def test_the_notebook_is_built_kept_fresh_and_alone(told):
    lecture = told()
    root = lecture.root
    assert build.check(root)[-1:] == ["lectures/02_activations.ipynb: stale; run `mlp-course build`"]
    assert build.build(root) == ["wrote lectures/02_activations.ipynb"]
    assert build.build(root) == []
    (root / "lectures" / "notes.txt").write_text("")
    assert "lectures/notes.txt: comes from no text in lectures/; remove it" in build.check(root)


def test_a_slug_is_lower_case_without_punctuation():
    assert slug("Two layers, by hand: σ'") == "two-layers-by-hand-σ"
