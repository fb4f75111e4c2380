"""What a run keeps of its confirmation, to read: who, when, from which words, and every edit."""

from datetime import datetime

from forecast_kit.persistence import ConfirmedParameters, ParameterEdit
from forecast_kit.planning import Section
from forecast_kit.season import PARAMETER_NAMES
from forecast_kit.widgets.season_form import LABELS, SOURCES, said

__all__ = ["confirmation_section"]

BRIEF_SHOWN = 300


def confirmation_section(confirmed: ConfirmedParameters) -> Section:
    """The season as it was confirmed, a row a setting."""
    brief = confirmed.extraction.text if confirmed.extraction else ""
    shown = brief if len(brief) <= BRIEF_SHOWN else f"{brief[:BRIEF_SHOWN]} …"
    return Section(
        key="confirmation",
        title=f"Confirmed by {confirmed.confirmed_by} on {_moment(confirmed.confirmed_at)}",
        headers=("Setting", "Value", "Where it came from"),
        rows=tuple(
            (LABELS[name], said(name, getattr(confirmed.parameters, name)), _origin(confirmed, name))
            for name in PARAMETER_NAMES
        ),
        align="lll",
        lines=(f"“{' '.join(shown.split())}”",) if shown else (),
    )


def _origin(confirmed: ConfirmedParameters, name: str) -> str:
    """The words or the reason, and then each edit in its order."""
    told = []
    if confirmed.extraction:
        reading = confirmed.extraction.fields[name]
        sign, word = SOURCES[reading.source]
        told.append(f"{sign} {word}: {f'“{reading.quote}”' if reading.quote else reading.reason}")
    told += [_edit(edit) for edit in confirmed.edits if edit.name == name]
    return "; ".join(told)


def _edit(edit: ParameterEdit) -> str:
    before, after = said(edit.name, edit.from_value), said(edit.name, edit.to_value)
    return f"✎ {edit.by} changed {before} to {after} on {_moment(edit.at)}"


def _moment(when: datetime) -> str:
    return f"{when:%-d %b %Y, %H:%M} UTC"
