"""Conditions decide branches: what agrees, what excludes, what is unclear, and how it is told."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from flowcheck.expressions.atoms import Atom, skeleton
from flowcheck.expressions.parse import parse
from flowcheck.findings import Severity
from flowcheck.runs.number_line import cells
from tests.runs.support import gate, given, input_, merge, node, reads, record
from tests.support import raw_findings

CODES = ("FC305", "FC306", "FC308", "FC309", "FC315", "FC317", "FC319", "FC506", "FC610", "FC611")
MODE = input_("mode", allowedValues=["fast", "best"], default="fast")
TEXT = input_("text", required={"always": True})
COUNT = input_("count", "number", min=1, max=10, default=1)
PHOTO = input_("photo", "file")


def asks(id: str, name: str, *conditions: str, default: str = "1", type: str = "string") -> Any:
    """An if/else node over one workflow input, `x`; its cases are `2`, `3`, …"""
    cases = [{"condition": c, "value": str(at)} for at, c in enumerate(conditions, 2)]
    x = input_("x", type, ref={"node": "workflow", "name": name})
    logic = {"cases": cases, "default": default}
    return node(id, x, type="logic", logicType="if-else", logic=logic)


def told(nodes: list[Any], *inputs: Any) -> list[str]:
    return [code for code, _ in raw_findings(record(nodes, *inputs), *CODES)]


def said(code: str, nodes: list[Any], *inputs: Any) -> tuple[str, str | None]:
    [(_, finding)] = [(c, f) for c, f in raw_findings(record(nodes, *inputs), *CODES) if c == code]
    return finding.message, finding.hint


def pair(first: str, second: str, name: str, type: str = "string") -> list[Any]:
    """A node behind one question that reads a node behind another one."""
    return [
        asks("r", name, first, type=type),
        asks("s", name, second, type=type),
        node("a", gate("r", "2")),
        node("b", gate("s", "2"), reads("a")),
        node("c", gate("s", "1")),
    ]


@pytest.mark.parametrize(
    ("first", "second", "site", "type"),
    [
        ("x == 'fast'", "'fast' == x", MODE, "string"),
        ("x != 'best'", "x == 'fast'", MODE, "string"),
        ("x in ['fast', 'slow']", "!(x == 'best')", MODE, "string"),
        ("x.contains('a')", "x.startsWith('ba')", TEXT, "string"),
        ("x.matches('.*cat.*')", "x.contains('cat') ", TEXT, "string"),
        ("size(x) > 3", "size(x) > 5", TEXT, "string"),
        ("x > 3", "x >= 4", COUNT, "number"),
        ("x < 20", "x == 4", COUNT, "number"),
        ("trim(x) == 'a'", "trim(x) in ['a']", TEXT, "string"),
        ("x.matches('a|b')", "x.matches('a|b')", TEXT, "string"),
        ("x * 2.0 > 7.0", "x >= 4", COUNT, "number"),
        ("x > 3", "10.0 - x < 6.0", COUNT, "number"),
        ("x - 1.0 == 1.0", "x == 2", COUNT, "number"),
        ("x == 2", "x - 1.0 == 1.0", COUNT, "number"),
        ("x + 0.5 != 3.0", "x < 2", COUNT, "number"),
        ("x.contains('cat') == true", "x.contains('cat')", TEXT, "string"),
        ("type(x) == string", "x.startsWith('a')", TEXT, "string"),
        ("false == x.contains('cat')", "!x.contains('cat')", TEXT, "string"),
        ("(x == 'cat') != false", "(x != 'cat') == false", TEXT, "string"),
        ("x.contains('a') != false", "(x.startsWith('ba') && size(x) > 3) == true", TEXT, "string"),
    ],
)
def test_what_follows_from_a_question_hangs_nobody(
    first: str, second: str, site: Any, type: str
) -> None:
    assert "FC309" not in told(pair(first, second, site["name"], type), site)


@pytest.mark.parametrize(
    ("first", "second", "site", "type", "example"),
    [
        ("x == 'fast'", "x == 'best'", MODE, "string", '`mode` is `"best"`'),
        ("x > 5", "x > 3", COUNT, "number", "`count` is `4`"),
        ("x.startsWith('ab')", "x.startsWith('a')", TEXT, "string", "`s` takes `2`"),
        ("x * 2.0 > 8.0", "x > 3", COUNT, "number", "`count` is `3.5`"),
    ],
)
def test_what_does_not_follow_hangs(
    first: str, second: str, site: Any, type: str, example: str
) -> None:
    message, _ = said("FC309", pair(first, second, site["name"], type), site)
    assert example in message


def test_a_guard_guards() -> None:
    needs = input_(
        "image", "file", ref={"node": "workflow", "name": "photo"}, required={"always": True}
    )
    flow = [
        asks("has", "photo", "x == null || size(x) == 0"),
        node("edit", gate("has", "1"), needs),
    ]
    assert told([*flow, node("draw", gate("has", "2"))], PHOTO) == []


def test_branches_that_look_swapped_are_told_so() -> None:
    needs = input_(
        "image", "file", ref={"node": "workflow", "name": "photo"}, required={"always": True}
    )
    flow = [asks("has", "photo", "x != null"), node("edit", gate("has", "1"), needs)]
    message, hint = said("FC610", [*flow, node("draw", gate("has", "2"))], PHOTO)
    assert message == "`image` of node `edit` is required, but nothing supplies it"
    assert hint == "the branches look swapped: `has` takes `2` where `photo` is given"


def test_the_hint_for_a_hang_is_ready_to_paste() -> None:
    flow = [
        asks("r", "mode", "x == 'fast'"),
        node("draft", gate("r", "2")),
        node("render", gate("r", "1")),
        node("up", reads("draft"), input_("gate", value="v")),
    ]
    _, hint = said("FC309", flow, MODE)
    assert hint == (
        'take the value of whichever branch ran: `"ref": {"conditional": ["draft", "render"]}`, '
        'or skip `up` with `draft` by one input more: `{"name": "gate2", "type": "string", '
        '"ref": {"node": "r", "equal": "2"}}`'
    )


def test_no_hint_for_a_hang_gates_a_node_so_that_it_never_runs() -> None:
    apart = (
        "no run has both `up` and `draft` run: read a node that runs with `up`, or the value of "
        'whichever branch ran through one input with `"conditional"`'
    )
    flow = [
        asks("r", "mode", "x == 'fast'"),
        asks("s", "mode", "x == 'best'"),
        node("draft", gate("r", "2")),
        node("up", reads("draft"), gate("s", "2")),
    ]
    message, hint = said("FC309", flow, MODE)
    assert "hangs in every run that does not skip it" in message
    assert hint == apart
    both = [*flow[:1], flow[2], node("full", gate("r", "1"))]
    both.append(node("up", reads("draft"), reads("full", "other")))
    assert said("FC309", both, MODE)[1] == apart


def test_the_hint_for_a_hang_reads_no_body_template_from_outside_its_loop() -> None:
    walked = input_("text0", "string_array", value=["cat", "dog"])
    item = input_("prompt", ref={"node": "each", "name": "text0"})
    flow = [
        asks("r", "mode", "x == 'fast'"),
        node("draft", gate("r", "2")),
        node("each", walked, gate("r", "1"), type="for-each", loopBodyNodeIds=["work"]),
        node("work", item),
        node("up", reads("draft")),
    ]
    _, hint = said("FC309", flow, MODE)
    assert hint.startswith("skip `up` with `draft` by one input more: ")


@pytest.mark.parametrize(
    ("conditions", "site", "type", "expected"),
    [
        (["x == 'fast'", "x == 'best'"], MODE, "string", []),
        (["x == 'fsat'"], MODE, "string", ["FC315"]),
        (["x == 'fast'", "(x) in ['fast']"], MODE, "string", ["FC305"]),
        (["x == 'a'", "x == 'a' && size(x) == 1"], TEXT, "string", ["FC305"]),
        (["x > 5", "x > 7"], COUNT, "number", ["FC317"]),
        (["x > 12"], COUNT, "number", ["FC315"]),
        (["x == '3'"], COUNT, "number", ["FC315"]),
        (["x == null"], TEXT, "string", ["FC315"]),
        (["x == null"], PHOTO, "string", []),
        (["size(x) >= 0"], TEXT, "string", ["FC315"]),
        (["size(x) > 3"], PHOTO, "string", []),
        (["x.contains('ab')", "x.contains('zabz')"], TEXT, "string", ["FC317"]),
        (["x + 'b' == 'ab'", "x == 'a'"], TEXT, "string", ["FC305"]),
        (["x + 'b' in ['ab', 'cb']", "x == 'a'"], TEXT, "string", ["FC317"]),
        (["x + 'b' == 'a'"], TEXT, "string", ["FC315"]),
    ],
)
def test_cases_that_ask_for_nothing(
    conditions: list[str], site: Any, type: str, expected: list[str]
) -> None:
    waiting = [node(f"n{v}", gate("r", v)) for v in map(str, range(2, 2 + len(conditions)))]
    flow = [asks("r", site["name"], *conditions, type=type), *waiting]
    assert told(flow, site) in (expected, [*expected, "FC506"])


def test_what_a_dead_case_leaves_waiting_is_named_there_and_not_told() -> None:
    flow = [asks("r", "mode", "x == 'fastt'"), node("a", gate("r", "2")), node("b", reads("a"))]
    [(code, finding)] = raw_findings(record(flow, MODE), *CODES)
    assert code == "FC315"
    assert finding.hint == 'did you mean `"fast"`? `mode` allows `"fast"` and `"best"`'
    assert finding.related[-1].message == "`a` waits for it, so it never runs"


@pytest.mark.parametrize(
    ("condition", "type", "hint"),
    [
        ("x == '3'", "number", '`n` is a number, which `"3"` is not: write `3`, without quotes'),
        ("x != '-2.5'", "number",
         '`n` is a number, which `"-2.5"` is not: write `-2.5`, without quotes'),
        ("x == 'true'", "boolean",
         '`n` is a boolean, which `"true"` is not: write `true`, without quotes'),
        ("x == '03'", "number", '`n` is a number, which `"03"` is not'),
        ("x == '3'", "boolean", '`n` is a boolean, which `"3"` is not'),
        ("x == 3", "string", "`n` is a string, which `3` is not"),
    ],
)  # fmt: skip
def test_what_stands_in_quotes_beside_a_number_is_told_to_be_written_without(
    condition: str, type: str, hint: str
) -> None:
    site = input_("n", type, required={"always": True})
    flow = [asks("r", "n", condition, type=type), node("a", gate("r", "1"))]
    assert said("FC315", flow, site)[1] == hint


@pytest.mark.parametrize(
    ("condition", "fields", "hint"),
    [
        ("x > 10", {"type": "number", "min": 1, "max": 10}, "`n` is at most 10"),
        ("x <= 10", {"type": "number", "min": 1, "max": 10}, "`n` is at most 10"),
        ("x < 1", {"type": "number", "min": 1, "max": 10}, "`n` is at least 1"),
        ("x == 12", {"type": "number", "max": 10}, "`n` is at most 10"),
        ("x == 'a'", {"type": "string_array"},
         '`n` is a list, which `"a"` is not: `in` asks what a list holds'),
        ("'x' == 'fast'", {"type": "string"}, "write `x` without quotes to ask about the input"),
    ],
)  # fmt: skip
def test_a_constant_condition_names_what_makes_it_so(
    condition: str, fields: Any, hint: str
) -> None:
    site = input_("n", required={"always": True}, **fields)
    flow = [asks("r", "n", condition, type=site["type"]), node("a", gate("r", "1"))]
    assert said("FC315", flow, site)[1] == hint


def test_transforms_items_and_branches_are_followed() -> None:
    items = {"id": "words", "type": "list", "items": ["cat", "dog"]}
    walked = [input_("text0", "string_array", ref={"node": "words"})]
    loop = node("each", *walked, type="for-each", loopBodyNodeIds=["r", "a"])
    item = input_("x", ref={"node": "each", "name": "text0"})
    logic = {"cases": [{"condition": "x == 'horse'", "value": "2"}], "default": "1"}
    asked = node("r", item, type="logic", logicType="if-else", logic=logic)
    assert told([items, loop, asked, node("a", gate("r", "1"))]) == ["FC315"]

    tidy = node("tidy", given("mode", "t"), type="transform", logic={"transform": "trim(t)"})
    first = asks("r", "mode", "x == 'fast'")
    second = node(
        "s",
        input_("y", ref={"node": "tidy"}),
        type="logic",
        logicType="if-else",
        logic={"cases": [{"condition": "y == 'fast'", "value": "2"}], "default": "1"},
    )
    behind = [node("a", gate("r", "2")), node("b", gate("s", "2"), reads("a"))]
    assert "FC309" not in told([tidy, first, second, *behind], MODE)


def test_what_is_asked_again_is_a_repeat_also_where_it_is_always_false() -> None:
    def repeats(*conditions: str) -> list[str]:
        return told([asks("r", "mode", *conditions)], MODE)

    assert repeats("x == 'slow'", "'slow' == x") == ["FC305", "FC315"]
    assert repeats("x == 'slow'", "x == 'dear'") == ["FC315", "FC315"]
    assert repeats("trim(x) in ['fast', 'best']", "trim(x) in ['best', 'fast']")[0] == "FC305"
    assert repeats("random(3) > 1", "random(3) > 1") == []


def test_an_answer_that_settles_no_condition_is_told_by_all_that_are_asked() -> None:
    first, second = "!(x.endsWith('z')) && (x.startsWith('a'))", "x.startsWith('ab')"
    router = asks("r", "text", first, second)
    flow = [router, node("a", gate("r", "3")), node("b", reads("a"))]
    [(_, finding)] = raw_findings(record(flow, TEXT), "FC309")
    assert finding.witness is not None
    told = {answer["condition"]: answer["holds"] for answer in finding.witness.answers}
    assert told == {first: False, second: False}


def test_merges_and_empty_ends() -> None:
    both = [node("a"), node("b"), node("c", merge("a", "b"))]
    assert told(both) == ["FC319"]


def test_a_merge_that_some_run_skips_takes_no_two_values_in_every_run() -> None:
    flow = [
        asks("r", "mode", "x == 'fast'"),
        node("a", gate("r", "2")),
        node("b", gate("r", "2")),
        node("c", merge("a", "b")),
        node("d", gate("r", "1")),
    ]
    assert told(flow, MODE) == []


def test_a_merge_that_both_feed_only_if_a_skipped_target_holds_nobody_up_is_not_told() -> None:
    flow = [
        asks("r", "mode", "x == 'fast'"),
        node("a"),
        node("b"),
        node("never", gate("r", "1", "one"), gate("r", "2", "other")),
        node("m", merge("a", "b"), dependsOn=["never"]),
    ]
    assert "FC319" not in told(flow, MODE)
    flow[-1] = node("m", merge("a", "b"), dependsOn=["r"])
    assert "FC319" in told(flow, MODE)


def test_what_waits_for_a_branch_of_a_node_that_never_runs_is_told() -> None:
    dead = asks("dead", "mode", "x == 'fast'")
    dead["inputs"] += [gate("r", "1", "one"), gate("r", "2", "other")]
    flow = [
        asks("r", "mode", "x == 'best'"),
        dead,
        node("n", gate("dead", "2")),
        node("m", reads("n")),
    ]
    assert told(flow, MODE) == ["FC308", "FC309"]
    del dead["inputs"][1]  # now it runs, but not where its first case would hold
    assert told(flow, MODE) == ["FC317"]
    one = [asks("r", "mode", "x == 'fast'"), node("a", gate("r", "2"))]
    assert told(one, MODE) == ["FC506"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x == 'a'", "('a')==x"),
        ("x in ['b', 'a']", 'x in ["a", "b"]'),
        ("3 < n", "n > 3"),
        ("n == 1", "1.0 == n"),
        ("x.matches('.*v.*')", "x.contains('v')"),
        ("x.matches('^v')", "x.startsWith('v')"),
    ],
)
def test_atoms_that_ask_the_same_have_one_text(one: str, other: str) -> None:
    texts = []
    for text in (one, other):
        tree = parse(text).tree
        assert tree is not None
        [atom] = skeleton(tree)
        assert isinstance(atom, Atom)
        texts.append(atom.text)
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "condition",
    ["null == string", "string == null", "list in [null]", "int > 1", "size(list) == 0"],
)
def test_a_condition_on_the_name_of_a_type_asks_no_input(condition: str) -> None:
    tree = parse(condition).tree
    assert tree is not None
    [atom] = skeleton(tree)
    assert isinstance(atom, Atom)
    assert (atom.names, atom.shape.kind) == ((), "other")
    flow = [asks("r", "mode", condition, "x == 'fast'"), node("a", gate("r", "2"))]
    told([*flow, node("b", gate("r", "3"))], MODE)


@pytest.mark.parametrize(
    "condition", ["x == true", "false != x", "trim(x) == true", "size(x) == 3", "true == null"]
)
def test_what_may_be_no_boolean_is_compared_with_one(condition: str) -> None:
    tree = parse(condition).tree
    assert tree is not None
    atoms = [step for step in skeleton(tree) if isinstance(step, Atom)]
    assert [condition[atom.tree.start : atom.tree.end] for atom in atoms] == [condition]


@pytest.mark.parametrize(
    ("condition", "hangs"),
    [
        ("x == 'fast' || trim(x) == 'a'", True),
        ("x == 'fast' || lowerAscii(x) == 'a'", False),
        ("x == 'fast' || assetJson(x) == 'a'", False),
    ],
)
def test_a_condition_with_a_function_the_engine_has_not_is_unclear(
    condition: str, hangs: bool
) -> None:
    flow = [asks("r", "mode", condition), node("a", gate("r", "1")), node("b", reads("a"))]
    assert ("FC309" in told(flow, MODE)) is hangs


def test_what_a_node_gives_may_be_a_list() -> None:
    x = input_("x", ref={"node": "n"})
    logic = {"cases": [{"condition": "type(x) == list", "value": "2"}], "default": "1"}
    flow = [node("n"), node("r", x, type="logic", logicType="if-else", logic=logic)]
    assert told(flow, TEXT) == []
    assert told([asks("r", "text", "type(x) == list")], TEXT) == ["FC315"]


def test_a_line_is_cut_at_its_points_and_ends() -> None:
    def shown(*args: Any, **more: Any) -> list[tuple[float, bool]]:
        return [(cell.value, cell.is_point) for cell in cells(*args, **more)]

    assert shown([3, 4], None, None) == [
        *((2, False), (3, True), (3.5, False), (4, True), (5, False))
    ]
    assert shown([3, 4], 3, 4) == [(3, True), (3.5, False), (4, True)]
    assert shown([7], None, 5) == [(4, False)]
    assert shown([1, 3, 2.5], 1, None, whole=True) == [
        *((1, True), (2, True), (3, True), (4, False))
    ]
    assert shown([2.5], 1, None, whole=True) == [(1, False), (2, True), (3, False)]
    huge, largest = 10**400, sys.float_info.max
    assert shown([3, huge, -huge], None, huge) == [(2, False), (3, True), (4, False)]
    [(beyond, is_point)] = shown([3], huge, None)
    assert (float(beyond), is_point) == (largest, False)
    assert shown([], -huge, -huge) == [(-largest, False)]


def test_whole_numbers_larger_than_any_double_are_told_apart() -> None:
    count = input_("count", "number", required={"always": True})
    huge, twice = [f"x == {10**310}", f"x == {10**311}"], [f"x in [{10**310}]"]
    readers = [node("a", gate("r", "2")), node("b", gate("r", "3"))]
    apart = asks("r", "count", *huge, type="number")
    assert "FC305" not in told([apart, *readers], count)
    again = asks("r", "count", *huge, *twice, type="number")
    assert "FC305" in told([again, *readers, node("c", gate("r", "4"))], count)


@pytest.mark.parametrize("condition", ["x.lowerAscii() == 'a'", "x.matches('[0-9]+')"])
def test_a_value_is_the_same_whatever_would_stand_in_for_it(condition: str) -> None:
    """A default in one of the two nodes counts only where the input is left out."""
    flow = pair(condition, condition, "text")
    flow[1]["inputs"][0]["default"] = "c"
    assert told(flow, TEXT) == []
    both = [*flow[:2], node("a", gate("r", "2"), gate("s", "1"))]
    assert "FC308" in told(both, TEXT)


def test_a_dead_end_by_the_type_of_an_input_is_a_warning() -> None:
    """Of a text neither question about numbers has an answer, so the default might be taken."""
    flow = [
        asks("r", "count", "x > 2", "!(x > 2)", type="number"),
        asks("s", "flag", "x == true", type="boolean"),
        node("a", gate("r", "1"), gate("s", "2")),
    ]
    ruled = {"conditional": {"values": {"flag": [True]}}}
    count = input_("count", "number", allowedValues=[1, 2], required=ruled)
    flag = input_("flag", "boolean", default=False)
    found = raw_findings(record(flow, count, flag), "FC308")
    assert [finding.severity for _, finding in found] == [Severity.WARNING]
    [(_, finding)] = found
    assert finding.message.startswith("node `a` never runs: no run has both")


BLANK = "x == null || size(x) == 0 || (type(x) != list && trim(x) == '')"
FILLED = "x != null && size(x) > 0 && (type(x) == list || trim(x) != '')"


@pytest.mark.parametrize("type", ["string", "string_array"])
@pytest.mark.parametrize("ref", [{"node": "a"}, {"node": "workflow", "name": "texts"}])
def test_a_value_is_blank_or_filled(ref: Any, type: str) -> None:
    cases = [{"condition": BLANK, "value": "2"}, {"condition": FILLED, "value": "3"}]
    x = input_("x", type, ref=ref)
    flow = [node("a"), node("r", x, type="logic", logicType="if-else", logic={"cases": cases})]
    assert told(flow, input_("texts", type)) == []
    del cases[1]
    assert told(flow, input_("texts", type)) == ["FC306"]


def test_a_case_that_asks_for_nothing_again_is_told_once() -> None:
    again = "x == 'slow'"
    assert told([asks("r", "mode", again, again)], MODE) == ["FC305", "FC315"]
    assert told([asks("r", "mode", again, "x == 'late'")], MODE) == ["FC315", "FC315"]


def test_an_example_names_the_question_of_a_node_that_does_not_run_in_it() -> None:
    rule = {"conditional": {"values": {"list": ["a", ["a"]], "absent": [True]}}}
    read = input_("list", "string_array", ref={"node": "workflow", "name": "list"})
    flow = [
        node("d", reads("c")),
        node("m", read, input_("text", required=rule)),
        node("c", gate("s", "2")),
        asks("r", "list", "x == null", "trim(x) in ['a', 'b']"),
        asks("s", "list", "'a' in x", type="string_array"),
    ]
    flow[-1]["inputs"].append(gate("r", "3"))
    found = raw_findings(record(flow, input_("list", "string_array")), "FC309")
    [witness] = [finding.witness for _, finding in found]
    assert witness is not None
    assert witness.values == {"list": ["other"]}
    assert witness.answers == ({"node": "s", "condition": "'a' in x", "holds": False},)


@pytest.mark.parametrize(
    ("one", "other", "bounds", "together"),
    [
        ("x.startsWith('abcd')", "size(x) < 3", {}, False),
        ("x.startsWith('abcd')", "size(x) < 5", {}, True),
        ("x.endsWith('abcd')", "size(x) <= 3", {}, False),
        ("x.contains('abcd')", "size(x) == 2", {}, False),
        ("x.contains('ab')", "size(x) == 2", {}, True),
        ("trim(x) == 'abcd'", "size(x) < 4", {}, False),
        ("x.startsWith('abcd')", "x.contains('b')", {"maxLength": 3}, False),
        ("x.startsWith('abc')", "x.contains('b')", {"maxLength": 3}, True),
    ],
)
def test_a_text_holds_no_longer_one(one: str, other: str, bounds: Any, together: bool) -> None:
    text = input_("text", required={"always": True}, **bounds)
    flow = [asks("r", "text", one), asks("s", "text", other)]
    both = [*flow, node("a", gate("r", "2"), gate("s", "2")), node("b", gate("s", "1"))]
    codes = told(both, text)
    assert ("FC308" in codes or "FC315" in codes) is not together


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("size(x) > 2.5", []),
        ("2.5 <= size(x)", []),
        ("size(x) < 2.5", []),
        ("size(x) <= 4.5 && size(x) >= 1.5", []),
        ("size(x) > 0.5", ["FC315"]),
        ("size(x) < -0.5", ["FC315"]),
    ],
)
def test_a_length_is_compared_with_a_fraction(condition: str, codes: list[str]) -> None:
    always = {"required": {"always": True}}
    assert told([asks("r", "text", condition)], input_("text", **always)) == codes
    texts = input_("text", "string_array", **always)
    assert told([asks("r", "text", condition, type="string_array")], texts) == codes


@pytest.mark.parametrize(
    ("first", "second", "severity"),
    [
        ("trim(x).lowerAscii() == 'hdr'", "x.lowerAscii() == 'fast'", Severity.WARNING),
        ("x.matches('^[0-9]+$')", "x.startsWith('a')", Severity.WARNING),
        ("x.matches('^[0-9]$')", "size(x) > 3", Severity.WARNING),
        ("x.substring(0, 1) == 'm'", "x.startsWith('a')", Severity.WARNING),
        ("x.matches('^[a-z]+$')", "x.startsWith('a')", Severity.ERROR),
        ("trim(x).lowerAscii() == 'hdr'", "size(x) == 3", Severity.ERROR),
    ],
)
def test_answers_that_nobody_has_shown_to_go_together_only_warn(
    first: str, second: str, severity: Severity
) -> None:
    then = asks("q", "text", second)
    then["inputs"].append(gate("r", "2"))
    flow = [asks("r", "text", first), then, node("a", gate("q", "1"))]
    flow.append(node("b", gate("r", "2"), reads("a")))
    text = input_("text", required={"always": True})
    found = raw_findings(record(flow, text), "FC309")
    assert [finding.severity or Severity.ERROR for _, finding in found] == [severity]
