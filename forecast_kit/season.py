"""A season as the planner states it: five parameters, where each came from, and its trading weeks."""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from forecast_kit.warning_codes import WarningCode

__all__ = [
    "PARAMETER_NAMES",
    "CategoryEconomics",
    "Extraction",
    "FieldReading",
    "ReadingWarning",
    "ReplenishmentStrategy",
    "SeasonParameters",
    "Source",
    "TradingWeek",
    "next_monday",
    "trading_weeks",
]

ReplenishmentStrategy = Literal["none", "weekly", "bi-weekly"]
Source = Literal["stated", "inferred", "default"]

DEFAULT_HORIZON_WEEKS = 12
DEFAULT_STRATEGY: ReplenishmentStrategy = "weekly"
DEFAULT_HOLDBACK = 0.45
DEFAULT_THRESHOLD = 0.60
MAX_HORIZON_WEEKS = 52


def next_monday(today: date) -> date:
    """The next Monday strictly after `today`.

    >>> next_monday(date(2025, 10, 13))
    datetime.date(2025, 10, 20)
    """
    return today + timedelta(days=7 - today.weekday())


class Frozen(BaseModel):
    """A value: immutable, nothing unknown accepted, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, protected_namespaces=())


class SeasonParameters(Frozen):
    """The five parameters of a season and the threshold that goes with the checkpoint.

    `dc_holdback_percentage` and `markdown_threshold` are shares (0-1) despite the first one's name; people are
    shown 45 %. A checkpoint without a threshold gets 0.60; a threshold without a checkpoint is refused.

    >>> season = SeasonParameters(season_start_date=date(2026, 3, 2), markdown_checkpoint_week=6)
    >>> season.forecast_horizon_weeks, season.markdown_threshold, season.season_end_date
    (12, 0.6, datetime.date(2026, 5, 24))
    """

    forecast_horizon_weeks: int = Field(DEFAULT_HORIZON_WEEKS, ge=1, le=MAX_HORIZON_WEEKS)
    season_start_date: date
    replenishment_strategy: ReplenishmentStrategy = DEFAULT_STRATEGY
    dc_holdback_percentage: float = Field(DEFAULT_HOLDBACK, ge=0.0, le=1.0)
    markdown_checkpoint_week: int | None = Field(None, ge=1)
    markdown_threshold: float | None = Field(None, ge=0.0, le=1.0)

    @model_validator(mode="before")
    @classmethod
    def _threshold_goes_with_the_checkpoint(cls, data: object) -> object:
        if not isinstance(data, dict) or data.get("markdown_checkpoint_week") is None:
            return data
        stated = data.get("markdown_threshold")
        return {**data, "markdown_threshold": DEFAULT_THRESHOLD if stated is None else stated}

    @model_validator(mode="after")
    def _checkpoint_within_the_season(self) -> "SeasonParameters":
        week = self.markdown_checkpoint_week
        if week is not None and week > self.forecast_horizon_weeks:
            raise ValueError(
                f"the markdown checkpoint (week {week}) is after the season's last week ({self.forecast_horizon_weeks})"
            )
        if week is None and self.markdown_threshold is not None:
            raise ValueError("a markdown threshold needs a checkpoint week")
        return self

    @property
    def season_end_date(self) -> date:
        """The last day of the season: start + 7 x horizon - 1 days."""
        return self.season_start_date + timedelta(days=7 * self.forecast_horizon_weeks - 1)

    @property
    def delivery_weeks(self) -> tuple[int, ...]:
        """Season weeks before which a replenishment may arrive: 2, 3, ... weekly; 3, 5, ... every two weeks.

        >>> SeasonParameters(season_start_date=date(2026, 3, 2), forecast_horizon_weeks=6,
        ...                  replenishment_strategy="bi-weekly").delivery_weeks
        (3, 5)
        """
        step = {"none": 0, "weekly": 1, "bi-weekly": 2}[self.replenishment_strategy]
        return tuple(range(1 + step, self.forecast_horizon_weeks + 1, step)) if step else ()


PARAMETER_NAMES = tuple(SeasonParameters.model_fields)


class FieldReading(Frozen):
    """Where one value came from: the quoted words and their character span, or why it was assumed.

    `rival` is what the other engine read, in words, where the two disagree. `confidence` is the measured share of
    right values among those found like this one; it ranks values and is not shown to people.
    """

    value: int | float | str | date | None
    source: Source
    quote: str | None = None
    span: tuple[int, int] | None = None
    reason: str
    rival: str | None = None
    confidence: float = Field(1.0, ge=0.0, le=1.0, repr=False)

    @model_validator(mode="after")
    def _stated_means_quoted(self) -> "FieldReading":
        if self.source == "stated" and not self.quote:
            raise ValueError("a stated value needs the words that state it")
        return self


class ReadingWarning(Frozen):
    """Something in the brief that a person should look at before anything runs."""

    code: WarningCode
    message: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message


class Extraction(Frozen):
    """What was understood from a brief, from which words, and what is doubtful about it.

    Spans are character positions in `text`: of the goods' name, and of every word that nobody understood.
    """

    text: str
    today: date
    engine: Literal["rules", "llm", "auto"]
    parameters: SeasonParameters
    fields: dict[str, FieldReading]
    category_phrase: str | None = None
    supplier_lead_weeks: int | None = None
    category_span: tuple[int, int] | None = None
    leftover: tuple[str, ...] = ()
    leftover_spans: tuple[tuple[int, int], ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()

    def _repr_html_(self) -> str:
        from forecast_kit.brief_html import extraction_html

        return extraction_html(self)

    @field_validator("fields")
    @classmethod
    def _every_parameter_has_a_reading(cls, fields: dict[str, FieldReading]) -> dict[str, FieldReading]:
        missing = [name for name in PARAMETER_NAMES if name not in fields]
        if missing:
            raise ValueError(f"no reading for {', '.join(missing)}")
        start = fields["season_start_date"]
        if isinstance(start.value, str):  # read back from JSON, where dates are text
            start = start.model_copy(update={"value": date.fromisoformat(start.value)})
        return {**fields, "season_start_date": start}


class CategoryEconomics(Frozen):
    """What a category sells and costs, in the selling currency. `unit_price` includes VAT; cost and salvage do not.

    >>> dress = CategoryEconomics(category="dresses", unit_price=60, unit_cost=20, salvage_value=10, vat_rate=0.2)
    >>> dress.net_price, round(dress.critical_ratio, 2)
    (50.0, 0.75)
    """

    category: str
    unit_price: float | None = Field(None, gt=0)
    unit_cost: float | None = Field(None, ge=0)
    salvage_value: float | None = Field(None, ge=0)
    vat_rate: float = Field(0.0, ge=0, lt=1)
    pack_size: int = Field(1, ge=1)
    min_order_units: int = Field(0, ge=0)
    elasticity: float | None = Field(None, gt=0)
    supplier_lead_weeks: int | None = Field(None, ge=0)

    @property
    def complete(self) -> bool:
        """Whether price, cost and salvage are all known, so that a buy can be judged in money."""
        return None not in (self.unit_price, self.unit_cost, self.salvage_value)

    @property
    def net_price(self) -> float | None:
        """Price net of VAT, per unit."""
        return None if self.unit_price is None else self.unit_price / (1 + self.vat_rate)

    @property
    def critical_ratio(self) -> float | None:
        """The newsvendor's service level, (price - cost) / (price - salvage), price net of VAT, within 0-1.

        Source: Arrow, Harris and Marschak (1951), "Optimal Inventory Policy".
        """
        price, salvage, cost = self.net_price, self.salvage_value, self.unit_cost
        if price is None or salvage is None or cost is None or price <= salvage:
            return None
        return min(1.0, max(0.0, (price - cost) / (price - salvage)))


class TradingWeek(Frozen):
    """One week of the season: its number from 1, the data's week it falls in, and its days on sale (1-7)."""

    number: int = Field(ge=1)
    week_start: date
    days_on_sale: int = Field(7, ge=1, le=7)

    @property
    def share_on_sale(self) -> float:
        """The share of the week (0-1) in which the season sells."""
        return self.days_on_sale / 7


def trading_weeks(parameters: SeasonParameters, anchor: date) -> tuple[TradingWeek, ...]:
    """The season's weeks on the data's own calendar.

    `anchor` is any week start found in the data. Week 1 is the week in which the season starts; when that is
    mid-week it counts only the days from the start on.

    >>> season = SeasonParameters(season_start_date=date(2026, 3, 4), forecast_horizon_weeks=2)
    >>> [(w.number, w.week_start.isoformat(), w.days_on_sale) for w in trading_weeks(season, date(2025, 1, 6))]
    [(1, '2026-03-02', 5), (2, '2026-03-09', 7)]
    """
    into_week = (parameters.season_start_date - anchor).days % 7
    first = parameters.season_start_date - timedelta(days=into_week)
    return tuple(
        TradingWeek(number=n + 1, week_start=first + timedelta(weeks=n), days_on_sale=7 if n else 7 - into_week)
        for n in range(parameters.forecast_horizon_weeks)
    )
