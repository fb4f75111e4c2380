"""Names for groups of stores that a planner would use, and the sentence that says why they are a group."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation.features import RECENT_UNITS

__all__ = ["name_tiers"]

VOLUME_WORDS: Final = {
    2: ("high", "low"),
    3: ("high", "medium", "low"),
    4: ("highest", "upper medium", "lower medium", "lowest"),
    5: ("highest", "high", "medium", "low", "lowest"),
    6: ("highest", "high", "upper medium", "lower medium", "low", "lowest"),
}
APART: Final = 0.15  # a group this share above or below all stores is said to be large, affluent and so on
ALIKE: Final = 0.10  # volumes closer than this are not named by volume unless nothing else tells groups apart
MEASURES: Final = {
    "size_sqft": "{own:,.0f} sq ft against {usual:,.0f} on average",
    "median_income": "median income {own:,.0f} against {usual:,.0f}",
}
WORDS: Final = {"size_sqft": ("Large", "Small"), "median_income": ("affluent", "modest-income")}
GRADES: Final = ("location_tier", "fashion_tier", "store_format", "region")
MOSTLY: Final = 0.6
CODE_LENGTH: Final = 3
LOOK_WORDS: Final = 2
REASONS: Final = 3


def name_tiers(raw: pd.DataFrame, numbers: npt.NDArray[np.int64]) -> tuple[list[str], dict[str, str]]:
    """A unique name per store's group and, by name, a sentence on what sets the group apart; busiest group first.

    `raw` has a row a store with the features known; `numbers` is each store's group.

    >>> raw = pd.DataFrame({"recent_units": [90.0, 110.0, 20.0], "location_tier": ["Prime", "Prime", "Local"]})
    >>> names, why = name_tiers(raw, np.array([1, 1, 0]))
    >>> names
    ['Prime, high volume', 'Prime, high volume', 'Local, low volume']
    >>> why["Local, low volume"]
    'Sells 0.3 times the average store; location tier Local.'
    """
    groups = {int(number): raw[numbers == number] for number in np.unique(numbers)}
    busiest_first = sorted(groups, key=lambda number: (-_volume(groups[number]), number))
    ordered = [groups[number] for number in busiest_first]
    looks = [_look(group, raw) for group in ordered]
    volumes = _volume_words(ordered)
    plain = [_joined(look, volume) for look, volume in zip(looks, volumes, strict=True)]
    if len(set(plain)) < len(plain):
        plain = [_joined(look, word) for look, word in zip(looks, _rank_words(len(ordered)), strict=True)]
    by_number = dict(zip(busiest_first, plain, strict=True))
    why = {name: _sentence(group, raw) for name, group in zip(plain, ordered, strict=True)}
    return [by_number[int(number)] for number in numbers], why


def _volume(group: pd.DataFrame) -> float:
    return float(group[RECENT_UNITS].mean()) if RECENT_UNITS in group else 0.0


def _volume_words(ordered: list[pd.DataFrame]) -> list[str]:
    volumes = [_volume(group) for group in ordered]
    if volumes[0] <= 0 or volumes[-1] > volumes[0] * (1 - ALIKE):
        return [""] * len(ordered)
    return _rank_words(len(ordered))


def _rank_words(groups: int) -> list[str]:
    words = VOLUME_WORDS.get(groups)
    if words is None:
        return [f"volume rank {place} of {groups}" for place in range(1, groups + 1)]
    return [f"{word} volume" for word in words]


def _look(group: pd.DataFrame, everyone: pd.DataFrame) -> list[str]:
    """At most two words: size first, then the grades most of the group share and most others do not."""
    words = []
    for name, (more, less) in WORDS.items():
        if name in group:
            ratio = _ratio(group[name], everyone[name])
            words += [more] if ratio > 1 + APART else [less] if ratio < 1 - APART else []
    for name in GRADES:
        if name in group and (common := _common(group[name], everyone[name])) is not None:
            words.append(_spoken(name, common))
    return list(dict.fromkeys(words))[:LOOK_WORDS]


def _common(own: pd.Series, everyone: pd.Series) -> str | None:
    """The value that most of the group have, if it is commoner in the group than among all stores."""
    counts = own.value_counts()
    value = str(counts.sort_index(kind="stable").idxmax())
    share = float((own == value).mean())
    return value if share >= MOSTLY and share > float((everyone == value).mean()) + 1e-9 else None


def _spoken(name: str, value: str) -> str:
    """A code says nothing alone: "A" becomes "A location"."""
    noun = {"location_tier": "location", "fashion_tier": "fashion", "store_format": "format", "region": "region"}[name]
    return f"{value} {noun}" if len(value) <= CODE_LENGTH else value


def _joined(look: list[str], volume: str) -> str:
    text = ", ".join(part for part in (" ".join(look), volume) if part)
    return text[:1].upper() + text[1:] if text else "Average"


def _sentence(group: pd.DataFrame, everyone: pd.DataFrame) -> str:
    parts = []
    if RECENT_UNITS in group and everyone[RECENT_UNITS].mean() > 0:
        parts.append(f"sells {_ratio(group[RECENT_UNITS], everyone[RECENT_UNITS]):.1f} times the average store")
    for name, spoken in MEASURES.items():
        if name in group and abs(_ratio(group[name], everyone[name]) - 1) > APART:
            parts.append(spoken.format(own=group[name].mean(), usual=everyone[name].mean()))
    for name in GRADES:
        if name in group and (common := _common(group[name], everyone[name])) is not None:
            having = int((group[name] == common).sum())
            some = "" if having == len(group) else f" ({having} of {len(group)})"
            parts.append(f"{name.replace('_', ' ')} {common}{some}")
    text = "; ".join(parts[:REASONS]) or "much like the others"
    return f"{text[:1].upper()}{text[1:]}."


def _ratio(own: pd.Series, everyone: pd.Series) -> float:
    usual = float(everyone.mean())
    return float(own.mean()) / usual if usual > 0 else 1.0
