"""What the agent reports and answers: one row a sentence, English and Chinese side by side.

Names that end in `ms` are times. `GUI` imitates the hosted agent, which believes that its
user sits before an editor; which of its sentences follows depends on what was done last.
"""

from __future__ import annotations

Row = tuple[str, str]

DONE: dict[str, Row] = {
    "generate": (
        "Generated a {d_ms} clip from “{prompt}”.",
        "已根据“{prompt}”生成 {d_ms} 的片段。",
    ),
    "place_clips": (
        "Put {names} on the video track ({d_ms} in total).",
        "已把 {names} 放到视频轨道（共 {d_ms}）。",
    ),
    "trim": ("Trimmed {what}: {a_ms} → {b_ms}.", "已裁剪{what}：{a_ms} → {b_ms}。"),
    "trim_head": (
        "Cut the first {by_ms} off {what}: {a_ms} → {b_ms}.",
        "已剪掉{what}的前 {by_ms}：{a_ms} → {b_ms}。",
    ),
    "trim_tail": (
        "Cut the last {by_ms} off {what}: {a_ms} → {b_ms}.",
        "已剪掉{what}的最后 {by_ms}：{a_ms} → {b_ms}。",
    ),
    "cut": (
        "Cut out {ranges} of {what}: {a_ms} → {b_ms}.",
        "已剪去{what}的 {ranges}：{a_ms} → {b_ms}。",
    ),
    "keep": (
        "Kept only {ranges} of {what}: {a_ms} → {b_ms}.",
        "只保留了{what}的 {ranges}：{a_ms} → {b_ms}。",
    ),
    "split": (
        "Split clip {n} at {at_ms}: {a} → {b} clips.",
        "已在 {at_ms} 处把第 {n} 段分开：{a} → {b} 段。",
    ),
    "delete_clips": (
        "Deleted {names}: {a} → {b} on the timeline, {a_ms} → {b_ms}.",
        "已删除 {names}：时间线上 {a} → {b}，{a_ms} → {b_ms}。",
    ),
    "move_clip": ("Moved {name}: position {a} → {b}.", "已移动 {name}：第 {a} 位 → 第 {b} 位。"),
    "swap_clips": (
        "Swapped clip {a} ({first}) and clip {b} ({second}).",
        "已对调第 {a} 段（{first}）和第 {b} 段（{second}）。",
    ),
    "reorder": ("Reordered the clips: {a} → {b}.", "已调整片段顺序：{a} → {b}。"),
    "speed": (
        "Set the speed of {what}: {a}× → {b}× ({a_ms} → {b_ms}).",
        "已把{what}的速度从 {a} 倍调为 {b} 倍（{a_ms} → {b_ms}）。",
    ),
    "aspect": ("Changed the picture: {a} → {b}.", "画面已调整：{a} → {b}。"),
    "grayscale": ("Made {what} black and white.", "已把{what}变成黑白。"),
    "color": ("Gave {what} its colours back.", "已恢复{what}的颜色。"),
    "add_title": (
        "Added the title “{text}” ({start}–{end_ms}, {position}).",
        "已添加标题“{text}”（{start}–{end_ms}，{position}）。",
    ),
    "add_subtitle": (
        "Added the subtitle “{text}” ({start}–{end_ms}, {position}).",
        "已添加字幕“{text}”（{start}–{end_ms}，{position}）。",
    ),
    "edit_text": ("Changed the {role}: “{a}” → “{b}”.", "已修改{role}：“{a}” → “{b}”。"),
    "retime_text": (
        "“{text}” now shows at {start}–{end_ms} (before: {a_start}–{a_end_ms}).",
        "“{text}”的显示时间：{a_start}–{a_end_ms} → {start}–{end_ms}。",
    ),
    "place_text": ("Moved “{text}”: {a} → {b}.", "已移动“{text}”：{a} → {b}。"),
    "remove_text": ("Removed the {role} {texts}.", "已移除{role}{texts}。"),
    "add_music": (
        "Added {name} music at {percent}% ({start}–{end_ms}).",
        "已添加{name}音乐，音量 {percent}%（{start}–{end_ms}）。",
    ),
    "replace_music": (
        "Replaced the music: {a} → {name} at {percent}% ({start}–{end_ms}).",
        "已更换音乐：{a} → {name}，音量 {percent}%（{start}–{end_ms}）。",
    ),
    "remove_music": ("Removed the music ({names}).", "已移除音乐（{names}）。"),
    "volume_music": ("Music volume: {a}% → {b}%.", "音乐音量：{a}% → {b}%。"),
    "volume_clips": ("Sound of {what}: {a}% → {b}%.", "{what}的声音：{a}% → {b}%。"),
    "fade": ("Fade of {target}: {ends}.", "{target}的淡入淡出：{ends}。"),
    "undo": ("Undid the last change{more}.", "已撤销上一步{more}。"),
    "redo": ("Redid the change{more}.", "已重做{more}。"),
    "dropped_text": (
        "“{text}” lies beyond the new end and was taken away.",
        "“{text}”超出了新的结尾，已移除。",
    ),
    "dropped_music": (
        "The music “{text}” lies beyond the new end and was taken away.",
        "音乐“{text}”超出了新的结尾，已移除。",
    ),
}

