"""From the file's column names to the kit's: as told, else by name; near names are suggested, never guessed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from types import MappingProxyType

from forecast_kit.errors import DataError, SettingsError
from forecast_kit.history.raw import NOTHING_STORED

__all__ = ["ColumnMap", "MappingLike", "Naming", "name_columns", "parse_map"]

# What other systems call these columns. Used for suggestions only: a guess is offered, not taken.
_ALSO_CALLED = {
    "week_start": ("week", "week commencing", "week beginning", "wc", "start of week", "period"),
    "week_end": ("week ending", "week ended", "we", "end of week"),
    "date": ("day", "trading date", "transaction date", "sales date", "business date"),
    "store_id": ("store", "shop", "branch", "site", "outlet", "location", "store number", "store code", "shop no"),
    "category": ("department", "dept", "line", "class", "product group", "subclass", "style", "product", "item", "sku"),
    "units": ("qty", "quantity", "sold", "sales", "pieces", "units sold", "sales units", "volume"),
    "location": ("store", "store_id", "site", "warehouse", "dc"),
    "on_hand": ("stock", "inventory", "soh", "stock on hand", "quantity on hand"),
}
_NEAR_ENOUGH = 0.6


@dataclass(frozen=True)
class ColumnMap:
    """Which column of the file is which column of the kit, as the planner said it."""

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.columns)


MappingLike = ColumnMap | Mapping[str, str] | Sequence[str] | None


def parse_map(entries: Iterable[str]) -> ColumnMap:
    """Read `File column=kit column` entries, as `--map` takes them.

    Raises SettingsError for an entry without both names, or a column that is mapped twice.

    >>> dict(parse_map(["Week Ending=week_end", "Shop No = store_id"]).columns)
    {'Week Ending': 'week_end', 'Shop No': 'store_id'}
    """
    columns: dict[str, str] = {}
    for entry in entries:
        theirs, _, ours = (part.strip() for part in entry.rpartition("="))
        if not theirs or not ours:
            raise SettingsError(
                f"The column mapping {entry!r} has not two names.", "Write it as --map 'Column in the file=store_id'."
            )
        if columns.get(theirs, ours) != ours:
            raise SettingsError(f"Column {theirs!r} is mapped to both {columns[theirs]!r} and {ours!r}.", "Keep one.")
        columns[theirs] = ours
    return ColumnMap(MappingProxyType(columns))


def as_column_map(mapping: MappingLike) -> ColumnMap:
    """A ColumnMap from any of the forms in which callers hold one."""
    if mapping is None:
        return ColumnMap()
    if isinstance(mapping, ColumnMap):
        return mapping
    if isinstance(mapping, Mapping):
        return ColumnMap(MappingProxyType(dict(mapping)))
    return parse_map([mapping] if isinstance(mapping, str) else mapping)


@dataclass(frozen=True)
class Naming:
    """The outcome: each of the file's columns under its new name, and what was done to get there."""

    new_names: Mapping[str, str]
    mapped: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def name_columns(
    file: str, found: Sequence[str], mapping: MappingLike, required: Sequence[Sequence[str]], optional: Sequence[str]
) -> Naming:
    """Give the kit's names to a file's columns.

    `required` lists columns that must be there, each as its alternatives in order of preference (week_start,
    week_end or date). Names that differ only in case, spaces or punctuation are accepted and noted. Raises
    DataError, with the nearest name found, for each required column that is missing.
    """
    known = [name for names in required for name in names] + list(optional)
    notes: list[str] = []
    told = _as_told(file, found, as_column_map(mapping), known, notes)
    taken = dict(told)
    for name in known:
        if name in taken.values():
            continue
        source = _same_name(file, name, [column for column in found if column not in taken])
        if source is not None:
            taken[source] = name
    missing = [names for names in required if not set(names) & set(taken.values())]
    if missing:
        raise _missing_columns(file, missing, [column for column in found if column not in taken])
    new_names = {column: taken.get(column, column) for column in found}
    _set_aside(told, new_names, notes)
    mapped = tuple((column, name) for column, name in taken.items() if column != name)
    return Naming(new_names, mapped, tuple(notes))


def _as_told(
    file: str, found: Sequence[str], mapping: ColumnMap, known: Sequence[str], notes: list[str]
) -> dict[str, str]:
    told: dict[str, str] = {}
    for theirs, ours in mapping.columns.items():
        source = theirs if theirs in found else _same_name(file, theirs, found)
        if source is None:
            # One mapping serves several files, so only a mapping this file needed is an error.
            if ours in known and _same_name(file, ours, found) is None:
                near = _nearest(theirs, found)
                hint = f"did you mean {near!r}?" if near else f"It has {_listed(found)}."
                raise DataError(f"{file} has no column {theirs!r} to map to {ours!r}; {hint}", NOTHING_STORED)
            notes.append(f"No column {theirs!r} here: that mapping was not needed.")
        elif ours in told.values():
            other = next(column for column, name in told.items() if name == ours)
            raise DataError(f"In {file} both {other!r} and {source!r} are mapped to {ours!r}.", "Keep one of the two.")
        else:
            told[source] = ours
    return told


def _set_aside(told: Mapping[str, str], new_names: dict[str, str], notes: list[str]) -> None:
    """A column whose name was given to another by the mapping is kept under a name of its own."""
    for column, name in new_names.items():
        if column not in told and name in told.values():
            source = next(theirs for theirs, ours in told.items() if ours == name)
            new_names[column] = f"{column} (as filed)"
            notes.append(
                f"{source!r} was mapped to {name!r}; the file's own {column!r} is kept as {column + ' (as filed)'!r}."
            )


def _same_name(file: str, name: str, columns: Sequence[str]) -> str | None:
    if name in columns:
        return name
    same = [column for column in columns if _plain(column) == _plain(name)]
    if len(same) > 1:
        raise DataError(
            f"In {file} {_listed(same)} could each be {name!r}.", f"{NOTHING_STORED} Say --map '{same[0]}={name}'."
        )
    return same[0] if same else None


def _missing_columns(file: str, missing: Sequence[Sequence[str]], free: Sequence[str]) -> DataError:
    sentences: list[str] = []
    for names in missing:
        alternatives = f" (nor {' nor '.join(map(repr, names[1:]))})" if len(names) > 1 else ""
        sentence = f"{file} has no column {names[0]!r}{alternatives}"
        guesses = [(_likeness(column, name), column, name) for name in names for column in free]
        score, column, name = max(guesses, default=(0.0, "", ""), key=lambda guess: guess[0])
        if score >= _NEAR_ENOUGH:
            sentence += f"; did you mean {column!r}? Say --map '{column}={name}'."
        else:
            sentence += f"; it has {_listed(free)}. Say which it is: --map 'Column={names[0]}'." if free else "."
        sentences.append(sentence)
    return DataError(" ".join(sentences), NOTHING_STORED)


def _nearest(name: str, columns: Sequence[str]) -> str | None:
    score, near = max(((_likeness(column, name), column) for column in columns), default=(0.0, ""))
    return near if score >= _NEAR_ENOUGH else None


def _likeness(column: str, name: str) -> float:
    """How like a kit column (or what else it is called) a file's column is named, 0-1."""
    direct = SequenceMatcher(None, _plain(column), _plain(name)).ratio()
    other = max(
        (SequenceMatcher(None, _plain(column), _plain(word)).ratio() for word in _ALSO_CALLED.get(name, ())),
        default=0.0,
    )
    return max(direct, 0.99 * other)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _listed(names: Sequence[str]) -> str:
    shown = [repr(name) for name in names[:8]]
    return ", ".join(shown) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
