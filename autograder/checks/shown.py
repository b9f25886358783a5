"""What a notebook shows as HTML and a terminal as text, and the words that both are made of."""

from __future__ import annotations

import html
import re
import sys
import textwrap
from typing import Any

COLUMNS = 80
_MARKED = re.compile(r"`([^`]+)`|(?<!\w)\*(\w(?:[^*`]*[\w.?!])?)\*(?!\w)")
_WORD = re.compile(r"[a-z]+(-[a-z]+)*[:,.]?(?= |$)")


class Shown:
    """A value with two faces: HTML where the front end draws it, else text.

    `plain` goes with the HTML as `text/plain`; where it is the repr of a float, nbgrader reads it as the points of the cell.
    """

    plain: str = ""

    def html(self) -> str:
        raise NotImplementedError

    def text(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.plain, "text/html": self.html()} if _draws_html() else {}


class Note(Shown):
    """A sentence or two in place of a card. As the value of a check cell it is worth nothing."""

    plain = repr(0.0)

    def __init__(self, message: str):
        self.message = message

    def html(self) -> str:
        return f'<p class="mlp-note">{rich(self.message)}</p>'

    def text(self) -> str:
        return wrapped(self.message)


def rich(message: str) -> str:
    """A message as HTML: escaped, with `code` and *emphasis* as in Markdown."""
    return _MARKED.sub(_mark, html.escape(printable(message)))


def linked(words: str, address: str) -> str:
    """Words as HTML, a link where there is an address. The address is the course's own, never a student's."""
    if not address:
        return rich(words)
    return f'<a href="{html.escape(address)}" style="text-decoration:underline">{rich(words)}</a>'


def _mark(match: re.Match[str]) -> str:
    code, stressed = match.groups()
    return f"<code>{code}</code>" if code else f"<em>{stressed}</em>"


def wrapped(message: str, first: str = "", rest: str | None = None) -> str:
    """A message in lines of at most 80 columns; `first` and `rest` stand before the first line and the others."""
    rest = " " * len(first) if rest is None else rest
    return textwrap.fill(printable(message), COLUMNS, initial_indent=first, subsequent_indent=rest) or first.rstrip()


def printable(message: str) -> str:
    """Without control characters: a message may quote what a student's exception says, and a terminal obeys escapes."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in message)


def sentence(message: str) -> str:
    """With a full stop, and with a capital where it starts with a word: dW stays dW, and a·b + c what it is."""
    message = message.strip()
    if message and message[-1] not in ".?!":
        message += "."
    return message[:1].upper() + message[1:] if _WORD.match(message) else message


def reading(section: str) -> str:
    """A lecture section in words: "02_activations#the-sigmoid" as "lecture 02_activations, section “the sigmoid”"."""
    lecture, _, anchor = section.partition("#")
    return f"lecture {lecture}" + (f", section “{anchor.replace('-', ' ')}”" if anchor else "")


def _draws_html() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and "text/html" in shell.display_formatter.active_types
