"""The second stage after a generation: music and a title that the stand-in adds by itself.

Imitates the hosted backend, which adds them on its own after the raw clip. Only what is
still missing is added, and nothing the user declined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nemo_client.sandbox.agent.desk import opened
from nemo_client.sandbox.agent.ops import AddMusic, AddText, Music, Op, When
from nemo_client.sandbox.agent.vocabulary import (
    LOOP_SECONDS,
    USUAL_STYLE,
    USUAL_TEXT_MS,
    USUAL_VOLUME,
    style_named,
    style_words,
)

TITLE_WORDS, TITLE_HAN = 4, 10
STOPS = re.compile(
    r"\b(?:with|at|in|on|and|of|for|from|as|while|where|that|who|under|over|during|through|across|by|to)\b"
    r"|[,.;:!?\n(\[，。；：！？、（]",
    re.IGNORECASE,
)
ARTICLES = re.compile(
    r"^(?:(?:a|an|the|one|short|cinematic|clip|video|of|about|showing)\s+)+", re.IGNORECASE
)
COUNTS = re.compile("^(?:展现|展示|内容是|关于|一[只个位片条座群朵辆场间艘匹名张幅段])+")


def second_stage(draft: Mapping[str, Any] | None, prompt: str, lang: str) -> tuple[Op, ...]:
    """Music at 35 % and a title for the first seconds, where the user has not been first."""
    desk = opened(draft)
    clips = [clip for clip in desk.clips if clip["m"].get("prompt") == prompt]
    if not clips:  # undone or deleted meanwhile
        return ()
    declined = {name for clip in clips for name in clip["m"].get("without", ())}
    ops: list[Op] = []
    if not desk.music and "music" not in declined:
        style = mood(prompt)
        ops.append(
            AddMusic(
                style=style, volume=USUAL_VOLUME, auto=True, material=Music(style, LOOP_SECONDS)
            )
        )
    title = title_of(prompt, lang)
    if not desk.texts and title and "title" not in declined:
        ops.append(AddText(title, "title", When(first_ms=USUAL_TEXT_MS), auto=True))
    return tuple(ops)


def mood(prompt: str) -> str:
    """The music style a prompt names, else the usual one."""
    en = f"(?<![a-z])(?:{style_words('en')})(?= (?:music|soundtrack|beat|song))"
    zh = f"(?:{style_words('zh')})(?=的?(?:音乐|配乐))"
    found = re.search(f"{en}|{zh}", prompt.lower())
    return style_named(found[0]) if found else USUAL_STYLE


def title_of(prompt: str, lang: str) -> str:
    """The first few words of a prompt as a title."""
    if lang == "zh":
        text = COUNTS.sub("", STOPS.split(COUNTS.sub("", prompt.strip()).strip())[0].strip())
        return text[:TITLE_HAN]
    text = ARTICLES.sub("", prompt.strip())
    head = next((part for part in STOPS.split(text) if part.strip()), text)
    return " ".join(word[:1].upper() + word[1:] for word in head.split()[:TITLE_WORDS])
