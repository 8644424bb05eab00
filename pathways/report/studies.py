"""A study and its result to what the page shows of them."""

from __future__ import annotations

from typing import Any, Final

from pathways.report.basis import SECTIONS, resources
from pathways.report.charts import interval_chart
from pathways.report.digest import Change, Digest, Group, Row, Value, digest
from pathways.report.hardness import plain_hardness
from pathways.report.inline import inline_svg
from pathways.report.model import StudyPart
from pathways.report.names import Names, number
from pathways.report.suppress import RULE, shown_counts
from pathways.simulation.answers.expectations import ExpectationVerdict
from pathways.units import Duration

_SAYS: Final = {
    "higher": "\u25b2 higher",
    "lower": "\u25bc lower",
    "no visible change": "= no visible change",
    "cannot tell": "? cannot tell",
    "": "",
}
_MEASURED: Final = ("STATUTE", "STAT_GUIDANCE", "NATIONAL_PRACTICE", "LOCAL_PROTOCOL", "PEER_REVIEW")


def study_view(part: StudyPart) -> dict[str, Any]:
    """Everything that the study's section of the page shows."""
    study, result = part.study, part.result
    found = digest(study, result, part.pathways)
    names = Names(study, part.pathways)
    return {
        "id": study.id,
        "title": study.title,
        "question": study.question,
        "answers": found.answers,
        "note": study.baseline.spec.note,
        "file": part.file,
        "seed": result.seed,
        "replications": result.replications,
        "is_quick": part.is_quick,
        "asked": study.replications,
        "clock": _clock(part),
        "scenarios": [name.replace("_", " ") for name in found.scenarios],
        "groups": [_group(group) for group in found.groups],
        "charts": list(_charts(part, found)),
        "outcomes": _outcomes(part, names),
        "outcome_rule": RULE,
        "expectations": [
            {
                "says": f"{verdict.finding[:1].upper()}{verdict.finding[1:]}.",
                "scenario": verdict.scenario.replace("_", " "),
                "verdict": verdict.verdict,
                "value": _interval(_shown(verdict)),
            }
            for verdict in result.expectations
        ],
        "warnings": [
            names.told(check.of, check.says)
            for check in result.checks
            if not check.holds and check.scenario == study.baseline.name
        ],
        "checks": [
            {
                "scenario": check.scenario.replace("_", " "),
                "says": names.told(check.of, check.says),
                "holds": check.holds,
            }
            for check in result.checks
        ],
        "inputs": [
            {
                "section": SECTIONS.get(entry.section, entry.section),
                "name": names.entry(entry.section, entry.name),
                "says": resources(entry.says, part, names),
                "hardness": plain_hardness(entry.hardness),
                "is_assumed": entry.hardness not in _MEASURED,
                "source": entry.source,
                "note": entry.note,
                "is_bare": entry.hardness not in _MEASURED and not entry.source and not entry.note,
            }
            for entry in result.inputs
        ],
        "has_spread": any(", cv " in entry.says for entry in result.inputs),
    }


def _clock(part: StudyPart) -> str:
    clock = part.study.baseline.spec.clock
    warm_up = ""
    if clock.warm_up is not None:
        warm_up = ", after a warm-up " + (
            f"of {clock.warm_up}" if isinstance(clock.warm_up, Duration) else clock.warm_up
        )
    calendar = {"england": "England's working days and bank holidays", "continuous": "every hour counts"}
    return f"{clock.length} from {clock.starts:%d %B %Y}{warm_up}; {calendar[clock.calendar]}"


def _group(group: Group) -> dict[str, Any]:
    return {"title": group.title, "explains": group.explains, "rows": [_row(row) for row in group.rows]}


def _row(row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "reached": row.reached,
        "statistic": row.statistic,
        "unit": row.unit,
        "baseline": _interval(row.baseline),
        "scenarios": [_scenario(change) for change in row.scenarios],
    }


def _scenario(change: Change | None) -> dict[str, str]:
    if change is None:
        return {"value": "\u2013", "difference": "", "says": "not seen", "note": ""}
    return {
        "value": number(change.value),
        "difference": "" if change.difference is None else _interval(change.difference, signed=True),
        "says": _SAYS[change.says],
        "note": change.note,
    }


def _interval(value: Value | None, *, signed: bool = False) -> str:
    """`12.3 (11.0 to 13.6)`."""
    if value is None:
        return "\u2013"
    sign = "+" if signed and value.value > 0 else ""
    text = f"{sign}{number(value.value)}"
    if value.low is not None and value.high is not None:
        text += f" ({number(value.low)} to {number(value.high)})"
    return text.replace("-", "\u2212")


def _shown(verdict: ExpectationVerdict) -> Value | None:
    """What was found, shares in percent."""
    if verdict.value is None:
        return None
    scale = 100 if verdict.unit == "share" else 1
    low, high = (None if end is None else end * scale for end in (verdict.low, verdict.high))
    return Value(verdict.value * scale, low, high)


def _charts(part: StudyPart, found: Digest) -> list[dict[str, Any]]:
    charts: list[dict[str, Any]] = []
    names = ["baseline", *(name.replace("_", " ") for name in found.scenarios)]
    for title, group, axis, limit, rows in (
        ("Average waits", "Waiting", "Working days, with 95% intervals", None, _waits(found)),
        (
            "Use of teams and panels",
            "Teams and panels",
            "% of working time or slots, with 95% intervals",
            100.0,
            _uses(found),
        ),
    ):
        if not rows:
            continue
        intervals = [[row.baseline, *(_side(part, row, name) for name in found.scenarios)] for row in rows]
        svg = interval_chart(f"{title}: {part.study.title}", axis, rows, names, intervals, limit=limit)
        charts.append(
            {"title": title, "group": group, "svg": _markup(inline_svg(svg, f"chart-{part.study.id}-{len(charts)}"))}
        )
    return charts


def _waits(found: Digest) -> list[Row]:
    return [row for group in found.groups for row in group.rows if row.name[0] == "wait" and row.name[3] == "mean"][:8]


def _uses(found: Digest) -> list[Row]:
    return [row for group in found.groups for row in group.rows if row.name[0] in ("utilisation", "slots_used")]


def _side(part: StudyPart, row: Row, scenario: str) -> Value | None:
    """A scenario's own value and interval (the tables show the paired difference instead)."""
    estimate = part.result.estimate(*row.name, scenario=scenario)
    if estimate is None:
        return None
    scale = 100 if row.unit == "%" else 1
    low, high = (None if end is None else end * scale for end in (estimate.low, estimate.high))
    return Value(estimate.value * scale, low, high)


def _outcomes(part: StudyPart, names: Names) -> list[dict[str, Any]]:
    """How the referrals of an average year end, by pathway, as a data pack would show them."""
    tables = []
    for role, id_ in part.study.baseline.spec.pathways.items():
        shares = [e for e in part.result.to_rows() if e.measure == "outcome" and e.pathway == role]
        arrivals = part.result.estimate("arrivals", role, "", "per_year")
        if not shares or arrivals is None:
            continue
        counts = shown_counts([share.value * arrivals.value for share in shares])
        title = part.pathways[id_].title if id_ in part.pathways else role
        rows = sorted(zip(shares, counts, strict=True), key=lambda pair: -pair[0].value)
        tables.append({"title": title, "rows": [(names.outcome(role, share.of), count) for share, count in rows]})
    return tables


def _markup(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(svg)
