"""Inputs that an engine makes out of what they reach in the code: atheris, of libFuzzer.

    make fuzz-guided                              # documents, until Ctrl-C
    make fuzz-guided FUZZ='bytes -runs=100000'    # options of libFuzzer behind the sort

It begins with the corpus, and changes inputs as `documents`, `byte_files` and `expressions` do, or
as libFuzzer does. What fails is kept in `.fuzz`; what reached something new in `.fuzz/SORT`.
atheris is no dependency: `make fuzz-guided` installs it into an environment of its own."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random

import atheris

_UNUSED = ("flowcheck.__main__", "flowcheck.cli", "flowcheck.sweep", "flowcheck.lsp.serve")

with atheris.instrument_imports(include=["flowcheck"]):
    import flowcheck

    # Most of it is loaded when it is needed, and would then not be looked at.
    for module in walk_packages(flowcheck.__path__, "flowcheck."):
        if not module.name.startswith(_UNUSED):
            import_module(module.name)
    from tests.fuzz.byte_files import garbled
    from tests.fuzz.corpus import CORPUS
    from tests.fuzz.documents import damage, spelled
    from tests.fuzz.expressions import mistyped
    from tests.fuzz.inputs import SORTS, Input, Sort
    from tests.fuzz.judging import judge
    from tests.fuzz.running import prepare

_NAMES: dict[Sort, tuple[str, ...]] = {
    "documents": ("a.json",),
    "bytes": ("a.json", "a.json", "a.jsonl", "a.jsonl.gz", "a.jsonl.zst"),
    "expressions": ("a.cel",),
}
_RARELY = 200
FOUND = Path(".fuzz")


def main() -> None:
    """Read the sort, hand the rest to libFuzzer, and never come back."""
    sort: Sort = next((one for one in SORTS if one in sys.argv[1:2]), "documents")
    options = [word for word in sys.argv[1:] if word not in SORTS]
    reached = FOUND / sort
    reached.mkdir(parents=True, exist_ok=True)
    folders = [str(reached), str(CORPUS / sort)]
    prepare()

    def one(data: bytes) -> None:
        names = _NAMES[sort]
        name = names[len(data) % len(names)]
        text = data.decode(errors="ignore").encode() if sort == "expressions" else data
        judge(Input(sort, name, text, f"{sort} guided"), _RARELY)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        rng = Random(seed)
        if rng.random() < 0.3:
            return atheris.Mutate(data, most)
        return _changed(sort, rng, data)[:most]

    own = [f"-artifact_prefix={FOUND}/{sort}-", "-timeout=60", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *own, *options, *folders], one, custom_mutator=changed)
    atheris.Fuzz()


def _changed(sort: Sort, rng: Random, data: bytes) -> bytes:
    if sort == "expressions":
        return mistyped(rng, data.decode(errors="ignore")).encode(errors="ignore")
    if sort == "bytes":
        return garbled(rng, data)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return garbled(rng, data)
    return spelled(rng, damage(rng, value))


if __name__ == "__main__":
    main()
