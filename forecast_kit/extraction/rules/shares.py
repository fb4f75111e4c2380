"""What each percentage is of: stock held, stock sent, stock sold, stock unsold, or something else altogether."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from forecast_kit.extraction.rules.holding import Role, held_or_sent
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.others import is_other
from forecast_kit.extraction.rules.readings import after, before, compiled
from forecast_kit.extraction.rules.sales import IN_DC, is_sold, is_unsold
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.values import Bare, Points, Share, Split, WeekNumber

_LOWERED = words(
    "down lower lowered less cut reduce reduced knock knocked shave trim drop minus off take subtract fewer"
)
_RAISED = words("up raise raised add more increase bump higher plus extra")
_POINTED = words("it that this them hold dc holdback threshold figure sellthrough")
_KEPT_AFTERWARDS = (
    r" (?:to be (?:precise|exact) |exactly |precisely |or so )?, (?:is |are )?(?:stay|hold) "
    r"(?:\S+ ){0,2}(?:at|in|with|back|dc) "
)
_SENT_AFTERWARDS = (
    r" , (?:is |are |will |be |gets |goes |get |go |to |has |have |been |\S+ly ){0,3}(?:ship|out|upfront) "
)
_SHORT = 4
_LOT = (
    r" (?P<side>store|dc) (?:give|gives|hold|ship|has|have) (?:the |a )?(?:\S+ ){0,2}"
    r"(?:share|part|portion|chunk|bulk|majority|minority|slice) , (?:at |about )?$"
)
_ABOUT_HOLDING = (
    r" (?:hold|dc|backstock) (?:is |was |to |be |should |a |it |that |bit |too ){0,6}[,:;-] ~6"
    r"correct (?:it |that |to |is |just ){0,3}"
)
FROM_TO = r" (?:hold|dc|backstock) ~2from #(?:number|share) (?:up |down |back )?to "
ALL_BUT = (
    r" (?:everything|but) (?:else |goes |go |ship |out |give |dayone |opening |start |at |on |the |is |will |be |"
    r"store |to |upfront |of |it |them |these |those |our |and |in ){0,5}(?:bar|but|except|apart from|"
    r"minus|threshold|save|without|above) "
    r"(?:for |from |about |the |a ){0,2}"
)


@dataclass(frozen=True, slots=True)
class Portion:
    """A share where it stands and what it is of; "" if nothing says."""

    spot: Spot
    role: Role
    share: float
    changed: bool = False


def read_portions(spots: Sequence[Spot]) -> list[Portion]:
    """What every share of a brief is of, each in the light of the one before it."""
    out: list[Portion] = []
    last: Portion | None = None
    for spot in spots:
        if spot.term.key == "#points" and out and (changed := _changed_by_points(spot, out[-1])):
            out.append(changed)
        share = as_share(spot)
        if share is None:
            continue
        role = role_of(spot)
        if role == "rest" or (role == "" and spot.term.key == "#share"):
            if role == "rest" and spot.term.key == "#number" and last and last.share:
                share = 1 - last.share  # "6 in 10 ... the other 4"
            role = _inherited(spot, role, last, share)
        out.append(Portion(spot, role, share))
        if spot.term.key == "#share" or role in {"hold", "send"}:
            last = replace(out[-1], role=role or (last.role if last else ""))
    return out


def _changed_by_points(spot: Spot, last: Portion) -> Portion | None:
    """ "Bring it down by 10 points": the last share with so much more or less, in its role."""
    said = {word for t in spot.sentence.terms[max(0, spot.index - 6) : spot.index + 6] for word in (t.text, t.key)}
    points = spot.term.value.number / 100 if isinstance(spot.term.value, Points) else 0.0
    lowered, raised = points < 0 or said & _LOWERED, said & _RAISED
    points = abs(points)
    near = spot.sentence.number - last.spot.sentence.number <= 2
    if last.role not in {"hold", "send", "sold", "unsold"} or not near or not (lowered or raised):
        return None
    if said & {"growth", "past", "margin"} or not (said & _POINTED or last.spot.sentence is spot.sentence):
        return None
    share = last.share - points if lowered else last.share + points
    return Portion(spot, last.role, round(share, 6), changed=True)


def as_share(spot: Spot) -> float | None:
    """A quantity as a share of 1, or None: of a split the DC's part, of a bare number its hundredth."""
    value = spot.term.value
    if isinstance(value, Share):
        return value.value
    if isinstance(value, Split):
        return _dc_part(spot, value)
    if not isinstance(value, Bare) or not 0 <= value.number <= 100:
        return None
    if 0 < value.number < 1:
        return value.number
    return value.number / 100 if float(value.number).is_integer() and value.number != 1 else None


