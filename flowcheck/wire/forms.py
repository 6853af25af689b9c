"""The form of a record: its fields and the Python types of their values, not the values.

Flows repeat a few forms thousands of times. Whatever follows from the form alone is found once:
whether a record has the shape its model asks for, which rules could have something to say. Most
records are judged by their form and never looked at again.

The table of shapes is generated from the pydantic models, so that a well-formed flow never waits
for pydantic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, Literal

from flowcheck.wire.shapes import REQUIRED, SHAPES
from flowcheck.wire.spelling import TWINS
from flowcheck.wire.vocabulary import base_type

MAX_DEPTH: Final = 32
"""Levels of inputs within inputs that are read. Scenario has two (certain); what is nested
deeper cannot be meant, and would exhaust Python's stack and pydantic's."""

_MOST_KEPT, _LONGEST = 1_000, 500
"""How many forms are remembered of a sort, and how many characters of fields and types each may
have: a hostile file names any."""

_SCALARS: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "any": (str, int, float, bool, dict, list),
}
_PLANS: Final[dict[str, dict[str, tuple[type, ...] | str]]] = {
    model: {key: _SCALARS.get(code, code) for key, code in fields.items()}
    for model, fields in SHAPES.items()
}
"""Field → the Python types its value may have, or the code of what is inside it."""


_LOOKED_INTO: Final = {"Node": ("[string]", "[Input]"), "Input": ("[string]", "Ref")}
"""The codes of the fields in which no object stands that has no form of its own."""


class RecordForm:
    """The form of one record, what lies in it aside.

    fields: every key, those of null values too. types: the type of each value that is not null.
    inside: the fields, with their codes, that the types alone do not judge. strange: whether its
    model lacks one of the keys. shallow: whether there is no object in it but the inputs of a node
    and the ref of an input."""

    __slots__ = ("fields", "inside", "shallow", "strange", "types")

    def __init__(
        self, model: str, raw: Mapping[str, Any], inside: tuple[tuple[str, str], ...]
    ) -> None:
        self.fields = frozenset(raw)
        self.types = {key: type(value) for key, value in raw.items() if value is not None}
        self.inside = inside
        self.strange = not raw.keys() <= _PLANS[model].keys()
        self.shallow = all(
            kind not in (dict, list)
            or SHAPES[model].get(key) in _LOOKED_INTO.get(model, ("[string]",))
            for key, kind in self.types.items()
        )


class SiteForm:
    """The form of a node or an input, what lies in it aside, all but its `ref`.

    type: as it is spelled; base: an input's in its main spelling. ref: None without one. deep:
    whether there may be inputs in an input. keys: how many it and its ref have, None where there
    may be other objects in it."""

    __slots__ = ("base", "deep", "fields", "keys", "ref", "strange", "type", "types")

    def __init__(self, record: RecordForm, type: str, ref: RecordForm | None) -> None:
        self.type = type
        self.base = base_type(type)
        self.fields = record.fields
        self.types = record.types
        self.ref = ref
        self.strange = record.strange or (ref is not None and ref.strange)
        self.keys = None
        if record.shallow and (ref is None or ref.shallow):
            self.keys = len(record.fields) + (0 if ref is None else len(ref.fields))
        self.deep = list in (record.types.get("items"), record.types.get("inputs"))


class NodeForm:
    """The form of a node and of its inputs.

    own: without the inputs. inputs: one for each entry of its `inputs`, None for null."""

    def __init__(self, own: SiteForm, inputs: tuple[SiteForm | None, ...]) -> None:
        self.own = own
        self.type = own.type
        self.inputs = inputs

    @property
    def given(self) -> Iterator[SiteForm]:
        """The inputs that are not null."""
        return (form for form in self.inputs if form is not None)

    @cached_property
    def deep(self) -> bool:
        """Whether there may be inputs in one of its inputs."""
        return any(form.deep for form in self.given)

    @cached_property
    def keys(self) -> int | None:
        """How many keys the objects in it have together; None where that is open."""
        parts = [self.own.keys, *(form.keys for form in self.given)]
        return None if None in parts else sum(part or 0 for part in parts)

    @cached_property
    def reading(self) -> tuple[int, ...]:
        """The places of the inputs that have a `ref`."""
        return tuple(i for i, form in enumerate(self.inputs) if form is not None and form.ref)

    @cached_property
    def names_nodes(self) -> bool:
        """Whether it has a list of node ids, or the id of a loop."""
        fields = ("dependsOn", "loopBodyNodeIds", "loopNodeId")
        return not self.own.types.keys().isdisjoint(fields)

    @cached_property
    def needs_a_look(self) -> bool:
        """Whether it may make wires that are no plain refs of its own inputs."""
        return self.names_nodes or not self.reads_plainly

    @cached_property
    def reads_plainly(self) -> bool:
        """Whether every ref in it names a node, and nothing that makes it a gate or a merge."""
        return not self.deep and all(
            "node" in form.ref.types and form.ref.types.keys().isdisjoint(("equal", "conditional"))
            for form in self.given
            if form.ref is not None
        )


_Pattern = tuple[object, ...]
_RECORDS: Final[dict[str, dict[_Pattern, RecordForm | Literal[False]]]] = {m: {} for m in SHAPES}
"""Keys and types of records met before → their form, False for a wrong shape."""
_SITES: Final[dict[_Pattern, SiteForm]] = {}
_NODES: Final[dict[_Pattern, NodeForm]] = {}
"""Forms of a node, its inputs and their refs, and their types → the form of it all."""


def fits(model: str, raw: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether a record is spelled in camelCase and has the shape of `model` (a key of `SHAPES`).

    True exactly when pydantic validates it, inputs being nested no deeper than `depth`."""
    if type(raw) is not dict or depth < 0:
        return False
    form = _RECORDS[model].get((*raw, *map(type, raw.values())))
    if form is None:
        form = _judged(model, raw)
    if not form:
        return False
    return all(_fits_code(code, raw[key], depth) for key, code in form.inside)


