"""flowcheck: a linter for Scenario workflow JSON.

>>> import flowcheck
>>> report = flowcheck.check([{"id": "a", "type": "custom-model"}])
>>> [problem.code for problem in report.problems]
['FC702']

Names load on first use, so that importing the package costs next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowcheck._version import __version__

if TYPE_CHECKING:
    from flowcheck.api import check, check_file, check_files, check_run, contract_schema
    from flowcheck.findings import Edit, Fix, Severity, Witness
    from flowcheck.graph import CallablePackage
    from flowcheck.report import Failure, Problem, Related, Report, Summary
    from flowcheck.rules.registry import Rule
    from flowcheck.runs.api import FlowRuns, InputRuns, NodeRuns, run_model
    from flowcheck.settings import Settings, SettingsError

    RULES: dict[str, Rule]
    """Every rule by code, in code order."""
    graph: CallablePackage
    """The networkx graph of a flow."""

_HOMES = {
    "RULES": "flowcheck.rules.registry",
    "Edit": "flowcheck.findings",
    "Failure": "flowcheck.report",
    "Fix": "flowcheck.findings",
    "FlowRuns": "flowcheck.runs.api",
    "InputRuns": "flowcheck.runs.api",
    "NodeRuns": "flowcheck.runs.api",
    "Problem": "flowcheck.report",
    "Related": "flowcheck.report",
    "Report": "flowcheck.report",
    "Rule": "flowcheck.rules.registry",
    "Settings": "flowcheck.settings",
    "SettingsError": "flowcheck.settings",
    "Severity": "flowcheck.findings",
    "Summary": "flowcheck.report",
    "Witness": "flowcheck.findings",
    "check": "flowcheck.api",
    "check_file": "flowcheck.api",
    "check_files": "flowcheck.api",
    "check_run": "flowcheck.api",
    "contract_schema": "flowcheck.api",
    "graph": "flowcheck.graph",
    "run_model": "flowcheck.runs.api",
}

__all__ = [
    "RULES",
    "Edit",
    "Failure",
    "Fix",
    "FlowRuns",
    "InputRuns",
    "NodeRuns",
    "Problem",
    "Related",
    "Report",
    "Rule",
    "Settings",
    "SettingsError",
    "Severity",
    "Summary",
    "Witness",
    "__version__",
    "check",
    "check_file",
    "check_files",
    "check_run",
    "contract_schema",
    "graph",
    "run_model",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'flowcheck' has no attribute {name!r}")
    from importlib import import_module

    module = import_module(home)
    value = module if home == f"flowcheck.{name}" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
