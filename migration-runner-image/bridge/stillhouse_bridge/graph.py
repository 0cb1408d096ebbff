"""Questions to the graph of revisions."""


def with_ancestors(scripts, revisions):
    """Return these revisions and everything below them, dependencies included."""
    return _identifiers(scripts.revision_map._get_ancestor_nodes(_nodes(scripts, revisions)))


def above(scripts, revisions):
    """Return everything built on top of these revisions, without what merely depends on them."""
    nodes = scripts.revision_map._get_descendant_nodes(_nodes(scripts, revisions), include_dependencies=False)
    return _identifiers(nodes) - set(revisions)


def _nodes(scripts, revisions):
    return scripts.revision_map.get_revisions(tuple(revisions))


def _identifiers(nodes):
    return {node.revision for node in nodes if node is not None}
