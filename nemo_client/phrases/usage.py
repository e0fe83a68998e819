"""Help: what commands and options are for, what exit codes mean, what was wrong in a call."""

from __future__ import annotations

from nemo_client.phrases import Row

COMMANDS: dict[str, Row] = {
    "nemo": Row(
        "Say what you want, get a video. A hosted agent edits; this client sends your words and "
        "files, shows the timeline and saves the result.",
        "说出需求，得到视频。编辑由后端完成；本程序负责发送文字与文件、显示时间线并保存成片。",
    ),
    "create": Row("Make a video in one go: say it, export it", "一步完成：说出需求并导出视频"),
    "send": Row(
        "Do what a message asks for, in order (may cost credits)",
        "按顺序完成一条消息中的要求（可能消耗积分）",
    ),
    "chat": Row("Talk to the agent, line by line", "逐行对话"),
    "plan": Row(
        "Show what would be done for a message; do nothing", "显示将如何处理一条消息，不执行"
    ),
    "translate": Row(
        "Show what would be shown of a backend's message", "显示后端消息转换后的文字与操作"
    ),
    "upload": Row("Put own files or addresses into the project", "上传本地文件或网址"),
    "export": Row("Render the timeline to a file (free)", "将时间线渲染成文件（免费）"),
    "status": Row("Show the timeline and media", "查看时间线与素材"),
    "credits": Row("Show the balance", "查看积分余额"),
    "open": Row("Print a link that opens the project in a browser", "输出在浏览器中打开项目的链接"),
    "sessions": Row("List the sessions remembered for this directory", "列出当前目录的会话"),
    "jobs": Row("List the jobs on record: nothing begun is lost", "列出任务记录：不会丢失"),
    "jobs prune": Row("Drop the records of jobs that ended long ago", "清除早已结束的任务记录"),
    "draft": Row("The timeline as a draft: take it anywhere", "时间线草稿：可带到任何地方"),
    "draft show": Row("Tell what is on the timeline, piece by piece", "逐段说明时间线内容"),
    "draft save": Row(
        "Save the draft byte for byte as it was received", "按收到的原样逐字节保存草稿"
    ),
    "draft validate": Row(
        "List what in a draft cannot be read or has to be guessed",
        "列出草稿中无法读取或需要推测的内容",
    ),
    "draft diff": Row(
        "Tell what changed between two drafts, in words and as a patch",
        "说明两份草稿之间的改动（文字与补丁）",
    ),
    "draft log": Row(
        "List the versions of the draft and which message made each",
        "列出草稿的各个版本及其对应的消息",
    ),
    "draft convert": Row(
        "Write the timeline for an editor (OTIO, EDL, FCP7 XML), as subtitles or as a table",
        "将时间线写成剪辑软件格式（OTIO、EDL、FCP7 XML）、字幕或表格",
    ),
    "draft media": Row(
        "List the media of the timeline, or fetch the files", "列出时间线素材，或下载文件"
    ),
    "draft import": Row(
        "Show what an edited .otio or a subtitle file changes, and ask for it",
        "显示编辑过的 .otio 或字幕文件带来的改动，并提出请求",
    ),
    "draft picture": Row(
        "Draw the timeline: a graphic (SVG, PNG) or a page (HTML)",
        "将时间线画成图形（SVG、PNG）或网页（HTML）",
    ),
    "watch": Row("Follow a job to its end", "跟踪任务直至结束"),
    "recover": Row(
        "Take up what a crash or a kill left unfinished", "继续因崩溃或中断而未完成的任务"
    ),
    "auth": Row("Look at, make or remove the token", "查看、创建或删除令牌"),
    "auth status": Row(
        "Show where the token comes from; never the token", "显示令牌来源（不显示令牌）"
    ),
    "auth anonymous": Row("Make a free anonymous account, if there is none", "创建免费匿名账号"),
    "auth logout": Row("Remove the kept token from this machine", "从本机删除已保存的令牌"),
    "sandbox": Row("The embedded backend: try everything offline", "内置后端：离线试用"),
    "sandbox run": Row("Serve in the foreground", "在前台运行"),
    "sandbox faults": Row("List what can be made to go wrong", "列出可模拟的故障"),
    "sandbox status": Row("Show whether it runs, and where", "显示是否运行及地址"),
    "sandbox stop": Row("Stop the background one", "停止后台进程"),
    "doctor": Row(
        "Check versions, settings, folders and the connection", "检查版本、设置、文件夹与连接"
    ),
    "help": Row("Explain a command or a topic", "解释命令或主题"),
}
"""What a command is for, in a line."""

