"""Rows of a result to a pandas table, for those who have pandas."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from pathways.errors import PathwaysError


def data_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """A `pandas.DataFrame`; pandas is not among the libraries that the engine needs, so it may be missing.

    Raises
    ------
    PathwaysError
        If pandas is not installed.
    """
    try:
        pandas = importlib.import_module("pandas")
    except ModuleNotFoundError as error:
        if error.name != "pandas":
            raise
        raise PathwaysError(
            "'to_frame' makes a table of the library pandas, which is not installed here\n"
            "    fix: use 'to_rows', which gives the same rows as a list, or install pandas"
        ) from None
    return pandas.DataFrame(list(rows), columns=list(columns))
