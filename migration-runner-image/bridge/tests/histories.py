"""Generated histories, and Alembic's own way through them, without files and without a database."""

import hashlib
import io
import tempfile
import types
import warnings

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.base import Script
from alembic.script.revision import RevisionMap
from hypothesis import strategies as st

_FOLDER = tempfile.mkdtemp(prefix="histories")


class Node:
    """A revision of a generated history."""

    def __init__(self, number, down, depends_on, label):
        self.revision = hashlib.sha256(str(number).encode()).hexdigest()[:12]
        self.down = down
        self.depends_on = depends_on
        self.label = label

    def __repr__(self):
        return f"{self.revision}({self.down}, {self.depends_on}, {self.label})"


@st.composite
def histories(draw):
    """Up to eight revisions with branches, merges, labels and dependencies."""
    nodes = []
    for number in range(draw(st.integers(1, 8))):
        earlier = [node.revision for node in nodes]
        # Most of a real history is a line.
        downs = st.just(earlier[-1:]) | st.lists(st.sampled_from(earlier or [""]), max_size=2, unique=True)
        down = tuple(name for name in draw(downs) if name) if earlier else ()
        down = tuple(name for name in down if not any(name in _below(nodes, other) for other in down))
        # Alembic itself fails (KeyError) on a merge that depends on a revision above or below what it merges.
        near = {below for name in down for below in (name, *_below(nodes, name))}
        far = [name for name in earlier if name not in near and not near & _below(nodes, name)]
        depends = draw(st.sampled_from([None, None, *far]))
        label = f"label{number}" if draw(st.integers(0, 3)) == 0 else None
        nodes.append(Node(number, down, depends, label))
    return nodes


@st.composite
def targets(draw, nodes):
    """A target in one of the ways that Alembic has for it, or two."""
    revisions = [node.revision for node in nodes]
    labels = [node.label for node in nodes if node.label]
    named = st.sampled_from(revisions)
    choices = [
        st.sampled_from(["heads", "head", "base", "+1", "-1", "+2", "-2"]),
        named,
        named.map(lambda name: name[:5]),
        st.builds("{}{:+}".format, named, st.sampled_from([-2, -1, 1, 2])),
    ]
    if labels:
        ends = st.sampled_from(["head", "heads", "base", "+1", "-1"])
        choices.append(st.builds("{}@{}".format, st.sampled_from(labels), ends | named))
    if draw(st.integers(0, 3)) == 0:
        return draw(st.lists(named | st.just("heads"), min_size=2, max_size=2, unique=True))
    return [draw(st.one_of(choices))]


def scripts_of(nodes):
    """Return Alembic's script directory for a history."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scripts = ScriptDirectory(_FOLDER)
        made = [_script(node) for node in nodes]
        scripts.revision_map = RevisionMap(lambda: made)
        scripts.get_heads()
    # For a failing example.
    scripts.nodes = nodes
    return scripts


def alembic_way(scripts, command, target, rows):
    """Let Alembic go there; returns [(revision, version rows after it)], or raises what Alembic raises."""
    seen = []
    find = scripts._upgrade_revs if command == "upgrade" else scripts._downgrade_revs

    def applied(step, heads, **_):
        seen.append((step.up_revision_id, sorted(heads)))

    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={
            "as_sql": True,
            "script": scripts,
            "starting_rev": tuple(rows) or None,
            "output_buffer": io.StringIO(),
            "on_version_apply": (applied,),
            "fn": lambda heads, _: find(target, heads),
        },
    )
    context.run_migrations()
    return seen


def _below(nodes, revision):
    found, waiting = set(), [revision]
    downs = {node.revision: (*node.down, *filter(None, [node.depends_on])) for node in nodes}
    while waiting:
        for name in downs[waiting.pop()]:
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _script(node):
    module = types.ModuleType(node.revision)
    module.revision = node.revision
    module.down_revision = node.down or None
    module.depends_on = node.depends_on
    module.branch_labels = node.label
    module.upgrade = module.downgrade = lambda: None
    return Script(module, node.revision, node.revision + ".py")
