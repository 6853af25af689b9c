"""Hypothesis strategies: contracts with every sort of rule, and run bodies for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from flowcheck.contracts.literals import misfits

Json = dict[str, Any]

NAMES = ("a", "b", "c", "d")
HIDDEN = "hidden"
BLANKS = (None, "", " \t\u2003", [])
VALUES: dict[str, tuple[Any, ...]] = {
    "string": ("x", "y", "long text", "\x1c."),
    "number": (0, 1, 2.5, -1, 7),
    "boolean": (True, False),
    "file": ("asset_1", {"assetId": "asset_1"}),
    "model": ("m", "model_1"),
    "string_array": (["x"], ["x", "y"], ["x", "", None], ["z", "z", "z"]),
    "number_array": ([1], [0, 9], [2, None, 2]),
    "file_array": (["asset_1"], ["asset_1", "asset_2"]),
    "inputs_array": ([[]], [{"a": 1}]),
    "select": ("x", 1, "w"),
    "hologram": ("x", 5),
}
ANY = tuple(value for values in VALUES.values() for value in values) + BLANKS
_BOUNDS = {
    "string": ("minLength", "maxLength"),
    "model": ("minLength", "maxLength"),
    "number": ("min", "max"),
    "number_array": ("min", "max", "minLength", "maxLength"),
    "string_array": ("minLength", "maxLength"),
    "file_array": ("minLength", "maxLength"),
}
_ALLOWED = {
    "string": ["x", "y", ""],
    "string_array": ["x", "y"],
    "number": [0, 1, 7],
    "select": ["x", 1],
}


@st.composite
def required(draw: st.DrawFn, types: Json) -> Any:
    """The `required` of an input: no rule, one, or several of them."""
    siblings = st.sampled_from([*types, HIDDEN])
    some = st.lists(siblings, min_size=1, max_size=2, unique=True)
    rules: Json = {}
    kinds = ("ifDefined", "ifNotDefined", "conditional", "conditionalValues", "when")
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True)):
        named = draw(some)
        if kind.startswith("if"):
            rules[kind] = dict.fromkeys(named, "")
            continue
        values: Json = {
            name: draw(st.lists(st.sampled_from(VALUES.get(types.get(name, ""), ANY)), max_size=2))
            for name in named
        }
        if kind == "conditionalValues" and draw(st.booleans()):
            values = {n: {"operation": "notIn", "values": v} for n, v in values.items()}
        rules[kind] = values
        if kind == "conditional":
            rules[kind] = {"values": values, "operator": draw(st.sampled_from(["and", "or"]))}
    return rules or draw(st.sampled_from([None, None, True, {"always": True}]))


@st.composite
def contracts(draw: st.DrawFn) -> list[Json]:
    """Inputs without a mistake: bounds agree, defaults fit."""
    kinds = st.sampled_from(sorted(VALUES))
    types = {name: draw(kinds) for name in draw(st.sampled_from([NAMES[:2], NAMES]))}
    inputs = []
    for name, kind in types.items():
        terms: Json = {"name": name, "type": kind, "required": draw(required(types))}
        for bound in _BOUNDS.get(kind, ()):
            if draw(st.integers(0, 3)) == 0:
                terms[bound] = draw(st.integers(0, 2)) + (2.5 if bound.startswith("max") else 0)
        if kind in _ALLOWED and draw(st.integers(0, 2)) == 0:
            terms["allowedValues"] = _ALLOWED[kind]
        default = draw(st.sampled_from((None, None, "", *VALUES[kind])))
        if not any(misfits(terms, default)):
            terms["default"] = default
        inputs.append(terms)
    return inputs


@st.composite
def bodies(draw: st.DrawFn, inputs: list[Json]) -> Json:
    """What a run of these inputs may be given; mostly values that fit."""
    body: Json = {}
    for terms in inputs:
        way = draw(st.integers(0, 11))
        usual = VALUES[terms["type"]]
        fitting = tuple(value for value in usual if not any(misfits(terms, value)))
        if way > 3:
            body[terms["name"]] = draw(st.sampled_from(fitting or usual))
        elif way:
            body[terms["name"]] = draw(st.sampled_from((BLANKS, usual, ANY)[way - 1]))
    if draw(st.integers(0, 15)) == 0:
        body[draw(st.sampled_from(["aa", HIDDEN]))] = "x"
    return body


ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2.5, 1e300, "", " ", "x", "a", "true", "\x1b[2J"),
    *([], [[]], [None], ["a"], ["a", "b", ""], [1, True], {}, {"a": 1}),
    *({"always": True}, {"always": "x"}, {"unknown": 1}, {"if_defined": {"a": ""}}),
    *({"ifDefined": {"b": ""}}, {"ifDefined": ["b"]}, {"ifNotDefined": {"b": "", "c": ""}}),
    {"conditional": {"values": {"a": ["x", 1, None, []]}, "operator": "or"}},
    {"conditional": {"values": {"b": True, "c": ["x"]}, "operator": "xor"}},
    {"conditionalValues": {"b": {"operation": "notIn", "values": ["x", ""]}}},
    {"when": {"c": [["a"], {"a": 1}]}},
)
"""Values for fields and inputs that do not expect them."""
_FIELDS = (
    *("required", "default", "min", "max", "minLength", "max_length", "allowedValues", "options"),
    *("kind", "modelTypes", "label"),
)


@st.composite
def odd_inputs(draw: st.DrawFn) -> Json:
    """An input with some fields of any shape; names repeat."""
    fields = draw(st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(ODD), max_size=3))
    name = draw(st.sampled_from((*"aabbccdd", "", 5)))
    return {"name": name, "type": draw(st.sampled_from((*VALUES, 5, None))), **fields}


def odd_bodies() -> st.SearchStrategy[Json]:
    """Run bodies of any values."""
    return st.dictionaries(st.sampled_from("abcde"), st.sampled_from(ODD + ANY), max_size=3)
