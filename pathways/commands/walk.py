"""A pathway and answers, asked or read, to one made-up referral's way through it: a table-top exercise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from pathways.definition.linked import LinkedPathway
from pathways.definition.report import listed
from pathways.errors import DefinitionError, RefusedError
from pathways.machine import Case, CompiledPathway, Possible, Step
from pathways.machine.answers import (
    Answer,
    Answers,
    Happened,
    possible_answers,
    read_answers,
    write_answers,
    wrong_answer,
)
from pathways.machine.names import full_name
from pathways.machine.telling import (
    cannot_words,
    finding_words,
    offer_words,
    spelt,
    tell_step,
    tell_trace,
    title_of,
    who,
)
from pathways.source import Document

Ask = Callable[[str], str]
Say = Callable[[str], None]
_PROMPT: Final = "Number, ?, back or quit: "


@dataclass(frozen=True)
class WalkResult:
    """Where the referral got to, and how.

    `answers` is YAML text: a file of answers that replays this walk. `lines` is the trace in words.
    `is_cut_short` tells a file of answers that ended before the referral did, with nobody there to go on.
    """

    pathway: str
    steps: tuple[Step, ...]
    state: str
    outcome: str | None
    answers: str
    lines: tuple[str, ...]
    is_cut_short: bool = False

    @property
    def is_ended(self) -> bool:
        return self.outcome is not None


def run_walk(compiled: CompiledPathway, *, answers: Document | None = None, ask: Ask, say: Say) -> WalkResult:
    """Take a person through a made-up referral, or replay answers; where these run out, go on asking.

    Parameters
    ----------
    compiled
        What may happen.
    answers
        A file of answers (its form: `pathways.machine.answers`).
    ask
        Gives the reply to a prompt; may raise `EOFError` when there is nobody to reply, which ends the walk.
    say
        Shows one or more lines.

    Returns
    -------
    WalkResult
        Of the walk as far as it went; `quit` stops it anywhere.

    Raises
    ------
    DefinitionError
        If an answer of the file is not possible where the referral then stands, with its place.
    """
    return _Walk(compiled, None if answers is None else read_answers(answers), ask, say).run()


class _QuitError(Exception):
    """The person wants to stop."""


class _BackError(Exception):
    """The person wants to undo the last choice."""


@dataclass(frozen=True)
class _Choice:
    """One line of a menu; `replies` are what may be typed for it besides its number."""

    line: str
    replies: tuple[str, ...]
    offer: Possible | None = None
    found: tuple[tuple[str, str], ...] | None = None


class _Walk:
    def __init__(self, compiled: CompiledPathway, given: Answers | None, ask: Ask, say: Say) -> None:
        self.compiled = compiled
        self.pathway: LinkedPathway = compiled.linked
        self.given = given
        self.ask = ask
        self.say = say
        self.start: str | None = None
        self.arrival: dict[str, str] = {}
        self.happened: list[Happened] = []
        self._case: Case | None = None

    @property
    def case(self) -> Case:
        """The referral, once it has arrived."""
        assert self._case is not None
        return self._case

    def run(self) -> WalkResult:
        self.say(f"{self.pathway.title}: a made-up referral. Enter nothing about a real person.")
        cut_short = False
        try:
            self.begin()
            self.replay()
            while self.case.allowed:
                self.point()
        except _QuitError:
            self.say("Stopped.")
        except EOFError:
            cut_short = self.given is not None
            self.say("\nNobody answers any more, so the walk stops here.")  # ends the line of the prompt
        return self.result(cut_short)

    def written(self) -> str:
        start = self.start if len(self.pathway.starts) > 1 else None
        return write_answers(self.pathway.id, start, self.arrival, self.happened)

    def result(self, cut_short: bool) -> WalkResult:
        if self._case is None:
            self.say("The referral has not arrived yet.")
            return WalkResult(self.pathway.id, (), "", None, self.written(), (), cut_short)
        case, lines = self.case, tuple(tell_trace(self.pathway, self.case.trace))
        self.say("")
        self.say("\n".join(["The way it went:", *lines]) if lines else "Nothing has happened yet.")
        if case.is_ended:
            self.say(f"Ended at {title_of(self.pathway, case.state)}. Outcome: {spelt(case.outcome)}.")
        elif not case.allowed:
            self.say(f"Stuck at the decision {title_of(self.pathway, case.state)}: no branch fits what is known.")
        else:
            standing = " and ".join(title_of(self.pathway, name) for name in case.active)
            self.say(f"Not ended: it stands at {standing}.")
        return WalkResult(self.pathway.id, case.trace, case.state, case.outcome, self.written(), lines, cut_short)

    # The beginning

    def begin(self) -> None:
        """The front door and what comes with the referral, from the file or asked."""
        given = self.given or Answers(None, None, {}, (), {})
        if given.walk is not None and given.walk != self.pathway.id:
            raise wrong_answer(
                given.places["walk"],
                f"these answers are for '{given.walk}', not for '{self.pathway.id}'",
                f"answers for '{self.pathway.id}'",
                f"walk '{given.walk}' with them, or correct the name",
            )
        self.start, self.arrival = given.start, dict(given.arrival)
        if self.start is None and len(self.pathway.starts) > 1:
            titles = [title_of(self.pathway, name) for name in self.pathway.starts]
            self.start = self.pick("Which front door?", self.pathway.starts, titles)
        for attribute in self.pathway.attributes.values():
            if attribute.from_arrival and attribute.name not in self.arrival:
                titles = [spelt(value) for value in attribute.values]
                self.arrival[attribute.name] = self.pick(f"{attribute.title}?", attribute.values, titles)
        try:
            self._case = Case(self.compiled, self.start, self.arrival)
        except RefusedError as error:
            key = "arrival" if self.start in (None, *self.pathway.starts) else "start"
            if key not in given.places:
                raise
            raise wrong_answer(given.places[key], str(error)) from None
        if self.case.trace:
            self.tell(self.case.trace)

    def pick(self, question: str, values: Sequence[str], titles: Sequence[str]) -> str:
        """One of several values; at the beginning there is nothing to go back to."""
        choices = [_Choice(title, (value, title)) for value, title in zip(values, titles, strict=True)]
        while True:
            try:
                return values[self.choose(question, choices, "")]
            except _BackError:
                self.say("This is the beginning.")

    # Answers from a file

    def replay(self) -> None:
        for answer in self.given.answers if self.given else ():
            self.heading()
            try:
                at = None if answer.at is None else full_name(answer.at, self.pathway.states, "states")
                event, found = self.understood(answer, at)
                steps = self.case.fire(event, at, found)
            except RefusedError as error:
                raise self.refused(answer, error.reason) from None
            self.keep(steps)

    def understood(self, answer: Answer, at: str | None) -> tuple[str, dict[str, str]]:
        """The event that an answer of the file means, and what it finds."""
        if answer.word is None:
            return "complete", dict(answer.found)
        word, allowed = answer.word, self.case.allowed
        offers = [o for o in allowed if o.event == "complete" and o.finds and at in (None, o.at)]
        single = offers[0].finds if len(offers) == 1 and len(offers[0].finds) == 1 else ()
        if single and word in single[0][1] and not any(offer.event == word for offer in allowed):
            return "complete", {single[0][0]: word}  # a word that is both event and value means what is possible here
        event = word if word in ("complete", "timeout") else full_name(word, self.pathway.interrupts, "interrupts")
        if event in ("complete", "timeout", *self.pathway.interrupts):
            return event, {}
        if single:
            return "complete", {single[0][0]: word}
        raise RefusedError(f"'{word}' is not possible here: the referral {self.standing()}")

    def refused(self, answer: Answer, reason: str) -> DefinitionError:
        """A wrong answer, with what could stand in its place."""
        possible = possible_answers(self.case.allowed)
        if not possible:
            return wrong_answer(answer.place, reason, "no more answers", "take out this answer and those after it")
        at = answer.at or self.case.active[0]
        near = get_close_matches(f"{at}: {answer}", possible, n=1, cutoff=0.8)
        remedy = f"write '- {near[0] if near else possible[0]}'"
        if answer.at is not None and answer.at in self.pathway.states and answer.at not in self.case.active:
            remedy = f"tell first what happens at '{self.case.active[0]}', such as '- {possible[0]}'"
        return wrong_answer(answer.place, reason, f"{'one of ' if len(possible) > 1 else ''}{listed(possible)}", remedy)

    def standing(self) -> str:
        if self.case.is_ended:
            return f"has ended at '{self.case.state}'"
        return f"stands at {' and '.join(repr(name) for name in self.case.active)}"

    # Asking

    def point(self) -> None:
        """One choice: what happens next."""
        self.heading()
        choices = self.menu()
        try:
            choice = choices[self.choose("What happens?", choices, self.help(), self.why_not)]
            assert choice.offer is not None
            found = self.findings(choice.offer) if choice.found is None else choice.found
        except _BackError:
            self.undo()
            return
        self.keep(self.case.fire(choice.offer.event, choice.offer.at, dict(found)))

    def heading(self) -> None:
        """Where the referral stands: what is done there, by whom, how soon, and what is known."""
        if self.case.is_ended:
            return
        self.say("")
        for name in self.case.active:
            state = self.pathway.states[name]
            target = state.target
            within = (
                "" if target is None else f"; target: {target.within}" if target.within else "; no standard of time"
            )
            self.say(f"{state.title} ({name}) - {who(self.pathway, state)}{within}")
            if state.note:
                self.say(f"    {state.note}")

    def menu(self) -> list[_Choice]:
        """Everything that may happen; a single finding is offered value by value."""
        several = len(self.case.active) > 1
        choices = []
        for offer in self.case.allowed:
            before = f"{title_of(self.pathway, offer.at)}: " if several else ""
            if len(offer.finds) == 1:
                name, values = offer.finds[0]
                for value in values:
                    line = f"{before}{finding_words(self.pathway, [(name, value)])}"
                    choices.append(_Choice(line, (value, spelt(value)), offer, ((name, value),)))
            else:
                found = None if offer.finds else ()
                replies = tuple(dict.fromkeys((offer.event, offer.event.rsplit(".", 1)[-1])))
                choices.append(_Choice(before + offer_words(self.pathway, offer), replies, offer, found))
        return choices

    def findings(self, offer: Possible) -> tuple[tuple[str, str], ...]:
        """Several findings, one after the other."""
        found = []
        for name, values in offer.finds:
            choices = [_Choice(spelt(value), (value, spelt(value))) for value in values]
            found.append((name, values[self.choose(f"{self.pathway.attributes[name].title}?", choices, "")]))
        return tuple(found)

    def choose(
        self,
        question: str,
        choices: Sequence[_Choice],
        explanation: str,
        why_not: Callable[[str], str | None] = lambda reply: None,
    ) -> int:
        """The number of the line that was chosen; says the menu again until it understands the reply."""
        while True:
            self.say("\n".join([question, *(f"  {i}. {choice.line}" for i, choice in enumerate(choices, 1))]))
            reply = " ".join(self.ask(_PROMPT).split()).lower()
            if reply in ("quit", "q"):
                raise _QuitError
            if reply in ("back", "b"):
                raise _BackError
            if reply == "?":
                self.say(explanation or "Choose one of the numbered lines.")
                continue
            meant = [i for i, choice in enumerate(choices, 1) if reply in (str(i), *map(str.lower, choice.replies))]
            if not reply and len(choices) == 1:
                meant = [1]
            if len(meant) == 1:
                return meant[0] - 1
            if meant:
                self.say(f"'{reply}' may mean {' or '.join(map(str, meant))}: give the number.")
            elif (reason := why_not(reply)) is not None:
                self.say(f"{reason}.")
            else:
                numbers = "1" if len(choices) == 1 else f"a number from 1 to {len(choices)}"
                self.say(f"{repr(reply) + ' is not one of these: give' if reply else 'Give'} {numbers}.")

    def help(self) -> str:
        """What `?` tells: sources of the states here, what is known, what cannot happen now and why."""
        lines = []
        for name in self.case.active:
            state = self.pathway.states[name]
            told = ", ".join(text for text in (state.source, state.hardness) if text)
            lines.append(f"  {state.title} is a {state.kind}{f' ({told})' if told else ''}.")
        known = [(name, value) for name, value in self.case.values.items() if value is not None]
        lines += [f"  Known: {finding_words(self.pathway, known)}."] if known else []
        possible = {offer.event for offer in self.case.allowed}
        if "timeout" not in possible:
            lines.append("  No time limit can pass here, for none is written.")
        standing = {name for name in self.case.marking if name}
        for interrupt in self.pathway.interrupts.values():
            if interrupt.name not in possible:
                here = not standing.isdisjoint(interrupt.during)
                lines.append(f"  {cannot_words(self.pathway, interrupt, self.case.values, here=here)}")
        lines.append("  back undoes the last choice, quit stops and shows the way so far.")
        return "\n".join(lines)

    def why_not(self, reply: str) -> str | None:
        """Why an event that was typed cannot happen now; None where the word is no event, or can."""
        names = ("complete", "timeout", *self.pathway.interrupts)
        if any(name == reply or name.endswith(f".{reply}") for name in names):
            return self.case.why_not(reply)
        return None

    # What happened

    def keep(self, steps: tuple[Step, ...]) -> None:
        first = steps[0]
        self.happened.append(Happened(first.event, first.state, first.found))
        self.tell(steps)

    def tell(self, steps: Sequence[Step]) -> None:
        self.say("\n".join(f"  -> {tell_step(self.pathway, step)}" for step in steps))

    def undo(self) -> None:
        """Walk again from the beginning, without the last choice."""
        if not self.happened:
            self.say("This is the beginning.")
            return
        self.happened.pop()
        self._case = self.case.another(self.start, self.arrival)
        for one in self.happened:
            self.case.fire(one.event, one.at, dict(one.found))
        self.say("One step back.")
