"""The run model by brute force: every branch choice, every way to give the contract inputs.

An interpreter of raw JSON records, written from the text of the design alone. It shares no code
with the package: what it proves is that two readings of one text agree. It enumerates
*rows* (a branch for each logic node, hence an outcome for each node) and *assignments* (the
accepted ways to give the contract inputs). A run is any pair of the two, since no branch
depends on what is given: conditions are not evaluated, save `true` and `false`.

Where the text leaves a choice, this is how it is read:

 1. Verdicts that rest on skipping through `dependsOn`: those that do not also hold in the variant
    where a skipped `dependsOn` target is ignored. A body template's dependence on its loop is no
    `dependsOn`: it skips in both. FC611 is a warning anyway.
 2. Sources of a node: all its gate and merge sources, data sources, `dependsOn` targets and the
    loops it is a body template of, whether they are logic nodes or not. FC308 asks that each of
    them runs in some run, FC309 that none of them is stuck in the run at hand.
 3. A ref with `equal` is a gate only when some source is a logic node that can take the value.
    One that no source can take, because its case is blank or a repetition, is no gate, so it gets
    no verdict, as if FC302 stood there; sources that are no logic nodes beside one that is are
    allowed, and can only make the gate stuck.
 4. "Nor on their readers" is transitive, along every sort of edge, body template's loop included.
    A cycle is one of such edges too. A loop does not wait for its body.
 5. `node` beside `conditional` without `equal`: both a merge over `conditional` and a data edge
    from `node`. When `node` is `workflow`, the input is supplied by the merge. With `equal` the
    sources are both (records.py makes no such ref).
 6. A body template's ref to its own loop (or a loop around that) drops out as a data edge only,
    which no outcome shows, as it depends on the loop; in a merge it would stay (records.py makes
    no such merge). It supplies its input.
 7. An outside reader of a body template reads it like any node. A loop in its own body depends on
    itself, so it is on a cycle. Body ids of no node are passed over.
 8. A case is usable when neither condition nor value is blank; a repetition is a condition equal
    to an earlier usable one, character by character. A blank `default` is none.
 9. Empty literals and defaults are no values: `""` never matches, nor does "not in" fire on it.
    A given contract input has no empty value, so `""` among the looked-for values is never had.
10. Values looked for widen the domain of an input without finite values whatever their type, and
    whatever way rules look: named in the contract, or by a node's rule on an input that reads it.
11. A sibling that reads a contract input that is not given falls back to its default. One that
    reads a node has an unknown value, even with a default; a literal goes before any ref. Unknown
    values fire nothing, "not in" neither, but do not silence other siblings joined by `or`.
12. A rule kind that names no sibling (`{}`, or each with null) never fires. `ifNotDefined` takes
    its siblings together: it fires when none is supplied.
13. Scalars with a finite domain: boolean, or file, model, number (`integer` is one), string with
    some non-blank `allowedValues` (the `options` of a `select`). A default outside the domain does
    not join it.
14. Without one accepted run there would be no verdict at all. It cannot happen: giving every
    contract input is accepted, for rules only ever ask for more.
15. FC612 is not tabled: the text does not say whether a rule is a kind or a kind and a sibling,
    whether its node must run, nor how unknown values count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.runs.asking import Sign, among, distinct, empty, is_required, same, value_rules

Key = tuple[str, str, tuple[str | int, ...]]
"""Code, node id, and path of the input: () , (name,) or (name, entry, sub-input name)."""

SCALARS = {"boolean", "file", "integer", "model", "number", "select", "string"}


@dataclass
class Wiring:
    """What a node waits for. waits: its `dependsOn`; loops: those it is a body template of."""

    gates: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    merges: list[tuple[str, ...]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)

    @property
    def sources(self) -> set[str]:
        grouped = [s for sources, _ in self.gates for s in sources]
        grouped += [s for sources in self.merges for s in sources]
        return {*grouped, *self.data, *self.waits, *self.loops}


@dataclass(frozen=True)
class Row:
    """A branch choice and what becomes of each trusted node: `runs`, `skipped` or `stuck`.

    lenient: the outcomes when a skipped `dependsOn` target is ignored."""

    branches: Mapping[str, str | None]
    outcome: Mapping[str, str]
    lenient: Mapping[str, str]


def branches(node: Mapping[str, Any]) -> list[str | None]:
    """The values a logic node can take; None is no case and no default."""
    logic = node.get("logic") or {}
    seen: set[str] = set()
    taken: list[str | None] = []
    for case in logic.get("cases") or []:
        condition, value = case.get("condition"), case.get("value")
        if empty(condition) or empty(value) or condition in seen:
            continue
        seen.add(condition)
        if condition.strip() == "false":
            continue
        taken.append(value)
        if condition.strip() == "true":
            return distinct(taken)
    default = logic.get("default")
    return distinct([*taken, None if empty(default) else default])


# The table


class Table:
    """Outcomes, supplies and requirements of a record (a workflow record or a bare node list).

    rows, assignments: see the module; a run is one of each. An assignment maps each contract
    input to a value or a `Sign`; rejected counts those that break the contract's rules.
    untrusted: ids of nodes that get no verdict. verdicts: every finding the model promises, with
    its severity."""

    def __init__(self, record: Any) -> None:
        nodes = record if isinstance(record, list) else record.get("flow") or []
        contract = None if isinstance(record, list) else record.get("inputs")
        self.nodes: dict[str, Any] = {node["id"]: node for node in nodes}
        self.contract = None if contract is None else {one["name"]: one for one in contract}
        self.branches = {
            n: branches(node) for n, node in self.nodes.items() if node["type"] == "logic"
        }
        self.bodies = self._bodies()
        self.wiring = {n: self._wiring(n) for n in self.nodes}
        self.untrusted = self._untrusted()
        self.order = self._order()
        self.domains = {} if self.contract is None else self._domains()
        self.rows = [self._row(choice) for choice in product(*self.branches.values())]
        self.rejected = 0
        self.assignments = list(self._accepted())
        self.verdicts = self._verdicts()

    # Wiring

    def _bodies(self) -> dict[str, set[str]]:
        bodies = {
            n: {b for b in node.get("loopBodyNodeIds") or [] if b in self.nodes}
            for n, node in self.nodes.items()
            if node["type"] == "for-each"
        }
        for _ in bodies:
            for n, body in bodies.items():
                bodies[n] = body.union(*(bodies.get(b, ()) for b in body))
        return bodies

    def _refs(self, n: str) -> Iterator[Mapping[str, Any]]:
        for one in self.nodes[n].get("inputs") or []:
            for inner in [one, *(sub for entry in one.get("items") or [] for sub in entry)]:
                if inner.get("ref") is not None:
                    yield inner["ref"]

    def _wiring(self, n: str) -> Wiring:
        wiring = Wiring(waits=list(self.nodes[n].get("dependsOn") or []))
        wiring.loops = [loop for loop, body in self.bodies.items() if n in body]
        for ref in self._refs(n):
            node, conditional = ref.get("node"), ref.get("conditional") or []
            beside = [] if node in (None, "workflow") else [node]
            if ref.get("equal") is not None:
                wiring.gates.append((tuple(beside + conditional), ref["equal"]))
                continue
            if conditional:
                wiring.merges.append(tuple(conditional))
            wiring.data += [s for s in beside if s not in wiring.loops]
        return wiring

    # Trust

    def _faulty_ref(self, ref: Mapping[str, Any]) -> bool:
        node, name = ref.get("node"), ref.get("name")
        if node is None and not ref.get("conditional"):
            return True  # FC207
        if node == "workflow":
            if empty(name):
                return True  # FC206
            if self.contract is not None and name not in self.contract:
                return True  # FC205
        elif node in self.nodes and ref.get("equal") is None:
            return bool(self.nodes[node]["type"] == "user-approval")  # FC212
        return False

    def _untrusted(self) -> set[str]:
        sources = {n: wiring.sources for n, wiring in self.wiring.items()}
        bad = set()
        for n, wiring in self.wiring.items():
            if not sources[n] <= self.nodes.keys():
                bad.add(n)  # FC204
            if any(self._faulty_ref(ref) for ref in self._refs(n)):
                bad.add(n)
            for members, equal in wiring.gates:
                if not any(equal in self.branches.get(s, ()) for s in members):
                    bad.add(n)  # FC301, FC302
            if n in self._reach(sources, n):
                bad.add(n)  # FC208, FC209
        for n in self.nodes:
            if self._reach(sources, n) & bad:
                bad = bad | {n}
        return bad

    @staticmethod
    def _reach(sources: Mapping[str, set[str]], start: str) -> set[str]:
        reached: set[str] = set()
        todo = [start]
        while todo:
            for source in sources.get(todo.pop(), ()):
                if source not in reached:
                    reached.add(source)
                    todo.append(source)
        return reached

    def _order(self) -> list[str]:
        order: list[str] = []
        left = [n for n in self.nodes if n not in self.untrusted]
        while left:
            ready = [n for n in left if not self.wiring[n].sources & set(left)]
            assert ready, "a cycle among trusted nodes"
            order += ready
            left = [n for n in left if n not in ready]
        return order

    # Rows

    def _row(self, choice: tuple[str | None, ...]) -> Row:
        taken = dict(zip(self.branches, choice, strict=True))
        return Row(taken, self._outcomes(taken, True), self._outcomes(taken, False))

    def _outcomes(self, taken: Mapping[str, str | None], depends_skip: bool) -> dict[str, str]:
        outcome: dict[str, str] = {}
        for n in self.order:
            outcome[n] = self._outcome(self.wiring[n], taken, outcome, depends_skip)
        return outcome

    @staticmethod
    def _outcome(
        wiring: Wiring,
        taken: Mapping[str, str | None],
        outcome: Mapping[str, str],
        depends_skip: bool,
    ) -> str:
        gates = []
        for sources, equal in wiring.gates:
            if any(s in taken and outcome[s] == "runs" and taken[s] == equal for s in sources):
                gates.append("satisfied")
            else:
                gates.append("stuck" if any(outcome[s] == "stuck" for s in sources) else "refused")
        merges = [[outcome[s] for s in sources] for sources in wiring.merges]
        waits = [outcome[s] for s in wiring.waits]
        loops = [outcome[s] for s in wiring.loops]
        if (
            "refused" in gates
            or any(all(o == "skipped" for o in merge) for merge in merges)
            or (depends_skip and "skipped" in waits)
            or "skipped" in loops
        ):
            return "skipped"
        if (
            any(outcome[s] != "runs" for s in wiring.data)
            or any("runs" not in merge for merge in merges)
            or "stuck" in gates
            or "stuck" in waits
            or "stuck" in loops
        ):
            return "stuck"
        return "runs"

    # Assignments

    def _scopes(self) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, Any]]]:
        """(node, path, inputs by name) of every list of node inputs and of sub-inputs."""
        for n, node in self.nodes.items():
            inputs = node.get("inputs") or []
            yield n, (), {one["name"]: one for one in inputs}
            for one in inputs:
                for at, entry in enumerate(one.get("items") or []):
                    yield n, (one["name"], at), {sub["name"]: sub for sub in entry}

    def _domains(self) -> dict[str, list[Any]]:
        """The values each contract input can be given."""
        assert self.contract is not None
        wanted: dict[str, list[Any]] = {name: [] for name in self.contract}
        looked_at = set()
        scopes = [({name: name for name in self.contract}, self.contract)]
        for _, _, scope in self._scopes():
            reads = {}
            for name, one in scope.items():
                ref = one.get("ref") or {}
                if ref.get("node") == "workflow" and ref.get("name") in self.contract:
                    reads[name] = ref["name"]
            scopes.append((reads, scope))
        for reads, scope in scopes:
            for one in scope.values():
                for _, looks in value_rules(one.get("required")):
                    for each in looks:
                        if each.sibling in reads:
                            looked_at.add(reads[each.sibling])
                            wanted[reads[each.sibling]] += each.values
        domains: dict[str, list[Any]] = {}
        for name, one in self.contract.items():
            finite = self._finite(one)
            if name not in looked_at:
                domains[name] = [Sign.ANY]
            elif finite:
                domains[name] = finite
            else:
                values = [value for value in wanted[name] if not empty(value)]
                domains[name] = [*distinct(values), Sign.OTHER]
        return domains

    @staticmethod
    def _finite(one: Mapping[str, Any]) -> list[Any]:
        if one["type"] not in SCALARS:
            return []
        bounds = one.get("allowedValues") or (one["type"] == "select" and one.get("options")) or []
        listed = distinct([v for v in bounds if not empty(v)])
        return listed or ([True, False] if one["type"] == "boolean" else [])

    def _accepted(self) -> Iterator[dict[str, Any]]:
        if self.contract is None:
            yield {}
            return
        choices = []
        for name, domain in self.domains.items():
            one = self.contract[name]
            required = one.get("required")
            always = required is True or (
                isinstance(required, dict) and required.get("always") is True
            )
            optional = not always and empty(one.get("default"))
            choices.append([Sign.ABSENT, *domain] if optional else domain)
        for values in product(*choices):
            assignment = dict(zip(self.contract, values, strict=True))
            if all(
                self._given(name, assignment)
                or not is_required(
                    one.get("required"),
                    lambda s, a=assignment: self._given(s, a),
                    lambda s, a=assignment: a.get(s, Sign.ABSENT),
                )
                for name, one in self.contract.items()
            ):
                yield assignment
            else:
                self.rejected += 1

    def _given(self, name: str, assignment: Mapping[str, Any]) -> bool:
        return self.contract is None or assignment.get(name, Sign.ABSENT) is not Sign.ABSENT

    # Supply and requirement in one assignment, for a node that runs

    def supplied(self, one: Mapping[str, Any], assignment: Mapping[str, Any]) -> bool:
        if not all(empty(one.get(key)) for key in ("value", "default", "items")):
            return True
        ref = one.get("ref")
        if ref is None:
            return False
        if ref.get("node") == "workflow" and not ref.get("conditional"):
            return self._given(ref["name"], assignment)
        return True

    def _value(self, one: Mapping[str, Any], assignment: Mapping[str, Any]) -> Any:
        if not empty(one.get("value")):
            return one["value"]
        ref = one.get("ref") or {}
        if ref.get("node") == "workflow" and not ref.get("conditional"):
            found = assignment[ref["name"]] if self.contract is not None else Sign.UNKNOWN
            if found is not Sign.ABSENT:
                return found
        elif ref or not empty(one.get("items")):
            return Sign.UNKNOWN
        return Sign.ABSENT if empty(one.get("default")) else one["default"]

    def missing(self, scope: Mapping[str, Any], name: str, assignment: Mapping[str, Any]) -> bool:
        """Whether the input is required and not supplied when its node runs."""
        one = scope[name]
        if self.supplied(one, assignment):
            return False
        return is_required(
            one.get("required"),
            lambda s: s in scope and self.supplied(scope[s], assignment),
            lambda s: self._value(scope[s], assignment) if s in scope else Sign.ABSENT,
        )

    # Verdicts

    def _verdicts(self) -> dict[Key, str]:
        if not self.assignments:
            return {}
        firm = self._verdicts_of([row.lenient for row in self.rows])
        found = self._verdicts_of([row.outcome for row in self.rows])
        return {key: "error" if key[0] != "FC611" and key in firm else "warning" for key in found}

    def _verdicts_of(self, outcomes: list[Mapping[str, str]]) -> set[Key]:
        had = {n: {outcome[n] for outcome in outcomes} for n in self.order}
        found: set[Key] = set()
        for n in self.order:
            sources = self.wiring[n].sources
            if had[n] == {"skipped"} and all("runs" in had[s] for s in sources):
                found.add(("FC308", n, ()))
            if any(self._hangs_first(n, outcome) for outcome in outcomes):
                found.add(("FC309", n, ()))
        for n, path, scope in self._scopes():
            if n not in had or "runs" not in had[n]:
                continue
            for name in scope:
                faults = {self.missing(scope, name, a) for a in self.assignments}
                if True in faults:
                    code = "FC611" if False in faults else "FC610"
                    found.add((code, n, (*path, name)))
        return found

    def _hangs_first(self, n: str, outcome: Mapping[str, str]) -> bool:
        return outcome[n] == "stuck" and all(outcome[s] != "stuck" for s in self.wiring[n].sources)

    # Replaying a witness

    def replay(self, key: Key, witness: Any) -> list[bool]:
        """Whether the fault shows, in each accepted run that agrees with the witness.

        witness: has given, absent, values and branches, as in the JSON report. A branch that is
        None agrees with a logic node that takes no case and has no default; a value agrees with
        `Sign.OTHER` when no rule looks for it."""
        rows = [
            row
            for row in self.rows
            if all((row.branches[n] or None) == (b or None) for n, b in witness.branches.items())
        ]
        assignments = [a for a in self.assignments if self._agrees(a, witness)]
        code, n, path = key
        if code in {"FC308", "FC309"}:
            shown = [
                row.outcome[n] == "skipped"
                if code == "FC308"
                else self._hangs_first(n, row.outcome)
                for row in rows
            ]
            return shown if assignments else []
        scope = next(s for m, p, s in self._scopes() if (m, p) == (n, path[:-1]))
        faults = [self.missing(scope, str(path[-1]), a) for a in assignments]
        return [row.outcome[n] == "runs" and fault for row in rows for fault in faults]

    def _agrees(self, assignment: Mapping[str, Any], witness: Any) -> bool:
        if any(not self._given(name, assignment) for name in witness.given):
            return False
        if any(self._given(name, assignment) for name in witness.absent):
            return False
        return all(
            self._has(name, assignment.get(name, Sign.ABSENT), value)
            for name, value in witness.values.items()
        )

    def _has(self, name: str, found: Any, value: Any) -> bool:
        if found is Sign.ANY:
            return True
        if found is Sign.OTHER:
            return not among(value, self.domains[name])
        return not isinstance(found, Sign) and same(found, value)
