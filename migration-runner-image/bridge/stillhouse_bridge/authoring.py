"""``revision`` and ``merge``: write revision files as Alembic's own commands do."""

from .commands import run_command
from .refusal import Reason, Refusal

_OPTIONS = {
    "message": "--message",
    "head": "--head",
    "versionPath": "--version-path",
    "revisionId": "--rev-id",
}


def write_revision(project, params):
    """Return the result of ``revision``; raises a Refusal."""
    line = _line("revision", params)
    line += ["--" + flag for flag in ("autogenerate", "splice") if params.get(flag)]
    line += ["--depends-on=" + name for name in _names(params, "dependsOn")]
    return _written(project, run_command(project, *line, **_labels(params)))


def write_merge(project, params):
    """Return the result of ``merge``; raises a Refusal."""
    revisions = _names(params, "revisions") or ["heads"]
    line = _line("merge", {name: params.get(name) for name in ("message", "revisionId")})
    return _written(project, run_command(project, *line, "--", *revisions, **_labels(params)))


def _line(command, params):
    return [command, *(f"{option}={params[name]}" for name, option in _OPTIONS.items() if params.get(name))]


def _labels(params):
    labels = _names(params, "branchLabels")
    return {"branch_label": labels} if labels else {}


def _names(params, name):
    names = params.get(name) or []
    if not isinstance(names, list) or not all(isinstance(each, str) and each for each in names):
        raise Refusal(Reason.PROTOCOL_MISMATCH, f"The parameter '{name}' must be a list of names.")
    return names


def _written(project, scripts):
    # One, several or none: process_revision_directives of env.py decides.
    scripts = scripts if isinstance(scripts, list) else [scripts]
    written = [
        {"revision": script.revision, "file": project.relative(script.path)}
        for script in scripts
        if script is not None
    ]
    return {"written": written, **(written[0] if written else {})}
