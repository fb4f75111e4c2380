"""Replenishment denied: no top-ups, no second lorry, nothing after the first delivery, "replen? nope"."""

from collections.abc import Iterator, Sequence

from forecast_kit.extraction.rules.cadences import CONSIGNMENTS
from forecast_kit.extraction.rules.readings import Reading, compiled, worded
from forecast_kit.extraction.rules.scopes import Sentence, Spot
from forecast_kit.extraction.rules.values import Bare

_NO_STOCK_WORDS = (
    "without|no|need|check|markdown|problem|hold|issue|skip|miss|only|just|less|more|fewer|above|below|stop|end|forget"
)
_SET_TO = (
    r"\. |does |do |is |are |to |will |should |= |: |- |dots |stores |strategy |cadence |freq |frequency |"
    r"orders |order |[)(] |therefore |accordingly |thus |hence |simply |just |then "
)
_ONCE = "|".join(sorted(CONSIGNMENTS))
_LOAD = (
    rf"(?:replen|ship|stockword|unit|opening|run|length|{_ONCE}|loads|waves|batches|consignments|tranches|hits|trips|go|goes|"
    r"parcels|pallets|helping|helpings|bite|lot|round|oneshot)"
)
_MORE = (
    r"(?:second|2nd|third|further|more|other|longer|fresh|additional|subsequent|extra|another|later|repeat|next|"
    r"follow|follow on|in season|inseason|again)"
)
_DENIES = r"(?:no|not|never|without|neither|nor|hardly)"
_REFUSED = (
    r"(?:needed|required|possible|necessary|length|planned|wanted|foreseen|envisaged|intended|an option|happen|"
    r"happening|"
    r"give give|available|allowed|expected|provided|scheduled|on the cards|desired|wished|in the length|permitted|"
    r"coming|included|applicable|relevant|give|for this|to be|any|offered|be|have)"
)
_FIRST = r"(?:the )?(?:1st|initial|dayone|start|opening|first|that|this|launch|one|ship)"
_NONE = compiled(
    rf" (?P<no>no|without|not|never) (?:(?!{_NO_STOCK_WORDS})[^#,;()\s:]\S* ){{0,4}}?replen(?= )"
    rf"| (?:replen|ship) (?:{_SET_TO}){{0,4}}"
    r"(?:no|never|off(?! (?:the|of|a|our|what|that) )|without|disabled|zero|n|calledoff)(?= )"
    rf"| (?:replen|ship) (?:[^#,;()\s]\S* ){{0,5}}(?:not|never) {_REFUSED}(?= $| [,.;)]| and | as | for )"
    rf"| (?:replen|ship) (?:{_SET_TO}){{0,4}}"
    r"not (?:needed|required|possible|necessary|length|wanted|foreseen|an option|happen|happening|give give)(?= )"
    rf"| replen (?:{_SET_TO}){{1,4}}(?:only |the |a |single ){{0,3}}(?:one|-|out|x)(?= $| [,.;)])"
    rf"| replen (?:{_SET_TO}){{0,4}}(?P<count>#number)(?= $| [,.;)])"
    r"| no (?:stockword |else |longer |comes |follows |goes |give |ship |replen |is ){0,3}(?:after|past) (?:the )?"
    r"(?:dayone|start|opening|first)(?= )"
    r"| no #cadence or #cadence replen(?= )"
    r"| replen (?:[^#;]\S* ){0,6}(?:so|therefore|hence) (?:it is |it's |it will be )?no(?= $| [.,;)])"
    r"| leave (?:the )?replen out(?= )"
    rf"| (?:no|not) ~4(?:ship|replen) (?:after|once|past|above) {_FIRST}(?= )(?! (?:week|month|fortnight) )"
    r"| (?:rest|hold|backstock) (?:#share )?(?:is |are |will |to )*(?:never|not) (?:be )?"
    r"(?:go|goes|going|ship|give|replen) ~2store(?= )"
    r"| (?:stocked|filled|served|supplied|only) once (?=$|only|on|at|for|and|,)"
    r"| not give (?:any |longer |more )*(?:stockword|replen|unit)(?= )"
    r"| (?:opening|start|dayone) (?:replen |ship |order )?only(?= )"
    r"| leave out (?:the )?replen(?= )"
    r"| store (?:will |all |only )?give ~2(?<!at )once(?= $| [,.;)]| and | only | at | for )"
    r"| no (?:need |reason |point |stockword |budget )(?:to |for |in )?(?:replen|ship) "
    r"| not replen(?= )"
    r"| no (?:stockword |unit |else |longer |further |more )?(?:will |is |gets |to |be )*"
    r"(?:come |comes |go |goes |ship |follow |follows |give )?"
    r"(?:afterwards|thereafter|follows|follow|later on|later|after that|after|past that|once that)(?= $| [.,)])"
    r"| (?:replen|ship) (?:~2)(?<!at )once (?=$|only|on|at|for|and|,|-)"
    # a second delivery, denied before or after its name
    rf"| {_DENIES} ~4{_MORE} (?:[^#,;()\s]\S* )?{_LOAD}(?= )"
    rf"| {_MORE} ~1(?:replen|ship|lorry|wave|load|batch|loads|waves) ~5(?:not|never|no) {_REFUSED}(?= )"
    rf"| {_MORE} (?:replen|ship|wave|waves|load|loads) [:=-] no(?= )"
    rf"| no {_MORE}(?= $| [,.;)])"
    # sending, denied to happen again
    r"| (?:not|never|no) (?:[^#,;()\s]\S* ){0,3}?(?:ship|give|going back|go back|replen|follow|see|back) ~3"
    r"(?:longer|again|twice|another|further|anything else|second)(?= )"
    r"| replen (?:[:=-] )?not (?:present|this)(?= )"
    # the only one there is
    rf"| (?:the|their) (?:one and )?(?:only|sole) (?:replen|ship|{_ONCE})(?! [^#]*#cadence)"
    r"(?= $| [,.;)]| they| store| the )"
    r"| (?:is|be) everything (?:they|store|the store) (?:will |ever |never )*give(?= )"
    r"| (?:opening|first replen|first ship) ~3(?:is |also |be )+(?:also )?the last(?= )"
    # an opening, and then no more
    r"| (?:just|only) (?:the )?(?:opening|dayone|first|start)(?: ship| replen| fill| one)?(?= $| [,.;)])"
    r"| (?:opening|ship|replen|start|everything) (?:[^#;()\s]\S* ){0,5}that'?s "
    r"(?:it|your lot|the end of it)(?= $| [,.;)])"
    r"| (?:opening|ship|replen|dayone|start) (?:[^#;()\s]\S* ){0,4}?(?:and|then|,) (?:then |after that )?"
    rf"no(?: else| longer| further)?(?= $| [.;)]| (?:after|past) {_FIRST})"
    r"| (?:ship|store|everything) (?:[^#;()\s]\S* ){0,8}, once(?= $| [.;)])"
    r"| (?:were|if) (?:[^#;\s]\S* ){0,5}replen (?:[^#;\s]\S* ){0,25}so (?:we |please |will )*not(?= $| [.,;)])"
    r"| (?:ship|replen|opening) (?:[^#;()\s]\S* ){0,4}and "
    r"(?:leave it|forget|we're end|that's us end|that is us end)(?= $| [,.;)]| there | at that )"
)
_NOT_ALWAYS = compiled(
    r"^ ?(?:\S+ )?(?:before|until|after|in (?:the )?first|for (?:the )?(?:first|opening)|"
    r"on (?:the )?(?:#date|#week|#point|first)|"
    r"during (?!(?:the |our )?length)|problem|issue|in week|unless|week|than|"
    r"from(?! (?:the |our )?(?:dc|store|#))) "
)
_AFTER_LAUNCH = compiled(rf"^ ?(?:after|past|once) (?:{_FIRST} |$|[.,;)])")
_MODEST = frozenset({" no longer", " no more", " no further"})
_MEASURE = compiled(r" (?:#share|#duration|#week|#number) ")
_DOUBLE_NEGATION = compiled(r" (?:never|not|no) (?:\S+ ){0,4}$")
_ONCE_DONE = compiled(r" (?:(?<!at )once|after|until) (?:the |a |our )?$")
_ASKS_HOW_OFTEN = compiled(
    r" (?:replen|how often|how frequently|frequency|cadence|rhythm|second ship)(?= )"
    r"| give (?:longer|more) (?:stockword )?"
)


