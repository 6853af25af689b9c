"""Paths from the repository root, and their URIs."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.reports.places import Repository, relative_uri


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repo" / "flows" / "deep").mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    return tmp_path / "repo"


def test_the_current_folder_is_where_it_starts(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "flows")
    assert Repository.here().name("deep/app.json") == "flows/deep/app.json"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("app.json", "flows/app.json"),
        ("deep/app.json", "flows/deep/app.json"),
        ("../app.json", "app.json"),
        ("../../app.json", None),
        ("/repo/x/app.json", "x/app.json"),
        ("/repository/app.json", None),
        ("/elsewhere/app.json", None),
        ("..app.json", "flows/..app.json"),
        ("<stdin>", None),
        ("<memory>", None),
        ("a<b>", "flows/a<b>"),
        ("nul\0.json", "flows/nul\0.json"),
        ("/nul\0.json", None),
    ],
)
def test_names_from_the_root(file: str, expected: str | None) -> None:
    assert Repository("/repo", "/repo/flows").name(file) == expected


def test_a_file_reached_through_a_link_is_in_the_repository(repository: Path) -> None:
    link = repository.parent / "link"
    link.symlink_to(repository, target_is_directory=True)
    (repository / "app.json").touch()
    seen = Repository(str(repository), str(repository))
    assert seen.name(str(link / "app.json")) == "app.json"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("flows/app.json", "flows/app.json"),
        ("a b%20#?.json", "a%20b%2520%23%3F.json"),
        ("c:d.json", "c%3Ad.json"),
        ("猫.json", "%E7%8C%AB.json"),
        ("[x]\\y.json", "%5Bx%5D%5Cy.json"),
        ("bad\udcff.json", "bad%FF.json"),
        ("half\ud800.json", "half%ED%A0%80.json"),
        ("line\n.json", "line%0A.json"),
    ],
)
def test_relative_uris(path: str, expected: str) -> None:
    assert relative_uri(path) == expected


def test_absolute_uris() -> None:
    assert Repository("/repo", "/repo/flows").uri("../x y.json") == "file:///repo/x%20y.json"


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")))
def test_a_uri_leads_back_to_its_path(path: str) -> None:
    uri = relative_uri(path)
    assert uri.isascii()
    assert unquote_to_bytes(uri) == path.encode()
    parts = urlsplit("http://x/" + uri)
    assert (parts.query, parts.fragment) == ("", "")


def test_names_have_forward_slashes(repository: Path) -> None:
    file = os.path.join("flows", "deep", "app.json")
    assert Repository(str(repository), str(repository)).name(file) == "flows/deep/app.json"
