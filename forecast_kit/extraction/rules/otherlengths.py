"""Durations that are not the season's: histories, cover, rhythms, other people's and suppliers' weeks."""

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.readings import after, before
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.values import Duration

_PER = r" (?:replen|ship|store|unit|stockword|oneshot|#count|once|twice|times) "
_CYCLE = r"frequency|freq|cycle|cadence|interval|rhythm|schedule|length|gap|is|are|of|every|:|=|-|dots|\)|\("
_STORED = "other_event|history|data|demand|stockword|supply|vendor|cover|backstock"
_CLAUSE_ENDS = words(", : ; ( ) but so")
_OUR_NOUNS = words("we it they season plan selling sale sell life horizon forecast run")
_WORK = words(
    "book unpack process sort pick pack label ticket steam tag prepare prep train install build make produce print "
    "check count recover answer reply decide approve respond pay settle load unload receive clean move fit redecorate"
)
_LONG_LEAVE = 4
_TAKEN = words("took takes")
_AWAY = words("forward back up by out")
_MOVED = words("pull pulled push pushed bring brought move moved shift shifted put slip slipped drag dragged")
_PERSONAL = words("away ooo worked working waited waiting reply here spent")


def is_foreign(spot: Spot) -> bool:
    """Histories, delays, "the first two weeks": stretches of time that can be no season."""
    if after(spot, r" (?:~1)length ") and not before(spot, r" (?:past|history) ~3"):
        return _is_cover(spot)
    if after(spot, r" later ") and (before(spot, r" end ~4") or after(spot, r" later ~3end ")):
        return False  # "eight weeks later it's over"
    return (
        _is_cover(spot)
        or is_cycle(spot)
        or is_bound(spot)
        or (spot.term.text in {"a week", "a fortnight", "a month", "a day"} and before(spot, _PER))
        or before(spot, r" due in ")
        or (
            after(spot, rf" (?:worth )?(?:of )?(?:the )?(?:{_STORED}) ")
            and not (before(spot, r" length ~2") and after(spot, r" of (?:the )?demand "))
        )
        or after(spot, r" (?:~1)(?:late|old|earlier|later|sooner) ")
        or after(spot, r" (?:behind|ahead of (?:plan|schedule)|apart|gap|gaps|break|pause) ")
        or _is_shift(spot)
        or after(spot, r" (?:holiday|return|exchange|payment|terms|warranty|guarantee) ")
        or before(spot, r" (?:by|every|per|previous|first|opening) (?:about |around |roughly )?")
        or before(spot, r" (?:the|our|these|those|over|in|of|for|during|from|my) (?:very )?last ")
        or (after(spot, r" of (?:sales|trading) ") and before(spot, r" (?:have|has|had|got|using|with|are) ~1"))
        or (bool(spot.past) and before(spot, r" past ~2"))
        or before(spot, r" (?:based on|using|history|other_event of|trailing) ~2")
        or before(spot, r" on (?:leave|holiday|vacation) (?:~5|(?:[^;,()#] ?)*#date ~2)")
        or _is_of_people(spot)
        or [t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 3] if t.text != "of"][:1] == ["clearance"]
        or after(spot, r" back (?:$|[.,])")
        or _is_of_work(spot)
    )


def _is_shift(spot: Spot) -> bool:
    """ "Pull the parkas forward a week", "fabric took 7 weeks"; not "the season starts on 4 May and takes 22 weeks"."""
    led, said = spot.sentence.terms[spot.index - 1].text if spot.index else "", _texts_left(spot)
    return (led in _TAKEN and not _OUR_NOUNS & said) or (led in _AWAY and bool(_MOVED & said))


def _texts_left(spot: Spot) -> set[str]:
    return {word for t in spot.sentence.terms[max(0, spot.index - 7) : spot.index] for word in t.text.split()}


def is_bound(spot: Spot) -> bool:
    """ "At least 10 weeks", "4 weeks between orders", "Last 9 weeks": no length, unless nothing else can be one."""
    return before(spot, r" least ") or after(spot, r" between ") or (spot.index == 1 and before(spot, r" last "))


def is_of_others(spot: Spot) -> bool:
    """ "The ad campaign goes out for 4 weeks"; not "the campaign is signed off and we sell for 10 weeks"."""
    if spot.corrective:
        return False
    reviewed = before(spot, r" check (?:the |our |all )*money ~3")  # "review prices at the 8 week mark"
    for term in reversed(spot.sentence.terms[max(0, spot.index - 8) : spot.index]):
        if term.key in _CLAUSE_ENDS or term.key == "end" or reviewed:
            return False
        if term.text in _OUR_NOUNS or term.key in {"product", "start", "check", "markdown"}:
            return "competitor" in {t.text for t in spot.sentence.terms}
        if term.key in {"other_event", "vendor", "money", "history"} or term.text == "returns":
            return True
    return False


def _is_of_people(spot: Spot) -> bool:
    """ "I'm away for two weeks", "we've worked on it for 3 months", "the shop is closed for a week"."""
    led = spot.sentence.terms[max(0, spot.index - 6) : spot.index]
    long = isinstance(spot.term.value, Duration) and spot.term.value.weeks > _LONG_LEAVE
    commas = [i for i, t in enumerate(led) if t.key == "," and (long or i < len(led) - 2)]
    said = {t.text for t in led[commas[-1] + 1 if commas else 0 :]}
    closed = before(spot, r" store (?:is |are |will |be )*end (?:for )?~1")
    away = before(spot, r" (?:i'm|am|you're|he's|she's) off (?:for )?")
    return (
        bool(said & _PERSONAL) or away or closed or before(spot, r" (?:replen|ship|order) (?:give|take|needs|need) ~1")
    )


def _is_of_work(spot: Spot) -> bool:
    """ "It gives the warehouse 2 weeks to book in", "a week to unpack"."""
    following = [t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 3]]
    return following[:1] == ["to"] and bool(_WORK & set(following[1:]))


def _is_cover(spot: Spot) -> bool:
    """ "Cover: 3 weeks" and "cover is 3 weeks" are stock, "covers 3 weeks" a length."""
    left = spot.sentence.terms[max(0, spot.index - 3) : spot.index]
    if [t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 2]] == ["cover"]:
        return True
    return (
        len(left) > 1
        and any(t.text == "cover" for t in left[:-1])
        and (left[-1].kind == "mark" or left[-1].text in {"is", "of", "at"})
    )


def is_cycle(spot: Spot) -> bool:
    """ "Replenishment frequency: 2 weeks", "fortnight top-ups"."""
    value = spot.term.value
    if not isinstance(value, Duration):
        return False
    rhythm = r" (?:interval|intervals|rhythm|cycle|cycles|cadence|basis) "
    if value.weeks in {1, 2} and before(spot, r" (?:freq|frequency|cadence|rhythm|interval|how often) [:=-] "):
        return True
    if value.weeks in {1, 2} and (
        after(spot, r" (?:(?:gap|gaps|break|breaks) )?(?:between (?:the |each |our )?)?replen ")
        or after(spot, rhythm)
        or before(spot, rhythm + r"(?:of |: |= |is |- |dots |every ){0,2}")
    ):
        return True
    return value.weeks <= 4 and before(spot, rf" replen (?:(?:{_CYCLE}) ){{1,5}}")
