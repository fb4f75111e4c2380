"""What the agents hand back: the plan, and a report of it in a few sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from forecast_kit.plan import SeasonPlan
from forecast_kit.season import Frozen


class SeasonReport(Frozen):
    """The season in a headline and a few sentences, for a planner in a hurry."""

    headline: str = Field(description="How many units to buy, and for how much")
    sentences: tuple[str, ...] = Field(description="Three to five short sentences on demand, stores, deliveries, price")


@dataclass(frozen=True)
class AgentsResult:
    """A season planned by agents. `planned_by` is the model's name, or "offline rules"."""

    plan: SeasonPlan
    report: SeasonReport
    planned_by: str
    warnings: tuple[str, ...] = ()


def compose_report(answers: Mapping[str, str]) -> SeasonReport:
    """The kit's own report, from the tools' answers by tool name: the buy as headline, the rest in order.

    >>> compose_report({"forecast_demand": "forecast\\n800 wanted.\\n..", "decide_buy": "buy\\nBuy 900 units.\\n.."})
    SeasonReport(headline='Buy 900 units.', sentences=('800 wanted.',))
    """
    first_lines = {name: answer.split("\n")[1] for name, answer in answers.items() if answer.count("\n") > 1}
    headline = first_lines.pop("decide_buy", "The season is planned.")
    first_lines.pop("read_season", None)
    return SeasonReport(headline=headline, sentences=tuple(first_lines.values()))
