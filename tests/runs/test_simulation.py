"""Simulated runs are accepted runs, and say the same as tables and the solver."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

import flowcheck.runs.search as search_module
from flowcheck.runs.circuit import Circuit
from flowcheck.runs.columns import every_combination
from flowcheck.runs.contract import ContractSpace
from flowcheck.runs.decisions import DecisionKind, Decisions
from flowcheck.runs.search import Search
from flowcheck.runs.simulation import simulate
from flowcheck.runs.solver import Solver, Undecided
from tests.runs.records import record as random_record
from tests.runs.support import flow_of, gate, input_, model_of, node, record, router
from tests.runs.test_against_brute import differences


def space(*inputs: object) -> tuple[Circuit, Decisions, ContractSpace]:
    flow = flow_of(record([{"id": "a", "type": "list"}], *inputs))  # type: ignore[arg-type]
    circuit = Circuit()
    decisions = Decisions(circuit)
    return circuit, decisions, ContractSpace(flow.contract, circuit, decisions)


def only_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every question to the solver: no tables, no guesses, no simulated runs."""
    monkeypatch.setattr(search_module, "_GATES", 0)
    monkeypatch.setattr(Search, "_guess", lambda self, literal: None)
    monkeypatch.setattr(Search, "_simulate", lambda self, literal: None)


CHAIN = [
    input_(f"i{n}", required={"ifDefined": {f"i{n + 1}": ""}, "ifNotDefined": {"i0": ""}})
    for n in range(20)
]


def test_simulated_runs_satisfy_the_contract() -> None:
    circuit, decisions, contract = space(*CHAIN, input_("i20"))
    literals = {site["name"]: contract.supplied(site["name"]) for site in CHAIN}
    constraints = contract.constraints()
    columns = simulate(circuit, list(decisions.all.values()), constraints)
    assert columns.accepted.bit_count() > columns.width // 2
    for name, constraint in constraints.items():
        assert columns.column(constraint) & columns.accepted == columns.accepted, name
    some = [columns.column(one) & columns.accepted for one in literals.values() if one]
    assert all(one > 0 for one in some)


def test_simulation_is_the_same_each_time() -> None:
    circuit, decisions, contract = space(*CHAIN, input_("i20"))
    for site in CHAIN:
        contract.supplied(site["name"])
    constraints = contract.constraints()
    chosen = list(decisions.all.values())
    first = simulate(circuit, chosen, constraints)
    again = simulate(circuit, chosen, constraints)
    assert [first.column(d.literal(0)) for d in chosen] == [
        again.column(d.literal(0)) for d in chosen
    ]


def test_only_what_is_asked_constrains() -> None:
    """Inputs that nobody asks about can always be given, so they take no decision."""
    _, decisions, contract = space(
        input_("a", required={"ifNotDefined": {"b": ""}}),
        input_("b"),
        input_("c", required={"ifDefined": {"a": ""}}),
    )
    contract.supplied("b")
    assert contract.constraints() == {}
    assert {name for _, name in decisions.all} == {"b"}
    contract.supplied("a")
    assert set(contract.constraints()) == {"a"}


def test_a_table_is_exact() -> None:
    circuit, decisions, contract = space(
        input_("a", required={"ifNotDefined": {"b": ""}}),
        input_("b", required={"ifNotDefined": {"a": ""}}),
    )
    a, b = contract.supplied("a"), contract.supplied("b")
    assert a is not None
    assert b is not None
    search = Search(circuit, decisions, contract, 0)
    assert search.possible(circuit.both((a, -b)))
    assert search.possible(circuit.both((a, b)))
    assert not search.possible(circuit.both((-a, -b)))
    columns = every_combination(circuit, list(decisions.all.values()))
    columns.accept(contract.constraints().values())
    assert columns.accepted.bit_count() == 3


@pytest.mark.parametrize("simulated", [True, False])
def test_the_solver_agrees_with_brute_force(
    simulated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as test_against_brute, with every question too large for a table."""
    monkeypatch.setattr(search_module, "_GATES", 0)
    if not simulated:
        only_the_solver(monkeypatch)
    rng = Random(f"solver {simulated}")
    for _ in range(250):
        value = random_record(rng)
        assert differences(value) == [], value


def test_past_the_budget_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    only_the_solver(monkeypatch)
    rng = Random("budget")
    open_ones = 0
    for _ in range(100):
        value = random_record(rng)
        full, none = model_of(value), model_of(value, budget=0)
        for kind in ("never_runs", "hangs", "missing"):
            told = {v.node.id for v in getattr(full, kind)}
            assert {v.node.id for v in getattr(none, kind)} <= told
        assert not full.undecided
        open_ones += none.undecided
    assert open_ones > 20


def test_a_run_that_is_found_answers_what_else_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each model found decides every node it can, so thirty nodes do not take thirty calls."""
    only_the_solver(monkeypatch)
    asked = []
    solve = Solver.solve
    monkeypatch.setattr(Solver, "solve", lambda self, a: asked.append(a) or solve(self, a))
    routers = [router(f"r{n}", "2") for n in range(30)]
    model = model_of([*routers, *(node(f"a{n}", gate(f"r{n}", "2")) for n in range(30))])
    assert model.never_runs == []
    assert 0 < len(asked) < 5


def test_only_what_depends_on_little_is_tabled() -> None:
    circuit, decisions, contract = space()
    takes = [
        decisions.choice(DecisionKind.ANSWER, f"r{n}", ["1", "2", None]).takes(value)
        for n in range(8)
        for value in ("1", "2")
    ]
    search = Search(circuit, decisions, contract, 0)
    small = search.scope((circuit.both(-one for one in takes[:14]),))
    assert small is not None
    assert len(small.decisions) == 7
    assert search.scope((circuit.both(-one for one in takes),)) is None, "3^8 combinations"


def test_a_known_run_is_tried_on_another_question() -> None:
    circuit, decisions, contract = space(input_("a"), input_("b"))
    a, b = contract.supplied("a"), contract.supplied("b")
    assert a is not None
    assert b is not None
    search = Search(circuit, decisions, contract, 0)
    first = circuit.both((a, -b))
    run = search.find(first)
    search.seed(a, first)
    search.seed(b, first)
    assert search.find(a) is run
    other = search.find(b)
    assert other is not None
    assert other.taken[decisions.all[DecisionKind.GIVEN, "b"]] == 0, "b is given in it"


def test_a_spent_budget_stays_spent() -> None:
    """Seven in six places, one each: hard to refute, and after that even easy things are not
    asked."""
    circuit = Circuit()
    at = [[circuit.variable() for _ in range(6)] for _ in range(7)]
    placed = [circuit.either(places) for places in at]
    apart = [
        -circuit.both((a[place], b[place])) for a, b in combinations(at, 2) for place in range(6)
    ]
    solver = Solver(circuit, 20)
    for question in (circuit.both([*placed, *apart]), at[0][0]):
        with pytest.raises(Undecided):
            solver.solve([question])


def test_an_undecided_question_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    only_the_solver(monkeypatch)
    circuit, decisions, contract = space(input_("a"))
    a = contract.supplied("a")
    assert a is not None
    with pytest.raises(Undecided):
        Search(circuit, decisions, contract, 0).possible(a)
    assert (DecisionKind.GIVEN, "a") in decisions.all
