"""The folder: foreign, broken, shared and read-only ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.cache import store as store_module
from flowcheck.cache.checked import Checked, from_json, to_json
from flowcheck.cache.store import UNUSED_FOR, Entry, Store, place
from flowcheck.findings import Edit, Fix, Severity, TextEdit, Witness
from flowcheck.report import Problem, Related
from tests.cache.flows import FAULTY, Runs, said, write

KEY = "ab" * 32


def _file(store: Store, key: str) -> Path:
    return Path(store.place, key[:2], f"{key[2:]}.json")


texts = st.text(st.characters(), max_size=8)  # lone surrogates too
maybe = st.none() | texts
counts = st.integers(1, 10**12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
tables = st.dictionaries(texts, values, max_size=2)
pointers = st.lists(texts | st.integers(0, 9), max_size=3).map(tuple)
names = st.lists(texts, max_size=2).map(tuple)
problems = st.builds(
    Problem,
    severity=st.sampled_from(Severity),
    file=st.just("f.json"),
    **dict.fromkeys(("code", "rule", "message", "pointer", "fingerprint", "url"), texts),
    **dict.fromkeys(("hint", "node", "input"), maybe),
    **dict.fromkeys(("line", "column", "end_line", "end_column"), counts),
    args=tables,
    related=st.lists(
        st.builds(Related, texts, texts, counts, counts, counts, counts, maybe), max_size=2
    ).map(tuple),
    witness=st.none()
    | st.builds(Witness, names, names, tables, st.dictionaries(texts, maybe, max_size=2)),
    fix=st.none()
    | st.builds(
        Fix,
        texts,
        st.lists(
            st.builds(Edit, st.sampled_from(["remove", "replace", "rename"]), pointers, values),
            max_size=2,
        ).map(tuple),
        st.booleans(),
    ),
)
checks = st.builds(
    Checked,
    st.booleans(),
    st.integers(0, 9),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
    st.lists(st.text(), max_size=2).map(tuple),
    st.lists(st.text(), max_size=2).map(tuple),
    st.lists(problems, max_size=2).map(tuple),
)


@given(checks)
def test_a_result_comes_back_as_it_was(checked: Checked) -> None:
    assert from_json(json.loads(json.dumps(to_json(checked))), "f.json") == checked


PLACES: list[tuple[str | int, ...]] = [
    ("key",), ("among",), ("among", 0), ("skipped",), ("documents",), ("nodes",), ("models",),
    ("calls",), ("called",), ("workflows",), ("called", 0), ("problems",), ("problems", 0),
    *[("problems", 0, number) for number in range(19)],
]  # fmt: skip


@pytest.mark.parametrize("at", PLACES, ids=str)
@pytest.mark.parametrize("wrong", [[1], 1.5], ids=str)
def test_an_entry_with_a_wrong_value_is_none(tmp_path: Path, at: Any, wrong: Any) -> None:
    store = Store(tmp_path / "c")
    problem = Problem(
        "FC1", "r", Severity.ERROR, "m", "h", "f.json", 1, 1, 1, 2, "/a", "n", "i", {},
        (Related("m", "/b", 1, 1, 1, 2),), Witness(("a",)), "0", "u",
        Fix("t", (Edit("remove", ("a", 0)),), text_edits=(TextEdit("/a/0", 1, 2, 3, 4, "x"),)),
    )  # fmt: skip
    entry = Entry(Checked(False, 1, 1, False, False, ("a",), (), (problem,)), "m", "f")
    store.put(KEY, entry)
    assert store.get(KEY, "f.json") == entry
    (path,) = tmp_path.glob("c/*/*.json")
    data = json.loads(path.read_text())
    parent = data
    for step in at[:-1]:
        parent = parent[step]
    parent[at[-1]] = wrong
    path.write_text(json.dumps(data))
    assert store.get(KEY, "f.json") is None


BROKEN = {
    "empty": b"",
    "not UTF-8": b"\xff\xfe\x00",
    "truncated": None,
    "another JSON": b"[1, 2]",
    "a number": b"7",
    "an object": b"{}",
    "deep": b"[" * 100_000,
    "huge": b'{"key": ' + b"9" * 10_000 + b"}",
    "constant": b'{"key": NaN}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_entry_is_checked_and_written_again(runs: Runs, what: str) -> None:
    write("a.json", FAULTY)
    runs()
    (path,) = Path(".flowcheck_cache").glob("*/*.json")
    sound = path.read_bytes()
    broken = BROKEN[what]
    path.write_bytes(sound[: len(sound) // 2] if broken is None else broken)
    assert said(runs()) == [("a.json", "FC702")]
    assert runs.fresh == ["a.json"]
    assert path.read_bytes() == sound


def test_an_entry_under_a_foreign_name_is_none(runs: Runs) -> None:
    write("a.json", FAULTY)
    runs()
    (path,) = Path(".flowcheck_cache").glob("*/*.json")
    store = Store(Path(".flowcheck_cache"))
    other = Path(".flowcheck_cache", KEY[:2])
    other.mkdir(exist_ok=True)
    (other / f"{KEY[2:]}.json").write_bytes(path.read_bytes())
    assert store.get(KEY, "a.json") is None


def test_a_folder_in_place_of_an_entry_is_lived_with(runs: Runs) -> None:
    write("a.json", FAULTY)
    runs()
    (path,) = Path(".flowcheck_cache").glob("*/*.json")
    path.unlink()
    path.mkdir()
    assert said(runs()) == [("a.json", "FC702")]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_file_in_place_of_the_folder_is_left_alone(runs: Runs) -> None:
    write("a.json", FAULTY)
    Path(".flowcheck_cache").write_text("mine")
    assert said(runs()) == [("a.json", "FC702")]
    assert Path(".flowcheck_cache").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_not_used(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: str, *args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    write("a.json", FAULTY)
    os.mkdir(".flowcheck_cache")
    # root may write everywhere, so the refusal is made here
    monkeypatch.setattr(os, "mkdir", denied)
    assert said(runs()) == [("a.json", "FC702")]
    assert os.listdir(".flowcheck_cache") == []


def test_the_folder_ignores_itself(runs: Runs) -> None:
    write("a.json", FAULTY)
    runs()
    folder = Path(".flowcheck_cache")
    assert (folder / ".gitignore").read_text() == "*\n"
    tag = (folder / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert runs().names == ("a.json",)


def test_what_is_not_used_is_dropped_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "c")
    now = time.time()
    keys = [f"{number:064x}" for number in range(5)]
    for age, key in enumerate(keys):
        store.put(key, Entry(Checked(), "", ""))
        path = _file(store, key)
        os.utime(path, (now - age * 3600, now - age * 3600))
    old = _file(store, keys[4])
    os.utime(old, (now - UNUSED_FOR - 5, now - UNUSED_FOR - 5))

    def left() -> list[str]:
        return [key for key in keys if _file(store, key).exists()]

    monkeypatch.setattr(store_module, "MOST_ENTRIES", 2)
    store.tidy(now)
    assert left() == keys[:2]
    monkeypatch.setattr(store_module, "MOST_ENTRIES", 1)
    store.tidy(now + 60)
    assert left() == keys[:2]
    store.tidy(now + 2 * 86_400)
    assert left() == keys[:1]


def test_an_entry_that_is_read_stays_young(tmp_path: Path) -> None:
    store = Store(tmp_path / "c")
    store.put(KEY, Entry(Checked(), "", ""))
    path = _file(store, KEY)
    os.utime(path, (1e9, 1e9))
    assert store.get(KEY, "a") == Entry(Checked(), "", "")
    assert time.time() - path.stat().st_mtime < 60


def test_it_lies_beside_the_configuration_or_in_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "repo" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo" / "deep")
    assert Path(place(None)) == tmp_path / "repo" / "deep" / ".flowcheck_cache"
    (tmp_path / "repo" / ".git").mkdir()
    assert Path(place(None)) == tmp_path / "repo" / ".flowcheck_cache"
    assert Path(place(Path("../flowcheck.toml"))) == Path("../.flowcheck_cache")


WRITER = """
import sys
from pathlib import Path
from flowcheck.cache.checked import Checked
from flowcheck.cache.store import Entry, Store
entry = Entry(Checked(nodes=7, documents=1), "m" * 20_000, "f")
for turn in range(150):
    store = Store(Path(sys.argv[1]))
    for number in range(3):
        store.put(f"{number:064x}", entry)
        found = store.get(f"{number:064x}", "a.json")
        assert found == entry, found
    store.tidy()
"""


def test_processes_may_write_the_same_entries_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    for writer in writers:
        _, err = writer.communicate()
        assert writer.returncode == 0, err.decode()
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    entries = [f"{number:064x}"[2:] + ".json" for number in range(3)]
    assert left == sorted([".gitignore", "CACHEDIR.TAG", "tidied", *entries])


def test_a_folder_that_another_process_tags_meanwhile_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    listed = os.listdir

    def tagged_first(path: str) -> list[str]:
        monkeypatch.setattr(os, "listdir", listed)
        Store(folder).put(KEY, Entry(Checked(), "", ""))
        return listed(path)

    monkeypatch.setattr(os, "listdir", tagged_first)
    late = Store(folder)
    assert late.refused is None
    assert late.get(KEY, "a") == Entry(Checked(), "", "")
