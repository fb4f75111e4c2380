"""`approvals` and `runs verify|resume`: the same decisions as in the notebook, with exit codes."""

import pytest

BRIEF = "8 weeks of accessories from 2 March"


@pytest.fixture
def planned(call):
    answer = call("plan", BRIEF, "--json")
    assert answer.code == 0, answer.err
    return answer.json


def test_what_waits_is_listed_shown_accepted_taken_back_and_released(call, planned):
    order = planned["approval_id"]
    assert planned["status"] == "waiting"
    assert order in [waiting["approval_id"] for waiting in call("approvals", "list", "--json").json]
    assert order in call("approvals", "list", "--run", planned["run_id"]).out
    assert "Waits for a person" in call("approvals", "show", order).out
    accepted = call("approvals", "accept", order, "--by", "Ada", "--reason", "on budget")
    assert accepted.code == 0
    assert "Accepted by Ada" in accepted.out
    assert "on budget" in accepted.out
    again = call("approvals", "accept", order, "--by", "Ben")
    assert again.code == 1
    assert "was accepted by Ada (" in again.err
    assert call("approvals", "undo", order[:8], "--json").json["status"] == "pending"
    assert call("approvals", "accept", "last", "--by", "Ada", "--json").json["actor"] == "Ada"
    assert "took effect" in call("approvals", "release", "last", "--by", "Ada").out
    twice = call("approvals", "release", "last", "--by", "Ada")
    assert twice.code == 1
    assert "was used already" in twice.err
    assert call("runs", "show", planned["run_id"], "--json").json["status"] == "done"


def test_an_order_is_changed_within_limits_and_rejected_for_a_reason(call, planned):
    order = planned["approval_id"]
    beyond = call("approvals", "modify", order, "--units", 900, "--by", "Ada", "--max-units", 880)
    assert beyond.code == 1
    assert "max_units allows 880" in beyond.err
    assert call("approvals", "modify", order, "--by", "Ada").code == 2
    new = call("approvals", "modify", order, "--units", 900, "--by", "Ada", "--json").json
    assert new["status"] == "pending"
    assert new["payload"]["buy_units"] >= 900
    assert call("approvals", "reject", new["approval_id"], "--by", "Ada").code == 2
    rejected = call("approvals", "reject", new["approval_id"], "--by", "Ada", "--reason", "Too dear.")
    assert "Rejected by Ada" in rejected.out
    assert "No longer stands" not in rejected.out
    assert call("approvals", "show", "ap_nothing").code == 1


def test_a_person_named_ahead_approves_within_limits_and_beyond_them_the_run_waits(call):
    within = call("plan", BRIEF, "--approved-by", "Ada", "--max-units", 10**6, "--json")
    assert (within.code, within.json["status"]) == (0, "approved")
    beyond = call("plan", BRIEF, "--approved-by", "Ada", "--max-units", 10)
    assert beyond.code == 1
    assert "max_units allows 10, so it is" in beyond.err
    assert "waits for approval" in beyond.out
    unlimited = call("plan", BRIEF, "--approved-by", "Ada", "--json")
    assert unlimited.code == 1
    assert unlimited.json["status"] == "waiting"
    assert "no limit to approve within" in unlimited.err
    order = unlimited.json["approval_id"]
    assert call("approvals", "accept", order, "--approved-by", "Ada", "--max-money", 1).code == 1
    assert call("approvals", "accept", order, "--approved-by", "Ada", "--max-money", 10**9).code == 0


def test_a_plan_is_verified_and_a_run_that_has_one_is_not_planned_twice(call, planned):
    run = planned["run_id"]
    verified = call("runs", "verify", run)
    assert verified.code == 0
    assert "the plan is the same" in verified.out
    assert call("runs", "verify", run, "--json").json["digest"] == planned["plan_digest"]
    resumed = call("runs", "resume", run, "--json").json
    assert (resumed["had_a_plan"], resumed["plan_digest"]) == (True, planned["plan_digest"])
    assert "is pending" in call("runs", "resume", run).out
    assert call("runs", "verify", "wf_nothing").code == 1
