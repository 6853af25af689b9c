"""Required inputs of nodes that a run can leave without a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from flowcheck.dataclass import replace
from flowcheck.graph.named_list import by_name
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.runs.circuit import FALSE, TRUE, Literal
from flowcheck.runs.contract import named_siblings
from flowcheck.runs.firing import firings
from flowcheck.runs.solver import Undecided
from flowcheck.runs.supply import RowSiblings, contract_name, has_own_value
from flowcheck.wire.misspelt import is_misspelt

if TYPE_CHECKING:
    from flowcheck.runs.firing import Firing
    from flowcheck.runs.space import RunSpace
    from flowcheck.runs.verdicts import MissingInput

_NEEDED = frozenset({"name", "ref", "value", "default", "required", "items", "type"})


class InputQuestions:
    """Questions about the inputs of the trusted nodes."""

    def __init__(self, space: RunSpace) -> None:
        self.space = space

    def missing(self) -> list[MissingInput]:
        """Every input and sub-input of a node that its own rules require and a run lacks; a
        sub-input without rules of its own has those its `inputs_array` declares."""
        found: list[MissingInput] = []
        for node in self.space.flow.of_form(lambda form: form.may_require):
            if any(site.raw.get("required") or site.items for site in node.inputs):
                for row in rows_of(node):
                    found += self._missing_in(node, row)
        return found

    def _missing_in(self, node: NodeSite, row: list[InputSite]) -> Iterator[MissingInput]:
        parent = row[0].parent if row else None  # its declarations hold defaults and rules too
        declared = by_name(parent.declared) if parent is not None else {}
        ruled = [(site, _ruled_by(site, declared)) for site in row]
        asked = [(site, terms) for site, terms in ruled if terms.raw.get("required")]
        absent = left_out(row, declared)
        if not (asked or absent) or node.id not in self.space.rank or is_doubtful(node, row):
            return
        siblings = RowSiblings(row, self.space.contract, declared.values())
        for site, terms in asked:
            supplied = siblings.supplied(site.name)
            if supplied == TRUE or is_bad_sub_input(site):
                continue
            verdict = self._verdict(node, terms, site, siblings)
            if verdict is not None:
                yield verdict
        for terms in absent:
            verdict = self._verdict(node, terms, None, siblings)
            if verdict is not None:
                yield replace(verdict, entry=row[0].pointer[:-1])

    def missing_against(self, node: NodeSite, declared: Sequence[InputSite]) -> list[MissingInput]:
        """What foreign declarations require of the node."""
        if node.id not in self.space.rank or self.space.flow.nodes[node.id] is not node:
            return []
        if is_doubtful(node, node.inputs):
            return []
        siblings = RowSiblings(node.inputs, self.space.contract, declared, foreign=True)
        found = []
        for site in siblings.declared.values():
            if site.raw.get("required") and siblings.supplied(site.name) != TRUE:
                own = siblings.row.get(site.name)
                verdict = self._verdict(node, site, own, siblings)
                if verdict is not None:
                    found.append(verdict)
        return found

    def _verdict(
        self, node: NodeSite, site: InputSite, own: InputSite | None, siblings: RowSiblings
    ) -> MissingInput | None:
        space, both = self.space, self.space.circuit.both
        rules = site.requirement
        looked_at = siblings.contract_inputs((site.name, *named_siblings(rules)))
        if not looked_at.isdisjoint(space.contract.doubtful):
            return None
        supplied = siblings.supplied(site.name) or FALSE
        fired = list(firings(rules, (*site.pointer, "required"), siblings, space.circuit))
        required = space.circuit.either(firing.literal for firing in fired)
        lacks = both((-supplied, required))
        found = self._some_run(node.id, lacks)
        if found is None or space.is_closed(node.id):
            return None
        clear, certain = found
        runs = space.outcomes_of(node.id, lenient=True).runs
        spared = space.possible(both((runs, -lacks)))
        if spared is None:
            return None
        # Most flows are done before an example is looked for, and load nothing of this.
        from flowcheck.runs.replay import replay_missing
        from flowcheck.runs.telling import is_shown, witness_of
        from flowcheck.runs.verdicts import MissingInput
        from flowcheck.runs.witness import shrunk

        always = not spared
        for firing in self._likeliest(fired, runs, supplied, always):
            here = both((clear, -supplied, firing.literal))
            try:
                example = shrunk(space.search, here)
            except Undecided:
                space.undecided = True
                return None
            if example is not None:
                run = replay_missing(space, node, site, siblings, here, example)
                certain = certain and is_shown(space, example, run)
                witness = witness_of(space, example, run)
                swapped = self._swapped(node, own)
                return MissingInput(node, site, own, firing, always, witness, certain, swapped)
        return None

    def _swapped(self, node: NodeSite, own: InputSite | None) -> tuple[str, str] | None:
        """The if/else node and its branch that are taken where the workflow input is given that
        an input reads, if it is never given in the branch that the node waits for."""
        space, both = self.space, self.space.circuit.both
        read = None if own is None else contract_name(own)
        given = None if read is None else space.contract.supplied(read)
        if given is None or not space.has_gates:
            return None
        for gate in space.waits(node.id).gates:
            id = gate.sources[0]
            if len(gate.sources) > 1 or not space.flow.nodes[id].is_logic:
                continue
            router = space.conditions.of(id)
            clear = router.null_clear
            here = both((router.taken.get(gate.equal, FALSE), clear, given))
            if space.possible(here) is not False:
                continue
            for value, taken in router.taken.items():
                elsewhere = both((taken, clear, -given))
                if value not in (None, gate.equal) and space.possible(elsewhere) is False:
                    return id, str(value)
        return None

    def _some_run(self, id: str, lacks: Literal) -> tuple[Literal, bool] | None:
        """That the node runs and all that leads to it is clear, where some such run lacks the input
        under each reading of a skipped dependsOn target; and whether that holds however absence
        reads. None when there is none."""
        space, both = self.space, self.space.circuit.both
        if not space.has_gates:
            return (TRUE, True) if space.possible(lacks) else None
        for null in (False, True):
            clear = [
                both((outcomes.of[id].runs, outcomes.clear_up_to(id, null=null)))
                for outcomes in (space.outcomes, space.lenient)
            ]
            if all(space.possible(both((one, lacks))) for one in clear):
                together = both(clear)
                shown = space.possible(both((together, lacks)))
                return (together if shown else clear[1]), not null
        return None

    def _likeliest(
        self, fired: list[Firing], runs: Literal, supplied: Literal, always: bool
    ) -> list[Firing]:
        """The rules, one that requires the input by itself in every run first."""
        if not always or len(fired) < 2:
            return fired
        both = self.space.circuit.both
        alone = [
            firing
            for firing in fired
            if self.space.possible(both((runs, -supplied, -firing.literal))) is False
        ]
        return alone + [firing for firing in fired if firing not in alone]


def _ruled_by(site: InputSite, declared: Mapping[str, InputSite]) -> InputSite:
    """Whose rules an input has: its own, else those of its declaration."""
    if site.raw.get("required") or site.faulty("required"):
        return site
    return declared.get(site.name, site)


def rows_of(node: NodeSite) -> Iterator[list[InputSite]]:
    """The lists of inputs of a node that are each other's siblings: its own, and each row."""
    yield node.inputs
    waiting = [site for site in node.inputs if site.items]
    while waiting:
        for row in waiting.pop().items:
            yield row
            waiting += [site for site in row if site.items]


