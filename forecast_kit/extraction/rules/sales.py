"""Whether a share is of what has been sold, or of what has not."""

import re

from forecast_kit.extraction.rules.holding import held_or_sent
from forecast_kit.extraction.rules.readings import after, around, before, compiled
from forecast_kit.extraction.rules.scopes import Spot

MARKDOWN = r" (?:markdown|sellthrough|unsold|discount|threshold) | below (?:\S+ ){0,4}sold "
_NO_STOCK = r"(?:(?!hold|ship|dc|stay|leave|upfront|back|replen)[^#,;()\s]\S* )"
_STILL = (
    "is |are |has |have |be |been |or more |or less |or longer |or above |still |remains |will |hasnt |if |it |they |"
    "them |may_verb |can |should "
)
IN_DC = r"(?:in|at|with) (?:[^#,;()\s]\S* ){0,3}dc|with us|in (?:the )?(?:back|hold)"
_FALLS_SHORT = (
    r" not (?:even |yet |quite )?(?:reach|reached|hit|made|make|met|meet|managed|achieved|passed|show|shown) ~1"
)
_IS_MISSED = r" (?:not|never) (?:been |yet )?(?:reach|reached|hit|met|made|achieved) "
_NEGATED = re.compile(r"(?:not|hasnt|hasn't|havent|haven't|has|have|isn't|aren't) ")


def is_unsold(spot: Spot) -> bool:
    """ "More than 40 % still on the rails", "if over a third is left in week 8"."""
    if before(spot, r" if ~4(?:hold|stay|left|stuck) ~2above (?:about )?") and around(spot, r" (?:markdown|discount) "):
        return True  # "if we're sitting on over 35 % at week 7, we cut the price"
    if before(spot, r" (?:hold|ship|leave) ~2") and not around(spot, r" unsold "):
        return False
    if (before(spot, r" unsold ~4") and not _says_not_sold(spot)) or after(
        spot,
        rf" (?:{_STILL}){{0,2}}(?:of ~4|(?!hold|sold|ship|dc)[^#,;()\s]\S* )?(?:{_STILL}){{0,5}}unsold (?!{IN_DC})",
    ):
        return True
    if before(spot, r" (?:left|rest) (?:is |are |still |of ){0,2}above (?:about )?"):
        return True
    more = after(spot, r" or (?:longer|above) ") or before(spot, r" above (?:about |around )?")
    if more and after(
        spot,
        r" (?:or (?:longer|above) )?(?:of ~3)?(?:(?!hold|dc)[^#,;()\s]\S* ){0,2}"
        r"(?:not (?:been |yet |be )*(?:sold|ship)|unsold) ",
    ):
        return True  # "if 45 % or more of the pairs haven't sold"
    if before(spot, r" dc , if "):
        return False  # "fed from the DC, where 55 % of the buy stays put"
    left = after(
        spot, rf" (?:of ~4)?(?:stockword |of |{_STILL}){{0,4}}(?:left|stay|rest|remains|in stock|to go) (?!{IN_DC})"
    )
    still = before(spot, r" still (?:have |has |hold |sit |got )~2") and not after(spot, r" ~1sold ")
    clause = spot.clause_left + spot.clause_right
    spoken = compiled(r" (?:markdown|discount|sellthrough|threshold|check|#week|#point|above) ").search(clause)
    spoken = spoken or compiled(r" if ").search(spot.clause_left)
    return (left or still) and spoken is not None and not after(spot, r" ~3dc ") and not before(spot, r" dc ~3")


def _says_not_sold(spot: Spot) -> bool:
    """ "If we have not sold 60 %" is about what is sold, "60 % not sold" about what is not."""
    left = spot.sentence.terms[max(0, spot.index - 3) : spot.index]
    return any(t.key == "unsold" and _NEGATED.match(t.text) for t in left)


def is_sold(spot: Spot) -> bool:
    """ "Below 55 % sell-through", "if half has not been sold", "MD wk 8 / 55 %"."""
    if before(spot, r" threshold (?:stay|hold|is|will|be) (?:at )?(?:below )?"):
        return True
    if before(spot, r" leave (?:us|you|it|them|things|that) (?:at |with |on )?(?:below|above|short of) "):
        return True  # "where the rate of sale leaves us under 60 %"
    if before(spot, r" (?:hold|stay|leave|backstock|ship|upfront) (?:~3)(?:below|above|until) ~1"):
        return False
    return (
        after(spot, rf" {_NO_STOCK}{{0,3}}(?:sellthrough|threshold) ")
        or after(spot, rf" {_NO_STOCK}{{0,6}}sold ")
        or before(spot, rf" (?:sellthrough|threshold|sold) {_NO_STOCK}{{0,5}}")
        or before(spot, r" (?:sellthrough|threshold|markdown) (?:[:=(@-] |dots |is |of |at ){1,3}~1")
        or (
            before(spot, r" check (?:[:=(@-] |dots |is |of |at ){1,3}~1") and held_or_sent(spot) not in {"hold", "send"}
        )
        or before(spot, r" sellthrough (?:at|in|by|on|for) (?:the )?#(?:week|point|date) (?:[^#,;()\s]\S* ){0,4}")
        or _says_not_sold(spot)
        or (
            around(spot, MARKDOWN) and after(spot, r" (?:until|done|out|away) (?:[.,;)]|$|(?:at|by|in|after) #week )")
        )  # "55 % through"
        or ((before(spot, _FALLS_SHORT) or after(spot, _IS_MISSED)) and around(spot, MARKDOWN))
        or before(spot, r" threshold (?:in |at |for |on )?(?:the )?#week (?:\S+ ){0,3}")
        or _is_compared(spot)
        or _follows_week(spot)
    )


def _is_compared(spot: Spot) -> bool:
    """ "Below 55 %", "under half", "60 % or less" where markdowns are the subject."""
    spoken = around(spot, MARKDOWN)
    if before(spot, r" (?:below|above) ~2") and (spoken or around(spot, r" #week ")) and not before(spot, r" hold ~3"):
        return True
    if spoken and after(spot, r" (?:or |and )(?:below|shorter|lower|worse) "):
        return True
    stock = around(spot, r" (?:hold|dc|ship|upfront|backstock) ")
    return before(spot, r" below (?:about |just |around )?") and not stock


def _follows_week(spot: Spot) -> bool:
    """ "MD wk 8 / 55 %", "markdown week 6 (60 %)"."""
    placed = after(spot, r" ~2(?:hold|dc|ship|upfront|back|stay|backstock) ")
    return (
        before(spot, r" #week (?:/|@|at|-|:|,|\(|with|with a|on|and) (?:below )?")
        and (around(spot, MARKDOWN) or around(spot, r" check "))
        and not placed
    )
