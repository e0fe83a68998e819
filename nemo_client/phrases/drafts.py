"""How a draft is looked at closely: the long summary, findings, its history, a comparison."""

from __future__ import annotations

from collections.abc import Mapping

from nemo_client.phrases import Row

DETAILS: Mapping[str, Row] = {
    "rate": Row("{n} fps", "每秒{n}帧"),
    "track": Row("{n}. {label}: {facts}", "{n}. {label}：{facts}"),
    "one": Row("1 segment", "1段"),
    "many": Row("{n} segments", "{n}段"),
    "filled": Row("{length} filled", "占{length}"),
    "gaps": Row("gaps at {list}", "空隙：{list}"),
    "overlaps": Row("overlaps at {list}", "重叠：{list}"),
    "segment": Row("   {when}  {name}", "   {when}  {name}"),
    "with": Row("   {when}  {name}; {facts}", "   {when}  {name}；{facts}"),
    "fact": Row("{field} {value}", "{field}{value}"),
    "used": Row("{when} of {source}", "取自{source}的{when}"),
    "findings": Row("Findings ({n}):", "发现的问题（{n}）："),
    "finding": Row("{pointer}: {what}", "{pointer}：{what}"),
    "root": Row("the draft", "草稿"),
    "sound": Row(
        "{segments} segments on {tracks} tracks, no findings",
        "{tracks}条轨道{segments}段，未发现问题",
    ),
}
"""The long summary, line by line."""

ISSUES: Mapping[str, Row] = {
    "not_decoded": Row(
        "the draft is markup of the newer format; it is kept as it is",
        "草稿是较新格式的标记文本，会原样保留",
    ),
    "not_an_object": Row(
        "the draft is neither an object nor markup", "草稿既不是对象也不是标记文本"
    ),
    "tracks_missing": Row("there are no tracks", "没有轨道"),
    "tracks_unreadable": Row("the tracks are neither a list nor a map", "轨道既不是列表也不是映射"),
    "track_opaque": Row("a track is no object", "轨道不是对象"),
    "track_kind_unknown": Row(
        "the kind of a track is not one of the known three", "轨道类型不是已知的三种"
    ),
    "segments_unreadable": Row(
        "the segments of a track are neither a list nor a map", "轨道的片段既不是列表也不是映射"
    ),
    "segment_opaque": Row("a segment is no object", "片段不是对象"),
    "time_unreadable": Row(
        "a start or duration is there but is no usable number", "开始时间或时长不是可用的数字"
    ),
    "duration_missing": Row(
        "a segment says neither how long it is nor where it ends", "片段没有时长也没有结束时间"
    ),
    "local_path": Row(
        "a source is a path on the server's disk and may not render",
        "素材是服务器上的路径，可能无法渲染",
    ),
    "many_segments": Row("more segments than can be shown quickly", "片段过多，显示会较慢"),
}
"""What can be found in a draft, by code."""

HISTORY: Mapping[str, Row] = {
    "line": Row("@{n}  {age} ago  {text}", "@{n}  {age}前  {text}"),
    "begun": Row("what was there first", "最初的内容"),
    "elsewhere": Row("(changed outside of these messages)", "（在这些消息之外改动）"),
    "change": Row("    {text}", "    {text}"),
    "dropped": Row("    its draft is no longer kept", "    其草稿已不再保留"),
    "none": Row("No drafts of this session are on record.", "没有该会话的草稿记录。"),
    "same": Row("No difference.", "没有差别。"),
    "quiet": Row(
        "Nothing that is seen or heard differs; {n} differences in spelling (--json has them).",
        "可见可听的内容没有差别；写法上有{n}处不同（用 --json 查看）。",
    ),
}
"""The versions of a session's draft, and two of them compared."""
