"""A formula to a clause of plain English, true or false of a step of a referral's way."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from pathways.rules.ltlf.formula import Binary, Constant, Formula, Proposition, Unary

# An atom, and whether it is affirmed, to its words: `it enters 'pcm'`, `consent is not refused`.
AtomWords = Callable[[Hashable, bool], str]


def in_words(formula: Formula, atom: AtomWords) -> str:
    """The formula as a clause, such as `whenever it enters 'pcm', consent is refused`."""
    return _Speaker(atom).clause(formula)


class _Speaker:
    def __init__(self, atom: AtomWords) -> None:
        self.atom = atom

    def clause(self, formula: Formula) -> str:
        match formula:
            case Constant(value):
                return "anything happens" if value else "the impossible happens"
            case Proposition(atom):
                return self.atom(atom, True)
            case Unary("not", part):
                return self.denied(part)
            case Unary("always", Binary("implies", left, right)):
                return f"whenever {self.part(left)}, {self.part(right)}"
            case Unary("always", Unary("not", part)) | Unary("never", part):
                return f"it never happens that {self.part(part)}"
            case Unary("always", part):
                return f"at every step {self.part(part)}"
            case Unary("eventually", part):
                return f"at some step {self.part(part)}"
            case Unary("next", Constant(True)):
                return "another step follows"
            case Unary("weak next", Constant(False)):
                return "this is the last step"
            case Unary("next", part):
                return f"there is a next step, and at that step {self.part(part)}"
            case Unary("weak next", part):
                return f"at the next step, if there is one, {self.part(part)}"
            case Binary("and" | "or" as joined, left, right):
                return f"{self.part(left, joined)} {joined} {self.part(right, joined)}"
            case Binary("implies", left, right):
                return f"if {self.part(left)}, then {self.part(right)}"
            case Binary("iff", left, right):
                return f"{self.part(left)} exactly if {self.part(right)}"
            case Binary("until", left, right):
                return f"at some step {self.part(right)}, and before the first such step {self.part(left)}"
            case Binary("weak until", left, right):
                first = f"before the first step at which {self.part(right)} (or to the end, if there is none)"
                return f"{first} {self.part(left)}"
            case Binary("release", left, right):
                first = f"as far as the first step at which {self.part(left)} (or to the end, if there is none)"
                return f"{first} {self.part(right)}"
        raise TypeError(formula)

    def denied(self, formula: Formula) -> str:
        match formula:
            case Proposition(atom):
                return self.atom(atom, False)
            case Unary("not", part):
                return self.clause(part)
            case Unary("eventually", part):
                return f"it never happens that {self.part(part)}"
            case Unary("never", part):
                return f"at some step {self.part(part)}"
        return f"it is not so that {self.part(formula)}"

    def part(self, formula: Formula, joined: str = "") -> str:
        """A clause within another, in brackets where it has parts of its own (unless joined by the same word)."""
        match formula:
            case Constant() | Proposition() | Unary("not", Proposition()):
                return self.clause(formula)
            case Binary(operator) if operator == joined:
                return self.clause(formula)
        return f"({self.clause(formula)})"
