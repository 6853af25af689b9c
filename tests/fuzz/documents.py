"""Damaged documents: a valid one with a few things in it made wrong, whatever they mean."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable
from random import Random
from typing import Any

from tests.fuzz.bases import base
from tests.fuzz.expressions import expression
from tests.measure import documents

Place = tuple[Any, Any]
"""A container and a key or index of it."""

KEYS = (
    *dict.fromkeys(
        (
            *documents.NODE_FIELDS,
            *documents.INPUT_FIELDS,
            *documents.REF_FIELDS,
            *documents.RULE_FIELDS,
        )
    ),
    *("id", "type", "name", "status", "flow", "workflow", "model", "models", "metadata", "job"),
    *("jobs", "workflows", "inputs_definition", "inputsDefinition", "nodes", "editorInfo"),
    *("cases", "condition", "transform", "when", "conditionalValues", "values", "operator"),
    *("depends_on", "loop_body_node_ids", "api_model_id", "model_id", "assets", "assetId"),
    *("minItems", "maxItems", "enum", "minimum", "maximum", "array", "options", "capabilities"),
)
TYPES = (
    *("custom-model", "for-each", "generate-prompt", "list", "logic", "model", "transform"),
    *("remove-background", "user-approval", "user-selection", "workflow", "inference"),
    *("boolean", "file", "file_array", "inputs_array", "model_array", "number", "number_array"),
    *("string", "string_array", "integer", "select", "image", "video", "if-else", "success"),
)
NUMBERS: tuple[Any, ...] = (
    *(0, 1, -1, 2, 50, 101, 2**31, 2**53 + 1, 2**63, 2**64, -(2**70), 10**18, 10**400, 10**1000),
    *(0.5, -0.0, 1.0, 1.5, 1e-320, 5e-324, 1e308, -1e308, 1e22, 0.1 + 0.2, 3.0000000000000001),
    *(float("nan"), float("inf"), float("-inf")),
)
NUMBERISH = ("NaN", "Infinity", "1e999", "0x10", "1_000", "٣", "²", "1.", "-", "1e", "00", "True")
STRANGE = (
    *("", " ", "\t\n", "\x00", "\x1b[31m", "\x7f\x80\x9f", "\u2028\u2029", "\u202eabc\u202c"),
    *("\ufeff", "\ufffe\uffff", "\U000e0041", "\ud800", "a\udfffb", "\ud83d\ude00", "é", "e\u0301"),
    *("ﬀ", "İ", "ß", "ς", "𝒜", "猫", "::error::x", "##vso[x]", "]]>", "<script>", "](x)", "`a`"),
    *("~1", "~", "/", "a/b", "%0A", "{{x}}", "${x}", "'", '"', "\\", "\\u0041", "*", "[FC204]"),
    *("workflow", "all", "null", "undefined", "true", "__proto__", "constructor", "$ref", "0"),
)
BLANKS: tuple[Any, ...] = ("", [], {}, None, [[]], [{}], {"": {}}, [None], [""], {"a": None})


def damaged(rng: Random) -> tuple[str, bytes]:
    """A name and the text of a valid document with one to six things in it made wrong."""
    return "a.json", spelled(rng, damage(rng, base(rng)))


def damage(rng: Random, value: Any) -> Any:
    """A value with one to six things in it made wrong; the one handed over is used up."""
    root = [value]
    places = _places(root)
    for _ in range(rng.choice((1, 1, 1, 1, 2, 2, 3, 6))):
        holder, step = rng.choice(places)
        if _there(holder, step):
            rng.choice(_WAYS)(rng, holder, step, places)
    return root[0] if root else None


def spelled(rng: Random, value: Any) -> bytes:
    """The text of a value, JSON as far as the value allows it. Half surrogate pairs stay escapes,
    or become bytes that are no UTF-8."""
    indent = rng.choice((None, None, None, None, None, None, None, 2))
    text = json.dumps(value, indent=indent, ensure_ascii=rng.random() < 0.5)
    return text.encode(errors="surrogatepass")


def _places(value: Any) -> list[Place]:
    """Every container of a document with each of its keys or indices."""
    found: list[Place] = []
    todo = [value]
    while todo:
        holder = todo.pop()
        steps = holder if isinstance(holder, dict) else range(len(holder))
        for step in steps:
            found.append((holder, step))
            if isinstance(holder[step], dict | list):
                todo.append(holder[step])
    return found


def _there(holder: Any, step: Any) -> bool:
    return step in holder if isinstance(holder, dict) else step < len(holder)


def _copy(value: Any) -> Any:
    return marshal.loads(marshal.dumps(value))


def _misspelt(rng: Random, word: str) -> str:
    at = rng.randrange(len(word) + 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + rng.choice("xs_ -1é") + word[at:],
        word.swapcase(),
        word[:1].upper() + word[1:],
        "".join("_" + c.lower() if c.isupper() else c for c in word),
        f"{word}s",
        f" {word}",
        word[::-1],
    )
    return rng.choice(ways)


def _word(rng: Random) -> str:
    share = rng.random()
    if share < 0.4:
        return rng.choice(TYPES)
    if share < 0.75:
        return rng.choice(STRANGE)
    if share < 0.85:
        return expression(rng)
    if share < 0.9:
        return rng.choice(NUMBERISH)
    if share < 0.92:
        return rng.choice("ax \n猫") * rng.choice((300, 4097, 20_000))
    return rng.choice(KEYS)


def _value(rng: Random, depth: int = 0) -> Any:
    share = rng.random()
    if share < 0.3 or depth > 3:
        return _word(rng)
    if share < 0.5:
        return rng.choice(NUMBERS)
    if share < 0.7:
        return _copy(rng.choice((*BLANKS, True, False)))
    if share < 0.85:
        return [_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {rng.choice(KEYS): _value(rng, depth + 1) for _ in range(rng.randint(0, 4))}


# Ways to damage what stands at a place. Each gets the dice, the place, and the places there are.


def _drop(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    del holder[step]


def _double(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    again = _copy(holder[step])
    if isinstance(holder, list):
        holder.insert(rng.randint(0, len(holder)), again)
    else:
        holder[_misspelt(rng, step)] = again


def _swap(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    other, place = rng.choice(places)
    if _there(other, place):
        mine, theirs = _copy(holder[step]), _copy(other[place])
        holder[step] = theirs
        if _there(other, place):
            other[place] = mine


def _move(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    value = _copy(holder[step])
    del holder[step]
    other, place = rng.choice(places)
    if isinstance(other, list):
        other.insert(place, value)
    else:
        other[rng.choice((place, step if isinstance(step, str) else place, rng.choice(KEYS)))] = (
            value
        )


def _retype(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    value = holder[step]
    ways: list[Callable[[], Any]] = [
        lambda: [value],
        lambda: {"value": value},
        lambda: {str(at): one for at, one in enumerate(value)} if isinstance(value, list) else None,
        lambda: list(value.values()) if isinstance(value, dict) else [value, value],
        lambda: list(map(list, value.items())) if isinstance(value, dict) else not value,
        lambda: str(value)[:200],
        lambda: json.dumps(value)[:200],
        lambda: len(str(value)),
        lambda: bool(value),
    ]
    holder[step] = _copy(rng.choice(ways)())


def _nest(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    value = holder[step]
    key = rng.choice((None, step if isinstance(step, str) else None, rng.choice(KEYS)))
    deep = rng.choice((1, 1, 2, 3, 20)) if rng.random() < 0.98 else rng.choice((200, 480, 700))
    for _ in range(deep):
        value = [value] if key is None else {key: value}
    holder[step] = value


def _rename(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    if isinstance(holder, dict):
        new = rng.choice((_misspelt(rng, step), _misspelt(rng, step), rng.choice(KEYS)))
        value = holder.pop(step)
        holder[rng.choice(STRANGE) if rng.random() < 0.05 else new] = value
    elif isinstance(holder[step], str):
        holder[step] = _misspelt(rng, holder[step])


def _respell(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    value = holder[step]
    if isinstance(value, str):
        strange = rng.choice(STRANGE)
        at = rng.randint(0, len(value))
        holder[step] = rng.choice(
            (_misspelt(rng, value), value[:at] + strange + value[at:], value * 2, value[:at])
        )
    else:
        holder[step] = _value(rng)


def _replace(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    holder[step] = _value(rng)


def _number(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    holder[step] = rng.choice((rng.choice(NUMBERS), rng.choice(NUMBERISH)))


def _blank(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    holder[step] = _copy(rng.choice(BLANKS))


def _add(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    if isinstance(holder, dict):
        holder[rng.choice(KEYS) if rng.random() < 0.9 else rng.choice(STRANGE)] = _value(rng)
    else:
        holder.insert(step, _value(rng))


def _reason(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    """Another expression where one stands, else at a place of any sort."""
    at = [(h, s) for h, s in places if s in ("condition", "transform") and _there(h, s)]
    where, key = rng.choice(at) if at else (holder, step)
    where[key] = expression(rng)


def _cross(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    """A ref, a dependency or a body that names nodes of the same document: itself, all, others."""
    ids = [h[s] for h, s in places if s == "id" and _there(h, s) and isinstance(h[s], str)]
    nodes = [h for h, s in places if s == "id" and _there(h, s)]
    if not ids:
        return
    node, some = rng.choice(nodes), rng.choices(ids, k=rng.choice((1, 1, 2, 3)))
    ways: list[Callable[[], Any]] = [
        lambda: node.__setitem__("dependsOn", some),
        lambda: node.__setitem__("loopBodyNodeIds", some),
        lambda: node.__setitem__("id", some[0]),
        lambda: node.__setitem__("loopNodeId", some[0]),
        lambda: _wire(rng, node, {"conditional": some}),
        lambda: _wire(rng, node, {"node": some[0]}),
        lambda: _wire(rng, node, {"node": some[0], "equal": rng.choice(("1", "2", ""))}),
        lambda: _wire(rng, node, {"node": some[0], "conditional": some, "name": "all"}),
    ]
    rng.choice(ways)()


def _wire(rng: Random, node: Any, ref: Any) -> None:
    inputs = node.get("inputs")
    if not isinstance(inputs, list):
        node["inputs"] = inputs = []
    if inputs and isinstance(inputs[0], dict) and rng.random() < 0.5:
        rng.choice([one for one in inputs if isinstance(one, dict)])["ref"] = ref
    else:
        name = rng.choice(("prompt", "image", "x"))
        inputs.append({"name": name, "type": rng.choice(TYPES), "ref": ref})


def _crowd(rng: Random, holder: Any, step: Any, places: list[Place]) -> None:
    """Very many of something, seldom: a check of that takes its time."""
    if rng.random() > 0.004:
        return
    value, many = holder[step], rng.choice((300, 2_000))
    if rng.random() < 0.5:
        holder[step] = [_copy(value) for _ in range(min(many, 20_000 // (len(str(value)) + 1)))]
    else:
        holder[step] = {f"{rng.choice(KEYS)}{n}": n for n in range(many)}


_WAYS = (
    *(_drop, _double, _swap, _move, _retype, _retype, _nest, _rename, _rename, _respell, _respell),
    *(_replace, _replace, _number, _blank, _add, _add, _reason, _cross, _cross, _crowd),
)
