"""The manufacturing order: the two rules side by side, in packs, above the minimum, net of what there is."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import SeasonTotal, compare_buys
from forecast_kit.errors import PlanError
from forecast_kit.plan import UsableStock
from forecast_kit.season import CategoryEconomics

LEVELS = tuple(np.linspace(0.01, 0.99, 99))


def normal(mean, sd):
    return SeasonTotal(LEVELS, [max(0.0, NormalDist(mean, sd).inv_cdf(p)) for p in LEVELS])


def economics(price=50.0, cost=20.0, salvage=10.0, **more):
    return CategoryEconomics(category="dresses", unit_price=price, unit_cost=cost, salvage_value=salvage, **more)


SEASON = normal(1000, 200)
money = st.tuples(st.floats(0, 30), st.floats(0.5, 30), st.floats(0.5, 60)).map(
    lambda parts: economics(salvage=parts[0], cost=parts[0] + parts[1], price=sum(parts))
)


def newsvendor_buy(given, usable=0, total=SEASON):
    plan = compare_buys(total, total.mean, UsableStock(on_hand_dc=usable), given, "weekly")
    return plan.option("newsvendor").buy_units


class TestTextbook:
    def test_cachon_and_terwiesch_hammer_3_2(self):
        """Matching Supply with Demand, chapter 12: price 190, cost 110, salvage 90, demand N(3192, 1181).

        Critical ratio 0.80, order 4186 (their table rounds z up to 0.85: 4196), expected leftovers about 1,100.
        """
        plan = compare_buys(normal(3192, 1181), 3192, UsableStock(), economics(190, 110, 90), "weekly")
        order = plan.option("newsvendor")
        assert plan.critical_ratio == pytest.approx(0.8)
        assert order.buy_units == pytest.approx(4186, abs=4)
        assert order.expected_sales_units == pytest.approx(3061, abs=10)
        assert order.expected_leftover_units == pytest.approx(1125, abs=15)
        assert order.expected_margin == pytest.approx(80 * 3061 - 20 * 1125, rel=0.005)

    def test_nahmias_macs_newsstand(self):
        """Production and Operations Analysis, example 5.1: N(11.73, 4.74), 75 cents, 25 cents, 10 cents back: 15."""
        assert newsvendor_buy(economics(0.75, 0.25, 0.10), total=normal(11.73, 4.74)) == 15

    def test_a_fair_coin_of_costs_buys_the_median(self):
        assert newsvendor_buy(economics(30, 20, 10)) == 1000


class TestFlat:
    def test_is_forecast_and_a_fifth_or_a_quarter_without_replenishment(self):
        for strategy, need in (("weekly", 1200), ("bi-weekly", 1200), ("none", 1250)):
            plan = compare_buys(SEASON, 1000, UsableStock(), economics(), strategy)
            assert plan.option("flat").need_units == need

    def test_rounds_half_up(self):
        assert (
            compare_buys(SEASON, 12.5, UsableStock(), economics(), "weekly", safety_share=0.2).options[0].need_units
            == 15
        )
        assert (
            compare_buys(SEASON, 2.5, UsableStock(), economics(), "weekly", safety_share=0).options[0].need_units == 3
        )

    def test_a_stated_safety_of_zero_stays_zero(self):
        plan = compare_buys(SEASON, 1000, UsableStock(), economics(), "none", safety_share=0.0)
        assert (plan.safety_share, plan.option("flat").need_units) == (0.0, 1000)

    def test_less_what_is_usable(self):
        usable = UsableStock(on_hand_stores=100, on_hand_dc=50, on_order_in_time=30, on_order_late=500)
        plan = compare_buys(SEASON, 1000, usable, economics(), "weekly")
        assert plan.option("flat").buy_units == 1200 - 180

    def test_stock_beyond_the_need_buys_nothing(self):
        plan = compare_buys(SEASON, 1000, UsableStock(on_hand_dc=5000), economics(), "weekly")
        assert [option.buy_units for option in plan.options] == [0, 0]
        assert plan.option("flat").expected_leftover_units == pytest.approx(4000, abs=5)


class TestPacksAndMinimum:
    def test_flat_rounds_up_to_packs(self):
        plan = compare_buys(SEASON, 1000, UsableStock(), economics(pack_size=7), "weekly")
        assert plan.option("flat").buy_units == 1204

    def test_newsvendor_takes_the_side_that_earns_more(self):
        """The median of 1,000 lies nearer to 3 packs of 350 than to 2; that of 850 nearer to 2."""
        coin = economics(30, 20, 10, pack_size=350)
        assert newsvendor_buy(coin) == 1050
        assert newsvendor_buy(coin, total=normal(850, 200)) == 700

    def test_below_the_minimum_it_is_the_minimum_or_nothing_whichever_earns_more(self):
        worth_it = economics(50, 20, 19, min_order_units=1450)
        not_worth_it = economics(50, 40, 0, min_order_units=3000)
        assert newsvendor_buy(worth_it) == 1450
        assert newsvendor_buy(not_worth_it) == 0
        plan = compare_buys(SEASON, 1000, UsableStock(), not_worth_it, "weekly")
        assert plan.option("flat").buy_units == 0

    def test_without_economics_a_need_is_raised_to_the_minimum(self):
        bare = CategoryEconomics(category="dresses", pack_size=8, min_order_units=3000)
        assert compare_buys(SEASON, 1000, UsableStock(), bare, "weekly").buy_units == 3000
        assert compare_buys(SEASON, 1000, UsableStock(on_hand_dc=1200), bare, "weekly").buy_units == 0

    @settings(max_examples=50)
    @given(money, st.integers(1, 400), st.integers(0, 2500), st.integers(0, 1500))
    def test_no_order_the_supplier_takes_earns_more_than_newsvendors(self, prices, pack, minimum, usable):
        prices = prices.model_copy(update={"pack_size": pack, "min_order_units": minimum})
        plan = compare_buys(SEASON, 1000, UsableStock(on_hand_dc=usable), prices, "weekly")
        best = plan.option("newsvendor").expected_margin
        orders = np.array([units for units in range(0, 3000, pack) if units == 0 or units >= minimum])
        sales = SEASON.expected_sales(orders + float(usable))
        margins = (
            prices.net_price * sales + prices.salvage_value * (orders + usable - sales) - prices.unit_cost * orders
        )
        assert best >= margins.max() - 1e-6 * (1 + abs(best))


class TestMine:
    def test_is_the_order_a_person_typed(self):
        plan = compare_buys(
            SEASON, 1000, UsableStock(on_hand_dc=60), economics(), "weekly", mine_units=777, rule="mine"
        )
        assert (plan.chosen, plan.buy_units, plan.option("mine").need_units) == ("mine", 777, 837)
        assert plan.recommended == "newsvendor"
        assert plan.option("mine").label == "My number"

    def test_becomes_what_the_supplier_takes_and_says_so(self):
        prices = economics(pack_size=10, min_order_units=95)
        plan = compare_buys(SEASON, 1000, UsableStock(), prices, "weekly", mine_units=42)
        assert plan.option("mine").buy_units == 100
        assert plan.option("mine").label == "My number, 42, as the supplier takes it"

    def test_nothing_is_a_number_too(self):
        plan = compare_buys(SEASON, 1000, UsableStock(), economics(), "weekly", mine_units=0, rule="mine")
        assert plan.buy_units == 0
        assert plan.option("mine").expected_lost_units == pytest.approx(1000, abs=1)

    @pytest.mark.parametrize("units", [-1, 2.5])
    def test_impossible_orders_are_refused(self, units):
        with pytest.raises(PlanError, match="cannot be placed"):
            compare_buys(SEASON, 1000, UsableStock(), economics(), "weekly", mine_units=units)


class TestMoney:
    def test_is_net_of_vat_and_leaves_the_sunk_cost_of_stock_out(self):
        prices = economics(60, 20, 10, vat_rate=0.2)
        certain = SeasonTotal((0.5,), (1000,))
        plan = compare_buys(certain, 1000, UsableStock(on_hand_dc=300), prices, "weekly", safety_share=0.0)
        flat = plan.option("flat")
        assert (flat.buy_units, flat.cash, flat.expected_revenue) == (700, 14_000, 50_000)
        assert flat.expected_margin == 36_000
        assert flat.service_level == 1

    def test_without_economics_there_is_the_flat_rule_and_no_money(self):
        plan = compare_buys(SEASON, 1000, UsableStock(), CategoryEconomics(category="dresses"), "weekly")
        (flat,) = plan.options
        assert (plan.recommended, plan.chosen, plan.critical_ratio) == ("flat", "flat", None)
        assert (flat.cash, flat.expected_revenue, flat.expected_margin) == (None, None, None)
        assert plan.reason == "Forecast + 20 %, because the price and cost and salvage value of dresses are not known."

    def test_a_known_cost_still_says_what_the_order_costs(self):
        bare = CategoryEconomics(category="dresses", unit_cost=4.0)
        assert compare_buys(SEASON, 1000, UsableStock(), bare, "weekly").options[0].cash == 4800

    def test_a_product_that_costs_more_than_it_sells_for_is_not_bought_by_newsvendor(self):
        plan = compare_buys(SEASON, 1000, UsableStock(), economics(20, 30, 10), "weekly")
        assert (plan.critical_ratio, plan.option("newsvendor").buy_units) == (0, 0)

    def test_leftovers_worth_a_sale_have_no_critical_ratio(self):
        plan = compare_buys(SEASON, 1000, UsableStock(), economics(20, 5, 20), "weekly")
        assert (plan.recommended, len(plan.options)) == ("flat", 1)
        assert "no best stock to find" in plan.reason

    @given(money, st.integers(-8, 8))
    def test_the_currency_does_not_change_the_units(self, prices, doublings):
        other = economics(
            *(getattr(prices, name) * 2.0**doublings for name in ("unit_price", "unit_cost", "salvage_value"))
        )
        assert newsvendor_buy(other) == newsvendor_buy(prices)


class TestMonotone:
    @given(money, st.floats(0.01, 40), st.integers(1, 60), st.integers(0, 900))
    def test_a_better_margin_never_lowers_the_buy(self, prices, more, pack, minimum):
        packed = {"pack_size": pack, "min_order_units": minimum}
        dearer = prices.model_copy(update={**packed, "unit_price": prices.unit_price + more})
        assert newsvendor_buy(dearer) >= newsvendor_buy(prices.model_copy(update=packed))

    @given(money, st.integers(0, 2000), st.integers(0, 500))
    def test_more_usable_stock_never_raises_the_buy(self, prices, usable, more):
        less, least = (
            compare_buys(SEASON, 1000, UsableStock(on_hand_dc=stock), prices, "weekly")
            for stock in (usable, usable + more)
        )
        for rule in ("flat", "newsvendor"):
            assert least.option(rule).buy_units <= less.option(rule).buy_units

    @given(money, st.integers(0, 500))
    def test_newsvendor_never_expects_less_than_flat(self, prices, usable):
        plan = compare_buys(SEASON, 1000, UsableStock(on_hand_dc=usable), prices, "weekly")
        assert plan.recommended == "newsvendor"
        assert plan.option("newsvendor").expected_margin >= plan.option("flat").expected_margin - 1e-6


def test_the_reason_compares_the_two_in_money():
    plan = compare_buys(SEASON, 1000, UsableStock(), economics(50, 40, 10), "weekly")
    gain = plan.option("newsvendor").expected_margin - plan.option("flat").expected_margin
    assert plan.reason.startswith(
        f"Newsvendor, 25 % service: {plan.buy_units} units are expected to earn {gain:,.0f} more"
    )


def test_what_a_tenth_less_or_more_would_cost():
    """At a price of 50, a cost of 20 and 10 back the best of N(1000, 200) is 1,135: a tenth off costs less than 2 %."""
    plan = compare_buys(SEASON, 1000, UsableStock(), economics(), "weekly")
    best = plan.option("newsvendor")
    less, more = plan.misses
    assert (less.label, more.label) == ("10 % less", "10 % more")
    assert (best.buy_units, less.buy_units, more.buy_units) == (1135, 1022, 1249)
    for miss in (less, more):
        other = compare_buys(SEASON, 1000, UsableStock(), economics(), "weekly", mine_units=miss.buy_units)
        assert miss.margin_lost == pytest.approx(best.expected_margin - other.option("mine").expected_margin)
        assert 0 < miss.margin_lost < 0.03 * best.expected_margin


def test_without_money_nothing_is_said_of_missing():
    assert compare_buys(SEASON, 1000, UsableStock(), CategoryEconomics(category="x"), "weekly").misses == ()


def test_the_rule_chooses():
    plan = compare_buys(SEASON, 1000, UsableStock(), economics(), "weekly", rule="flat")
    assert (plan.recommended, plan.chosen, plan.buy_units) == ("newsvendor", "flat", 1200)


@pytest.mark.parametrize(("rule", "why"), [("newsvendor", "are not known; choose 'flat'"), ("mine", "how many units")])
def test_a_rule_that_is_not_on_offer_is_refused(rule, why):
    with pytest.raises(PlanError, match=why):
        compare_buys(SEASON, 1000, UsableStock(), CategoryEconomics(category="x"), "weekly", rule=rule)


def test_impossible_inputs_are_refused():
    with pytest.raises(PlanError, match="safety stock"):
        compare_buys(SEASON, 1000, UsableStock(), economics(), "weekly", safety_share=-0.1)
    with pytest.raises(PlanError, match="cannot be bought"):
        compare_buys(SEASON, -1, UsableStock(), economics(), "weekly")
