"""A pod may run as a user that its image does not know."""

import json
import os
import subprocess
import sys

import pytest
from bridge_client import BRIDGE

ASKS = """\
import getpass, json, os, pwd, sys
sys.path.insert(0, {bridge!r})
from stillhouse_bridge.user import give_name
os.setgid({group})
os.setuid({user})
give_name()
home = pwd.getpwuid({user}).pw_dir
print(json.dumps([getpass.getuser(), home, os.path.expanduser("~"), pwd.getpwuid(0).pw_uid]))
"""


def asked(user, **environment):
    """What an application is told that runs as this user."""
    source = ASKS.format(bridge=str(BRIDGE), user=user, group=user)
    return json.loads(subprocess.check_output([sys.executable, "-c", source], env=environment, text=True))


@pytest.fixture(autouse=True)
def root():
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")


@pytest.mark.parametrize("environment", [{}, {"HOME": "/"}], ids=["none", "as containerd sets it"])
def test_nobody_knows_it(environment):
    assert asked(54321, **environment) == ["stillhouse", "/tmp", "/tmp", 0]


def test_what_is_set_stays():
    assert asked(54321, HOME="/app", USER="app", LOGNAME="shop") == ["shop", "/app", "/app", 0]


def test_a_known_one_is_as_it_was():
    name, home, expanded, _ = asked(0, HOME="/elsewhere")

    assert (name, expanded) == ("root", "/elsewhere")
    assert home != "/tmp"
