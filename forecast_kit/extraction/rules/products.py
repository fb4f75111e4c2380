"""Which words name the goods, and which words nobody understood."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.dates import Feast, MonthOnly
from forecast_kit.extraction.rules.lexicon import not_goods, stop_words, words
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.text import CleanText
from forecast_kit.extraction.rules.tokens import Term

_LONGEST_PHRASE = 80
_JOINING = words("and of - '")
_PACKED = words("sets boxes packs line wrap")
_MATERIALS = words("cotton wool linen cashmere leather silk merino bamboo denim nylon polyester viscose")
_INTRODUCING = words("product length for of run start the do on sold replen our correct these those")
_GREETING = words("hi hello dear hey morning from to cc regards thanks cheers")
_NO_VERB = words("tweed seaweed breed bleed")


def read_product(brief: CleanText, found: Sequence[Sentence]) -> tuple[str | None, tuple[str, ...]]:
    """The words that name the goods (None if none do), and the content words nothing explains."""
    runs = [
        (_score(sentence, first, run), run)
        for sentence in found
        if not sentence.ignored
        for first, run in _runs(sentence)
    ]
    score, chosen = max(runs, key=lambda scored: scored[0], default=(0.0, []))
    phrase = None
    if score > 0:
        phrase = " ".join(brief.text[chosen[0].start : chosen[-1].end].split())[:_LONGEST_PHRASE]
    taken = {t.start for t in chosen} if phrase else set()
    rest = (t.text for _, run in runs for t in run if t.start not in taken and _is_content(t))
    return phrase, tuple(dict.fromkeys(rest))


def _is_content(term: Term) -> bool:
    """A word with no trade meaning that is not a mere function word."""
    if term.text in _MATERIALS:
        return True
    return term.kind in {"word", "code"} and not term.known and len(term.text) > 2 and term.text not in stop_words()


def _is_goods(term: Term) -> bool:
    if not _is_content(term):
        return False
    told = term.text.endswith("ed") and len(term.text) > 4 and term.text not in _NO_VERB  # "moved", "stocked"
    return term.text not in not_goods() and not told


def _names_occasion(term: Term) -> bool:
    """ "Christmas" in "Christmas jumpers"."""
    return term.kind == "quantity" and isinstance(term.value, Feast | MonthOnly) and " " not in term.text


def _runs(sentence: Sentence) -> list[tuple[int, list[Term]]]:
    """Stretches of words that may name goods, with the index of their first: joined over "and", "of" and hyphens."""
    runs: list[tuple[int, list[Term]]] = []
    current: list[Term] = []
    terms = sentence.terms
    goods = [_is_goods(term) for term in terms]
    for i, (term, is_goods, joins) in enumerate(zip(terms, goods, [*goods[1:], False], strict=True)):
        fits = is_goods or (not current and joins and _names_occasion(term))
        if fits or (current and ((joins and term.text in _JOINING) or term.text in _PACKED)):
            current.append(term)
            continue
        if current:
            runs.append((i - len(current), current))
        current = []
        if _is_content(term):
            runs.append((i, [term]))
    if current:
        runs.append((len(terms) - len(current), current))
    return runs


def _score(sentence: Sentence, first: int, run: Sequence[Term]) -> float:
    """How likely a stretch names the goods: introduced by "plan", "range:" or "for", early, near the first quantity."""
    if not any(_is_goods(term) for term in run):
        return 0.0
    before = [t.key for t in sentence.terms[max(0, first - 3) : first]]
    if first and sentence.terms[first - 1].text in _GREETING and first == 1:
        return 0.0
    score = 1.0 + 0.5 * run[-1].text.endswith("s")
    if "product" in before and {":", "=", "dots", "-"} & set(before):
        score += 5
    if first == 0 or before[-1] in _INTRODUCING:
        score += 1.5
    following = "".join(t.key for t in sentence.terms[first + len(run) : first + len(run) + 1])
    if following.startswith("#") or following in {":", "start", "length", ",", "sold"}:
        score += 0.7
    score = max(0.1, score - 0.4 * sentence.number - 0.05 * first - 0.3 * max(0, len(run) - 4))
    return score - 3 if sentence.past[first] == "strong" else score
