"""What is said of nodes, inputs, branches and loops, in words."""

from __future__ import annotations

from collections.abc import Iterator

from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.graph.wires import EdgeKind
from flowcheck.lsp.inlay import input_type
from flowcheck.rules.walked import walked_inputs, walked_length
from flowcheck.run_sentence import sentence
from flowcheck.runs.api import NodeRuns
from flowcheck.wire.required import Requirement
from flowcheck.wording import listed, listed_values, plural, quoted


def branches(node: NodeSite, flow: Flow) -> Iterator[str]:
    """The values an if/else node may take, each with the nodes that wait for it."""
    values = dict.fromkeys(case["value"] for _, case in node.cases if case["value"].strip())
    default = node.logic.get("default")
    for value in (*values, *(() if default is None or default in values else (default,))):
        waiting = readers_of(node, value, flow)
        who = listed(waiting, word="and") if waiting else "nobody waits for it"
        yield f"{'default ' if value == default else ''}{listed([value])} → {who}"


def readers_of(node: NodeSite, value: str, flow: Flow) -> list[str]:
    """The nodes that wait for a branch."""
    edges = flow.outgoing.get(node.id, ())
    return list(
        dict.fromkeys(
            edge.target
            for edge in edges
            if edge.kind is EdgeKind.BRANCH
            and edge.input is not None
            and edge.input.ref is not None
            and edge.input.ref.equal == value
        )
    )


def iterations(node: NodeSite, flow: Flow) -> str:
    """How often a loop runs its body."""
    loop = flow.loops[node.id]
    if loop.count is not None:
        return plural(loop.count, "run")
    length = walked_length(loop, flow)
    walked = [source_of(site) for site in walked_inputs(loop)]
    over = listed([one for one in walked if one], word="and")
    if length is not None:
        return plural(length[0], "run") + (f" over {over}" if over else "")
    return f"one run for each item of {over}" if over else "runs over nothing"


def source_of(site: InputSite) -> str:
    """The node or workflow input that an input reads, else its own name."""
    ref = site.ref
    if ref is None:
        return site.name
    if ref.from_contract:
        return ref.name or ""
    return ref.node or ", ".join(ref.conditional)


def wire(ref: RefSite, flow: Flow) -> str:
    """Where a ref goes and when it brings something."""
    if ref.from_contract:
        site = flow.contract_input(ref.name) if ref.name is not None else None
        told = "" if site is None else f", {declared(site)}"
        return f"reads the workflow input {listed([ref.name or '?'])}{told}"
    sources = [ref.node] if ref.node is not None else []
    sources += ref.conditional
    named = listed(sources) if sources else "nothing"
    if ref.equal is not None:
        told = f"waits until {named} takes the branch {listed([ref.equal])}"
    elif ref.is_merge:
        told = f"takes the value of whichever of {named} ran"
    elif ref.node in flow.loops and ref.input.node is not None:
        return _of_loop(ref, flow)
    else:
        told = f"reads {'all outputs of ' if ref.raw.get('all') else ''}{named}"
    types = [node.type for node in flow.sources(ref) if node is not None]
    return f"{told} ({', '.join(dict.fromkeys(types))})" if types else told


def _of_loop(ref: RefSite, flow: Flow) -> str:
    loop = flow.loops[ref.node or ""]
    inside = ref.input.node is not None and ref.input.node.id in loop.members
    if inside and ref.name is not None:
        return f"reads the item {listed([ref.name])} of the loop {listed([loop.node.id])}"
    return f"reads what the loop {listed([loop.node.id])} collects"


def declared(site: InputSite) -> str:
    """What an input of a contract takes."""
    told = [input_type(site) or "of no type"]
    told.append("required" if site.requirement.always else "optional")
    allowed = site.get("allowedValues")
    if allowed:
        told.append(f"one of {listed_values(allowed)}")
    if site.get("default") is not None:
        told.append(f"{quoted(site.get('default'))} by default")
    return ", ".join(told)


def runs(found: NodeRuns) -> str:
    """When a node runs. An example run is enough to make it so, and may not be the only one."""
    if found.runs == "unknown":
        return "when it runs cannot be told"
    if found.runs == "always":
        return "always runs"
    told = []
    for verb, example in (
        ("runs", found.running),
        ("is skipped", found.skipped),
        ("hangs", found.stuck),
    ):
        if example is not None:
            when = sentence(example)
            told.append(f"{verb} when {when}" if when else f"always {verb}")
    return "; ".join(told) if found.running is not None else "; ".join(["never runs", *told])


def required(requirement: Requirement) -> str:
    """When a rule asks for an input."""
    if requirement.always:
        return "always required"
    told = [f"{listed([one.sibling])} is given" for one in requirement.if_defined]
    if requirement.if_not_defined:
        names = [one.sibling for one in requirement.if_not_defined]
        verb = "is" if len(names) == 1 else "are"
        told.append(f"{listed(names, word='and')} {verb} not given")
    for rule in requirement.value_rules:
        parts = [
            f"{listed([one.sibling])} is {'not ' if one.negated else ''}{listed_values(one.values)}"
            for one in rule.conditions
        ]
        told.append(f" {rule.operator} ".join(parts))
    return f"required when {', or when '.join(told)}" if told else "optional"
