"""What tests of a value that is none of the known ones come to.

The same question of the same source has the same answer everywhere, and answers that are connected
are decided together: which constant `trim(x)` is, how long a text is, the longest of the asked
beginnings that it has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import product

from flowcheck.dataclass import dataclass
from flowcheck.expressions.atoms import Atom, skeleton
from flowcheck.expressions.evaluate import Result, evaluate
from flowcheck.expressions.names import variables
from flowcheck.expressions.substitution import substituted
from flowcheck.expressions.tree import Binary, Call, Expr, Name, children
from flowcheck.graph.sites import InputSite
from flowcheck.runs.circuit import FALSE, TRUE, Circuit, Literal
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions
from flowcheck.runs.domains import Asked
from flowcheck.runs.implied import implied
from flowcheck.runs.items import may_hold, sought
from flowcheck.runs.lengths import length_bounds
from flowcheck.runs.number_line import NumberLine, cells
from flowcheck.runs.sources import Source

_SORTS = frozenset({"text", "array", "number", "boolean"})  # whose other values are no numbers
_OF_TEXTS = frozenset({"text", "startsWith", "endsWith", "contains"})
_ANOTHER: dict[str, Result] = {"text": "other", "array": ("other",)}
_LETTERS = 4  # letters of a text whose spellings in both cases are gone through
_PARTS = 64  # texts asked of one source among which `contains` looks for longer ones


@dataclass(frozen=True, slots=True)
class Test:
    """What an answer is about. sources: ids of what it asks about. free: whether nobody has shown
    that it goes together with the other answers about them."""

    sources: frozenset[str]
    free: bool


class Answers:
    """Literals for tests of values nobody knows, by source and sort of test."""

    def __init__(
        self,
        circuit: Circuit,
        decisions: Decisions,
        contract: ContractSpace,
        asked: Mapping[str, Asked],
        given: Callable[[str], str],
    ) -> None:
        self.circuit = circuit
        self.decisions = decisions
        self.contract = contract
        self.asked = asked
        self.given = given
        self._sizes: dict[str, NumberLine] = {}
        self._ends: dict[tuple[str, str], dict[str, Literal]] = {}
        self._parts: dict[str, dict[str, Literal]] = {}

    def about(self, source: Source, atom: Atom, known: Collection[object]) -> Literal | None:
        """Whether an atom over one source holds for another value of it than the known ones; None
        when it fails on every such value."""
        held = self._by_itself(source, atom, known)
        if held is None or source.sort != "text":
            return held
        both, either = self.circuit.both, self.circuit.either
        sure: dict[bool, list[Literal]] = {True: [], False: []}
        for function, texts in self.asked[source.given].changed.items():
            for text in sorted(texts) if len(texts) <= _PARTS else ():
                found = implied(function, text, atom.shape)
                if found is not None and _can_give(function, text, known):
                    sure[found].append(self._gives(source, function, text))
        if sure[True] or sure[False]:
            held = both((either((held, *sure[True])), -either(sure[False])))
        return held

    def _by_itself(self, source: Source, atom: Atom, known: Collection[object]) -> Literal | None:
        """As `about`, whatever the text functions give."""
        shape = atom.shape
        if shape.kind in _OF_TEXTS and source.sort in ("array", "number", "boolean"):
            return None
        match shape.kind:
            case "equals":
                return FALSE
            case "order":
                return None if source.sort in _SORTS else self.bit(atom)
            case "size":
                line = self._size(source)
                numbers = [c for c in shape.constants if isinstance(c, int | float)]
                return self.circuit.either(line.compares(shape.operator, c) for c in numbers)
            case "text":
                return self.circuit.either(
                    self._gives(source, shape.function, text)
                    for text in shape.constants
                    if isinstance(text, str)
                    and text.strip()
                    and _can_give(shape.function, text, known)
                )
            case "startsWith" | "endsWith":
                return self._end(source, shape.kind).get(str(shape.constants[0]), TRUE)
            case "contains":
                return self._part(source).get(str(shape.constants[0]), TRUE)
            case _:
                # another value of a boolean is none
                if source.sort == "boolean" and isinstance(atom.tree, Name):
                    return None
                if self._is_never_held(source, atom.tree):
                    return FALSE
                if source.sort == "text" and (blank := _asks_blank(atom.tree)) is not None:
                    return FALSE if blank else TRUE
                if self.is_of_its_sort(source) and _asks_type(atom.tree):
                    found = evaluate(atom.tree, {source.id: _ANOTHER[source.sort]})
                    return TRUE if found is True else FALSE if found is False else self.bit(atom)
                return self.bit(atom)

    def _gives(self, source: Source, function: str, text: str) -> Literal:
        """That a text function gives that text."""
        decision = self._choice(f"{source.given} {function}", None, source)
        return self.circuit.both((decision.takes(text), self._fits(source, text)))

    def is_of_its_sort(self, source: Source) -> bool:
        """Whether every value of a source is of the type it is read as: what a node gives may well
        be a list of texts where one is meant."""
        if source.sort == "text":
            return source.kind == "input" and self.contract.present and not self.contract.loosened
        return source.sort == "array"

    def _is_never_held(self, source: Source, tree: Expr) -> bool:
        """Whether an expression looks for an item that a given workflow input never holds."""
        site, item = self._bounding(source), sought(tree)
        return site is not None and site.is_array and item is not None and not may_hold(site, item)

    def bit(self, atom: Atom) -> Literal:
        """Whether an atom holds of which nothing is known."""
        names = {name: self.given(name) for name in atom.names}
        text = atom.text
        if any(name != given for name, given in names.items()):
            meanings = {name: Name(0, 0, given) for name, given in names.items()}
            (asked,) = skeleton(substituted(atom.tree, meanings))
            assert isinstance(asked, Atom)
            text = asked.text
        return self.free_bit(text, names.values())

    def free_bit(self, name: str, sources: Iterable[str]) -> Literal:
        """A bit of its own for a question."""
        decision = self.decisions.choice(DecisionKind.ANSWER, f"? {name}", (True, False))
        decision.of = Test(frozenset(sources), True)
        return decision.takes(True)

    def _choice(self, name: str, domain: list[float] | None, source: Source) -> Decision:
        decision = self.decisions.choice(DecisionKind.ANSWER, name, domain)
        decision.of = Test(frozenset((source.given,)), False)
        return decision

    def _size(self, source: Source) -> NumberLine:
        """How long another value is: at least one, within the bounds of the workflow input."""
        found = self._sizes.get(source.given)
        if found is None:
            low, high = self._lengths(source)
            asked = self.asked[source.given]
            points = {*asked.sizes, *map(len, asked.texts)}
            line = cells(points, low, high, whole=True)
            decision = self._choice(f"{source.given} size", [cell.value for cell in line], source)
            found = self._sizes[source.given] = NumberLine(decision, line)
        return found

    def _fits(self, source: Source, text: str) -> Literal:
        """That another value is long enough to hold a text, where its length is asked about or
        bounded; always true elsewhere."""
        if not text.isascii() or source.sort != "text":
            return TRUE  # what counts as one character beyond is the engine's
        if not self.asked[source.given].sizes and self._lengths(source)[1] is None:
            return TRUE
        return self._size(source).compares(">=", len(text))

    def _lengths(self, source: Source) -> tuple[float, float | None]:
        site = self._bounding(source)
        return (1, None) if site is None else length_bounds(site)

    def _bounding(self, source: Source) -> InputSite | None:
        """The workflow input that says what another value of a source may be."""
        if source.kind != "input" or not self.contract.present or self.contract.loosened:
            return None
        return self.contract.sites.get(source.name)

    def _end(self, source: Source, kind: str) -> dict[str, Literal]:
        """Asked beginnings (or ends) → whether another value has them. One decision says which is
        the longest that it has; a shorter one holds where one that goes on from it does."""
        key = (source.given, kind)
        found = self._ends.get(key)
        if found is None:
            back = kind == "endsWith"
            asked = self.asked[source.given].suffixes if back else self.asked[source.given].prefixes
            texts = sorted(text[::-1] if back else text for text in asked if text)
            decision = self._choice(f"{source.given} {kind}", None, source)
            own = {text: decision.takes(text[::-1] if back else text) for text in texts}
            above: list[str] = []
            longer: dict[str, list[Literal]] = {text: [] for text in texts}
            order = []
            for text in texts:  # sorted, so that what goes on from a text follows it
                while above and not text.startswith(above[-1]):
                    above.pop()
                order.append((text, above[-1] if above else None))
                above.append(text)
            held: dict[str, Literal] = {}
            for text, shorter in reversed(order):
                held[text] = self.circuit.either((own[text], *longer[text]))
                if shorter is not None:
                    longer[shorter].append(held[text])
            found = {}
            for text, literal in held.items():
                whole = text[::-1] if back else text
                found[whole] = self.circuit.both((literal, self._fits(source, whole)))
            self._ends[key] = found
        return found

    def _part(self, source: Source) -> dict[str, Literal]:
        """Asked texts → whether another value contains them: it may, and it does where it contains
        a longer one, or begins or ends with one, that holds them."""
        found = self._parts.get(source.given)
        if found is None:
            found = self._parts[source.given] = {}
            asked = self.asked[source.given]
            ends = {**self._end(source, "startsWith")}
            for text, literal in self._end(source, "endsWith").items():
                ends[text] = self.circuit.either((ends.get(text, FALSE), literal))
            few = len(asked.parts) + len(ends) <= _PARTS
            for text in sorted(filter(None, asked.parts), key=lambda text: (-len(text), text)):
                holding = {**ends, **found} if few else {}
                own = self.free_bit(f"{source.given} contains {text!r}", (source.given,))
                reasons = [literal for longer, literal in holding.items() if text in longer]
                self._decision_of(own).of = Test(frozenset((source.given,)), False)
                held = self.circuit.either((own, *reasons))
                found[text] = self.circuit.both((held, self._fits(source, text)))
        return found

    def _decision_of(self, literal: Literal) -> Decision:
        return self.decisions.owners[literal]


def _asks_blank(tree: Expr) -> bool | None:
    """Whether an expression holds for blank texts alone (`size(trim(x)) == 0`), or for all others
    (False, as of `trim(x).size() > 0`); None for what asks something else."""
    if not isinstance(tree, Binary):
        return None
    match tree.left:
        case Call(function="size") as size if len(children(size)) == 1:
            match children(size)[0]:
                case Call(function="trim") as trim if isinstance(children(trim)[0], Name):
                    return _of_blank(tree)
    return None


def _of_blank(comparison: Binary) -> bool | None:
    number = evaluate(comparison.right, {})
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    match comparison.operator:
        case "==" | "<=" if number == 0:
            return True
        case "<" if 0 < number <= 1:
            return True
        case ">" if 0 <= number < 1:
            return False
        case ">=" if 0 < number <= 1:
            return False
    return None


def _asks_type(tree: Expr) -> bool:
    """Whether an expression compares the type of a variable with one: `type(x) == list`."""
    if not isinstance(tree, Binary) or tree.operator != "==":
        return False
    sides = (tree.left, tree.right)
    for side, other in (sides, sides[::-1]):
        match side:
            case Call(function="type", target=None, args=(Name(),)):
                return not variables(other)
    return False


def _can_give(function: str, text: str, known: Collection[object]) -> bool:
    """Whether a text function can give that text for another value than the known ones."""
    if function == "trim":
        return text == text.strip(" \t\n\r")
    changed = text.lower() if function == "lowerAscii" else text.upper()
    if any(a != b for a, b in zip(text, changed, strict=False) if a.isascii()):
        return False
    spellings = [{c.lower(), c.upper()} if c.isascii() else {c} for c in text]
    if sum(len(ways) > 1 for ways in spellings) > _LETTERS:
        return True
    return any("".join(spelled) not in known for spelled in product(*spellings))
