"""Reports made by hand, with every sort of thing a format has to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowcheck.findings import Edit, Fix, Severity, TextEdit, Witness
from flowcheck.reading.text import Lines
from flowcheck.report import Failure, Problem, Related, Report, Summary, fingerprint
from flowcheck.rules.pages import Page

APP = "flows/app.json"
APP_TEXT = """{
  "inputs": [{"name": "image", "type": "file"}],
  "flow": [
    {
      "id": "draw",
\t  "type": "custom-model", "modelId": "model_x", "includeOutputsInWorkflowJob": false
    },
    {"id": "猫", "inputs": [{"name": "画像", "type": "file", "ref": {"node": "upscal"}}]},
    {"id": "a", "dependsOn": ["b"]},
    {"id": "b", "dependsOn": ["a"]}
  ]
}
"""
PIPED = "<stdin>"
PIPED_TEXT = '{"flow": [{"id": "x"}'


def place(text: str, needle: str, nth: int = 0) -> tuple[int, int, int, int]:
    """Line, column, end line, end column of the nth occurrence of `needle`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(needle, start + 1)
    lines = Lines(text)
    return (*lines.position(start), *lines.position(start + len(needle)))


def problem(
    code: str = "FC204",
    rule: str = "unknown-node",
    severity: Severity = Severity.ERROR,
    message: str = "`ref` names node `upscal`, which is not in this flow",
    at: tuple[int, int, int, int] = (1, 1, 1, 2),
    *,
    file: str = APP,
    hint: str | None = None,
    pointer: str = "",
    node: str | None = None,
    input: str | None = None,
    args: Mapping[str, Any] | None = None,
    related: tuple[Related, ...] = (),
    witness: Witness | None = None,
    fix: Fix | None = None,
) -> Problem:
    """A problem of which only what matters has to be said."""
    args = args or {}
    return Problem(
        code,
        rule,
        severity,
        message,
        hint,
        file,
        *at,
        pointer,
        node,
        input,
        args,
        related,
        witness,
        fingerprint(code, (pointer,), args),
        f"https://docs.example.org/rules/{code}/",
        fix,
    )


def of(*problems: Problem, sources: Mapping[str, str] | None = None, **more: Any) -> Report:
    """A report of these problems, sorted and counted as the engine does."""
    counts = [sum(p.severity is s for p in problems) for s in Severity]
    summary = Summary(
        files=len({p.file for p in problems}),
        errors=counts[0],
        warnings=counts[1],
        infos=counts[2],
        suppressed=len(more.get("suppressed", ())),
    )
    ordered = tuple(sorted(problems, key=lambda p: p.sort_key))
    return Report(ordered, summary=summary, sources=sources or {}, **more)


