"""The derivation of a release's events, for a reader: as text, as a page, as annotations to correct.

All are functions of a scene (`pipeline.scene_of`) and the linker's weights.
"""

from eventx.explain.gold import gold_line
from eventx.explain.html import article, page
from eventx.explain.text import in_text

__all__ = ["article", "gold_line", "in_text", "page"]
