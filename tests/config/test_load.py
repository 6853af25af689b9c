"""The configuration file: found, read, refused with a place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowcheck import Settings, SettingsError, Severity
from flowcheck.cli import cli
from flowcheck.config.load import config_in, read_config
from flowcheck.config.nearest import Configurations
from flowcheck.config.resolve import Resolved
from flowcheck.config.toml_places import place, places
from flowcheck.rules.selection import Selection


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(folder: Path) -> Path | None:
    """The configuration file of the files in a folder."""
    file = Configurations({}).of_folder(str(folder)).file
    return None if file is None else file.path


def test_nearest_file_upward_to_the_repository_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "flowcheck.toml", "")
    repo = tmp_path / "repo"
    deep = repo / "a/b"
    deep.mkdir(parents=True)
    (repo / ".git").mkdir()
    monkeypatch.chdir(repo)
    assert found(deep) is None
    write(repo / "pyproject.toml", "[tool.flowcheck]\nmax-nodes = 3\n")
    assert found(deep) == Path("pyproject.toml")
    nearer = Path("a/flowcheck.toml")
    write(nearer, "")
    assert found(deep) == nearer
    write(repo / "a/pyproject.toml", "[tool.flowcheck]\n")
    assert found(deep) == nearer
    write(repo / "a/b/pyproject.toml", "[tool.other]\n")
    assert found(deep) == nearer
    monkeypatch.chdir(tmp_path)
    assert found(deep) == Path("repo") / nearer


def test_without_one_of_its_own_a_file_has_that_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here/.git", "there/.git"):
        (tmp_path / name).mkdir(parents=True)
    write(tmp_path / "here/flowcheck.toml", "")
    monkeypatch.chdir(tmp_path / "here")
    assert found(tmp_path / "there") == Path("flowcheck.toml")
    monkeypatch.chdir(tmp_path / "there")
    assert found(Path("../here")) == tmp_path / "here/flowcheck.toml"


def test_a_deep_folder_is_no_trouble(tmp_path: Path) -> None:
    folder = "/".join(["d"] * 1500)
    (tmp_path / ".git").mkdir()
    write(tmp_path / "flowcheck.toml", "")
    assert found(tmp_path / folder) == tmp_path / "flowcheck.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max-node = 3\n", ":1:1: unknown key `max-node`; did you mean `max-nodes`?"),
        ("\n[severty]\nFC204 = 'info'\n", ":2:1: unknown key `severty`; did you mean `severity`?"),
        ("max-nodes = 'x'\n", ":1:1: `max-nodes`: expected an integer"),
        ("max-nodes = 0\n", ":1:1: `max-nodes`: input should be greater than or equal to 1"),
        ("fail-on = 'eror'\n", ":1:1: `fail-on`: input should be 'error', 'warning', 'info' or"),
        ("select = ['FC2', 'FC9x']\n", ":1:1: no rule matches `FC9x`"),
        ("[severity]\nFC2 = 'info'\nFC204x = 'error'\n", ":3:1: no rule matches `FC204x`"),
        (
            "[[suppress]]\nfile='a'\ncodes=['FC204']\nreason='x'\n"
            "[[suppress]]\nfile='a'\ncodes=['unknown-nod']\nreason='x'\n",
            ":7:1: no rule matches `unknown-nod`; did you mean `unknown-node`?",
        ),
        ("[[suppress]]\nfile='a'\ncodes=['FC204']\n", ":1:1: `suppress.0.reason`: is required"),
        (
            "[[suppress]]\nfile='a'\ncodes=['FC204']\nreason='x'\nnod='b'\n",
            ":5:1: unknown key `suppress.0.nod`; did you mean `node`?",
        ),
        ("select = [\n", "not TOML: "),
        ("select = 'FC2'\n", ":1:1: `select`: expected an array"),
        ("suppress = [1]\n", ":1:1: `suppress.0`: expected a table"),
        ("select = ['FC829']\n", "no rule matches `FC829`; did you mean `FC821`?"),
        ("select = ['FOO']\n", "no rule matches `FOO`; `flowcheck rules` lists them"),
        ("select = ['FC001']\n", "`FC001`; it speaks about the configuration"),
        ("[per-file-ignores]\n'a*' = ['FC77']\n", ":2:1: no rule matches `FC77`"),
    ],
)
def test_refused_with_place_and_nearest(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "flowcheck.toml", text)
    with pytest.raises(SettingsError) as caught:
        Configurations({}, config=str(path), known=True).of("app.json")
    assert message in str(caught.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        read_config(tmp_path / "none.toml")


def of(folder: Path, **flags: object) -> Resolved:
    return Configurations(flags).of(str(folder / "app.json"))


def test_flags_over_file_over_defaults(tmp_path: Path) -> None:
    write(
        tmp_path / "flowcheck.toml",
        "ignore = ['FC204']\nmax-nodes = 7\nfail-on = 'never'\nbaseline = 'b.json'\n"
        "models = ['m']\n[severity]\nFC2 = 'info'\nFC209 = 'warning'\n",
    )
    found = of(tmp_path, ignore=("FC301",), severity="info", select=())
    settings = found.settings
    assert (settings.ignore, settings.overrides.ignore) == (("FC204",), ("FC301",))
    assert (settings.max_nodes, settings.max_runs) == (7, 1000)
    assert settings.severity is Severity.INFO
    selection = Selection.of(settings)
    assert selection.severities["FC201"] is Severity.INFO
    assert selection.severities["FC209"] is Severity.WARNING
    assert found.fail_on is None
    assert found.baseline == tmp_path / "b.json"
    assert settings.models == (str(tmp_path / "m"),)
    assert found.origins["ignore"].endswith("flowcheck.toml:1")
    assert found.origins["severity"] == "--severity"
    assert not {"FC204", "FC301"} & selection.codes
    other = of(tmp_path, fail_on="info")
    assert other.fail_on is Severity.INFO
    bare = Configurations({}, no_config=True).of(str(tmp_path / "app.json"))
    assert (bare.file, bare.settings.max_nodes) == (None, 50)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a",), (1, 1)),
        (("t", "b c"), (4, 3)),
        (("t", "u", "v"), (6, 1)),
        (("s", 0), (7, 1)),
        (("s", 1, "x"), (10, 1)),
        (("nowhere",), (1, 1)),
    ],
)
def test_places_in_toml(path: tuple[str | int, ...], expected: tuple[int, int]) -> None:
    text = "a = 1\n# c = 1\n[t]\n  'b c' = 2\n[t.u]\nv = 3\n[[s]]\nx = 1\n[[s]] # two\nx = 2\n"
    assert place(places(text), path) == expected


def test_a_pyproject_whose_tool_is_no_table_configures_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", "tool = 3 # flowcheck\n")
    assert config_in(tmp_path) is None
    assert read_config(path).keys == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "[tool.flowcheck]\n",
        "[ tool . flowcheck ]\nmax-nodes = 9\n",
        "[tool.'flowcheck']\n",
        '["tool"."flowcheck"]\n',
        "[tool.flowcheck.severity]\nFC204 = 'info'\n",
        "[[tool.flowcheck.suppress]]\n",
        "tool.flowcheck.max-nodes = 9\n",
        'tool . "flowcheck" = {max-nodes = 9}\n',
        "tool = {other = 1, flowcheck = {}}\n",
        "'tool' = {flowcheck.max-nodes = 9}\n",
        "[tool]\nother = 1\nflowcheck.max-nodes = 9\n",
        "[ 'tool' ]\n'flowcheck' = {}\n",
        '["t\\u006Fol".flowcheck]\n',
        "[tool.other]\nx = 1\n[tool.flowcheck]\n",
        "[tool.flowcheck\n",  # no TOML, and who wrote it should hear that
    ],
)
def test_a_pyproject_configures_however_its_table_is_spelt(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", text)
    assert config_in(tmp_path) == path


def test_a_pyproject_that_only_names_flowcheck_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To load the parser takes as long as to check a small file."""
    write(
        tmp_path / "pyproject.toml",
        "[project]\ndependencies = ['scenario-flowcheck']\n[project.scripts]\n"
        "flowcheck = 'flowcheck.cli:main'\n[tool.hatch]\npackages = ['flowcheck']\n",
    )
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert config_in(tmp_path) is None


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "flowcheck.toml"
    path.write_bytes(b"\xef\xbb\xbfmax-nodes = 9\r\nmax-runs = 8\r\n")
    file = read_config(path)
    assert (file.config.max_nodes, file.config.max_runs) == (9, 8)
    assert file.place("max-runs") == (2, 1)


