"""Each format prints exactly what lies in `golden/`, in the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from flowcheck.report import Report
from flowcheck.reports import FORMATS, renderer
from tests.reports import made
from tests.reports.formats import RENDER, golden


@pytest.mark.parametrize("name", RENDER)
def test_golden(name: str) -> None:
    assert RENDER[name](made.REPORT) == golden(name).read_bytes().decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("full", ""),
        ("concise", ""),
        ("jsonl", ""),
        ("github", ""),
        ("gitlab", "[]\n"),
        (
            "junit",
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<testsuites name="flowcheck" tests="1" failures="0" errors="0">\n'
            '  <testsuite name="flowcheck" tests="1" failures="0" errors="0" skipped="0">\n'
            '    <testcase classname="flowcheck" name="flowcheck"/>\n'
            "  </testsuite>\n"
            "</testsuites>\n",
        ),
    ],
)
def test_nothing_to_report(name: str, expected: str) -> None:
    assert renderer(name)(Report()) == expected


def test_every_format_has_a_renderer() -> None:
    assert [renderer(name).__module__ for name in FORMATS] == [
        f"flowcheck.reports.{name}" for name in FORMATS
    ]


SCRIPT = """
import pytest
from tests.reports import made
from tests.reports.formats import RENDER, settle
with pytest.MonkeyPatch.context() as patch:
    settle(patch)
    print(repr([render(made.REPORT) for render in RENDER.values()]))
"""


def test_same_bytes_under_every_hash_seed() -> None:
    digests = set()
    for seed in ("0", "1234"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        )
        assert len(done.stdout) > 10_000
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


def test_rendering_imports_no_third_party() -> None:
    script = (
        "import sys\n"
        "from flowcheck.report import Report\n"
        "from flowcheck.reports import FORMATS, renderer\n"
        "for name in FORMATS: renderer(name)(Report())\n"
        "heavy = ('pydantic', 'networkx', 'jsonschema', 'rich', 'click', 'pysat')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
