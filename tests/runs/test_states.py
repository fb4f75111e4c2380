from typing import get_args

import pytest

from forecast_kit.errors import RunError
from forecast_kit.runs import RunStatus, check_confirmable, check_move, check_plannable
from forecast_kit.runs.states import AFTER_STAGE, MOVES, PLANNABLE, STAGES, STANDS


def test_every_state_has_its_moves_and_its_sentence():
    states = set(get_args(RunStatus))
    assert set(MOVES) == set(STANDS) == states
    assert set().union(*MOVES.values()) <= states


def test_every_state_but_the_first_can_be_reached_and_every_one_but_the_last_left():
    assert set().union(*MOVES.values()) == set(MOVES) - {"read"}
    assert [state for state, after in MOVES.items() if not after] == ["done"]


def test_the_stages_in_their_order_lead_from_confirmed_to_waiting():
    status = "confirmed"
    for stage in STAGES:
        check_move("wf_1", status, AFTER_STAGE[stage])
        status = AFTER_STAGE[stage]
    check_move("wf_1", status, "waiting")


@pytest.mark.parametrize(("before", "after"), [("done", "waiting"), ("read", "forecast"), ("waiting", "done"), ("allocated", "waiting")])
def test_no_step_is_skipped(before, after):
    with pytest.raises(RunError, match=f"cannot become '{after}'"):
        check_move("wf_1", before, after)


def test_an_unknown_state_is_refused():
    with pytest.raises(RunError, match="'lost'"):
        check_move("wf_1", "lost", "waiting")
    with pytest.raises(RunError, match="'lost'"):
        check_plannable("wf_1", "lost")


def test_a_released_order_is_not_planned_again():
    assert set(MOVES) - PLANNABLE == {"read", "done"}


@pytest.mark.parametrize("status", sorted(set(MOVES) - {"read", "confirmed", "failed"}))
def test_what_is_planned_or_signed_is_not_confirmed_anew(status):
    with pytest.raises(RunError, match="cannot become 'confirmed'"):
        check_confirmable("wf_1", status)