DETAILS: dict[str, Row] = {
    "nemo": Row(
        "Examples:\n"
        '  nemo create "generate a 5-second clip of rain, add the title Monday" -o monday.mp4\n'
        '  nemo upload holiday.mov && nemo send "trim it to 10 s, add lo-fi music" && nemo export\n'
        "  nemo --sandbox chat        everything offline, with pretend credits\n\n"
        "More: nemo help exit-codes, nemo help environment",
        "示例：\n"
        '  nemo create "生成一段5秒的雨景视频，加标题“星期一”" -o monday.mp4\n'
        '  nemo upload holiday.mov && nemo send "裁剪到10秒，加轻音乐" && nemo export\n'
        "  nemo --sandbox chat        完全离线，使用模拟积分\n\n"
        "更多：nemo help exit-codes，nemo help environment",
    ),
    "create": Row(
        "Opens a new session, uploads, says PROMPT, exports. Without -o the file is "
        "./nemo-<session>.mp4; nothing is ever overwritten unasked. PROMPT may also be `-`, "
        "--prompt-file or piped. stdout is the path of the file.",
        "新建会话、上传、发送 PROMPT 并导出。未指定 -o 时保存为 ./nemo-<会话>.mp4；绝不擅自覆盖。"
        "PROMPT 也可以是 `-`、--prompt-file 或管道输入。标准输出为文件路径。",
    ),
    "send": Row(
        "Edits go to the agent; files are uploaded, exports saved, balance and timeline shown, as "
        "TEXT says (`nemo plan TEXT` shows it). --as-is says all of it to the agent. TEXT may also "
        "be `-`, --prompt-file or piped. stdout is the agent's answer and what else was asked for; "
        "a silent turn is answered with what changed. Sent once, never repeated.",
        "按 TEXT 的内容：编辑交给后端，文件上传，导出保存，余额与时间线显示（可用 `nemo plan TEXT` "
        "预览）。--as-is 则全部原样发送。TEXT 也可以是 `-`、--prompt-file 或管道输入。标准输出为"
        "回复及所要求的内容；若无回复则输出改动。只发送一次，绝不重复发送。",
    ),
    "chat": Row(
        'Each line goes to the agent, or is a client\'s action ("export it", "my balance?") '
        "or a slash command (/help). Piped lines work too; the first failure ends it.",
        "每行发送给后端，或为客户端操作（“导出”“还剩多少积分？”）或斜杠命令（/help）。"
        "也可用管道输入；遇到第一个失败即停止。",
    ),
    "plan": Row(
        "TEXT may also be `-` or piped. Nothing is sent. With --jsonl every line of standard input "
        'is {{"id", "text"}} and answered with {{"id", "plan"}}; blank lines are passed over, and '
        "the first line that cannot be read ends the run with exit code 2.",
        "TEXT 也可以是 `-` 或管道输入。不发送任何内容。使用 --jsonl 时，标准输入每行为 "
        '{{"id", "text"}}，输出 {{"id", "plan"}}；空行跳过，遇到无法读取的行即以退出码 2 结束。',
    ),
    "translate": Row(
        "TEXT is a message of the backend; it may also be `-` or piped. With --jsonl every line of "
        'standard input is {{"id", "text"}} and answered with {{"id", "text", "actions"}}; blank '
        "lines are passed over, and the first line that cannot be read ends the run with exit "
        "code 2.",
        "TEXT 为后端消息，也可以是 `-` 或管道输入。使用 --jsonl 时，标准输入每行为 "
        '{{"id", "text"}}，输出 {{"id", "text", "actions"}}；空行跳过，'
        "遇到无法读取的行即以退出码 2 结束。",
    ),
    "draft show": Row(
        "DRAFT as for `nemo draft convert`. --short is the summary of `nemo status`; --json has "
        "every value with where it comes from.",
        "DRAFT 同 `nemo draft convert`。--short 为 `nemo status` 的摘要；--json 给出每个值及其"
        "来源。",
    ),
    "draft validate": Row(
        "DRAFT as for `nemo draft convert`. Each finding has its JSON pointer; any finding ends "
        "with exit code 2.",
        "DRAFT 同 `nemo draft convert`。每处问题附 JSON 指针；发现任何问题即以退出码 2 结束。",
    ),
    "draft diff": Row(
        "BEFORE and AFTER as DRAFT for `nemo draft convert`; without AFTER the session's draft of "
        "now. --json has the changes and a JSON Patch that makes the second of the first, exactly.",
        "BEFORE 与 AFTER 同 `nemo draft convert` 的 DRAFT；省略 AFTER 时取会话的当前草稿。--json "
        "给出改动以及可由第一份精确得到第二份的 JSON Patch。",
    ),
    "draft log": Row(
        "Read from this machine's records alone. `@2` names a version wherever a draft is wanted.",
        "仅读取本机记录。凡需要草稿之处，可用 `@2` 指定版本。",
    ),
    "draft convert": Row(
        "DRAFT is the JSON of a draft or of a state reply, or a version of `nemo draft log` such "
        "as @2; without it the session's timeline is read. The ending of FILE names the format: "
        "otio, edl, xml, srt, vtt or csv. What the format leaves out is told before the file is "
        "written. With --media the file names the media that `nemo draft media --download` put "
        "there.",
        "DRAFT 为草稿或状态回复的 JSON，或 `nemo draft log` 中的版本（如 @2）；省略时读取会话的时间"
        "线。FILE 的扩展名决定格式：otio、edl、xml、srt、vtt 或 csv。写入前会说明该格式缺少的信息。"
        "使用 --media 时，文件引用 `nemo draft media --download` 下载到该处的素材。",
    ),
    "draft media": Row(
        "DRAFT as for `nemo draft convert`. Files keep their names as far as they are harmless; "
        "what is there already is not fetched again.",
        "DRAFT 同 `nemo draft convert`。文件名在安全范围内保持不变；已存在的文件不会重复下载。",
    ),
    "draft import": Row(
        "FILE is an .otio that an editor changed, an .srt or a .vtt; it is compared with the "
        "session's timeline, or with DRAFT. The changes are shown, and the words that would ask "
        "for them. --send says these to the agent (may cost credits).",
        "FILE 为剪辑软件修改过的 .otio，或 .srt、.vtt；与会话的时间线或 DRAFT 比较。显示改动以及"
        "相应的请求文字。--send 会将其发送给后端（可能消耗积分）。",
    ),
    "draft picture": Row(
        "DRAFT as for `nemo draft convert`. The ending of FILE names the format: svg, png or html. "
        "The page loads nothing and tells what changed since the draft given with --since, or "
        "since the last version on record; with --media it shows frames of the files that "
        "`nemo draft media --download` put there.",
        "DRAFT 同 `nemo draft convert`。FILE 的扩展名决定格式：svg、png 或 html。网页不加载任何"
        "外部内容，并说明自 --since 所给草稿或上一个记录版本以来的改动；使用 --media 时显示 "
        "`nemo draft media --download` 下载到该处的文件的画面。",
    ),
    "export": Row(
        "Waits up to --wait seconds; exit code 4 means it goes on: `nemo watch`. stdout is the "
        "path of the file.",
        "最多等待 --wait 秒；退出码 4 表示仍在进行：用 `nemo watch` 查看。标准输出为文件路径。",
    ),
}
"""What else there is to know about a command."""

