"""Answers in an address to one made-up referral's way so far, and to what may happen next.

The whole walk stands in the address, so that going back undoes, nothing is kept here, and no script is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.definition import LinkedPathway
from pathways.errors import RefusedError
from pathways.machine import Case, Possible, Step
from pathways.machine.answers import Happened, write_answers
from pathways.machine.telling import cannot_words, finding_words, offer_words, spelt, tell_step, title_of, who
from pathways.web.addresses import step_id
from pathways.web.desk import Desk
from pathways.web.downloads import attachment
from pathways.web.overview import ZOOMS, known, zoom_of
from pathways.web.shown import page, picture, reading
from pathways.workspace import LoadedPathway

if TYPE_CHECKING:
    from pathways.diagram.story import Story

_MOST: Final = 400  # steps of one walk
_BETWEEN: Final = "|"  # no name holds it


@dataclass(frozen=True)
class Choice:
    """One thing that may happen now, and how the address says it."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """An attribute to be given a value: what arrives with the referral, or what a step finds."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Walk:
    """A referral on its way. `pairs` is the address's query that says it."""

    case: Case
    happened: tuple[Happened, ...]
    pairs: tuple[tuple[str, str], ...]
    start: str | None
    arrival: Mapping[str, str]


def routes(desk: Desk) -> list[Route]:
    @reading
    def walk(request: Request) -> Response:
        view, name = desk.view(), request.path_params["name"]
        file = known(view, name)
        loaded = view.loading(name).pathways
        if not loaded:
            return RedirectResponse(f"/pathways/{file.subject}", 303)
        pathway, query = loaded[0].linked, request.query_params
        address = f"/pathways/{name}/walk"
        values: dict[str, Any] = {"desk": desk, "at": "pathways", "file": file, "pathway": pathway, "address": address}
        asked = list(beginning(pathway, query))
        if asked:
            return page("walk-begin.html", **values, questions=asked)
        try:
            steps = query.getlist("s")
            asked_next = query.get("p") or (steps.pop() if is_open(loaded[0], query, steps) else None)
            going = replayed(loaded[0], query, steps)
            if asked_next:
                pending = offer_of(going.case, asked_next)
                found = {each: query.get(f"f.{each}", "") for each, _ in pending.finds}
                if all(found[each] in choices for each, choices in pending.finds):
                    step = written(Happened(pending.event, pending.at, tuple(found.items())))
                    return RedirectResponse(f"{address}?{QueryParams([*going.pairs, ('s', step)])}#now", 303)
                return page(
                    "walk-find.html", **values, walk=going, pending=asked_next, questions=findings(pathway, pending),
                    state=pathway.states[pending.at], back=str(QueryParams(list(going.pairs))),
                )  # fmt: skip
        except RefusedError as error:
            return page("walk-wrong.html", 400, **values, says=error.reason)
        from pathways.diagram.names import Names

        story = story_of(pathway, going)
        stands = going.case.active or [going.case.state]
        # The pieces that it is in are opened, so that one sees where in them it is.
        opened = tuple(piece.name for piece in pathway.pieces.values() if not set(piece.states).isdisjoint(stands))
        drawing = view.drawing(name, story, f"/pathways/{name}", opened)
        assert drawing is not None
        query_text = str(QueryParams(list(going.pairs)))
        return page(
            "walk.html",
            **values,
            walk=going,
            told=[sentence.words for sentence in story.trails[0].sentences],
            choices=list(choices(pathway, going.case)),
            standing=[(pathway.states[state], who(pathway, pathway.states[state])) for state in going.case.active],
            stands=[step_id(Names(pathway, frozenset(opened)).node_of(state)) for state in stands],
            outcome=spelt(going.case.outcome) if going.case.outcome else "",
            facts=[
                (pathway.attributes[attribute].title, spelt(value))
                for attribute, value in going.case.values.items()
                if value is not None
            ],
            cannot=list(cannot(pathway, going.case)),
            back=str(QueryParams(list(going.pairs[:-1]))) if going.happened else None,
            query=query_text,
            drawing=picture(drawing, "drawing"),
            zoom=zoom_of(request),
            zooms=ZOOMS,
        )

    @reading
    def answers(request: Request) -> Response:
        view, name = desk.view(), request.path_params["name"]
        known(view, name)
        loaded = view.loading(name).pathways
        if not loaded or list(beginning(loaded[0].linked, request.query_params)):
            raise HTTPException(404)
        going = replayed(loaded[0], request.query_params, request.query_params.getlist("s"))
        text = write_answers(name, going.start, going.arrival, going.happened)
        return attachment(text.encode(), f"{name}-walk.yaml", "application/yaml")

    return [Route("/pathways/{name}/walk", walk), Route("/pathways/{name}/walk.yaml", answers)]


# --- the beginning


