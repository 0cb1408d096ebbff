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


def received(runner):
    return [json.loads(line)["id"] for line in runner.recv(1000).splitlines()]


def test_after_a_silence_a_message_is_sent_at_once(ends):
    channel, runner = ends
    runner.setblocking(False)

    channel.send_soon({"id": 1})

    assert received(runner) == [1]


def test_messages_of_one_moment_come_together_and_by_themselves(ends, monkeypatch):
    monkeypatch.setattr("stillhouse_bridge.channel._MOMENT_SECONDS", 2)
    channel, runner = ends
    channel.send({"id": 1})
    assert received(runner) == [1]

    channel.send_soon({"id": 2})
    channel.send_soon({"id": 3})

    assert received(runner) == [2, 3]


def test_what_waits_goes_before_the_next_message_and_once(ends):
    channel, runner = ends
    channel.send({"id": 1})
    channel.send_soon({"id": 2})
    channel.send({"id": 3})
    channel.send({"id": 4})

    with runner.makefile("rb") as lines:
        assert [json.loads(lines.readline())["id"] for _ in range(4)] == [1, 2, 3, 4]
