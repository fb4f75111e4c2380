"""The workbench: what a notebook, the shell and headless runs all start from. Here storage meets planning."""

from forecast_kit.workbench.bench import Workbench
from forecast_kit.workbench.examples import worked_example
from forecast_kit.workbench.export import export_allocation
from forecast_kit.workbench.files import DataFiles
from forecast_kit.workbench.reading import SeasonReading
from forecast_kit.workbench.replay import ReplayView

__all__ = ["DataFiles", "ReplayView", "SeasonReading", "Workbench", "export_allocation", "worked_example"]