def beginning(pathway: LinkedPathway, query: QueryParams) -> Iterator[Question]:
    """What has to be known before the referral can arrive; nothing once all of it stands in the address."""
    asked = []
    if len(pathway.starts) > 1:
        doors = tuple(Choice(name, title_of(pathway, name)) for name in pathway.starts)
        asked.append(Question("start", "Which front door?", doors))
    for attribute in pathway.attributes.values():
        if attribute.from_arrival:
            values = tuple(Choice(value, spelt(value)) for value in attribute.values)
            asked.append(Question(f"a.{attribute.name}", f"{attribute.title}?", values))
    if any(query.get(each.name, "") not in {choice.value for choice in each.choices} for each in asked):
        yield from asked


def replayed(loaded: LoadedPathway, query: QueryParams, steps: Sequence[str]) -> Walk:
    """The referral after these steps of those that the address says.

    Raises
    ------
    RefusedError
        If something in it cannot happen where the referral then stands.
    """
    pathway = loaded.linked
    start = query.get("start") if len(pathway.starts) > 1 else None
    arrival = {a.name: query[f"a.{a.name}"] for a in pathway.attributes.values() if a.from_arrival}
    case = Case(loaded.compiled, start, arrival)
    if len(steps) > _MOST:
        raise RefusedError(f"this walk has more than {_MOST} steps")
    happened = [read(step) for step in steps]
    for one in happened:
        case.fire(one.event, one.at, dict(one.found))
    pairs = [("start", start)] if start is not None else []
    pairs += [(f"a.{name}", value) for name, value in arrival.items()]
    return Walk(case, tuple(happened), (*pairs, *(("s", step) for step in steps)), start, arrival)


def is_open(loaded: LoadedPathway, query: QueryParams, steps: Sequence[str]) -> bool:
    """Whether the last step was chosen, and what it finds is still to be asked."""
    if not steps or (last := read(steps[-1])).found or last.event != "complete":
        return False
    state = loaded.linked.states.get(last.at)
    return state is not None and len(state.finds) > 1


def written(happened: Happened) -> str:
    return _BETWEEN.join((happened.event, happened.at, *(f"{name}={value}" for name, value in happened.found)))


def read(step: str) -> Happened:
    event, _, rest = step.partition(_BETWEEN)
    at, *found = rest.split(_BETWEEN)
    pairs = (each.partition("=") for each in found)
    return Happened(event, at, tuple((name, value) for name, _, value in pairs))


def offer_of(case: Case, step: str) -> Possible:
    """What may happen now and is meant."""
    wanted = read(step)
    for offer in case.allowed:
        if (offer.event, offer.at) == (wanted.event, wanted.at):
            return offer
    raise RefusedError(f"'{wanted.event}' cannot happen at '{wanted.at}' now")


# --- what may happen


def choices(pathway: LinkedPathway, case: Case) -> Iterator[Choice]:
    """Everything that may happen now; where one thing is found, each of its values."""
    several = len(case.active) > 1
    for offer in case.allowed:
        before = f"{title_of(pathway, offer.at)}: " if several else ""
        if len(offer.finds) == 1:
            name, values = offer.finds[0]
            for value in values:
                step = written(Happened(offer.event, offer.at, ((name, value),)))
                yield Choice(step, before + finding_words(pathway, [(name, value)]))
        else:
            yield Choice(written(Happened(offer.event, offer.at)), before + offer_words(pathway, offer))


def findings(pathway: LinkedPathway, offer: Possible) -> list[Question]:
    """What a step that finds several things is asked."""
    return [
        Question(
            f"f.{name}", f"{pathway.attributes[name].title}?", tuple(Choice(value, spelt(value)) for value in values)
        )
        for name, values in offer.finds
    ]


def cannot(pathway: LinkedPathway, case: Case) -> Iterator[str]:
    """What cannot happen now, and why."""
    possible = {offer.event for offer in case.allowed}
    standing = {name for name in case.marking if name}
    for interrupt in pathway.interrupts.values():
        if interrupt.name not in possible:
            here = not standing.isdisjoint(interrupt.during)
            yield cannot_words(pathway, interrupt, case.values, here=here)


# --- what happened


def grouped(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Each event with what followed from it by itself."""
    group: list[Step] = []
    for step in steps:
        if step.kind not in ("decide", "join") and group:
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def story_of(pathway: LinkedPathway, walk: Walk) -> Story:
    """The way so far, as the drawing shows it."""
    from pathways.diagram.story import Hop, Sentence, Story, Trail

    start = walk.start or pathway.starts[0]
    sentences = [Sentence(f"It arrives at {title_of(pathway, start)}.", (Hop("complete", None, start),))]
    for group in grouped(walk.case.trace):
        words = " ".join(tell_step(pathway, step) for step in group)
        sentences.append(Sentence(words, tuple(Hop(step.event, step.state, step.target) for step in group)))
    return Story("walk", ("A made-up referral, and its way so far",), (Trail(tuple(sentences)),))
