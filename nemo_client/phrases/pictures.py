"""What stands in a picture of a timeline and around it."""

from __future__ import annotations

from collections.abc import Mapping

from nemo_client.phrases import Row

PICTURE: Mapping[str, Row] = {
    "untitled": Row("Timeline", "时间线"),
    "several": Row("{n} segments", "{n}段"),
    "spoken": Row("{label}: {name}, {when}", "{label}：{name}，{when}"),
    "keys": Row(
        "Arrow keys move between segments; the chosen one is described below.",
        "用方向键在片段之间移动；所选片段的说明见下方。",
    ),
    "segment": Row("Segment", "片段"),
    "none_chosen": Row("Choose a segment.", "请选择一个片段。"),
    "changes": Row("What changed", "改动"),
    "no_changes": Row("Nothing changed.", "没有改动。"),
    "new": Row("new", "新"),
    "changed": Row("changed", "已改"),
    "marked": Row("{mark}: {name}", "{mark}：{name}"),
    "kind": Row("kind", "类型"),
    "when": Row("time", "时间"),
    "change": Row("change", "改动"),
    "hidden": Row(
        "{n} segments overlap others and are not drawn.", "另有{n}段与其他片段重叠，未画出。"
    ),
    "more_tracks": Row("And {n} more tracks.", "另有{n}条轨道。"),
    "no_frames": Row(
        "No frames in the page: ffmpeg is not there. pip install 'nemo-client[sandbox]' brings it.",
        "页面中没有画面：未找到 ffmpeg。可用 pip install 'nemo-client[sandbox]' 安装。",
    ),
}
"""The words of a picture."""
