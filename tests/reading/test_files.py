"""Which files a check reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flowcheck.reading.files import find, read
from flowcheck.reading.source import Source
from flowcheck.report import Failure


def tree(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("{}", encoding="utf-8")


def names(root: Path, *paths: str) -> list[str]:
    found, failures, _ = find([str(root / p) for p in paths] or [str(root)])
    assert failures == []
    return [os.path.relpath(item.path, root).replace(os.sep, "/") for item in found]


def test_walk_takes_json_and_json_lines_in_sorted_order(tmp_path: Path) -> None:
    tree(tmp_path, "b.json", "a/z.jsonl", "a/y.ndjson", "a/x.txt", "c.JSON", "node_modules/n.json")
    assert names(tmp_path) == ["a/y.ndjson", "a/z.jsonl", "b.json", "c.JSON"]


def test_gitignore_is_honoured_from_the_repository_root_down(tmp_path: Path) -> None:
    tree(
        tmp_path,
        ".git/config.json",
        "keep.json",
        "out/a.json",
        "flows/skip.json",
        "flows/deep/also.json",
        "flows/deep/wanted.json",
        "flows/build/x.json",
    )
    (tmp_path / ".gitignore").write_text("out/\nbuild/\nskip.json\nalso.json\n")
    (tmp_path / "flows/deep/.gitignore").write_text("!also.json\n")
    assert names(tmp_path) == ["flows/deep/also.json", "flows/deep/wanted.json", "keep.json"]
    # walking a folder below the root still knows the root's .gitignore
    assert names(tmp_path, "flows") == ["flows/deep/also.json", "flows/deep/wanted.json"]


def test_named_files_are_taken_whatever_gitignore_says(tmp_path: Path) -> None:
    tree(tmp_path, ".git/x", "a.json", "odd.txt")
    (tmp_path / ".gitignore").write_text("*.json\n")
    assert names(tmp_path, "a.json", "odd.txt") == ["a.json", "odd.txt"]


def test_a_file_named_and_walked_is_read_once_and_counts_as_named(tmp_path: Path) -> None:
    tree(tmp_path, "a.json", "b.json")
    found, _, _ = find([str(tmp_path), str(tmp_path / "a.json")])
    assert [(os.path.basename(f.path), f.explicit) for f in found] == [
        ("a.json", True),
        ("b.json", False),
    ]


def test_excluded_also_holds_for_named_files(tmp_path: Path) -> None:
    tree(tmp_path, "a.json", "gen/b.json")
    found, _, left_out = find(
        [str(tmp_path), str(tmp_path / "gen/b.json")], excluded=lambda path: "gen" in path
    )
    assert [os.path.basename(f.path) for f in found] == ["a.json"]
    assert [os.path.basename(path) for path in left_out] == ["b.json"]


def test_missing_path_is_a_failure(tmp_path: Path) -> None:
    path = str(tmp_path / "none.json")
    assert find([path])[1] == [Failure(path, "no such file or directory")]


def test_unreadable_file_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: str, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    tree(tmp_path, "a.json")
    (item,) = find([str(tmp_path / "a.json")])[0]
    # root may read everything, so the refusal is made here
    monkeypatch.setattr("builtins.open", denied)
    assert read(item) == Failure(item.path, "permission denied")


def test_reading_a_directory_given_as_a_file_is_a_failure(tmp_path: Path) -> None:
    from flowcheck.reading.files import Found

    assert read(Found(str(tmp_path), True)) == Failure(str(tmp_path), "is a directory")


def test_links_to_directories_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "real/a.json")
    (tmp_path / "real/loop").symlink_to(tmp_path)
    (tmp_path / "real/link.json").symlink_to(tmp_path / "real/a.json")
    assert names(tmp_path) == ["real/a.json", "real/link.json"]


def test_json_lines_have_a_record_a_line() -> None:
    source = Source.from_bytes("a.jsonl", b'{"flow": []}\n\n{"x": 1}\r\n{"flow": [}\n')
    assert [(r.line, len(r.documents), r.decoded.problem is None) for r in source.records] == [
        (1, 1, True),
        (3, 0, True),
        (4, 0, False),
    ]
    record = source.records[2]
    assert record.decoded.problem is not None
    assert source.lines.position(record.decoded.problem.offset) == (4, 11)


@pytest.mark.parametrize("marks", [1, 2, 3, 4])
def test_one_byte_order_mark_is_dropped_however_a_file_is_read(marks: int) -> None:
    data = b"\xef\xbb\xbf" * marks + b'[{"id": "a", "id": "b"}]'
    for source in (Source.from_bytes("a.json", data), Source.from_text("a.json", data.decode())):
        (record,) = source.records
        problem = record.decoded.problem
        assert source.text == data.decode()[1:]
        assert (problem and problem.message) == (
            None if marks == 1 else "expected a value, found `\\ufeff`"
        )
