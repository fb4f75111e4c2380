from forecast_kit.widgets.confirmation import Consequences


def test_the_footer_is_rounded_as_people_speak():
    told = dict(Consequences((46_254, 51_288), 27_882, 22_813, cash=(740_064.0, 820_608.0)).tiles())
    assert told == {
        "To buy": "46,300 to 51,300 units",
        "Cash": "£740,100 to £820,600",
        "To stores at opening": "27,900 units",
        "Kept in the DC": "22,800 units",
    }


def test_one_figure_is_no_range_and_unknown_money_is_a_dash():
    told = dict(Consequences((600, 600), 600, 0).tiles())
    assert told["To buy"] == "600 units"
    assert told["Cash"] == "—"
