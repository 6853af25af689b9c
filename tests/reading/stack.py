"""Calls from far down Python's stack."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

CALLERS_COUNT = sys.version_info < (3, 12)
"""Whether Python frames leave less room to recursion in C: later versions count apart."""


def deep_in_the_stack(call: Callable[[], T], room: int = 120) -> T:
    """What a call gives with only about `room` Python frames left."""
    depth, frame = 0, sys._getframe()
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1

    def down(levels: int) -> T:
        return call() if levels <= 0 else down(levels - 1)

    return down(sys.getrecursionlimit() - depth - room)
