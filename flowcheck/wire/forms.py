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
_LARGEST_NODE, _MOST_OF_NODES = 20_000, 500_000
"""The weight of a node's pattern that is remembered, and of all of them together."""

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


Look = tuple[int | None, str, str]
"""Where to look in a node: the place of an input or None for the node itself, a field there, and
the code of what has to be in it."""


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

    own: without the inputs. inputs: one for each entry of its `inputs`, None for null. looks: what
    has to be looked at in a node of that form to judge it, beside its pattern."""

    def __init__(
        self, own: SiteForm, inputs: tuple[SiteForm | None, ...], looks: tuple[Look, ...]
    ) -> None:
        self.own = own
        self.type = own.type
        self.inputs = inputs
        self.looks = looks

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
    def may_choose(self) -> bool:
        """Whether it may choose a branch or wait for one."""
        return self.type == "logic" or self.may_wait

    @cached_property
    def may_wait(self) -> bool:
        """Whether a ref in it may wait for a branch."""
        return self.deep or any("equal" in form.ref.types for form in self.given if form.ref)

    @cached_property
    def may_merge(self) -> bool:
        """Whether a ref in it may take whichever of several nodes ran."""
        return self.deep or any("conditional" in form.ref.types for form in self.given if form.ref)

    @cached_property
    def may_require(self) -> bool:
        """Whether an input in it may have `required` rules."""
        return self.deep or any("required" in form.types for form in self.given)

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
_NODES: Final[dict[_Pattern, tuple[NodeForm, int]]] = {}
"""Patterns of nodes met before → their form, and the weight of the pattern."""


def fits(model: str, raw: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether a record is spelled in camelCase and has the shape of `model` (a key of `SHAPES`).

    True exactly when pydantic validates it, inputs being nested no deeper than `depth`."""
    if type(raw) is not dict or depth < 0:
        return False
    form = _record_form(model, raw)
    if not form:
        return False
    return all(_fits_code(code, raw[key], depth) for key, code in form.inside)


def node_form(raw: Any) -> NodeForm | None:
    """The form of a node; None where `fits` is False."""
    if type(raw) is not dict:
        return None
    try:
        pattern = _pattern(raw)
        known = _NODES.get(pattern)
    except (AttributeError, KeyError, TypeError):
        return _judged_node(raw)  # no type, or something else than objects among its inputs
    if known is None:
        form = _judged_node(raw)
        if form is not None:
            _keep_node(pattern, form)
        return form
    form = known[0]
    return form if all(_fits_look(raw, look) for look in form.looks) else None


def _pattern(raw: dict[str, Any]) -> _Pattern:
    """The keys, and the types of their values, of a node, its inputs and their refs, and what the
    node and the inputs call their type. Most of the time that the shape of a flow takes is spent
    here."""
    parts: list[object] = [*raw, *map(type, raw.values()), raw["type"]]
    for item in raw.get("inputs") or ():
        parts += item
        parts += map(type, item.values())
        parts.append(item["type"])
        ref = item.get("ref")
        if ref is not None:
            parts += ref
            parts += map(type, ref.values())
    return tuple(parts)


def _judged_node(raw: dict[str, Any]) -> NodeForm | None:
    """As `node_form`, of a node whose pattern was not met before."""
    record = _record_form("Node", raw)
    if not record:
        return None
    looks: list[Look] = [(None, key, code) for key, code in record.inside if key != "inputs"]
    inputs: list[SiteForm | None] = []
    items = [] if raw.get("inputs") is None else raw["inputs"]
    if type(items) is not list:
        return None
    for place, item in enumerate(items):
        if item is None:
            inputs.append(None)
            continue
        form = type(item) is dict and _record_form("Input", item)
        if not form:
            return None
        ref: RecordForm | None = None
        for key, code in form.inside:
            if key != "ref":
                looks.append((place, key, code))
                continue
            found = type(item[key]) is dict and _record_form("Ref", item[key])
            if not found:
                return None
            ref = found
            if ref.inside:
                looks.append((place, key, code))
        inputs.append(_site_form(form, item["type"], ref))
    whole = NodeForm(_site_form(record, raw["type"], None), tuple(inputs), tuple(looks))
    return whole if all(_fits_look(raw, look) for look in looks) else None


def _fits_look(raw: dict[str, Any], look: Look) -> bool:
    place, key, code = look
    holder, depth = (raw, MAX_DEPTH) if place is None else (raw["inputs"][place], MAX_DEPTH - 1)
    return _fits_code(code, holder[key], depth)


def input_form(raw: Mapping[str, Any]) -> SiteForm:
    """The form of an input, of a record that fits its model."""
    ref = raw.get("ref")
    record = _record_form("Input", raw) or RecordForm("Input", raw, ())
    if ref is None:
        return _site_form(record, raw["type"], None)
    return _site_form(record, raw["type"], _record_form("Ref", ref) or RecordForm("Ref", ref, ()))


def _site_form(record: RecordForm, type: str, ref: RecordForm | None) -> SiteForm:
    pattern = (record, type, ref)
    form = _SITES.get(pattern)
    if form is None:
        form = SiteForm(*pattern)
        _keep(_SITES, pattern, form)
    return form


def _record_form(model: str, raw: Mapping[str, Any]) -> RecordForm | Literal[False]:
    """The form of a record; False for a wrong shape or another spelling."""
    pattern = (*raw, *map(type, raw.values()))
    form = _RECORDS[model].get(pattern)
    if form is None:
        inside = _inside(model, raw)
        form = inside is not None and RecordForm(model, raw, inside)
        _keep(_RECORDS[model], pattern, form)
    return form


def _keep(kept: dict[_Pattern, Any], pattern: _Pattern, form: Any) -> None:
    if sum(len(part) for part in pattern if isinstance(part, str)) > _LONGEST:
        return
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[pattern] = form


def _keep_node(pattern: _Pattern, form: NodeForm) -> None:
    weight = len(pattern) + sum(len(part) for part in pattern if isinstance(part, str))
    if weight > _LARGEST_NODE:
        return
    held = sum(weight for _, weight in _NODES.values())
    if held + weight > _MOST_OF_NODES or len(_NODES) >= _MOST_KEPT:
        _NODES.clear()
    _NODES[pattern] = form, weight


def _inside(model: str, raw: Mapping[str, Any]) -> tuple[tuple[str, str], ...] | None:
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