def read_denials(found: Sequence[Sentence], spots: Sequence[Spot]) -> list[Reading]:
    """Every statement, and every answer to a question, that denies replenishment."""
    out = list(_answers(found, spots))
    for sentence in found:
        if not sentence.ignored:
            out.extend(_nones(sentence, spots))
    return out


def _answers(found: Sequence[Sentence], spots: Sequence[Spot]) -> Iterator[Reading]:
    """ "Replen? Nope, just the initial", and "Weekly replenishment? Scratch that. None."."""
    for i, sentence in enumerate(found):
        terms = [t for t in sentence.terms if t.key not in {",", ":", "-", "a", "will"}]
        keys = [t.key for t in terms if t.key != "correct" or t.text in {"nope", "nah"}]
        denies = bool(keys) and (keys[0] in {"no", "never", "not"} or terms[0].text in {"nope", "nah"})
        asked = i > 0 and found[i - 1].asks
        once = asked and any(t.text == "once" for t in terms[:3])
        denies = denies or once
        short = keys == ["no"] or (asked and denies and not {"markdown", "#cadence", "hold"} & set(keys))
        if not short:
            continue
        recent = found[max(0, i - 2) : i]
        about = next((s.keys for s in reversed(recent) if s.asks), "")
        about = about or next((s.keys for s in reversed(recent) if len(s.terms) > 1), "")
        told = _ASKS_HOW_OFTEN.search(about) or " #cadence " in about
        if told and not compiled(r" (?:markdown|problem|issue) ").search(about):
            term = sentence.terms[-1]
            order = next((s.order for s in spots if s.term.start > term.start), len(spots)) - 0.5
            yield Reading("none", term.start, term.end, order, 3, "no replenishment", corrective=not asked)


