"""What went wrong and what to do next, one row an error code, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from nemo_client.phrases import Row


class Advice(NamedTuple):
    """The sentence that names an error and the sentence that helps."""

    message: Row
    hint: Row


FORMATS = "mp4 mov avi webm mkv jpg jpeg png gif webp mp3 wav m4a aac"

ERRORS: dict[str, Advice] = {
    "unexpected": Advice(
        Row("Something unexpected happened: {detail}", "发生了意外错误：{detail}"),
        Row(
            "This looks like a bug; run again with --debug and report what it prints.",
            "这可能是程序缺陷；请加上 --debug 重新运行并反馈输出内容。",
        ),
    ),
    "usage": Advice(
        Row("{detail}", "{detail}"),
        Row("See `nemo --help`.", "请查看 `nemo --help`。"),
    ),
    "bad_setting": Advice(
        Row("The setting {name} is unusable: {detail}", "设置 {name} 无法使用：{detail}"),
        Row("Correct or unset {name}, then try again.", "请更正或取消设置 {name} 后重试。"),
    ),
    "sandbox_missing": Advice(
        Row(
            "The embedded backend needs packages that are not installed: {detail}",
            "内置后端需要尚未安装的软件包：{detail}",
        ),
        Row(
            "Install them with: pip install 'nemo-client[sandbox]'",
            "请安装：pip install 'nemo-client[sandbox]'",
        ),
    ),
    "sandbox_failed": Advice(
        Row("The embedded backend did not start: {detail}", "内置后端未能启动：{detail}"),
        Row(
            "Run `nemo sandbox run` to watch it start, or `nemo doctor`.",
            "请运行 `nemo sandbox run` 查看启动过程，或运行 `nemo doctor`。",
        ),
    ),
    "file_refused": Advice(
        Row("Not a media file this service takes: {detail}", "该服务不支持这种文件：{detail}"),
        Row("Supported formats: " + FORMATS + ".", "支持的格式：" + FORMATS + "。"),
    ),
    "file_missing": Advice(
        Row("Cannot read the file {path}: {detail}", "无法读取文件 {path}：{detail}"),
        Row("Check the path and its permissions.", "请检查路径和权限。"),
    ),
    "file_too_large": Advice(
        Row("The file is too large: {detail}", "文件过大：{detail}"),
        Row("Compress or trim it, then upload again.", "请压缩或裁剪后重新上传。"),
    ),
    "output_exists": Advice(
        Row("{path} exists already and was not touched.", "{path} 已存在，未作任何改动。"),
        Row("Choose another name with -o, or add --force.", "请用 -o 换一个名字，或加上 --force。"),
    ),
    "output_unwritable": Advice(
        Row("Cannot write {path}: {detail}", "无法写入 {path}：{detail}"),
        Row("Choose a folder you can write to with -o.", "请用 -o 指定一个可写的文件夹。"),
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
            "The backend refused with HTTP 402: the plan does not include this. {detail}",
            "后端返回 HTTP 402：当前套餐不包含此操作。{detail}",
        ),
        Row(
            "This is not about credits, and all three attribution headers were sent; "
            "register or upgrade at {web} to unlock export.",
            "这与积分无关，三个归属请求头也都已发送；请到 {web} 注册或升级以解锁导出。",
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
            "The backend is failing (HTTP {http_status}): {detail}",
            "后端故障（HTTP {http_status}）：{detail}",
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
            "The connection was lost after sending ({detail}); it may have been charged.",
            "发送后连接中断（{detail}）；可能已经计费。",
        ),
        Row(
            "It was not sent again. Look at `nemo status` before you repeat it.",
            "没有重新发送。重复之前请先查看 `nemo status`。",
        ),
    ),
    "session_busy": Advice(
        Row(
            "Another turn of this session is running: {detail}.",
            "该会话正在处理另一请求：{detail}。",
        ),
        Row(
            "Wait for it to end and try again, or add --queue to wait in line.",
            "请等待其结束后再试，或加上 --queue 排队等候。",
        ),
    ),
    "job_busy": Advice(
        Row("Another process carries this job: {detail}.", "另一进程正在处理该任务：{detail}。"),
        Row("Follow it with `nemo watch`.", "可用 `nemo watch` 跟踪。"),
    ),
    "no_jobs": Advice(
        Row("No job of this directory is on record.", "当前目录没有任务记录。"),
        Row("`nemo jobs --all` lists all of them.", "`nemo jobs --all` 可列出所有任务。"),
    ),
    "job_goes_on": Advice(
        Row("The wait is over, the job goes on: {job}.", "等待结束，任务仍在继续：{job}。"),
        Row(
            "It is carried on here and nothing is lost; look again with `{next}`.",
            "任务会在本机继续，不会丢失；请用 `{next}` 再次查看。",
        ),
    ),
    "job_left": Advice(
        Row(
            "The process that carried {job} is gone; see {log}.",
            "处理 {job} 的进程已退出；请查看 {log}。",
        ),
        Row("Nothing is lost: take it up with `{next}`.", "没有丢失任何内容：请用 `{next}` 继续。"),
    ),
    "policy_unusable": Advice(
        Row(
            "The spending policy {path} cannot be used: {detail}.",
            "无法使用消费策略 {path}：{detail}。",
        ),
        Row(
            "Correct or remove the file; until then nothing that costs is sent.",
            "请修正或删除该文件；在此之前不会发送任何收费请求。",
        ),
    ),
    "spend_refused": Advice(
        Row("Not sent: {detail}", "未发送：{detail}"),
        Row(
            "What may be spent is said in {path} (spend, max_per_turn, max_per_day) and lowered "
            "by --max-credits; only its owner should change it.",
            "可消费的额度由 {path}（spend、max_per_turn、max_per_day）决定，并可用 --max-credits "
            "降低；只应由其所有者修改。",
        ),
    ),
    "no_job": Advice(
        Row("There is no job {job} on record.", "没有任务 {job} 的记录。"),
        Row("`nemo jobs` lists them.", "`nemo jobs` 可列出任务。"),
    ),
    "ledger_unwritable": Advice(
        Row("The ledger cannot be written: {path}: {detail}", "无法写入记录：{path}：{detail}"),
        Row(
            "Nothing was sent. Free some space or check the permissions, then try again.",
            "没有发送任何内容。请检查磁盘空间和权限后重试。",
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
