"""The standard library's `dataclass`, whose methods are written when they are called often.

The standard library writes, compiles and inspects up to seven methods of each class while its
module loads. Of the 130 classes that a check loads most are never made, a third are made a few
times, and fewer still are compared or hashed; it took two fifths of the time of a cold check, and
the import of `inspect` with it. Here the first calls of a method go through the fields one by one;
the same method is compiled when it is called more often than that, and runs as fast from then on.

What is made is a dataclass for everybody: `dataclasses.fields`, `replace`, `is_dataclass`, pickles
and signatures work as usual. `order`, `kw_only`, `InitVar` and metadata are not offered, since
nothing here asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

_MISSING: Any = object()
_FEW = 24
"""Calls of a method that take less together than to compile it."""


class _Field:
    """A field, or what `field()` says of one that has no name yet."""

    __slots__ = ("compare", "default", "factory", "hash", "init", "name", "repr", "type")

    def __init__(
        self,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        *,
        init: bool = True,
        repr: bool = True,
        hash: bool | None = None,
        compare: bool = True,
    ) -> None:
        self.name = ""
        self.type: Any = None
        self.default = default
        self.factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = compare if hash is None else hash
        self.compare = compare


def _dataclass(
    cls: Any = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    repr: bool = True,
) -> Any:
    if cls is None:
        return lambda cls: _dataclass(cls, frozen=frozen, slots=slots, eq=eq, repr=repr)
    fields = _fields_of(cls)
    own = cls.__dict__
    # Python says that what defines `__eq__` alone has no hash; that says nothing of the author's.
    hashed = own.get("__hash__") is not None
    late: dict[str, tuple[Source, Plain]] = {"__init__": (_init, _plain_init)}
    new: dict[str, Any] = {
        "__late_fields__": fields,
        "__late_params__": {"frozen": frozen, "eq": eq, "repr": repr},
        **_FOR_EVERYBODY,
    }
    if "__match_args__" not in own:
        new["__match_args__"] = tuple(field.name for field in fields if field.init)
    if repr and "__repr__" not in own:
        new["__repr__"] = _repr
    if eq and "__eq__" not in own:
        late["__eq__"] = _eq, _plain_eq
    if eq and frozen and not hashed:
        late["__hash__"] = _hash, _plain_hash
    elif eq and not hashed:
        new["__hash__"] = None
    if frozen:
        new |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if slots:
        if frozen and "__setstate__" not in own:
            new |= {"__getstate__": _getstate, "__setstate__": _setstate}
        cls = _with_slots(cls, fields, new)
    else:
        for name, value in new.items():
            setattr(cls, name, value)
    for name, (source, plain) in late.items():
        setattr(cls, name, _written_late(cls, name, source, plain))
    return cls


def _fields_of(cls: Any) -> tuple[_Field, ...]:
    """Those of its bases, then its own, in order. Takes what `field()` says out of the class."""
    found: dict[str, _Field] = {}
    for base in cls.__mro__[-2:0:-1]:  # without `object` and itself
        found.update((field.name, field) for field in base.__dict__.get("__late_fields__", ()))
    own = cls.__dict__
    for name, type_ in cls.__annotations__.items():
        if "ClassVar" in str(type_):
            continue
        said = own.get(name, _MISSING)
        field = said if isinstance(said, _Field) else _Field(said)
        field.name, field.type = name, type_
        if field.default is not _MISSING:
            if field.default.__class__.__hash__ is None:
                raise ValueError(f"{cls.__name__}.{name}: a mutable default; use default_factory")
            if said is field:
                setattr(cls, name, field.default)
        elif said is field:
            delattr(cls, name)
        found[name] = field
    return tuple(found.values())


def _with_slots(cls: Any, fields: tuple[_Field, ...], new: dict[str, Any]) -> Any:
    """The class anew: slots cannot be added to one that stands."""
    names = [field.name for field in fields]
    inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
    left_out = {*names, "__dict__", "__weakref__"}
    body = {key: value for key, value in cls.__dict__.items() if key not in left_out} | new
    body["__slots__"] = tuple(name for name in names if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


Source = Callable[[Any, dict[str, Any]], Iterator[str]]
"""The lines of a method of a class; what they name is put into the dictionary."""
Plain = Callable[[Any, Any, tuple[Any, ...], dict[str, Any]], Any]
"""What the method does, told the class, the object and the arguments; `_MISSING` for what it leaves
to the method itself, such as to refuse arguments in the usual words."""


def _written_late(cls: Any, name: str, source: Source, plain: Plain) -> Callable[..., Any]:
    """A method that writes the real one in its place when it has been called a few times."""
    calls = 0

    def method(self: Any, *args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        done = plain(cls, self, args, named) if calls <= _FEW else _MISSING
        return write()(self, *args, **named) if done is _MISSING else done

    def write() -> Callable[..., Any]:
        names: dict[str, Any] = {"__name__": cls.__module__}
        exec("\n ".join(source(cls, names)), names)
        written: Callable[..., Any] = names[name]
        written.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, written)
        return written

    method.write = write  # type: ignore[attr-defined]
    return method


def _init(cls: Any, names: dict[str, Any]) -> Iterator[str]:
    arguments, lines = ["self"], []
    for field in cls.__late_fields__:
        name = field.name
        value, default = name, f"_default_{name}"
        if field.factory is not _MISSING:
            names |= {default: _MISSING, f"_make_{name}": field.factory}
            value = f"_make_{name}()"
            value = f"{value} if {name} is {default} else {name}" if field.init else value
        elif field.default is not _MISSING:
            names[default] = field.default
            value = name if field.init else default
        elif not field.init:
            continue
        if field.init:
            arguments.append(f"{name}={default}" if default in names else name)
        frozen = cls.__late_params__["frozen"]
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    names["_set"] = object.__setattr__
    yield f"def __init__({', '.join(arguments)}):"
    yield from lines
    yield "self.__post_init__()" if hasattr(cls, "__post_init__") else "pass"


def _plain_init(cls: Any, self: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    places = iter(args)
    frozen = cls.__late_params__["frozen"]
    used = 0
    values = []
    for field in cls.__late_fields__:
        value = next(places, _MISSING) if field.init else _MISSING
        if field.init and field.name in named:
            if value is not _MISSING:
                return _MISSING
            value = named[field.name]
            used += 1
        elif value is _MISSING:
            if field.factory is not _MISSING:
                value = field.factory()
            elif field.default is not _MISSING:
                value = field.default
            elif field.init:
                return _MISSING
            else:
                continue
        values.append((field.name, value))
    if used < len(named) or next(places, _MISSING) is not _MISSING:
        return _MISSING
    put = object.__setattr__ if frozen else setattr
    for name, value in values:
        put(self, name, value)
    if hasattr(cls, "__post_init__"):
        self.__post_init__()
    return None


def _eq(cls: Any, names: dict[str, Any]) -> Iterator[str]:
    mine, theirs = (
        "".join(f"{whose}.{field.name}, " for field in cls.__late_fields__ if field.compare)
        for whose in ("self", "other")
    )
    yield "def __eq__(self, other):"
    yield "if other.__class__ is not self.__class__: return NotImplemented"
    yield f"return ({mine}) == ({theirs})"


def _plain_eq(cls: Any, self: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    if len(args) != 1 or named:
        return _MISSING
    if args[0].__class__ is not self.__class__:
        return NotImplemented
    mine, theirs = (
        tuple(getattr(one, field.name) for field in cls.__late_fields__ if field.compare)
        for one in (self, args[0])
    )
    return mine == theirs


def _hash(cls: Any, names: dict[str, Any]) -> Iterator[str]:
    mine = "".join(f"self.{field.name}, " for field in cls.__late_fields__ if field.hash)
    yield "def __hash__(self):"
    yield f"return hash(({mine}))"


def _plain_hash(cls: Any, self: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    if args or named:
        return _MISSING
    return hash(tuple(getattr(self, field.name) for field in cls.__late_fields__ if field.hash))


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (field.name for field in self.__late_fields__ if field.repr)
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({values})"


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in self.__late_fields__]


def _setstate(self: Any, state: list[Any]) -> None:
    for field, value in zip(self.__late_fields__, state, strict=True):
        object.__setattr__(self, field.name, value)


def _refuse_to_set(self: Any, name: str, value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _replace(self: Any, /, **changes: Any) -> Any:
    for field in self.__late_fields__:
        if field.init and field.name not in changes:
            changes[field.name] = getattr(self, field.name)
        elif not field.init and field.name in changes:
            raise ValueError(f"field {field.name} is declared with init=False: not replaced")
    return self.__class__(**changes)


class _Late:
    """What `dataclasses` keeps on a class, made when somebody asks for it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, cls: Any) -> Any:
        return getattr(
            _by_the_library(cls.__late_fields__, *cls.__late_params__.values()), self.name
        )


