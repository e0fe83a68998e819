"""What the faces say while and after they work: activity, results, sessions, checks."""

from __future__ import annotations

from nemo_client.phrases import Row

NEWS: dict[str, Row] = {
    "account_made": Row(
        "Made a free anonymous account ({credits} credits). Token kept in {token_file}, "
        "client id from {client_id_file}; remove it with `nemo auth logout`.",
        "已创建免费匿名账号（{credits} 积分）。令牌保存在 {token_file}，客户端标识来自 "
        "{client_id_file}；可用 `nemo auth logout` 删除。",
    ),
    "session_opened": Row("Session {session_id}", "会话 {session_id}"),
    "said": Row("Answering", "正在回答"),
    "tool_started": Row("Working: {name}", "处理中：{name}"),
    "still_working": Row("Still working", "仍在处理"),
    "checking": Row(
        "It is not known yet what became of it ({reason}). Nothing is sent again; the state is "
        "read, {reads} times at most.",
        "尚不清楚处理结果（{reason}）。不会重新发送；将读取状态，最多 {reads} 次。",
    ),
    "checking_again": Row(
        "Waiting for the agent; looking again within {next_in_s:.0f} s, {read} of {reads}",
        "等待后端；{next_in_s:.0f} 秒内再次查看，第 {read}/{reads} 次",
    ),
    "generated": Row(
        "The clip is there; waiting for finishing touches.", "片段已生成；正在等待后续润色。"
    ),
    "uploading": Row(
        "Uploading {percent} ({done} of {total})", "上传中 {percent}（{done}/{total}）"
    ),
    "uploaded": Row("Uploaded {name}", "已上传 {name}"),
    "rendering": Row("Rendering {bar} {percent:.0f} %", "渲染中 {bar} {percent:.0f} %"),
    "rendering_blind": Row("Rendering", "渲染中"),
    "downloading": Row(
        "Downloading {percent} ({done} of {total})", "下载中 {percent}（{done}/{total}）"
    ),
    "downloading_blind": Row("Downloading {done}", "下载中 {done}"),
    "waiting": Row("{reason}; asking again in {seconds:.0f} s", "{reason}；{seconds:.0f} 秒后重试"),
}
"""What goes on, by the name of the notice."""

DOING: dict[str, Row] = {
    "asking": Row("Asking the backend", "正在查询后端"),
    "sending": Row("Sending", "正在发送"),
    "uploading": Row("Uploading", "正在上传"),
    "exporting": Row("Preparing the export", "正在准备导出"),
    "following": Row("{what} (process {pid})", "{what}（进程 {pid}）"),
    "watching": Row("Looking at {job}", "正在查看 {job}"),
}
"""What a command is about to do, before there is news."""

AT_HAND: dict[str, Row] = {
    "upload": Row("Uploading {sources}", "正在上传 {sources}"),
    "chat": Row("The agent works on: {text}", "后端正在处理：{text}"),
    "export": Row("Exporting the video", "正在导出视频"),
    "credits": Row("Reading the balance", "正在读取余额"),
    "status": Row("Reading the timeline", "正在读取时间线"),
    "of": Row("{n}/{steps} {what}", "{n}/{steps} {what}"),
}
"""What of a job on record goes on, by the intent of its step; and which step of several it is."""

