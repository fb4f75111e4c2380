"""Tables drawn with bars: each cell is read under its column's heading, and of an old and a new column the new."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.lexicon import MONTHS, WEEKDAYS, words
from forecast_kit.extraction.rules.tokens import Term

Row = list[list[Term]]

_HEADINGS = words(
    "start from to until end length week month replen hold dc backstock markdown check threshold sellthrough upfront "
    "opening ship"
)
_NEW = words("new now revised current updated latest after correct present")
_OLD = words("old was previous previously before prior past original draft superseded")
_FIGURES = frozenset({"number", "ordinal", "iso", "dmy", "slash"})
_VALUES = words("weekly fortnightly no oneshot without never midway")
_DAYS = frozenset({*MONTHS, *WEEKDAYS})
_SHORT_CELL = 2
_RULES = frozenset("-:=+_")


def untabled(terms: Sequence[Term]) -> list[Term]:
    """The terms with every cell of a headed table written as "heading: cell"; other lines unchanged.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> " ".join(t.key for t in untabled(tokenise("style | weeks | DC\\nkilts | 9 | 30%")))
    'break product : kilts ; week : 9 ; dc : 30 % ;'
    """
    out: list[Term] = []
    heading: Row = []
    lines = _lines(terms)
    rows = [_cells(line) for line in lines]
    for i, (line, row) in enumerate(zip(lines, rows, strict=True)):
        if len(row) < 2:
            if heading and _is_rule(line):
                continue
            heading = []
            out.extend(line)
        elif _is_heading(row) and any(len(below) > 1 for below in rows[i + 1 : i + 3]):
            heading = row
            out.extend(line[-1:] if line[-1].key == "break" else [])
        elif heading and len(row) <= len(heading):
            out.extend(_row(heading, row, line[-1]))
        else:
            out.extend(line)
    return out


def _lines(terms: Sequence[Term]) -> list[list[Term]]:
    lines: list[list[Term]] = [[]]
    for term in terms:
        lines[-1].append(term)
        if term.key == "break":
            lines.append([])
    return [line for line in lines if line]


def _is_rule(line: Sequence[Term]) -> bool:
    """Whether a line only draws: |---|---|."""
    return all(t.kind in {"break", "dots", "minus"} or t.text == "|" or set(t.text) <= _RULES for t in line)


def _cells(line: Sequence[Term]) -> Row:
    """The cells between the bars of a line; none where it has no bars or only draws."""
    if sum(t.text == "|" for t in line) < 1 or _is_rule(line):
        return []
    cells: Row = [[]]
    for term in line:
        if term.text == "|":
            cells.append([])
        elif term.key != "break":
            cells[-1].append(term)
    led = line[0].text == "|"
    closed = [t.text for t in line if t.key != "break"][-1] == "|"
    return cells[led : len(cells) - closed]


def _names(cell: Sequence[Term]) -> set[str]:
    return {word for t in cell for word in (t.key, t.text)}


def _is_heading(row: Row) -> bool:
    """Whether a row names columns: no figures in it, and two trade words, or an old and a new column."""
    if any(t.kind in _FIGURES or t.key in _VALUES or t.text in _DAYS for cell in row for t in cell):
        return False
    named = sum(bool(_names(cell) & _HEADINGS) for cell in row)
    old, new = (any(_is_one(cell, names) for cell in row) for names in (_OLD, _NEW))
    return (named >= 2 and len(row) >= 3) or (old and new)


def _is_one(cell: Sequence[Term], names: frozenset[str]) -> bool:
    return 0 < len(cell) <= 3 and bool(_names(cell) & names)


def _row(heading: Row, row: Row, last: Term) -> list[Term]:
    """One row's cells, each under its heading; under old and new headings, the row's name and the new value."""
    sign = replace(last, kind="mark", start=last.start, end=last.start + 1, value=None, known=False)
    colon, stop = replace(sign, key=":", text=":"), replace(sign, key=";", text=";")
    new = [i for i, cell in enumerate(heading) if _is_one(cell, _NEW)]
    compares = new and any(_is_one(cell, _OLD) for cell in heading)
    out: list[Term] = []
    if compares:
        value = row[new[-1]] if new[-1] < len(row) else []
        return _pairs(row[0], value, colon, stop) if value and row[0] else []
    for label, cell in zip(heading, row, strict=False):
        if cell:
            out.extend(_pairs([_label(t) for t in label], cell, colon, stop))
    return out


def _pairs(label: list[Term], cell: list[Term], colon: Term, stop: Term) -> list[Term]:
    """ "label: cell;", or each part by itself where both are of two: "MD week / ST | 8 / 64%"."""
    labels, values = _parts(label), _parts(cell)
    if len(labels) != len(values) or len(labels) < 2:
        return [*label, *([colon] if label else []), *cell, stop]
    return [term for name, value in zip(labels, values, strict=True) for term in (*name, colon, *value, stop)]


def _parts(cell: Sequence[Term]) -> Row:
    """A cell cut at its strokes: "8 / 64%", "8/64%"."""
    parts: Row = [[]]
    for term in cell:
        if term.text in {"/", "+", "&"}:
            parts.append([])
        elif term.kind == "slash" and len(cell) <= _SHORT_CELL:
            first, second = term.text.split("/")
            middle = term.start + len(first)
            for text, start, end in ((first, term.start, middle), (second, middle + 1, term.end)):
                number = replace(term, key=text, text=text, start=start, end=end, kind="number", value=float(text))
                parts[-1].append(number)
                parts.append([])
            parts.pop()
        else:
            parts[-1].append(term)
    return [part for part in parts if part]


def _label(term: Term) -> Term:
    """A column headed "to" holds ends, one headed "from" starts."""
    name = {"to": "until", "off": "until", "out": "until", "from": "start"}.get(term.text)
    return replace(term, key=name, text=name) if name else term
