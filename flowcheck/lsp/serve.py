"""Serve one editor."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

from flowcheck.lsp.features import register
from flowcheck.lsp.server import Server


def serve() -> None:
    """Serve an editor over standard input and output until it ends."""
    server = Server()
    register(server)
    # What anybody prints must not come between messages, and pygls closes what it is given.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, redirect_stdout(sys.stderr):
        server.start_io(sys.stdin.buffer, out)
