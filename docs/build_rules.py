"""The rule pages of the site, made from the rules' docstrings and samples while it is built.

mkdocs calls `on_config` and `on_files` (see `hooks` in mkdocs.yml); nothing is written into the
repository. Run as a script it prints one page: `python docs/build_rules.py FC204`."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import glossary

from flowcheck import RULES, Problem, Report, Rule, Settings, check_files, check_run
from flowcheck.docs_url import DOCS_URL
from flowcheck.reports.full import render
from flowcheck.reports.sarif_rules import markdown

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples" / "rules"
FAMILIES: Final = {
    "FC1": "Documents and shape",
    "FC2": "Identity and references",
    "FC3": "Conditions, branches, expressions",
    "FC4": "Loops, lists, selections",
    "FC5": "Outputs",
    "FC6": "Required rules",
    "FC7": "Nodes and inputs",
    "FC8": "Models, sub-workflows, run inputs",
    "FC9": "Runs",
}
_MENDS: Final = {"safe": "with `--fix`", "unsafe": "with `--unsafe-fixes`", None: "by hand"}
_GRADES: Final = {
    "certain": "Scenario documents it",
    "observed": "it was seen in real records or answers",
    "unknown": "nobody documents that part, so nothing certain is claimed there",
}
_HINT: Final = "  hint: "
_NEAREST: Final = "did you mean "
_MOST_ADVICE: Final = 4
_SUPPRESS: Final = """\

## How to suppress it

In `flowcheck.toml`, beside the flows. Hide one problem that is meant, and say why:

```toml
[[suppress]]
{place}
codes = ["{code}"]
reason = "why it is meant"
```

Or leave the rule out of some files, or everywhere:

```toml
ignore = ["{code}"]

[per-file-ignores]
"experiments/*.json" = ["{code}"]
```

[Configuration](../configuration.md#suppressions) has the details. For many old problems at once,
write a [baseline](../baseline.md).
"""


def pages() -> dict[str, str]:
    """Every generated page: its path under `docs/` → its Markdown."""
    return {"rules/index.md": index()} | {f"rules/{c}.md": page(r) for c, r in RULES.items()}


def names() -> list[str]:
    """The paths of the generated pages, the changelog's among them, without making them."""
    return ["changelog.md", "rules/index.md", *(f"rules/{code}.md" for code in RULES)]


def index() -> str:
    """The list of all rules, a table for each family."""
    text = (
        "# Rules\n\nA code never means anything else later. `flowcheck explain FC204` prints a "
        "rule's page,\n`flowcheck rules` the list. An `info` rule is off unless you ask for it "
        "(`--severity info`, or by its code\nwith `--select` or `--extend-select`). ✎: `--fix` "
        "mends it; ✎!: `--unsafe-fixes` does, which needs\na look at the result.\n"
    )
    for family, title in FAMILIES.items():
        rules = [rule for code, rule in RULES.items() if code.startswith(family)]
        if not rules:
            continue
        text += f"\n## {family} {title}\n\n| code | name | severity | fix | finds |\n"
        text += "| --- | --- | --- | --- | --- |\n"
        for rule in rules:
            mark = {"safe": "✎", "unsafe": "✎!", None: ""}[rule.fixable]
            summary = rule.summary.replace("|", "\\|")
            text += f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity.value} "
            text += f"| {mark} | {summary} |\n"
    return text


def page(rule: Rule) -> str:
    """A rule's page: docstring, then what flowcheck says about its samples."""
    head, summary, body = markdown(rule).split("\n\n", 2)
    body = f"{summary}\n\n" + glossary.linked(f"{body.rstrip()}\n", "../terms.md")
    example, place = _samples(rule)
    return (
        f"{head}\n\nSeverity: **{rule.severity.value}** · Fix: {_MENDS[rule.fixable]} · "
        f"Ground: [{rule.certainty}](#how-sure-it-is)\n\n"
        f"{body}{_how_to_mend(rule)}{example}{_how_sure(rule)}"
        f"{_SUPPRESS.format(place=place, code=rule.code)}"
    )


def _how_to_mend(rule: Rule) -> str:
    """What mends it: flowcheck itself, and the advice it gives for the rule's bad samples."""
    text = "\n## How to mend it\n\n"
    if rule.fixable is not None:
        care = "" if rule.fixable == "safe" else "; look at the result"
        text += f"`flowcheck check` mends it {_MENDS[rule.fixable]}{care}.\n\n"
    advice = list(_advice(rule))[:_MOST_ADVICE]
    if not advice:
        return text + "Write it as the good example above has it.\n"
    return (
        text
        + "flowcheck advises, as the case may be:\n\n"
        + "".join(f"- {one}\n" for one in advice)
    )


