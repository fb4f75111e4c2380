"""What the agents of one run share: the desk, what is made at it so far, and who is told. Never sent to a model."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from forecast_kit.agents.explanations import SENTENCES, Figures, tidy, too_long
from forecast_kit.events import AgentName, AgentState, AgentStatus, Event, ModelUsed, TraceSpan
from forecast_kit.plan import BuyPlan, Choice, DemandForecast
from forecast_kit.planning import SeasonDesk

Stage = Literal["season", "forecast", "buy", "allocation", "deliveries", "markdown"]
STAGES: tuple[Stage, ...] = ("season", "forecast", "buy", "allocation", "deliveries", "markdown")
TOOL_OF: dict[Stage, str] = {
    "season": "read_season",
    "forecast": "forecast_demand",
    "buy": "decide_buy",
    "allocation": "allocate_stores",
    "deliveries": "schedule_replenishment",
    "markdown": "plan_markdown",
}
CHOICE_OF: dict[Stage, str] = {
    "forecast": "plan ahead",
    "buy": "buy",
    "allocation": "store shares",
    "markdown": "markdown if on plan",
}
FEWEST_WORDS = 3


@dataclass
class Messenger:
    """Tells a run's events to whoever keeps them."""

    workflow_id: str
    emit: Callable[[Event], None]
    clock: Callable[[], datetime]
    speaking: AgentName = "orchestrator"

    def status(
        self,
        agent: AgentName,
        status: AgentState,
        message: str,
        *,
        choice: Choice | None = None,
        progress: float | None = None,
    ) -> None:
        """One agent's state; with a choice, the label of what was chosen and its money against the next best."""
        self.speaking = agent
        label = None if choice is None else next(o.label for o in choice.options if o.name == choice.chosen)
        self.emit(
            AgentStatus(
                workflow_id=self.workflow_id,
                timestamp=self.clock(),
                agent=agent,
                status=status,
                message=message,
                progress=progress,
                choice=label,
                money_against_next_best=None if choice is None else choice.money_against_next_best,
            )
        )

    def used(self, model: str, input_tokens: int, output_tokens: int, money: float | None) -> None:
        """What the run's language model has cost so far."""
        self.emit(
            ModelUsed(
                workflow_id=self.workflow_id,
                timestamp=self.clock(),
                model=model,
                input_tokens=input_tokens,
                output_tokens=output_tokens,
                money=money,
            )
        )

    def span(self, kind: str, name: str, seconds: float, *, failed: bool) -> None:
        """One span of the agents' trace."""
        self.emit(
            TraceSpan(
                workflow_id=self.workflow_id,
                timestamp=self.clock(),
                kind=kind,
                name=name,
                seconds=seconds,
                failed=failed,
            )
        )


@dataclass
class Speech:
    """What a model may say in a run: the numbers that tools returned, and what became of its words."""

    figures: Figures = field(default_factory=Figures, kw_only=True)
    warnings: list[str] = field(default_factory=list, kw_only=True)
    rewritten: set[str] = field(default_factory=set, kw_only=True)

    def fault_of(self, words: str) -> str:
        """Why words cannot be shown to a planner, in a sentence; nothing where they can."""
        unknown = self.figures.unsupported(tidy(words))
        if unknown:
            return f"No calculation gave {', '.join(unknown[:3])}."
        if too_long([words]):
            return f"They were too long: {SENTENCES} short sentences are read."
        return ""

    def to_rewrite(self, words: str, about: str) -> str:
        """What a model is told whose words will not do, once a subject; nothing where they will, or after that."""
        fault = self.fault_of(words)
        if not fault or about in self.rewritten:
            return ""
        self.rewritten.add(about)
        return (
            f"Not done yet. Your words about the {about} cannot be shown. {fault} "
            "Write them again with only numbers that a tool returned, or with none."
        )

    def kept(self, words: str, about: str) -> str:
        """A model's words where all their numbers came from tools; else nothing, with a warning that says why.

        A word or two explain nothing: they count as none.
        """
        words = tidy(words)
        if len(words.split()) < FEWEST_WORDS:
            return ""
        fault = self.fault_of(words)
        if fault:
            self.warnings.append(
                f"The model's words about the {about} were replaced by the kit's own: {fault[0].lower()}{fault[1:]}"
            )
        return "" if fault else words


@dataclass
class PlanningContext(Speech):
    """One run of the agents at one desk. `answers` holds what each stage's tool said, by stage."""

    desk: SeasonDesk
    messenger: Messenger
    answers: dict[Stage, str] = field(default_factory=dict)
    forecast: DemandForecast | None = None
    handover_note: str = ""
    at_the_desk: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_done(self, stage: Stage) -> bool:
        """Whether that stage stands."""
        return stage in self.answers

    def is_ready(self, stage: Stage) -> bool:
        """Whether everything before that stage stands, and it does not yet."""
        return not self.is_done(stage) and all(self.is_done(before) for before in STAGES[: STAGES.index(stage)])

    @property
    def progress(self) -> float:
        """The share of stages that stand (0-1)."""
        return len(self.answers) / len(STAGES)

    def choice(self, stage: Stage) -> Choice | None:
        """What was chosen at that stage; None where it had nothing to choose."""
        return next((choice for choice in self.desk.made if choice.name == CHOICE_OF.get(stage)), None)

    def record(self, stage: Stage, lines: tuple[str, str]) -> str:
        """Keeps a stage's answer: its handle, then two lines whose numbers may be said from now on."""
        summary = "\n".join(tidy(line) for line in lines)
        self.figures.learn(summary)
        self.answers[stage] = f"{stage}\n{summary}"
        return self.answers[stage]

    def fact(self, stage: Stage) -> str:
        """The first of a stage's two lines."""
        return self.answers[stage].split("\n")[1]

    def answers_by_tool(self) -> dict[str, str]:
        """What each tool said, by its name, in the order of the stages."""
        return {TOOL_OF[stage]: self.answers[stage] for stage in STAGES if stage in self.answers}

    def open_buys(self) -> BuyPlan | None:
        """The buy by every rule on offer, before one is taken; None before there is a forecast."""
        return None if self.forecast is None else self.desk.policy.buy(self.desk.season, self.forecast)

    def open(self, *fields: str) -> bool:
        """Whether a choice is the agents' to make: no person has settled any of its fields beforehand."""
        return not self.desk.settled.intersection(fields)
