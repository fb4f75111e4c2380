"""Small valid domain objects, so that a test states only what it is about."""

from datetime import date, timedelta
from typing import Any

from forecast_kit.plan import (
    BuyOption,
    BuyPlan,
    Choice,
    ChoiceOption,
    DemandForecast,
    ModelWeight,
    ReplenishmentOrder,
    SeasonPlan,
    StockWeek,
    StoreAllocation,
    StoreLine,
    StoreTier,
    TotalQuantile,
    UsableStock,
    WeekForecast,
)
from forecast_kit.season import CategoryEconomics, SeasonParameters

START = date(2026, 3, 2)


def parameters(**changes: Any) -> SeasonParameters:
    base = {"season_start_date": START, "forecast_horizon_weeks": 2, "dc_holdback_percentage": 0.4}
    return SeasonParameters(**{**base, **changes})


def forecast(**changes: Any) -> DemandForecast:
    weeks = tuple(
        WeekForecast(week=n, week_start=START + timedelta(weeks=n - 1), units=50.0, units_lo_80=40.0, units_hi_80=60.0)
        for n in (1, 2)
    )
    base = {
        "category": "Dresses",
        "weeks": weeks,
        "total_quantiles": tuple(TotalQuantile(quantile=q, units=u) for q, u in ((0.1, 85), (0.5, 100), (0.9, 115))),
        "models": (ModelWeight(model="seasonal naive", weight=1.0),),
        "history_from": date(2023, 1, 2),
        "history_through": date(2025, 12, 22),
        "gap_weeks": 9,
        "backtest_wape": 0.12,
        "backtest_coverage_80": 0.8,
    }
    return DemandForecast(**{**base, **changes})


def buy_option(rule: str = "flat", buy_units: int = 100, **changes: Any) -> BuyOption:
    base = {
        "rule": rule,
        "label": f"{rule} buy",
        "need_units": 120,
        "buy_units": buy_units,
        "cash": buy_units * 20.0,
        "expected_sales_units": 99.0,
        "expected_lost_units": 1.0,
        "expected_leftover_units": 21.0,
        "expected_revenue": 4950.0,
        "expected_margin": 3000.0,
        "service_level": 0.95,
    }
    return BuyOption(**{**base, **changes})


def buy_plan(**changes: Any) -> BuyPlan:
    base = {
        "options": (buy_option("flat"), buy_option("newsvendor", 90, need_units=110, expected_margin=3100.0)),
        "recommended": "newsvendor",
        "chosen": "flat",
        "usable_stock": UsableStock(on_hand_dc=20),
        "safety_share": 0.2,
        "critical_ratio": 0.75,
        "reason": "A sale lost costs three times a unit left over.",
    }
    return BuyPlan(**{**base, **changes})


def allocation(**changes: Any) -> StoreAllocation:
    base = {
        "lines": (
            StoreLine(store_id="S1", tier="Large", share=0.75, presentation_units=40, opening_units=54),
            StoreLine(store_id="S2", tier="Small", share=0.25, presentation_units=10, opening_units=18),
        ),
        "tiers": (
            StoreTier(
                name="Large", stores=1, share=0.75, opening_units=54, weeks_of_cover=1.4, sets_apart="sells the most"
            ),
            StoreTier(
                name="Small", stores=1, share=0.25, opening_units=18, weeks_of_cover=1.4, sets_apart="sells less"
            ),
        ),
        "dc_units": 48,
        "committed_units": 120,
    }
    return StoreAllocation(**{**base, **changes})


def season_plan(**changes: Any) -> SeasonPlan:
    second = START + timedelta(weeks=1)
    base = {
        "category": "Dresses",
        "currency": "GBP",
        "as_of": date(2025, 12, 29),
        "parameters": parameters(),
        "economics": CategoryEconomics(category="Dresses", unit_price=60, unit_cost=20, salvage_value=10, vat_rate=0.2),
        "assumptions": (),
        "forecast": forecast(),
        "buy": buy_plan(),
        "allocation": allocation(),
        "replenishment": (
            ReplenishmentOrder(week=2, week_start=second, dispatch_week_start=START, lines=(("S1", 20), ("S2", 8))),
        ),
        "stock_path": (
            StockWeek(week=1, week_start=START, stores_units=72, dc_units=48, expected_sales=50, expected_lost=0),
            StockWeek(week=2, week_start=second, stores_units=50, dc_units=20, expected_sales=50, expected_lost=0),
        ),
        "markdown": None,
        "order_date": date(2026, 1, 5),
        "choices": (
            Choice(
                name="buy",
                agent="inventory",
                options=(
                    ChoiceOption(name="flat", label="Flat", expected_margin=3000.0),
                    ChoiceOption(name="newsvendor", label="Newsvendor", expected_margin=3100.0),
                ),
                chosen="flat",
                chosen_by="a test",
                reason="Because.",
            ),
        ),
        "seed": 0,
        "input_digest": "0" * 64,
        "code_version": "0.1.0",
    }
    return SeasonPlan(**{**base, **changes})