TOLD: dict[str, Row] = {
    "silent": Row("Done, without a word. What changed:", "已完成，后端没有回复。改动如下："),
    "nothing": Row(
        "The agent gave no answer, and nothing changed on the timeline.",
        "后端没有回复，时间线也没有变化。",
    ),
    "generated": Row("Generated: {media}", "已生成：{media}"),
    "changes": Row("Changed:", "改动："),
    "change": Row("- {text}", "- {text}"),
    "unknown": Row(
        "Whether the timeline changed could not be read; see {step}.",
        "无法读取时间线是否改变；请查看 {step}。",
    ),
    "untouched": Row("Note: nothing changed on the timeline.", "注意：时间线没有变化。"),
    "incomplete": Row(
        "The stream was cut: the answer may lack its end.", "连接中断：回复可能不完整。"
    ),
    "finishing": Row(
        "The clip is there; finishing touches may still land: {step}",
        "片段已生成；后续润色可能稍后完成：{step}",
    ),
    "media": Row("Media in the answer: {mime}", "回复中的媒体：{mime}"),
    "thought": Row("(thinking) {text}", "（思考）{text}"),
    "question": Row("The agent asks: {text}", "对方提问：{text}"),
    "option": Row("{n}. {text}", "{n}. {text}"),
    "cost": Row(
        "Cost: {spent} credits (measured). Left: {available}, reserved: {frozen}.",
        "消耗：{spent} 积分（实测）。剩余：{available}，冻结：{frozen}。",
    ),
    "cost_unknown": Row("Cost: not to be had; see {step}.", "消耗：无法获取；请查看 {step}。"),
    "credits": Row(
        "{available} credits available, {frozen} reserved, {total} in total",
        "可用积分 {available}，冻结 {frozen}，总计 {total}",
    ),
    "exported": Row("Saved: {facts}", "已保存：{facts}"),
    "claim": Row("Open in a browser: {url}", "在浏览器中打开：{url}"),
    "claim_expires": Row(
        "Open in a browser (link valid for {time}): {url}",
        "在浏览器中打开（链接有效期 {time}）：{url}",
    ),
    "register": Row("Top up or register: {url}", "充值或注册：{url}"),
    "assets": Row("Media: {n}", "素材：{n}"),
    "asset": Row("- {name} ({facts})", "- {name}（{facts}）"),
    "no_draft": Row("Nothing on the timeline yet.", "时间线上还没有内容。"),
    "last": Row(
        "Last turn: {outcome}. Exported: {exported}.", "上次结果：{outcome}。已导出：{exported}。"
    ),
    "never": Row("none", "无"),
    "yes": Row("yes", "是"),
    "no": Row("not yet", "尚未"),
    "uploaded": Row("{name} ({facts})", "{name}（{facts}）"),
    "no_sessions": Row("No sessions remembered here.", "这里没有已记住的会话。"),
    "not_remembered": Row(
        "The session could not be remembered: {reason}", "无法记住该会话：{reason}"
    ),
    "next": Row("Next: {step}", "下一步：{step}"),
    "error": Row("error: ", "错误："),
    "not_looked": Row("Could not be looked at: {reason}", "无法查看：{reason}"),
    "skipped": Row("Not done, because of the above: {text}", "由于上述原因未执行：{text}"),
    "reading": Row("Reading the message from standard input", "正在从标准输入读取消息"),
}
"""Results, in sentences."""

ACTIONS: dict[str, Row] = {
    "export": Row("To export: {step}", "导出：{step}"),
    "show_state": Row("To see the timeline: {step}", "查看时间线：{step}"),
    "show_timeline": Row("To see the timeline: {step}", "查看时间线：{step}"),
    "send_edit": Row("To edit, say it: {step}", "要修改，直接说：{step}"),
    "confirm": Row("To go on: {step}", "继续：{step}"),
    "request_upload": Row("To add media: {step}", "添加素材：{step}"),
    "show_credits": Row("To see the balance: {step}", "查看余额：{step}"),
}
"""What the backend meant a person to do on a screen, as something to do here."""

WORDS: dict[str, Row] = {
    "edit": Row("...", "..."),
    "yes": Row("yes", "好的"),
    "file": Row("FILE", "FILE"),
}
"""What a suggested command is given, as a person would write it."""

PLAN: dict[str, Row] = {
    "line": Row("{n}. {step}", "{n}. {step}"),
    "why": Row("{n}. {step}  [{why}]", "{n}. {step}  [{why}]"),
    "chat": Row("say to the agent: {text}", "发送给后端：{text}"),
    "export": Row("export the video", "导出视频"),
    "export_as": Row("export the video: {slots}", "导出视频：{slots}"),
    "credits": Row("show the balance", "查看余额"),
    "status": Row("show the timeline", "查看时间线"),
    "upload": Row("upload {sources}", "上传 {sources}"),
    "upload_what": Row("ask which file to upload", "询问要上传哪个文件"),
}
"""The steps of a plan, before they are taken."""

ACCOUNT: dict[str, Row] = {
    "none": Row(
        "No token yet. A free anonymous account is made when first needed, or now with "
        "`nemo auth anonymous`.",
        "还没有令牌。首次需要时会自动创建免费匿名账号，也可现在运行 `nemo auth anonymous`。",
    ),
    "token": Row("Token {masked} from {source}.", "令牌 {masked}，来源：{source}。"),
    "expires": Row("Expires {when}.", "到期时间：{when}。"),
    "kept": Row("Kept in {path}.", "保存在 {path}。"),
    "client_id": Row("Client id: {place}", "客户端标识：{place}"),
    "forgotten": Row(
        "The token was removed from {path}. The account goes on at the backend; the client id "
        "stays.",
        "已从 {path} 删除令牌。账号仍在后端保留；客户端标识未删除。",
    ),
    "nothing": Row("There was no token kept for this backend.", "没有为该后端保存的令牌。"),
    "environment": Row(
        "NEMO_TOKEN is set and is used; unset it to use an anonymous account.",
        "已设置 NEMO_TOKEN 并将使用它；取消设置后才会使用匿名账号。",
    ),
    "ready": Row("The anonymous account works.", "匿名账号可用。"),
    "NEMO_TOKEN": Row("NEMO_TOKEN", "NEMO_TOKEN"),
    "cache": Row("the token file", "令牌文件"),
    "new": Row("a new account", "新账号"),
}
"""What is said about tokens; never a token."""

