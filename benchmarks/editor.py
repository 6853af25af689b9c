"""The language server on a flow of 50 nodes: how long an editor waits after a key.

A message that nobody answers but the loop itself shows how long the loop is kept from others while
a thread checks and answers."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import IO, Any

from benchmarks import flows
from benchmarks.measure import PYTHON, line

KEYS = 20
ROUND = 5
"""Keys typed, and those of a round: of the longest times of each round the least counts, for what
else the machine does delays one now and then."""
LONGEST = 100
"""Milliseconds that nothing may take longer than."""


class Client:
    """Speaks with a server over pipes, one message after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to: IO[bytes] = process.stdin
        self._from: IO[bytes] = process.stdout
        self._id = 0

    def send(self, method: str, params: Any, id: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message if id is None else {**message, "id": id}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def ask(self, method: str, params: Any) -> Any:
        """The answer, whatever else comes before it."""
        self._id += 1
        self.send(method, params, self._id)
        while True:
            message = self.next()
            if message.get("id") == self._id and "method" not in message:
                return message

    def next(self) -> Any:
        length = 0
        while header := self._from.readline().strip():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
        return json.loads(self._from.read(length))

    def told(self, version: int) -> None:
        """Wait for the problems of a version."""
        while self.next().get("params", {}).get("version") != version:
            pass


def all_of(folder: Path) -> None:
    """The rows on the language server."""
    text = json.dumps(flows.SHAPES["diamonds"](50), indent=2)
    uri = (folder / "typed.json").as_uri()
    command = [PYTHON, "-m", "flowcheck", "lsp"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=folder
    ) as process:
        client = Client(process)
        client.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        client.send("initialized", {})
        opened = {"uri": uri, "languageId": "json", "version": 0, "text": text}
        client.send("textDocument/didOpen", {"textDocument": opened})
        client.told(0)
        answers, loops = [], []
        row = text[: text.index('"node": "') + 9].count("\n")
        column = len(text.splitlines()[row].split('"node": "')[0]) + 9
        place = {"line": row, "character": column}
        for version in range(1, KEYS + 1):
            edit = {"range": {"start": place, "end": place}, "text": "x"}
            document = {"uri": uri, "version": version}
            client.send(
                "textDocument/didChange", {"textDocument": document, "contentChanges": [edit]}
            )
            began = time.perf_counter()
            at = {"textDocument": {"uri": uri}, "position": place}
            assert client.ask("textDocument/completion", at)["result"]["items"]
            answers.append(time.perf_counter() - began)
            end = time.perf_counter() + 0.4  # the check falls into it
            while time.perf_counter() < end:
                began = time.perf_counter()
                client.ask("flowcheck/nothing", {})
                loops.append(time.perf_counter() - began)
        client.ask("shutdown", None)
        client.send("exit", None)
    line("lsp, 50 nodes, completion after a key", _longest(answers), LONGEST, "ms")
    line("lsp, 50 nodes, the loop is kept", _longest(loops), LONGEST, "ms")


def _longest(times: list[float]) -> float:
    """Milliseconds: the longest of each round, the least of these."""
    size = len(times) * ROUND // KEYS
    return min(max(times[at : at + size]) for at in range(0, len(times) - size + 1, size)) * 1000