OPTIONS: dict[str, Row] = {
    "json": Row(
        "one JSON document on stdout, errors included", "标准输出为一个 JSON 文档（含错误）"
    ),
    "sandbox": Row("use the embedded backend", "使用内置后端"),
    "api_url": Row("use another backend", "使用其他后端"),
    "session": Row("work on this session", "使用该会话"),
    "new": Row("begin a new session", "开始新会话"),
    "lang": Row("language of messages: en or zh", "消息语言：en 或 zh"),
    "quiet": Row("say nothing but errors on stderr", "标准错误只输出错误"),
    "verbose": Row("say more on stderr", "标准错误输出更多信息"),
    "no_color": Row("no colour", "不使用颜色"),
    "no_input": Row("never ask anything", "从不询问"),
    "debug": Row("show tracebacks", "显示调用栈"),
    "version": Row("show the version", "显示版本"),
    "help": Row("show this message", "显示本帮助"),
    "jsonl": Row(
        "read a case a line from standard input, answer each with a line",
        "从标准输入逐行读取，逐行输出结果",
    ),
    "prompt_file": Row("read the text from this file", "从文件读取文字"),
    "output": Row("the file to make; its ending names the format", "输出文件；扩展名决定格式"),
    "upload": Row("upload this first; may be repeated", "先上传该文件或网址；可重复"),
    "format": Row("mp4, mov, webm or gif", "mp4、mov、webm 或 gif"),
    "quality": Row(
        "low, medium, high, 720p, 1080p, 4k ...", "low、medium、high、720p、1080p、4k 等"
    ),
    "force": Row("overwrite the file", "允许覆盖文件"),
    "wait": Row("seconds to wait; then 4, and the job goes on", "等待秒数；超时返回 4，任务继续"),
    "detach": Row("begin, and let a process of its own go on", "开始后由独立进程继续"),
    "as_is": Row("everything to the agent, as typed", "原样发送给后端，不作解析"),
    "queue": Row("wait for another turn of the session", "等待该会话的其他请求结束"),
    "max_credits": Row(
        "send only if the turn is estimated to cost no more", "仅当预计消耗不超过此值时发送"
    ),
    "short": Row("the few lines of `nemo status`", "只显示 `nemo status` 的几行"),
    "fps": Row(
        "frames a second; default: the draft's, else 30", "帧率；默认采用草稿的帧率，否则为 30"
    ),
    "since": Row("show what changed since this draft", "标出自该草稿以来的改动"),
    "media": Row("the folder with the downloaded media", "已下载素材的文件夹"),
    "download": Row("fetch the files into this folder", "将文件下载到该文件夹"),
    "send": Row("say it to the agent (may cost credits)", "发送给后端（可能消耗积分）"),
    "replace": Row("also remove what the file does not have", "同时删除文件中没有的内容"),
    "days": Row("keep what ended less than so many days ago", "保留最近若干天内结束的任务"),
    "fault": Row(
        "make this go wrong (NAME[:ARGS]); may be repeated; `off` ends all",
        "模拟该故障（名称[:参数]）；可重复；`off` 关闭全部",
    ),
    "browser": Row("open it too, where there is a terminal", "同时用浏览器打开（需在终端中）"),
    "all": Row("those of all directories", "包括所有目录"),
    "limit": Row("how many at most", "最多显示的数量"),
    "root": Row("the folder it keeps everything in", "数据文件夹"),
}
"""What an option does."""

