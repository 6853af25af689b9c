"""Which contract of a source is meant."""

from __future__ import annotations

from flowcheck.contracts.contract import Contract
from flowcheck.graph.flow import Flow
from flowcheck.reading.documents import Kind
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.wording import listed


def contracts_of(source: Source) -> list[Contract]:
    """Every contract in a source, in file order."""
    found = (Contract.of(Flow(document)) for document in source.documents)
    return [contract for contract in found if contract is not None]


def contract_of(source: Source, id: str | None = None) -> Contract | Failure:
    """The one contract of a source, or that of the workflow or model with this id; a failure says
    why there is none."""
    for record in source.records:
        problem = record.decoded.problem
        if problem is not None:
            line, column = source.lines.position(problem.offset)
            return Failure(source.name, f"not JSON: {problem.message} ({line}:{column})")
    found = contracts_of(source)
    if id is not None:
        known = [contract for contract in found if contract.id == id]
        if len(known) == 1:
            return known[0]
        count = f"{len(known)} inputs contracts" if known else "no inputs contract"
        return Failure(source.name, f"{count} with the id `{id}`{_there_are(found)}")
    if not found:
        return Failure(source.name, "no inputs contract: no workflow or model with `inputs`")
    workflows = [contract for contract in found if contract.document.kind is Kind.WORKFLOW]
    one = found if len(found) == 1 else workflows
    if len(one) == 1:
        return one[0]
    told = f"{len(found)} inputs contracts{_there_are(found)}: choose one by its id"
    return Failure(source.name, told)


def _there_are(found: list[Contract]) -> str:
    ids = [contract.id for contract in found if contract.id is not None]
    return f" (there is {listed(ids, word='and')})" if ids else ""
