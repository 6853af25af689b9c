"""Which rules settings choose, and what their findings count for."""

from __future__ import annotations

from typing import Any

import pytest

from flowcheck import Settings, SettingsError, Severity, check
from flowcheck.rules.registry import all_rules
from flowcheck.rules.selection import Selection

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
