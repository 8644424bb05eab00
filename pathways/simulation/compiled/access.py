"""Cells of arrays, given by where they begin, by number, and counting bits, as single instructions.

numba's own indexing looks for negative numbers each time, and hands whole arrays to functions. And it cannot know that
the tables of a model never change, so it would read them again after whatever is written elsewhere.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

# Without `_nrt` each call would count references to every array, at the cost of the rest together.
OPTIONS: Final[dict[str, Any]] = {"error_model": "numpy", "_nrt": False}
Inline: Any = njit(forceinline=True, **OPTIONS)
Apart: Any = njit(forceinline=False, **OPTIONS)  # for what is seldom done
Instruction: Any = intrinsic
U: Any = np.uint64
_WORD = ir.IntType(64)


def _cell(builder: Any, cells: Any, index: Any) -> Any:
    """The address of a cell."""
    return builder.gep(cells, [index])


def _widened(builder: Any, value: Any) -> Any:
    return builder.sext(value, _WORD) if value.type.width < _WORD.width else value


def _narrowed(builder: Any, value: Any, address: Any) -> Any:
    kind = address.type.pointee
    return builder.trunc(value, kind) if kind.width < _WORD.width else value


@Instruction
def pointer(typing: Any, cells: Any) -> Any:
    """Where the cells of an array begin."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return types.CPointer(cells.dtype)(cells), generate


@Instruction
def word(typing: Any, table: Any, index: Any) -> Any:
    """A cell of an array that nothing changes while the kernel runs; `index` is never negative."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        found = builder.load(_cell(builder, *arguments))
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        return found

    return types.int64(table, types.int64), generate


@Instruction
def at(typing: Any, cells: Any, index: Any) -> Any:
    """A cell as a whole number; `index` is never negative."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _widened(builder, builder.load(_cell(builder, *arguments)))

    return types.int64(cells, types.int64), generate


@Instruction
def put(typing: Any, cells: Any, index: Any, value: Any) -> Any:
    """Set a cell."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _cell(builder, *arguments[:2])
        builder.store(_narrowed(builder, arguments[2], address), address)
        return context.get_dummy_value()

    return types.void(cells, types.int64, types.int64), generate


@Instruction
def raise_by(typing: Any, cells: Any, index: Any, value: Any) -> Any:
    """Add to a cell."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _cell(builder, *arguments[:2])
        found = builder.load(address)
        builder.store(builder.add(found, _narrowed(builder, arguments[2], address)), address)
        return context.get_dummy_value()

    return types.void(cells, types.int64, types.int64), generate


@Instruction
def only_here(typing: Any, value: Any) -> Any:
    """A number, with which nothing is worked out in advance: for what is seldom needed that would be in vain."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.asm(ir.FunctionType(_WORD, [_WORD]), "", "=r,0", arguments, False)

    return types.int64(types.int64), generate


@Instruction
def chosen(typing: Any, holds: Any, if_so: Any, if_not: Any) -> Any:
    """One of two numbers, without a branch, which takes long where nothing foretells it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        select = builder.select(*arguments)
        select.set_metadata("unpredictable", builder.module.add_metadata([]))
        return select

    return types.int64(types.boolean, types.int64, types.int64), generate


@Instruction
def apart(typing: Any) -> Any:
    """Said first in a function that is to stay one, whoever calls it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


@Instruction
def zeros_below(typing: Any, bits: Any) -> Any:
    """How many zeros stand below the lowest bit that is set; there is one."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


@Instruction
def zeros_above(typing: Any, bits: Any) -> Any:
    """How many zeros stand above the highest bit that is set; 64 for 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctlz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), generate
