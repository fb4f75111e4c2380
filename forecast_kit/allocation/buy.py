"""The manufacturing order: the rules to buy by, side by side with what each is expected to earn."""

import math
from collections.abc import Iterable

from forecast_kit.allocation.total import SeasonTotal
from forecast_kit.errors import PlanError
from forecast_kit.plan import BuyOption, BuyPlan, BuyRule, UsableStock
from forecast_kit.season import CategoryEconomics, ReplenishmentStrategy

__all__ = ["SAFETY_SHARE", "SAFETY_SHARE_WITHOUT_REPLENISHMENT", "compare_buys"]

SAFETY_SHARE = 0.20
SAFETY_SHARE_WITHOUT_REPLENISHMENT = 0.25


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
) -> BuyPlan:
    """Every way to buy a season, with units, cash, expected sales, lost sales, leftovers and margin of each.

    *flat* needs `forecast_units` x (1 + safety), 20 % or, without replenishment, 25 %, unless `safety_share` says
    otherwise. *newsvendor* needs the quantile of `total` at the critical ratio, (price - cost) / (price - salvage),
    price net of VAT. *mine* is an order of `mine_units` that a person typed. The buy is need less usable stock, in
    whole packs and above the minimum order: flat rounds up, newsvendor takes whichever side earns more; a buy
    below the minimum becomes the minimum or nothing, whichever is expected to earn more (the minimum where the
    economics are not known, or where a person asked for units).

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
    desk = _Desk(total, usable, economics)
    options = [desk.flat(forecast_units, safety)]
    if economics.complete and economics.critical_ratio is not None:
        options.append(desk.newsvendor(economics.critical_ratio))
    recommended, reason = _recommend(options, economics)
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
    )


class _Desk:
    """Turns a need into an order the supplier takes, and an order into what it is expected to lead to."""

    def __init__(self, total: SeasonTotal, usable: UsableStock, economics: CategoryEconomics) -> None:
        self.total, self.usable, self.economics = total, usable, economics

    def flat(self, forecast_units: float, safety: float) -> BuyOption:
        need = _half_up(forecast_units * (1 + safety))
        units = self._packs_up(max(0, need - self.usable.units))
        return self._option("flat", f"Forecast + {safety * 100:.3g} %", need, self._best(self._allowed(units)))

    def newsvendor(self, ratio: float) -> BuyOption:
        """At a ratio of 0 a unit earns nothing even when it is sure to sell, so none is needed."""
        exact = self.total.quantile(ratio) if ratio > 0 else 0.0
        need = self._best_need({math.floor(exact), math.ceil(exact)})
        gap, pack = max(0, need - self.usable.units), self.economics.pack_size
        sides = {gap // pack * pack, self._packs_up(gap)}
        units = self._best(allowed for side in sides for allowed in self._allowed(side))
        return self._option("newsvendor", f"Newsvendor, {ratio * 100:.0f} % service", need, units)

    def mine(self, units: int) -> BuyOption:
        if units < 0 or units != int(units):
            raise PlanError(f"An order of {units} units cannot be placed.", "Give whole units, zero or more.")
        order = self._packs_up(int(units))
        if 0 < order < self.economics.min_order_units:
            order = self._minimum
        label = "My number" if order == units else f"My number, {int(units):,}, as the supplier takes it"
        return self._option("mine", label, int(units) + self.usable.units, order)

    @property
    def _minimum(self) -> int:
        return self._packs_up(self.economics.min_order_units)

    def _packs_up(self, units: int) -> int:
        return -(-units // self.economics.pack_size) * self.economics.pack_size

    def _allowed(self, units: int) -> list[int]:
        """The orders the supplier takes in place of `units`: itself, or the minimum and nothing."""
        if units == 0 or units >= self.economics.min_order_units:
            return [units]
        return [0, self._minimum] if self.economics.complete else [self._minimum]

    def _best(self, orders: Iterable[int]) -> int:
        """The order that earns most; of equals the smaller. Without the economics there is one to choose from."""
        return max(sorted(set(orders)), key=lambda units: self._margin(units) or 0.0)

    def _best_need(self, needs: Iterable[int]) -> int:
        """The need that would earn most with nothing in stock; of equals the smaller."""
        return max(sorted(needs), key=lambda need: self._margin(need - self.usable.units) or 0.0)

    def _margin(self, buy_units: int) -> float | None:
        prices = self.economics.net_price, self.economics.unit_cost, self.economics.salvage_value
        price, cost, salvage = prices
        if price is None or cost is None or salvage is None:
            return None
        committed = float(buy_units + self.usable.units)
        sales = self.total.expected_sales(committed)
        return price * sales + salvage * (committed - sales) - cost * buy_units

    def _option(self, rule: BuyRule, label: str, need: int, buy_units: int) -> BuyOption:
        committed = float(buy_units + self.usable.units)
        sales = self.total.expected_sales(committed)
        price, cost = self.economics.net_price, self.economics.unit_cost
        return BuyOption(
            rule=rule,
            label=label,
            need_units=need,
            buy_units=buy_units,
            cash=None if cost is None else buy_units * cost,
            expected_sales_units=sales,
            expected_lost_units=self.total.expected_lost(committed),
            expected_leftover_units=self.total.expected_leftover(committed),
            expected_revenue=None if price is None else price * sales,
            expected_margin=self._margin(buy_units),
            service_level=self.total.service_level(committed),
        )


def _safety(strategy: ReplenishmentStrategy, given: float | None) -> float:
    if given is not None:
        if not 0 <= given < math.inf:
            raise PlanError(f"A safety stock of {given} is not a share.", "Give 0.2 for 20 %, or 0 for none.")
        return given
    return SAFETY_SHARE_WITHOUT_REPLENISHMENT if strategy == "none" else SAFETY_SHARE


def _half_up(units: float) -> int:
    return math.floor(units + 0.5)


def _recommend(options: list[BuyOption], economics: CategoryEconomics) -> tuple[BuyRule, str]:
    """Newsvendor where money is known and no rule is expected to earn more, else the flat rule; and why."""
    if len(options) == 1:
        return "flat", f"{options[0].label}, because {_no_newsvendor(economics)}."
    best = max(reversed(options), key=lambda option: option.expected_margin or 0.0)
    other = next(option for option in options if option is not best)
    gain = (best.expected_margin or 0.0) - (other.expected_margin or 0.0)
    if best.buy_units == other.buy_units:
        return best.rule, f"{best.label}: both rules buy {best.buy_units:,} units here."
    return best.rule, (
        f"{best.label}: {best.buy_units:,} units are expected to earn {gain:,.0f} more "
        f"than the {other.buy_units:,} of {other.label.lower()}."
    )


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
