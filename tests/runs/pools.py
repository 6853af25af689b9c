"""What the variables of conditions stand for, and the values each of them can have, by brute force.

A *pool* lists the values of a source: every constant it is compared with, stand-ins for each gap
between numbers and lengths, strings that realise each mix of prefixes, suffixes and contained
texts, blank ones where a node hands them on (readings: brute.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise
from typing import Any

from tests.runs.asking import among, distinct, empty, value_rules
from tests.runs.cel import (
    Expr,
    Key,
    Question,
    Source,
    atoms,
    fronted,
    parse,
    question,
    refused,
    resolved,
    sources,
)

SCALARS = {"boolean", "file", "integer", "model", "number", "select", "string"}
TEXTS = {"file", "model", "select", "string"}
OTHER = "~o"
_WORDS = re.compile(r"[\w-]+( [\w-]+)*")


@dataclass(frozen=True)
class Held:
    """A value in a run. open: one of many that nobody compares with, so that tests of it other
    than the plain ones stay unknown."""

    value: Any
    open: bool = False


@dataclass
class Case:
    """A usable case. tree: None when nobody can read its condition. refused: the engine fails on
    it whatever the values."""

    condition: str
    value: str
    tree: Expr | None
    refused: bool = False


def inputs_of(node: Mapping[str, Any]) -> dict[str, Any]:
    return {one["name"]: one for one in node.get("inputs") or []}


def sort_of(type: str) -> str:
    return "text" if type in TEXTS else "array" if type.endswith("_array") else one_type(type)


def number(value: Any) -> Any:
    """JSON numbers are doubles."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def one_type(type: str) -> str:
    return "string" if type in TEXTS else "number" if type == "integer" else type


def is_of_type(one: Mapping[str, Any], value: Any) -> bool:
    """Whether a contract input takes a value of that type, and an array what it holds."""
    if one["type"].endswith("_array"):
        allowed = [v for v in one.get("allowedValues") or [] if not empty(v)]
        return isinstance(value, list) and (not allowed or all(among(v, allowed) for v in value))
    if one["type"] in ("number", "integer"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool if one["type"] == "boolean" else str)


