"""A brief as it was understood: its own words marked where they were used, and a table of what became of them."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from forecast_kit.wording import LABELS, SOURCES, said

if TYPE_CHECKING:
    from forecast_kit.season import Extraction, FieldReading

__all__ = ["LABELS", "SIGNS", "extraction_html", "marked", "value_in_words"]

Mark = tuple[int, int, str]

SIGNS = {source: " ".join(sign_and_word) for source, sign_and_word in SOURCES.items()}
GOODS, UNREAD = "Goods", "Not understood"
_HALF_PAIRS = re.compile("[\ud800-\udfff]")  # no page can carry them
STYLE = (
    "<style>.fk-brief{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--jp-border-color1,#bbb);"
    "padding:.2em .8em;margin:.4em 0}.fk-read mark{background:none;color:inherit;font-weight:600;"
    "border-bottom:2px solid var(--jp-brand-color1,#0072b2)}.fk-read .fk-unread{text-decoration:underline dotted;"
    "text-underline-offset:.2em}.fk-legend{font-size:.9em}.fk-read{overflow-wrap:anywhere}"
    ".fk-read th,.fk-read td{text-align:left;padding:.15em 1em .15em 0;vertical-align:top}"
    ".fk-read th,.fk-read td:nth-child(3){white-space:nowrap}</style>"
)
LEGEND = (
    '<p class="fk-legend"><mark>bold, underlined</mark> became a setting; '
    '<span class="fk-unread">dotted</span> was not understood.</p>'
)


def value_in_words(name: str, reading: "FieldReading") -> str:
    """A value as a planner says it: 45 %, 12 weeks, Mon 2 Mar 2026."""
    return said(name, reading.value)


def marked(text: str, spans: Sequence[Mark], unread: Sequence[tuple[int, int]] = ()) -> str:
    """`text` escaped, with the given parts marked by what they became and the unread ones by a dotted line.

    Where parts overlap every title is kept; a word that became something is not marked as unread.

    >>> marked("hold <45%>", [(6, 9, "Held back")])
    'hold &lt;<mark title="Held back">45%</mark>&gt;'
    """
    pieces = []
    for start, end, titles in _segments(len(text), spans, unread):
        piece = _escaped(text[start:end])
        if titles == [UNREAD]:
            piece = f'<span class="fk-unread" title="{UNREAD}">{piece}</span>'
        elif titles:
            told = dict.fromkeys(title for title in titles if title != UNREAD)
            piece = f'<mark title="{_escaped("; ".join(told))}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)


def _segments(
    length: int, spans: Sequence[Mark], unread: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, list[str]]]:
    """The text cut wherever a part begins or ends, each piece with the titles of the parts that cover it."""
    parts = [
        (start, end, title) for start, end, title in (*spans, *((*place, UNREAD) for place in unread)) if start < end
    ]
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for start, end, title in parts:
        begins.setdefault(start, []).append(title)
        ends.setdefault(end, []).append(title)
    edges = sorted({0, length, *begins, *ends})
    titles: list[str] = []
    for edge, following in pairwise(edges):
        for title in ends.get(edge, ()):
            titles.remove(title)
        titles += begins.get(edge, ())
        yield edge, following, list(dict.fromkeys(titles))


def extraction_html(extraction: "Extraction") -> str:
    """The brief with its words marked, each setting with where it came from, and what is doubtful. All escaped."""
    spans = [(*reading.span, LABELS[name]) for name, reading in extraction.fields.items() if reading.span is not None]
    if extraction.category_span is not None:
        spans.append((*extraction.category_span, GOODS))
    rows = "".join(
        f'<tr><th scope="row">{label}</th><td>{_escaped(value_in_words(name, extraction.fields[name]))}</td>'
        f"<td>{SIGNS[extraction.fields[name].source]}</td><td>{_why(extraction.fields[name])}</td></tr>"
        for name, label in LABELS.items()
    )
    doubts = "".join(f"<p>▲ {_escaped(warning.message)}</p>" for warning in extraction.warnings)
    unread = f"<p>{UNREAD}: {_escaped(', '.join(extraction.leftover))}</p>" if extraction.leftover else ""
    return (
        f'{STYLE}<div class="fk-read"><div class="fk-brief" dir="auto">'
        f"{marked(extraction.text, spans, extraction.leftover_spans)}</div>{LEGEND}"
        f"<table><tbody>{rows}</tbody></table>{doubts}{unread}</div>"
    )


def _why(reading: "FieldReading") -> str:
    """The words, in their own direction of writing, the reason, and what the other engine read."""
    quote = f"“<bdi>{_escaped(reading.quote)}</bdi>”: " if reading.quote else ""
    rival = f"<br>▲ {_escaped(reading.rival)}" if reading.rival else ""
    return f"{quote}{_escaped(reading.reason)}{rival}"


def _escaped(text: str) -> str:
    return escape(_HALF_PAIRS.sub("\N{REPLACEMENT CHARACTER}", text))
