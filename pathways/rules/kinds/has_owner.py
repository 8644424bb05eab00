"""`has_owner`: every state says whose it is, how long it should take, and where that is written down.

Formally, a fact of the definition: for every state selected, each of `fields` is filled in.

- `lane`: whose it is. Any state has it, ends too.
- `target`: a time standard, or `none` where there is none; asked where time passes, that is not of decisions and ends.
  A wait of fixed length says with `for:` how long it takes.
- `source`: where it is written down. Any state has it.

States of the pieces that the pathway uses count. So do states that no referral reaches: they are drawn on the chart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from pathways.definition.linked import State
from pathways.definition.words import as_list
from pathways.rules.kinds.base import Answer, NotHereError, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.titles import titles

OwnedField = Literal["lane", "target", "source"]


class HasOwner(RuleModel):
    """Every state has the fields, filled in or explicitly `none`."""

    kind: Literal["has_owner"]
    state: Selectors | None = Field(None, description="the states meant; by default all")
    fields: Annotated[tuple[OwnedField, ...], BeforeValidator(as_list), Field(min_length=1)] = Field(
        ("lane", "target", "source"), description="what each must say: `lane`, `target`, `source`; by default all three"
    )


def _lacks_lane(state: State) -> bool:
    return not state.lane


def _lacks_target(state: State) -> bool:
    takes_time = state.kind not in ("decision", "end") and state.lasts is None
    return takes_time and state.target is None


def _lacks_source(state: State) -> bool:
    return not state.source


# How to say that a field is missing, and when it is.
_LACKS: Final[Mapping[OwnedField, tuple[str, Callable[[State], bool]]]] = {
    "lane": ("no lane", _lacks_lane),
    "target": ("no target, not even 'none'", _lacks_target),
    "source": ("no source", _lacks_source),
}


def ask(rule: HasOwner, scene: Scene) -> Answer:
    linked = scene.pathway.linked.states
    if rule.state is None:
        states = list(linked.values())
    else:
        chosen = scene.occasion(rule.state).members
        states = [linked[state.name] for at, state in enumerate(scene.pathway.states) if at in chosen]
    if not states:
        raise NotHereError("there are no such states")
    missing = {
        words: names
        for field in rule.fields
        for words, lacks in [_LACKS[field]]
        if (names := [state for state in states if lacks(state)])
    }
    if not missing:
        number = f"each of the {len(states)} states" if len(states) > 1 else f"'{states[0].title}'"
        return Answer("holds", f"{number} says its {_plain_list(rule.fields)}")
    faults = [
        f"{_many(names)} {words}: {titles(scene.pathway.linked, [s.name for s in names])}"
        for words, names in missing.items()
    ]
    first = next(state for state in states if any(state in names for names in missing.values()))
    return Answer("broken", "; ".join(faults), at=first.origin.place(key=True))


def _plain_list(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _many(states: list[State]) -> str:
    return f"{len(states)} states have" if len(states) > 1 else "1 state has"


KIND = RuleKind(
    id="has_owner",
    title="Has an owner",
    meaning="Every state (by default all) says in which lane it stands, which time standard it has or that it has "
    "`none`, and its source; with `fields`, only these. Decisions and ends take no time and need no standard; nor does "
    "a wait of fixed length.",
    formal="for every state selected: each field is given, or explicitly `none`; a fact of the definition",
    good="""rule: {kind: has_owner, state: deconfliction}
states:
  deconfliction: {lane: so15, target: none, source: Channel duty guidance 2015, then: closed}""",
    bad="""rule: {kind: has_owner, state: deconfliction}
states:
  deconfliction: {lane: so15, then: closed}      # how soon, and who says so?""",
    model=HasOwner,
    ask=ask,
)
