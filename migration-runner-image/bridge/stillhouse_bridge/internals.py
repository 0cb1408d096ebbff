"""Alembic's private parts that the bridge leans on: another release may have them otherwise.

Their tests run with each minor version (``try-alembics``). Beside them offline.py overrides what Alembic's
context and its implementation have.
"""

import functools

from alembic.runtime import migration
from alembic.script import ScriptDirectory


class VersionRows(migration.HeadMaintainer):
    """Alembic's own bookkeeping of version rows, without the table."""

    def _insert_version(self, version):
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        self.heads.remove(from_)
        self.heads.add(to_)


def down_revisions(script):
    """Return the down revisions of a revision, without its dependencies."""
    return list(script._versioned_down_revisions)


def dependencies(script):
    """Return the revisions, in full, that a revision depends on."""
    return list(script._resolved_dependencies)


def own_labels(script):
    """Return the branch labels that the revision's file names."""
    return sorted(script._orig_branch_labels)


def real_heads(scripts):
    """Return the heads that nothing depends on either."""
    return sorted(scripts.revision_map._real_heads)


def find_whole(scripts, name):
    """Return the revision of this whole identifier or branch label, or None. They must have been read."""
    return scripts.revision_map._revision_map.get(name)


def read_through(scripts, wrap):
    """Let the script directory read its revisions through ``wrap(read)``, a generator function of theirs."""
    revisions = scripts.revision_map
    revisions._generator = functools.partial(wrap, revisions._generator)


def read_all_through(wrap):
    """Let every script directory read its revision files through ``wrap(read, scripts)``."""
    ScriptDirectory._load_revisions = functools.partialmethod(_wrapped, wrap, ScriptDirectory._load_revisions)


def _wrapped(scripts, wrap, read):
    return wrap(read, scripts)


def relative_target(scripts, rows, target):
    """Return the revision that a relative target means, seen from these version rows; None is base."""
    (revision,) = scripts.revision_map._parse_upgrade_target(rows, target, True)
    return revision


def ancestors(scripts, revisions):
    """Yield these revisions and all below them, dependencies included."""
    return scripts.revision_map._get_ancestor_nodes(revisions)


def descendants(scripts, revisions):
    """Yield these revisions and all above them, without what merely depends on them."""
    return scripts.revision_map._get_descendant_nodes(revisions, include_dependencies=False)


def upgrade_steps(scripts, destination, rows):
    """Return Alembic's steps up to the destination."""
    return scripts._upgrade_revs(destination, rows)


def downgrade_steps(scripts, destination, rows):
    """Return Alembic's steps down to the destination."""
    return scripts._downgrade_revs(destination, rows)


def stamp_steps(scripts, targets, rows):
    """Return Alembic's steps of a stamp."""
    return scripts._stamp_revs(targets, rows)


def has_transaction_for_each(context):
    """Tell whether each revision has a transaction; where env.py had begun one before, the option is void."""
    return bool(context._transaction_per_migration and not context._in_external_transaction)


def make_version_table(context):
    """Make the version table, unless it is there."""
    context._ensure_version_table()


def before_purge(context, look):
    """Call ``look()`` before Alembic clears the version table."""
    ensure = context._ensure_version_table

    def ensured(purge=False):
        if purge:
            look()
        ensure(purge=purge)

    context._ensure_version_table = ensured


def execute_through(impl, wrap):
    """Let Alembic execute what an operation sends through ``wrap(execute, construct, …)``."""
    impl._exec = functools.partial(wrap, impl._exec)
