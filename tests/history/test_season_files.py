from pathlib import Path

import pytest

from forecast_kit.errors import DataError
from forecast_kit.history import read_buys, read_markdowns, read_shipments, read_sizes

SAMPLE = Path(__file__).resolve().parents[2] / "data/last_season"


def problems(read, path: Path) -> list[str]:
    with pytest.raises(DataError) as refused:
        read(path)
    assert "Nothing was stored." in str(refused.value)
    return [str(row) for row in refused.value.rows]


def test_the_samples_own_record_is_read() -> None:
    assert read_buys(SAMPLE / "buys.csv").frame["buy_units"].tolist() == [58008]
    assert read_shipments(SAMPLE / "shipments.csv").frame["units"].sum() == 58008
    assert read_markdowns(SAMPLE / "markdowns.csv").frame["markdown"].max() == 0.25


def test_a_buy_may_come_in_several_orders(write) -> None:
    rows = ("Coats,2025-03-03,100,2024-12-02", "Coats,2025-03-03,40,2025-01-13")
    found = read_buys(write("category,season_start_date,buy_units,order_date", *rows))
    assert found.frame["buy_units"].tolist() == [100, 40]


def test_buys_are_refused_for(write) -> None:
    rows = ("Coats,2025-03-03,-1,2025-01-06", "Hats,2025-03-03,10,2025-04-06", "Coats,2025-03-03,2.5,2025-01-06")
    assert problems(read_buys, write("category,season_start_date,buy_units,order_date", *rows)) == [
        "line 2, buy_units: -1 is negative",
        "line 3, order_date: 2025-04-06 is after the season has started",
        "line 4: the same category, season and order date as line 2",
        "line 4, buy_units: 2.5 is not a whole number",
    ]


def test_shipments_may_be_named_by_the_end_of_their_week(write) -> None:
    found = read_shipments(write("week_end,store_id,category,units", "2025-03-09,S1,Coats,5"))
    assert found.frame["week_start"].iloc[0].date().isoformat() == "2025-03-03"


def test_a_markdown_is_a_share_off_full_price(write) -> None:
    found = read_markdowns(write("week_start,category,markdown", "2025-03-03,Coats,25%", "2025-03-10,Coats,0.3"))
    assert found.frame["markdown"].tolist() == [0.25, 0.3]
    assert problems(read_markdowns, write("week_start,category,markdown", "2025-03-03,Coats,25")) == [
        "line 2, markdown: 25 is not a share off full price: write a quarter off as 0.25 or 25%"
    ]


def test_size_shares_keep_their_order_and_add_up(write) -> None:
    found = read_sizes(write("category,size,share", "Coats,S,0.25", "Coats,M,0.5", "Coats,L,0.25", "Hats,One size,1"))
    assert found.frame["size"].tolist() == ["S", "M", "L", "One size"]
    assert found.report.notes == ()


def test_size_shares_that_miss_one_by_a_rounding_are_scaled_and_said(write) -> None:
    found = read_sizes(write("category,size,share", "Coats,S,0.33", "Coats,M,0.33", "Coats,L,0.33"))
    assert found.frame["share"].tolist() == pytest.approx([1 / 3] * 3)
    assert "Coats" in found.report.notes[0]


def test_size_shares_are_refused_for(write) -> None:
    path = write("category,size,share", "Coats,S,0.6", "Coats,M,0.6", "Hats,S,1.4", "Hats,S,0.5")
    assert problems(read_sizes, path) == [
        "line 2, share: the shares of Coats add up to 1.2, not to 1",
        "line 4, share: 1.4 is not a share between 0 and 1 (or yes, no, or a percentage)",
        "line 5: the same category and size as line 4",
    ]
