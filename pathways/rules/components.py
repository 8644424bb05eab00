"""The strongly connected parts of a graph: Tarjan, Depth-first search and linear graph algorithms (1972)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def parts(nodes: Iterable[int], onward: Callable[[int], Iterable[int]]) -> Iterator[list[int]]:
    """Each part after those it leads to; `onward` gives the nodes that arrows from a node lead to."""
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    open_: list[int] = []
    is_open: set[int] = set()
    for root in nodes:
        if root in number:
            continue
        work = [(root, iter(onward(root)))]
        number[root] = lowest[root] = len(number)
        open_.append(root)
        is_open.add(root)
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in number:
                    number[target] = lowest[target] = len(number)
                    open_.append(target)
                    is_open.add(target)
                    work.append((target, iter(onward(target))))
                    break
                if target in is_open:
                    lowest[node] = min(lowest[node], number[target])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    part: list[int] = []
                    while not part or part[-1] != node:
                        part.append(open_.pop())
                        is_open.discard(part[-1])
                    yield part
