"""The compiled kernel, kept on disk from one run of the program to the next.

numba keeps what it compiled until the file of the outermost function changes. The kernel is made of many files, so it
is kept under a fingerprint of them all: a change in any of them compiles anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from types import ModuleType
from typing import Any, Final

from numba import njit
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher

from pathways.simulation.compiled import access, arrivals, calendar, draws, kernel, layout, state, wheel, work

_MODULES: Final = (access, layout, draws, wheel, calendar, state, work, arrivals, kernel)


def fingerprint() -> str:
    """A digest of every function and constant that the kernel is made of."""
    parts = (part for module in _MODULES for part in _parts(module))
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _parts(module: ModuleType) -> Iterator[str]:
    for name, value in sorted(vars(module).items()):
        function = value.py_func if isinstance(value, Dispatcher) else getattr(value, "_defn", value)
        code = getattr(function, "__code__", None)
        if code is not None:
            for part in _codes(code):
                # A docstring is the first constant; what it says changes nothing.
                constants = [each for each in part.co_consts if each != function.__doc__ and not _is_code(each)]
                yield f"{module.__name__}.{name} {part.co_code.hex()} {constants} {part.co_names}"
        elif isinstance(value, int | dict) and not name.startswith("__"):
            yield f"{module.__name__}.{name} {value}"


def _codes(code: Any) -> Iterator[Any]:
    """A function's code and that of the functions in it."""
    yield code
    for each in filter(_is_code, code.co_consts):
        yield from _codes(each)


def _is_code(value: Any) -> bool:
    return hasattr(value, "co_code")


class _Cache(FunctionCache):
    def _index_key(self, signature: Any, codegen: Any) -> tuple[Any, ...]:
        return *super()._index_key(signature, codegen), fingerprint()


def _made() -> Any:
    made = njit(**access.OPTIONS, nogil=True)(kernel.simulate)
    with suppress(RuntimeError):  # there is no folder in which numba could keep it
        made._cache = _Cache(kernel.simulate)
    return made


# `kernel.simulate`, compiled when first called, or read from disk if it was compiled before.
simulate: Final = _made()


def can_be_kept() -> bool:
    """Whether there is a folder for it; if not, each run of the program compiles anew."""
    return isinstance(simulate._cache, _Cache)


def is_kept() -> bool:
    """Whether it need not be compiled: it has been in this process, or was and is on disk."""
    if simulate.signatures:
        return True
    try:
        cache = simulate._cache
        this = cache._index_key(None, simulate.targetctx.codegen())[1:]
        return any(key[1:] == this for key in cache._cache_file._load_index())
    except AttributeError:  # there is no disk cache, or numba keeps its index in another way
        return False
