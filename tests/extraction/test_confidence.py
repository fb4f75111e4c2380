"""A confidence is a measured share of right values: doubt lowers it, and it keeps what it promises on unseen briefs."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import BriefError
from forecast_kit.extraction import extract_parameters
from forecast_kit.extraction.confidence import LEAST, MEASURED, confidence
from forecast_kit.season import PARAMETER_NAMES

from .corpora import labelled_briefs
from .test_corpus import NEVER_LOOKED_AT

TODAY = date(2026, 3, 4)
LENGTH, START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD = PARAMETER_NAMES
UNREAD = st.sampled_from(["flurbish", "zindle", "quobber", "drimple", "vextor", "plimsic"])


def sure(text: str) -> dict[str, float]:
    fields = extract_parameters(text, today=TODAY, engine="rules").fields
    return {name: field.confidence for name, field in fields.items()}


# -- what lowers it --------------------------------------------------------------------------------------------------


def test_the_measured_shares_fall_with_every_point_of_doubt() -> None:
    shares = [confidence(points) for points in range(len(MEASURED))]
    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) == len(shares)
    assert confidence(99) == LEAST == shares[-1]


@given(st.lists(UNREAD, min_size=1, max_size=4, unique=True))
def test_unread_words_beside_a_value_make_it_less_sure(unread: list[str]) -> None:
    plain, littered = "Hats, 8 weeks, hold 40%", f"Hats, 8 weeks, hold 40% {' '.join(unread)}"
    assert sure(littered)[HOLDBACK] < sure(plain)[HOLDBACK]


@given(st.lists(UNREAD, min_size=1, max_size=5, unique=True))
def test_more_unread_words_never_make_a_value_surer(unread: list[str]) -> None:
    texts = [f"Hats, 8 weeks, hold 40% {' '.join(unread[:n])}" for n in range(len(unread) + 1)]
    found = [sure(text)[HOLDBACK] for text in texts]
    assert found == sorted(found, reverse=True)


def test_a_default_in_a_brief_full_of_unread_words_is_less_sure() -> None:
    plain = sure("Hats, 8 weeks")
    full = sure("Hats, 8 weeks. Flurbish zindle quobber drimple vextor.")
    assert all(full[name] < plain[name] for name in (START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD))


@pytest.mark.parametrize(
    ("surer", "less_sure", "name"),
    [
        ("hats, hold 40%", "hats, send 60% at launch, the rest waits", HOLDBACK),  # stated, worked out
        ("hats, hold 40%", "hats, 10 weeks, 40%", HOLDBACK),  # stated, found by elimination
        ("hats, hold 40%", "hats, hold 40%. hold 60%", HOLDBACK),  # no rival, a rival
        ("hats, 10 weeks", "hats, the warehouse gets a flurb of 1,200", HOLDBACK),  # not spoken of, spoken of
        ("hats, 10 weeks", "hats, refills: as agreed with Ken", STRATEGY),
        ("start 13/4/2026", "start 3/4/2026", START),  # one reading, two
        ("10 weeks, markdowns in week 5", "10 weeks. 12 weeks. Markdowns halfway", CHECKPOINT),  # rests on the length
    ],
)
def test_what_makes_a_value_doubtful_makes_it_less_sure(surer: str, less_sure: str, name: str) -> None:
    assert sure(less_sure)[name] < sure(surer)[name]


def test_a_value_is_never_surer_than_the_one_it_is_worked_out_from() -> None:
    found = sure("10 weeks. 12 weeks. Markdowns halfway, below 50%")
    assert found[CHECKPOINT] <= found[LENGTH] < sure("10 weeks")[LENGTH]
    ends = sure("start 3/4/2026 and end 28 June 2026")
    assert ends[LENGTH] <= ends[START] < sure("start 13/4/2026")[START]


# -- what it promises ------------------------------------------------------------------------------------------------

EDGES = (0.0, 0.3, 0.7, 0.85, 0.95, 0.97, 0.99)
FEWEST = 20
DEVIATIONS = 2.6  # one in two hundred, one-sided


def reliability_table() -> list[tuple[float, float, int]]:
    """Mean confidence, share of right values and number of values, a row for each range of confidence."""
    told: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for brief in (brief for name in sorted(NEVER_LOOKED_AT) for brief in labelled_briefs(name)):
        try:
            fields = extract_parameters(brief.text, today=brief.today, engine="rules").fields
        except BriefError:
            continue  # nothing is promised of a brief that is refused
        for name, field in fields.items():
            told[bisect_right(EDGES, field.confidence)].append((field.confidence, brief.is_right(name, field.value)))
    rows = [told[bin_] for bin_ in sorted(told) if len(told[bin_]) >= FEWEST]
    return [(sum(c for c, _ in row) / len(row), sum(right for _, right in row) / len(row), len(row)) for row in rows]


@pytest.fixture(scope="module")
def table() -> list[tuple[float, float, int]]:
    rows = reliability_table()
    if not rows:
        pytest.skip("the briefs that nobody looked at are not there")
    return rows


def test_values_are_right_at_least_as_often_as_their_confidence_says(table: list[tuple[float, float, int]]) -> None:
    for promised, right, values in table:
        tolerance = DEVIATIONS * sqrt(promised * (1 - promised) / values)
        assert right >= promised - tolerance, table


def test_values_of_higher_confidence_are_not_less_often_right(table: list[tuple[float, float, int]]) -> None:
    for (_, low, few), (_, high, many) in pairwise(table):
        share = (low * few + high * many) / (few + many)
        assert high >= low - DEVIATIONS * sqrt(share * (1 - share) * (1 / few + 1 / many)), table


def test_most_values_are_read_with_confidence(table: list[tuple[float, float, int]]) -> None:
    assert sum(n for c, _, n in table if c > 0.9) > 0.8 * sum(n for *_, n in table)
