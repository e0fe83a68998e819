"""Closed lists of words, English and Chinese side by side: music styles, shapes, places.

Data only. A word that is not here is not guessed at: the clause that holds it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# canonical style -> (its English name, its Chinese name, words)
STYLES: Mapping[str, tuple[str, str, str]] = {
    "lo-fi": ("Lo-fi", "低保真", "lo-?fi|lo fi|低保真"),
    "upbeat": ("Upbeat", "轻快", "upbeat|up-beat|lively|peppy|轻快|活泼|动感"),
    "calm": (
        "Calm",
        "舒缓",
        "calm|calming|peaceful|quiet|gentle|soft|平静|安静|舒缓|柔和|宁静|轻柔",
    ),
    "happy": ("Happy", "欢快", "happy|cheerful|joyful|fun|欢快|快乐|开心|喜庆"),
    "sad": ("Sad", "忧伤", "sad|melancholic|melancholy|悲伤|忧伤|伤感"),
    "epic": ("Epic", "史诗", "epic|heroic|史诗|宏大|大气"),
    "dramatic": ("Dramatic", "紧张", "dramatic|tense|suspenseful|紧张|悬疑"),
    "cinematic": ("Cinematic", "电影感", "cinematic|orchestral|电影感|管弦乐?"),
    "energetic": ("Energetic", "激昂", "energetic|high-energy|激昂|热血"),
    "relaxing": ("Relaxing", "轻松", "relaxing|relaxed|chill|chilled|mellow|放松|轻松|慵懒"),
    "ambient": ("Ambient", "氛围", "ambient|atmospheric|氛围"),
    "electronic": ("Electronic", "电子", "electronic|synth|techno|edm|电子"),
    "piano": ("Piano", "钢琴", "piano|钢琴"),
    "acoustic": ("Acoustic", "民谣", "acoustic|guitar|ukulele|folk|吉他|民谣|尤克里里"),
    "jazz": ("Jazz", "爵士", "jazz|jazzy|swing|爵士"),
    "rock": ("Rock", "摇滚", "rock|摇滚"),
    "romantic": ("Romantic", "浪漫", "romantic|浪漫|抒情|温馨"),
    "inspirational": ("Inspirational", "励志", "inspirational|inspiring|uplifting|励志"),
    "corporate": ("Corporate", "商务", "corporate|商务"),
    "hip-hop": ("Hip-hop", "嘻哈", "hip-?hop|hip hop|嘻哈"),
}
USUAL_STYLE = "lo-fi"

RATIOS: Mapping[str, str] = {
    "9:16": "vertical|portrait|竖屏|竖版|竖向",
    "16:9": "landscape|horizontal|widescreen|横屏|横版|横向",
    "1:1": "square|正方形|方形",
}
KNOWN_RATIOS = ("9:16", "16:9", "1:1", "4:3", "3:4", "4:5", "5:4", "21:9")

POSITIONS: Mapping[str, str] = {
    "top": "top|顶部|上方|顶端|上面",
    "bottom": "bottom|底部|下方|底端|下面",
    "center": "center|centre|middle|中间|中央|居中|正中|中心",
}

# what only exists as a setting of this stand-in
USUAL_SECONDS = 5.0
LONGEST_SECONDS = 300.0
USUAL_VOLUME = 0.35
USUAL_TEXT_MS = 3000
STILL_MS = 5000
LOOP_SECONDS = 20.0


def ways(table: Mapping[str, str], script: str) -> str:
    """The words of a table in one script ("en" or "zh") as one pattern, longest first."""
    words = [word for row in table.values() for word in row.split("|")]
    return "|".join(sorted((w for w in words if w.isascii() == (script == "en")), key=len)[::-1])


def style_words(script: str) -> str:
    """The words for styles in one script as one pattern."""
    return ways({name: row[2] for name, row in STYLES.items()}, script)


def named(table: Mapping[str, str], said: str) -> str:
    """The canonical name of a word of a table."""
    return next(name for name, words in table.items() if re.fullmatch(words, said))


def style_named(said: str) -> str:
    """The canonical name of a music style."""
    return named({name: row[2] for name, row in STYLES.items()}, said)
