"""`--format full`: what a person sees of one problem."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

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
        f'  |\n1 | … {" "}{"1, " * 13}"here"{", 2" * 24},  …\n  | {" " * 42}^^^^^^'
    )


def test_a_span_longer_than_the_window_is_marked_to_its_end() -> None:
    text = f'["{"x" * 500}"]'
    _, source, caret = shown(text, (1, 2, 1, 504)).split("\n")
    assert source == f'1 | ["{"x" * (WIDTH - 2)} …'
    assert caret == f"  |  {'^' * (WIDTH - 1)}"


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
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\n") | st.sampled_from("\t猫#[")
)


@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT.filter(lambda text: text != ""), TEXT)
def test_the_caret_stands_under_what_it_means(before: str, marked: str, after: str) -> None:
    def columns(text: str) -> int:
        wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
        none = sum(unicodedata.category(c) in ("Mn", "Me") for c in text)
        both = sum(
            unicodedata.east_asian_width(c) in "WF" and unicodedata.category(c) in ("Mn", "Me")
            for c in text
        )
        return len(text) + wide - none - both

    text = before + marked + after
    start = len(before) + 1
    source, caret = shown(text, (1, start, 1, start + len(marked))).split("\n")[1:3]
    assert source[:4] == "1 | "
    assert caret[:4] == "  | "
    assert re.fullmatch(r" *\^+", caret[4:])
    if len(text) <= WIDTH and "##" not in text and columns(marked):
        cut = caret.index("^") - 4
        assert cut >= columns(before)
        assert caret.count("^") >= columns(marked)
        if text.isprintable():
            assert cut == columns(before)
            assert caret.count("^") == columns(marked)
