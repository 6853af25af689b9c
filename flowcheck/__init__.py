"""flowcheck: a linter for Scenario workflow JSON.

>>> import flowcheck
>>> report = flowcheck.check([{"id": "a", "type": "custom-model"}])
>>> [problem.code for problem in report.problems]
['FC702']

Check, and get a Report; what is wrong with a flow never raises:
    check(flow)             bytes, text, parsed JSON or scenario-sdk objects
    check_file(path)        one file
    check_files(paths)      files and folders, together: they know each other's workflows
    check_stream(records)   records as they come, a Result for each
    check_run(flow, body)   would Scenario accept these run inputs?

Use what was found:
    render(report, format)  the report as text: full, concise, json, sarif, junit and others
    apply_fix(text, fix)    the text with the fix of one problem made
    fixed_text(text)        the text with everything mended that can be

Steer it as the command line is steered:
    load_configuration()    the nearest configuration file: its settings, and what it hides
    load_baseline(path)     the problems that are known already

Ask about a flow:
    contract_schema(flow)   its run inputs as a JSON Schema
    graph(flow)             its networkx DiGraph
    run_model(flow)         which nodes run, are skipped or hang, over all accepted runs
    trace(flow, body)       the same of one run, and why

Values: a Report holds Problem, Failure and Summary; a Problem its Severity, Related places, a
Witness (an example run) and a Fix of Edit and TextEdit. Settings say what to check and to show; a
Configuration holds them with its Baseline; what cannot be meant raises SettingsError. RULES holds
every Rule by code. run_model gives FlowRuns of NodeRuns and InputRuns; trace a Trace of
TracedNodes with their Because, or a TraceError.

Names load on first use, so that importing the package costs next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowcheck._version import __version__

if TYPE_CHECKING:
    from flowcheck.api import (
        apply_fix,
        check,
        check_file,
        check_files,
        check_run,
        check_stream,
        contract_schema,
        fixed_text,
        render,
        trace,
    )
    from flowcheck.batch.stream.records import Result
    from flowcheck.configuration import Baseline, Configuration, load_baseline, load_configuration
    from flowcheck.findings import Edit, Fix, Severity, TextEdit, Witness
    from flowcheck.graph import CallablePackage
    from flowcheck.report import Failure, Problem, Related, Report, Summary
    from flowcheck.rules.registry import Rule
    from flowcheck.runs.api import FlowRuns, InputRuns, NodeRuns, run_model
    from flowcheck.settings import Settings, SettingsError
    from flowcheck.tracing.trace import Because, Trace, TracedNode, TraceError

    RULES: dict[str, Rule]
    """Every rule by code, in code order."""
    graph: CallablePackage
    """The networkx graph of a flow."""

_HOMES = {
    "RULES": "flowcheck.rules.registry",
    "Baseline": "flowcheck.configuration",
    "Because": "flowcheck.tracing.trace",
    "Configuration": "flowcheck.configuration",
    "Edit": "flowcheck.findings",
    "Failure": "flowcheck.report",
    "Fix": "flowcheck.findings",
    "FlowRuns": "flowcheck.runs.api",
    "InputRuns": "flowcheck.runs.api",
    "NodeRuns": "flowcheck.runs.api",
    "Problem": "flowcheck.report",
    "Related": "flowcheck.report",
    "Report": "flowcheck.report",
    "Result": "flowcheck.batch.stream.records",
    "Rule": "flowcheck.rules.registry",
    "Settings": "flowcheck.settings",
    "SettingsError": "flowcheck.settings",
    "Severity": "flowcheck.findings",
    "Summary": "flowcheck.report",
    "TextEdit": "flowcheck.findings",
    "Trace": "flowcheck.tracing.trace",
    "TraceError": "flowcheck.tracing.trace",
    "TracedNode": "flowcheck.tracing.trace",
    "Witness": "flowcheck.findings",
    "apply_fix": "flowcheck.api",
    "check": "flowcheck.api",
    "check_file": "flowcheck.api",
    "check_files": "flowcheck.api",
    "check_run": "flowcheck.api",
    "check_stream": "flowcheck.api",
    "contract_schema": "flowcheck.api",
    "fixed_text": "flowcheck.api",
    "graph": "flowcheck.graph",
    "load_baseline": "flowcheck.configuration",
    "load_configuration": "flowcheck.configuration",
    "render": "flowcheck.api",
    "run_model": "flowcheck.runs.api",
    "trace": "flowcheck.api",
}

__all__ = [
    "RULES",
    "Baseline",
    "Because",
    "Configuration",
    "Edit",
    "Failure",
    "Fix",
    "FlowRuns",
    "InputRuns",
    "NodeRuns",
    "Problem",
    "Related",
    "Report",
    "Result",
    "Rule",
    "Settings",
    "SettingsError",
    "Severity",
    "Summary",
    "TextEdit",
    "Trace",
    "TraceError",
    "TracedNode",
    "Witness",
    "__version__",
    "apply_fix",
    "check",
    "check_file",
    "check_files",
    "check_run",
    "check_stream",
    "contract_schema",
    "fixed_text",
    "graph",
    "load_baseline",
    "load_configuration",
    "render",
    "run_model",
    "trace",
]


if not TYPE_CHECKING:  # else a misspelt name would be one of any type to a type checker

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
