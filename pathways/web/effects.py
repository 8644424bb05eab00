"""A text that is typed to what it does to rules: at once for its own pathway, later for all that hangs on it.

Later come the pathways that use it as a piece, and rules that weigh studies, which all have to be read for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathways.commands.check import check_loaded
from pathways.commands.evidence import WEIGHING, gather
from pathways.rules import Verdict
from pathways.rules.kinds.quantity import NO_STUDY
from pathways.rules.verdict import told
from pathways.web.labels import in_titles
from pathways.web.lost import Lost, grouped, lost, made_by_change
from pathways.web.overview import LOOKS, ORDER, title_of
from pathways.workspace import load_pathways

if TYPE_CHECKING:
    from pathways.commands.check import CheckOutcome
    from pathways.definition import LinkedPathway
    from pathways.errors import Finding
    from pathways.web.desk import View
    from pathways.workspace import Loading, SourceFile


@dataclass(frozen=True)
class Told:
    """A rule as the editor tells of it: its verdict and how that looks, a referral that breaks it, whether the change
    is why, and the pathways it is told of."""

    verdict: Verdict
    look: tuple[str, str, str]
    steps: tuple[str, ...]
    is_new: bool
    pathways: tuple[str, ...] = ()


@dataclass(frozen=True)
class Further:
    """What was worked out later.

    Parameters
    ----------
    own
        Of the rules for the pathway itself that had to wait for studies: what needs attention; `kept` is how many of
        them are kept.
    users
        Rules for pathways that use it whose verdict the change turns.
    checked, faulty
        The titles of those pathways: whose rules were decided, and in which the change makes faults.
    lost
        Rules for those pathways that can no longer be decided.
    findings
        Faults that the change makes in those pathways, in their rules, and in studies.
    """

    own: tuple[Told, ...]
    kept: int
    users: tuple[Told, ...]
    checked: tuple[str, ...]
    faulty: tuple[str, ...]
    findings: tuple[Finding, ...]
    lost: tuple[Lost, ...] = ()

    @property
    def is_bad(self) -> bool:
        """Whether the change breaks something that was not told at once."""
        turned = any(each.is_new and each.verdict.is_failure for each in self.own)
        return bool(turned or self.broken or self.faulty or self.findings or self.lost)

    @property
    def broken(self) -> int:
        """How many rules the change breaks elsewhere."""
        return sum(each.verdict.is_failure for each in self.users)


def tell(verdict: Verdict, pathway: LinkedPathway, *, is_new: bool, pathways: tuple[str, ...] = ()) -> Told:
    """A verdict on a pathway, in its titles, with how it looks."""
    verdict = in_titles(verdict, pathway)
    steps = told(verdict.counterexample, verdict.loop, verdict.lost)
    return Told(verdict, LOOKS[verdict.verdict], tuple(each.words for each in steps), is_new, pathways)


def waits(verdict: Verdict) -> bool:
    """Whether a verdict on typed text has to wait until the studies have been read with that text."""
    return verdict.kind in WEIGHING and (verdict.verdict == "undecided" or verdict.certainty == NO_STUDY)


def verdicts_of(view: View, name: str) -> dict[str, str]:
    """What the rules say of a pathway as its file is, by the id of the rule."""
    return {verdict.rule: verdict.verdict for verdict in view.checked(name).verdicts}


def faults_in_rules(view: View, loading: Loading, outcome: CheckOutcome, name: str) -> Iterator[Finding]:
    """Faults that a change of what pathway `name` is made of makes in the rules that speak of it."""
    before = set(view.checked(name).all_findings) if view.is_checked(name) else {*view.policies[1]}
    policies = {file.shown for file in loading.policy_files}
    for finding in outcome.all_findings:
        if finding.severity == "error" and finding.place.file in policies and finding not in before:
            yield made_by_change(finding)


def further(view: View, file: SourceFile, text: str, at_once: Mapping[str, Any], go_on: Callable[[], None]) -> Further:
    """What the text does beyond what is told at once.

    Parameters
    ----------
    at_once : that; of it are used `waiting`, the rules that had to wait for studies, `findings` and `in_rules`.
    go_on : called now and then; what it raises ends the work.
    """
    waiting = at_once["waiting"]
    users = view.users(file)
    policies, faults = view.policies
    typed = {file.path: text}
    everything = load_pathways([str(each.path) for each in (file, *users)], view.workspace.root, typed)
    gathered = gather(everything, go_on=go_on)
    made = [finding for finding in gathered.faults if finding not in view.gathered.faults]

    def decided(one: SourceFile) -> Sequence[Verdict]:
        go_on()
        loading = load_pathways([str(one.path)], view.workspace.root, typed)
        outcome = check_loaded(loading, policies, faults, figures=False, gathered=gathered)
        if one is not file:
            known = {*at_once["findings"], *at_once["in_rules"], *view.checked(one.subject).all_findings}
            new = (each for each in outcome.all_findings if each.severity == "error" and each not in known)
            made.extend(each for each in map(made_by_change, new) if each not in known)
        return outcome.verdicts

    weighed = [verdict for verdict in decided(file) if verdict.rule in waiting] if waiting else []
    whole = {pathway.file.path: pathway for pathway in everything.pathways}
    sound = {path: pathway.linked for path, pathway in whole.items()}
    now = {one.subject: (sound[one.path], decided(one)) for one in users if one.path in sound}
    go_on()
    before = verdicts_of(view, file.subject)
    own = [each for each in weighed if each.verdict not in ("holds", "not applicable")]
    return Further(
        tuple(tell(each, sound[file.path], is_new=before.get(each.rule) not in (None, each.verdict)) for each in own),
        sum(each.verdict == "holds" for each in weighed),
        tuple(_turned(view, now)),
        tuple(title_of(view, one.subject) for one in users if one.path in sound),
        tuple(title_of(view, one.subject) for one in users if one.path not in sound),
        tuple(dict.fromkeys(made)),
        grouped(
            (each, title_of(view, one.subject))
            for one in users
            if one.path in whole
            for each in lost(view, one.subject, now[one.subject][1], whole[one.path].compiled)
        ),
    )


def _turned(view: View, now: Mapping[str, tuple[LinkedPathway, Sequence[Verdict]]]) -> Iterable[Told]:
    """Each rule once for each way in which it turns, with all pathways where it does; what needs doing first."""
    groups: dict[tuple[str, str], list[tuple[Verdict, LinkedPathway, str]]] = {}
    for name, (pathway, verdicts) in now.items():
        before = verdicts_of(view, name)
        for verdict in verdicts:
            if verdict.rule in before and before[verdict.rule] != verdict.verdict:
                groups.setdefault((verdict.rule, verdict.verdict), []).append((verdict, pathway, title_of(view, name)))
    found = [
        tell(*group[0][:2], is_new=True, pathways=tuple(title for *_, title in group)) for group in groups.values()
    ]
    return sorted(found, key=lambda each: ORDER.index(each.verdict.verdict))
