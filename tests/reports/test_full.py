"""`--format full`: what a person sees of one problem."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from flowcheck.findings import Witness
from flowcheck.report import Related
from flowcheck.reports.full import WIDTH, render, render_colored
from tests.reports import made


def shown(text: str, at: tuple[int, int, int, int]) -> str:
    """The source part of a problem: without heading and place."""
    report = made.of(made.problem(at=at), sources={made.APP: text})
    lines = render(report).split("\n")
    assert lines[0].startswith("error[FC204] unknown-node: ")
    assert lines[1].strip() == f"--> {made.APP}:{at[0]}:{at[1]}"
    assert lines[-2:] == ["", ""]
    return "\n".join(lines[2:-2])


def test_a_place_in_a_long_line_is_cut_out_of_it() -> None:
    text = f'{{"flow": [{"1, " * 1000}"here"{", 2" * 1000}]}}'
    assert shown(text, made.place(text, '"here"')) == (
        f'  |\n1 | …  {"1, " * 12}"here"{", 2" * 23} …\n  | {" " * 39}^^^^^^'
    )


def test_a_span_longer_than_the_window_is_marked_to_its_end() -> None:
    text = f'["{"x" * 500}"]'
    _, source, caret = shown(text, (1, 2, 1, 504)).split("\n")
    assert source == f'1 | ["{"x" * (WIDTH - 10)} …'
    assert caret == f"  |  {'^' * (WIDTH - 9)}"


def test_tabs_and_wide_characters_keep_the_caret_under_its_place() -> None:
    text = '\t\t{"猫": "e\u0301", "node": "gone"}'
    assert shown(text, made.place(text, '"gone"')) == (
        '  |\n1 |         {"猫": "e\u0301", "node": "gone"}\n  |                             ^^^^^^'
    )


def test_an_escaped_character_is_as_wide_as_its_escape() -> None:
    text = '{"\x1b": "gone"}'
    assert shown(text, made.place(text, '"gone"')) == (
        '  |\n1 | {"\\u001b": "gone"}\n  |            ^^^^^^'
    )


def test_an_object_is_shown_by_its_first_lines() -> None:
    text = '[\n  {\n    "id": "draw"\n  }\n]\n'
    assert shown(text, (2, 3, 4, 4)) == '  |\n2 |   {\n  |   ^\n3 |     "id": "draw"'


def test_an_object_that_begins_with_its_id_is_marked_to_the_end_of_the_line() -> None:
    text = '[\n  {"id": "draw",   \n   "type": "list"}\n]\n'
    assert shown(text, (2, 3, 3, 19)) == '  |\n2 |   {"id": "draw",   \n  |   ^^^^^^^^^^^^^^'


def test_line_numbers_of_different_width_line_up() -> None:
    text = "\n" * 8 + '[\n"a",\n]\n'
    assert shown(text, (9, 1, 11, 2)) == '   |\n 9 | [\n   | ^\n10 | "a",'


def test_the_end_of_the_file_is_shown_with_the_line_before() -> None:
    assert shown('{\n  "flow": [\n', (3, 1, 3, 1)) == '  |\n2 |   "flow": [\n3 | \n  | ^'
    assert shown('{"flow": [', (1, 11, 1, 11)) == '  |\n1 | {"flow": [\n  |           ^'
    assert shown("", (1, 1, 1, 1)) == "  |\n1 | \n  | ^"


def test_every_sort_of_line_end_counts() -> None:
    assert shown('{\r\n"a":\r"b"}', (3, 1, 3, 4)) == '  |\n3 | "b"}\n  | ^^^'


def test_without_its_text_a_problem_has_no_source_lines() -> None:
    assert render(made.of(made.problem(hint="mend it"))) == (
        "error[FC204] unknown-node: `ref` names node `upscal`, which is not in this flow\n"
        " --> flows/app.json:1:1\n"
        "  = help: mend it\n"
        "\n"
    )


def test_only_the_first_of_many_related_places_are_shown() -> None:
    related = tuple(Related(f"edge {n}", "", n, 1, n, 2) for n in range(1, 51))
    lines = render(made.of(made.problem(related=related))).split("\n")
    assert lines[2:-2] == [
        *(f"  = edge {n}: flows/app.json:{n}:1" for n in range(1, 9)),
        "  = … and 42 more",
    ]


def test_a_run_is_told_once_and_only_when_it_decides_something() -> None:
    absent = Witness(absent=("image",))
    for witness, expected in (
        (absent, ["  = run: when `image` is not given"]),
        (Witness(absent=("image",), told=True), []),
        (Witness(), []),
    ):
        lines = render(made.of(made.problem(witness=witness))).split("\n")
        assert lines[2:-2] == expected


def test_colours_change_nothing_but_colours() -> None:
    colored = render_colored(made.REPORT)
    assert "\x1b[1;31merror[FC209]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render(made.REPORT)


TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\n@")
    | st.sampled_from("\t猫e\u0301\u200d\ufe0f❤한#[")
)


@settings(max_examples=300, deadline=None)
@given(TEXT, st.integers(1, 90), TEXT, st.integers(1, 40), st.integers(40, 140))
def test_the_caret_stands_under_what_it_means(
    before: str, marked: int, after: str, times: int, width: int
) -> None:
    text = before * times + "@" * marked + after * times
    start = len(before) * times + 1
    report = made.of(made.problem(at=(1, start, 1, start + marked)), sources={made.APP: text})
    source, caret = render(report, width=width).split("\n")[-4:-2]
    assert source.startswith("1 | ")
    assert cell_len(source) <= width
    assert len(caret) <= width
    assert cell_len(source[: source.index("@")]) == caret.index("^")
    assert source.count("@") == caret.count("^")
    shown_all = source.count("@") == marked
    assert shown_all or source.count("@") >= (width - 8) // 2


WORDS = st.lists(st.text(st.sampled_from("ab猫`"), min_size=1, max_size=8), min_size=1, max_size=60)


@settings(max_examples=100, deadline=None)
@given(WORDS, st.integers(40, 140))
def test_sentences_break_between_words_and_lose_none(words: list[str], width: int) -> None:
    text = " ".join(words)
    related = (Related(text, "", 1, 1, 1, 2),)
    report = made.of(made.problem(message=text, hint=text, related=related))
    broken = render(report, width=width)
    assert broken.split() == render(report).split()
    heading, help = broken.split(" -->")[0], broken.split(" = help:")[1]
    for line in heading.rstrip("\n").split("\n")[1:]:
        assert line.startswith("  ")
    for line in help.rstrip("\n").split("\n")[1:]:
        assert line.startswith("    ")
    assert all(cell_len(line) <= width for line in broken.split("\n"))


def test_a_line_breaks_before_short_code_rather_than_in_it() -> None:
    hint = 'take the value of whichever ran with `"conditional": ["a", "…"]` instead of `node`'
    lines = render(made.of(made.problem(hint=hint)), width=60).split("\n")
    assert lines == [
        "error[FC204] unknown-node: `ref` names node `upscal`, which",
        "  is not in this flow",
        " --> flows/app.json:1:1",
        "  = help: take the value of whichever ran with",
        '    `"conditional": ["a", "…"]` instead of `node`',
        "",
        "",
    ]


def test_a_path_is_never_broken() -> None:
    file = f"flows/{'deep/' * 20}app.json"
    report = made.of(made.problem(file=file, node="paint"))
    assert f" --> {file}:1:1\n     (node `paint`)\n" in render(report, width=40)


def test_the_first_related_place_elsewhere_is_shown_by_its_line() -> None:
    text = "[\n" * 9 + '{"id": "a", "ref": "b"},\n{"id": "b"}\n'
    at = made.place(text, '"b"')
    related = (
        Related("named here", "", *at),
        Related("declared here", "", *made.place(text, '"b"', 1)),
        Related("and here", "", 1, 1, 1, 2),
    )
    report = made.of(made.problem(at=at, related=related), sources={made.APP: text})
    assert render(report).split("\n")[1:-2] == [
        "  --> flows/app.json:10:20",
        "   |",
        '10 | {"id": "a", "ref": "b"},',
        "   |                    ^^^",
        "   = named here: flows/app.json:10:20",
        "   = declared here: flows/app.json:11:8",
        '11 | {"id": "b"}',
        "   |        ---",
        "   = and here: flows/app.json:1:1",
    ]


def test_a_related_place_out_of_sight_in_the_same_line_is_shown() -> None:
    text = f'["a", {"1, " * 100}"b"]'
    related = (Related("declared here", "", *made.place(text, '"a"')),)
    report = made.of(
        made.problem(at=made.place(text, '"b"'), related=related), sources={made.APP: text}
    )
    lines = render(report, width=60).split("\n")
    assert lines[6:9] == [
        "  = declared here: flows/app.json:1:2",
        f'1 | ["a", {"1, " * 15}1 …',
        "  |  ---",
    ]


def test_a_related_place_in_another_file_is_shown_when_its_text_is_known() -> None:
    related = (Related("declared here", "", 2, 1, 2, 4, "flows/sub.json"),)
    problem = made.problem(at=(1, 1, 1, 2), related=related)
    without = render(made.of(problem, sources={made.APP: "[]"}))
    assert without.endswith("  = declared here: flows/sub.json:2:1\n\n")
    sources = {made.APP: "[]", "flows/sub.json": '[\n"b"]'}
    assert render(made.of(problem, sources=sources)).endswith(
        '  = declared here: flows/sub.json:2:1\n2 | "b"]\n  | ---\n\n'
    )
