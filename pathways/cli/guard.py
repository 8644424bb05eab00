"""What went wrong to an exit code and a message: 2 is the user's input, 3 a fault of ours, 130 an interruption."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import Final, ParamSpec, TypeVar

import typer

from pathways.errors import PathwaysError

P = ParamSpec("P")
T = TypeVar("T")

_FULL: Final = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


class ExitCode(IntEnum):
    CLEAN = 0
    BROKEN = 1  # a rule is broken, an expectation unmet, a drawing stale
    BAD_INPUT = 2  # bad usage or bad input
    INTERNAL = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever a command raises into the agreed exit code, and let no traceback reach a user."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            result = command(*args, **kwargs)
            sys.stdout.flush()
        except PathwaysError as error:
            complain(str(error))
            raise typer.Exit(ExitCode.BAD_INPUT) from error
        except KeyboardInterrupt as error:  # `main` says so
            raise typer.Exit(ExitCode.INTERRUPTED) from error
        except BrokenPipeError as error:
            _let_go_of_stdout()  # whoever read our output has seen enough
            raise typer.Exit(ExitCode.PIPE_CLOSED) from error
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _FULL:
                _let_go_of_stdout()
                complain(f"the result could not be written: {error.strerror}\n    fix: make room, and run it again")
                raise typer.Exit(ExitCode.BAD_INPUT) from error
            if _is_usage_fault(error):
                raise
            _report_fault(error)
            raise typer.Exit(ExitCode.INTERNAL) from error
        return result

    return run


def _let_go_of_stdout() -> None:
    """Send what is left of the output nowhere: Python would complain once more as it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    typer.echo(text, err=True)


def _is_usage_fault(error: Exception) -> bool:
    """Faults that the command-line library itself explains, such as a bad option value."""
    return isinstance(error, typer.BadParameter)


def _report_fault(error: Exception) -> None:
    if os.environ.get("PATHWAYS_DEBUG"):
        import traceback

        traceback.print_exception(error)
        return
    import platform

    from pathways.version import __version__

    complain(
        f"pathways stopped because of a fault of its own: {type(error).__name__}: {error}\n"
        "    Your files are as they were. Please report this, with what you typed and the file you typed it for.\n"
        f"    pathways {__version__}, Python {platform.python_version()}, {platform.system()}\n"
        "    For the technical details set PATHWAYS_DEBUG=1 and run it again."
    )
