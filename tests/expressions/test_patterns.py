"""JavaScript's regular expressions: which are refused, and which of them flowcheck applies."""

from __future__ import annotations

import json
import subprocess
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck.expressions.patterns import pattern_problem, simple_pattern
from tests.engine.engine import AVAILABLE, MISSING


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a|b|",
        "^a.*b$",
        "[a-z-]{2,3}?",
        r"[\]]a?",
        "[]",
        "[^]",
        "{",
        "a{,2}",
        "x{2}}",
        "]",
        r"\d\.\w[\d-x]",
        r"\1(a)\2",
        r"(?<n>a)\k<n>",
        r"\k<n>",
        "(?=a)*",
        "(?!a)b(?<=c)(?<!d)",
        "(?:(?:a))",
        "(?i:a)(?-i:b)",
        "(?<n>a)|(?<n>b)",
        r"[\b\cA\x41\u0041\012]",
        r"\c",
    ],
)
def test_is_taken(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(a", "has a `(` that is not closed"),
        ("a)", "closes a `)` that is not open"),
        ("[a-z", "has a `[` that is not closed"),
        ("[z-a]", "has a range `[…-…]` with its ends swapped"),
        ("*a", "has nothing to repeat before `*`"),
        ("a**", "has nothing to repeat before `*`"),
        ("a|+", "has nothing to repeat before `+`"),
        ("^*", "has nothing to repeat before `*`"),
        ("(?<=a)*", "has nothing to repeat before `*`"),
        ("{2}", "has nothing to repeat before `{2}`"),
        ("a{3,2}", "repeats `{3,2}` with its numbers swapped"),
        ("a\\", "ends with a single backslash"),
        ("(?i)a", "has a group it cannot read, `(?i)`: JavaScript has no flags in a pattern"),
        ("(?P<n>a)", "has a group it cannot read, `(?P<`: JavaScript has no flags in a pattern"),
        ("(?", "has a group it cannot read, `(?`"),
        ("(?\x07", "has a group it cannot read, `(?\\x07`"),
        ("(?<1>a)", "has a group without a proper name"),
        (r"(?<n>a)\k<m>", "refers to a group it does not have"),
        (r"(?<n>a)\k", "refers to a group it does not have"),
    ],
)
def test_is_refused(pattern: str, problem: str) -> None:
    assert pattern_problem(pattern) == f"the regular expression {problem}"


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("cat", ["cat", "a cat\n"], ["Cat", ""]),
        (".*cat.*", ["cat", "a cat"], ["ca t"]),
        ("^cat", ["cat", "cats"], ["a cat"]),
        ("cat$", ["cat", "a cat"], ["cats", "cat\n"]),
        ("^cat$", ["cat"], ["cats", "cat\n"]),
        ("^cat.*", ["cat", "cats\n"], ["a cat"]),
        (".*cat$", ["cat", "a\n cat"], ["cats"]),
        ("", ["", "a"], []),
        ("^[a-c]+$", ["a", "cab"], ["", "cab\n", "d"]),
        ("c[ao]t?s", ["cats", "a cos"], ["ct", "cits"]),
    ],
)
def test_what_plain_patterns_ask(pattern: str, yes: list[str], no: list[str]) -> None:
    test = simple_pattern(pattern)
    assert test is not None
    assert [test(text) for text in (*yes, *no)] == [True] * len(yes) + [False] * len(no)


@pytest.mark.parametrize(
    "pattern", ["c.t", "a|b", "^.*a", "a+b*", "(a)", "a?" * 4, "a\\.", f"[{'a' * 300}]"]
)
def test_other_patterns_are_not_applied(pattern: str) -> None:
    assert simple_pattern(pattern) is None


@given(st.text(max_size=30))
def test_any_text_is_read(pattern: str) -> None:
    problem = pattern_problem(pattern)
    assert problem is None or problem.startswith("the regular expression")
    assert problem is None or problem.isprintable()


def test_a_long_text_is_not_tried() -> None:
    test = simple_pattern("^[a-c]+$")
    assert test is not None
    assert test("a" * 2_000) is None


def test_the_work_is_linear() -> None:
    assert pattern_problem("(" * 50_000) is not None
    assert pattern_problem("(?<a>" * 10_000 + ")" * 10_000) is None
    assert pattern_problem("[a-" * 50_000) is not None
    assert simple_pattern(f"[{'a' * 50_000}!]") is None
    assert simple_pattern("a?" * 40 + "a" * 40) is None


_PIECES = (
    r"a b 1 0 \d \. \b \1 \k \k<n> (?<n> (?<m> ( ( ) ) (?: (?= (?! (?<= (?<! (?i) [ ] [^ - { } {1} "
    r"{1,} {2,1} {,1} , * + ? | ^ $ . \ \x41 \u0041 \c \cA \w a-z z-a \- \07 \377"
)
ASK = """
const given = JSON.parse(require('fs').readFileSync(0))
const takes = (p) => { try { new RegExp(p); return true } catch { return false } }
console.log(JSON.stringify(given.map(takes)))
"""


@pytest.mark.skipif(not AVAILABLE, reason=MISSING)
def test_node_takes_and_refuses_the_same() -> None:
    random = Random(1)
    patterns = [
        "".join(random.choices(_PIECES.split(" "), k=random.randint(1, 8))) for _ in range(20_000)
    ]
    # the same name in two groups is JavaScript only since 2025
    patterns = [one for one in patterns if one.count("(?<n>") < 2 and one.count("(?<m>") < 2]
    done = subprocess.run(
        ["node", "-e", ASK], input=json.dumps(patterns), capture_output=True, text=True, check=True
    )
    taken = json.loads(done.stdout)
    ours = [pattern_problem(one) is None for one in patterns]
    assert [p for p, a, b in zip(patterns, taken, ours, strict=True) if a != b] == []
    assert 1_000 < sum(taken) < len(taken) - 1_000
