"""Whoever chooses, and whatever: the plan is number for number the one made without a model under the same choices."""

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.planning import SeasonInputs, plan_season
from forecast_kit.replay import SeasonChoices
from tests.agents.conftest import season_inputs
from tests.agents.scripts import play, whole_way
from tests.agents.test_graph import without_words
from tests.agents.test_run import with_promotions

TRUSTED = {
    "all": (["all"], {}),
    "none": ([], {"use_plan_columns": False}),
    "promotion": (["promotion"], {"plan_columns": ("promotion",)}),
    "both by name": (["window", "promotion"], {"plan_columns": ("promotion", "window")}),
}
RULES = {"recommended": None, "flat": "flat", "newsvendor": "newsvendor"}
SAFETY = {"usual": None, "20 %": 0.2, "25 %": 0.25}
SHOWN = {"as set": None, "none": 0, "three units": 3, "six units": 6}
ANSWERS = ("recommended", "rule of thumb", "clears", "earns most", "do nothing")
INPUTS: list[SeasonInputs] = []


def two_plan_columns() -> SeasonInputs:
    """A season with a promotion and a shop window known ahead."""
    if not INPUTS:
        promoted = with_promotions()
        window = (promoted.sales["week_start"].dt.isocalendar().week % 7 == 0).astype(float)
        ahead = promoted.plan_ahead.assign(window=[0.0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
        INPUTS.append(season_inputs(sales=promoted.sales.assign(window=window), plan_ahead=pd.DataFrame(ahead)))
    return INPUTS[0]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    trusted=st.sampled_from(sorted(TRUSTED)),
    rule=st.sampled_from(sorted(RULES)),
    safety=st.sampled_from(sorted(SAFETY)),
    method=st.sampled_from(["shrunk", "history_and_size"]),
    shown=st.sampled_from(sorted(SHOWN)),
    source=st.sampled_from(["weighed", "given"]),
    answer=st.sampled_from(ANSWERS),
)
def test_under_any_choices(trusted, rule, safety, method, shown, source, answer):
    names, columns = TRUSTED[trusted]
    made_by_model = {
        "forecast_demand": {"trust": names, "reason": "I have my reasons for it."},
        "decide_buy": {"rule": rule, "safety_stock": safety},
        "allocate_stores": {"share_method": method, "presentation": shown},
        "plan_markdown": {"elasticity": source, "answer": answer},
    }
    same = SeasonChoices(
        **columns,
        buy_rule=RULES[rule],
        safety_share=SAFETY[safety],
        share_method=method,
        min_presentation_units=SHOWN[shown],
        elasticity_source=source,
        markdown_answer=None if answer == "recommended" else answer,
        tiers=1,
    )
    plan, _, work = play(whole_way(made_by_model), two_plan_columns())
    assert without_words(plan) == without_words(plan_season(two_plan_columns(), same))
    assert without_words(plan) == without_words(plan_season(two_plan_columns(), work.desk.choices))
    assert all(option.expected_margin is not None for choice in plan.choices for option in choice.options)
