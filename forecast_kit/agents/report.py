"""The season report, the orchestrator's last step.

It is an agent of its own, without tools: servers that enforce a JSON schema never call a tool beside one.
"""

from typing import Literal

import agents as sdk

from forecast_kit.agents import handover
from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.result import SeasonReport

NAME = "Report"
INSTRUCTIONS = """You write the season report for the planner, from what the tools returned.
headline: how many units to buy and for how much money. sentences: three to five short ones, on the demand that is
expected, what stores open with, the deliveries from the DC, and the markdown checkpoint.
Use only numbers that a tool returned, written as it wrote them. Plain words, no advice that no tool gave."""


class ReportSlip(handover.Slip):
    """The finished stages, handed on to be reported."""

    markdown: Literal["markdown"]


def handoff_to(agent: sdk.Agent[PlanningContext]) -> sdk.Handoff[PlanningContext, sdk.Agent[PlanningContext]]:
    """How the pricing agent reaches the report."""
    return handover.handoff(agent, ReportSlip, "markdown")


def report_agent(model: sdk.Model) -> sdk.Agent[PlanningContext]:
    """The agent that ends a run."""
    return sdk.Agent(
        name=NAME,
        handoff_description="Writes the season report",
        instructions=INSTRUCTIONS,
        model=model,
        model_settings=sdk.ModelSettings(),
        output_type=SeasonReport,
    )
