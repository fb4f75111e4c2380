"""A sweep of settings as people read it: what each earns and leaves, on the same seasons."""

from typing import Any

import pandas as pd

from forecast_kit.planning.replay_summary import RHYTHM, season_terms
from forecast_kit.planning.summary import Section
from forecast_kit.replay.sweep import SETTING, Sweep
from forecast_kit.words import money, percent, units

__all__ = ["setting_in_words", "summarise_sweep", "sweep_document"]


def summarise_sweep(sweep: Sweep, currency: str) -> Section:
    """The settings worth a look: the season's own, those that change one thing of it, and the frontier."""
    table = sweep.table
    shown = table[(_changes(table, sweep.own) <= 1) | table["frontier"]]
    rows = tuple(_row(line, currency) for _, line in shown.iterrows())
    own = [n for n, (_, line) in enumerate(shown.iterrows()) if line["own"]]
    return Section(
        key="sweep",
        title=f"What other settings would earn: {len(table)} settings, {units(sweep.scenarios)} seasons each",
        headers=("Held", "Top-ups", "Markdown check", "Margin", "1 in 10 below", "Against own", "Lost", "Left", ""),
        rows=rows,
        align="rllrrrrrl",
        strong_rows=tuple(own),
        lines=(
            *season_terms(sweep.season, currency),
            f"All settings share the same drawn demand and {units(sweep.committed_units)} units to sell. Means over "
            "the seasons; ± is twice the standard error. Stores are traded by a plain version of the kit's rules.",
        ),
    )


def _changes(table: pd.DataFrame, own: "pd.Series[Any]") -> "pd.Series[int]":
    """In how many of holdback, top-ups and checkpoint each setting differs from the season's own."""
    settings = table[list(SETTING)].astype({"checkpoint": object}).where(table[list(SETTING)].notna(), "none")
    mine = ["none" if pd.isna(own[name]) else own[name] for name in SETTING]
    changes: pd.Series[int] = (settings != mine).sum(axis=1)
    return changes


def _row(line: "pd.Series[Any]", currency: str) -> tuple[str, ...]:
    error = 2 * line["against_own_error"]
    against = (
        "own" if line["own"] else f"{money(line['against_own'], currency, signed=True)} ± {money(error, currency)}"
    )
    return (
        percent(line["holdback"]),
        RHYTHM[line["strategy"]],
        "none" if pd.isna(line["checkpoint"]) else f"after week {int(line['checkpoint'])}",
        money(line["margin"], currency),
        money(line["margin_low"], currency),
        against,
        units(line["units_lost"]),
        units(line["units_left"]),
        "nothing earns more and leaves less" if line["frontier"] else "",
    )


def setting_in_words(line: "pd.Series[Any]") -> str:
    """One setting as a planner says it.

    >>> setting_in_words(pd.Series({"holdback": 0.45, "strategy": "weekly", "checkpoint": 6.0}))
    '45 % held, weekly top-ups, check after week 6'
    """
    check = "no markdown" if pd.isna(line["checkpoint"]) else f"check after week {int(line['checkpoint'])}"
    return f"{percent(line['holdback'])} held, {RHYTHM[line['strategy']]}, {check}"


def sweep_document(sweep: Sweep) -> dict[str, object]:
    """The sweep as plain values, for JSON."""
    frame = sweep.table.astype({"own": bool, "frontier": bool}).astype(object)
    return {
        "scenarios": sweep.scenarios,
        "committed_units": sweep.committed_units,
        "settings": frame.where(sweep.table.notna(), None).to_dict("records"),
    }
