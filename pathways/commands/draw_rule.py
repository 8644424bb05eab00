"""A rule to pictures of how it is broken: one for each pathway that breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathways.commands.check import check_loaded
from pathways.commands.draw import FORMATS, PICTURES, Drawn, draw_story, ending_of
from pathways.commands.story import story_of
from pathways.definition.report import listed
from pathways.errors import DefinitionError, WorkspaceError
from pathways.rules import Policy, Rule, Verdict
from pathways.workspace import load_pathways, load_policies

if TYPE_CHECKING:
    from pathways.diagram.view import View

_WHY_NOT: Final = {
    "broken": "it is broken by what the pathway lacks, so no referral shows it",
    "departed": "it is broken by what the pathway lacks, so no referral shows it",
    "holds": "it holds, and no single referral shows it",
    "not applicable": "it does not apply",
    "stale departure": "it is not broken, though declared to be",
    "undecided": "it is undecided",
}


@dataclass(frozen=True)
class RuleDrawn:
    """The files written, the rule's verdict for each pathway, and the pathways named that it does not speak of."""

    files: tuple[Drawn, ...]
    verdicts: tuple[Verdict, ...]
    unspoken: tuple[str, ...]


def draw_rule(
    rule: str,
    names: Sequence[str],
    start: Path,
    *,
    formats: Sequence[str] = FORMATS,
    to: Path | None = None,
    view: View | None = None,
) -> RuleDrawn:
    """Draw how a rule is broken, as PATHWAY.RULE.svg and so on; where it holds everywhere, a referral that shows it.

    Parameters
    ----------
    rule : the id of a rule of the workspace's policies.
    names : ids or paths of pathways; every one that the rule speaks of when empty.
    start : where ids and the workspace are looked for, and the folder for the pictures.
    formats : of `PICTURES`.
    to : another folder, or for one picture a file whose ending says the format.
    view : lanes as rows, and pieces that are opened.

    Raises
    ------
    DefinitionError, WorkspaceError
        Also where there is nothing to draw, with the reason.
    """
    loading = load_pathways(names, start)
    pathways = {pathway.id: pathway for pathway in loading.require()}
    policies, faults = load_policies(loading.policy_files)
    found = _find(rule, policies)
    if found is None:
        unread = any(rule in policy.unread for policy in policies) or len(policies) < len(loading.policy_files)
        raise DefinitionError(faults) if unread and faults else WorkspaceError(_unknown(rule, policies))
    asked = {id_: pathway for id_, pathway in pathways.items() if id_ in found.applies_to}
    if not asked:
        raise WorkspaceError(
            f"{rule} speaks of {listed(found.applies_to)}, not of {listed(list(pathways))}\n"
            "    fix: name a pathway that it speaks of, or none for all of them"
        )
    outcome = check_loaded(loading, policies, faults, witnesses=True)
    verdicts = [v for v in outcome.verdicts if v.rule == rule and v.pathway in asked]
    if not verdicts:  # a name in it is known to none of its pathways
        raise DefinitionError(finding for finding in outcome.findings if finding.severity == "error")
    broken = [verdict for verdict in verdicts if verdict.verdict in ("broken", "departed")]
    shown = {v.pathway: story for v in broken or verdicts if (story := story_of(v)) is not None}
    if not shown:
        raise WorkspaceError(_nothing(rule, broken or verdicts))
    files: list[Drawn] = []
    word = _word(rule) + ("" if view is None else view.name)
    for id_, paths in _paths(list(shown), word, start, formats, to).items():
        files += draw_story(asked[id_], paths, shown[id_], view)
    return RuleDrawn(tuple(files), tuple(verdicts), tuple(id_ for id_ in pathways if names and id_ not in asked))


def _paths(
    shown: Sequence[str], name: str, start: Path, formats: Sequence[str], to: Path | None
) -> dict[str, list[Path]]:
    """The files of each pathway."""
    if to is None or ending_of(to) not in PICTURES:
        folder = start if to is None else to
        return {id_: [folder / f"{id_}.{name}.{ending}" for ending in formats] for id_ in shown}
    if len(shown) == 1:
        return {shown[0]: [to]}
    raise WorkspaceError(
        f"{to} is one file, but {listed(shown, last='and')} are to be drawn\n"
        "    fix: name one of them, or give a folder"
    )


def _find(rule: str, policies: Iterable[Policy]) -> Rule | None:
    return next((each for policy in policies for each in policy.rules if each.id == rule), None)


def _word(rule: str) -> str:
    """The rule's id as a part of a file's name."""
    return re.sub(r"[^\w-]+", "-", rule).strip("-") or "rule"


def _nothing(rule: str, verdicts: Sequence[Verdict]) -> str:
    """Why there is no picture."""
    lines = [f"there is nothing to draw of {rule}"]
    for verdict in verdicts:
        why = f" ({verdict.reason})" if verdict.verdict != "holds" else ""
        at = f"  [{verdict.at}]" if verdict.at is not None else ""
        lines.append(f"    {verdict.pathway}: {_WHY_NOT[verdict.verdict]}{why}{at}")
    return "\n".join(lines)


def _unknown(rule: str, policies: Iterable[Policy]) -> str:
    known = [each.id for policy in policies for each in policy.rules]
    near = get_close_matches(rule, known, n=3)
    advice = f"did you mean {listed(near)}?" if near else "give the id of a rule as 'pathways check' prints it"
    return f"no policy has a rule '{rule}'\n    fix: {advice}"