def _nones(sentence: Sentence, spots: Sequence[Spot]) -> list[Reading]:
    """ "No replenishment", "replen: none", "without top-ups", "there is no second wave"."""
    out: list[Reading] = []
    keys = sentence.keys
    for match in _NONE.finditer(keys):
        following = keys[match.end() :]
        if _NOT_ALWAYS.match(following) and not _AFTER_LAUNCH.match(following):
            continue
        if _ONCE_DONE.search(keys[: match.start() + 1]):
            continue  # "once the drop is out"
        if (
            match.group() in _MODEST
            and _MEASURE.search(keys[: match.start() + 1])
            and not compiled(r" (?:ship|opening|out|dayone|upfront|replen) ").search(keys)
        ):
            continue  # "eleven percent should stay back, no more"
        if match.group("no") == "without" and _DOUBLE_NEGATION.search(keys[: match.start() + 1]):
            continue  # "never without"
        if match.group().startswith((" not", " never")) and compiled(r"^ ?(?:~4)#cadence").match(following):
            continue  # "don't replenish weekly"
        if match.group("count") and _count_at(sentence, match.end()) > (1 if " : " in match.group() else 0):
            continue  # "deliveries: 12", "on drop 1"
        reading = worded(sentence, match.span(), spots, "none", 3, "no replenishment")
        if reading:
            out.append(reading)
    return out


def _count_at(sentence: Sentence, end: int) -> float:
    """The number of deliveries, the last term of a match that ends there."""
    value = sentence.terms[sentence.keys[:end].count(" ") - 1].value
    return value.number if isinstance(value, Bare) else 0.0
