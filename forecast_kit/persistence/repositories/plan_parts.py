"""A plan taken apart into the rows of the tables that reports query."""

from typing import Any

from forecast_kit.plan import SeasonPlan

__all__ = ["parts_of"]

Rows = list[dict[str, Any]]


def parts_of(plan: SeasonPlan) -> dict[str, Rows]:
    """The rows of each table that describes the plan, without the plan's own number."""
    return {
        "forecasts": [_forecast(plan)],
        "allocations": [_allocation(plan)],
        "store_clusters": _store_clusters(plan),
        "shipments": _shipments(plan),
        "markdowns": _markdowns(plan),
    }


def _forecast(plan: SeasonPlan) -> dict[str, Any]:
    forecast = plan.forecast
    content = forecast.model_dump(mode="json")
    return {
        "category": forecast.category,
        "history_from": forecast.history_from,
        "history_through": forecast.history_through,
        "total_units": forecast.total_units,
        "weekly_demand_curve": content["weeks"],
        "quantiles": content["total_quantiles"],
        "models": content["models"],
    }


def _allocation(plan: SeasonPlan) -> dict[str, Any]:
    allocation = plan.allocation
    content = allocation.model_dump(mode="json")
    return {
        "buy_units": plan.buy.buy_units,
        "committed_units": allocation.committed_units,
        "dc_units": allocation.dc_units,
        "cluster_distribution": content["tiers"],
        "store_allocations": content["lines"],
        "buy": plan.buy.model_dump(mode="json"),
    }


def _store_clusters(plan: SeasonPlan) -> Rows:
    return [{"store_id": line.store_id, "cluster": line.tier, "share": line.share} for line in plan.allocation.lines]


def _shipments(plan: SeasonPlan) -> Rows:
    return [
        {
            "week": order.week,
            "store_id": store_id,
            "week_start": order.week_start,
            "dispatch_week_start": order.dispatch_week_start,
            "units": units,
        }
        for order in plan.replenishment
        for store_id, units in order.lines
    ]


def _markdowns(plan: SeasonPlan) -> Rows:
    markdown = plan.markdown
    if markdown is None:
        return []
    return [
        {
            "checkpoint_week": markdown.checkpoint_week,
            "threshold": markdown.threshold,
            "expected_sell_through": markdown.expected_sell_through,
            "recommended": markdown.recommended,
            "elasticity": markdown.elasticity,
            "options": markdown.model_dump(mode="json")["options"],
        }
    ]
