"""Keep README.md and docs/*.md true: `--check` says what is not, `--update` rewrites it.

- a `console` block is run: `$ ` begins a command, `> ` goes on with it, other lines are its
  output; a line `...` stands for any number of lines
- a `python` block with `>>>` is run the same way; another one has to be Python
- `title="name"` behind the fence writes the block to that file before later examples run
- `json`, `toml` (a configuration) and `yaml` blocks have to parse
- a part between `<!-- generated: NAME -->` and `<!-- end -->` is written from the code
- commands and options that are only mentioned have to exist; links have to lead somewhere

Each page has a folder of its own, with a copy of `samples/`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import build_rules  # noqa: E402
from doccheck import examples, formats, generated, links, options, python_session  # noqa: E402
from doccheck.pages import Block, Page  # noqa: E402

BIN: Final = Path(sys.executable).parent
ADDRESSES: Final = (
    "https://keepachangelog.com/",
    "https://semver.org/",
    "https://pysathq.github.io/",
)
Complaint = tuple[int, str]


def all_pages() -> list[Page]:
    """The pages, each read from its file."""
    paths = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [Page(path, path.read_text(encoding="utf-8")) for path in paths]


def checked(page: Page) -> tuple[Page, list[Complaint]]:
    """The page as it ought to be, and what is wrong with it as it is."""
    complaints = [*generated.stale(page), *options.unknown(page)]
    page = replace(page, text=generated.renewed(page))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "flows")
        folder.mkdir()
        prepare(folder, page)
        with python_session.Session(folder) as session:
            # A block's text may get longer or shorter, so each is found anew by its number.
            for number in range(len(list(page.blocks()))):
                block = list(page.blocks())[number]
                try:
                    text, found = block_checked(block, folder, session)
                except ValueError as error:
                    text, found = block.text, [(block.line, str(error))]
                complaints += found
                page = page.with_block(block, text) if text != block.text else page
    return page, complaints


def prepare(folder: Path, page: Page) -> None:
    """What a page's examples find: the samples, and for those that say `make` a repository."""
    (folder / ".git").mkdir()
    if "samples/" in page.text:
        shutil.copytree(ROOT / "samples", folder / "samples")
    if "$ make " in page.text:
        for name in ("Makefile", "pyproject.toml", "flowcheck/_version.py"):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / ".venv").mkdir()
        (folder / ".venv" / "bin").symlink_to(BIN)
        (folder / ".venv" / ".installed").touch()


def block_checked(
    block: Block, folder: Path, session: python_session.Session
) -> tuple[str, list[Complaint]]:
    """The text the block ought to have, and what is wrong with it."""
    if block.title is not None:
        file = folder / block.title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
    wrong = formats.complaint(block)
    if wrong is not None:
        return block.text, [(block.line, wrong)]
    if block.language == "console":
        found = examples.parse(block.text, block.line + 1)
        outputs = examples.run(found, folder, BIN)
    elif block.language == "python" and ">>>" in block.text:
        found = python_session.parse(block.text, block.line + 1)
        outputs = [session.run(example.command) for example in found]
    else:
        return block.text, []
    complaints = [
        (example.line, f"prints something else:\n{examples.beginning(output)}")
        for example, output in zip(found, outputs, strict=True)
        if not examples.same(example.want, output)
    ]
    if not complaints:
        return block.text, []
    news = [examples.renewed(e.want, o) for e, o in zip(found, outputs, strict=True)]
    if block.language == "console":
        return examples.written(found, news), complaints
    return python_session.written(block.text, news), complaints


def broken_links(pages: list[Page]) -> Iterator[tuple[Page, Complaint]]:
    """Every link of the pages that leads nowhere."""
    by_path = {page.path.resolve(): page for page in pages}
    made = {(ROOT / "docs" / name).resolve() for name in build_rules.names()}
    for page in pages:
        for complaint in links.broken(page, by_path, made, ADDRESSES):
            yield page, complaint


def main(arguments: list[str] | None = None) -> int:
    """Check or update all pages; 1 when something is wrong that `--update` has not mended."""
    parser = argparse.ArgumentParser(description="Run the examples of the documentation.")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--check", action="store_true", help="say what is out of date")
    how.add_argument("--update", action="store_true", help="rewrite what is out of date")
    parser.add_argument("pages", nargs="*", type=Path, help="only these pages")
    options_ = parser.parse_args(arguments)
    pages = all_pages()
    only = {path.resolve() for path in options_.pages}
    chosen = [page for page in pages if not only or page.path.resolve() in only]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(checked, chosen))
    wrong = 0
    for page, (mended, complaints) in zip(chosen, results, strict=True):
        if options_.update and mended.text != page.text:
            page.path.write_text(mended.text, encoding="utf-8")
            print(f"updated {page.path.relative_to(ROOT)}")
            # What stands now is judged again, for not everything can be rewritten.
            _, complaints = checked(mended)
        for line, message in complaints:
            print(f"{page.path.relative_to(ROOT)}:{line}: {message}")
        wrong += len(complaints)
    for page, (line, message) in broken_links(all_pages()):
        if page.path in {one.path for one in chosen}:
            print(f"{page.path.relative_to(ROOT)}:{line}: {message}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
