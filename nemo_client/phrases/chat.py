"""What `nemo chat` says for itself: its commands, its queue, what can be pressed, what can be done.

A conversation is written to, not called: what to do next is spelled as one types it here.
"""

from __future__ import annotations

from nemo_client.phrases import Row

CHAT: dict[str, Row] = {
    "welcome": Row(
        "Say what you want. /help shows the commands, Ctrl-D leaves.",
        "请直接说出需求。/help 查看命令，Ctrl-D 退出。",
    ),
    "resumed": Row("Going on with session {session}: {title}", "继续会话 {session}：{title}"),
    "prompt": Row("nemo> ", "nemo> "),
    "new": Row("The next message opens a new session.", "下一条消息将开启新会话。"),
    "unknown": Row("No such command: {name}. See /help.", "没有这个命令：{name}。请查看 /help。"),
    "nearly": Row(
        "No such command: {name}. Did you mean {meant}?", "没有这个命令：{name}。是否指 {meant}？"
    ),
    "which": Row("Name a file or an address: /upload PATH", "请指定文件或地址：/upload 路径"),
    "help": Row("show this", "显示本帮助"),
    "export": Row("render and save the video", "渲染并保存视频"),
    "status": Row("show the timeline", "查看时间线"),
    "draft": Row("tell every piece of the timeline", "逐段说明时间线"),
    "credits": Row("show the balance", "查看余额"),
    "upload": Row("add files or addresses", "添加文件或地址"),
    "open": Row("show a link for the browser", "显示浏览器链接"),
    "begin": Row("begin a new project", "开始新项目"),
    "jobs": Row("list the jobs of this directory", "列出当前目录的任务"),
    "watch": Row("follow a job to its end", "跟踪任务直至结束"),
    "recover": Row("take up what was left unfinished", "继续未完成的任务"),
    "sessions": Row(
        "list sessions; /sessions ID goes on with one (its first digits will do)",
        "列出会话；/sessions ID 继续其中一个（输入开头几位即可）",
    ),
    "queue": Row("show what waits to be sent", "查看等待发送的内容"),
    "drop": Row("take number N out of the queue", "从队列中移除第 N 项"),
    "edit": Row("take number N back into the prompt", "把第 N 项放回输入行"),
    "go": Row("send what was held back", "发送被暂缓的内容"),
    "quit": Row("leave", "退出"),
    "queued": Row("Queued {list}", "队列 {list}"),
    "queued_held": Row("Held back (/go) {list}", "已暂缓（/go 发送） {list}"),
    "queued_line": Row("{n}. {text}", "{n}. {text}"),
    "empty_queue": Row("Nothing waits to be sent.", "没有等待发送的内容。"),
    "no_number": Row("There is no number {number} in the queue.", "队列中没有第 {number} 项。"),
    "dropped": Row("Dropped: {text}", "已移除：{text}"),
    "held": Row(
        "Held back: {list}  (/go sends it, /drop N drops, /edit N changes)",
        "已暂缓：{list}（/go 发送，/drop N 移除，/edit N 修改）",
    ),
    "stopped": Row(
        "Stopped listening. What was sent goes on at the backend and may be charged; look with "
        "{step}.",
        "已停止接收。已发送的请求会在后端继续，并可能计费；请用 {step} 查看。",
    ),
    "stopped_free": Row(
        "Stopped waiting; this costs nothing. {step} takes it up again.",
        "已停止等待；此操作不收费。可用 {step} 继续。",
    ),
    "stopped_looking": Row("Stopped.", "已停止。"),
    "unsent": Row("Never sent: {list}", "未发送：{list}"),
}
"""What `nemo chat` says for itself, and its slash commands."""

KEYS: dict[str, Row] = {
    "export": Row("[{key}] export", "[{key}] 导出"),
    "show_state": Row("[{key}] timeline", "[{key}] 时间线"),
    "show_credits": Row("[{key}] balance", "[{key}] 余额"),
    "confirm": Row("[{key}] go ahead", "[{key}] 确认"),
    "request_upload": Row("[{key}] add media", "[{key}] 添加素材"),
    "go_on": Row("[Enter] go on", "[回车] 继续"),
    "choose": Row(
        "1-{n} chooses, your own words answer too, Enter leaves it.",
        "输入 1-{n} 选择，也可直接用文字回答；回车跳过。",
    ),
}
"""What can be pressed after a turn, by the action it stands for."""

HINTS: dict[str, Row | None] = {
    "usage": None,  # the sentence itself says what can be typed
    "no_session": Row(
        "Say what the video shall be, add files with /upload, or see /sessions.",
        "请直接说出想要的视频，用 /upload 添加文件，或查看 /sessions。",
    ),
    "session_not_found": Row(
        "/new begins another one; the old timeline is not part of it. See /sessions.",
        "/new 可开始新会话；旧的时间线不会包含在内。可查看 /sessions。",
    ),
    "output_exists": Row("Choose another name: /export FILE", "请换一个文件名：/export FILE"),
    "output_unwritable": Row(
        "Choose a folder you can write to: /export FILE", "请换一个可写的位置：/export FILE"
    ),
    "session_busy": Row("Wait for it to end and say it again.", "请等其结束后再说一次。"),
}
"""What helps after an error where it is not what helps in a shell; None is nothing more to say."""
