"""One incremental SAT instance over the circuit, for what simulation leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flowcheck.runs.circuit import TRUE, Circuit, Literal


class Undecided(Exception):
    """The solver's budget is spent: the question stays open."""


class Model:
    """A run the solver found: a value for every variable, any value where it does not matter."""

    def __init__(self, bits: Sequence[int]) -> None:
        self._bits = bits

    def value(self, literal: Literal) -> bool:
        """The literal's value."""
        number = abs(literal)
        return (number <= len(self._bits) and self._bits[number - 1] > 0) == (literal > 0)


class Solver:
    """Glucose over the circuit's own numbers; parts are encoded when first asked about.

    budget: conflicts it may spend in all. A fact once proved is kept as a unit clause, so that
    the next proof starts from it."""

    def __init__(self, circuit: Circuit, budget: int) -> None:
        from pysat.solvers import Glucose4

        self.circuit = circuit
        self.left = budget
        self._solver = Glucose4()
        self._solver.add_clause([TRUE])
        self._encoded: set[int] = {TRUE}

    def close(self) -> None:
        """Give the solver's memory back."""
        self._solver.delete()

    def learn(self, literal: Literal) -> None:
        """Add a fact."""
        self._encode(literal)
        self._solver.add_clause([literal])

    def prefer(self, literals: Iterable[Literal]) -> None:
        """Make models lean towards these literals."""
        wanted = []
        for literal in literals:
            self._encode(literal)
            wanted.append(literal)
        if wanted:
            self._solver.set_phases(wanted)

    def solve(self, assumptions: Sequence[Literal]) -> bool:
        """Whether some run satisfies the assumptions. Raises Undecided past the budget."""
        for literal in assumptions:
            self._encode(literal)
        if self.left <= 0:
            raise Undecided
        before = self._solver.accum_stats()["conflicts"]
        self._solver.conf_budget(self.left)
        answer = self._solver.solve_limited(assumptions=list(assumptions))
        self.left -= self._solver.accum_stats()["conflicts"] - before
        if answer is None:
            self.left = 0
            raise Undecided
        return bool(answer)

    def model(self) -> Model:
        """The run found last."""
        return Model(self._solver.get_model())

    def core(self) -> set[Literal]:
        """Assumptions that cannot hold together, after an answer of no."""
        return set(self._solver.get_core() or ())

    def _encode(self, literal: Literal) -> None:
        waiting = [abs(literal)]
        while waiting:
            number = waiting.pop()
            if number in self._encoded:
                continue
            self._encoded.add(number)
            parts = self.circuit.parts[number]
            if parts is None:
                self._solver.add_clause([number, -number])
                continue
            self._solver.add_clause([number, *(-part for part in parts)])
            for part in parts:
                self._solver.add_clause([-number, part])
                waiting.append(abs(part))
