"""What a call of a known function gets wrong, and gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from flowcheck.expressions.names import bound_by
from flowcheck.expressions.signatures import GLOBAL, MEMBER, NAMESPACES, SIGNATURES, Signature
from flowcheck.expressions.tree import Call, Constant, Name
from flowcheck.expressions.types import Type, one_of

Place: TypeAlias = tuple[int, int]
_PREDICATES = frozenset({"all", "exists", "exists_one", "filter"})


def argument_problems(
    call: Call, receiver: Type | None, given: Sequence[Type]
) -> Iterator[tuple[str, Place]]:
    """Sentences about wrong numbers or provably wrong types of arguments, with their places."""
    signature = _signature(call)
    if signature is None:
        return
    received = 0 if receiver is None else 1
    least, most = signature.least - received, len(signature.values) - received
    if not least <= len(given) <= most:
        count = f"{least}" if least == most else f"{least} to {most}"
        if most == least + 1:
            count = f"{least} or {most}"
        noun = "argument" if most == 1 else "arguments"
        taken = f"takes {count} {noun}" if most else "takes no arguments"
        yield f"`{call.function}` {taken}, not {len(given)}", (call.name_start, call.name_end)
        return
    if receiver is not None and _refused(receiver, allowed := signature.values[0]):
        assert call.target is not None
        message = f"`{call.function}` works on {one_of(allowed or ())}, not {receiver.phrase}"
        yield message, (call.target.start, call.target.end)
    here = " here" if most > 1 else ""
    for argument, kind, wanted in zip(call.args, given, signature.values[received:], strict=False):
        if _refused(kind, wanted):
            message = f"`{call.function}` takes {one_of(wanted or ())}{here}, not {kind.phrase}"
            yield message, (argument.start, argument.end)
    yield from _macro_problems(call, given)


def call_type(call: Call, values: Sequence[Type]) -> Type:
    """The type a call gives; `values` are the receiver, if any, and the arguments."""
    signature = _signature(call)
    if signature is None:
        return Type.DYN
    if call.function == "trim" and list(values) == [Type.STRING]:
        return Type.STRING
    return signature.result


def _signature(call: Call) -> Signature | None:
    """The signature to hold the call to: None when it is unknown, or called in another style."""
    if isinstance(call.target, Name) and call.target.name in NAMESPACES:
        return None
    signature = SIGNATURES.get(call.function)
    style = GLOBAL if call.target is None else MEMBER
    return signature if signature is not None and style in signature.styles else None


def _macro_problems(call: Call, given: Sequence[Type]) -> Iterator[tuple[str, Place]]:
    if call.function == "has":
        field = call.args[0]
        if isinstance(field, Name | Constant):
            yield "`has` takes a field, such as `has(a.b)`", (field.start, field.end)
    elif (
        call.function in _PREDICATES
        and len(bound_by(call)) == len(call.args) - 1
        and _refused(given[-1], frozenset({Type.BOOL}))
    ):
        at = call.args[-1]
        message = f"`{call.function}` asks for {Type.BOOL.phrase}, not {given[-1].phrase}"
        yield message, (at.start, at.end)


def _refused(kind: Type, allowed: frozenset[Type] | None) -> bool:
    return allowed is not None and kind is not Type.DYN and kind not in allowed
