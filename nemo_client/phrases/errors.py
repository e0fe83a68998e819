"""What went wrong and what to do next, one row an error code, in both languages."""

from __future__ import annotations

from nemo_client.phrases import Row
from nemo_client.phrases.local import LOCAL, Advice

__all__ = ["ERRORS", "Advice"]

ERRORS: dict[str, Advice] = LOCAL | {
    "unexpected": Advice(
        Row("Something unexpected happened: {detail}", "发生了意外错误：{detail}"),
        Row(
            "This looks like a bug; run again with --debug and report what it prints.",
            "这可能是程序缺陷；请加上 --debug 重新运行并反馈输出内容。",
        ),
    ),
    "no_session": Advice(
        Row("No session is remembered for this directory.", "当前目录没有已记住的会话。"),
        Row(
            'Start one with `nemo create "..."`, `nemo send --new "..."`, or name one with '
            "--session ID.",
            '请用 `nemo create "..."` 或 `nemo send --new "..."` 新建，或用 --session ID 指定。',
        ),
    ),
    "session_not_found": Advice(
        Row(
            "The backend does not know this session (code 1002): {session}",
            "后端找不到该会话（代码 1002）：{session}",
        ),
        Row(
            "Start a new one with --new; the old timeline is not part of it. See `nemo sessions`.",
            "请用 --new 新建会话；旧的时间线不会包含在内。可查看 `nemo sessions`。",
        ),
    ),
    "token_refused": Advice(
        Row(
            "The token is invalid or has expired (code 1001). It came from: {token_source}.",
            "令牌无效或已过期（代码 1001）。来源：{token_source}。",
        ),
        Row(
            "Anonymous: run `nemo auth anonymous` for a new one. "
            "With NEMO_TOKEN set: replace or unset it.",
            "匿名用户：运行 `nemo auth anonymous` 获取新令牌。"
            "已设置 NEMO_TOKEN：请更换或取消设置。",
        ),
    ),
    "client_id_missing": Advice(
        Row(
            "The backend wants a client id (HTTP 400): {detail}",
            "后端需要客户端标识（HTTP 400）：{detail}",
        ),
        Row(
            "Set NEMO_CLIENT_ID to a stable text of 1 to 64 characters.",
            "请将 NEMO_CLIENT_ID 设为 1 到 64 个字符的固定文本。",
        ),
    ),
    "client_id_unusable": Advice(
        Row(
            "The client id from {where} is unusable: {detail}",
            "来自 {where} 的客户端标识无法使用：{detail}",
        ),
        Row(
            "It must be 1 to 64 printable ASCII characters; a UUID is usual.",
            "必须是 1 到 64 个可打印 ASCII 字符，通常是 UUID。",
        ),
    ),
    "scope_missing": Advice(
        Row(
            "The token has no permission for this (HTTP {http_status}): {detail}",
            "令牌没有此操作的权限（HTTP {http_status}）：{detail}",
        ),
        Row(
            "Use a registered account's token in NEMO_TOKEN.",
            "请在 NEMO_TOKEN 中使用注册账号的令牌。",
        ),
    ),
    "out_of_credits": Advice(
        Row("Not enough credits (code 2001). {detail}", "积分不足（代码 2001）。{detail}"),
        Row(
            "Anonymous: register to keep this project: {link}. Registered: top up at {web}.",
            "匿名用户：请注册以保留此项目：{link}。已注册用户：请到 {web} 充值。",
        ),
    ),
    "plan_refused": Advice(
        Row(
            "The backend refused with HTTP 402, which is not about credits. {detail}",
            "后端返回 HTTP 402，这与积分无关。{detail}",
        ),
        Row(
            "Either the plan does not include this: register or upgrade at {web}. Or the X-Skill "
            "headers did not arrive: all three were sent, but a proxy may take them off.",
            "可能是当前套餐不包含此操作：请到 {web} 注册或升级；也可能是 X-Skill 请求头未到达："
            "三个请求头均已发送，但代理可能会将其去除。",
        ),
    ),
    "rate_limited": Advice(
        Row("Too many requests (HTTP 429). {detail}", "请求过于频繁（HTTP 429）。{detail}"),
        Row("Wait a moment and try again.", "请稍候再试。"),
    ),
    "token_limit": Advice(
        Row(
            "No further anonymous token for this client id (HTTP 429): one in seven days.",
            "该客户端标识暂不能再领取匿名令牌（HTTP 429）：七天一个。",
        ),
        Row(
            "Set NEMO_TOKEN to a token you have, or register at {web}.",
            "请将 NEMO_TOKEN 设为已有的令牌，或到 {web} 注册。",
        ),
    ),
    "request_refused": Advice(
        Row(
            "The backend refused the request (HTTP {http_status}): {detail}",
            "后端拒绝了请求（HTTP {http_status}）：{detail}",
        ),
        Row(
            "Nothing was done. Check the request; `nemo doctor` checks the connection.",
            "未执行任何操作。请检查请求；`nemo doctor` 可检查连接。",
        ),
    ),
    "backend_error": Advice(
        Row(
            "The backend answered with code {backend_code}: {detail}",
            "后端返回代码 {backend_code}：{detail}",
        ),
        Row(
            "The code is unknown to this client; the text above is all the backend said.",
            "此客户端不认识该代码；以上是后端的全部说明。",
        ),
    ),
    "backend_unavailable": Advice(
        Row(
            "The backend is failing (HTTP {http_status}). {detail}",
            "后端故障（HTTP {http_status}）。{detail}",
        ),
        Row("Try again in a minute.", "请一分钟后再试。"),
    ),
    "reply_unreadable": Advice(
        Row(
            "The backend's reply to {call} could not be understood: {detail}",
            "无法理解后端对 {call} 的答复：{detail}",
        ),
        Row(
            "Is NEMO_API_URL right? `nemo doctor` shows where it points.",
            "NEMO_API_URL 是否正确？`nemo doctor` 可显示其指向。",
        ),
    ),
    "turn_failed": Advice(
        Row("The backend reported a failure: {detail}", "后端报告失败：{detail}"),
        Row(
            "Look at `nemo status` for what was done, then say it again in other words.",
            "请先用 `nemo status` 查看已完成的内容，再换一种说法重试。",
        ),
    ),
    "render_failed": Advice(
        Row("The render failed: {detail}", "渲染失败：{detail}"),
        Row(
            "Exports are free: try `nemo export` again.",
            "导出免费：请再次运行 `nemo export`。",
        ),
    ),
    "download_failed": Advice(
        Row("The download failed: {detail}", "下载失败：{detail}"),
        Row(
            "The video is rendered; run `nemo export` again to fetch it.",
            "视频已渲染完成；请再次运行 `nemo export` 获取。",
        ),
    ),
    "still_running": Advice(
        Row(
            "Still running after {waited_s:.0f} s ({clock}): {detail}",
            "{waited_s:.0f} 秒后仍在进行（{clock}）：{detail}",
        ),
        Row(
            "The backend goes on; look again with `{next}`.",
            "后端仍在继续；请用 `{next}` 再次查看。",
        ),
    ),
    "not_sent": Advice(
        Row(
            "Could not reach {host}; nothing was sent: {detail}",
            "无法连接 {host}；没有发送任何内容：{detail}",
        ),
        Row(
            "Check the network, HTTP(S)_PROXY and NEMO_API_URL; `nemo doctor` helps. "
            "Without a network, --sandbox works.",
            "请检查网络、HTTP(S)_PROXY 和 NEMO_API_URL；`nemo doctor` 可协助。"
            "没有网络时可用 --sandbox。",
        ),
    ),
    "connection_lost": Advice(
        Row("The connection to {host} was lost: {detail}", "与 {host} 的连接中断：{detail}"),
        Row(
            "Nothing was charged by this request; try again.",
            "此请求不产生费用；请重试。",
        ),
    ),
    "unsure": Advice(
        Row(
            "What became of the message is not known ({detail}); it may have been charged.",
            "不清楚消息的处理结果（{detail}）；可能已经计费。",
        ),
        Row(
            "It was not sent again. Look at `nemo status` before you repeat it.",
            "没有重新发送。重复之前请先查看 `nemo status`。",
        ),
    ),
    "nothing_to_export": Advice(
        Row("There is nothing on the timeline to export yet.", "时间线上还没有可导出的内容。"),
        Row(
            'Generate or upload something first, e.g. `nemo send "generate a 5-second clip of '
            'the sea"`.',
            '请先生成或上传素材，例如 `nemo send "生成一段5秒的海浪视频"`。',
        ),
    ),
    "draft_unreadable": Advice(
        Row("The draft cannot be read: {detail}", "无法读取草稿：{detail}"),
        Row(
            "Open the project in the browser with `nemo open`.",
            "请用 `nemo open` 在浏览器中打开项目。",
        ),
    ),
    "draft_file_unreadable": Advice(
        Row("No draft can be read from {path}: {detail}", "无法从 {path} 读取草稿：{detail}"),
        Row("Give the JSON of a draft or of a state reply.", "请提供草稿或状态回复的 JSON 文件。"),
    ),
    "draft_has_issues": Advice(
        Row("The draft has {n} findings.", "草稿中发现{n}处问题。"),
        Row(
            "It is shown as far as it is understood and rendered as it is.",
            "可理解的部分会正常显示，渲染时保持原样。",
        ),
    ),
    "nothing_to_write": Advice(
        Row(
            "Nothing on the timeline can be written as {format}.",
            "时间线上没有可写成 {format} 的内容。",
        ),
        Row("See what there is: `nemo status`.", "查看现有内容：`nemo status`。"),
    ),
    "import_unreadable": Advice(
        Row("{path} cannot be brought in: {detail}", "无法导入 {path}：{detail}"),
        Row("Files that can: .otio, .srt and .vtt.", "可导入的文件：.otio、.srt 和 .vtt。"),
    ),
    "nothing_to_ask": Advice(
        Row(
            "Nothing of what {path} changes can be asked for in words; nothing was sent.",
            "{path} 中的改动都无法用语言表达；没有发送任何内容。",
        ),
        Row("Make these changes in the web editor.", "请在网页编辑器中进行这些改动。"),
    ),
    "too_many_changes": Advice(
        Row(
            "{n} changes are too many for one message; {most} are the most.",
            "一条消息最多包含 {most} 项改动，现有 {n} 项。",
        ),
        Row("Bring the file in by parts.", "请分批导入。"),
    ),
    "asked": Advice(
        Row("The agent asks first: {detail}", "需要先回答：{detail}"),
        Row(
            "Answer it, then export; nothing was exported yet.",
            "请先回答，再导出；目前尚未导出。",
        ),
    ),
    "no_link": Advice(
        Row("The backend gave no link for this session.", "后端没有为该会话提供链接。"),
        Row(
            "Export it instead: `nemo export`.",
            "可以直接导出：`nemo export`。",
        ),
    ),
    "check_failed": Advice(
        Row("A check failed: {detail}", "检查未通过：{detail}"),
        Row(
            "Repair what the list above names, then run `nemo doctor` again.",
            "请修复上面列出的问题，然后重新运行 `nemo doctor`。",
        ),
    ),
    "interrupted": Advice(
        Row("Interrupted.", "已中断。"),
        Row(
            "What was sent goes on at the backend and may be charged; see `{next}`.",
            "已发送的请求会在后端继续并可能计费；请查看 `{next}`。",
        ),
    ),
}
