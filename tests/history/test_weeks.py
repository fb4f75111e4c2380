import pandas as pd
import pytest

from forecast_kit.errors import SettingsError
from forecast_kit.history.weeks import partial_weeks_note, sum_to_rows, weekday_number, weeks_of


def test_a_weekday_is_named_in_any_case_and_nothing_else_is_one() -> None:
    assert weekday_number(" saturday ") == 5
    with pytest.raises(SettingsError, match="'Caturday' is not a weekday"):
        weekday_number("Caturday")


@pytest.mark.parametrize("first_weekday", range(7))
def test_a_week_starts_on_its_weekday_and_holds_its_day(first_weekday: int) -> None:
    days = pd.Series(pd.date_range("2024-12-20", periods=30))
    starts = weeks_of(days, first_weekday)
    assert (starts.dt.weekday == first_weekday).all()
    assert ((days - starts).dt.days).between(0, 6).all()


def test_a_chain_closed_on_sundays_has_full_weeks_of_six_days() -> None:
    days = pd.Series([day for day in pd.date_range("2025-03-03", periods=20) if day.weekday() != 6])
    assert partial_weeks_note(days, 0) == []
    assert partial_weeks_note(days[1:], 0) == [
        "The first week (2025-03-03) has 5 of 6 trading days: its units are not a full week's."
    ]


def test_prices_count_by_units_and_missing_ones_not_at_all() -> None:
    frame = pd.DataFrame(
        {
            "store_id": ["7"] * 3 + ["8"],
            "units": [1.0, 3.0, 5.0, 0.0],
            "price": [40.0, 20.0, None, None],
            "list_price": [40.0, 40.0, None, 50.0],
        }
    )
    summed, dropped = sum_to_rows(frame, ["store_id"])
    assert summed["units"].tolist() == [9, 0]
    assert summed["price"].iloc[0] == 25
    assert pd.isna(summed["price"].iloc[1])
    assert summed["list_price"].tolist() == [40, 50]
    assert dropped == []
