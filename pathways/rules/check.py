"""A compiled pathway and policies to verdicts: every rule decided over every case that can occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pathways.definition.linked import Departure
from pathways.machine import CompiledPathway
from pathways.rules.exploration import LIMIT, explore
from pathways.rules.kinds.base import Answer, GraphQuestion, NotHereError, Question, Scene, Telling, TraceQuestion
from pathways.rules.monitor import Monitor, Watch, reads_on_entry
from pathways.rules.policy import Policy, Rule, link_guard, rules_for
from pathways.rules.space import Space
from pathways.rules.trace import Trace, replay
from pathways.rules.verdict import Verdict


def check(compiled: CompiledPathway, policies: Sequence[Policy], *, limit: int = LIMIT) -> list[Verdict]:
    """Decide every rule of the policies that speaks of this pathway.

    Parameters
    ----------
    limit
        How many configurations may be explored. Beyond it every verdict is `undecided`.

    Returns
    -------
    list of Verdict
        In order of policy and rule.
    """
    rules = rules_for(compiled.id, policies)
    scene = Scene(compiled, partial(link_guard, attributes=compiled.linked.attributes))
    questions = [_question(rule, scene) for rule in rules]
    monitors = [m for q in questions if isinstance(q, TraceQuestion) for m in (q.broken, q.matters) if m is not None]
    if all(question is None or isinstance(question, Answer) for question in questions):
        answers = [_unasked(rule, question, compiled.id) for rule, question in zip(rules, questions, strict=True)]
    else:
        space = explore(compiled, reads_on_entry(compiled, monitors), limit=limit)
        court = _Court(space, monitors)
        answers = [court.verdict(rule, question) for rule, question in zip(rules, questions, strict=True)]
    departures = {departure.rule: departure for departure in compiled.linked.departures}
    return [_with_departure(verdict, departures.get(verdict.rule)) for verdict in answers]


def _question(rule: Rule, scene: Scene) -> Question | None:
    """What the rule asks of the pathway; None if its kind is not decided yet."""
    if rule.kind.ask is None:
        return None
    try:
        return rule.kind.ask(rule.spec, scene)
    except NotHereError as error:
        return Answer("not applicable", str(error))


def _unasked(rule: Rule, question: Question | None, pathway: str) -> Verdict:
    """A verdict that needs no exploration."""
    if isinstance(question, Answer):
        return _verdict(rule, question, None, pathway)
    return replace(
        _verdict(rule, Answer("holds", f"the tool cannot check rules of the kind '{rule.kind.id}' yet"), None, pathway),
        verdict="not yet decided",
        certainty="not yet decided",
    )


class _Court:
    """All questions about one pathway, on one exploration."""

    def __init__(self, space: Space, monitors: Sequence[Monitor]) -> None:
        self.space = space
        self.numbers = {id(monitor): number for number, monitor in enumerate(monitors)}
        self.watch = Watch(space, monitors)
        self.broken = self.watch.broken() if space.complete else 0

    def verdict(self, rule: Rule, question: Question | None) -> Verdict:
        if question is None or isinstance(question, Answer):
            return _unasked(rule, question, self.space.pathway.id)
        if not self.space.complete:
            reason = f"there are more than {self.space.limit:,} different cases, too many to look at every one"
            certainty = f"undecided at limit {self.space.limit}"
            undecided = _verdict(rule, Answer("holds", reason), None, self.space.pathway.id)
            return replace(undecided, verdict="undecided", certainty=certainty)
        answer = question.decide(self.space) if isinstance(question, GraphQuestion) else self.judge(question)
        trace = None if answer.way is None else replay(self.space, answer.way)
        if trace is not None and isinstance(question, TraceQuestion):
            answer = replace(answer, lost=question.lost(self.telling(trace)))
        return _verdict(rule, answer, trace, self.space.pathway.id)

    def judge(self, question: TraceQuestion) -> Answer:
        if not any(self.space.can_end[start] for start in self.space.starts):
            return Answer("not applicable", "no referral can ever be closed, and the rule speaks of closed ones")
        if question.matters is not None and not self.is_broken(question.matters):
            trapped = self.space.can_end.find(0) >= 0
            return Answer("not applicable", f"{question.otherwise}{' and can still be closed' if trapped else ''}")
        if not self.is_broken(question.broken):
            return Answer("holds", "every case that can occur keeps it")
        way = self.watch.shortest(self.numbers[id(question.broken)])
        assert way is not None
        return Answer("broken", "not every case that can occur keeps it; this is the shortest that does not", way)

    def is_broken(self, monitor: Monitor) -> bool:
        return bool(self.broken >> self.numbers[id(monitor)] & 1)

    def telling(self, trace: Trace) -> Telling:
        states = self.space.pathway.linked.states
        entered = states[trace.steps[-1].state]
        return Telling(entered.title, entered.outcome, trace.value_words)


def _verdict(rule: Rule, answer: Answer, trace: Trace | None, pathway: str) -> Verdict:
    spec = rule.spec
    return Verdict(
        rule=rule.id,
        policy=rule.policy,
        pathway=pathway,
        verdict=answer.verdict,
        says=spec.says,
        kind=rule.kind.id,
        hardness=spec.hardness,
        source=spec.source,
        certainty="vacuously" if answer.verdict == "not applicable" else "surely",
        reason=answer.reason,
        place=rule.place,
        counterexample=() if trace is None else trace.steps,
        lost=answer.lost,
    )


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
