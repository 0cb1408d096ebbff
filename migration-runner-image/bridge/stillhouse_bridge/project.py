"""The opened project."""

import functools
import os
import sys

from alembic.script import ScriptDirectory
from alembic.util import CommandError

from . import configuration, driver
from .connections import Connections
from .contents import Contents
from .failures import as_refusal
from .guard import Foreseen
from .offline import Discarded
from .outside import outside
from .revision_files import loads


class Project:
    """What ``open`` prepared; every run takes a fresh configuration from it, and a script directory."""

    _connections = None

    def __init__(self, request, url, connections, import_path):
        self.path = os.getcwd()
        self.database = request.database
        self.session = request.session
        self.locks = request.locks
        # Whether the last look at the connection showed the runner; None before, and without a runner.
        self.saw_runner = None
        self.hook = request.hook
        self.connections = connections
        self.rows = None
        self.foreseen = Foreseen()
        self.contents = Contents()
        self._request = request
        self._url = url
        self._import_path = import_path

    @classmethod
    def prepare(cls, request, events):
        """Check the configuration, hand the database over to the project, and listen to its engines."""
        config = configuration.parse(request, "upgrade", "head")
        scripts = configuration.check(config, request)
        urls = driver.urls_for(request, configuration.own_url(config), scripts)
        own = [configuration.interpolated_url(config), os.environ.get(request.url_variable or "")]
        if request.original:
            own.append(request.original.url)
        if request.url_variable:
            os.environ[request.url_variable] = urls.variable
        if cls._connections is None:
            cls._connections = Connections()
            cls._connections.install()
            outside.install()
            loads.install()
        outside.serve(os.getcwd())
        cls._connections.serve(request, [url for url in (*own, *urls) if url], events)
        return cls(request, urls.configuration, cls._connections, _import_path())

    def in_copy(self, copy, events):
        """Return the same project with a copy in place of the database, for the rest of this process.

        Whatever of the project's asks for the database by a name that is known gets the copy.
        """
        return Project.prepare(self._request.with_copy(copy), events)

    @property
    def is_in_copy(self):
        """Whether it works in a copy of the database."""
        return self._request.original is not None

    def configure(self, *command):
        """Return Alembic's Config, as this command line of Alembic would make it, for our database.

        The SQL that Alembic prints with ``--sql`` is dropped.
        """
        config = configuration.parse(self._request, *command)
        config.output_buffer = Discarded()
        configuration.complete(config, self._request)
        # An env.py that takes its database from the variable may look whether there is another one.
        if configuration.own_url(config) is not None or not self._request.url_variable:
            # A percent sign begins an interpolation in an ini file.
            config.set_main_option("sqlalchemy.url", self._url.replace("%", "%%"))
        return config

    def scripts(self, config):
        """Return a fresh script directory, with ``sys.path`` as a new ``alembic`` process would have it."""
        sys.path[:] = self._import_path
        return self.scripts_within_hook(config)

    def scripts_within_hook(self, config):
        """Return a fresh script directory, with ``sys.path`` as the hook has left it."""
        try:
            return ScriptDirectory.from_config(config)
        except (CommandError, ValueError) as error:
            raise configuration.unusable(self._request, error) from error
        except Exception as error:
            # script_location may name a package, whose import runs the project's own code.
            raise as_refusal(error, self) from error

    def remembered(self):
        """Return what a process has found out that the next one has to know."""
        return self.rows, self.saw_runner, self.foreseen, self.contents

    def remember(self, remembered):
        """Know what an earlier process has found out."""
        self.rows, self.saw_runner, self.foreseen, self.contents = remembered

    def relative(self, file):
        """Return the file relative to the project's folder where it lies in it."""
        folder, name = os.path.split(file)
        real = os.path.realpath(file) if os.path.islink(file) else os.path.join(_real_folder(folder), name)
        root = os.path.join(_real_folder(self.path), "")
        return real[len(root) :] if real.startswith(root) else file


@functools.lru_cache(maxsize=None)
def _real_folder(folder):
    # Thousands of files lie in the same one.
    return os.path.realpath(folder)


def _import_path():
    # `alembic` itself adds only what prepend_sys_path says. The project's folder comes last, where it can
    # shadow nothing, for those who run `python -m alembic` instead.
    return [entry for entry in sys.path if entry] + [os.getcwd()]
