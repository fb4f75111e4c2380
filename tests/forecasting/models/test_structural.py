"""The Gaussian process as a model: one series at a time gives the same numbers as many."""

from dataclasses import replace

import numpy as np
import pytest

from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.kernel import TYPICAL, Kernel, smoother
from forecast_kit.forecasting.models import Additive, Structural
from forecast_kit.forecasting.past import known_at
from tests.forecasting.series import batch, frame, seasonal


def past_of(history):
    panel = build_panel(history)
    return known_at(panel, np.zeros((0, len(panel.categories), len(panel.weeks) + 12)), len(panel.weeks), 12)


def test_with_one_kernel_it_is_the_linear_smoother():
    past = past_of(batch(90, series=2))
    level = past.log_base.mean(axis=1, keepdims=True)
    naive_twin = [smoother(TYPICAL, 90, 12).ahead @ row for row in past.log_base - level]
    assert Structural(kernels=(TYPICAL,)).forecast(past) == pytest.approx(past.to_units(level + np.array(naive_twin)))


def test_without_sharing_a_series_does_not_depend_on_the_others():
    past = past_of(batch(90, series=3))
    by_series = ("units", "offset", "log_base", "log_effect_ahead")
    alone = replace(past, **{name: getattr(past, name)[1:2] for name in by_series})
    assert Structural(shared=0.0).forecast(past)[1] == pytest.approx(Structural(shared=0.0).forecast(alone)[0])


def test_the_kernel_that_explains_the_past_gets_the_weight():
    steady, wild = Kernel(1e-4, 0.25, 1.0), Kernel(2.0, 0.25, 1.0)
    past = past_of(frame(200 * np.exp(0.05 * np.random.default_rng(0).standard_normal(110))))
    both = Structural(kernels=(steady, wild), temper=1.0).forecast(past)
    assert both == pytest.approx(Structural(kernels=(steady,)).forecast(past), rel=0.01)


def test_it_takes_most_of_a_growth_with_it_and_does_not_overshoot():
    made = Structural().forecast(past_of(frame(seasonal(156, growth=0.2, noise=0.02))))[0].sum()
    last_year, truth = (seasonal(168, growth=0.2, noise=0.0)[at].sum() for at in (slice(104, 116), slice(156, 168)))
    assert (last_year + truth) / 2 < made < 1.03 * truth


def test_the_additive_twin_is_the_same_process_on_units():
    past = past_of(batch(90, series=2))
    base = np.exp(past.log_base)
    mean = base.mean(axis=1, keepdims=True)
    ahead = mean * (1 + Structural().ahead(base / mean - 1, 12))
    assert Additive().forecast(past) == pytest.approx(past.to_units(np.log(ahead)))


def test_an_additive_forecast_of_a_falling_series_stays_above_zero():
    assert (Additive().forecast(past_of(frame(1e6 * 0.9 ** np.arange(110)))) >= 0).all()
