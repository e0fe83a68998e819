"""How interchange speaks: what a file leaves out and why, and what is asked of the agent."""

from __future__ import annotations

from collections.abc import Mapping

from nemo_client.phrases import Row

LOST: Mapping[str, Row] = {
    "head": Row(
        "The {format} file leaves out {n} details (all of them with --json):",
        "{format} 文件将缺少{n}项信息（用 --json 查看全部）：",
    ),
    "one": Row("- {what} at {pointer}: {why}", "- {what}（{pointer}）：{why}"),
    "more": Row(
        "- {what}, {n} times, first at {pointer}: {why}", "- {what}，共{n}处，首处 {pointer}：{why}"
    ),
    "rest": Row("- and {n} more kinds of details", "- 另有{n}类信息"),
    "none": Row("The {format} file leaves out nothing.", "{format} 文件不缺少任何信息。"),
}
"""The loss report, told before a file is written."""

WHATS: Mapping[str, Row] = {
    "track": Row("a whole track", "整条轨道"),
    "segment": Row("a segment", "一个片段"),
    "start_ms": Row("start", "开始时间"),
    "end_ms": Row("end", "结束时间"),
    "id": Row("id", "标识"),
    "role": Row("role", "角色"),
    "other": Row("a field without a known meaning", "含义未知的字段"),
}
"""What is lost, beside the facts that have a name in the timeline's own table."""

WHYS: Mapping[str, Row] = {
    "no_place": Row("the format has no place for it", "该格式无法保存"),
    "one_track": Row("the format has no more tracks of this kind", "该格式的同类轨道数量有限"),
    "overlaps": Row("it overlaps another on its track", "与同一轨道上的其他片段重叠"),
    "too_short": Row("it is shorter than the smallest step in time", "短于最小时间单位"),
    "too_late": Row("timecode ends at 24 hours", "时间码最多24小时"),
    "snapped": Row("moved to the nearest step in time", "对齐到最近的时间单位"),
    "derived": Row("the format works it out from the clips", "该格式根据片段推算"),
    "other": Row("the file is written at another rate", "文件采用其他帧率"),
    "letters": Row("some of its letters cannot be written", "部分字符无法写入"),
    "no_words": Row("it has no words", "没有文字"),
    "not_uploaded": Row(
        "its media is not part of the project; upload it first", "素材不在项目中；请先上传"
    ),
    "longer": Row(
        "it would show more of its media than it does now", "需要的素材超出当前使用的范围"
    ),
    "speed": Row("a speed that clips cannot have", "片段无法使用该速度"),
    "later": Row(
        "can be said once the rest is brought in: import again then",
        "需先带回其余改动，再次导入后才能表达",
    ),
    "gap": Row("clips are laid end to end, without gaps or overlaps", "片段只能首尾相接"),
    "between": Row("new clips go to the start or the end", "新片段只能加在开头或结尾"),
    "part": Row("media can only be added whole", "素材只能整段加入"),
    "some_music": Row("of several pieces of music one cannot be named", "无法单独指定其中一段音乐"),
    "more_music": Row("where music plays cannot be said", "无法指定音乐的时间"),
    "music_place": Row("when music plays cannot be said", "无法指定音乐的时间"),
    "past_end": Row("the video ends before", "视频在此之前已结束"),
}
"""Why something is left out of a file, or cannot be brought back from one."""

NTH = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
"""Numbers as they stand before a noun."""

WISHES: Mapping[str, Row] = {
    "clip_speed": Row("Play clip {n} at {value}x speed", "片段{n}以{value}倍速播放"),
    "clip_volume": Row("Set the volume of clip {n} to {value}%", "把片段{n}的音量设为{value}%"),
    "every_speed": Row("Play all clips at {value}x speed", "所有片段以{value}倍速播放"),
    "every_volume": Row("Set the volume of all clips to {value}%", "把所有片段的音量设为{value}%"),
    "trim": Row("Trim clip {n} to {value} seconds", "把片段{n}剪到{value}秒"),
    "head": Row("Cut the first {value} seconds off clip {n}", "剪掉片段{n}开头的{value}秒"),
    "split": Row("Split the video at {value} s", "在{value}秒处分割视频"),
    "delete": Row("Delete clip {numbers}", "删除{numbers}"),
    "delete_many": Row("Delete clips {numbers}", "删除{numbers}"),
    "move_before": Row("Move clip {n} before clip {other}", "把片段{n}移到片段{other}之前"),
    "move_last": Row("Move clip {n} to the end", "把片段{n}移到最后"),
    "swap": Row("Swap clip {n} and clip {other}", "交换片段{n}和片段{other}"),
    "order": Row("Reorder the clips to {numbers}", "把片段顺序调整为{numbers}"),
    "cut": Row("Cut {start}-{end} s out of the video", "剪掉视频的{start}-{end}秒"),
    "place_first": Row("Add {text} at the start", "把{text}加到最前面"),
    "place_last": Row("Add {text} at the end", "把{text}加到最后"),
    "remove_music": Row("Remove the music", "删除音乐"),
    "music_volume": Row("Set the volume of the music to {value}%", "把音乐的音量调到{value}%"),
    "added_text": Row(
        "Add the {noun} {text} from {start} s to {end} s", "添加{noun}{text}，从{start}秒到{end}秒"
    ),
    "removed": Row("Remove {thing}", "删除{thing}"),
    "moved_text": Row(
        "Show {thing} from {start} s to {end} s", "让{thing}从{start}秒到{end}秒显示"
    ),
    "text": Row("Change {thing} to {new}", "把{thing}改成{new}"),
    "named": Row("the {noun} {name}", "{noun}{name}"),
    "nth": Row("the {nth} {noun}", "第{nth}个{noun}"),
    "end": Row(".", "。"),
}
"""What is asked of the agent, a sentence a line; clips go by the numbers they have by then."""

BROUGHT: Mapping[str, Row] = {
    "head": Row("{file} against the timeline:", "{file} 与时间线相比："),
    "nothing": Row("{file} and the timeline agree.", "{file} 与时间线一致。"),
    "absent": Row(
        "Not in the file and left alone (--replace removes them): {n}",
        "文件中没有、保持不变（--replace 可删除）：{n}项",
    ),
    "refused": Row(
        "Cannot be said, so will not change: {name} ({why})",
        "无法用语言表达、不会改变：{name}（{why}）",
    ),
    "about": Row("{sentence}  ({name})", "{sentence}（{name}）"),
    "wish": Row("What would be said to the agent:", "将向后端发送："),
    "not_sent": Row("Nothing was sent; --send does that.", "尚未发送；加 --send 即可发送。"),
}
"""What an import shows."""

MEDIA: Mapping[str, Row] = {
    "line": Row("{name}  {kind}  {state}", "{name}  {kind}  {state}"),
    "none": Row("The timeline uses no media.", "时间线没有使用素材。"),
    "listed": Row("{source}", "{source}"),
    "saved": Row("saved, {bytes} bytes", "已保存，{bytes} 字节"),
    "there": Row("is there already", "已存在"),
    "no_address": Row("no web address: {source}", "不是网址：{source}"),
    "failed": Row("failed: {reason}", "失败：{reason}"),
    "unlinked": Row(
        "Not in {folder}, so named by their address: {n} (see {step})",
        "不在 {folder} 中，仍以网址引用：{n}项（见 {step}）",
    ),
}
"""What is said of the files of a timeline."""
