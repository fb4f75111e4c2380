"""Words for none and all of the stock: "nothing held", "ship everything", "all pieces leave the warehouse"."""

import re
from collections.abc import Sequence

from forecast_kit.extraction.rules.holding import held_or_sent
from forecast_kit.extraction.rules.lexicon import WEEKDAYS, not_goods, stop_words, words
from forecast_kit.extraction.rules.readings import Reading, compiled, worded
from forecast_kit.extraction.rules.scopes import Sentence, Spot, spot_at
from forecast_kit.extraction.rules.values import Bare, Count

_NO_FIGURE = r"(?= )(?! (?:figure|number|yet|value|percentage|info|target|given|stated|or))"
# what is left in the DC, by phrases that have no quantity
_WORDED = tuple(
    (share, compiled(pattern))
    for share, pattern in (
        (
            0.0,
            r" (?:no|without|zero) (?:any |a |the |dc |need (?:for a |to )|more |reason to )?"
            r"(?:hold|backstock|stockword in (?:the )?dc|dc (?:hold|stock|stockword|backstock|share|unit))"
            + _NO_FIGURE,
        ),
        (
            0.0,
            r" (?:hold|leave|stay) (?:back |on |in |at |the |dc |to |is |are |with )*(?:: |= |- |dots |\) |is )*"
            r"(?:no|#number)(?= (?!replen|below|above|\d)|$)",
        ),
        (
            0.0,
            r" no (?:is |are |stockword |to be |be |will |if |gets |at all |unit |of it |give |left |to |must ){0,5}"
            r"(?:hold|back|stay)" + _NO_FIGURE,
        ),
        (0.0, r" no (?:(?!replen|need|ship)\S+ ){0,3}(?:in|at) (?:the )?(?:dc|hold)(?= )"),
        (
            0.0,
            r" (?:not|never) (?:be |to |going to |gonna |will )?(?:hold|leave|want|stay) ~2(?:if|anything|"
            r"any|hold)(?= )",
        ),
        (
            0.0,
            r" dc (?:hold |share |stockword |is |gets |give |[:=-] |dots |at |will |must |be |has to |goes ){0,4}"
            r"(?:no|empty|bare)(?= )",
        ),
        (
            0.0,
            r" (?:not|never) give (?:any|anything|if|stockword) (?:stockword |of it )?(?:left|leave|stay|"
            r"hold|back)(?= )",
        ),
        (
            0.0,
            r" (?:clear|discount) (?:the |out the )?dc(?= (?!hold|share|to|from|by|backstock|percentage|"
            r"stockword)| ?$)",
        ),
        (0.0, r" (?:no|without) (?:any )?dc(?= [,;.)-]| ?$)"),
        (0.0, r" (?:empty|drain) (?:the |out the )?dc(?= )"),
        (0.0, r" #cadence (?:\S+ ){0,6}of (?:the )?everything (?:unit|stockword)(?= )"),
        (
            0.0,
            r" (?:opening|dayone|replen first|ship first|first (?:replen|ship)) "
            r"(?:will |be |is |= |give |takes |carries |to )+everything(?= )",
        ),
        (0.0, r" store (?:will |all )?give (?:~1)everything(?= )"),
        (0.5, r" split ~5evenly | evenly split | halves "),
        (
            0.5,
            r" (?:equal|equals|same|even) (?:share|shares|parts|amounts|portions|halves|split|quantities) "
            r"(?:[^#;]\S* ){0,6}(?:dc|store) ",
        ),
    )
)
_ANY_WORDED = re.compile("|".join(pattern.pattern for _, pattern in _WORDED))
_BUT = compiled(r"^ ?(?:\S+ )?(?:bar|but|except|apart from|minus|threshold|save|without) ")
_REASONS = {0.0: "nothing is held back", 1.0: "everything is held back", 0.5: "an even split"}

# the bullets under "Don't"
_DONT = re.compile(r" (?:not|never)(?: :)? $")
_HOLDS_ANY = compiled(r" hold ~1(?:if|anything|any|back)(?= )")

_STOCK = frozenset({"unit", "stockword", "rest", "order", "consignment", "volume", "replen"})
_SKIPPED = words(
    "of the it them this that these those our in into at to will is are be must should has have goes go on that "
    "which arrives comes we once together atonce"
)
_ACTS = frozenset(
    {"ship", "out", "leave", "stay", "hold", "store", "upfront", "opening", "dayone", "dc", "back", "give"}
)
_PLACES = frozenset({"store", "dc", "out", "upfront", "opening", "dayone", "start", "back", "backstock"})
_STOPS = frozenset({",", ";", ".", ")", "(", "-", "and", "but"})
_KEPT = frozenset({"hold", "stay", "back", "backstock", "left", "leave"})
_NOT_KEPT = frozenset({"replen", "markdown", "discount", "sold", "unsold", "store", "ship", "check", "out"})
_REACH = 7
_MANY = 100
_UNKNOWN = words(
    "idea clue view preference opinion decision steer news change changes word info guidance thoughts limit"
)


def all_or_none(said: Sequence[Sentence], found: Sequence[Spot]) -> list[Reading]:
    """What sentences without a figure say is held back."""
    out: list[Reading] = []
    denying = False
    for sentence in said:
        keys = sentence.keys
        denying = _DONT.match(keys) is not None or (denying and keys.startswith((" - ", " * ")))
        if sentence.ignored:
            continue
        reading = _in_words(sentence, found) or _quantified(sentence, found)
        if reading is None and denying and (match := _HOLDS_ANY.search(keys)):
            reading = worded(sentence, match.span(), found, 0.0, 2, _REASONS[0.0])
        out.extend([reading] if reading else [])
    return out