def test_a_folder_that_cannot_be_searched_has_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: object, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    above = write(tmp_path / "pyproject.toml", "[tool.flowcheck]\n")
    monkeypatch.setattr("os.stat", refused)
    found = config_in(tmp_path)
    monkeypatch.undo()
    assert found is None
    assert config_in(tmp_path) == above


BAD_GLOBS = ("foo\\\\", "!", "\\\\", "[z-a]", "[[:alpha:]].json", "[a", "")


@pytest.mark.parametrize("glob", BAD_GLOBS)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('max-nodes = 9\nexclude = ["a", "{}"]\n', "2:1"),
        ('[per-file-ignores]\n"a" = ["FC1"]\n  "{}" = ["FC1"]\n', "3:3"),
        ('[[suppress]]\ncodes = ["FC1"]\nreason = "x"\nfile = "{}"\n', "4:1"),
    ],
    ids=["exclude", "per-file-ignores", "suppress"],
)
def test_globs_that_match_nothing_are_refused_at_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, place: str, glob: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowcheck.toml").write_text(text.format(glob))
    result = CliRunner().invoke(cli, ["check", "."], standalone_mode=False)
    plain = glob.replace("\\\\", "\\")
    assert str(result.exception).startswith(f"flowcheck.toml:{place}: the glob `{plain}` ")


def test_a_glob_alone_takes_nothing_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text("[")
    (tmp_path / "flowcheck.toml").write_text('exclude = ["*.json", "!a.json"]')
    assert "a.json" in CliRunner().invoke(cli, ["check", "a.json"]).stdout
    (tmp_path / "flowcheck.toml").write_text('exclude = ["!a.json"]')
    result = CliRunner().invoke(cli, ["check", "."], standalone_mode=False)
    assert "the glob `!a.json` only takes back what others match" in str(result.exception)


def test_settings_can_be_kept_in_a_set() -> None:
    one = Settings(select=["FC1"], severities={"FC101": "info"})  # type: ignore[arg-type,dict-item]
    same = Settings(select=("FC1",), severities={"FC101": Severity.INFO})
    assert {one, same, Settings()} == {same, Settings()}
