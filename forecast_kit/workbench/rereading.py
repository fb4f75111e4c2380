"""A run's reading, set against its own data: when the brief is read, and again whenever the run is taken up."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from forecast_kit.errors import RunError
from forecast_kit.persistence import Run
from forecast_kit.persistence.types import storable
from forecast_kit.season import Extraction
from forecast_kit.workbench.dataset import Dataset
from forecast_kit.workbench.facts import facts_of
from forecast_kit.workbench.inputs import NOTHING_NEW, NewCategory, inputs_of
from forecast_kit.workbench.reading import SeasonReading
from forecast_kit.workbench.runs import Runs

if TYPE_CHECKING:
    from forecast_kit.workbench.bench import Workbench


def existing_run(runs: Runs, run_id: str, brief: str) -> Run | None:
    """The run meant by its id; None where a brief is to begin one, under that id if one is given.

    Raises:
        RunError: there is no such run, and no brief to begin one.
    """
    if not run_id:
        return None
    found = runs.find(run_id)
    return runs.get(run_id) if found is None and not brief else found


def reread(bench: "Workbench", run: Run, brief: str) -> SeasonReading:
    """The run as it was read; another brief than its own is not used, and that is said.

    Raises:
        RunError: the run was not begun from a brief.
    """
    if run.dataset_id is None or run.category is None or run.as_of is None:
        raise RunError(f"Run {run.id} has no brief.", "Read one first.")
    extraction = Extraction.model_validate(run.options["extraction"])
    data, new = bench.dataset(run.dataset_id), NewCategory.of(run.options)
    reading = reading_of(bench, run.id, extraction, run.category, data, run.as_of, new)
    if brief and storable(brief) != extraction.text:
        note = f"Run {run.id} keeps the brief it was read from; the one given here is not used."
        return replace(reading, notes=(note, *reading.notes))
    return reading


def reading_of(
    bench: "Workbench",
    run_id: str,
    extraction: Extraction,
    category: str,
    data: Dataset,
    as_of: date,
    new: NewCategory = NOTHING_NEW,
) -> SeasonReading:
    """What was understood, with the facts of the data beside it."""
    stated = extraction.supplier_lead_weeks
    inputs = inputs_of(data, category, extraction.parameters, as_of, bench.settings, stated, new)
    return SeasonReading(
        run_id=run_id,
        extraction=extraction,
        category=category,
        facts=facts_of(inputs),
        as_of=as_of,
        dataset_id=data.id,
        notes=data.notes,
        new=new,
    )
