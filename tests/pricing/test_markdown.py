"""The markdown at the checkpoint: four answers with what each is expected to sell and earn."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.pricing import decide_markdown, likely_elasticities, markdown_ladder
from forecast_kit.season import SeasonParameters


def season(checkpoint=6, threshold=0.6, horizon=12):
    return SeasonParameters(
        season_start_date=date(2026, 3, 2),
        forecast_horizon_weeks=horizon,
        markdown_checkpoint_week=checkpoint,
        markdown_threshold=threshold,
    )


def decided(parameters=None, **given_facts):
    facts = {
        "committed_units": 1200,
        "weekly_units": [75.0] * 12,
        "week_now": 0,
        "units_sold": 0,
        "unit_price": 60.0,
        "unit_cost": 20.0,
        "salvage_value": 5.0,
        "vat_rate": 0.2,
        "elasticity": 2.0,
        "elasticity_sd": 0.0,
        **given_facts,
    }
    return decide_markdown(parameters or season(), **facts)


def answers(decision):
    return {option.name: option for option in decision.options}


class TestByHand:
    def test_half_price_in_a_season_of_two_weeks_after_the_checkpoint(self):
        """Stock 1,000 after 100 sold; 100 a week left for two. At 50 % off: 100 x 4, then 100 x 2 = 600 units."""
        decision = decided(
            season(1, 0.9, 3), committed_units=1100, weekly_units=[100.0] * 3, salvage_value=0.0, vat_rate=0.0
        )
        assert decision.expected_sell_through == pytest.approx(100 / 1100)
        rule = answers(decision)["rule of thumb"]
        lift = 0.6**-2 + 0.6**-1
        assert rule.depth == 0.4
        assert rule.units_sold_after == pytest.approx(100 * lift)
        assert rule.leftover_units == pytest.approx(1000 - 100 * lift)
        assert rule.revenue_after == pytest.approx(100 * lift * 60 * 0.6)
        assert rule.margin_after == pytest.approx(100 * lift * 36 - 20 * 1000)

    def test_revenue_is_net_of_vat_and_leftovers_earn_salvage(self):
        nothing = answers(decided())["do nothing"]
        assert nothing.units_sold_after == 450
        assert nothing.leftover_units == 300
        assert nothing.revenue_after == pytest.approx(450 * 50)
        assert nothing.margin_after == pytest.approx(450 * 50 + 300 * 5 - 750 * 20)

    def test_no_more_is_sold_than_is_left(self):
        deep = answers(decided(elasticity=5.0))["rule of thumb"]
        assert (deep.units_sold_after, deep.leftover_units) == (750, 0)

    def test_answers_are_averaged_over_likely_elasticities(self):
        decision = decided(elasticity_sd=0.35)
        depth = answers(decision)["rule of thumb"].depth
        sold = [
            min(750, 75 * (1 - depth) ** -e + 5 * 75 * (1 - depth) ** (-e / 2)) for e in likely_elasticities(2.0, 0.35)
        ]
        assert answers(decision)["rule of thumb"].units_sold_after == pytest.approx(sum(sold) / len(sold))


class TestFourAnswers:
    def test_stand_side_by_side_and_the_one_that_earns_most_is_recommended(self):
        decision = decided()
        assert [option.name for option in decision.options] == ["rule of thumb", "clears", "earns most", "do nothing"]
        assert decision.recommended == "earns most"
        margins = {name: option.margin_after for name, option in answers(decision).items()}
        assert max(margins.values()) == margins["earns most"]

    def test_clears_is_the_shallowest_price_point_that_leaves_about_nothing(self):
        clears = answers(decided())["clears"]
        rungs = markdown_ladder()
        shallower = rungs[rungs.index(clears.depth) - 1]
        left = 750 - (75 * (1 - shallower) ** -2 + 375 * (1 - shallower) ** -1)
        assert clears.leftover_units <= 0.03 * 750 < left

    def test_when_nothing_clears_it_is_the_deepest(self):
        assert answers(decided(committed_units=90_000))["clears"].depth == 0.7

    def test_a_season_that_clears_by_itself_needs_no_cut(self):
        decision = decided(committed_units=900)
        assert {answers(decision)[name].depth for name in ("clears", "earns most")} == {0.0}

    def test_inelastic_demand_is_not_cut(self):
        assert answers(decided(elasticity=0.4, fade=1.0))["earns most"].depth == 0.0

    def test_worthless_leftovers_are_cut_deeper_than_precious_ones(self):
        worthless, precious = (
            answers(decided(salvage_value=value, elasticity=3.0))["earns most"].depth for value in (0.0, 45.0)
        )
        assert precious < worthless

    @settings(max_examples=60, deadline=None)
    @given(
        st.integers(0, 3000),
        st.lists(st.floats(0, 300), min_size=12, max_size=12),
        st.integers(0, 12),
        st.floats(-50, 3500),
        st.floats(0.2, 5),
        st.floats(0, 0.8),
        st.sampled_from([0.0, 0.2, 0.45, 0.8]),
    )
    def test_any_season_adds_up_and_nothing_earns_more_than_earns_most(self, stock, weekly, now, sold, e, sd, running):
        decision = decided(
            committed_units=stock,
            weekly_units=weekly,
            week_now=now,
            units_sold=sold,
            elasticity=e,
            elasticity_sd=sd,
            markdown_now=running,
        )
        found = answers(decision)
        left = {round(option.units_sold_after + option.leftover_units, 6) for option in found.values()}
        assert max(left) - min(left) <= 1e-5
        assert all(option.depth >= running for option in found.values())
        on_ladder = [found[name].margin_after for name in ("clears", "do nothing")]
        assert found["earns most"].margin_after >= max(on_ladder) - 1e-6

    @given(st.integers(-6, 6))
    def test_the_currency_does_not_change_the_depths(self, doublings):
        scale = 2.0**doublings
        other = decided(unit_price=60.0 * scale, unit_cost=20.0 * scale, salvage_value=5.0 * scale)
        assert [option.depth for option in other.options] == [option.depth for option in decided().options]


class TestWhen:
    def test_before_the_season_the_plan_is_judged_at_its_checkpoint(self):
        decision = decided()
        assert decision.expected_sell_through == pytest.approx(450 / 1200)
        assert decision.trips_on_plan
        assert decision.note == (
            "The plan itself expects 37.5 % sold after week 6, below the 60 % threshold: "
            "a season exactly on plan would still be marked down."
        )

    def test_in_season_what_was_sold_counts_and_the_weeks_to_the_checkpoint_are_expected(self):
        decision = decided(week_now=4, units_sold=200)
        assert decision.expected_sell_through == pytest.approx((200 + 2 * 75) / 1200)
        assert decision.note == ""

    def test_at_the_checkpoint_only_what_was_sold_counts(self):
        assert decided(week_now=6, units_sold=300).expected_sell_through == 0.25

    def test_after_the_checkpoint_only_the_weeks_that_are_left_can_sell(self):
        decision = decided(week_now=10, units_sold=700)
        assert answers(decision)["do nothing"].units_sold_after == 150

    def test_at_or_above_the_threshold_nothing_is_marked_down(self):
        decision = decided(week_now=6, units_sold=720)
        assert decision.recommended == "do nothing"
        assert answers(decision)["rule of thumb"].depth == 0.0
        assert decision.note == "60 % sold is not below the 60 % threshold, so nothing is marked down."

    def test_in_the_last_week_there_is_nothing_left_to_mark_down_for(self):
        decision = decided(season(checkpoint=12), week_now=12, units_sold=500)
        assert {option.units_sold_after for option in decision.options} == {0}
        assert answers(decision)["earns most"].depth == 0
        assert "No weeks of the season are left" in decision.note

    def test_stock_that_sells_out_before_the_checkpoint_is_sold_through(self):
        assert decided(committed_units=300).expected_sell_through == 1

    def test_more_sold_than_committed_is_all_sold_and_more_returned_than_sold_none(self):
        assert decided(week_now=6, units_sold=1300).expected_sell_through == 1
        assert decided(week_now=6, units_sold=-4).expected_sell_through == 0

    def test_a_running_cut_is_kept_and_has_had_its_first_week(self):
        decision = decided(season(4), week_now=8, units_sold=400, markdown_now=0.25)
        kept = answers(decision)["do nothing"]
        assert kept.depth == 0.25
        assert kept.units_sold_after == pytest.approx(4 * 75 / 0.75)


class TestWithoutMoney:
    def test_there_are_three_answers_and_the_rule_of_thumb_stands_in(self):
        decision = decided(unit_price=None, unit_cost=None, salvage_value=None)
        assert [option.name for option in decision.options] == ["rule of thumb", "clears", "do nothing"]
        assert decision.recommended == "rule of thumb"
        assert all(option.revenue_after is None and option.margin_after is None for option in decision.options)
        assert "cannot be compared in money" in decision.note

    def test_an_unknown_cost_still_has_an_answer_that_earns_most(self):
        decision = decided(unit_cost=None)
        assert decision.recommended == "earns most"
        assert answers(decision)["earns most"].depth == answers(decided())["earns most"].depth
        assert answers(decision)["earns most"].margin_after is None


class TestRefused:
    def test_a_season_without_a_checkpoint(self):
        with pytest.raises(PlanError, match="no markdown checkpoint"):
            decided(SeasonParameters(season_start_date=date(2026, 3, 2)))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"weekly_units": [1.0] * 11},
            {"weekly_units": [-1.0] * 12},
            {"committed_units": -1},
            {"units_sold": float("nan")},
            {"week_now": 13},
            {"week_now": -1},
            {"markdown_now": 1.0},
            {"elasticity": 0.0},
        ],
    )
    def test_facts_that_are_not_of_this_season(self, wrong):
        with pytest.raises(PlanError):
            decided(**wrong)
