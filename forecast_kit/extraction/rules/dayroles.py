"""What the words around a day make of it: the season's first, its last, or a markdown decision."""

from forecast_kit.extraction.rules.dates import DayOnly, Feast, MonthOnly, Weekday, WeekOf
from forecast_kit.extraction.rules.lexicon import WEEKDAYS, words
from forecast_kit.extraction.rules.readings import after, around, before
from forecast_kit.extraction.rules.scopes import Spot

_LINK = (
    r"(?:the |on |of |at |by |in |date |is |: |= |dots |- |about |around |day |will |be |until |and |including |"
    r"roughly |from |it's |that's |next |a |dayend |business |right |as ){0,5}"
)
_PLACING = words("on by at the again of from after after, in store storeroom shops stockroom dc away : = -")
_GONE = words(
    "dead gone leave leaves leaving down away off back home exit removed pulled packed stripped cleared vanish "
    "vanishes disappear disappears depart departs"
)
_AFTER_DAYS = words("for with is and then we it please to as they at in or if")
_END_ALONE = r"end (?!(?:on |the |is |: |at |by |after |in )*#(?:date|duration))"
_AFTER_CLOSE = r"(?:(?!start|from|until|end|to |store|but|and )[^#,;()\s]\S* ){1,5}(?:on |at |by |of |: )(?:the )?"
_SAID_AGAIN = r" (?:[(,-] )?(?:that's|that is|which is|ie|i . e .|i.e|meaning|namely) (?:on |the )?"
_SOLD_BY = r" (?:sold|sellthrough) (?:out )?by (?:the )?"
OLD_LINE_ENDS = r" late ~2end (?:on )?"
_TO_START = "if |our |the |for |when |a |will |we |it |they |sees |set |date |be |launch "
_FILL = "on |in |into |at |to |the |all |our |for |by |from |of |it |them |is |are |: |= |be |ready |sale |launch "
_FIRST_DELIVERY = (
    r" store (?:can |will |could |to |should )?(?:give|receive|have|ship|get) (?:the |their |its )?"
    r"opening (?:on |from |by |: )?"
)
_TO_BE_IN = (
    r" (?:be|(?:need|give|have|hold) (?:it|them|these|this|those|product)) (?:all )?(?:in|there|out there|in place) "
    r"(?:by|on|for|from) (?:the )?"
)
_PERSONS = words("i i'll he he'll she she'll you you'll they'll i'm")
_DAY_ONE = (
    r" (?:dayone|opening) (?:is |= |: |on |- |will |be |of |sale |trade |season_span |sold |falls |the |dots ){0,3}"
)
_IS_DAY_ONE = r" (?:is |as |will |be |= |for |being |: ){0,2}(?:our |the |its |a )?(?:dayone|opening) (?!order|stock)"
_REACH = (
    "arrive|arrives|arriving|arrived|reach|reaches|reaching|due|into|in|on|to|hit|get|give|ship|replen|expected|start"
)


def is_arrival(spot: Spot) -> bool:
    """ "Arrive on shop floors 19 October", "due in branch", "stores can take the first delivery on", "day one is"."""
    if isinstance(spot.term.value, Weekday) and spot.term.text.endswith("s"):
        return False
    return (
        before(spot, rf" (?:{_REACH}) (?:{_FILL}){{0,3}}(?:store|unsold) (?:{_FILL}){{0,3}}")
        or before(spot, _FIRST_DELIVERY)
        or (
            before(spot, _TO_BE_IN)
            and not _PERSONS & {t.text for t in spot.sentence.terms[max(0, spot.index - 7) : spot.index]}
        )
        or before(spot, _DAY_ONE)
        or after(spot, _IS_DAY_ONE)
    )


def is_end(spot: Spot) -> bool:
    """Whether the season ends on that day."""
    if before(spot, r" (?:late|correct|pushed|moved) until (?:the )?"):
        return False  # "the start is delayed until 6 April"
    if before(spot, r" (?:check|other_event|reply) ~2until (?:the )?") or before(spot, OLD_LINE_ENDS):
        return False  # "decision needed until 20 March", "the old line ends 10 May"
    if before(spot, r" last (?:week|day) (?:start |of |is |: |= |will |be |being |on |the |sold |length ){0,4}"):
        return True
    led = _led_to_end(spot) or _spans(spot) or _called_end(spot)
    led = led or _leaves(spot)
    return led and not _not_until(spot) and not before(spot, r" start (?:(?!until|end|to |and )[^#,;()\s]\S* ){0,2}")


