"""Whatever a checked file holds, no format is steered, broken or forged by it."""

from __future__ import annotations

import json
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports import made
from tests.reports.formats import RENDER, settle

EACH = pytest.mark.parametrize("text", made.HOSTILE, ids=map(str, range(len(made.HOSTILE))))
PRINTED = [name for name in RENDER if name != "summary"]
FEW = settings(max_examples=60, deadline=None)


def assert_plain(text: str) -> None:
    """No control or invisible character but line ends, no command to a CI runner; encodable."""
    text.encode()
    odd = {c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Cf", "Zl", "Zp")}
    assert odd <= {"\n"}
    assert "##[" not in text
    for line in text.split("\n"):
        assert not line.startswith("##")


@pytest.mark.parametrize("name", PRINTED)
@EACH
def test_output_is_plain_text(name: str, text: str) -> None:
    assert_plain(RENDER[name](made.hostile(text)))


@EACH
def test_concise_is_two_lines_whatever_they_name(text: str) -> None:
    lines = RENDER["concise"](made.hostile(text)).splitlines()
    assert len(lines) == 2
    assert not any(line.startswith("::") for line in lines)
    assert ":1:2: error: no node `" in lines[1]
    assert lines[1].endswith("` [FC204]")


@EACH
def test_full_has_its_own_beginning_on_every_line(text: str) -> None:
    lines = RENDER["full"](made.hostile(text)).splitlines()
    beginnings = ["error: ", "", "error[", " --> ", "  |", '1 | "', "  |  ^^"]
    beginnings += ["  = first ", "  = run: ", "  = help: ", ""]
    assert len(lines) == len(beginnings)
    for line, beginning in zip(lines, beginnings, strict=True):
        assert line.startswith(beginning)


@EACH
def test_json_gives_the_text_back(text: str) -> None:
    report = made.hostile(text)
    whole = json.loads(RENDER["json"](report))
    assert whole == report.to_dict()
    assert whole["problems"][0]["node"] == text
    lines = [json.loads(line) for line in RENDER["jsonl"](report).splitlines()]
    assert lines == [*whole["problems"], *whole["failures"]]


@EACH
def test_gitlab_and_sarif_keep_their_shape(text: str) -> None:
    report = made.hostile(text)
    failure, found = json.loads(RENDER["gitlab"](report))
    assert (failure["check_name"], found["check_name"]) == ("unreadable", "FC204")
    assert found["location"]["lines"] == {"begin": 1, "end": 1}
    result, hidden = json.loads(RENDER["sarif"](report))["runs"][0]["results"]
    assert result["message"]["text"].startswith("no node `")
    assert "](" not in result["message"]["text"]
    assert hidden["suppressions"] == [{"kind": "external"}]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert uri.isprintable()
    assert not set(uri) & set(' "<>\\^`{|}')


@EACH
def test_junit_is_xml_of_one_problem_and_one_error(text: str) -> None:
    root = ElementTree.fromstring(RENDER["junit"](made.hostile(text)).encode())
    assert [e.tag for e in root.iter()] == [
        "testsuites",
        *("testsuite", "testcase", "error"),
        *("testsuite", "testcase", "failure"),
    ]


@EACH
def test_github_has_a_command_for_each_and_no_other(text: str) -> None:
    lines = RENDER["github"](made.hostile(text)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error"]
    for line in lines:
        _, properties, message = line.split("::", 2)
        assert {p.partition("=")[0] for p in properties.removeprefix("error ").split(",")} <= {
            *("file", "line", "endLine", "col", "endColumn", "title")
        }
        assert message


def test_names_of_ten_thousand_characters_leave_the_sentence_readable() -> None:
    report = made.hostile("long" * 2500)
    problem = report.problems[0]
    for name in ("full", "github", "junit", "gitlab"):
        assert f"no node `{'long' * 100}" in RENDER[name](report)
        assert problem.message not in RENDER[name](report)
    assert "longlong`" in RENDER["full"](report).split("\n")[2]


@FEW
@given(st.text(min_size=1))
def test_any_text_in_any_format(text: str) -> None:
    report = made.hostile(text)
    with pytest.MonkeyPatch.context() as patch:
        settle(patch)
        outputs = {name: RENDER[name](report) for name in PRINTED}
    for output in outputs.values():
        output.encode()
        assert "\x1b" not in output
        assert "\r" not in output
    assert json.loads(outputs["json"]) == report.to_dict()
    assert len(outputs["concise"].split("\n")) == 3
    assert len(outputs["github"].split("\n")) == 3
    assert len(outputs["jsonl"].split("\n")) == 3
    ElementTree.fromstring(outputs["junit"].encode())
