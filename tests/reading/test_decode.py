"""Reading bytes: what is JSON is read as the json module reads it, all else has a place."""

from __future__ import annotations

import gc
import json
import sys
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck.reading.careful import NotJson, read_carefully
from flowcheck.reading.decode import Decoded, DuplicateKey, decode, decode_text, decode_utf8
from flowcheck.reading.text import split_records
from tests.reading.stack import CALLERS_COUNT, deep_in_the_stack

SURROGATE_FREE = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | SURROGATE_FREE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SURROGATE_FREE, inner, max_size=4),
    max_leaves=20,
)
SCRAPS = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", ",", ":", '"', '"a"', "1", "-", "0", ".5", "1e9", "1e999", "true",
         "null", "NaN", "-Infinity", "tru", "\\", "\\u", "\\ud800", "\\udc00", "\\n", "'", "//",
         " ", "\n", "\t", "\x00", "\x85", "\u2028", "é", "🐈", "x", "_", "\ufeff"]
    ),
    max_size=14,
).map("".join)  # fmt: skip

REFUSED: list[tuple[str, int, str]] = [
    ("", 0, "the file is empty"),
    (" \r\n\t", 0, "the file holds nothing but white space"),
    ("\xa0{}", 0, "expected a value, found `\\xa0`"),
    ('{"a": 1} x', 9, "expected the end of the text after the value, found `x`"),
    ("[1]\n[2]", 4, "expected the end of the text after the value, found `[`"),
    ("[1, 2,]", 5, "a comma before `]`: JSON allows none there"),
    ('{"a": 1 , \n}', 8, "a comma before `}`: JSON allows none there"),
    ("[1 2]", 3, "expected `,` or `]`, found `2`"),
    ("[1}", 2, "expected `,` or `]`, found `}`"),
    ('{"a": 1 "b": 2}', 8, 'expected `,` or `}`, found `"`'),
    ('{"a" 1}', 5, "expected `:` after the key, found `1`"),
    ("{,}", 1, "expected a key in double quotes or `}`, found `,`"),
    ("[,1]", 1, "expected a value, found `,`"),
    ("{name: 1}", 1, 'a key takes double quotes: `"name"`'),
    ("['a']", 1, "strings and keys take straight double quotes, found '"),
    ("{“a”: 1}", 1, "strings and keys take straight double quotes, found “"),
    ("[1] // one", 4, "a comment: JSON has none"),
    ("[ /* one */ 1]", 2, "a comment: JSON has none"),
    ("# one\n[]", 0, "a comment: JSON has none"),
    ("[\u202e1]", 1, "expected a value, found `\\u202e`"),
    ('{"a": [1,\n 2\n', 12, "the text ends inside an array: expected `,` or `]`"),
    ('{"a": ', 5, "the text ends: expected a value"),
    ('{"a": 1, ', 8, "the text ends: expected a key in double quotes"),
    ('["abc', 1, "a string is not closed"),
    ('["abc\\', 1, "a string is not closed"),
    ('["ab\nc"]', 4, "a string holds a line break: close it, or write `\\n`"),
    ('["ab\x1bc"]', 4, "a string holds the control character U+001B: escape it"),
    ('["\\x41"]', 2, "`\\x` is no escape of JSON"),
    ('["\\\x07"]', 2, "`\\\\x07` is no escape of JSON"),
    ('["\\u12_4"]', 2, "`\\u` takes four hexadecimal digits"),
    ('["ok \\ud800"]', 5, "a lone surrogate `\\ud800` is no Unicode text"),
    ('["\\\\ud83d\\ude00"]', 9, "a lone surrogate `\\ude00` is no Unicode text"),
    ('["\\ud83d\\ud83d\\ude00"]', 2, "a lone surrogate `\\ud83d` is no Unicode text"),
    ('{"\\uDC00": 1}', 2, "a lone surrogate `\\uDC00` is no Unicode text"),
    ("[1, NaN]", 4, "`NaN` is no JSON number"),
    ("[-Infinity]", 1, "`-Infinity` is no JSON number"),
    ('{"a": Infinity}', 6, "`Infinity` is no JSON number"),
    ("[0.5, 1e400]", 6, "`1e400` is too large for a number of double precision"),
    ("[-1e400]", 1, "`-1e400` is too large for a number of double precision"),
    (f"[{'9' * 4301}]", 1, "an integer of 4301 digits; at most 4300 are read"),
    ("[01]", 1, "`01` is no JSON number"),
    ("[.5]", 1, "`.5` is no JSON number"),
    ("[+1]", 1, "`+1` is no JSON number"),
    ("[1.]", 1, "`1.` is no JSON number"),
    ("[0x10]", 1, "`0x10` is no JSON number"),
    ("[True]", 1, "`True` is not JSON; write `true`"),
    ("[undefined]", 1, "`undefined` is not JSON; write `null`"),
    ("[yes]", 1, "expected a value, found `yes`"),
    ("[" + "z" * 99 + "]", 1, "expected a value, found `" + "z" * 20 + "…`"),
    ("[" * 501 + "]" * 501, 500, "nested deeper than 500 levels"),
    ("[" * 100_000, 500, "nested deeper than 500 levels"),
    ('{"[":' * 501 + "1" + "}" * 501, 2500, "nested deeper than 500 levels"),
    ('[{"a":' * 251 + "1" + "}]" * 251, 1500, "nested deeper than 500 levels"),
    ("[" * 499 + '{"a": 1, "b": {}}' + "]" * 499, 513, "nested deeper than 500 levels"),
]


