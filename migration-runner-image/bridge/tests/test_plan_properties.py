"""Our plans are Alembic's own, on generated histories."""

import re
import types

from histories import alembic_way, histories, scripts_of, targets
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from stillhouse_bridge import graph
from stillhouse_bridge.refusal import Reason, Refusal
from stillhouse_bridge.targets import find_way

SETTINGS = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def planned(scripts, names, rows):
    """Our way, or the reason why there is none."""
    try:
        return find_way(types.SimpleNamespace(script=scripts), names, rows)
    except Refusal as refusal:
        return refusal.reason


def alembics(scripts, command, target, rows):
    """Alembic's way, or None if it finds none."""
    try:
        return alembic_way(scripts, command, target, rows)
    except Exception:
        return None


def steps(way):
    return [(step.revision, list(step.rows_after)) for step in way.steps]


@st.composite
def situations(draw):
    """A history, the version rows that some runs of Alembic left, and a target."""
    nodes = draw(histories())
    scripts = scripts_of(nodes)
    rows = []
    for command, name in draw(
        st.lists(
            st.tuples(
                st.sampled_from(["upgrade", "upgrade", "downgrade"]),
                st.sampled_from([node.revision for node in nodes] + ["heads"]),
            ),
            max_size=3,
        )
    ):
        went = alembics(scripts, command, name, rows)
        rows = went[-1][1] if went else rows
    return scripts, rows, draw(targets(nodes))


@SETTINGS
@given(situations())
def test_a_plan_is_what_alembic_would_do(situation):
    scripts, rows, names = situation
    way = planned(scripts, names, rows)
    target = names[0] if len(names) == 1 else tuple(names)
    if isinstance(way, Reason):
        event("refused")
        # We refuse a target that Alembic reaches only where it is for several revisions.
        if len(names) == 1 and not names[0].startswith("-"):
            assert alembics(scripts, "upgrade", target, rows) in (None, [])
        return
    event(way.direction)
    if way.direction == "up":
        assert steps(way) == alembics(scripts, "upgrade", target, rows)
    elif way.direction == "down":
        assert steps(way) == _down(scripts, names, way, rows)
    else:
        assert steps(way) == []


def _down(scripts, names, way, rows):
    went = []
    for name in names:
        # Alembic's downgrade counts from the rows only: a revision with a distance is where that leads.
        if re.fullmatch(r"\w[^@]*[+-]\d|.+@head-\d", name):
            name = way.target[0] if way.target else "base"
        went += alembics(scripts, "downgrade", name, went[-1][1] if went else rows) or []
    return went


@SETTINGS
@given(situations())
def test_after_the_plan_the_target_is_true_and_planning_again_finds_nothing(situation):
    scripts, rows, names = situation
    assume(not any(sign in names[0] for sign in "+-"))
    way = planned(scripts, names, rows)
    assume(not isinstance(way, Reason))

    after = way.steps[-1].rows_after if way.steps else tuple(sorted(rows))
    assert set(way.target) <= graph.with_ancestors(scripts, after)
    again = planned(scripts, names, after)

    assert (again.direction, again.steps) == ("none", [])


@SETTINGS
@given(situations())
def test_heads_leaves_nothing_out_and_base_leaves_nothing(situation):
    scripts, rows, _ = situation
    up = planned(scripts, ["heads"], rows)
    applied = graph.with_ancestors(scripts, rows)

    everything = {script.revision for script in scripts.walk_revisions()}
    assert {step.revision for step in up.steps} == everything - applied
    top = up.steps[-1].rows_after if up.steps else tuple(sorted(rows))
    assert set(top) == set(scripts.revision_map._real_heads)
    down = planned(scripts, ["base"], top)
    assert {step.revision for step in down.steps} == everything
    assert down.steps[-1].rows_after == ()
