"""Why a connection or a stream broke: reasons that travel as English text, through records too.

What is known is said in the reader's language when it is shown; what another side said stays.
"""

from __future__ import annotations

import re
import string
from functools import cache

from nemo_client.phrases import Lang, Row

BREAKS: tuple[Row, ...] = (
    Row("the {clock} clock of {seconds} s ran out", "{clock} 计时（{seconds} 秒）已到"),
    Row("the {clock} clock ran out", "{clock} 计时已到"),
    Row("no answer yet of {tools}", "{tools} 尚未返回结果"),
    Row("the stream stopped in the middle of an event", "数据流在事件中途停止"),
    Row("credits are still reserved for it", "仍有积分为其冻结"),
    Row("the process that sent it ended", "发送它的进程已结束"),
    Row("the state could not be read", "无法读取状态"),
    Row("an address that cannot be fetched: {fault}", "无法获取的地址：{fault}"),
    Row("enough was read of what is no video", "读取的内容不是视频"),
    Row("All connection attempts failed", "所有连接尝试均失败"),
    Row("[Errno {n}] Connection refused", "连接被拒绝（错误 {n}）"),
    Row("[Errno {n}] Name or service not known", "找不到这个主机名（错误 {n}）"),
    Row("No such file or directory", "没有这个文件或目录"),
    Row("Permission denied", "没有权限"),
)
"""Reasons of ours and of the libraries below us, as they are written down."""


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = (
        re.escape(text) + (f"(?P<{name}>.+)" if name else "")
        for text, name, _, _ in string.Formatter().parse(template)
    )
    return re.compile("".join(pieces))


def told(reason: str, lang: Lang) -> str:
    """Return a reason in the reader's language, as it came where it is none of the table."""
    if lang == "en":
        return reason
    matches = ((row, found) for row in BREAKS if (found := _pattern(row.en).fullmatch(reason)))
    return next((row.say(lang, found.groupdict()) for row, found in matches), reason)
