"""Reading text: what becomes of it, where everything stands, and what is refused.

Expected lines and columns were counted by hand.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pathways.errors import DefinitionError, Finding
from pathways.source import Document, decode, read_document

SMALL = """\
# a remark
pathway: child
lanes: {a: One, "b": 'Two, three'}
flag: no
time: 5:00
empty:
quoted: ""
note: >-
  folded
  text
list:
  - first
  - {x: 1}
"""


@pytest.fixture(scope="module")
def small() -> Document:
    return read_document(SMALL, "small.yaml")


def faults(text: str) -> tuple[Finding, ...]:
    with pytest.raises(DefinitionError) as caught:
        read_document(text, "x.yaml")
    return caught.value.findings


def test_every_scalar_stays_the_text_that_was_written(small: Document) -> None:
    assert small.root.plain == {
        "pathway": "child",
        "lanes": {"a": "One", "b": "Two, three"},
        "flag": "no",
        "time": "5:00",
        "empty": None,
        "quoted": "",
        "note": "folded text",
        "list": ["first", {"x": "1"}],
    }


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "off", "true", "null", "~", "010", "1_000", "1e3", "22:30", "2024-02-30", "0x1F", ".inf"],
)
def test_no_word_is_taken_for_anything_but_text(word: str) -> None:
    assert read_document(f"a: {word}\nb: [{word}]\n", "x.yaml").root.plain == {"a": word, "b": [word]}


@pytest.mark.parametrize(
    ("path", "key", "line", "column", "width"),
    [
        ((), False, 2, 1, 14),
        (("pathway",), False, 2, 10, 5),
        (("pathway",), True, 2, 1, 7),
        (("lanes",), False, 3, 8, 27),
        (("lanes", "b"), True, 3, 17, 3),
        (("lanes", "b"), False, 3, 22, 12),
        (("empty",), False, 6, 1, 5),
        (("quoted",), False, 7, 9, 2),
        (("note",), False, 8, 7, 2),
        (("list",), False, 12, 3, 7),
        (("list", 0), False, 12, 5, 5),
        (("list", 1, "x"), False, 13, 9, 1),
        (("list", 1, "x"), True, 13, 6, 1),
    ],
)
def test_place_of_keys_and_values(
    small: Document, path: tuple[str | int, ...], key: bool, line: int, column: int, width: int
) -> None:
    place = small.place(path, key=key)
    assert (place.file, place.line, place.column, place.width) == ("small.yaml", line, column, width)
    assert place.text == SMALL.splitlines()[line - 1]


def test_place_of_what_is_absent_is_the_name_of_the_nearest_parent(small: Document) -> None:
    assert small.place(("lanes", "c", "title")) == small.place(("lanes",), key=True)
    assert small.place(("pathway", "long", "form")) == small.place(("pathway",))


def test_line_endings_and_byte_order_mark_change_nothing(small: Document) -> None:
    for text in (SMALL.replace("\n", "\r\n"), SMALL.replace("\n", "\r"), "\ufeff" + SMALL):
        read = read_document(text, "small.yaml")
        assert read.root.plain == small.root.plain
        assert read.place(("list", 1, "x")) == small.place(("list", 1, "x"))


def nested_lists(depth: int) -> str:
    return "a: " + "[" * depth + "]" * depth


def nested_names(depth: int) -> str:
    return "".join(f"{' ' * level}a:\n" for level in range(depth)) + f"{' ' * depth}a: b\n"


@pytest.mark.parametrize("nested", [nested_lists, nested_names], ids=["brackets", "indented"])
def test_depth_is_limited_to_32(nested: Callable[[int], str]) -> None:
    read_document(nested(31), "x.yaml")
    for depth in (32, 33, 100, 1_000):
        assert [f.id for f in faults(nested(depth))] == ["too-deep"]


def test_fifty_thousand_brackets_end_in_a_finding() -> None:
    assert [f.id for f in faults("[" * 50_000)] == ["too-deep"]


def test_number_of_entries_is_limited() -> None:
    found = faults("a: [" + "x, " * 50_000 + "x]")
    assert [f.id for f in found] == ["too-many-entries"]
    assert "50,000" in found[0].message


def test_size_is_limited_before_anything_is_read() -> None:
    found = faults("a: b\n" + "#" * 1_000_000)
    assert [f.id for f in found] == ["file-too-large"]


@pytest.mark.parametrize("levels", [3, 9, 19])
def test_alias_bombs_are_refused_without_being_unfolded(levels: int) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels + 1)
    )
    found = faults(bomb)
    assert {f.id for f in found} == {"anchor", "alias"}
    assert len(found) == (levels + 1) + 9 * levels


def test_merge_keys_and_tags_are_refused_with_their_place() -> None:
    found = faults("a: {<<: {b: c}}\nd: !!python/object:os.system x\ne: !y [z]\n")
    assert [(f.id, f.place.line, f.place.column) for f in found] == [("merge-key", 1, 5), ("tag", 2, 4), ("tag", 3, 4)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\nb: 2\na: 3\n", (1, 3)),
        ('a: 1\n"a": 2\n', (1, 2)),
        ("x: {a: 1,\n  'a': 2}\n", (1, 2)),
        ("caf\u00e9: 1\ncafe\u0301: 2\n", (1, 2)),
    ],
    ids=["plain", "quoted", "brackets", "other spelling of the same characters"],
)
def test_repeated_keys_are_refused_and_both_lines_named(text: str, lines: tuple[int, int]) -> None:
    (found,) = faults(text)
    assert found.id == "duplicate-key"
    assert f"line {lines[0]} " in found.message
    assert f"line {lines[1]}" in found.message
    assert found.place.line == lines[1]


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\u2028",
        "\ufeff",
        "\ud800",
        "\xad",
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_characters_that_cannot_be_seen_are_refused_with_their_place(character: str) -> None:
    (found,) = faults(f"a: b\nc: d{character}e\n")
    assert (found.id, found.place.line, found.place.column) == ("invisible-character", 2, 5)
    assert f"U+{ord(character):04X}" in found.message
    str(found).encode("utf-8")  # fit to be printed


@pytest.mark.parametrize("escape", [r"\0", r"\u202e", r"\ud800", r"\u200b"])
def test_escapes_for_such_characters_are_refused_too(escape: str) -> None:
    (found,) = faults(f'a: "b{escape}"\n')
    assert found.id == "invisible-character"


def test_several_faults_are_told_at_once() -> None:
    found = faults("a: &x 1\nb: *x\na: 2\nc: !t d\n---\ne: f\n")
    assert [f.id for f in found] == ["anchor", "alias", "duplicate-key", "tag", "several-documents"]


def test_tabs_are_reported_on_every_line_that_begins_with_one() -> None:
    found = faults("a:\n\tb: c\n\td: e\nf: g\n\th: i\n")
    assert [(f.id, f.place.line) for f in found] == [("tab", 2), ("tab", 3), ("tab", 5)]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
def test_file_without_anything_is_refused(text: str) -> None:
    assert [f.id for f in faults(text)] == ["empty-file"]


def test_very_long_lines_are_shown_only_in_part() -> None:
    (found,) = faults("a: [" + "x, " * 300 + "*y, " + "x, " * 300 + "x]")
    shown = str(found).splitlines()
    assert all(len(line) <= 140 for line in shown)
    caret = shown[2].index("^")
    assert shown[1][caret : caret + 2] == "*y"


@pytest.mark.parametrize(
    ("data", "text"), [("é".encode(), "é"), (b"\xef\xbb\xbfa: b", "a: b"), (b"a: b\r\n", "a: b\r\n")]
)
def test_decode_reads_utf_8(data: bytes, text: str) -> None:
    assert decode(data, "x.yaml") == text


@pytest.mark.parametrize(
    ("data", "line", "column", "says"),
    [
        ("a: b\ncaf\u00e9: d\n".encode("cp1252"), 2, 4, "an older encoding"),
        ("a: b\n".encode("utf-16"), 1, 1, "UTF-16"),
        ("a: b\n".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("a: b\n".encode("utf-16-be"), 1, 1, "UTF-16"),
    ],
)
def test_decode_refuses_other_encodings_with_the_place(data: bytes, line: int, column: int, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        decode(data, "x.yaml")
    (found,) = caught.value.findings
    assert (found.id, found.place.line, found.place.column) == ("not-utf-8", line, column)
    assert says in found.message


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04\x14\x00", "Word"),
        (b"\xef\xbb\xbf{\\rtf1 a: b}", "Rich Text"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\n<!doctype html>\n<p>a: b", "web page"),
    ],
)
def test_decode_refuses_what_is_no_plain_text(data: bytes, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        decode(data, "x.yaml")
    (found,) = caught.value.findings
    assert found.id == "not-plain-text"
    assert says in found.message
