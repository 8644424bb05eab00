"""A YAML parser's complaint to findings in words that need no knowledge of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pathways.errors import Finding, Place
from pathways.source.text import Lines

_SPACED_COLON: Final = re.compile(r":(\s|$)")
_TIGHT_COLON: Final = re.compile(r"""^\s*(?:- )?[a-z0-9_-]+:(?=[^\s:/])""")
_TAB_INDENT: Final = re.compile(r"^ *\t[ \t]*(?=[^\s])")
_MAX_TABS: Final = 20

# What the parser says (the beginning or a part of it) -> how to explain it; the first that fits is taken.
_Explain = Callable[["_Complaint"], list[Finding]]


class _Complaint:
    """Where and what: positions count from 0; `opened` is where the construct began."""

    def __init__(self, error: YAMLError, lines: Lines) -> None:
        self.lines = lines
        self.problem = ""
        self.context = ""
        self.line = self.column = 0
        self.opened: tuple[int, int] | None = None
        if isinstance(error, MarkedYAMLError):
            self.problem = error.problem or ""
            self.context = error.context or ""
            if error.problem_mark is not None:
                self.line, self.column = error.problem_mark.line, error.problem_mark.column
            if error.context_mark is not None:
                self.opened = (error.context_mark.line, error.context_mark.column)

    @property
    def here(self) -> Place:
        return self.at(self.line, self.column, 1)

    def at(self, line: int, column: int, width: int | None = None) -> Place:
        """A place; one beyond the end of the file becomes the end of its last line with anything on it."""
        while line > 0 and line >= len(self.lines) - 1 and not self.lines.line(line).strip():
            line -= 1
            column = len(self.lines.line(line).rstrip())
        return self.lines.at(line, column, width)

    def whole_line(self, line: int) -> Place:
        """The content of a line, without its indentation."""
        content = self.lines.line(line)
        return self.lines.at(line, len(content) - len(content.lstrip()))

    def before(self, line: int) -> int | None:
        """The nearest earlier line with anything on it."""
        return next(
            (n for n in range(line - 1, -1, -1) if self.lines.line(n).strip() and not _is_remark(self.lines.line(n))),
            None,
        )


def explain(error: YAMLError, lines: Lines) -> list[Finding]:
    """What is wrong with the text, where, and how to mend it."""
    complaint = _Complaint(error, lines)
    for words, how in _EXPLANATIONS:
        if words in complaint.problem or words in complaint.context:
            return how(complaint)
    return [
        Finding(
            "unreadable",
            complaint.here,
            "this cannot be read as a definition",
            "lines such as 'name: value', indented with spaces",
            "compare this line and the one before it with their neighbours; put unusual text in double quotes",
        )
    ]


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _colon(at: _Complaint) -> list[Finding]:
    """'mapping values are not allowed here': a ':' too many, one too few above, or a wrong indentation."""
    line = at.lines.line(at.line)
    head = line[: at.column]
    if _SPACED_COLON.search(head) or re.search(r"""['"]""", head):
        simple = re.match(r"^\s*(?:- )?([a-z0-9_-]+): ([^'\"{\[]+)$", line)
        remedy = "if the ':' belongs to the text, put the whole text in double quotes"
        if simple is not None:
            text = re.sub("[\u201c\u201d]", "", simple.group(2)).strip()
            remedy = (
                f"if the ':' belongs to the text, write '{simple.group(1)}: \"{text}\"' with straight double quotes"
            )
        return [
            Finding(
                "colon-in-text",
                at.here,
                "this ':' is the second one in an entry, so it is not clear where the name ends",
                "one ':' between a name and its value",
                f"{remedy}; if a second entry begins here, put it on a line of its own",
            )
        ]
    above = at.before(at.line)
    if above is None:
        return [_generic_colon(at)]
    upper = at.lines.line(above)
    if not _SPACED_COLON.search(upper) and not upper.rstrip().endswith(("|", ">", ">-", "|-")):
        return _no_colon(at, above)
    if _indent(line) > _indent(upper):
        return [
            Finding(
                "indentation",
                at.whole_line(at.line),
                "this line is indented more than the line above, which already has its value",
                "entries that belong together to begin in the same column",
                f"begin this line in column {_indent(upper) + 1}, under '{_first_word(upper)}'; "
                "if it belongs inside the entry above, remove that entry's value",
            )
        ]
    return [_generic_colon(at)]


def _generic_colon(at: _Complaint) -> Finding:
    return Finding(
        "colon-in-text",
        at.here,
        "this ':' stands where none can be read",
        "lines such as 'name: value'",
        "check this line and the one above: each needs one name, one ':' and one value; put text with a ':' in quotes",
    )


def _no_colon(at: _Complaint, line: int) -> list[Finding]:
    """A line that is no entry, because its ':' is missing or has no space after it."""
    content = at.lines.line(line)
    tight = _TIGHT_COLON.match(content)
    if tight is not None:
        return [
            Finding(
                "no-space-after-colon",
                at.lines.at(line, tight.end() - 1, 1),
                "there is no space after this ':'",
                "a space between the ':' and the value",
                f"write '{content.strip()[: tight.end() - _indent(content)]} {content[tight.end() :].strip()}'",
            )
        ]
    bare = re.match(r"^\s*-[^\s-]", content)
    if bare is not None:
        return [
            Finding(
                "no-space-after-dash",
                at.lines.at(line, bare.end() - 2, 1),
                "there is no space after this '-'",
                "a space between the '-' of a list and its entry",
                f"write '- {content.strip()[1:]}'",
            )
        ]
    first, _, rest = content.strip().partition(" ")
    advice = f"write '{first}: {rest.lstrip('=: ')}'" if rest else f"write '{first}:' and its value, or remove the line"
    return [
        Finding(
            "missing-colon",
            at.whole_line(line),
            "this line has no ':', so it is not clear what is its name and what its value",
            "a line such as 'name: value'",
            f"{advice}; if it goes on with the text above, put that whole text in double quotes",
        )
    ]


def _missing_colon(at: _Complaint) -> list[Finding]:
    return _no_colon(at, at.opened[0] if at.opened is not None else at.line)


def _first_word(line: str) -> str:
    return line.strip().removeprefix("- ").partition(":")[0]


def _cannot_start(at: _Complaint) -> list[Finding]:
    """A character that no value can begin with; tabs above all."""
    line = at.lines.line(at.line)
    character = line[at.column : at.column + 1]
    if character != "\t":
        return [_quote(at, at.here, f"text cannot begin with '{character}' unless it is in quotes")]
    if line[: at.column].strip():
        return [
            Finding(
                "tab",
                at.here,
                "there is a tab here; in a definition only spaces keep things apart",
                "a space",
                "replace the tab by a space",
            )
        ]
    tabs = [n for n in range(len(at.lines)) if n >= at.line and _TAB_INDENT.match(at.lines.line(n))][:_MAX_TABS]
    return [
        Finding(
            "tab",
            at.lines.at(n, at.lines.line(n).index("\t"), 1),
            "this line is indented with a tab; in a definition only spaces may be used",
            "spaces at the beginning of a line, two for each level",
            "replace the tab by spaces (most editors can do so for the whole file: 'convert tabs to spaces')",
        )
        for n in tabs or [at.line]
    ]


def _quote(at: _Complaint, place: Place, fact: str) -> Finding:
    return Finding(
        "needs-quotes",
        place,
        fact,
        "plain words, or text in double quotes",
        f'put the text in double quotes: "{at.lines.line(place.line - 1)[place.column - 1 :].split(",")[0].strip()}"',
    )


def _unclosed_quote(at: _Complaint) -> list[Finding]:
    line, column = at.opened or (at.line, at.column)
    return [_never_ends(at, line, column, at.lines.line(line)[column : column + 1] or '"')]


def _never_ends(at: _Complaint, line: int, column: int, mark: str) -> Finding:
    return Finding(
        "unclosed-quote",
        at.lines.at(line, column, 1),
        f"the text that begins with this {mark} does not end on its line",
        f"a second {mark} at the end of the text",
        f"add {mark} where the text ends; if the {mark} is part of the text, put double quotes round the whole text",
    )


def _quote_opened_above(at: _Complaint, mark: str, before: str) -> tuple[int, int] | None:
    """Where a quotation began whose end, seemingly, is the beginning of the next one, lines below."""
    if before.count(mark) % 2 == 0:
        return None
    above = (n for n in range(at.line - 1, -1, -1) if at.lines.line(n).count(mark) % 2)
    line = next(above, None)
    return None if line is None else (line, at.lines.line(line).rindex(mark))


def _unclosed_or_comma(at: _Complaint) -> list[Finding]:
    """A '{' or '[' whose contents do not go on as they should."""
    line, column = at.opened or (at.line, at.column)
    opener = at.lines.line(line)[column : column + 1]
    is_mapping = "mapping" in at.context
    opener = opener if opener in ("{", "[") else ("{" if is_mapping else "[")
    closer = "}" if opener == "{" else "]"
    got = at.lines.line(at.line)[at.column : at.column + 1]
    found_end = "stream end" in at.problem or "document" in at.problem
    back_at_margin = at.line > line and _indent(at.lines.line(at.line)) <= _indent(at.lines.line(line))
    if found_end or back_at_margin:
        return [
            Finding(
                "unclosed-bracket",
                at.lines.at(line, column, 1),
                f"this '{opener}' is never closed",
                f"a '{closer}' where the list of entries ends",
                f"add the missing '{closer}'{_after_hash(at.lines.line(line)[column:])}",
            )
        ]
    if got in ("}", "]"):
        return [
            Finding(
                "wrong-bracket",
                at.here,
                f"'{got}' closes something that was opened with '{opener}' in line {line + 1}, column {column + 1}",
                f"'{closer}'",
                f"write '{closer}' here, or add the missing '{closer}' before it",
            )
        ]
    before = at.lines.line(at.line)[: at.column].rstrip()
    name = re.search(r"[\w.-]+$", before) if got == ":" else None
    here = at.here if name is None else at.lines.at(at.line, name.start(), len(name.group()))
    return [
        Finding(
            "missing-comma",
            here,
            "two entries meet here without a ',' between them",
            f"',' between the entries inside '{opener} {closer}'",
            "add the ',' before this entry; text that holds a ':' needs double quotes",
        )
    ]


def _after_hash(text: str) -> str:
    return "; what follows a '#' is a remark and does not count" if " #" in text else ""


def _block_end(at: _Complaint) -> list[Finding]:
    """Something stands where a new entry was expected: a stray bracket, text after a quote, or a wrong indentation."""
    line = at.lines.line(at.line)
    got = line[at.column : at.column + 1]
    before = line[: at.column].rstrip()
    if got in ("}", "]"):
        return [
            Finding(
                "extra-bracket",
                at.here,
                f"this '{got}' closes nothing",
                f"as many '{got}' as '{'{' if got == '}' else '['}'",
                f"remove this '{got}', or add the bracket that it should close",
            )
        ]
    if before.endswith(('"', "'")):
        opened = _quote_opened_above(at, before[-1], before)
        if opened is not None:
            return [_never_ends(at, *opened, before[-1])]
        return [
            Finding(
                "text-after-quote",
                at.here,
                f"the text in quotes ends with the {before[-1]} before this",
                "nothing more after the closing quote",
                "put the whole text in double quotes; an apostrophe inside double quotes does no harm",
            )
        ]
    if before.endswith(("}", "]")):
        return [
            Finding(
                "text-after-bracket",
                at.here,
                f"the entry ends with the '{before[-1]}' before this",
                "nothing more on this line",
                "move this inside the brackets, or to a line of its own",
            )
        ]
    return _bad_indent(at)


def _bad_indent(at: _Complaint) -> list[Finding]:
    line = at.lines.line(at.line)
    above = at.before(at.line)
    if re.match(r"^\s*-[^\s-]", line) and (above is None or at.lines.line(above).lstrip().startswith("-")):
        return _no_colon(at, at.line)
    is_entry = line.lstrip().startswith("-")
    in_list = "collection" in at.context
    ahead = above is not None and _indent(at.lines.line(above)) < _indent(line)
    if ahead and any(_indent(at.lines.line(n)) == _indent(line) for n in range(at.line) if n != above):
        assert above is not None
        return [
            Finding(
                "indentation",
                at.whole_line(above),
                "this line begins further left than the lines before and after it",
                "entries that belong together to begin in the same column",
                f"begin it in column {_indent(line) + 1}, as the lines before and after it do",
            )
        ]
    if in_list and not is_entry:
        fact = "this line stands among the entries of a list but does not begin with '-'"
        remedy = "write '- ' before it; or, if these are names with values, remove the '-' from the lines above"
    elif is_entry and not in_list and at.opened is not None and _indent(line) == at.opened[1]:
        fact = "an entry of a list ('- ') stands here among entries that have names"
        remedy = "give it a name ('name: value'), or indent it under the name it belongs to"
    else:
        fact, remedy = "this line begins in a column where no line above it begins", ""
    if not remedy:
        columns = {_indent(at.lines.line(n)) for n in range(at.line) if at.lines.line(n).strip()}
        left = max((c for c in columns if c < _indent(line)), default=None)
        upper = None if above is None else _indent(at.lines.line(above))
        choices = [f"column {upper + 1}, as the line above does"] if upper is not None else []
        choices += [f"column {left + 1}, as an earlier line does"] if left is not None and left != upper else []
        remedy = f"begin it in {', or in '.join(choices) or 'column 1'}"
    return [
        Finding(
            "indentation",
            at.whole_line(at.line),
            fact,
            "entries that belong together to begin in the same column",
            remedy,
        )
    ]


def _dash_inline(at: _Complaint) -> list[Finding]:
    return [
        Finding(
            "list-on-one-line",
            at.here,
            "a list that is written with '-' cannot begin on the line of its name",
            "each '- ' on a line of its own, or the list in brackets: [first, second]",
            "move the '-' to the next line, indented, or write the list in brackets",
        )
    ]


def _question_mark(at: _Complaint) -> list[Finding]:
    return [_quote(at, at.here, "text cannot begin with '? ' unless it is in quotes")]


def _star(at: _Complaint) -> list[Finding]:
    line, column = at.opened or (at.line, at.column)
    place = at.lines.at(line, column)
    character = at.lines.line(line)[column : column + 1]
    return [_quote(at, place, f"text cannot begin with '{character}' unless it is in quotes")]


def _escape(at: _Complaint) -> list[Finding]:
    return [
        Finding(
            "backslash",
            at.here,
            "a '\\' inside double quotes gives the character after it another meaning, and this one has none",
            "'/' or '\\\\'",
            "write '\\\\' for a single '\\', or use single quotes round the text",
        )
    ]


def directives(lines: Lines) -> list[Finding]:
    """The lines at the head of a file that begin with '%'."""
    found: list[Finding] = []
    for number in range(len(lines)):
        line = lines.line(number)
        if line.startswith("%"):
            found.append(
                Finding(
                    "directive",
                    lines.at(number, 0),
                    "a line that begins with '%' gives instructions to a computer program",
                    "a definition, which begins with a line such as 'pathway: my_pathway'",
                    "remove the line",
                )
            )
        elif line.strip() and not _is_remark(line):
            break
    return found


_EXPLANATIONS: Final[tuple[tuple[str, _Explain], ...]] = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _missing_colon),
    ("cannot start any token", _cannot_start),
    (
        "quoted scalar",
        lambda at: _escape(at) if "escape" in at.problem or "hexa" in at.problem else _unclosed_quote(at),
    ),
    ("expected ',' or", _unclosed_or_comma),
    ("<block end>", _block_end),
    ("sequence entries are not allowed", _dash_inline),
    ("mapping keys are not allowed", _question_mark),
    ("alias", _star),
    ("anchor", _star),
    ("block scalar", _star),
    ("tag", _star),
    ("directive", lambda at: []),
    ("incompatible YAML document", lambda at: []),
    ("<document start>", _block_end),
)
