"""How a Markdown page is taken apart."""

from __future__ import annotations

from pathlib import Path

from doccheck.pages import Block, Page, slug

TEXT = """\
# A page

See [the rules](rules.md#fc1 "all of them"), `[not](this.md)` and ![a picture](picture.png).

```json title="app.json"
{"a": 1}
```

## `check` and [more](x.md)

- indented:

    ```console
    $ echo hello
      hello
    ```

## Twice
## Twice
### Named {#own}

````text
```
[no](link.md)
```
````
"""
PAGE = Page(Path("page.md"), TEXT)


def test_blocks_know_language_title_line_and_text() -> None:
    assert list(PAGE.blocks()) == [
        Block(5, "json", "app.json", 0, '{"a": 1}\n'),
        Block(13, "console", None, 4, "$ echo hello\n  hello\n"),
        Block(22, "text", None, 0, "```\n[no](link.md)\n```\n"),
    ]


def test_an_indented_block_is_written_back_indented() -> None:
    block = list(PAGE.blocks())[1]
    changed = PAGE.with_block(block, "$ echo hello\nhello\n\nyou\n").text
    assert "    ```console\n    $ echo hello\n    hello\n\n    you\n    ```\n" in changed
    assert changed.startswith(TEXT[: TEXT.index("$")])
    assert changed.endswith(TEXT[TEXT.index("\n## Twice") :])


def test_writing_the_same_text_changes_nothing() -> None:
    for block in PAGE.blocks():
        assert PAGE.with_block(block, block.text) == PAGE


def test_links_are_those_of_the_prose() -> None:
    assert list(PAGE.links()) == [(3, "rules.md#fc1"), (3, "picture.png"), (9, "x.md")]


def test_anchors_are_those_of_the_site() -> None:
    assert PAGE.anchors() == {"a-page", "check-and-more", "twice", "twice_1", "own"}
    assert slug("GitHub without the action, again!") == "github-without-the-action-again"
