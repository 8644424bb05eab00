"""The packages installed beside this one to the kinds of rules that the policies of a workspace may hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pathways.extensions import RULE_KINDS, load_extensions

if TYPE_CHECKING:
    from pathways.rules import Kinds


@cache
def installed_kinds() -> Kinds:
    """The built-in kinds and those of installed extensions; looked up once, when the first policy is read.

    Raises
    ------
    ExtensionError
        With every extension that cannot be used, and why.
    """
    from pathways.rules import BUILT_IN

    return BUILT_IN.extended(load_extensions(RULE_KINDS))
