"""Answers "is there an accepted run in which this holds?", as cheaply as each question allows.

What depends on few decisions is tabled: all their combinations side by side, exactly. For the rest
thousands of random accepted runs are simulated at once, and what they leave open goes to one
incremental SAT solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from flowcheck.dataclass import dataclass
from flowcheck.runs.circuit import FALSE, Circuit, Literal
from flowcheck.runs.columns import Columns, every_combination
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import Decision, DecisionKind, Decisions
from flowcheck.runs.guess import guess
from flowcheck.runs.solver import Model, Solver, Undecided

_COMBINATIONS = 1 << 12  # a table's most columns
_STEPS = 50  # circuit nodes that examples may go through, per conflict of the budget
_TABLES = 64  # tables kept for further questions
_TIMES = 4  # simulations of a flow, when questions bring new decisions
_PER_PROOF = 200  # circuit nodes that count for one step when the solver finds no run,
_PER_MODEL = 20  # and when it finds one, which then has to be read
_GATES = 600  # the most circuit nodes looked at to find out what a question depends on


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question depends on, acceptance included, when it is little."""

    decisions: tuple[Decision, ...]
    constraints: tuple[Literal, ...]


class Run:
    """An accepted run. Workflow inputs it does not mention are given; other decisions it does not
    mention are free. Read late, for most runs only have to exist."""

    def __init__(self, read: Callable[[], dict[Decision, int]]) -> None:
        self._read = read

    @cached_property
    def taken(self) -> dict[Decision, int]:
        """The index of the option each decision takes."""
        return self._read()


