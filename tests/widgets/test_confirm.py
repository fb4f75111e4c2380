import asyncio

import pytest

from forecast_kit.errors import GateError, PlanError
from forecast_kit.season import PARAMETER_NAMES
from forecast_kit.widgets.confirm import Confirmation, ConfirmForm, Consequences, Edit
from forecast_kit.widgets.season_form import shown_values
from tests.widgets.samples import consequences, facts, read_brief

HORIZON, HOLDBACK, CHECKPOINT = "forecast_horizon_weeks", "dc_holdback_percentage", "markdown_checkpoint_week"


def send(form: ConfirmForm, event: str, **typed: object) -> None:
    """What the browser sends: the button, and what the controls hold."""
    values = {**form.dialog.values, **typed}
    content = {"event": event, "values": values} if event in ("draft", "confirm") else {"event": event}
    form.dialog._handle_custom_msg(content, [])


def opened(**options: object) -> ConfirmForm:
    form = ConfirmForm(read_brief(), facts=facts, confirmed_by="Anna", **options)
    form.show()
    return form


class TestWithoutAPerson:
    def test_the_named_person_confirms_what_was_read(self):
        form = ConfirmForm(read_brief(), confirmed_by="Anna")
        assert asyncio.run(form.result()) == Confirmation(read_brief().parameters, "Anna")
        assert "Confirmed ahead by Anna" in form.text()

    def test_nobody_named_raises(self):
        with pytest.raises(GateError, match="confirmed_by"):
            asyncio.run(ConfirmForm(read_brief()).result())

    def test_no_widget_is_made_and_the_summary_is_plain(self, capsys):
        form = ConfirmForm(read_brief(), confirmed_by="Anna")
        form.show()
        assert "dialog" not in vars(form)
        assert "33.33 %" in form.text()
        assert "● stated: “10 weeks”" in form.text()
        assert "▲ On plan 52 %" in form.text()


