"""What the checkers say about small pages that are wrong, and about the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import run_examples
from doccheck import formats, generated, links, options
from doccheck.pages import Block, Page


def page(text: str, name: str = "page.md") -> Page:
    return Page(Path("docs", name), text)


def wrong(text: str, name: str = "page.md") -> list[tuple[int, str]]:
    return run_examples.checked(page(text, name))[1]


def test_every_example_link_and_generated_part_is_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run_examples.main(["--check"])
    assert (capsys.readouterr().out, code) == ("", 0)


def test_output_that_differs_is_told_with_its_line_and_rewritten() -> None:
    text = "# A\n\n```console\n$ flowcheck --version\nflowcheck 9.9\n$ echo b\nb\n```\n"
    mended, complaints = run_examples.checked(page(text))
    (complaint,) = complaints
    assert complaint[0] == 4
    assert complaint[1].startswith("prints something else:\nflowcheck ")
    assert "9.9" not in mended.text
    assert run_examples.checked(mended) == (mended, [])


def test_a_titled_block_is_a_file_for_later_examples() -> None:
    flow = '```json title="sub/a.json"\n[]\n```\n'
    command = "```console\n$ cat sub/a.json\n[]\n```\n"
    assert wrong(flow + command) == []
    assert wrong(command + flow) != []


def test_python_examples_are_run() -> None:
    assert wrong("```python\n>>> 1 + 1\n2\n```\n\n```python\n>>> len('ab')\n2\n```\n") == []
    assert wrong("```python\n>>> 1 + 1\n3\n```\n") == [(2, "prints something else:\n2\n")]


@pytest.mark.parametrize(
    ("language", "text", "complaint"),
    [
        ("json", '{"a": 1,}', "json block: "),
        ("toml", "fail-no = 1\n", "fail-no"),
        ("toml", "[tool.flowcheck]\nselect = 'FC1'\n", "select"),
        ("toml", "a = \n", "toml block: "),
        ("yaml", "a: [1\n", "yaml block: "),
        ("python", "def f(:\n", "python block: "),
    ],
)
def test_data_that_does_not_parse(language: str, text: str, complaint: str) -> None:
    assert complaint in (formats.complaint(Block(1, language, None, 0, text)) or "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("json", '{"a": 1}'),
        ("toml", "fail-on = 'warning'\n"),
        ("toml", "[tool.flowcheck]\nselect = ['FC1']\n"),
        ("text", "a: [1\n"),
    ],
)
def test_data_that_parses(language: str, text: str) -> None:
    assert formats.complaint(Block(1, language, None, 0, text)) is None


def test_commands_and_options_that_are_only_mentioned_must_exist() -> None:
    text = """\
`flowcheck check --fial-on error` and `flowcheck chek`

```sh
pip install x
flowcheck check a --format json \\
  --sevrity info | other --thing
```
"""
    assert list(options.unknown(page(text))) == [
        (5, "`flowcheck check` has no option `--sevrity`"),
        (1, "`flowcheck check` has no option `--fial-on`"),
        (1, "`flowcheck chek` is no command"),
    ]
    assert list(options.unknown(page("`--jops N`"))) == [(1, "no command has the option `--jops`")]
    right = (
        "`--jobs N`, `flowcheck check --fail-on error`, flowcheck is fine, `flowcheck --version`"
    )
    assert list(options.unknown(page(right))) == []


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "file.json").touch()
    other = Page(tmp_path / "other.md", "# Other\n\n## A part\n")
    text = (
        "# Here\n[a](other.md#a-part) [b](#here) [c](file.json) [d](made.md) [e](https://a.b/c)\n"
        "[f](other.md#b-part)\n[g](#there)\n[h](gone.md)\n[i](https://b.a/)\n"
    )
    one = Page(tmp_path / "one.md", text)
    pages = {each.path.resolve(): each for each in (one, other)}
    made = {(tmp_path / "made.md").resolve()}
    assert list(links.broken(one, pages, made, ["https://a.b/"])) == [
        (3, "`other.md#b-part` names no heading there"),
        (4, "`#there` names no heading there"),
        (5, "`gone.md` leads to no file"),
        (6, "`https://b.a/` is no address this project knows"),
    ]


def test_generated_parts_are_compared_and_renewed() -> None:
    old = page("a\n<!-- generated: rules -->\nold\n<!-- end -->\nb\n")
    assert list(generated.stale(old)) == [(2, "the generated part `rules` is out of date")]
    new = page(generated.renewed(old))
    assert new.text.startswith("a\n<!-- generated: rules -->\n| code | name |")
    assert new.text.endswith("<!-- end -->\nb\n")
    assert list(generated.stale(new)) == []
    unknown = page("<!-- generated: nothing -->\n<!-- end -->\n")
    assert list(generated.stale(unknown)) == [(1, "nobody writes a part called `nothing`")]
    assert generated.renewed(unknown) == unknown.text
