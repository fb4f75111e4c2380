"""A replayed season as people read it: the ledger of money, week by week what each would have done, the stores."""

from collections.abc import Callable

from forecast_kit.planning.past_season import PastSeason
from forecast_kit.planning.replayed import HINDSIGHT, Played, SeasonReplay
from forecast_kit.planning.summary import Section
from forecast_kit.replay import Season
from forecast_kit.words import UNKNOWN, money, percent, price, units

__all__ = ["replay_document", "season_terms", "summarise_replay"]

RHYTHM = {"none": "no replenishment", "weekly": "weekly top-ups", "bi-weekly": "top-ups every two weeks"}


def summarise_replay(replay: SeasonReplay) -> tuple[Section, ...]:
    """The sections: what was played, the ledger of money, the decisions by week, sell-through, lost sales, stores."""
    sections = (_ledger(replay), _decisions(replay), _sell_through(replay), _lost(replay), _stores(replay))
    given = season_terms(replay.past.season, replay.past.inputs.terms.currency, ordered=_ordered(replay.past))
    return (_header(replay), *(section.model_copy(update={"lines": (*given, *section.lines)}) for section in sections))


def season_terms(season: Season, currency: str, *, ordered: str = "") -> tuple[str, str]:
    """What every table of the season rests on: money and the answer to a markdown, then supply."""
    economics, parameters = season.economics, season.parameters
    fade = "lasting" if season.markdown_fade == 1 else f"{percent(season.markdown_fade)} of it after the first week"
    answer = "none known" if season.elasticity is None else f"{season.elasticity:g}, {fade}"
    last = season.supply.last_delivery_week
    until = "" if last is None else f", none after week {last}"
    check = "no markdown"
    if parameters.markdown_checkpoint_week is not None:
        check = f"markdowns from week {parameters.markdown_checkpoint_week + 1}"
    lead = season.lead_time_weeks
    return (
        f"Price {price(economics.net_price, currency)} net of VAT, cost {price(economics.unit_cost, currency)}, "
        f"salvage {price(economics.salvage_value, currency)}; price elasticity {answer}.",
        f"{percent(parameters.dc_holdback_percentage)} held in the DC, "
        f"{RHYTHM[parameters.replenishment_strategy]}{until}, "
        f"DC to store {lead} week{'' if lead == 1 else 's'}, {check}{ordered}.",
    )


def _ordered(past: PastSeason) -> str:
    weeks = (past.inputs.parameters.season_start_date - past.inputs.as_of).days // 7
    return f"; supplier lead time {weeks} week{'' if weeks == 1 else 's'}"


def _header(replay: SeasonReplay) -> Section:
    past = replay.past
    parameters, played = past.inputs.parameters, ", ".join(one.name.lower() for one in replay.played)
    return Section(
        key="replay",
        title=f"{past.inputs.category}: {parameters.forecast_horizon_weeks} weeks from "
        f"{parameters.season_start_date:%-d %B %Y}, decided again",
        lines=(
            f"Bought on {past.inputs.as_of:%-d %B %Y}, with what was known then. Played: {played}.",
            *replay.notes,
        ),
    )


def _names(replay: SeasonReplay) -> tuple[str, ...]:
    return tuple(one.name for one in replay.played)


def _ledger(replay: SeasonReplay) -> Section:
    code = replay.past.inputs.terms.currency
    best = next((one for one in replay.played if one.name == HINDSIGHT), None)
    first = replay.yardstick
    measures: list[tuple[str, Callable[[Played], str]]] = [
        ("Bought, units", lambda p: units(p.measures.totals.buy_units)),
        ("Sold", lambda p: units(p.measures.totals.units_sold)),
        ("Lost sales", lambda p: units(p.measures.totals.units_lost)),
        ("Left over", lambda p: units(p.measures.totals.units_left)),
        ("Sell-through", lambda p: percent(p.measures.totals.sell_through)),
        ("Service level", lambda p: percent(p.measures.totals.service_level)),
        ("Deepest markdown", lambda p: percent(p.measures.totals.deepest_markdown)),
        ("Revenue", lambda p: money(p.measures.totals.revenue, code)),
        ("of which given up by markdown", lambda p: money(p.measures.totals.markdown_cost, code)),
        ("plus salvage of leftovers", lambda p: money(p.measures.totals.salvage_income, code)),
        ("less cost of the buy", lambda p: money(-p.measures.totals.purchase_cost, code)),
        ("Gross margin", lambda p: money(p.measures.totals.gross_margin, code)),
        ("Average stock at cost", lambda p: money(p.measures.totals.average_stock_at_cost, code)),
        ("GMROI of the season", lambda p: _ratio(p.measures.totals.gmroi)),
        (f"Against {_mid(first.name)}", lambda p: UNKNOWN if p is first else money(_more(p, first), code, signed=True)),
    ]
    if best is not None and best.result.profit > 0:
        measures.append((f"Share of {_mid(best.name)}", lambda p: percent(p.result.profit / best.result.profit)))
    names = [name for name, _ in measures]
    return Section(
        key="ledger",
        title="The ledger of money",
        headers=("", *_names(replay)),
        rows=tuple((name, *(read(one) for one in replay.played)) for name, read in measures),
        align="l" + "r" * len(replay.played),
        strong_rows=(names.index("Gross margin"),),
    )


