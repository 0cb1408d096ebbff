"""Tells by reading an env.py whether it comes to the migrations once, and surely not a second time.

Counted are the calls of ``run_migrations`` that one run of the file can come to, at most: of two branches the
one with more, in a loop any number. Where something could call that is not followed, it is not once.
"""

import ast
from collections import Counter, defaultdict

_NAME = "run_migrations"
_MANY = 2
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_REPEATING = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
# By these a function is found that nobody names.
_OPAQUE = ("exec", "eval", "compile", "globals", "locals", "vars", "__import__")
# SQLAlchemy's `AsyncConnection.run_sync` calls the function that it is given once.
_CALLS_ONCE = ("run_sync",)


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
        self._functions = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, _FUNCTIONS):
                self._functions[node.name].append(node)
        self._known = {}

    def of_run(self):
        """Return those of the whole source."""
        return self._of(self._tree)

    def _of(self, node):
        if isinstance(node, _REPEATING):
            return _MANY if self._of_parts(node) else 0
        if isinstance(node, (ast.If, ast.IfExp)):
            return self._of_branches(node)
        if isinstance(node, _FUNCTIONS):
            return self._of_definition(node)
        if isinstance(node, (ast.ClassDef, ast.Lambda)):
            return _MANY if self._comes_anywhere(node) else 0
        if isinstance(node, ast.Call):
            return self._of_call(node)
        if isinstance(node, ast.Name):
            return self._of_mention(node.id)
        if _names_it(node):
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
        if _asks_for_mode(test):
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
            self._of_function(each) if isinstance(each, _FUNCTIONS) else self._of(each)
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
        calls = self._of(called.value)
        if called.attr == _NAME:
            calls += 1
        elif called.attr in _CALLS_ONCE and arguments and isinstance(arguments[0], ast.Name):
            calls += self._of_call_by_name(arguments.pop(0).id, node)
        return min(_MANY, calls + self._of_all(arguments))

    def _of_call_by_name(self, name, node):
        if name == "getattr" and not (len(node.args) > 1 and isinstance(node.args[1], ast.Constant)):
            return _MANY
        if self._is_one_function(name):
            return self._of_function(self._functions[name][0])
        if name == _NAME and name not in self._functions:
            return 1
        return self._of_mention(name)

    def _of_mention(self, name):
        """Return what may come of it if this name is handed to somebody."""
        if name in _OPAQUE or (name == _NAME and name not in self._functions):
            return _MANY
        return _MANY if any(map(self._of_function, self._functions.get(name, ()))) else 0

    def _is_one_function(self, name):
        return len(self._functions.get(name, ())) == 1 and self._bound[name] == 1


def _names_it(node):
    """Tell whether the function is named here in another way than by a call or a plain name."""
    if isinstance(node, ast.Attribute):
        return node.attr == _NAME
    if isinstance(node, ast.alias):
        return node.name == _NAME and node.asname not in (None, _NAME)
    return isinstance(node, ast.Constant) and node.value == _NAME


def _asks_for_mode(node):
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    return name == "is_offline_mode"


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
