"""What rules about numbers share: shares as a policy writes them, the studies weighed, figures in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from pathways.definition.report import listed, nearest
from pathways.rules.evidence import BASELINE, Flow
from pathways.rules.kinds.base import Answer, Scene

_SHARE: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,12})?)\s*(%?)", re.ASCII)
NO_STUDY: Final = "no study"
UNQUEUED: Final = "without waiting for a free team"


def wrong(fact: str, expected: str | None = None, remedy: str | None = None) -> PydanticCustomError:
    """A parameter that means nothing, or a rule that lacks one or has too many."""
    told = {name: text for name, text in (("expected", expected), ("remedy", remedy)) if text is not None}
    return PydanticCustomError("bad_value", "{fact}", {"fact": fact, **told})


def _percent(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    match = _SHARE.fullmatch(text.strip())
    if match is None:
        raise wrong(f"'{text}' is not a share", "a share of referrals: a number from 0 to 1, or per cent")
    share = Fraction(match[1]) / (100 if match[2] else 1)
    if share > 1:
        meant = f"write '{match[1]}%', if per cent are meant" if not match[2] and share <= 100 else None
        raise wrong(f"'{text}' is more than all", "a share from 0 to 1, or from 0% to 100%", meant)
    return share


def _amount(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,12})?", text.strip(), re.ASCII) is None:
        raise wrong(f"'{text}' is not a number", "a number, whole or with a decimal point")
    return Fraction(text.strip())


Share = Annotated[Fraction, BeforeValidator(_percent), WithJsonSchema({"type": ["string", "number"]})]
Number = Annotated[Fraction, BeforeValidator(_amount), WithJsonSchema({"type": ["string", "number"]})]


@dataclass(frozen=True)
class Figures:
    """What one scenario of a study says, and how to name it."""

    text: str
    flow: Flow


def figures(scene: Scene, study: str | None, scenario: str | None) -> list[Figures] | Answer:
    """What the studies say that a rule is to be held against; an answer where there is nothing to hold against it.

    Parameters
    ----------
    study
        The one that the rule names; None for every study that speaks of the pathway.
    scenario
        The one that the rule names; None for the baseline, or for every scenario in which the pathway stands where
        the baseline has another in its place.
    """
    speaking = [each for each in scene.evidence if study is None or each.study == study]
    broken = next((each for each in speaking if each.fault is not None), None)
    if broken is not None:
        return Answer(
            "undecided",
            f"the study '{broken.study}' cannot be used, for {broken.fault}: nothing is claimed before that is mended",
            certainty="undecided",
        )
    found: list[Figures] = []
    for each in speaking:
        names = [scenario] if scenario else [BASELINE] if BASELINE in each.flows else list(each.flows)
        for name in names:
            under = "" if name == BASELINE else f", scenario '{name}'"
            for flow in each.flows.get(name, ()):
                if flow.fingerprint not in (None, scene.pathway.fingerprint):
                    continue  # the pathway has been edited since, so that its states have other numbers
                role = "" if flow.role is None else f", under the name '{flow.role}'"
                found.append(Figures(f"the study '{each.study}'{under}{role}", flow))
    if found:
        return found
    # A study that the rule names has to be there; where it names none, a pathway may well have none.
    verdict: Literal["undecided", "not applicable"] = "undecided" if study or scenario else "not applicable"
    return Answer(verdict, _nothing(scene, study, scenario), certainty=NO_STUDY)


def _nothing(scene: Scene, study: str | None, scenario: str | None) -> str:
    """Why there is nothing to hold against the rule, and the line to add."""
    id_ = scene.pathway.id
    if study is not None and not any(each.study == study for each in scene.evidence):
        known = [each.study for each in scene.evidence]
        near = nearest(study, known) or (known[0] if len(known) == 1 else None)
        instead = f"write 'study: {near}', or " if near else ""
        return (
            f"no study '{study}' speaks of this pathway, so there is no figure to hold against the rule: {instead}"
            f"add '{id_}' to the 'pathways:' of that study"
        )
    if scenario is not None and scene.evidence:
        known = [name for each in scene.evidence for name in each.flows]
        return f"no study has this pathway in a scenario '{scenario}': write one of {listed(dict.fromkeys(known))}"
    return (
        "no study speaks of this pathway, so there is no figure to hold against the rule: "
        f"add '{id_}' to the 'pathways:' of a study, with its arrivals, service times and findings"
    )


def all_of(answers: Sequence[Answer]) -> Answer:
    """One answer for several studies: the worst counts, and every one is told where all are well."""
    for verdict in ("broken", "undecided"):
        for answer in answers:
            if answer.verdict == verdict:
                return answer
    held = [answer for answer in answers if answer.verdict == "holds"] or list(answers)
    if len(held) == 1:
        return held[0]
    return Answer(held[0].verdict, "; ".join(answer.reason for answer in held), certainty=held[0].certainty)


def within_reach(low: Fraction, high: Fraction, least: Fraction | None, most: Fraction | None) -> bool | None:
    """Whether everything from `low` to `high` keeps the bounds (True), or nothing does (False); None if only some."""
    if (least is None or low >= least) and (most is None or high <= most):
        return True
    if (least is not None and high < least) or (most is not None and low > most):
        return False
    return None


def percent(value: Fraction, *bounds: Fraction | None) -> str:
    """A share in per cent: exact if that is short, else rounded so as not to look like a bound that it is not."""
    return f"{decimal(value * 100, *(b * 100 for b in bounds if b is not None))} %"


def decimal(value: Fraction, *bounds: Fraction | None) -> str:
    """A number with three figures, or more where it would look like a bound that it is not."""
    places, is_exact = _places(value, bounds)
    return f"{'' if is_exact else 'about '}{_plain(round(value, places), places)}"


def _places(value: Fraction, bounds: Sequence[Fraction | None]) -> tuple[int, bool]:
    """How many places tell enough of a number, and whether they tell all of it."""
    if round(value, 4) == value:
        return 4, True
    for places in range(1, 40):
        rounded = round(value, places)
        if rounded == value:
            return places, True
        if abs(rounded - value) * 200 <= abs(value) and all(rounded != bound for bound in bounds):
            return places, False
    return 40, False


def _plain(value: Fraction, places: int) -> str:
    text = f"{abs(value.numerator * 10**places // value.denominator):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".")


def span(low: Fraction, high: Fraction, *bounds: Fraction | None, scale: int = 1, unit: str = "") -> str:
    """`about 3.25 %`, or `between 3.2 % and 4.1 %` where only bounds are known, which are then rounded outwards."""
    low, high, held = low * scale, high * scale, [bound * scale for bound in bounds if bound is not None]
    if low == high:
        return f"{decimal(low, *held)}{unit}"
    places = max(_places(low, held)[0], _places(high, held)[0], _places(high - low, ())[0])
    first, last = (low * 10**places // 1, -(-high * 10**places // 1))
    least, most = Fraction(first, 10**places), Fraction(last, 10**places)
    return f"between {_plain(least, places)}{unit} and {_plain(most, places)}{unit}"
