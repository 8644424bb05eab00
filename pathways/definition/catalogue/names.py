"""Findings about names and how a definition fits together, within itself and with its pieces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.definition.catalogue.entry import Entry

NAMES: Final[Mapping[str, Entry]] = {
    "unknown-state": Entry(
        "A state that there is not",
        "States of a piece are written with the name of the use before them ('channel.support'), states of a branch "
        "with the parallel state and the branch ('checks.health.ask_gp'). Inside a branch, names are its own.",
        "then: pannel",
        "then: panel",
    ),
    "unknown-lane": Entry("A lane that is not declared", "Lanes stand under 'lanes', each with the name to show."),
    "missing-lane": Entry(
        "A state without a lane",
        "The picture has to put it somewhere, and someone has to do it. Only ends, states in a branch (which take "
        "the lane of the parallel state) and pathways with a single lane can do without.",
    ),
    "unused-lane": Entry("A lane in which nothing stands", "It would be an empty column of the picture."),
    "unknown-attribute": Entry(
        "An attribute that is not declared",
        "Attributes stand under 'attributes' with all the values they may have, so that every question about a "
        "pathway has an exact answer.",
    ),
    "unknown-value": Entry(
        "A value that the attribute does not have",
        "A condition on it could never hold.",
        "when: {consent: denied}",
        "when: {consent: refused}",
    ),
    "value-out-of-range": Entry("A number outside the range of its attribute", "It could never be reached."),
    "values-or-range": Entry(
        "An attribute without values, or with values and a range",
        "An attribute has either.",
        "consent: {starts: granted}",
        "consent: {values: [granted, refused], starts: granted}",
    ),
    "duplicate-value": Entry("The same value twice", "One of the two is too much, or another was meant."),
    "bad-range": Entry(
        "A range that runs backwards or is too wide",
        "Every number of it is tried, so it may hold at most 1,000.",
        "reviews: {range: [12, 0]}",
        "reviews: {range: [0, 12]}",
    ),
    "starts-and-arrival": Entry(
        "An attribute that comes with the referral and has a starting value",
        "What is known on arrival has no value before that.",
    ),
    "arrival-attribute-changed": Entry(
        "Something known on arrival is changed",
        "'from: arrival' says that it stays as it is. Rules rely on that when they try every value.",
    ),
    "conflicting-attribute": Entry(
        "An attribute that is declared differently in two pathways",
        "When one pathway uses another, attributes of the same name are the same attribute. Their values must be the "
        "same; the 'starts', 'from' and title of the user win.",
    ),
    "add-needs-range": Entry(
        "Adding to something that is not a number",
        "Only an attribute with a range can be counted up.",
        "add: {consent: 1}",
        "add: {reviews: 1}",
    ),
    "bounds-need-range": Entry(
        "'at_least' or 'at_most' of something that is not a number",
        "List the values that are meant.",
        "when: {consent: {at_least: 1}}",
        "when: {consent: [granted, refused]}",
    ),
    "empty-guard": Entry(
        "A condition that tests nothing",
        "For the default write 'otherwise'.",
        "{when: {}, then: channel}",
        "{otherwise: channel}",
    ),
    "contradictory-guard": Entry(
        "A condition that can never hold",
        "What stands side by side in a condition must all hold at once.",
        "when: {all: [{concern: none}, {concern: serious}]}",
        "when: {concern: [none, serious]}",
    ),
    "always-true-guard": Entry(
        "A condition that always holds",
        "It looks like a choice and is none.",
        "when: {age: [child, adult]}",
        "otherwise: ...",
    ),
    "decision-too-wide": Entry(
        "A decision over more than 65,536 combinations of values",
        "Every combination is tried, so that verdicts are exact. Two decisions, one after the other, say the same "
        "with far fewer.",
    ),
    "names-alike": Entry(
        "Two names that differ only in '_' and '-'", "Readers will take them for one.", "mash_check and mash-check", ""
    ),
    "duplicate-start": Entry("The same front door twice", "One of the two is too much, or another was meant."),
    "start-is-end": Entry("The pathway starts at an end", "Nothing would happen to a referral."),
    "done-outside-branch": Entry(
        "'done' outside a branch",
        "'done' finishes a branch of a parallel state. The pathway itself finishes at an end.",
        "received: {lane: mash, then: done}",
        "received: {lane: mash, then: closed}",
    ),
    "branch-jump": Entry(
        "An arrow that leads into or out of a branch",
        "Branches go on side by side. Who leaves one alone, or enters one alone, leaves the others without a meaning. "
        "Finish a branch with 'done'; enter the parallel state as a whole; to end all branches, let an interrupt name "
        "the parallel state.",
        "ask_gp: {lane: gp, then: panel}",
        "ask_gp: {lane: gp, then: done}",
    ),
    "end-in-branch": Entry(
        "An end inside a branch",
        "Only the pathway as a whole ends. A branch finishes with 'then: done'.",
        "health: {ask_gp: {kind: end, outcome: asked}}",
        "health: {ask_gp: {lane: gp, then: done}}",
    ),
    "interrupt-across-branches": Entry(
        "An interrupt in states of different branches",
        "It leaves one state for another of the same branch. For several branches write several interrupts; to end "
        "them all, name the parallel state.",
    ),
    "during-takes-no-time": Entry(
        "An interrupt during a decision or an end",
        "A decision takes no time, and after an end nothing happens; so nothing can happen in a branch or piece that "
        "has nothing else either.",
    ),
    "unknown-pathway": Entry("A pathway that there is not", "'kind: use' names the id of a pathway in 'definitions/'."),
    "use-cycle": Entry(
        "Pathways that use each other in a ring", "Each would hold itself, for ever. To go back, write 'then:'."
    ),
    "unmapped-exit": Entry(
        "A use that does not say where an outcome leads",
        "Each way in which the other pathway can end must lead somewhere here, or a referral would be lost.",
        "channel: {kind: use, pathway: channel, exits: {exited: feedback}}",
        "channel: {kind: use, pathway: channel, exits: {exited: feedback, no_consent: pcm}}",
    ),
    "unknown-exit": Entry("An exit for an outcome that the other pathway does not have", "It could never be taken."),
    "exit-loop": Entry(
        "Exits that lead to one another",
        "An exit may lead to the end of another piece, but not back to where it began.",
    ),
    "missing-enter": Entry(
        "A use of a pathway with several starts does not say which",
        "'enter' names one of its starts.",
        "intake: {kind: use, pathway: intake, exits: {...}}",
        "intake: {kind: use, pathway: intake, enter: by_phone, exits: {...}}",
    ),
    "unknown-start": Entry(
        "'enter' names something that is not a start", "A piece is entered by one of its front doors."
    ),
}
