import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.widgets.tables import html_table


@given(st.text())
def test_no_cell_can_write_html(text):
    table = html_table(["<th>"], [[text]], caption="<caption>")
    assert "<caption>&lt;" not in table.replace("&lt;caption", "")
    assert table.count("<td") == 1
    assert table.count("<th ") == 1


def test_numbers_stand_under_each_other():
    table = html_table(["Store", "Units"], [["A", "1,200"]], align="lr")
    assert '<td style="text-align:right;vertical-align:top;font-variant-numeric:tabular-nums' in table


@pytest.mark.parametrize(("rows", "align"), [([["a", "b"]], ""), ([["a"]], "x")])
def test_a_table_that_does_not_fit_is_refused(rows, align):
    with pytest.raises(ValueError):  # noqa: PT011
        html_table(["one"], rows, align=align)
