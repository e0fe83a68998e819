"""The rules table: which words and slots make which operation. Data, in two languages.

A rule fits a clause when its verb and its noun are there, every needed slot is there once,
no slot is there that it does not take, and its own words and the function words account for
all that is left. One word left over and the rule does not fit: keyword rules without that
gate look right on their author's sentences and do the wrong thing with other people's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; `a|b` in `needs` is either of the two, words and slots in `may` are optional."""

    op: str
    lang: Literal["en", "zh"]
    verb: str
    noun: str = ""
    needs: str = ""
    may: str = ""
    words: str = ""
    bare: bool = False  # the verb may be missing


CLIP = "clips the_clip every_clip"
WHEN = "first last range at for dur start place clips the_clip range_from"
VIDEO = "whole|entire|full|complete|video|timeline|movie|film|footage|project|everything|edit"
VIDEO_ZH = "整个|全部|整段|整条|整体|全片|全|视频|影片|片子|成片|作品|时间线|时间轴"
CUT = "cut|trim|remove|delete|chop|take|drop|lop|shave|discard|erase|get rid of|lose|skip"
CUT_ZH = "剪掉|剪去|裁掉|裁剪掉|裁去|删掉|删除|删去|去掉|去除|切掉|砍掉|移除|剪除|不要了|删"
REMOVE = "remove|delete|drop|erase|get rid of|take out|take away|clear|discard|strip"
REMOVE_ZH = "去掉|去除|删掉|删除|删去|移除|取消|清除|拿掉|关掉|不要了|删"
ADD = "add|put|insert|include|place|give|overlay|show|display|write|create|set|lay|have"
ADD_ZH = "添加上?|加上(?!传)|加入|加|配上?|放上?(?!传)|插入|打上|写上?|来|用|显示|出现|设置"
CHANGE = "change|replace|swap|switch|rename|update|edit|rewrite"
CHANGE_ZH = "改成|改为|换成|换为|更换为|更换成|替换成|替换为|替换|更换|修改成|修改为|修改|改|换"
MUSIC = "music|bgm|soundtrack|song|background track|music track"
MUSIC_ZH = "背景音乐|配乐|音乐|bgm|伴奏|背景乐|歌曲|歌|曲子"
TITLE = "titles?|headings?|headlines?|subtitles?|captions?|texts?"
TITLE_ZH = "主标题|标题|片名|字幕|文字|一行字|字样"
SOUND = (
    "sound|audio|volume|original sound|original audio|clip sound|clip audio|video sound|"
    "video audio|sound level|volume level"
)
SOUND_ZH = "原声|原音|声音|音量|视频声音|视频原声|音频"
AMOUNT_ZH = (
    "调整到|调整为|调到|调成|调为|调低到?|调高到?|调小到?|调大到?|降低到|降到|提高到|升到|设置为|设置成|"
    "设为|设成|改成|改为|变成|调|设|降|升|开"
)
FOR_TEXT = (
    "saying|that says|says|say|which says|that reads|reads|reading|with|words|as|called|on|screen|"
    "overlay|at|to|over|text|from|until|appearing|appears|shown|in|throughout|the whole|line|of|for"
)
SHAPE_ZH = (
    "改成|改为|换成|变成|转成|转为|调成|调整为|调整成|调整到|设为|设成|设置为|设置成|做成|切换到|切换成|"
    "切换为|改|转|用"
)
REST = (
    "(?:and )?(?:cut|remove|delete|drop|trim|discard|lose)(?: out| off)? (?:the )?"
    "(?:rest|others|everything else)"
)
REST_ZH = (
    "(?:其他|其它|其余|剩下|剩余|别)的?(?:部分|内容)?(?:都|全部?)?(?:删掉|删除|删|去掉|剪掉|不要)"
)
PARTS = "parts?|section|segment|bit|portion|piece|from|of|in|out|away|off"
PARTS_ZH = "这段?|那段?|内容|部分|画面|掉|都|中间|之间|里|中"
SENT = "(?:that )?(?:i|we|i've|we've)(?: have)?(?: just)? (?:uploaded|sent|gave you|sent you)"
MEDIA = "clips?|videos?|footage|photos?|images?|pictures?|recordings?|files?|media|uploads?"
MEDIA_ZH = "素材|片段|视频|图片|照片|文件|录像"
BITS = "a bit|a little|little|bit|more|up|down"

