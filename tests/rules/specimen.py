"""One check in which every verdict and every kind of finding occurs, for the documents that are kept beside it.

`python -m tests.rules.specimen` writes tests/rules/golden/ anew; read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from pathways.definition import link, parse_pathway
from pathways.errors import Finding, Place
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import BUILT_IN, Checked, Kinds, RuleKind, check, lint, parse_policy, render_text
from pathways.rules.formats import FORMATS, Results
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleModel, Scene
from pathways.rules.space import Space, Way
from pathways.source import read_document

GOLDEN: Final = Path(__file__).with_name("golden")
ENDINGS: Final = {"json": "json", "junit": "xml", "github": "github", "sarif": "sarif"}

PATHWAY = """\
pathway: hand
title: Hand & foot
version: "1"
status: as-is
lanes: {team: "Team <A>", mash: MASH}
attributes:
  consent: {values: [granted, refused], from: arrival}
  spare: {values: [one, two]}
start: [front, side]
states:
  front: {lane: team, title: "Front, 100%: yes", then: route}
  side: {lane: team, title: Side door — left, then: route}
  route:
    kind: decision
    lane: mash
    choose:
      - {when: {consent: granted}, then: talk}
      - {otherwise: over}
  talk: {lane: team, then: again}
  again: {lane: team, after: {5 days: talk}, then: over}
  over: {kind: end, lane: team, outcome: closed}
departures:
  - {rule: departed, reason: "Two doors: so it is, <for now>", source: "Review, section 4"}
  - {rule: stale, reason: It was so once}
"""
BROKEN = """\
pathway: lost
version: "1"
status: as-is
lanes: {team: Team}
start: front
states:
  front: {lane: team, then: nowhere}
  over: {kind: end, lane: team, outcome: closed}
"""
RULES = """\
policy: house
title: House & garden
applies_to: [hand]
rules:
  - {id: holds, says: Nobody goes back to the door, kind: never, state: front, after: talk, hardness: STATUTE, source: Act s1}
  - {id: with-trace, says: "Never talk, 100%: not <once> & not twice", kind: never, state: talk, hardness: PEER_REVIEW, source: "Review, 4"}
  - {id: without, says: There is a garden, kind: lacks, hardness: ASSUMPTION, source: test}
  - {id: loop, says: Talks come to an end, kind: goes_round, hardness: ASSUMPTION, source: test}
  - {id: two, says: Both are treated alike, kind: unlike, hardness: ASSUMPTION, source: test}
  - {id: departed, says: One door, kind: single_entry, hardness: LOCAL_PROTOCOL, source: test}
  - {id: stale, says: Talk only with consent, kind: only_when, state: talk, when: {consent: granted}, hardness: ASSUMPTION, source: test}
  - {id: not-here, says: No attic, kind: never, state: attic, hardness: ASSUMPTION, source: test}
  - {id: too-many, says: It is all too much, kind: too_much, hardness: ASSUMPTION, source: test}
"""  # noqa: E501


class Lacks(RuleModel):
    kind: Literal["lacks"]


class GoesRound(RuleModel):
    kind: Literal["goes_round"]


class Unlike(RuleModel):
    kind: Literal["unlike"]


class TooMuch(RuleModel):
    kind: Literal["too_much"]


def lacks(rule: Lacks, scene: Scene) -> Answer:
    origin = scene.pathway.linked.states["over"].origin
    return Answer("broken", "this pathway has no garden", at=origin.place(key=True))


def goes_round(rule: GoesRound, scene: Scene) -> GraphQuestion:
    def decide(space: Space) -> Answer:
        """In by the front door, to the talk, and from there round and round."""
        way = space.way_to(space.visited[scene.pathway.index["again"]])
        back = next((move, to) for move, to in space.out(way.last) if to in {i for _, i in way.steps})
        before = next(n for n, (_, i) in enumerate(way.steps) if i == back[1])
        return Answer("broken", "a talk may be taken up again for ever", way.then(*back), loop=before + 2)

    return GraphQuestion(decide)


def unlike(rule: Unlike, scene: Scene) -> GraphQuestion:
    def decide(space: Space) -> Answer:
        one, other = (space.way_to(space.visited[scene.pathway.index[name]]) for name in ("talk", "over"))
        assert isinstance(one, Way)
        return Answer(
            "broken", "two referrals are alike but for consent, and only one of them is talked to",
            one, "It is talked to.", other=other, other_lost="It is not.",
        )  # fmt: skip

    return GraphQuestion(decide)


def too_much(rule: TooMuch, scene: Scene) -> Answer:
    return Answer("undecided", "there are too many cases to look at", certainty="undecided at limit 3")


def _kind(id: str, model: type[RuleModel], ask: object) -> RuleKind:
    return RuleKind(id, id, f"What {id} means.", f"formal {id}", "", "", model, ask)  # type: ignore[arg-type]


KINDS: Final = Kinds({
    **BUILT_IN.by_id,
    **{kind.id: kind for kind in (
        _kind("lacks", Lacks, lacks), _kind("goes_round", GoesRound, goes_round),
        _kind("unlike", Unlike, unlike), _kind("too_much", TooMuch, too_much),
    )},
})  # fmt: skip


def compiled() -> CompiledPathway:
    definition = parse_pathway(read_document(PATHWAY, "definitions/hand.yaml"))
    return compile_pathway(link(definition, {"hand": definition}))


def results(*, strict: bool = False, folder: str = "") -> Results:
    """Everything there is to tell, the witness and the repair included."""
    pathway = compiled()
    policy = parse_policy(read_document(RULES, "definitions/policies/house.yaml"), KINDS)
    verdicts = [
        replace(verdict, repair="guard 'talk' with {consent: refused}") if verdict.rule == "with-trace" else verdict
        for verdict in check(pathway, [policy], witnesses=True)
    ]
    fault = Finding(
        "unknown-state", Place("definitions/lost.yaml", 7, 29, BROKEN.splitlines()[6], 7),
        "this goes to 'nowhere', which is not a state of 'lost'", "one of its 2 states", "write 'over'",
    )  # fmt: skip
    elsewhere = Finding(
        "study-source", Place("simulations/what if.yaml", 3, 1, "arrivals: 100%, and more", 8),
        "100%, of what: nobody says\nin two lines", None, "say where it is written", severity="warning",
    )  # fmt: skip
    return Results(
        [
            Checked("hand", "definitions/hand.yaml", "f00d", tuple(lint(pathway)), tuple(verdicts)),
            Checked("lost", "definitions/lost.yaml", None, (fault,), ()),
        ],
        [elsewhere],
        strict=strict,
        folder=folder,
        explain={"unused-attribute": "An attribute without any use  [unused-attribute]\n\nWhy."}.get,
        version="1.0",
    )


def documents() -> Mapping[str, str]:
    """Every document by the name of its file."""
    found = results()
    text = render_text(found.pathways, unicode=True, explain=True)
    return {
        "check.txt": text,
        **{f"check.{ENDINGS[name]}": f"{FORMATS[name](found)}\n" for name in FORMATS},
    }


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name, text in documents().items():
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
