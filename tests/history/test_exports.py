import subprocess
import sys

from forecast_kit import history


def test_what_the_package_offers() -> None:
    assert history.__all__ == sorted(history.__all__)
    assert all(hasattr(history, name) for name in history.__all__)


def test_the_checkers_and_readers_are_imported_only_when_a_file_is_read() -> None:
    slow = ["pandera", "openpyxl", "pyarrow.csv"]
    code = f"import sys, forecast_kit.history; print([name for name in {slow} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
