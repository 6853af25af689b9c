"""Which rules settings choose, and what their findings count for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowcheck import Settings, SettingsError, Severity, check
from flowcheck.config.nearest import Configurations
from flowcheck.rules.registry import all_rules
from flowcheck.rules.selection import Selection
from flowcheck.settings import Overrides

FLOW = '[{"id": "paint", "type": "custom-model", "dependsOn": ["pain"]}]'


def shown(**settings: Any) -> list[tuple[str, str]]:
    return [(p.code, p.severity) for p in check(FLOW, settings=Settings(**settings)).problems]


def test_codes_prefixes_and_names_choose_rules() -> None:
    assert Selection.of(Settings()).codes == set(all_rules())
    assert Selection.of(Settings(select=("fc204", "never-runs"))).codes == {"FC204", "FC308"}
    family = Selection.of(Settings(select=("FC20",), ignore=("FC204",)))
    assert "FC205" in family.codes
    assert "FC204" not in family.codes | family.named


@pytest.mark.parametrize(
    "table",
    [
        {"FC204": "info", "FC2": "warning"},
        {"ALL": "error", "unknown-node": "info"},
        {"FC204": "info", "FC20": "error", "ALL": "warning"},
        {"FC20": "error", "ALL": "warning", "unknown-node": "info"},
    ],
    ids=str,
)
def test_the_selector_of_the_fewest_rules_sets_the_severity(table: dict[str, Any]) -> None:
    selection = Selection.of(Settings(severities=table))
    assert selection.severities["FC204"] is Severity.INFO
    assert ("FC204", "info") in shown(severities=table, severity="info")
    assert "FC204" not in dict(shown(severities=table))


def test_names_and_prefixes_set_severities() -> None:
    assert dict(shown(severities={"unknown-node": "warning"}))["FC204"] == "warning"
    assert dict(shown(severities={"FC7": "warning"}))["FC702"] == "warning"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"severities": {"FC999": "info"}}, "no rule matches `FC999`"),
        (
            {"severities": {"unknown-nod": "info"}},
            "no rule matches `unknown-nod`; did you mean `unknown-node`?",
        ),
        ({"select": ("FC",), "ignore": ("FC2O4",)}, "no rule matches `FC2O4`"),
        ({"extend_select": ["FC001"]}, "it speaks about the configuration"),
        ({"severities": {"FC001": "info"}}, "it speaks about the configuration"),
    ],
    ids=str,
)
def test_a_selector_without_a_rule_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as error:
        check("[]", settings=Settings(**wrong))
    assert message in str(error.value)


def test_settings_are_values() -> None:
    one = Settings(select=["FC2"], severities={"FC204": "info"})
    other = Settings(select=("FC2",), severities={"FC204": Severity.INFO})
    assert one == other
    assert len({one, other, Settings()}) == 2


@st.composite
def selectors(draw: st.DrawFn) -> str:
    rule = draw(st.sampled_from(list(all_rules().values())))
    words = ["ALL", rule.name, *(rule.code[:length] for length in range(1, 6))]
    return draw(st.sampled_from(words))


LISTS = st.lists(selectors(), max_size=4).map(tuple)


def last_word(code: str, wanted: tuple[str, ...], ignored: tuple[str, ...]) -> bool | None:
    """What the most specific selector says of a rule; None when none speaks of it."""
    name = all_rules()[code].name
    verdicts = [(length(word, code, name), False) for word in ignored]
    verdicts += [(length(word, code, name), True) for word in wanted]
    spoken = [(long, verdict) for long, verdict in verdicts if long is not None]
    most = max((long for long, _ in spoken), default=None)
    return None if most is None else all(verdict for long, verdict in spoken if long == most)


def length(word: str, code: str, name: str) -> int | None:
    if word == "ALL":
        return 0
    if word == name:
        return len(code)
    return len(word) if code.startswith(word) else None


@given(LISTS, LISTS, LISTS, LISTS, LISTS)
def test_the_more_specific_selector_wins_and_overrides_before_all(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend: tuple[str, ...],
    over_ignore: tuple[str, ...],
    over_extend: tuple[str, ...],
) -> None:
    overrides = Overrides(over_ignore, over_extend)
    selection = Selection.of(
        Settings(select=select, ignore=ignore, extend_select=extend, overrides=overrides)
    )
    for code in all_rules():
        verdict = last_word(code, over_extend, over_ignore)
        if verdict is None:
            verdict = last_word(code, (*select, *extend), ignore)
        assert (code in selection.named) is (verdict is True)
        runs = not select if verdict is None else verdict
        assert (code in selection.codes) is runs


@pytest.mark.parametrize(
    ("file", "flags", "ours", "others"),
    [
        # As ruff does, asked for F401 among F4.
        ('ignore = ["FC309"]', "--select FC309", True, False),
        ("", "--ignore FC3 --select FC309", True, False),
        ('ignore = ["FC3"]\nselect = ["FC309"]', "", True, False),
        ('select = ["FC309"]\nignore = ["FC309"]', "", False, False),
        ('select = ["FC309"]', "--ignore FC3", False, False),
        ('select = ["FC309"]', "--ignore FC309", False, False),
        ('ignore = ["FC309"]', "--extend-select FC3", True, True),
        ('ignore = ["FC309"]', "--extend-select FC309", True, True),
        ('ignore = ["FC309"]', "--ignore FC302", False, True),
        ('ignore = ["FC309"]', "--select FC3", True, True),
        ('ignore = ["FC309"]', "--select ALL", True, True),
        ('ignore = ["never-completes"]', "--select FC3 --ignore FC309", False, True),
        ('extend-select = ["FC7"]\nignore = ["FC309"]', "--select FC3", True, True),
    ],
)
def test_the_command_line_goes_before_the_file(
    tmp_path: Path, file: str, flags: str, ours: bool, others: bool
) -> None:
    (tmp_path / "flowcheck.toml").write_text(file)
    words: dict[str, tuple[str, ...]] = {}
    for flag, word in zip(flags.split()[::2], flags.split()[1::2], strict=True):
        words[flag.strip("-").replace("-", "_")] = (word,)
    resolved = Configurations(words).of(str(tmp_path / "app.json"))
    codes = Selection.of(resolved.settings).codes
    assert ("FC309" in codes, "FC308" in codes) == (ours, others)


def test_the_severity_of_the_file_is_shown_unless_the_command_line_says_another(
    tmp_path: Path,
) -> None:
    (tmp_path / "flowcheck.toml").write_text('min-severity = "info"')
    of = str(tmp_path / "app.json")
    assert Configurations({}).of(of).settings.severity is Severity.INFO
    assert Configurations({"severity": "error"}).of(of).settings.severity is Severity.ERROR
