import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.brief_html import extraction_html, marked
from forecast_kit.extraction import extract_parameters
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
PLACES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4)
TAGS = re.compile(r'<mark title="[^"]*">|</mark>|<span class="fk-unread" title="Not understood">|</span>')


def within(text, *places):
    ends = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in places]
    return [(start, end) for start, end in ends]


@given(text=st.text(max_size=20), spans=SPANS, unread=PLACES)
def test_marking_never_loses_or_doubles_a_character(text, spans, unread):
    inside = [(*place, title) for start, end, title in spans for place in within(text, (start, end))]
    html = marked(text, inside, within(text, *unread))
    assert unescape(TAGS.sub("", html)) == text


def test_words_that_became_two_things_say_both():
    html = marked("a quarter from May", [(2, 9, "Season length"), (2, 9, "Held back"), (5, 18, "Season starts")])
    assert '<mark title="Season length; Held back">qua</mark>' in html
    assert '<mark title="Season length; Held back; Season starts">rter</mark>' in html
    assert '<mark title="Season starts"> from May</mark>' in html


def test_unread_words_have_a_dotted_line_unless_they_became_something():
    html = marked("hold 45% zebras", [(0, 8, "Held back")], [(0, 4), (9, 15)])
    assert html == (
        '<mark title="Held back">hold</mark><mark title="Held back"> 45%</mark> '
        '<span class="fk-unread" title="Not understood">zebras</span>'
    )


def test_a_read_brief_shows_what_became_of_its_words_with_a_legend():
    html = extract_parameters("Hats, hold 45%, zebras", today=date(2026, 3, 4), engine="rules")._repr_html_()
    assert '<mark title="Goods">Hats</mark>, hold <mark title="Held back in the DC">45%</mark>, ' in html
    assert '<span class="fk-unread" title="Not understood">zebras</span>' in html
    assert "became a setting" in html
    assert "was not understood" in html
    assert "text-decoration:underline dotted" in html
    assert "confidence" not in html


def test_what_the_other_engine_read_stands_beside_the_value():
    told = read()
    fields = told.fields | {
        "dc_holdback_percentage": told.fields["dc_holdback_percentage"].model_copy(
            update={"rival": "The language model read 54 % (“<b>54</b>”)."}
        )
    }
    html = extraction_html(told.model_copy(update={"fields": fields}))
    assert "▲ The language model read 54 % (“&lt;b&gt;54&lt;/b&gt;”)." in html


@pytest.mark.parametrize(
    "text",
    [
        "hold <script>alert(1)</script> 45% of hats",
        "hold 45% of 'hats\" onmouseover=alert(1)",
        "hold 45% مرحبا بالعالم of hats",
        "hold \u202e45% of hats",
        "hold 45% of hats 👗🏽",
        "hold 45% of \ud83d hats \ude00",
    ],
)
def test_hostile_text_is_shown_as_text(text):
    page = Page()
    html = extract_parameters(text, today=date(2026, 3, 4), engine="rules")._repr_html_()
    page.feed(html.encode("utf-8").decode("utf-8"))
    assert page.opened <= {"style", "div", "mark", "span", "p", "table", "tbody", "tr", "th", "td", "bdi"}
    assert page.attributes <= {"class", "dir", "title", "scope"}
    assert page.depth == 0
    assert page.brief == re.sub("[\ud800-\udfff]", "\ufffd", text)


class Page(HTMLParser):
    """What a browser would make of the page: its elements, attributes, and the text of the brief."""

    def __init__(self):
        super().__init__()
        self.opened, self.attributes, self.depth, self.brief, self.inside = set(), set(), 0, "", 0

    def handle_starttag(self, tag, attrs):
        self.opened.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.depth += 1
        self.inside += bool(self.inside) or ("class", "fk-brief") in attrs

    def handle_endtag(self, tag):
        self.depth -= 1
        self.inside -= bool(self.inside)

    def handle_data(self, data):
        self.brief += data if self.inside else ""
