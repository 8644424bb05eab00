"""Names of states as written to the states they mean: local names, dotted names, pieces, exits and `done`."""

from __future__ import annotations

from collections.abc import Mapping

from pathways.definition.effects import resolve_effects
from pathways.definition.linked import DONE, Arrow, Attribute, Origin
from pathways.definition.model import ArrowSpec, EndSpec, OtherwiseSpec
from pathways.definition.namespace import Context, Namespace, Use
from pathways.definition.report import Report, listed, one_of
from pathways.source import Key


class Arrows:
    """Resolves targets within one namespace."""

    def __init__(self, namespace: Namespace, attributes: Mapping[str, Attribute], report: Report) -> None:
        self.namespace = namespace
        self.attributes = attributes
        self.report = report
        self._exits: dict[tuple[str, str], Arrow | None] = {}
        self._following: list[tuple[str, str]] = []  # the exits being resolved, outermost first
        self._entries: dict[str, str | None] = {}

    def arrow(
        self, spec: ArrowSpec | OtherwiseSpec, context: Context, origin: Origin, *, leaves: Context | None = None
    ) -> Arrow | None:
        """The arrow that a `then`, a branch, an exit, a timeout or an interrupt stands for.

        Parameters
        ----------
        spec
            The arrow as written.
        context
            Where it is written, which decides what its names mean.
        origin
            Its place in the document.
        leaves
            Where the states stand that it leaves, when they stand elsewhere (an interrupt's).
        """
        to, key = (spec.otherwise, "otherwise") if isinstance(spec, OtherwiseSpec) else (spec.then, "then")
        effects = resolve_effects(spec.set_, spec.add, self.attributes, origin, self.report)
        leaves = leaves or context
        if to == DONE:
            if leaves.branch is not None:
                return Arrow(DONE, effects, spec.title, origin)
            self._done_outside(context, origin, key)
            return None
        end = self.namespace.ends.get(context.prefix + to)
        if end is not None and end.use.context.region == leaves.region:
            exit_ = self.exit(end.use, end.outcome)
            return exit_ and Arrow(exit_.to, effects + exit_.effects, spec.title or exit_.title, origin)
        name = self._state(to, context, leaves, origin, key)
        return None if name is None else Arrow(name, effects, spec.title, origin)

    def exit(self, use: Use, outcome: str) -> Arrow | None:
        """Where a referral goes when the piece ends with this outcome; None if nothing says so (which is reported)."""
        key = (use.name, outcome)
        if key in self._following:
            self.report.add(
                "exit-loop",
                use.origin.place("exits", outcome),
                f"the exit '{outcome}' of '{use.name}' leads back to itself by way of other exits",
                "an exit that leads to a state in the end",
                "let one of these exits lead to a state instead of the end of a piece",
            )
            return None
        if key not in self._exits:
            self._following.append(key)
            spec = use.spec.exits.get(outcome)  # one that is missing is reported with the use
            exit_ = self.arrow(spec, use.context, use.origin.within("exits", outcome)) if spec is not None else None
            self._exits[key] = exit_
            self._following.pop()
        return self._exits[key]

    def entry(self, name: str) -> str | None:
        """The state where a state or `use` of this dotted name is entered."""
        if name in self.namespace.entries:
            return name
        if name not in self._entries:
            self._entries[name] = self._entry(name)
        return self._entries[name]

    def start_state(self, to: str, context: Context, origin: Origin, path: tuple[Key, ...]) -> str | None:
        """The state that a name written under `start` means."""
        spec = context.scope.definition.states.get(to)
        if isinstance(spec, EndSpec):
            self.report.add(
                "start-is-end",
                origin.place(*path),
                f"'{to}' is where the pathway starts, but it is an end",
                "a state that something leads on from",
                "name the first state in which something happens",
            )
            return None
        return self._state(to, context, context, origin, *path)

    def _entry(self, name: str) -> str | None:
        use = self.namespace.uses.get(name)
        scope = self.namespace.inner.get(name)
        if use is None or scope is None:
            return None
        starts = scope.definition.start
        context = Context(scope, scope.prefix, scope.region)
        if use.spec.enter is None and len(starts) == 1:
            return self.start_state(starts[0], context, scope.origin(), ("start",))
        if use.spec.enter is None:
            self.report.add(
                "missing-enter",
                use.origin.place(key=True),
                f"'{scope.definition.pathway}' has {len(starts)} starts, and '{name}' does not say which to use",
                f"'enter:' with one of {listed(starts)}",
                f"add 'enter: {starts[0]}' (or another of its starts)",
            )
            return None
        if use.spec.enter not in starts:
            expected, _ = one_of(use.spec.enter, starts, "starts")
            self.report.add(
                "unknown-start",
                use.origin.place("enter"),
                f"'{use.spec.enter}' is not a start of '{scope.definition.pathway}'",
                expected,
                f"correct the name, or list '{use.spec.enter}' under 'start' of '{scope.definition.pathway}'",
            )
            return None
        return self.start_state(use.spec.enter, context, use.origin, ("enter",))

    def _state(self, to: str, context: Context, leaves: Context, origin: Origin, *path: Key) -> str | None:
        """The state that a name means where it is written."""
        namespace = self.namespace
        for prefix in dict.fromkeys((context.prefix, context.scope.prefix)):
            full = prefix + to
            if namespace.is_broken(full):
                return None
            found = namespace.entries.get(full) or namespace.uses.get(full)
            if found is not None and found.context.region == leaves.region:
                return self.entry(full)
            if found is not None or full in namespace.branches or full in namespace.ends:
                self._jump(to, full, context, leaves, origin, *path)
                return None
        verb = "the pathway starts at" if path[0] == "start" else "this goes to"
        visible = namespace.visible(context)
        expected, remedy = one_of(to, visible, "states")
        self.report.add(
            "unknown-state",
            origin.place(*path),
            f"{verb} '{to}', which is not a state of '{leaves.branch or context.scope.definition.pathway}'",
            expected,
            remedy,
        )
        return None

    def _jump(self, to: str, full: str, context: Context, leaves: Context, origin: Origin, *path: Key) -> None:
        if full in self.namespace.branches:
            fact = f"'{to}' is a branch, not a state"
            remedy = f"name the parallel state '{to.rpartition('.')[0]}': entering it enters all its branches"
        elif leaves is not context and leaves.branch is not None:
            fact = f"this leads from inside the branch '{leaves.branch}' to '{to}', which is outside it"
            remedy = (
                f"to end all branches, name the parallel state under 'during': '{leaves.branch.rpartition('.')[0]}'"
            )
        elif leaves.branch is not None:
            fact = f"this goes from inside the branch '{leaves.branch}' to '{to}', which is outside it"
            remedy = "write 'then: done', and let the parallel state itself lead on when all its branches are done"
        else:
            fact = f"this goes to '{to}', which stands inside a branch of a parallel state"
            remedy = "name the parallel state itself: entering it enters the first state of every branch"
        self.report.add(
            "branch-jump",
            origin.place(*path),
            fact,
            "a state of the same branch, or 'done'" if leaves.branch else "a state outside the branches",
            remedy,
        )

    def _done_outside(self, context: Context, origin: Origin, key: str) -> None:
        self.report.add(
            "done-outside-branch",
            origin.place(key),
            "'done' finishes a branch of a parallel state, but this stands in no branch",
            "the name of a state",
            "name the next state, or an end such as 'closed: {kind: end, outcome: closed}'",
        )
