"""A planted fault: a module of the checker with some text replaced, as long as a test runs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

import pytest


def plant(monkeypatch: pytest.MonkeyPatch, module: str, text: str, other: str) -> None:
    """Let every function and method of the module run as if it said `other` where it says `text`.

    Whoever imported a function has it changed too, because only its code is exchanged.
    """
    original = import_module(module)
    source = inspect.getsource(original)
    assert source.count(text) >= 1, f"{module} does not say {text!r} any more"
    changed = ModuleType(module)
    changed.__dict__.update({**vars(original), "__name__": f"{module}"})
    exec(compile(source.replace(text, other), str(original.__file__), "exec"), changed.__dict__)
    before, after = dict(_functions(vars(original), module)), dict(_functions(vars(changed), module))
    different = [n for n in before if n in after and before[n].__code__ != after[n].__code__]
    assert different, f"{text!r} stands in no function of {module}"
    for name in different:
        monkeypatch.setattr(before[name], "__code__", after[name].__code__)


def _functions(names: Mapping[str, Any], module: str, prefix: str = "") -> Iterator[tuple[str, FunctionType]]:
    for name, value in names.items():
        while hasattr(value, "__wrapped__"):
            value = value.__wrapped__
        if isinstance(value, property):
            value = value.fget
        if isinstance(value, staticmethod | classmethod):
            value = value.__func__
        if hasattr(value, "func") and isinstance(getattr(value, "func", None), FunctionType):  # cached_property
            value = value.func
        if isinstance(value, FunctionType) and value.__module__ == module:
            yield prefix + name, value
        elif isinstance(value, type) and value.__module__ == module and not prefix:
            yield from _functions(vars(value), module, f"{name}.")
