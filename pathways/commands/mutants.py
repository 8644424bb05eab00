"""Pathways and policies to how much the rules would notice of the slips that authors make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pathways.errors import DefinitionError
from pathways.rules import decidable
from pathways.rules.mutation import MOST, mutate
from pathways.rules.mutation.coverage import Tried, coverage
from pathways.rules.policy import rules_for, spoken_of
from pathways.workspace import load_pathways, load_policies


def try_rules(
    names: Sequence[str],
    start: Path,
    *,
    policies: Sequence[str] = (),
    most: int = MOST,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Tried, ...]:
    """Make every plausible edit of the pathways, and see which of them the rules notice.

    Parameters
    ----------
    names : ids or paths; every pathway that a rule speaks of when empty.
    start : where ids and the workspace are looked for.
    policies : ids of the policies to use; all when empty.
    most : how many edits are made of one pathway.
    tell : told how far it is.

    Raises
    ------
    DefinitionError, WorkspaceError
        If a file has faults: what a rule would notice cannot be said then.
    """
    loading = load_pathways(names, start)
    pathways = loading.require()
    loaded, faults = load_policies(loading.policy_files, policies)
    if any(finding.severity == "error" for finding in faults):
        raise DefinitionError(faults)
    others = loading.rest(spoken_of(loaded))
    at_hand = [pathway.compiled for pathway in (*pathways, *others)]
    sound = decidable(loaded, at_hand)
    tried = []
    for pathway in pathways:
        if not names and not rules_for(pathway.id, sound):
            continue

        def told(done: int, of: int, id_: str = pathway.id) -> None:
            if done % 100 == 0:
                tell(f"{id_}: {done} of {of} edits tried")

        mutation = mutate(pathway.compiled, sound, most=most, tell=told, others=at_hand)
        tried.append(Tried(mutation, coverage(pathway.compiled, sound), pathway.file.shown))
    return tuple(tried)
