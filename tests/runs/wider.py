"""Records whose conditions ask more, of sources that stand further off: chains of transforms,
merges, lists, branches read as data, outputs read as numbers or lists, literals of other types,
fallbacks, workflow inputs read as another type."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.runs.records import BLANK, FILLED, TESTS, TRANSFORMS, Maker, Node

_MORE: dict[str, tuple[str, ...]] = {
    "words": (
        *("!({x} in ['a'])", "{x} == 'a' ? true : {x} == 'b'", "{x} == 'c'", "{x} in ['b','c']"),
        *("{x} in []", "{x} == 'a' || {x} == 'b' || {x} == 'c'", "!exists('{x}')", "'b' != {x}"),
        *("size({x}) >= 1", "trim({x}) in ['a','b']", "exists('{x}') ? {x} == 'a' : true"),
    ),
    "numbers": (
        *("{x} < 0", "{x} <= 0", "{x} >= 0", "!({x} > 1)", "{x} > 1.5", "3 >= {x}", "{x} == 2.0"),
        *("exists('{x}') && {x} > 2", "{x} == 'a'", "{x} > 2 ? true : {x} == 1"),
    ),
    "flags": (
        *("{x} ? false : true", "{x} || !{x}", "exists('{x}') && {x}", "{x} == 'true'"),
        *("{x} == null || {x}", "false || {x}"),
    ),
    "lists": (
        *("size({x}) >= 2", "{x} != null && size({x}) > 0", "exists('{x}')", "size({x}) < 3"),
        *("!({x} == null)", BLANK, FILLED),
    ),
    "parts": (
        *("!{x}.startsWith('a')", "{x}.matches('z$')", "{x}.matches('q')", "{x}.contains('ab')"),
        *("{x} != null && {x}.startsWith('ab')", "{x}.endsWith('qz')"),
    ),
    "lower": ("{x}.lowerAscii() != 'a'", "{x}.lowerAscii() == 'b'"),
    "sizes": (
        *("size({x}) < 4", "size({x}) == 0", "{x} == null || size({x}) > 3"),
        "size({x}) in [4, 5]",
    ),
}
_MORE_TRANSFORMS = (
    *("trim(trim(t))", "t == 'a' || t == 'b' ? t : 'c'", "t.startsWith('a') ? 'a' : t"),
    *("t == null ? 'a' : t", "exists('t') ? t : 'b'", "trim(t) == '' ? 'b' : trim(t)"),
    "size(t) > 0 ? t : 'a'",
)
_LITERALS = (
    *(("number", 2), ("boolean", True), ("boolean", False)),
    *(("string_array", ["a", "b"]), ("string", "A")),
)
_FALLBACKS = {"string": "a", "number": 1, "boolean": True, "integer": 2}
_TYPES = ("number", "boolean", "string_array", "integer")


def wider_record(rng: Random) -> Any:
    """A workflow record, or a bare node list."""
    return _Wider(rng).record()


class _Wider(Maker):
    tests = {family: (*TESTS[family], *more) for family, more in _MORE.items()}
    transforms = (*TRANSFORMS, *_MORE_TRANSFORMS)

    def variable(self, name: str) -> Node:
        share, nodes = self.rng.random(), self.ids()
        transforms, lists = self.of_type("transform"), self.of_type("list")
        if transforms and share < 0.2:
            return self.reading(name, "string", node=self.rng.choice(transforms))
        if len(nodes) > 1 and share < 0.27:
            return self.reading(name, "string", conditional=self.some(nodes, 3))
        if lists and share < 0.33:
            type = self.rng.choice(("string", "string_array"))
            return self.reading(name, type, node=self.rng.choice(lists))
        if self.taken and share < 0.42:
            return self.reading(name, "string", node=self.rng.choice(list(self.taken)))
        if nodes and share < 0.47:
            return self.reading(name, self.rng.choice(_TYPES), node=self.rng.choice(nodes))
        if share < 0.5:
            type, value = self.rng.choice(_LITERALS)
            return {"name": name, "type": type, "value": value}
        one = super().variable(name)
        if self.contract and (one.get("ref") or {}).get("node") == "workflow":
            if self.often(0.1) and one["type"] in _FALLBACKS:
                one["default"] = _FALLBACKS[one["type"]]
            if self.often(0.05):
                one["type"] = self.rng.choice(("string", *_TYPES))
                one.pop("default", None)
        return one

    def of_type(self, type: str) -> list[str]:
        return [node["id"] for node in self.nodes if node["type"] == type]

    def reading(self, name: str, type: str, **ref: Any) -> Node:
        return {"name": name, "type": type, "ref": ref}