def _in_words(sentence: Sentence, found: Sequence[Spot]) -> Reading | None:
    keys = sentence.keys
    for share, pattern in _WORDED if _ANY_WORDED.search(keys) else ():
        match = pattern.search(keys)
        if match is None or _BUT.match(keys[match.end() - 1 :]):
            continue
        reading = worded(sentence, match.span(), found, share, 2, _REASONS[share])
        if reading is None or _is_denied(keys, match.start(), match.group()):
            continue
        if "#number" in match.group() and not _is_zero(sentence, reading):
            continue
        return reading
    return None


def _is_denied(keys: str, start: int, matched: str) -> bool:
    just_before = keys[:start].split()[-3:]
    return bool({"not", "never"} & set(just_before)) and not matched.startswith((" not", " never", " no"))


def _is_zero(sentence: Sentence, reading: Reading) -> bool:
    inside = [t.value for t in sentence.terms if reading.start <= t.start and t.end <= reading.end]
    return any(isinstance(value, Bare) and value.number == 0 for value in inside)


def _quantified(sentence: Sentence, found: Sequence[Spot]) -> Reading | None:
    """ "All pieces leave the warehouse", "nothing whatsoever is left in the DC": a quantifier and the clause's verb."""
    for i, term in enumerate(sentence.terms):
        if term.key == "everything":
            share = _of_all(sentence, i)
        elif term.key == "every" and _counts_goods(sentence, i + 1):
            share = _of_all(sentence, i + 1)
        elif term.key == "no":
            share = _of_none(sentence, i)
        else:
            continue
        if share is None or sentence.dropped.get(i):
            continue
        start = len(" ".join(t.key for t in sentence.terms[:i])) + (i > 0)
        reading = worded(sentence, (start, start + len(term.key) + 1), found, share, 2, _REASONS[share])
        if reading is not None:
            return reading
    return None


def _counts_goods(sentence: Sentence, i: int) -> bool:
    """ "Every set", "every last piece": no store, week or day."""
    term = sentence.terms[i] if i < len(sentence.terms) else None
    if term is None or term.kind != "word":
        return False
    return (
        term.key == "unit"
        or term.text == "set"
        or (not term.known and term.text not in stop_words() and term.text not in WEEKDAYS)
    )


def _clause(sentence: Sentence, i: int) -> list[str]:
    """The keys after i, up to the clause's end."""
    keys = [t.key for t in sentence.terms[i + 1 : i + 1 + _REACH]]
    end = next((j for j, key in enumerate(keys) if key in _STOPS or key.startswith("#")), len(keys))
    return keys[:end]


def _led(sentence: Sentence, i: int) -> list[str]:
    """The up to three keys before i, from the clause's beginning."""
    keys: list[str] = []
    for term in reversed(sentence.terms[max(0, i - 3) : i]):
        if term.key in _STOPS or term.kind == "quantity":
            break
        keys.append(term.key)
    return keys


def _of_all(sentence: Sentence, i: int) -> float | None:
    """What "everything" at i leaves in the DC: nothing if sent, all if it stays; None if it is not the stock."""
    right = _clause(sentence, i)
    after = [t.key for t in sentence.terms[i + 1 : i + 1 + _REACH]]
    if after[:1] and _counts_units(sentence, i + 1):
        return _of_all(sentence, i + 1)  # "all 600 leave the DC"
    following = next((key for key in after if key not in _SKIPPED), "")
    content = next((key for key in right if key not in _SKIPPED), "")
    led = _led(sentence, i)
    counted = after[:1] and after[0].startswith("#") and not _counts_units(sentence, i + 1)  # "all three reports"
    goods = content in _unnamed(sentence, i) and bool({"ship", "leave", "out"} & set(right)) and content.endswith("s")
    counted = counted or following == "store" == right[0]
    if (
        counted
        or following in {"#cadence", "oneshot"}
        or (content and not goods and content not in _STOCK | _ACTS | _PLACES)
    ):
        return None
    if {"not", "never", "no", "without"} & set(led) or _BUT.match(" ".join(["", *right, ""])):
        return None
    role = held_or_sent(spot_at(sentence, i))
    placed = _PLACES & {*right, *led}
    named = _unnamed(sentence, i)
    ends = not [key for key in right if key not in _SKIPPED | _STOCK | named]
    if role == "send" and (placed or (ends and {"ship", "put"} & set(led)) or {"ship", "leave", "out"} & set(right)):
        return 0.0
    if role == "" and {"replen", "store"} <= set(right):
        return 0.0  # "the entire order is delivered to the branches"
    if role == "hold" and {"dc", "back", "backstock"} & {*right, *led}:
        return 1.0
    return None


def _unnamed(sentence: Sentence, i: int) -> set[str]:
    """The words after i that have no trade meaning, as names of goods have none."""
    taken = stop_words() | not_goods()
    return {t.key for t in sentence.terms[i + 1 : i + 1 + _REACH] if not t.known and t.text not in taken}


def _counts_units(sentence: Sentence, i: int) -> bool:
    value = sentence.terms[i].value if i < len(sentence.terms) else None
    return isinstance(value, Bare | Count) and value.number >= _MANY and sentence.terms[i].key in {"#number", "#count"}


def _of_none(sentence: Sentence, i: int) -> float | None:
    """0.0 where nothing is kept."""
    right = _clause(sentence, i)
    kept = next((j for j, key in enumerate(right) if key in _KEPT), -1)
    if kept < 0 or _NOT_KEPT & set(right[: kept + 2]) or _UNKNOWN & set(right[:1]):
        return None
    if {"figure", "number", "yet", "value", "percentage", "info", "target"} & set(right[kept + 1 : kept + 2]):
        return None  # "no holdback figure yet"
    stays = right[kept] not in {"left", "leave"} or any(t.key == "dc" for t in sentence.terms)
    return 0.0 if stays else None
