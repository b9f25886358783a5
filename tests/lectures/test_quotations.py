"""What a lecture writes is set as it is meant, in JupyterLab and in the book."""

from __future__ import annotations


def test_no_formula_in_a_box_goes_on_in_the_next_line(lecture):
    """JupyterLab takes formulas out before it sees a quotation: the `>` that begins the next line would stand in the formula."""
    prose = [cell.source for cell in lecture.notebook.cells if cell.cell_type == "markdown"]
    quoted = [line for source in prose for line in source.splitlines() if line.startswith(">")]
    assert not [line for line in quoted if line.count("$") % 2]
