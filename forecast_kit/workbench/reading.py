"""A brief that has been read and set against the data, before anybody confirms it."""

from dataclasses import dataclass
from datetime import date

from forecast_kit.errors import BriefError
from forecast_kit.extraction import resolve_category
from forecast_kit.season import Extraction
from forecast_kit.workbench.inputs import NOTHING_NEW, NewCategory


@dataclass(frozen=True, kw_only=True, repr=False)
class SeasonReading:
    """What was understood, of which category, from which data. `facts` are shown above the confirmation."""

    run_id: str
    extraction: Extraction
    category: str
    facts: tuple[tuple[str, str], ...]
    as_of: date
    dataset_id: int
    notes: tuple[str, ...] = ()
    new: NewCategory = NOTHING_NEW

    def _repr_html_(self) -> str:
        from forecast_kit.workbench.show import reading_section, sections_html

        return sections_html(reading_section(self))

    def __repr__(self) -> str:
        from forecast_kit.workbench.show import reading_section, section_text

        return section_text(reading_section(self))


def category_of(extraction: Extraction, asked: str | None, known: list[str], *, unsold: bool = False) -> str:
    """The category meant: the one asked for, else the brief's words, else the only one there is.

    An `unsold` one is not in the data, and called as it is asked for, or as the brief calls it.

    Raises:
        BriefError: none or several could be meant; those in the data are named.
    """
    if unsold and (asked or extraction.category_phrase):
        return str(asked or extraction.category_phrase)
    if asked:
        return resolve_category(asked, known)
    if extraction.category_phrase:
        return resolve_category(extraction.category_phrase, known)
    if len(known) == 1:
        return known[0]
    raise BriefError("The brief does not say which category to plan.", f"The data has {', '.join(known)}.")
