"""What was open at each choice of a plan, with the money each answer is expected to make.

Money is expected margin of the season in the selling currency, None where price, cost or salvage is not known. The
answers to one question are judged in the same belief: that of the recommended answer.
"""

from dataclasses import dataclass

from forecast_kit.allocation import Outlook, schedule
from forecast_kit.allocation.buy import SAFETY_SHARE, SAFETY_SHARE_WITHOUT_REPLENISHMENT
from forecast_kit.plan import (
    BuyPlan,
    ChoiceOption,
    DemandForecast,
    MarkdownDecision,
    ReplenishmentOrder,
    StockWeek,
    StoreAllocation,
)
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.pricing import DEFAULT_ELASTICITY, DEFAULT_ELASTICITY_SD, decide_markdown
from forecast_kit.replay import KitPolicy, Season, SeasonChoices
from forecast_kit.words import percent, units

PRESENTATIONS = (0, 3, 6)
SHARE_METHODS = {
    "shrunk": "Recent history, steadied where it is short",
    "history_and_size": "70 % history, 30 % store size",
}
ELASTICITIES = {"weighed": "Weighed against the category's own price changes", "given": "As it was given"}


def _under(policy: KitPolicy, **changes: object) -> KitPolicy:
    choices = SeasonChoices.model_validate({**policy.choices.model_dump(), **changes})
    return KitPolicy(panel=policy.panel, choices=choices)


def plans_ahead(policy: KitPolicy, season: Season, forecast: DemandForecast) -> tuple[str, list[ChoiceOption]]:
    """What of the plan ahead was trusted for `forecast`, and what else could have been.

    Each answer's money is that of the order it would lead to, if the season comes as the whole plan says.
    """
    if not season.plan_columns:
        return "ignore", [ChoiceOption(name="ignore", label="Forecast without a plan ahead")]
    columns = policy.choices.plan_columns if policy.choices.use_plan_columns else ()
    partly = columns is not None and 0 < len(columns) < len(season.plan_columns)
    used = "use" if columns is None or len(columns) == len(season.plan_columns) else "ignore"
    used = ", ".join(columns or ()) if partly else used
    open_to_it = {
        "use": ("Trust the plan ahead", {"use_plan_columns": True, "plan_columns": None}),
        "ignore": ("Forecast without the plan ahead", {"use_plan_columns": False, "plan_columns": None}),
    }
    forecasts = {used: forecast}
    for name, (_, changes) in open_to_it.items():
        if name not in forecasts:
            forecasts[name] = _under(policy, **changes).forecast(season)
    margins = _worth_of_orders(policy, season, forecasts)
    labels = {name: label for name, (label, _) in open_to_it.items()} | ({used: f"Trust only {used}"} if partly else {})
    return used, [ChoiceOption(name=name, label=labels[name], expected_margin=margins[name]) for name in labels]


def _worth_of_orders(
    policy: KitPolicy, season: Season, forecasts: dict[str, DemandForecast]
) -> dict[str, float | None]:
    """What the order each forecast leads to would earn if the season comes as "use" expects it."""
    believed = forecasts["use"]
    free = _under(policy, buy_rule=None, mine_units=None)
    outlook = free.outlook(season, believed)
    worth: dict[str, float | None] = {}
    for name, forecast in forecasts.items():
        order = free.buy(season, forecast, outlook if forecast is believed else None)
        pieces = order.option(order.recommended).buy_units
        judged = _under(policy, buy_rule="mine", mine_units=pieces).buy(season, believed, outlook)
        worth[name] = judged.option("mine").expected_margin
    return worth


def safety_stocks(
    policy: KitPolicy, season: Season, forecast: DemandForecast, buy: BuyPlan, outlook: Outlook
) -> list[ChoiceOption]:
    """The flat rule's safety stocks, with what the flat order would earn under each."""
    shares = sorted({SAFETY_SHARE, SAFETY_SHARE_WITHOUT_REPLENISHMENT, buy.safety_share})
    found = []
    for share in shares:
        same = share == buy.safety_share
        flat = buy if same else _under(policy, safety_share=share, buy_rule="flat").buy(season, forecast, outlook)
        earned = flat.option("flat").expected_margin
        found.append(ChoiceOption(name=percent(share), label=f"Forecast + {share * 100:.3g} %", expected_margin=earned))
    return found


def share_methods(season: Season) -> tuple[str, ...]:
    """The ways to share that these stores allow: by size only where some size is known."""
    stores = season.stores
    sized = stores is not None and "size_sqft" in stores and stores["size_sqft"].notna().any()
    return tuple(SHARE_METHODS) if sized else ("shrunk",)


