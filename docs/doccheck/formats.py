"""Blocks of data: JSON, TOML, YAML and Python that have to parse."""

from __future__ import annotations

import ast
import json
import tomllib

import yaml
from pydantic import ValidationError

from doccheck.pages import Block
from flowcheck.config.model import Config


def complaint(block: Block) -> str | None:
    """What is wrong with a block of data, or None."""
    checker = _CHECKERS.get(block.language)
    if checker is None:
        return None
    try:
        checker(block.text)
    except (ValueError, SyntaxError, yaml.YAMLError, ValidationError) as error:
        return f"{block.language} block: {error}"
    return None


def _toml(text: str) -> None:
    """A configuration of flowcheck; in a `pyproject.toml`, its own table."""
    data = tomllib.loads(text)
    Config.model_validate(data.get("tool", {}).get("flowcheck", data))


def _python(text: str) -> None:
    if ">>>" not in text:
        ast.parse(text)


_CHECKERS = {"json": json.loads, "toml": _toml, "yaml": yaml.safe_load, "python": _python}
