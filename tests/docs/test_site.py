"""The pages of the site: rule pages, navigation, and what the code links to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import build_rules
import pytest
import run_examples
import yaml
from doccheck import generated
from doccheck.pages import Page

from flowcheck import docs_url
from flowcheck.rules.registry import all_rules

ROOT = Path(__file__).parent.parent.parent
PAGES = {page.path.relative_to(ROOT).as_posix(): page for page in run_examples.all_pages()}


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return build_rules.pages()


def navigation() -> Any:
    config = SimpleNamespace(nav=yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"])
    build_rules.on_config(config)  # type: ignore[arg-type]
    return config.nav


def leaves(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    inner = entry.values() if isinstance(entry, dict) else entry
    return [leaf for each in inner for leaf in leaves(each)]


def test_every_rule_has_a_page_with_its_text_and_samples(made: dict[str, str]) -> None:
    assert set(made) == set(build_rules.names()) - {"changelog.md"}
    for code, rule in all_rules().items():
        text = made[f"rules/{code}.md"]
        assert text.startswith(
            f"# {code} {rule.name}\n\nSeverity: **{rule.severity.value}** · Fix: "
        )
        assert f" · Ground: [{rule.certainty}](#how-sure-it-is)\n" in text
        assert f"\n- [{rule.certainty}](../terms.md#{rule.certainty}): " in text
        assert rule.summary in text
        assert "**Why:**" in text
        assert f"[{code}] {rule.name}: " in text
        assert '??? example "bad' in text
        assert '??? example "good' in text


def test_a_rule_page_shows_what_flowcheck_says(made: dict[str, str]) -> None:
    text = made["rules/FC204.md"]
    said = "error[FC204] unknown-node: `ref` names node `sketsh`, which is not in this flow\n"
    assert f"What flowcheck says about `bad.json`:\n\n```text\n{said}  --> bad.json:39:21 " in text
    assert str(ROOT) not in text


def test_a_rule_page_says_how_to_mend_it(made: dict[str, str]) -> None:
    fixed = made["rules/FC204.md"].partition("## How to mend it")[2]
    assert "mends it with `--unsafe-fixes`; look at the result." in fixed
    assert "- a workflow input is read as node `workflow`, name `prompt`\n" in fixed
    told = made["rules/FC309.md"].partition("## How to mend it")[2].partition("##")[0]
    assert '`"ref": {"conditional": ["draft", "render"]}`' in told
    assert "as the good example above" in made["rules/FC405.md"]


def test_a_rule_about_run_inputs_shows_workflow_and_inputs(made: dict[str, str]) -> None:
    text = made["rules/FC821.md"]
    assert "What flowcheck says about `bad.run.json`:\n\n```text\nerror[FC821] " in text
    folded = re.findall(r'^\?\?\? example "(.*)"$', text, re.M)
    assert folded == ["bad.json", "bad.run.json", "good.json", "good.run.json"]


def test_no_page_names_a_folder_of_this_machine(made: dict[str, str]) -> None:
    texts = {**made, **{name: page.text for name, page in PAGES.items()}}
    home = re.compile(rf"{re.escape(str(ROOT))}|/home/|/root/|/tmp/")
    assert [name for name, text in texts.items() if home.search(text)] == []


def test_the_rules_are_listed_once_in_code_order(made: dict[str, str]) -> None:
    listed = re.findall(r"^\| \[(FC\d{3})\]\((FC\d{3})\.md\)", made["rules/index.md"], re.M)
    assert listed == [(code, code) for code in all_rules()]


def test_the_navigation_names_every_page_once() -> None:
    pages = [name.removeprefix("docs/") for name in PAGES if name.startswith("docs/")]
    assert sorted(leaves(navigation())) == sorted([*pages, *build_rules.names()])


def test_what_problems_link_to_are_pages(made: dict[str, str]) -> None:
    name, _, anchor = docs_url.SUPPRESSIONS.partition("#")
    assert anchor in PAGES[f"docs/{name.rstrip('/')}.md"].anchors()
    site = "https://docs.example.org/"
    for code in all_rules():
        url = docs_url.rule_url(code, site)
        assert url is not None
        assert f"{url.removeprefix(site).rstrip('/')}.md" in made


def test_one_place_knows_where_the_documentation_is() -> None:
    sources = [*(ROOT / "flowcheck").rglob("*.py"), *(ROOT / "docs").glob("*.py")]
    named = [path for path in sources if "readthedocs" in path.read_text("utf-8")]
    assert named == []
    config = SimpleNamespace(nav=[])
    build_rules.on_config(config)  # type: ignore[arg-type]
    assert config.site_url == (docs_url.DOCS_URL or "")


def test_the_readme_has_the_rule_table() -> None:
    assert generated.rule_table() in PAGES["README.md"].text


def test_every_configuration_key_stands_in_its_table() -> None:
    table = generated.PARTS["config-keys"]()
    assert "| `fail-on` | `error`, `warning`, `info`, `never` | `error` | Least severity" in table
    assert "| `max-nodes` | whole number ≥ 1 | `50` |" in table
    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text("utf-8"))
    assert re.findall(r"^\| `([\w-]+)` ", table, re.M) == list(schema["properties"])


def test_the_reference_has_every_public_name() -> None:
    import flowcheck

    text = generated.PARTS["api"]()
    headed = re.findall(r"^### (\w+)$", text, re.M)
    assert set(headed) == set(flowcheck.__all__) - {"RULES", "__version__"}
    assert "- `problems`: those the severity setting shows" in text
    assert "def check(flow: Any, *, settings: Settings | None = None," in text


def test_the_recipes_know_the_hooks_the_action_and_the_problem_matcher() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    ids = [hook["id"] for hook in hooks]
    for id in ids:
        assert f"| `{id}` |" in PAGES["docs/ci.md"].text
    for name in ("README.md", "docs/ci.md"):
        recipes = [
            yaml.safe_load(block.text) for block in PAGES[name].blocks() if block.language == "yaml"
        ]
        (used,) = (
            [hook["id"] for hook in recipe["repos"][0]["hooks"]]
            for recipe in recipes
            if "repos" in recipe and recipe["repos"][0]["repo"] != "local"
        )
        assert set(used) <= set(ids)
    matcher = json.loads((ROOT / "docs" / "problem-matcher.json").read_text("utf-8"))
    shown = [json.loads(b.text) for b in PAGES["docs/ci.md"].blocks() if b.language == "json"]
    assert shown == [matcher]
    settings = [
        json.loads(b.text) for b in PAGES["docs/editors.md"].blocks() if b.language == "json"
    ]
    (task,) = (each["tasks"][0]["problemMatcher"] for each in settings if "tasks" in each)
    pattern = matcher["problemMatcher"][0]["pattern"][0]
    # VS Code knows the word `info`, the runner of GitHub does not: there it has its own matcher.
    regexp = pattern["regexp"].replace("error|warning", "error|warning|info")
    assert task["pattern"] == {**pattern, "regexp": regexp}


def test_the_changelog_begins_with_this_version() -> None:
    from flowcheck import __version__

    versions = re.findall(r"^## (\S+) - (?:unreleased|\d{4}-\d\d-\d\d)$", CHANGELOG.text, re.M)
    assert versions[0] == __version__


CHANGELOG: Page = PAGES["CHANGELOG.md"]