HELP: dict[str, Row] = {
    "usage": Row("Usage: ", "用法："),
    "options": Row("Options", "选项"),
    "commands": Row("Commands", "命令"),
    "everywhere": Row(
        "Global options (nemo --help) may stand here too.",
        "全局选项（见 nemo --help）也可写在这里。",
    ),
}
"""The frame of a help page."""

MISTAKES: dict[str, Row] = {
    "NoSuchOption": Row("No such option: {name}", "没有这个选项：{name}"),
    "NoSuchCommand": Row("No such command: {name}", "没有这个命令：{name}"),
    "nearly": Row("{told}. Did you mean {meant}?", "{told}。是否指 {meant}？"),
    "MissingParameter": Row("Missing: {name}", "缺少：{name}"),
    "BadParameter": Row("Unusable value for {name}: {detail}", "{name} 的值无法使用：{detail}"),
    "BadOptionUsage": Row("{name} wants a value.", "{name} 需要一个值。"),
    "UsageError": Row("{detail}", "用法错误：{detail}"),
    "extra": Row("Not expected here: {name}", "此处不需要：{name}"),
    "one_of": Row("it is one of {choices}", "可用值：{choices}"),
    "number": Row("it is a number, {min} or more", "必须是不小于 {min} 的数"),
    "whole_number": Row("it is a whole number, {min} or more", "必须是不小于 {min} 的整数"),
    "missing_command": Row("Name a command.", "请指定命令。"),
    "no_text": Row(
        "No text: give it as an argument, with --prompt-file, or pipe it in.",
        "缺少文字：请作为参数、用 --prompt-file 或管道提供。",
    ),
    "text_twice": Row(
        "Give the text once: as an argument or with --prompt-file.",
        "文字只能给一次：作为参数或用 --prompt-file。",
    ),
    "terminal": Row(
        "`-` reads piped text, but this is a terminal.", "`-` 读取管道输入，但当前是终端。"
    ),
    "idle_pipe": Row(
        "Nothing came on standard input within {seconds:.0f} s; give the text as an argument.",
        "{seconds:.0f} 秒内标准输入没有内容；请将文字作为参数提供。",
    ),
    "no_lines": Row(
        "There is nobody to talk to: with {option}, pipe the lines in.",
        "没有可用的输入：使用 {option} 时请用管道提供各行内容。",
    ),
    "exclusive": Row("{one} and {other} exclude each other.", "{one} 与 {other} 不能同时使用。"),
    "words": Row("words", "文字"),
    "no_json": Row("Line {number} is no JSON.", "第 {number} 行不是 JSON。"),
    "no_case": Row(
        'Line {number} is no case: it must be an object with "text", a string.',
        '第 {number} 行不是有效条目：必须是带有字符串 "text" 的对象。',
    ),
    "no_topic": Row("No such topic: {name}", "没有这个主题：{name}"),
}
"""What was wrong with a call, by the parser's name for it or our own."""

