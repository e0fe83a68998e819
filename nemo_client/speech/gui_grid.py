"""Tables: one whose columns tell what to do is a list of instructions with lines around it.

Strategy: the heads of the columns say which of them instruct; a row whose instruction goes keeps
its other cells, and goes itself when those only count. Any other table is content.
"""

from __future__ import annotations

import re

from nemo_client.speech.gui_clauses import Clause
from nemo_client.speech.gui_rest import reduced

_RULE = re.compile(r"[\s|:-]+")
_INSTRUCTS = re.compile(
    r"\s*[*_]*(?:steps?|actions?|how(?: to)?|what to do|do this|operations?|shortcuts?|keys?|goal|"
    r"task|to do|if you want(?: to)?|i want to|you want(?: to)?|want|need|button|controls?|where|"
    r"location|instructions?|in the editor|步骤|操作\w{0,2}|怎么\w{0,2}|如何\w{0,4}|做法|方法|"
    r"快捷键|按键|按钮|位置|入口|说明|想\w{0,4}|目的|需求|功能|您要做的|在哪里?)[*_:：]*\s*",
    re.I,
)
_COUNTS = re.compile(r"\s*[*_#]*(?:步骤|step|no\.?|第)?\s*[\d①-⑳]*[步.)、]?[*_]*\s*", re.I)


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return line.lstrip().startswith("|")


class Grid:
    """A table, known by its first row; `instructs` when a column of it tells what to do."""

    def __init__(self, head: str) -> None:
        """Read the heads of the columns."""
        self._head = head
        self._columns = [bool(_INSTRUCTS.fullmatch(cell)) for cell in _cells(head)]
        self.instructs = any(self._columns)

    def is_head(self, row: str) -> bool:
        """Whether a row names the columns or rules them off."""
        return row is self._head or bool(_RULE.fullmatch(row))

    def left_of(self, row: str) -> tuple[str, list[Clause]]:
        """The row without its instructions, empty when nothing but a count is left."""
        cells = _cells(row)
        told = [i for i, instructs in enumerate(self._columns[: len(cells)]) if instructs]
        clauses = [clause for i in told for clause in reduced(cells[i])[1]]
        if not any(clause.is_gone for clause in clauses):
            return row, []
        others = [cell for i, cell in enumerate(cells) if i not in told]
        if all(_COUNTS.fullmatch(cell) for cell in others):
            return "", clauses
        return "|" + "|".join(
            " " if i in told else cell for i, cell in enumerate(cells)
        ) + "|", clauses


def _cells(row: str) -> list[str]:
    return row.strip().strip("|").split("|")
