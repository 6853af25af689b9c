"""What holds of every input, cheap enough to be asked each time, and who asks the rest.

The checks raise what they find: an AssertionError, or whatever the code under test raises."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from typing import Any

from flowcheck import Problem, Related, Report, Settings, TextEdit
from flowcheck.engine import check_sources
from flowcheck.expressions.absent import null_failures
from flowcheck.expressions.atoms import skeleton
from flowcheck.expressions.check import check as judge_types
from flowcheck.expressions.check import result_type
from flowcheck.expressions.fold import constant
from flowcheck.expressions.functions import unknown_functions
from flowcheck.expressions.names import mentions, variables
from flowcheck.expressions.parse import parse
from flowcheck.expressions.spelling import double_quoted, normalised
from flowcheck.expressions.words import is_bare_word
from flowcheck.reading.packed import Unreadable, is_packed, unpacked
from flowcheck.reading.source import Source
from flowcheck.reports.escape import dumps
from tests.engine.generate import OPTIONAL, VARIABLES
from tests.fuzz import asking
from tests.fuzz.expressions import in_document
from tests.fuzz.inputs import Input

EVERYTHING = Settings(severity="info")
SECONDS = 5.0
"""Processor time that no input may take; most take a thousandth of it."""
_UNPACKED = 2**24
_RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


class Slow(AssertionError):
    """An input that takes too long."""


def judge(one: Input, rarely: int = 50) -> None:
    """Ask everything of an input. rarely: of how many inputs one is asked what takes long."""
    dice = one.dice()
    begin = time.process_time()
    if one.sort == "expressions":
        text = one.data.decode(errors="surrogatepass")
        judge_expression(text)
        if dice.randrange(min(rarely, 10)) == 0:
            judge_file("a.json", in_document(dice, text))
    else:
        source = judge_file(one.name, one.data, printed=dice.randrange(10) == 0)
        if source is not None and dice.randrange(rarely) == 0:
            asking.everything(dice, one, source)
    taken = time.process_time() - begin
    if taken > SECONDS:
        raise Slow(f"it takes {taken:.1f} s")


def judge_file(name: str, data: bytes, *, printed: bool = True) -> Source | None:
    """Check a file of that name; its source, None for what cannot be unpacked."""
    if is_packed(name):
        try:
            data = unpacked(data, name, _UNPACKED)
        except Unreadable:
            return None
    source = Source.from_bytes(name, data)
    judge_report(check_sources([source], EVERYTHING), source, printed=printed)
    return source


def judge_report(report: Report, source: Source, *, printed: bool) -> None:
    """No failure; every problem in its order, at a place of the text, by a pointer that leads
    somewhere; one fingerprint each. printed: as JSON without a raw control character, too."""
    assert not report.failures, report.failures
    problems = report.problems
    keys = [problem.sort_key for problem in problems]
    assert keys == sorted(keys)
    assert len({(p.code, p.fingerprint) for p in problems}) == len(problems)
    if printed:
        assert not _RAW.search(dumps(report.to_dict())), "a raw control character"
    places = Places(source)
    for problem in problems:
        places.has(problem)
        places.leads(problem.line, problem.pointer)
        for related in problem.related:
            if related.file is None:
                places.has(related)
                places.leads(related.line, related.pointer)
        for edit in () if problem.fix is None else problem.fix.text_edits:
            places.has(edit)
    assert not source.broken or any(p.code == "FC101" for p in problems)
    if not source.documents:
        assert {p.code for p in problems} & {"FC101", "FC103"}


class Places:
    """Where things are in the text of a source."""

    def __init__(self, source: Source) -> None:
        starts = source.lines.starts
        ends = [*starts[1:], len(source.text)]
        self._lengths = [end - start for start, end in zip(starts, ends, strict=True)]
        self._records = source.records
        self._firsts = [record.line or 1 for record in source.records]

    def has(self, place: Problem | Related | TextEdit) -> None:
        """A place that is in the text, its end not before its beginning; the characters of a line
        end belong to their line."""
        line, column, end_line, end_column = (
            *(place.line, place.column, place.end_line, place.end_column),
        )
        assert (1, 1) <= (line, column) <= (end_line, end_column), place
        assert end_line <= len(self._lengths), place
        assert column <= self._lengths[line - 1] + 1, place
        assert end_column <= self._lengths[end_line - 1] + 1, place

    def leads(self, line: int, pointer: str) -> None:
        """A pointer that leads to a value of the record that the line is of."""
        decoded = self._records[max(bisect_right(self._firsts, line) - 1, 0)].decoded
        if decoded.problem is not None:
            assert pointer == "", pointer
            return
        value: Any = decoded.value
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, list):
                assert key.isascii(), pointer
                assert key.isdecimal(), pointer
                value = value[int(key)]
            else:
                assert isinstance(value, dict), pointer
                assert key in value, pointer
                value = value[key]


def judge_expression(text: str) -> None:
    """Every question about an expression has an answer that lies in its text."""
    parsed = parse(text)
    assert sum(one is not None for one in (parsed.tree, parsed.error, parsed.undecided)) == 1
    is_bare_word(text, VARIABLES)
    once = normalised(text)
    assert normalised(once) == once, once
    if parsed.error is not None:
        problem = parsed.error
        assert 0 <= problem.offset <= problem.offset + problem.length <= len(text), problem
        assert problem.message.isprintable(), problem
    if parsed.tree is None:
        return
    tree = parsed.tree
    places = [(one.start, one.end) for one in variables(tree)]
    places += [(one.start, one.end) for one in unknown_functions(tree, VARIABLES)]
    places += double_quoted(text)
    for condition in (True, False):
        found = judge_types(tree, VARIABLES, condition=condition, optional=OPTIONAL)
        places += [(one.start, one.end) for one in found]
    for start, end in places:
        assert 0 <= start <= end <= len(text), (start, end)
    mentions(tree)
    result_type(tree, VARIABLES)
    null_failures(text, tree, VARIABLES, OPTIONAL)
    repr(constant(tree))
    skeleton(tree)
