"""The desk a season is planned at: one stage after another, each stage computed once and remembered.

People, agents and headless runs all plan at this desk; they differ only in who chooses and why.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from forecast_kit.allocation import schedule
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
from forecast_kit.planning import reasons
from forecast_kit.planning.allocation_sheet import sizes_of_order
from forecast_kit.planning.assumptions import assumptions_of
from forecast_kit.planning.cautions import plan_warnings
from forecast_kit.planning.inputs import SeasonInputs, season_of
from forecast_kit.planning.risks import biggest_risks
from forecast_kit.pricing import decide_markdown
from forecast_kit.replay import KitPolicy, SeasonChoices
from forecast_kit.version import __version__
from forecast_kit.words import percent

OFFLINE = "offline rules"
PLANNER = "planner"
# The choice that a person takes by settling this field beforehand.
SETTLES = {"plan ahead": "use_plan_columns", "buy": "buy_rule", "store shares": "share_method"}
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

    def forecast(self, *, use_plan_columns: bool | None = None, reason: str = "") -> DemandForecast:
        """Stage 1: demand at full price. The promotion plan is trusted unless told otherwise."""
        if use_plan_columns is not None:
            self._choose(use_plan_columns=use_plan_columns)
        self._forecast = self.policy.forecast(self.season)
        used = "use" if self.choices.use_plan_columns and self.has_plan_columns else "ignore"
        options = [ChoiceOption(name="ignore", label="Forecast without the plan ahead")]
        if self.has_plan_columns:
            options.insert(0, ChoiceOption(name="use", label="Trust the plan ahead"))
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
        self._buy = self.policy.buy(self.season, forecast)
        options = [
            ChoiceOption(name=option.rule, label=option.label, expected_margin=option.expected_margin)
            for option in self._buy.options
        ]
        why = reason or reasons.why_buy(self._buy, self.inputs.terms.currency)
        self._record("buy", "inventory", options, self._buy.chosen, why)
        return self._buy

    def allocate(
        self, *, share_method: str | None = None, tiers: int | None = None, reason: str = ""
    ) -> StoreAllocation:
        """Stage 3: tiers, shares, the opening allocation and the DC's part."""
        forecast, buy = self._need(self._forecast, "forecast"), self._need(self._buy, "buy")
        if share_method is not None:
            self._choose(share_method=share_method)
        if tiers is not None:
            self._choose(tiers=tiers)
        self._allocation = self.policy.place(self.season, forecast, buy)
        options = [
            ChoiceOption(name="shrunk", label="Recent history, steadied where it is short"),
            ChoiceOption(name="history_and_size", label="70 % history, 30 % store size"),
        ]
        why = reason or reasons.why_shares(self.choices.share_method)
        self._record("store shares", "inventory", options, self.choices.share_method, why)
        return self._allocation

    def replenish(self) -> tuple[tuple[ReplenishmentOrder, ...], tuple[StockWeek, ...]]:
        """Stage 4: deliveries from the DC, and the stock path if demand comes exactly as forecast."""
        forecast = self._need(self._forecast, "forecast")
        self._schedule = schedule(
            self._need(self._allocation, "allocation"),
            self.inputs.parameters,
            self.season.weeks,
            [week.units for week in forecast.weeks],
            weekly_hi_units=[week.units_hi_80 for week in forecast.weeks],
            dc_lead_weeks=self.season.lead_time_weeks,
            min_ship_units=self.season.supply.min_ship_units,
            last_delivery_week=self.season.supply.last_delivery_week,
        )
        return self._schedule

    def price(self, *, reason: str = "") -> MarkdownDecision | None:
        """Stage 5: what the checkpoint would say if the season runs on plan; None without a checkpoint or a price."""
        week = self.inputs.parameters.markdown_checkpoint_week
        economics = self.season.economics
        if week is None or not economics.complete:
            self._markdown = None
            return None
        forecast, buy = self._need(self._forecast, "forecast"), self._need(self._buy, "buy")
        _, path = self._need(self._schedule, "replenishment")
        self._markdown = decide_markdown(
            self.inputs.parameters,
            committed_units=buy.committed_units,
            weekly_units=[point.units for point in forecast.weeks],
            week_now=week,
            units_sold=sum(point.expected_sales for point in path[:week]),
            unit_price=economics.unit_price,
            unit_cost=economics.unit_cost,
            salvage_value=economics.salvage_value,
            vat_rate=economics.vat_rate,
            elasticity=self.inputs.elasticity,
            elasticity_sd=self.inputs.price_response.log_sd,
            fade=self.season.markdown_fade,
        )
        options = [
            ChoiceOption(
                name=option.name,
                label=f"{option.name.capitalize()}: {percent(option.depth)} off",
                expected_margin=option.margin_after,
            )
            for option in self._markdown.options
        ]
        why = reason or reasons.why_markdown(self._markdown)
        self._record("markdown if on plan", "pricing", options, self._markdown.recommended, why)
        return self._markdown

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
        by = PLANNER if SETTLES.get(name) in self.settled else self.chosen_by
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
