"""The gate before money is spent, as the notebook has it: two cells, a person, a name given ahead, a colleague."""

import asyncio
import shutil

import pytest

from forecast_kit.errors import GateError
from forecast_kit.widgets import approve, gate
from forecast_kit.workbench import Workbench, signing
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF, write_data
from tests.workbench.samples import settings


@pytest.fixture(scope="module")
def planned(tmp_path_factory, sqlite_template):
    """A database in which an order waits, and its run; planned once for all tests here."""
    folder = tmp_path_factory.mktemp("signing")
    database = shutil.copy(sqlite_template, folder / "planned.db")
    bench = Workbench(
        data_dir=write_data(folder / "data"), database_url=f"sqlite:///{database}", as_of=AS_OF, settings=settings()
    )
    reading = bench.read(BRIEF)
    bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
    run = asyncio.run(bench.plan(reading.run_id)).run_id
    bench.database.close()
    return database, run


@pytest.fixture
def bench(planned, tmp_path):
    database = shutil.copy(planned[0], tmp_path / "workbench.db")
    return Workbench(database_url=f"sqlite:///{database}", as_of=AS_OF, settings=settings())


@pytest.fixture
def run(planned):
    return planned[1]


@pytest.fixture
def person(monkeypatch):
    for module in (gate, approve):
        monkeypatch.setattr(module, "can_ask", lambda: True)
    monkeypatch.setattr(signing, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(gate, "POLL_SECONDS", 0.01)


def press(asked, decision="accepted", **typed):
    values = {**asked.form.card.values, "name": "Ada", **typed}
    asked.form.card._handle_custom_msg({"event": "decide", "decision": decision, "values": values}, [])


def answered(asked, decision="accepted", **typed):
    """A person types and presses a button, and the second cell is run."""
    asked.show()
    press(asked, decision, **typed)
    return asyncio.run(asked.result())


class TestWithoutAPerson:
    def test_within_the_limits_the_named_person_signs(self, bench, run):
        approval = asyncio.run(bench.approve(run, approved_by="Ada", max_units=100_000).result())
        assert (approval.status, approval.actor, approval.reason) == (
            "accepted",
            "Ada",
            "within the limits given ahead",
        )
        assert bench.runs.get(run).status == "approved"

    def test_beyond_a_limit_it_stops_and_goes_on_waiting(self, bench, run):
        asked = bench.approve(run, approved_by="Ada", max_units=10)
        with pytest.raises(GateError, match=r"max_units allows 10, so it is [\d,]+ over"):
            asyncio.run(asked.result())
        assert bench.approvals.order_of(run).status == "pending"

    def test_nobody_named_stops_at_once_and_says_what_to_do(self, bench, run, monkeypatch):
        monkeypatch.setattr(gate, "get_settings", settings)
        with pytest.raises(GateError, match="Nobody is here to approve this.*approved_by"):
            asyncio.run(bench.approve(run).result())

    def test_limits_of_the_settings_stand_in_where_none_is_given(self):
        own = settings(max_units=7, max_markdown=0.2)
        assert signing.limits_of(own, None, None, None) == signing.ApprovalLimits(7, None, 0.2)
        assert signing.limits_of(own, None, 500.0, None) == signing.ApprovalLimits(None, 500.0, None)

    def test_what_is_signed_is_told_in_a_planners_words(self, bench, run):
        told = bench.approve(run).form.text()
        plan = bench.runs.plan(run)
        assert f"Stores open with: {plan.allocation.store_units:,} units" in told
        assert f"DC holds back: {plan.allocation.dc_units:,} units (40 %)" in told
        assert "Order by: Mon 17 Feb 2025" in told


@pytest.mark.usefixtures("person")
class TestWithAPerson:
    def test_accepting_is_kept_and_shown_again_when_asked_anew(self, bench, run):
        approval = answered(bench.approve(run), reason="on budget")
        assert bench.approvals.show(approval.id).status == approval.status == "accepted"
        again = bench.approve(run)
        assert asyncio.run(again.result()) == approval
        assert "Accepted by Ada on" in again.form.text()
        assert again.form.card.undoable

    def test_units_typed_in_are_planned_shown_and_signed_as_shown(self, bench, run):
        before = bench.runs.plan(run)
        asked = bench.approve(run)
        asked.show()
        values = {**asked.form.card.values, "name": "Ada", "units": 900}
        asked.form.card._handle_custom_msg({"event": "draft", "values": values}, [])
        shown = {label: changed for label, _, changed in asked.form.card.check["facts"]}
        press(asked, units=900, reason="two more stores")
        approval = asyncio.run(asked.result())
        plan = bench.runs.plan(run)
        assert (approval.status, plan.buy.buy_units, plan.buy.chosen) == ("accepted", 900, "mine")
        assert shown["Stores open with"].startswith(f"{plan.allocation.store_units:,} units")
        assert approval.payload == plan.order_payload
        assert plan.digest != before.digest
        assert f"{approval.digest[:12]}" in asked.form.text()
        assert "Order: 900 units" in asked.form.text()
        assert [a.status for a in bench.runs.approvals(run)] == ["modified", "accepted"]

    def test_another_of_the_options_is_taken_as_that_option(self, bench, run):
        asked = bench.approve(run)
        (_, pieces), *_ = asked._ways()
        answered(asked, units=pieces)
        assert bench.runs.plan(run).buy.chosen != "mine"
        assert bench.runs.plan(run).buy.buy_units == pieces

    def test_rejected_with_a_reason_the_run_can_be_planned_again(self, bench, run):
        approval = answered(bench.approve(run), "rejected", reason="too early")
        assert (approval.status, approval.reason) == ("rejected", "too early")
        assert bench.runs.get(run).status == "confirmed"

    def test_undone_before_it_takes_effect_it_waits_again(self, bench, run):
        asked = bench.approve(run)

        async def changes_her_mind():
            asked.show()
            press(asked)
            first = await asked.result()
            asked.form.card._handle_custom_msg({"event": "undo"}, [])
            await asked._undoing
            assert bench.approvals.show(first.id).status == "pending"
            assert "Taken back by Ada" in asked.form.text()
            asyncio.get_running_loop().call_later(0.02, press, asked, "rejected")
            asyncio.get_running_loop().call_later(0.04, lambda: press(asked, "rejected", reason="after all"))
            return await asked.result()

        assert asyncio.run(changes_her_mind()).status == "rejected"

    def test_a_changed_order_undone_waits_as_changed_and_every_turn_is_told(self, bench, run):
        turns = []
        asked = bench.approve(run, on_change=lambda: turns.append(bench.approvals.order_of(run).status))

        async def changes_her_mind():
            asked.show()
            press(asked, units=900)
            await asked.result()
            asked.form.card._handle_custom_msg({"event": "undo"}, [])
            await asked._undoing

        asyncio.run(changes_her_mind())
        order = bench.approvals.order_of(run)
        assert (order.status, order.payload["buy_units"]) == ("pending", 900)
        assert asked.form.card.spec["units"] == 900
        assert turns == ["pending", "accepted", "pending"]

    def test_what_has_taken_effect_cannot_be_undone(self, bench, run):
        approval = answered(bench.approve(run))
        bench.approvals.release(approval.id, "Ada")
        again = bench.approve(run)
        assert not again.form.card.undoable
        assert "it took effect on" in again.form.text()

    def test_a_colleague_who_signs_elsewhere_ends_the_wait(self, bench, run):
        elsewhere = Workbench(database_url=bench.database.url, as_of=AS_OF, settings=settings())
        asked = bench.approve(run)

        async def waits():
            order = bench.approvals.order_of(run).id
            asyncio.get_running_loop().call_later(0.05, elsewhere.approvals.accept, order, "Ben")
            asked.show()
            return await asked.result()

        assert asyncio.run(waits()).actor == "Ben"
        assert "Accepted by Ben" in asked.form.text()

    def test_who_presses_second_is_told_who_was_first(self, bench, run):
        asked = bench.approve(run)
        asked.show()
        press(asked, "rejected", reason="too dear")
        bench.approvals.accept(bench.approvals.order_of(run).id, "Ben")
        assert asyncio.run(asked.result()).actor == "Ben"
        assert "Accepted by Ben" in asked.form.text()

    def test_a_colleague_who_changes_the_order_elsewhere_brings_up_the_new_one(self, bench, run):
        asked = bench.approve(run)
        first = asked.approval.id

        async def waits():
            loop = asyncio.get_running_loop()
            loop.call_later(0.05, bench.approvals.modify, first, "Ben", {"buy_units": 900})

            def sign_the_new_one():
                if asked.approval.id == first or not asked.form.card.enabled:
                    loop.call_later(0.05, sign_the_new_one)
                    return
                press(asked)

            loop.call_later(0.1, sign_the_new_one)
            asked.show()
            return await asked.result()

        approval = asyncio.run(waits())
        assert (approval.status, approval.payload["buy_units"], approval.id != first) == ("accepted", 900, True)
