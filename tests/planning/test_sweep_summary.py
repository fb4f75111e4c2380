import json

import pytest

from forecast_kit.planning.sweep_summary import summarise_sweep, sweep_document
from forecast_kit.replay import KitPolicy
from forecast_kit.replay.sweep import sweep_settings
from tests.replay.small import planned


@pytest.fixture(scope="module")
def sweep():
    season = planned(8, terms={"markdown_checkpoint_week": 4})
    opening = KitPolicy().open(season)
    return sweep_settings(season, opening.forecast, opening.allocation, scenarios=60)


def test_own_settings_are_shown_with_what_each_single_change_is_worth(sweep):
    section = summarise_sweep(sweep, "GBP")
    rows = [row[:3] for row in section.rows]
    own = section.rows[section.strong_rows[0]]
    assert own[:3] == ("45 %", "weekly top-ups", "after week 4")
    assert own[5] == "own"
    assert ("45 %", "no replenishment", "after week 4") in rows
    assert ("45 %", "weekly top-ups", "none") in rows
    assert ("0 %", "weekly top-ups", "after week 4") in rows
    frontier = sweep.table["frontier"].sum()
    assert sum("leaves less" in row[-1] for row in section.rows) == frontier


def test_the_assumptions_and_the_number_of_seasons_stand_above(sweep):
    section = summarise_sweep(sweep, "EUR")
    assert "60 seasons each" in section.title
    assert "Price €10.00" in section.lines[0]
    assert "same drawn demand" in section.lines[2]


def test_the_document_has_every_setting(sweep):
    document = json.loads(json.dumps(sweep_document(sweep), allow_nan=False))
    assert len(document["settings"]) == 72
    assert any(row["checkpoint"] is None for row in document["settings"])
    assert sum(row["own"] for row in document["settings"]) == 1
