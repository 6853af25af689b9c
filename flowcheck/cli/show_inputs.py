"""What `flowcheck inputs` prints."""

from __future__ import annotations

import click

from flowcheck.cli.inputs_table import table
from flowcheck.cli.streams import write_stdout
from flowcheck.contracts.contract import Contract
from flowcheck.contracts.lookup import contract_of, contracts_of
from flowcheck.reading.files import Found, read
from flowcheck.report import Failure
from flowcheck.reports.escape import dumps, shown


def show_inputs(file: str, *, schema: bool, id: str | None, stdin_name: str) -> None:
    """Print the contracts in a file, as tables or as the schema of the only one."""
    source = read(Found(file, explicit=True), stdin_name=stdin_name)
    if isinstance(source, Failure):
        raise _unusable(source)
    contracts = [] if schema or id is not None else contracts_of(source)
    if not contracts:  # one is wanted, or there is none: then this says why
        one = contract_of(source, id)
        if isinstance(one, Failure):
            raise _unusable(one)
        contracts = [one]
    if schema:
        from flowcheck.contracts.body_schema import contract_schema

        write_stdout(dumps(contract_schema(contracts[0]), indent=2) + "\n")
    else:
        write_stdout("\n".join(map(_shown, contracts)))


def _shown(contract: Contract) -> str:
    return "".join(f"{line}\n" for line in table(contract))


def _unusable(failure: Failure) -> click.ClickException:
    return click.ClickException(shown(f"{failure.file}: {failure.message}"))
