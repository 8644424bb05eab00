"""A definition and its pieces to one flat namespace: dotted state names, regions, and what became of each `use`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pathways.definition.linked import Origin
from pathways.definition.model import AnyStateSpec, EndSpec, ParallelSpec, PathwayDefinition, UseSpec
from pathways.definition.report import Report, listed, one_of
from pathways.source import Key


@dataclass(frozen=True)
class Scope:
    """A pathway where its names are put in: the pathway itself, or one `use` of a piece."""

    definition: PathwayDefinition
    prefix: str
    region: int
    use: Use | None = None

    @property
    def depth(self) -> int:
        return 0 if self.use is None else self.use.context.scope.depth + 1

    def origin(self, *path: Key) -> Origin:
        return Origin(self.definition.document, self.definition.pathway, path)

    def within(self, other: Scope) -> bool:
        """Whether this scope is `other` or is put into it."""
        scope: Scope | None = self
        while scope is not None:
            if scope is other:
                return True
            scope = scope.use.context.scope if scope.use is not None else None
        return False


@dataclass(frozen=True)
class Context:
    """Where something is written: its scope, the prefix of the names it can see, and its region.

    `branch` names the branch that it stands in ("checks.health"), None outside branches.
    """

    scope: Scope
    prefix: str
    region: int
    branch: str | None = None


@dataclass(frozen=True)
class Entry:
    """A state before its names are resolved."""

    name: str
    spec: AnyStateSpec
    context: Context
    origin: Origin


@dataclass(frozen=True)
class Use:
    """A `use` state: what it is, and where it is written."""

    name: str
    spec: UseSpec
    context: Context
    origin: Origin


@dataclass(frozen=True)
class VanishedEnd:
    """An end of a piece, whose place is taken by the exit that the user gave its outcome."""

    use: Use
    outcome: str


@dataclass(frozen=True)
class RegionPlan:
    name: str
    parallel: str | None
    first: str
    context: Context


@dataclass
class Namespace:
    """Every dotted name and what it stands for."""

    root: Scope
    entries: dict[str, Entry] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    inner: dict[str, Scope] = field(default_factory=dict)  # use name -> the scope of its piece
    ends: dict[str, VanishedEnd] = field(default_factory=dict)
    regions: list[RegionPlan] = field(default_factory=list)
    branches: dict[str, int] = field(default_factory=dict)  # "parallel.branch" -> region
    broken: set[str] = field(default_factory=set)  # what could not be put in

    def scopes(self) -> list[Scope]:
        """Every scope, users before what they use."""
        return sorted([self.root, *self.inner.values()], key=lambda scope: scope.depth)

    def inside(self, name: str) -> Iterator[Entry]:
        """The states that a `use` became."""
        return (entry for entry in self.entries.values() if entry.name.startswith(f"{name}."))

    def inside_scope(self, scope: Scope) -> Iterator[Entry]:
        """The states of a scope, those of its pieces and branches included."""
        return (entry for entry in self.entries.values() if entry.name.startswith(scope.prefix))

    def names(self) -> list[str]:
        """Every name that stands for one or more states, the shortest first."""
        return sorted([*self.entries, *self.uses, *self.branches], key=lambda name: name.count("."))

    def is_broken(self, name: str) -> bool:
        """Whether a name lies in a use that could not be put in (which has been reported)."""
        return any(name == use or name.startswith(f"{use}.") for use in self.broken)

    def visible(self, context: Context) -> list[str]:
        """The names that can be written as a target in a context: first the near ones."""
        names = [
            name.removeprefix(context.prefix)
            for name in (*self.entries, *self.uses)
            if name.startswith(context.prefix) and self._region(name) == context.region
        ]
        return sorted(names, key=lambda name: name.count("."))

    def _region(self, name: str) -> int:
        return (self.entries.get(name) or self.uses[name]).context.region


def lay_out(definition: PathwayDefinition, library: Mapping[str, PathwayDefinition], report: Report) -> Namespace:
    """Put every piece in, and give every state its dotted name and region, in definition order, depth first."""
    root = Scope(definition, "", 0)
    namespace = Namespace(root)
    context = Context(root, "", 0)
    namespace.regions.append(RegionPlan(definition.pathway, None, "", context))
    _Layout(namespace, library, report).states(definition.states, context, ("states",), (definition.pathway,))
    return namespace


class _Layout:
    def __init__(self, namespace: Namespace, library: Mapping[str, PathwayDefinition], report: Report) -> None:
        self.namespace = namespace
        self.library = library
        self.report = report

    def states(
        self, states: Mapping[str, AnyStateSpec], context: Context, path: tuple[Key, ...], stack: tuple[str, ...]
    ) -> None:
        """Lay out a mapping of states. `stack` holds the ids of the pathways being put in, outermost first."""
        for local, spec in states.items():
            name = context.prefix + local
            origin = context.scope.origin(*path, local)
            if isinstance(spec, UseSpec):
                self._use(Use(name, spec, context, origin), stack)
            elif isinstance(spec, EndSpec) and context.branch is not None:
                self._end_in_branch(local, context.branch, origin)
                self.namespace.broken.add(name)
            elif isinstance(spec, EndSpec) and context.scope.use is not None:
                self.namespace.ends[name] = VanishedEnd(context.scope.use, spec.outcome)
            else:
                self.namespace.entries[name] = Entry(name, spec, context, origin)
            if isinstance(spec, ParallelSpec):
                self._branches(name, spec, context, (*path, local, "branches"), stack)

    def _branches(
        self, name: str, spec: ParallelSpec, context: Context, path: tuple[Key, ...], stack: tuple[str, ...]
    ) -> None:
        for branch, states in spec.branches.items():
            full = f"{name}.{branch}"
            region = len(self.namespace.regions)
            inner = Context(context.scope, f"{full}.", region, full)
            self.namespace.regions.append(RegionPlan(full, name, f"{full}.{next(iter(states))}", inner))
            self.namespace.branches[full] = region
            self.states(states, inner, (*path, branch), stack)

    def _use(self, use: Use, stack: tuple[str, ...]) -> None:
        self.namespace.uses[use.name] = use
        wanted = use.spec.pathway
        piece = self.library.get(wanted)
        if wanted in stack:
            self._cycle(use, (*stack, wanted))
        elif piece is None:
            expected, _ = one_of(wanted, self.library, "pathways")
            self.report.add(
                "unknown-pathway",
                use.origin.place("pathway"),
                f"'{use.spec.pathway}' is not the id of a pathway",
                expected,
                f"correct the id, or write the pathway '{wanted}' in definitions/{wanted}.yaml",
            )
        else:
            scope = Scope(piece, f"{use.name}.", use.context.region, use)
            self.namespace.inner[use.name] = scope
            self._check_exits(use, piece)
            self.states(piece.states, Context(scope, scope.prefix, scope.region), ("states",), (*stack, wanted))
            return
        self.namespace.broken.add(use.name)

    def _check_exits(self, use: Use, piece: PathwayDefinition) -> None:
        outcomes = list(dict.fromkeys(s.outcome for s in piece.states.values() if isinstance(s, EndSpec)))
        local = use.name.removeprefix(use.context.prefix)
        for outcome in outcomes:
            if outcome not in use.spec.exits:
                self.report.add(
                    "unmapped-exit",
                    use.origin.place("exits", key=True),
                    f"'{local}' does not say where the referral goes when the pathway '{piece.pathway}' ends "
                    f"with '{outcome}'",
                    f"an entry in 'exits' for each of its outcomes: {listed(outcomes, last='and')}",
                    f"add '{outcome}: <a state here>' to the exits of '{local}'",
                )
        for outcome in use.spec.exits:
            if outcome not in outcomes:
                expected, _ = one_of(outcome, outcomes, "outcomes")
                self.report.add(
                    "unknown-exit",
                    use.origin.place("exits", outcome, key=True),
                    f"'{outcome}' is not an outcome of '{piece.pathway}'",
                    expected,
                    "correct the name, or remove the entry",
                )

    def _cycle(self, use: Use, stack: tuple[str, ...]) -> None:
        ring = stack[stack.index(use.spec.pathway) :]
        if len(ring) == 2:
            fact = f"the pathway '{ring[0]}' uses itself, so it would never end"
        else:
            fact = f"these pathways use each other in a ring: {' uses '.join(ring)}"
        self.report.add(
            "use-cycle",
            use.origin.place("pathway"),
            fact,
            "a pathway that is not made of itself",
            "to go back to an earlier state, write 'then:' with its name instead of 'kind: use'",
        )

    def _end_in_branch(self, local: str, branch: str, origin: Origin) -> None:
        self.report.add(
            "end-in-branch",
            origin.place("kind"),
            f"'{local}' is an end, but it stands inside the branch '{branch}'",
            "a branch that finishes with 'then: done'; the parallel state then goes on when all its branches are done",
            f"remove '{local}' and write 'then: done' where it was named",
        )
