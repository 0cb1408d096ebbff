"""The files that decide what a plan's steps do beside the revision files: an approval covers them too.

Python's own and those of installed packages are the image's, and there is no end of them; the machine's own
are others in each pod. What counts is the project: wherever its modules are, and what its revisions read.
"""

import functools
import importlib.metadata
import importlib.util
import os
import sys
import sysconfig

from .attempts import is_below
from .contents import digest_of

_PACKAGES = ("site-packages", "dist-packages")
_MACHINE = ("/dev", "/etc", "/proc", "/run", "/sys", "/usr/lib", "/usr/share", "/var/run")
_BRIDGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def digests(project, places, read, but):
    """Return ``{file, digest}`` of the project's files among those that were read, and of its loaded modules.

    ``but`` are files that are told elsewhere.
    """
    told = {os.path.realpath(file) for file in but}
    paths = {os.path.realpath(_source(path)) for path in (*read, *_modules())} - told
    found = {_name(project.relative(path)): path for path in paths if _counts(path, places)}
    return [{"file": name, "digest": digest_of(path)} for name, path in sorted(found.items())]


def digests_of_read(places, read, but):
    """Return the digests by path of the project's files among those that were read, for another look at them.

    By the path that was opened: what the kubelet has put behind a link may be another file then.
    """
    told = {os.path.realpath(file) for file in but}
    sources = {_source(path) for path in read}
    found = [(path, os.path.realpath(path)) for path in sources]
    return {path: digest_of(path) for path, real in found if real not in told and _counts(real, places)}


def _name(path):
    # The kubelet keeps the files of a ConfigMap in a folder whose name has the time, behind links.
    return os.sep.join(part for part in path.split(os.sep) if len(part) < 3 or not part.startswith(".."))


def _modules():
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return [file for file in files if isinstance(file, str)]


def _source(path):
    # The bytecode has the time at which it was made; whether there is some is chance.
    if os.path.basename(os.path.dirname(path)) == "__pycache__":
        try:
            return importlib.util.source_from_cache(path)
        except ValueError:
            return path
    return path


def _counts(path, places):
    if not os.path.isfile(path) or is_below(path, _BRIDGE):
        return False
    if any(part in path.split(os.sep) for part in _PACKAGES):
        return any(is_below(path, own) for own in _own_packages())
    if any(is_below(path, folder) for folder in _standard_library()):
        return False
    if is_below(path, places.project):
        return True
    return not places.is_nobodys(path) and not any(is_below(path, folder) for folder in _MACHINE)


@functools.lru_cache(maxsize=None)
def _standard_library():
    return {os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}


@functools.lru_cache(maxsize=None)
def _own_packages():
    """Return the files and folders of packages that were installed from a folder or a repository.

    pip notes it (PEP 610) of what comes from no index: an application that is installed into its image.
    """
    own = set()
    for distribution in importlib.metadata.distributions():
        if distribution.read_text("direct_url.json") is None:
            continue
        names = {_installed_as(file) for file in distribution.files or ()} - {None}
        own.update(os.path.realpath(distribution.locate_file(name)) for name in names)
    return own


def _installed_as(file):
    """Return the name of the package or module beside the other packages, or None of what is no code of it.

    A RECORD has scripts (`../../../bin/shop`) and what is known of the distribution too.
    """
    name = file.parts[0]
    is_elsewhere = name == ".." or os.path.isabs(name)
    return None if is_elsewhere or name.endswith((".dist-info", ".egg-info")) else name
