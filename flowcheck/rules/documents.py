"""FC101–FC103, FC108, FC109: the file, its JSON and the documents in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.reading.documents import Document
from flowcheck.reading.doubled import are_the_sdks
from flowcheck.reading.misplaced import Misplaced
from flowcheck.reading.source import Record, Source
from flowcheck.reading.twins import differing_twins
from flowcheck.rules.registry import rule
from flowcheck.wording import listed

if TYPE_CHECKING:
    from flowcheck.context import Context
    from flowcheck.settings import Settings


@rule("FC101", "invalid-json", Severity.ERROR, on=Source)
def invalid_json(source: Source, record: Record, settings: Settings) -> Iterator[Finding]:
    """The text is not JSON, or not UTF-8.

    Why: Scenario takes and sends JSON in UTF-8 (certain); comments, trailing commas, `NaN` and
    single quotes are none. Nothing else of such a file is checked. Beyond what JSON itself says,
    numbers that no program can hold and values nested more than 500 deep are refused.

    Bad:
        [{"id": "generate", "type": "custom-model", "modelId": "model_a",}]

    Good:
        [{"id": "generate", "type": "custom-model", "modelId": "model_a"}]
    """
    problem = record.decoded.problem
    if problem is not None:
        packed = problem.args.get("kind") == "packed"
        hint = "packed files are read when they are named .jsonl.gz or .jsonl.zst"
        yield Finding(
            (),
            problem.message,
            hint=hint if packed else None,
            offset=problem.offset,
            args=problem.args,
        )


@rule("FC102", "duplicate-key", Severity.ERROR, on=Source)
def duplicate_key(source: Source, record: Record, settings: Settings) -> Iterator[Finding]:
    """An object has the same key twice.

    Why: JSON readers keep one of the two, nearly always the last, so the first value is lost
    without a word (certain). It is the usual trace of a bad merge or of copied lines. The two
    spellings of a field, `dependsOn` and the SDK's `depends_on`, are one field: null and equal
    values are no harm, of two that differ one is lost; that is a warning. `to_json()` of the SDK's
    replies writes each camelCase field of a record twice, with the same value (observed); that
    pattern is let pass.

    Bad:
        {"id": "generate", "type": "custom-model", "id": "upscale"}

    Good:
        {"id": "generate", "type": "custom-model"}
    """
    for twice in () if are_the_sdks(record.decoded) else record.decoded.duplicates:
        pointer = (*twice.pointer, twice.key)
        how = "twice in this object; the first one is lost"
        if twice.count > 2:
            how = f"{twice.count} times in this object; all but the last are lost"
        for nth in range(1, twice.count):
            # The number is part of a third occurrence's identity, not of the usual second one's.
            more = {"occurrence": nth + 1} if nth > 1 else {}
            yield Finding(
                pointer,
                f"{listed([twice.key])} is given {how}",
                related=(See("first given here", pointer, at_key=True, nth=0),),
                args={"key": twice.key, **more},
                at_key=True,
                nth=nth,
            )
    for twins in differing_twins(record):
        yield Finding(
            (*twins.pointer, twins.lost),
            f"`{twins.lost}` is another spelling of `{twins.kept}`, and their values differ: only "
            "one of them can count",
            hint=f"keep the one that is meant; `{twins.kept}` is taken here",
            related=(See("the other spelling", (*twins.pointer, twins.kept), at_key=True),),
            args={"key": twins.lost, "twin": twins.kept},
            severity=Severity.WARNING,
            at_key=True,
        )


@rule("FC103", "no-flow", Severity.ERROR, on=Source)
def no_flow(source: Source, record: Record, settings: Settings) -> Iterator[Finding]:
    """A file holds nothing that flowcheck checks, or its flow is in the wrong place.

    Why: a check that finds nothing because it looked at the wrong file must not pass. A flow, a
    workflow or job record, a reply that holds one, a model record and an inputs contract count
    (certain). The web app's export holds the editor's authoring graph, which Scenario compiles
    into a flow when the workflow is saved (observed): its inputs are checked, its graph cannot
    be. Files found by walking a directory are passed over instead, unless `strict` is set, or
    nodes stand in them under another key than `flow`. A key `flow` that holds nothing like nodes
    is a warning there: other formats use the word too.

    Bad:
        {"name": "portrait", "steps": ["generate", "upscale"]}

    Good:
        {"name": "portrait", "flow": [{"id": "draw", "type": "custom-model", "modelId": "model_a"}]}
    """
    place = source.misplaced.get(record.line)
    if place is not None:
        yield _misplaced(place)
    if not source.explicit or source.broken:
        return
    if source.holds_nothing:
        if source.is_first(record):
            message = "no flow, model or inputs contract in here"
            offset = 0 if source.blank else None
            yield Finding((), message, args={"found": "nothing"}, offset=offset)
    elif source.only_authoring:
        for document in record.documents:
            yield Finding(
                (*document.at, "editorInfo"),
                "an authoring graph, not a compiled flow",
                hint="check the workflow record that the API returns",
                args={"found": "authoring"},
                at_key=True,
            )


def _misplaced(place: Misplaced) -> Finding:
    return Finding(
        place.pointer,
        place.message,
        hint=place.hint,
        args={"found": "misplaced"},
        severity=None if place.sure else Severity.WARNING,
        at_key=True,
    )


@rule("FC108", "empty-flow", Severity.WARNING, on=Document, mildest=Severity.INFO)
def empty_flow(document: Document, context: Context) -> Iterator[Finding]:
    """A flow has no nodes.

    Why: there is nothing to run, so a job of it ends without a result (certain). A workflow that
    is still a draft has no nodes until somebody draws them (observed), so there it is info.

    Bad:
        {"name": "portrait", "status": "ready", "flow": []}

    Good:
        {"name": "portrait", "status": "ready",
         "flow": [{"id": "draw", "type": "custom-model", "modelId": "model_a"}]}
    """
    flow = document.flow
    if not isinstance(flow, list) or any(node is not None for node in flow):
        return
    record = document.record
    draft = isinstance(record, dict) and record.get("status") == "draft"
    yield Finding(
        document.flow_at or (),
        "the flow has no nodes: there is nothing to run",
        severity=Severity.INFO if draft else None,
    )


@rule("FC109", "too-many-nodes", Severity.INFO, on=Flow)
def too_many_nodes(flow: Flow, context: Context) -> Iterator[Finding]:
    """A flow has more nodes than Scenario documents.

    Why: "Maximum 50 nodes per workflow" say the docs (certain), yet a public app has 62 flow
    items (observed), so it is no more than a remark. The copies a loop makes for its iterations
    do not count. The bound is `max-nodes` in the configuration.

    Bad: with `max-nodes = 1`
        [{"id": "draw", "type": "custom-model", "modelId": "model_a"},
         {"id": "upscale", "type": "custom-model", "modelId": "model_b"}]

    Good: with `max-nodes = 2`
        [{"id": "draw", "type": "custom-model", "modelId": "model_a"},
         {"id": "upscale", "type": "custom-model", "modelId": "model_b"}]
    """
    bound = context.settings.max_nodes
    count = len(flow.left_out) + sum(site.raw.get("loopNodeId") is None for site in flow.sites)
    if count > bound:
        yield Finding(
            flow.document.flow_at or (),
            f"the flow has {count} nodes, the documented maximum is {bound}",
            hint="move a part of it into a sub-workflow",
            args={"max": bound},
        )
