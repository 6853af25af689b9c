"""Why a node runs, is skipped or hangs in a run, in words and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from flowcheck.expressions.names import variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.words import is_bare_word
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.runs.waits import Gate, Merge, Waits
from flowcheck.tracing.known import Known, branch_words
from flowcheck.tracing.trace import Because
from flowcheck.wire.values import is_defined
from flowcheck.wire.vocabulary import WORKFLOW
from flowcheck.wording import listed, quoted

_MOST = 6  # variables whose values are told
_IS: Final[dict[str, str]] = {"skipped": "is skipped", "hangs": "hangs"}
_RUN: Final = {False: "runs", True: "run"}
_UNNAMED: Final[dict[str, str]] = {
    "skipped": "the branches it waits for never go together in this run",
    "hangs": "whichever way the rest goes, something it waits for does not run",
    "open": "not decided",
}
"""What is said where no single wire is the reason."""


def reasons(known: Known, node: NodeSite) -> tuple[Because, ...]:
    """Why what becomes of a node becomes of it; empty for one that runs and waits for nothing that
    was ever in doubt."""
    waits, outcome = known.space.waits(node.id), known.outcome[node.id]
    tell = {"skipped": _skipped, "hangs": _hangs, "open": _open, "runs": _runs}[outcome]
    found = tuple(dict.fromkeys(tell(known, node, waits)))
    if found or outcome == "runs":
        return found
    return (Because.at(node.pointer, _UNNAMED[outcome]),)


def _skipped(known: Known, node: NodeSite, waits: Waits) -> Iterator[Because]:
    for gate in waits.gates:
        routers = [id for id in gate.sources if known.told.nodes[id].is_logic]
        if not any(known.may_open(id, gate) for id in routers):
            why = " and ".join(_goes(known, id) for id in routers)
            yield _at(gate, f"waits for `{gate.equal}` of {listed(routers)}, {why}")
    for merge in waits.merges:
        if all(known.outcome[id] == "skipped" for id in merge.sources):
            which = "which is" if len(merge.sources) == 1 else "all of which are"
            yield _at(merge, f"takes {listed(merge.sources)}, {which} skipped")
    for loop in waits.loops:
        if known.outcome[loop] == "skipped":
            message = f"stands in the body of {listed([loop])}, which is skipped"
            yield Because.at(node.pointer, message)


def _hangs(known: Known, node: NodeSite, waits: Waits) -> Iterator[Because]:
    for read in waits.reads:
        if known.outcome[read.source] in _IS:
            message = f"reads {listed([read.source])}, which {_IS[known.outcome[read.source]]}"
            yield Because.at(read.ref.pointer, message)
    for merge in waits.merges:
        hanging = [id for id in merge.sources if known.outcome[id] == "hangs"]
        if hanging and not any(known.outcome[id] in ("runs", "open") for id in merge.sources):
            yield _at(merge, f"takes {listed(merge.sources)}, and {listed(hanging)} hangs")
    for gate in waits.gates:
        for id in gate.sources:
            if known.outcome[id] == "hangs":
                yield _at(gate, f"waits for {listed([id])}, which hangs")
    for dependency in waits.depends:
        if known.outcome[dependency.source] == "hangs":
            message = f"depends on {listed([dependency.source])}, which hangs"
            yield Because.at(dependency.pointer, message)
    for loop in waits.loops:
        if known.outcome[loop] == "hangs":
            message = f"stands in the body of {listed([loop])}, which hangs"
            yield Because.at(node.pointer, message)


def _open(known: Known, node: NodeSite, waits: Waits) -> Iterator[Because]:
    told: set[str] = set()
    for gate in waits.gates:
        for id in gate.sources:
            if known.may_open(id, gate) and not known.opens(id, gate):
                told.add(id)
                undecided = len(known.branches[id]) > 1
                which = "whose branch is open" if undecided else "which is open itself"
                yield _at(gate, f"waits for `{gate.equal}` of {listed([id])}, {which}")
    for dependency in waits.depends:
        if known.outcome[dependency.source] == "skipped":
            told.add(dependency.source)
            message = (
                f"depends on {listed([dependency.source])}, which is skipped: "
                "whether that skips this node is not documented"
            )
            yield Because.at(dependency.pointer, message)
    for id in waits.sources:
        if known.outcome[id] == "open" and id not in told:
            yield Because.at(node.pointer, f"waits for {listed([id])}, which is open itself")
    if node.is_logic:
        yield from _decided(known, node)


def _runs(known: Known, node: NodeSite, waits: Waits) -> Iterator[Because]:
    for gate in waits.gates:
        for id in gate.sources:
            if known.opens(id, gate):
                yield _at(gate, f"{listed([id])} takes `{gate.equal}`")
    for merge in waits.merges:
        ran = [id for id in merge.sources if known.outcome[id] == "runs"]
        if ran and len(ran) < len(merge.sources):
            yield _at(merge, f"takes {listed(ran, word='and')}, which {_RUN[len(ran) > 1]}")
    if node.is_logic:
        yield from _decided(known, node)


def _decided(known: Known, node: NodeSite) -> Iterator[Because]:
    """Which case an if/else node takes, and the values that decide it."""
    case, asked = known.case.get(node.id), known.space.conditions.questions[node.id]
    texts = [one.condition for one in asked]
    if node.id in known.asked:
        yield Because.at(node.pointer, "this branch was asked for")
    elif len(known.branches[node.id]) > 1:
        able = branch_words(known.branches[node.id])
        where = _where(known, node, texts)
        yield Because.at(node.pointer, f"its branch is open, {able}{where}")
    elif case is not None:
        values = _values(known, node, [case.condition])
        yield Because.at(case.pointer, f"{_code(case.condition)} holds{values}")
    elif not asked:
        yield Because.at(node.pointer, "it has no case: always the default")
    elif known.space.conditions.of(node.id).cases and known.branch(node.id) not in {
        one.value for one in asked
    }:
        yield Because.at(node.pointer, f"no case holds{_values(known, node, texts)}")


def _values(known: Known, node: NodeSite, conditions: Iterable[str]) -> str:
    """ ": `mode` is `"best"`" for what the conditions read and the run knows, else empty."""
    told = [_value(site) for site in _read(known, node, conditions)]
    held = [text for text in told if text is not None][:_MOST]
    return f": {', '.join(held)}" if held else ""


def _where(known: Known, node: NodeSite, conditions: Iterable[str]) -> str:
    """Where the values come from that would decide."""
    told: list[str] = []
    for site in _read(known, node, conditions):
        ref = site.ref
        if ref is None:
            text = _value(site)
        elif ref.node == WORKFLOW:
            text = f"{_code(site.name)} reads workflow input {_code(ref.name or '')}"
        else:
            sources = [*filter(None, [ref.node]), *ref.conditional]
            text = f"{_code(site.name)} comes from {listed(sources)}"
        if text is not None:
            told.append(text)
    return f": {', '.join(told[:_MOST])}" if told else ""


def _read(known: Known, node: NodeSite, conditions: Iterable[str]) -> list[InputSite]:
    """The inputs of a node, as the run has them, that conditions read."""
    inputs = known.given.nodes[node.id].inputs
    names = [site.name for site in inputs]
    read: set[str] = set()
    for condition in conditions:
        tree = None if is_bare_word(condition, names) else parse(condition).tree
        read.update(names if tree is None else (one.name for one in variables(tree)))
    gates = [site.name for site in inputs if site.ref is not None and site.ref.is_gate]
    return [site for site in inputs if site.name in read and site.name not in gates]


def _value(site: InputSite) -> str | None:
    if site.ref is not None or site.items:
        return None
    for field in ("value", "default"):
        if is_defined(site.get(field)):
            return f"{_code(site.name)} is {quoted(site.get(field))}"
    return f"{_code(site.name)} is not given"


def _goes(known: Known, id: str) -> str:
    if known.outcome[id] in _IS:
        return f"which {_IS[known.outcome[id]]}"
    return f"which takes {branch_words(known.branches[id])}"


def _code(text: str) -> str:
    return listed([" ".join(text.split())])


def _at(wait: Gate | Merge, message: str) -> Because:
    return Because.at(wait.ref.pointer, message)
