"""A compiled pathway and policies to verdicts: every rule decided over every case that can occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pathways.definition.linked import Departure
from pathways.machine import CompiledPathway
from pathways.rules.atoms import Letters
from pathways.rules.automaton import shortest_refusal
from pathways.rules.evidence import Evidence
from pathways.rules.exploration import LARGE, LIMIT
from pathways.rules.kinds.base import (
    Answer,
    GraphQuestion,
    NotHereError,
    Question,
    RunQuestion,
    Scene,
    Telling,
    TraceQuestion,
)
from pathways.rules.monitor import Monitor, Watch
from pathways.rules.policy import Policy, Rule, link_guard, rules_for
from pathways.rules.space import Space, Way
from pathways.rules.spaces import Asking, spaces_for
from pathways.rules.titles import end_words
from pathways.rules.trace import Trace, TraceStep, replay
from pathways.rules.verdict import Verdict


def check(
    compiled: CompiledPathway,
    policies: Sequence[Policy],
    *,
    limit: int = LIMIT,
    large: int = LARGE,
    others: Sequence[CompiledPathway] = (),
    evidence: Sequence[Evidence] = (),
    witnesses: bool = False,
    figures: bool = True,
) -> list[Verdict]:
    """Decide every rule of the policies that speaks of this pathway.

    Parameters
    ----------
    limit
        How many configurations may be explored for one rule. Where that is not enough, it is `undecided`.
    large
        From how many configurations on branches that no rule looks at wait for the others (see `delay`).
    others
        Other pathways, for the rules that compare two.
    evidence
        What studies say about this pathway, for the rules that weigh it.
    witnesses
        Give each rule that holds a shortest trace in which it matters, where there is one.
    figures
        Work out figures that decide nothing, for the reasons of rules that hold.

    Returns
    -------
    list of Verdict
        In order of policy and rule.
    """
    rules = rules_for(compiled.id, policies)
    scene = Scene(
        compiled,
        partial(link_guard, attributes=compiled.linked.attributes),
        {other.id: other for other in others},
        tuple(evidence),
        figures,
    )
    questions = [_question(rule, scene) for rule in rules]
    answers: dict[int, Verdict] = {}
    asking: list[tuple[int, Asking]] = []
    for number, (rule, question) in enumerate(zip(rules, questions, strict=True)):
        if isinstance(question, Answer):
            answers[number] = _verdict(rule, question, compiled.id)  # needs no exploration
        else:
            asking.append((number, question))
    for space, members in spaces_for(compiled, [q for _, q in asking], limit=limit, large=large) if asking else ():
        court = _Court(space, [asking[member][1] for member in members], witnesses)
        for number, question in (asking[member] for member in members):
            answers[number] = court.verdict(rules[number], question)
        del space, court  # before the next one is explored
    departures = {departure.rule: departure for departure in compiled.linked.departures}
    return [_with_departure(answers[n], departures.get(answers[n].rule)) for n in range(len(rules))]


def _question(rule: Rule, scene: Scene) -> Question:
    """What the rule asks of the pathway."""
    try:
        return rule.kind.ask(rule.spec, scene)
    except NotHereError as error:
        return Answer("not applicable", str(error))


class _Court:
    """Questions about one pathway, on one exploration."""

    def __init__(self, space: Space, questions: Sequence[Asking], witnesses: bool) -> None:
        self.space, self.witnesses = space, witnesses
        monitors = [m for q in questions if isinstance(q, TraceQuestion | RunQuestion) for m in q.monitors]
        self.numbers = {id(monitor): number for number, monitor in enumerate(monitors)}
        self.watch = Watch(space, monitors)
        self.broken = self.watch.broken() if monitors and space.complete else 0

    def verdict(self, rule: Rule, question: Asking) -> Verdict:
        if not self.space.complete:
            reason = f"more than {self.space.limit:,} different situations can arise, and no more were looked at"
            return _verdict(
                rule,
                Answer("undecided", reason, certainty=f"undecided at limit {self.space.limit}"),
                self.space.pathway.id,
            )
        if isinstance(question, GraphQuestion):
            answer = self.replayed(question.decide(self.space))
            verdict = _verdict(rule, answer, self.space.pathway.id)
            if self.witnesses and answer.witness is not None:
                return replace(verdict, witness=self.replay(answer.witness).steps)
            return verdict
        answer = self.replayed(self.judge(question))
        if isinstance(answer.way, Trace):
            answer = replace(answer, lost=question.lost(self.telling(answer.way)))
        verdict = _verdict(rule, answer, self.space.pathway.id)
        if self.witnesses and verdict.verdict == "holds" and question.matters is not None:
            way = self.occasion(question)
            assert way is not None
            return replace(verdict, witness=self.replay(way).steps)
        return verdict

    def judge(self, question: TraceQuestion | RunQuestion) -> Answer:
        if not any(self.space.can_end[start] for start in self.space.starts):
            return Answer("not applicable", "no referral can ever be closed, and the rule speaks of closed ones")
        if not self.arises(question):
            trapped = self.space.can_end.find(0) >= 0
            return Answer("not applicable", f"{question.otherwise}{' and can still be closed' if trapped else ''}")
        way = self.offence(question)
        if way is None:
            return Answer("holds", "every case that can occur keeps it")
        return Answer("broken", "not every case that can occur keeps it; this is the shortest that does not", way)

    def arises(self, question: TraceQuestion | RunQuestion) -> bool:
        """Whether the rule's occasion ever arises."""
        if question.matters is None:
            return True
        if isinstance(question.matters, Monitor):
            return self.is_broken(question.matters)
        return self.occasion(question) is not None

    def occasion(self, question: TraceQuestion | RunQuestion) -> Way | None:
        """A shortest trace in which the rule's occasion arises."""
        if isinstance(question.matters, Monitor):
            return self.shortest(question.matters)
        assert isinstance(question, RunQuestion)
        assert question.matters is not None
        return shortest_refusal(self.space, Letters(self.space, question.atoms), question.matters)

    def offence(self, question: TraceQuestion | RunQuestion) -> Way | None:
        """A shortest trace that breaks the rule."""
        if isinstance(question, RunQuestion):
            return shortest_refusal(self.space, Letters(self.space, question.atoms), question.automaton)
        return self.shortest(question.broken) if self.is_broken(question.broken) else None

    def is_broken(self, monitor: Monitor) -> bool:
        return bool(self.broken >> self.numbers[id(monitor)] & 1)

    def shortest(self, monitor: Monitor) -> Way:
        way = self.watch.shortest(self.numbers[id(monitor)])
        assert way is not None
        return way

    def replay(self, way: Way | Trace) -> Trace:
        return way if isinstance(way, Trace) else replay(self.space, way)

    def replayed(self, answer: Answer) -> Answer:
        """The answer with its ways told step by step."""
        return replace(
            answer,
            way=None if answer.way is None else self.replay(answer.way),
            other=None if answer.other is None else self.replay(answer.other),
        )

    def telling(self, trace: Trace) -> Telling:
        states = self.space.pathway.linked.states
        entered = states[trace.steps[-1].state]
        return Telling(entered.title, end_words(entered), trace.value_words, trace)


