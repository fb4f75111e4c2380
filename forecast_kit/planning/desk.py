"""The desk a season is planned at: one stage after another, each stage computed once and remembered.

People, agents and headless runs all plan at this desk; they differ only in who chooses and why.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from forecast_kit.errors import PlanError
from forecast_kit.plan import (
    BuyPlan,
    BuyRule,
    Choice,
    ChoiceOption,
    DemandForecast,
    MarkdownDecision,
    ReplenishmentOrder,
    SeasonPlan,
    StockWeek,
    StoreAllocation,
)
from forecast_kit.planning import alternatives, reasons
from forecast_kit.planning.allocation_sheet import sizes_of_order
from forecast_kit.planning.assumptions import assumptions_of
from forecast_kit.planning.cautions import plan_warnings
from forecast_kit.planning.inputs import SeasonInputs, season_of
from forecast_kit.planning.risks import biggest_risks
from forecast_kit.replay import KitPolicy, SeasonChoices
from forecast_kit.version import __version__
from forecast_kit.words import percent

OFFLINE = "offline rules"
PLANNER = "planner"
# The choice that a person takes by settling one of these fields beforehand.
SETTLES = {
    "plan ahead": {"use_plan_columns", "plan_columns"},
    "buy": {"buy_rule"},
    "safety stock": {"safety_share"},
    "store shares": {"share_method"},
    "presentation minimum": {"min_presentation_units"},
    "elasticity": {"elasticity_source"},
    "markdown if on plan": {"markdown_answer"},
}
T = TypeVar("T")


@dataclass
class SeasonDesk:
    """Plans one season stage by stage: forecast, buy, allocate, replenish, price, finish.

    Raises:
        PlanError: a stage is asked for before the one it stands on, or the inputs do not make a plan.
    """

    inputs: SeasonInputs
    choices: SeasonChoices = field(default_factory=SeasonChoices)
    chosen_by: str = OFFLINE
    made: list[Choice] = field(default_factory=list)
    _forecast: DemandForecast | None = None
    _buy: BuyPlan | None = None
    _allocation: StoreAllocation | None = None
    _schedule: tuple[tuple[ReplenishmentOrder, ...], tuple[StockWeek, ...]] | None = None
    _markdown: MarkdownDecision | None = None

    def __post_init__(self) -> None:
        self.season, self.panel = season_of(self.inputs)
        open_choices = SeasonChoices()
        self.settled = {
            name for name in SeasonChoices.model_fields if getattr(self.choices, name) != getattr(open_choices, name)
        }
        self._settled_choices = self.choices

    def start_over(self) -> None:
        """Clears the desk: no stage made, and only what was settled beforehand chosen."""
        self.choices, self.made, self.chosen_by = self._settled_choices, [], OFFLINE
        self._forecast = self._buy = self._allocation = self._schedule = self._markdown = None

    @property
    def policy(self) -> KitPolicy:
        """The policy under the choices made so far."""
        return KitPolicy(panel=self.panel, choices=self.choices)

    @property
    def has_plan_columns(self) -> bool:
        """Whether anything is known ahead (promotions, prices, open days)."""
        return self.season.plan is not None

    def forecast(
        self,
        *,
        use_plan_columns: bool | None = None,
        plan_columns: tuple[str, ...] | None = None,
        reason: str = "",
    ) -> DemandForecast:
        """Stage 1: demand at full price. The plan ahead is trusted, all of it, unless told otherwise."""
        if use_plan_columns is not None:
            self._choose(use_plan_columns=use_plan_columns)
        if plan_columns is not None:
            self._choose(plan_columns=plan_columns)
        self._forecast = self.policy.forecast(self.season)
        used, options = alternatives.plans_ahead(self.policy, self.season, self._forecast)
        why = reason or reasons.why_forecast(self._forecast, used, self.has_plan_columns)
        self._record("plan ahead", "demand", options, used, why)
        return self._forecast

    def buy(self, rule: BuyRule | None = None, *, safety_share: float | None = None, reason: str = "") -> BuyPlan:
        """Stage 2: the manufacturing order by each rule; `rule` None takes the recommended one."""
        forecast = self._need(self._forecast, "forecast")
        if rule is not None:
            self._choose(buy_rule=rule)
        if safety_share is not None:
            self._choose(safety_share=safety_share)
        outlook = self.policy.outlook(self.season, forecast)
        self._buy = self.policy.buy(self.season, forecast, outlook)
        options = [
            ChoiceOption(name=option.rule, label=option.label, expected_margin=option.expected_margin)
            for option in self._buy.options
        ]
        why = reason or reasons.why_buy(self._buy, self.inputs.terms.currency)
        self._record("buy", "inventory", options, self._buy.chosen, why)
        open_stocks = alternatives.safety_stocks(self.policy, self.season, forecast, self._buy, outlook)
        share = percent(self._buy.safety_share)
        self._record("safety stock", "inventory", open_stocks, share, reasons.why_safety(self._buy))
        return self._buy

    def allocate(
        self,
        *,
        share_method: str | None = None,
        tiers: int | None = None,
        min_presentation_units: int | None = None,
        reason: str = "",
    ) -> StoreAllocation:
        """Stage 3: tiers, shares, the opening allocation and the DC's part."""
        forecast, buy = self._need(self._forecast, "forecast"), self._need(self._buy, "buy")
        if share_method is not None:
            self._choose(share_method=share_method)
        if tiers is not None:
            self._choose(tiers=tiers)
        if min_presentation_units is not None:
            self._choose(min_presentation_units=min_presentation_units)
        self._allocation = self.policy.place(self.season, forecast, buy)
        placing = alternatives.Placings(self.policy, self.season, forecast, buy, self._allocation)
        why = reason or reasons.why_shares(self.choices.share_method)
        self._record("store shares", "inventory", placing.shares(), self.choices.share_method, why)
        shown = placing.presentation_units
        self._record(
            "presentation minimum", "inventory", placing.presentations(), str(shown), reasons.why_presentation(shown)
        )
        return self._allocation

    def replenish(self) -> tuple[tuple[ReplenishmentOrder, ...], tuple[StockWeek, ...]]:
        """Stage 4: deliveries from the DC, and the stock path if demand comes exactly as forecast."""
        forecast = self._need(self._forecast, "forecast")
        self._schedule = alternatives.deliveries(self.season, forecast, self._need(self._allocation, "allocation"))
        return self._schedule

    def price(
        self, *, elasticity_source: str | None = None, answer: str | None = None, reason: str = ""
    ) -> MarkdownDecision | None:
        """Stage 5: what the checkpoint would say if the season runs on plan; None without a checkpoint or a price.

        `answer` None takes the recommended one.
        """
        if elasticity_source is not None:
            self._choose(elasticity_source=elasticity_source)
        if answer is not None:
            self._choose(markdown_answer=answer)
        check = self.checkpoint()
        if check is None:
            self._markdown = None
            return None
        source = self.choices.elasticity_source
        self._markdown = check.decision(source)
        self._record("elasticity", "pricing", check.elasticities(), source, reasons.why_elasticity(self.inputs, source))
        options = alternatives.markdowns(self._markdown)
        taken = self.choices.markdown_answer or self._markdown.recommended
        why = reason or reasons.why_markdown(self._markdown)
        self._record("markdown if on plan", "pricing", options, taken, why)
        return self._markdown

    def checkpoint(self) -> alternatives.Checkpoint | None:
        """The markdown checkpoint as it stands before anything is decided; None without one, or without a price."""
        if self.inputs.parameters.markdown_checkpoint_week is None or not self.season.economics.complete:
            return None
        forecast, buy = self._need(self._forecast, "forecast"), self._need(self._buy, "buy")
        _, path = self._need(self._schedule, "replenishment")
        return alternatives.Checkpoint(self.inputs, self.season, forecast, buy, path)

    def finish(self) -> SeasonPlan:
        """The plan, checked: it cannot be built unless it adds up."""
        orders, path = self._need(self._schedule, "replenishment")
        plan = SeasonPlan(
            category=self.inputs.category,
            currency=self.inputs.terms.currency,
            as_of=self.inputs.as_of,
            parameters=self.inputs.parameters,
            economics=self.season.economics,
            assumptions=assumptions_of(self.inputs),
            forecast=self._need(self._forecast, "forecast"),
            buy=self._need(self._buy, "buy"),
            allocation=self._need(self._allocation, "allocation"),
            replenishment=orders,
            stock_path=path,
            markdown=self._markdown,
            order_date=self.inputs.order_date,
            sizes=sizes_of_order(self.inputs, self._need(self._buy, "buy").buy_units),
            choices=tuple(self.made),
            seed=self.inputs.seed,
            input_digest=self.inputs.digest(),
            code_version=__version__,
        )
        return plan.model_copy(update={"risks": biggest_risks(plan), "warnings": plan_warnings(plan, self.inputs)})

    def run(self, forecast: DemandForecast | None = None) -> SeasonPlan:
        """Every stage in its order, under the choices as they stand; `forecast` spares the first where it is known."""
        if forecast is None:
            self.forecast()
        self._forecast = forecast or self._forecast
        self.buy()
        self.allocate()
        self.replenish()
        self.price()
        return self.finish()

    def _choose(self, **changes: object) -> None:
        self.choices = SeasonChoices.model_validate({**self.choices.model_dump(), **changes})

    def _record(self, name: str, agent: str, options: list[ChoiceOption], chosen: str, reason: str) -> None:
        """Keeps one answer a question: a stage that is planned again replaces what it chose before."""
        by = PLANNER if SETTLES[name] & self.settled else self.chosen_by
        choice = Choice(name=name, agent=agent, options=tuple(options), chosen=chosen, chosen_by=by, reason=reason)
        self.made = [other for other in self.made if other.name != name] + [choice]

    @staticmethod
    def _need(value: T | None, stage: str) -> T:
        if value is None:
            raise PlanError(f"The {stage} has not been made yet.", "Plan the stages in their order.")
        return value


def plan_season(inputs: SeasonInputs, choices: SeasonChoices | None = None, *, chosen_by: str = OFFLINE) -> SeasonPlan:
    """A season planned end to end under the given choices.

    Raises:
        PlanError: the inputs do not make a plan; the sentence says why.
    """
    return SeasonDesk(inputs, choices or SeasonChoices(), chosen_by).run()
