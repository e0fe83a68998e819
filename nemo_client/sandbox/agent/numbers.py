"""Numbers and times as people write them, in English and Chinese.

Only reads what the slot table matched: `15`, `ten`, `one and a half`, `十五`, `三点五`,
`1:30`, `2.5s`, `一分半`. Knows nothing of clauses or operations. Times are ms.
"""

from __future__ import annotations

import re

EN_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
EN_WORDS = {
    **{word: float(value) for value, word in enumerate(EN_UNITS)},
    **{word: 20.0 + 10 * step for step, word in enumerate(EN_TENS)},
    "a": 1.0,
    "an": 1.0,
    "half": 0.5,
    "half a": 0.5,
    "half an": 0.5,
    "a half": 0.5,
    "couple": 2.0,
}
ORDINALS = {
    word: place
    for place, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
        1,
    )
} | {"last": -1, "final": -1}
ZH_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}

_TENS = "|".join(EN_TENS)
_ONES = "|".join(EN_UNITS[1:10])
EN_NUMBER = (
    rf"(?:\d+(?:\.\d+)?|(?:{_TENS})[- ](?:{_ONES})|{_TENS}|half an?|a half|"
    rf"{'|'.join(sorted(EN_UNITS, key=len, reverse=True))}|half|an?)"
)
ZH_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?|半)"

_EN_UNIT = r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?)"
_EN_LONG = r"(?:milliseconds?|seconds?|secs?|minutes?|mins?)"
_AFTER = r"(?:(?: and)? ?\d+(?:\.\d+)? ?(?:seconds?|secs?|s))?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?"
_EN_TIME = (
    rf"(?:(?:\d+(?:\.\d+)?[ -]?{_EN_UNIT}|"
    rf"{EN_NUMBER}(?: and a half)?[ -]{_EN_LONG}(?:(?: and)? a half(?![a-z]))?){_AFTER}"
    rf"|\d+m ?\d+s)(?![a-z0-9])"
)
_ZH_TIME = rf"(?:{ZH_NUMBER} ?分(?!之|辨)钟?(?: ?{ZH_NUMBER} ?秒钟?|半)?|{ZH_NUMBER} ?秒钟?半?)"
TIME = rf"(?<![a-z0-9.:])(?:{_CLOCK}|{_ZH_TIME}|{_EN_TIME})"


def number(words: str) -> float:
    """The value of a matched number (`ValueError` if it is none)."""
    words = words.strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    if words in EN_WORDS:
        return EN_WORDS[words]
    tens, _, ones = words.replace("-", " ").partition(" ")
    if ones and tens in EN_WORDS and ones in EN_WORDS:
        return EN_WORDS[tens] + EN_WORDS[ones]
    return _zh_number(words)


def _zh_number(words: str) -> float:
    if words == "半":
        return 0.5
    whole, _, decimals = words.partition("点")
    total = current = 0
    for char in whole:
        if char in ("十", "百"):
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        elif char in ZH_DIGITS:
            current = current * 10 + ZH_DIGITS[char]
        else:
            raise ValueError(f"not a number: {words!r}")
    fraction = "".join(str(ZH_DIGITS[char]) for char in decimals)
    return float(f"{total + current}.{fraction or 0}")


def milliseconds(words: str) -> int:
    """A matched time in milliseconds."""
    words = words.strip()
    if ":" in words:
        seconds = 0.0
        for part in words.split(":"):
            seconds = seconds * 60 + float(part)
        return round(seconds * 1000)
    if found := re.fullmatch(r"(\d+)m ?(\d+)s", words):
        return (int(found[1]) * 60 + int(found[2])) * 1000
    return _zh_ms(words) if re.search("[秒分]", words) else _en_ms(words)


def _zh_ms(words: str) -> int:
    found = re.fullmatch(rf"(?:({ZH_NUMBER}) ?分钟?(半)?)? ?(?:({ZH_NUMBER}) ?秒钟?(半)?)?", words)
    if not found:
        raise ValueError(f"not a time: {words!r}")
    minutes, half_minute, seconds, half_second = found.groups()
    total = (number(minutes) if minutes else 0.0) * 60 + (30 if half_minute else 0)
    total += (number(seconds) if seconds else 0.0) + (0.5 if half_second else 0)
    return round(total * 1000)


def _en_ms(words: str) -> int:
    total = 0.0
    for amount, before, unit, after in re.findall(
        rf"({EN_NUMBER})( and a half)?[ -]?({_EN_UNIT})((?: and)? a half)?(?![a-z])", words
    ):
        halves = 0.5 if before or after else 0.0
        total += (number(amount) + halves) * _unit_ms(unit)
    return round(total)


def _unit_ms(unit: str) -> int:
    if unit == "ms" or unit.startswith("milli"):
        return 1
    return 60_000 if unit.startswith("min") else 1000
