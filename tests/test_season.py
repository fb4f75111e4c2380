from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forecast_kit.season import (
    PARAMETER_NAMES,
    CategoryEconomics,
    Extraction,
    FieldReading,
    SeasonParameters,
    next_monday,
    trading_weeks,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def test_a_season_nobody_described_has_the_trades_defaults():
    season = SeasonParameters(season_start_date=date(2026, 3, 2))
    assert season.model_dump() == {
        "forecast_horizon_weeks": 12,
        "season_start_date": date(2026, 3, 2),
        "replenishment_strategy": "weekly",
        "dc_holdback_percentage": 0.45,
        "markdown_checkpoint_week": None,
        "markdown_threshold": None,
    }


def test_a_checkpoint_without_a_threshold_gets_sixty_percent_and_a_stated_zero_stays_zero():
    assert SeasonParameters(season_start_date=date(2026, 3, 2), markdown_checkpoint_week=6).markdown_threshold == 0.6
    stated = SeasonParameters(season_start_date=date(2026, 3, 2), markdown_checkpoint_week=6, markdown_threshold=0)
    assert stated.markdown_threshold == 0


@pytest.mark.parametrize(
    "impossible",
    [
        {"forecast_horizon_weeks": 0},
        {"forecast_horizon_weeks": 53},
        {"dc_holdback_percentage": 1.01},
        {"dc_holdback_percentage": float("nan")},
        {"replenishment_strategy": "monthly"},
        {"markdown_checkpoint_week": 13},
        {"markdown_threshold": 0.5},
        {"holdbak": 0.1},
    ],
)
def test_what_cannot_be_a_season_is_refused(impossible):
    with pytest.raises(ValidationError):
        SeasonParameters(season_start_date=date(2026, 3, 2), **impossible)


@given(start=DAYS, horizon=st.integers(1, 52))
def test_the_season_lasts_its_horizon_in_whole_weeks(start, horizon):
    season = SeasonParameters(season_start_date=start, forecast_horizon_weeks=horizon)
    assert season.season_end_date - start == timedelta(days=7 * horizon - 1)


@given(start=DAYS, anchor=DAYS, horizon=st.integers(1, 52))
def test_trading_weeks_follow_the_datas_own_calendar(start, anchor, horizon):
    weeks = trading_weeks(SeasonParameters(season_start_date=start, forecast_horizon_weeks=horizon), anchor)
    assert [week.number for week in weeks] == list(range(1, horizon + 1))
    assert all((week.week_start - anchor).days % 7 == 0 for week in weeks)
    assert timedelta(0) <= start - weeks[0].week_start < timedelta(days=7)
    assert weeks[0].days_on_sale == 7 - (start - weeks[0].week_start).days
    assert all(week.days_on_sale == 7 for week in weeks[1:])


@given(today=DAYS)
def test_next_monday_is_strictly_after_today(today):
    monday = next_monday(today)
    assert monday.weekday() == 0
    assert 1 <= (monday - today).days <= 7


@pytest.mark.parametrize(("strategy", "weeks"), [("none", ()), ("weekly", (2, 3, 4, 5, 6)), ("bi-weekly", (3, 5))])
def test_deliveries_follow_the_cadence(strategy, weeks):
    season = SeasonParameters(
        season_start_date=date(2026, 3, 2), forecast_horizon_weeks=6, replenishment_strategy=strategy
    )
    assert season.delivery_weeks == weeks


def test_a_stated_value_needs_the_words_that_state_it():
    with pytest.raises(ValidationError, match="words"):
        FieldReading(value=12, source="stated", reason="said so")


def test_an_extraction_accounts_for_every_parameter():
    with pytest.raises(ValidationError, match="no reading for"):
        Extraction(
            text="12 weeks",
            today=date(2026, 1, 1),
            engine="rules",
            parameters=SeasonParameters(season_start_date=date(2026, 3, 2)),
            fields={},
        )


def test_the_critical_ratio_is_not_known_without_the_whole_economics():
    assert CategoryEconomics(category="Dresses", unit_price=60).critical_ratio is None
    assert not CategoryEconomics(category="Dresses", unit_price=60).complete


@given(price=st.floats(1, 1000), cost=st.floats(0, 1000), salvage=st.floats(0, 1000), vat=st.floats(0, 0.5))
def test_the_critical_ratio_is_a_probability_or_unknown(price, cost, salvage, vat):
    economics = CategoryEconomics(
        category="Dresses", unit_price=price, unit_cost=cost, salvage_value=salvage, vat_rate=vat
    )
    assert economics.critical_ratio is None or 0 <= economics.critical_ratio <= 1


def test_an_extraction_survives_being_stored_and_read_back():
    season = SeasonParameters(season_start_date=date(2026, 3, 2))
    fields = {
        name: FieldReading(value=value, source="default", reason="nothing was said")
        for name, value in season.model_dump().items()
    }
    read = Extraction(text="12 weeks", today=date(2026, 1, 1), engine="rules", parameters=season, fields=fields)
    assert Extraction.model_validate_json(read.model_dump_json()) == read


def test_an_extraction_stored_before_it_said_so_much_still_loads():
    reading = {
        "value": None,
        "source": "default",
        "quote": None,
        "span": None,
        "reason": "None given.",
        "confidence": 1.0,
    }
    stored = {
        "text": "12 weeks",
        "today": "2026-01-01",
        "engine": "auto",
        "parameters": {"season_start_date": "2026-03-02"},
        "fields": dict.fromkeys(PARAMETER_NAMES, reading) | {"season_start_date": reading | {"value": "2026-03-02"}},
        "category_phrase": None,
        "supplier_lead_weeks": None,
        "leftover": ["zebras"],
        "warnings": [{"code": "two_lengths", "message": "The brief also says '8 weeks'.", "fields": []}],
    }
    read = Extraction.model_validate(stored)
    assert read.fields["season_start_date"].value == date(2026, 3, 2)
    assert (read.leftover_spans, read.category_span, read.fields["season_start_date"].rival) == ((), None, None)
    assert "Not understood: zebras" in read._repr_html_()
