"""The words that fit a place: what the flow, its neighbours and Scenario's vocabulary have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from lsprotocol import types

from flowcheck.findings import Pointer
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.lsp.fields import VOCABULARY, described, model_at
from flowcheck.lsp.inlay import input_type
from flowcheck.lsp.known import Home, Known
from flowcheck.lsp.words import declared
from flowcheck.project.workflows import record_id, workflow_id
from flowcheck.reading.documents import Kind
from flowcheck.wire.applies import INPUT_OPTIONS, ITERATION_FIELDS, LOGIC_FIELDS, NODE_FIELDS
from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import TWINS
from flowcheck.wire.vocabulary import FILE_TYPES, WORKFLOW

S = TypeVar("S", NodeSite, InputSite)

_KIND = types.CompletionItemKind
_OF_RUNS: Final = frozenset({"status", "jobId", "assets", "output", "outputAssetIds"})
_ID_LISTS: Final = frozenset({"dependsOn", "loopBodyNodeIds"})
_RULES: Final = ("always", "ifDefined", "ifNotDefined", "conditional")
_BY_SIBLING: Final = frozenset({"ifDefined", "ifNotDefined", "conditionalValues", "when", "values"})


@dataclass(frozen=True, slots=True)
class Word:
    """Something to write. plain: without quotes."""

    text: str
    kind: types.CompletionItemKind
    detail: str = ""
    meaning: str = ""
    plain: bool = False


def words_at(known: Known, home: Home, path: Pointer) -> Iterator[Word]:
    """The values that fit a camelCase place."""
    inside = bool(path) and isinstance(path[-1], int)
    at, field = (path[:-2], path[-2:-1]) if inside else (path[:-1], path[-1:])
    model = model_at(home.document, at)
    name = str(field[0]) if field else ""
    flow = home.tree.flow(home.document)
    node = _around(flow.sites, path)
    if model == "Ref":
        yield from _of_ref(home, at, name, node)
    elif model == "Node" and name in _ID_LISTS:
        yield from _ids(flow, node)
    elif model == "Node" and name == "loopNodeId":
        yield from (Word(id, _KIND.Reference) for id in flow.loops)
    elif model == "Node" and name in ("modelId", "workflowId"):
        yield from _records(known, name)
    elif model == "Node" and name == "includeOutputsInWorkflowJob":
        yield Word("true", _KIND.Value, plain=True)
    elif model == "Input":
        yield from _of_input(known, home, path, name, node)
    for word, meaning in VOCABULARY.get((model or "", name), {}).items():
        yield Word(word, _KIND.EnumMember, meaning=meaning)


def _of_ref(home: Home, at: Pointer, field: str, node: NodeSite | None) -> Iterator[Word]:
    flow = home.tree.flow(home.document)
    if field == "node":
        if flow.contract:
            yield Word(WORKFLOW, _KIND.Keyword, "the workflow's inputs")
        yield from _ids(flow, node)
    elif field == "conditional":
        yield from _ids(flow, node)
    site = _input_around(node, at)
    ref = None if site is None else site.ref
    if ref is None:
        return
    if field == "name" and ref.from_contract:
        yield from (_input(one, declared(one)) for one in flow.contract or ())
    elif field == "name" and ref.node in flow.loops:
        yield from (_input(one, input_type(one)) for one in flow.nodes[ref.node].inputs)
    elif field == "equal":
        routers = [one for one in flow.sources(ref) if one is not None and one.is_logic]
        for router in routers:
            values = [(case["value"], case["condition"]) for _, case in router.cases]
            default = router.logic.get("default")
            values += [] if default is None else [(default, "default")]
            yield from (Word(v, _KIND.EnumMember, why) for v, why in values if v.strip())


def _of_input(
    known: Known, home: Home, path: Pointer, field: str, node: NodeSite | None
) -> Iterator[Word]:
    site = _input_around(node, path) or _around(home.tree.flow(home.document).contract or (), path)
    if site is None:
        return
    if field == "maskFrom":
        files = (one for one in site.siblings if one.type in FILE_TYPES and one is not site)
        yield from (_input(one, input_type(one)) for one in files)
    elif field == "name" and node is not None:
        there = {one.name for one in node.inputs if one is not site}
        for one in _declared(known, node):
            if one.name not in there:
                yield _input(one, declared(one))
    elif field in ("value", "default", "allowedValues"):
        allowed = site.get("allowedValues") or ()
        of_called = (one for one in _declared(known, node) if one.name == site.name)
        for one in of_called if node is not None else ():
            allowed = allowed or one.get("allowedValues") or ()
        yield from (_literal(value) for value in allowed if isinstance(value, str | int | float))


def _literal(value: Any) -> Word:
    import json

    if isinstance(value, str):
        return Word(value, _KIND.Value)
    return Word(json.dumps(value), _KIND.Value, plain=True)


def _declared(known: Known, node: NodeSite | None) -> list[InputSite]:
    """What the workflow or model that a node calls declares."""
    if node is None:
        return []
    called = node.get("workflowId") if node.type == WORKFLOW else node.get("modelId")
    for home in known.homes:
        fits = (home.document.kind is Kind.MODEL) == (node.type != WORKFLOW)
        if called is not None and fits and record_id(home.document) == called:
            return home.tree.flow(home.document).contract or []
    return []


def _records(known: Known, field: str) -> Iterator[Word]:
    seen = set()
    for home in known.homes:
        is_model = home.document.kind is Kind.MODEL
        id = record_id(home.document) if is_model else workflow_id(home.document)
        if id is not None and is_model == (field == "modelId") and id not in seen:
            seen.add(id)
            name = home.document.record.get("name")
            yield Word(id, _KIND.Module, name if isinstance(name, str) else "")


def _ids(flow: Flow, own: NodeSite | None) -> Iterator[Word]:
    for node in flow.nodes.values():
        if own is None or node.id != own.id:
            yield Word(node.id, _KIND.Reference, node.type)


def _input(site: InputSite, detail: str) -> Word:
    return Word(site.name, _KIND.Variable, detail.replace("`", ""))


# Fields


def fields_at(home: Home, path: Pointer) -> Iterator[Word]:
    """The fields that an object at a camelCase place may get."""
    model = model_at(home.document, path)
    there = _there(home, path)
    if model == "required":
        names = [word for word in _of_required(home, path) if word.text not in there]
        yield from names
        return
    if model is None:
        return
    about = described(model)
    fields = [name for name in _fields(home, model, path) if name not in there]
    fields.sort(key=lambda name: name not in REQUIRED[model])
    yield from (Word(name, _KIND.Field, meaning=about.get(name, "")) for name in fields)


def _fields(home: Home, model: str, path: Pointer) -> Iterable[str]:
    flow = home.tree.flow(home.document)
    node = _around(flow.sites, path)
    kind = "" if node is None else node.type
    if model == "Node":
        left_out = frozenset() if flow.is_job else {*_OF_RUNS, *ITERATION_FIELDS}
        return [
            field
            for field in SHAPES["Node"]
            if field not in left_out and _applies(NODE_FIELDS.get(field), kind)
        ]
    if model == "Logic":
        return [f for f in SHAPES["Logic"] if not kind or LOGIC_FIELDS.get(f, kind) == kind]
    if model == "Input":
        site = _input_around(node, path) or _around(flow.contract or (), path)
        type = "" if site is None else site.type
        late = {"options", "array", "enum", "minimum", "maximum", "minItems", "maxItems"}
        return [
            field
            for field in SHAPES["Input"]
            if field not in late
            and _applies(INPUT_OPTIONS.get(field), type)
            and (node is not None or field != "ref")
        ]
    return SHAPES.get(model, {})


def _applies(types: frozenset[str] | None, type: str) -> bool:
    return types is None or not type or type in types


def _of_required(home: Home, path: Pointer) -> Iterator[Word]:
    last = path[-1]
    if last == "required":
        yield from (Word(rule, _KIND.Field) for rule in _RULES)
    elif last == "conditional":
        yield from (Word(field, _KIND.Field) for field in ("values", "operator"))
    elif last in _BY_SIBLING:
        flow = home.tree.flow(home.document)
        site = _input_around(_around(flow.sites, path), path) or _around(flow.contract or (), path)
        for one in site.siblings if site is not None else ():
            if one is not site:
                yield _input(one, input_type(one))


def _there(home: Home, path: Pointer) -> set[str]:
    """The fields that an object has already."""
    exact = home.tree.exact(home.document, path)
    value = home.document.root
    for step in exact or ():
        value = value[step]
    return {TWINS.get(str(key), str(key)) for key in value} if isinstance(value, dict) else set()


def _input_around(node: NodeSite | None, path: Pointer) -> InputSite | None:
    """The innermost input of a node around a place."""
    sites = () if node is None else tuple(node.every_input)
    around = [site for site in sites if path[: len(site.pointer)] == site.pointer]
    return max(around, key=lambda site: len(site.pointer), default=None)


def _around(sites: Iterable[S], path: Pointer) -> S | None:
    return next((one for one in sites if path[: len(one.pointer)] == one.pointer), None)
