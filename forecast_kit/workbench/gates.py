"""The confirmation as the workbench offers it: asked once, kept with who and when."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from forecast_kit.errors import RunError
from forecast_kit.plan import DemandForecast
from forecast_kit.season import SeasonParameters
from forecast_kit.widgets import Confirmation, ConfirmForm, Consequences
from forecast_kit.words import day
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
        weeks = f"{p.forecast_horizon_weeks} week{'' if p.forecast_horizon_weeks == 1 else 's'}"
        return f"Run {self.run_id}: {weeks} from {p.season_start_date:%-d %B %Y}, confirmed by {self.confirmed_by}"


class SeasonGate:
    """Two cells: `show()` asks, `await result()` waits for the answer and keeps it.

    A run that was confirmed before is shown as it was and not asked about again; a person may reopen it.
    """

    def __init__(self, bench: "Workbench", reading: SeasonReading, confirmed_by: str | None) -> None:
        self._bench, self._reading = bench, reading
        self._forecasts: dict[tuple[date, int], DemandForecast] = {}
        self._kept: Confirmation | None = None
        self.form = ConfirmForm(
            reading.extraction,
            facts=lambda parameters: bench.facts(reading, parameters),
            consequences=self._consequences,
            confirmed_by=confirmed_by,
        )
        self._take_up()

    def show(self) -> None:
        """Shows what was understood, and the dialog where somebody can answer it."""
        self.form.show()

    async def result(self) -> ConfirmedSeason:
        """The confirmed season.

        Raises:
            GateError: nobody can be asked and nobody is named, or the person cancelled or pressed Stop.
            RunError: it was confirmed anew after it had been planned.
        """
        answer = await self.form.result()
        if answer is not self._kept:
            self._keep(answer)
        return ConfirmedSeason(self._reading.run_id, answer.parameters, answer.confirmed_by)

    def _keep(self, answer: Confirmation) -> None:
        try:
            self._bench.record_confirmation(self._reading, answer.parameters, answer.confirmed_by)
        except RunError as gone_on:
            self._take_up()
            raise RunError(
                f"{gone_on} What {answer.confirmed_by} confirmed now was not kept.",
                "Run the notebook from the top: the brief then begins a new run.",
            ) from None
        self._kept = answer

    def _take_up(self) -> None:
        """What the run keeps as confirmed, if anything."""
        before = self._bench.runs.confirmation(self._reading.run_id)
        if before is not None:
            self._kept = Confirmation(before.parameters, before.confirmed_by)
            self.form.take_up(self._kept, f"Confirmed by {before.confirmed_by} on {day(before.confirmed_at)}")

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
            note=priced.note,
            by_setting=priced.by_setting,
            warnings=priced.warnings,
        )
