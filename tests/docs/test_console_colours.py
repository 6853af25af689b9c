"""What the site does with what flowcheck prints."""

from __future__ import annotations

import re

from console_colours import coloured, on_page_content

SAID = """\
<span class="go">error[FC309] never-completes: node hangs</span>
<span class="go">  --&gt; app.json:1:2 (node `a`)</span>
<span class="go">   |</span>
<span class="go">19 | "error[FC1]" --&gt; x</span>
<span class="go">   |      ^^^^</span>
<span class="go">   = help: gate it</span>
"""


def test_severity_place_caret_and_help_are_marked() -> None:
    made = coloured(SAID)
    assert '<b class="fc-error">error[FC309]</b> never-completes' in made
    assert '<i class="fc-arrow">--&gt; </i><u>app.json:1:2</u> (node' in made
    assert '|      <b class="fc-caret">^^^^</b></span>' in made
    assert '<b class="fc-help">= help:</b> gate it' in made


def test_lines_of_source_stand_together_and_are_left_alone() -> None:
    (source,) = re.findall(r'<span class="fc-source">(.*?\n)</span>', coloured(SAID), re.DOTALL)
    assert source.count("\n") == 3
    assert '"error[FC1]" --&gt; x' in source


def test_concise_lines_have_their_severity_marked() -> None:
    made = coloured("a.json:3:4: warning: unused [FC215]\n")
    assert made == 'a.json:3:4: <b class="fc-warning">warning</b>: unused [FC215]\n'


def test_nothing_but_marks_is_added() -> None:
    assert re.sub("<[^>]*>", "", coloured(SAID)) == re.sub("<[^>]*>", "", SAID)


def test_only_blocks_of_a_terminal_are_touched() -> None:
    block = '<div class="language-{} highlight"><pre><span></span><code>error[FC101]\n</code></pre>'
    assert on_page_content(block.format("json")) == block.format("json")
    for language in ("console", "text"):
        assert '<b class="fc-error">error[FC101]</b>' in on_page_content(block.format(language))
