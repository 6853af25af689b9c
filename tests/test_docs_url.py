"""Links to the rules' pages: to an address that is set, and none while there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import flowcheck
from flowcheck.cli import cli
from flowcheck.docs_url import DOCS_URL, base, rule_url
from flowcheck.reports import junit, sarif
from flowcheck.wire.report_schema import report_schema
from tests.reports import made

Run = Callable[..., Result]
BAD = (
    '[{"id": "draw", "type": "custom-model", "modelId": "model_x", "inputs": ['
    '{"name": "image", "type": "file", "ref": {"node": "gone"}}]}]\n'
)
SITE = "https://docs.example.org/flowcheck"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a repository with one bad flow."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.json").write_text(BAD)

    def run(*args: str) -> Result:
        return CliRunner().invoke(cli, args, standalone_mode=False)

    return run


def configured(text: str) -> None:
    Path("flowcheck.toml").write_text(text)


def problem(done: Result) -> dict[str, Any]:
    assert done.return_value == 1, done.output
    (found,) = json.loads(done.stdout)["problems"]
    assert isinstance(found, dict)
    return found


def test_without_an_address_nothing_links_anywhere(run: Run) -> None:
    assert DOCS_URL is None  # else these tests need `docs-url = ""`
    found = run("check", "--format", "json")
    assert problem(found)["url"] is None
    for text in (
        run("check", "--format", "sarif").stdout,
        run("check", "--format", "junit").stdout,
        run("explain", "FC204").stdout,
        run("explain", "FC001").stdout,
    ):
        assert "readthedocs" not in text
        assert "None" not in text
    rules = json.loads(run("rules", "--format", "json").stdout)
    assert {rule["url"] for rule in rules} == {None}


def test_the_configuration_names_an_address(run: Run) -> None:
    configured(f'docs-url = "{SITE}"\n')
    url = f"{SITE}/rules/FC204/"
    assert problem(run("check", "--format", "json"))["url"] == url
    (log,) = json.loads(run("check", "--format", "sarif").stdout)["runs"]
    (rule,) = log["tool"]["driver"]["rules"]
    assert rule["helpUri"] == url
    assert rule["help"]["markdown"].endswith(f"\n\n[{url}]({url})\n")
    assert f"\n{url}</failure>" in run("check", "--format", "junit").stdout
    assert run("explain", "FC204").stdout.endswith(f"\n\n{url}\n")
    assert run("explain", "FC001").stdout.endswith(f"\n\n{SITE}/configuration/#suppressions\n")
    rules = json.loads(run("rules", "--format", "json").stdout)
    assert [rule["url"] for rule in rules if rule["code"] == "FC204"] == [url]


def test_a_suppression_that_hides_nothing_links_to_its_page(run: Run) -> None:
    configured('[per-file-ignores]\n"bad.json" = ["FC201"]\n')
    codes = {p["code"]: p for p in json.loads(run("check", "--format=json").stdout)["problems"]}
    assert codes["FC001"]["url"] is None
    configured(f'docs-url = "{SITE}/"\n[per-file-ignores]\n"bad.json" = ["FC201"]\n')
    codes = {p["code"]: p for p in json.loads(run("check", "--format=json").stdout)["problems"]}
    assert codes["FC001"]["url"] == f"{SITE}/configuration/#suppressions"


def test_an_empty_address_is_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowcheck.config.docs.DOCS_URL", SITE + "/")
    assert SITE in run("explain", "FC204").stdout
    configured('docs-url = ""\n')
    assert SITE not in run("explain", "FC204").stdout
    assert problem(run("check", "--format", "json"))["url"] is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('docs-url = "docs.example.org"', "`docs-url`: `docs.example.org` is no http(s) address"),
        ('docs-url = "https://a b"', "`docs-url`: `https://a b` is no http(s) address"),
        ('docs-url = "javascript:alert(1)"', "`javascript:alert(1)` is no http(s) address"),
        ("docs-url = 3", "`docs-url`: expected a string"),
        ("docs-url = ", "flowcheck.toml: not TOML: "),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["explain", "FC204"], ["rules", "--format=json"]])
def test_what_is_no_address_is_refused(
    run: Run, text: str, message: str, command: list[str]
) -> None:
    configured(text)
    done = run(*command)
    assert isinstance(done.exception, click.ClickException)
    assert message in done.exception.message


def test_the_list_of_rules_needs_no_configuration(run: Run) -> None:
    configured("docs-url = ")
    assert run("rules").exception is None


def test_the_address_in_the_library() -> None:
    assert flowcheck.check(BAD).problems[0].url is None
    settings = flowcheck.Settings(docs_url=SITE)
    assert flowcheck.check(BAD, settings=settings).problems[0].url == f"{SITE}/rules/FC204/"
    assert flowcheck.Settings(docs_url="").docs_url is None
    with pytest.raises(flowcheck.SettingsError, match="`docs_url`: `ftp://x` is no http"):
        flowcheck.Settings(docs_url="ftp://x")


def test_an_address_ends_in_one_slash() -> None:
    assert base("http://x") == base("http://x//") == "http://x/"
    assert rule_url("FC204", base("http://x")) == "http://x/rules/FC204/"
    assert rule_url("FC204", None) is None
    for hostile in ("https://x\n", "https://x/\u202e", "https://x/`", "https://"):
        with pytest.raises(ValueError, match="is no http"):
            base(hostile)


def without_links() -> flowcheck.Report:
    """Every sort of problem, with no address anywhere."""
    return replace(
        made.REPORT, problems=tuple(replace(each, url=None) for each in made.REPORT.problems)
    )


def test_reports_without_addresses_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    report = without_links()
    log = json.loads(sarif.render(report))["runs"][0]["tool"]["driver"]
    assert "informationUri" not in log
    for rule in log["rules"]:
        assert "helpUri" not in rule
        assert rule["help"]["text"]
    assert "None" not in junit.render(report)
    assert "http" not in junit.render(report)
    assert "url" in report_schema()["$defs"]["Problem"]["required"]
    assert Draft202012Validator(report_schema()).is_valid(report.to_dict())
    monkeypatch.setattr(sarif, "DOCS_URL", SITE)
    log = json.loads(sarif.render(report))["runs"][0]["tool"]["driver"]
    assert log["informationUri"] == SITE
