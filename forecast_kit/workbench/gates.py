"""The confirmation as the workbench offers it: asked once, kept with who and when."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from forecast_kit.plan import DemandForecast
from forecast_kit.season import SeasonParameters
from forecast_kit.widgets import ConfirmForm, Consequences
from forecast_kit.workbench.reading import SeasonReading

if TYPE_CHECKING:
    from forecast_kit.workbench.bench import Workbench


@dataclass(frozen=True, repr=False)
class ConfirmedSeason:
    """A season that a named person confirmed."""

    run_id: str
    parameters: SeasonParameters
    confirmed_by: str

    def __repr__(self) -> str:
        p = self.parameters
        return (
            f"Run {self.run_id}: {p.forecast_horizon_weeks} weeks from {p.season_start_date:%-d %B %Y}, "
            f"confirmed by {self.confirmed_by}"
        )


class SeasonGate:
    """Two cells: `show()` asks, `await result()` waits for the answer and keeps it.

    A run that was confirmed before is not asked about again.
    """

    def __init__(self, bench: "Workbench", reading: SeasonReading, confirmed_by: str | None) -> None:
        self._bench, self._reading = bench, reading
        self._before = bench.runs.confirmation(reading.run_id)
        self._forecasts: dict[tuple[date, int], DemandForecast] = {}
        self.form = ConfirmForm(
            reading.extraction, facts=reading.facts, consequences=self._consequences, confirmed_by=confirmed_by
        )

    def show(self) -> None:
        """Shows what was understood, and the dialog where somebody can answer it."""
        if self._before is None:
            self.form.show()

    async def result(self) -> ConfirmedSeason:
        """The confirmed season.

        Raises:
            GateError: nobody can be asked and nobody is named, or the person cancelled.
        """
        run_id = self._reading.run_id
        if self._before is not None:
            return ConfirmedSeason(run_id, self._before.parameters, self._before.confirmed_by)
        answer = await self.form.result()
        edits = {edit.field: [_plain(edit.from_value), _plain(edit.to_value)] for edit in answer.edits}
        self._bench.record_confirmation(self._reading, answer.parameters, answer.confirmed_by, edits)
        self._before = self._bench.runs.confirmation(run_id)
        return ConfirmedSeason(run_id, answer.parameters, answer.confirmed_by)

    def _consequences(self, parameters: SeasonParameters) -> Consequences:
        season = (parameters.season_start_date, parameters.forecast_horizon_weeks)
        priced = self._bench.consequences(self._reading, parameters, self._forecasts.get(season))
        self._forecasts[season] = priced.forecast
        return Consequences(
            buy_units=priced.buy_units,
            cash=priced.cash,
            to_stores=priced.to_stores,
            to_dc=priced.to_dc,
            currency=self._bench.settings.currency,
            by_setting=priced.by_setting,
            warnings=[warning.message for warning in priced.warnings],
        )


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
