"""What the bridge's processes say to one another; all of them are forks of one, and trust each other."""

import array
import os
import pickle
import socket
import struct
from typing import NamedTuple

# Before anything of the project is imported: gevent puts its own in its place.
_Socket = socket.socket
_LENGTH = struct.Struct("!Q")
_NOTE = struct.Struct("!Bq")

#: A process has stopped in env.py, and will fork for each further order.
STOPPED = 1
#: It has forked this process.
FORKED = 2
#: The process that it had forked has ended, with this status of ``waitpid``.
ENDED = 3


class Order(NamedTuple):
    """A request of the runner's, and what is known from the ones before."""

    line: bytes
    remembered: tuple


def send_order(connection, order):
    """Send an order to the process that will carry it out."""
    content = pickle.dumps(order)
    connection.sendall(_LENGTH.pack(len(content)) + content)


def receive_order(connection):
    """Wait for the order of this process."""
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    return pickle.loads(_exactly(connection, length))


def send_note(connection, kind, value=0):
    """Tell the first process what has become of one that it cannot see."""
    connection.sendall(_NOTE.pack(kind, value))


def receive_note(connection):
    """Return the kind and the value of the next note; raises EOFError."""
    return _NOTE.unpack(_exactly(connection, _NOTE.size))


def send_connection(connection, given):
    """Give the other process a connection."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [given.fileno()]))]
    connection.sendmsg([b"\0"], rights)


def receive_connection(connection):
    """Wait for a connection that the other process gives; raises EOFError."""
    numbers = array.array("i")
    content, ancillary, _, _ = connection.recvmsg(1, socket.CMSG_SPACE(numbers.itemsize))
    if not content:
        raise EOFError
    for _, _, rights in ancillary:
        numbers.frombytes(rights[: len(rights) - len(rights) % numbers.itemsize])
    os.set_inheritable(numbers[0], False)
    return _Socket(fileno=numbers[0])


def _exactly(connection, size):
    content = bytearray()
    while len(content) < size:
        more = connection.recv(size - len(content))
        if not more:
            raise EOFError
        content += more
    return bytes(content)
