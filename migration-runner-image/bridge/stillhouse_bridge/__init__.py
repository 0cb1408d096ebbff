"""The Stillhouse bridge: runs inside a project's own interpreter and speaks for its Alembic.

The runner leads over a Unix socket; the contract is docs/reference/bridge-protocol.md. Modules that import
Alembic or SQLAlchemy are only imported once ``open`` has found them, so that a missing one is an answer
rather than a crash.
"""

PROTOCOL = 1
