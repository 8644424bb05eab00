"""Findings about the text of a file, before anything is known of its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.definition.catalogue.entry import Entry

TEXT: Final[Mapping[str, Entry]] = {
    "not-utf-8": Entry(
        "The file is not saved as UTF-8",
        "Letters outside plain English would come out as others on another machine. Every common editor can save "
        "as UTF-8; it is often the default.",
    ),
    "not-plain-text": Entry(
        "The file is no plain text",
        "A definition is plain text, as Notepad or any program editor saves it. A Word document, a PDF or a saved "
        "web page holds more than its words, even when its name ends in '.yaml'.",
    ),
    "git-conflict": Entry(
        "Two versions of the file meet here",
        "When two people have changed the same lines, git keeps both versions, between lines that begin with "
        "'<<<<<<<', '=======' and '>>>>>>>'. Somebody must choose.",
        "<<<<<<< HEAD\nthen: triage\n=======\nthen: screening\n>>>>>>> theirs",
        "then: triage",
    ),
    "markdown-fence": Entry(
        "A line of three backticks",
        "Such lines show in a chat or on a web page where code begins and ends. They are no part of it.",
        "```yaml\npathway: child\n```",
        "pathway: child",
    ),
    "missing-dash": Entry(
        "An entry of a list without its '-'",
        "Each entry of a list begins with '- ', all in the same column. Word processors make other dashes and dots "
        "of it, which do not count.",
        "choose:\n  {when: {consent: granted}, then: channel}\n  - {otherwise: closed}",
        "choose:\n  - {when: {consent: granted}, then: channel}\n  - {otherwise: closed}",
    ),
    "comparison": Entry(
        "A comparison with '>', '<' or '='",
        "Numbers are compared in words.",
        "when: {reviews: >= 3}",
        "when: {reviews: {at_least: 3}}",
    ),
    "curly-quotes": Entry(
        "Curly quotes",
        "Only straight quotes hold a text together. Word processors turn them into curly ones, which count as part "
        "of the text.",
        "title: “risk, no consent”",
        'title: "risk, no consent"',
    ),
    "hash-starts-remark": Entry(
        "Text after '#' does not count",
        "A '#' with a space before it begins a remark, up to the end of the line. In double quotes it is text.",
        "title: Group #1",
        'title: "Group #1"',
    ),
    "file-too-large": Entry(
        "The file is larger than one megabyte",
        "A pathway of some hundred states needs a tenth of that. A larger file is more likely a mistake, and would "
        "take long to read. Parts that stand on their own can be pathways of their own, put in with 'kind: use'.",
    ),
    "too-deep": Entry(
        "Lists and entries are nested more than 32 levels deep",
        "No definition needs that. Most often brackets were opened and never closed.",
    ),
    "too-many-entries": Entry(
        "The file holds more than 50,000 names and values", "Split the pathway into pieces, joined with 'kind: use'."
    ),
    "empty-file": Entry("The file holds nothing", "A definition begins with its id.", "", "pathway: child"),
    "invisible-character": Entry(
        "A character that cannot be seen",
        "Such characters come along when text is pasted from a web page or a letter. Two names that look the same "
        "would then be different, and some of them make text read otherwise than it is stored.",
    ),
    "odd-space": Entry(
        "A space that is not a plain space",
        "Word processors put in spaces at which a line may not break. Where a definition needs a space, only the "
        "plain one counts.",
    ),
    "tab": Entry(
        "A tab instead of spaces",
        "The column in which a line begins says what it belongs to, and editors disagree how wide a tab is.",
        "states:\n<tab>referral: {lane: mash, then: triage}",
        "states:\n  referral: {lane: mash, then: triage}",
    ),
    "indentation": Entry(
        "A line begins in a column that fits nothing above it",
        "Entries that belong together begin in the same column; what belongs to an entry begins further right.",
        "triage:\n    kind: decision\n  lane: mash",
        "triage:\n  kind: decision\n  lane: mash",
    ),
    "missing-colon": Entry(
        "A name without ':'", "Each entry is a name, then ':', then a value.", "lane mash", "lane: mash"
    ),
    "no-space-after-colon": Entry(
        "No space after ':'",
        "Without the space, '10:30' could not be told from a name and its value.",
        "lane:mash",
        "lane: mash",
    ),
    "no-space-after-dash": Entry(
        "No space after '-'",
        "Without the space, '-5' could not be told from an entry of a list.",
        "choose:\n  -{otherwise: channel}",
        "choose:\n  - {otherwise: channel}",
    ),
    "colon-in-text": Entry(
        "A ':' inside text",
        "A ':' with a space after it ends a name, unless the text is in double quotes.",
        "title: Child: the pathway",
        'title: "Child: the pathway"',
    ),
    "needs-quotes": Entry(
        "Text that begins with a character that means something",
        "Put the whole text in double quotes.",
        "title: @school",
        'title: "@school"',
    ),
    "unclosed-quote": Entry(
        "A quotation that does not end",
        "All that follows is read as part of the text.",
        'title: "Child',
        'title: "Child"',
    ),
    "text-after-quote": Entry(
        "Text after a closing quote",
        "An apostrophe inside single quotes ends the text.",
        "title: 'The borough's pathway'",
        'title: "The borough\'s pathway"',
    ),
    "backslash": Entry(
        "A '\\' inside double quotes",
        "There it gives the next character another meaning.",
        'note: "c:\\dir"',
        "note: 'c:\\dir'",
    ),
    "unclosed-bracket": Entry(
        "A bracket that is never closed",
        "All that follows is read as part of it.",
        "received: {lane: mash, then: triage",
        "received: {lane: mash, then: triage}",
    ),
    "wrong-bracket": Entry(
        "A bracket closed by one of another kind",
        "'{' goes with '}', '[' with ']'.",
        "with: [prevent}",
        "with: [prevent]",
    ),
    "extra-bracket": Entry(
        "A bracket that closes nothing", "There is one too many.", "with: [prevent]]", "with: [prevent]"
    ),
    "text-after-bracket": Entry(
        "Text after a closing bracket",
        "An entry ends with its bracket.",
        "with: [prevent] so15",
        "with: [prevent, so15]",
    ),
    "missing-comma": Entry(
        "No ',' between two entries",
        "Inside brackets, ',' keeps entries apart.",
        "{lane: mash then: triage}",
        "{lane: mash, then: triage}",
    ),
    "extra-comma": Entry(
        "A ',' with nothing before it", "An entry is missing, or the ',' is too much.", "[, mash]", "[mash]"
    ),
    "list-on-one-line": Entry(
        "A list with '-' that begins beside its name",
        "A list with '-' begins on the next line.",
        "with: - prevent",
        "with: [prevent]",
    ),
    "duplicate-key": Entry(
        "The same name twice",
        "Only one of the two could count, and it is not clear which. Names that look the same but are spelt with "
        "different characters are taken for the same too.",
        "lane: mash\nlane: so15",
        "lane: mash\nwith: [so15]",
    ),
    "bad-key": Entry("No name before ':'", "Each entry has a name, which is one word.", ": mash", "lane: mash"),
    "anchor": Entry(
        "A '&' shortcut",
        "A definition is read by people; it says everything where it stands.",
        "received: &first {...}",
        "received: {...}",
    ),
    "alias": Entry(
        "A '*' shortcut",
        "A definition is read by people; it says everything where it stands.",
        "again: *first",
        "again: {lane: mash, then: triage}",
    ),
    "merge-key": Entry(
        "A '<<' shortcut",
        "A definition is read by people; it says everything where it stands.",
        "<<: *common",
        "lane: mash",
    ),
    "tag": Entry(
        "A word that begins with '!'",
        "It tells a program how to read a value. Definitions are plain text.",
        "version: !!float 1",
        'version: "1"',
    ),
    "directive": Entry(
        "A line that begins with '%'", "It speaks to a program. Definitions need none.", "%YAML 1.1", ""
    ),
    "several-documents": Entry(
        "A second definition after '---'", "Each pathway has a file of its own, named after its id."
    ),
    "unreadable": Entry(
        "A line that cannot be read",
        "Something above or on it breaks the form 'name: value'. Compare it with its neighbours.",
    ),
}
