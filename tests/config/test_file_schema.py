"""The configuration's JSON Schema: current, valid, and of one mind with the models."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from flowcheck.config.file_schema import config_schema, config_schema_text
from flowcheck.config.model import Config
from flowcheck.shipped_schemas import load


def test_written_schema_is_current() -> None:
    assert load("config") == config_schema_text(), "run `make schemas`"
    jsonschema.Draft202012Validator.check_schema(json.loads(load("config")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "select = ['FC2']\nignore = ['FC204']\nextend-select = ['FC314']\nfail-on = 'warning'",
        "exclude = ['a/**']\nmax-nodes = 3\nmax-runs = 1\nsolver-budget = 0\nmodels = ['m']",
        "baseline = 'b.json'\n[severity]\nFC2 = 'info'\n[per-file-ignores]\n'a*' = ['FC1']",
        "[[suppress]]\nfile = 'a'\ncodes = ['FC1']\nreason = 'x'\nnode = 'n'\ninput = 'i'",
        "[[suppress]]\nfile = 'a'\ncodes = []\nreason = 'x'",
        "[[suppress]]\nfile = 'a'\ncodes = ['FC1']",
        "[[suppress]]\nfile = 'a'\ncodes = ['FC1']\nreason = 'x'\nwhere = 'y'",
        "max-nodes = 0",
        "max_nodes = 5",
        "max-nodes = '5'",
        "fail-on = 'sometimes'",
        "[severity]\nFC2 = 'off'",
        "select = 'FC2'",
    ],
)
def test_schema_and_models_agree(text: str) -> None:
    data: dict[str, Any] = tomllib.loads(text)
    validator = jsonschema.Draft202012Validator(config_schema())
    try:
        Config.model_validate(data)
        fits = True
    except ValidationError:
        fits = False
    assert validator.is_valid(data) is fits