@pytest.mark.usefixtures("person")
class TestWithAPerson:
    def test_confirming_gives_the_parameters_the_name_and_the_edits(self):
        form = opened()
        send(form, "confirm", **{HORIZON: 14, HOLDBACK: 45, "confirmed_by": " Ben "})
        confirmation = asyncio.run(form.result())
        assert confirmation.parameters.forecast_horizon_weeks == 14
        assert confirmation.parameters.dc_holdback_percentage == 0.45
        assert confirmation.confirmed_by == "Ben"
        assert confirmation.edits == (Edit(HORIZON, 10, 14), Edit(HOLDBACK, 1 / 3, 0.45))
        assert not form.dialog.shown
        assert form.dialog.standing == "Confirmed by Ben"

    def test_confirming_what_was_read_edits_nothing(self):
        form = opened()
        send(form, "confirm")
        assert asyncio.run(form.result()) == Confirmation(read_brief().parameters, "Anna")

    def test_switching_the_check_off_takes_the_threshold_with_it(self):
        form = opened()
        send(form, "confirm", **{CHECKPOINT: None})
        edits = asyncio.run(form.result()).edits
        assert edits == (Edit(CHECKPOINT, 6, None), Edit("markdown_threshold", 0.55, None))

    @pytest.mark.parametrize("typed", [{HORIZON: 5}, {HOLDBACK: None}, {"confirmed_by": "  "}])
    def test_an_impossible_season_stays_open_with_the_reason(self, typed):
        form = opened()
        send(form, "confirm", **typed)
        assert form.dialog.check["problems"]
        assert form.dialog.shown
        assert form._settled is None

    @pytest.mark.parametrize("message", [None, "confirm", {"event": "confirm", "values": None}, {"event": "rm -rf"}])
    def test_a_message_that_is_not_one_of_ours_does_nothing(self, message):
        form = opened()
        form.dialog._handle_custom_msg(message, [])
        assert form._settled is None

    def test_cancel_raises_what_to_do_and_the_next_run_asks_again(self):
        form = opened()
        send(form, "cancel")
        with pytest.raises(GateError, match=r"not confirmed.*Run this cell again"):
            asyncio.run(form.result())
        assert form.dialog.standing == "Closed without confirming"

        async def again() -> Confirmation:
            asyncio.get_running_loop().call_later(0.05, send, form, "confirm")
            return await form.result()

        assert asyncio.run(again()).confirmed_by == "Anna"

    def test_reopened_and_closed_keeps_what_was_confirmed(self):
        form = opened()
        send(form, "confirm")
        send(form, "reopen")
        assert form.dialog.shown
        send(form, "cancel")
        assert asyncio.run(form.result()).edits == ()

    def test_confirming_again_replaces_and_says_to_run_the_cells_below(self):
        form = opened()
        send(form, "confirm")
        send(form, "reopen")
        send(form, "confirm", **{HORIZON: 20})
        assert asyncio.run(form.result()).parameters.forecast_horizon_weeks == 20
        assert "Run the cells below again" in form.dialog.standing

    def test_every_draft_is_judged_with_its_consequences(self):
        form = opened(consequences=consequences)
        assert form.dialog.check["tiles"][0] == ["To buy", "6,800 to 9,200 units"]
        send(form, "draft", **{HORIZON: 12, "revision": 7})
        check = form.dialog.check
        assert check["revision"] == 7
        assert check["meanings"][HORIZON] == ["last day Sun 31 May 2026"]
        assert dict(check["tiles"])["Cash"] == "£101,200 to £136,900"
        assert "landed cost £12.40" in check["note"]

    def test_consequences_that_cannot_be_computed_say_why_and_do_not_stop_the_form(self):
        def fails(_: object) -> Consequences:
            raise PlanError("There are only 3 weeks of sales.", "Load more.")

        form = opened(consequences=fails)
        assert form.dialog.check["warnings"][-1] == "There are only 3 weeks of sales. Load more."
        send(form, "confirm")
        assert asyncio.run(form.result()).confirmed_by == "Anna"

    def test_words_about_a_setting_stand_in_its_row(self):
        told = Consequences((10, 10), 5, 5, by_setting={HOLDBACK: "5 units wait in the DC"})
        form = opened(consequences=lambda _: told)
        assert form.dialog.check["meanings"][HOLDBACK] == ["66.7 % to stores at opening", "5 units wait in the DC"]
        assert dict(form.dialog.check["tiles"])["To buy"] == "10 units"
        assert dict(form.dialog.check["tiles"])["Cash"] == "—"

    def test_what_the_browser_gets_is_json_and_shows_percentages(self):
        form = opened()
        assert form.dialog.values[HOLDBACK] == 33.33
        assert form.dialog.spec["read"] == shown_values(read_brief().parameters)
        assert {row["name"] for row in form.dialog.spec["rows"]} == set(PARAMETER_NAMES)

    def test_the_summary_names_edits_and_escapes_the_brief(self):
        form = opened()
        send(form, "confirm", **{HORIZON: 14})
        html = form._repr_mimebundle_()["text/html"]
        assert "✎ changed from 10 weeks" in html
        assert "<script>" not in html
        assert "<b>below</b>" not in html
        assert "&lt;script&gt;" in html

    def test_the_facts_follow_what_is_typed(self):
        form = opened()
        assert ["Order by", "Mon 9 Feb 2026"] in form.dialog.check["facts"]
        send(form, "draft", season_start_date="2026-03-16")
        assert ["Order by", "Mon 16 Feb 2026"] in form.dialog.check["facts"]

    def test_what_was_confirmed_before_is_shown_and_answered_with_until_it_is_confirmed_anew(self):
        form = ConfirmForm(read_brief(), confirmed_by="Anna")
        earlier = Confirmation(read_brief(dc_holdback_percentage=0.2).parameters, "Ben")
        form.take_up(earlier, "Confirmed by Ben on Wed 11 Feb 2026")
        form.show()
        assert not form.dialog.shown
        assert form.dialog.values[HOLDBACK] == 20
        assert "Confirmed by Ben on Wed 11 Feb 2026" in form.text()
        assert "✎ changed from 33.33 %" in form.text()
        assert asyncio.run(form.result()) is earlier
        send(form, "reopen")
        send(form, "confirm", **{HOLDBACK: 25})
        assert asyncio.run(form.result()).parameters.dc_holdback_percentage == 0.25

    def test_a_wait_that_was_stopped_is_said_where_it_stands(self):
        async def stopped() -> None:
            form = opened()
            waiting = asyncio.ensure_future(form.result())
            await asyncio.sleep(0.05)
            waiting.cancel()
            with pytest.raises(GateError, match="Stopped while waiting for somebody to confirm the season"):
                await waiting
            assert form.dialog.standing == "Stopped before it was confirmed"

        asyncio.run(stopped())