@dataclass
class Space:
    """Sources and their pools. relaxed: without allowed values, bounds and types. sound: the nodes
    that get verdicts; the conditions of others are not looked at."""

    nodes: Mapping[str, Any]
    contract: Mapping[str, Any] | None
    bodies: Mapping[str, set[str]]
    relaxed: bool = False
    sound: frozenset[str] = frozenset()
    cases: dict[str, list[Case]] = field(default_factory=dict)
    pools: dict[Key, list[Held]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._asked: dict[Key, list[Question]] = {}
        self._wanted: dict[str, list[Any]] = {name: [] for name in self.contract or {}}
        self._look_at_rules()
        for n, node in self.nodes.items():
            if node["type"] == "logic" and n in self.sound:
                self.cases[n] = [self._case(n, case) for case in self._usable(node)]
        found: dict[Key, Source] = {}
        for case in chain.from_iterable(self.cases.values()):
            for atom in atoms(case.tree) if case.tree else ():
                self._note(atom)
                found |= {source.key: source for source in sources(atom)}
        for name in self.contract or {}:
            self.pools["in", name] = self._given(name)
        for key, source in found.items():
            if key[0] not in ("in", "none", "branch"):
                self.pools[key] = self._opaque(source)

    def _usable(self, node: Mapping[str, Any]) -> list[Any]:
        listed = (node.get("logic") or {}).get("cases") or []
        return [c for c in listed if not empty(c.get("condition")) and not empty(c.get("value"))]

    def _case(self, n: str, case: Mapping[str, Any]) -> Case:
        spelled = text = case["condition"].strip()
        declared = inputs_of(self.nodes[n])
        plain = [
            name for name, one in declared.items() if (one.get("ref") or {}).get("equal") is None
        ]
        if (
            _WORDS.fullmatch(text)
            and text not in ("true", "false", "null")
            and text not in declared
        ):
            if len(plain) != 1:
                return Case(spelled, case["value"], None)
            text = f"trim({plain[0]}) == '{text}'"
        try:
            tree = parse(text)
        except ValueError:
            return Case(spelled, case["value"], None)
        whole = resolved(tree, lambda name: self.source(n, declared[name]))
        return Case(spelled, case["value"], fronted(whole), refused(tree))

    # Sources

    def source(self, n: str, one: Mapping[str, Any]) -> Expr:
        """What the variable of a node's input stands for."""
        sort, default = sort_of(one["type"]), one.get("default")
        if not empty(one.get("value")):
            return ("const", number(one["value"]))
        ref = one.get("ref")
        if ref is None:
            return (
                ("source", Source(("none",), sort))
                if empty(default)
                else ("const", number(default))
            )
        node, conditional = ref.get("node"), ref.get("conditional")
        if ref.get("equal") is not None:
            return ("source", Source(("gate", n, one["name"]), sort))
        if conditional:
            return ("source", Source(("merge", tuple(conditional), one_type(one["type"])), sort))
        if node == "workflow":
            return self._workflow(ref["name"], one, sort)
        kind, type = self.nodes[node]["type"], one["type"]
        if kind == "logic" and type in TEXTS:
            return ("source", Source(("branch", node), sort))
        if (
            kind == "transform"
            and type in TEXTS
            and (self.nodes[node].get("logic") or {}).get("transform")
        ):
            inner = inputs_of(self.nodes[node])
            tree = parse(self.nodes[node]["logic"]["transform"])
            return resolved(tree, lambda name: self.source(node, inner[name]))
        if kind == "list" and type == "string_array":
            return ("const", self.nodes[node]["items"])
        if n in self.bodies.get(node, ()) and ref.get("name"):
            return ("source", Source(("item", node, ref["name"], one_type(type)), sort))
        return ("source", Source(("out", node, ref.get("name") or "all", one_type(type)), sort))

    def _workflow(self, name: str, one: Mapping[str, Any], sort: str) -> Expr:
        if self.contract is None:
            return ("source", Source(("win", name, one_type(one["type"])), sort))
        declared = one_type(self.contract[name]["type"])
        default = None if empty(one.get("default")) else number(one["default"])
        same = declared == one_type(one["type"])
        key: Key = ("in", name) if same else ("cast", name, one_type(one["type"]))
        return ("source", Source(key, sort, default))

    # What is asked of them

    def _look_at_rules(self) -> None:
        """The values that required rules look for in contract inputs."""
        self.looked_at: set[str] = set()
        scopes = [({name: name for name in self.contract or {}}, self.contract or {})]
        for node in self.nodes.values():
            top = inputs_of(node)
            rows = [entry for one in top.values() for entry in one.get("items") or []]
            for scope in [top, *({sub["name"]: sub for sub in entry} for entry in rows)]:
                reads = {}
                for name, one in scope.items():
                    ref = one.get("ref") or {}
                    if ref.get("node") == "workflow" and ref.get("name") in (self.contract or {}):
                        reads[name] = ref["name"]
                scopes.append((reads, scope))
        for reads, scope in scopes:
            for one in scope.values():
                for _, looks in value_rules(one.get("required")):
                    for each in looks:
                        if each.sibling in reads:
                            self.looked_at.add(reads[each.sibling])
                            self._wanted[reads[each.sibling]] += each.values

    def _note(self, atom: Expr) -> None:
        asked = question(atom)
        there = list(sources(atom))
        if asked is not None and not self._open_order(asked):
            self._asked.setdefault(asked.source.key, []).append(asked)
        for source in there:
            if source.key[0] == "in":
                self.looked_at.add(source.key[1])

    def _open_order(self, asked: Question) -> bool:
        return asked.kind == "order" and asked.source.sort == "text"

    def told(self, atom: Expr) -> bool:
        """Whether an open value answers the atom."""
        asked = question(atom)
        return asked is not None and not self._open_order(asked)

    def points(self, name: str) -> list[float]:
        """The numbers that a contract input is compared with."""
        return self.points_of(("in", name))

    def points_of(self, key: Key) -> list[float]:
        """The numbers that a source is compared with."""
        said = [v for each in self._asked.get(key, []) for v in each.values]
        said += self._wanted[key[1]] if key[0] == "in" else []
        return [float(v) for v in said if isinstance(v, int | float) and not isinstance(v, bool)]

    @property
    def closed_values(self) -> list[Held]:
        """The values that are compared with."""
        return [held for pool in self.pools.values() for held in pool if not held.open]

    # Pools

    def _given(self, name: str) -> list[Held]:
        """The values a contract input is given (whether it is given: elsewhere)."""
        one = self.contract[name]  # type: ignore[index]
        finite = self._finite(one)
        if name not in self.looked_at:
            return [Held(finite[0] if finite else OTHER, open=not finite)]
        wanted = distinct([value for value in self._wanted[name] if not empty(value)])
        if not self.relaxed:
            wanted = [value for value in wanted if is_of_type(one, value)]
        wanted = [value for value in wanted if self._is_as_long(one, value)]
        asked = self._asked.get(("in", name), [])
        if finite and not self.relaxed:
            return [Held(number(value)) for value in finite]
        sort = sort_of(one["type"])
        if self.relaxed and sort != "array":
            wanted = distinct([*finite, *wanted])
        if one["type"] in ("number", "integer"):
            pool = self._numbers(one, asked, wanted)
            return [*pool, Held(OTHER, open=True)] if self.relaxed else pool
        pool = [Held(number(value)) for value in wanted]
        if sort == "array":
            return pool + self._lists(one, asked)
        return pool + [held for held in self._texts(asked, one) if not among(held.value, wanted)]

    def _finite(self, one: Mapping[str, Any]) -> list[Any]:
        if one["type"] not in SCALARS:
            return []
        bounds = one.get("allowedValues") or (one["type"] == "select" and one.get("options")) or []
        listed = distinct([v for v in bounds if not empty(v)])
        return listed or ([True, False] if one["type"] == "boolean" else [])

    def _opaque(self, source: Source) -> list[Held]:
        key, asked = source.key, self._asked.get(source.key, [])
        if key[0] == "item" and source.sort == "text":
            items = self._walked(key[1], key[2])
            if items is not None:
                return [Held(number(item)) for item in distinct(items)]
        if key[0] in ("win", "cast", "out", "item", "merge"):
            if one_type(key[-1]) == "number":
                return self._numbers({}, asked, [])
            if key[-1] == "boolean":
                return [Held(True), Held(False)]
        blank = [] if key[0] == "cast" else [Held(""), Held(" ")]
        if source.sort == "array":
            return self._lists({}, asked, least=1 if key[0] == "cast" else 0)
        return [*blank, *self._texts(asked, {})]

    def _walked(self, loop: str, name: str) -> list[Any] | None:
        one = inputs_of(self.nodes[loop]).get(name) or {}
        if not empty(one.get("value")):
            return list(one["value"]) if isinstance(one["value"], list) else None
        ref = one.get("ref") or {}
        node = self.nodes.get(ref.get("node"), {})
        if ref.get("equal") is None and not ref.get("conditional") and node.get("type") == "list":
            return list(node["items"])
        return None

    def _numbers(
        self, one: Mapping[str, Any], asked: list[Question], wanted: list[Any]
    ) -> list[Held]:
        low, high = one.get("min"), one.get("max")
        low = -1e9 if low in (None, 0) or self.relaxed else low
        high = 1e9 if high is None or self.relaxed else high
        said = [v for each in asked for v in each.values] + wanted
        points = sorted(
            {float(v) for v in said if isinstance(v, int | float) and not isinstance(v, bool)}
        )
        edges = [-2e9, *points, 2e9]
        gaps = [(max(a, low), min(b, high)) for a, b in pairwise(edges)]
        found = [Held(p) for p in points if low <= p <= high]
        middles = [((a + b) / 2, a, b) for a, b in gaps if a < b]
        return [*found, *(Held(m, open=True) for m, _, _ in middles)]

    def _lengths(self, asked: list[Question], least: int) -> list[int]:
        points = sorted({int(v) for q in asked if q.kind == "size" for v in q.values})
        near = {least, *(p + d for p in points for d in (-1, 0, 1))}
        return sorted(k for k in near if k >= least)

    def _lists(
        self, one: Mapping[str, Any], asked: list[Question], *, least: int = 1
    ) -> list[Held]:
        lengths = [k for k in sorted({1, *self._lengths(asked, least)}) if self._fits(one, k)]
        return [Held([OTHER] * k, open=k > 0) for k in lengths]

    def _fits(self, one: Mapping[str, Any], length: int) -> bool:
        low, high = one.get("minLength"), one.get("maxLength")
        if self.relaxed:
            return True
        return (low is None or length >= low) and (high is None or length <= high)

    def _is_as_long(self, one: Mapping[str, Any], value: Any) -> bool:
        """Whether an input takes a value of that length, as far as lengths go."""
        sort = list if one["type"].endswith("_array") else str
        bounded = one["type"] in ("string", "model") or sort is list
        return not (bounded and isinstance(value, sort)) or self._fits(one, len(value))

    def _texts(self, asked: list[Question], one: Mapping[str, Any]) -> list[Held]:
        by: dict[str, list[str]] = {}
        for each in asked:
            by.setdefault(each.kind, []).extend(v for v in each.values if isinstance(v, str))
        constants = distinct([v for v in by.get("equal", []) if v.strip()])
        if one:
            constants = [v for v in constants if self._is_as_long(one, v)]
        others = [OTHER]
        others += [f" {v} " for v in by.get("trim", []) if v.strip()]
        for kind in ("lowerAscii", "upperAscii"):
            change = str.lower if kind == "lowerAscii" else str.upper
            for v in by.get(kind, []):
                others += [each for each in (v.upper(), v.lower()) if change(each) == v]
        middles = distinct(by.get("contains", []))
        subsets = chain.from_iterable(combinations(middles, k) for k in range(len(middles) + 1))
        for inner in list(subsets):
            for start in ["", *by.get("startsWith", [])]:
                for end in ["", *by.get("endsWith", [])]:
                    others.append("~".join([start, *inner, end]))
        if any(v not in (0,) for each in asked if each.kind == "size" for v in each.values):
            lengths = self._lengths(asked, 1)
            mixes = [each for each in others if each not in (OTHER, "~")]
            others += ["o" * k for k in lengths]
            others += [m.replace("~", "~" * (k - len(m) + 1), 1) for m in mixes for k in lengths]
        bounded = one.get("minLength") is not None or one.get("maxLength") is not None
        if bounded:
            others.append("~" * max(1, int(one.get("minLength") or 1)))
        kept = [v for v in distinct(others) if v not in constants and v != "~"]
        if bounded:
            kept = [v for v in kept if self._fits(one, len(v))]
        return [*map(Held, constants), *(Held(v, open=True) for v in kept)]
