"""What takes longer and is asked of some inputs only: the same bytes twice, every format, fixes,
runs, pictures, and what an editor asks."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs

from flowcheck import (
    Report,
    Settings,
    Severity,
    TraceError,
    check,
    check_file,
    check_run,
    check_stream,
    contract_schema,
    fixed_text,
    run_model,
    trace,
)
from flowcheck.cli.inputs_table import rows, table
from flowcheck.contracts.contract import Contract
from flowcheck.graph.flow import Flow
from flowcheck.pictures.build import scene_of
from flowcheck.pictures.dot import dot
from flowcheck.pictures.mermaid import mermaid
from flowcheck.pictures.svg import svg
from flowcheck.reading.packed import is_packed
from flowcheck.reading.source import Source
from flowcheck.reports import FORMATS, renderer
from flowcheck.shipped_schemas import load
from tests.fuzz.inputs import Input
from tests.fuzz.together import together

EVERYTHING = Settings(severity="info")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_SARIF = Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json"
_LARGE = 60_000
"""Characters from which on what is not linear in a text's size is not asked."""


def everything(dice: Random, one: Input, source: Source) -> None:
    """Ask all of it of an input and its source."""
    same_bytes(one, source)
    formats(check(source.text, settings=EVERYTHING, name=source.name))
    if not source.broken:
        fixes(source)
    if len(source.text) < _LARGE:
        runs(dice, source)
        pictures(source)
        editor(dice, source)
        report = together(dice, source)
        formats(report)


def same_bytes(one: Input, source: Source) -> None:
    """The same report of the same input, however it is handed over: twice, as text, as a value,
    as a file on the disk, as records of a stream."""
    report = renderer("json")(check(source.text, settings=EVERYTHING, name=source.name))
    again = renderer("json")(check(source.text, settings=EVERYTHING, name=source.name))
    assert report == again
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / one.name
        path.write_bytes(one.data)
        told = check_file(path, settings=EVERYTHING)
        assert not [f for f in told.failures if f.bug]
        if not is_packed(one.name):
            ours = check(one.data, settings=EVERYTHING, name=str(path))
            assert ours == told
    if not source.broken and len(source.records) == 1 and not is_packed(one.name):
        value = source.records[0].decoded.value
        if not isinstance(value, str) and not source.records[0].decoded.duplicates:
            text = json.dumps(value, indent=2, ensure_ascii=False)
            by_text = check(text, settings=EVERYTHING)
            assert check(value, settings=EVERYTHING).problems == by_text.problems
        assert len(list(check_stream([value, value], settings=EVERYTHING))) == 2


def formats(report: Report) -> None:
    """Every format prints it, as its schema says, and nothing that steers a terminal."""
    for name in FORMATS:
        text = renderer(name)(report)
        assert not _CONTROLS.search(text), f"{name}: a raw control character"
        text.encode()
        match name:
            case "json":
                _schema("report").validate(json.loads(text))
            case "jsonl":
                assert len(text.splitlines()) == len(report.problems) + len(report.failures)
                for line in text.splitlines():
                    json.loads(line)
            case "sarif":
                _schema("sarif").validate(json.loads(text))
            case "gitlab":
                assert len(json.loads(text)) == len(report.problems) + len(report.failures)
            case "junit":
                ElementTree.fromstring(text.encode())
            case "github" | "concise":
                assert len(text.splitlines()) >= len(report.problems)


@cache
def _schema(name: str) -> Any:
    text = _SARIF.read_text() if name == "sarif" else load(name)
    return jsonschema_rs.validator_for(json.loads(text))


def fixes(source: Source) -> None:
    """Mending leaves JSON, brings no error, and has nothing left to do; guesses end too."""
    text = source.text
    before = _errors(source.name, text)
    for unsafe in (False, True):
        new, made = fixed_text(text, EVERYTHING, unsafe=unsafe, name=source.name)
        assert bool(made) or new == text
        if made:
            mended = Source.of(source.name, new)
            assert not mended.broken, new
            again, more = fixed_text(new, EVERYTHING, unsafe=unsafe, name=source.name)
            assert (again, more) == (new, ()), (unsafe, [p.code for p in more])
        if made and not unsafe:
            brought = _errors(source.name, new) - before
            assert not brought, (brought, [p.code for p in made])


def _errors(name: str, text: str) -> Counter[str]:
    found = check(text, settings=EVERYTHING, name=name).problems
    return Counter(p.code for p in found if p.severity is Severity.ERROR)


def runs(dice: Random, source: Source) -> None:
    """What is told of runs: of all, of one, and whether Scenario takes one's inputs."""
    text, name = source.text, source.name
    try:
        traced = trace(text, name=name)
        assert traced.to_dict() == trace(text, name=name).to_dict()
    except TraceError:
        pass  # too wrong to tell
    flows = [flow for document in source.documents if (flow := Flow(document)).present]
    if flows and len(flows[0].nodes) < 30:
        run_model(flows[0])
    body = {
        word: dice.choice((None, "a", 1, True, [], ["a"], {}, 2.5))
        for word in ("prompt", "mode", "input0", dice.choice(("size", "x", "")))
    }
    told = check_run(text, body, settings=EVERYTHING, name=name)
    assert not [failure for failure in told.failures if failure.bug]
    formats(told)
    try:
        schema = contract_schema(text, name=name)
    except ValueError:
        pass  # no contract, or several
    else:
        json.dumps(schema, allow_nan=False)
        jsonschema_rs.meta.validate(schema)
    for flow in flows:
        contract = Contract.of(flow)
        if contract is not None:
            list(rows(contract))
            assert not [line for line in table(contract) if _CONTROLS.search(line)]


def pictures(source: Source) -> None:
    """Every picture of every flow in it is drawn, the same each time."""
    report = check(source.text, settings=EVERYTHING, name=source.name)
    for document in source.documents[:2]:
        flow = Flow(document)
        if flow.present and len(flow.nodes) < 60:
            scene = scene_of(flow, report.problems, title=source.name)
            for draw in (mermaid, dot, svg):
                text = draw(scene)
                assert text == draw(scene)
                assert not _CONTROLS.search(text), f"{draw.__name__}: a raw control character"
            ElementTree.fromstring(svg(scene))


def editor(dice: Random, source: Source) -> None:
    """What an editor asks at some place of the text, opened or just typed into."""
    from tests.lsp.test_hostile import everything as asked

    text = source.text
    at = dice.randint(0, len(text))
    old = asked(text[:at] + text[at + dice.choice((0, 1, 30)) :], at)
    asked(text, at, dice.choice((None, old)))
