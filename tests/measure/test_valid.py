"""Valid records are clean at warning level, in every document shape and spelling."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from flowcheck import RULES, check
from tests.measure import documents, valid
from tests.measure.a_run import as_job

TIMES = 12


def told(document: Any, name: str = "record.json") -> list[tuple[str, str, str]]:
    report = check(document, name=name)
    assert not report.failures
    return [(p.code, p.pointer, p.message) for p in report.problems]


@pytest.mark.parametrize("shape", documents.WRAPS)
def test_valid_flow_in_every_document(shape: str) -> None:
    for seed in range(TIMES):
        rng = random.Random(f"{shape} {seed}")
        document = documents.wrap(valid.record(rng), shape, rng)
        assert told(document) == [], seed


@pytest.mark.parametrize("spelling", documents.SPELLINGS)
def test_valid_flow_in_every_spelling(spelling: str) -> None:
    for seed in range(TIMES):
        rng = random.Random(f"{spelling} {seed}")
        definition = documents.spell(valid.record(rng), spelling)
        shape = rng.choice(("bare", "record", "update", "reply", "list reply"))
        assert told(documents.wrap(definition, shape, rng)) == [], seed


def test_valid_flow_as_a_line() -> None:
    rng = random.Random(7)
    records = [documents.workflow_record(valid.record(rng), rng) for _ in range(5)]
    text = "\n".join(json.dumps(record) for record in records)
    assert told(text, "records.jsonl") == []


def test_large_valid_flows() -> None:
    for seed in range(4):
        definition = valid.record(random.Random(f"large {seed}"), 25)
        assert len(definition["flow"]) >= 50
        assert told(definition) == []


def test_model_records() -> None:
    for seed in range(60):
        assert told(documents.model_document(random.Random(f"model {seed}"))) == [], seed


def test_order_of_the_nodes_does_not_matter() -> None:
    for seed in range(TIMES):
        rng = random.Random(f"order {seed}")
        definition = valid.record(rng)
        rng.shuffle(definition["flow"])
        assert told(definition) == [], seed


def test_flows_through_the_sdk() -> None:
    """Constructed and dumped by the official models: what a Python program holds and writes."""
    retrieve = pytest.importorskip("scenario_sdk.types.workflow_retrieve_response")
    job = pytest.importorskip("scenario_sdk.types.job_retrieve_response")
    for seed in range(TIMES):
        rng = random.Random(f"sdk {seed}")
        definition = valid.record(rng, rng.choice((1, 2, 3)))
        reply = retrieve.WorkflowRetrieveResponse.construct(
            workflow=documents.workflow_record(definition, rng)
        )
        run = job.JobRetrieveResponse.construct(
            job=documents.job_record(as_job(definition["flow"], rng), rng)
        )
        for record in (reply, run):
            assert told(record) == []
            for by_alias in (True, False):
                dumped = record.model_dump(mode="json", by_alias=by_alias, warnings=False)
                assert told(dumped) == [], (seed, by_alias)


def test_docs_short_form_of_a_job() -> None:
    node = {"id": "a", "status": "success", "assets": [{"assetId": "asset_1", "url": "https://x"}]}
    short: Any = {"jobId": "job_1", "metadata": {"flow": [node, {**node, "id": "b", "assets": []}]}}
    assert told(short) == []
    longer = copy.deepcopy(short)
    longer["metadata"]["flow"][1] |= {"type": "custom-model", "modelId": "m"}
    assert [code for code, _, _ in told(longer)] == ["FC104"]


CATALOGUE = """
FC101 invalid-json E
FC102 duplicate-key E
FC103 no-flow E
FC104 missing-field E
FC105 wrong-type E
FC106 unknown-value W
FC107 unknown-field W
FC108 empty-flow W
FC109 too-many-nodes I
FC201 duplicate-node-id E
FC202 reserved-node-id E
FC203 duplicate-input-name E
FC204 unknown-node E
FC205 unknown-workflow-input E
FC206 missing-ref-name E
FC207 empty-ref E
FC208 self-reference E
FC209 cycle E
FC210 duplicate-dependency W
FC211 ref-and-value W
FC212 ref-to-gate E
FC213 scalar-into-array E
FC214 type-mismatch W
FC215 unused-workflow-input W
FC216 dangling-node W
FC301 equal-without-branch W
FC302 unknown-branch E
FC303 logic-without-cases W
FC304 incomplete-case E
FC305 duplicate-condition W
FC306 missing-default W
FC307 unused-branch I
FC308 never-runs E
FC309 never-completes E
FC310 expression-syntax E
FC311 unknown-variable E
FC312 unknown-function W
FC313 wrong-arguments E
FC314 double-quoted-literal I
FC315 constant-condition W
FC316 unused-expression-input W
FC317 unreachable-case W
FC318 expression-may-fail I
FC319 merge-of-both W
FC401 unknown-body-node E
FC402 loop-in-own-body E
FC403 duplicate-body-node W
FC404 empty-loop E
FC405 overlapping-loops W
FC406 invalid-count E
FC407 nothing-to-iterate E
FC408 count-differs-from-list W
FC409 loop-over-scalar W
FC410 body-ignores-item W
FC411 reads-body-template W
FC412 loop-waits-for-itself E
FC413 too-many-runs W
FC414 unknown-loop-item W
FC415 body-reads-result W
FC420 empty-list E
FC421 blank-item W
FC422 mixed-items W
FC423 impossible-selection E
FC424 nothing-to-select E
FC501 include-outputs-not-true E
FC502 include-outputs-without-output W
FC503 redundant-include-outputs I
FC504 no-output E
FC505 output-may-be-lost I
FC506 may-end-empty I
FC601 unknown-required-sibling W
FC602 self-required W
FC603 malformed-required E
FC604 redundant-required I
FC605 impossible-required-value W
FC610 missing-required-input E
FC611 maybe-missing-required-input W
FC612 dead-required-rule I
FC613 undecided I
FC701 field-not-for-node W
FC702 missing-model-id E
FC703 missing-workflow-id E
FC704 missing-logic-type E
FC705 missing-transform W
FC706 approval-guards-nothing W
FC707 approval-not-awaited W
FC710 option-not-for-input W
FC711 invalid-bounds E
FC712 value-not-allowed E
FC713 bad-allowed-values W
FC714 unknown-mask-source E
FC715 bad-sub-inputs E
FC716 rows-as-value W
FC801 unknown-model I
FC802 unknown-model-input E
FC803 missing-model-input E
FC804 model-input-type E
FC805 model-input-value E
FC806 wrong-model-type E
FC811 unknown-sub-workflow I
FC812 unknown-sub-workflow-input E
FC813 missing-sub-workflow-input E
FC814 recursive-workflows E
FC815 sub-workflow-input-type E
FC816 sub-workflow-input-value E
FC821 unknown-run-input E
FC822 missing-run-input E
FC823 run-input-type E
FC824 run-input-value E
FC901 incomplete-iteration-mark E
FC902 not-a-loop E
FC903 bad-iteration-index E
FC904 iteration-gap W
FC905 iteration-beyond-count W
FC906 status-conflict W
FC907 waits-for-skipped E
"""


def test_codes_names_and_severities() -> None:
    """The catalogue as agreed; a code never changes its meaning."""
    agreed = [tuple(line.split()) for line in CATALOGUE.strip().splitlines()]
    words = {"E": "error", "W": "warning", "I": "info"}
    assert [(rule.code, rule.name, rule.severity.value) for rule in RULES.values()] == [
        (code, name, words[letter]) for code, name, letter in agreed
    ]
