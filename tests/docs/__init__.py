"""The documentation: its examples, links, generated parts and rule pages."""

import sys
from pathlib import Path

# The checkers are no package that is installed; they lie beside the pages.
sys.path.insert(0, str(Path(__file__).parent.parent.parent / "docs"))