EXIT_CODES: dict[int, Row] = {
    0: Row("done", "完成"),
    1: Row("a bug, or something unexpected", "程序缺陷或意外错误"),
    2: Row("wrong usage, or something missing beforehand", "用法错误或前提条件不满足"),
    3: Row("token or permission", "令牌或权限"),
    4: Row("still running, or waiting for an answer; can be resumed", "仍在进行或等待回答；可继续"),
    5: Row("credits or plan", "积分或套餐"),
    6: Row("rate limited", "请求过于频繁"),
    7: Row("the backend's turn or render failed", "后端处理或渲染失败"),
    8: Row("network; nothing was sent", "网络问题；没有发送任何内容"),
    9: Row(
        "unsure: it may have been charged; look before repeating",
        "不确定：可能已计费；重复前请先查看",
    ),
    10: Row("the session is busy", "会话忙"),
    11: Row("nothing to export", "没有可导出的内容"),
    130: Row("interrupted", "被中断"),
}
"""What exit codes mean."""

ENVIRONMENT: dict[str, Row] = {
    "NEMO_TOKEN": Row(
        "bearer token; without it a free anonymous account is used",
        "令牌；未设置时使用免费匿名账号",
    ),
    "NEMO_API_URL": Row(
        "the backend, default https://mega-api-prod.nemovideo.ai; `sandbox:` is the embedded one",
        "后端地址，默认 https://mega-api-prod.nemovideo.ai；`sandbox:` 为内置后端",
    ),
    "NEMO_WEB_URL": Row(
        "where links for the browser lead, default https://nemovideo.com",
        "浏览器链接的地址，默认 https://nemovideo.com",
    ),
    "NEMO_CLIENT_ID": Row(
        "client id for anonymous accounts, instead of the client-id file",
        "匿名账号的客户端标识，代替客户端标识文件",
    ),
    "NEMO_LANG": Row(
        "language of messages: en or zh; default from what is written, then from the locale",
        "消息语言：en 或 zh；默认依据所写文字，其次依据系统区域",
    ),
    "NEMO_ACTIONS": Row(
        "what the backend suggests is done at once: offer (nothing), read (looking; the default) "
        "or auto (exports too); what may cost is never",
        "自动执行后端建议的操作：offer（都不执行）、read（仅查看；默认）或 auto（也包括导出）；"
        "可能收费的从不自动执行",
    ),
    "SKILL_SOURCE": Row(
        "platform name sent as X-Skill-Platform", "作为 X-Skill-Platform 发送的平台名称"
    ),
    "NO_COLOR": Row("no colour, whatever the terminal can do", "不使用颜色，无论终端是否支持"),
    "HTTP_PROXY": Row(
        "proxy for http (HTTPS_PROXY, ALL_PROXY and NO_PROXY work too)",
        "http 代理（HTTPS_PROXY、ALL_PROXY 与 NO_PROXY 同样有效）",
    ),
    "SSL_CERT_FILE": Row(
        "certificate authorities to trust instead of the bundled ones",
        "代替内置证书的受信任证书颁发机构",
    ),
}
"""Every environment variable that is read, with what it does."""
