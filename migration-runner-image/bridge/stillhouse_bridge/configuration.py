"""Alembic's configuration, made by Alembic's own command line."""

import configparser
import glob
import os
import sys
from importlib.machinery import PathFinder

from alembic.config import CommandLine, Config
from alembic.util import CommandError

from .refusal import Reason, Refusal

_TOML = "pyproject.toml"


class _Capture(CommandLine):
    """Stops where Alembic would run the command, and keeps the Config that it would run with."""

    captured = None

    def run_cmd(self, config, options):
        """Keep the Config."""
        self.captured = config


def parse(request, *command):
    """Return the Config of ``alembic -c … -n … -x … <command>``, with its ``cmd_opts``."""
    arguments = ["-c", request.config, "-n", request.section]
    arguments += ["-x" + argument for argument in request.x_arguments]
    arguments += command
    # Some env.py look at the command line itself.
    sys.argv = ["alembic", *arguments]
    line = _Capture(prog="alembic")
    try:
        line.main(arguments)
    except SystemExit as error:
        raise unusable(request, "alembic does not understand " + " ".join(arguments)) from error
    return line.captured


def check(config, request):
    """Return env.py's folder, or None if nobody can tell yet; raises a Refusal (ConfigNotFound)."""
    if not os.path.isfile(request.config):
        others = sorted(glob.glob("*/alembic.ini"))
        raise unusable(
            request, "there is no such file" + (", but there is " + ", ".join(others) if others else "")
        )
    try:
        complete(config, request)
        location = _script_location(config, request)
    except (configparser.Error, CommandError, ValueError, KeyError) as error:
        raise unusable(request, error) from error
    if not location:
        raise unusable(request, "it has no script_location")
    if ":" in location and not os.path.isabs(location):
        return _of_package(location, config)
    if not os.path.isfile(os.path.join(location, "env.py")):
        raise unusable(request, f"its script_location {location} has no env.py")
    return location


def _of_package(location, config):
    """Return the folder that ``package:folder`` means, without importing the package."""
    package, _, folder = location.partition(":")
    first, *rest = package.split(".")
    added = (config.get_main_option("prepend_sys_path") or "").split(os.pathsep)
    found = PathFinder.find_spec(first, [*added, os.getcwd(), *sys.path])
    for place in (found and found.submodule_search_locations) or ():
        candidate = os.path.join(place, *rest, *folder.split("/"))
        if os.path.isfile(os.path.join(candidate, "env.py")):
            return candidate
    return None


def complete(config, request):
    """Set a script_location that is left out (Flask-Migrate's way) if env.py lies beside the ini file."""
    folder = os.path.dirname(os.path.abspath(request.config))
    ini = config.file_config
    if (
        ini.has_section(request.section)
        and not ini.has_option(request.section, "script_location")
        and os.path.isfile(os.path.join(folder, "env.py"))
    ):
        config.set_main_option("script_location", folder.replace("%", "%%"))


def own_url(config):
    """Return the sqlalchemy.url that the project brings, uninterpolated, or None."""
    return config.file_config.get(config.config_ini_section, "sqlalchemy.url", raw=True, fallback=None)


def interpolated_url(config):
    """Return the sqlalchemy.url that the project brings, as its env.py would get it, or None."""
    try:
        return config.get_main_option("sqlalchemy.url")
    except (configparser.Error, CommandError):
        # env.py may give it what it lacks; pyproject.toml has no URL.
        return None


def unusable(request, trouble):
    """Return the Refusal for a configuration that cannot be used."""
    return Refusal(
        Reason.CONFIG_NOT_FOUND,
        "The Alembic configuration {} in {} cannot be used: {}. "
        "Check the project's path, config and section.".format(
            request.config, os.getcwd(), str(trouble).rstrip(".")
        ),
    )


def _script_location(config, request):
    if os.path.basename(request.config) == _TOML:
        if not hasattr(Config, "toml_alembic_config"):
            raise ValueError("pyproject.toml needs Alembic 1.16 or newer")
        if not config.toml_alembic_config:
            raise ValueError("it has no [tool.alembic] table")
    elif not config.file_config.has_section(request.section):
        raise ValueError(f"it has no section [{request.section}]")
    read = getattr(config, "get_alembic_option", config.get_main_option)
    return read("script_location")
