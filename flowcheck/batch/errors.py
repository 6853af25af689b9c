"""What can go wrong with processes."""

from __future__ import annotations


class WorkerError(RuntimeError):
    """A process ended without an answer; the message is for the user."""
