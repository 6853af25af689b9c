"""`flowcheck trace` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from flowcheck.cli import cli
from flowcheck.shipped_schemas import load
from tests.cli.test_completion import offered
from tests.runs.support import gate, given, node, record
from tests.tracing.support import MODE, SPLIT, router

SAMPLES = Path(__file__).parents[2] / "samples"
TWO = str(SAMPLES / "two-routers-one-mode.json")
SCHEMA = Draft202012Validator(json.loads(load("trace")))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("split.json").write_text(json.dumps(SPLIT), encoding="utf-8")


def run(*args: str, body: Any = None) -> Result:
    if body is not None:
        Path("run.json").write_text(json.dumps(body), encoding="utf-8")
    return CliRunner().invoke(cli, ["trace", *args], standalone_mode=False)


def refused(*args: str, body: Any = None) -> str:
    result = run(*args, body=body)
    assert isinstance(result.exception, click.ClickException), result.output
    return str(result.exception.format_message())


def test_a_run_node_by_node() -> None:
    Path("two.json").write_text(Path(TWO).read_text("utf-8"), "utf-8")
    result = run("two.json", "run.json", body={"prompt": "a fox", "mode": "draft"})
    assert result.return_value == 0
    assert result.stdout == (
        "two.json with run.json\n"
        "\n"
        "runs     which-model       takes `quick`, as `mode == 'draft'` holds: `mode` is "
        '`"draft"`\n'
        "runs     which-upscaler    takes `x2`, as `mode == 'draft'` holds: `mode` is `\"draft\"`\n"
        "runs     sketch            `which-model` takes `quick`\n"
        "skipped  painting          waits for `slow` of `which-model`, which takes `quick`\n"
        "runs     enlarge-sketch    `which-upscaler` takes `x2`\n"
        "skipped  enlarge-painting  waits for `x4` of `which-upscaler`, which takes `x2`\n"
        "runs     sign              takes `enlarge-sketch`, which runs\n"
        "\n"
        "3 model runs.\n"
        "Outputs come from `enlarge-sketch` and `sign`.\n"
    )


def test_what_stays_open_and_how_to_say_it() -> None:
    result = run("split.json")
    assert result.return_value == 0
    assert result.stdout == (
        "split.json\n"
        "\n"
        "runs  router  its branch is open, `2` or `1`: `mode` reads workflow input `mode`\n"
        "open  draft   waits for `1` of `router`, whose branch is open\n"
        "open  render  waits for `2` of `router`, whose branch is open\n"
        "\n"
        "At least 0 model runs.\n"
        "No node contributes outputs for sure.\n"
        "`router` may take `2` or `1`; say which, as in --take router=2\n"
    )
    assert (
        "runs     router  takes `1`, as this branch was asked for\n"
        in run("split.json", "--take", "router=1").stdout
    )


def test_a_run_that_hangs() -> None:
    result = run(
        str(SAMPLES / "broken/optional-reference-one-branch-only.json"),
        "run.json",
        body={"prompt": "a fox"},
    )
    assert result.return_value == 1
    assert result.stdout.endswith(
        "hangs    enlarge        reads `from-picture`, which is skipped\n"
        "\n"
        "The job never completes: `enlarge` hangs.\n"
        "1 model run.\n"
    )


def test_inputs_that_are_refused() -> None:
    result = run("split.json", "run.json", body={"mod": "fast"})
    assert result.return_value == 1
    assert result.stdout == (
        "split.json with run.json\n"
        "\n"
        "Scenario would refuse these inputs:\n"
        "  the workflow has no input `mod` [FC821]\n"
    )


def test_json() -> None:
    result = run("split.json", "run.json", "--format", "json", body={"mode": "best"})
    told = json.loads(result.stdout)
    SCHEMA.validate(told)
    assert told == {
        "version": 1,
        "accepted": True,
        "refused": [],
        "modelRuns": 1,
        "nodes": [
            {
                "id": "router",
                "outcome": "runs",
                "branch": "2",
                "because": [
                    {
                        "message": "`mode == 'best'` holds: `mode` is `\"best\"`",
                        "pointer": "/flow/0/logic/cases/0",
                    }
                ],
                "contributes": False,
            },
            {
                "id": "draft",
                "outcome": "skipped",
                "branch": None,
                "because": [
                    {
                        "message": "waits for `1` of `router`, which takes `2`",
                        "pointer": "/flow/1/inputs/0/ref",
                    }
                ],
                "contributes": False,
            },
            {
                "id": "render",
                "outcome": "runs",
                "branch": None,
                "because": [{"message": "`router` takes `2`", "pointer": "/flow/2/inputs/0/ref"}],
                "contributes": True,
            },
        ],
        "open": [],
    }


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("**/*.json")), ids=lambda path: path.stem)
def test_every_sample_has_a_trace_or_says_why_not(path: Path) -> None:
    result = run(str(path), "--format", "json")
    if result.exception is not None:
        assert isinstance(result.exception, click.ClickException), result.exception
    else:
        SCHEMA.validate(json.loads(result.stdout))
        text = run(str(path), "--color", "never").stdout
        assert len(text.splitlines()) >= 3 + len(json.loads(result.stdout)["nodes"])


def test_stdin_and_its_name() -> None:
    words = ["trace", "-", "--stdin-name", "app.json"]
    text = json.dumps(SPLIT)
    assert CliRunner().invoke(cli, words, input=text).stdout.startswith("app.json\n\nruns")
    result = CliRunner().invoke(cli, ["trace", "split.json", "-"], input='{"mode": "best"}')
    assert result.stdout.startswith("split.json with <stdin>\n\nruns     router  takes `2`")
    assert refused("-", "-") == "FILE and RUN.json cannot both be stdin"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("none.json",), "none.json: no such file or directory"),
        (("split.json", "none.json"), "none.json: no such file or directory"),
        (("split.json", "--take", "router"), "`router` is not NODE=VALUE"),
        (("split.json", "--take", "router=3"), "`router` never takes `3`; it takes `2` or `1`"),
        (
            ("split.json", "--take", "router=1", "--take", "router=2"),
            "`router` is asked to take two branches",
        ),
        (("split.json", "--id", "w"), "split.json: no workflows with the id `w`"),
    ],
)
def test_what_cannot_be_meant(args: tuple[str, ...], message: str) -> None:
    assert refused(*args) == message


def test_errors_of_the_workflow_are_named_and_exit_2() -> None:
    flow = record([node("a", {"name": "x", "type": "file", "ref": {"node": "ghost"}}, modelId="m")])
    Path("bad.json").write_text(json.dumps(flow, indent=1), encoding="utf-8")
    assert refused("bad.json").splitlines() == [
        "bad.json: nothing can be said of `a` while the workflow is wrong",
        "bad.json:12:15: `ref` names node `ghost`, which is not in this flow [FC204]",
    ]
    assert CliRunner().invoke(cli, ["trace", "bad.json"]).exit_code != 0


HOSTILE = "evil\x1b[31m\n::error::\u202e=x' $(rm)"


def test_hostile_names_are_shown_escaped_and_can_be_asked_for() -> None:
    ask = router(HOSTILE, ("mode == 'best'", "a=\x1b"), default="b", inputs=[given("mode", "mode")])
    flow = record([ask, node("x", gate(HOSTILE, "a=\x1b"), modelId="m")], MODE)
    Path("evil.json").write_text(json.dumps(flow), encoding="utf-8")
    for words in ((), ("--take", f"{HOSTILE}=a=\x1b"), ("--format", "json")):
        text = run("evil.json", *words).stdout
        assert not set(text) & {"\x1b", "\u202e"}
        assert "\n::error" not in text
    taken = json.loads(run("evil.json", "--take", f"{HOSTILE}=a=\x1b", "--format", "json").stdout)
    assert [node["outcome"] for node in taken["nodes"]] == ["runs", "runs"]
    assert "\x1b" not in refused("evil.json", "--take", f"{HOSTILE}\x1b=c")


def test_long_names_do_not_push_the_reasons_away() -> None:
    long = "n" * 400
    flow = record([node(long), node("b")])
    Path("long.json").write_text(json.dumps(flow), encoding="utf-8")
    assert max(map(len, run("long.json").stdout.splitlines())) < 130


def test_colours() -> None:
    assert "\x1b[32mruns\x1b[0m" in run("split.json", "--color", "always").stdout
    assert "\x1b" not in run("split.json", "--color", "never").stdout


def test_branches_are_completed() -> None:
    words = "flowcheck trace split.json --take "
    assert offered(words) == ["plain,router=2", "plain,router=1"]
    assert offered(f"{words}router=1") == ["plain,router=1"]
    assert offered("flowcheck trace none.json --take r") == []
    assert offered("flowcheck trace sp") == ["file,sp"]
