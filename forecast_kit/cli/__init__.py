"""The shell's face: `forecast-kit plan "12 weeks of dresses from 2 March"`."""

from forecast_kit.cli.app import app, main

__all__ = ["app", "main"]
