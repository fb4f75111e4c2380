"""The agents SDK takes seconds to import: only a run that plans pays for it."""

import subprocess
import sys


def test_the_package_is_imported_without_the_sdk_or_the_client():
    code = "import sys, forecast_kit.agents; print([m for m in ('agents', 'openai') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
