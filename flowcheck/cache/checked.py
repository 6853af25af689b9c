"""What the check of one file came to, and its JSON in the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flowcheck.dataclass import dataclass
from flowcheck.findings import Edit, Fix, Severity, TextEdit, Witness
from flowcheck.report import Failure, Problem, Related

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of one file, before suppressions and baseline.

    skipped: it holds no flow and is passed over. documents, nodes: what was counted in it.
    models: it holds model records, which the flows of other files are checked against. calls:
    a node of it calls a workflow, so its problems rest on all files checked together. called: the
    ids it calls. workflows: the ids by which its own workflows are called. failures: of rules that
    raised; such a check is never kept. gaps: what the check went without."""

    skipped: bool = False
    documents: int = 0
    nodes: int = 0
    models: bool = False
    calls: bool = False
    called: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    failures: tuple[Failure, ...] = ()
    gaps: frozenset[str] = frozenset()


def to_json(checked: Checked) -> dict[str, Any]:
    """As plain JSON; the file's name is not in it."""
    return {
        "skipped": checked.skipped,
        "documents": checked.documents,
        "nodes": checked.nodes,
        "models": checked.models,
        "calls": checked.calls,
        "called": list(checked.called),
        "workflows": list(checked.workflows),
        "problems": [_problem_json(problem) for problem in checked.problems],
        "gaps": sorted(checked.gaps),
    }


def from_json(data: Mapping[str, Any], file: str) -> Checked:
    """Raises ValueError, KeyError or TypeError for what `to_json` has not written."""
    return Checked(
        _as(bool, data["skipped"]),
        _as(int, data["documents"]),
        _as(int, data["nodes"]),
        _as(bool, data["models"]),
        _as(bool, data["calls"]),
        _texts(data["called"]),
        _texts(data["workflows"]),
        tuple(_problem(entry, file) for entry in _as(list, data["problems"])),
        gaps=frozenset(_as(str, gap) for gap in _as(list, data["gaps"])),
    )


def _problem_json(p: Problem) -> list[Any]:
    witness, fix = p.witness, p.fix
    return [
        *(p.code, p.rule, p.severity.value, p.message, p.hint),
        *(p.line, p.column, p.end_line, p.end_column, p.pointer, p.node, p.input),
        *(p.fingerprint, p.url, p.certainty, dict(p.args)),
        [
            [r.message, r.pointer, r.line, r.column, r.end_line, r.end_column, r.file]
            for r in p.related
        ],
        None
        if witness is None
        else [
            *(list(witness.given), list(witness.absent)),
            *(dict(witness.values), dict(witness.branches)),
            *([dict(answer) for answer in witness.answers], witness.told),
        ],
        None
        if fix is None
        else [
            *(fix.title, fix.safe, [[e.action, list(e.pointer), e.value] for e in fix.edits]),
            [
                [e.pointer, e.line, e.column, e.end_line, e.end_column, e.text]
                for e in fix.text_edits
            ],
        ],
    ]


def _problem(entry: Any, file: str) -> Problem:
    code, rule, severity, message, hint, *rest = _as(list, entry)
    line, column, end_line, end_column, pointer, node, input_, *rest = rest
    print_, url, certainty, args, related, witness, fix = rest
    if certainty not in ("certain", "observed"):
        raise ValueError(f"no certainty: {certainty!r}")
    return Problem(
        code=_as(str, code),
        rule=_as(str, rule),
        severity=Severity(severity),
        message=_as(str, message),
        hint=_text(hint),
        file=file,
        line=_place(line),
        column=_place(column),
        end_line=_place(end_line),
        end_column=_place(end_column),
        pointer=_as(str, pointer),
        node=_text(node),
        input=_text(input_),
        args=_as(dict, args),
        related=tuple(_related(one) for one in _as(list, related)),
        witness=None if witness is None else _witness(witness),
        fingerprint=_as(str, print_),
        url=_text(url),
        fix=None if fix is None else _fix(fix),
        certainty=certainty,
    )


def _related(entry: Any) -> Related:
    message, pointer, line, column, end_line, end_column, file = _as(list, entry)
    places = (_place(line), _place(column), _place(end_line), _place(end_column))
    return Related(_as(str, message), _as(str, pointer), *places, _text(file))


def _witness(entry: Any) -> Witness:
    given, absent, values, branches, answers, told = _as(list, entry)
    return Witness(
        tuple(_as(str, name) for name in _as(list, given)),
        tuple(_as(str, name) for name in _as(list, absent)),
        _as(dict, values),
        {node: _text(taken) for node, taken in _as(dict, branches).items()},
        tuple(_as(dict, answer) for answer in _as(list, answers)),
        _as(bool, told),
    )


def _fix(entry: Any) -> Fix:
    title, safe, edits, text_edits = _as(list, entry)
    return Fix(
        _as(str, title),
        tuple(_edit(edit) for edit in _as(list, edits)),
        _as(bool, safe),
        tuple(_text_edit(edit) for edit in _as(list, text_edits)),
    )


def _text_edit(entry: Any) -> TextEdit:
    pointer, line, column, end_line, end_column, text = _as(list, entry)
    places = (_place(line), _place(column), _place(end_line), _place(end_column))
    return TextEdit(_as(str, pointer), *places, _as(str, text))


def _edit(entry: Any) -> Edit:
    action, pointer, value = _as(list, entry)
    if action not in ("remove", "replace", "rename"):
        raise ValueError(f"no edit: {action!r}")
    if not all(type(step) in (str, int) for step in _as(list, pointer)):
        raise TypeError("no pointer")
    return Edit(action, tuple(pointer), value)


def _as(sort: type[T], value: Any) -> T:
    if type(value) is not sort:  # a bool is no count
        raise TypeError(f"{type(value).__name__} instead of {sort.__name__}")
    return value


def _text(value: Any) -> str | None:
    return None if value is None else _as(str, value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_as(str, text) for text in _as(list, value))


def _place(value: Any) -> int:
    if _as(int, value) < 1:
        raise ValueError("lines and columns count from 1")
    return _as(int, value)
