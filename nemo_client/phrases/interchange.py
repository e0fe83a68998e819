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
}
"""Why something is left out of a file, or cannot be brought back from one."""

WISHES: Mapping[str, Row] = {
    "added_text": Row(
        "Add the {noun} {name} from {start} s to {end} s", "添加{noun}{name}，从{start}秒到{end}秒"
    ),
    "added": Row(
        "Add the {noun} {name} from {start} s to {end} s", "加入{noun}{name}，从{start}秒到{end}秒"
    ),
    "removed": Row("Remove the {noun} {name}", "删除{noun}{name}"),
    "moved_text": Row(
        "Show the {noun} {name} from {start} s to {end} s",
        "让{noun}{name}从{start}秒到{end}秒显示",
    ),
    "moved": Row(
        "Move the {noun} {name} so that it starts at {start} s",
        "移动{noun}{name}，使其从{start}秒开始",
    ),
    "retimed": Row(
        "Make the {noun} {name} run from {start} s to {end} s",
        "让{noun}{name}从{start}秒播放到{end}秒",
    ),
    "text": Row("Change the {noun} {name} to {value}", "把{noun}{name}改成{value}"),
    "speed": Row("Play the {noun} {name} at {value}x speed", "{noun}{name}以{value}倍速播放"),
    "volume_percent": Row(
        "Set the volume of the {noun} {name} to {value}%", "把{noun}{name}的音量调到{value}%"
    ),
    "source_in_ms": Row(
        "Let the {noun} {name} begin at {value} s of its media",
        "让{noun}{name}从素材的第{value}秒开始",
    ),
    "which": Row("{name} (now at {start} s)", "{name}（现于{start}秒）"),
    "end": Row(".", "。"),
}
"""Changes as sentences to the agent, one a line."""

BROUGHT: Mapping[str, Row] = {
    "head": Row("{file} against the timeline:", "{file} 与时间线相比："),
    "nothing": Row("{file} and the timeline agree.", "{file} 与时间线一致。"),
    "absent": Row(
        "Not in the file and left alone (--replace removes them): {n}",
        "文件中没有、保持不变（--replace 可删除）：{n}项",
    ),
    "refused": Row("Cannot be brought back: {name} ({why})", "无法带回：{name}（{why}）"),
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
