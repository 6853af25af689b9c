"""Parts of pages that are written from the code, between `<!-- generated: NAME -->` and
`<!-- end -->`."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Final

import yaml

import flowcheck
from doccheck.pages import Page
from flowcheck.cli.rules import markdown
from flowcheck.config.model import Config, Suppress
from flowcheck.rules.pages import pages

ROOT: Final = Path(__file__).resolve().parent.parent.parent
WIDTH: Final = 100
"""Columns of code in the pages, as in the code itself."""
_PART: Final = re.compile(
    r"(?P<head><!-- generated: (?P<name>[\w-]+) -->\n)(?P<text>.*?)(?P<end><!-- end -->)", re.DOTALL
)


def renewed(page: Page) -> str:
    """The page's text with every generated part as it has to be."""

    def new(part: re.Match[str]) -> str:
        write = PARTS.get(part["name"])
        return part[0] if write is None else part["head"] + write() + part["end"]

    return _PART.sub(new, page.text)


def stale(page: Page) -> Iterator[tuple[int, str]]:
    """(line, message) for each part that is not as the code has it."""
    for part in _PART.finditer(page.text):
        line = page.text.count("\n", 0, part.start()) + 1
        write = PARTS.get(part["name"])
        if write is None:
            yield line, f"nobody writes a part called `{part['name']}`"
        elif write() != part["text"]:
            yield line, f"the generated part `{part['name']}` is out of date"


def rule_table() -> str:
    """Every rule, as `flowcheck rules --format markdown`."""
    return markdown(list(pages().values()))


def _keys(model: type[Config] | type[Suppress]) -> str:
    rows = ["| key | value | default | what it says |\n", "| --- | --- | --- | --- |\n"]
    properties: dict[str, Any] = model.model_json_schema()["properties"]
    required = model.model_json_schema().get("required", [])
    for key, schema in properties.items():
        description = schema.get("description", "").replace("|", "\\|")
        rows.append(
            f"| `{key}` | {_value(schema)} | {_default(schema, key in required)} "
            f"| {description} |\n"
        )
    return "".join(rows)


