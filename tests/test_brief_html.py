from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.brief_html import extraction_html, marked
from forecast_kit.season import Extraction, FieldReading, ReadingWarning, SeasonParameters

TEXT = "10 weeks of <b>dresses</b>, hold 45%"


def read():
    season = SeasonParameters(season_start_date=date(2026, 3, 2), forecast_horizon_weeks=10)
    fields = {
        name: FieldReading(value=value, source="default", reason="nothing was said")
        for name, value in season.model_dump().items()
    }
    start = TEXT.index("45%")
    fields["dc_holdback_percentage"] = FieldReading(
        value=0.45, source="stated", quote="45%", span=(start, start + 3), reason="a share that is held"
    )
    warning = ReadingWarning(code="markup_ignored", message="Markup <script> was left out.")
    return Extraction(
        text=TEXT, today=date(2026, 1, 1), engine="rules", parameters=season, fields=fields, warnings=(warning,),
        leftover=("<i>",),
    )  # fmt: skip


def test_the_words_are_marked_in_their_place_and_nothing_of_the_brief_is_markup():
    html = extraction_html(read())
    assert 'hold <mark title="Held back in the DC">45%</mark>' in html
    assert "<b>" not in html
    assert "<script>" not in html
    assert "<i>" not in html
    assert "45 %" in html


def test_stated_and_assumed_differ_in_sign_and_word():
    html = read()._repr_html_()
    assert "● stated" in html
    assert "○ assumed" in html


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.text(max_size=3)), max_size=4)


@given(text=st.text(max_size=20), spans=SPANS)
def test_marking_never_loses_or_doubles_a_character(text, spans):
    from html import unescape

    inside = [(min(a, b, len(text)), min(max(a, b), len(text)), title) for a, b, title in spans]
    html = marked(text, [span for span in inside if span[0] < span[1]])
    import re

    assert unescape(re.sub(r'<mark title="[^"]*">|</mark>', "", html)) == text
