"""What people write who think of other tools, and how Scenario spells what they mean.

Each function returns advice, or None where it knows nothing better than the general hint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from flowcheck.graph.flow import Flow
from flowcheck.graph.mentions import Mention
from flowcheck.hints import Hint
from flowcheck.pattern import late_pattern
from flowcheck.wire.vocabulary import WORKFLOW
from flowcheck.wording import MOST_LISTED, listed

_MOST: Final = 80
"""Characters of a piece of JSON that advice repeats."""
_OF_THE_WORKFLOW: Final = frozenset({WORKFLOW, "inputs", "input"})
"""What people put before the name of a workflow input."""
_DRESSED: Final = late_pattern(r"\$?\{\{?\s*([^{}]+?)\s*\}?\}|\$([^${}]+)")
"""`$mode`, `${mode}`, `{mode}`, `{{ mode }}`: how other tools write a name in a string."""


def _bare(text: str) -> str:
    """A name without what other tools put around it."""
    match = _DRESSED.fullmatch(text)
    return (match[1] or match[2]).strip() if match else text


def _written(value: Any) -> str | None:
    """A short piece of JSON in backticks."""
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= _MOST and text.isprintable() else None


def _source(text: str, flow: Flow) -> dict[str, str] | None:
    """The ref that a text like `draft`, `draft.image`, `workflow.prompt` or `$prompt` means."""
    name = _bare(text)
    if name in flow.ids:
        return {"node": name}
    first, dot, rest = name.partition(".")
    if dot and rest and first in _OF_THE_WORKFLOW:
        return {"node": WORKFLOW, "name": rest}
    if dot and rest and first in flow.ids:
        return {"node": first, "name": rest}
    if flow.contract_input(name) is not None:
        return {"node": WORKFLOW, "name": name}
    return None


def for_wrong_type(field: str, value: Any, flow: Flow) -> str | None:
    """Advice for a field of a ref or an input whose value has another JSON type than wanted."""
    written = None
    if field == "ref" and isinstance(value, str):
        written = _written(_source(value, flow) or {"node": value})
    elif field in ("ref", "node") and _are_names(value):
        merge = _written({"conditional": value})
        return merge and f"to take the value of whichever node ran, write the ref as {merge}"
    elif field == "flow" and isinstance(value, dict):
        if any(isinstance(inner, list) for inner in value.values()):
            return "put the array of nodes right under `flow`"
        return "write an array of nodes, each with its `id` in it"
    return written and f"write {written}"


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value) and value != []


def known_nodes(mention: Mention, flow: Flow) -> Hint | None:
    """What else a mention could name, where a line can tell all of it."""
    others = sorted(flow.ids - {mention.node.id}) if len(flow.ids) <= MOST_LISTED + 1 else []
    if not others or not mention.id.strip():
        return None
    are = "nodes are" if others[1:] else "node is"
    return Hint(f"the other {are} {listed(others, word='and')}", known=others)


def for_unknown_node(mention: Mention, flow: Flow) -> str | None:
    """Advice for a mention of a node that does not exist."""
    if mention.field == "ref":
        meant = _source(mention.id, flow)
        if meant is None or meant["node"] == mention.node.id:
            return None
        if "name" not in meant:
            return f"ids are written as they are: `{meant['node']}`"
        if mention.id == meant["name"]:
            return f"a workflow input is read as node `workflow`, name `{mention.id}`"
        return f'write `"node": "{meant["node"]}", "name": "{meant["name"]}"`'
    id = _bare(mention.id)
    of_the_workflow = id == WORKFLOW or id.startswith(f"{WORKFLOW}.")
    if not of_the_workflow and flow.contract_input(id) is None:
        return f"ids are written as they are: `{id}`" if id in flow.ids else None
    if mention.field == "dependsOn":
        return "the workflow's inputs are there from the start: leave it out"
    if mention.field == "conditional":
        return "it takes node ids; a workflow input is read by an input of its own"
    return None


def for_unknown_input(name: str, flow: Flow) -> str | None:
    """Advice for a `name` that a ref to the workflow's inputs has and the contract has not."""
    bare = _bare(name)
    first, dot, rest = bare.partition(".")
    plain = rest if dot and first in _OF_THE_WORKFLOW else bare
    known = plain != name and flow.contract_input(plain) is not None
    return f"names are written as they are: `{plain}`" if known else None


NODE_TYPES: Final[Mapping[str, str]] = dict.fromkeys(
    ("if-else", "if", "condition", "conditional", "switch", "branch", "router"),
    'an if/else node has `"type": "logic"` and `"logicType": "if-else"`',
) | {
    "approval": Hint.meant("user-approval"),
    "selection": Hint.meant("user-selection"),
    "loop": Hint.meant("for-each"),
    "map": Hint.meant("for-each"),
    "llm": Hint.meant("generate-prompt"),
    "expression": Hint.meant("transform"),
    "subworkflow": Hint.meant("workflow"),
}
"""Node types that other tools have → what they are here."""


def for_unknown_field(model: str, key: str, value: Any, record: Mapping[str, Any]) -> str | None:
    """Advice for a field that a record of `model` has not. record: the canonical record."""
    if model == "Ref":
        return _of_ref(key, value)
    holder = belongs_into(model, key, record)
    if holder == "logic":
        return f'it belongs into `logic`: `"logic": {{"{key}": …}}`'
    if holder == "ref":
        return f'it belongs into `ref`: `"ref": {{…, "{key}": …}}`'
    if model == "Input" and key == "optional":
        if value is False:
            return 'write `"required": {"always": true}`: an input without `required` is optional'
        return "leave it out: an input without `required` is optional"
    return None


def belongs_into(model: str, key: str, record: Mapping[str, Any]) -> str | None:
    """The object of the record that a field beside it belongs into; None where it does not."""
    if model == "Node" and key in ("cases", "default", "transform"):
        return "logic" if record.get("type") in ("logic", "transform") else None
    return "ref" if model == "Input" and key in ("conditional", "equal", "node") else None


def _of_ref(key: str, value: Any) -> str | None:
    if key == "all":
        return 'write `"name": "all"`' if value is True else "leave it out"
    if key in ("output", "input") and isinstance(value, str):
        return "the output, or the workflow's input, is named by `name`"
    if key == WORKFLOW and isinstance(value, str):
        written = _written({"node": WORKFLOW, "name": value})
        return written and f"write the ref as {written}"
    return None