# fmt: off
RULES: tuple[Rule, ...] = (
    # --- how long it is
    Rule("trim", "en", "trim|cut|shorten|reduce|limit|bring|get|make", "", "to", CLIP,
         f"{VIDEO}|down|long|length|duration|total|of|so|is|off|just"),
    Rule("trim", "en", "make", "", "dur", CLIP, f"{VIDEO}|be|long|exactly"),
    Rule("trim", "en", "(?:trim|cut)(?=.* off)|end|stop", "", "at", "", f"{VIDEO}|off"),
    Rule("trim", "zh", "剪短|裁剪|剪辑|剪|裁切|裁|缩短|截|压缩|控制|缩减|修剪", "", "to", CLIP,
         f"{VIDEO_ZH}|时长|长度|总时长|短|只"),
    Rule("shorten_by", "en", "shorten|trim|cut|reduce", "", "by", CLIP,
         f"{VIDEO}|length|duration|of"),
    Rule("shorten_by", "en", "trim|cut|shave|remove", "", "dur", CLIP, f"{VIDEO}|{PARTS}"),
    Rule("shorten_by", "zh", "剪掉|缩短|裁掉|删掉|去掉", "", "dur", CLIP, VIDEO_ZH),
    # --- taking parts out, keeping parts
    Rule("trim_head", "en", CUT, "", "first", CLIP, f"{VIDEO}|{PARTS}"),
    Rule("trim_head", "zh", CUT_ZH, "", "first", CLIP, f"{VIDEO_ZH}|{PARTS_ZH}"),
    Rule("trim_tail", "en", CUT, "", "last", CLIP, f"{VIDEO}|{PARTS}"),
    Rule("trim_tail", "zh", CUT_ZH, "", "last", CLIP, f"{VIDEO_ZH}|{PARTS_ZH}"),
    Rule("cut", "en", "cut|remove|delete|chop|take|drop|discard|erase|get rid of", "", "range",
         CLIP, f"{VIDEO}|{PARTS}"),
    Rule("cut", "en", CUT, "", "range_from|range_before|range_to", CLIP,
         f"{VIDEO}|{PARTS}|all|that comes"),
    Rule("cut", "zh", CUT_ZH, "", "range|range_from|range_before|range_to", CLIP,
         f"{VIDEO_ZH}|{PARTS_ZH}|段"),
    Rule("trim_range", "en", "trim|crop", "", "range", CLIP, f"{VIDEO}|{PARTS}"),
    Rule("trim_range", "zh", "裁剪|剪辑|截取|修剪|剪", "", "range", CLIP, f"{VIDEO_ZH}|{PARTS_ZH}"),
    Rule("keep", "en", "keep|(?:use|extract) (?:only|just)|(?:only|just) (?:use|keep)", "",
         "first|last|range|range_from|range_before|range_to", CLIP, f"{VIDEO}|{PARTS}|only|just|"
         f"{REST}"),
    Rule("keep", "en", "trim|cut|shorten|limit", "", "to_first|to_last|to_range", CLIP,
         f"{VIDEO}|down|{REST}"),
    Rule("keep", "zh", "只保留|保留|只留下?|只要|留下", "", "first|last|range|range_from|range_to",
         CLIP, f"{VIDEO_ZH}|{PARTS_ZH}|段|{REST_ZH}"),
    # --- clips: split, delete, move
    Rule("split", "en", "split|divide|slice|cut|chop|break", "", "at", CLIP,
         f"{VIDEO}|in two|in|into|two|2|{PARTS}|pieces|clips|apart|up"),
    Rule("split", "en", "split|divide|slice|cut|break", "in half|in two|into two|in the middle", "",
         CLIP, f"{VIDEO}|equal|parts|halves|pieces|clips"),
    Rule("split", "zh", "分割|切开|剪开|拆分|切分|分成|切成|断开|切|分", "", "at|start", CLIP,
         f"{VIDEO_ZH}|两段|两半|开|一刀|成|为"),
    Rule("split", "zh", "分割|切开|剪开|拆分|切|剪|拆|分", "(?:成|为)两(?:段|半)", "",
         f"{CLIP} position", f"{VIDEO_ZH}|平均|从|在"),
    Rule("delete", "en", "delete|remove|drop|erase|discard|get rid of|take out|throw away|cut out",
         "", "clips|the_clip", "clips clips", "out|completely|entirely|away|and|both"),
    Rule("delete", "zh", CUT_ZH, "", "clips|the_clip", "clips clips", "掉|整个|和|以及|及|都"),
    Rule("swap", "en", "swap|switch|exchange|interchange", "", "clips", "clips",
         "and|with|for|around|the order of|order|places?|positions?|of"),
    Rule("swap", "zh", "对调|互换|交换|调换|换", "", "clips", "clips", "和|跟|与|同|位置|顺序|"
         "先后|互相"),
    Rule("move", "en", "move|put|place|bring|shift|send|drag", "", "clips|the_clip",
         "place nth before_clip after_clip", "to|be|first|last|come|in|position|it"),
    Rule("move", "zh", "移动到|移到|移至|移动|移|放到|放在|放|挪到|挪|调到|调|提到|排到|拖到", "",
         "clips|the_clip", "place nth before_clip after_clip", "第一个|去|来|里|位置|到"),
    Rule("reorder", "en", "reorder|rearrange|arrange|re-order|order|sort|put", "", "order", "",
         f"{VIDEO}|clips|shots|scenes|to|as|like|in|into|order|sequence"),
    Rule("reorder", "en", "reverse", "(?:clip |shot )?order", "", "", "of|clips|shots"),
    Rule("reorder", "zh", "重新排序|排序|排列|重排|调整顺序|调整|改成|改为", "顺序|排序|排列|重排",
         "order", "", "片段|镜头|顺序|按照?|改成|改为|为|成|调整|排", bare=True),
    Rule("reorder", "zh", "倒序", "片段|镜头", "", "", "所有|全部|排列|播放"),
    Rule("reorder", "zh", "倒序|颠倒|反过来|倒过来", "顺序|排列", "", "",
         "片段|镜头|所有|排列|全部|排"),
    # --- how it plays and looks
    Rule("speed", "en", "speed(?: up)?|slow(?: down)?|faster|slower|accelerate|slow motion", "", "",
         f"{CLIP} factor by_percent to_percent percent", f"{VIDEO}|up|down|make|play|set|change|"
         "to|by|at|run|playback|of|speed|go|increase|normal|in|its"),
    Rule("speed", "en", "play|run|make|set|put", "", "factor", CLIP, f"{VIDEO}|back|at|to|speed",
         bare=True),
    Rule("speed", "zh", "加速|减速|慢放|快放|放慢|加快|变慢|变快|倍速|播放|快进|慢动作|调快|调慢|"
         "调到|调成|调整到|调整为|改成|改为|变成|设为|设置为", "", "factor|to_percent|percent",
         CLIP, f"{VIDEO_ZH}|速度|播放|到|成|为|以|用|倍|调成|调整为|调整到|调到|放慢|加快|加速|"
         "减速|慢放|变成|来", bare=True),
    Rule("speed", "zh", "加速|减速|慢放|快放|放慢|加快|变慢|变快|快进|慢动作|调快|调慢", "", "",
         CLIP, f"{VIDEO_ZH}|速度|播放|一点|一些|些"),
    Rule("aspect", "en", "make|change|set|convert|switch|turn|resize|reformat|format|use", "",
         "ratio", "", f"{VIDEO}|ratio|aspect|aspect-ratio|orientation|mode|screen|canvas|size|"
         "format|to|into|be|in|as|for|of|picture|frame|it|tiktok|reels|instagram|shorts|youtube",
         bare=True),
    Rule("aspect", "zh", SHAPE_ZH, "", "ratio", "", f"{VIDEO_ZH}|比例|画幅|画面|尺寸|格式|版|成|"
         "为|模式|到", bare=True),
    Rule("look", "en", "make|turn|convert|change|set|switch|apply|add|use|put|give", "",
         "look", CLIP, f"{VIDEO}|into|to|in|as|filter|effect|look|be|style|back|"
         "again|picture|image|mode", bare=True),
    Rule("look", "zh", f"{SHAPE_ZH}|处理成|处理为|加上?|添加|套用?|应用|恢复成|恢复为|恢复到?|变回",
         "", "look", CLIP, f"{VIDEO_ZH}|滤镜|效果|画面|风格|色调|为|成|到|上|加|一个", bare=True),
    Rule("unlook", "en", f"{REMOVE}|undo|turn off", "", "look", CLIP,
         f"{VIDEO}|filter|effect|look|from|of|off"),
    Rule("unlook", "zh", REMOVE_ZH, "", "look", CLIP, f"{VIDEO_ZH}|滤镜|效果|画面|风格"),
    Rule("unfade", "en", REMOVE, "fade(?:[ -](?:in|out)s?)?s?|fades", "", "place",
         f"{VIDEO}|in|out|effect|and|from|of|all|both"),
    Rule("unfade", "zh", REMOVE_ZH, "淡入淡出|淡入|淡出|渐入|渐出", "", "", f"{VIDEO_ZH}|效果|和"),
    Rule("fade", "en", "fade", "", "", "for dur place first last", f"{VIDEO}|{MUSIC}|in|out|add|"
         "apply|put|give|effect|to black|from black|and|both|with|ins?|outs?|of|use|gentle|"
         "smooth|over|create|fade|for|background"),
    Rule("fade", "zh", "淡入淡出|淡入|淡出|渐入|渐出|渐隐|渐显", "", "",
         "for dur place place first last", f"{VIDEO_ZH}|{MUSIC_ZH}|添加|加上?|做|设置|让|用|和|"
         "效果|时长|画面|处|黑场|到黑|淡入|淡出|背景"),
    # --- titles and subtitles
    Rule("say_text", "en", "should|must|make|let|have|needs? to", TITLE, "text", "which",
         "say|read|says|reads|be|now|instead|to"),
    Rule("edit_text", "en", CHANGE, "", "text", "text which", f"{TITLE}|to|with|from|into|say|"
         "read|reading|saying|of|words?|wording|so|says|reads|by|for"),
    Rule("edit_text", "zh", CHANGE_ZH, "", "text", "text which", f"{TITLE_ZH}|内容|里|中|那个|"
         "文本|写着|从|为|成|由"),
    Rule("remove_text", "en", f"{REMOVE}|hide", TITLE, "", "text which",
         "all|every|of|any|both|saying|that says|on|screen|overlays?|out|away"),
    Rule("remove_text", "zh", f"{REMOVE_ZH}|隐藏", TITLE_ZH, "", "text which",
         "所有|全部|全|都|写着|内容|那个|个|掉"),
    Rule("place_text", "en", "move|put|place|show|shift|set|align|display|position", TITLE,
         "position", "text which", "to|at|be|on|screen|in"),
    Rule("place_text", "zh", "移动到|移到|移动|移|放到|放在|放|挪到|挪|调到|显示|改到|改成|改为|"
         "设为|置于", TITLE_ZH, "position", "text which", "位置|到|在|让|显示"),
    Rule("retime_text", "en", "show|keep|display|have|move|make|extend|shorten|set|change|leave",
         TITLE, "first|last|range|for|start|dur|to|range_from|at", "text which",
         "only|just|last|stay|on|screen|for|at|appear|to|up|with|it|start|be|visible|duration|of"),
    Rule("retime_text", "zh", "让|显示|改到|移到|改成|改为|移动|放到|出现|延长|缩短|停留|持续",
         TITLE_ZH, "first|last|range|for|dur|to|start|at", "text which",
         "只|时长|时间|停留|持续|显示|出现|在|到|为|成|从"),
    Rule("add_text", "en", f"{ADD}|want|need|use", TITLE, "text", f"{WHEN} position",
         f"{FOR_TEXT}|{VIDEO}|big|during", bare=True),
    Rule("add_text", "zh", f"{ADD_ZH}|打", f"{TITLE_ZH}|写上|打上", "text", f"{WHEN} position",
         f"{VIDEO_ZH}|写着|写|内容[是为]?|上写|叫做?|名为|是|为|一行|一条|一句|条|行|让|在|并|从|"
         "里|中|上|位置|打|出|显示|的时候|时|加上?|字|持续|停留|时长|时间", bare=True),
    Rule("ask_text", "en", ADD, TITLE, "", f"{WHEN} position", "on|screen|overlays?|with|in"),
    Rule("ask_text", "zh", ADD_ZH, TITLE_ZH, "", f"{WHEN} position", f"{VIDEO_ZH}|一行|行|条|些|"
         "在|上"),
    # --- music and sound
    Rule("replace_music", "en", f"{CHANGE}|make", MUSIC, "", "style style audio_file percent "
         "to_percent", f"{MUSIC}|with|to|for|into|background|be|something|by|more|in|at|volume|"
         "piece|one"),
    Rule("replace_music", "zh", CHANGE_ZH, MUSIC_ZH, "", "style style audio_file percent "
         "to_percent", f"{MUSIC_ZH}|背景|一段|一首|为|成|风格|音量|点|用|段|首"),
    Rule("remove_music", "en", REMOVE, MUSIC, "", "", "background|all|any|out|off|away|"
         f"completely|{VIDEO}"),
    Rule("remove_music", "zh", REMOVE_ZH, MUSIC_ZH, "", "", f"背景|所有|掉|都|{VIDEO_ZH}"),
    Rule("volume", "en", "set|turn|lower|raise|reduce|increase|change|adjust|bring|make|put|"
         "louder|quieter", f"{MUSIC}|{SOUND}|louder|quieter|softer", "percent|to_percent|"
         "by_percent", CLIP, f"{MUSIC}|{SOUND}|{VIDEO}|background|down|up|to|of|at|be|on|in|for|"
         "level|'s|original", bare=True),
    Rule("volume", "en", "set|turn|lower|raise|reduce|increase|change|adjust|bring|make",
         f"{MUSIC}|{SOUND}|louder|quieter|softer", "", CLIP, f"{MUSIC}|{SOUND}|{VIDEO}|background|"
         f"{BITS}|of|on|original|louder|quieter|softer"),
    Rule("volume", "zh", AMOUNT_ZH, f"{SOUND_ZH}|{MUSIC_ZH}", "percent|to_percent", CLIP,
         f"{SOUND_ZH}|{MUSIC_ZH}|{VIDEO_ZH}|背景|是|为|成|到|自带|本身|{AMOUNT_ZH}", bare=True),
    Rule("volume", "zh", "调低|调高|调小|调大|大声|小声|降低|提高|大一?[点些]|小一?[点些]|调|变",
         f"{SOUND_ZH}|{MUSIC_ZH}", "", CLIP,
         f"{SOUND_ZH}|{VIDEO_ZH}|背景|一点|一些|点|些|大|小|轻|响|声"),
    Rule("mute", "en", "mute|silence|turn off", "", "", CLIP, f"{MUSIC}|{SOUND}|{VIDEO}|"
         "background|of|in|on|original|all|both|and|completely"),
    Rule("mute", "en", "remove|delete|strip|drop|turn off|turn|get rid of", "sound|audio", "", CLIP,
         f"off|original|{VIDEO}|of|from|in|out|clip"),
    Rule("mute", "zh", "静音|消音|关闭声音", "", "", CLIP, f"{SOUND_ZH}|{MUSIC_ZH}|{VIDEO_ZH}|"
         "背景|设为|设置为|变成|改成|调成|处理|掉|为|成"),
    Rule("mute", "zh", f"{REMOVE_ZH}|关闭|关", "原声|原音|声音|视频声音", "", CLIP,
         f"{VIDEO_ZH}|掉|自带"),
    Rule("unmute", "en", "unmute|turn on", "", "", CLIP, f"{MUSIC}|{SOUND}|{VIDEO}|of|back|on|"
         "original"),
    Rule("unmute", "zh", "取消静音|解除静音|恢复原声|恢复声音|打开原声|打开声音", "", "", CLIP,
         f"{SOUND_ZH}|{MUSIC_ZH}|{VIDEO_ZH}"),
    Rule("add_music", "en", f"{ADD}|use|play", MUSIC, "", "style style audio_file percent "
         f"to_percent {WHEN}", "background|in|underneath|under|with|volume|at|as|instrumental|"
         f"loop|looping|of|is|style|and|for|behind|piece|from|kind|uploaded|{VIDEO}"),
    Rule("add_music", "zh", f"{ADD_ZH}|作为|当作|当|做", MUSIC_ZH, "", "style style audio_file "
         f"percent to_percent {WHEN}", f"{VIDEO_ZH}|背景|作为|当作?|做成?|为|成|音量|一段|一首|段|"
         "首|些|点|风格|上|大小|在|并|调|设|里|要|是|从|上传"),
    Rule("add_music", "en", f"{ADD}|use|play", "", "audio_file", "percent to_percent",
         "as|background|in|underneath|under|audio|uploaded|at|volume|with"),
    # --- uploads, history
    Rule("place_clips", "en", f"{ADD}|use|import|load|append|bring in",
         f"{MEDIA}|everything|uploaded", "", "file file file every_clip the_clip place",
         f"{MEDIA}|uploaded|new|all|both|every|together|{SENT}|timeline|in|into|to|on|onto|"
         "project|track|and"),
    Rule("place_clips", "en", f"{ADD}|use|import|load|append|bring in", "",
         "file|the_clip|every_clip", "file file file place", f"{MEDIA}|uploaded|{SENT}|timeline|"
         "in|into|to|on|onto|project|track|and"),
    Rule("place_clips", "en", "combine|merge|join|stitch|concatenate|put", f"{MEDIA}|together|them",
         "", "every_clip the_clip file file file", f"{VIDEO}|{MEDIA}|shots|all|both|together|into|"
         "one|single|and|uploaded|in order|these|them|two"),
    Rule("place_clips", "zh", "加入|添加|放入|放到|放进|放上|使用|用上|用|插入|导入|加到|加上|加",
         MEDIA_ZH, "", "file file file every_clip the_clip place", f"{VIDEO_ZH}|{MEDIA_ZH}|上传|"
         "刚才|刚刚|所有|到|里|上|中|去|了|新|和|进"),
    Rule("place_clips", "zh", "加入|添加|放入|放到|放进|放上|使用|用上|用|插入|导入|加到|加上|加",
         "", "file", "file file place", f"{VIDEO_ZH}|上传|刚才|刚刚|到|里|上|中|去|了|新|和|进"),
    Rule("place_clips", "zh", "拼接|合并|拼在一起|拼起来|连接|接在一起|合成一个|拼", "", "",
         "every_clip file file file", f"{VIDEO_ZH}|{MEDIA_ZH}|上传|所有|在一起|成|为|一个|这些|"
         "这几个|几个|两个|三个|两段|三段|和|起来|成一段"),
    Rule("undo", "en", "undo|revert|take back|roll back", "", "", "steps",
         "last|previous|change|changes|edit|edits|step|steps|operation|what you did|one"),
    Rule("undo", "zh", "撤销|撤回|撤消|回退|恢复到?上一步|回到上一步|退回上一步", "", "", "steps",
         "上|刚才|刚刚|一步|操作|修改|更改|改动|最后|一次|次|步|上一个|上一步|上一"),
    Rule("redo", "en", "redo|re-do|undo the undo", "", "", "steps", "last|change|edit|step"),
    Rule("redo", "zh", "重做|恢复撤销|取消撤销|反撤销", "", "", "steps", "上一步|刚才|操作|一步"),
)
# fmt: on

FUNCTION = {
    "en": "the|a|an|my|our|your|this|that|it|please|pls|some|also|now|then|too|as well|for me|"
    "(?:to|in|on|from|of|for|over|under|underneath|throughout|across|behind) "
    "(?:the |my |this |our |that |your )?(?:whole |entire |full )?"
    "(?:video|timeline|movie|film|project|footage|edit|recording|it)",
    "zh": "把|将|给|请|帮我|的|一下|一个|一|个|它|这个|那个|就|也|再|都|吧|啊|呀|哦|嘛|我的|我",
}
