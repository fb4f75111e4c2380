"""What the workbench shows in a notebook: escaped HTML that needs no live kernel, and the same as plain text."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import Section, summarise
from forecast_kit.widgets.tables import html_table

if TYPE_CHECKING:
    from forecast_kit.workbench.reading import SeasonReading

STYLE = (
    "<style>.fk-summary{max-width:64rem}.fk-summary h4{margin:1.2em 0 .3em}.fk-summary p{margin:.2em 0}"
    ".fk-summary table{border-collapse:collapse;margin:.2em 0}.fk-summary th,.fk-summary td{padding:.2em .9em .2em 0;"
    "border-bottom:1px solid var(--jp-border-color2,#ccc)}.fk-summary tr.fk-strong td{font-weight:600}"
    ".fk-warning{border-left:4px solid var(--jp-warn-color1,#e69f00);padding-left:.8em}</style>"
)


@dataclass(frozen=True)
class PlanView:
    """A plan to look at: a page of tables in a notebook, plain text elsewhere."""

    plan: SeasonPlan

    def _repr_html_(self) -> str:
        return plan_html(self.plan)

    def __repr__(self) -> str:
        return plan_text(self.plan)


@dataclass(frozen=True)
class Page:
    """Some sections to look at: tables in a notebook, plain text elsewhere."""

    sections: tuple[Section, ...]

    def _repr_html_(self) -> str:
        return sections_html(*self.sections)

    def __repr__(self) -> str:
        return "\n\n".join(section_text(section) for section in self.sections)


def plan_text(plan: SeasonPlan) -> str:
    """The summary as plain text, columns aligned by spaces."""
    return "\n\n".join(section_text(section) for section in summarise(plan))


def section_text(section: Section) -> str:
    """One section as plain text."""
    grid = [section.headers, *section.rows] if any(section.headers) else list(section.rows)
    widths = [max(len(row[n]) for row in grid) for n in range(len(section.headers))] if grid else []
    rows = [
        "  ".join(
            cell.rjust(width) if side == "r" else cell.ljust(width)
            for cell, width, side in zip(row, widths, section.align, strict=True)
        ).rstrip()
        for row in grid
    ]
    return "\n".join([section.title, *section.lines, *rows])


def plan_html(plan: SeasonPlan) -> str:
    """A plan's summary, in the order every face of the kit shows it."""
    return sections_html(*summarise(plan))


def sections_html(*sections: Section) -> str:
    """Sections one below the other."""
    return f'{STYLE}<div class="fk-summary">{"".join(_section(section) for section in sections)}</div>'


def _section(section: Section) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in section.lines)
    table = html_table(section.headers, section.rows, align=section.align) if section.rows else ""
    table = _strong(table, section.strong_rows)
    if section.folded:
        return f"<details><summary>{escape(section.title)}</summary>{lines}{table}</details>"
    body = f"<h4>{escape(section.title)}</h4>{lines}{table}"
    return f'<div class="fk-warning">{body}</div>' if section.tone == "warning" else body


def _strong(table: str, rows: tuple[int, ...]) -> str:
    """Marks the rows that are totals."""
    if not rows:
        return table
    head, body = table.split("<tbody>", 1)
    parts = body.split("<tr>")
    marked = [f'<tr class="fk-strong">{part}' if n - 1 in rows else f"<tr>{part}" for n, part in enumerate(parts) if n]
    return f"{head}<tbody>{parts[0]}{''.join(marked)}"


def reading_section(reading: "SeasonReading") -> Section:
    """The facts of the data a brief is read against."""
    return Section(
        key="facts",
        title="What the data says",
        headers=("", ""),
        rows=reading.facts,
        align="ll",
        lines=reading.notes,
    )
