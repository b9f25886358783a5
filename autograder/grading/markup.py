"""Markup: a student's HTML, markdown and LaTeX reduced to what can only be looked at."""

from __future__ import annotations

import functools
import html as entities
import re
from collections.abc import Mapping
from html.parser import HTMLParser

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

MAX_TEXT = 60_000  # characters; a table of a hundred rows
MAX_MARKDOWN = 20_000
MAX_DEPTH = 40  # of tags inside tags; what browsers and html5lib do beyond takes time that grows with the square
_BARE = (  # tags that may stand in markdown, without attributes
    *("b", "i", "u", "s", "em", "strong", "sub", "sup", "br", "hr", "p", "code", "kbd", "pre", "samp", "small", "del"),
    *("ins", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "details", "summary"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
)
_WITH = ("a", "abbr", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "img", "span", "tt", "var")
TAGS = frozenset([*_BARE, *_WITH])
_VOID = ("br", "hr", "img")
_STYLES = (  # what can neither cover the page nor fetch anything
    *("background-color", "border", "border-collapse", "border-color", "border-style", "border-width", "border-radius"),
    *("border-top", "border-right", "border-bottom", "border-left", "color", "padding", "width", "height"),
    *("font-family", "font-size", "font-style", "font-weight", "max-width", "min-width", "text-align"),
    *("text-decoration", "vertical-align", "white-space"),
)
_ATTRIBUTES = {"align", "border", "colspan", "height", "open", "rowspan", "scope", "style", "title", "valign", "width"}
_RENDERED = TAGS | {"input"}  # what nbconvert's renderer makes of markdown: also the box of a task list
_RENDERED_ATTRIBUTES = _ATTRIBUTES | {"alt", "checked", "class", "disabled", "id", "start", "type"}
_TOKEN = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>"']|"[^"<>]*"|'[^'<>]*')*)>""")
_PAIR = re.compile(r"""([A-Za-z-]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'=]+))?""")
_QUOTES = "\"'"
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=]+", re.ASCII)
_MATHJAX = re.compile(r"\\(?=(?:href|url|style|class|cssId|require|data)\b)")  # macros that link, style or load
_TAG = re.compile(rf"<(?!/?(?:{'|'.join(_BARE)})\s*/?>|https?://[^\s<>\"']*>)(?=[A-Za-z/!?])", re.IGNORECASE)
_HIDDEN = "*(The text of this cell cannot be shown safely; see the submitted notebook.)*"


def html(text: str) -> str:
    """HTML without scripts, styles that cover the page, links that run, and requests. Empty where it cannot be cleaned."""
    text, pictures = aside(text)
    if len(text) > MAX_TEXT:
        return ""
    try:
        text = latex(_cleaner().clean(_nested(text)))
    except Exception:  # html5lib gives up on some input; the output's other forms remain
        return ""
    return _IMAGE.sub(lambda found: pictures.get(found[0], found[0]), text)


def aside(text: str) -> tuple[str, dict[str, str]]:
    """The text with a short address in place of each picture that it holds in itself, and the pictures by these addresses."""
    pictures: dict[str, str] = {}

    def address(found: re.Match[str]) -> str:
        short = f"data:image/png;base64,{len(pictures):08}"
        pictures[short] = found[0]
        return short

    return _IMAGE.sub(address, text), pictures


def _nested(text: str) -> str:
    """The same HTML with every tag closed and none too deep, so that cleaning it takes no longer than its length."""
    begin, *rest = text.split("<!--")
    text = begin + "".join(piece.partition("-->")[2] for piece in rest)
    out, open_tags, silent, end = [], list[str](), False, 0
    for token in _TOKEN.finditer(text):
        slash, tag, attributes = token[1], token[2].lower(), token[3]
        out.append("" if silent else _escaped(text[end : token.start()]))
        end = token.end()
        if tag in ("script", "style"):
            silent = not slash
        elif slash and tag in open_tags:
            while (last := open_tags.pop()) != tag:
                out.append(f"</{last}>")
            out.append(f"</{tag}>")
        elif not slash and tag in TAGS and len(open_tags) < MAX_DEPTH:
            pairs = [f'{name}="{_escaped(value.strip(_QUOTES))}"' for name, value in _PAIR.findall(attributes)]
            out.append(f"<{' '.join([tag, *pairs])}>")
            open_tags += [tag] * (tag not in _VOID)
    out.append("" if silent else _escaped(text[end:]))
    return "".join([*out, *(f"</{tag}>" for tag in reversed(open_tags))])


