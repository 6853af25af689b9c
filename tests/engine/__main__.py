"""`python -m tests.engine COUNT [SEED]`: ask the engine about COUNT generated expressions."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.engine.compare import compare, packed, questions
from tests.engine.engine import judge
from tests.engine.test_engine import ANSWERS, RECORDED

CHUNK = 5_000


def main(arguments: list[str]) -> None:
    if arguments == ["--record"]:
        lines = [packed(answer) for answer in judge(questions(*RECORDED))]
        Path(ANSWERS).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    done = 0
    while done < count:
        asked = questions(seed + done, min(CHUNK, count - done))
        done += len(asked)
        seen = compare(asked, judge(asked))
        print(done, dict(seen.counts), flush=True)
        for kind, lines in seen.differences.items():
            print(f"  {kind}: {len(lines)}")
            for line in lines[:5]:
                print("     ", line[:300])


main(sys.argv[1:])
