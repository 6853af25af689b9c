"""Valid records out of a random stream: what Scenario's compiler, SDK and web app write.

Built from what is known about the documents, not from the rules: whatever comes out of here must
be clean at warning level. A `Maker` grows a flow segment by segment: calls, branches that merge,
loops, approvals, selections. `documents` gives it every document shape and spelling."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

MODEL_TYPES = (
    *("custom", "elevenlabs-voice", "flux.1", "flux.1-composition", "flux.1-kontext-dev"),
    *("flux.1-kontext-lora", "flux.1-krea-dev", "flux.1-krea-lora", "flux.1-lora", "flux.1-pro"),
    *("flux.1.1-pro-ultra", "flux.2-dev-edit-lora", "flux.2-dev-lora"),
    *("flux.2-klein-4b-edit-lora", "flux.2-klein-4b-lora", "flux.2-klein-9b-edit-lora"),
    *("flux.2-klein-9b-lora", "flux.2-klein-base-4b-edit-lora", "flux.2-klein-base-4b-lora"),
    *("flux.2-klein-base-9b-edit-lora", "flux.2-klein-base-9b-lora", "flux1.1-pro"),
    *("gpt-image-1", "qwen-image-2512-lora", "qwen-image-edit-2509-lora"),
    *("qwen-image-edit-2511-lora", "qwen-image-edit-lora", "qwen-image-lora"),
    *("zimage-de-turbo-lora", "zimage-lora", "zimage-turbo-lora"),
    *("sd-1_5", "sd-1_5-composition", "sd-1_5-lora", "sd-xl", "sd-xl-composition", "sd-xl-lora"),
)
KINDS = ("3d", "audio", "document", "image", "image-hdr", "json", "text", "video")
TYPES = (
    *("boolean", "file", "file_array", "inputs_array", "model", "model_array"),
    *("number", "number_array", "string", "string_array"),
)
PROVIDERS = ("custom-model", "custom-model", "model", "generate-prompt", "remove-background")
WORDS = ("castle", "a red fox", "fantasy 中文", "é", "line\nbreak", "5", "x" * 40)
Gate = Json | None


@dataclass
class Scope:
    """What may be read here without a gate of its own: node ids, and the gate new nodes carry."""

    readable: list[str] = field(default_factory=list)
    gate: Gate = None
    logic: str | None = None
    branch: str | None = None
    loop: str | None = None
    depends: dict[str, str] = field(default_factory=dict)


class Maker:
    """Grows one valid flow and its contract."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.nodes: list[Json] = []
        self.approvals: list[Json] = []
        self.contract: list[Json] = []
        self.asked: set[str] = set()
        self.home: dict[str, Scope] = {}
        self.counts: dict[str, int] = {}
        self.generation = rng.choice(("bool", "conditionalValues", "when", "conditional"))

    # names and dice
    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def name(self, stem: str) -> str:
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return f"{stem}{self.counts[stem]}"

    def word(self) -> str:
        return self.rng.choice(WORDS)

    def asset(self) -> str:
        return "asset_" + "".join(self.rng.choices("abcdefghijkmnpqrstuvwxyz123456789", k=12))

    # literals and options
    def literal(self, type: str, kind: str | None = None) -> Any:
        rng = self.rng
        match type:
            case "string":
                return self.word()
            case "number":
                return rng.choice((0, 1, 2, 3.5, 4))
            case "boolean":
                return self.chance(0.5)
            case "file":
                return self.asset()
            case "file_array":
                return [self.asset() for _ in range(rng.randint(1, 3))]
            case "model":
                return "model_" + self.word()[:4]
            case "model_array":
                return [f"model_{n}" for n in range(rng.randint(1, 3))]
            case "number_array":
                return [rng.choice((0, 0.5, 1, 2)) for _ in range(rng.randint(1, 3))]
            case "string_array":
                return [self.word() for _ in range(rng.randint(1, 3))]
        raise AssertionError(type)

    def texts(self, site: Json) -> None:
        """Fields that say nothing about the wiring."""
        if self.chance(0.3):
            site["label"] = self.word()
        if self.chance(0.2):
            site["description"] = self.word()
        if self.chance(0.1):
            site |= {"hint": "", "group": "Advanced", "costImpact": self.chance(0.5)}

    def options(self, site: Json, *, default: bool) -> None:
        """Options that fit the input's type, and a default inside them."""
        rng, type = self.rng, site["type"]
        self.texts(site)
        if type in ("file", "file_array"):
            if self.chance(0.9):
                site.setdefault("kind", "image")
            kind = site.get("kind", "image")
            if self.chance(0.2):
                site["maxSize"] = 10_000_000
            if self.chance(0.2):
                site["parent"] = self.chance(0.5)
            if kind == "image" and self.chance(0.2):
                site["backgroundBehavior"] = rng.choice(("opaque", "transparent"))
            if kind in ("audio", "video") and self.chance(0.5):
                site |= {"minDuration": 0.5, "maxDuration": rng.choice((0.5, 30))}
        if type.endswith("_array") and self.chance(0.3):
            site |= {"minLength": rng.choice((0, 1)), "maxLength": rng.choice((3, 10))}
        if type in ("string", "model") and self.chance(0.2):
            site |= {"minLength": 1, "maxLength": rng.choice((60, 4000))}
        if type == "string":
            if self.chance(0.3):
                site |= {"prompt": True, "promptSpark": self.chance(0.5), "placeholder": "…"}
            elif self.chance(0.1):
                site |= {"color": True}
        if type in ("number", "number_array") and self.chance(0.4):
            site |= {"min": 0, "max": rng.choice((4, 100))}
            if self.chance(0.5):
                site["step"] = rng.choice((0.01, 1))
        if type in ("model", "model_array") and self.chance(0.5):
            site["modelTypes"] = rng.sample(MODEL_TYPES, rng.randint(1, len(MODEL_TYPES)))
        if type == "string" and "minLength" not in site and self.chance(0.3):
            site["allowedValues"] = ["16:9", "1:1", "auto"]
        if type == "number" and "min" not in site and self.chance(0.2):
            site["allowedValues"] = [1, 2, 4]
        if type == "string_array" and self.chance(0.2):
            site["allowedValues"] = ["fast", "slow", "other"]
        if default:
            self.default(site)

    def default(self, site: Json) -> None:
        type = site["type"]
        if type in ("file_array", "model_array", "string_array", "number_array") and self.chance(
            0.4
        ):
            site["default"] = []
        elif type in ("string", "file", "model") and self.chance(0.3):
            site["default"] = ""
        elif type != "inputs_array":
            site["default"] = self.fitting(site)

    def fitting(self, site: Json) -> Any:
        """A literal inside the options of an input."""
        allowed = site.get("allowedValues")
        if allowed is None:
            return self.literal(site["type"], site.get("kind"))
        if site["type"] == "string_array":
            return self.rng.sample(allowed, self.rng.randint(1, 2))
        return self.rng.choice(allowed)

    # the contract
    def contract_input(self, type: str, kind: str | None, *, given: bool = False) -> Json:
        """A workflow input of that type, an old one or a new one; `given`: in every run."""
        same = [
            site
            for site in self.contract
            if site["type"] == type
            and (kind is None or site.get("kind", "image") == kind)
            and (not given or self.is_given(site))
            and "inputs" not in site
        ]
        if same and self.chance(0.5):
            return self.rng.choice(same)
        site: Json = {
            "name": self.name(self.rng.choice(("prompt", "Image ", "in-put", "x"))),
            "type": type,
        }
        if kind is not None and (kind != "image" or self.chance(0.8)):
            site["kind"] = kind
        self.options(site, default=self.chance(0.3))
        if given and not self.is_given(site):
            site["required"] = True if self.generation == "bool" else {"always": True}
        elif self.chance(0.3):
            site["required"] = self.rng.choice(({}, {"always": False}, {"always": True}))
        self.contract.append(site)
        return site

    @staticmethod
    def is_given(site: Json) -> bool:
        required = site.get("required")
        always = required is True or (isinstance(required, dict) and required.get("always") is True)
        return always or site.get("default") not in (None, "", [])

    def mask(self) -> None:
        """A mask input beside a file input, on the contract and on the node that reads both."""
        first = self.contract_input("file", "image")
        mask = {
            "name": self.name("mask"),
            "type": "file",
            "kind": "image",
            "maskFrom": first["name"],
        }
        self.contract.append(mask)
        self.call_with(
            [
                self.wired("image", "file", self.workflow(first), kind="image"),
                self.wired("mask", "file", self.workflow(mask), kind="image")
                | ({"maskFrom": "image"} if self.chance(0.5) else {}),
            ]
        )

    def either_or(self, scope: Scope) -> None:
        """Two contract inputs of which one must be given, and a node that asks the same."""
        kinds = (("file", "image"), ("file", "video"))
        message: Any = self.rng.choice(("give one of them", {"message": "give one"}, {}))
        pair = [{"name": self.name(k), "type": t, "kind": k} for t, k in kinds]
        for one, other in (pair, pair[::-1]):
            one["required"] = {"ifNotDefined": {other["name"]: message}}
        self.contract += pair
        inputs = []
        names = ("still", "clip")
        for site, name, other in zip(pair, names, names[::-1], strict=True):
            wired = self.wired(name, "file", self.workflow(site), kind=site["kind"])
            if self.chance(0.7):
                wired["required"] = {"ifNotDefined": {other: message}}
            inputs.append(wired)
        self.call_with(inputs, scope)

    # references
    @staticmethod
    def workflow(site: Json) -> Json:
        return {"node": "workflow", "name": site["name"]}

    def read(self, id: str) -> Json:
        """A reference to a node's output in one of its spellings."""
        return self.rng.choice(
            ({"node": id}, {"node": id, "name": "output"}, {"node": id, "name": "all"})
        )

    def wired(self, name: str, type: str, ref: Json, **more: Any) -> Json:
        return {"name": name, "type": type, "ref": ref, **more}

    # nodes
    def add(self, node: Json, scope: Scope) -> str:
        """Put a node into the flow; the gate of its scope becomes an extra input, the approvals of
        what it reads become dependencies."""
        if scope.gate is not None:
            gate = {"name": self.rng.choice(("gate", "condition", "logic_gate")), "type": "string"}
            gate["ref"] = copy.deepcopy(scope.gate)
            node.setdefault("inputs", []).append(gate)
        reads = {ref["node"] for ref in refs_in(node) if "node" in ref}
        waits = [scope.depends[id] for id in sorted(reads) if id in scope.depends]
        if waits:
            node["dependsOn"] = list(dict.fromkeys(waits))
        elif self.chance(0.05):
            node["dependsOn"] = []
        self.nodes.append(node)
        self.home[node["id"]] = scope
        return str(node["id"])

    def provider(self) -> Json:
        type = self.rng.choice(PROVIDERS)
        node: Json = {
            "id": self.name(self.rng.choice(("text", "image", "node-", "Überblick "))),
            "type": type,
        }
        if type in ("custom-model", "model"):
            node["modelId"] = "model_" + self.rng.choice(
                ("flux-kontext", "Kq8", "openai-gpt-image-1")
            )
        return node

    def call_with(
        self, inputs: list[Json], scope: Scope | None = None, *, keep: bool = True
    ) -> str:
        node = {**self.provider(), "inputs": inputs}
        scope = scope or self.root
        id = self.add(node, scope)
        if keep:
            scope.readable.append(id)
        return id

    root: Scope = Scope()

    def call(self, scope: Scope, *reads: str) -> str:
        """A producing node that reads these nodes and more; returns its id."""
        inputs: list[Json] = []
        for id in reads:
            type, kind = self.rng.choice(
                (("string", None), ("file", "image"), ("file_array", "video"))
            )
            site = self.wired(self.name("from"), type, self.read(id))
            if kind:
                site["kind"] = kind
            self.require(site, inputs)
            inputs.append(site)
        for _ in range(self.rng.randint(0 if reads else 1, 3)):
            inputs.append(self.any_input(scope, inputs))
        return self.call_with(inputs, scope)

    def any_input(self, scope: Scope, beside: list[Json]) -> Json:
        rng = self.rng
        type = rng.choice(TYPES)
        kind = rng.choice(KINDS) if type in ("file", "file_array") else None
        site: Json = {
            "name": self.name(rng.choice(("prompt", "seed", "image", "numOutputs", "x.y "))),
            "type": type,
        }
        if kind:
            site["kind"] = kind
        if type == "inputs_array":
            self.segments(site, scope)
            return site
        self.options(site, default=self.chance(0.2))
        way = rng.random()
        if way < 0.4:
            source = self.contract_input(type, kind, given=self.chance(0.5))
            site["ref"] = self.workflow(source)
            if self.is_given(source):
                self.require(site, beside)
        elif way < 0.6 and scope.readable:
            site["ref"] = self.read(rng.choice(scope.readable))
            self.require(site, beside)
        elif way < 0.9:
            site["value"] = self.fitting(site)
            self.require(site, beside)
        return site

    def segments(self, site: Json, scope: Scope) -> None:
        """An inputs_array: sub-inputs declared (or not) and rows of them."""
        declared = [
            {"name": "text", "type": "string", "required": {"always": True}},
            {"name": "start", "type": "number", "min": 0, "default": 0},
            {
                "name": "image",
                "type": "file",
                "kind": "image",
                "required": {"ifNotDefined": {"text": "or text"}},
            },
        ]
        if self.chance(0.7):
            site["inputs"] = declared
        rows = []
        for _ in range(self.rng.randint(1, 3)):
            text: Json = {"name": "text", "type": "string"}
            if scope.readable and self.chance(0.5):
                text["ref"] = self.read(self.rng.choice(scope.readable))
            else:
                text["value"] = self.word()
            row = [text]
            if self.chance(0.5):
                row.append({"name": "start", "type": "number", "value": self.rng.choice((0, 2.5))})
            if self.chance(0.3):
                source = self.contract_input("file", "image")
                row.append(self.wired("image", "file", self.workflow(source), kind="image"))
            rows.append(row)
        site["items"] = rows

    def require(self, site: Json, beside: list[Json]) -> None:
        """Rules on an input that is supplied in every run; none of them can leave it missing."""
        if not self.chance(0.4):
            return
        message: Any = self.rng.choice(("needed", {"message": "needed"}, {}, ""))
        siblings = [s["name"] for s in beside if "name" in s and s["type"] == "string"]
        if self.generation == "bool":
            site["required"] = self.chance(0.5)
            return
        if not siblings or self.chance(0.4):
            site["required"] = {"always": True}
            return
        sibling = self.rng.choice(siblings)
        values = self.rng.choice((["16:9"], ["1:1", "auto"]))
        rules: list[Json] = [
            {"ifDefined": {sibling: message}},
            {"ifNotDefined": {sibling: message}},
        ]
        if not any(s["name"] == sibling and "allowedValues" in s for s in beside):
            values = ["fast"]
        match self.generation:
            case "conditionalValues":
                rules.append({"conditionalValues": {sibling: values}})
                rules.append(
                    {"conditionalValues": {sibling: {"operation": "in", "values": values}}}
                )
            case "when":
                rules.append({"when": {sibling: values}})
            case "conditional":
                rules.append({"conditional": {"values": {sibling: values}}})
                rules.append(
                    {
                        "conditional": {
                            "values": {sibling: values},
                            "operator": self.rng.choice(("and", "or")),
                        }
                    }
                )
        site["required"] = self.rng.choice(rules)

    # segments
    def text_source(self, scope: Scope) -> tuple[Json, str]:
        """A reference and the CEL name the compiler gives it: `w_…` for a string of the contract,
        `v_…` for a node's output, which may be anything."""
        if scope.readable and self.chance(0.6):
            id = self.rng.choice(scope.readable)
            stem = "".join(c if c.isascii() and c.isalnum() else "_" for c in id)
            return {"node": id, "name": "output"} if self.chance(0.5) else {
                "node": id
            }, f"v_{stem}_output"
        source = self.contract_input("string", None)
        stem = "".join(c if c.isascii() and c.isalnum() else "_" for c in source["name"])
        return self.workflow(source), f"w_{stem}"

    def asked_source(self, scope: Scope) -> tuple[Json, str]:
        """As `text_source`, but a value that may be anything and that no other condition asks
        about, so that no case is out of reach."""
        types = {node["id"]: node["type"] for node in self.nodes}
        open_ = [
            id
            for id in scope.readable
            if types.get(id) not in (None, "logic", "transform", "list") and id not in self.asked
        ]
        if open_ and self.chance(0.6):
            id = self.rng.choice(open_)
            self.asked.add(id)
            stem = "".join(c if c.isascii() and c.isalnum() else "_" for c in id)
            return {"node": id}, f"v_{stem}_output"
        source: Json = {"name": self.name("asked"), "type": "string"}
        self.contract.append(source)
        stem = "".join(c if c.isascii() and c.isalnum() else "_" for c in source["name"])
        return self.workflow(source), f"w_{stem}"

    def conditions(self, x: str, count: int) -> list[str]:
        pool = [
            f'{x} == null || size({x}) == 0 || (type({x}) != list && trim({x}) == "")',
            f"trim({x}) == 'v'",
            f"{x}.matches('.*w.*')",
            f"{x}.contains('a') || {x} == 'b'",
            f"{x} in ['c', 'd']",
            f"size({x}) > 2 ? {x}.startsWith('é') : {x}.contains('\\'')",
            f"!(!{x}.lowerAscii().endsWith('z'))",
            f"{x}.split(',').exists(i, trim(i) == 'a') && size({x}) < 9",
        ]
        if x.startswith("v_"):
            pool += [f"{x} >= 1 && {x} <= 5", f"{x} >= 0.5", f"!has({x}.y)", f"type({x}) == list"]
        return self.rng.sample(pool, count)

    def logic(self, scope: Scope) -> tuple[str, list[str]]:
        """An if/else node in its scope; its id and its values, the default last."""
        rng = self.rng
        ref, x = self.asked_source(scope)
        inputs = [self.wired(x, "string", ref)]
        count = rng.randint(1, 3)
        values = [str(n + 2) for n in range(count)] + ["1"]
        conditions = self.conditions(x, count)
        if self.chance(0.2):
            values = [*["fast", "slow", "very slow"][:count], "other"]
            conditions = values[:-1]
            inputs = [self.wired("mode", "string", ref)]
        elif self.chance(0.2):
            inputs.append(
                self.wired("second", "number", self.workflow(self.contract_input("number", None)))
            )
            conditions[0] = f"({conditions[0]}) || second > 3"
        node = {
            "id": self.name("logic"),
            "type": "logic",
            "logicType": "if-else",
            "inputs": inputs,
            "logic": {
                "cases": [
                    {"condition": c, "value": v} for c, v in zip(conditions, values, strict=False)
                ],
                "default": values[-1],
            },
        }
        return self.add(node, scope), values

    def gate(self, logic: str, value: str) -> Json:
        return self.rng.choice(
            (
                {"node": logic, "equal": value},
                {"node": logic, "name": "output", "equal": value},
                {"conditional": [logic], "equal": value},
            )
        )

    def branches(self, scope: Scope, depth: int) -> None:
        logic, values = self.logic(scope)
        covered = (
            values
            if self.chance(0.6)
            else self.rng.sample(values, self.rng.randint(1, len(values)))
        )
        ends = []
        for value in covered:
            inner = Scope(
                list(scope.readable),
                self.gate(logic, value),
                logic,
                value,
                scope.loop,
                dict(scope.depends),
            )
            ends.append(self.call(inner))
            for _ in range(self.rng.randint(0, 1)):
                ends[-1] = self.call(inner, ends[-1])
            if depth and self.chance(0.3):
                self.branches(inner, depth - 1)
            if depth and self.chance(0.2):
                self.loop(inner, depth - 1)
            if self.chance(0.3):
                self.inside(inner)
        if len(ends) > 1 and self.chance(0.8):
            type = self.rng.choice(("file", "string", "file_array"))
            merged = self.wired("merged", type, {"conditional": ends})
            if covered == values:
                self.call_with([merged], scope)
            else:
                self.call_with([merged], scope, keep=False)

    def listing(self, scope: Scope) -> tuple[str, int]:
        count = self.rng.randint(1, 5)
        items: list[str] = self.rng.choice(
            (
                [self.word().strip() for _ in range(count)],
                [str(n) for n in range(count)],
                [self.asset() for _ in range(count)],
            )
        )
        return self.add({"id": self.name("list"), "type": "list", "items": items}, Scope()), count

    def loop(self, scope: Scope, depth: int) -> str:
        """A for-each with a body; what is outside reads the loop."""
        rng = self.rng
        node: Json = {"id": self.name("loop"), "type": "for-each", "inputs": []}
        counted = self.chance(0.3)
        if counted:
            node["count"] = rng.choice((1, 3, 3.0))
        item = None
        if not counted or self.chance(0.3):
            item, type = rng.choice((("text0", "string_array"), ("image1", "file_array")))
            kind = {"kind": "image"} if type == "file_array" else {}
            way = rng.random()
            if way < 0.4 and not counted:
                ref = {"node": self.listing(scope)[0]}
                node["inputs"].append(self.wired(item, type, ref, **kind))
            elif way < 0.7:
                source = self.contract_input(type, kind.get("kind"), given=not counted)
                node["inputs"].append(self.wired(item, type, self.workflow(source), **kind))
            elif scope.readable:
                node["inputs"].append(
                    self.wired(item, type, self.read(rng.choice(scope.readable)), **kind)
                )
            elif counted:
                item = None
            else:
                node["inputs"].append(
                    {"name": item, "type": type, "value": self.literal(type), **kind}
                )
        body: list[str] = []
        node["loopBodyNodeIds"] = body
        loop = self.add(node, scope)
        inner = Scope(list(scope.readable), None, None, None, loop, dict(scope.depends))
        before = len(self.nodes)
        first: list[Json] = []
        if item:
            first.append(
                self.wired("item", rng.choice(("string", "file")), {"node": loop, "name": item})
            )
        first[0:0] = [] if first else [{"name": "prompt", "type": "string", "value": "again"}]
        last = self.call_with(first, inner)
        if self.chance(0.5):
            self.call(inner, last)
        if depth and self.chance(0.3):
            self.branches(inner, depth - 1)
        if self.chance(0.2):
            self.inside(inner)
        nested: set[str] = set()
        if depth and self.chance(0.3):
            mark = len(self.nodes)
            inner_loop = self.loop(inner, depth - 1)
            if self.chance(0.5):
                nested = _within(inner_loop, self.nodes[mark:])
        body += [
            n["id"] for n in self.nodes[before:] if n["id"] not in nested and n["type"] != "list"
        ]
        scope.readable.append(loop)
        if self.chance(0.5):
            self.call(scope, loop)
        return loop

    def approve(self, scope: Scope) -> None:
        guarded = self.call(scope)
        approval: Json = {
            "id": self.name("approval"),
            "type": "user-approval",
            "dependsOn": [guarded],
        }
        if self.chance(0.3):
            approval["label"] = "Approve the picture"
        self.approvals.append(approval)
        self.home[approval["id"]] = scope
        scope.depends[guarded] = approval["id"]
        self.call(scope, guarded)

    def select(self, scope: Scope) -> None:
        rng = self.rng
        source = self.call(scope)
        picks: Json = {
            "name": "images",
            "type": "file_array",
            "kind": "image",
            "ref": self.read(source),
        }
        if self.chance(0.6):
            picks |= {"min": 1, "max": rng.choice((1, 3))}
        node: Json = {"id": self.name("pick"), "type": "user-selection", "inputs": [picks]}
        if self.chance(0.4):
            node["items"] = [self.asset() for _ in range(rng.randint(1, 4))]
        selection = self.add(node, scope)
        scope.readable.append(selection)
        self.call(scope, selection)

    def transform(self, scope: Scope) -> None:
        ref, x = self.text_source(scope)
        expression = self.rng.choice(
            (
                x,
                f"trim({x}) + ' in the style of ' + {x}",
                f"'a' + string(size({x}))",
                f"{x}.split(',').map(s, trim(s)).filter(s, s != '')",
                f"slice({x}.split(' '), 0, 2)",
                f"randomSample({x if x.startswith('v_') else x + '.split(x)'}, 2, 7, true)".replace(
                    "(x)", "(',')"
                ),
                f"{x}.replace('a', 'b').substring(1).upperAscii() + string(random(10))",
                f"size({x}) > 3 ? {x} : ''",
            )
        )
        node = {
            "id": self.name("transform"),
            "type": "transform",
            "inputs": [self.wired(x, "string", ref)],
            "logic": {"transform": expression},
        }
        id = self.add(node, scope)
        scope.readable.append(id)
        self.call(scope, id)

    def lists(self, scope: Scope) -> None:
        id, _ = self.listing(scope)
        self.call(scope, id)

    def subworkflow(self, scope: Scope) -> None:
        node = {
            "id": self.name("sub"),
            "type": "workflow",
            "workflowId": "wf_" + self.asset()[6:],
            "inputs": [self.any_input(scope, [])],
        }
        scope.readable.append(self.add(node, scope))

    def inside(self, scope: Scope) -> None:
        """One more segment in a branch or a body; approvals stand outside of bodies."""
        steps = [self.transform, self.select, self.subworkflow, self.either_or]
        if scope.gate is not None and scope.loop is None:
            steps.append(self.approve)
        self.rng.choice(steps)(scope)

    def plain(self, scope: Scope) -> None:
        self.call(scope)

    def grow(self, segments: int, *, depth: int = 2) -> Json:
        """The flow and contract of so many segments."""
        self.root = Scope()
        self.call(self.root)
        steps = (
            self.plain,
            self.either_or,
            self.approve,
            self.select,
            self.transform,
            self.lists,
            self.subworkflow,
            lambda s: self.branches(s, depth),
            lambda s: self.loop(s, depth),
            lambda s: self.mask(),
        )
        for _ in range(segments):
            self.rng.choice(steps)(self.root)
        # the very last node reads something, so that an ordinary output exists
        self.call(self.root, self.root.readable[-1])
        for node in self.nodes:
            if node["type"] in ("custom-model", "model", "workflow") and self.chance(0.15):
                node["includeOutputsInWorkflowJob"] = True
        return {"flow": self.nodes + self.approvals, "inputs": self.contract}


def _within(loop: str, nodes: list[Json]) -> set[str]:
    """The body of a loop and of the loops in it."""
    found: set[str] = set()
    for node in nodes:
        if node["id"] == loop and node["type"] == "for-each":
            for id in node["loopBodyNodeIds"]:
                found |= {id} | _within(id, nodes)
    return found


def refs_in(value: Any) -> list[Json]:
    """Every `ref` anywhere in a record."""
    if isinstance(value, list):
        return [ref for item in value for ref in refs_in(item)]
    if not isinstance(value, dict):
        return []
    found = [value["ref"]] if isinstance(value.get("ref"), dict) else []
    return found + [ref for key, item in value.items() if key != "ref" for ref in refs_in(item)]


def record(rng: random.Random, segments: int | None = None) -> Json:
    """One valid definition: {"flow": …, "inputs": …}."""
    maker = Maker(rng)
    return maker.grow(rng.randint(0, 6) if segments is None else segments)
