"""Rows for every table, and the few names the persistence tests share."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd

from forecast_kit.events import AgentStatus, ApprovalOption
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import MarkdownDecision, MarkdownOption, SeasonPlan
from tests import builders

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
RUN = "wf_00000001"
MONDAY = date(2025, 12, 22)


def sales(**columns: object) -> pd.DataFrame:
    weeks = pd.to_datetime(["2025-12-15", "2025-12-22"])
    index = pd.MultiIndex.from_product([["Dresses", "Trousers"], weeks, ["S1", "S2"]])
    frame = index.to_frame(index=False, name=["category", "week_start", "store_id"])
    return frame.assign(units=range(1, 9)).assign(**columns)


def stores() -> pd.DataFrame:
    opened = pd.to_datetime(["2020-01-06", None])
    return pd.DataFrame({"store_id": ["S1", "S2"], "size_sqft": [900.0, None], "open_from": opened, "parking": [1, 0]})


def add_run(database: Database, run_id: str = RUN, now: datetime = NOW) -> str:
    with UnitOfWork(database) as work:
        work.runs.add(run_id, status="confirmed", now=now)
        work.commit()
    return run_id


def status(message: str) -> AgentStatus:
    return AgentStatus(workflow_id=RUN, timestamp=NOW, agent="demand", status="thinking", message=message)


def plan_with_markdown() -> SeasonPlan:
    option = MarkdownOption(name="do nothing", depth=0, units_sold_after=50, leftover_units=20)
    markdown = MarkdownDecision(
        checkpoint_week=1,
        threshold=0.6,
        expected_sell_through=0.5,
        options=(option,),
        recommended="do nothing",
        elasticity=1.8,
    )
    return builders.season_plan(parameters=builders.parameters(markdown_checkpoint_week=1), markdown=markdown)


def reply(**changes: object) -> dict[str, object]:
    asked = {"position": 0, "input_digest": "digest", "model": "local", "reply": {"output": []}}
    return {**asked, "input_tokens": 500, "output_tokens": 20, "cost": 0.001, **changes}


def fill(database: Database) -> None:
    """At least one row in every table."""
    plan = plan_with_markdown()
    with UnitOfWork(database) as work:
        dataset = work.datasets.add(
            "history",
            "digest",
            sales=sales(promotion=[0, 1] * 4),
            stores=stores(),
            categories=pd.DataFrame({"category": ["Dresses"], "unit_price": [60.0]}),
            stock=pd.DataFrame({"location": ["DC"], "category": ["Dresses"], "on_hand": [20]}),
            plan_ahead=pd.DataFrame({"week_start": [MONDAY], "category": ["Dresses"], "promotion": [1]}),
            size_shares=pd.DataFrame({"category": ["Dresses"], "size": ["M"], "share": [1.0]}),
            report={"rows": 8},
            now=NOW,
        )
        work.runs.add(RUN, status="waiting", category="Dresses", dataset_id=dataset, as_of=MONDAY, now=NOW)
        work.parameters.confirm(RUN, plan.parameters, confirmed_by="Ann", now=NOW)
        work.plans.add(RUN, plan, now=NOW)
        work.events.append(RUN, status("Reading sales"))
        work.choices.add(RUN, plan.choices[0], now=NOW)
        options = [ApprovalOption(name="accept", label="Order 100", expected_margin=3000.0)]
        approval = work.approvals.request(RUN, "manufacturing_order", plan.order_payload, now=NOW, options=options)
        work.releases.add(approval, released_by="Ann", now=NOW)
        choices = [choice.model_dump(mode="json") for choice in plan.choices]
        work.stages.add(
            RUN, "buy", "digest", result=plan.buy.model_dump(mode="json"), choices={}, made=choices, now=NOW
        )
        work.replies.append(RUN, reply(), now=NOW)
        work.leases.acquire(RUN, "kernel 1", now=NOW, seconds=60)
        work.actuals.record(RUN, pd.DataFrame({"week_start": [MONDAY], "store_id": ["S1"], "units": [3]}), now=NOW)
        work.cache.put("forecast", {"units": 3}, now=NOW)
        work.commit()
