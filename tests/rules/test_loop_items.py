"""FC414 and FC415: how the items of a loop are read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import findings, raw_findings

CODES = ("FC410", "FC411", "FC414", "FC415")
STYLES = {"id": "styles", "type": "list", "items": ["oil", "ink"]}


def loop(*names: str, **more: Any) -> dict[str, Any]:
    inputs = [{"name": n, "type": "string_array", "ref": {"node": "styles"}} for n in names]
    node = {"id": "each", "type": "for-each", "loopBodyNodeIds": ["paint"], "inputs": inputs}
    return {**node, **more}


def reader(ref: Any, id: str = "paint", **more: Any) -> dict[str, Any]:
    site = {"name": "prompt", "type": "string", "ref": ref}
    return {"id": id, "type": "custom-model", "modelId": "m", "inputs": [site], **more}


def item(name: Any) -> dict[str, Any]:
    return {"node": "each", "name": name}


@pytest.mark.parametrize(
    ("names", "read", "hint"),
    [
        (("text0",), "text1", "its item is `text0`"),
        (("caption0", "image1"), "captoin0", "did you mean `caption0`?"),
        (("text0", "image1"), "styles", "its items are `text0` and `image1`"),
    ],
)
def test_an_item_that_the_loop_has_not(names: Any, read: str, hint: str) -> None:
    flow = [STYLES, loop(*names), reader(item(read))]
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.pointer) == ("FC414", (2, "inputs", 0, "ref", "name"))
    assert finding.message == f"loop `each` has no item `{read}`"
    assert finding.hint == hint
    assert finding.related[0].pointer == (1, "inputs")


def test_an_item_read_from_outside() -> None:
    flow = [STYLES, loop("text0"), reader(item("text0")), reader(item("text0"), id="sheet")]
    [(code, finding)] = raw_findings(flow, *CODES)
    assert (code, finding.pointer) == ("FC414", (3, "inputs", 0, "ref", "name"))
    assert finding.message == (
        "`sheet` reads item `text0` of loop `each` from outside its body; "
        "an item is there in its iteration only"
    )


def test_a_body_node_that_reads_the_result() -> None:
    for ref in ({"node": "each"}, item(None), item(" ")):
        [(code, finding)] = raw_findings([STYLES, loop("text0"), reader(ref)], *CODES)
        assert (code, finding.pointer) == ("FC415", (2, "inputs", 0, "ref", "node"))
        assert finding.hint == (
            'name the item: `"name": "text0"`; or, if `paint` is to run once with the whole '
            "result, take it out of `loopBodyNodeIds`"
        )
        assert finding.message == (
            "`paint` is in the body of loop `each` and reads its collected result, not an item"
        )
        assert finding.hint is not None
        assert '"name": "text0"' in finding.hint


@pytest.mark.parametrize(
    "flow",
    [
        [STYLES, loop("text0"), reader(item("text0")), reader({"node": "each"}, id="sheet")],
        [STYLES, loop("text0"), reader(item("text0")), reader(item("all"), id="sheet")],
        [STYLES, loop("text0"), reader(item("text0")), reader(item("output"), id="sheet")],
        # how a loop with a count calls its items is not known
        [STYLES, loop("text0", count=2), reader(item("index"))],
        [loop(count=2), reader({"node": "each"})],
        # the loop itself is what is wrong
        [loop(), reader(item("text0"))],
        [STYLES, loop("text0", loopBodyNodeIds=["paint", "lost"]), reader(item("text1"))],
        [STYLES, loop("text0", inputs="none"), reader(item("text1"))],
        # a gate is no reading
        [STYLES, loop("text0"), reader({**item("text1"), "equal": "2"})],
        # iterations of a run
        [
            STYLES,
            loop("text0", status="success"),
            reader(item("text0"), status="skipped"),
            reader(item("text0"), id="p0", status="success", loopNodeId="each", iterationIndex=0),
        ],
    ],
)
def test_is_silent(flow: Any) -> None:
    assert findings(flow, "FC414", "FC415") == []


def test_a_body_node_of_an_inner_loop_may_read_the_outer_item() -> None:
    inner = {
        "id": "inner",
        "type": "for-each",
        "loopBodyNodeIds": ["paint"],
        "inputs": [{"name": "text0", "type": "string_array", "ref": {"node": "styles"}}],
    }
    flow = [STYLES, loop("image0", loopBodyNodeIds=["inner"]), inner]
    assert findings([*flow, reader(item("image0"))], "FC414", "FC415") == []
    [found] = findings([*flow, reader(item("text0"))], "FC414", "FC415")
    assert found[2] == "loop `each` has no item `text0`"
