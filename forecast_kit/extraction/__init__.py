"""Reading a brief: six parameters out of plain English, each with the words it came from."""

from forecast_kit.extraction.brief import extract_parameters
from forecast_kit.extraction.category import resolve_category

__all__ = ["extract_parameters", "resolve_category"]
