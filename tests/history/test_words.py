from forecast_kit.history.words import counted, named


def test_one_is_not_many() -> None:
    assert [counted(n, "category") for n in (0, 1, 2)] == ["0 categories", "1 category", "2 categories"]


def test_a_list_that_fits_is_shown_whole() -> None:
    assert named(["a", "b"], most=2) == "a, b"
