"""The result of a check: problems with places, failures and counts. No third party, no printing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flowcheck._version import __version__
from flowcheck.dataclass import dataclass, field, replace
from flowcheck.findings import Certainty, Fix, Severity, SeverityWord, Witness

UNUSED_SUPPRESSION: Final = "FC001"
"""The code of a suppression that hides nothing. It speaks about the configuration, not about a
flow, so it is no rule of the catalogue and cannot be selected."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a problem. file is None when it is the problem's own."""

    message: str
    pointer: str
    line: int
    column: int
    end_line: int
    end_column: int
    file: str | None = None

    def to_dict(self) -> dict[str, Any]:
        place = {
            "message": self.message,
            "pointer": self.pointer,
            "line": self.line,
            "column": self.column,
        }
        return place if self.file is None else {**place, "file": self.file}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place.

    line, column: 1-based, in code points; end_column is exclusive. pointer: JSON pointer in the
    file (for JSON Lines: in the record of that line). node, input: id and name of the node and
    input it lies in. args: the stable facts of the message, and of its hint: `suggestion`, the
    nearest match, and `known`, up to 20 of the values or names there are. fingerprint: names the
    problem across edits: code, place in the document and the message's args, never a line, the
    hint or the wording. url: the rule's page, None where the documentation is published nowhere
    (setting `docs-url`). certainty: how the rule's ground is known, `certain` (documented by
    Scenario) or `observed`."""

    code: str
    rule: str
    severity: Severity
    message: str
    hint: str | None
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str
    node: str | None
    input: str | None
    args: Mapping[str, Any]
    related: tuple[Related, ...]
    witness: Witness | None
    fingerprint: str
    url: str | None
    fix: Fix | None = None
    certainty: Certainty = "certain"

    def to_dict(self) -> dict[str, Any]:
        """As in the JSON report, version 1."""
        witness = self.witness
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "endLine": self.end_line,
            "endColumn": self.end_column,
            "pointer": self.pointer,
            "node": self.node,
            "input": self.input,
            "args": dict(self.args),
            "related": [related.to_dict() for related in self.related],
            "witness": None
            if witness is None
            else {
                "given": list(witness.given),
                "absent": list(witness.absent),
                "values": dict(witness.values),
                "branches": dict(witness.branches),
                "answers": [dict(answer) for answer in witness.answers],
            },
            "fingerprint": self.fingerprint,
            "url": self.url,
            "fix": None if self.fix is None else self.fix.to_dict(),
            "certainty": self.certainty,
        }

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        return (self.file, self.line, self.column, self.code, self.message, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read at all or, `bug`, not be checked as it ought to be; the exit
    code is 2."""

    file: str
    message: str
    bug: bool = False

    @property
    def what(self) -> str:
        """What happened to the file, in two or three words."""
        return "not fully checked" if self.bug else "cannot be read"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a report. skipped: files passed over because they hold no flow."""

    files: int = 0
    documents: int = 0
    nodes: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    suppressed: int = 0
    skipped: int = 0

    def to_dict(self) -> dict[str, int]:
        return {
            "files": self.files,
            "documents": self.documents,
            "nodes": self.nodes,
            "errors": self.errors,
            "warnings": self.warnings,
            "infos": self.infos,
            "suppressed": self.suppressed,
            "skipped": self.skipped,
        }


@dataclass(frozen=True)
class Report:
    """What a check found.

    problems: those the severity setting shows, sorted by file, line, column, code, message.
    suppressed: those a suppression or a baseline hides, sorted the same way. sources: file →
    text, for the files that have problems, large ones of records excepted. gaps: checked file →
    what its check went without, such as the records of its models (see `rules.needs`): there
    silence does not say all is well."""

    problems: tuple[Problem, ...] = ()
    failures: tuple[Failure, ...] = ()
    summary: Summary = Summary()
    suppressed: tuple[Problem, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    gaps: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def exit_code(self, fail_on: Severity | SeverityWord | None = Severity.ERROR) -> int:
        """2 when a file could not be read, 1 when a problem is at least as bad as `fail_on`
        (None: never; the word `"warning"` will do), else 0."""
        if self.failures:
            return 2
        if fail_on is None:
            return 0
        least = Severity(fail_on).rank
        return int(any(p.severity.rank >= least for p in self.problems))

    def to_dict(self) -> dict[str, Any]:
        """The JSON report, version 1."""
        return {
            "version": 1,
            "tool": {"name": "flowcheck", "version": __version__},
            "summary": self.summary.to_dict(),
            "problems": [problem.to_dict() for problem in self.problems],
            "failures": [{"file": f.file, "message": f.message} for f in self.failures],
        }


def report_of(
    problems: Iterable[Problem],
    failures: Iterable[Failure],
    summary: Summary,
    sources: Mapping[str, str],
    *,
    suppressed: Iterable[Problem] = (),
    gaps: Mapping[str, frozenset[str]] | None = None,
) -> Report:
    """A report of problems in any order. summary: what is not counted from the problems."""
    return recounted(
        Report(
            tuple(sorted(problems, key=lambda problem: problem.sort_key)),
            tuple(failures),
            summary,
            tuple(sorted(suppressed, key=lambda problem: problem.sort_key)),
            sources,
            gaps or {},
        )
    )


def gaps_together(checked: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """The gaps of files that were checked together: a workflow that one of them calls in vain may
    lead back to any of them."""
    found = dict(checked)
    if any("callee" in gaps for gaps in found.values()):
        return {name: gaps | {"callees"} for name, gaps in found.items()}
    return found


def recounted(report: Report) -> Report:
    """The report with its summary's counts made from its problems."""
    counts = Counter(problem.severity for problem in report.problems)
    summary = replace(
        report.summary,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        suppressed=len(report.suppressed),
    )
    return replace(report, summary=summary)


def fingerprint(code: str, place: tuple[str | int | None, ...], args: Mapping[str, Any]) -> str:
    """32 hex digits that name a problem by code, place (see `identity`) and args."""
    import hashlib  # most runs find nothing

    identity = json.dumps([code, list(place), dict(args)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(identity.encode("ascii")).hexdigest()[:32]


def pointer_text(pointer: tuple[str | int, ...]) -> str:
    """A pointer in RFC 6901 notation."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
