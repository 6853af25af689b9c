"""`flowcheck check --show-settings`."""

from __future__ import annotations

import json
from typing import Any

from flowcheck.config.resolve import Resolved


def settings_text(resolved: Resolved) -> str:
    """A line per setting: name, value, where it came from."""
    settings, file = resolved.settings, resolved.file
    config = None if file is None else file.config
    rows: list[tuple[str, Any, str]] = [
        ("select", list(settings.select) or "every rule", "select"),
        ("ignore", list(settings.ignore), "ignore"),
        ("extend-select", list(settings.extend_select), "extend_select"),
        ("least severity shown", settings.severity.value, "severity"),
        ("severity", {c: s.value for c, s in settings.severities.items()}, "severities"),
        ("fail-on", resolved.fail_on.value if resolved.fail_on else "never", "fail_on"),
        ("exclude", config.exclude if config else [], "exclude"),
        ("max-nodes", settings.max_nodes, "max_nodes"),
        ("max-runs", settings.max_runs, "max_runs"),
        ("solver-budget", settings.solver_budget, "solver_budget"),
        ("models", list(settings.models), "models"),
        ("strict", settings.strict, "strict"),
        ("docs-url", settings.docs_url, "docs_url"),
        ("baseline", str(resolved.baseline) if resolved.baseline else None, "baseline"),
        ("per-file-ignores", config.per_file_ignores if config else {}, "per_file_ignores"),
        ("suppress", f"{len(config.suppress) if config else 0} entries", "suppress"),
    ]
    lines = [f"configuration file: {file.path if file else 'none'}"]
    for name, value, key in rows:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)
        lines.append(f"{name} = {text}  ({resolved.origins.get(key, 'default')})")
    return "".join(f"{line}\n" for line in lines)
