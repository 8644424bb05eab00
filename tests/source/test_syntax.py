"""Every way in which text fails to be read gets a finding of its own, at the place a person would look."""

from __future__ import annotations

import pytest

from pathways.errors import DefinitionError
from pathways.source import read_document

# text, id, line, column: the place was chosen by reading the text, not by running the reader
CASES = [
    ("title: Child: the pathway\n", "colon-in-text", 1, 13),
    ('a: "b": c\n', "colon-in-text", 1, 7),
    ("title: Foo\n  version: 1\n", "indentation", 2, 3),
    ("a:\n  lane mash\n  then: x\n", "missing-colon", 2, 3),
    ("a:\n  then: x\n  lane mash\n", "missing-colon", 3, 3),
    ("a:\n  then: x\n  lane mash", "missing-colon", 3, 3),
    ("a:\n  lane:mash\n  then: x\n", "no-space-after-colon", 2, 7),
    ("a:\n  then: x\n  lane:mash\nb: c\n", "no-space-after-colon", 3, 7),
    ("a:\tlane\n", "tab", 1, 3),
    ("a:\n  b: c\n \td: e\n", "tab", 3, 2),
    ("a: {b: c, d: e\nf: g\n", "unclosed-bracket", 1, 4),
    ("f: g\na: {b: c, d: e\n", "unclosed-bracket", 2, 4),
    ("a: [b, #c]\nd: e\n", "unclosed-bracket", 1, 4),
    ("a: {b: [c, d}\nf: g\n", "wrong-bracket", 1, 13),
    ("a: {b: c}}\n", "extra-bracket", 1, 10),
    ("a: [b]]\n", "extra-bracket", 1, 7),
    ("a: {b: c d: e}\n", "missing-comma", 1, 10),
    ("a: [{b: c} {d: e}]\n", "missing-comma", 1, 12),
    ("a: {\n  b: c\n  d: e\n}\n", "missing-comma", 3, 3),
    ("a: {,b: c}\n", "extra-comma", 1, 5),
    ('a: "b\nc: d\n', "unclosed-quote", 1, 4),
    ('a: "b\nc: "d"\n', "unclosed-quote", 1, 4),
    ("a: 'the panel's view'\n", "text-after-quote", 1, 15),
    ('a: "c:\\dir"\n', "backslash", 1, 8),
    ("a: {b: c} d\n", "text-after-bracket", 1, 11),
    ("a:\n    b: c\n  d: e\n", "indentation", 3, 3),
    ("a:\n  - b\n  c: d\n", "indentation", 3, 3),
    ("a:\n  c: d\n  - b\n", "indentation", 3, 3),
    ("a:\n  b: {}\nc: {}\n  d: {}\n", "indentation", 3, 1),
    ("a: - b\n", "list-on-one-line", 1, 4),
    ("a:\n  - b\n  -c\n", "no-space-after-dash", 3, 3),
    ("a: @b\n", "needs-quotes", 1, 4),
    ("a: `b`\n", "needs-quotes", 1, 4),
    ("a: %b\n", "needs-quotes", 1, 4),
    ("a: * b\n", "needs-quotes", 1, 4),
    ("a: & b\n", "needs-quotes", 1, 4),
    ("a: >= 3\n", "comparison", 1, 4),
    ("a: |x\n", "needs-quotes", 1, 4),
    ("a: ? b\n", "needs-quotes", 1, 4),
    ("%YAML 1.1\n---\na: b\n", "directive", 1, 1),
    ("%YAML 2.0\n---\na: b\n", "directive", 1, 1),
    (": b\n", "bad-key", 1, 1),
    ("[a]: b\n", "bad-key", 1, 1),
    ("a: b\n---\nc: d\n", "several-documents", 2, 1),
    ("a:\xa0b\n", "odd-space", 1, 3),
    ("a:\n  *.b: c\n", "needs-quotes", 2, 3),
    ("a: *b c d\ne: f\n", "needs-quotes", 1, 4),
    ("a:\n  - b\n  c\n  - d\n", "missing-dash", 3, 3),
    ("a:\n  b\n  - c\n", "missing-dash", 2, 3),
    ("a:\n  - b\n   - c\n", "indentation", 3, 4),
    ("a:\n  \u2013 b\n  \u2013 c\n", "missing-dash", 2, 3),
    ("a:\n  b: {c: d}\n=======\n  e: {}\n", "git-conflict", 3, 1),
    ("```\na: b\n```\n", "markdown-fence", 1, 1),
    ("a: {b: \u201cc, d\u201d}\n", "curly-quotes", 1, 8),
    ("a: #b\nc: d\n", "hash-starts-remark", 1, 4),
    ("a:\n  b:\n    t: x\nc:\n    t: y\n  d:\n    t: z\n", "indentation", 4, 1),
    ("a:\n  b: |\n    text\n  more text\n  c: d\n", "missing-colon", 4, 3),
    ("a: [b, 'c]\nd: 'e'\n", "unclosed-quote", 1, 8),
]


@pytest.mark.parametrize(("text", "id", "line", "column"), CASES, ids=[f"{c[1]}-{n}" for n, c in enumerate(CASES)])
def test_fault_of_the_text_is_named_and_placed(text: str, id: str, line: int, column: int) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_document(text, "x.yaml")
    found = caught.value.findings[0]
    assert (found.id, found.place.line, found.place.column) == (id, line, column), str(found)
    assert found.expected
    assert found.remedy


@pytest.mark.parametrize(
    ("text", "id", "line", "column"),
    [
        ("a: \u201cb\u201d\n", "curly-quotes", 1, 4),
        ("a: {b: \u2018c\u2019}\n", "curly-quotes", 1, 8),
        ("a: b\nc: d #1\n", "hash-starts-remark", 2, 6),
    ],
)
def test_text_that_is_seldom_meant_is_read_with_a_warning(text: str, id: str, line: int, column: int) -> None:
    (found,) = read_document(text, "x.yaml").warnings
    assert (found.id, found.place.line, found.place.column, found.severity) == (id, line, column, "warning")


@pytest.mark.parametrize(
    "text",
    [
        "a: b # remark\n",
        'a: "b #1"\n',
        "a: b#1\n",
        "a: the \u201cb\u201d of c\n",
        "a: >-\n  - b\n  \u2022 c\n",
        "a: #\n  b: c\n",
    ],
)
def test_text_that_is_meant_is_read_without_a_warning(text: str) -> None:
    assert read_document(text, "x.yaml").warnings == ()


@pytest.mark.parametrize(("kind", "says"), [("pathway", "'pathway: my_pathway'"), ("policy", "'policy: my_policy'")])
def test_empty_file_is_told_what_it_should_hold(kind: str, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_document("", "x.yaml", kind)
    assert says in str(caught.value)


def test_lines_after_a_syntax_error_are_said_to_be_unread() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_document("a: {b: c\nd: e\n", "x.yaml")
    assert "the rest of the file has not been read" in str(caught.value)
