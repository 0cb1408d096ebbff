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


def test_a_message_takes_the_place_of_one_that_has_not_gone(ends, monkeypatch):
    monkeypatch.setattr("stillhouse_bridge.channel._MOMENT_SECONDS", 2)
    channel, runner = ends
    gone, held, followed = {"id": 1}, {"id": 2}, {"id": 4}
    channel.send_soon(gone)
    assert received(runner) == [1]

    channel.send_soon({"id": 3}, instead_of=gone)
    channel.send_soon(held)
    channel.send_soon({"id": 20}, instead_of=held)
    channel.send_soon(followed)
    channel.send_soon({"id": 5})
    channel.send_soon({"id": 40}, instead_of=followed)

    assert received(runner) == [3, 20, 4, 5, 40]
