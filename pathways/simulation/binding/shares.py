"""Shares as a study gives them to thresholds on a draw, with the ways in which they cannot be shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from pathways.definition import guards
from pathways.definition.conditions import resolve_guard
from pathways.definition.linked import Origin
from pathways.definition.report import Report, one_of
from pathways.machine.compiled import CompiledPathway, Table
from pathways.simulation.draws import Purpose
from pathways.simulation.model import CERTAIN, Case, Finding
from pathways.source import Document, Key


def thresholds(
    shares: Mapping[str, Fraction], known: Sequence[str], document: Document, path: tuple[Key, ...], report: Report
) -> tuple[tuple[str, int], ...] | None:
    """Each name with the draw below which it is chosen; None, with findings, if the shares cannot be so."""
    whole = True
    for name in shares:
        if name not in known:
            expected, _ = one_of(name, known, "values")
            report.add(
                "study-value",
                document.place((*path, name), key=True),
                f"'{name}' cannot happen here",
                expected,
                "correct the name, or leave it out",
            )
            whole = False
    total = sum(shares.values(), Fraction(0))
    if total != 1:
        report.add(
            "study-shares",
            document.place(path, key=True),
            f"these shares add up to {float(total):.6g}, not to 1",
            "shares that add up to exactly 1 (or 100%)",
            "correct one of them; what is left out has a share of 0",
        )
        whole = False
    if not whole:
        return None
    # Fractions, so that the thresholds are exact; the last is CERTAIN. In the pathway's order, so that the order in
    # which a study happens to list them makes no difference.
    found, sum_so_far = [], Fraction(0)
    for name in known:
        if name in shares:
            sum_so_far += shares[name]
            found.append((name, int(sum_so_far * CERTAIN)))
    return tuple(found)


def finding(
    attribute: str,
    shares: Any,
    values: Sequence[str],
    purpose: Purpose,
    pathway: CompiledPathway,
    document: Document,
    path: tuple[Key, ...],
    report: Report,
) -> Finding | None:
    """How an attribute gets its value; None, with findings, if that cannot be told.

    Parameters
    ----------
    shares
        The share of each value; or a list of cases, the last of which is `otherwise`.
    values
        The values that it may get here.
    """
    index = pathway.attribute_index(attribute)
    domain = pathway.domains[index]
    written = [(None, shares, path)] if isinstance(shares, Mapping) else _cases(shares, document, path, report)
    if written is None:
        return None
    cases: list[Case] = []
    for when, case_shares, case_path in written:
        found = thresholds(case_shares, values, document, case_path, report)
        guard = None
        if when is not None:
            origin = Origin(document, pathway.id, ())
            resolved = resolve_guard(when, pathway.linked.attributes, origin, (*case_path[:-1], "when"), report)
            guard = None if resolved is None else table_of(resolved, pathway)
        if found is not None and (when is None or guard is not None):
            drawn = tuple((threshold, domain.index(value)) for value, threshold in found)
            exact = tuple((share, domain.index(value)) for value, share in case_shares.items() if share)
            cases.append(Case(guard, drawn, exact))
    return Finding(index, purpose, tuple(cases)) if len(cases) == len(written) else None


def _cases(
    shares: Sequence[Any], document: Document, path: tuple[Key, ...], report: Report
) -> list[tuple[Any, Mapping[str, Fraction], tuple[Key, ...]]] | None:
    found: list[tuple[Any, Mapping[str, Fraction], tuple[Key, ...]]] = []
    for number, case in enumerate(shares):
        is_last = number == len(shares) - 1
        if is_last and case.otherwise is not None and case.when is None and case.shares is None:
            found.append((None, case.otherwise, (*path, number, "otherwise")))
        elif not is_last and case.when is not None and case.shares is not None and case.otherwise is None:
            found.append((case.when, case.shares, (*path, number, "shares")))
        else:
            report.add(
                "study-cases",
                document.place((*path, number)),
                "this case cannot stand here",
                "cases of '{when: ..., shares: ...}' and, last, one '{otherwise: ...}'",
                "end the list with '{otherwise: {value: share}}'" if is_last else "give it 'when' and 'shares'",
            )
            return None
    return found


def table_of(guard: guards.Guard, pathway: CompiledPathway) -> Table:
    """The guard as a table of 0 and 1 over what it reads, unset included."""
    read = guards.reads(guard)
    texts = [(*pathway.domains[pathway.attribute_index(name)], None) for name in read]
    sizes = [len(values) for values in texts]
    cells = [int(guards.holds(guard, dict(zip(read, values, strict=True)))) for values in product(*texts)]
    strides = tuple(prod(sizes[i + 1 :]) for i in range(len(sizes)))
    return Table(tuple(pathway.attribute_index(name) for name in read), strides, tuple(cells))
