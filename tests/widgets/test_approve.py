import asyncio

import pytest

from forecast_kit.errors import GateError, PlanError
from forecast_kit.events import ApprovalOption
from forecast_kit.widgets.approve import ApprovalAnswer, ApprovalForm, ApprovalLimits

ORDER = {
    "category": "Dresses <b>",
    "buy_units": 1_000,
    "cash": 20_000.0,
    "currency": "GBP",
    "order_date": "2026-01-05",
    "season_start_date": "2026-03-02",
}
DIGEST = "ab" * 32
OPTIONS = (
    ApprovalOption(name="flat", label="Flat +20 %", expected_margin=30_000.0),
    ApprovalOption(name="newsvendor", label="Newsvendor", expected_margin=31_200.0),
    ApprovalOption(name="mine", label="Mine"),
)
MARKDOWN = {"category": "Dresses", "depth": 0.3, "currency": "GBP"}


def order(**options: object) -> ApprovalForm:
    return ApprovalForm(ORDER, DIGEST, OPTIONS, **options)


def send(form: ApprovalForm, event: str, decision: str = "accepted", **typed: object) -> None:
    values = {**form.card.values, **typed}
    form.card._handle_custom_msg({"event": event, "decision": decision, "values": values}, [])


class TestWithoutAPerson:
    def test_within_the_limits_the_named_person_accepts(self):
        form = order(approved_by="Anna", limits=ApprovalLimits(max_units=1_000, max_money=20_000))
        answer = asyncio.run(form.result())
        assert (answer.decision, answer.actor, answer.units, answer.digest) == ("accepted", "Anna", None, DIGEST)
        assert "Accepted ahead by Anna" in form.text()

    def test_beyond_a_limit_says_which_and_by_what(self):
        form = order(approved_by="Anna", limits=ApprovalLimits(max_units=800))
        with pytest.raises(GateError, match=r"1,000 units; max_units allows 800"):
            asyncio.run(form.result())

    @pytest.mark.parametrize("limits", [None, ApprovalLimits(max_markdown=0.5)])
    def test_a_name_without_a_limit_that_applies_approves_nothing(self, limits):
        with pytest.raises(GateError, match="max_units or max_money"):
            asyncio.run(order(approved_by="Anna", limits=limits).result())

    def test_nobody_named_raises(self):
        with pytest.raises(GateError, match="FORECAST_KIT_APPROVED_BY"):
            asyncio.run(order(limits=ApprovalLimits(max_units=5_000)).result())

    def test_a_markdown_is_accepted_up_to_its_depth(self):
        within = ApprovalForm(MARKDOWN, DIGEST, approved_by="Anna", limits=ApprovalLimits(max_markdown=0.3))
        assert asyncio.run(within.result()).decision == "accepted"
        beyond = ApprovalForm(MARKDOWN, DIGEST, approved_by="Anna", limits=ApprovalLimits(max_markdown=0.2))
        with pytest.raises(GateError, match=r"30 %; max_markdown allows 20 %"):
            asyncio.run(beyond.result())


