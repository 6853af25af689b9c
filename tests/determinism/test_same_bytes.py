"""The same files give the same bytes: under any hash seed and locale, in any order of folders and
paths, from any number of processes, with and without the cache."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flowcheck.rules.pages import pages
from tests.determinism import corpus
from tests.determinism.corpus import Outputs, check, differing

OF_RUNS = ("FC821", "FC822", "FC823", "FC824")
"""Rules of `check-run`."""
SHUFFLED = """
import os, random
def shuffled(scan, seed=int(os.environ["SHUFFLE"])):
    class Entries:
        def __init__(self, path="."):
            found = list(scan(path))
            random.Random(seed).shuffle(found)
            self.found = iter(found)
        __iter__ = __enter__ = lambda self: self
        __next__ = lambda self: next(self.found)
        __exit__ = lambda self, *_: None
        close = lambda self: None
    return Entries
os.scandir, listdir = shuffled(os.scandir), shuffled(os.listdir)
os.listdir = lambda path=".": list(listdir(path))
"""
TURKISH = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
GERMAN = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "Asia/Kathmandu"}
ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TERMINAL = {"COLUMNS": "41", "TERM": "xterm-256color", "COLORTERM": "truecolor"}

pytestmark = pytest.mark.xdist_group("same bytes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("same") / "corpus"
    corpus.make(made)
    return made


@pytest.fixture(scope="module")
def plain(folder: Path) -> Outputs:
    return check(folder, "--no-cache")


@pytest.fixture(scope="module")
def with_infos(folder: Path) -> Outputs:
    return check(folder, "--no-cache", "--severity", "info")


def assert_same(one: Outputs, other: Outputs) -> None:
    assert differing(one, other) == []


def test_every_rule_finds_something(with_infos: Outputs) -> None:
    found = {problem["code"] for problem in json.loads(with_infos["json"])["problems"]}
    assert set(pages()) - found == {"FC103", *OF_RUNS}
    assert with_infos["code"] == b"1"
    assert all(with_infos[name] for name in corpus.FORMATS)


def test_under_any_hash_seed(folder: Path, plain: Outputs, with_infos: Outputs) -> None:
    env = {"PYTHONHASHSEED": "1"}
    assert_same(check(folder, "--no-cache", "--severity", "info", env=env), with_infos)
    env = {"PYTHONHASHSEED": "random"}
    assert_same(check(folder, "--no-cache", env=env), plain)


@pytest.mark.parametrize("env", [ASCII, TURKISH, {**GERMAN, **TERMINAL}], ids=["C", "tr", "de"])
def test_under_any_locale(folder: Path, plain: Outputs, env: dict[str, str]) -> None:
    assert "ordner ä/猫.json:".encode() in plain["concise"]
    assert b"ausgelassen" not in plain["concise"]
    assert_same(check(folder, "--no-cache", env=env), plain)


def test_an_encoding_that_was_asked_for_is_left(folder: Path) -> None:
    """And nothing goes on for ever."""
    outputs = corpus.run(folder, "--version", env=ASCII, python=("-X", "utf8=0"))
    assert outputs["code"] == b"0"


@pytest.mark.parametrize("option", ["-O", "-OO"])
def test_without_assertions_and_docstrings(folder: Path, plain: Outputs, option: str) -> None:
    assert_same(check(folder, "--no-cache", python=(option,)), plain)


def test_in_any_order_of_folders(folder: Path, plain: Outputs, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SHUFFLED)
    env = {"SHUFFLE": "3", "PYTHONPATH": os.pathsep.join([str(corpus.ROOT), str(tmp_path)])}
    assert_same(check(folder, "--no-cache", env=env), plain)


def test_in_any_order_of_paths(folder: Path) -> None:
    paths = corpus.files(folder)
    one = check(folder, "--no-cache", paths=[*paths, "gone.json", "also-gone.json"])
    random.Random(7).shuffle(paths)
    assert_same(check(folder, "--no-cache", paths=["gone.json", "also-gone.json", *paths]), one)


@pytest.mark.parametrize("jobs", ["2", "4"])
def test_from_any_number_of_processes(folder: Path, plain: Outputs, jobs: str) -> None:
    assert_same(check(folder, "--no-cache", "--jobs", jobs), plain)


def test_with_the_cache(folder: Path, plain: Outputs, tmp_path: Path) -> None:
    """Cold, warm, and when some files are changed, new or gone."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert_same(check(copy), plain)
    assert_same(check(copy, "--jobs", "2", env={"PYTHONHASHSEED": "5"}), plain)
    names = corpus.files(copy)
    for name in names[::3]:
        (copy / name).write_bytes((copy / name).read_bytes() + b" ")
    for name in (*names[1::40], "twice/a-model.json", "twice/b-workflow.json"):
        (copy / name).unlink()
    (copy / "rules" / "new.json").write_bytes((folder / "twice" / "c-workflow.json").read_bytes())
    changed = check(copy, "--no-cache")
    assert differing(changed, plain)
    assert_same(check(copy), changed)
    assert_same(check(copy), changed)


def test_by_any_name_of_the_folder(folder: Path, plain: Outputs) -> None:
    """Names in a report are those that were given, below the folder that was given."""
    assert_same(check(folder, "--no-cache", paths=["twice/../.", "rules"]), plain)
    absolute = check(folder, "--no-cache", paths=[str(folder)])
    named = {name: text.replace(f"{folder}/".encode(), b"") for name, text in absolute.items()}
    # GitLab's fingerprints are those of the names as well.
    assert differing({**named, "gitlab": b""}, {**plain, "gitlab": b""}) == []


def _everything(folder: Path, **env: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.determinism.everything", str(corpus.SAMPLES)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **corpus.PLAIN, **env},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    written: dict[str, object] = json.loads(done.stdout)
    return written


def test_every_other_command(tmp_path: Path) -> None:
    plain = _everything(tmp_path)
    assert len(plain) > 50
    for env in ({"PYTHONHASHSEED": "1", **GERMAN}, {"PYTHONHASHSEED": "random", "LC_ALL": "C"}):
        other = _everything(tmp_path, **env)
        assert [name for name in plain if plain[name] != other[name]] == []
