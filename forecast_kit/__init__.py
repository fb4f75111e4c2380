"""forecast_kit: plan a fashion season in a notebook, from a brief in plain English to a plan that adds up.

`Workbench` is what a notebook starts from; it is imported when first used, so that `import forecast_kit` is quick.
"""

from typing import TYPE_CHECKING

from forecast_kit.version import __version__

if TYPE_CHECKING:
    from forecast_kit.workbench import Workbench

__all__ = ["Workbench", "__version__"]


def __getattr__(name: str) -> object:
    if name == "Workbench":
        from forecast_kit.workbench import Workbench

        return Workbench
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
