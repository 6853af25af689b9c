"""The diff is one that `patch` understands."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from flowcheck.fixes.difference import difference

LINES = st.lists(st.sampled_from(["a\n", "b\r\n", "c\n", "\n", "unique\n", "--- x\n"]), max_size=30)
ENDS = st.sampled_from(["", "end", "b\r"])


def patched(old: str, diff: str) -> str:
    """The old text with the diff applied, checking every line the diff says is there."""
    lines, out, at = re.findall(r"[^\n]*\n|[^\n]+", old), [], 0
    entries = re.findall(r"[^\n]*\n", diff)[2:]
    for number, entry in enumerate(entries):
        if entry.startswith("\\"):
            continue
        last = entries[number + 1 : number + 2] == ["\\ No newline at end of file\n"]
        line = entry[1:-1] if last else entry[1:]
        if entry.startswith("@@"):
            (start, length) = re.findall(r"^@@ -(\d+)(?:,(\d+))?", entry)[0]
            first = int(start) - (length != "0")
            out += lines[at:first]
            at = first
            continue
        if entry[0] in " -":
            assert lines[at] == line
            at += 1
        if entry[0] in " +":
            out.append(line)
    return "".join(out + lines[at:])


@given(LINES, LINES, LINES, LINES, ENDS, ENDS)
def test_the_diff_leads_from_the_old_text_to_the_new(
    head: list[str], old: list[str], new: list[str], tail: list[str], end: str, new_end: str
) -> None:
    before = "".join([*head, *old, *tail, end])
    after = "".join([*head, *new, *tail, new_end])
    diff = difference("x.json", before, after)
    assert patched(before, diff) == after
    assert (diff == "") is (before == after)


def test_hunks_have_three_lines_of_context() -> None:
    old = "".join(f"{n}\n" for n in range(30))
    new = old.replace("5\n", "five\n", 1).replace("12\n", "", 1).replace("28\n29\n", "28\nx")
    assert difference("a.json", old, new) == (
        "--- a.json\n+++ a.json\n"
        "@@ -3,14 +3,13 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n 10\n 11\n-12\n 13\n 14\n 15\n"
        "@@ -27,4 +26,4 @@\n 26\n 27\n 28\n-29\n+x\n\\ No newline at end of file\n"
    )


def test_a_long_file_with_many_changes_is_quick() -> None:
    node = (
        '  {{\n    "id": "n{}",\n    "type": "list",\n    "flag": false,\n    "items": []\n  }},\n'
    )
    old = "".join(node.format(n) for n in range(20_000))
    started = time.perf_counter()
    diff = difference("a.json", old, old.replace('    "flag": false,\n', ""))
    assert time.perf_counter() - started < 5
    assert diff.count("\n-") == 20_000
