"""Which days are days of a markdown decision, and which only stand near one."""

import pytest

from forecast_kit.extraction.rules.grammar import understand

DECIDED = (
    "on shelf 2 Nov, first reduction if sell-through is under 65% on 7 December",
    "open 2 Nov; review prices at the end of November if less than 60% has gone",
    "start 1 June, and if by 21 July we haven't sold 45%, prices come down",
    "starts 27 September; its markdown season starts 10 January",
)
NOT_DECIDED = (
    "sell from 10 November for 11 weeks, staff discount 30%",
    "no markdowns, ten weeks from 4 May",
    "the rails are full by 16 February, markdown in week 6",
    "promo calendar: 23 February to 1 March",
    "following Monday's call: hats hit shops 26 April",
)


@pytest.mark.parametrize("text", DECIDED)
def test_the_nearest_word_with_a_role_makes_a_day_one_of_decision(text: str) -> None:
    assert len(understand(text).days.checks) == 1


@pytest.mark.parametrize("text", NOT_DECIDED)
def test_a_day_with_another_role_is_none(text: str) -> None:
    assert understand(text).days.checks == []
