"""How the measures are compiled: once per installation, kept on disk, and free to run beside other threads."""

from __future__ import annotations

from typing import Any

from numba import njit, types
from numba.extending import intrinsic

_intrinsic: Any = intrinsic


def compiled(function: Any) -> Any:
    return _kept(function)


def inlined(function: Any) -> Any:
    """For what is called for each event: handing an array over costs more than what is done with it."""
    return _kept(function, forceinline=True)


def _kept(function: Any, **options: Any) -> Any:
    options |= {"nogil": True, "error_model": "numpy"}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # there is no folder in which numba could keep it
        return njit(**options)(function)


def _cell(context: Any, builder: Any, kind: Any, cells: Any, index: Any) -> Any:
    """The address of a cell."""
    return builder.gep(context.make_array(kind)(context, builder, cells).data, [index])


@_intrinsic
def word(typing: Any, table: Any, index: Any) -> Any:
    """A cell of a table of whole numbers that nothing changes; `index` is never negative.

    numba's own indexing looks for negative numbers each time, and would read the table again after whatever is written
    elsewhere.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        found = builder.load(_cell(context, builder, signature.args[0], *arguments))
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        return found

    return types.int64(table, types.int64), generate


@_intrinsic
def at(typing: Any, cells: Any, index: Any) -> Any:
    """A cell of a row of whole numbers; `index` is never negative."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_cell(context, builder, signature.args[0], *arguments))

    return types.int64(cells, types.int64), generate


@_intrinsic
def put(typing: Any, cells: Any, index: Any, value: Any) -> Any:
    """Set such a cell."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _cell(context, builder, signature.args[0], *arguments[:2]))
        return context.get_dummy_value()

    return types.void(cells, types.int64, types.int64), generate


@_intrinsic
def raise_by(typing: Any, cells: Any, index: Any, value: Any) -> Any:
    """Add to such a cell."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _cell(context, builder, signature.args[0], *arguments[:2])
        builder.store(builder.add(builder.load(address), arguments[2]), address)
        return context.get_dummy_value()

    return types.void(cells, types.int64, types.int64), generate
