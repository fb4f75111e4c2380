"""`forecast-kit lab` as it is typed: a JupyterLab that answers, on working copies."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request

START_SECONDS = 60


def test_lab_serves_working_copies_of_the_notebooks(tmp_path):
    command = [sys.executable, "-m", "forecast_kit.cli", "lab", "--no-browser", "--port", "0"]
    log = tmp_path / "lab.log"
    home = {"JUPYTER_CONFIG_DIR": str(tmp_path / "cfg"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "rt")}
    with log.open("w") as said:
        process = subprocess.Popen(
            [*command, "--folder", str(tmp_path / "copies")], env=os.environ | home, stdout=said, stderr=said
        )
    try:
        address, token = wait_for_address(log, process)
        with urllib.request.urlopen(f"{address}/api/contents?token={token}") as answer:
            names = {item["name"] for item in json.load(answer)["content"]}
        assert {"00_start_here.ipynb", "01_brief_to_parameters.ipynb", "02_plan_the_season.ipynb"} <= names
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for_address(log, process):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*\?token=(\w+)", log.read_text())
        if found:
            return found.groups()
        time.sleep(0.2)
    raise AssertionError(log.read_text())