def node_form(raw: Any) -> NodeForm | None:
    """The form of a node; None where `fits` is False."""
    if type(raw) is not dict:
        return None
    record = _RECORDS["Node"].get((*raw, *map(type, raw.values())))
    if record is None:
        record = _judged("Node", raw)
    if not record:
        return None
    pattern: list[object] = [record, raw["type"]]
    for key, code in record.inside:
        if key != "inputs":
            if not _fits_code(code, raw[key], MAX_DEPTH):
                return None
        elif type(raw[key]) is not list or not _add_inputs(raw[key], pattern):
            return None
    return _NODES.get(whole := tuple(pattern)) or _made(whole)


def _add_inputs(items: list[Any], pattern: list[object]) -> bool:
    """Whether the inputs of a node fit, and for each its form, type and the form of its ref. Most
    of the time that the shape of a flow takes is spent here."""
    inputs, refs = _RECORDS["Input"], _RECORDS["Ref"]
    for item in items:
        if item is None:
            pattern.append(None)
            continue
        if type(item) is not dict:
            return False
        form = inputs.get((*item, *map(type, item.values())))
        if form is None:
            form = _judged("Input", item)
        if not form:
            return False
        ref: RecordForm | Literal[False] | None = None
        for key, code in form.inside:
            value = item[key]
            if key == "ref" and type(value) is dict:
                ref = refs.get((*value, *map(type, value.values())))
                if ref is None:
                    ref = _judged("Ref", value)
                if not ref:
                    return False
                if not ref.inside:
                    continue
            if not _fits_code(code, value, MAX_DEPTH - 1):
                return False
        pattern += (form, item["type"], ref)
    return True


def input_form(raw: Mapping[str, Any]) -> SiteForm:
    """The form of an input, of a record that fits its model."""
    ref = raw.get("ref")
    return _site_form(
        _record_form("Input", raw), raw["type"], None if ref is None else _record_form("Ref", ref)
    )


def _record_form(model: str, raw: Mapping[str, Any]) -> RecordForm:
    found = _RECORDS[model].get((*raw, *map(type, raw.values())))
    return found or RecordForm(model, raw, ())


def _site_form(record: RecordForm, type: str, ref: RecordForm | None) -> SiteForm:
    pattern = (record, type, ref)
    form = _SITES.get(pattern)
    if form is None:
        form = SiteForm(*pattern)
        _keep(_SITES, pattern, form)
    return form


def _made(pattern: _Pattern) -> NodeForm:
    """The form of a node from those of its parts."""
    parts: Iterator[Any] = iter(pattern)
    own = _site_form(next(parts), next(parts), None)
    inputs = tuple(
        None if part is None else _site_form(part, next(parts), next(parts)) for part in parts
    )
    form = NodeForm(own, inputs)
    _keep(_NODES, pattern, form)
    return form


def _judged(model: str, raw: dict[str, Any]) -> RecordForm | Literal[False]:
    """The form of a record whose form was not met before; False for a wrong shape or another
    spelling."""
    inside = _inside(model, raw)
    form = inside is not None and RecordForm(model, raw, inside)
    _keep(_RECORDS[model], (*raw, *map(type, raw.values())), form)
    return form


def _keep(kept: dict[_Pattern, Any], pattern: _Pattern, form: Any) -> None:
    if sum(len(part) for part in pattern if isinstance(part, str)) > _LONGEST:
        return
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[pattern] = form


def _inside(model: str, raw: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """The fields of a record, with their codes, that its keys and types alone do not judge; None
    when they already show a wrong shape or another spelling."""
    if any(raw.get(key) is None for key in REQUIRED[model]):
        return None
    plan = _PLANS[model]
    inside = []
    for key, value in raw.items():
        if key in TWINS:
            return None
        wanted = plan.get(key)
        if value is None or wanted is None:
            continue
        if isinstance(wanted, str):
            inside.append((key, wanted))
        elif type(value) not in wanted:
            return None
    return tuple(inside)


def _fits_code(code: str, value: Any, depth: int) -> bool:
    """Whether a value is what a code says: a record, or an array of something (`[string]`)."""
    if code[0] != "[":
        return fits(code, value, depth - 1 if code == "Input" else depth)
    if type(value) is not list:
        return False
    inner = code[1:-1]
    types = _SCALARS.get(inner)
    for item in value:
        if item is None:
            continue
        if types is None:
            if not _fits_code(inner, item, depth):
                return False
        elif type(item) not in types:
            return False
    return True