@pytest.mark.usefixtures("person")
class TestWithAPerson:
    def opened(self, **options: object) -> ApprovalForm:
        form = order(approved_by="Anna", **options)
        form.show()
        return form

    def test_accepting(self):
        form = self.opened()
        send(form, "decide")
        assert asyncio.run(form.result()) == ApprovalAnswer("accepted", "Anna", "", None, DIGEST)
        assert not form.card.enabled

    def test_changing_the_units(self):
        form = self.opened()
        send(form, "draft", units=1_200, revision=1)
        assert form.card.check == {
            "revision": 1,
            "accept": "Accept 1,200 units instead",
            "cash": "£24,000",
            "problem": "",
            "facts": [],
        }
        send(form, "decide", units=1_200, reason="an extra store")
        assert asyncio.run(form.result()) == ApprovalAnswer("modified", "Anna", "an extra store", 1_200, DIGEST)
        assert "Changed to 1,200 units, £24,000 by Anna: an extra store" in form.text()

    def test_other_units_show_what_they_lead_to_beside_the_proposal(self):
        form = self.opened(facts=[("To stores", "550")], consequences=lambda pieces: [("To stores", str(pieces // 2))])
        assert form.card.check["facts"] == [["To stores", "550"]]
        send(form, "draft", units=1_200)
        assert form.card.check["facts"] == [["To stores", "550", "600"]]

    def test_units_that_make_no_plan_cannot_be_accepted(self):
        def refuse(pieces: int):
            raise PlanError(f"{pieces} units do not make a plan.")

        form = self.opened(facts=[("To stores", "550")], consequences=refuse)
        send(form, "decide", units=1)
        assert form._settled is None
        assert "1 units do not make a plan" in form.card.check["problem"]

    def test_a_decision_can_be_taken_back_only_where_that_is_offered(self):
        form = self.opened()
        taken_back = []
        form.on_undo = lambda: taken_back.append("undo")
        send(form, "undo")
        form.stand("Accepted by Anna", undoable=True)
        send(form, "undo")
        send(form, "undo")
        assert taken_back == ["undo"]

    def test_an_answer_given_elsewhere_ends_the_wait(self):
        form = self.opened()

        async def waited() -> ApprovalAnswer:
            asyncio.get_running_loop().call_later(0.01, form.answer, elsewhere)
            return await form.result()

        elsewhere = ApprovalAnswer("rejected", "Ben", "too early", None, DIGEST)
        assert asyncio.run(waited()) == elsewhere
        assert not form.card.enabled

    def test_rejecting_needs_a_reason(self):
        form = self.opened()
        send(form, "decide", "rejected", reason="  ")
        assert form._settled is None
        send(form, "decide", "rejected", reason="too early")
        assert asyncio.run(form.result()) == ApprovalAnswer("rejected", "Anna", "too early", None, DIGEST)

    @pytest.mark.parametrize("typed", [{"units": -1}, {"units": None}, {"units": 1.5}, {"units": True}, {"name": " "}])
    def test_what_cannot_be_accepted_is_not(self, typed):
        form = self.opened()
        send(form, "decide", **typed)
        assert form._settled is None
        assert form.card.check["problem"]

    def test_limits_hold_for_a_person_as_well(self):
        form = self.opened(limits=ApprovalLimits(max_money=21_000))
        send(form, "decide", units=1_100)
        assert form._settled is None
        assert "max_money allows £21,000" in form.card.check["problem"]
        send(form, "decide", units=1_050)
        assert asyncio.run(form.result()).units == 1_050

    def test_another_markdown_than_the_proposed_one(self):
        form = ApprovalForm(
            MARKDOWN, DIGEST, (ApprovalOption(name="do nothing", label="Do nothing"),), approved_by="Anna"
        )
        form.show()
        send(form, "decide", option="give it away")
        assert form._settled is None
        send(form, "decide", option="do nothing")
        answer = asyncio.run(form.result())
        assert (answer.decision, answer.option) == ("modified", "do nothing")

    def test_another_markdown_cannot_be_checked_against_a_limit(self):
        option = ApprovalOption(name="clears", label="Clears")
        form = ApprovalForm(MARKDOWN, DIGEST, (option,), approved_by="Anna", limits=ApprovalLimits(max_markdown=0.4))
        form.show()
        send(form, "decide", option="clears")
        assert form._settled is None

    def test_nothing_is_decided_by_a_form_that_is_not_open(self):
        form = order(approved_by="Anna")
        send(form, "decide")
        assert form._settled is None


def test_the_summary_has_money_beside_every_option_and_escapes_text():
    form = order(facts=[("To stores <i>", "600 units")])
    html = form._repr_mimebundle_()["text/html"]
    assert "Dresses &lt;b&gt;" in html
    assert "−£1,200" in html
    assert "earns most" in html
    assert "To stores &lt;i&gt;" in html
    assert "To stores <i>: 600 units" in form.text()
    assert "order by Mon 5 Jan 2026" in form.text()
    assert DIGEST[:12] in form.text()
    assert "Mine: expected margin — (—)" in form.text()
