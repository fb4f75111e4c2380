"""Whether stock stays or goes: the nearest word of holding or sending on either side of a quantity."""

import re
from collections.abc import Sequence
from typing import Literal

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.values import Cadence

Role = Literal["hold", "send", "rest", "sold", "unsold", "other", ""]

_HOLD = frozenset({"hold", "stay", "back", "backstock", "dc"})
_SEND = frozenset({"ship", "upfront", "out", "opening", "dayone", "store"})
_WHEN = frozenset({"opening", "dayone", "start"})
_POOLS = frozenset({"pool", "pot", "float", "stockpile"})
_BREAKS = frozenset({",", ";", "but", "while", "then", "and"})
_MARKS = frozenset({"-", ")", "("})
_FILLER = frozenset({":", "=", "the", "a", "about", "is", "at", "only", "just", "other", "in", "with"})
_MEASURES = frozenset({"#share", "#split", "#number", "#count", "#money", "rest"})
_REACH = 8
_FAR = 99
_LATE = 6
_AT_LAUNCH = frozenset({"at", "on", "for", "the", "upon", "by", "before", "we"})
_LATER = frozenset({"later", "afterwards", "thereafter", "#cadence"})
_DC_BEGINS = re.compile(r" dc (?:(?!store|give)[^;()\s]+ ){0,5}start (?:off |out )?with (?:about |the )?$")
_CARRIES = words("carry carries bring brings give length use uses move moves account handle share")
_OPENING_CARRIES = re.compile(
    r" (?:opening|out|ship) (?:on |at |in )?#date "
    r"(?:(?::|is|will|was|gives?|length|carry|carries|brings?|moves?|be|with|of|has|the|about|at|a) ){1,3}$"
)
_STAYING = frozenset({"in", "at", "for", "with", "back"})


def held_or_sent(spot: Spot) -> Role:
    """By the nearest word of holding or sending on either side; of two equally near the left one, the verb's side.

    When stock goes out ("at opening 33 %", "on day one") tells who has it only if no other word does.
    """
    if (spot.term.key != "#number" and _goes_later(spot.right.split()) and not _at_once(spot)) or _DC_BEGINS.search(
        spot.left
    ):
        return "hold"
    if " #date " in spot.left and _OPENING_CARRIES.search(spot.left):
        return "send"
    left, left_distance = _nearest_left(spot.left.split()[::-1])
    following = spot.right.split()
    right, right_distance = _nearest_right(following, led=bool(left))
    sends = set(_within_reach(spot.left.split()[::-1])) & (_SEND - _WHEN - {"out"})
    if right == "hold" and "stay" in _within_reach(following) and not sends:
        return right  # "initially 33 % remains", "at the outset 36 % of the units stay at the depot"
    if left == "rest" or not right:
        return left
    return left if left and left_distance <= right_distance else right


def _at_once(spot: Spot) -> bool:
    """ "Every set goes straight to the centres in one go"."""
    rhythm = next((t.value for t in spot.sentence.terms[spot.index + 1 :] if t.key == "#cadence"), None)
    return isinstance(rhythm, Cadence) and rhythm.strategy == "none"


def _goes_later(following: Sequence[str]) -> bool:
    """ "30 % later in weekly shots", "the last 40 % fortnightly": what is sent over the season is held at launch."""
    keys: list[str] = []
    for key in following[:_REACH]:
        if key in _BREAKS or key in _MARKS:
            break
        keys.append(key)
    return bool(_LATER & set(keys)) and not {*_WHEN, "upfront", "present", "stay", "hold"} & set(keys)


def _within_reach(keys: Sequence[str]) -> list[str]:
    """The keys up to the next quantity, comma or conjunction; a bracket or dash right beside the quantity is passed."""
    for i, key in enumerate(keys[:_REACH]):
        if (
            (key.startswith("#") and key != "#points")
            or key in _BREAKS
            or (key in _MARKS and i > 0 and keys[0] not in _MARKS)
        ):
            return list(keys[:i])
    return list(keys[:_REACH])


def _nearest_left(keys: Sequence[str]) -> tuple[Role, int]:
    """The nearest telling word before a quantity; `keys` run backwards from it."""
    reach = _within_reach(keys)
    when: tuple[Role, int] = ("", _FAR)
    for i, key in enumerate(reach):
        found = _left_word(reach, i)
        if key == "replen" and i and keys[i + 1 : i + 2] == ["#cadence"] and reach[i - 1] in _CARRIES:
            return "hold", i + 1  # "fortnightly deliveries carry the 53 %"
        if found is None:
            continue
        if key not in _WHEN:
            return found
        if not when[0]:
            label = i + 1 == len(reach) and not {"at", "from", "on"} & set(reach)  # "opening 60 %"
            when = found[0], found[1] + (0 if label else _LATE)
    return when


