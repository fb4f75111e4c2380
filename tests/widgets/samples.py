"""A brief as it might be read, for the widgets' tests."""

import math
from datetime import date, timedelta
from typing import Any

from forecast_kit.plan import (
    MarkdownDecision,
    MarkdownOption,
    ReplenishmentOrder,
    SeasonPlan,
    StockWeek,
    StoreLine,
    UsableStock,
    WeekForecast,
)
from forecast_kit.season import PARAMETER_NAMES, Extraction, FieldReading, ReadingWarning, SeasonParameters
from forecast_kit.widgets.confirmation import Consequences
from forecast_kit.words import day
from tests import builders

TODAY = date(2026, 2, 11)


def read_brief(**changes: Any) -> Extraction:
    """Ten weeks stated, a start inferred, the rest assumed, and one contradiction."""
    parameters = SeasonParameters(
        **{
            "forecast_horizon_weeks": 10,
            "season_start_date": date(2026, 3, 9),
            "dc_holdback_percentage": 1 / 3,
            "markdown_checkpoint_week": 6,
            "markdown_threshold": 0.55,
            **changes,
        }
    )
    told = {
        "forecast_horizon_weeks": ("stated", "10 weeks", "a length was given"),
        "season_start_date": ("inferred", None, "“early spring” was taken as the second Monday of March"),
        "dc_holdback_percentage": ("stated", "hold a third", "a fraction was given"),
        "markdown_checkpoint_week": ("stated", "markdowns in week 6 <b>below</b> 55%", "a week was given"),
        "markdown_threshold": ("stated", "below 55%", "a share was given"),
    }
    fields = {}
    for name in PARAMETER_NAMES:
        source, quote, reason = told.get(name, ("default", None, "the brief does not say how often"))
        fields[name] = FieldReading(value=getattr(parameters, name), source=source, quote=quote, reason=reason)
    return Extraction(
        text="Plan spring cardigans: 10 weeks, hold a third, markdowns in week 6 <b>below</b> 55%",
        today=TODAY,
        engine="rules",
        parameters=parameters,
        fields=fields,
        category_phrase="spring cardigans",
        warnings=(
            ReadingWarning(
                code="threshold_out_of_reach",
                message="On plan 52 % is sold by week 6, below the 55 % asked for: a line exactly on plan would be "
                "marked down. <script>alert(1)</script>",
                fields=("markdown_threshold",),
            ),
        ),
    )


def facts(parameters: SeasonParameters) -> list[tuple[str, str]]:
    """What is known of cardigans; only the order date follows the start."""
    order = parameters.season_start_date - timedelta(weeks=4)
    return [
        ("Category", "Cardigans"),
        ("Stores", "49 in, 1 out"),
        ("Sales through", "week of Mon 2 Feb 2026"),
        ("Price and cost", "£39.00 incl. 20 % VAT, cost £12.40"),
        ("Stock", "none"),
        ("Order by", day(order)),
    ]


def consequences(parameters: SeasonParameters) -> Consequences:
    """800 units a week, give or take 15 %, at £12.40."""
    units = 800 * parameters.forecast_horizon_weeks
    kept = units * parameters.dc_holdback_percentage
    return Consequences(
        buy_units=(units * 0.85, units * 1.15),
        cash=(units * 0.85 * 12.4, units * 1.15 * 12.4),
        to_stores=units - kept,
        to_dc=kept,
        note="80 % range of the forecast; landed cost £12.40 a unit (categories file); no stock on hand",
    )


def whole_plan(horizon: int = 12, checkpoint: int = 8, every: int = 1) -> SeasonPlan:
    """A season with a peak, deliveries and a markdown check: what charts look like at their usual size."""
    start = date(2026, 3, 9)
    weeks = [start + timedelta(weeks=n) for n in range(horizon)]
    demand = [700 + 420 * math.exp(-(((n - horizon * 0.35) / (horizon * 0.22)) ** 2)) for n in range(horizon)]
    bought = round(sum(demand) * 1.1 / 12) * 12
    dc = left = round(bought * 0.45)
    stores = bought - dc
    path, orders = [], []
    for n, week in enumerate(weeks):
        if n and n % every == 0 and left > 0:
            sent = min(left, round(dc / (horizon - 3) * every))
            left, stores = left - sent, stores + sent
            orders.append(
                ReplenishmentOrder(week=n + 1, week_start=week, dispatch_week_start=weeks[n - 1], lines=(("S1", sent),))
            )
        sold = min(stores, demand[n])
        path.append(
            StockWeek(
                week=n + 1,
                week_start=week,
                stores_units=stores,
                dc_units=left,
                expected_sales=sold,
                expected_lost=demand[n] - sold,
            )
        )
        stores -= sold
    opening = bought - dc
    return builders.season_plan(
        category="Cardigans",
        parameters=SeasonParameters(
            season_start_date=start,
            forecast_horizon_weeks=horizon,
            replenishment_strategy="weekly" if every == 1 else "bi-weekly",
            markdown_checkpoint_week=checkpoint,
        ),
        forecast=builders.forecast(
            category="Cardigans",
            weeks=tuple(
                WeekForecast(week=n + 1, week_start=w, units=u, units_lo_80=u * 0.8, units_hi_80=u * 1.22)
                for n, (w, u) in enumerate(zip(weeks, demand, strict=True))
            ),
        ),
        buy=builders.buy_plan(
            options=(
                builders.buy_option("flat", bought, label="Flat +20 %", expected_margin=201_250.0, cash=bought * 12.4),
                builders.buy_option(
                    "newsvendor", bought - 240, label="Newsvendor", expected_margin=206_900.0, cash=bought * 12.0
                ),
                builders.buy_option("mine", bought + 600, label="Mine", expected_margin=-12_400.0, cash=bought * 13.0),
            ),
            usable_stock=UsableStock(),
        ),
        allocation=builders.allocation(
            lines=(StoreLine(store_id="S1", tier="Large", share=1.0, opening_units=opening),),
            dc_units=dc,
            committed_units=bought,
        ),
        replenishment=tuple(orders),
        stock_path=tuple(path),
        markdown=MarkdownDecision(
            checkpoint_week=checkpoint,
            threshold=0.6,
            expected_sell_through=0.57,
            options=(MarkdownOption(name="do nothing", depth=0, units_sold_after=1, leftover_units=0),),
            recommended="do nothing",
            elasticity=1.8,
        ),
    )
