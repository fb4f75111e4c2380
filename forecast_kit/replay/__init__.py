"""The decisions of a season as a policy: the same code plans live and is played against the past."""

from forecast_kit.replay.kit import KitPolicy
from forecast_kit.replay.season import Opening, Season, SeasonChoices, SupplyTerms

__all__ = ["KitPolicy", "Opening", "Season", "SeasonChoices", "SupplyTerms"]
