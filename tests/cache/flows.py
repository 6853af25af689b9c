"""A folder of files that depend on each other, and runs that tell what they checked afresh."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import flowcheck.batch.worker
from flowcheck.batch.check import Batch, How, Under, check_found
from flowcheck.cache.store import Store
from flowcheck.project.project import Project
from flowcheck.reading.files import find
from flowcheck.settings import Settings

FAULTY = [{"id": "a", "type": "custom-model"}]
SOUND = [{"id": "draw", "type": "custom-model", "modelId": "model_flux", "inputs": [
    {"name": "promt", "type": "string", "value": "a cat"}]}]  # fmt: skip
MODEL = {"id": "model_flux", "type": "flux.1", "name": "Flux",
         "capabilities": ["txt2img"], "source": "huggingface", "inputs": [
             {"name": "prompt", "type": "string"}]}  # fmt: skip
CALLEE = {"id": "wf_inner", "name": "Inner", "inputs": [{"name": "style", "type": "string"}],
          "flow": [{"id": "draw", "type": "custom-model", "modelId": "model_x", "inputs": [
              {"name": "prompt", "type": "string",
               "ref": {"node": "workflow", "name": "style"}}]}]}  # fmt: skip
CALLER = {"id": "wf_outer", "name": "Outer", "inputs": [],
          "flow": [{"id": "call", "type": "workflow", "workflowId": "wf_inner", "inputs": [
              {"name": "stlye", "type": "string", "value": "flat"}]}]}  # fmt: skip


def write(path: str, value: Any) -> None:
    Path(path).write_text(json.dumps(value, indent=1))


@dataclass
class Runs:
    """Runs of a check in the working directory. fresh: the files the last one checked itself."""

    monkeypatch: pytest.MonkeyPatch
    store: Store | None = field(default_factory=lambda: Store(Path(".flowcheck_cache")))
    fresh: list[str] = field(default_factory=list)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        original = flowcheck.batch.worker.check_each
        self.fresh = []

        def noting(sources: Any, settings: Settings, project: Project) -> Any:
            sources = list(sources)
            self.fresh += [source.name for source in sources]
            return original(sources, settings, project)

        with self.monkeypatch.context() as patch:
            patch.setattr(flowcheck.batch.worker, "check_each", noting)
            yield

    def __call__(self, *paths: str, skip: bool = False, **settings: Any) -> Batch:
        found, failures, _ = find(paths or (".",), doubtful=skip)
        under = Under(Settings(**settings), self.store)
        with self._noting():
            return check_found(found, under, How(), failures=failures)


def said(batch: Batch) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in batch.report.problems]
