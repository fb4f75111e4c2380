"""How answers look in a terminal."""

import json
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from forecast_kit.events import StatusBoard
    from forecast_kit.planning import Section
    from forecast_kit.season import Extraction

MIN_WIDTH = 100


def console() -> Console:
    """Standard output; wide enough for the tables where the output is not a terminal."""
    out = Console()
    return out if out.is_terminal else Console(width=max(MIN_WIDTH, out.width))


def print_json(value: Any) -> None:
    """One JSON document on standard output, the same bytes for the same answer."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    typer.echo(text.encode("utf-8", "backslashreplace").decode())  # half a character is written as JSON writes it


def printable(text: str) -> str:
    """What may go to a terminal: words from outside cannot move its cursor, nor break its encoding.

    >>> printable("hold\\x1b[2J 40%")
    'hold�[2J 40%'
    """
    return "".join("�" if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" else c for c in text)


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on standard error while something takes longer than a moment; silent where nobody watches."""
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield
        return
    with errors.status(what):
        yield


def print_section(out: Console, section: "Section") -> None:
    """One section of a plan's summary."""
    style = "bold yellow" if section.tone == "warning" else "bold"
    out.print()
    if section.folded:
        out.print(Text(f"{section.title}: {'; '.join(section.lines)}", style="dim"))
        return
    out.print(Text(section.title, style=style))
    for line in section.lines:
        out.print(Text(f"{'! ' if section.tone == 'warning' else ''}{line}"))
    if section.rows:
        out.print(_table(section))


def _table(section: "Section") -> Table:
    table = Table(show_header=any(section.headers), box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for header, side in zip(section.headers, section.align, strict=True):
        table.add_column(escape(header), justify="right" if side == "r" else "left", header_style="dim")
    for number, row in enumerate(section.rows):
        table.add_row(*(Text(cell) for cell in row), style="bold" if number in section.strong_rows else "")
    return table


def board_table(board: "StatusBoard", currency: str = "GBP") -> Table:
    """A line an agent, as the notebook's panel has it: state, step or choice, money; then what waits or went wrong."""
    from forecast_kit.widgets.status_panel import StatusPanel

    table = Table(box=None, show_header=False, pad_edge=False)
    for cells in StatusPanel(board, currency=currency).rows():
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def print_extraction(out: Console, extraction: "Extraction") -> None:
    """What was understood, from which words, and what is doubtful."""
    from forecast_kit.brief_html import LABELS, SIGNS, value_in_words

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for header in ("Setting", "Value", "", "Your words", "Why"):
        table.add_column(header, header_style="dim")
    for name, label in LABELS.items():
        reading = extraction.fields[name]
        words = f"“{reading.quote}”" if reading.quote else ""
        value = value_in_words(name, reading)
        table.add_row(label, value, SIGNS[reading.source], Text(printable(words)), Text(printable(reading.reason)))
    out.print(Text("What was understood", style="bold"))
    out.print(table)
    for warning in extraction.warnings:
        out.print(Text(printable(f"! {warning.message}"), style="yellow"))
    if extraction.leftover:
        out.print(Text(printable(f"Not understood: {', '.join(extraction.leftover)}"), style="dim"))


def progress_to_stderr(description: str) -> Any:
    """A rich progress bar on standard error, hidden where nobody watches."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn(description),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
