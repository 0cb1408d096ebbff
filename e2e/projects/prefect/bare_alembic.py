"""Alembic's own command line where Prefect's env.py wants to be run; Stillhouse has no part in it."""

import sys

import anyio
from alembic.config import main
from prefect.utilities.asyncutils import run_sync_in_worker_thread

anyio.run(run_sync_in_worker_thread, main, sys.argv[1:])
