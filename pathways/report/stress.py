"""A study and its run to the twenty items that others need to judge and repeat it, after STRESS-DES.

Source: Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of empirical simulation
studies: introducing the STRESS guidelines, Journal of Simulation 13(1), 55-67. What each item asks for is in our words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pathways.definition import LinkedPathway
from pathways.measures import Key
from pathways.report.basis import bases, resources
from pathways.report.changed import changed
from pathways.report.clock import clock, in_words, warm_up
from pathways.report.document import Cell, Column, Paragraph, Run, Section, Table, Words
from pathways.report.model import Report, StudyPart
from pathways.report.names import Names, plain
from pathways.report.versions import fingerprint, versions
from pathways.simulation import Scenario

_ORDERS: Final = {
    "first_come": "first come, first served",
    "longest_wait": "whose referral arrived first",
    "due_date": "whose target is over first",
    "priority": "by classes that the study gives",
    "reviews_first": "reviews first",
    "new_first": "new cases first",
}
_ITEMS: Final = (
    ("1.1 Purpose of the model", "Background and objectives"),
    ("1.2 Model outputs", "What is measured, how, and how sure it is"),
    ("1.3 Experimentation aims", "Which scenarios, and why"),
    ("2.1 Base model overview diagram", "The process as a picture"),
    ("2.2 Base model logic", "How the process works as things stand"),
    ("2.3 Scenario logic", "What is different in each scenario"),
    ("2.4 Algorithms", "How it is decided what happens, and when"),
    ("2.5.1 Components: entities", "What goes through the process"),
    ("2.5.2 Components: activities", "What is done, and how long it takes"),
    ("2.5.3 Components: resources", "Who does it"),
    ("2.5.4 Components: queues", "Who is next"),
    ("2.5.5 Components: entry and exit points", "Where referrals come in and leave"),
    ("3.1 Data sources", "Where numbers are from"),
    ("3.2 Pre-processing", "What was done to them before"),
    ("3.3 Input parameters", "Every number that goes in"),
    ("3.4 Assumptions", "What is assumed, and left out"),
    ("4.1 Initialisation", "How it begins, and when measuring begins"),
    ("4.2 Run length", "How long, and in which time"),
    ("4.3 Estimation approach", "How often it is repeated, and how figures follow"),
    ("5.1 Software", "What it was made with"),
    ("5.2 Random sampling", "Where chance comes from"),
    ("5.3 Model execution", "How time goes on, and on how many processors"),
    ("5.4 System specification", "The computer"),
    ("6.1 Model sharing", "Where model and code are to be had"),
)


def stress_section(part: StudyPart, report: Report) -> Section:
    """The appendix about one study; `report` is what it stands in."""
    told = _Told(part, report)
    rows = tuple(
        (Cell((Run(item, "strong"), Run("\n"), Run(asks, "soft small"))), Cell(_lines(answer())))
        for (item, asks), answer in zip(_ITEMS, told.answers(), strict=True)
    )
    return Section(
        f"stress-{part.study.id}",
        f"Appendix: how \u201c{part.study.title}\u201d was simulated",
        (
            Paragraph("Synthetic: every number in this part is simulated or went into a simulation", "synthetic"),
            Paragraph(
                "After the checklist STRESS-DES for reports of discrete-event simulations (Monks and others 2019, "
                "Journal of Simulation 13(1), 55\u201367), item by item.",
                "soft",
            ),
            Table(
                "STRESS-DES: what others need to judge the study and to repeat it",
                (Column("Item"), Column("In this study")),
                rows,
                "stress",
            ),
        ),
        "inputs",
    )


def _many(number: int, kind: str) -> str:
    """`34 tasks`, `1 split into branches side by side`."""
    one, more = ("split", "splits") if kind == "parallel" else (kind, f"{kind}s")
    words = f"{number} {one if number == 1 else more}"
    return f"{words} into branches side by side" if kind == "parallel" else words


def _lines(parts: Sequence[Words]) -> tuple[Run, ...]:
    """Each part on a line of its own."""
    runs: list[Run] = []
    for part in parts:
        runs += [Run("\n")] if runs else []
        runs += [Run(part)] if isinstance(part, str) else part
    return tuple(runs)


class _Told:
    """The answers of one study; each a line or several."""

    def __init__(self, part: StudyPart, report: Report) -> None:
        self.part, self.report = part, report
        self.study, self.result = part.study, part.result
        self.spec = part.study.baseline.spec
        self.names = Names(part.study, part.pathways)

    def answers(self) -> Iterator[Callable[[], list[Words]]]:
        yield from (self.purpose, self.outputs, self.aims)
        yield from (self.diagram, self.logic, self.scenarios, self.algorithms)
        yield from (self.entities, self.activities, self.resources, self.queues, self.ends)
        yield from (self.sources, self.before, self.inputs, self.assumptions)
        yield from (self.start, self.length, self.estimation)
        yield from (self.software, self.chance, self.execution, self.system, self.sharing)

    # --- 1 objectives

    def purpose(self) -> list[Words]:
        return [text for text in (self.study.title, self.study.question, self.spec.note) if text]

    def outputs(self) -> list[Words]:
        asked = dict.fromkeys(self._figure(each.key) for each in self.result.asked)
        named = f"The study names: {'; '.join(asked)}." if asked else "The study names no figures; the usual are shown."
        return [
            named,
            "All are worked out from the log of every event of every replication, after the warm-up, in whole "
            "seconds. Times of referrals still open at the end count for as long as they were seen (Kaplan-Meier; "
            "Aalen-Johansen where something else may happen first). Working days are office hours on the study's "
            "calendar.",
            "Intervals are of the mean over replications, by Student's t, 95%.",
        ]

    def aims(self) -> list[Words]:
        if not self.study.scenarios:
            return ["No scenario: the study says how things stand."]
        told: list[Words] = ["Scenario-based analysis: each scenario against the study as it stands."]
        for name, scenario in self._run_scenarios():
            why = scenario.spec.note if scenario.spec.note != self.spec.note else None
            told.append(f"'{plain(name)}'{f': {why}' if why else ''}")
        if self.spec.sweeps:
            told.append(f"Designed experiments, run apart from this report: {', '.join(map(plain, self.spec.sweeps))}.")
        return told

    # --- 2 logic

    def diagram(self) -> list[Words]:
        shown = {part.linked.id for part in self.report.pathways}
        told: list[Words] = []
        for id_ in self.study.pathways:
            if id_ in self.part.pathways:
                link = f"pathway-{id_}" if id_ in shown else ""
                told.append(
                    (Run("Drawn in lanes, with the same in words: "), Run(self.part.pathways[id_].title, link=link))
                )
        return told

    def logic(self) -> list[Words]:
        told: list[Words] = []
        for role, pathway in self._baseline():
            kinds = [state.kind for state in pathway.states.values()]
            counts = ", ".join(_many(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
            told.append(f"{pathway.title} ('{self.names.role(role)}'), version {pathway.version}: {counts}.")
        told.append(
            "A referral is in one state, or in one of each branch side by side. Its next follows from what is known of "
            "it: the first condition that holds, else the default. The text under each drawing has every way out of "
            "every state."
        )
        return told

    def scenarios(self) -> list[Words]:
        found: list[Words] = []
        for name, scenario in self._run_scenarios():
            words = "; ".join(changed(self.study, scenario, self.names)) or "no difference"
            found.append(f"'{plain(name)}': {words}.")
        return found or ["None."]

    def algorithms(self) -> list[Words]:
        return [
            "Arrivals are a Poisson process whose rate may differ by day: the next is drawn from the expected number "
            "added up over time. Events are taken by time, then kind, then the order in which they were planned.",
            "Meetings hear their agenda in its order for as long as slots or minutes last; whoever is not heard stays "
            "on it. Work that is open at the end of a team's hours goes on at the next opening, unless the study says "
            "otherwise.",
        ]

    def entities(self) -> list[Words]:
        return self._entries("arrivals", "Referrals") + self._entries("returns", "Coming back")

    def activities(self) -> list[Words]:
        count = sum(entry.section == "service_times" for entry in self.result.inputs)
        untimed = [self.names.entry("service_times", name) for name in self.spec.no_time]
        return [
            (
                Run(
                    f"{count} entries say how long tasks, waits and hearings take, and who does them; each stands in "
                    "the "
                ),
                self._appendix(),
                Run("."),
            ),
            *([f"No time is taken by: {', '.join(untimed)}."] if untimed else []),
            *self._entries("interrupts", "May strike at any time"),
        ]

    def resources(self) -> list[Words]:
        found = [
            *self._entries("teams", "Staff"),
            *self._entries("places", "Places"),
            *self._entries("panels", "Meetings"),
        ]
        return found or ["None: nothing waits for anybody."]

    def queues(self) -> list[Words]:
        told: list[Words] = []
        for kind in (self.spec.teams, self.spec.places, self.spec.panels):
            for name, entry in kind.items():
                told.append(f"{self.names.resource(name)}: {_ORDERS.get(entry.order, plain(entry.order))}.")
        told.append(
            "Ties go to who joined first. Queues have no limit, and nobody leaves one but by an interrupt or a timeout."
        )
        return told

    def ends(self) -> list[Words]:
        told: list[Words] = []
        for role, pathway in self._baseline():
            first = ", ".join(pathway.states[name].title for name in pathway.starts)
            last = ", ".join(dict.fromkeys(s.title for s in pathway.states.values() if s.kind == "end"))
            told.append(f"{self.names.role(role).capitalize()}: in at {first}; out at {last}.")
        return told

    # --- 3 data

    def sources(self) -> list[Words]:
        told: list[Words] = [
            (Run(f"{basis.title}: ", "strong"), Run(basis.explains)) for basis in bases(self.part, self.names)
        ]
        named = dict.fromkeys(source for _, pathway in self._baseline() for source in pathway.sources)
        return [*told, f"The pathways rest on: {'; '.join(named)}."] if named else told

    def before(self) -> list[Words]:
        return [
            "None by the program: numbers are used as they are written. What was made of a published figure before, "
            "its source in the appendix says."
        ]

    def inputs(self) -> list[Words]:
        return [(Run(f"{len(self.result.inputs)} entries of the study, in the "), self._appendix(), Run("."))]

    def assumptions(self) -> list[Words]:
        assumed = sum(entry.hardness == "ASSUMPTION" for entry in self.result.inputs)
        bare = sum(
            entry.hardness == "ASSUMPTION" and not entry.source and not entry.note for entry in self.result.inputs
        )
        told: list[Words] = [
            f"{assumed} of {len(self.result.inputs)} entries are assumptions, {bare} without a reason."
        ]
        for _, pathway in self._baseline():
            states = [state for state in pathway.states.values() if state.hardness == "ASSUMPTION"]
            if states:
                titles = ", ".join(dict.fromkeys(state.title for state in states))
                told.append(f"{pathway.title} rests on assumptions at: {titles}.")
        told += [
            f"{self.names.told(check.of, check.says)}"
            for check in self.result.checks
            if not check.holds and check.scenario == self.study.baseline.name
        ]
        return told

    # --- 4 experiments

    def start(self) -> list[Words]:
        filled = self._entries("start", "Open at the start")
        found = [f"Measured from {in_words(self.result.measured_from)}."] if self.result.measured_from else []
        return [*(filled or ["It begins empty."]), warm_up(self.part), *found]

    def length(self) -> list[Words]:
        return [f"{clock(self.part)}.", "Time is counted in whole seconds."]

    def estimation(self) -> list[Words]:
        until = self.study.until
        asked = (
            f"as many as a half-width of {float(until.half_width):.0%} needs" if until else str(self.study.replications)
        )
        return [
            f"{self.result.replications} independent replications (the study asks for {asked}).",
            "Figures are means over replications with 95% intervals by Student's t. Differences are paired: every "
            "scenario meets the same referrals with the same random numbers.",
            *self.result.notes(),
        ]

    # --- 5 and 6 implementation and access

    def software(self) -> list[Words]:
        return [f"pathways {self.report.version}, Python; {', '.join(versions())}."]

    def chance(self) -> list[Words]:
        return [
            f"Squares64, a counter-based generator (Widynski 2020); seed {self.result.seed}. Each draw belongs to a "
            "replication, referral, visit and purpose, not to what was drawn before: scenarios share draws, and a "
            "state that is added changes no other."
        ]

    def execution(self) -> list[Words]:
        return [
            "Event by event. Replications run side by side on as many processors as there are; their number changes no "
            "figure."
        ]

    def system(self) -> list[Words]:
        return [
            "Any computer that Python 3.11 or later runs on. Figures are the same bit for bit on every machine, so "
            "which one it was is not recorded, nor how long it took."
        ]

    def sharing(self) -> list[Words]:
        return [
            "The program is open source under the MIT licence; the model is the text files named at the end of this "
            "report.",
            (
                Run("To run it again: "),
                Run(
                    f"pathways simulate {self.study.id} --replications {self.result.replications} --seed "
                    f"{self.result.seed}",
                    "code",
                ),
                Run(f" with {self.part.file} of the fingerprint {fingerprint(self.study.text)}."),
            ),
        ]

    # --- helpers

    def _figure(self, key: Key) -> str:
        """`wait for 'Panel discussion', mean`."""
        wait = "wait: " if key.measure == "wait" else ""
        part = f", {plain(key.group.replace('=', ': '))}" if key.group else ""
        return f"{wait}{self.names.label(key[:4])}{part} ({key.statistic.replace('_', ' ')})"

    def _run_scenarios(self) -> Iterator[tuple[str, Scenario]]:
        for name, scenario in self.study.scenarios.items():
            if name in self.result.scenarios:
                yield name, scenario

    def _baseline(self) -> Iterator[tuple[str, LinkedPathway]]:
        for role, id_ in self.spec.pathways.items():
            if id_ in self.part.pathways:
                yield role, self.part.pathways[id_]

    def _entries(self, section: str, title: str) -> list[Words]:
        return [
            f"{title}, {self.names.entry(section, entry.name)}: {resources(entry.says, self.part, self.names)}."
            for entry in self.result.inputs
            if entry.section == section
        ]

    def _appendix(self) -> Run:
        return Run("appendix of its numbers", link=f"inputs-{self.study.id}")
