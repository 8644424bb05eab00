"""Names that appear twice to findings: a name too many, or two entries that have run together."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.errors import Finding, Place
from pathways.source.refusals import duplicate
from pathways.source.tree import Node


@dataclass(frozen=True)
class Repeat:
    """A name that stands twice in one group, and what stands under it the second time."""

    key: str
    place: Place
    twin: str
    first: Place
    node: Node


def repeats(found: list[Repeat], *, is_block: bool, header: Place | None, in_list: bool) -> list[Finding]:
    """One finding for each repeated name; one in all where a heading, or a '-', seems to be missing.

    Parameters
    ----------
    header : where the name stands that the group belongs to; None at the left margin.
    in_list : whether the group is an entry of a list.
    """
    texts = [repeat for repeat in found if isinstance(repeat.node.value, str)]
    if not is_block or not texts or (header is None and not in_list):
        return [duplicate(r.place, r.key, r.twin, r.first) for r in found]
    start = found[0].place
    if in_list:
        begun = f"begin line {start.line} with '- ' in column {max(1, start.column - 2)}: '- {start.text.strip()}'"
    else:
        column = header.column if header is not None else 1
        begun = f"write its name, such as 'some_name:', above line {start.line}, beginning in column {column}"
    if len(found) == 1:
        (one,) = found
        return [duplicate(one.place, one.key, one.twin, one.first, f"if another entry begins here, {begun}")]
    names = ", ".join(f"'{r.key}'" for r in found[:-1])
    what = "'- ' of the second one" if in_list else "line with the name of the second one"
    return [
        Finding(
            "duplicate-key",
            start,
            f"{names} and '{found[-1].key}' appear twice, from here on: two entries seem to have run together, "
            f"because the {what} is missing",
            "each name once in an entry",
            f"{begun} (or a little higher, where that entry begins); if it is one entry, keep one of each name",
        )
    ]
