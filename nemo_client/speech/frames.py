"""Frames: what turns a wish into content, though every word of it belongs to a wish.

Strategy: a text that is handed over ("script: ...", "boss: is it done?") is found once, where it
opens, and reaches to the end of its paragraph or sentence; a clause can also frame itself: it
reports ("my client asks how far we are"), refuses, looks back, puts off, or asks what is usual.
Knows how content is framed; refuses to know what the wishes are.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal, TypeAlias

from nemo_client.speech.clauses import Message, Span
from nemo_client.speech.patterns import Pattern

Frame: TypeAlias = Literal["script", "brief"]

# Before a colon at the start of a sentence: who speaks, or what is to be shown.
_LABEL = Pattern(
    r"[\s*#]*(?:(?:script|voice ?over|narration|narrator|lyrics|dialogue|transcript|text|"
    r"captions?|copy|title|subtitle|heading|headline|slogan|tagline|(?:end )?credits|status|"
    r"lower third|end card|"
    r"文案|旁白|台词|脚本|歌词|字幕|解说词|配音稿|口播稿|内容|标题|片名|口号|鸣谢)[^\n:：]{0,20}|"
    r"(?:me|boss|client|customer|user|host|speaker|[a-z甲乙丙丁男女]|主持人|老板|客户|用户|员工|我|"
    r"(?:interview )?question|scene|slide|shot|镜头|分镜|场景|问题|第.{1,2}[幕场])"
    r"\s?[\d一二三四五六七八九十]{0,2}\s?)[:：](?![\\/])|"
    r"\s*(?:headline|button|title|cta|slogan|caption|tagline)(?: text)?\s*$",
    re.I,
)
_QUESTIONS = Pattern(r"\s*(?:q\d{1,2}\b|faq\b|quiz\b|问答|采访)", re.I)
# Anywhere before the first colon of a sentence: a text to be spoken or shown word by word.
_SCRIPT = Pattern(
    r"\b(?:script|voice ?over|narrator|narration|lyrics|dialogue|storyboard|shot ?list|verbatim|"
    r"out loud|word for word|words on screen|on ?screen text|text on|copy for|says?|saying|reads|"
    r"should read|call to action|cta|translate|hook|quiz|interview|sprechertext|voix off|"
    r"locución|narração|narrazione|dialog|pop-?up|error message)\b|"
    r"(?:弹窗|对话框|提示框|气泡|通知栏?)[里上中]?(?:写|说|显示|提示|弹出)|脚本|口播|旁白|台词|配音|照念|逐字|念|文案|歌词|剧本|对白|分镜|桥段|问答|采访|广告语|ナレーション|"
    r"セリフ|翻[译成]",
    re.I,
)
# Anywhere before the first colon: a thing to be made, whose parts follow.
_BRIEF = Pattern(
    r"\b(?:video|clip|ad|promo|tour|explainer|tutorial|how to|animat\w+|infographic|diagram|"
    r"chart|pipeline|workflow|guide|training|slides?|scenes?|bullets?|keywords?|topics?|points?|"
    r"buttons?|app|report for|feedback|brief|e?mail|agency|vídeo|tutoriel|animación|chapters?|"
    r"erklärvideo|montrer?|curso|kurs|cover|mention|include)\b|"
    r"视频|短片|教程|动画|介绍|广告|宣传片|流程|场景|画面|内容|主题|关键词|要点|知识点|卖点|话题|按钮|"
    r"演示|反馈|邮件|三个词|屏幕|课程|チュートリアル|動画を",
    re.I,
)
_STEP_ITEM = Pattern(r"\W*(?:(?:step|schritt|paso|étape|passo)\s\w+|第.步)", re.I)
_ARROWS = ("→", "->", "=>", ">", "➜", "⇒")
_COMMAS = (",", "，", ":", "：")
_KANA = Pattern("[ぁ-ヺ]")
_HEAD = 160
_ITEM = 20

NOBODY_YET = (
    r"(?!它|这|视频|片|成片|渲染|生成|处理|剪|做|弄|导|全|都|完|好|上传|下载|一切|所有|传|搞|跑|改|"
    r"加|调|素材)"
)
_OTHERS = (
    r"(?:the |my |our )?(?:client|boss|customer|manager|team|legal|agency|he|she|they|we|i|"
    r"everyone)\b"
)
_APPROVES = r"(?:has |have |is )?(?:sign\w* off|approv|confirm|agree|okay|reply|replies|feedback)"
LATER = (
    r"\b(?:wait|hold (?:on|off)|until|unless|when i say|later|tomorrow|next (?:week|month|monday)|"
    rf"(?:once|after|as soon as) {_OTHERS}|(?:once|when|after|as soon as|if) \w+ \w*? ?{_APPROVES}|"
    r"if the|if (?:he|she|they)|(?:sobald|wenn|falls) der kunde|(?:cuando|si) el cliente|"
    r"(?:quand|si) le client|quando o cliente|se o cliente)\b"
)
LATER_ZH = (
    r"等会儿?|待会儿?|等下|等一下|等一会儿?|稍后|晚点|晚些|回头|过会儿?|明天|后天|下周|下个?月|下次|改天|"
    r"改日|周[一二三四五六日末天]|审完|过审|以后再|"
    rf"等[我他她客老领你甲]|等\s?{NOBODY_YET}[^。！？，,]{{1,16}}(?=再|才|之?后)|"
    r"(?:如果|要是|若)(?:客户|老板|甲方|领导|他|她)"
)
_LATER = Pattern(f"{LATER}|{LATER_ZH}", re.I)
_BEFORE = Pattern(
    r"^\W*(?:but )?(?:before (?!that|this|we|you|i start|any|every)|vor dem|avant d|antes de)|"
    r"[导发载存出染]之?前(?![面景])",
    re.I,
)

_REPORTED = Pattern(
    r"(?<!just )\b(?:asks|asked|asking|wonders|wondered|(?:wants?|wanted) to know|says|said|tells|"
    r"told|claims|complain\w*|insists|whispers?|shouts|yells|replies|pinging|nagging|begging|"
    r"fragt|sagt|sagte|will wissen|pregunta|preguntando|dice|dijo|quiere saber|demande si|"
    r"veut savoir|perguntando|pergunta|disse|quer saber|chiede|спрашивает|говорит)\b|"
    r"(?:老板|客户|领导|甲方|同事|他|她|妈|爸|朋友|群里|有人|运营|导演|财务|老师|小.|总|pm|client|boss|"
    r"leader|永远)[^，。]{0,6}(?:问(?!题)|催|说|喊|想知道|嚷)|^\W*[问催]我|(?:邮件|短信|消息|信|留言|备注)[里上中]?(?:写着|写道|说)|聞いてくる|知りたが|言って|물어|보래",
    re.I,
)
_LOOKING_BACK = Pattern(
    r"^\W*(?:and |but |so )?(?:i|we|he|she|they)(?:['’]ve| have| had| just| already| also)* "
    r"(?:checked|looked at|exported|downloaded|saved|rendered|asked)\b|"
    r"^\W*(?:i|we)['’]?d (?:have )?(?:already )?(?:export|download|render|save)|"
    r"(?:已经|刚刚?|之前|昨天|上次)[^，。]{0,4}(?:看|查|导出|下载|保存|存|问)(?:过|了)|"
    r"(?:看|查|导出|下载|存)过了?|"
    r"^\W*(?:and |then |and then )?(?:checks|opens|exports|downloads|saves|renders|clicks|hits|"
    r"taps|presses|looks)\b|\b(?:status|progress) (?:bar|page|screen)|状态栏|进度条",
    re.I,
)
# "We are done", "全弄好了": who tells it does not ask it.
_TELLING_DONE = Pattern(
    r"\W*(?:ok |and |so )?(?:we|i|we['’]?re|i['’]?m|we are|i am)\b[^?？]*\b"
    r"(?:done|finished|ready|good)\W*$|"
    r"\W*(?:but |and |so )?(?:it|this|that)(?: is|['’]s| was)?(?:n['’]t| not)(?: \w+)? "
    r"(?:done|finished|ready)\W*$|"
    r"\W*[全都]{0,2}部?[弄搞做剪改调]?[好完]了\W*$",
    re.I,
)
# What is said after these, in the same breath, was said by somebody else.
_QUOTING = Pattern(
    r"(?:(?:老板|客户|领导|甲方|同事|他|她|妈|爸|朋友|群里|有人|运营|导演|财务|老师|小.|pm|client|boss|leader)\s?"
    r"(?:问|喊|催|说(?!可以|好|行|\s?ok|没问题|过|通过))[^,，.。;；!！?？]*|"
    r"(?:whispers?|shouts|yells|replies|asks|asked)[^,，.。;；!！?？]*[:：]\s*|"
    r"(?:邮件|短信|消息|信|留言|备注|纸条|便签|牌子|e?mail|message|note|sign)[里上中]?\s?(?:写着?|写的是|写道|"
    r"says?|reads?)[^,，.。;；!！?？]*|"
    r"(?:fragt|will wissen|спрашивает)[^,，.。;；!！?？]*,\s*)$",
    re.I,
)
_ITEM_BEFORE = Pattern(r"(?:^|[,.!]) ?[A-Za-z]+, ?$")
_ITEM_AFTER = Pattern(r", ?(?!please|thanks|thx|asap|now)[A-Za-z]+(?:,|\W*$)", re.I)
_REFUSED = Pattern(
    r"^\W*(?:please |but |so |and )?(?:don['’]?t|do not|skip|forget|ignore|no need|never mind|"
    r"nevermind|instead of|cancel|not)\b|"
    r"^\W*(?:先|暂时|你)?(?:不|别|不用|不要|无需|甭|没让你)(?:再|急着)?(?:查|看|问|管|算|充|显示|展示|导|存|下载)",
    re.I,
)
_MEANING = Pattern(
    r"什么意思|什么是|区别|假装|模仿|演示|(?:要是|如果|假如)[^，。]*?会|\bdifference|\bwhat if\b|"
    r"\bwhat (?:would )?happen|\bor (?:mp4|mov|gif|webm)\s*\?|\bsuppose\b|\bimagine\b|\bpretend\b|"
    r"(?:mp4|mov|gif|webm) ?(?:(?:o|ou|oder|or)\b|还是|或)[^.]*\?|\bwhat does \w+ mean|"
    r"\bhow[- ]to (?:export|download|save|send|render|deliver)",
    re.I,
)
# "Can I go on when the quota is used up?", "what codec is it when you export?"
_WHAT_IF = (
    r"(?:用完|用光|花完|花光|扣完|没了?|不足|不够|欠费|耗尽)了?(?:的话|之后|以后|时|后)?[，,\s]*"
    r"(?:还能|还可以|还会|能不能|可不可以|可以|会不会|会怎|会被|项目会|视频会)|"
    r"(?:导出|下载|渲染|上传|保存)(?:之后|以后|完|后|时|的时候)(?:还能|还可以|还会|能不能|可不可以|"
    r"会不会|能再|会被|要不要)|"
    r"\b(?:what|which|how|do|does|can|will|would|could|may|is|are)\b[^.?!]{0,60}\b"
    r"(?:when(?:ever)?|while|if|once|after) (?:you|u|we|i) (?:export|render|download|save|upload)|"
    r"\b(?:what|can|will|do|does|could|is|are)\b[^.?!]{0,60}\b(?:when|if|once|after|without) "
    r"(?:(?:my|the|our|i|we|you|all)\b[^.?!]{0,30}(?:runs? out|ran out|used up|empty|gone|at zero|"
    r"expired?)|(?:more |any )?credits)"
)
_IN_GENERAL = Pattern(
    rf"{_WHAT_IF}|"
    r"\b(?:usually|normally|typically|typical|generally|in general|on average|average|"
    r"normalerweise|üblicherweise|gewöhnlich|im schnitt|suelen?|normalmente|por lo general|"
    r"en général|d['’]habitude|normalement|habituellement|costuma|geralmente|di solito|обычно)\b|"
    r"一般|通常|平时|平均|普通|ふつう|普段|보통",
    re.I,
)
_SOMEBODYS = Pattern(r"\byour (?:credit|balance)|[您你]的?(?:积分|余额|额度)", re.I)
# Whoever asks for somebody does not ask for the state of a video.
_GREETING = Pattern(
    r"\W*(?:(?:hello|hi|hey|ok|okay|so|good \w+)\W+)*(?:are|r) (?:you|u|ya) (?:still |even )?"
    r"(?:there|here|awake|around|online|listening|alive|real|human|an? \w+)\W*$",
    re.I,
)
_TALK: frozenset[str] = frozenset({"credits", "status"})


_COMPARING = Pattern(
    rf"{_WHAT_IF}|"
    r"\bdifference between\b|\bwhich (?:\w+ )?is better\b|区别|哪[个种]更?好",
    re.I,
)


def frame_of(message: Message, span: Span) -> Frame | None:
    """What a sentence opens: a text to be shown or said, the parts of a thing to be made."""
    text = message.plain
    if _LABEL.match(text, span.start, span.end) or _QUESTIONS.match(text, span.start, span.end):
        return "script"
    head = min(span.end, span.start + _HEAD)
    colon = min((at for c in ":：" if (at := text.find(c, span.start, head)) >= 0), default=-1)
    if colon < 0 or text[colon + 1 : colon + 2] in ("/", "\\") or _holds_mark(message, colon, span):
        return None
    if _SCRIPT.search(text, span.start, colon):
        return "script"
    return "brief" if _BRIEF.search(text, span.start, colon) else None


def _holds_mark(message: Message, colon: int, span: Span) -> bool:
    """Whether a quote or a file follows the colon: it is all that the colon announces."""
    after = message.words(Span(colon, span.end)) or message.words(Span(colon, span.end + _HEAD))
    return bool(after and after[0].mark)


def is_listed(message: Message, span: Span, sentence: Span) -> bool:
    """Whether a clause is an item between others: "buttons 保存、分享、下载", "import → export"."""
    text = message.plain
    before = text[max(sentence.start, span.start - _ITEM) : span.start]
    after = text[span.end : min(span.end + _ITEM, sentence.end)]
    if _ITEM_BEFORE.search(before) and _ITEM_AFTER.match(after):
        return True
    before, after = before.rstrip(), after.lstrip()
    if before.endswith("、") or after.startswith("、"):
        return not _KANA.search(text, sentence.start, sentence.end)  # there it is any comma
    if not (before.endswith(_ARROWS) or after.startswith(_ARROWS)):
        return False
    chain = message.words(_chain(message, span, sentence))
    return not any(token.mark or token.text[0].isdigit() for token in chain)


def _chain(message: Message, span: Span, sentence: Span) -> Span:
    """The items between arrows around a clause, as far as the next comma on both sides."""
    text = message.plain
    start = max(text.rfind(c, sentence.start, span.start) for c in _COMMAS)
    ends = (text.find(c, span.end, sentence.end) for c in _COMMAS)
    return Span(max(start, sentence.start), min((e for e in ends if e >= 0), default=sentence.end))


def speaks_in_general(message: Message, sentence: Span) -> bool:
    """Whether a sentence is about what is usual, and not about this project."""
    return bool(_IN_GENERAL.search(message.plain, sentence.start, sentence.end))


def compares(message: Message, sentence: Span) -> bool:
    """Whether a sentence asks which of two is better."""
    return bool(_COMPARING.search(message.plain, sentence.start, sentence.end))


def comes_later(text: str) -> bool:
    """Whether a clause puts an export off, or only names it ("before I download it, ...")."""
    return bool(_LATER.search(text) or _BEFORE.search(text))


def is_no_request(text: str, before: str, intents: Collection[str], is_alone: bool) -> bool:
    """Whether a clause reports, refuses, looks back or asks what is usual; nobody acts on it."""
    if _QUOTING.search(before) or _IN_GENERAL.search(before[-_ITEM:]):
        return True
    if _LOOKING_BACK.search(text) or _MEANING.search(text) or _STEP_ITEM.match(text):
        return True
    if not is_alone and _REPORTED.search(text):
        return True
    if not _TALK.intersection(intents):
        return False
    if not is_alone and _TELLING_DONE.fullmatch(text):
        return True
    if _GREETING.match(text):
        return True
    return bool(_REFUSED.search(text) or _IN_GENERAL.search(text) or _SOMEBODYS.search(text))
