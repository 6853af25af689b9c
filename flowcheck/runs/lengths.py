"""How long the value of a workflow input may be, and values of that length nobody looks for."""

from __future__ import annotations

from typing import Any, Final

from flowcheck.graph.sites import InputSite
from flowcheck.runs.items import may_hold
from flowcheck.wire.values import choices, is_defined, is_number

_TEXTS: Final = frozenset({"string", "model"})
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LONGEST: Final = 4096  # characters or items of a stand-in


def length_bounds(site: InputSite) -> tuple[float, float | None]:
    """The least and the largest length of what an input takes when it is given, None for no bound:
    characters of a text, items of an array. Bounds that contradict each other are another
    problem."""
    low, high = site.get("minLength"), site.get("maxLength")
    least = max(low, 1) if is_number(low) else 1
    return least, high if is_number(high) and high >= least else None


def is_bounded(site: InputSite) -> bool:
    """Whether an input says how long its values are, or what the items of an array are."""
    if not site.is_array and site.type not in _TEXTS:
        return False
    return length_bounds(site) != (1, None) or (site.is_array and bool(choices(site.raw)))


def fits(site: InputSite, value: Any) -> bool:
    """Whether an input takes a value as long as this one, and an array the items. What counts as
    one character beyond ASCII is the service's: a text fits when it does in either way of
    counting."""
    if isinstance(value, str) and site.type in _TEXTS:
        lengths = {len(value), len(value.encode("utf-16-le", "surrogatepass")) // 2}
    elif isinstance(value, list) and site.is_array:
        if not all(may_hold(site, item) for item in value):
            return False
        lengths = {len(value)}
    else:
        return True
    least, most = length_bounds(site)
    return any(least <= length and (most is None or length <= most) for length in lengths)


def stand_in(site: InputSite, sample: Any, count: int) -> Any:
    """The values of an input with such bounds that stand for those nobody looks for, one after
    another."""
    least, most = length_bounds(site)
    least = min(int(-(-least // 1)), _LONGEST)
    if site.is_array:
        allowed = [value for value in choices(site.raw) or () if is_defined(value)]
        if not allowed:
            first = sample if count == 1 else [f"{item} {count}" for item in sample]
            return first * least
        length = least + (count - 1) // len(allowed)
        return [allowed[(count - 1) % len(allowed)]] * length
    text = sample if count == 1 else f"{sample} {count}"
    if len(text) < least:
        text = (text + sample * (least // len(sample) + 1))[:least]
    if most is not None and len(text) > most:
        text = sample[: int(most)] if count == 1 else _word(count - 2, int(most))
    return text


def _word(number: int, length: int) -> str:
    """The first texts of a length, one after another; longer ones when those are used up."""
    text = ""
    while number or len(text) < length:
        number, letter = divmod(number, len(_LETTERS))
        text = _LETTERS[letter] + text
    return text
