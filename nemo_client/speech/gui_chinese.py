"""Chinese clauses: which of them tell a reader to use a hand or a place on a screen.

Strategy: a verb of a hand at the beginning, or behind a word that leads in; a verb of looking
needs something of a screen and a mood ("请", "可以") beside it. A subject in front of the verb acts
in the film, and that is content.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_folding import folded

_PICTURE = re.compile(t.IN_PICTURE_ZH)
_PICTURE_EN = folded(t.IN_PICTURE)
_LATIN = re.compile("[A-Za-z]")
_MIXED = re.compile(
    rf"(?:^[\s*_]*|"
    rf"[请以后再先就并也得只要话接时能来您你可直去，、]\s*)(?:{t.POINTING})(?=\s*[一-鿿“\"*A-Z]|\s+"
    rf"{t.TOUCHED})",
    re.I,
)
_WAITS = re.compile(
    rf"(?:{t.SCREEN_ZH})[^，。]*(?:等着?[您你]|恭候|随时[可为]|供[您你])|[您你][^，。]*(?:工具栏|"
    rf"菜单栏|侧边栏)"
)
_POINT = re.compile(f"{t.POINTING_ZH}|{t.POINT_ZH}")
_MAY_POINT = re.compile("[点击戳触键按拖勾悬拉移调滑滚指捏敲鼠选收推]")
_MAY_WAIT = re.compile("[您你恭随]")
_THINGS = "片段|字幕|素材|文件|图层|这里|此处|shift|ctrl|cmd|alt"
_LABEL = re.compile("|".join([*t.LABELS.values(), t.HANDLED, _THINGS]), re.I)
_LEAD_IN = (
    "请您你以可再后先就并也或需只要得接时话能来用在里中去快存回看"
    "览上下侧处页：→)）】方角栏旁边钮键过完直→>”下"
)
_LOOK = re.compile(t.LOOKING_ZH)
_SCREEN = re.compile(t.SCREEN_ZH)
_MOOD = re.compile(
    r"请|[您你](?!的)|可以|可在|可从|可由|可经|可于|可通过|可用|可到|可去|您可|你可|能在|就能|"
    r"即可|便可|需要|需在|"
    r"只需|只要|记得|建议|欢迎|都能|也能|不妨|麻烦|直接|随时|通过|能否|能不能|^[\s*_]*(?:再|然后|"
    r"最后|先|"
    r"也|或者|并|接着|到|去|在|用|从)?"
    rf"(?:{t.LOOKING_ZH})"
)
_TOLD = re.compile(
    r"^[\s*_]*(?:我(?!建议|推荐)|他|她|它(?=[^，。]{0,3}[按点拖敲])|我们|老师|主角|男主|女主|孩子|"
    r"小\w)|已经|已(?!选)|"
    r"(?<!好)了(?:一|两|三|个|\d)|被|刚刚"
)
# What a shot list tells the camera.
_SHOT = re.compile(
    r"[\s*_]*(?:镜头)?(?:切到|切至|推近|推到|拉远|摇到|扫过|跟拍)(?![“「【]|[^，。]{0,6}(?:标签|"
    r"选项卡|页))|[^，。]{0,6}的镜头"
)
_SOMEBODY = re.compile(r"[\s*_]*(?:我|他|她|我们)")
_STORY = re.compile(
    r"[看听望选用拿]着|^[\s*_]*用[^，。]{1,8}[做画拍写弹敲录搭拼折刻]的|^(?!.*(?:您|你|请|就|能|"
    r"可以)).*(?<![好行完可])了[\s*_。！]*$"
)
_HARD_LOOK = re.compile(
    r"全屏(?:观看|播放|查看|看)|^[\s*_]*(?:先|再|请|您?可以)?跳[到至转]\s?\d|(?:请|可以|先|"
    r"再)播放|(?i:ctrl|cmd|⌘)\s?\+\s?\w|(?:请|可以|可|先|再|去|您|你|^)(?:先|直接|"
    r"随时)?(?:点)?预览(?=一下|一遍|效果(?!图)|看看|试试|成片|结果|视频|全片|整[片体]|\s*\d|"
    r"[\s*_。！]*$|吧|"
    r"这|它|确认|无误|后)|刷新(?:一下|页面|网页|浏览器)|"
    r"(?:打开|查看|看看(?!着)|看一下|检查|展开)[^，。]{0,6}(?:时间[线轴]|轨道|图层|素材|面板|余额|"
    r"账户|账单|积分)|(?:时间[线轴]|素材库|轨道|面板)[^，。]{0,4}(?:能|可以?)看到|"
    r"[去到从在][^，。]{0,6}[左右][上下][方角][^，。]{0,4}(?:下载|导出|保存|上传|导入|预览|获取|"
    r"领取)|"
    r"(?:账户|[左右][上下]角)[^，。]{0,8}(?:能|可以?)看到[^，。]{0,4}(?:余额|积分|额度)[\s*_。]*$|"
    r"^[\s*_]*[^，。]{0,3}(?:余额|积分|额度)(?:显示)?在(?!画面|片|"
    r"镜头)[^，。]{0,6}[左右][上下]角[\s*_。]*$|"
    r"^[\s*_]*(?:下载|导出|上传|导入|撤销|重做|生成|保存|图层|素材|属性|项目)(?:按钮|图标|入口|"
    r"菜单|面板|库)"
    r"[就也都]?(?:在|位于)(?!画面|镜头)[^，。]{0,6}(?:[左右][上下]角|"
    r"[左右顶底上下][侧边部方])[\s*_。]*$"
)
# What is done to things as well.
_READILY = re.compile("可以|即可|就能|便能")
_BODILY = re.compile("轻点|轻触|触碰|按下|按住|[向往]?[上下左右]{1,2}滑|滑动|敲")
# "the part in which she clicks Save": somebody else does.
_ABOUT = re.compile(
    rf"(?:{t.POINTING_ZH}|[点按])[^，。]{{0,12}}的(?:那|这[段个一]|镜头|画面|动作|特写|瞬间|"
    rf"手(?!柄|势)|声|音效|一幕|部分|时候)"
)
_KEPT = re.compile(
    r"(?:在|于)了?[^，。]{0,8}(?:面板|素材库|媒体库|侧边栏|侧栏|工具栏|标签页|项目栏|"
    r"素材区|(?:导出|下载|项目|账户|账单|会员)页面?)(?:里|中|内|下|的)?(?:了|$|[^\w])"
)
_GLUE = re.compile(
    r"^[\s*_]*(?:如果|如需|如要|若|要是|要(?!不要)|想|需要(?=.{0,4}$|.*的话)|为了|等|当|一旦|待|"
    r"满意|不满意|"
    r"不喜欢|喜欢|选中|选好|选完|确认无误|没有异议|没有?问题|没意见|觉得|看完|听完|"
    r"完成(?=.{0,4}$)|(?:全部|都)(?=.{0,5}[后好完])|"
    r"不合适|合适|另外|此外|同时|最后|然后|接着|之后|这样|稍后|随后|首先|准备好|无误|不够|想要|"
    r"希望|保存|下载|导出|预览|撤销|调整|上传|[向往][上下左右]{1,2}滑动?[\s*_。]*$)|"
    r"[^，。]{1,8}[左右上下旁顶底][边侧方角部面][^，。]{0,3}有(?:一?个)?(?:下载|导出|上传|保存|"
    r"播放|"
    r"预览|撤销|生成|"
    r"确认|编辑|重播)(?:按钮|图标|键|选项|入口|菜单)[\s*_]*$|"
    r"^[\s*_]*(?:素材库|媒体库|工具栏|时间[线轴]|播放器|[^，。]{1,4}(?:面板|按钮|图标|菜单|入口))"
    r"[就都也]?(?:在|位于)(?!画面|镜头)[^，。]{0,6}(?:界面|页面|屏幕|窗口|编辑器|[左右][上下]角|"
    r"[左右顶底上下][侧边部方])[\s*_]*$"
)
_CHOICE = re.compile(r"^[\s*_]*(?:格式|画质|分辨率|清晰度|质量|编码|帧率|尺寸)[选择设]")
_TRAIL = re.compile(
    r"^[\s*_]*(?:就能|就可以|即可|便可|也(?:能|可以?)(?:自己|手动|自行|随意)|"
    r"出现[^，。]{0,6}(?:箭头|光标|手形)|可以|可|能|来|就会|会自动|系统会|页面会|把|将|等待|稍等|"
    r"等进度|选择|选中|选|勾选|输入|粘贴|调整|拉|放|松开|传|挑|然后|再|并|从而|以便|文件会|视频会|"
    r"进度条|弹窗|浏览器|[拉拖收移推][到至][^，。]*为止)"
)
# "查看余额：右上角头像 → 套餐"
_PLACES = re.compile(
    rf"[\s*_]*(?:(?:{t.SCREEN_ZH}|→|>|的|里)\s*+(?:(?!{t.SCREEN_ZH})\w){{0,4}}+\s*+)++[\s*_。]*$"
)
_TO_ME = re.compile(r"告诉我|跟我说|发给?我|回复|和我说|联系")
_LEAN = re.compile(r"(?:后|的话|之后|以后|时|前|时候|就|再)[\s*_]*$")


def is_gui(plain: str, low: str) -> bool:
    """Whether the clause instructs."""
    is_mixed = bool(_LATIN.search(plain))
    if _PICTURE.search(plain) or (is_mixed and _PICTURE_EN.search(low)) or _SHOT.match(plain):
        return False
    told = _TOLD.search(plain)
    if _KEPT.search(plain) and not _SOMEBODY.match(plain):
        return True
    if told and told.start() < 4:
        return False
    point = _POINT.search(plain) if _MAY_POINT.search(plain) else None
    if point := point or (_MIXED.search(plain) if is_mixed else None):
        is_told = bool(told and told.start() < point.start())
        is_about = "的" in plain and _ABOUT.search(plain)
        return not (is_told or is_about or _is_acted(plain, point))
    if told or _STORY.search(plain):
        return False
    if _HARD_LOOK.search(plain) or (_MAY_WAIT.search(plain) and _WAITS.search(plain)):
        return True
    return bool(_MOOD.search(plain) and _LOOK.search(plain) and _SCREEN.search(plain))


def _is_acted(plain: str, point: re.Match[str]) -> bool:
    """Whether somebody does it in the film: nothing of a screen is near, and no reader."""
    before = plain[: point.start()].strip(" *_")
    is_bodily = bool(_BODILY.match(point.group()))
    if before[:1] in ("把", "将") or (not is_bodily and (not before or before[-1] in _LEAD_IN)):
        return False
    if _MOOD.search(before) or _GLUE.match(before) or _SCREEN.search(before):
        return False
    rest = plain[point.end() :]
    if not before and _READILY.search(rest):
        return False
    return not (_SCREEN.search(rest) or _LABEL.search(rest))


def is_hand(plain: str, after_gui: bool) -> bool:
    """Whether a clause beside an instruction goes on by hand."""
    if _CHOICE.match(plain):
        return True
    is_next = _TRAIL.match(plain) and not _TOLD.search(plain)
    return after_gui and bool(is_next or _PLACES.match(plain))


def is_glue(plain: str) -> bool:
    """Whether a short clause leans on another: a condition, a purpose."""
    if len(plain.strip()) > 16 or _TO_ME.search(plain) or _TOLD.search(plain):
        return False
    return bool(_GLUE.match(plain) or _LEAN.search(plain))