def _escaped(text: str) -> str:
    return entities.escape(entities.unescape(text))


@functools.cache
def _cleaner() -> bleach.Cleaner:
    css = CSSSanitizer(allowed_css_properties=_STYLES)
    return bleach.Cleaner(
        tags=TAGS, attributes=_allowed, protocols={"http", "https", "mailto", "data"}, css_sanitizer=css, strip=True
    )


def _allowed(tag: str, name: str, value: str) -> bool:
    match tag, name:
        case "a", "href":
            return _goes_nowhere_odd(value)
        case "img", "src":
            return bool(_IMAGE.fullmatch(value))
        case "img", "alt":
            return True
        case _, "style":
            return "url" not in value.lower() and "\\" not in value
    return name in _ATTRIBUTES


def _goes_nowhere_odd(address: str) -> bool:
    scheme = re.match(r"([^/?#:]*):", re.sub(r"[\x00-\x20]", "", address))
    return scheme is None or scheme[1].lower() in ("http", "https", "mailto")


def latex(text: str) -> str:
    """Without the macros by which MathJax links, styles or loads."""
    return _MATHJAX.sub("", text)


def markdown(text: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Markdown whose rendering is harmless: no HTML but bare tags, no pictures but its own, no links that run.

    What is left is rendered as nbconvert does and looked at, so that a trick of the renderer does not get through.
    """
    return _markdown(text, attachments) if attachments else _common(text)


@functools.lru_cache(maxsize=512)
def _common(text: str) -> str:
    """The same text stands in every submission of a class."""
    return _markdown(text, {})


def _markdown(text: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    text = text if len(text) <= MAX_MARKDOWN else text[:MAX_MARKDOWN] + "\n\n… the rest is left out"
    text = latex(_TAG.sub("< ", text))
    text = re.sub(r"(?i)(javascript|vbscript)\s*:", r"\1 :", text)
    text = re.sub(r"!\[", lambda found: _picture(found, attachments), text)
    code = "\n".join(f"    {line}" for line in text.splitlines())
    return next((form for form in (text, code) if _is_harmless(form, attachments)), _HIDDEN)


def _picture(found: re.Match[str], attachments: Mapping[str, object]) -> str:
    """An attached picture stays one, any other becomes a link."""
    own = re.compile(r"!\[[^\[\]\n]*\]\(attachment:([\w.-]+)\)", re.ASCII).match(found.string, found.start())
    return "![" if own and own[1] in attachments else "! ["


def _is_harmless(text: str, attachments: Mapping[str, Mapping[str, str]]) -> bool:
    try:
        rendered = MarkdownWithMath(IPythonRenderer(escape=False, attachments=dict(attachments))).render(text)
        looker = _Looker()
        looker.feed(rendered)
        looker.close()
    except Exception:  # the renderer gives up, and would for an instructor too
        return False
    return looker.harmless


class _Looker(HTMLParser):
    harmless = True

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        fine = all(_allowed(tag, name, value or "") or name in _RENDERED_ATTRIBUTES for name, value in attributes)
        diagram = any(value == "mermaid" for _, value in attributes)  # its text is run through another renderer
        self.harmless = self.harmless and fine and tag in _RENDERED and not diagram

    def handle_decl(self, decl: str) -> None:
        self.harmless = False

    unknown_decl = handle_pi = handle_comment = handle_decl
