"""Notebooks without a person: parameters checked first, the failing cell named, a page that reads offline."""

from forecast_kit.headless.run import NotebookRun, run_notebook

__all__ = ["NotebookRun", "run_notebook"]
