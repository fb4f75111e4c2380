import re
from pathlib import Path

import pytest

import forecast_kit
from forecast_kit.season import ReadingWarning
from forecast_kit.warning_codes import WarningCode

PACKAGE = Path(forecast_kit.__file__).parent


def test_every_code_says_in_a_line_what_it_means():
    for code in WarningCode:
        assert re.fullmatch(r"[a-z][a-z_]+", code)
        assert 10 < len(code.meaning) < 90
        assert "\n" not in code.meaning
    assert len({code.meaning for code in WarningCode}) == len(WarningCode)


@pytest.mark.parametrize("code", WarningCode)
def test_every_code_is_raised_somewhere(code):
    sources = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "warning_codes.py")
    assert any(f"WarningCode.{code.name}" in source for source in sources)


def test_a_code_that_nobody_listed_is_refused():
    with pytest.raises(ValueError, match="no_such_code"):
        ReadingWarning(code="no_such_code", message="Something is odd.")


def test_a_code_is_plain_text_in_json():
    warning = ReadingWarning(code=WarningCode.TWO_LENGTHS, message="The brief also says 12 weeks.")
    assert warning.model_dump(mode="json")["code"] == "two_lengths"
    assert ReadingWarning.model_validate(warning.model_dump(mode="json")) == warning
