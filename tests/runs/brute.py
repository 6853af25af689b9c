"""The run model by brute force: every way to give the contract inputs, every value a source of a
condition can have, every answer to what nobody can know.

An interpreter of raw JSON records, written from the text of the design alone. It shares no code
with the package: what it proves is that two readings of one text agree. A *run* gives each
contract input a value or leaves it out, each opaque source a value, and each test that stays
unknown an answer. Conditions are evaluated (cel.py) on these values; where that is not clear, a
run has several *plays*, one for each way it may go. A play says which branch each if/else node
takes and what becomes of each node.

Where the text leaves a choice, this is how it is read:

 1. Two readings of a skipped `dependsOn` target: it skips its reader, or it holds nobody up. FC308
    must hold in both. FC309 is decided in the second, and an error when it holds in the first too.
    FC610 and FC611: a fault that shows in some run of both; FC610 when it shows in every run in
    which the node runs, in both. A body template's dependence on its loop skips in both.
 2. Sources of a node: all its gate and merge sources, data sources, `dependsOn` targets and the
    loops it is a body template of, whether they are logic nodes or not. FC308 asks that each of
    them runs in some play, FC309 that none of them is stuck in the play at hand.
 3. A ref with `equal` is a gate only when some source is a logic node that has the value in a
    usable case or as its default; else no verdict, as for FC302. Sources that are no logic nodes
    beside one that is are allowed, and can only make the gate stuck.
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
 8. A case is usable when neither condition nor value is blank. A blank `default` is none.
 9. Empty literals and defaults are no values: `""` never matches, nor does "not in" fire on it.
    A given contract input has no empty value, so `""` among the looked-for values is never had.
10. Values looked for widen the domain of an input without finite values where they are of its
    type (lengths and, of an array, `allowedValues` included), whatever way rules look: named in
    the contract, or by a node's rule on an input that reads it.
11. A sibling that reads a contract input that is not given falls back to its default. One that
    reads a node has an unknown value, even with a default; a literal goes before any ref. Unknown
    values fire nothing, "not in" neither, but do not silence other siblings joined by `or`.
12. A rule kind that names no sibling (`{}`, or each with null) never fires. `ifNotDefined` takes
    its siblings together: it fires when none is supplied.
13. Scalars with a finite domain: boolean, or file, model, number (`integer` is one), string with
    some non-blank `allowedValues` (the `options` of a `select`). A default outside the domain does
    not join it.
14. FC612 is not tabled: the text does not say whether a rule is a kind or a kind and a sibling,
    whether its node must run, nor how unknown values count.
15. The two readings of absent are taken one after the other for a whole condition: all absent
    variables null; then absent text is `""`, absent arrays are `[]`. A condition is clear when
    neither fails and both agree. The type is the one the node's input declares.
16. A fault that some run shows needs every if/else node upstream that runs to be clear up to the
    case it takes; one that shows when absent is null, without a failing condition, but not in a
    clear run, is a warning (the "there is one" of FC610 likewise).
17. A gate is closed when a logic source of it that lists the value runs in some play, and no play
    (in either reading of `dependsOn`) has a source run and take the value. Its node and what
    lies downstream get no verdict: the case is told instead.
18. FC308 is an error when it also holds without the contract's allowed values, bounds and types:
    an input then has any constant or another value, a boolean something else besides. Whether it
    is given stays as it is.
19. A node input without ref and value has its default, or is absent in every run. A literal goes
    before a ref. What a contract input holds is the same value where file, model and string are
    read as one another; with any other change of type it is an opaque value, never blank, and
    absent when the input is.
20. An if/else node read as data holds the value of its branch, null for none. A list node is its
    items where an array input reads it, opaque elsewhere. An item read inside its loop is one of
    the items of a literal array or list node that the loop's input of that name has; else opaque.
    A transform's expression stands in its place.
21. FC308 holds in both readings of `dependsOn` when in each of them every play skips the node and
    each of its sources runs in some play.
22. A number input holds numbers within its bounds only, whatever its rules look for. A number read
    from a node or without a contract lies on the same line of points and gaps; a boolean is one of
    two. Without a contract a workflow input may be blank.
23. A loop with a larger `count` than items gives items that nobody knows, and no condition on them
    is clear. `trim` of what is neither text nor null fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from tests.runs.asking import Sign, empty, is_required, same
from tests.runs.cel import CelError, Expr, Source, atoms, holds, sources
from tests.runs.pools import Case, Held, Space, sort_of

Key = tuple[str, str, tuple[str | int, ...]]
"""Code, node id, and path of the input: () , (name,) or (name, entry, sub-input name)."""


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
class Play:
    """One way a run may go. branches: of the if/else nodes that run. unclear: those of them that
    were not clear. outcome: `runs`, `skipped` or `stuck` of each node."""

    branches: Mapping[str, str | None]
    unclear: frozenset[str]
    outcome: Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """values: of every source; a contract input that is left out has none. bits: answers to the
    tests that stay unknown."""

    values: Mapping[Any, Held]
    bits: Mapping[Any, bool]

    def given(self, name: str) -> bool:
        return ("in", name) in self.values


READINGS = ("skips", "holds nobody up")
"""What a skipped `dependsOn` target does to its reader."""
LARGE = 1500
"""More runs than that are too many to go through."""
EITHER, NULL = "either", "null"
"""What an absent variable is: null or empty, or null."""


class Table:
    """Outcomes, supplies and requirements of a record (a workflow record or a bare node list).

    runs: the accepted ones; rejected counts the ways to give inputs that break the contract's
    rules. untrusted: ids of nodes that get no verdict. verdicts: every finding the model
    promises, with its severity."""

    def __init__(self, record: Any, *, relaxed: bool = False) -> None:
        self.record = record
        nodes = record if isinstance(record, list) else record.get("flow") or []
        contract = None if isinstance(record, list) else record.get("inputs")
        self.nodes: dict[str, Any] = {node["id"]: node for node in nodes}
        self.contract = None if contract is None else {one["name"]: one for one in contract}
        self.listed = {
            n: listed_values(node) for n, node in self.nodes.items() if node["type"] == "logic"
        }
        self.bodies = self._bodies()
        self.wiring = {n: self._wiring(n) for n in self.nodes}
        self.untrusted = self._untrusted()
        self.order = self._order()
        self.upstream = {n: self._reach(self._sources_by_id(), n) for n in self.order}
        sound = {n: self.nodes[n] for n in self.nodes if n not in self.untrusted}
        self.space = Space(self.nodes, self.contract, self.bodies, relaxed, frozenset(sound))
        self.rejected = 0
        self._results: dict[Any, Any] = {}
        self._known_plays: dict[Any, list[Play]] = {}
        self._plays_of: dict[Any, list[Play]] = {}
        self._known_parts: dict[tuple[str, int], tuple[list[Source], list[Any]]] = {}
        self._distinct: dict[tuple[str, str], list[Play]] = {}

    # Size

    @property
    def size(self) -> int:
        """How many runs there are at most."""
        count = 2 ** len(self._bit_keys)
        for key, pool in self.space.pools.items():
            count *= len(pool) + (key[0] == "in" and self._optional(key[1]))
        return count

    @property
    def doubtful(self) -> bool:
        """Whether two different tests of one source stay unknown: nobody has shown that they go
        together, so verdicts that need both are warnings, which is not worked out here."""
        tested = Counter(
            source.key
            for key in self._bit_keys
            if key[0] == "atom"
            for source in {source.key: source for source in sources(key[1])}.values()
        )
        return any(count > 1 for count in tested.values())

    def _sources_by_id(self) -> dict[str, set[str]]:
        return {n: wiring.sources for n, wiring in self.wiring.items()}

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
                if not any(equal in self.listed.get(s, ()) for s in members):
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

    # Runs

    @cached_property
    def _bit_keys(self) -> list[Any]:
        keys = []
        for n, cases in self.space.cases.items():
            for at, case in enumerate(cases):
                if case.tree is None:
                    keys.append(("unread", n, at))
                    continue
                for atom in atoms(case.tree):
                    key = self._bit_key(n, at, atom)
                    if key is not None and key not in keys:
                        keys.append(key)
        return keys

    def _bit_key(self, n: str, at: int, atom: Expr) -> Any:
        """What an unknown test is known by; None for a test that is always told."""
        if calls_random(atom):
            return ("place", n, at, atom)
        if self.space.told(atom) or not list(sources(atom)):
            return None
        return ("atom", atom)

    def _optional(self, name: str) -> bool:
        one = (self.contract or {})[name]
        required = one.get("required")
        always = required is True or (isinstance(required, dict) and required.get("always") is True)
        return not always and empty(one.get("default"))

    @cached_property
    def runs(self) -> list[Run]:
        """Every accepted run."""
        names = list(self.contract or {})
        choices: list[list[Held | None]] = []
        for name in names:
            pool: list[Held | None] = list(self.space.pools["in", name])
            choices.append([None, *pool] if self._optional(name) else pool)
        opaque = [key for key in self.space.pools if key[0] != "in"]
        bits = list(product((False, True), repeat=len(self._bit_keys)))
        found = []
        for taken in product(*choices):
            given = {("in", n): h for n, h in zip(names, taken, strict=True) if h is not None}
            if not self._accepted(given):
                self.rejected += 1
                continue
            for held in product(*(self.space.pools[key] for key in opaque)):
                values = given | dict(zip(opaque, held, strict=True))
                found += [Run(values, dict(zip(self._bit_keys, b, strict=True))) for b in bits]
        return found

    def _accepted(self, given: Mapping[Any, Held]) -> bool:
        def value(name: str) -> Any:
            held = given.get(("in", name))
            return Sign.ABSENT if held is None else held.value

        return all(
            ("in", name) in given
            or not is_required(one.get("required"), lambda s: ("in", s) in given, value)
            for name, one in (self.contract or {}).items()
        )

    # Conditions

    def branch(
        self, n: str, run: Run, taken: Mapping[str, str | None], absent: str
    ) -> tuple[Any, bool]:
        """The branches an if/else node may take in a run, and whether it is clear. taken: the
        branches of the if/else nodes before it."""
        cases = self.space.cases[n]
        key = (n, absent, *(self._state(n, at, case, run, taken) for at, case in enumerate(cases)))
        found = self._results.get(key)
        if found is not None:
            return found  # type: ignore[no-any-return]
        options: list[str | None] = []
        clear = True
        for at, case in enumerate(cases):
            first = self._result(n, at, case, run, taken, None)
            second = first if absent == NULL else self._result(n, at, case, run, taken, "")
            if first is not None and first is second:
                if first:
                    options.append(case.value)
                    break
                continue
            clear = False
            options.append(case.value)
        else:
            default = (self.nodes[n].get("logic") or {}).get("default")
            options.append(None if empty(default) else default)
        self._results[key] = (tuple(dict.fromkeys(options)), clear)
        return self._results[key]  # type: ignore[no-any-return]

    def _state(self, n: str, at: int, case: Case, run: Run, taken: Mapping[str, Any]) -> Any:
        """What a condition's result depends on."""
        if case.tree is None:
            return run.bits["unread", n, at]
        asked, keys = self._parts(n, at, case.tree)
        values = []
        for source in asked:
            held = self._held(source, run, taken)
            values.append(None if held is None else (repr(held.value), held.open))
        return (*values, *(run.bits[key] for key in keys))

    def _parts(self, n: str, at: int, tree: Expr) -> tuple[list[Source], list[Any]]:
        """The sources of a condition, and what its unknown tests are known by."""
        if (n, at) not in self._known_parts:
            keys = [self._bit_key(n, at, atom) for atom in atoms(tree)]
            asked = list(dict.fromkeys(sources(tree)))
            self._known_parts[n, at] = (asked, [key for key in keys if key is not None])
        return self._known_parts[n, at]

    def _held(self, source: Source, run: Run, taken: Mapping[str, Any]) -> Held | None:
        """What a source holds in a run; None when it is absent."""
        kind = source.key[0]
        if kind == "branch":
            return Held(taken.get(source.key[1]))
        if kind == "none" or (kind in ("in", "cast") and not run.given(source.key[1])):
            return None if source.fallback is None else Held(source.fallback)
        return run.values[source.key]

    def _result(
        self, n: str, at: int, case: Case, run: Run, taken: Mapping[str, Any], blank: str | None
    ) -> bool | None:
        """Whether a condition holds when an absent variable is null (blank: None) or empty; None
        when the engine fails on it."""
        if case.tree is None:
            return run.bits["unread", n, at]
        if case.refused:
            return None

        def value(source: Source) -> Any:
            held = self._held(source, run, taken)
            if held is not None:
                return held.value
            if blank is None or source.sort not in ("text", "array"):
                return None
            return [] if source.sort == "array" else ""

        def bit(atom: Expr) -> bool | None:
            key = self._bit_key(n, at, atom)
            if key is None:
                return None
            held = [self._held(source, run, taken) for source in sources(atom)]
            if key[0] == "place" or any(each is not None and each.open for each in held):
                return run.bits[key]
            return None

        try:
            return holds(case.tree, value, bit)
        except CelError:
            return None

    # Plays

    def plays(self, run: Run, reading: str, absent: str) -> list[Play]:
        """The ways a run may go."""
        if self._chained:
            return list(self._played(run, reading, absent, 0, {}, {}, frozenset()))
        found = self._plays_of.get((id(run), reading, absent))
        if found is None:
            routers = [n for n in self.order if n in self.listed]
            key = (reading, absent, *(self.branch(n, run, {}, absent) for n in routers))
            if key not in self._known_plays:
                played = self._played(run, reading, absent, 0, {}, {}, frozenset())
                self._known_plays[key] = list(played)
            found = self._plays_of[id(run), reading, absent] = self._known_plays[key]
        return found

    @cached_property
    def _chained(self) -> bool:
        """Whether a condition reads the branch of another if/else node."""
        trees = [case.tree for cases in self.space.cases.values() for case in cases if case.tree]
        return any(source.key[0] == "branch" for tree in trees for source in sources(tree))

    def _played(
        self,
        run: Run,
        reading: str,
        absent: str,
        at: int,
        branches: dict[str, str | None],
        outcome: dict[str, str],
        unclear: frozenset[str],
    ) -> Iterator[Play]:
        if at == len(self.order):
            yield Play(branches, unclear, outcome)
            return
        n = self.order[at]
        outcome = outcome | {n: self._outcome(self.wiring[n], branches, outcome, reading)}
        if n not in self.listed or outcome[n] != "runs":
            yield from self._played(run, reading, absent, at + 1, branches, outcome, unclear)
            return
        options, clear = self.branch(n, run, branches, absent)
        unclear = unclear if clear else unclear | {n}
        for option in options:
            yield from self._played(
                run, reading, absent, at + 1, branches | {n: option}, outcome, unclear
            )

    @staticmethod
    def _outcome(
        wiring: Wiring,
        taken: Mapping[str, str | None],
        outcome: Mapping[str, str],
        reading: str,
    ) -> str:
        gates = []
        for members, equal in wiring.gates:
            if any(s in taken and outcome[s] == "runs" and taken[s] == equal for s in members):
                gates.append("satisfied")
            else:
                gates.append("stuck" if any(outcome[s] == "stuck" for s in members) else "refused")
        merges = [[outcome[s] for s in members] for members in wiring.merges]
        waits = [outcome[s] for s in wiring.waits]
        loops = [outcome[s] for s in wiring.loops]
        if (
            "refused" in gates
            or any(all(o == "skipped" for o in merge) for merge in merges)
            or (reading == "skips" and "skipped" in waits)
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

    def every_play(self, reading: str, absent: str) -> list[Play]:
        """The distinct plays."""
        if (reading, absent) not in self._distinct:
            found: dict[int, Play] = {}
            for run in self.runs:
                for play in self.plays(run, reading, absent):
                    found[id(play)] = play
            self._distinct[reading, absent] = list(found.values())
        return self._distinct[reading, absent]

    @cached_property
    def _all_plays(self) -> list[Play]:
        return [play for reading in READINGS for play in self.every_play(reading, EITHER)]

    # Input supply

    def supplied(self, one: Mapping[str, Any], run: Run) -> bool:
        if not all(empty(one.get(key)) for key in ("value", "default", "items")):
            return True
        ref = one.get("ref")
        if ref is None:
            return False
        if ref.get("node") == "workflow" and not ref.get("conditional"):
            return self.contract is None or run.given(ref["name"])
        return True

    def _value(self, one: Mapping[str, Any], run: Run) -> Any:
        if not empty(one.get("value")):
            return one["value"]
        ref = one.get("ref") or {}
        if ref.get("node") == "workflow" and not ref.get("conditional"):
            if self.contract is None:
                return Sign.UNKNOWN
            if run.given(ref["name"]):
                return run.values["in", ref["name"]].value
        elif ref or not empty(one.get("items")):
            return Sign.UNKNOWN
        return Sign.ABSENT if empty(one.get("default")) else one["default"]

    def missing(self, scope: Mapping[str, Any], name: str, run: Run) -> bool:
        """Whether the input is required and not supplied when its node runs."""
        one = scope[name]
        if self.supplied(one, run):
            return False
        return is_required(
            one.get("required"),
            lambda s: s in scope and self.supplied(scope[s], run),
            lambda s: self._value(scope[s], run) if s in scope else Sign.ABSENT,
        )

    def _scopes(self) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, Any]]]:
        """(node, path, inputs by name) of every list of node inputs and of sub-inputs."""
        for n, node in self.nodes.items():
            inputs = node.get("inputs") or []
            yield n, (), {one["name"]: one for one in inputs}
            for one in inputs:
                for at, entry in enumerate(one.get("items") or []):
                    yield n, (one["name"], at), {sub["name"]: sub for sub in entry}

    # Verdicts

    @cached_property
    def closed(self) -> set[str]:
        """The nodes with a closed gate, and all that lies downstream."""
        ran = {n for play in self._all_plays for n in play.branches}
        taken = {pair for play in self._all_plays for pair in play.branches.items()}
        shut = {
            n
            for n in self.order
            for members, equal in self.wiring[n].gates
            if any(equal in self.listed.get(s, ()) and s in ran for s in members)
            and not any((s, equal) in taken for s in members)
        }
        return {n for n in self.order if n in shut or self.upstream[n] & shut}

    @cached_property
    def verdicts(self) -> dict[Key, str]:
        if not self.runs:
            return {}
        return {**self._dead(), **self._hanging(), **self._lacking()}

    def _skipped(self, n: str) -> bool:
        return all(play.outcome[n] == "skipped" for play in self._all_plays)

    def _dead(self) -> dict[Key, str]:
        found: dict[Key, str] = {}
        ran = [
            {
                n
                for play in self.every_play(reading, EITHER)
                for n, o in play.outcome.items()
                if o == "runs"
            }
            for reading in READINGS
        ]
        for n in self.order:
            sources = self.wiring[n].sources
            if n in self.closed or not self._skipped(n) or not all(sources <= r for r in ran):
                continue
            logic_alone = Table(self.record, relaxed=True)._skipped(n)
            found["FC308", n, ()] = "error" if logic_alone else "warning"
        return found

    def _sure(self, n: str, play: Play) -> bool:
        return not play.unclear & self.upstream[n]

    def _hangs_first(self, n: str, play: Play) -> bool:
        outcome = play.outcome
        return outcome[n] == "stuck" and all(outcome[s] != "stuck" for s in self.wiring[n].sources)

    def _hanging(self) -> dict[Key, str]:
        found: dict[Key, str] = {}
        for n in self.order:
            if n in self.closed:
                continue
            hangs = {
                (reading, absent): any(
                    self._sure(n, play) and self._hangs_first(n, play)
                    for play in self.every_play(reading, absent)
                )
                for reading in READINGS
                for absent in (EITHER, NULL)
            }
            if hangs[READINGS[1], NULL]:
                sure = hangs[READINGS[0], EITHER] and hangs[READINGS[1], EITHER]
                found["FC309", n, ()] = "error" if sure else "warning"
        return found

    def _lacking(self) -> dict[Key, str]:
        found: dict[Key, str] = {}
        for n, path, scope in self._scopes():
            if n not in self.order or n in self.closed:
                continue
            for name in scope:
                lacks = {absent: self._lacks(n, scope, name, absent) for absent in (EITHER, NULL)}
                if not all(some for some, _ in lacks[NULL]):
                    continue
                every = all(every for _, every in lacks[EITHER])
                sure = every and all(some for some, _ in lacks[EITHER])
                found["FC610" if every else "FC611", n, (*path, name)] = (
                    "error" if sure else "warning"
                )
        return found

    def _lacks(self, n: str, scope: Any, name: str, absent: str) -> list[tuple[bool, bool]]:
        """For each reading of `dependsOn`: whether the input is missing in some sure run of the
        node, and whether it is in every run of it."""
        missing: dict[Any, bool] = {}
        found = []
        for reading in READINGS:
            some, every = False, True
            for run in self.runs:
                key = tuple((k, id(held)) for k, held in run.values.items() if k[0] == "in")
                if key not in missing:
                    missing[key] = self.missing(scope, name, run)
                for play in self.plays(run, reading, absent):
                    if play.outcome[n] == "runs":
                        some = some or (missing[key] and self._sure(n, play))
                        every = every and missing[key]
            found.append((some, every))
        return found

    # Replaying a witness

    def replay(self, key: Key, witness: Any) -> list[bool]:
        """Whether the fault shows, in each sure play of the accepted runs that agree with the
        witness, which has given, absent, values and answers, as in the JSON report.

        Its branches follow from these: they must be those of every such play."""
        code, n, path = key
        reading = READINGS[1]
        shown = []
        for run in self.runs:
            if not self._agrees(run, witness):
                continue
            for play in self.plays(run, reading, NULL):
                if not self._sure(n, play) or not all(
                    self._answers(run, dict(answer), play.branches) for answer in witness.answers
                ):
                    continue
                fault = self._shows(code, n, path, run, play)
                told = all(
                    (play.branches.get(r) or None) == (b or None)
                    for r, b in witness.branches.items()
                )
                shown.append(fault and told)
        return shown

    def _shows(self, code: str, n: str, path: tuple[str | int, ...], run: Run, play: Play) -> bool:
        if code == "FC309":
            return self._hangs_first(n, play)
        if code == "FC308":
            return play.outcome[n] == "skipped"
        scope = next(s for m, p, s in self._scopes() if (m, p) == (n, path[:-1]))
        return play.outcome[n] == "runs" and self.missing(scope, str(path[-1]), run)

    def _agrees(self, run: Run, witness: Any) -> bool:
        if not all(run.given(name) for name in witness.given):
            return False
        if any(run.given(name) for name in witness.absent):
            return False
        return all(
            run.given(name) and self._alike(run.values["in", name], value, self.space.points(name))
            for name, value in witness.values.items()
        )

    def _alike(self, held: Held, value: Any, points: Sequence[float] = ()) -> bool:
        """Whether a value is the one that a witness names, or stands for the same gap or for
        another as well."""
        if not held.open:
            return same(held.value, value)
        if isinstance(held.value, float) and isinstance(value, int | float):
            between = sorted((held.value, float(value)))
            return not any(between[0] <= p <= between[1] for p in points)
        return not any(same(value, each.value) for each in self.space.closed_values)

    def _answers(self, run: Run, answer: dict[str, Any], taken: Mapping[str, Any]) -> bool:
        n = answer["node"]
        if "condition" in answer:
            at, case = next(
                (at, case)
                for at, case in enumerate(self.space.cases[n])
                if case.condition == answer["condition"].strip()
            )
            return self._result(n, at, case, run, taken, None) is answer["holds"]
        keys = [
            k for k in run.values if k[0] in ("out", "item") and k[1:3] == (n, answer["output"])
        ]
        return any(
            self._alike(run.values[key], answer["is"], self.space.points_of(key))
            for key in keys
            if kind_of(answer["is"]) == sort_of(key[-1])
        )


def kind_of(value: Any) -> str:
    """Which of a node's outputs a value may be, read as text, number, boolean or list."""
    if isinstance(value, bool):
        return "boolean"
    return {str: "text", list: "array"}.get(type(value), "number")


def listed_values(node: Mapping[str, Any]) -> set[str]:
    """The values of an if/else node's usable cases, and its default."""
    logic = node.get("logic") or {}
    cases = [c for c in logic.get("cases") or [] if not empty(c.get("condition"))]
    values = [*(case.get("value") for case in cases), logic.get("default")]
    return {value for value in values if not empty(value)}


def calls_random(tree: Expr) -> bool:
    if tree[0] == "call" and tree[1] in ("random", "randomSample"):
        return True
    return any(calls_random(part) for part in tree[1:] if isinstance(part, tuple))
