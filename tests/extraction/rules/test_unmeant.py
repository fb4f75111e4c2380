"""What is said but not meant: opinions overruled, wishes, values taken back, older mails, headings that deny."""

import pytest

from forecast_kit.extraction.rules.cadences import CadenceReader
from forecast_kit.extraction.rules.grammar import understand
from forecast_kit.extraction.rules.headings import with_denials
from forecast_kit.extraction.rules.tokens import tokenise
from forecast_kit.extraction.rules.values import Cadence


def counting(text: str, kind: str) -> list[str]:
    """The words of the quantities of a kind that count."""
    return [s.term.text for s in understand(text).spots if s.term.key == kind and not s.dropped and not s.past]


@pytest.mark.parametrize(
    "text",
    [
        "Buyer says week 6 for the markdown, I say week 8, and I win",
        "My partner suggested a markdown in week 6; I've told him week 8",
        "whatever the template says about week 6, markdown in week 8",
        "A markdown in week 6 was floated and turned down. Week 8.",
        "markdown week 6, oh go on, week 8",
        "markdown sits in week 6? NO - minute corrected at Tom's request, it sits in week 8",
    ],
)
def test_an_overruled_week_does_not_count(text: str) -> None:
    assert counting(text, "#week") == ["week 8"]


@pytest.mark.parametrize(
    "text",
    [
        "Tara wants week 8 for markdowns. No top-ups.",
        "Colin insists on week 8 and I agree",
        "markdown week 8, I said yes",
    ],
)
def test_an_opinion_nobody_overrules_counts(text: str) -> None:
    assert counting(text, "#week") == ["week 8"]


def test_what_would_be_is_weak_and_stands_where_nothing_else_is_said() -> None:
    assert counting("If the DC had room I'd hold 60 %, but it doesn't, so it's 25 %", "#share") == ["25 %"]
    wish = understand("We'd love to hold 60 %, but who knows").spots[0]
    assert (wish.past, wish.dropped) == ("weak", "")


def test_a_correction_does_not_reach_a_value_of_another_topic() -> None:
    assert counting("hold 40 %, sorry, and mark down below 60 %", "#share") == ["40 %", "60 %"]
    assert counting("hold 40 %, sorry, wrong sheet, hold 30 %", "#share") == ["30 %"]


def test_calling_a_value_off_reaches_every_mention_of_it() -> None:
    text = "25 % kept in the DC. Challenge me on it. PS Ignore the 25 % above, they can only house 15 %."
    assert counting(text, "#share") == ["15 %"]


def test_quoted_mail_is_weak_beside_the_answer_and_counts_alone() -> None:
    assert counting("14 weeks please\n> From: Marcus\n> I'd prefer 16 weeks", "#duration") == ["14 weeks"]
    assert counting("[2] Ian: 9 weeks\n[1] Bev: 20 weeks surely?", "#duration") == ["9 weeks"]
    assert counting("> length: 14 weeks\n> weekly", "#duration") == ["14 weeks"]


def test_a_denying_heading_denies_every_point_under_it() -> None:
    keys = [t.key for t in with_denials(tokenise("DO\n- go weekly\nDON'T\n- hold any\n- mark down\nthanks"))]
    assert " ".join(keys) == "do break - go weekly break not break - not hold any break - not markdown break thanks"


@pytest.mark.parametrize(
    ("text", "strategy"),
    [
        ("one lorry", "none"),
        ("a lorry", None),
        ("one lorry a fortnight", "bi-weekly"),
        ("single big shipment", "none"),
        ("one van to every store each week", None),
        ("once they've gone out they've gone out", "none"),
        ("once the stock is in", None),
        ("14 day rhythm", "bi-weekly"),
        ("9 week cycle", None),
        ("1 x in 2 weeks", "bi-weekly"),
    ],
)
def test_a_rhythm_is_read_at_its_first_word(text: str, strategy: str | None) -> None:
    found = CadenceReader(tokenise(text)).read(0)
    value = found[1] if found else None
    assert (value.strategy if isinstance(value, Cadence) else None) == strategy
