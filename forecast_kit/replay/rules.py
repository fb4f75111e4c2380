"""What a decision may do: every rule of the game in one place, each refusal a sentence."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.errors import PlanError
from forecast_kit.replay.season import Opening, Season

__all__ = [
    "cadence",
    "check_opening",
    "checked_markdown",
    "checked_shipments",
    "holdback_units",
    "sendable_units",
    "useful_deliveries",
]

Array = npt.NDArray[np.float64]

UNIT_DIGITS = 9  # what online sells in parts of units leaves rounding noise, which must not hold back a whole one


def cadence(season: Season) -> tuple[int, ...]:
    """Weeks in which a shipment may leave the DC: the season's delivery weeks.

    A shipment of week w is on the shelf before week w + lead time; where a `last_delivery_week` is set, not after it.
    """
    last = season.supply.last_delivery_week
    lead = season.lead_time_weeks
    return tuple(week for week in season.parameters.delivery_weeks if last is None or week + lead <= last)


def useful_deliveries(season: Season) -> tuple[tuple[int, int], ...]:
    """Each week of the cadence whose shipment can still sell, with the last week it has to cover.

    That is the week before the next shipment arrives, or for the last one the season's last.

    >>> from datetime import date
    >>> from forecast_kit.season import SeasonParameters
    >>> four_weeks = SeasonParameters(season_start_date=date(2026, 3, 2), forecast_horizon_weeks=4)
    >>> season = Season(category="coats", history=pd.DataFrame(), stores=None, plan=None, parameters=four_weeks,
    ...                 unit_price=None, unit_cost=None, salvage_value=None, elasticity=None, lead_time_weeks=1)
    >>> useful_deliveries(season)
    ((2, 3), (3, 4))
    """
    horizon, lead = season.parameters.forecast_horizon_weeks, season.lead_time_weeks
    weeks = [week for week in cadence(season) if week + lead <= horizon]
    until = [*(week + lead - 1 for week in weeks[1:]), horizon]
    return tuple(zip(weeks, until, strict=False))


def holdback_units(season: Season, committed_units: int, *, has_shops: bool) -> int:
    """What the DC keeps of everything committed: floor(holdback x committed + 0.5).

    It is less where stores already hold more than their part, and everything where all stores ship from the DC.
    """
    if not has_shops:
        return committed_units
    wanted = math.floor(season.parameters.dc_holdback_percentage * committed_units + 0.5)
    on_shelves = 0 if season.store_on_hand is None else int(season.store_on_hand.sum())
    return max(0, min(wanted, committed_units - on_shelves))


def sendable_units(dc_stock: float, kept: float = 0.0) -> int:
    """Whole units that may leave a DC of `dc_stock` units with `kept` of them kept back.

    >>> sendable_units(10.0, 2.1 + 4.9 - 1e-12), sendable_units(10.5), sendable_units(3.0, 5.0)
    (3, 10, 0)
    """
    return max(0, min(math.floor(dc_stock), math.floor(round(dc_stock - kept, UNIT_DIGITS))))


def check_opening(season: Season, opening: Opening, online: set[str]) -> None:
    """Stores + DC are the buy and the usable stock, in whole units, with the DC's part held back.

    Raises:
        PlanError: they are not.
    """
    stores = opening.store_units.set_axis(opening.store_units.index.astype(str))
    if not stores.index.is_unique:
        raise PlanError("A store stands twice in the opening.", "Give each store one number of units.")
    units = stores.to_numpy(dtype=np.float64)
    _refuse_parts(np.array([*units, opening.buy_units, opening.dc_units]), "The opening is")
    placed_online = sorted(store for store, sent in zip(stores.index, units, strict=True) if store in online and sent)
    if placed_online:
        raise PlanError(f"{', '.join(placed_online)} ships from the DC and has no shelf.", "Leave its units in the DC.")
    committed = opening.buy_units + season.usable.units
    if int(units.sum()) + opening.dc_units != committed:
        raise PlanError(
            f"Stores {units.sum():,.0f} + DC {opening.dc_units:,} are not the {committed:,} units of the season.",
            "Place every unit of the buy and the usable stock, and no more.",
        )
    wanted = holdback_units(season, committed, has_shops=not set(stores.index) <= online)
    if not opening.recorded and opening.dc_units != wanted:
        share = f"{season.parameters.dc_holdback_percentage * 100:.3g} %"
        raise PlanError(
            f"The DC opens with {opening.dc_units:,} of {committed:,} units; a holdback of {share} is {wanted:,}.",
            "Hold back floor(share x units + 0.5).",
        )


def checked_shipments(
    season: Season, opening: Opening, week: int, shipments: pd.Series, stores: pd.Index, shops: npt.NDArray[np.bool_]
) -> Array:
    """The week's shipments in the order of `stores`; `shops` are those with a shelf.

    Raises:
        PlanError: units that are negative or not whole, a store that cannot be sent any, or a week off the cadence.
    """
    sent = shipments[shipments != 0]
    sent = sent.set_axis(sent.index.astype(str))
    units = sent.to_numpy(dtype=np.float64)
    _refuse_parts(units, f"The shipments of week {week} are")
    if not sent.index.is_unique:
        raise PlanError(f"A store stands twice in the shipments of week {week}.", "Give each store one line.")
    unknown = sorted(set(sent.index) - set(stores[shops]))
    if unknown:
        raise PlanError(
            f"Week {week} ships to {', '.join(unknown[:5])}: there is no such shelf to fill.",
            "Ship to stores of the season; online sells from the DC.",
        )
    allowed = cadence(season)
    if len(sent) and not opening.recorded and week not in allowed:
        raise PlanError(
            f"Week {week} ships {units.sum():,.0f} units, but {_weeks(allowed)}.", "Keep to the season's cadence."
        )
    result: Array = sent.reindex(stores).fillna(0.0).to_numpy(dtype=np.float64)
    return result


def checked_markdown(season: Season, opening: Opening, week: int, asked: float, running: float) -> float:
    """The markdown in force in `week`: what is asked for, or what is running where 0 is.

    Raises:
        PlanError: a share outside 0 to below 1, a cut before the checkpoint is over, or one below the running cut.
    """
    if not 0 <= asked < 1:
        raise PlanError(f"A markdown of {asked} cannot be made.", "Give a share of full price, from 0 to below 1.")
    if asked > 0 and season.elasticity is None:
        raise PlanError(
            f"What a markdown sells of {season.category} is not known.", "Give the price elasticity of the category."
        )
    if opening.recorded:
        return asked
    checkpoint = season.parameters.markdown_checkpoint_week
    if asked > running and (checkpoint is None or week <= checkpoint):
        until = "the season has no checkpoint" if checkpoint is None else f"the checkpoint is after week {checkpoint}"
        raise PlanError(f"Week {week} marks down by {asked * 100:.3g} %, but {until}.", "Wait until it is over.")
    if 0 < asked < running:
        raise PlanError(
            f"Week {week} would go back from {running * 100:.3g} % to {asked * 100:.3g} % off.",
            "A markdown holds, or goes deeper.",
        )
    return max(asked, running)


def _refuse_parts(units: Array, what: str) -> None:
    if not np.isfinite(units).all() or (units < 0).any() or (units != np.round(units)).any():
        raise PlanError(f"{what} not in whole units of zero or more.", "Ship and place whole pieces.")


def _weeks(allowed: tuple[int, ...]) -> str:
    if not allowed:
        return "this season has no deliveries"
    return f"its shipments leave in weeks {', '.join(map(str, allowed))}"
