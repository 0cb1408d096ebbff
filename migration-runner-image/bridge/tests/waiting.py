"""Waits for what happens elsewhere."""

import time

_SECONDS = 120


def wait_until(condition):
    """Wait until the condition holds; it always does in time, but for a failure."""
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.02)
