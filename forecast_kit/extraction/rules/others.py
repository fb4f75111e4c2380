"""Shares that are none of ours: margins, growth, discounts, market shares, targets, probabilities, full warehouses."""

from forecast_kit.extraction.rules.readings import after, around, before
from forecast_kit.extraction.rules.scopes import Spot

_NOBODYS = (
    "sales|customers|people|revenue|store|team|time|market|transactions|staff|money|margin|traffic|returns|sold|orders|"
    "season_span|sku|range|product|styles|lines|season"
)
_PLACED = "hold|stay|ship|out|dc|store|upfront|opening|sold|unsold"
_KEPT = r" (?:(?:hold|dc|backstock) (?:back |of |is |: |= |at |in |the |dc |- ){0,4}|(?:below|above|sold|unsold) ~2)"


def is_other(spot: Spot) -> bool:
    """Margins, growth, discounts, market shares, targets, probabilities."""
    return (
        after(spot, r" (?:off|discount|margin|growth|money|vendor|markup|leadtime) ")
        or (after(spot, r" markdown (?!threshold|check|line|level|point|sellthrough)") and not before(spot, _KEPT))
        or after(spot, r" (?:up|down) (?:on|vs|versus|against|year|[,.;)]|$)")
        or after(spot, r" (?:ahead|higher|lower|more|increase|longer|growth|cheaper) ")
        or after(spot, r" (?:chance|likely|probability|sure|availability|accurate|full) ")
        or _is_full(spot)
        or _is_of_others(spot)
        or (
            before(spot, r" (?:aim|target|goal|hope|budgeted|expect|forecast) (?:~2)")
            and not before(spot, r" (?:sellthrough|against|against a|against the|against our) (?:target|goal) ~2")
            and not before(spot, r" (?:target|goal) (?:of )?(?:sellthrough|sold) ~2")
            and not after(spot, r" (?:sold|sellthrough) ")
        )
        or before(spot, r" (?:save|saving|discount of|growing|grow|rose|fell|plus|another|paid|pay|pays) (?:~1)")
        or before(spot, r" (?:up|down) (?:by |about |around )?")
        or before(spot, r" vendor (?:give|gave|pays|offers) ~2")
        or _is_depth(spot)
    )


def _is_full(spot: Spot) -> bool:
    """ "The DC is 60 % full", "40 % under capacity"."""
    following = [t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 4]]
    return following[:1] == ["full"] or "capacity" in following


def _is_of_others(spot: Spot) -> bool:
    named = r" (?:margin|growth|money|vendor|deposit) (?:(?!hold|ship|sellthrough|dc)[^#,;()\s]\S* ){0,4}"
    led = before(spot, named) or before(spot, rf"{named}#share (?:\S+ ){{0,2}}and ~2")
    placed = after(
        spot, r" (?:to be |in |at |with |to |stay |kept |back ){0,3}(?:the |our )?(?:hold|backstock|back|dc|upfront) "
    )
    if led and not placed and not before(spot, r" hold [^#;,]*[:=] "):
        return True
    if after(spot, r" of product (?:we|was|is|they|i) "):
        return False  # "of what we bought"
    ours = after(spot, rf" of (?:the |our |all )?(?:product|range) (?:~3)(?:{_PLACED})")
    if after(
        spot,
        r" (?:the |our |of our |of the |all |of ){1,4}(?:store|vendor) "
        r"(?:is |are |will |have |has |close|open|start|sit)",
    ):
        return True  # "half our shops are in Munster"
    return after(spot, rf" of (?:the |our |all )?(?:{_NOBODYS}) ") and not ours


def _is_depth(spot: Spot) -> bool:
    """How deep a price is cut: "mark down by 30 %", "never by more than 40 %"."""
    if before(
        spot, r" (?:markdown|discount) (?:(?:in |at |on |by )?#(?:week|point) )?of (?:about |up to |a |around )?"
    ):
        return True
    if before(spot, r" (?:markdown|discount) (?:~3)by (?:about |up to |around |until )?"):
        return True
    if before(spot, r" (?:depth|deep) (?:of |is |: |= )?") or after(spot, r" (?:depth|deep) "):
        return True
    cut = spot.sentence.terms[spot.index - 1] if spot.index else spot.term
    lowered = cut.key == "discount" or cut.text in {"marked down", "marking down"}  # "reduced 40 percent"
    if lowered and not after(spot, r" (?:of \S+ )?(?:is |are )?(?:sold|sellthrough|unsold|threshold) "):
        return True
    if before(spot, r" #share (?:off |discount )?(?:,? ?(?:then|to|and then|later|rising to) )") and around(
        spot, r" off "
    ):
        return True
    by = before(spot, r" by (?:above |below |about |until |max |around )?")
    return by and around(spot, r" (?:markdown|discount) ")
