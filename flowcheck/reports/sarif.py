"""`--format sarif`: SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from flowcheck._version import __version__
from flowcheck.dataclass import replace
from flowcheck.docs_url import DOCS_URL
from flowcheck.findings import Fix, Severity, TextEdit
from flowcheck.report import Failure, Problem, Related, Report
from flowcheck.reports.escape import brief, dumps, shown
from flowcheck.reports.phrases import run_words
from flowcheck.reports.places import Repository, relative_uri
from flowcheck.reports.sarif_rules import LEVELS, descriptor
from flowcheck.tree import is_no_file

if TYPE_CHECKING:
    from flowcheck.rules.pages import Page

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT: Final = "%SRCROOT%"
MOST_LOCATIONS: Final = 1000
"""Related places of a result; code scanning refuses a file with more."""
MOST_RESULTS: Final = 25_000
"""Results of a run; code scanning refuses a file with more, and shows the 5,000 worst."""


def render(report: Report) -> str:
    """One SARIF log with one run, its files named from the repository root upward of the current
    folder."""
    described: Mapping[str, Page] = {}
    if report.problems or report.suppressed:
        from flowcheck.rules.pages import pages

        described = pages()
    return dumps(log(report, described, Repository.here()), indent=2) + "\n"


def log(report: Report, pages: Mapping[str, Page], repository: Repository) -> dict[str, Any]:
    """The SARIF log as a JSON value. pages: those of the rules, by code; a code without one gets
    a short entry. repository: from whose root files are named."""
    left = left_out(report)
    report = _bounded(report)
    found = [*report.problems, *report.suppressed]
    of_code = {problem.code: problem for problem in reversed(found)}
    codes = sorted(of_code)
    index = {code: number for number, code in enumerate(codes)}
    results = [_result(problem, index, repository) for problem in found]
    if report.suppressed:
        # Either every result says whether it is suppressed, or none.
        for number, result in enumerate(results):
            hidden = number >= len(report.problems)
            result["suppressions"] = [{"kind": "external"}] if hidden else []
    run = {
        "tool": {
            "driver": {
                "name": "flowcheck",
                "version": __version__,
                "semanticVersion": __version__,
                **({"informationUri": DOCS_URL} if DOCS_URL else {}),
                "rules": [descriptor(of_code[code], pages.get(code)) for code in codes],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [
                    *(_notification(f, repository) for f in report.failures),
                    *([_incomplete(left)] if left else ()),
                ],
            }
        ],
        # Without a URI: each reader knows where its copy of the repository lies.
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def left_out(report: Report) -> int:
    """How many problems of a report a log has no room for, suppressed ones among them."""
    return max(0, len(report.problems) + len(report.suppressed) - MOST_RESULTS)


def _bounded(report: Report) -> Report:
    """The report with what a log has room for, in its order: the most severe problems, of equal
    ones the first, shown ones before suppressed ones."""
    if not left_out(report):
        return report
    problems = _worst(report.problems, MOST_RESULTS)
    suppressed = _worst(report.suppressed, MOST_RESULTS - len(problems))
    return replace(report, problems=problems, suppressed=suppressed)


def _worst(problems: tuple[Problem, ...], most: int) -> tuple[Problem, ...]:
    numbers = sorted(range(len(problems)), key=lambda n: -problems[n].severity.rank)[:most]
    return tuple(problems[n] for n in sorted(numbers))


def _incomplete(left: int) -> dict[str, Any]:
    text = f"{left} of the least severe problems left out: a run takes {MOST_RESULTS} results"
    return {"level": LEVELS[Severity.WARNING], "message": _message(text)}


def _result(problem: Problem, index: Mapping[str, int], repository: Repository) -> dict[str, Any]:
    hint = f" ({brief(problem.hint)})" if problem.hint else ""
    message = _message(f"{brief(problem.message)}{hint}")
    logical = _logical(problem)
    location = _location(problem, problem.file, repository)
    related = [
        _location(place, place.file or problem.file, repository)
        | {"message": _message(brief(place.message))}
        for place in problem.related[:MOST_LOCATIONS]
    ]
    flow = _code_flow(problem, location, related, message)
    return {
        "ruleId": problem.code,
        "ruleIndex": index[problem.code],
        "level": LEVELS[problem.severity],
        "message": message,
        "locations": [location | ({"logicalLocations": [logical]} if logical else {})],
        **(
            {"relatedLocations": [{"id": n, **place} for n, place in enumerate(related)]}
            if related
            else {}
        ),
        **({"codeFlows": [flow]} if flow else {}),
        "partialFingerprints": {"flowcheck/v1": problem.fingerprint},
        **(
            {"fixes": [_fix(problem.fix, problem.file, repository)]}
            if problem.fix is not None and problem.fix.text_edits
            else {}
        ),
        "properties": {"pointer": problem.pointer},
    }


def _fix(fix: Fix, file: str, repository: Repository) -> dict[str, Any]:
    """A fix; one that is a guess says so. Columns are what `columnKind` of the run says."""
    guess = "" if fix.safe else " (a guess)"
    return {
        "description": _message(f"{brief(fix.title)}{guess}"),
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file, repository),
                "replacements": [
                    {
                        "deletedRegion": _region(edit),
                        **({"insertedContent": {"text": edit.text}} if edit.text else {}),
                    }
                    for edit in fix.text_edits
                ],
            }
        ],
        "properties": {"safe": fix.safe},
    }


def _message(text: str) -> dict[str, str]:
    """Plain text. `[a](b)` would become a link, so a name that holds one is pulled apart."""
    return {"text": text.replace("](", "] (")}


def _location(at: Problem | Related, file: str, repository: Repository) -> dict[str, Any]:
    artifact = _artifact(file, repository)
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(at)}}


def _region(at: Problem | Related | TextEdit) -> dict[str, int]:
    return {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }


def _artifact(file: str, repository: Repository) -> dict[str, Any]:
    inside = repository.name(file)
    if inside is not None:
        return {"uri": relative_uri(inside), "uriBaseId": ROOT}
    if is_no_file(file):
        return {"uri": relative_uri(file), "description": {"text": shown(file)}}
    return {"uri": repository.uri(file)}


def _logical(problem: Problem) -> dict[str, str] | None:
    """The input or node a problem lies in; inputs of the contract belong to `workflow`."""
    names = [problem.node if problem.node is not None else "workflow", problem.input]
    if problem.node is None and problem.input is None:
        return None
    steps = [name for name in names if name is not None]
    whole = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
    return {"name": steps[-1], "fullyQualifiedName": whole, "kind": "object"}


def _code_flow(
    problem: Problem,
    location: Mapping[str, Any],
    related: list[dict[str, Any]],
    message: dict[str, str],
) -> dict[str, Any] | None:
    """The edges of a cycle, or the way of an example run: its decisions, the places it passes,
    the problem."""
    if problem.witness is None:
        if problem.code != "FC209" or not related:
            return None
        return {"threadFlows": [{"locations": [{"location": place} for place in related]}]}
    state = {f"input `{shown(name)}`": "given" for name in problem.witness.given}
    state |= {f"input `{shown(name)}`": "not given" for name in problem.witness.absent}
    state |= {
        f"input `{shown(name)}`": brief(dumps(value))
        for name, value in problem.witness.values.items()
    }
    state |= {
        f"branch of `{shown(node)}`": "none" if taken is None else f"`{brief(taken)}`"
        for node, taken in problem.witness.branches.items()
    }
    for answer in problem.witness.answers:
        if "is" in answer:
            key = f"`{shown(answer['output'])}` of `{shown(answer['node'])}`"
            state[key] = brief(dumps(answer["is"]))
        else:
            key = f"`{brief(answer['condition'])}` in `{shown(answer['node'])}`"
            state[key] = "holds" if answer["holds"] else "does not hold"
    places = [*related, {**location, "message": message}]
    thread = {
        **({"initialState": {k: {"text": v} for k, v in state.items()}} if state else {}),
        "locations": [{"location": place} for place in places],
    }
    words = run_words(problem)
    return {**({"message": _message(words)} if words else {}), "threadFlows": [thread]}


def _notification(failure: Failure, repository: Repository) -> dict[str, Any]:
    text = f"{shown(failure.file)}: {shown(failure.message)}"
    artifact = _artifact(failure.file, repository)
    return {
        "level": LEVELS[Severity.ERROR],
        "message": _message(text),
        "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
    }