def _value(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return _value(next(s for s in schema["anyOf"] if s.get("type") != "null"))
    if "$ref" in schema:
        return "table"
    if schema["type"] == "array":
        items = _value(schema["items"])
        return "tables" if items == "table" else f"list of {items}s"
    if schema["type"] == "object":
        return f"table of {_value(schema['additionalProperties']).replace('list of', 'lists of')}"
    if schema["type"] == "integer":
        return f"whole number ≥ {schema['minimum']}"
    return {"string": "string", "boolean": "boolean"}[schema["type"]]


def _default(schema: dict[str, Any], required: bool) -> str:
    if required:
        return "needed"
    default = schema.get("default")
    if default in (None, {}, []):
        return "none"
    return f"`{default}`"


def action_inputs() -> str:
    """The inputs of action.yml."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    rows = "".join(
        f"| `{name}` | {given['description']} | {_given(given.get('default'))} |\n"
        for name, given in action["inputs"].items()
    )
    return "| input | what it is | default |\n| --- | --- | --- |\n" + rows


def _given(default: str | None) -> str:
    return f"`{default}`" if default else "empty"


def api_reference() -> str:
    """Every public name with its signature and docstring."""
    parts = []
    for name in flowcheck.__all__:
        value = getattr(flowcheck, name)
        if inspect.isclass(value):
            parts.append(_class(name, value))
        elif inspect.isfunction(value):
            parts.append(_signed(f"### {name}", name, value))
        elif inspect.ismodule(value):
            parts.append(_signed(f"### {name}", name, value.__call__))
    return "\n".join(parts)


def _class(name: str, value: type) -> str:
    text = f"### {name}\n\n"
    if dataclasses.is_dataclass(value):
        shown = [field for field in dataclasses.fields(value) if not field.name.startswith("_")]
        rows = "".join(f"    {_field(field)}\n" for field in shown)
        text += f"```python\nclass {name}:\n{rows}```\n\n"
    elif issubclass(value, Enum):
        rows = "".join(f"    {member.name} = {json.dumps(member.value)}\n" for member in value)
        text += f"```python\nclass {name}(StrEnum):\n{rows}```\n\n"
    else:
        text += f"```python\nclass {name}({value.__bases__[0].__name__}): ...\n```\n\n"
    text += f"{_prose(value)}\n"
    for key, member in vars(value).items():
        if key.startswith("_") or not (documented := inspect.getdoc(member)):
            continue
        if isinstance(member, property):
            text += f"\n`{name}.{key}` — {_line(documented)}\n"
        elif inspect.isfunction(member):
            text += f"\n`{name}.{key}{_signature(member, bound=True)}` — {_line(documented)}\n"
    return text


def _field(field: dataclasses.Field[Any]) -> str:
    shown = f"{field.name}: {_type(field.type)}"
    if field.default is not dataclasses.MISSING:
        shown += f" = {_shown(field.default)}"
    elif field.default_factory is not dataclasses.MISSING:
        shown += f" = {_shown(field.default_factory())}"
    return shown


def _shown(value: Any) -> str:
    """A default as somebody would write it."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, str):
        return json.dumps(value)
    if dataclasses.is_dataclass(value) and repr(value) == repr(value.__class__()):
        return f"{type(value).__name__}()"
    return repr(value)


def _type(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "Any")
    return text.replace("'", '"')


def _parameters(function: Callable[..., Any], *, bound: bool = False) -> tuple[list[str], str]:
    """The parameters of a function, and what stands behind the brackets."""
    signature = inspect.signature(function)
    shown = []
    for parameter in list(signature.parameters.values())[1 if bound else 0 :]:
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        text = parameter.name
        if parameter.annotation is not parameter.empty:
            text += f": {_type(parameter.annotation)}"
        if parameter.default is not parameter.empty:
            text += f" = {_shown(parameter.default)}"
        shown.append(text)
    back = signature.return_annotation
    return shown, "" if back is signature.empty else f" -> {_type(back)}"


def _signature(function: Callable[..., Any], *, bound: bool = False) -> str:
    shown, arrow = _parameters(function, bound=bound)
    return f"({', '.join(shown)}){arrow}"


def _signed(heading: str, name: str, function: Callable[..., Any]) -> str:
    shown, arrow = _parameters(function)
    definition = f"def {name}({', '.join(shown)}){arrow}: ..."
    if len(definition) > WIDTH:
        # As the formatter has it: on one line of their own, or a line each.
        inner = f"    {', '.join(shown)}\n"
        if len(inner) > WIDTH + 1:
            inner = "".join(f"    {one},\n" for one in shown)
        definition = f"def {name}(\n{inner}){arrow}: ..."
    return f"{heading}\n\n```python\n{definition}\n```\n\n{_prose(function)}\n"


def _prose(value: Any) -> str:
    """A docstring; what it says about fields or parameters (`name: …`) as a list of them."""
    text = inspect.cleandoc(value.__doc__ or "")
    names = "|".join(_names(value))
    if not names:
        return text
    item = re.compile(rf"(?:^|(?<=[.;] ))((?:{names})(?:, (?:{names}))*): (.)")
    return "\n\n".join(_listed(item, " ".join(part.split())) for part in text.split("\n\n"))


def _listed(item: re.Pattern[str], paragraph: str) -> str:
    found = list(item.finditer(paragraph))
    if not found:
        return paragraph
    ends = [*(match.start() for match in found[1:]), len(paragraph)]
    head = paragraph[: found[0].start()].rstrip()
    rows = []
    for match, end in zip(found, ends, strict=True):
        names = ", ".join(f"`{name}`" for name in match[1].split(", "))
        rows.append(f"- {names}: {paragraph[match.start(2) : end].rstrip().rstrip(';.')}")
    return (f"{head}\n\n" if head else "") + "\n".join(rows)


def _names(value: Any) -> list[str]:
    if dataclasses.is_dataclass(value):
        return [field.name for field in dataclasses.fields(value)]
    return list(inspect.signature(value).parameters) if inspect.isfunction(value) else []


def _line(text: str) -> str:
    return " ".join(textwrap.dedent(text).split())


PARTS: Final[dict[str, Callable[[], str]]] = {
    "rules": rule_table,
    "config-keys": lambda: _keys(Config),
    "suppress-keys": lambda: _keys(Suppress),
    "action": action_inputs,
    "api": api_reference,
}
