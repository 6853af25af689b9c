"""Model records by id: those of `--models` files, and those among the checked documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from flowcheck.findings import Pointer
from flowcheck.reading.documents import Document, Kind
from flowcheck.reading.files import Found, flow_files, read
from flowcheck.reading.recognise import (
    contract_field,
    contract_in,
    holds_wires,
    is_model,
    looks_like_inputs,
    looks_like_nodes,
)
from flowcheck.reading.replies import wrapped
from flowcheck.reading.source import Source
from flowcheck.report import Failure
from flowcheck.settings import SettingsError
from flowcheck.wire.vocabulary import MODEL_TYPES

_OTHER_RECORDS = ("flow", "metadata", "editorInfo", "editor_info")
"""Fields of which a model record has none."""
_EMPTY: tuple[Any, ...] = ([], {"models": []})
"""Files that hold no model and need not."""


class Catalogue:
    """Model records by id.

    Of several records of one id the first that tells inputs counts, else the first: a list reply
    may leave out what the model's own record has."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._models: dict[str, Document] = {}
        for document in documents:
            id = document.record["id"]
            known = self._models.get(id)
            if known is None or (not known.inputs and document.inputs):
                self._models[id] = document

    def __len__(self) -> int:
        return len(self._models)

    def get(self, id: str) -> Document | None:
        """The record of a model; None when there is none."""
        return self._models.get(id)

    @property
    def ids(self) -> Iterable[str]:
        """The id of every model."""
        return self._models.keys()


def model_type(document: Document) -> str | None:
    """The `type` of a model record (`flux.1-lora` …); None when it does not say."""
    word = document.record.get("type")
    return word if isinstance(word, str) and word.strip() else None


def read_models(paths: Iterable[str]) -> list[tuple[Source, list[Document]]]:
    """Read the files and directories that `--models` names, in that order, each file once.

    Files hold model records, replies with some, or lists of either; what else a directory holds
    is passed over, and .gitignore means nothing here: fetched records are often ignored. Raises
    SettingsError for a path that cannot be read, for what is not JSON, and for a path without any
    model record."""
    read_in: dict[str, tuple[Source, list[Document]]] = {}
    for path in paths:
        is_folder = os.path.isdir(path)
        found = False
        for name in _files(path) if is_folder else (os.path.normpath(path),):
            if name not in read_in:
                read_in[name] = _read(Found(name.replace(os.sep, "/"), explicit=not is_folder))
            source, models = read_in[name]
            found = found or bool(models) or any(r.decoded.value in _EMPTY for r in source.records)
        if not found:
            raise SettingsError(f"`{path}` holds no model record")
    return list(read_in.values())


def _files(folder: str) -> Iterator[str]:
    def failed(error: OSError) -> None:
        raise _unreadable(str(error.filename), error.strerror or "unreadable")

    return map(os.path.normpath, flow_files(folder, failed))


def _unreadable(path: str, why: str) -> SettingsError:
    return SettingsError(f"cannot read models from `{path}`: {why.lower()}")


def _read(file: Found) -> tuple[Source, list[Document]]:
    source = read(file)
    if isinstance(source, Failure):
        raise _unreadable(source.file, source.message)
    return source, models_in(source)


def models_in(source: Source) -> list[Document]:
    """The model records in a file that settings name, or in one of a folder that they name.
    Raises SettingsError for what is not JSON."""
    models: list[Document] = []
    for record in source.records:
        problem = record.decoded.problem
        if problem is not None:
            if not source.explicit and source.unrecognised and problem.args["kind"] == "comment":
                continue  # some editor's settings
            line, column = source.lines.position(problem.offset)
            raise SettingsError(
                f"cannot read models from `{source.name}`: line {line}, column {column}: "
                f"{problem.message}"
            )
        root = record.decoded.value
        for at, model in _records(root, ()):
            if source.explicit or _surely_a_model(model):
                field = contract_field(model)
                inputs = None if field is None else (*at, field)
                models.append(
                    Document(Kind.MODEL, at, root, model, None, inputs, source.name, record.line)
                )
    return models


def _records(value: Any, at: Pointer) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """The records of a file that may be models': of what the user calls models, all with an id."""
    if isinstance(value, list):
        if len(at) < 2 and not looks_like_nodes(value):
            for index, item in enumerate(value):
                yield from _records(item, (*at, index))
    elif isinstance(value, dict):
        inner = list(wrapped(value, "model"))
        for place, record in inner:
            yield from _records(record, (*at, *place))
        if not inner and _may_be_a_model(value):
            yield at, value


def _may_be_a_model(value: dict[str, Any]) -> bool:
    id = value.get("id")
    if not isinstance(id, str) or not id.strip():
        return False
    return all(value.get(field) is None for field in _OTHER_RECORDS) and not holds_wires(
        contract_in(value)
    )


def _surely_a_model(value: dict[str, Any]) -> bool:
    word = value.get("type")
    return (
        is_model(value)
        or looks_like_inputs(contract_in(value))
        or (isinstance(word, str) and word in MODEL_TYPES)
    )
