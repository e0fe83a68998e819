"""Particulars of an error that are ours to say: one row a reason, told inside the error's sentence.

What another side said (a backend, an operating system) is passed on as it came and is not here.
"""

from __future__ import annotations

from nemo_client.phrases import Row

REASONS: dict[str, Row] = {
    "bad_token": Row(
        "a token is printable ASCII without spaces", "令牌只能是不含空格的可打印 ASCII 字符"
    ),
    "no_address": Row(
        "it must be an address such as https://host, or `sandbox:`",
        "必须是 https://host 形式的地址，或 `sandbox:`",
    ),
    "user_in_address": Row("no user or password in it", "其中不能包含用户名或密码"),
    "clear_text": Row(
        "http would send the token in the clear; use https (http is for this machine only)",
        "http 会以明文发送令牌；请使用 https（http 仅限本机）",
    ),
    "no_attribution": Row(
        "every call needs a source, a version and a platform", "每次调用都需要来源、版本和平台"
    ),
    "not_positive": Row("it must be more than 0 seconds", "必须大于 0 秒"),
    "no_such_policy": Row("there are {known}", "可用值：{known}"),
    "unknown_key": Row("unknown key '{key}'; there are {known}", "未知项“{key}”；可用：{known}"),
    "no_such_spend": Row("spend is one of {known}", "spend 的可用值：{known}"),
    "no_amount": Row("{key} is a number of credits, 0 or more", "{key} 必须是不小于 0 的积分数"),
    "is_folder": Row("it is a folder", "这是一个文件夹"),
    "is_empty": Row("it is empty", "文件为空"),
    "appeared": Row(
        "It appeared meanwhile; the video is at {part}", "它在此期间出现；视频保存在 {part}"
    ),
    "no_sources": Row(
        "Nothing to upload: name a file or an address.", "没有可上传的内容：请指定文件或网址。"
    ),
    "no_words": Row("Nothing to say: the message is empty.", "没有要发送的内容：消息为空。"),
    "no_format": Row(
        "No such format: {format}. There are {formats}.",
        "没有这种格式：{format}。可用：{formats}。",
    ),
    "no_quality": Row(
        "No such quality: {quality}. There are {qualities}.",
        "没有这种质量：{quality}。可用：{qualities}。",
    ),
    "lying_name": Row(
        "{path} is not a name for a {format} file.", "{path} 不是 {format} 文件的名称。"
    ),
    "client_id_length": Row("{length} characters", "共 {length} 个字符"),
    "client_id_letters": Row("characters outside printable ASCII", "含有可打印 ASCII 以外的字符"),
    "token_awaited": Row(
        "another process has been asking for a token for {seconds:.0f} s",
        "另一进程申请令牌已达 {seconds:.0f} 秒",
    ),
    "held": Row(
        "another process has held it for {seconds:.0f} s", "另一进程已占用 {seconds:.0f} 秒"
    ),
    "packages_missing": Row("{found}; missing: {missing}", "{found}；缺少：{missing}"),
    "open_to_others": Row(
        "{path} can be read by others ({mode}): chmod 600",
        "其他用户可读取 {path}（{mode}）：请执行 chmod 600",
    ),
    "unwritable": Row("cannot write to {places}", "无法写入 {places}"),
    "gone": Row("does not exist: {places}", "不存在：{places}"),
    "another_process": Row("another process", "另一进程"),
    "process_since": Row("process {pid} since {since}", "进程 {pid}，自 {since} 起"),
    "still_reserved": Row("credits are still reserved for it", "仍有积分为其冻结"),
    "markup": Row("it is in a newer format", "采用较新的格式"),
    "no_draft": Row("there is none in it", "其中没有草稿"),
    "no_version": Row("the last version on record is @{last}", "记录中的最后版本是 @{last}"),
    "not_kept": Row("it is no longer kept", "已不再保留"),
    "no_utf8": Row("it is not UTF-8; save it as UTF-8", "不是 UTF-8 编码；请另存为 UTF-8"),
    "no_cues": Row("there are no subtitles in it", "其中没有字幕"),
    "no_timeline": Row("there is no timeline in it", "其中没有时间线"),
    "no_import": Row("this is no format that can be read", "不支持读取这种格式"),
    "no_rate": Row(
        "There is no such frame rate: {fps}. There are {rates}.",
        "没有这种帧率：{fps}。可用：{rates}。",
    ),
    "no_such_format": Row(
        "The name of the file must end in one of {formats}.", "文件名须以下列之一结尾：{formats}。"
    ),
    "no_reason": Row("no reason given", "未说明原因"),
}
"""What else there is to know of an error, by the fact `reason`."""
