"""Small workflow records in which much can go wrong: gates, merges, loops, rules, and what breaks.

They stay within what the design's text decides (see brute.py for the readings of the rest), and
within a dozen bits of decisions, so that brute force is quick. Node ids, names and the order of
the nodes carry no meaning: refs run backwards along the order of making, then all is shuffled."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

Node = dict[str, Any]

_CASES = ("2", "3", "a")
BLANK = "{x} == null || size({x}) == 0 || (type({x}) != list && trim({x}) == '')"
FILLED = "{x} != null && size({x}) > 0 && (type({x}) == list || trim({x}) != '')"
TESTS: dict[str, tuple[str, ...]] = {
    "words": (
        *("{x} == 'a'", "{x} == 'b'", "'a' == {x}", "({x} == 'a')", "{x} != 'a'", "{x} != 'b'"),
        *("{x} in ['a', 'b']", "{x} in ['b']", "trim({x}) == 'a'", "trim({x}) == 'b'"),
        *(BLANK, FILLED, "{x} == null", "{x} != null", "{x} == ''", "exists('{x}')"),
        *("trim({x}) == ''", "trim({x}) != ''", "size({x}) == 0", "size({x}) > 0"),
        *("exists('{x}') && {x} == 'a'", "{x} == null || {x} == 'b'"),
    ),
    "lower": (
        "{x}.lowerAscii() == 'a'",
        "{x}.lowerAscii() in ['a', 'b']",
        "{x} == 'a'",
        "{x} == 'A'",
    ),
    "parts": (
        *("{x}.startsWith('ab')", "{x}.startsWith('a')", "{x}.matches('^ab')", "{x} == 'abq'"),
        *("{x}.contains('q')", "{x}.matches('.*q.*')", "{x}.contains('z')", "{x}.endsWith('z')"),
        "{x}.contains('b')",
    ),
    "sizes": ("size({x}) > 3", "size({x}) <= 3", "size({x}) == 5", "size({x}) >= 6", "{x} != ''"),
    "numbers": (
        *("{x} > 2", "{x} <= 2", "{x} == 1", "{x} == 2", "2 < {x}", "{x} >= 1 && {x} < 3"),
        *("{x} in [1, 2]", "{x} != 1", "{x} == null", "{x} > 2 || {x} == 1", "{x} >= 4"),
    ),
    "flags": ("{x}", "!{x}", "{x} == true", "{x} != true", "{x} == false", "{x} == null", "!!{x}"),
    "lists": ("size({x}) > 1", "size({x}) == 1", "{x} == null", "size({x}) == 0", "'a' in {x}"),
}
"""What may be asked of a source, by the family of questions it gets: those of one family tell
apart values that exist."""
_UNKNOWN = ("{x}.matches('[0-9]+')", "{x} + 'q' == 'aq'", "{x}.substring(0, 1) == 'a'")
"""Tests whose answer nobody can know; a source gets one of them at most."""
TRANSFORMS = ("trim(t)", "t", "t + '!'", "t == 'a' ? 'a' : 'b'", "'a'")
_POOLS: dict[str, tuple[Any, ...]] = {
    "string": ("a", "b"),
    "number": (1, 2),
    "integer": (1, 2),
    "boolean": (True, False),
    "file": ("asset_1",),
    "string_array": (["a"], "a"),
}
_RULES = ("ifDefined", "ifNotDefined", "ifNotDefined", "conditionalValues", "when", "conditional")
_STRANGERS = ("zz", 1, True, False, 1.0, "true", "")


def record(rng: Random) -> Any:
    """A workflow record, or a bare node list."""
    return Maker(rng).record()


records = st.builds(record, st.randoms(use_true_random=False))
"""The same, for hypothesis: it shrinks the choices."""


class Maker:
    """Makes one record. tests, transforms: what it asks of sources, and what stands between."""

    tests = TESTS
    transforms = TRANSFORMS

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.nodes: list[Node] = []
        self.taken: dict[str, list[str]] = {}  # logic node → values to wait for
        self.owned: dict[str, str] = {}  # body template → the innermost loop around it
        self.families: dict[str, str] = {}  # source → the family of its questions
        self.unknown: dict[str, str] = {}  # source → its test whose answer nobody can know
        self.contract = None if self.often(0.15) else self.contract_inputs()

    def often(self, share: float) -> bool:
        return self.rng.random() < share

    def some(self, values: Any, most: int) -> list[Any]:
        values = list(values)
        return self.rng.sample(values, min(len(values), self.rng.randint(1, most)))

    def record(self) -> Any:
        logics = self.rng.choice((0, 1, 1, 1, 2, 2, 3, 4))
        kinds = ["logic"] * logics + ["plain"] * self.rng.randint(2, 6)
        if self.often(0.35):
            kinds += ["for-each"] * self.rng.choice((1, 2, 2))
        if self.often(0.15):
            kinds.append("user-approval")
        if self.often(0.6):
            middle = kinds[logics:]
            self.rng.shuffle(middle)
            kinds[logics:] = middle
        else:
            self.rng.shuffle(kinds)
        for at, kind in enumerate(kinds):
            node = {"id": f"n{at}", "type": kind, "inputs": []}
            self.fill(node)
            self.nodes.append(node)
        self.add_bodies()
        if self.often(0.2):
            self.breakage()
        flow = list(self.nodes)
        self.rng.shuffle(flow)
        for node in flow:
            if not node["inputs"]:
                del node["inputs"]
        if self.contract is None:
            return flow if self.often(0.3) else {"name": "small", "flow": flow}
        return {"name": "small", "inputs": self.contract, "flow": flow}

    # Contract

    def contract_inputs(self) -> list[Node]:
        inputs: list[Node] = []
        for at in range(self.rng.choice((0, 1, 2, 2, 3, 3, 4))):
            sort = self.rng.choice(
                ("string", "string", "boolean", "number", "file", "string_array")
            )
            one: Node = {"name": f"x{at}", "type": sort}
            if sort == "file":
                one["kind"] = "image"
            if sort in ("string", "number", "string_array") and self.often(0.4):
                one["allowedValues"] = [2, 1] if sort == "number" else ["a", "b"]
                if sort == "string" and self.often(0.3):
                    one["allowedValues"] = ["", "a"]
            if self.often(0.2):
                good = {"string_array": ["a"]}.get(sort, _POOLS[sort][-1])
                if one.get("allowedValues") == ["", "a"]:
                    good = "a"
                one["default"] = good
            elif self.often(0.15):
                one["default"] = [] if sort == "string_array" else self.rng.choice(("", None, " "))
                if sort not in ("string", "string_array"):
                    one["default"] = None
            if sort == "number" and "allowedValues" not in one and self.often(0.3):
                one[self.rng.choice(("min", "max"))] = self.rng.choice((0, 1, 2, 4))
                one.pop("default", None)
            if sort == "string" and "allowedValues" not in one and self.often(0.1):
                one[self.rng.choice(("minLength", "maxLength"))] = self.rng.choice((4, 5))
                one.pop("default", None)
            if sort == "number" and self.often(0.2):
                one["type"] = "integer"
            inputs.append(one)
        self.put_rules(inputs, 0.5, firm=True)
        return inputs

    # Required rules

    def put_rules(self, inputs: list[Node], share: float, firm: bool) -> None:
        """firm: with `always` and bare bools too."""
        for one in inputs:
            if self.often(share):
                others = [other for other in inputs if other is not one]
                one["required"] = self.required(others, firm)

    def required(self, others: list[Node], firm: bool) -> Any:
        if firm and self.often(0.35):
            return self.rng.choice((True, False, None, {"always": True}, {"always": False}, {}))
        sorts = {other["name"]: other["type"] for other in others}
        if not sorts or self.often(0.12):
            sorts["ghost"] = "string"
        rules: Node = {"always": False} if self.often(0.1) else {}
        for _ in range(self.rng.choice((1, 1, 1, 2))):
            names = self.some(sorts, 2)
            kind = self.rng.choice(_RULES)
            if kind in ("ifDefined", "ifNotDefined"):
                message = self.rng.choice(("needed", {"message": "needed"}, {}))
                rules[kind] = dict.fromkeys(names, message)
            elif kind == "conditionalValues":
                rules[kind] = {name: self.spelled(self.values(sorts[name])) for name in names}
            elif kind == "when":
                rules[kind] = {name: self.values(sorts[name]) for name in names}
            else:
                rules[kind] = {"values": {name: self.values(sorts[name]) for name in names}}
                if self.often(0.6):
                    rules[kind]["operator"] = self.rng.choice(("and", "or", None))
        return rules

    def values(self, sort: str) -> list[Any]:
        pool = list(_POOLS.get(sort, ("a",)))
        if self.often(0.25):
            pool += self.some(_STRANGERS, 2)
        return self.some(pool, 2)

    def spelled(self, values: list[Any]) -> Any:
        """One of the shapes a `conditionalValues` entry comes in."""
        shape = self.rng.randrange(5)
        if shape == 0:
            return values
        if shape == 1 and not isinstance(values[0], list):
            return values[0]
        word = self.rng.choice(("operation", "operator"))
        listed = self.rng.choice(("values", "allowedValues"))
        if shape == 2:
            return {word: self.rng.choice(("in", "notIn")), listed: values}
        operation = self.rng.choice(("equals", "eq", "==", "notEquals", "ne", "!="))
        if isinstance(values[0], list):
            return {word: operation, listed: values[:1]}
        return {word: operation, "value": values[0]}

    # Nodes

    def fill(self, node: Node) -> None:
        kind = node["type"]
        if kind == "logic":
            self.fill_logic(node)
        elif kind == "user-approval":
            node["dependsOn"] = self.earlier(1)
        elif kind == "for-each":
            node["inputs"].append(
                {"name": "text0", "type": "string_array", "value": ["a", "b"]}
                if self.often(0.5)
                else {"name": "text0", "type": "string_array", "ref": self.read()}
            )
            node["count"] = 2
            self.wire(node, self.rng.choice((0, 1)))
        else:
            self.fill_plain(node)

    def fill_logic(self, node: Node) -> None:
        node["logicType"] = "if-else"
        node["inputs"] += [self.variable("x")] + ([self.variable("y")] if self.often(0.2) else [])
        if self.often(0.4):
            self.wire(node, 1)
        node["logic"] = {"cases": self.cases(node)} if self.often(0.95) else {}
        if self.often(0.75):
            node["logic"]["default"] = self.rng.choice(("1", "1", "1", "2", None))
        listed = [case["value"] for case in node["logic"].get("cases", ())]
        listed.append(node["logic"].get("default"))
        self.taken[node["id"]] = sorted({value for value in listed if value}) or ["1"]

    def variable(self, name: str) -> Node:
        """An input for conditions: a contract input as it is, seldom a node, a literal, nothing."""
        one: Node = {"name": name, "type": "string"}
        if self.contract and self.often(0.75):
            read = self.rng.choice(self.contract)
            one["type"], one["ref"] = read["type"], {"node": "workflow", "name": read["name"]}
            if read["type"] in ("string", "file", "number", "integer") and self.often(0.15):
                one["type"] = "string"
            if one["type"] == "string" and read["type"] == "string" and self.often(0.1):
                one["default"] = self.rng.choice(("a", "c"))
        elif self.often(0.75):
            one["ref"] = self.read()
        elif self.often(0.5):
            one["value"] = self.rng.choice(("a", "b", "abq"))
        return one

    def cases(self, node: Node) -> list[Node]:
        """Cases that ask much the same of the same sources as other nodes do."""
        names = (
            ("x", "x", "y") if node["inputs"][1:2] and node["inputs"][1]["name"] == "y" else ("x",)
        )
        cases = []
        for _ in range(self.rng.choice((1, 1, 2, 2, 3))):
            condition = self.condition(node, self.rng.choice(names))
            if self.often(0.2):
                more = self.condition(node, self.rng.choice(names))
                shape = self.rng.choice(("({}) && ({})", "({}) || ({})", "!({}) && ({})"))
                condition = shape.format(condition, more)
            elif self.often(0.12):
                condition = f"!({condition})"
            elif self.often(0.05):
                condition = f"({condition}) ? true : ({self.condition(node, 'x')})"
            cases.append({"condition": condition, "value": self.rng.choice(_CASES)})
        if self.often(0.15):
            twin = self.rng.choice(cases)
            cases.append({"condition": twin["condition"], "value": self.rng.choice(_CASES)})
        if self.often(0.05):
            odd = self.rng.choice(("true", "false", "x ==", "a", "random(3) > 500", "trim(x) == 1"))
            cases.insert(self.rng.choice((0, len(cases))), {"condition": odd, "value": "2"})
        if self.often(0.05):
            cases.insert(0, {"condition": self.rng.choice(("", " ")), "value": "4"})
        if self.often(0.04):
            cases.append({"condition": "x != 'q'", "value": ""})
        return cases

    def condition(self, node: Node, name: str) -> str:
        one = next(one for one in node["inputs"] if one["name"] == name)
        ref = one.get("ref") or {}
        source = f"{ref.get('node')}/{ref.get('name')}/{ref.get('conditional')}"
        if ref.get("node") != "workflow":
            source = str(ref.get("node") or ref.get("conditional"))
        family = self.families.get(f"{source} as {one['type']}")
        if family is None:
            family = self.family(one, source)
            self.families[f"{source} as {one['type']}"] = family
        if family in ("words", "parts") and ref.get("node") and self.often(0.05):
            return self.unknown.setdefault(source, self.rng.choice(_UNKNOWN)).format(x=name)
        return self.rng.choice(self.tests[family]).format(x=name)

    def family(self, one: Node, source: str) -> str:
        sort = one["type"]
        if sort in ("number", "integer"):
            return "numbers"
        if sort == "boolean":
            return "flags"
        if sort.endswith("_array"):
            return "lists"
        if not source.startswith("workflow"):
            return self.rng.choice(("words", "words", "words", "lower", "parts"))
        read = next(
            (c for c in self.contract or () if source.startswith(f"workflow/{c['name']}/")), {}
        )
        if "minLength" in read or "maxLength" in read:
            return "sizes"
        return self.rng.choice(("words", "words", "words", "words", "lower", "parts", "sizes"))

    def fill_plain(self, node: Node) -> None:
        node["type"] = kind = self.rng.choice(
            ("custom-model",) * 5 + ("workflow", "list", "transform", "user-selection")
        )
        if kind == "custom-model":
            node["modelId"] = "model_a"
        elif kind == "workflow":
            node["workflowId"] = "workflow_b"
        elif kind == "list":
            node["items"] = ["a", "b"]
        elif kind == "transform":
            node["inputs"].append(self.variable("t"))
            while node["inputs"][0]["type"] != "string":
                node["inputs"][0] = self.variable("t")
            node["logic"] = {"transform": self.rng.choice(self.transforms)}
        self.wire(node, self.rng.choice((0, 1, 1, 1, 2, 2, 3)))
        if self.often(0.4):
            self.add_ruled(node)
        if self.often(0.25):
            node["dependsOn"] = self.earlier(2)

    def add_ruled(self, node: Node) -> None:
        inputs = [self.operand(f"r{at}", self.often(0.75)) for at in range(self.rng.choice((2, 3)))]
        self.put_rules(inputs, 0.7, firm=True)
        node["inputs"] += inputs
        if self.often(0.15):
            entries = []
            for _ in range(self.rng.choice((1, 2))):
                entry = [self.operand(f"s{at}", self.often(0.6)) for at in range(2)]
                self.put_rules(entry, 0.7, firm=False)
                entries.append(entry)
            node["inputs"].append({"name": "rows", "type": "inputs_array", "items": entries})

    def operand(self, name: str, mostly_contract: bool) -> Node:
        """An input for rules: a literal, a default, a contract input, a node, or nothing."""
        sort = self.rng.choice(("string", "string", "number", "boolean", "string_array"))
        one: Node = {"name": name, "type": sort}
        source = self.rng.randrange(10)
        if source < 4 and (self.contract or self.contract is None) and mostly_contract:
            one["ref"] = self.workflow_ref()
        elif source == 5:
            literal = self.rng.choice(_POOLS[sort]) if sort != "string_array" else ["a"]
            one["value"] = literal
        elif source == 6:
            one["value"] = self.rng.choice(("", " ")) if sort == "string" else None
        elif source == 7 and self.nodes:
            one["ref"] = self.read(to_workflow=False)
        if self.often(0.15):
            one["default"] = self.rng.choice(_POOLS[sort]) if sort != "string_array" else []
        elif self.often(0.1) and sort == "string":
            one["default"] = ""
        return one

    # Wires

    def ids(self, *, logic: bool = False) -> list[str]:
        """Nodes made so far that a plain ref may read (or the logic nodes)."""
        if logic:
            return list(self.taken)
        return [node["id"] for node in self.nodes if node["type"] not in ("user-approval", "logic")]

    def earlier(self, most: int) -> list[str]:
        """Any nodes made so far."""
        return self.some((node["id"] for node in self.nodes), most) if self.nodes else []

    def workflow_ref(self) -> Node:
        if self.contract is None:
            return {"node": "workflow", "name": self.rng.choice(("x0", "x1"))}
        return {"node": "workflow", "name": self.rng.choice(self.contract)["name"]}

    def read(self, *, to_workflow: bool = True) -> Node | None:
        """An ordinary ref; None where there is nothing to read."""
        if to_workflow and (self.contract or self.contract is None) and self.often(0.5):
            return self.workflow_ref()
        sources = self.ids()
        if sources and not self.often(0.05):
            return {"node": self.rng.choice(sources[-4:])}
        if self.nodes and self.nodes[-1]["type"] == "logic":
            return {"node": self.nodes[-1]["id"]}
        if sources:
            return {"node": sources[-1], "name": "all"}
        return self.workflow_ref() if self.contract or self.contract is None else None

    def wire(self, node: Node, count: int) -> None:
        for at in range(count):
            name = f"{'w' if at else 'i'}{at}"
            node["inputs"].append({"name": name, "type": "string", "ref": self.ref()})
            if self.often(0.05):
                node["inputs"][-1]["value"] = "a"

    def ref(self) -> Node | None:
        kind, sources = self.rng.randrange(100), self.ids()
        if self.taken and kind < 50:
            return self.gate()
        if sources and kind < 72:
            members = self.some(sources[-5:] + (self.ids(logic=True) if kind > 69 else []), 3)
            if kind in (60, 61, 62):
                return {"node": self.rng.choice(members), "conditional": members}
            if kind in (63, 64):
                return {"node": self.rng.choice(sources), "conditional": members}
            return {"conditional": members}
        return self.read()

    def gate(self) -> Node:
        logic = self.rng.choice(list(self.taken))
        equal = self.rng.choice(self.taken[logic])
        spelling = self.rng.randrange(10)
        if spelling < 6:
            return {"node": logic, "equal": equal}
        members = list(dict.fromkeys([logic, *self.some(self.taken, 2)]))
        if spelling == 9 and self.ids():
            members.append(self.rng.choice(self.ids()))
        self.rng.shuffle(members)
        return {"conditional": members, "equal": equal}

    # Loops

    def add_bodies(self) -> None:
        """Give loops bodies of later nodes. Nodes that would make a loop wait for itself stay out,
        so do bodies that would overlap without one loop being inside the other."""
        owned = self.owned
        for at, loop in enumerate(self.nodes):
            if loop["type"] != "for-each":
                continue
            owner = owned.get(loop["id"])
            later = [n for n in self.nodes[at + 1 :] if owned.get(n["id"]) == owner]
            body = [n["id"] for n in later if fits(n, loop["id"]) and self.often(0.6)]
            inside = {**owned, **dict.fromkeys(body, loop["id"])}
            if not body or any(self.leaves_and_returns(each, inside) for each in inside.values()):
                continue
            if owner is not None and self.often(0.4):
                around = next(n for n in self.nodes if n["id"] == owner)
                around["loopBodyNodeIds"] = [n for n in around["loopBodyNodeIds"] if n not in body]
            loop["loopBodyNodeIds"] = body
            if self.often(0.7):
                del loop["count"]
            self.owned = owned = inside
            for node in later:
                if node["id"] in body and node["inputs"] and self.often(0.5):
                    item = {"node": loop["id"], "name": "text0"}
                    if node["type"] == "logic" and self.often(0.7):
                        node["inputs"][0] = {"name": "x", "type": "string", "ref": item}
                        for case in node["logic"].get("cases", ()):
                            case["condition"] = self.condition(node, "x")
                        continue
                    node["inputs"].append({"name": f"item{at}", "type": "string", "ref": item})

    def leaves_and_returns(self, loop: str, owned: dict[str, str]) -> bool:
        """Whether a path leaves the loop with its body and comes back, each loop being one unit."""
        units = {owner: {owner} for owner in owned.values()}
        for n, owner in owned.items():
            while owner is not None:
                units[owner].add(n)
                owner = owned.get(owner)
        unit, tainted = units[loop], set()
        others = [other for owner, other in units.items() if loop not in other]
        for _ in self.nodes:
            for node in self.nodes:
                if node["id"] not in unit and mentioned(node) & (unit | tainted):
                    tainted.add(node["id"])
            for other in others:
                if other & tainted:
                    tainted |= other - unit
        return any(mentioned(node) & tainted for node in self.nodes if node["id"] in unit)

    # What no verdict may rest on

    def breakage(self) -> None:
        at = self.rng.randrange(len(self.nodes))
        node = self.nodes[at]
        ids = self.ids()
        refs: list[Node] = [
            {"node": "gone"},
            {"node": node["id"]},
            {},
            {"name": "text"},
            {"node": None, "conditional": None},
            {"conditional": ["gone", self.nodes[0]["id"]]},
            {"node": "workflow"},
            {"node": "workflow", "name": " "},
            {"node": "workflow", "name": "nowhere"},
        ]
        refs += [{"node": self.nodes[-1]["id"]}] * 3  # often a cycle
        if ids:
            refs.append({"node": self.rng.choice(ids), "equal": "1"})
        if self.contract:
            refs.append({**self.workflow_ref(), "equal": "a"})
        if self.taken:
            refs += [{"node": self.rng.choice(list(self.taken)), "equal": "never"}] * 2
        approvals = [n["id"] for n in self.nodes[:at] if n["type"] == "user-approval"]
        refs += [{"node": approval} for approval in approvals] * 6
        if self.often(0.15):
            node["dependsOn"] = [self.rng.choice(("gone", node["id"]))]
        else:
            broken = {"name": "broken", "type": "string", "ref": self.rng.choice(refs)}
            node["inputs"].append(broken)
            if any(self.leaves_and_returns(loop, self.owned) for loop in self.owned.values()):
                node["inputs"].pop()


def fits(node: Node, loop: str) -> bool:
    """Whether a node may be a body template: no approval, and no merge or gate over its loop."""
    conditional = ((one.get("ref") or {}).get("conditional") for one in node["inputs"])
    return node["type"] != "user-approval" and not any(loop in (c or ()) for c in conditional)


def mentioned(node: Node) -> set[str]:
    """Every id a node's refs and `dependsOn` name."""
    found = set(node.get("dependsOn") or ())
    for one in node["inputs"]:
        inner = [one, *(sub for entry in one.get("items", ()) for sub in entry)]
        for ref in (each["ref"] for each in inner if each.get("ref")):
            found |= {ref.get("node"), *(ref.get("conditional") or ())}
    return found
