"""`python -m forecast_kit.cli` is `forecast-kit`."""

from forecast_kit.cli.app import main

if __name__ == "__main__":
    main()