def _led_to_end(spot: Spot) -> bool:
    """ "Until", "ends on", "in 26 October, out 27 December", "run to", "last Sunday, 12 July", "sold by"."""
    return (
        before(spot, r" #cadence to (?:the )?")
        or before(spot, r" (?:until|end|#date (?:to|at|-|until) dayend) " + _LINK)
        or before(spot, r" until (?:the )?(?!present)[^#,;()\s]\S* , ")  # "up to and including the holiday, 12 October"
        or before(spot, r" end " + _AFTER_CLOSE)
        or before(
            spot, r" (?:in|start|store|from) (?:on )?#date (?:, |and |; |- |then ){0,2}out (?:on |by |again ){0,2}"
        )
        or before(spot, r" (?:run|length) (?:\S+ )?to (?:the )?")
        or before(spot, r" last (?:one |of them |of these )?(?:being|is|will be|=|:|on) (?:on )?(?:the )?")
        or (before(spot, r" last (?:the )?") and spot.term.text.split()[0] in WEEKDAYS)
        or (before(spot, _SOLD_BY) and not around(spot, r" (?:#share|markdown|below) "))
        or before(spot, r" (?:,|and|come|comes|goes|then) off (?:on|by) (?:the )?")
        or before(spot, r" (?:from|start) (?:[:=] )?#date [,;/] to (?:[:=] )?")  # {from: ..., to: ...}
    )


def _leaves(spot: Spot) -> bool:
    """ "Slingbacks live 2 March, dead 28 June", "come in on 10 August and leave again on 15 November"."""
    if not before(spot, r" #date (?:[^#;]\S* ){0,9}"):
        return False
    led = [word for t in spot.sentence.terms[max(0, spot.index - 6) : spot.index] for word in t.text.split()]
    while led and led[-1] in _PLACING:
        led.pop()
    return bool(led) and (led[-1] in _GONE or led[-2:] in (["come", "out"], ["comes", "out"]))


def _not_until(spot: Spot) -> bool:
    """ "Hammocks don't trade till 27 April", "nothing goes out until 3 May"."""
    begins = r"(?:start|sold|season_span|sell|ship|store|go|goes|live|arrive|trade|come|out|replen|want|need)"
    return before(spot, rf" (?:not|no|never) (?:be |is |will |gets? )?{begins} (?:\S+ )?until (?:the )?")


def _spans(spot: Spot) -> bool:
    """ "6 April to 12 July", where the first of the two was not taken back."""
    second = before(spot, r" #date (?:right |all |way )?(?:to|-|and|>|until) (?:the |including |> ){0,2}")
    return (second or before(spot, r" #date (?:[-=] )?(?:>|above) ")) and not replaces(spot)


def _called_end(spot: Spot) -> bool:
    """ "12 July is the last day", "7 March, and that is the end", "12 July they come off"."""
    return (
        after(spot, r" (?:\( )?(?:is |are |being |as |, |= |will be )?(?:the |its |our |a ){0,2}" + _END_ALONE)
        or after(spot, r" (?:\( )?, and (?:that|this|it) (?:is|will be) (?:the |our |its )?end ")
        or after(spot, r" , (?:that's|that is|which is) (?:the |our |its )?end ")
        or after(spot, r" (?:is |it's |being )(?:if |the day |the date )(?:that )?~3end ")  # "is when we close"
        or after(spot, r" (?:is |being |as )(?:the |our |its )?last (?:$|[.,;)]|week|day|one)")
        or after(spot, r" (?:we|it|they|that|everything|it's) ~2end ")
    )


def replaces(spot: Spot) -> bool:
    """Whether the date before this one was taken back ("moved from 28 September to 5 October")."""
    earlier = [i for i in range(spot.index) if spot.sentence.terms[i].key == "#date"]
    return bool(earlier) and earlier[-1] in spot.sentence.dropped


