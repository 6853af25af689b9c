"""Everything that has its own place in the corpus, asked whatever can be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fuzz.corpus import inputs
from tests.fuzz.inputs import Input
from tests.fuzz.judging import judge

CORPUS = inputs()


@pytest.mark.parametrize("one", CORPUS, ids=lambda one: one.seed)
def test_everything_holds_of_the_corpus(one: Input) -> None:
    for dice in range(2):
        judge(replace(one, seed=f"{one.seed} {dice}"), rarely=1)


def test_the_corpus_is_small() -> None:
    assert max(len(one.data) for one in CORPUS) < 20_000
    assert len({one.data for one in CORPUS}) == len(CORPUS)