def left_out(row: Sequence[InputSite], declared: Mapping[str, InputSite]) -> list[InputSite]:
    """The declared sub-inputs that an entry of `items` leaves out and whose rules may ask for them.

    Not those that are always required (FC715's), nor any where the entry has a name that is not
    declared, which may be the one, or where the rules name what nobody declares."""
    if not declared or any(site.name not in declared for site in row):
        return []
    given = {site.name for site in row}
    return [
        terms
        for name, terms in declared.items()
        if name not in given
        and terms.raw.get("required")
        and not terms.requirement.always
        and declared.keys() >= set(named_siblings(terms.requirement))
    ]


def is_doubtful(node: NodeSite, row: list[InputSite]) -> bool:
    """Whether an input of the list cannot be read in what a verdict needs, or is there twice."""
    if len({site.name for site in row}) < len(row):
        return True
    if any(not site.name or is_misspelt("Input", site.raw, *_NEEDED) for site in row):
        return True
    if not node.faults or not row:
        return False
    at = row[0].pointer[:-1]
    fields = (fault[len(at) + 1 : len(at) + 2] for fault in node.faults.inside(at))
    return any(not field or field[0] in _NEEDED for field in fields)


def is_bad_sub_input(site: InputSite) -> bool:
    """Whether a sub-input is empty though its parent declares it as always required: then its
    entry is what is wrong, not a run."""
    if site.parent is None or site.ref is not None or has_own_value(site):
        return False
    return any(other.requirement.always for other in site.parent.declared.named(site.name))