def _left_word(reach: Sequence[str], i: int) -> tuple[Role, int] | None:
    """What the word at i before the quantity tells, and how far it stands; None if it tells nothing."""
    key, nearer, further = reach[i], set(reach[:i]), reach[i + 1 : i + 4]
    if (key == "out" and reach[i - 1 : i] == ["of"]) or (key == "store" and "from" in nearer):
        return None  # "weekly, out of a 20 % reserve", "feed stores from 30 %"
    if key == "leave" or key in _HOLD:
        return "hold", i + 1
    if key in _SEND:
        stays = "not" in nearer or (
            key in {"ship", "store"} and "not" in further[: 2 + (key == "store")]
        )  # "don't ship the last 30 %"
        return ("hold" if stays else "send"), i + 1 + (key == "store")
    if key == "give" and {"store", "dc"} & set(further):
        return ("hold" if "dc" in further else "send"), i + 1  # "the stores get 60 %"
    if key == "start" and "with" in nearer:
        return "send", i + 2 + _LATE  # "launch with 60 %"
    if key == "replen":
        if further[:1] == ["#cadence"] and "of" not in nearer:
            return "hold", i + 1  # "weekly deliveries carry the other 53 %"
        return ("hold", i + 3) if nearer & {"from", "of", "with", "against"} else ("", _FAR)
    if key == "rest":
        return ("rest" if i < 2 else ""), i + 1
    return None


def _nearest_right(keys: Sequence[str], *, led: bool) -> tuple[Role, int]:
    """The nearest telling word after a quantity; `led` when a word before it tells already."""
    reach = _within_reach(keys)
    if reach[:1] in (["go"], ["goes"]) and not led and not _HOLD & set(reach):
        return "send", 1  # "let 70 % go"
    when: tuple[Role, int] = ("", _FAR)
    for i, key in enumerate(reach):
        if led and key != "stay" and _begins_next(keys, i + 1):
            break
        found = _right_word(reach, i)
        if found is None:
            continue
        if key not in _WHEN:
            return found
        if not when[0]:
            when = found[0], found[1] + _LATE
    return when


def _begins_next(keys: Sequence[str], i: int) -> bool:
    """Whether the word before i is the verb or label of the next quantity: "opening 60 % dc 40 %"."""
    if keys[i - 1] not in _HOLD | _SEND:
        return False
    return next((k for k in keys[i : i + 3] if k not in _FILLER), "") in _MEASURES


def _right_word(reach: Sequence[str], i: int) -> tuple[Role, int] | None:
    """What the word at i after the quantity tells, and how far it stands; None if it tells nothing."""
    key, nearer, further = reach[i], set(reach[:i]), [*reach[i + 1 :], ""]
    if key == "leave":
        stays = nearer & {"never", "not"} or (further[0] in _STAYING and "dc" not in further[:1])
        return ("hold" if stays else "send"), i + 1  # "60 % leave the DC", "40 % left in the DC"
    if key == "dc" and nearer & {"out", "from"}:
        return "send", i + 1
    if key in _HOLD or (key in _POOLS and i == 0) or (key == "rest" and "dc" in further[1:4]):
        return "hold", i + 1
    if key == "give" and "dc" in further[:4] and "store" not in further[:4]:
        return "hold", i + 1  # "30 % is what we want in the DC"
    if key in _SEND or key == "give":
        return ("hold" if "not" in nearer else "send"), i + 1 + (key == "store")
    if key == "start" and i and reach[i - 1] in _AT_LAUNCH:
        return "send", i + 1  # "60 % at launch"
    if key == "replen":
        return _replenished(nearer, further, i)
    if key == "rest":
        return ("rest" if i < 2 else ""), i + 1
    return None


def _replenished(nearer: set[str], further: Sequence[str], i: int) -> tuple[Role, int]:
    """ "30 % for top-ups" is held, "60 % delivered to the shops at the start" sent."""
    if nearer & {"for", "to"}:
        return "hold", i + 3
    first = set(further) & (_WHEN | {"ship", "upfront"})
    return ("send", i + 1) if "store" in further and first else ("", _FAR)
