"""Questions to the graph of revisions."""

from . import internals


def with_ancestors(scripts, revisions):
    """Return these revisions and everything below them, dependencies included."""
    return _identifiers(internals.ancestors(scripts, _nodes(scripts, revisions)))


def above(scripts, revisions):
    """Return everything built on top of these revisions, without what merely depends on them."""
    nodes = internals.descendants(scripts, _nodes(scripts, revisions))
    return _identifiers(nodes) - set(revisions)


def _nodes(scripts, revisions):
    return scripts.revision_map.get_revisions(tuple(revisions))


def _identifiers(nodes):
    return {node.revision for node in nodes if node is not None}
