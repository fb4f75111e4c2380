def test_the_last_season_is_decided_again_in_money(call):
    answer = call("replay")
    assert answer.code == 0, answer.err
    for words in ("As it happened", "Rule of thumb", "Perfect hindsight", "Gross margin", "Sell-through by week"):
        assert words in answer.out
    assert "Women's Dresses: 12 weeks from 3 March 2025" in answer.out


def test_the_record_of_the_sample_sells_what_the_sample_sold(call):
    document = call("replay", "dresses", "--json").json
    own = document["policies"]["As it happened"]["totals"]
    assert own["buy_units"] == 58_008
    assert round(own["units_sold"]) == 51_849


def test_the_same_question_gets_the_same_bytes_the_sweep_too(call, tmp_path):
    asked = ("replay", "dresses", "--weeks", 6, "--sweep", "--json")
    first, again = call(*asked), call(*asked)
    assert first.code == 0, first.err
    assert first.out == again.out
    assert first.json["sweep"]["scenarios"] == 500


def test_settings_can_be_said(call, tmp_path):
    answer = call(
        "replay", "shirts", "--season", "2025-09-01", "--weeks", 8, "--holdback", 0.2, "--replenishment", "none",
        "--checkpoint", 0, "--out", tmp_path / "numbers", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    parameters = answer.json["parameters"]
    assert parameters["replenishment_strategy"] == "none"
    assert parameters["dc_holdback_percentage"] == 0.2
    assert parameters["markdown_checkpoint_week"] is None
    assert (tmp_path / "numbers/replay_weeks.csv").is_file()


def test_faults_are_one_sentence_and_wrong_calls_exit_with_2(call):
    assert call("replay", "hats").code == 1
    late = call("replay", "dresses", "--season", "2025-12-01")
    assert late.code == 1
    assert "is not over in the sales" in late.err
    assert "Traceback" not in late.err
    assert call("replay", "--holdback", 45).code == 2
    assert call("replay", "--season", "soon").code == 2
    assert call("replay", "--last-season", "somewhere").code == 2
