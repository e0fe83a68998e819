"""How a timeline and its changes are told: labels, summary lines and sentences of change."""

from __future__ import annotations

from collections.abc import Mapping

from nemo_client.phrases import Row

TIMELINE: Mapping[str, Row] = {
    "head": Row("Timeline ({tracks}, {length})", "时间线（{tracks}，{length}）"),
    "one_track": Row("1 track", "1条轨道"),
    "tracks": Row("{n} tracks", "{n}条轨道"),
    "seconds": Row("{n} s", "{n}秒"),
    "empty": Row("The timeline is empty.", "时间线是空的。"),
    "markup": Row(
        "This draft is in a newer format. It is kept as it is but cannot be shown here.",
        "这份草稿采用较新的格式，会原样保留，但无法在此显示。",
    ),
    "unknown": Row(
        "This draft has a form that cannot be shown here. It is kept as it is.",
        "这份草稿的格式无法在此显示，会原样保留。",
    ),
    "line": Row("{n}. {label}: {segments}", "{n}. {label}：{segments}"),
    "segment": Row("{name} ({when})", "{name}（{when}）"),
    "when": Row("{start}-{end}s", "{start}-{end}秒"),
    "when_loud": Row("{start}-{end}s, {volume}%", "{start}-{end}秒，{volume}%"),
    "and": Row(", ", "，"),
    "more": Row("and {n} more", "另有{n}段"),
    "opaque": Row("{n} unreadable", "{n}段无法识别"),
    "no_segments": Row("empty", "空"),
    "no_name": Row("untitled", "未命名"),
    "quote": Row('"{text}"', "“{text}”"),
    "guess_text": Row("{label}, text?", "{label}，文字？"),
}
"""The summary of a timeline."""

CHART: Mapping[str, Row] = {
    "row": Row("{n} {label}", "{n} {label}"),
    "loud": Row("{name} {volume}%", "{name} {volume}%"),
    "tick": Row("{n}s", "{n}秒"),
    "crowded": Row("# several segments each", "# 每处有多段"),
    "hidden": Row(
        "{n} segments overlap others and are not drawn", "另有{n}段与其他片段重叠，未画出"
    ),
    "more_tracks": Row("and {n} more tracks", "另有{n}条轨道"),
}
"""What stands in a drawing of a timeline, beside the names."""

LABELS: Mapping[str, Row] = {
    "video": Row("Video", "视频"),
    "audio": Row("BGM", "背景音乐"),
    "text": Row("Title", "标题"),
    "subtitle": Row("Subtitles", "字幕"),
}
"""What a track is called; any other is shown by its number."""

NOUNS: Mapping[str, Row] = {
    "video": Row("clip", "片段"),
    "audio": Row("music", "音乐"),
    "text": Row("title", "标题"),
    "subtitle": Row("subtitle", "字幕"),
}
"""What one segment of such a track is called within a sentence."""

MANY: Mapping[str, Row] = {
    "video": Row("{n} clips", "{n}个片段"),
    "audio": Row("{n} pieces of music", "{n}段音乐"),
    "text": Row("{n} titles", "{n}个标题"),
    "subtitle": Row("{n} subtitles", "{n}条字幕"),
    "": Row("{n} segments ({noun})", "{n}段（{noun}）"),
}
"""Several of them; those of a kind we do not know by its number."""

CHANGES: Mapping[str, Row] = {
    "added": Row("Added {thing} ({when})", "添加了{thing}（{when}）"),
    "added_many": Row("Added {things}: {list}", "添加了{things}：{list}"),
    "removed": Row("Removed {thing} ({when})", "删除了{thing}（{when}）"),
    "removed_many": Row("Removed {things}: {list}", "删除了{things}：{list}"),
    "replaced": Row("Replaced {noun} {before} with {after}", "把{noun}{before}换成了{after}"),
    "cut": Row("Cut {when} out of {thing}", "从{thing}中剪掉了{when}"),
    "split": Row("Split {thing} at {at}", "在{at}处把{thing}分成两段"),
    "changed": Row(
        "Changed the {field} of {thing}: {before} -> {after}",
        "修改了{thing}的{field}：{before} -> {after}",
    ),
    "changed_to": Row("Set the {field} of {thing} to {after}", "把{thing}的{field}改为{after}"),
    "moved": Row("Moved {thing}: {before} -> {after}", "移动了{thing}：{before} -> {after}"),
    "moved_before": Row(
        "Moved {thing} before {beside}: {before} -> {after}",
        "把{thing}移到{beside}之前：{before} -> {after}",
    ),
    "moved_last": Row(
        "Moved {thing} to the end: {before} -> {after}",
        "把{thing}移到最后：{before} -> {after}",
    ),
    "swapped": Row("Swapped {thing} and {beside}", "交换了{thing}和{beside}"),
    "reordered": Row(
        "Put {things} in another order: {before} -> {after}",
        "调整了{things}的顺序：{before} -> {after}",
    ),
    "reordered_many": Row("Put {things} in another order", "调整了{things}的顺序"),
    "retimed": Row(
        "Retimed {thing}: {before} -> {after}", "调整了{thing}的时间：{before} -> {after}"
    ),
    "later": Row("{n} segments start {by} later ({noun})", "{n}段{noun}延后{by}开始"),
    "earlier": Row("{n} segments start {by} earlier ({noun})", "{n}段{noun}提前{by}开始"),
    "track_added": Row("Added a track: {label}", "添加了一条轨道：{label}"),
    "track_removed": Row("Removed a track: {label}", "删除了一条轨道：{label}"),
    "canvas": Row(
        "Changed the frame size: {before} -> {after}", "修改了画面尺寸：{before} -> {after}"
    ),
    "canvas_to": Row("Set the frame size to {after}", "把画面尺寸设为{after}"),
    "duration": Row("Changed the length: {before} -> {after}", "总时长改变：{before} -> {after}"),
    "so_long": Row(
        "{told}; length {before} -> {after}",
        "{told}；总时长{before} -> {after}",
    ),
    "one_other": Row("1 other field changed at {pointer}", "{pointer} 处另有1个字段改变"),
    "others": Row("{n} other fields changed at {pointer}", "{pointer} 处另有{n}个字段改变"),
    "something": Row("Something changed that cannot be told in words", "有一处改动无法用文字说明"),
    "thing": Row("{noun} {name}", "{noun}{name}"),
    "whole": Row("the video", "视频"),
    "both": Row(" and ", "和"),
    "more": Row("and {n} more changes like this", "另有{n}处类似改动"),
    "rest": Row("and {n} more changes", "另有{n}处改动"),
    "none": Row("none", "无"),
}
"""Sentences that tell a change; a caller puts them in a list, so they end without a full stop."""

FIELDS: Mapping[str, Row] = {
    "text": Row("text", "文字"),
    "name": Row("name", "名称"),
    "source": Row("media", "素材"),
    "volume_percent": Row("volume", "音量"),
    "speed": Row("speed", "速度"),
    "fade_in_ms": Row("fade-in", "淡入"),
    "fade_out_ms": Row("fade-out", "淡出"),
    "position": Row("position", "位置"),
    "look": Row("look", "画面效果"),
    "source_in_ms": Row("in point", "入点"),
    "source_out_ms": Row("out point", "出点"),
    "title": Row("title", "标题"),
    "fps": Row("frame rate", "帧率"),
    "width": Row("width", "宽度"),
    "height": Row("height", "高度"),
    "duration_ms": Row("length", "时长"),
}
"""What can change on a segment or on the whole video."""
