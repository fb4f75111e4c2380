"""The tables. Entities are rows; curves, distributions and whole plans are JSON beside them.

A change here needs a migration in `migrations/versions`; a test compares the two.
"""

from forecast_kit.persistence.tables import decisions, history, runs, steps
from forecast_kit.persistence.tables.base import metadata

__all__ = ["decisions", "history", "metadata", "runs", "steps"]
