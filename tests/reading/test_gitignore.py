"""Patterns of .gitignore: what git ignores, we pass over; what it does not, we check."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowcheck.gitignore import PatternError, parts, read_patterns, strict_pattern
from flowcheck.reading.files import find
from flowcheck.report import Failure

NAMES = ("a", "b", "ab", "foo", "a.b", "é", " s", "!x", "#y", "b]", "[", "\\", "keep")
PIECES = (
    "*", "**", "?", "[a-z]", "[z-a]", "[!a]", "[[:alpha:]]", "[^b]", "[]a]", "\\", "\\!", "\\#",
    " ", "\\ ", "/", "/**/", "a", "b", "foo", ".json", "!", "[", "]", "[[:x:]]", "[a-", "-", "é",
    "[[:alpha:]", "#",
)  # fmt: skip
tidy = st.lists(
    st.sampled_from(("a", "b", "ab", "foo", "*", "**", "?", "*.json", "a*", "[a-b]", "keep.json")),
    min_size=1,
    max_size=3,
).map("/".join)
wild = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
patterns = st.builds(
    lambda no, top, body, end: no + top + body + end,
    st.sampled_from(("", "", "!")),
    st.sampled_from(("", "", "/")),
    tidy | wild,
    st.sampled_from(("", "", "/")),
)
folders = st.lists(st.sampled_from(NAMES), max_size=3).map(lambda names: "/".join(["tree", *names]))
trees = st.dictionaries(folders, st.lists(st.sampled_from(NAMES), max_size=3), min_size=1)
ignores = st.dictionaries(folders, st.lists(patterns, min_size=1, max_size=4), min_size=1)


def git_sees(root: Path) -> list[str]:
    """The JSON files that git would add."""
    own = {"HOME": str(root), "XDG_CONFIG_HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "ls-files", "-o", "-z", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        env={**os.environ, **own},
        check=True,
    )
    return sorted(name for name in done.stdout.decode().split("\0") if name.endswith(".json"))


def we_see(root: Path, top: Path) -> list[str]:
    found, failures, _ = find([str(top)])
    assert failures == []
    return sorted(os.path.relpath(item.path, root) for item in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees, ignored=ignores)
def test_on_any_tree_we_pass_over_what_git_ignores(
    tree: dict[str, list[str]],
    ignored: dict[str, list[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    for folder, names in tree.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            (root / folder / f"{name}.json").write_text("[]")
    for folder, lines in ignored.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / ".gitignore").write_bytes("\n".join(lines).encode())
    seen = git_sees(root)
    assert we_see(root, root) == seen
    for folder in tree:
        inside = [name for name in seen if name.startswith(f"{folder}/")]
        assert we_see(root, root / folder) == inside


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("flows/**\n!flows/keep.json\n", ["flows/keep.json"]),
        ("flows/*\n!flows/keep.json\n", ["flows/keep.json"]),
        ("flows/\n!flows/keep.json\n", []),
        ("flows\n!flows/keep.json\n", []),
        ("**\n!flows/\n!*.json\n", ["flows/drop.json", "flows/keep.json"]),
        ("\ufeff/flows/drop.json\r\n", ["flows/keep.json"]),
        ("*.json\\\n", ["flows/drop.json", "flows/keep.json"]),
        ("!\n\\\nfoo\\\n[z-a]\n[\n[[:nonsense:]]\n\n#*\n", ["flows/drop.json", "flows/keep.json"]),
        ("[[:alpha:]]eep.json\n", ["flows/drop.json"]),
        ("[^[:upper:]d]*.json   \n", ["flows/drop.json"]),
    ],
)
def test_lines_of_a_gitignore(tmp_path: Path, lines: str, left: list[str]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "flows").mkdir()
    for name in ("keep", "drop"):
        (tmp_path / "flows" / f"{name}.json").write_text("[]")
    (tmp_path / ".gitignore").write_bytes(lines.encode())
    assert we_see(tmp_path, tmp_path) == left


def test_a_gitignore_that_cannot_be_read_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.json").write_text("[]")
    (tmp_path / "deep" / ".gitignore").write_text("*")
    real = open

    def denied(path: object, *args: object, **options: object) -> object:
        if str(path).endswith(".gitignore"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *args, **options)  # type: ignore[call-overload]

    # root may read everything, so the refusal is made here
    monkeypatch.setattr("builtins.open", denied)
    found, failures, _ = find([str(tmp_path)])
    assert [item.path for item in found] == [str(tmp_path / "deep" / "a.json")]
    assert failures == [Failure(str(tmp_path / "deep" / ".gitignore"), "permission denied")]


def test_a_gitignore_that_is_none_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "all").write_text("*")
    (tmp_path / ".gitignore").symlink_to("all")  # git follows no link there
    assert we_see(tmp_path, tmp_path) == ["a.json"]
    (tmp_path / ".gitignore").unlink()
    (tmp_path / ".gitignore").mkdir()
    assert we_see(tmp_path, tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("foo\\", "ends in a backslash"),
        ("\\", "ends in a backslash"),
        ("!", "names nothing"),
        ("", "names nothing"),
        ("/", "names nothing"),
        ("[z-a]", "holds a range that runs backwards"),
        ("[[:alpha:]].json", "holds `[:alpha:]`; write its characters out"),
        ("[ab", "has a `[` without its `]`"),
        ("#a", "is a comment; write `\\#` for a name that begins with `#`"),
    ],
)
def test_patterns_that_match_nothing_are_refused_where_they_are_ours(
    pattern: str, wrong: str
) -> None:
    with pytest.raises(PatternError) as raised:
        strict_pattern(pattern)
    assert str(raised.value) == wrong


def test_stars_do_not_multiply() -> None:
    """A pattern of many stars is decided by going through the name once for each."""
    hostile = read_patterns(b"*a" * 40 + b"b\n" + b"**/a/" * 40 + b"b\n")
    assert hostile.verdict(parts("a" * 200), is_folder=False) is None
    assert hostile.verdict(parts("a/" * 200 + "a"), is_folder=False) is None