def role_of(spot: Spot) -> Role:
    """What a share is of, from the words around it alone.

    The order matters: whose percentage it is (a margin's, a discount's) is asked before what it is of.
    """
    if is_other(spot):
        return "other"
    if before(spot, ALL_BUT):
        return "hold"
    if _is_placed(spot) and (placed := held_or_sent(spot)):
        return placed
    if is_unsold(spot):
        return "unsold"
    if is_sold(spot):
        return "sold"
    if role := held_or_sent(spot):
        return role
    if after(spot, _KEPT_AFTERWARDS):
        return "hold"
    if before(spot, FROM_TO):
        return "hold"
    if role := _by_the_rest(spot):
        return role
    if side := compiled(_LOT).search(spot.left):
        return "send" if side.group("side") == "store" else "hold"
    return "send" if _is_for_week_one(spot) or (before(spot, " , ") and after(spot, _SENT_AFTERWARDS)) else ""


def _is_placed(spot: Spot) -> bool:
    """ "At least 40 % in the DC", "no more than 30 % should be held"."""
    here = after(spot, rf" (?:of ~3)?(?:(?:will |be |to |is |are ){{0,3}}hold |{IN_DC} )")
    return here and compiled(r" (?:sold|unsold|sellthrough|left) ").search(spot.clause_right) is None


def _by_the_rest(spot: Spot) -> Role:
    """ "Pre-packs cover 62 %, the balance sits in the DC", "30 % for wholesale orders, the rest to the shops"."""
    if " rest " not in spot.right:
        return ""
    told = compiled(r"^ [^#;]{0,60}? rest (?P<keys>[^#;,]*)").search(spot.right)
    for key in told.group("keys").split() if told else ():
        if key in {"hold", "stay", "dc", "back", "backstock", "leave", "replen"}:
            return "send"
        if key in {"ship", "store", "upfront", "out"}:
            return "hold" if "#cadence" not in spot.right else "send"
    return ""


def _is_for_week_one(spot: Spot) -> bool:
    """ "70 % in week 1"."""
    following = spot.sentence.terms[spot.index + 1 : spot.index + 4]
    first = any(isinstance(t.value, WeekNumber) and t.value.number == 1 for t in following)
    return first and after(spot, r" (?:in|during|for) (?:the )?#week ")


def _inherited(spot: Spot, role: Role, last: Portion | None, share: float) -> Role:
    """What a share is whose own words do not say: the other part of the last one, or its correction."""
    other: dict[str, Role] = {"send": "hold", "hold": "send"}
    previous, previous_share = (last.role, last.share) if last else ("", 0.0)
    former = last is not None and (last.spot.past != "" or last.spot.dropped != "") and _follows(last.spot, spot)
    if role == "rest":
        return other.get(previous, "hold")
    if not previous and spot.corrective and before(spot, _ABOUT_HOLDING):
        return "hold"
    exact = after(spot, r" (?:to be )?(?:exact|exactly|precise|precisely) ")
    refined = abs(share - previous_share) <= 0.1 and before(spot, r" #share (?:[,(-] |so |about |or |namely )")
    parts = previous in other and abs(share + previous_share - 1) < 1e-6 and abs(share - 0.5) > 1e-6
    if parts and last and last.spot.sentence is spot.sentence and not last.spot.dropped:
        return other[previous]
    brief = former and len(spot.sentence.terms) <= _SHORT  # "Brisbane reckons 70 % out; Melbourne reckons 50 %"
    if previous and (brief or spot.corrective or exact or refined or _is_sequel(spot) or (former and _replaces(spot))):
        return previous
    return other[previous] if previous in other and abs(share + previous_share - 1) < 1e-6 else ""


def _follows(first: Spot, second: Spot) -> bool:
    return 0 <= second.sentence.number - first.sentence.number <= 2


def _replaces(spot: Spot) -> bool:
    """ "I said 40 % ... so I've brought that down to 30 %", "it becomes a quarter"."""
    return before(spot, r" (?:to|so|becomes|become|present|wants|therefore|hence|give) (?:just |only |a |about )?")


def _is_sequel(spot: Spot) -> bool:
    """Whether the share follows one in its sentence that was another season's or was taken back."""
    earlier = [i for i in range(spot.index) if spot.sentence.terms[i].key == "#share"]
    return bool(earlier) and (spot.sentence.past[earlier[-1]] != "" or earlier[-1] in spot.sentence.dropped)


def _clause(keys: str) -> str:
    return re.split(r"[,;#]", keys)[0]


def _dc_part(spot: Spot, value: Split) -> float:
    """Of 60/40 the DC's part: by the order in which stores and DC are named, else the second."""
    for side, find in ((_clause(spot.right), str.find), (spot.clause_left, str.rfind)):
        dc, store = find(side, " dc "), find(side, " store ")
        if dc >= 0 and store >= 0:
            return value.first if dc < store else value.second
    if after(spot, r" (?:in favour of |in favor of |towards )(?:the )?(?:dc|hold)"):
        return max(value.first, value.second)
    if after(spot, r" (?:in favour of |in favor of |towards )(?:the )?store"):
        return min(value.first, value.second)
    if before(spot, r" (?:out|ship|store|upfront|opening) ~1"):
        return value.second
    dc_alone = after(spot, r" (?:dc|hold) ") and " store " not in spot.clause_right
    return value.first if dc_alone else value.second