def _advice(rule: Rule) -> dict[str, None]:
    """The hints for a rule's bad samples, each once."""
    found: dict[str, None] = {}
    nearest = "take the nearest name that is there, where one is close enough"
    for path in sorted((SAMPLES / f"{rule.code}-{rule.name}").glob("bad*.expected")):
        ours = False
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                ours = f" {rule.code} " in line
            elif ours and line.startswith(_HINT):
                hint = line.removeprefix(_HINT)
                found.setdefault(hint if not hint.startswith(_NEAREST) else nearest, None)
    return found


def _how_sure(rule: Rule) -> str:
    why = rule.page.partition("\nBad:")[0]
    lines = [
        f"- [{grade}](../terms.md#{grade}): {means}.\n"
        for grade, means in _GRADES.items()
        if grade == rule.certainty or re.search(rf"\([^)]*\b{grade}\b", why)
    ]
    return "\n## How sure it is\n\n" + "".join(lines)


def _samples(rule: Rule) -> tuple[str, str]:
    """What flowcheck says about a rule's sample, and where that is, as a suppression says it."""
    folder = SAMPLES / f"{rule.code}-{rule.name}"
    bad = next(iter(_records(folder, "bad")), None)
    good = next(iter(_records(folder, "good")), None)
    if bad is None or good is None:
        return "", 'file = "flows/*.json"'
    run = bad.with_suffix(".run.json")
    report = _checked(bad, run, rule)
    said = render(report).replace(f"{folder}/", "").rstrip()
    shown = run if run.exists() else bad
    text = f"\n## A whole example\n\nWhat flowcheck says about `{shown.name}`:\n\n"
    text += f"```text\n{said}\n```\n"
    files = [*_files(bad), *_files(good), *sorted((folder / "models").glob("*.json"))]
    text += "".join(_folded(path, path.relative_to(folder).as_posix()) for path in files)
    return text, _place(next(p for p in report.problems if p.code == rule.code))


def _place(problem: Problem) -> str:
    lines = [f'file = "{Path(problem.file).name}"']
    if problem.node is not None:
        lines.append(f"node = {json.dumps(problem.node)}")
        if problem.input is not None:
            lines.append(f"input = {json.dumps(problem.input)}")
    return "\n".join(lines)


def _checked(path: Path, run: Path, rule: Rule) -> Report:
    together, models = path.with_suffix(""), path.parent / "models"
    folders = (str(models),) if models.is_dir() else ()
    settings = Settings(extend_select=(rule.code,), models=folders)
    if run.exists():
        workflow, body = path.read_bytes(), run.read_bytes()
        return check_run(workflow, body, settings=settings, name=path.name, body_name=run.name)
    return check_files([path, together] if together.is_dir() else [path], settings=settings)


def _files(path: Path) -> list[Path]:
    """A sample with what belongs to it: run inputs, and the documents checked together with it."""
    run = path.with_suffix(".run.json")
    together = sorted(path.with_suffix("").glob("*.json"))
    return [path, *([run] if run.exists() else []), *together]


def _records(folder: Path, beginning: str) -> list[Path]:
    found = (
        path
        for path in folder.glob(f"{beginning}*")
        if path.suffix in (".json", ".jsonl", ".ndjson") and not path.name.endswith(".run.json")
    )
    return sorted(found, key=lambda path: (len(path.stem), path.name))


def _folded(path: Path, name: str) -> str:
    """A sample, folded; what is no text is shown with its odd bytes replaced."""
    source = path.read_bytes().decode("utf-8", "replace")
    source = re.sub(r"[^\n\t -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", source)
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in re.findall("`+", source)), 3)
    lines = "".join(f"    {line}\n" if line else "\n" for line in source.split("\n"))
    return f'\n??? example "{name}"\n\n    {fence}json\n{lines}    {fence}\n'


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the rule pages into the navigation, where mkdocs.yml says `Rules`, and say where the
    site stands."""
    # Read the Docs names its own address while it builds.
    config.site_url = DOCS_URL or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
    section: list[Any] = ["rules/index.md"]
    for family, title in FAMILIES.items():
        found = [
            {f"{code} {rule.name}": f"rules/{code}.md"}
            for code, rule in RULES.items()
            if code.startswith(family)
        ]
        if found:
            section.append({f"{family} {title}": found})
    assert config.nav is not None
    config.nav = [{"Rules": section} if entry == {"Rules": []} else entry for entry in config.nav]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the rule pages and the changelog to the files of the site."""
    from mkdocs.structure.files import File

    changelog = Path(config.docs_dir).parent / "CHANGELOG.md"
    # On the site it lies beside the other pages, in the repository above them.
    changed = changelog.read_text(encoding="utf-8").replace("](docs/", "](")
    texts = {**pages(), "changelog.md": changed}
    for name, text in texts.items():
        files.append(File.generated(config, name, content=text))
    return files


if __name__ == "__main__":
    print(page(RULES[sys.argv[1]]), end="")
