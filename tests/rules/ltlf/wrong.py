"""Formulas that cannot be read or name what is not there, as an author might write them in a policy."""

from __future__ import annotations

from pathways.errors import DefinitionError, Finding
from pathways.rules import policy_findings, read_policy
from pathways.source import read_document
from tests.rules.build import TWO_DOORS, compiled

HEAD = "policy: p\napplies_to: [hand]\nrules:\n"
INTERRUPT = "interrupts:\n  withdrawn: {during: channel, then: feedback}\n"
REVIEWS = TWO_DOORS.replace("attributes:\n", "attributes:\n  reviews: {range: [0, 12], starts: 0}\n")


def told(rule: str) -> list[Finding]:
    """What is found in a rule whose own lines are given, begun with its kind."""
    lines = "".join(f"    {line}\n" for line in rule.split("\n"))
    text = f"{HEAD}  - id: r\n    says: s\n{lines}    hardness: PEER_REVIEW\n    source: test\n"
    try:
        document = read_document(text, "p.yaml", "policy")
    except DefinitionError as error:
        return list(error.findings)
    read, findings = read_policy(document)
    if read is not None:
        findings = [*findings, *policy_findings([read], [compiled(REVIEWS + INTERRUPT)])]
    return findings


def of_formula(formula: str) -> list[Finding]:
    return told(f"kind: formula\nformula: {formula}")


WRONG = [
    # words
    "alway (enter(pcm) implies consent = refused)",
    "always (enter(pcm) then consent = refused)",
    "if enter(pcm) then consent = refused",
    "always (enter(pcm) implies consent is refused)",
    "always (enter(pcm) implies not consent refused)",
    "ALWAYS (enter(pcm) implies consent known)",
    "enters(pcm) implies eventually enter(feedback)",
    "pcm implies eventually enter(feedback)",
    "always (enter pcm implies consent known)",
    "enter(pcm) implies enter",
    # brackets and signs
    "always (enter(pcm) implies consent = refused",
    "always (enter(pcm)) implies consent = refused)",
    "always (enter(pcm) implies consent in refused, unlikely)",
    "always (enter(pcm) implies consent = [refused, unlikely])",
    "always (enter(pcm channel) implies consent known)",
    "always (enter(pcm) implies consent ≠ granted)",
    "'always (enter(pcm) → consent = refused)'",
    "always (enter() implies consent known)",
    "always (enter(pcm) implies)",
    "always (implies enter(pcm))",
    "'  '",
    # read in two ways
    "always enter(pcm) implies consent = refused",
    "never enter(channel) until enter(mash)",
    "enter(mash) and enter(pcm) until enter(channel)",
    "enter(mash) implies enter(pcm) implies enter(channel)",
    # names
    "always (enter(pmc) implies consent = refused)",
    "always (enter(feedbak, channel) implies consent = refused)",
    "always (enter(#safegard) implies consent = refused)",
    "always (enter(pcm) implies consnt = refused)",
    "always (enter(pcm) implies consent in [refused, unlikely])",
    "always (enter(pcm) implies consent >= 2)",
    "always (enter(pcm) implies reviews >= many)",
    "always (enter(pcm) implies reviews >= 20)",
    "always (enter(pcm) implies reviews = 20)",
    "always (event(withdrawel) implies enter(feedback))",
    # what YAML makes of it
    "always (enter(pcm) implies consent: refused)",
    "!enter(pcm)",
    "[always (enter(pcm) implies consent = refused)]",
    # over several lines
    ">\n  always (\n    enter(pcm) implies\n    consnt = refused\n  )",
    "|\n  always (\n    enter(pcm) implis\n    consent = refused\n  )",
]
OTHERS = [
    "kind: declare\ntemplate: response\na: assess",
    "kind: declare\ntemplate: respons\na: assess\nb: pcm",
    "kind: declare\ntemplate: init\na: assess\nb: pcm",
    "kind: declare\ntemplate: response\na: assess\nb: pcm\ntimes: 2",
    "kind: declare\ntemplate: absence\na: assess\ntimes: 0",
    "kind: declare\ntemplate: response\na: asess\nb: pcm\nb_when: {consent: given}",
    "kind: pattern\npattern: precedence\nstate: pcm",
    "kind: pattern\npattern: absence\nstate: pcm\nuntil: closed",
    "kind: pattern\npattern: absence\nstate: pcm\nafter: mash\nbefore: closed\nuntil: closed",
    "kind: pattern\npattern: absence\nstate: pcm\nby: closed",
    "kind: pattern\npattern: universality\nstate: pcm",
    "kind: pattern\npattern: universality\nholds: {consent: granted}\nwhen: {consent: granted}",
    "kind: pattern\npattern: existence\nstate: pcm\nscope: before",
    "kind: formula\nformula: [a, b]",
    "kind: formula",
    "kind: formula\nformula:",
]


def everything() -> str:
    """Every finding of every wrong rule, as it is printed."""
    parts = []
    for rule in [*(f"kind: formula\nformula: {wrong}" for wrong in WRONG), *OTHERS]:
        parts.append("\n\n".join(map(str, told(rule))) or f"NOTHING IS SAID OF {rule!r}")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":  # python -m tests.rules.ltlf.wrong > tests/rules/ltlf/wrong.txt
    print(everything(), end="")
