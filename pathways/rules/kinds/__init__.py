"""Every kind of rule, by id. A new kind is one module with a `KIND`, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.rules.kinds import (
    always_through,
    at_least,
    at_most,
    can_always_end,
    counterpart,
    declare,
    default_outcome,
    ends_have_outcome,
    every_lane_used,
    exactly,
    exclusive,
    followed_by,
    formula,
    has_owner,
    indifferent_to,
    joins_complete,
    kept,
    never,
    never_reads,
    no_dead_end,
    no_livelock,
    only_when,
    pattern,
    precedes,
    repeats_until,
    reviewed_after,
    roles_match,
    sampled,
    separation_of_duties,
    set_before_read,
    single_entry,
    standing_option,
    within,
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
    no_dead_end.KIND,
    no_livelock.KIND,
    ends_have_outcome.KIND,
    joins_complete.KIND,
    standing_option.KIND,
    indifferent_to.KIND,
    never_reads.KIND,
    has_owner.KIND,
    roles_match.KIND,
    every_lane_used.KIND,
    counterpart.KIND,
    sampled.KIND,
    within.KIND,
    reviewed_after.KIND,
    declare.KIND,
    pattern.KIND,
    formula.KIND,
    exclusive.KIND,
    at_most.KIND,
    at_least.KIND,
    exactly.KIND,
    repeats_until.KIND,
    kept.KIND,
    set_before_read.KIND,
    separation_of_duties.KIND,
)

KINDS: Final[Mapping[str, RuleKind]] = {kind.id: kind for kind in (*DECIDED, *LATER)}
