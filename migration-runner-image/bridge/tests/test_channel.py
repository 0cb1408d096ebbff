"""What the socket carries."""

import json
import socket
import threading

import pytest

from stillhouse_bridge.channel import Channel


@pytest.fixture
def ends(monkeypatch):
    """A channel and the runner's end of its connection."""
    # At the end of the connection the bridge would end the process, which here is that of the tests.
    left = threading.Event()
    monkeypatch.setattr("stillhouse_bridge.channel.leave", left.set)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs
        theirs.shutdown(socket.SHUT_RDWR)
        assert left.wait(60)


def test_a_held_message_comes_with_the_next_one(ends):
    channel, runner = ends
    channel.hold({"event": "step_finished"})
    runner.setblocking(False)
    with pytest.raises(BlockingIOError):
        runner.recv(1)
    runner.setblocking(True)

    channel.send({"event": "step_started"})

    lines = runner.recv(1000).splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["step_finished", "step_started"]


def test_a_held_message_comes_once(ends):
    channel, runner = ends
    channel.hold({"id": 1})
    channel.send({"id": 2})
    channel.send({"id": 3})

    with runner.makefile("rb") as lines:
        assert [json.loads(lines.readline())["id"] for _ in range(3)] == [1, 2, 3]
