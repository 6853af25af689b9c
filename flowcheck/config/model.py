"""What a configuration file may say, as pydantic models: unknown keys are refused."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flowcheck.findings import SeverityWord


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", alias_generator=_kebab)


class Suppress(_Strict):
    """One `[[suppress]]`: problems that are known and meant.

    It hides problems with one of `codes` in files that match `file`, in the node `node` and its
    input `input`, or at `pointer`; what is left out matches anything."""

    file: str = Field(description="Glob, relative to the configuration file's folder.")
    codes: list[str] = Field(min_length=1, description="Codes, prefixes or names.")
    reason: str = Field(description="Why it is meant.")
    node: str | None = Field(default=None, description="Node id.")
    input: str | None = Field(default=None, description="Input name.")
    pointer: str | None = Field(default=None, description="JSON pointer in the file.")


class Config(_Strict):
    """`flowcheck.toml`, or `[tool.flowcheck]` in `pyproject.toml`."""

    select: list[str] = Field(default=[], description="Run only these rules; empty: every rule.")
    ignore: list[str] = Field(
        default=[], description="Rules left out, unless a more specific selector wants them."
    )
    extend_select: list[str] = Field(
        default=[], description="Rules to run as well; info rules can be named too."
    )
    severity: dict[str, SeverityWord] = Field(
        default={}, description="Code, prefix or name → the severity its problems get."
    )
    min_severity: SeverityWord = Field(default="warning", description="Least severity shown.")
    fail_on: Literal["error", "warning", "info", "never"] = Field(
        default="error", description="Least severity that makes the exit code 1."
    )
    exclude: list[str] = Field(
        default=[],
        description="Globs of files that are never checked, not even when named.",
    )
    max_nodes: int = Field(default=50, ge=1, description="Nodes a flow may have (FC109).")
    max_runs: int = Field(
        default=1000, ge=1, description="Runs a loop may make of its body (FC413)."
    )
    solver_budget: int = Field(
        default=20_000, ge=0, description="Solver conflicts spent on one flow (FC613)."
    )
    models: list[str] = Field(
        default=[], description="Files or folders with model records (FC801-FC806)."
    )
    workflows: list[str] = Field(
        default=[],
        description="Files or folders with workflows that are called, read but not checked "
        "(FC811-FC816).",
    )
    strict: bool = Field(
        default=False, description="A file in a folder that holds no flow is an error (FC103)."
    )
    docs_url: str | None = Field(
        default=None,
        description="Address where this documentation is published for you, for the links to "
        "the rules' pages; empty for none.",
    )
    baseline: str | None = Field(default=None, description="Baseline file.")
    per_file_ignores: dict[str, list[str]] = Field(
        default={}, description="Glob → rules left out in the files it matches."
    )
    suppress: list[Suppress] = Field(default=[], description="Problems that are meant.")
