"""Plans are kept in versions under their digests, whole and in parts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from forecast_kit.errors import RunError, StorageError
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.persistence.tables import metadata
from forecast_kit.plan import SeasonPlan
from tests.builders import season_plan
from tests.persistence.samples import NOW, RUN, add_run, plan_with_markdown


@pytest.fixture
def planned(database: Database) -> Database:
    add_run(database)
    add(database, season_plan())
    return database


def add(database: Database, plan: SeasonPlan) -> int:
    with UnitOfWork(database) as work:
        version = work.plans.add(RUN, plan, now=NOW)
        work.commit()
    return version


def statuses(database: Database) -> list[str]:
    with UnitOfWork(database) as work:
        return [version.status for version in work.plans.versions(RUN)]


def test_the_plan_comes_back_equal_and_under_its_digest(planned: Database) -> None:
    with UnitOfWork(planned) as work:
        assert work.plans.latest(RUN) == season_plan()
        stored = work.plans.get(RUN)
    assert (stored.version, stored.digest, stored.status) == (1, season_plan().digest, "proposed")
    assert stored.created_at == NOW


def test_the_same_plan_again_keeps_its_version(planned: Database) -> None:
    assert add(planned, season_plan()) == 1
    assert add(planned, season_plan(seed=1)) == 2
    assert add(planned, season_plan(seed=1)) == 2
    assert planned.status().tables["plan_versions"] == 2


def test_a_new_proposal_supersedes_the_one_before_but_not_what_was_approved(planned: Database) -> None:
    with UnitOfWork(planned) as work:
        work.plans.set_status(RUN, 1, "approved")
        work.commit()
    add(planned, season_plan(seed=1))
    add(planned, season_plan(seed=2))
    assert statuses(planned) == ["approved", "superseded", "proposed"]
    with UnitOfWork(planned) as work:
        work.plans.set_status(RUN, 3, "approved")
        work.commit()
    assert statuses(planned) == ["superseded", "superseded", "approved"]


def test_versions_are_numbered_without_a_gap_by_many_writers(planned: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda seed: add(planned, season_plan(seed=seed)), range(1, 5)))
    assert sorted(versions) == [2, 3, 4, 5]


def test_what_is_not_there_is_refused(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        assert work.plans.find(RUN) is None
        with pytest.raises(RunError, match="no plan yet"):
            work.plans.latest(RUN)
        with pytest.raises(RunError, match="no version 3"):
            work.plans.get(RUN, 3)
        with pytest.raises(RunError, match="no version 3"):
            work.plans.set_status(RUN, 3, "approved")
        with pytest.raises(RunError, match="no run"):
            work.plans.add("wf_other", season_plan(), now=NOW)


def test_a_plan_changed_behind_our_back_is_refused(planned: Database) -> None:
    with planned.connect() as connection:
        stored = connection.execute(text("SELECT CAST(plan AS TEXT) FROM plan_versions")).scalar_one()
        assert '"GBP"' in stored
        changed = {"plan": stored.replace('"GBP"', '"EUR"')}
        cast = "CAST(:plan AS JSON)" if connection.dialect.name == "postgresql" else ":plan"
        connection.execute(text(f"UPDATE plan_versions SET plan = {cast}"), changed)
        connection.commit()
    with UnitOfWork(planned) as work, pytest.raises(StorageError, match="was changed in the database"):
        work.plans.latest(RUN)


def test_the_parts_say_what_the_plan_says(database: Database) -> None:
    add_run(database)
    plan = plan_with_markdown()
    add(database, plan)
    with database.connect() as connection:
        rows = {
            name: [dict(row._mapping) for row in connection.execute(select(metadata.tables[name]))]
            for name in ("forecasts", "allocations", "store_clusters", "shipments", "markdowns")
        }
    assert rows["forecasts"][0]["total_units"] == plan.forecast.total_units
    assert [week["units"] for week in rows["forecasts"][0]["weekly_demand_curve"]] == [50.0, 50.0]
    assert rows["allocations"][0]["committed_units"] == plan.buy.committed_units
    assert (
        sum(row["opening_units"] for row in rows["allocations"][0]["store_allocations"]) == plan.allocation.store_units
    )
    assert {row["store_id"]: row["cluster"] for row in rows["store_clusters"]} == {"S1": "Large", "S2": "Small"}
    assert sum(row["units"] for row in rows["shipments"]) == sum(order.units for order in plan.replenishment)
    assert rows["markdowns"][0]["threshold"] == 0.6


def test_a_plan_without_a_markdown_has_no_markdown_row(planned: Database) -> None:
    assert planned.status().tables["markdowns"] == 0
