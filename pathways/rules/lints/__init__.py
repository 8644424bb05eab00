"""Every lint of behaviour, by id. A new lint is one module with a `LINT`, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.rules.lints import (
    branch_never_taken,
    endless_decisions,
    incomplete_decision,
    interrupt_never,
    no_way_to_end,
    overlapping_branches,
    read_before_set,
    timeout_never,
    unreachable_state,
    unused_attribute,
)
from pathways.rules.lints.base import Lint

LINTS: Final[Mapping[str, Lint]] = {
    lint.id: lint
    for lint in (
        incomplete_decision.LINT,
        branch_never_taken.LINT,
        overlapping_branches.LINT,
        unreachable_state.LINT,
        no_way_to_end.TRAPS,
        no_way_to_end.NO_END,
        read_before_set.LINT,
        endless_decisions.LINT,
        timeout_never.LIMITS,
        timeout_never.WAITS,
        unused_attribute.ATTRIBUTES,
        unused_attribute.VALUES,
        interrupt_never.LINT,
    )
}