TALK: dict[str, Row] = {
    "hello": (
        "Hello! I am the editing agent of a local stand-in server. Upload a clip or tell me what "
        "to generate; then say what to change.",
        "你好！我是本地模拟服务器的剪辑助手。请上传片段，或告诉我要生成什么，再说怎么改。",
    ),
    "thanks": ("You're welcome.", "不客气。"),
    "help": (
        "I am a rule-based stand-in, no language model. I generate placeholder clips from a "
        "prompt and edit for real: trim, cut, keep, split, delete, move and swap clips, speed, "
        "shape (9:16, 16:9, 1:1), black and white, titles and subtitles, music and volumes, "
        "mute, fades, undo and redo. I cannot see or hear the material: no transcription, other "
        "effects or filters, or transitions.",
        "我是基于规则的模拟助手，没有语言模型。我能按提示词生成示意片段，"
        "也能真正剪辑：裁剪、剪去、保留、分割、删除、移动和对调片段，变速，"
        "画幅（9:16、16:9、1:1），黑白，标题和字幕，音乐和音量，静音，淡入淡出，撤销和重做。"
        "我看不到也听不到素材内容：不能识别语音，不能加其他特效、滤镜或转场。",
    ),
    "bye": ("See you!", "再见！"),
    "ok": ("All right. What is next?", "好的，下一步做什么？"),
    "can": ("Yes. Just say it, for example: {example}", "可以，直接说就行，例如：{example}"),
    "empty": ("The timeline is empty.", "时间线是空的。"),
    "uploads": ("Uploaded, not yet on the timeline: {names}.", "已上传但还没放上时间线：{names}。"),
    "length": ("The video is {d_ms} long.", "视频长 {d_ms}。"),
    "timeline": ("Timeline ({d_ms}): {rows}", "时间线（{d_ms}）：{rows}"),
    "export": ("The draft is ready to be exported.", "草稿可以导出了。"),
    "skipped": ("Not understood and not done: {skipped}", "没看懂、也没有做：{skipped}"),
    "left_alone": ("Left as it is, as you said: {left}", "按您说的没有动：{left}"),
}

GUI: dict[str, Row] = {
    "preview": (
        "Press the Play button in the player to preview the result.",
        "点击播放器中的播放按钮预览效果。",
    ),
    "timeline": (
        "Open the timeline panel at the bottom to see all tracks.",
        "打开底部的时间线面板查看所有轨道。",
    ),
    "export": (
        "Click the Export button in the top right to download your video.",
        "点击右上角的导出按钮即可下载视频。",
    ),
}
GUI_OF_KIND = {
    "generate": "preview",
    "place_clips": "timeline",
    "trim": "export",
    "trim_head": "export",
    "trim_tail": "export",
    "cut": "preview",
    "keep": "export",
    "split": "timeline",
    "delete_clips": "timeline",
    "move_clip": "timeline",
    "swap_clips": "timeline",
    "reorder": "timeline",
    "speed": "preview",
    "aspect": "export",
    "look": "preview",
    "add_text": "preview",
    "edit_text": "preview",
    "retime_text": "timeline",
    "place_text": "preview",
    "remove_text": "preview",
    "add_music": "export",
    "remove_music": "export",
    "volume": "preview",
    "fade": "preview",
    "undo": "timeline",
    "redo": "timeline",
}

NAMES: dict[str, Row] = {
    "video": ("the video", "视频"),
    "clip": ("clip {n}", "第 {n} 段"),
    "clips": ("clips {n}", "第 {n} 段"),
    "all_clips": ("all clips", "所有片段"),
    "title": ("title", "标题"),
    "subtitle": ("subtitle", "字幕"),
    "text": ("text", "文字"),
    "top": ("top", "顶部"),
    "bottom": ("bottom", "底部"),
    "center": ("center", "居中"),
    "music": ("the music", "音乐"),
    "everything": ("picture and sound", "画面和声音"),
    "in": ("in {ms}", "淡入 {ms}"),
    "out": ("out {ms}", "淡出 {ms}"),
    "none": ("none", "无"),
    "mute": ("mute", "静音"),
    "unmute": ("unmute", "取消静音"),
    "mixed": ("mixed", "各异"),
    "by_hand": ("with speed {n}×", "{n} 倍速"),
    "silent": ("muted", "静音"),
    "and": (", ", "、"),
    "clips_count": ("{n} clips", "{n} 段"),
    "one_clip": ("1 clip", "1 段"),
    "also": ("{n} more steps", "另 {n} 步"),
}
