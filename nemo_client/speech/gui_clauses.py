"""Clauses of a sentence: which of them go.

Strategy: instructions go, and what leans on them goes too: conditions ("when you are happy"), what
follows by hand ("and wait"), announcements ("Tip:"). Content stays, and so does what leans on it.
Knows one sentence at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_actions import actions_of, picks_label
from nemo_client.speech.gui_english import bare, continues
from nemo_client.speech.gui_folding import fold, folded
from nemo_client.speech.gui_mood import is_question, kind_of
from nemo_client.speech.gui_tables import Kind
from nemo_client.speech.gui_tongues import FORMAL

_CUT = folded(
    r"\s(?<!\s\s)\s*+(?:[—–-]++\s+|(?:→|➜|->|=>)\s*|"
    r"(?=(?:and then|and(?! drop)|then|or|but|so|because|which you|where you|"
    r"that you can|once you|when you|as soon as you|after you|before you|if you)\b(?!\+))|"
    rf"(?=(?:y|e|et|und|o|ou|oder|puis|dann|luego|depois|poi) (?:\w+ )?(?:{FORMAL})\b))|"
    r"(?=[,，；;:：—–(（）)→➜=、再然接最-])(?:"  # most characters end the search here
    r"(?<!\d),(?=\s|□)|,(?=\s\D)|[，；;]|(?<![\d\w/]):(?=\s)|(?<=\w):(?=\s)|：|"
    r"[—]+|[(（]|[)）]|(?:→|➜|->|=>)\s*|"
    r"(?:(?<=ので)|(?<=すが)|(?<=たが)|(?<=から)|(?<=です)|(?<=ます)|(?<=した))、|"
    r"(?<=[^，,。；\s])(?=(?:再|然后|接着|最后)(?:点|按|选|拖|双击|单击)))"
)
_ARROWS = ("→", "➜", "->", "=>")
_STEP = re.compile(rf"(?:then |再)?(?:{t.POINTING}|{t.POINTING_ZH}|[点按选拖]|等待?|打开)", re.I)
# A colon after these opens a text in the film.
_READS = re.compile(
    r"\b(?:reads|says|said|say|text|line|title|caption|subtitle|label|card|narrator|"
    r"voice-?over|shows|captioned|shot list|storyboard|lyrics|recipe|script|"
    r"(?<!timeline )(?<!panel )(?<!player )(?:shows|demonstrates|teaches)(?: \w+){1,3})\s*$|"
    r"演示[^，。：]{0,12}$|(?:写着|文字是|文案|台词|字幕|标题|念|说|内容是?|旁白)\s*$",
    re.I,
)
# "the settings (the gear)"
_ASIDE = re.compile(r"\s*(?:the |a )?[^\W\d]+(?: [^\W\d]+)?\s*")
_SPACE = re.compile(r"\s+")
_LEANING = ("glue", "tip")


@dataclass(slots=True)
class Clause:
    """A piece of a sentence with the separator before it; `plain` has its quotes blanked."""

    lead: str
    text: str
    plain: str
    kind: Kind = "content"
    actions: tuple[str, ...] = ()
    is_gone: bool = False

    @property
    def is_bracketed(self) -> bool:
        """Whether it opens a parenthesis."""
        return self.lead.rstrip().endswith(("(", "（"))


def clauses_of(sentence: str, plain: str) -> list[Clause]:
    """The clauses of a sentence, each with its kind and whether it goes."""
    clauses = _joined(_cut(sentence, plain))
    if is_question(plain):
        return clauses
    after_gui, has_colon = False, ":" in plain or "：" in plain
    for i, clause in enumerate(clauses):
        if has_colon and _opens_text(clauses, i):
            break
        clause.kind = kind_of(clause.plain, after_gui, len(clauses) == 1)
        if (
            after_gui
            and clauses[i - 1].kind == "gui"
            and clause.is_bracketed
            and _ASIDE.fullmatch(clause.text)
        ):
            clause.kind = "hand"
        after_gui = after_gui or clause.kind == "gui"
    if after_gui:
        _settle(clauses)
    return clauses


def _joined(clauses: list[Clause]) -> list[Clause]:
    """ "Tune its in and out points on the timeline" is one clause, not two."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before and _SPACE.fullmatch(clause.lead) and continues(before.plain, clause.plain):
            before.text += clause.lead + clause.text
            before.plain += clause.lead + clause.plain
        else:
            joined.append(clause)
    return joined


def _opens_text(clauses: Sequence[Clause], i: int) -> bool:
    """ "The card reads: click here" quotes without quotes."""
    follows = clauses[i + 1].lead if i + 1 < len(clauses) else ""
    return follows.strip()[:1] in (":", "：") and bool(_READS.search(clauses[i].plain))


def _cut(sentence: str, plain: str) -> list[Clause]:
    clauses: list[Clause] = []
    at, lead = 0, ""
    for cut in _CUT.finditer(fold(plain)):
        if _is_menu_arrow(plain, cut):
            continue
        if plain[at : cut.start()].strip():
            clauses.append(Clause(lead, sentence[at : cut.start()], plain[at : cut.start()]))
            lead = ""
        else:
            lead += sentence[at : cut.start()]
        lead += sentence[cut.start() : cut.end()]
        at = cut.end()
    if plain[at:].strip() or not clauses:
        clauses.append(Clause(lead, sentence[at:], plain[at:]))
    else:
        clauses[-1].text += lead + sentence[at:]
        clauses[-1].plain += lead + plain[at:]
    return clauses


def _is_menu_arrow(plain: str, cut: re.Match[str]) -> bool:
    """ "File → Export" is one place; "click Play → click Export" are two steps."""
    return cut.group().strip() in _ARROWS and not _STEP.match(plain, cut.end())


# --- what goes ----------------------------------------------------------------------------------


def _settle(clauses: Sequence[Clause]) -> None:
    for i, clause in enumerate(clauses):
        if clause.kind == "gui":
            clause.is_gone = True
            before = clauses[i - 1] if i and clauses[i - 1].kind in _LEANING else None
            clause.actions = actions_of(clause.plain, before.plain if before else "")
        elif clause.kind == "hand":
            clause.is_gone = True
            clause.actions = actions_of(clause.plain) if picks_label(bare(clause.plain)) else ()
    if not [clause for clause in clauses if clause.kind in _LEANING]:
        return
    nexts = _mains(reversed(clauses))[::-1]
    for clause, before, main in zip(clauses, _mains(clauses), nexts, strict=True):
        if clause.kind in _LEANING:
            leans_on = main or before
            if before and before.kind == "content" and _SPACE.fullmatch(clause.lead):
                leans_on = before
            clause.is_gone = leans_on is not None and leans_on.kind in ("gui", "hand")


def _mains(clauses: Iterable[Clause]) -> list[Clause | None]:
    """For each clause the last one before it that stands by itself."""
    mains: list[Clause | None] = []
    main: Clause | None = None
    for clause in clauses:
        mains.append(main)
        main = main if clause.kind in _LEANING else clause
    return mains