def refusal(decoded: Decoded) -> tuple[int, str]:
    assert decoded.problem is not None
    assert decoded.value is None
    assert decoded.duplicates == ()
    return decoded.problem.offset, decoded.problem.message


@pytest.mark.parametrize(
    ("text", "offset", "message"), REFUSED, ids=[t[:12] for t, _, _ in REFUSED]
)
def test_what_is_not_json_has_a_place_and_a_sentence(text: str, offset: int, message: str) -> None:
    assert refusal(decode(text.encode())) == (offset, message)
    assert message.isprintable()


def test_every_kind_of_problem_is_named_for_identity() -> None:
    problems = [decode(text.encode()).problem for text, _, _ in REFUSED]
    kinds = {problem.args["kind"] for problem in problems if problem}
    assert kinds == {
        "bad-escape", "bad-number", "bad-word", "comment", "control", "empty", "huge-integer",
        "huge-number", "lone-surrogate", "nesting", "not-finite", "quotes", "trailing-comma",
        "truncated", "unclosed-string", "unexpected", "unquoted-key",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "0", "-0", '"x"', "null", " [ ] ", "1e308", "1e-400", "[1E+2]", '["\\ud83d\\ude00 😀"]',
        '["\\\\ud800"]', '["\\\\\\\\udc00"]', f"[{'9' * 4300}]", f"[-{'9' * 4300}]",
        '["NaN", "1e400", "// no"]', "[" * 500 + "]" * 500, '{"a":' * 500 + "1" + "}" * 500,
        "[" * 499 + '{"a": [1], "b": 2}'.replace("[1]", "1") + "]" * 499,
        json.dumps(["]" * 600, "[" * 600, "[[" * 300]), json.dumps([[[1]]] * 400),
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_what_is_json_is_read(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.problem is None
    assert decoded.value == json.loads(text)
    assert (decoded.text, decoded.start, decoded.end) == (text, 0, len(text))


@given(VALUES, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_reads_what_the_json_module_writes(
    value: object, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        decoded = decode(data)
        assert (decoded.problem, decoded.text) == (None, text)
        assert repr(decoded.value) == repr(value)
    assert repr(read_carefully(text, dict)) == repr(value)


@given(SCRAPS)
@settings(max_examples=400)
def test_refuses_what_the_json_module_refuses(text: str) -> None:
    """And NaN, infinity and half surrogate pairs, which that lets pass."""
    decoded = decode_text(text)
    try:
        expected = json.loads(text.removeprefix("\ufeff"))
        json.dumps(expected, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        offset, message = refusal(decoded)
        assert 0 <= offset <= len(decoded.text)
        assert message.isprintable()
        assert decoded.problem is not None
        assert all(str(fact).isprintable() for fact in decoded.problem.args.values())
        with pytest.raises(NotJson):
            read_carefully(decoded.text, dict)
    else:
        assert decoded.problem is None
        assert decoded.value == expected == read_carefully(decoded.text, dict)


@given(st.binary(max_size=40) | st.text(max_size=20).map(lambda t: t.encode("utf-8", "replace")))
def test_no_bytes_raise(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.problem is None or 0 <= decoded.problem.offset <= len(decoded.text)


@given(st.text(st.characters(), max_size=20))
def test_no_text_raises(text: str) -> None:
    """Also with half surrogate pairs as they stand."""
    decoded = decode_text(text)
    assert decoded.problem is None or decoded.problem.message.isprintable()


def test_a_half_surrogate_pair_in_a_str() -> None:
    assert refusal(decode_text('["a\udc80"]')) == (
        3,
        "a lone surrogate `\\udc80` is no Unicode text",
    )


@pytest.mark.parametrize(
    ("data", "offset", "message"),
    [
        (b'["\xc3\xa9\xff"]', 3, "byte 0xff is not UTF-8"),
        (b"\xef\xbb\xbf\xff", 0, "byte 0xff is not UTF-8"),
        (b'["\xed\xa0\x80"]', 2, "byte 0xed is not UTF-8"),
        (b'["\xf0\x9f"]', 2, "byte 0xf0 is not UTF-8"),
        ("[]".encode("utf-16"), 0, "the file is UTF-16 or UTF-32, not UTF-8"),
        ("[]".encode("utf-16-le"), 0, "the file is UTF-16 or UTF-32, not UTF-8"),
        ("[]".encode("utf-16-be"), 0, "the file is UTF-16 or UTF-32, not UTF-8"),
        ("[]".encode("utf-32"), 0, "the file is UTF-16 or UTF-32, not UTF-8"),
        (b"\x1f\x8b\x08\x00", 0, "the file is gzip data, not JSON"),
        (b"\x28\xb5\x2f\xfd\x04", 0, "the file is zstd data, not JSON"),
        (b"\xef\xbb\xbf", 0, "the file is empty"),
        (b"[\x00]", 0, "the file is UTF-16 or UTF-32, not UTF-8"),
    ],
)
def test_bytes_that_are_not_utf_8(data: bytes, offset: int, message: str) -> None:
    assert refusal(decode(data)) == (offset, message)


def test_a_byte_order_mark_in_a_str_is_dropped_from_a_whole_text_only() -> None:
    assert decode_text("\ufeff[1]") == Decoded("[1]", [1], (), None, 0, 3)
    assert refusal(decode_text("\ufeff[1]", 0, 4)) == (0, "expected a value, found `\\ufeff`")


def test_the_line_of_a_bad_byte_can_be_shown() -> None:
    text, problem = decode_utf8(b'["\xc3\xa9",\n"\xff"]')
    assert text == '["é",\n"\ufffd"]'
    assert problem is not None
    assert problem.args == {"kind": "utf-8", "found": "0xff"}
    assert text[problem.offset] == "\ufffd"


def test_duplicate_keys_are_named_with_their_object() -> None:
    text = '[{"a": 1, "b": {"x": 1, "\\u0078": 2, "x": 3}, "a": 2}, {"a": 1}, {"": 0, "": 0}]'
    decoded = decode(text.encode())
    assert decoded.value == json.loads(text)
    assert decoded.duplicates == (
        DuplicateKey((0,), "a", 2),
        DuplicateKey((0, "b"), "x", 3),
        DuplicateKey((2,), "", 2),
    )


def test_duplicates_inside_a_lost_value_are_not_named() -> None:
    decoded = decode(b'{"a": {"x": 1, "x": 2}, "a": {"y": 1}}')
    assert decoded.duplicates == (DuplicateKey((), "a", 2),)


@given(VALUES, st.booleans())
def test_no_duplicates_where_there_are_none(value: object, wrapped: bool) -> None:
    text = json.dumps(value)
    text = f'{{"k": {text}, "k": {text}}}' if wrapped else text
    assert decode(text.encode()).duplicates == ((DuplicateKey((), "k", 2),) if wrapped else ())


def test_the_callers_stack_does_not_matter() -> None:
    text = '[{"k": 1, "k": 2}, ' + "[" * 499 + "]" * 500
    decoded = deep_in_the_stack(lambda: decode(text.encode()))
    assert decoded.problem is None
    assert decoded.duplicates == (DuplicateKey((0,), "k", 2),)
    with pytest.raises(RecursionError) if CALLERS_COUNT else nullcontext():
        deep_in_the_stack(lambda: json.loads(text))


def test_a_longer_integer_is_refused_under_any_interpreter_setting() -> None:
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        assert refusal(decode(b"[%s]" % (b"9" * 4301)))[0] == 1
        assert decode(b'["%s"]' % (b"9" * 4301)).problem is None
        sys.set_int_max_str_digits(640)
        message = "an integer of 641 digits; at most 640 are read"
        assert refusal(decode(b"[%s]" % (b"9" * 641))) == (1, message)
    finally:
        sys.set_int_max_str_digits(before)


@pytest.mark.parametrize("data", [b"[1]", b"[1"])
@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(data: bytes, enabled: bool) -> None:
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        decode(data)
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_records_of_a_json_lines_text() -> None:
    text = '{"a": 1}\r\n\n  \t\r\n [2, \n{"b": tru}\n"é"'
    records = list(split_records(text))
    assert [text[a:b] for a, b in records] == ['{"a": 1}\r', " [2, ", '{"b": tru}', '"é"']
    first, second, third, fourth = (decode_text(text, a, b) for a, b in records)
    assert (first.value, first.start, first.end) == ({"a": 1}, 0, 9)
    assert refusal(second) == (text.index(",") + 1, "the text ends: expected a value")
    assert refusal(third) == (text.index("tru}"), "expected a value, found `tru`")
    assert (fourth.value, fourth.text) == ("é", text)


@given(st.lists(st.sampled_from(["1", "[]", " ", "\t", "\r", '"\u2028"', ""]), max_size=8))
def test_records_are_the_lines_that_are_not_blank(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = [line for line in text.split("\n") if line.strip(" \t\r")]
    assert [text[a:b] for a, b in split_records(text)] == expected
