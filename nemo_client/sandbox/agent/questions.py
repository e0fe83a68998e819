"""What the agent asks back: a sentence and what to choose from, English and Chinese side by side.

The choices are messages the user could send as they are; some questions get better ones made
from the user's own message. Examples are no choices: they show how something is said.
"""

from __future__ import annotations

Row = tuple[str, str]

# code -> sentence, then messages to choose from
ASK: dict[str, tuple[Row, ...]] = {
    "nothing_here": (
        (
            "There is nothing to edit yet. Upload a clip, or tell me what to generate.",
            "现在还没有可剪辑的内容。请上传片段，或告诉我要生成什么。",
        ),
    ),
    "empty_track": (
        (
            "There is no clip on the timeline any more. Add one first.",
            "时间线上已经没有片段了，请先添加。",
        ),
        ("add the clip", "添加素材"),
        ("undo", "撤销"),
    ),
    "only_parts": (
        (
            "I understood {understood}, but not {skipped}. As something would be removed or "
            "replaced, I did nothing. Please say it again in other words, or one step at a time.",
            "我看懂了{understood}，但没看懂{skipped}。因为会删改内容，所以我什么都没做。"
            "请换个说法，或一次说一步。",
        ),
    ),
    "not_understood": (
        (
            "I did not understand {skipped}, so nothing was changed. I can trim, cut, split, "
            "delete and move clips, change speed and shape, add titles, subtitles, music and "
            "fades, make it black and white, set volumes, undo, and generate placeholder clips.",
            "我没看懂{skipped}，所以没有做任何改动。我可以裁剪、剪去、分割、删除和移动片段，"
            "调整速度和画幅，添加标题、字幕、音乐和淡入淡出，设置音量，撤销，以及生成示意片段。",
        ),
    ),
    "no_such_clip": (
        (
            "There is no clip {n}; the timeline has {count}.",
            "没有第 {n} 段，时间线上共有 {count} 段。",
        ),
    ),
    "which_clip": (("Which clip do you mean? {clips}", "您指的是哪一段？{clips}"),),
    "whole_or_clip": (
        (
            "The whole video, or only the clip named before? Please name it.",
            "是整个视频，还是只是前面提到的片段？请说明。",
        ),
    ),
    "clips_renumbered": (
        (
            "After the first step the clips have other numbers. Please say the steps one at a "
            "time.",
            "前一步之后片段的编号会变，请一步一步地说。",
        ),
    ),
    "beyond_end": (
        (
            "{at_ms} is not inside {what}, which is {d_ms} long.",
            "{at_ms} 不在{what}之内，它只有 {d_ms}。",
        ),
    ),
    "nothing_left": (
        ("That would leave nothing of {what} ({d_ms}).", "这样{what}（{d_ms}）就什么都不剩了。"),
    ),
    "already_short": (("{what} is only {d_ms} long already.", "{what}本来就只有 {d_ms}。"),),
    "empty_range": (
        (
            "That stretch is empty: its end is not after its start.",
            "这段时间是空的：结束不晚于开始。",
        ),
    ),
    "clip_or_timeline": (
        (
            "Is {at_ms} counted from the start of the video or of clip {n}? On the timeline, clip "
            "{n} runs {a_ms}–{b_ms}. Please give the time without the clip, counted from the "
            "start of the video.",
            "{at_ms} 是从整个视频开头算，还是从第 {n} 段开头算？第 {n} 段在时间线上是 "
            "{a_ms}–{b_ms}。请不提片段，直接给出从视频开头算起的时间。",
        ),
    ),
    "at_edge": (("There is a cut at {at_ms} already.", "{at_ms} 处本来就是分界。"),),
    "which_end": (
        ("Shall I take {ms} off the start or off the end?", "要从开头还是结尾剪掉 {ms}？"),
        ("cut the first {ms}{of_clip}", "剪掉{of_clip}前{ms}"),
        ("cut the last {ms}{of_clip}", "剪掉{of_clip}最后{ms}"),
    ),
    "cut_or_keep": (
        ("Shall I cut {range} out, or keep only that?", "要剪去 {range}，还是只保留这一段？"),
        ("cut out {range}{of_clip}", "剪去{of_clip}{range}"),
        ("keep only {range}{of_clip}", "只保留{of_clip}{range}"),
    ),
    "where_to": (
        ("Where shall the clip go?", "要把片段移到哪里？"),
        ("move {clip} to the start", "把{clip}移到开头"),
        ("move {clip} to the end", "把{clip}移到结尾"),
    ),
    "two_clips": (("Which two clips?", "要对调哪两段？"),),
    "bad_order": (
        (
            "The order has to name each of the {count} clips once.",
            "顺序必须把 {count} 段各列出一次。",
        ),
    ),
    "how_fast": (
        ("How fast? Give me a factor between 0.1 and 10.", "要多快？请给出 0.1 到 10 之间的倍数。"),
        ("play {clip} at 2x speed", "{clip}用2倍速播放"),
        ("play {clip} at 0.5x speed", "{clip}用0.5倍速播放"),
    ),
    "how_loud": (
        (
            "How loud? Give me a percentage between 0 and 400.",
            "要多大声？请给出 0 到 400 之间的百分比。",
        ),
    ),
    "which_sound": (
        ("The music or the clips' own sound?", "是音乐，还是片段的原声？"),
        ("{verb} the music", "{verb}音乐"),
        ("{verb} the clip sound", "{verb}原声"),
    ),
    "which_fade": (
        ("A fade in, a fade out, or both?", "要淡入、淡出，还是都要？"),
        ("fade in", "淡入"),
        ("fade out", "淡出"),
        ("fade in and out", "淡入淡出"),
    ),
    "fade_too_long": (
        (
            "A fade of {ms} does not fit: there is only {d_ms}.",
            "{ms} 的淡入淡出放不下：只有 {d_ms}。",
        ),
    ),
    "no_words": (
        (
            "I cannot transcribe speech; please give me the words it shall say in quotes.",
            "我不能识别语音，请把要写的文字放在引号里给我。",
        ),
    ),
    "quote_words": (
        (
            "Please put the words of the title in quotes, so that I can tell them from the "
            "command.",
            "请把要显示的文字放在引号里，这样我才能分清文字和指令。",
        ),
    ),
    "no_text": (("There is no {role} to change.", "没有可以改动的{role}。"),),
    "no_such_text": (("There is no {role} “{text}”.", "没有{role}“{text}”。"),),
    "which_text": (("Which {role}? There are: {texts}", "您指的是哪个{role}？现有：{texts}"),),
    "no_music": (("There is no music.", "现在没有音乐。"),),
    "music_there": (
        (
            "There is music already ({names}). Shall I replace it?",
            "已经有音乐了（{names}），要替换吗？",
        ),
        ("replace the music with {style} music{at}", "把音乐换成{style}音乐{at}"),
        ("remove the music", "去掉音乐"),
    ),
    "own_music": (
        (
            "You uploaded {names}. Shall I use that, or make music?",
            "您上传了 {names}，用它还是另配音乐？",
        ),
        ("use {names} as music", "用 {names} 作为背景音乐"),
        ("add lo-fi music", "加低保真音乐"),
    ),
    "which_style": (
        ("Which music? I can make: {styles}.", "要什么音乐？我可以做：{styles}。"),
        ("change the music to calm", "把音乐换成舒缓的"),
        ("change the music to upbeat", "把音乐换成轻快的"),
        ("change the music to piano", "把音乐换成钢琴"),
    ),
    "no_sound": (("There is no uploaded music.", "没有上传过音乐。"),),
    "no_file": (
        ("I have no file “{name}”. Uploaded: {names}.", "我没有文件“{name}”。已上传：{names}。"),
    ),
    "no_upload": (
        (
            "There is no uploaded clip that is not on the timeline yet.",
            "没有还未放到时间线上的素材。",
        ),
    ),
    "which_upload": (
        (
            "Which one? Uploaded and not yet on the timeline: {names}.",
            "要哪一个？还没放上时间线的有：{names}。",
        ),
    ),
    "what_prompt": (("What shall the clip show?", "片段里要出现什么？"),),
    "too_long": (("I can generate 1 to {most} seconds at once.", "一次可以生成 1 到 {most} 秒。"),),
    "new_or_edit": (
        (
            "Shall I generate a new clip, or edit what is here? I cannot make “{what}” out of "
            "your material.",
            "要生成新片段，还是剪辑现有内容？我不能用您的素材做出“{what}”。",
        ),
    ),
    "one_at_a_time": (
        (
            "The steps would get in each other's way. Please say them one at a time.",
            "这些步骤会互相影响，请一步一步地说。",
        ),
    ),
    "nothing_to_undo": (("There is nothing to undo.", "没有可以撤销的步骤。"),),
    "nothing_to_redo": (("There is nothing to redo.", "没有可以重做的步骤。"),),
    "no_change": (("That is so already; nothing was changed.", "本来就是这样，没有改动。"),),
}

SUCH_AS: Row = (" For example: {examples}", "例如：{examples}")
EXAMPLES: dict[str, tuple[Row, ...]] = {
    "nothing_here": (
        ("generate a 5-second video of a rainy street", "生成一段5秒的视频：雨中的街道"),
    ),
    "two_clips": (("swap clips 1 and 2", "对调第1段和第2段"),),
    "how_loud": (
        ("set the music volume to 20%", "把音乐音量调到20%"),
        ("set the clip sound to 50%", "把原声音量调到50%"),
    ),
    "no_words": (('add a title "Hello" for the first 3 seconds', "前3秒加标题「你好」"),),
    "no_music": (("add calm music at 35%", "加一段舒缓的音乐，音量35%"),),
    "what_prompt": (
        ("generate a 5-second video of a rainy street", "生成一段5秒的视频：雨中的街道"),
    ),
}