def _verdict(rule: Rule, answer: Answer, pathway: str) -> Verdict:
    """The answer, its ways replayed, as a verdict."""
    spec = rule.spec
    usual = "vacuously" if answer.verdict == "not applicable" else "surely"
    return Verdict(
        rule=rule.id,
        policy=rule.policy,
        pathway=pathway,
        verdict=answer.verdict,
        says=spec.says,
        kind=rule.kind.id,
        hardness=spec.hardness,
        source=spec.source,
        certainty=answer.certainty or usual,
        reason=answer.reason,
        place=rule.place,
        counterexample=_steps(answer.way),
        lost=answer.lost,
        loop=answer.loop,
        second=_steps(answer.other),
        second_lost=answer.other_lost,
        at=answer.at,
    )


def _steps(way: Way | Trace | None) -> tuple[TraceStep, ...]:
    assert not isinstance(way, Way)
    return () if way is None else way.steps


def _with_departure(verdict: Verdict, departure: Departure | None) -> Verdict:
    """What a declared departure makes of a verdict."""
    if departure is None:
        return verdict
    declared = replace(verdict, departure=departure)
    if verdict.verdict == "broken":
        return replace(declared, verdict="departed")
    if verdict.verdict in ("holds", "not applicable"):
        now = "it holds" if verdict.verdict == "holds" else f"it does not apply ({verdict.reason})"
        return replace(
            declared,
            verdict="stale departure",
            reason=f"the pathway is declared to break this rule, but {now}: take the departure out",
        )
    return declared
