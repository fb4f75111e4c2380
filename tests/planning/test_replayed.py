"""A past season under every policy, and how it reads."""

import json
import re

import pytest

from forecast_kit.errors import PlanError
from forecast_kit.planning import past_season, replay_document, replay_season, summarise_replay
from forecast_kit.planning.replayed import AS_IT_HAPPENED, HINDSIGHT, KIT, RULE_OF_THUMB
from tests.planning.test_past_season import of_the_past, record
from tests.seasons import WEEKS, economics, sales


@pytest.fixture(scope="module")
def replay():
    return replay_season(past_season(of_the_past(), record()))


@pytest.fixture(scope="module")
def sections(replay):
    return {section.key: section for section in summarise_replay(replay)}


def test_what_really_happened_is_the_first_column_and_hindsight_the_last(replay):
    assert [one.name for one in replay.played] == [AS_IT_HAPPENED, RULE_OF_THUMB, KIT, HINDSIGHT]
    assert replay.yardstick.name == AS_IT_HAPPENED


def test_the_companys_own_buy_and_shipments_are_played(replay):
    own = replay.of(AS_IT_HAPPENED).measures
    assert own.totals.buy_units == 1000
    assert own.totals.opening_store_units == 500
    assert own.weeks["arrived"].tolist() == [0] + [10] * 7


def test_every_policy_conserves_units_and_meets_the_same_demand(replay):
    wanted = replay.past.world.demand.to_numpy().sum()
    for one in replay.played:
        totals = one.measures.totals
        assert totals.units_sold + totals.units_left == pytest.approx(totals.committed_units)
        if totals.deepest_markdown == 0:
            assert totals.units_sold + totals.units_lost == pytest.approx(wanted)


def test_without_a_record_it_is_said_and_the_rule_of_thumb_is_the_yardstick():
    found = replay_season(past_season(of_the_past()))
    assert found.yardstick.name == RULE_OF_THUMB
    assert "not on record" in found.notes[-1]
    with pytest.raises(PlanError, match="As it happened was not played"):
        found.of(AS_IT_HAPPENED)


def test_the_future_changes_no_decision(replay):
    """Decisions of the first weeks are the same whatever the weeks after them bring."""
    poisoned = sales()
    poisoned.loc[poisoned["week_start"] >= WEEKS[-15], "units"] *= 7
    other = replay_season(past_season(of_the_past(sales=poisoned), record()))
    for name in (RULE_OF_THUMB, KIT):
        mine, theirs = replay.of(name).measures, other.of(name).measures
        assert mine.totals.buy_units == theirs.totals.buy_units
        assert mine.weeks["arrived"][:5].tolist() == theirs.weeks["arrived"][:5].tolist()


def test_what_online_had_sold_by_then_cannot_be_sent_and_is_said():
    hungry = sales()
    hungry.loc[(hungry["store_id"] == "WEB") & (hungry["week_start"] >= WEEKS[-20]), "units"] = 450
    found = replay_season(past_season(of_the_past(sales=hungry), record()))
    assert "60 units on record as sent to stores had been sold online by then" in found.notes[-1]
    assert found.of(AS_IT_HAPPENED).measures.totals.units_left >= 0


def test_a_category_without_a_price_has_no_ledger():
    with pytest.raises(PlanError, match="no score in money"):
        past_season(of_the_past(economics=economics(unit_cost=None)))


# -- how it reads ----------------------------------------------------------------------------------------------------


def test_the_assumptions_stand_in_the_header_of_every_table(sections):
    tables = [section for section in sections.values() if section.rows]
    assert len(tables) == 5
    for table in tables:
        header = " ".join(table.lines)
        for said in ("Price £50.00 net of VAT", "cost £20.00", "salvage £8.00", "elasticity 2, lasting"):
            assert said in header, table.key
        assert "DC to store 1 week" in header
        assert "supplier lead time 4 weeks" in header


def test_the_ledger_adds_up(sections, replay):
    rows = {row[0]: row[1:] for row in sections["ledger"].rows}
    assert sections["ledger"].headers[1:] == tuple(one.name for one in replay.played)
    for column, one in enumerate(replay.played):
        totals = one.measures.totals
        assert totals.revenue + totals.salvage_income - totals.purchase_cost == pytest.approx(totals.gross_margin)
        assert int(re.sub(r"\D", "", rows["Sold"][column])) == round(totals.units_sold)
    assert rows["Against as it happened"][0] == "—"
    assert rows["Share of perfect hindsight"][3] == "100 %"


def test_each_week_says_what_each_policy_would_have_done(sections):
    decisions = sections["decisions"].rows
    assert len(decisions) == 8
    assert decisions[0][2] == "500"
    assert decisions[1][2] == "10"


def test_every_store_has_its_line_and_the_dc_the_last_before_the_total(sections, replay):
    places = [row[0] for row in sections["stores"].rows]
    assert places[-2:] == ["DC", "Total"]
    assert len(places) == 11
    sold = [int(row[2].split(" / ")[0].replace(",", "")) for row in sections["stores"].rows]
    assert sum(sold[:-1]) == pytest.approx(sold[-1], abs=5)


def test_the_document_is_plain_json_with_every_week_and_store(replay):
    document = json.loads(json.dumps(replay_document(replay), allow_nan=False))
    kit = document["policies"][KIT]
    assert len(kit["weeks"]) == 8
    assert len(kit["stores"]) == 10
    assert document["assumptions"]["elasticity"] == 2.0
    assert kit["stores"][-1]["service_level"] is None
