"""A brief as it was understood: its own words marked where they were used, and a table of what became of them."""

from html import escape
from typing import TYPE_CHECKING

from forecast_kit.words import day, percent

if TYPE_CHECKING:
    from forecast_kit.season import Extraction, FieldReading

LABELS = {
    "forecast_horizon_weeks": "Season length",
    "season_start_date": "Season starts",
    "replenishment_strategy": "Store top-ups",
    "dc_holdback_percentage": "Held back in the DC",
    "markdown_checkpoint_week": "Markdown check after week",
    "markdown_threshold": "Mark down below",
}
SIGNS = {"stated": "● stated", "inferred": "◐ inferred", "default": "○ assumed"}
STYLE = (
    "<style>.fk-brief{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--jp-border-color1,#bbb);"
    "padding:.2em .8em;margin:.4em 0}.fk-brief mark{background:none;color:inherit;font-weight:600;"
    "border-bottom:2px solid var(--jp-brand-color1,#0072b2)}.fk-read th,.fk-read td{text-align:left;"
    "padding:.15em 1em .15em 0;vertical-align:top}.fk-read{overflow-wrap:anywhere}</style>"
)


def value_in_words(name: str, reading: "FieldReading") -> str:
    """A value as a planner says it: 45 %, 12 weeks, Mon 2 Mar 2026."""
    value = reading.value
    if value is None:
        return "none"
    if hasattr(value, "strftime"):
        return day(value)  # type: ignore[arg-type]
    if isinstance(value, float):
        return percent(value)
    return f"{value} weeks" if name == "forecast_horizon_weeks" else str(value)


def marked(text: str, spans: list[tuple[int, int, str]]) -> str:
    """`text` escaped, with the given parts marked; of parts that overlap the first is kept.

    >>> marked("hold <45%>", [(6, 9, "Held back")])
    'hold &lt;<mark title="Held back">45%</mark>&gt;'
    """
    pieces, at = [], 0
    for start, end, title in sorted(spans):
        if start < at:
            continue
        pieces += [escape(text[at:start]), f'<mark title="{escape(title)}">{escape(text[start:end])}</mark>']
        at = end
    return "".join([*pieces, escape(text[at:])])


def extraction_html(extraction: "Extraction") -> str:
    """The brief with its words marked, each setting with where it came from, and what is doubtful. All escaped."""
    spans = [(*reading.span, LABELS[name]) for name, reading in extraction.fields.items() if reading.span is not None]
    rows = "".join(
        f'<tr><th scope="row">{label}</th><td>{escape(value_in_words(name, extraction.fields[name]))}</td>'
        f"<td>{SIGNS[extraction.fields[name].source]}</td><td>{escape(_why(extraction.fields[name]))}</td></tr>"
        for name, label in LABELS.items()
    )
    doubts = "".join(f"<p>▲ {escape(warning.message)}</p>" for warning in extraction.warnings)
    unread = f"<p>Not understood: {escape(', '.join(extraction.leftover))}</p>" if extraction.leftover else ""
    return (
        f'{STYLE}<div class="fk-read"><div class="fk-brief">{marked(extraction.text, spans)}</div>'
        f"<table><tbody>{rows}</tbody></table>{doubts}{unread}</div>"
    )


def _why(reading: "FieldReading") -> str:
    return f"“{reading.quote}”: {reading.reason}" if reading.quote else reading.reason
