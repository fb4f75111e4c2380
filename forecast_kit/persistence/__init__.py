"""Where runs, plans and decisions are kept: SQLite for one analyst, PostgreSQL for a team.

database = Database("sqlite:///data/workbench.db")
database.ensure()
with UnitOfWork(database) as work:
    work.runs.add(new_run_id(), status="confirmed", now=now)
    work.commit()
"""

from forecast_kit.persistence.database import Database, DatabaseStatus
from forecast_kit.persistence.records import (
    Approval,
    ApprovalStatus,
    ConfirmedParameters,
    Dataset,
    Lease,
    ParameterEdit,
    PlanStatus,
    PlanVersion,
    Release,
    Run,
)
from forecast_kit.persistence.repositories.runs import new_run_id
from forecast_kit.persistence.unit_of_work import UnitOfWork

__all__ = [
    "Approval",
    "ApprovalStatus",
    "ConfirmedParameters",
    "Database",
    "DatabaseStatus",
    "Dataset",
    "Lease",
    "ParameterEdit",
    "PlanStatus",
    "PlanVersion",
    "Release",
    "Run",
    "UnitOfWork",
    "new_run_id",
]
