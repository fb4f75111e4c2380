from datetime import date

import pytest

from forecast_kit.extraction import extract_parameters
from forecast_kit.season import PARAMETER_NAMES

TODAY = date(2026, 3, 4)
LENGTH, START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD = PARAMETER_NAMES


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("8 weeks of hats", LENGTH, "The season is 8 weeks long."),
        ("1 week of hats", LENGTH, "The season is 1 week long."),
        ("half a year of hats", LENGTH, "Half a year is 26 weeks."),
        ("5 months of hats", LENGTH, "5 months are 21.7 weeks, rounded to 22."),
        ("8-10 weeks of hats", LENGTH, "Of 8 to 10 weeks the first is taken: 8 weeks."),
        ("12 weeks of hats. Make it two weeks longer.", LENGTH, "12 weeks made 2 weeks longer is 14 weeks."),
        (
            "hats from 4 May to 30 June 2026",
            LENGTH,
            "Mon 4 May 2026 to Tue 30 Jun 2026 is 58 days, rounded up to 9 weeks.",
        ),
        ("hats", LENGTH, "Nothing is said of the season's length: 12 weeks, the default."),
        ("hats from 4 May 2026", START, "The season starts on Mon 4 May 2026."),
        ("hats from 4 May", START, "No year is given, so it is the next one: Mon 4 May 2026."),
        ("hats from June", START, "A month alone means its first day: Mon 1 Jun 2026."),
        ("hats from mid-June", START, "The middle of a month means the 15th: Mon 15 Jun 2026."),
        ("hats from w/c 6 May", START, "The Monday of that week is Mon 4 May 2026."),
        ("hats start next Friday", START, "Counted from today, that is Fri 6 Mar 2026."),
        ("hats start on Easter Monday", START, "By the calendar, that is Mon 6 Apr 2026."),
        ("from 1 October to 30 December 2027", START, "It takes its year from the end of the season: Fri 1 Oct 2027."),
        ("replenish fortnightly", STRATEGY, "Stores are topped up every two weeks."),
        ("no replenishment", STRATEGY, "Stores are not topped up after opening."),
        ("hold 40%", HOLDBACK, "40 % of the buy is held back in the DC."),
        ("nothing held", HOLDBACK, "Nothing is held back."),
        ("70% goes out at launch", HOLDBACK, "70 % of the buy goes out at opening, so 30 % is held back."),
        ("3,000 of the 10,000 units remain in the DC", HOLDBACK, "30 % of the buy is held back in the DC."),
        ("markdowns in week 6", CHECKPOINT, "Markdowns are decided after week 6."),
        ("10 weeks, markdowns halfway", CHECKPOINT, "Halfway through a season of 10 weeks is week 5."),
        (
            "10 weeks, markdown check four weeks before the end",
            CHECKPOINT,
            "4 weeks before the end of a season of 10 weeks is week 6.",
        ),
        ("10 weeks, markdowns after 6 weeks", CHECKPOINT, "6 weeks into the season is week 6."),
        ("no markdowns", CHECKPOINT, "The brief rules markdowns out."),
        ("markdowns in week 6 below 55%", THRESHOLD, "Prices are cut if less than 55 % is sold by then."),
        (
            "markdowns in week 6 if more than 40% is unsold",
            THRESHOLD,
            "More than 40 % unsold is less than 60 % sold.",
        ),
        ("markdowns in week 6", THRESHOLD, "Nothing is said of the markdown threshold: 60 % sold, the default."),
        ("hats", THRESHOLD, "Without a markdown check there is no threshold."),
    ],
)
def test_a_reason_is_a_sentence_to_the_planner(text: str, name: str, reason: str) -> None:
    fields = extract_parameters(text, today=TODAY, engine="rules").fields
    assert fields[name].reason == reason
