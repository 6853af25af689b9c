"""`flowcheck.dataclass` makes what the standard library makes, only later."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import flowcheck
from flowcheck import dataclass as late


def classes(of: Any) -> dict[str, Any]:
    """The same classes, as `of` makes them."""

    @of.dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2
        seen: list[int] = of.field(default_factory=list, compare=False, repr=False)

    @of.dataclass(frozen=True)
    class Square:
        side: float
        area: float = of.field(init=False, default=0.0)

        def __post_init__(self) -> None:
            object.__setattr__(self, "area", self.side**2)

    @of.dataclass(slots=True)
    class Box:
        content: dict[str, int] = of.field(default_factory=dict)
        lid: str | None = None
        marks: set[str] = of.field(default_factory=set, init=False)

    @of.dataclass(frozen=True, slots=True, eq=False, repr=False)
    class Base:
        start: int

        def __repr__(self) -> str:
            return f"<{self.start}>"

    @of.dataclass(frozen=True, slots=True, eq=False, repr=False)
    class Derived(Base):
        end: int = 9

    @of.dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @of.dataclass
    class Plain:
        one: str

        def __eq__(self, other: object) -> bool:
            return True

    made = (Point, Square, Box, Base, Derived, Empty, Plain)
    return {cls.__name__: cls for cls in made}


MINE, THEIRS = classes(late), classes(dataclasses)


def outcome(act: Callable[[], Any]) -> str:
    """What comes of it in words, a failure too."""
    try:
        return repr(act())
    except Exception as error:  # noqa: BLE001 - whatever the standard library raises
        return f"{type(error).__name__}: {error}"


ACTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "by place": lambda c: c["Point"](1, 3),
    "by name": lambda c: c["Point"](y=1, x=3),
    "with a default": lambda c: (c["Point"](1).seen, c["Box"]()),
    "too few": lambda c: c["Point"](),
    "too many": lambda c: c["Square"](1, 2),
    "not to be given": lambda c: c["Box"](marks={"a"}),
    "a stranger": lambda c: c["Point"](1, z=1),
    "made from others": lambda c: (c["Square"](3), c["Square"](3).area),
    "own repr": lambda c: c["Derived"](1),
    "inherited fields": lambda c: (c["Derived"](1).start, c["Derived"](1, end=2).end),
    "empty": lambda c: (c["Empty"](), c["Empty"]() == c["Empty"](), hash(c["Empty"]())),
    "equal": lambda c: [
        c["Point"](1) == c["Point"](1),
        c["Point"](1) == c["Point"](2),
        c["Point"](1, seen=[1]) == c["Point"](1, seen=[2]),
        c["Point"](1) == 1,
        c["Box"]() == c["Box"](),
        c["Derived"](1) == c["Derived"](1),
        c["Plain"]("a") == c["Plain"]("b"),
    ],
    "hash": lambda c: hash(c["Point"](1)) == hash((1, 2)),
    "no hash": lambda c: hash(c["Box"]()),
    "no hash beside an own `__eq__`": lambda c: hash(c["Plain"]("a")),
    "set": lambda c: setattr(c["Point"](1), "x", 2),
    "set a stranger": lambda c: setattr(c["Square"](1), "stranger", 2),
    "delete": lambda c: delattr(c["Point"](1), "x"),
    "mutable": lambda c: setattr(c["Box"](), "lid", "shut"),
    "no dict": lambda c: hasattr(c["Point"](1), "__dict__"),
    "replaced": lambda c: dataclasses.replace(c["Point"](1), y=5),
    "not replaced": lambda c: dataclasses.replace(c["Square"](1), area=5.0),
    "fields": lambda c: [
        [(f.name, f.type, f.init, f.repr, f.compare) for f in dataclasses.fields(cls)]
        for cls in c.values()
    ],
    "is one": lambda c: [
        (dataclasses.is_dataclass(cls), cls.__dataclass_params__.frozen) for cls in c.values()
    ],
    "as a dict": lambda c: dataclasses.asdict(c["Box"]({"a": 1})),
    "parameters": lambda c: [
        [(p.name, p.kind) for p in inspect.signature(cls).parameters.values()] for cls in c.values()
    ],
    "copied": lambda c: (copy.copy(c["Point"](1)), copy.deepcopy(c["Square"](2))),
    "places": lambda c: [cls.__match_args__ for cls in c.values()],
}


@pytest.mark.parametrize("act", ACTS)
def test_it_is_as_in_the_standard_library(act: str) -> None:
    mine, theirs = (outcome(lambda c=c: ACTS[act](c)) for c in (MINE, THEIRS))
    assert mine == theirs
    for _ in range(late._FEW):
        assert outcome(lambda: ACTS[act](MINE)) == theirs, "before its methods are written"
    assert outcome(lambda: ACTS[act](MINE)) == theirs, "once its methods are written too"


def test_replace_of_its_own() -> None:
    point = MINE["Point"](1)
    assert late.replace(point, y=5) == MINE["Point"](1, 5)
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        late.replace(point, z=5)
    with pytest.raises(ValueError, match="area"):
        late.replace(MINE["Square"](1), area=5.0)


def test_a_mutable_default_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Wrong\.items: a mutable default"):

        @late.dataclass
        class Wrong:
            items: list[int] = []


def test_pickles() -> None:
    settings = flowcheck.Settings(select=("FC2",), severities={"FC204": flowcheck.Severity.INFO})
    assert pickle.loads(pickle.dumps(settings)) == settings
    problem = flowcheck.check(b"{}").problems[0]
    assert pickle.loads(pickle.dumps(problem)) == problem
