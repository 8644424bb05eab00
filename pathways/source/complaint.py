"""A YAML parser's complaint to positions in the text it is about."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pathways.errors import Place
from pathways.source.text import Lines


class Complaint:
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
            (n for n in range(line - 1, -1, -1) if self.lines.line(n).strip() and not is_remark(self.lines.line(n))),
            None,
        )

    def after(self, line: int) -> int | None:
        """The nearest later line with anything on it."""
        return next(
            (
                n
                for n in range(line + 1, len(self.lines))
                if self.lines.line(n).strip() and not is_remark(self.lines.line(n))
            ),
            None,
        )

    def parent(self, line: int) -> int | None:
        """The nearest earlier line that begins further left: the one it belongs under."""
        return self.back_to(line, indent_of(self.lines.line(line)) - 1)

    def back_to(self, line: int, column: int) -> int | None:
        """The nearest earlier line that begins in `column`, counted from 0, or further left."""
        above = self.before(line)
        while above is not None and indent_of(self.lines.line(above)) > column:
            above = self.before(above)
        return above

    def in_list(self, line: int) -> bool:
        """Whether a line stands in one column with lines that begin with '- ', and nothing further left between."""
        column = indent_of(self.lines.line(line))
        for step in (self.before, self.after):
            other = step(line)
            while other is not None and indent_of(self.lines.line(other)) > column:
                other = step(other)
            content = "" if other is None else self.lines.line(other)
            if indent_of(content) == column and content.lstrip().startswith("- "):
                return True
        return False


def is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
