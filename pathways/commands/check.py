"""Definitions and policies to findings and verdicts: what is wrong with the files, and which rules are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pathways.commands.evidence import Gathered, gather, is_needed
from pathways.definition import advise
from pathways.errors import Finding
from pathways.rules import Checked, Policy, Verdict, decidable, lint, policy_findings
from pathways.rules import check as decide
from pathways.rules.exploration import LIMIT
from pathways.rules.linting import TOO_LARGE
from pathways.rules.policy import spoken_of
from pathways.workspace import Loading, SourceFile, load_pathways, load_policies


@dataclass(frozen=True)
class CheckOutcome:
    """Every pathway asked for; `findings` are those of other files (policies, pieces)."""

    pathways: tuple[Checked, ...]
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        found = [*self.findings, *(finding for pathway in self.pathways for finding in pathway.findings)]
        return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.place))

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(verdict for pathway in self.pathways for verdict in pathway.verdicts)

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong with the files."""
        return any(finding.severity == "error" for finding in self.all_findings)

    @property
    def is_whole(self) -> bool:
        """Whether no pathway was too large to look at everything that can happen in it."""
        return not any(finding.id == TOO_LARGE for finding in self.all_findings) and not any(
            verdict.is_too_large for verdict in self.verdicts
        )

    def exit_code(self, *, strict: bool = False) -> int:
        """2 for faults in the files and for what could not be decided, 1 for broken rules, else 0.

        With `strict` also 1 for departures and warnings.
        """
        if self.has_faults or not self.is_whole or any(verdict.verdict == "undecided" for verdict in self.verdicts):
            return 2
        if any(verdict.is_failure for verdict in self.verdicts):
            return 1
        if strict and (self.all_findings or any(verdict.verdict == "departed" for verdict in self.verdicts)):
            return 1
        return 0


def check(
    names: Sequence[str],
    start: Path,
    *,
    policies: Sequence[str] = (),
    witnesses: bool = False,
    limit: int = LIMIT,
    repairs: bool = False,
    figures: bool = True,
) -> CheckOutcome:
    """Lint pathways and hold them against the rules; where no name is given, see that every study can be run.

    Parameters
    ----------
    names : ids or paths; every pathway of the workspace when empty.
    start : where ids and the workspace are looked for.
    policies : ids of the policies to use; all when empty.
    witnesses : give each rule that holds a shortest trace in which it matters.
    limit : how many different situations of a pathway may be looked at; beyond it nothing is claimed.
    repairs : give each broken rule the nearest change that mends it, where there is one.
    figures : work out figures that decide nothing, for the reasons of rules that hold.

    Raises
    ------
    WorkspaceError
        If a name is not known. Faults in files are part of the result, so that all of them can be shown at once.
    """
    loading = load_pathways(names, start)
    loaded, faults = load_policies(loading.policy_files)
    if policies:
        load_policies(loading.policy_files, policies)  # refuses unknown names
    asked = [policy for policy in loaded if not policies or policy.id in policies]
    weighed = is_needed(asked, (pathway.id for pathway in loading.pathways))
    gathered = gather(loading, roughly=not weighed) if weighed or not (names or policies) else Gathered()
    faults += gathered.faults
    return check_loaded(
        loading,
        loaded,
        faults,
        only=policies,
        witnesses=witnesses,
        limit=limit,
        repairs=repairs,
        figures=figures,
        gathered=gathered,
    )


def check_loaded(
    loading: Loading,
    policies: Sequence[Policy],
    faults: Sequence[Finding],
    *,
    only: Sequence[str] = (),
    witnesses: bool = False,
    limit: int = LIMIT,
    repairs: bool = False,
    figures: bool = True,
    gathered: Gathered | None = None,
) -> CheckOutcome:
    """The same for what has been loaded already; `faults` are those of policies and other files.

    With `witnesses`, rules that hold get a referral that shows it; with `repairs`, broken ones what would mend them;
    without `figures`, their reasons leave out what decides nothing.
    `gathered` is what the studies say; they are read where a rule needs them and it is left out.
    """
    if gathered is None:
        gathered = gather(loading) if is_needed(policies, (p.id for p in loading.pathways)) else Gathered()
    found = [*loading.findings, *faults]
    others = loading.rest(spoken_of(policies))
    found += policy_findings(
        policies,
        [pathway.compiled for pathway in loading.pathways],
        loading.known,
        others=[pathway.compiled for pathway in others],
        is_all={policy.id for policy in policies} == {file.subject for file in loading.policy_files},
    )
    at_hand = [pathway.compiled for pathway in (*loading.pathways, *others)]
    policies = decidable(policies, at_hand)
    if any(finding.id == "unknown-pathway" for finding in found):
        # One definition that lost its id is missed by policies and studies alike.
        found = [finding for finding in found if finding.id != "study-pathway"]
    if only:
        policies = [policy for policy in policies if policy.id in only]
    loaded = {pathway.file.path: pathway for pathway in loading.pathways}
    files = {file.shown for file in loading.asked}
    checked = []
    for file in loading.asked:
        own = [finding for finding in found if finding.place.file == file.shown]
        if (pathway := loaded.get(file.path)) is None:
            pieces = [(piece, _errors(found, piece)) for piece in loading.pieces[file.path]]
            broken = tuple((piece.subject, number) for piece, number in pieces if number)
            checked.append(Checked(file.subject, file.shown, None, tuple(own), (), broken))
            continue
        lints = [*advise(pathway.linked), *lint(pathway.compiled, limit=limit)]
        own += [finding for finding in lints if finding.place.file == file.shown]
        found += [finding for finding in lints if finding.place.file not in files]
        verdicts = decide(
            pathway.compiled,
            policies,
            others=at_hand,
            evidence=gathered.evidence.get(pathway.id, ()),
            witnesses=witnesses,
            figures=figures,
            limit=limit,
        )
        if repairs:
            from pathways.rules.repair import with_repairs

            verdicts = with_repairs(pathway.compiled, policies, verdicts, others=at_hand, limit=limit)
        checked.append(
            Checked(
                pathway.id,
                file.shown,
                pathway.compiled.fingerprint,
                tuple(dict.fromkeys(own)),
                tuple(verdicts),
            )
        )
    elsewhere = tuple(dict.fromkeys(finding for finding in found if finding.place.file not in files))
    return CheckOutcome(tuple(checked), elsewhere)


def _errors(found: Sequence[Finding], file: SourceFile) -> int:
    return len({finding for finding in found if finding.place.file == file.shown and finding.severity == "error"})