@cache
def _by_the_library(fields: tuple[_Field, ...], frozen: bool, eq: bool, repr: bool) -> Any:
    """A dataclass of the standard library with these fields."""
    from dataclasses import MISSING, field, make_dataclass

    def known(value: Any) -> Any:
        return MISSING if value is _MISSING else value

    said = [
        (
            *(one.name, one.type),
            field(
                default=known(one.default),
                default_factory=known(one.factory),
                init=one.init,
                repr=one.repr,
                hash=one.hash,
                compare=one.compare,
            ),
        )
        for one in fields
    ]
    return make_dataclass("Fields", said, frozen=frozen, eq=eq, repr=repr)


class _Signature:
    """The signature of a class is that of its `__init__`, once that is written."""

    def __get__(self, instance: object, cls: Any) -> Any:
        from inspect import signature

        init = cls.__init__
        whole = signature(init.write() if hasattr(init, "write") else init)
        return whole.replace(parameters=list(whole.parameters.values())[1:])


_FOR_EVERYBODY = {
    "__dataclass_fields__": _Late("__dataclass_fields__"),
    "__dataclass_params__": _Late("__dataclass_params__"),
    "__signature__": _Signature(),
    "__replace__": _replace,
}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    dataclass, field, replace = _dataclass, _Field, _replace
