"""Tells by reading an env.py whether it comes to the migrations once, and surely not a second time.

Counted are the calls of ``run_migrations`` that one run of the file can come to, at most: of two branches the
one with more, in a loop any number. Where something could call that is not followed, it is not once.
"""

import ast
from collections import Counter, defaultdict

from .once_names import FUNCTIONS, RUN_MIGRATIONS, AlembicNames, is_opaque, is_star_after_a_function

_MANY = 2
_REPEATING = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
# SQLAlchemy's `AsyncConnection` calls the function that it is given once; these make one.
_CALLS_ONCE = "run_sync"
_CONNECTING = ("connect", "begin")


def comes_once(source):
    """Tell whether a run of this source, online, comes to ``run_migrations`` once at most."""
    try:
        return _Calls(ast.parse(source)).of_run() == 1
    except (SyntaxError, ValueError, RecursionError):
        return False


class _Calls:
    """The calls that one execution of a piece of the source comes to: 0, 1, or ``_MANY`` for any number."""

    def __init__(self, tree):
        self._tree = tree
        self._bound = Counter(_bound_names(tree))
        self._alembic = AlembicNames(tree, self._bound)
        self._async_connections = _async_connections(tree)
        self._functions = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                self._functions[node.name].append(node)
        self._known = {}

    def of_run(self):
        """Return those of the whole source."""
        if self._alembic.are_handed_on(self._tree) or is_star_after_a_function(self._tree):
            return _MANY
        return self._of(self._tree)

    def _of(self, node):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            # A docstring.
            return 0
        if isinstance(node, _REPEATING):
            return _MANY if self._of_parts(node) else 0
        if isinstance(node, (ast.If, ast.IfExp)):
            return self._of_branches(node)
        if isinstance(node, FUNCTIONS):
            return self._of_definition(node)
        if isinstance(node, (ast.ClassDef, ast.Lambda)):
            return _MANY if self._comes_anywhere(node) else 0
        if isinstance(node, ast.Call):
            return self._of_call(node)
        if isinstance(node, ast.Name):
            return self._of_mention(node.id)
        if isinstance(node, ast.Constant):
            return self._of_text(node.value)
        if is_opaque(node) or _names_it(node):
            return _MANY
        return self._of_parts(node)

    def _of_all(self, nodes):
        return min(_MANY, sum(map(self._of, nodes)))

    def _of_parts(self, node):
        return self._of_all(ast.iter_child_nodes(node))

    def _of_branches(self, node):
        test, negated = node.test, False
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, negated = test.operand, True
        if self._alembic.asks_for_mode(test):
            # It is asked online.
            return self._of_all(_listed(node.body if negated else node.orelse))
        branches = max(self._of_all(_listed(node.body)), self._of_all(_listed(node.orelse)))
        return min(_MANY, self._of(node.test) + branches)

    def _of_definition(self, node):
        if node.decorator_list and self._of_function(node):
            # It may call what it decorates again.
            return _MANY
        return self._of_all([*node.decorator_list, node.args])

    def _comes_anywhere(self, node):
        return any(
            self._of_function(each) if isinstance(each, FUNCTIONS) else self._of(each)
            for each in ast.walk(node)
            if each is not node
        )

    def _of_function(self, node):
        if node not in self._known:
            # What it has of a function that calls itself.
            self._known[node] = _MANY
            self._known[node] = self._of_all(node.body)
        return self._known[node]

    def _of_call(self, node):
        called, arguments = node.func, [*node.args, *node.keywords]
        if isinstance(called, ast.Name):
            return min(_MANY, self._of_call_by_name(called.id, node) + self._of_all(arguments))
        if not isinstance(called, ast.Attribute):
            return self._of_parts(node)
        if is_opaque(called):
            return _MANY
        calls = self._of(called.value)
        if called.attr == RUN_MIGRATIONS:
            calls += 1
        elif (
            called.attr == _CALLS_ONCE
            and isinstance(called.value, ast.Name)
            and called.value.id in self._async_connections
            and arguments
            and isinstance(arguments[0], ast.Name)
        ):
            calls += self._of_call_by_name(arguments.pop(0).id, node)
        return min(_MANY, calls + self._of_all(arguments))

    def _of_call_by_name(self, name, node):
        if name == "getattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            return 0
        if self._is_one_function(name):
            return self._of_function(self._functions[name][0])
        if name == RUN_MIGRATIONS and name not in self._functions:
            return 1
        return self._of_mention(name)

    def _of_mention(self, name):
        """Return what may come of it if this name is handed to somebody."""
        if is_opaque(ast.Name(name)) or (name == RUN_MIGRATIONS and name not in self._functions):
            return _MANY
        return _MANY if any(map(self._of_function, self._functions.get(name, ()))) else 0

    def _of_text(self, text):
        """Return what may come of it if somebody looks for what is called so."""
        if not isinstance(text, str):
            return 0
        return _MANY if RUN_MIGRATIONS in text else self._of_mention(text)

    def _is_one_function(self, name):
        return len(self._functions.get(name, ())) == 1 and self._bound[name] == 1


def _names_it(node):
    """Tell whether the function is named here in another way than by a call or a plain name."""
    if isinstance(node, ast.Attribute):
        return node.attr == RUN_MIGRATIONS
    if isinstance(node, ast.alias):
        return node.name == RUN_MIGRATIONS and node.asname not in (None, RUN_MIGRATIONS)
    return False


def _async_connections(tree):
    """Return the names that stand for what an ``async with`` connects, and for nothing else that is set."""
    connected, stored = Counter(), Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored[node.id] += 1
        elif isinstance(node, ast.AsyncWith):
            connected.update(each.optional_vars.id for each in node.items if _connects(each))
    return {name for name, times in connected.items() if stored[name] == times}


def _connects(item):
    call = item.context_expr
    return (
        isinstance(item.optional_vars, ast.Name)
        and isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in _CONNECTING
    )


def _listed(branch):
    return branch if isinstance(branch, list) else [branch]


def _bound_names(tree):
    """Yield each name as often as something may be bound to it, wherever."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif not isinstance(node, (ast.Attribute, ast.keyword, ast.Constant)):
            for _, value in ast.iter_fields(node):
                yield from (each for each in _listed(value) if isinstance(each, str))
