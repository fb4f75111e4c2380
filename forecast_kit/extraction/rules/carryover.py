"""Corrections that reach over a sentence's end, and asides on what was: "Actually hang on; she wants fortnightly"."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.tokens import Term

_POLITE = words("sorry apologies apols soz") | {"my apologies"}
_UPDATES = words("update edit upd amendment addendum later afterthought edited updated")
_WAS = words("was were been began")


def corrects_next(sentence: Sentence) -> bool:
    """ "Actually hang on, Jo's just walked past; she wants fortnightly": a sign of correction, and no value yet."""
    signs = [i for i, t in enumerate(sentence.terms) if t.key == "correct" and t.text not in _POLITE]
    return bool(signs) and all(t.kind != "quantity" for t in sentence.terms[signs[0] :])


def is_update(terms: Sequence[Term]) -> bool:
    """ "Update 2: trigger 50 %", "Edit: 12 weeks"; and "trigger 50 %, sorry"."""
    labelled = terms[0].text in _UPDATES and any(t.key in {":", "-"} for t in terms[1:6])
    regrets = len(terms) > 2 and terms[-1].text in _POLITE and terms[-2].key == ","
    return labelled or (regrets and sum(t.kind == "quantity" for t in terms) == 1)


def is_aside_on_the_past(terms: Sequence[Term], i: int) -> bool:
    """ "Fortnightly (weekly was killing the vans)"."""
    led = i > 1 and terms[i - 1].key == "(" and terms[i - 2].kind == "quantity" and terms[i - 2].key == terms[i].key
    return led and i + 1 < len(terms) and terms[i + 1].text in _WAS
