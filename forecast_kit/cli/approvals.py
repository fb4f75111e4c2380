"""`approvals`: what waits for a person, and the person's answer."""

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast_kit.cli.options import ApprovedBy, Json, MaxMarkdown, MaxMoney, MaxUnits
from forecast_kit.cli.render import console, print_json, print_section

if TYPE_CHECKING:
    from forecast_kit.persistence import Approval
    from forecast_kit.widgets.limits import ApprovalLimits

app = typer.Typer(help="Decide what waits for a person: orders and markdowns.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="APPROVAL", help="An approval, the beginning of its id, or 'last'.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides; you, unless another is named.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a few words.")]


@app.command("list")
def list_approvals(
    run_id: Annotated[str | None, typer.Option("--run", metavar="RUN_ID", help="Only those of this run.")] = None,
    as_json: Json = False,
) -> None:
    """What waits for a person, oldest first."""
    from forecast_kit.workbench import Workbench

    approvals = Workbench().approvals
    if as_json:
        print_json([_as_dict(approval) for approval in approvals.pending(run_id)])
        return
    print_section(console(), approvals.summary(run_id))


@app.command("show")
def show(approval: Id, as_json: Json = False) -> None:
    """One approval: what is asked, the options in money, who decided."""
    from forecast_kit.workbench import Workbench

    _print(Workbench().approvals.show(approval), as_json)


@app.command("accept")
def accept(
    approval: Id,
    by: By = None,
    reason: Reason = "",
    approved_by: ApprovedBy = None,
    max_units: MaxUnits = None,
    max_money: MaxMoney = None,
    max_markdown: MaxMarkdown = None,
    as_json: Json = False,
) -> None:
    """Accept it as it stands. It takes effect when it is released, and can be taken back until then.

    With --approved-by somebody accepts ahead, within the limits given; beyond them it goes on waiting.
    """
    from forecast_kit.workbench import Workbench

    approvals, limits = Workbench().approvals, _limits(max_units, max_money, max_markdown)
    if approved_by is not None and by is None:
        _print(approvals.accept_within(approval, approved_by, limits), as_json)
        return
    _print(approvals.accept(approval, _who(by), reason=reason, limits=limits), as_json)


@app.command("modify")
def modify(
    approval: Id,
    units: Annotated[int | None, typer.Option("--units", min=0, help="Your own number of units to order.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", help="Another of the options: flat, newsvendor.")] = None,
    option: Annotated[str | None, typer.Option("--option", help="Another of a markdown's answers.")] = None,
    by: By = None,
    reason: Reason = "",
    max_units: MaxUnits = None,
    max_money: MaxMoney = None,
    max_markdown: MaxMarkdown = None,
    as_json: Json = False,
) -> None:
    """Change it: the season is planned again, and the new order waits to be accepted.

    forecast-kit approvals modify last --units 900 --by Ada
    """
    from forecast_kit.workbench import Workbench

    given = {"buy_units": units, "rule": rule, "option": option}
    changes = {name: value for name, value in given.items() if value is not None}
    if len(changes) != 1:
        raise typer.BadParameter("give one of --units, --rule and --option")
    limits = _limits(max_units, max_money, max_markdown)
    _print(Workbench().approvals.modify(approval, _who(by), changes, reason=reason, limits=limits), as_json)


@app.command("reject")
def reject(
    approval: Id,
    reason: Annotated[str, typer.Option("--reason", help="Why, in a few words.")],
    by: By = None,
    as_json: Json = False,
) -> None:
    """Reject it for a reason; the season can be planned again."""
    from forecast_kit.workbench import Workbench

    _print(Workbench().approvals.reject(approval, _who(by), reason), as_json)


@app.command("undo")
def undo(approval: Id, by: By = None, as_json: Json = False) -> None:
    """Take a decision back before it takes effect; the question waits again."""
    from forecast_kit.workbench import Workbench

    _print(Workbench().approvals.undo(approval, _who(by)), as_json)


@app.command("release")
def release(approval: Id, by: By = None, as_json: Json = False) -> None:
    """Let what was accepted take effect, once. Nothing can be taken back after that."""
    from forecast_kit.workbench import Workbench

    _print(Workbench().approvals.release(approval, _who(by)), as_json)


def _who(by: str | None) -> str:
    return getpass.getuser() if by is None else by


def _limits(max_units: int | None, max_money: float | None, max_markdown: float | None) -> "ApprovalLimits":
    from forecast_kit.widgets.limits import ApprovalLimits

    return ApprovalLimits(max_units=max_units, max_money=max_money, max_markdown=max_markdown)


def _print(approval: "Approval", as_json: bool) -> None:
    if as_json:
        print_json(_as_dict(approval))
        return
    from forecast_kit.widgets.limits import Asked
    from forecast_kit.words import money

    asked, out = Asked.of(approval.payload), console()
    out.print(f"{approval.id}: {asked.title}, {asked.said()}", style="bold", markup=False)
    for option in approval.options:
        out.print(f"  {option.label}: expected margin {money(option.expected_margin, asked.currency)}", markup=False)
    out.print(_standing(approval), markup=False)


def _standing(approval: "Approval") -> str:
    """Where it stands, in a sentence."""
    if approval.consumed_at is not None:
        return f"Accepted by {approval.actor}; took effect on {approval.consumed_at:%-d %B %Y %H:%M} UTC."
    if approval.status == "pending":
        return f"Waits for a person, for run {approval.run_id}."
    if approval.status == "superseded":
        return "No longer stands: what it was about has changed."
    why = f": {approval.reason}" if approval.reason else ""
    return f"{approval.status.capitalize()} by {approval.actor} on {approval.decided_at:%-d %B %Y %H:%M} UTC{why}."


def _as_dict(approval: "Approval") -> dict[str, Any]:
    times = {
        name: moment.isoformat() if (moment := getattr(approval, name)) else None
        for name in ("requested_at", "decided_at", "consumed_at")
    }
    return {
        "approval_id": approval.id,
        "run_id": approval.run_id,
        "kind": approval.kind,
        "payload": approval.payload,
        "digest": approval.digest,
        "options": [option.model_dump(mode="json") for option in approval.options],
        "status": approval.status,
        "changes": approval.changes,
        "actor": approval.actor,
        "reason": approval.reason,
        **times,
    }
