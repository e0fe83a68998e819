"""Whether a sentence can hold an instruction for a screen at all; most can not, and cost little.

Strategy: beginnings of words and pairs of characters, looked up in sets. Says yes too often rather
than too seldom; what a sentence says is read elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

from nemo_client.speech import gui_tables as t
from nemo_client.speech.wordlists import listed

SIZE: Final = 4
"""How much of a word is looked at."""

_WORDS: Final = listed(
    """
    clic, doub, tap, tapp, pres, hit, hitt, push, swip, pinc, scro, hove, drag, togg, tick, unti,
    unch, grab, butt, icon, menu, tab, tabs, pane, side, tool, dial, pop, popu, drop, chec, slid,
    play, scru, prev, prog, libr, insp, dash, brow, wind, web, webp, canv, work, edit, sett, pref,
    avat, prof, hand, shor, keyb, mous, curs, time, box, inpu, chat, hamb, gear, bell, dots, arro,
    ctrl, cmd, comm, alt, shif, opti, spac, bill, acco, trac, laye, asse, plan, bala, subs, cred,
    page, scre, list, bin, pool, corn, edge, tria, bord, dot, knob, mark, refr, relo, top, full,
    choo, sele, pick, use, try, head, reve, medi, pape, usag, wall, view, moni, boar, cloc, find,
    pull, smac, mash, whac, punc, slap, bash, poke, smas, touc, trig, acti, thum, retu, wave
    """
)
_ENGLISH: Final = listed("the, you, your, and, with, is, are, it, to, of, for, my, at, from, was")
"""A sentence without any of them may be of another language, and is read."""
_COMMON: Final = listed("time, times, timed, work, works, worked, played, present")
"""What begins like one of them and is seldom one; where it is, another stands beside it."""
_PAIRS: Final = {word[:2] for word in t.SCREEN_ZH.split("|")} | listed(
    """
    左上, 右上, 左下, 右下, 左侧, 右侧, 左边, 右边, 左栏, 顶部, 底部, 顶栏, 底栏, 侧栏, 上方,
    下方, 工具, 页面, 预览, 播放, 全屏, 跳到, 跳转, 跳至, 刷新, 打开, 查看, 看看, 看一, 检查,
    展开, 面板, 素材, 媒体, 导出, 下载, 项目, 等着, 恭候, 随时, 轻触, 触碰, 捏合, 双指, 长按,
    选择, 选“, 选「, 选左, 选右, 选导, 选下, 选生, 用鼠, 键盘, 余额, 账户, 账单, 积分, 标签,
    手动, 左收, 右收, 库在, 板在, 钮在, 线在
    """
)
_SIGNS: Final = "点按击拖拉戳勾滑滚悬敲键钮→›>⌘⇧⌥⌃▶⬇⏬📥+＋"
_SIGN: Final = re.compile("|".join(map(re.escape, _SIGNS)))
_PAIR: Final = re.compile("|".join(sorted(map(re.escape, _PAIRS))))
_WORD: Final = re.compile("[a-zà-ÿа-яё]+")
_CJK: Final = re.compile("[一-鿿]")
_EAST: Final = re.compile("[ぁ-ヿ가-힣]")


def may_instruct(sentence: str) -> bool:
    """Whether a sentence has a word, a pair of characters or a sign of an instruction in it."""
    if _SIGN.search(sentence):
        return True
    words = _WORD.findall(sentence.lower())
    if not _WORDS.isdisjoint([word[:SIZE] for word in words if word not in _COMMON]):
        return True
    if not _CJK.search(sentence):
        return _ENGLISH.isdisjoint(words)
    return bool(_PAIR.search(sentence) or _EAST.search(sentence))
