"""The manufacturing order: the rules to buy by, side by side with what each is expected to earn."""

import math
from collections.abc import Iterable

from forecast_kit.allocation.outcome import Outlook, TotalOutlook
from forecast_kit.allocation.total import SeasonTotal
from forecast_kit.errors import PlanError
from forecast_kit.plan import BuyMiss, BuyOption, BuyPlan, BuyRule, PlannedMarkdown, UsableStock
from forecast_kit.season import CategoryEconomics, ReplenishmentStrategy

__all__ = ["SAFETY_SHARE", "SAFETY_SHARE_WITHOUT_REPLENISHMENT", "compare_buys", "judge_order"]

SAFETY_SHARE = 0.20
SAFETY_SHARE_WITHOUT_REPLENISHMENT = 0.25
MISS = 0.1


def compare_buys(
    total: SeasonTotal,
    forecast_units: float,
    usable: UsableStock,
    economics: CategoryEconomics,
    strategy: ReplenishmentStrategy,
    *,
    safety_share: float | None = None,
    mine_units: int | None = None,
    rule: BuyRule | None = None,
    outlook: Outlook | None = None,
) -> BuyPlan:
    """Every way to buy a season, with units, cash, expected sales, lost sales, leftovers and margin of each.

    *flat* needs `forecast_units` x (1 + safety), 20 % or, without replenishment, 25 %, unless `safety_share` says
    otherwise. *newsvendor* needs the quantile of `total` at the critical ratio, (price - cost) / (price - salvage),
    price net of VAT. *mine* is an order of `mine_units` that a person typed. The buy is need less usable stock, in
    whole packs and above the minimum order: flat rounds up, newsvendor takes whichever side earns more; a buy
    below the minimum becomes the minimum or nothing, whichever is expected to earn more (the minimum where the
    economics are not known, or where a person asked for units).

    Every order is judged by an `outlook`. Left out, the season is one number, `total`, at full price. With the season
    simulated week by week *newsvendor* needs what is then worth most, its markdowns included, and says so. `misses` are
    the margin given up with 10 % less or more than the recommended buy, as near as packs and the minimum let it be.

    Money is in the selling currency. Revenue is net of VAT; margin = net price x sales + salvage x leftovers - cost x
    units bought. The cost of usable stock is sunk and left out, so compare margins between options only. Each money
    is None where the prices it needs are not known; `rule` chooses an option, else the recommended one is chosen.

    Sources: Arrow, Harris and Marschak (1951) for the newsvendor; the trade's forecast-plus-safety rule for flat.

    Raises:
        PlanError: a negative input, or a `rule` whose option is not there.

    >>> dress = CategoryEconomics(category="dresses", unit_price=60, unit_cost=20, salvage_value=10, vat_rate=0.2)
    >>> total = SeasonTotal((0.1, 0.5, 0.9), (800, 1000, 1200))
    >>> plan = compare_buys(total, 1000, UsableStock(on_hand_stores=100), dress, "weekly")
    >>> [(option.rule, option.need_units, option.buy_units) for option in plan.options]
    [('flat', 1200, 1100), ('newsvendor', 1125, 1025)]
    >>> plan.recommended, plan.options[1].cash
    ('newsvendor', 20500.0)
    """
    safety = _safety(strategy, safety_share)
    if not 0 <= forecast_units < math.inf:
        raise PlanError(f"The forecast of {forecast_units} units cannot be bought.", "Give units of zero or more.")
    desk = _Desk(outlook or TotalOutlook(total, economics), usable, economics)
    options = [desk.flat(forecast_units, safety)]
    if economics.complete and economics.critical_ratio is not None:
        options.append(desk.newsvendor(economics.critical_ratio))
    recommended, reason = desk.recommend(options)
    if mine_units is not None:
        options.append(desk.mine(mine_units))
    if rule is not None and rule not in {option.rule for option in options}:
        raise PlanError(f"The buy cannot follow {rule!r}.", _why_absent(rule, economics))
    return BuyPlan(
        options=tuple(options),
        recommended=recommended,
        chosen=recommended if rule is None else rule,
        usable_stock=usable,
        pack_size=economics.pack_size,
        min_order_units=economics.min_order_units,
        safety_share=safety,
        critical_ratio=economics.critical_ratio if economics.complete else None,
        reason=reason,
        misses=desk.misses(next(option for option in options if option.rule == recommended)),
        markdowns=desk.markdowns(next(option for option in options if option.rule == (rule or recommended))),
    )