def _mid(name: str) -> str:
    """A policy's name within a line."""
    return name[0].lower() + name[1:]


def _ratio(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.2f}"


def _more(one: Played, other: Played) -> float:
    return one.result.profit - other.result.profit


def _by_week(replay: SeasonReplay, key: str, title: str, read: Callable[[Played, int], str], *lines: str) -> Section:
    weeks = replay.past.season.weeks
    return Section(
        key=key,
        title=title,
        headers=("Week", "from", *_names(replay)),
        rows=tuple(
            (str(week.number), f"{week.week_start:%-d %b}", *(read(one, week.number) for one in replay.played))
            for week in weeks
        ),
        align="rl" + "r" * len(replay.played),
        lines=lines,
    )


def _decisions(replay: SeasonReplay) -> Section:
    said = "Units that reach stores before the week, and the markdown where it changes. Week 1 is the opening."
    return _by_week(replay, "decisions", "What each would have done", _decision, said)


def _decision(one: Played, week: int) -> str:
    totals, weeks = one.measures.totals, one.measures.weeks
    row = weeks.iloc[week - 1]
    placed = row["arrived"] + (totals.opening_store_units if week == 1 else 0.0)
    before = weeks["markdown"].iloc[week - 2] if week > 1 else 0.0
    cut = ""
    if abs(row["markdown"] - before) > 1e-9:
        cut = f" at {percent(row['markdown'])} off" if row["markdown"] else " at full price"
    return f"{units(placed)}{cut}"


def _sell_through(replay: SeasonReplay) -> Section:
    def read(one: Played, week: int) -> str:
        return percent(float(one.measures.weeks["sell_through"].iloc[week - 1]))

    said = "Units sold by the end of each week, as a share of all that was committed."
    return _by_week(replay, "sell_through", "Sell-through by week", read, said)


def _lost(replay: SeasonReplay) -> Section:
    def read(one: Played, week: int) -> str:
        row = one.measures.weeks.iloc[week - 1]
        return f"{units(row['sales'])} / {units(row['lost'])}"

    return _by_week(replay, "lost", "Sold and lost by week", read, "Units sold / units that an empty shelf lost.")


def _stores(replay: SeasonReplay) -> Section:
    by_store = {one.name: one.measures.stores.set_index("location") for one in replay.played}
    places = list(dict.fromkeys(place for frame in by_store.values() for place in frame.index))
    places = sorted(places, key=lambda place: place == "DC")  # the DC's line comes last
    rows = []
    for place in places:
        cells = []
        for frame in by_store.values():
            if place not in frame.index:
                cells.append(UNKNOWN)
                continue
            line = frame.loc[place]
            cells.append(f"{units(line['units_sold'])} / {units(line['units_lost'])} / {units(line['units_left'])}")
        rows.append((place, *cells))
    totals = [one.measures.totals for one in replay.played]
    total = (f"{units(t.units_sold)} / {units(t.units_lost)} / {units(t.units_left)}" for t in totals)
    return Section(
        key="stores",
        title="By store: sold / lost / left, units",
        headers=("Store", *_names(replay)),
        rows=(*rows, ("Total", *total)),
        align="l" + "r" * len(replay.played),
        strong_rows=(len(rows),),
    )


def replay_document(replay: SeasonReplay) -> dict[str, object]:
    """The replay as plain values, for JSON: terms, and for each policy its totals, weeks and stores."""
    past, season = replay.past, replay.past.season
    economics = season.economics
    return {
        "category": past.inputs.category,
        "currency": past.inputs.terms.currency,
        "parameters": past.inputs.parameters.model_dump(mode="json"),
        "assumptions": {
            "bought_on": past.inputs.as_of.isoformat(),
            "unit_price_net": economics.net_price,
            "unit_cost": economics.unit_cost,
            "salvage_value": economics.salvage_value,
            "elasticity": season.elasticity,
            "markdown_fade": season.markdown_fade,
            "dc_lead_weeks": season.lead_time_weeks,
        },
        "notes": list(replay.notes),
        "policies": {one.name: _policy_document(one) for one in replay.played},
    }


def _policy_document(one: Played) -> dict[str, object]:
    measures = one.measures
    stores = measures.stores.astype(object).where(measures.stores.notna(), None)
    return {
        "totals": dict(vars(measures.totals)),
        "weeks": measures.weeks.to_dict("records"),
        "stores": stores.to_dict("records"),
    }
