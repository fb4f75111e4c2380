"""A decision's reason says what it earns, and what it has for it where something else would earn more."""

from forecast_kit.plan import BuyOption, BuyPlan, UsableStock
from forecast_kit.planning.reasons import why_buy


def a_buy(*, chosen, margins, units=(1_200, 1_100)):
    options = [
        BuyOption(
            rule=rule,
            label=label,
            need_units=pieces,
            buy_units=pieces,
            cash=10.0 * pieces,
            expected_margin=margin,
            expected_revenue=margin + 10.0 * pieces,
            expected_sales_units=1_000.0,
            expected_lost_units=20.0,
            expected_leftover_units=pieces - 1_000.0,
            service_level=0.9,
        )
        for rule, label, pieces, margin in zip(
            ("flat", "newsvendor"), ("Forecast + 20 %", "Newsvendor"), units, margins, strict=True
        )
    ]
    return BuyPlan(
        options=tuple(options), recommended="newsvendor", chosen=chosen, usable_stock=UsableStock(), reason="",
        pack_size=1, min_order_units=0, safety_share=0.2,
    )  # fmt: skip


def test_a_buy_that_earns_most_says_by_how_much():
    assert why_buy(a_buy(chosen="newsvendor", margins=(900.0, 1_000.0)), "GBP") == (
        "Newsvendor: 1,100 units are expected to earn £100 more than the 1,200 of Forecast + 20 %."
    )


def test_a_recommended_buy_that_earns_less_says_what_it_has_for_it():
    assert why_buy(a_buy(chosen="newsvendor", margins=(1_000.0, 990.0)), "GBP") == (
        "Newsvendor: 1,100 units are expected to earn £10 less than the 1,200 of Forecast + 20 %, "
        "but tie up £1,000 less and lose less in a weak season."
    )


def test_a_persons_worse_buy_is_not_spoken_well_of():
    assert why_buy(a_buy(chosen="flat", margins=(900.0, 1_000.0)), "GBP").endswith(
        " less than the 1,100 of Newsvendor."
    )