def judge_order(units: int, outlook: Outlook, usable: UsableStock, economics: CategoryEconomics) -> BuyOption:
    """An order of `units` that a person types in, as the supplier takes it, judged like the *mine* of `compare_buys`.

    Raises:
        PlanError: units that are negative or not whole.

    >>> dress = CategoryEconomics(category="dresses", unit_price=50, unit_cost=20, salvage_value=10, pack_size=6)
    >>> outlook = TotalOutlook(SeasonTotal((0.1, 0.5, 0.9), (800, 1000, 1200)), dress)
    >>> judge_order(1000, outlook, UsableStock(), dress).buy_units
    1002
    """
    return _Desk(outlook, usable, economics).mine(units)


class _Desk:
    """Turns a need into an order the supplier takes, and an order into what it is expected to lead to."""

    def __init__(self, outlook: Outlook, usable: UsableStock, economics: CategoryEconomics) -> None:
        self.outlook, self.usable, self.economics = outlook, usable, economics

    def flat(self, forecast_units: float, safety: float) -> BuyOption:
        need = _half_up(forecast_units * (1 + safety))
        units = self._packs_up(max(0, need - self.usable.units))
        return self._option("flat", f"Forecast + {safety * 100:.3g} %", need, self._best(self._allowed(units)))

    def newsvendor(self, ratio: float) -> BuyOption:
        need = self._best_need(self.outlook.needs())
        gap, pack = max(0, need - self.usable.units), self._pack
        sides = {gap // pack * pack, self._packs_up(gap)}
        units = self._best(allowed for side in sides for allowed in self._allowed(side))
        label = f"Newsvendor, {self.outlook.how}" if self.outlook.how else f"Newsvendor, {ratio * 100:.0f} % service"
        return self._option("newsvendor", label, need, units)

    def mine(self, units: int) -> BuyOption:
        if units < 0 or units != int(units):
            raise PlanError(f"An order of {units} units cannot be placed.", "Give whole units, zero or more.")
        order = self._packs_up(int(units))
        if 0 < order < self.economics.min_order_units:
            order = self._minimum
        label = "My number" if order == units else f"My number, {int(units):,}, as the supplier takes it"
        return self._option("mine", label, int(units) + self.usable.units, order)

    @property
    def _pack(self) -> int:
        return self.economics.pack_size

    @property
    def _minimum(self) -> int:
        return self._packs_up(self.economics.min_order_units)

    def _packs_up(self, units: int) -> int:
        return -(-units // self._pack) * self._pack

    def _allowed(self, units: int) -> list[int]:
        """The orders the supplier takes in place of `units`: itself, or the minimum and nothing."""
        if units == 0 or units >= self.economics.min_order_units:
            return [units]
        return [0, self._minimum] if self.economics.complete else [self._minimum]

    def _best(self, orders: Iterable[int]) -> int:
        """The order that is worth most; of equals the smaller. Without the economics there is one to choose from."""
        return max(sorted(set(orders)), key=self._worth)

    def _best_need(self, needs: Iterable[int]) -> int:
        """The need that would be worth most with nothing in stock; of equals the smaller."""
        return max(sorted(needs), key=lambda need: self._worth(need - self.usable.units))

    def _worth(self, buy_units: int) -> float:
        worth, cost = self.outlook.of(buy_units + self.usable.units).worth, self.economics.unit_cost
        return 0.0 if worth is None or cost is None else worth - cost * buy_units

    def _option(self, rule: BuyRule, label: str, need: int, buy_units: int) -> BuyOption:
        outcome, cost = self.outlook.of(buy_units + self.usable.units), self.economics.unit_cost
        return BuyOption(
            rule=rule,
            label=label,
            need_units=need,
            buy_units=buy_units,
            cash=None if cost is None else buy_units * cost,
            expected_sales_units=outcome.sales,
            expected_lost_units=outcome.lost,
            expected_leftover_units=outcome.leftover,
            expected_revenue=outcome.revenue,
            expected_margin=None if outcome.earned is None or cost is None else outcome.earned - cost * buy_units,
            service_level=outcome.service_level,
        )

    def recommend(self, options: list[BuyOption]) -> tuple[BuyRule, str]:
        """Newsvendor where money is known and no rule is worth more, else the flat rule; and why."""
        if len(options) == 1:
            return "flat", f"{options[0].label}, because {_no_newsvendor(self.economics)}."
        best = max(reversed(options), key=lambda option: self._worth(option.buy_units))
        other = next(option for option in options if option is not best)
        if best.buy_units == other.buy_units:
            return best.rule, f"{best.label}: both rules buy {best.buy_units:,} units here."
        return best.rule, f"{best.label}: {_against(best, other)}{_counts_on(self.markdowns(best))}"

    def misses(self, best: BuyOption) -> tuple[BuyMiss, ...]:
        if best.expected_margin is None or best.buy_units == 0:
            return ()
        found = []
        for label, share in (("10 % less", 1 - MISS), ("10 % more", 1 + MISS)):
            units = self._best(self._allowed(_half_up(best.buy_units * share / self._pack) * self._pack))
            other = self._option(best.rule, label, best.need_units, units).expected_margin or 0.0
            found.append(BuyMiss(label=label, buy_units=units, margin_lost=best.expected_margin - other))
        return tuple(found)

    def markdowns(self, option: BuyOption) -> tuple[PlannedMarkdown, ...]:
        return self.outlook.markdowns(option.buy_units + self.usable.units)


def _against(best: BuyOption, other: BuyOption) -> str:
    gain = (best.expected_margin or 0.0) - (other.expected_margin or 0.0)
    than = f"than the {other.buy_units:,} of {other.label.lower()}"
    if gain >= 0:
        return f"{best.buy_units:,} units are expected to earn {gain:,.0f} more {than}."
    return f"{best.buy_units:,} units are expected to earn {-gain:,.0f} less {than}, and lose less in a weak season."


def _counts_on(markdowns: tuple[PlannedMarkdown, ...]) -> str:
    if not markdowns:
        return ""
    most = max(markdowns, key=lambda markdown: (markdown.share_of_seasons, -markdown.week))
    return (
        f" It counts on a markdown of about {most.depth * 100:.0f} % from week {most.week}, taken in "
        f"{most.share_of_seasons * 100:.0f} of 100 seasons."
    )


def _safety(strategy: ReplenishmentStrategy, given: float | None) -> float:
    if given is not None:
        if not 0 <= given < math.inf:
            raise PlanError(f"A safety stock of {given} is not a share.", "Give 0.2 for 20 %, or 0 for none.")
        return given
    return SAFETY_SHARE_WITHOUT_REPLENISHMENT if strategy == "none" else SAFETY_SHARE


def _half_up(units: float) -> int:
    return math.floor(units + 0.5)


def _no_newsvendor(economics: CategoryEconomics) -> str:
    if economics.complete:
        return "leftovers are worth as much as a sale, so there is no best stock to find"
    names = {"unit_price": "price", "unit_cost": "cost", "salvage_value": "salvage value"}
    missing = [label for name, label in names.items() if getattr(economics, name) is None]
    return f"the {' and '.join(missing)} of {economics.category} {'is' if len(missing) == 1 else 'are'} not known"


def _why_absent(rule: BuyRule, economics: CategoryEconomics) -> str:
    if rule == "mine":
        return "Say how many units to buy."
    return f"It is not on offer because {_no_newsvendor(economics)}; choose 'flat'."
