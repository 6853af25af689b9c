"""What lies where the cache wants to be, and is not flowcheck's: it stays as it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowcheck.cache.checked import Checked
from flowcheck.cache.folder import TAG_TEXT
from flowcheck.cache.store import UNUSED_FOR, Entry, Store
from flowcheck.cli import cli
from tests.cache.flows import FAULTY, Runs, said, write

CACHE = Path(".flowcheck_cache")
KEY = "ab" * 32
LONG_AGO = time.time() - 2 * UNUSED_FOR
STRANGERS = ("ab/notes.txt", f"ab/{KEY[2:]}.json", "ab/.hidden.tmp", "tidied", "letter.json")
"""Files of somebody else, some by names the cache would give."""


def strangers_folder(path: str) -> Path:
    folder = Path(path)
    for name in STRANGERS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    return folder


def untouched(folder: Path) -> bool:
    there = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir())
    texts = {(folder / name).read_text() for name in there}
    times = {(folder / name).stat().st_mtime for name in there}
    return there == sorted(STRANGERS) and texts == {"mine"} and times == {LONG_AGO}


def link_to_folder() -> Path:
    folder = strangers_folder("../elsewhere")
    CACHE.symlink_to(folder, target_is_directory=True)
    return folder


def link_to_tagged_folder() -> Path:
    """Even a cache of ours elsewhere is not reached by a link."""
    folder = strangers_folder("../elsewhere")
    (folder / "CACHEDIR.TAG").write_text(TAG_TEXT)
    CACHE.symlink_to(folder, target_is_directory=True)
    return folder


def folder_without_tag() -> Path:
    return strangers_folder(str(CACHE))


def folder_of_another_program() -> Path:
    folder = strangers_folder(str(CACHE))
    (folder / "CACHEDIR.TAG").write_text(TAG_TEXT.splitlines()[0] + "\n# of another program\n")
    return folder


def folder_with_a_link_as_tag() -> Path:
    folder = strangers_folder(str(CACHE))
    Path("../tag").write_text(TAG_TEXT)
    (folder / "CACHEDIR.TAG").symlink_to("../../tag")
    return folder


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (link_to_folder, "is a symbolic link"),
        (link_to_tagged_folder, "is a symbolic link"),
        (folder_without_tag, "was not made by flowcheck"),
        (folder_of_another_program, "was not made by flowcheck"),
        (folder_with_a_link_as_tag, "was not made by flowcheck"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_strangers_folder_is_left_alone_and_told(
    runs: Runs, tmp_path: Path, make: Callable[[], Path], why: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.chdir(repository)
    write("a.json", FAULTY)
    folder = make()
    for tag in folder.glob("CACHEDIR.TAG"):
        before = tag.read_text()
    result = CliRunner().invoke(cli, ["check", "a.json"])
    assert "FC702" in result.stdout
    assert f"no cache: {repository / CACHE} {why}\n" in result.stderr
    assert said(runs("a.json")) == [("a.json", "FC702")]
    for tag in folder.glob("CACHEDIR.TAG"):
        assert tag.read_text() == before
        tag.unlink()
    assert untouched(folder)
    assert "no cache" not in CliRunner().invoke(cli, ["check", "a.json", "-q"]).stderr
    assert "no cache" not in CliRunner().invoke(cli, ["check", "a.json", "--no-cache"]).stderr


def test_links_inside_the_folder_are_not_followed(runs: Runs) -> None:
    """A repository may bring a folder with our tag, for the tag is no secret."""
    folder = strangers_folder("elsewhere")
    CACHE.mkdir()
    (CACHE / "CACHEDIR.TAG").write_text(TAG_TEXT)
    for number in range(256):
        (CACHE / f"{number:02x}").symlink_to("../elsewhere/ab", target_is_directory=True)
    write("a.json", FAULTY)
    for _ in range(2):
        assert said(runs("a.json")) == [("a.json", "FC702")]
        assert runs.fresh == ["a.json"]
    assert (CACHE / "tidied").exists()
    Store(CACHE).tidy(time.time() + 2 * UNUSED_FOR)
    assert untouched(folder)
    assert all((CACHE / f"{number:02x}").is_symlink() for number in range(256))


def test_only_files_of_its_own_making_are_dropped(tmp_path: Path) -> None:
    store = Store(tmp_path / "c")
    store.put(KEY, Entry(Checked(), "", ""))
    part = tmp_path / "c" / KEY[:2]
    ours = (f"{KEY[2:]}.json", f".{KEY[2:]}.json.123-456.tmp")
    strangers = ("notes.txt", "short.json", ".letter.json.tmp", f"{KEY[2:]}.json.bak")
    for name in (*ours, *strangers):
        (part / name).write_text("x")
    (part / "deep").mkdir()
    (part / "deep" / f"{KEY[2:]}.json").write_text("x")
    (tmp_path / "c" / "old").mkdir()
    (tmp_path / "c" / "old" / f"{KEY[2:]}.json").write_text("x")
    store.tidy(time.time() + 2 * UNUSED_FOR)
    assert sorted(os.listdir(part)) == sorted([*strangers, "deep"])
    assert os.listdir(part / "deep") == os.listdir(tmp_path / "c" / "old") == [f"{KEY[2:]}.json"]


def test_a_link_in_place_of_an_entry_stays(tmp_path: Path) -> None:
    store = Store(tmp_path / "c")
    store.put(KEY, Entry(Checked(), "", ""))
    (path,) = tmp_path.glob("c/*/*.json")
    kept = tmp_path / "kept.json"
    path.rename(kept)
    os.utime(kept, (LONG_AGO, LONG_AGO))
    path.symlink_to(kept)
    assert store.get(KEY, "a.json") is None
    store.put(KEY, Entry(Checked(nodes=3), "", ""))
    store.tidy(time.time() + 2 * UNUSED_FOR)
    assert path.is_symlink()
    assert kept.stat().st_mtime == LONG_AGO
    assert '"nodes":0' in kept.read_text()


def test_a_linked_folder_below_the_working_directory_gets_no_cache(
    runs: Runs, tmp_path: Path
) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (elsewhere / "flowcheck.toml").write_text("")
    (elsewhere / "a.json").write_text("[]")
    Path("sub").symlink_to(elsewhere, target_is_directory=True)
    result = CliRunner().invoke(cli, ["check", "sub/a.json"])
    assert "no cache: sub/.flowcheck_cache lies behind a symbolic link\n" in result.stderr
    assert sorted(os.listdir(elsewhere)) == ["a.json", "flowcheck.toml"]


def test_a_repository_reached_by_a_link_has_its_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real" / ".git").mkdir(parents=True)
    (tmp_path / "real" / "flowcheck.toml").write_text("")
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    store = Store(tmp_path / "link" / CACHE)
    store.put(KEY, Entry(Checked(), "", ""))
    assert store.get(KEY, "a.json") == Entry(Checked(), "", "")
    assert (tmp_path / "real" / CACHE / "CACHEDIR.TAG").read_text() == TAG_TEXT


def test_an_empty_folder_is_taken(runs: Runs) -> None:
    CACHE.mkdir()
    write("a.json", FAULTY)
    runs("a.json")
    assert (CACHE / "CACHEDIR.TAG").read_text() == TAG_TEXT
    runs("a.json")
    assert runs.fresh == []


def test_a_folder_that_takes_no_tag_is_not_used(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries without a tag would make it a stranger's folder for ever."""
    write("a.json", FAULTY)
    real = os.replace

    def full(old: str, new: Path) -> None:
        if Path(new).name == "CACHEDIR.TAG":
            raise OSError(28, "No space left on device")
        real(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        runs("a.json")
    assert os.listdir(CACHE) == []
    runs.store = Store(CACHE)
    runs("a.json")
    assert len(list(CACHE.glob("*/*.json"))) == 1