def is_check(spot: Spot) -> bool:
    """Whether a markdown decision is taken on that day."""
    if before(spot, r" start ~3") or after(spot, r" (?:~1)start "):
        return False
    if before(spot, r" (?:length|run) ~1") or after(spot, r" (?:right |all )?(?:until|to|-) (?:the )?#date "):
        return False  # "the promotion runs 3 May to 27 June"
    about_prices = around(spot, r" (?:markdown|discount|sellthrough|#share) ")
    if isinstance(spot.term.value, Weekday) and not about_prices:
        return False  # "the sales call is Tuesday"
    if before(spot, r" check (?:at|to|for) (?:the |about )?") and not about_prices:
        return False  # "we're looking at 1 June"
    return before(spot, r" (?:markdown|check|discount) ~7") or after(
        spot, r" (?:the |for |is |our |first |as |will |be |we |they )*(?:markdown|check) "
    )


def start_rank(spot: Spot) -> int | None:
    """3 where a start word stands by it, 2 where a preposition does, 1 alone, None where it only names a product."""
    value = spot.term.value
    if isinstance(value, Feast) and value.name == "new year" and before(spot, r" in (?:the )?"):
        return 1  # some day of January
    loose = isinstance(value, Weekday | MonthOnly | DayOnly | Feast) and not (
        isinstance(value, MonthOnly) and value.part
    )
    dates = sum(t.key == "#date" for t in spot.sentence.terms)
    if isinstance(value, Feast) and dates > 1 and _names_goods(spot):
        return None  # "we open the Valentine's hosiery on 4 January"
    if _named_start(spot):
        return 2 if isinstance(value, MonthOnly | DayOnly | Weekday) and not before(spot, r" (?:start|from) ~2") else 3
    placed = before(spot, r" (?:on|for|in|at|by|out|:|=|dots|-|,|between) (?:the )?") or spot.index == 0
    if loose and _names_goods(spot):
        return None
    if not loose:
        return 2 if placed else 1
    alone = after(spot, r" (?:,|-|for|:|\(|#duration|with|till|and|start|will (?:,|-|$)) ?") or spot.right.strip() == ""
    return 1 if alone and (placed or isinstance(value, DayOnly)) else None


def _named_start(spot: Spot) -> bool:
    """Whether a start word, a correction of one or a span's first place says so."""
    terms, i = spot.sentence.terms, spot.index
    return (
        before(spot, r" (?:start|from|week_commencing) ~4")
        or before(spot, r" start (?:\( )?~3")
        or before(spot, r" store (?:on |from |date ){0,2}")
        or before(spot, r" (?:we|i|it) go (?:on |for |with |from )?(?:the )?")
        or (i > 0 and terms[i - 1].text == "set")
        or bool({t.text for t in terms[i + 1 : i + 2]} & {"set", "kickoff", "go"})
        or after(
            spot,
            r" is (?:if|the day|the date) (?:(?!end|markdown|check)[^#,;()\s]\S* ){0,5}"
            r"(?:start|hit|ship|out|store|arrive|drop|go) ",
        )
        or after(spot, rf" (?:is |as |are |\( )?(?:{_TO_START}){{0,4}}start ")
        or after(spot, r" (?:is|will be|being) if ~4start ")  # "Good Friday is when the bulb planters start"
        or after(spot, r" (?:right |all )?(?:until|to|-|>) (?:the |> ){0,2}(?:#date|end|#week|#duration) ")
        or (before(spot, r" (?:between|from) (?:the )?") and after(spot, r" and (?:the )?(?:#date|end) "))
        or isinstance(spot.term.value, WeekOf)
        or (before(spot, _SAID_AGAIN) and bool({"start", "from"} & {t.key for t in terms[max(0, i - 12) : i]}))
        or (spot.corrective and before(spot, r" (?:correct|present) (?:it's |is |to |on |the |it |we |are ){0,2}"))
        or before(spot, r" (?:late|correct|pushed|moved) until (?:the )?")
        or _not_until(spot)
        or (spot.corrective and replaces(spot))
    )


def _names_goods(spot: Spot) -> bool:
    """ "Halloween stuff", "the January home event", "Christmas candles": the day tells which goods."""
    following = next(iter(spot.sentence.terms[spot.index + 1 : spot.index + 2]), None)
    if following is None or following.kind != "word" or following.known:
        return False
    return following.key.isalpha() and following.key not in _AFTER_DAYS
