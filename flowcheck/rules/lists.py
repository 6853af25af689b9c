"""FC420–FC424: list nodes and user selections."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from flowcheck.findings import Finding, Pointer, See, Severity
from flowcheck.graph.flow import Flow
from flowcheck.graph.sites import InputSite, NodeSite
from flowcheck.pattern import late_pattern
from flowcheck.rules.branches import has_misplaced_equal
from flowcheck.rules.registry import rule
from flowcheck.rules.walked import written_length
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wording import number, plural, quoted

if TYPE_CHECKING:
    from flowcheck.context import Context

_ASSET_ID = late_pattern(r"asset_(?=[^0-9A-Z]*[0-9A-Z])[A-Za-z0-9_-]+")
"""An asset id has digits or capitals: `asset_manager` is a word."""
_MAY_BE_AN_ASSET = late_pattern(r"asset_|[A-Za-z][A-Za-z0-9+.-]*:")
"""How URLs begin, data URLs too, and what may yet be an asset id."""
_LISTING = frozenset({"list", "user-selection"})
DEFAULT_MIN, DEFAULT_MAX = 1, 100
"""How many picks a user-selection asks for where its array input does not say. (certain)"""


@rule("FC420", "empty-list", Severity.ERROR, on=NodeSite, types=("list",))
def empty_list(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A list node has no items.

    Why: A list node outputs its `items` as they are (certain). Without any, a loop over it makes
    no iteration and an input that reads it gets nothing.

    Bad:
        {"id": "styles", "type": "list", "items": []}

    Good:
        {"id": "styles", "type": "list", "items": ["oil painting", "ink drawing"]}
    """
    if node.type != "list" or not node.surely_lacks("items"):
        return
    if node.faulty("inputs") or is_misspelt("Node", node.raw, "inputs"):
        return
    if any(map(_may_feed, node.inputs)):
        return  # no such list is documented, but this one is fed from somewhere
    yield Finding(
        node.pointer if node.get("items") is None else (*node.pointer, "items"),
        f"list `{node.id}` has no items",
        hint="`items` is a list of strings",
        args={"node": node.id},
    )


def _may_feed(site: InputSite) -> bool:
    """Whether an input brings something, or was meant to by a field that another rule tells; a
    gate only has its node wait."""
    if site.ref is not None:
        return not site.ref.is_gate
    return not (site.surely_lacks("ref") and site.surely_lacks("value"))


@rule("FC421", "blank-item", Severity.WARNING, on=NodeSite, having=("items",))
def blank_item(node: NodeSite, context: Context) -> Iterator[Finding]:
    """An item of a list is blank.

    Why: Items are put out as they are (certain), so a loop makes a charged iteration for an empty
    text, which counts as not given (observed).

    Bad:
        {"id": "styles", "type": "list", "items": ["oil painting", ""]}

    Good:
        {"id": "styles", "type": "list", "items": ["oil painting", "ink drawing"]}
    """
    if node.type not in _LISTING:
        return
    for pointer, item in node.strings("items"):
        if not item.strip():
            yield Finding(
                pointer,
                f"item {int(pointer[-1]) + 1} of `{node.id}` is blank",
                args={"node": node.id, "item": pointer[-1]},
            )


