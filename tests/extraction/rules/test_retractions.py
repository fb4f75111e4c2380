from datetime import date

import pytest

from forecast_kit.extraction import extract_parameters

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("Not 12 weeks: 14.", 14),
        ("12 weeks, no, 14.", 14),
        ("12 weeks. Scrap that, make it 14.", 14),
        ("14 weeks instead of 12.", 14),
        ("10, not 12 weeks.", 10),
        ("From 8 to 10 weeks, please change that.", 10),
        ("8 weeks -> 10 weeks", 10),
        ("Last year it ran 12 weeks. This year 14.", 14),
        ("Last year it ran 12 weeks. Two weeks longer this time.", 14),
        ("14 weeks (last year 12)", 14),
        ("12 weeks, as last year", 12),
        ("I said 9 weeks. Change that to 11.", 11),
        ("The season was to be 10 weeks, but marketing needs 12.", 12),
        ("12 weeks is too long. Do 10.", 10),
        ("14 weeks versus 12", 14),
        ("There are 36 weeks of history. Plan 9 weeks.", 9),
        ("The ad campaign runs 4 weeks. We sell for 10 weeks.", 10),
    ],
)
def test_the_length_that_stands(text: str, weeks: int) -> None:
    assert extract_parameters(text, today=TODAY, engine="rules").parameters.forecast_horizon_weeks == weeks


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Last year we held half, now hold a third.", 1 / 3),
        ("Unlike last season, when we held 45%, we'll hold 20.", 0.2),
        ("I had 35% as the holdback. Bump it to 50%.", 0.5),
        ("Hold 30%. No, 40.", 0.4),
        ("Hold up from 30% to 40%.", 0.4),
        ("60% goes out, the rest stays", 0.4),
        ("Everything but 12% goes to stores", 0.12),
        ("Nothing is held back", 0.0),
        ("Ship everything at launch", 0.0),
        ("Opening allocation: 48%. The other 52 we release weekly.", 0.52),
        ("split 60/40 between DC and stores", 0.6),
        ("8,000 units bought, 6,000 to stores", 0.25),
        ("margin 61%, hold 30%, take 20% off in week 6", 0.3),
        ("split evenly between stores and DC", 0.5),
        ("hold everything in the DC", 1.0),
    ],
)
def test_the_holdback_that_stands(text: str, held: float) -> None:
    found = extract_parameters(text, today=TODAY, engine="rules").parameters.dc_holdback_percentage
    assert found == pytest.approx(held, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "strategy"),
    [
        ("Never skip a replenishment week, so weekly", "weekly"),
        ("never go a week without a replenishment delivery", "weekly"),
        ("No weekly replenishment, fortnightly", "bi-weekly"),
        ("Weekly? No, fortnightly top-ups", "bi-weekly"),
        ("weekly sales meeting; fortnightly top-ups", "bi-weekly"),
        ("Don't replenish weekly, every other week is enough", "bi-weekly"),
        ("switch replenishment off", "none"),
        ("no second delivery", "none"),
        ("replen: n/a", "none"),
        ("one-off promotion in week 3", "weekly"),
    ],
)
def test_the_replenishment_that_stands(text: str, strategy: str) -> None:
    assert extract_parameters(text, today=TODAY, engine="rules").parameters.replenishment_strategy == strategy


@pytest.mark.parametrize(
    ("text", "week", "below"),
    [
        ("markdown in week 6", 6, 0.6),
        ("Don't look at markdowns in week 7; look in week 10", 10, 0.6),
        ("no markdown before week 8, then under 50%", 8, 0.5),
        ("markdowns? never", None, None),
        ("full price throughout", None, None),
        ("MD: n/a", None, None),
        ("10 weeks, markdown four weeks before the end", 6, 0.6),
        ("10 weeks, markdown halfway if more than 45% is unsold", 5, 0.55),
        ("markdown review after six weeks below two thirds", 6, 0.6667),
        ("markdown a month in", 4, 0.6),
        ("in week 5 mark down by 30% what has sold less than half", 5, 0.5),
        ("MD wk 6, ST under 55; MD2 wk 9", 6, 0.55),
    ],
)
def test_the_markdown_that_stands(text: str, week: int | None, below: float | None) -> None:
    found = extract_parameters(text, today=TODAY, engine="rules").parameters
    assert (found.markdown_checkpoint_week, found.markdown_threshold) == (week, below)
