"""A person at the keyboard, or nobody: what the gates ask the kernel, decided by the test."""

from collections.abc import Iterator

import pytest

from forecast_kit.settings import get_settings
from forecast_kit.widgets import approve, confirm, gate, status_panel


@pytest.fixture(autouse=True)
def _settings_of_this_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("FORECAST_KIT_CONFIRMED_BY", "FORECAST_KIT_APPROVED_BY"):
        monkeypatch.delenv(name, raising=False)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody can be asked: as in JupyterLab under a kernel that delivers clicks."""
    for module in (gate, confirm, approve, status_panel):
        monkeypatch.setattr(module, "can_ask", lambda: True)