@rule("FC422", "mixed-items", Severity.WARNING, on=NodeSite, having=("items",))
def mixed_items(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A list of asset ids holds one plain text.

    Why: Items are put out as they are, numbers and asset ids as strings (certain). What reads the
    list takes assets, so the odd one is surely a slip. A URL may stand for an asset, and a list
    of which only few items look like asset ids is one of words.

    Bad:
        {"id": "photos", "type": "list", "items": ["asset_a1", "asset_b2", "a red house"]}

    Good:
        {"id": "photos", "type": "list", "items": ["asset_a1", "asset_b2", "asset_c3"]}
    """
    if node.type not in _LISTING:
        return
    items = [(pointer, item) for pointer, item in node.strings("items") if item.strip()]
    assets = [pointer for pointer, item in items if _ASSET_ID.fullmatch(item.strip())]
    texts = [found for found in items if not _MAY_BE_AN_ASSET.match(found[1].strip())]
    if len(texts) != 1 or 2 * len(assets) <= len(items):
        return
    (pointer, item) = texts[0]
    yield Finding(
        pointer,
        f"item {quoted(item)} of `{node.id}` is plain text, others are asset ids",
        related=(See("another item", assets[0]),),
        args={"node": node.id, "item": item},
    )


def selection_inputs(node: NodeSite) -> list[InputSite]:
    """The inputs whose `min` and `max` bound the picks of a user-selection: its array inputs,
    gates aside. Empty for other nodes."""
    if node.type != "user-selection":
        return []
    return [
        site for site in node.inputs if site.is_array and (site.ref is None or not site.ref.is_gate)
    ]


@rule("FC423", "impossible-selection", Severity.ERROR, on=NodeSite, types=("user-selection",))
def impossible_selection(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A user selection asks for more picks than it allows, or than there are candidates.

    Why: `min` and `max` of the array input bound the picks, 1 and 100 when absent, and `items` are
    the frozen candidates; without them the candidates are those of the list that the input reads
    or holds (certain). With bounds nobody can meet, or without a whole number between them, the
    run waits for ever.

    Bad:
        {"id": "pick", "type": "user-selection",
         "inputs": [{"name": "images", "type": "file_array", "min": 4, "max": 2,
                     "ref": {"node": "draw"}}]}

    Good:
        {"id": "pick", "type": "user-selection",
         "inputs": [{"name": "images", "type": "file_array", "min": 2, "max": 4,
                     "ref": {"node": "draw"}}]}
    """
    sites = selection_inputs(node)
    for site in sites:
        if site.faulty("min") or site.faulty("max"):
            continue
        least, most = site.get("min"), site.get("max")
        low = DEFAULT_MIN if least is None else least
        high = DEFAULT_MAX if most is None else most
        at = (*site.pointer, "max" if least is None else "min")
        args = {"node": node.id, "input": site.name, "min": low}
        if low > high:
            by_default = [" (the default)" if bound is None else "" for bound in (least, most)]
            yield Finding(
                at,
                f"selection `{node.id}` asks for at least {number(low)}{by_default[0]} "
                f"and at most {number(high)}{by_default[1]} of its candidates",
                args={**args, "max": high},
            )
            continue
        if ceil(low) > high:
            yield Finding(
                at,
                f"selection `{node.id}` asks for at least {number(low)} and at most {number(high)} "
                "of its candidates: no whole number is between",
                args={**args, "max": high},
            )
            continue
        found = _candidates(node, site, context.flow) if len(sites) == 1 else None
        if found is not None and low > found[0]:
            yield Finding(
                at,
                f"selection `{node.id}` asks for at least {number(low)} picks "
                f"of {plural(found[0], 'candidate')}",
                related=(See("the candidates", found[1]),),
                args={**args, "items": found[0]},
            )


def _candidates(node: NodeSite, site: InputSite, flow: Flow) -> tuple[int, Pointer] | None:
    """How many candidates a selection has, and where they stand; None where nobody says."""
    frozen = node.strings("items")
    if frozen:
        return None if node.faulty("items") else (len(frozen), (*node.pointer, "items"))
    return written_length(site, flow) if node.surely_lacks("items") else None


@rule("FC424", "nothing-to-select", Severity.ERROR, on=NodeSite, types=("user-selection",))
def nothing_to_select(node: NodeSite, context: Context) -> Iterator[Finding]:
    """A user selection has no candidates.

    Why: the candidates are what the selection's array input brings, or its frozen `items`
    (certain). With neither there is nothing to pick, and the run waits for ever. A gate brings
    nothing.

    Bad:
        {"id": "pick", "type": "user-selection",
         "inputs": [{"name": "images", "type": "file_array", "min": 1}]}

    Good:
        {"id": "pick", "type": "user-selection",
         "inputs": [{"name": "images", "type": "file_array", "min": 1, "ref": {"node": "draw"}}]}
    """
    if node.type != "user-selection" or not node.surely_lacks("items") or node.faulty("inputs"):
        return
    fields = ("ref", "value", "default", "items")
    asked = [site for site in node.inputs if site.ref is None or not site.ref.is_gate]
    if not all(site.surely_lacks(field) for site in asked for field in fields):
        return
    if node.is_abridged or is_misspelt("Node", node.raw, "inputs"):
        return
    if has_misplaced_equal(node, context):
        return
    yield Finding(
        asked[0].pointer if asked else node.pointer,
        f"selection `{node.id}` has no candidates: "
        + (f"nothing reaches `{asked[0].name}`" if asked else "no input brings any"),
        hint="give its array input a `ref` to what makes the candidates",
        args={"node": node.id},
    )
