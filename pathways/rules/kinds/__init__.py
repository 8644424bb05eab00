"""Every kind of rule, by id. A new kind is one module with a `KIND`, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.rules.kinds import (
    always_through,
    can_always_end,
    default_outcome,
    followed_by,
    never,
    only_when,
    precedes,
    single_entry,
)
from pathways.rules.kinds.base import RuleKind
from pathways.rules.kinds.later import LATER

DECIDED: Final = (
    default_outcome.KIND,
    only_when.KIND,
    never.KIND,
    always_through.KIND,
    precedes.KIND,
    followed_by.KIND,
    single_entry.KIND,
    can_always_end.KIND,
)

KINDS: Final[Mapping[str, RuleKind]] = {kind.id: kind for kind in (*DECIDED, *LATER)}
