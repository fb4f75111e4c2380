"""`db`: the database the runs are kept in."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast_kit.cli.options import Json
from forecast_kit.cli.render import console, print_json, print_section, working

if TYPE_CHECKING:
    from forecast_kit.persistence import Database

app = typer.Typer(help="Make, update, look at or empty the database.", no_args_is_help=True)


def _database() -> "Database":
    from forecast_kit.persistence import Database
    from forecast_kit.settings import get_settings

    return Database(get_settings().resolved_database_url)


@app.command()
def upgrade(revision: Annotated[str, typer.Argument(help="The revision to go up to.")] = "head") -> None:
    """Create the database, or bring it up to date."""
    database = _database()
    with working("Updating the database"):
        database.upgrade(revision)
    typer.echo(f"{database.url} is at revision {database.status().current}.")


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; 'base' is none.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the database back to an earlier revision. What that revision has no room for is lost."""
    database = _database()
    if not yes:
        typer.confirm(f"Rows of {database.url} that {revision} has no table for will be lost. Go on?", abort=True)
    with working("Going back"):
        database.downgrade(revision)
    typer.echo(f"{database.url} is at revision {database.status().current or 'base'}.")


@app.command()
def status(as_json: Json = False) -> None:
    """Which database, at which revision, with how many rows."""
    from forecast_kit.planning import Section
    from forecast_kit.words import units

    found = _database().status()
    if as_json:
        print_json(
            {
                "url": found.url,
                "current": found.current,
                "head": found.head,
                "is_current": found.is_current,
                "is_newer": found.is_newer,
                "tables": found.tables,
            }
        )
        return
    state = "up to date" if found.is_current else "made by a newer version" if found.is_newer else "needs an upgrade"
    section = Section(
        key="database",
        title=f"{found.url}: {state}",
        lines=(f"Revision {found.current or 'none'}, the code's is {found.head}.",),
        headers=("Table", "Rows"),
        rows=tuple((name, units(rows)) for name, rows in sorted(found.tables.items())),
        align="lr",
    )
    print_section(console(), section)


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Empty the database: every run, plan and history in it is lost."""
    database = _database()
    if not yes:
        typer.confirm(f"Everything in {database.url} will be lost. Go on?", abort=True)
    with working("Emptying the database"):
        database.reset()
    typer.echo(f"{database.url} is empty.")