SANDBOX: dict[str, Row] = {
    "serving": Row(
        "The embedded backend serves at {url}. Ctrl-C stops it.",
        "内置后端运行于 {url}。按 Ctrl-C 停止。",
    ),
    "use": Row("Use it with: NEMO_API_URL={url}", "使用方式：NEMO_API_URL={url}"),
    "ended": Row("The embedded backend has stopped.", "内置后端已停止。"),
    "running": Row("running at {url} (pid {pid})", "运行于 {url}（进程 {pid}）"),
    "not_running": Row("not running", "未运行"),
}
"""The embedded backend's own commands."""

JOBS: dict[str, Row] = {
    "none": Row("No jobs on record here.", "这里没有任务记录。"),
    "ago": Row("{age} ago", "{age}前"),
    "done": Row("done", "完成"),
    "failed": Row("failed", "失败"),
    "in-doubt": Row("in doubt", "待确认"),
    "unfinished": Row("unfinished", "未完成"),
    "pruned": Row("{n} ended jobs dropped", "已清除 {n} 个已结束的任务"),
    "nothing_open": Row("Nothing is left unfinished here.", "这里没有未完成的任务。"),
    "finished": Row("{id} ({kind}): finished", "{id}（{kind}）：已完成"),
    "open": Row("{id} ({kind}): {reason}", "{id}（{kind}）：{reason}"),
}
"""Jobs on record: the list, their states (by `Job.state`), what recovering came to."""

SPEND: dict[str, Row] = {
    "question": Row(
        "This may cost about {estimate} credits (estimate; {spent_today} spent today). Send it?",
        "这可能消耗约 {estimate} 积分（估计；今日已用 {spent_today}）。要发送吗？",
    ),
    "denied": Row("the policy allows no spending.", "策略不允许消费。"),
    "not_agreed": Row(
        "the policy wants a person's yes to about {estimate} credits (estimate), and there was "
        "none.",
        "策略要求先由人确认约 {estimate} 积分的消费（估计），但未得到确认。",
    ),
    "over_turn": Row(
        "it may cost {estimate} credits (estimate), and a turn may cost {max_per_turn}.",
        "可能消耗 {estimate} 积分（估计），而每次上限为 {max_per_turn}。",
    ),
    "over_day": Row(
        "it may cost {estimate} credits (estimate), {spent_today} were spent today, and a day "
        "may cost {max_per_day}.",
        "可能消耗 {estimate} 积分（估计），今日已用 {spent_today}，而每日上限为 {max_per_day}。",
    ),
}
"""Why a message that may cost is not sent, by the reason of the verdict; and the question."""

FAULTS: dict[str, Row] = {
    "on": Row("Switched on: {faults}", "已开启：{faults}"),
    "off": Row("No faults are switched on.", "未开启任何故障。"),
}
"""The sandbox's faults."""

CHECKS: dict[str, Row] = {
    "versions": Row("versions", "版本"),
    "settings": Row("settings", "设置"),
    "client_id": Row("client id", "客户端标识"),
    "token_file": Row("token file", "令牌文件"),
    "folders": Row("folders", "文件夹"),
    "token": Row("token", "令牌"),
    "proxy": Row("proxy", "代理"),
    "certificates": Row("certificates", "证书"),
    "backend": Row("backend", "后端"),
    "sandbox": Row("sandbox", "内置后端"),
    "terminal": Row("terminal", "终端"),
    "ok": Row("ok", "正常"),
    "warn": Row("warn", "注意"),
    "fail": Row("FAIL", "失败"),
    "skip": Row("-", "-"),
    "line": Row("{name}: {detail}", "{name}：{detail}"),
    "proxy_clash": Row(
        "{found}; differs in capitals: {names}", "{found}；大小写变量不一致：{names}"
    ),
    "all_well": Row("All checks passed.", "所有检查均通过。"),
}
"""What `nemo doctor` looks at, and its verdicts."""

OUTCOMES: dict[str, Row] = {
    "replied": Row("answered", "已回复"),
    "changed": Row("changed", "已改动"),
    "unchanged": Row("unchanged", "无变化"),
    "asked": Row("asked", "待回答"),
    "generated": Row("generated", "已生成"),
    "failed": Row("failed", "失败"),
    "unsure": Row("in doubt", "待确认"),
}
"""What a turn came to, in a word, by `Outcome.kind`."""

KINDS: dict[str, Row] = {
    "video": Row("video", "视频"),
    "image": Row("image", "图片"),
    "audio": Row("audio", "音频"),
}
"""Kinds of media."""

UNITS: dict[str, Row] = {
    "and": Row(", ", "，"),
    "seconds": Row("{n} s", "{n} 秒"),
    "minutes": Row("{m} min {s} s", "{m} 分 {s} 秒"),
    "hours": Row("{h} h {m} min", "{h} 小时 {m} 分"),
    "days": Row("{d} days", "{d} 天"),
}
"""Amounts with their units."""
