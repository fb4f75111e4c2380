"""New categories: named comparables, stated totals, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import DataError, PlanError
from forecast_kit.forecasting import explain, fit_forecast
from forecast_kit.forecasting.accuracy import wape
from tests.forecasting.series import batch, frame, seasonal


def with_young(weeks: int, level: float = 3.0) -> pd.DataFrame:
    """Two lines that peak in spring, one that peaks in autumn, and `young`, like the first two, of few weeks."""
    old = [frame(seasonal(120, noise=0.02, seed=s), f"spring_{s}") for s in range(2)]
    autumn = frame(4e4 / seasonal(120, noise=0.02, seed=5), "autumn")
    own = level * seasonal(120, noise=0.02, seed=9)[120 - weeks :] if weeks else np.array([])
    young = frame(own, "young", str(old[0]["week_start"].iloc[120 - weeks].date())) if weeks else None
    return pd.concat([*old, autumn, young], ignore_index=True)


def of(made, category="young"):
    return made.weekly.loc[made.weekly["category"] == category, "units"].to_numpy()


TRUTH = 3 * seasonal(132, noise=0.0)[120:]


def test_the_planners_comparables_are_said_and_used():
    history = with_young(9)
    wrong, right = (
        fit_forecast(history, 40, comparables={"young": names}) for names in (["autumn"], ["spring_0", "spring_1"])
    )
    truth = 3 * seasonal(160, noise=0.0)[120:]
    assert wape(truth, of(right)) < 0.1 < 0.3 < wape(truth, of(wrong))
    assert (
        "young has 9 weeks of sales, under a year: its season is lent by spring_0 and spring_1, as you named them."
        in right.warnings
    )


def test_without_names_the_most_alike_lend_and_their_parts_are_said():
    made = fit_forecast(with_young(30), 12)
    assert wape(TRUTH, of(made)) < 0.1
    (said,) = [sentence for sentence in made.warnings if sentence.startswith("young has 30 weeks")]
    assert "lent by spring_" in said
    assert "%), which moved most like it." in said
    assert "autumn" not in said


def test_fewer_than_eight_weeks_are_refused_unless_comparables_are_named():
    history = with_young(3)
    with pytest.raises(DataError, match="name comparable categories"):
        fit_forecast(history, 12)
    made = fit_forecast(history, 12, comparables={"young": ["spring_0"]})
    assert wape(TRUTH, of(made)) < 0.15


def test_a_category_without_sales_has_the_stated_total_in_its_lenders_season():
    made = fit_forecast(
        with_young(0), 20, comparables={"young": ["spring_0"]}, season_totals={"young": 9000}, total_from_week=9
    )
    assert of(made)[8:].sum() == pytest.approx(9000)
    other = of(made, "spring_0")
    assert of(made) / of(made).sum() == pytest.approx(other / other.sum(), rel=0.1)
    middle = made.totals.query("category == 'young' and quantile == 0.5")["units"].item()
    assert middle == pytest.approx(9000)
    assert any("young has no sales" in said and "9,000 units is the one you stated" in said for said in made.warnings)


def test_the_less_is_known_the_wider():
    def wide(weeks: int) -> float:
        new = {"season_totals": {"young": 6000.0}} if not weeks else {}
        made = fit_forecast(with_young(weeks), 12, comparables={"young": ["spring_0"]}, **new)
        own = made.weekly[made.weekly["category"] == "young"]
        return float((own["units_hi_80"] / own["units_lo_80"]).mean())

    assert wide(120) < wide(10)
    assert wide(120) < wide(0)


def test_a_new_categorys_plan_counts_as_the_others_taught():
    rng = np.random.default_rng(3)
    rows = []
    for s in range(3):
        promoted = rng.choice([0.0, 1.0], p=[0.8, 0.2], size=130)
        rows.append(frame(seasonal(130, noise=0.02, seed=s) * 1.5**promoted, f"old_{s}").assign(promotion=promoted))
    every = pd.concat(rows)
    cut = np.sort(every["week_start"].unique())[120]
    past, ahead = every[every["week_start"] < cut], every[every["week_start"] >= cut].drop(columns="units")
    own = ahead[ahead["category"] == "old_0"].assign(category="young", promotion=[1.0] + [0.0] * 9)
    made = fit_forecast(
        past, 10, plan=pd.concat([ahead, own]), comparables={"young": ["old_0"]}, season_totals={"young": 1000}
    )
    flat = fit_forecast(
        past,
        10,
        plan=pd.concat([ahead, own.assign(promotion=0.0)]),
        comparables={"young": ["old_0"]},
        season_totals={"young": 1000},
    )
    lift = (of(made)[0] / of(made)[1]) / (of(flat)[0] / of(flat)[1])
    assert lift == pytest.approx(1.5, rel=0.1)


def test_its_explanation_has_the_same_numbers():
    said = {"comparables": {"young": ["spring_0"]}, "season_totals": {"young": 900.0}}
    apart = explain(with_young(0), "young", 12, **said)
    assert apart.units["units"].to_numpy() == pytest.approx(of(fit_forecast(with_young(0), 12, **said)))


@pytest.mark.parametrize(
    ("comparables", "totals", "said"),
    [
        ({"young": ["autmn"]}, None, "There are no sales of autmn, which young is to be like"),
        ({"young": ["young"]}, None, "cannot be its own comparable"),
        ({"young": []}, None, "no list of comparable categories"),
        ({"autumn": ["young"]}, None, "young has 9 weeks of sales, under a year"),
        ({"brandnew": ["autumn"]}, None, "brandnew has no sales, and a season's total to aim at is not given"),
        (None, {"brandnew": 100}, "brandnew has no sales, and categories to borrow a season from is not given"),
        (None, {"young": 100}, "young has sales of its own"),
        ({"brandnew": ["autumn"]}, {"brandnew": 0}, "total of brandnew is 0"),
        ({"brandnew": ["autumn"]}, {"brandnew": np.inf}, "total of brandnew is inf"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(comparables, totals, said):
    with pytest.raises(PlanError, match=said):
        fit_forecast(with_young(9), 12, comparables=comparables, season_totals=totals)


def test_without_pooling_nobody_borrows():
    with pytest.raises(PlanError, match="Without pooling no category borrows"):
        fit_forecast(batch(60, series=2), 4, comparables={"line_0": ["line_1"]}, pool=False)
