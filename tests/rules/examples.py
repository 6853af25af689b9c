"""The Bad and Good examples of a rule's page, each made a whole document.

A block that is a document stands as it is. A node, an input, a case, a ref, or a member of one of
them (`"dependsOn": […]`) is put into a small workflow; nodes and workflow inputs that it names
are put beside it, unless the block is of a rule that speaks about names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from flowcheck.rules.registry import Rule

Json = dict[str, Any]

_BLOCK = re.compile(r"^(Bad|Good):(.*)\n((?:(?: {4}.*)?\n)*)", re.MULTILINE)
_DRAW: Json = {"id": "draw", "type": "custom-model", "modelId": "model_a"}


@dataclass(frozen=True)
class Example:
    """A block of a page: side is `Bad` or `Good`, condition what stands behind the colon."""

    code: str
    side: str
    condition: str
    text: str


def examples(rule: Rule) -> Iterator[Example]:
    """The blocks of a rule's page, in order."""
    for side, condition, text in _BLOCK.findall(f"{rule.page}\n"):
        yield Example(rule.code, side, condition.strip(), dedent(text).strip())


def value_of(example: Example) -> Any:
    """The block as JSON; members of an object (`"ref": {…}`) as one. None for words."""
    for text in (example.text, f"{{{example.text}}}"):
        try:
            return json.loads(text)
        except ValueError:
            pass
    return None


def is_document(value: Any) -> bool:
    """Whether a value is what Scenario sends, and not a part of it."""
    if isinstance(value, list):
        return all(isinstance(node, dict) and "id" in node for node in value)
    return isinstance(value, dict) and ("flow" in value or "metadata" in value)


def document(value: Any, model: str = "model_a") -> Any:
    """The document that a part stands in. model: what the node runs that inputs are put into."""
    draw = {**_DRAW, "modelId": model}
    if is_document(value):
        return value
    if isinstance(value, list):
        return _around({**draw, "inputs": value})
    if "condition" in value:
        return _around(_router({"cases": [value], "default": "1"}))
    if "cases" in value:
        return _around(_router({"cases": value["cases"], "default": "1"}))
    if "logic" in value and "id" not in value:
        return _around(_router(value["logic"]))
    if "id" in value:
        return _around(value)
    if "name" in value and "type" in value:
        return _around({**draw, "inputs": [value]})
    if "ref" in value:
        return _around({**draw, "inputs": [{"name": "image", "type": "file", **value}]})
    return _around({**draw, **value})


def _router(logic: Json) -> Json:
    mode = {"name": "mode", "type": "string", "ref": {"node": "workflow", "name": "mode"}}
    return {"id": "router", "type": "logic", "logicType": "if-else", "inputs": [mode],
            "logic": logic}  # fmt: skip


def _around(node: Json) -> Json:
    """A workflow with the node, the nodes and inputs it names, and a reader where it needs one."""
    flow: list[Json] = [node]
    contract: dict[str, Json] = {}
    for name, equal in _named(node):
        if name[0] == "workflow" and name[1] is not None:
            contract[name[1]] = _asked(name[1])
        elif all(other.get("id") != name[0] for other in flow):
            flow.append(_helper(name[0], equal))
            if equal is not None:
                contract["mode"] = _asked("mode")
    if node.get("type") not in ("custom-model", "remove-background"):
        image = {"name": "image", "type": "file", "ref": {"node": node.get("id")}}
        flow.append({**_DRAW, "id": "reader", "inputs": [image]})
    return {"inputs": list(contract.values()), "flow": flow}


def _asked(name: str) -> Json:
    return {"name": name, "type": "string", "required": {"always": True}}


def _helper(id: str, equal: str | None) -> Json:
    if equal is None:
        return {**_DRAW, "id": id}
    return {**_router({"cases": [{"condition": "mode == 'a'", "value": equal}], "default": "1"}),
            "id": id}  # fmt: skip


def _named(value: Any) -> Iterator[tuple[tuple[str, str | None], str | None]]:
    """(node, name) of what a part refers to, with the branch it waits for."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item)
        return
    if not isinstance(value, dict):
        return
    if isinstance(value.get("node"), str):
        yield (value["node"], value.get("name")), value.get("equal")
    for key in ("conditional", "dependsOn", "loopBodyNodeIds"):
        for id in value[key] if isinstance(value.get(key), list) else ():
            yield (id, None), None
    for item in value.values():
        yield from _named(item)
