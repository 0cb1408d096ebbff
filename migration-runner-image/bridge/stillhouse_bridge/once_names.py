"""Names by which code is reached that nobody sees being reached, and those by which an env.py has Alembic."""

import ast
from collections import Counter

RUN_MIGRATIONS = "run_migrations"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# By these a function is found that nobody names. As attributes the first ones are somebody's methods.
_OPAQUE_NAMES = frozenset(
    [
        "exec",
        "eval",
        "compile",
        "globals",
        "locals",
        "vars",
        "getattr",
        "__import__",
        "__builtins__",
        "__loader__",
        "__spec__",
    ]
)
_OPAQUE_ATTRIBUTES = frozenset(
    [
        "modules",
        "currentframe",
        "_getframe",
        "_current_frames",
        "f_globals",
        "f_locals",
        "f_builtins",
        "__globals__",
        "__dict__",
        "__getattribute__",
        "attrgetter",
        "methodcaller",
        "run_path",
        "run_module",
        "spec_from_file_location",
        "SourceFileLoader",
        "load_source",
        "load_module",
        "exec_module",
        "reload",
    ]
)
_OPAQUE_MODULES = frozenset(("builtins", "runpy", "gc", "__main__", "alembic.command"))
# These are Alembic's in every env.py, wherever they come from.
_ALEMBICS = frozenset(("context", "alembic"))
_ALEMBIC = "alembic"
_ASKS = "is_offline_mode"


def is_star_after_a_function(tree):
    """Tell whether a star may have replaced a function of this source."""
    lines = [node.lineno for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    return any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.lineno > min(lines, default=0)
        for node in ast.walk(tree)
    )


def is_opaque(node):
    """Tell whether something could be reached by this that is not followed."""
    if isinstance(node, ast.Name):
        return node.id in _OPAQUE_NAMES
    if isinstance(node, ast.Attribute):
        return node.attr in _OPAQUE_ATTRIBUTES
    if isinstance(node, ast.Import):
        return any(each.name in _OPAQUE_MODULES for each in node.names)
    if isinstance(node, ast.ImportFrom):
        names = {each.name for each in node.names}
        return (
            node.module in _OPAQUE_MODULES
            or any(f"{node.module}.{each}" in _OPAQUE_MODULES for each in names)
            or bool(names & (_OPAQUE_NAMES | _OPAQUE_ATTRIBUTES) - {"modules"})
            or (node.module == "sys" and "modules" in names)
        )
    return False


class AlembicNames:
    """The names by which a source has ``alembic`` and ``alembic.context``."""

    def __init__(self, tree, bound):
        imported = Counter(_imported(tree))
        self._names = (_ALEMBICS | set(imported)) - {_ASKS}
        # Nothing else of this name may stand for them.
        self._sure = {name for name, times in imported.items() if bound[name] <= times}

    def asks_for_mode(self, node):
        """Tell whether this is Alembic's question whether it runs offline, and surely that."""
        if not isinstance(node, ast.Call) or node.args or node.keywords:
            return False
        if isinstance(node.func, ast.Name):
            return node.func.id == _ASKS and _ASKS in self._sure
        return (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == _ASKS
            and _first_name(node.func.value) in self._sure
        )

    def are_handed_on(self, tree):
        """Tell whether Alembic's context gets to somebody in another way than by a call of its functions."""
        bases = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and not node.attr.startswith("_")
        }
        return any(self._is_context(node) and id(node) not in bases for node in ast.walk(tree))

    def _is_context(self, node):
        if isinstance(node, ast.Name):
            return node.id in self._names and isinstance(node.ctx, ast.Load)
        if isinstance(node, ast.Attribute):
            return node.attr == "context" and _first_name(node.value) in self._names
        return isinstance(node, ast.Call) and _last_name(node.func) == "get_context"


def _imported(tree):
    """Yield the names that imports give to the two, and to functions of the latter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                if each.name in (_ALEMBIC, "alembic.context"):
                    yield each.asname or _ALEMBIC
        elif isinstance(node, ast.ImportFrom) and node.module == _ALEMBIC:
            yield from (each.asname or each.name for each in node.names if each.name == "context")
        elif isinstance(node, ast.ImportFrom) and node.module == "alembic.context":
            yield from (_ASKS for each in node.names if each.name == _ASKS)


def _first_name(node):
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _last_name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
