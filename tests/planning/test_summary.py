from forecast_kit.planning import summarise
from tests.builders import season_plan


def sections():
    return {section.key: section for section in summarise(season_plan())}


def test_the_sections_stand_in_the_order_every_face_shows():
    assert list(sections()) == [
        "header", "flow", "options", "reconciliation", "tiers", "replenishment", "choices", "risks", "assumptions",
        "digest",
    ]  # fmt: skip


def test_every_table_is_rectangular_and_says_how_its_columns_align():
    for section in sections().values():
        assert all(len(row) == len(section.headers) for row in section.rows), section.key
        assert len(section.align) == len(section.headers)


def test_the_taken_buy_is_marked_and_the_rules_stand_side_by_side():
    assert sections()["options"].headers == ("", "Flat ◂ taken", "Recommended")


def test_the_digest_is_last_and_folded():
    digest = sections()["digest"]
    assert digest.folded
    assert season_plan().digest in digest.lines[0]


def test_a_choice_against_the_better_option_shows_what_it_costs():
    assert sections()["choices"].rows[0][2] == "−£100"