def deliveries(
    season: Season, forecast: DemandForecast, allocation: StoreAllocation
) -> tuple[tuple[ReplenishmentOrder, ...], tuple[StockWeek, ...]]:
    """Deliveries from the DC, and the stock path if demand comes exactly as forecast."""
    return schedule(
        allocation,
        season.parameters,
        season.weeks,
        [week.units for week in forecast.weeks],
        weekly_hi_units=[week.units_hi_80 for week in forecast.weeks],
        dc_lead_weeks=season.lead_time_weeks,
        min_ship_units=season.supply.min_ship_units,
        last_delivery_week=season.supply.last_delivery_week,
    )


@dataclass(frozen=True)
class Placings:
    """Other ways to place the same buy, judged on a season exactly as forecast, sold where `shrunk` expects it."""

    policy: KitPolicy
    season: Season
    forecast: DemandForecast
    buy: BuyPlan
    placed: StoreAllocation

    @property
    def presentation_units(self) -> int:
        """What a store shows at least, as it was placed."""
        asked = self.policy.choices.min_presentation_units
        return self.season.supply.min_presentation_units if asked is None else asked

    def shares(self) -> list[ChoiceOption]:
        """The ways to share."""
        taken = self.policy.choices.share_method
        placed = {
            name: self.placed if name == taken else self._place(share_method=name)
            for name in share_methods(self.season)
        }
        believed = placed["shrunk"]
        return [
            ChoiceOption(name=name, label=SHARE_METHODS[name], expected_margin=self._worth(other, believed))
            for name, other in placed.items()
        ]

    def presentations(self) -> list[ChoiceOption]:
        """The least a store opens with, beside two weeks' demand."""
        taken = self.presentation_units
        found = []
        for least in sorted({*PRESENTATIONS, taken, self.season.supply.min_presentation_units}):
            other = self.placed if least == taken else self._place(min_presentation_units=least)
            label = f"Two weeks' demand, at least {units(least)} units" if least else "Two weeks' demand"
            margin = self._worth(other, self.placed)
            found.append(ChoiceOption(name=str(least), label=label, expected_margin=margin))
        return found

    def _place(self, **changes: object) -> StoreAllocation:
        return _under(self.policy, **changes).place(self.season, self.forecast, self.buy)

    def _worth(self, placed: StoreAllocation, believed: StoreAllocation) -> float | None:
        """The buy's expected margin, less what is lost more than by placing it as believed."""
        margin, economics = self.buy.option(self.buy.chosen).expected_margin, self.season.economics
        if margin is None or economics.net_price is None or economics.salvage_value is None:
            return None
        lost_more = self._lost(placed, believed) - self._lost(believed, believed)
        return margin - lost_more * (economics.net_price - economics.salvage_value)

    def _lost(self, placed: StoreAllocation, believed: StoreAllocation) -> float:
        """Units of sales lost to empty shelves."""
        share = {line.store_id: line.share for line in believed.lines}
        lines = tuple(line.model_copy(update={"share": share[line.store_id]}) for line in placed.lines)
        _, path = deliveries(self.season, self.forecast, placed.model_copy(update={"lines": lines}))
        return sum(week.expected_lost for week in path)


@dataclass(frozen=True)
class Checkpoint:
    """The markdown checkpoint of a season exactly on plan, by either elasticity."""

    inputs: SeasonInputs
    season: Season
    forecast: DemandForecast
    buy: BuyPlan
    path: tuple[StockWeek, ...]

    def decision(self, source: str) -> MarkdownDecision:
        """What the checkpoint would say."""
        inputs, economics, week = self.inputs, self.season.economics, self.inputs.parameters.markdown_checkpoint_week
        assert week is not None
        given = inputs.economics.elasticity or inputs.terms.elasticity or DEFAULT_ELASTICITY
        weighed = source == "weighed"
        return decide_markdown(
            inputs.parameters,
            committed_units=self.buy.committed_units,
            weekly_units=[point.units for point in self.forecast.weeks],
            week_now=week,
            units_sold=sum(point.expected_sales for point in self.path[:week]),
            unit_price=economics.unit_price,
            unit_cost=economics.unit_cost,
            salvage_value=economics.salvage_value,
            vat_rate=economics.vat_rate,
            elasticity=inputs.elasticity if weighed else given,
            elasticity_sd=inputs.price_response.log_sd if weighed else DEFAULT_ELASTICITY_SD,
            fade=self.season.markdown_fade,
        )

    def elasticities(self) -> list[ChoiceOption]:
        """Each elasticity with the margin it expects after the checkpoint, of the answer it would recommend."""
        found = []
        for source, label in ELASTICITIES.items():
            said = self.decision(source)
            best = next(option for option in said.options if option.name == said.recommended)
            found.append(
                ChoiceOption(name=source, label=f"{label}: {said.elasticity:g}", expected_margin=best.margin_after)
            )
        return found


def markdowns(decision: MarkdownDecision) -> list[ChoiceOption]:
    """The answers at the checkpoint, each with its rung and the margin after it."""
    return [
        ChoiceOption(
            name=option.name,
            label=f"{option.name.capitalize()}: {percent(option.depth)} off",
            expected_margin=option.margin_after,
        )
        for option in decision.options
    ]
