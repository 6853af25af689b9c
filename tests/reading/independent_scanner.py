"""A JSON tokenizer written for the tests alone: one character at a time, no library, no regex.

It shares nothing with the package but the definition of JSON, so both being wrong in the same way
is unlikely."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Pointer = tuple[str | int, ...]
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass
class Scan:
    """values: pointer → (start, end) of the value that counts. keys: pointer → the same of its
    key. every_key: (object pointer, key) → all places of that key. points: pointer of a string →
    offsets of its code points, and of its closing quote."""

    values: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    every_key: dict[tuple[Pointer, str], list[tuple[int, int]]] = field(default_factory=dict)
    points: dict[Pointer, list[int]] = field(default_factory=dict)
    plain: dict[Pointer, Any] = field(default_factory=dict)


class Scanner:
    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at

    def scan(self) -> Scan:
        self.space()
        return self.value(())

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t\n\r":
            self.at += 1

    def take(self, wanted: str) -> None:
        assert self.text[self.at] == wanted, (self.at, wanted)
        self.at += 1

    def value(self, pointer: Pointer) -> Scan:
        start = self.at
        scan = Scan()
        first = self.text[start]
        if first == "{":
            self.object(pointer, scan)
        elif first == "[":
            self.array(pointer, scan)
        elif first == '"':
            scan.plain[pointer], scan.points[pointer] = self.string()
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]} \t\r\n":
                self.at += 1
            scan.plain[pointer] = self.text[start : self.at]
        scan.values[pointer] = (start, self.at)
        return scan

    def object(self, pointer: Pointer, scan: Scan) -> None:
        members: dict[str, tuple[tuple[int, int], Scan]] = {}
        self.take("{")
        self.space()
        while self.text[self.at] != "}":
            start = self.at
            key, _ = self.string()
            place = (start, self.at)
            scan.every_key.setdefault((pointer, key), []).append(place)
            self.space()
            self.take(":")
            self.space()
            members[key] = (place, self.value((*pointer, key)))
            self.space()
            if self.text[self.at] == ",":
                self.at += 1
                self.space()
        self.take("}")
        for key, (place, inner) in members.items():
            scan.keys[(*pointer, key)] = place
            merge(scan, inner)

    def array(self, pointer: Pointer, scan: Scan) -> None:
        self.take("[")
        self.space()
        index = 0
        while self.text[self.at] != "]":
            merge(scan, self.value((*pointer, index)))
            index += 1
            self.space()
            if self.text[self.at] == ",":
                self.at += 1
                self.space()
        self.take("]")

    def string(self) -> tuple[str, list[int]]:
        self.take('"')
        out, points = "", []
        while self.text[self.at] != '"':
            points.append(self.at)
            if self.text[self.at] != "\\":
                out += self.text[self.at]
                self.at += 1
                continue
            letter = self.text[self.at + 1]
            self.at += 2
            if letter != "u":
                out += ESCAPES[letter]
                continue
            unit = self.unit()
            if 0xD800 <= unit < 0xDC00:
                self.take("\\")
                self.take("u")
                unit = 0x10000 + (unit - 0xD800) * 1024 + self.unit() - 0xDC00
            out += chr(unit)
        points.append(self.at)
        self.take('"')
        return out, points

    def unit(self) -> int:
        digits = self.text[self.at : self.at + 4]
        self.at += 4
        return int(digits, 16)


def merge(scan: Scan, inner: Scan) -> None:
    scan.values |= inner.values
    scan.keys |= inner.keys
    scan.every_key |= inner.every_key
    scan.points |= inner.points
    scan.plain |= inner.plain
