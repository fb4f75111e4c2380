import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import BriefError
from forecast_kit.extraction.rules.text import clean


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("hold \uff14\uff10%", "hold 40%"),
        ("replen\u00adish\u200b every\u2009two weeks", "replenish every two weeks"),
        ("\u202e12 weeks\u202c", "12 weeks"),
        ("2\u00bd months", "2 1/2 months"),
        ("Valentine\u2019s \u2013 10 weeks", "Valentine's  -  10 weeks"),
        ("mugs \ud83d 8", "mugs  8"),
        ("ST \u2264 40", "ST < 40"),
    ],
)
def test_what_looks_like_text_is_read_as_it_looks(written: str, read: str) -> None:
    assert clean(written).text == read


def test_markup_goes_but_a_less_than_sign_stays() -> None:
    read = clean("<script>alert(1)</script><b>Candles</b>, ST <40, <img src=x")
    assert read.text.split() == ["Candles", ",", "ST", "<40,", "<img", "src=x"]
    assert read.has_markup


@pytest.mark.parametrize("empty", ["", " \n\t ", "\u200b\u200b", "?!", "<b></b>"])
def test_nothing_to_read_is_refused(empty: str) -> None:
    with pytest.raises(BriefError, match="empty"):
        clean(empty)


@given(st.text(min_size=1, max_size=60))
def test_every_character_read_is_traceable(text: str) -> None:
    try:
        read = clean(text)
    except BriefError:
        return
    assert len(read.text) == len(read.origin)
    assert list(read.origin) == sorted(read.origin)
    assert all(0 <= i < len(text) for i in read.origin)