UNKNOWN_NODE = problem(
    at=place(APP_TEXT, '"upscal"'),
    hint="did you mean `upscale`?",
    pointer="/flow/1/inputs/0/ref/node",
    node="猫",
    input="画像",
    args={"missing": "upscal"},
    fix=Fix(
        "replace it with `upscale`",
        (Edit("replace", ("flow", 1, "inputs", 0, "ref", "node"), "upscale"),),
        safe=False,
        text_edits=(
            TextEdit("/flow/1/inputs/0/ref/node", *place(APP_TEXT, '"upscal"'), '"upscale"'),
        ),
    ),
)
CYCLE = problem(
    "FC209",
    "cycle",
    message="these nodes wait for each other: `a` → `b` → `a`",
    at=place(APP_TEXT, '"b"'),
    pointer="/flow/2/dependsOn/0",
    node="a",
    args={"cycle": ["a", "b"]},
    related=(
        Related("`a` waits for `b`", "/flow/2/dependsOn/0", *place(APP_TEXT, '"b"')),
        Related("`b` waits for `a`", "/flow/3/dependsOn/0", *place(APP_TEXT, '"a"', 1)),
    ),
)
HANGS = problem(
    "FC309",
    "never-completes",
    message="`draw` waits for `fast`, which is skipped: the job hangs",
    at=place(APP_TEXT, APP_TEXT[APP_TEXT.index("    {\n      ") + 4 : APP_TEXT.index("},") + 1]),
    pointer="/flow/0",
    node="draw",
    args={"node": "draw"},
    related=(Related("`fast` is skipped here", "/flow/2", 3, 5, 3, 9, "flows/sub/50%.json"),),
    witness=Witness(("prompt",), ("image",), {"mode": "quick"}, {"router": "2", "last": None}),
)
INCLUDED = problem(
    "FC501",
    "include-outputs-not-true",
    Severity.WARNING,
    "`includeOutputsInWorkflowJob` is `false`",
    place(APP_TEXT, '"includeOutputsInWorkflowJob": false'),
    hint="leave it out",
    pointer="/flow/0/includeOutputsInWorkflowJob",
    node="draw",
    args={"value": False},
    fix=Fix(
        "remove it",
        (Edit("remove", ("flow", 0, "includeOutputsInWorkflowJob")),),
        text_edits=(
            TextEdit(
                "/flow/0/includeOutputsInWorkflowJob",
                *place(APP_TEXT, ', "includeOutputsInWorkflowJob": false'),
                "",
            ),
        ),
    ),
)
CUT_OFF = problem(
    "FC101",
    "invalid-json",
    message="the array begun in line 1 is not closed",
    at=(1, 22, 1, 22),
    file=PIPED,
    args={"kind": "end"},
)
UNUSED = problem(
    "FC215",
    "unused-workflow-input",
    Severity.INFO,
    "nobody reads `image`",
    place(APP_TEXT, '"image"'),
    pointer="/inputs/0/name",
    input="image",
    args={"input": "image"},
)
HIDDEN = problem(
    "FC204",
    message="`dependsOn` names node `gone`, which is not in this flow",
    at=place(APP_TEXT, '["a"]'),
    pointer="/flow/3/dependsOn",
    node="b",
    args={"missing": "gone"},
)
REPORT = Report(
    tuple(
        sorted(
            (UNKNOWN_NODE, CYCLE, HANGS, INCLUDED, CUT_OFF, UNUSED),
            key=lambda p: p.sort_key,
        )
    ),
    (Failure("secret.json", "permission denied"),),
    Summary(3, 3, 5, 4, 1, 1, 1, 2),
    (HIDDEN,),
    {APP: APP_TEXT, PIPED: PIPED_TEXT},
)


PAGE = """A reference names a node that is not in the flow.

Why: Scenario refuses the flow
(observed).

Bad:

    {"ref": {"node": "upscal"}}

Good:
    {"ref":
      {"node": "upscale"}}
"""
PAGES = {
    code: Page(
        code,
        name,
        severity,
        fixable,
        "observed",
        PAGE.rstrip(),
    )
    for code, name, severity, fixable in (
        ("FC204", "unknown-node", "error", "unsafe"),
        ("FC215", "unused-workflow-input", "warning", None),
    )
}

HOSTILE = (
    "\x1b[31mred\x07",
    "two\nlines\r\nand\rmore",
    "]]><!--",
    "::error file=x::gone",
    "##[error]x",
    "%0A::warning::x",
    "\"quotes' `ticks`",
    "<script>alert(1)</script>&amp;",
    "\u202eevil\u2066\u061c",
    "lone \ud800 and \udc9b",
    "\x00\x0b\x7f\x85\x9b31m\u2028\u2029\ufffe\uffff",
    "[click](http://example.invalid)",
    "{0} %s {name}",
    "\U000e0041\U0001f3a8",
    "a,b:c=d;e",
    "long" * 2500,
)
"""Names a checked file may hold."""


def hostile(text: str) -> Report:
    """A report in which the text stands wherever a file's content can come to stand."""
    related = (Related(f"first `{text}`", f"/{text}", 1, 1, 1, 2, file=text),)
    witness = Witness((text,), (text,), {text: text}, {text: text})
    bad = problem(
        message=f"no node `{text}`",
        at=(1, 2, 1, 4),
        file=text,
        hint=f"did you mean `{text}`?",
        pointer=f"/{text}",
        node=text,
        input=text,
        args={text: text},
        related=related,
        witness=witness,
        fix=Fix(f"rename `{text}`", (), text_edits=(TextEdit("", 1, 2, 1, 3, text),)),
    )
    return Report((bad,), (Failure(text, text),), Summary(1, 1, 1, 1), (bad,), {text: f'"{text}"'})
