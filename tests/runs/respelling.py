"""The same workflow written otherwise: nodes in another order, other names, conditions that ask the
same in other words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.runs.asking import empty
from tests.runs.cel import Expr, parse

_METHODS = {"startsWith", "endsWith", "contains", "matches", "lowerAscii", "upperAscii"}
_METHODS |= {"substring"}
_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WORDS = re.compile(r"[\w-]+( [\w-]+)*")


def flow_of(value: Any) -> list[Any]:
    """The nodes of a record or a bare node list."""
    found = value if isinstance(value, list) else value["flow"]
    assert isinstance(found, list)
    return found


def permuted(value: Any, rng: Random) -> Any:
    """With the nodes, and the workflow's inputs, in another order."""
    value = json.loads(json.dumps(value))
    rng.shuffle(flow_of(value))
    if isinstance(value, dict) and "inputs" in value:
        rng.shuffle(value["inputs"])
    return value


# Other names


class Names:
    """New names for the nodes, the workflow's inputs and the inputs of nodes."""

    def __init__(self, value: Any, rng: Random) -> None:
        self.nodes = _renaming("node", [node["id"] for node in flow_of(value)], rng)
        declared = value.get("inputs", []) if isinstance(value, dict) else []
        self.contract = _renaming("given", [one["name"] for one in declared], rng)
        names = {one["name"] for node in flow_of(value) for one in node.get("inputs", ())}
        rows = (one for node in flow_of(value) for one in node.get("inputs", ()))
        names |= {sub["name"] for one in rows for row in one.get("items", ()) for sub in row}
        self.inputs = _renaming("part", sorted(names), rng)

    def given_to(self, value: Any) -> Any:
        """The same workflow with these names."""
        value = json.loads(json.dumps(value))
        for one in value.get("inputs", ()) if isinstance(value, dict) else ():
            self._declare(one, self.contract)
        for node in flow_of(value):
            node["id"] = self.nodes[node["id"]]
            for field in ("dependsOn", "loopBodyNodeIds"):
                if field in node:
                    node[field] = [self.nodes.get(id, id) for id in node[field]]
            for one in node.get("inputs", ()):
                self._declare(one, self.inputs)
                for row in one.get("items", ()):
                    for sub in row:
                        self._declare(sub, self.inputs)
            logic = node.get("logic") or {}
            if "transform" in logic:
                logic["transform"] = self._read(logic["transform"])
            for case in logic.get("cases", ()):
                case["condition"] = self._read(case["condition"])
        return value

    def _declare(self, one: dict[str, Any], names: dict[str, str]) -> None:
        one["name"] = names[one["name"]]
        ref, required = one.get("ref"), one.get("required")
        if ref is not None:
            loops = ref.get("node") not in (None, "workflow")
            own = self.inputs if loops else self.contract
            if ref.get("name") is not None:
                ref["name"] = own.get(ref["name"], ref["name"])
            if "node" in ref:
                ref["node"] = self.nodes.get(ref["node"], ref["node"])
            if ref.get("conditional"):
                ref["conditional"] = [self.nodes.get(id, id) for id in ref["conditional"]]
        if isinstance(required, dict):
            for kind in ("ifDefined", "ifNotDefined", "conditionalValues", "when"):
                if kind in required:
                    required[kind] = {names.get(s, s): w for s, w in required[kind].items()}
            if "conditional" in required:
                looks = required["conditional"]["values"]
                required["conditional"]["values"] = {names.get(s, s): w for s, w in looks.items()}

    def _read(self, text: str) -> str:
        for name, new in self.inputs.items():
            text = re.sub(rf"\b{name}\b", new, text)
        return text


def _renaming(word: str, names: list[str], rng: Random) -> dict[str, str]:
    """New names that sort in another order."""
    numbers = rng.sample(range(10, 99), len(names))
    return {name: f"{word}{number}" for name, number in zip(names, numbers, strict=True)}


# Other words


def respelled(value: Any, rng: Random) -> Any:
    """With each condition asked in other words, each of them in its own."""
    value = json.loads(json.dumps(value))
    for node in flow_of(value):
        for case in (node.get("logic") or {}).get("cases", ()):
            text = case["condition"].strip()
            if empty(text) or _WORDS.fullmatch(text):
                continue
            try:
                tree = parse(text)
            except ValueError:
                continue
            case["condition"] = _spelled(tree, rng, rng.choice)
    return value


def _spelled(tree: Expr, rng: Random, pick: Callable[[list[str]], str]) -> str:
    def part(inner: Expr) -> str:
        text = _spelled(inner, rng, pick)
        return text if inner[0] in ("const", "name", "list") else f"({text})"

    kind = tree[0]
    if kind == "const":
        return _constant(tree[1], pick)
    if kind in ("name", "type"):
        return str(tree[1])
    if kind == "list":
        return f"[{', '.join(part(each) for each in tree[1:])}]"
    if kind == "!":
        return f"!{part(tree[1])}"
    if kind == "?:":
        return f"{part(tree[1])} ? {part(tree[2])} : {part(tree[3])}"
    if kind == "call":
        name, given = tree[1], [_spelled(each, rng, pick) for each in tree[2:]]
        if name in _METHODS:
            return f"{part(tree[2])}.{name}({', '.join(given[1:])})"
        return f"{name}({', '.join(given)})"
    left, right = part(tree[1]), part(tree[2])
    if kind == "in" and tree[2][0] == "list":
        members = [part(each) for each in tree[2][1:]]
        rng.shuffle(members)
        return f"{left} in [{','.join(members)}]"
    if kind == "!=" and pick(["as it is", "not"]) == "not":
        return f"!({left}=={right})"
    if kind in _FLIPPED and pick(["as it is", "the other way"]) == "the other way":
        return f"{right} {_FLIPPED[kind]} {left}"
    if kind in ("&&", "||") and pick(["as it is", "the other way"]) == "the other way":
        left, right = right, left
    return f"{left} {kind} {right}"


def _constant(value: Any, pick: Callable[[list[str]], str]) -> str:
    if isinstance(value, str):
        return pick([f"'{value}'", f'"{value}"'])
    return json.dumps(value)
