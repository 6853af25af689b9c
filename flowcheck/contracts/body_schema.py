"""A contract as a JSON Schema (2020-12), for forms, agents and other validators.

It accepts a run body exactly when `check-run` finds no error in it and no unknown key. "Given" is
Scenario's notion, not JSON Schema's: null, blank strings and `[]` count as left out, a default
counts as given (observed). So a required rule is no `dependentRequired`, which only looks at
whether a key is there, but an `anyOf` or `if`–`then` over `#/$defs/given`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flowcheck.contracts.contract import Contract
from flowcheck.contracts.demands import Demand, Part, ValueDemand, demand, words
from flowcheck.contracts.value_schema import DEFINITIONS, GIVEN, NONE, Schema, value_schema
from flowcheck.graph.sites import InputSite
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import FILE_TYPES
from flowcheck.wording import listed

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def contract_schema(contract: Contract) -> dict[str, Any]:
    """The schema of the run bodies that fit a contract.

    Keys that start with `x-scenario-` are annotations: the input's type in Scenario's words, the
    asset kind, model types, and a `min` of 0, which Scenario does not enforce. Nothing is asked of
    an input declared twice; unknown keys are let pass when an input's name cannot be read."""
    demands = {name: demand(contract, name) for name in contract.inputs}
    schema: dict[str, Any] = {"$schema": DIALECT}
    if contract.title is not None:
        schema["title"] = f"Inputs of {contract.title}"
    schema["type"] = "object"
    schema["properties"] = {
        name: _property(contract, site, demands[name]) for name, site in contract.inputs.items()
    }
    always = [name for name, asked in demands.items() if asked.always]
    if always:
        schema["required"] = always
    if contract.complete:
        schema["additionalProperties"] = False
    rules = list(_rules(demands))
    if rules:
        schema["allOf"] = rules
    schema["$defs"] = DEFINITIONS
    return schema


def _property(contract: Contract, site: InputSite, asked: Demand) -> Schema:
    schema: Schema = {}
    for field, key in (("label", "title"), ("description", "description")):
        if is_defined(site.get(field)):
            schema[key] = site.get(field)
    if site.name in contract.doubtful:
        return schema
    if is_defined(site.get("type")):
        schema["x-scenario-type"] = site.get("type")
    if site.type in FILE_TYPES:
        schema["x-scenario-kind"] = site.kind
    model_types = [word for word in site.get("modelTypes") or () if word is not None]
    if model_types:
        schema["x-scenario-model-types"] = model_types
    if is_defined(site.get("default")):
        schema["default"] = site.get("default")
    return schema | value_schema(site.raw, needed=asked.always)


def _rules(demands: Mapping[str, Demand]) -> Iterator[Schema]:
    """The conditions under which inputs are required, each a schema of the body."""
    groups: set[frozenset[str]] = set()
    for name, asked in demands.items():
        if asked.always:
            continue
        for sibling in asked.if_given:
            yield _if(name, Demand(if_given=(sibling,)), _given(sibling))
        group = (name, *asked.if_none)
        if asked.if_none and frozenset(group) not in groups:
            groups.add(frozenset(group))
            told = f"One of {listed(group)} is required."
            yield {"description": told, "anyOf": [_given(one) for one in group]}
        for value_demand in asked.if_values:
            yield _if(name, Demand(if_values=(value_demand,)), _holds(value_demand))


def _if(name: str, asked: Demand, condition: Schema) -> Schema:
    told = f"`{name}` is required {words(asked)}."
    return {"description": told, "if": condition, "then": _given(name)}


def _given(name: str) -> Schema:
    return {"required": [name], "properties": {name: GIVEN}}


def _holds(rule: ValueDemand) -> Schema:
    parts = [_part(part) for part in rule.parts]
    if len(parts) == 1:
        return parts[0]
    return {"anyOf" if rule.operator == "or" else "allOf": parts}


def _part(part: Part) -> Schema:
    among: Schema = {"enum": list(part.values)}
    if part.negated:
        value: Schema = {"not": among}
        if not part.by_default:
            value = GIVEN | value if part.values else GIVEN
    else:
        value = {"anyOf": [among, NONE]} if part.by_default else among
    schema: Schema = {"properties": {part.sibling: value}}
    return schema if part.by_default else {"required": [part.sibling], **schema}
