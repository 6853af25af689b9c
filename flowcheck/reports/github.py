"""`--format github`: workflow commands that GitHub Actions shows as annotations of the files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flowcheck.findings import BY_SEVERITY, Severity
from flowcheck.report import Failure, Problem, Report
from flowcheck.reports.concise import line
from flowcheck.reports.escape import shown
from flowcheck.reports.phrases import details, path
from flowcheck.reports.places import Repository
from flowcheck.reports.summary import counted

MOST_SHOWN: Final = 10
"""Annotations of each kind that GitHub shows for one step; the others only stand in its log."""
COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, *, repository: Repository | None = None) -> str:
    """A command per failure and problem, the worst first, all of them.

    When there are more than the page shows, a notice says how many, before the other notices so
    that it is shown itself. Files are named from the root of `repository` (the one around the
    current folder)."""
    repository = repository or Repository.here()
    commands = {
        kind: [_problem(p, repository) for p in report.problems if p.severity is kind]
        for kind in BY_SEVERITY
    }
    commands[Severity.ERROR] = [
        *(_failure(failure, repository) for failure in report.failures),
        *commands[Severity.ERROR],
    ]
    notices = commands[Severity.INFO]
    hidden = sum(max(0, len(texts) - MOST_SHOWN) for texts in commands.values())
    if hidden:
        # The notice itself takes the place of another one.
        hidden += int(len(notices) >= MOST_SHOWN)
        notices.insert(0, _hidden(hidden))
    return "".join(text for kind in BY_SEVERITY for text in commands[kind])


def _hidden(number: int) -> str:
    message = (
        f"{counted(number, 'more problem')} only in the log of this step: GitHub shows "
        f"{MOST_SHOWN} annotations of a kind"
    )
    return _command("notice", {"title": "flowcheck"}, message)


def _problem(problem: Problem, repository: Repository) -> str:
    properties: dict[str, str | int | None] = {
        "file": repository.name(problem.file),
        "line": problem.line,
        "endLine": problem.end_line,
    }
    if problem.end_line == problem.line:
        # GitHub takes columns only for a place within one line.
        properties |= {"col": problem.column, "endColumn": problem.end_column}
    if properties["file"] is None:
        properties = {}
    properties["title"] = f"{problem.code} {problem.rule}"
    # The log shows nothing but the message, so it names the place too.
    message = "\n".join([line(problem), *details(problem)])
    return _command(COMMANDS[problem.severity], properties, message)


def _failure(failure: Failure, repository: Repository) -> str:
    message = f"{path(failure.file)}: {shown(failure.message)}"
    properties = {"file": repository.name(failure.file), "title": failure.what}
    return _command("error", properties, message)


def _command(name: str, properties: Mapping[str, str | int | None], message: str) -> str:
    text = ",".join(
        f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None
    )
    return f"::{name} {text}::{_data(message)}\n"


def _data(text: str) -> str:
    """As the runner decodes a message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As the runner decodes a property."""
    return _data(shown(text)).replace(":", "%3A").replace(",", "%2C")
