"""What each linter is given: a document of its own kind with so many parts, without a fault."""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks import flows


def workflow(size: int) -> str:
    """A chain of nodes, as flowcheck and check-jsonschema read it."""
    return json.dumps(flows.chain(size), indent=1)


def template(size: int) -> str:
    """A CloudFormation template of queues, each named after the one before."""
    resources = {
        f"Queue{n}": {
            "Type": "AWS::SQS::Queue",
            "Properties": {"DelaySeconds": 5}
            | ({"QueueName": {"Fn::Sub": f"after-${{Queue{n - 1}}}"}} if n else {}),
        }
        for n in range(size)
    }
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}, indent=1)


def action(size: int) -> str:
    """A GitHub workflow of one job with so many steps; five hundred at most in a job."""
    lines = ["name: bench", "on: push", "permissions: {}", "jobs:"]
    for step in range(size):
        if step % 500 == 0:
            lines += [f"  job{step // 500}:", "    runs-on: ubuntu-24.04", "    steps:"]
        lines.append(f"      - run: echo {step}")
    return "\n".join(lines) + "\n"


def interface(size: int) -> str:
    """An OpenAPI document of so many operations."""
    paths = {
        f"/things{n}": {
            "get": {
                "operationId": f"things{n}",
                "summary": "Things",
                "description": "All of them",
                "tags": ["things"],
                "responses": {"200": {"description": "done"}},
            }
        }
        for n in range(size)
    }
    info = {"title": "bench", "version": "1", "description": "b", "contact": {"name": "nobody"}}
    whole = {
        "openapi": "3.0.3",
        "info": info,
        "servers": [{"url": "https://example.org"}],
        "tags": [{"name": "things", "description": "Things"}],
        "paths": paths,
    }
    return json.dumps(whole, indent=1)


def module(size: int) -> str:
    """A Python module of so many functions."""
    return "\n\n".join(f"def f{n}(x: int) -> int:\n    return x + {n}\n" for n in range(size))


KINDS: dict[str, Callable[[int], str]] = {
    "flow.json": workflow,
    "template.json": template,
    ".github/workflows/bench.yml": action,
    "interface.json": interface,
    "module.py": module,
}
"""Where a document lies in its folder, and how it is made."""
