"""What every kind of rule shares: its fields in a policy, and the question it asks of a pathway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pathways.definition.guards import Guard
from pathways.definition.model import GuardSpec, Names
from pathways.definition.words import Hardness, Text, as_list
from pathways.errors import Place
from pathways.machine import CompiledPathway
from pathways.rules.atoms import Atom
from pathways.rules.automaton import Automaton
from pathways.rules.evidence import Evidence
from pathways.rules.ltlf.written import WrittenFormula
from pathways.rules.monitor import Monitor
from pathways.rules.selectors import Selection, select
from pathways.rules.sight import Sight
from pathways.rules.space import Space, Way
from pathways.rules.trace import Trace

Selectors = Annotated[
    tuple[Text, ...], BeforeValidator(as_list, json_schema_input_type=Text | tuple[Text, ...]), Field(min_length=1)
]
# Names of attributes, and of lanes, that one of the rule's pathways must have.
Attributes = Annotated[Names, "attributes"]
Lanes = Annotated[Names, "lanes"]
Values = Annotated[GuardSpec, "values"]  # attributes with one or more of their values, and nothing else of a condition
Flag = Literal["true", "false"]  # every scalar of a file is text


class RuleModel(BaseModel):
    """What every rule of a policy may carry."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text = Field(description="the rule's id; departures name it")
    says: Text = Field(description="the rule in plain English")
    kind: str
    hardness: Hardness = Field(description="how binding the rule is")
    source: Text = Field(description="where the rule is written down")
    note: Text | None = Field(None, description="a remark")
    applies_to: Annotated[Names, Field(min_length=1)] | None = Field(
        None, description="the pathways it speaks of, when these are fewer than the policy's"
    )

    def selectors(self) -> dict[str, tuple[str, ...]]:
        """The parameters that name states, by field."""
        return {name: getattr(self, name) for name in self.selector_fields() if getattr(self, name)}

    @classmethod
    def selector_fields(cls) -> tuple[str, ...]:
        """The parameters that name states."""
        return cls._fields_of(Selectors)

    def attribute_names(self) -> dict[str, tuple[str, ...]]:
        """The parameters that name attributes, by field."""
        return {name: getattr(self, name) or () for name in self._fields_of(Attributes)}

    def lane_names(self) -> dict[str, tuple[str, ...]]:
        """The parameters that name lanes, by field."""
        return {name: getattr(self, name) or () for name in self._fields_of(Lanes)}

    def pathway_names(self) -> dict[str, str]:
        """The parameters that name another pathway, by field; check gets it in `others`."""
        return {}

    def names_elsewhere(self) -> list[tuple[tuple[str, ...], str, str]]:
        """What it names in other pathways: where it is written, the pathway, and what must exist there."""
        return []

    def value_names(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The parameters that name values: by field, the attribute and the values that it must be able to have."""
        return {}

    def kept_anyway(self) -> tuple[tuple[str, str], ...]:
        """Pairs of parameters that name states: where the first names nothing but what the second does too, the rule
        can never be broken."""
        return ()

    @classmethod
    @cache
    def _fields_of(cls, form: Any) -> tuple[str, ...]:
        """The parameters of a type, or of that type or nothing."""
        types = cls._types()
        return tuple(name for name in cls.model_fields if form in (types[name], *get_args(types[name])))

    @classmethod
    @cache
    def _types(cls) -> dict[str, Any]:
        """The type of each parameter; found once, for reading annotations takes long."""
        return get_type_hints(cls, include_extras=True)

    @classmethod
    def written_name(cls, field: str) -> str:
        """A field's name as the policy writes it."""
        return cls.model_fields[field].alias or field

    def formulas(self) -> dict[str, WrittenFormula]:
        """The parameters that are formulas, by field."""
        return {n: v for n in type(self).model_fields if isinstance(v := getattr(self, n), WrittenFormula)}

    def guards(self) -> dict[str, GuardSpec]:
        """The parameters that are conditions, by field."""
        return {name: value for name in type(self).model_fields if isinstance(value := getattr(self, name), GuardSpec)}


@dataclass(frozen=True)
class TraceQuestion:
    """A rule about complete traces.

    Parameters
    ----------
    broken
        The monitor that some trace breaks when the rule is broken.
    matters
        The monitor that some trace "breaks" when the rule's occasion arises at all; None if it always does.
    otherwise
        Why the rule does not apply when its occasion never arises.
    lost
        The last words of a counterexample: what the trace did that the rule forbids, given what it entered last.
    """

    broken: Monitor
    matters: Monitor | None
    otherwise: str
    lost: Callable[[Telling], str]

    @property
    def monitors(self) -> tuple[Monitor, ...]:
        return (self.broken,) if self.matters is None else (self.broken, self.matters)


@dataclass(frozen=True)
class RunQuestion:
    """A rule about complete traces that takes more than one bit: an automaton over atoms.

    Parameters
    ----------
    atoms
        What the automaton's letters say of each position: bit `i` for atom `i`.
    automaton
        Accepts the traces that keep the rule.
    matters, otherwise, lost
        As of a `TraceQuestion`; `matters` may also be an automaton over the same atoms that refuses some trace
        when the rule's occasion arises at all.
    """

    atoms: tuple[Atom, ...]
    automaton: Automaton
    matters: Monitor | Automaton | None
    otherwise: str
    lost: Callable[[Telling], str]

    @property
    def monitors(self) -> tuple[Monitor, ...]:
        return (self.matters,) if isinstance(self.matters, Monitor) else ()


@dataclass(frozen=True)
class Telling:
    """What a counterexample knows of its last position, for the words that close it.

    `values` puts the values that a guard weighs in words; `trace` is all of it.
    """

    entered: str
    outcome: str | None
    values: Callable[[Guard], str]
    trace: Trace

    @property
    def arrival_there(self) -> str:
        """`It ends as 'closed'` or `It comes to 'Panel'`."""
        return f"It comes to '{self.entered}'" if self.outcome is None else f"It ends as '{self.outcome}'"


@dataclass(frozen=True)
class Answer:
    """What a question about the graph of configurations found.

    Parameters
    ----------
    reason
        Why, as one sentence without a full stop.
    way
        A shortest trace that shows it; replayed already where it belongs to another space.
    lost
        The words that close the trace.
    loop
        Where the trace never ends: from this step on (0 is the arrival) it repeats for ever.
    other, other_lost
        The trace of another referral, where it takes two to break the rule, and the words that close it.
    at
        The line of the definition at fault, where no trace shows it.
    certainty
        How sure it is, where that is not simply `surely`: `almost surely`, or a probability in words.
    witness
        Of a rule that holds: a shortest trace in which its occasion arises.
    """

    verdict: Literal["holds", "broken", "not applicable", "undecided"]
    reason: str
    way: Way | Trace | None = None
    lost: str | None = None
    loop: int | None = None
    other: Way | Trace | None = None
    other_lost: str | None = None
    at: Place | None = None
    certainty: str | None = None
    witness: Way | None = None


@dataclass(frozen=True)
class GraphQuestion:
    """A rule about where ways lead from each configuration; decided by looking at the whole space.

    `reads` says which attributes (as bits) `decide` looks at, by the states in which they must be kept: all
    others may have been cleared in the space where they no longer matter. `sight` says what it looks at, if the
    answer is the same in a space where branches that nobody looks at wait for the others (see `delay`); None if it
    takes the whole space. A function that finds it is called only where the space is large.
    """

    decide: Callable[[Space], Answer]
    reads: Mapping[int, int] = field(default_factory=dict)
    sight: Sight | Callable[[], Sight | None] | None = None


Question = TraceQuestion | RunQuestion | GraphQuestion | Answer


class NotHereError(Exception):
    """The rule speaks of something this pathway does not have."""


@dataclass(frozen=True)
class Scene:
    """A pathway as a rule sees it.

    `others` holds the other pathways at hand by id, `evidence` what each study says about this one. `figures` says
    whether figures that decide nothing are worth working out, for the reason of a rule that holds.
    """

    pathway: CompiledPathway
    link_guard: Callable[[GuardSpec], Guard]
    others: Mapping[str, CompiledPathway] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    figures: bool = True

    def optional(self, selectors: tuple[str, ...] | None) -> Selection | None:
        return None if selectors is None else self.select(selectors)

    def select(self, selectors: tuple[str, ...]) -> Selection:
        """What the selectors stand for here, which may be nothing."""
        return select(self.pathway, selectors)

    def occasion(self, selectors: tuple[str, ...]) -> Selection:
        """What the selectors stand for, where a rule has no occasion without it."""
        selection = self.select(selectors)
        if not selection:
            raise NotHereError(f"nothing in this pathway is {selection.text}")
        return selection

    def guard(self, spec: GuardSpec | None) -> Guard | None:
        return None if spec is None else self.link_guard(spec)

    def ends(self) -> Selection:
        """Every end."""
        names = [s.name for s in self.pathway.linked.states.values() if s.kind == "end"]
        return Selection("an end", frozenset(self.pathway.index[name] for name in names))


@dataclass(frozen=True)
class RuleKind:
    """One kind of rule: what it means, and how it is decided."""

    id: str
    title: str
    meaning: str
    formal: str
    good: str
    bad: str
    model: type[RuleModel]
    ask: Callable[[Any, Scene], Question]
