"""The season in a cell's output, where no dialog is: as a table, and as plain text."""

from html import escape

from forecast_kit.season import PARAMETER_NAMES, Extraction, SeasonParameters
from forecast_kit.widgets.season_form import LABELS, SOURCES, said
from forecast_kit.widgets.tables import html_table

__all__ = ["summary_html", "summary_text"]


def summary_text(extraction: Extraction, parameters: SeasonParameters, standing: str) -> str:
    """The season and where it stands, as plain text."""
    rows = _rows(extraction, parameters)
    wide, values = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
    lines = [f"Season parameters. {standing}."]
    lines += [f"  {label:<{wide}}  {value:<{values}}  {origin}" for label, value, origin in rows]
    lines += [f"  ▲ {warning.message}" for warning in extraction.warnings]
    return "\n".join(lines)


def summary_html(extraction: Extraction, parameters: SeasonParameters, standing: str) -> str:
    """The same as an escaped table."""
    table = html_table(
        ["Setting", "Value", "Where it came from"],
        _rows(extraction, parameters),
        caption=f"Season parameters. {standing}.",
    )
    warnings = "".join(f"<li>▲ {escape(warning.message)}</li>" for warning in extraction.warnings)
    return f'<div class="fk-summary">{table}<ul style="list-style:none;padding:0">{warnings}</ul></div>'


def _rows(extraction: Extraction, parameters: SeasonParameters) -> list[tuple[str, str, str]]:
    rows = []
    for name in PARAMETER_NAMES:
        value, before = getattr(parameters, name), getattr(extraction.parameters, name)
        reading = extraction.fields[name]
        sign, word = SOURCES[reading.source]
        origin = f"{sign} {word}: {f'“{reading.quote}”' if reading.quote else reading.reason}"
        if value != before:
            origin = f"✎ changed from {said(name, before)}"
        rows.append((LABELS[name], said(name, value), origin))
    return rows