class Search:
    """Questions about the accepted runs of one flow.

    Every method may raise `Undecided` when the solver's budget (conflicts for the whole flow) is
    spent. Facts proved once are remembered."""

    def __init__(
        self, circuit: Circuit, decisions: Decisions, contract: ContractSpace, budget: int
    ) -> None:
        self.circuit = circuit
        self.decisions = decisions
        self.contract = contract
        self.budget = budget
        self._impossible: set[Literal] = {FALSE}
        self._found: dict[Literal, Run] = {}
        self._open: dict[Literal, None] = {}
        self._news: list[Literal] = []
        self._tables: dict[tuple[tuple[Decision, int], ...], Columns] = {}
        self._simulated: Columns | None = None
        self._simulation: list[Decision] = []
        self._simulated_bits = 0
        self._simulations = 0
        self._solver: Solver | None = None
        self._constrained = 0
        self._bits = 0
        self._large: set[int] = set()
        self._steps = _STEPS * budget

    def expect(self, literals: Iterable[Literal]) -> None:
        """Announce questions, so that a run found for one may answer many."""
        new = [one for one in literals if abs(one) != -FALSE and one not in self._open]
        self._open.update(dict.fromkeys(new))
        self._news += new

    def possible(self, literal: Literal) -> bool:
        """Whether the literal holds in some accepted run."""
        return self.find(literal) is not None

    def affords(self, steps: int) -> bool:
        """Take steps of work off what is left for examples of this flow; False when it is not
        enough."""
        self._steps -= steps
        return self._steps >= 0

    def find(self, literal: Literal) -> Run | None:
        """An accepted run in which the literal holds, or None when there is none."""
        if literal in self._impossible:
            return None
        if literal == -FALSE:
            return Run(dict)
        if self._bits != len(self.decisions.owners):
            self._found.clear()  # those runs do not say how the new bits are
            self._bits = len(self.decisions.owners)
        found = self._found.get(literal)
        if found is not None:
            return found
        found = self._guess(literal)
        scope = None if found is not None else self.scope((literal,))
        if scope is not None:
            found = self._in_table(self.table(scope), scope.decisions, literal)
        elif found is None:
            found = self._simulate(literal) or self._solve((literal,))
        if found is None:
            self._impossible.add(literal)
        else:
            self._found[literal] = found
        return found

    def _guess(self, literal: Literal) -> Run | None:
        taken = guess(self.circuit, self.decisions, literal)
        if taken is None:
            return None
        every = self.decisions.all.values()
        return Run(lambda: {d: 0 for d in every if d.kind is DecisionKind.GIVEN} | taken)

    def seed(self, literal: Literal, other: Literal) -> None:
        """Try the run found for `other` on a literal, which may save the search for one."""
        run = self._found.get(other)
        if run is None or literal in self._found:
            return
        bits = {bit: i == taken for d, taken in run.taken.items() for i, bit in enumerate(d.bits)}
        if self.circuit.holds(literal, bits):
            self._found[literal] = run

    def implied(self, assumed: Sequence[Literal], literal: Literal) -> bool:
        """Whether every accepted run with the assumptions has the literal true."""
        return self._solve((*assumed, -literal)) is None

    def core(self, assumed: Sequence[Literal], literal: Literal) -> set[Literal] | None:
        """Some of the assumptions, enough to make every accepted run have the literal true; None
        when they do not."""
        if not self.implied(assumed, literal) or self._solver is None:
            return None
        return self._solver.core() & set(assumed)

    def scope(self, literals: Sequence[Literal]) -> Scope | None:
        """What literals depend on; None when that is too much to table."""
        scope = self._scope(literals)
        if scope is None and len(literals) == 1:
            self._large.add(abs(literals[0]))
        return scope

    def _scope(self, literals: Iterable[Literal]) -> Scope | None:
        constraints = self.contract.constraints()
        owners = self.decisions.owners
        chosen: dict[Decision, None] = {}
        limits: list[Literal] = []
        waiting = list(literals)
        gates = 0
        combinations = 1
        while waiting:
            cone = self.circuit.cone([waiting.pop()], _GATES - gates, self._large)
            if cone is None:
                return None
            gates += len(cone)
            for number in cone:
                decision = owners.get(number)
                if decision is None or decision in chosen:
                    continue
                chosen[decision] = None
                combinations *= decision.width
                if combinations > _COMBINATIONS:
                    return None
                if decision.kind is DecisionKind.GIVEN and decision.name in constraints:
                    limits.append(constraints[decision.name])
                    waiting.append(constraints[decision.name])
        return Scope(tuple(chosen), tuple(limits))

    def table(self, scope: Scope) -> Columns:
        """Every combination of the scope's decisions, the accepted ones marked."""
        key = tuple((decision, decision.width) for decision in scope.decisions)
        table = self._tables.get(key)
        if table is None:
            if len(self._tables) >= _TABLES:
                self._tables.clear()
            table = self._tables[key] = every_combination(self.circuit, scope.decisions)
            table.accept(scope.constraints)
        return table

    def _in_table(
        self, columns: Columns, decisions: Sequence[Decision], literal: Literal
    ) -> Run | None:
        runs = columns.column(literal) & columns.accepted
        if not runs:
            return None
        first = (runs & -runs).bit_length() - 1
        return Run(lambda: {d: columns.choice(d, first) for d in decisions})

    def _simulate(self, literal: Literal) -> Run | None:
        bits = len(self.decisions.owners)
        if self._simulated is None or (bits > self._simulated_bits and self._simulations < _TIMES):
            from flowcheck.runs.simulation import simulate

            constraints = self.contract.constraints()
            bits = len(self.decisions.owners)
            self._simulation = [d for d in self.decisions.all.values() if d.bits]
            self._simulated = simulate(self.circuit, self._simulation, constraints)
            self._simulated_bits = bits
            self._simulations += 1
        try:
            return self._in_table(self._simulated, self._simulation, literal)
        except KeyError:  # it rests on a decision that nobody had asked about by then
            return None

    def _solve(self, assumptions: Sequence[Literal]) -> Run | None:
        if self._solver is None:
            self._solver = Solver(self.circuit, self.budget)
        solver = self._solver
        solver.prefer(self._news)
        self._news = []
        if not self.affords(1 + len(self.circuit.parts) // _PER_PROOF):
            raise Undecided
        constraints = list(self.contract.constraints().values())
        for constraint in constraints[self._constrained :]:
            solver.learn(constraint)
        self._constrained = len(constraints)
        if not solver.solve(assumptions):
            if len(assumptions) == 1:
                solver.learn(-assumptions[0])
            return None
        self.affords(len(self.circuit.parts) // _PER_MODEL)
        model = solver.model()
        run = Run(lambda: self._taken(model))
        for literal in [one for one in self._open if model.value(one)]:
            del self._open[literal]
            self._found.setdefault(literal, run)
        return run

    def _taken(self, model: Model) -> dict[Decision, int]:
        taken: dict[Decision, int] = {}
        for decision in self.decisions.all.values():
            bits = [model.value(bit) for bit in decision.bits]
            taken[decision] = bits.index(True) if True in bits else len(bits)
        return taken
