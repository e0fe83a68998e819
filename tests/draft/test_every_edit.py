"""Every edit the embedded agent knows is one sentence of the diff, and the patch is exact."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

import pytest

from nemo_client.draft import Draft, applied, changes, describe, patch
from nemo_client.sandbox.agent.desk import closed, opened
from nemo_client.sandbox.agent.edits import EDITS, Job
from nemo_client.sandbox.agent.extras import EXTRAS, perform
from nemo_client.sandbox.agent.ops import (
    AddMusic,
    AddText,
    CutRanges,
    DeleteClips,
    EditText,
    Fade,
    Footage,
    Generate,
    KeepRange,
    MoveClip,
    Op,
    PlaceClips,
    PlaceText,
    RemoveMusic,
    RemoveText,
    Reorder,
    RetimeText,
    SetAspect,
    SetLook,
    SetSpeed,
    SetVolume,
    Split,
    SwapClips,
    Trim,
    TrimHead,
    TrimTail,
    When,
)
from nemo_client.sandbox.assets import Asset

SEA = Footage("sea", 4, 1280, 720)


def asset(name: str, seconds: int = 4, kind: Literal["video", "audio"] = "video") -> Asset:
    url = f"http://127.0.0.1/{name}"
    return Asset(name, name, kind, seconds * 1000, 1280, 720, 30.0, True, "", url)


def done(draft: dict[str, Any] | None, ops: Iterable[Op], files: Iterable[Asset]) -> dict[str, Any]:
    job = Job(opened(draft), "en", {each.id: each for each in files})
    for op in ops:
        perform(job, op)
    return closed(job.desk)


FILES = [asset(""), *(asset(name, 5) for name in "ABCD"), asset("jazz", 20, "audio")]
BEGUN: list[Op] = [
    PlaceClips(assets=("A", "B", "C", "D")),
    AddMusic("lo-fi", volume=0.35),
    AddText("Hello", when=When(0, 3000)),
    AddText("World", when=When(4000, 6000)),
    AddText("la la", role="subtitle", when=When(whole=True)),
    Fade(into=True, out=True, ms=500, target="video"),
]
"""Four clips of five seconds, music and a subtitle all along, two titles, fades at both ends."""

TOLD: list[tuple[Op, str, str]] = [
    (
        Generate(material=SEA),
        'Added clip "sea" (20-24s); length 20 s -> 24 s',
        "添加了片段“sea”（20-24秒）；总时长20秒 -> 24秒",
    ),
    (
        PlaceClips(assets=("A", "B"), at_start=True),
        'Added 2 clips: "A" (0-5s), "B" (5-10s); length 20 s -> 30 s',
        "添加了2个片段：“A”（0-5秒），“B”（5-10秒）；总时长20秒 -> 30秒",
    ),
    (
        PlaceClips(assets=("A",)),
        'Added clip "A" (20-25s); length 20 s -> 25 s',
        "添加了片段“A”（20-25秒）；总时长20秒 -> 25秒",
    ),
    (
        Trim(to_ms=18000),
        'Cut 18-20s out of clip "D"; length 20 s -> 18 s',
        "从片段“D”中剪掉了18-20秒；总时长20秒 -> 18秒",
    ),
    (
        Trim(to_ms=12000),
        "Cut 12-20s out of the video; length 20 s -> 12 s",
        "从视频中剪掉了12-20秒；总时长20秒 -> 12秒",
    ),
    (
        Trim(to_ms=8000),
        "Cut 8-20s out of the video; length 20 s -> 8 s",
        "从视频中剪掉了8-20秒；总时长20秒 -> 8秒",
    ),
    (
        Trim(2000, 2),
        'Cut 7-10s out of clip "B"; length 20 s -> 17 s',
        "从片段“B”中剪掉了7-10秒；总时长20秒 -> 17秒",
    ),
    (
        TrimHead(1000),
        'Cut 0-1s out of clip "A"; length 20 s -> 19 s',
        "从片段“A”中剪掉了0-1秒；总时长20秒 -> 19秒",
    ),
    (
        TrimHead(1000, 3),
        'Cut 10-11s out of clip "C"; length 20 s -> 19 s',
        "从片段“C”中剪掉了10-11秒；总时长20秒 -> 19秒",
    ),
    (
        TrimHead(7000),
        "Cut 0-7s out of the video; length 20 s -> 13 s",
        "从视频中剪掉了0-7秒；总时长20秒 -> 13秒",
    ),
    (
        TrimTail(2000),
        'Cut 18-20s out of clip "D"; length 20 s -> 18 s',
        "从片段“D”中剪掉了18-20秒；总时长20秒 -> 18秒",
    ),
    (
        TrimTail(2000, 1),
        'Cut 3-5s out of clip "A"; length 20 s -> 18 s',
        "从片段“A”中剪掉了3-5秒；总时长20秒 -> 18秒",
    ),
    (
        CutRanges(((2000, 3000),)),
        'Cut 2-3s out of clip "A"; length 20 s -> 19 s',
        "从片段“A”中剪掉了2-3秒；总时长20秒 -> 19秒",
    ),
    (
        CutRanges(((2000, 3000), (6000, 7000))),
        "Cut 2-3s, 6-7s out of the video; length 20 s -> 18 s",
        "从视频中剪掉了2-3秒，6-7秒；总时长20秒 -> 18秒",
    ),
    (
        CutRanges(((3000, 12000),)),
        "Cut 3-12s out of the video; length 20 s -> 11 s",
        "从视频中剪掉了3-12秒；总时长20秒 -> 11秒",
    ),
    (
        CutRanges(((5000, 10000),)),
        'Removed clip "B" (5-10s); length 20 s -> 15 s',
        "删除了片段“B”（5-10秒）；总时长20秒 -> 15秒",
    ),
    (
        KeepRange(1000, 9000),
        "Cut 0-1s, 9-20s out of the video; length 20 s -> 8 s",
        "从视频中剪掉了0-1秒，9-20秒；总时长20秒 -> 8秒",
    ),
    (
        KeepRange(1000, 3000, clip=1),
        'Cut 0-1s, 3-5s out of clip "A"; length 20 s -> 17 s',
        "从片段“A”中剪掉了0-1秒，3-5秒；总时长20秒 -> 17秒",
    ),
    (Split(2000), 'Split clip "A" at 2 s', "在2秒处把片段“A”分成两段"),
    (Split(clip=4), 'Split clip "D" at 17.5 s', "在17.5秒处把片段“D”分成两段"),
    (
        DeleteClips((2,)),
        'Removed clip "B" (5-10s); length 20 s -> 15 s',
        "删除了片段“B”（5-10秒）；总时长20秒 -> 15秒",
    ),
    (
        DeleteClips((1, 3)),
        'Removed 2 clips: "A" (0-5s), "C" (10-15s); length 20 s -> 10 s',
        "删除了2个片段：“A”（0-5秒），“C”（10-15秒）；总时长20秒 -> 10秒",
    ),
    (
        DeleteClips((-1,)),
        'Removed clip "D" (15-20s); length 20 s -> 15 s',
        "删除了片段“D”（15-20秒）；总时长20秒 -> 15秒",
    ),
    (
        MoveClip(2, before=1),
        'Moved clip "B" before clip "A": 5-10s -> 0-5s',
        "把片段“B”移到片段“A”之前：5-10秒 -> 0-5秒",
    ),
    (
        MoveClip(1, to=-1),
        'Moved clip "A" to the end: 0-5s -> 15-20s',
        "把片段“A”移到最后：0-5秒 -> 15-20秒",
    ),
    (
        MoveClip(4, to=1),
        'Moved clip "D" before clip "A": 15-20s -> 0-5s',
        "把片段“D”移到片段“A”之前：15-20秒 -> 0-5秒",
    ),
    (SwapClips(1, 3), 'Swapped clip "A" and clip "C"', "交换了片段“A”和片段“C”"),
    (
        SwapClips(1, 2),
        'Moved clip "B" before clip "A": 5-10s -> 0-5s',
        "把片段“B”移到片段“A”之前：5-10秒 -> 0-5秒",
    ),
    (
        Reorder((3, 1, 4, 2)),
        "Put 4 clips in another order: 1, 2, 3, 4 -> 3, 1, 4, 2",
        "调整了4个片段的顺序：1, 2, 3, 4 -> 3, 1, 4, 2",
    ),
    (
        Reorder(),
        "Put 4 clips in another order: 1, 2, 3, 4 -> 4, 3, 2, 1",
        "调整了4个片段的顺序：1, 2, 3, 4 -> 4, 3, 2, 1",
    ),
    (
        SetSpeed(2.0, (2,)),
        'Changed the speed of clip "B": 1x -> 2x; length 20 s -> 17.5 s',
        "修改了片段“B”的速度：1x -> 2x；总时长20秒 -> 17.5秒",
    ),
    (
        SetSpeed(2.0),
        "Changed the speed of 4 clips: 1x -> 2x; length 20 s -> 10 s",
        "修改了4个片段的速度：1x -> 2x；总时长20秒 -> 10秒",
    ),
    (
        SetSpeed(0.5, (1, 4)),
        "Changed the speed of 2 clips: 1x -> 0.5x; length 20 s -> 30 s",
        "修改了2个片段的速度：1x -> 0.5x；总时长20秒 -> 30秒",
    ),
    (
        SetAspect("9:16"),
        "Changed the frame size: 1280x720 -> 720x1280",
        "修改了画面尺寸：1280x720 -> 720x1280",
    ),
    (
        SetLook("grayscale", (2,)),
        'Set the look of clip "B" to "grayscale"',
        "把片段“B”的画面效果改为“grayscale”",
    ),
    (
        SetLook("grayscale"),
        'Set the look of 4 clips to "grayscale"',
        "把4个片段的画面效果改为“grayscale”",
    ),
    (AddText("New", when=When(7000, 9000)), 'Added title "New" (7-9s)', "添加了标题“New”（7-9秒）"),
    (
        AddText("sub", role="subtitle", when=When(0, 1000)),
        'Added subtitle "sub" (0-1s)',
        "添加了字幕“sub”（0-1秒）",
    ),
    (
        EditText("Bye", "title", "Hello"),
        'Changed the text of title "Hello": "Hello" -> "Bye"',
        "修改了标题“Hello”的文字：“Hello” -> “Bye”",
    ),
    (
        RetimeText("title", When(6000, 9000), "Hello"),
        'Moved title "Hello": 0-3s -> 6-9s',
        "移动了标题“Hello”：0-3秒 -> 6-9秒",
    ),
    (
        RetimeText("title", When(start_ms=8000), "Hello"),
        'Moved title "Hello": 0-3s -> 8-11s',
        "移动了标题“Hello”：0-3秒 -> 8-11秒",
    ),
    (
        RetimeText("title", When(whole=True), "Hello"),
        'Retimed title "Hello": 0-3s -> 0-20s',
        "调整了标题“Hello”的时间：0-3秒 -> 0-20秒",
    ),
    (
        PlaceText("title", "top", "Hello"),
        'Changed the position of title "Hello": "center" -> "top"',
        "修改了标题“Hello”的位置：“center” -> “top”",
    ),
    (RemoveText("title", "Hello"), 'Removed title "Hello" (0-3s)', "删除了标题“Hello”（0-3秒）"),
    (
        RemoveText("title", every=True),
        'Removed 2 titles: "Hello" (0-3s), "World" (4-6s)',
        "删除了2个标题：“Hello”（0-3秒），“World”（4-6秒）",
    ),
    (
        RemoveText("text", every=True),
        'Removed 2 titles and subtitle "la la": "Hello" (0-3s), "World" (4-6s), "la la" (0-20s)',
        "删除了2个标题和字幕“la la”：“Hello”（0-3秒），“World”（4-6秒），“la la”（0-20秒）",
    ),
    (
        AddMusic("jazz", replace=True),
        'Replaced music "Lo-fi" with "Jazz"',
        "把音乐“Lo-fi”换成了“Jazz”",
    ),
    (
        AddMusic(asset="jazz", when=When(0, 4000)),
        'Added music "jazz" (0-4s)',
        "添加了音乐“jazz”（0-4秒）",
    ),
    (RemoveMusic(), 'Removed music "Lo-fi" (0-20s)', "删除了音乐“Lo-fi”（0-20秒）"),
    (
        SetVolume("music", 0.2),
        'Changed the volume of music "Lo-fi": 35% -> 20%',
        "修改了音乐“Lo-fi”的音量：35% -> 20%",
    ),
    (
        SetVolume("clips", 0.0),
        "Changed the volume of 4 clips: 100% -> 0%",
        "修改了4个片段的音量：100% -> 0%",
    ),
    (
        SetVolume("clips", 1.5, (2,)),
        'Changed the volume of clip "B": 100% -> 150%',
        "修改了片段“B”的音量：100% -> 150%",
    ),
    (
        SetVolume("both", 0.5),
        'Set the volume of 4 clips and music "Lo-fi" to 50%',
        "把4个片段和音乐“Lo-fi”的音量改为50%",
    ),
    (
        Fade(True, False, 1000),
        'Set the fade-in of clip "A" and music "Lo-fi" to 1 s',
        "把片段“A”和音乐“Lo-fi”的淡入改为1秒",
    ),
    (
        Fade(True, True, 1000),
        'Set the fade-in and fade-out of 2 clips and music "Lo-fi" to 1 s',
        "把2个片段和音乐“Lo-fi”的淡入和淡出改为1秒",
    ),
    (
        Fade(False, True, 0, "video"),
        'Changed the fade-out of clip "D": 0.5 s -> 0 s',
        "修改了片段“D”的淡出：0.5秒 -> 0秒",
    ),
    (
        Fade(True, True, 1000, "music"),
        'Changed the fade-in and fade-out of music "Lo-fi": 0 s -> 1 s',
        "修改了音乐“Lo-fi”的淡入和淡出：0秒 -> 1秒",
    ),
]


def before() -> dict[str, Any]:
    return done(None, BEGUN, FILES)


@pytest.mark.parametrize(("op", "en", "zh"), TOLD, ids=lambda value: str(value)[:40])
def test_one_edit_is_one_sentence(op: Op, en: str, zh: str) -> None:
    was = before()
    now = done(was, [op], FILES)
    found = changes(Draft(was), Draft(now))
    assert (describe(found, "en"), describe(found, "zh")) == ((en,), (zh,))
    assert json.dumps(applied(was, patch(was, now))) == json.dumps(now)


@pytest.mark.parametrize(("op", "en", "zh"), TOLD, ids=lambda value: str(value)[:40])
def test_one_edit_taken_back_is_told_without_a_part_of_it_left_out(
    op: Op, en: str, zh: str
) -> None:
    was = before()
    now = done(was, [op], FILES)
    back = changes(Draft(now), Draft(was))
    assert back and len(describe(back, "en")) <= 6
    assert json.dumps(applied(now, patch(now, was))) == json.dumps(was)


def test_every_operation_that_edits_is_walked() -> None:
    assert {type(op) for op, _, _ in TOLD} == EDITS.keys() | EXTRAS.keys()


def test_what_is_lost_with_a_cut_is_told_beside_it() -> None:
    was = before()
    found = changes(Draft(was), Draft(done(was, [Trim(to_ms=3500)], FILES)))
    assert describe(found, "en") == (
        "Cut 3.5-20s out of the video",
        'Removed title "World" (4-6s)',
        "Changed the length: 20 s -> 3.5 s",
    )
