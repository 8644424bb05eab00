"""Two versions of a pathway, by id or path, to what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pathways.errors import DefinitionError, WorkspaceError
from pathways.rules import check, decidable
from pathways.rules.policy import spoken_of
from pathways.rules.versions import Comparison, compare
from pathways.workspace import LoadedPathway, Loading, load_pathways, load_policies


@dataclass(frozen=True)
class AgainstOutcome:
    """The comparison, and the files of both versions as they are shown."""

    comparison: Comparison
    old_file: str
    new_file: str

    @property
    def exit_code(self) -> int:
        """1 when a rule is broken that the other version keeps; 2 when the comparison was too large; else 0.

        That something differs is no fault.
        """
        if self.comparison.newly_broken:
            return 1
        return 2 if self.comparison.is_undecided else 0


def against(names: Sequence[str], other: str, start: Path, *, policies: Sequence[str] = ()) -> AgainstOutcome:
    """Compare a pathway with another version of it.

    Parameters
    ----------
    names : the id or path of the one pathway.
    other : the id or path of what it is compared with, such as a file kept from before.
    start : where ids and the workspace are looked for.
    policies : ids of the policies whose verdicts are compared; all when empty.

    Raises
    ------
    WorkspaceError
        If not one pathway is named, or a name is not known.
    DefinitionError
        If a file of either version, or a policy, has faults.
    """
    loading, old, new = versions(names, other, start, verb="check")
    loaded, faults = load_policies(loading.policy_files, policies)
    if any(finding.severity == "error" for finding in faults):
        raise DefinitionError(faults)
    at_hand = [pathway.compiled for pathway in (*loading.rest(spoken_of(loaded)), new)]
    sound = decidable(loaded, at_hand)
    before, now = (check(version.compiled, sound, others=at_hand) for version in (old, new))
    return AgainstOutcome(compare(old.compiled, new.compiled, before, now), old.file.shown, new.file.shown)


def versions(
    names: Sequence[str], other: str, start: Path, *, verb: str
) -> tuple[Loading, LoadedPathway, LoadedPathway]:
    """The workspace's pathways, the other version, and the one that is named; `verb` is the command, for its advice."""
    if len(names) != 1:
        how_many = "none is" if not names else f"{len(names)} are"
        raise WorkspaceError(
            f"'--against' compares one pathway with another version of it, and {how_many} named\n"
            f"    fix: name one, such as: pathways {verb} child --against {other}"
        )
    loading = load_pathways(names, start)
    (new,) = loading.require()
    (old,) = load_pathways([other], start).require()
    return loading, old, new
