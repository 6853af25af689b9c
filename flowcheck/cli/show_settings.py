"""`flowcheck check --show-settings`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flowcheck.config.load import NAME, project_in
from flowcheck.config.nearest import Configurations
from flowcheck.config.resolve import Resolved
from flowcheck.reports.summary import counted
from flowcheck.settings import Overrides

_MOST_NAMED = 10


def settings_text(configurations: Configurations, paths: Iterable[str], names: list[str]) -> str:
    """For each configuration around paths and the files found there: the file, which files it
    steers where there are several, and a line per setting: name, value, where it came from."""
    around = configurations.around([*paths, *names])
    steered: dict[Resolved, list[str]] = {}
    for name in names:
        steered.setdefault(configurations.of(name), []).append(name)
    blocks = []
    for resolved in around:
        mine = steered.get(resolved, [])
        blocks.append(
            [
                f"configuration file: {_file(resolved)}",
                *([] if len(around) == 1 else [f"steers {_listed(mine)}"]),
                *_settings(resolved),
            ]
        )
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)


def _file(resolved: Resolved) -> str:
    file = resolved.file
    if file is None:
        return "none"
    beside = project_in(file.folder) if file.path.name == NAME else None
    return f"{file.path}" + (f" (goes before {beside})" if beside else "")


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return counted(len(names), "file") + (f": {named}" if names else "")


def _settings(resolved: Resolved) -> Iterable[str]:
    settings, file = resolved.settings, resolved.file
    config = None if file is None else file.config
    rows: list[tuple[str, Any, str]] = [
        ("select", list(settings.select) or "every rule", "select"),
        ("ignore", list(settings.ignore), "ignore"),
        ("extend-select", list(settings.extend_select), "extend_select"),
        *_over(settings.overrides),
        ("min-severity", settings.severity.value, "severity"),
        ("severity", {c: s.value for c, s in settings.severities.items()}, "severities"),
        ("fail-on", resolved.fail_on.value if resolved.fail_on else "never", "fail_on"),
        ("exclude", list(resolved.exclude), "exclude"),
        ("max-nodes", settings.max_nodes, "max_nodes"),
        ("max-runs", settings.max_runs, "max_runs"),
        ("solver-budget", settings.solver_budget, "solver_budget"),
        ("models", list(settings.models), "models"),
        ("workflows", list(settings.workflows), "workflows"),
        ("strict", settings.strict, "strict"),
        ("docs-url", settings.docs_url, "docs_url"),
        ("baseline", str(resolved.baseline) if resolved.baseline else None, "baseline"),
        ("per-file-ignores", config.per_file_ignores if config else {}, "per_file_ignores"),
        ("suppress", f"{len(config.suppress) if config else 0} entries", "suppress"),
    ]
    for name, value, key in rows:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)
        yield f"{name} = {text}  ({_origin(resolved, key)})"


def _over(told: Overrides) -> Iterable[tuple[str, Any, str]]:
    """What the command line says on top of the file."""
    if told.ignore:
        yield "ignore", list(told.ignore), "--ignore"
    if told.extend_select:
        yield "extend-select", list(told.extend_select), "--extend-select"


def _origin(resolved: Resolved, key: str) -> str:
    if key.startswith("--"):
        return f"{key}, which goes before the file"
    return resolved.origins.get(key, "default")
