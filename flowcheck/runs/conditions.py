"""What the conditions of if/else nodes come to in a run.

A condition that fails, or that rests on whether a left-out input reads as null or as empty, is
unclear: it may hold or not. So each is two literals for each of the two readings: that it must
hold, and that it may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import TYPE_CHECKING

from flowcheck.dataclass import dataclass
from flowcheck.expressions.atoms import Atom, Step, answer, steps_of
from flowcheck.expressions.evaluate import FAILS, UNKNOWN, Result
from flowcheck.expressions.fold import is_refused
from flowcheck.expressions.joined import converts
from flowcheck.expressions.parse import parse
from flowcheck.expressions.tree import Binary, Call, Constant, Expr, Name
from flowcheck.expressions.words import is_bare_word
from flowcheck.findings import Pointer
from flowcheck.graph.cases import usable_cases
from flowcheck.graph.sites import NodeSite
from flowcheck.runs.answers import Answers
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import DecisionKind, Decisions
from flowcheck.runs.domains import Asked, Domain, Domains
from flowcheck.runs.sources import Source, Sources, unreadable

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow

Truth = tuple[Literal, Literal]
"""That something must hold, and that it may: equal where it is clear."""
_FAILED: Truth = (FALSE, TRUE)
_EVALUATED = 4096  # single values that the tests of one source are evaluated on
_COMBINED = 256  # combinations of the values of several sources, likewise


@dataclass(frozen=True, slots=True)
class Question:
    """A case of an if/else node and the steps of its condition; None where it cannot be read.
    refused: the engine stops before it evaluates the condition, unless the service knows a function
    in it that the engine does not."""

    pointer: Pointer
    condition: str
    value: str
    steps: tuple[Step, ...] | None
    refused: bool = False

    def spelled(self, atom: Atom) -> str:
        """A part of the condition as it is written."""
        return self.condition[atom.tree.start : atom.tree.end].strip() or self.condition


@dataclass(frozen=True, slots=True)
class CaseRuns:
    """A case in all runs. null, empty: the truth of its condition when what is left out reads as
    null, or as the empty value. holds: that it holds; taken: that it is the first that does."""

    question: Question
    null: Truth
    empty: Truth
    holds: Literal
    taken: Literal

    @property
    def must(self) -> tuple[Literal, Literal]:
        """That the condition must hold under each reading."""
        return self.null[0], self.empty[0]

    @property
    def may(self) -> tuple[Literal, Literal]:
        """That the condition may hold under each reading."""
        return self.null[1], self.empty[1]


@dataclass(frozen=True, slots=True)
class RouterRuns:
    """An if/else node in all runs. taken: value → that it takes it, None for no case and no
    default. none: that no case holds. clear: that every condition up to the case taken is clear;
    null_clear: that each is when what is left out reads as null, and goes that way."""

    cases: tuple[CaseRuns, ...]
    taken: Mapping[str | None, Literal]
    none: Literal
    clear: Literal
    null_clear: Literal


class Conditions:
    """The if/else nodes of a flow in all runs. order: the nodes that get verdicts, in topological
    order. contract: made with the constants that conditions compare workflow inputs with.
    unevaluated: texts of atoms that would have had to be evaluated on too many values."""

    def __init__(
        self,
        flow: Flow,
        order: Sequence[str],
        circuit: Circuit,
        decisions: Decisions,
        contract: Callable[[Mapping[str, Iterable[object]]], ContractSpace],
    ) -> None:
        self.flow = flow
        self.circuit = circuit
        self.decisions = decisions
        self.sources = Sources(flow)
        self.questions: dict[str, list[Question]] = {}
        self.transforms: dict[str, Expr] = {}
        self.asked: dict[str, Asked] = {}
        for id in order:
            node = flow.nodes[id]
            if node.is_logic:
                self.questions[id] = list(self._questions(node))
            elif node.type == "transform":
                tree = self.sources.read_transform(node)
                if tree is not None:
                    self.transforms[id] = tree
        self.contract = contract(self._constants())
        self.domains = Domains(circuit, decisions, self.contract, self.asked, self._taken_values)
        self.answers = Answers(circuit, decisions, self.contract, self.asked, self.sources.given)
        self.unevaluated: set[str] = set()
        self._truths: dict[tuple[str, bool], Truth] = {}
        self._routers: dict[str, RouterRuns] = {}

    def _questions(self, node: NodeSite) -> Iterator[Question]:
        meanings = self.sources.meanings(node)
        for case in usable_cases(node):
            tree = self._tree(node, case.condition)
            steps = None if tree is None else steps_of(tree, meanings)
            for step in steps or ():
                if isinstance(step, Atom):
                    self._ask(step)
            foreign = any(isinstance(step, Atom) and step.foreign for step in steps or ())
            refused = foreign or (tree is not None and is_refused(tree))
            yield Question(case.pointer, case.condition, case.value, steps, refused)

    def _tree(self, node: NodeSite, condition: str) -> Expr | None:
        names = [site.name for site in node.every_input]
        if not is_bare_word(condition, names):
            return parse(condition).tree
        asked = [site for site in node.inputs if site.ref is None or not site.ref.is_gate]
        if len(asked) != 1:
            return None
        word = Constant(0, 0, "string", condition.strip(), known=True)
        trimmed = Call(0, 0, "trim", 0, 0, None, (Name(0, 0, asked[0].name),))
        return Binary(0, 0, "==", trimmed, word)

    def _ask(self, atom: Atom) -> None:
        """Note what an atom asks of its source, before anything is decided."""
        if len(atom.names) != 1:
            return
        asked = self.asked.setdefault(self.sources.given(atom.names[0]), Asked())
        constants = [one for one in atom.shape.constants if not isinstance(one, bytes)]
        match atom.shape.kind:
            case "equals" | "order":
                asked.compare(list(c) if isinstance(c, tuple) else c for c in constants)
                return
            case "linear" | "joined":
                source = self.sources.by_id.get(atom.names[0])
                wanted = "number" if atom.shape.kind == "linear" else "text"
                if source is not None and source.sort == wanted:
                    asked.compare(constants)
                    return
            case "size":
                asked.sizes.update(c for c in constants if isinstance(c, int | float))
            case "startsWith":
                asked.prefixes.add(str(constants[0]))
            case "endsWith":
                asked.suffixes.add(str(constants[0]))
            case "contains":
                asked.parts.add(str(constants[0]))
            case "text":
                texts = [one for one in constants if isinstance(one, str)]
                asked.texts.update(texts)
                asked.changed.setdefault(atom.shape.function, set()).update(texts)
        if atom.shape.kind in ("startsWith", "endsWith", "contains"):
            asked.texts.add(str(constants[0]))
        asked.others += 1

    def _constants(self) -> dict[str, list[object]]:
        """Workflow input → what conditions compare it with."""
        found: dict[str, list[object]] = {}
        for id, asked in self.asked.items():
            source = self.sources.by_id.get(id)
            if source is not None and source.kind == "input":
                found.setdefault(source.name, []).extend(asked.constants.values())
        return found

    def of(self, id: str) -> RouterRuns:
        """An if/else node that gets verdicts."""
        found = self._routers.get(id)
        if found is None:
            found = self._routers[id] = self._router(id)
        return found

    def lists(self, id: str, value: str) -> bool:
        """Whether a case of the if/else node has the value, or its default is it."""
        return value in self.of(id).taken

    def takes(self, id: str, value: str | None) -> Literal:
        """True when the if/else node takes the value, given that it runs."""
        return self.of(id).taken.get(value, FALSE)

    def _taken_values(self, id: str) -> list[tuple[str | None, Literal]]:
        return list(self.of(id).taken.items())

    def _router(self, id: str) -> RouterRuns:
        circuit = self.circuit
        none: Literal = TRUE
        cases: list[CaseRuns] = []
        taken: dict[str | None, list[Literal]] = {}
        clear: list[Literal] = []
        null_clear: list[Literal] = []
        for place, question in enumerate(self.questions[id]):
            null, empty = self._readings(id, place, question)
            must, may = circuit.both((null[0], empty[0])), circuit.either((null[1], empty[1]))
            holds = must
            if must != may:
                unclear = self.decisions.choice(
                    DecisionKind.UNCLEAR, f"{id} {place}", (True, False)
                )
                holds = circuit.either((must, circuit.both((may, unclear.takes(True)))))
                clear.append(circuit.either((-none, must, -may)))
                goes = (circuit.both((null[0], holds)), circuit.both((-null[1], -holds)))
                null_clear.append(circuit.either((-none, *goes)))
            first = circuit.both((none, holds))
            cases.append(CaseRuns(question, null, empty, holds, first))
            taken.setdefault(question.value, []).append(first)
            none = circuit.both((none, -holds))
        default = self.flow.nodes[id].logic.get("default")
        otherwise = default if isinstance(default, str) and default.strip() else None
        taken.setdefault(otherwise, []).append(none)
        return RouterRuns(
            tuple(cases),
            {value: circuit.either(literals) for value, literals in taken.items()},
            none,
            circuit.both(clear),
            circuit.both(null_clear),
        )

    def _readings(self, id: str, place: int, question: Question) -> tuple[Truth, Truth]:
        if question.steps is None:
            bit = self.unread_bit(id, place)
            return (bit, bit), (bit, bit)
        if question.refused:
            return _FAILED, _FAILED
        null = self._truth(id, place, question.steps, empty=False)
        named = (step.names for step in question.steps if isinstance(step, Atom))
        if any(map(self._may_be_absent, dict.fromkeys(chain.from_iterable(named)))):
            return null, self._truth(id, place, question.steps, empty=True)
        return null, null

    def unread_bit(self, id: str, place: int) -> Literal:
        """Whether the condition of a case holds that cannot be read."""
        return self.answers.free_bit(f"{id} {place}", ())

    def _may_be_absent(self, name: str) -> bool:
        source = self.sources.by_id.get(name)
        if source is None or self.is_unclear(source):
            return False
        return self.domains.of(source).may_be_absent

    def _truth(self, id: str, place: int, steps: Sequence[Step], *, empty: bool) -> Truth:
        both, either = self.circuit.both, self.circuit.either
        stack: list[Truth] = []
        for at, step in enumerate(steps):
            if isinstance(step, Atom):
                stack.append(self.truth_of(f"{id} {place} {at}", step, empty=empty))
                continue
            must, may = stack.pop()
            if step == "not":
                stack.append((-may, -must))
                continue
            left = stack.pop()
            if step == "and":
                stack.append((both((left[0], must)), both((left[1], may))))
            elif step == "or":
                stack.append((either((left[0], must)), either((left[1], may))))
            else:
                test = stack.pop()
                stack.append(self._chosen(test, left, (must, may)))
        return stack.pop()

    def _chosen(self, test: Truth, then: Truth, other: Truth) -> Truth:
        both, either = self.circuit.both, self.circuit.either
        fails = both((test[1], -test[0]))
        must = either((both((test[0], then[0])), both((-test[1], other[0]))))
        may = either((both((test[0], then[1])), both((-test[1], other[1])), fails))
        return must, may

    def truth_of(self, place: str, atom: Atom, *, empty: bool) -> Truth:
        """The truth of an atom. place: a name of where it stands, which tells random ones apart."""
        if atom.random:
            bit = self.answers.free_bit(place, ())
            return bit, bit
        found = self._truths.get((atom.text, empty))
        if found is None:
            found = self._truths[atom.text, empty] = self._asked_of(atom, empty)
        return found

    def _asked_of(self, atom: Atom, empty: bool) -> Truth:
        """The truth of an atom; what cannot be read at all fails."""
        if atom.foreign or unreadable(self.sources.by_id, atom.names):
            return _FAILED
        sources = [self.sources.by_id[name] for name in atom.names]
        if any(map(self.is_unclear, sources)):
            return _FAILED
        if not sources:
            return self._outcomes([(answer(atom, {}), TRUE)], atom)
        if len(sources) == 1:
            if _is_itself(atom):
                return TRUE, TRUE
            return self._asked_of_one(atom, sources[0], empty)
        return self._asked_of_several(atom, sources, empty)

    def is_unclear(self, source: Source) -> bool:
        """Whether nothing is known about any condition on the source."""
        if source.kind == "unclear":
            return True
        return source.kind in ("input", "changed") and source.name in self.contract.doubtful

    def _asked_of_one(self, atom: Atom, source: Source, empty: bool) -> Truth:
        domain = self.domains.of(source)
        apart = domain.fallen + self._absent(source, domain, empty)
        results = [(answer(atom, {source.id: value}), held) for value, held in apart]
        shape = atom.shape
        open_text = source.sort == "text" and domain.decision and domain.decision.domain is None
        if shape.kind == "joined" and open_text:
            open_text = not converts(atom.tree) or self.answers.is_of_its_sort(source)
        if shape.kind == "equals" or (shape.kind == "joined" and open_text):
            held = self.circuit.either(domain.equal(one) for one in shape.constants)
            return self._outcomes([*results, (True, held)], atom)
        if shape.kind == "order" and domain.line is not None:
            numbers = [one for one in shape.constants if isinstance(one, int | float)]
            held = self.circuit.either(domain.compares(shape.operator, one) for one in numbers)
            # what is no number has no order
            return self._outcomes([*results, (True, held), (FAILS, domain.another)], atom)
        if shape.kind == "linear" and domain.line is not None:
            sides = _around(shape.constants[0])
            results += [
                (answer(atom, {source.id: value}), domain.compares(operator, turn))
                for operator, value, turn in sides
            ]
            return self._outcomes([*results, (FAILS, domain.another)], atom)
        if self.asked[source.given].others * len(domain.known) > _EVALUATED:
            self.unevaluated.add(atom.text)
            rest = self.circuit.both(-held for _, held in apart)
            return self._outcomes([*results, (UNKNOWN, rest)], atom)
        results += [(answer(atom, {source.id: value}), held) for value, held in domain.known]
        whatever = answer(atom, {source.id: UNKNOWN})
        if domain.line is not None and shape.kind == "text":
            whatever = FAILS  # what the function makes of a number nobody says (unknown)
        results += [(whatever, held) for held in domain.gaps]
        another = domain.another
        if whatever is not UNKNOWN:
            results.append((whatever, another))
        truth = self._outcomes(results, atom)
        if another == FALSE or whatever is not UNKNOWN:
            return truth
        told = self.answers.about(source, atom, {value for value, _ in domain.known})
        either, both = self.circuit.either, self.circuit.both
        if told is None:
            return truth[0], either((truth[1], another))
        held = both((another, told))
        return either((truth[0], held)), either((truth[1], held))

    def _absent(self, source: Source, domain: Domain, empty: bool) -> list[tuple[Result, Literal]]:
        """What a source that is left out reads as."""
        if not domain.may_be_absent:
            return []
        return [(self.left_out(source) if empty else None, domain.absent)]

    def left_out(self, source: Source) -> Result:
        """What a source that is left out reads as, if not as null: the empty value of its sort."""
        return () if source.sort == "array" else "" if source.sort == "text" else None

    def _asked_of_several(self, atom: Atom, sources: Sequence[Source], empty: bool) -> Truth:
        """A table over the values of the sources, where they are few; else nothing is known."""
        columns: list[list[tuple[Result, Literal]]] = []
        width = 1
        for source in sources:
            domain = self.domains.of(source)
            column = [*domain.known, *domain.fallen, *self._absent(source, domain, empty)]
            unknown = self.circuit.either((domain.another, *domain.gaps))
            if unknown != FALSE:
                column.append((UNKNOWN, unknown))
            columns.append(column)
            width *= len(column)
            if width > _COMBINED:
                self.unevaluated.add(atom.text)
                bit = self.answers.bit(atom)
                return bit, bit
        results = []
        for combination in product(*columns):
            values = {s.id: value for s, (value, _) in zip(sources, combination, strict=True)}
            held = self.circuit.both(literal for _, literal in combination)
            result = answer(atom, values)
            if result is UNKNOWN and self._is_null_beside(atom, sources, values):
                result = False
            results.append((result, held))
        return self._outcomes(results, atom)

    def _is_null_beside(
        self, atom: Atom, sources: Sequence[Source], values: Mapping[str, Result]
    ) -> bool:
        """Whether null is compared with a workflow input that is given, and so is not null."""
        match atom.tree:
            case Binary(operator="==", left=Name(), right=Name()) if self.contract.present:
                return None in values.values() and all(
                    source.kind in ("input", "changed")
                    for source in sources
                    if values[source.id] is UNKNOWN
                )
        return False

    def _outcomes(self, results: Iterable[tuple[Result, Literal]], atom: Atom) -> Truth:
        """The truth of an atom from what it comes to in each of some cases, one a literal."""
        must: list[Literal] = []
        fails: list[Literal] = []
        unknown: list[Literal] = []
        for result, held in results:
            if held == FALSE or result is False:
                continue
            if result is True:
                must.append(held)
            elif result is UNKNOWN:
                unknown.append(held)
            else:
                fails.append(held)
        if unknown:
            bit = self.answers.bit(atom)
            must.append(self.circuit.both((self.circuit.either(unknown), bit)))
        held = self.circuit.either(must)
        return held, self.circuit.either((held, *fails)) if fails else held


def _around(turn: Result) -> list[tuple[str, float, float]]:
    """The numbers below another one, itself, and those above, each with one of them."""
    assert isinstance(turn, int | float)
    far = max(1.0, abs(turn) / 2)
    return [(sign, turn + step * far, turn) for sign, step in (("<", -1), ("==", 0), (">", 1))]


def _is_itself(atom: Atom) -> bool:
    """Whether a value is compared with itself."""
    match atom.tree:
        case Binary(operator="==", left=Name() as left, right=Name() as right):
            return left.name == right.name
    return False
