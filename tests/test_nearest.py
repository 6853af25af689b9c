"""Nearest matches, and what is spent on them."""

from __future__ import annotations

import difflib
import uuid
from random import Random
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowcheck import check, nearest
from flowcheck.cli import cli
from flowcheck.cli.guard import guarded
from flowcheck.nearest import Suggestions
from tests.support import raw_findings


def test_the_nearest_name_as_a_sentence() -> None:
    names = Suggestions(["upscale", "paint"])
    assert names.match("upscal") == "upscale"
    assert names.hint("upscal") == "did you mean `upscale`?"
    assert names.hint("shrink") is None


def test_a_name_can_be_left_out() -> None:
    names = Suggestions(["imagea", "imageb", "prompt"])
    assert names.match("imagec") == "imagea"
    assert names.match("imagec", but="imagea") == "imageb"
    assert names.match("imagec", but="prompt") == "imagea"
    assert names.hint("promt", but="prompt") is None


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("image2", "image"),
        ("image3", "image1"),
        ("node-10", "node-1"),
        ("flux-1-pro", "flux-pro"),
        ("flux-pro-max", "flux-pro-mini"),
        ("reference_a", "reference_b"),
        ("reference_image_b", "reference_image"),
        ("heroReferenceImageB", "heroReferenceImage"),
    ],
)
def test_names_that_differ_in_digits_or_a_whole_part_are_no_typos(word: str, name: str) -> None:
    assert nearest.nearest(word, [name]) is None
    assert nearest.nearest(name, [word]) is None


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("imgae2", "image2"),
        ("dependOn", "dependsOn"),
        ("text1output", "text1_output"),
        ("loopBodyNodes", "loopBodyNodeIds"),
        ("remove_background", "remove-background"),
        ("model_flux-kontex", "model_flux-kontext"),
    ],
)
def test_parts_may_be_misspelt_or_joined(word: str, name: str) -> None:
    assert nearest.nearest(word, [name]) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [("IMAGE", "image"), ("cafe\u0301", "caf\u00e9"), ("ｉmage", "image"), ("Cb", "cB")],
)
def test_a_name_of_another_case_or_unicode_form_always_wins(word: str, name: str) -> None:
    assert nearest.nearest(word, [word + "s", word[:-1], "x" + name, name]) == name


def test_the_word_itself_is_never_its_own_match() -> None:
    assert nearest.nearest("image", ["image"]) is None
    assert nearest.nearest("image", ["image", "imag"]) == "imag"


ORDINARY = ("upscale", "Image", "image2", "reference_image", "loopBodyNodeIds", "cafe\u0301", "a")

WRONG = ("", "e", "I", "_", "2", "é")


@st.composite
def like(draw: st.DrawFn) -> str:
    """An ordinary name with a few letters wrong."""
    word = list(draw(st.sampled_from(ORDINARY)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(word)))
        word[at : at + draw(st.integers(0, 1))] = draw(
            st.sampled_from(["", "e", "I", "_", "2", "é"])
        )
    return "".join(word)


@given(like(), st.lists(like(), max_size=12), st.booleans(), st.data())
@settings(max_examples=300, deadline=None)
def test_sorted_names_give_the_answer_of_comparing_them_all(
    word: str, names: list[str], vocabulary: bool, data: st.DataObject
) -> None:
    but = data.draw(st.sampled_from([None, *names]))
    others = [name for name in names if name != but]
    expected = nearest.nearest(word, others, vocabulary=vocabulary)
    assert Suggestions(names, vocabulary=vocabulary).match(word, but=but) == expected


