import pytest

from forecast_kit.planning import past_season, replay_season
from forecast_kit.replay import KitPolicy
from forecast_kit.replay.sweep import sweep_settings
from forecast_kit.widgets import frontier_chart, ledger_chart, sell_through_chart
from tests.planning.test_past_season import of_the_past, record


@pytest.fixture(scope="module")
def past():
    return past_season(of_the_past(), record())


@pytest.fixture(scope="module")
def replay(past):
    return replay_season(past)


def words(chart):
    return [text.get_text() for axes in chart.axes for text in axes.texts] + [text.get_text() for text in chart.texts]


@pytest.mark.parametrize("chart", [sell_through_chart, ledger_chart])
def test_every_policy_is_named_where_it_is_drawn(chart, replay):
    drawn = chart(replay)
    said = words(drawn) + [label.get_text() for axes in drawn.axes for label in axes.get_yticklabels()]
    for one in replay.played:
        assert one.name in said
        assert one.name in drawn.describe()
    assert drawn.png()[:4] == b"\x89PNG"


def test_lines_are_told_apart_without_colour(replay):
    lines = [line for line in sell_through_chart(replay).axes[0].lines if len(line.get_xdata()) == 8]
    looks = {(str(line.get_linestyle()), line.get_linewidth(), str(line._unscaled_dash_pattern)) for line in lines}
    assert len(looks) == 4


def test_settings_are_drawn_by_leftovers_and_money_with_units_and_own_settings_named(past):
    opening = KitPolicy(past.panel).open(past.season)
    sweep = sweep_settings(past.season, opening.forecast, opening.allocation, scenarios=30)
    chart = frontier_chart(sweep)
    said = " ".join(words(chart))
    assert "these settings" in said
    assert "thousand GBP" in said
    assert "units left over" in chart.axes[0].get_xlabel()
    assert f"{len(sweep.table)} settings" in chart.describe()