def test_no_node_is_told_to_name_itself() -> None:
    flow = [
        {"id": "upscale", "type": "list", "items": ["x"], "dependsOn": ["upscal", "UPSCALE"]},
        {"id": "looper", "type": "for-each", "count": 2, "loopBodyNodeIds": ["loopr"]},
        {"id": "upscaled", "type": "list", "items": ["x"], "dependsOn": ["upscal"]},
    ]
    found = raw_findings(flow, "FC204", "FC401")
    assert [(finding.args["missing"], finding.hint) for _, finding in found] == [
        ("upscal", "did you mean `upscaled`?"),
        ("UPSCALE", "the other nodes are `looper` and `upscaled`"),
        ("upscal", "did you mean `upscale`?"),
        ("loopr", None),
    ]
    assert [finding.fix is None for _, finding in found] == [False, True, False, True]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("chekc", "no such command `chekc`; did you mean `check`?"),
        ("check --selct FC2", "Did you mean '--select'?"),
        ("check --format jsn", "`jsn` is not known; did you mean `json`?"),
        ("check --fail-on Never", "`Never` is not known; did you mean `never`?"),
        ("completion fsh", "`fsh` is not known; did you mean `fish`?"),
        ("check --color sometimes", "is not one of 'auto', 'always', 'never'"),
        ("check --select unknwon-node", "no rule matches `unknwon-node`; did you mean"),
        ("explain FC24O", "no rule is called `FC24O`; did you mean `FC204`?"),
        ("schema worflow", "no schema is called `worflow`; did you mean `workflow`?"),
    ],
)
def test_words_of_the_command_line(
    words: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["flowcheck", *words.split()])
    assert guarded(cli) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("`?") + told.count("'?") <= 1


class Counting(difflib.SequenceMatcher[str]):
    """difflib's matcher, counting what it is asked."""

    asked: ClassVar[int] = 0

    def ratio(self) -> float:
        Counting.asked += 1
        return super().ratio()

    def quick_ratio(self) -> float:
        Counting.asked += 1
        return super().quick_ratio()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> type[Counting]:
    monkeypatch.setattr(difflib, "SequenceMatcher", Counting)
    monkeypatch.setattr(Counting, "asked", 0)
    return Counting


def test_names_with_other_numbers_are_not_compared(counting: type[Counting]) -> None:
    random = Random(0)
    ids = [str(uuid.UUID(int=random.getrandbits(128))) for _ in range(1400)]
    names = Suggestions(ids[:700])
    assert [names.match(id) for id in ids[700:]] == [None] * 700
    assert counting.asked == 0


def test_very_long_names_are_not_compared(counting: type[Counting]) -> None:
    names = [f"{'a' * 800}{letter}" for letter in "bcdefghijk"]
    for ask in (Suggestions(names).match, lambda word: nearest.nearest(word, names)):
        assert [ask(f"{'a' * 800}{letter}") for letter in "lmnopqrstu"] == [None] * 10
        assert ask(names[0].upper()) == names[0], "another case wins whatever the length"
    assert counting.asked == 0


def test_names_alike_are_compared_within_a_budget(counting: type[Counting]) -> None:
    letters = "abcdefghijklmnopqrst"
    turned = [letters[n:] + letters[:n] for n in range(20)]
    names = Suggestions(left + right for left in turned for right in turned)
    for left in turned:
        for right in turned:
            names.match(f"{left}{right[::-1]}")
    assert 100 < counting.asked < 2000, "of 160 000 pairs"


def test_a_spent_budget_gives_no_answer_rather_than_a_worse_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nearest, "MOST_WORK", 700)
    names = Suggestions(["model_a", "model_b", "model_7"])
    assert names.match("modl_a") == "model_a"
    assert names.match("modl_b") is None
    assert names.match("modl_a") == "model_a", "what was found stays"
    assert names.match("MODEL_B") == "model_b", "another case costs nothing"
    assert Suggestions(["model_7"]).match("modl_7") == "model_7", "a budget of its own"


def test_the_sets_of_names_of_a_document_share_a_budget(counting: type[Counting]) -> None:
    letters = "abc" * 50
    words = ["".join(Random(n).sample(letters, len(letters))) for n in range(60)]
    inputs = [
        {"name": f"p{n}", "type": "string", "value": words[0], "allowedValues": words[1:]}
        for n in range(60)
    ]
    flow = [{"id": "draw", "type": "custom-model", "modelId": "m", "inputs": inputs}]
    once, _ = counting.asked, check(flow)
    asked = counting.asked - once
    assert 100 < asked < 1000, "of 3 540 pairs"
    check([flow[0]])
    assert counting.asked - once == 2 * asked, "each document has its own"
