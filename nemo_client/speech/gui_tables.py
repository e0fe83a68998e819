"""The words of a graphical editor: what is pressed, where it sits, and what pressing it would do.

English and Chinese side by side, as alternations for the reader in `guispeak`. A table here holds
words only; which of them make an instruction is decided there.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["gui", "hand", "glue", "tip", "content"]
"""What a clause is: an instruction, what goes on by hand, leans, announces, or is to be shown."""

# What stands on a control, in the order in which a label with two meanings is read
# ("开始导出" exports, "Confirm upload" uploads).
LABELS: Final = {
    "request_upload": (
        r"uploads?|import|add media|add files?|add clips?|attach(?:ment)?|browse(?! the)|"
        r"choose (?:a )?files?(?! ?[>→])|"
        r"select files?|(?:(?:\*\*)?\+(?:\*\*)?|plus) (?:button|icon|sign)|加号|add (?:it|them|"
        r"one|some|"
        r"yours) (?:with|via|using|through) the (?:\+|plus)|"
        r"paper ?clip|上传|导入|添加(?:素材|媒体|文件|视频|图片|音频)|选择文件|"
        r"附件|回形针|传[到进入](?:素材|媒体|窗口|面板|这里)"
    ),
    "export": (
        r"exports?|exporting|download(?:ing|ed|s)?|save(?! the date)|render|deliver|导出|下载|"
        r"down(?:ward)?(?:-pointing)? arrow(?! keys?)|arrow pointing down|(?:floppy|dis[ck]) icon|"
        r"(?<!自动)保存|渲染|输出|另存|存储|存下来|存到|[向朝]下的?箭头|下箭头"
    ),
    "send_edit": (
        r"undo|redo|revert|restore|history|ctrl ?\+ ?z|cmd ?\+ ?z|⌘ ?\+? ?z|ctrl ?\+ ?y|delete|"
        r"backspace|split|trim|crop|scissors?|razor|duplicate|撤销|撤回|重做|还原|恢复|回退|"
        r"删除|分割|裁剪|剪切|剃刀|剪刀"
    ),
    "confirm": (
        r"(?:re)?generate|apply|confirm|continue|start|begin|ok(?:ay)?|submit|accept|approve|"
        r"proceed|create|yes|got it|burn|run|agree|生成|应用|确认|确定|继续|开始|提交|同意|"
        r"创建|好的|执行|制作"
    ),
    "show_credits": (
        r"accounts?|billing|plans?|credits?|balance|subscriptions?|top[- ]?up|wallet|usage|"
        r"quota|upgrade|payments?|invoices?|个人中心|会员中心|用户中心|余额|积分|账户|账号|"
        r"账单|充值|套餐|会员|钱包|订阅|额度|升级|用量"
    ),
    "show_timeline": (
        r"play(?:back|er|head|ing)?|preview(?:ing)?|▶️?|⏯️?|space ?bar|space|scrub(?:ber|"
        r"bing)?|listen|full ?screen|watch|播放[器键头]?|预览|试听|试看|空格|进度条|全屏|试播|"
        r"回放|重播|replay|观看|waveforms?|波形(?=来|就|可以?|即可|试?听)|hear (?:it|them|this|"
        r"that)"
    ),
    "show_state": (
        r"time ?lines?|tracks?|layers?|assets?|project (?:panel|bin|files?|tab)|"
        r"media (?:library|panel|bin|tab|pool)|(?:clip|file|track|version) list|library|"
        r"panels?|storyboard|时间线|时间轴|轨道|图层|素材库?|面板|片段列表|媒体库|分镜|"
        r"项目栏|项目文件"
    ),
}

# Hands on a clip: what a person would do by mouse.
HANDLED: Final = (
    r"tweak(?:ing)?|grab|chang(?:e|ing) the (?:text|length|order|wording|position|size|speed|"
    r"words?)|inspector|swap|replace|drag(?:ging|s)?|drop(?:ping)?|resiz(?:e|ing)|shrink|enlarge|"
    r"by hand|manually|handles?|edges?|slider|knob|curve|(?:re)?arrang(?:e|ing)|"
    r"reorder(?:ing)?|shorten(?:ing)?|lengthen|rename|retype|mute|move|nudge|"
    r"(?<!the )(?<!this )edit(?:ing)?|"
    r"stretch(?:ing)?|"
    r"adjust(?:ing)?|fine[- ]tune|trim(?:ming)?|crop(?:ping)?|rotate|"
    r"(?<!the )(?<!this )(?<!new )(?<!a )(?<!each )cut|make a cut|"
    r"make (?:it|them|the (?:clip|title|text|picture|image|logo|caption)) (?:small|bigg|larg|long|"
    r"short|wid|narrow|loud|quiet|fast|slow)er|shift (?:it|them)|reposition|split|type|mov(?:e|"
    r"ing)|with the mouse|拖拽|拖动|拖放|拖到|拖入|拖进|拖至|拖|手动|手柄|边缘|滑块|滑杆|微调|"
    r"调整|裁剪|裁切|剪辑|换位置|改名|重命名|修改|编辑|移动|缩放|旋转|替换|更换|改文字|改字|改词|"
    r"圆点|"
    r"控制点|锚点|切开|切断|剪断|剪开|删掉"
)
# Controls of the editor itself: nothing stands for them here.
OTHER: Final = (
    r"\b(?:zoom|f11\b|(?:refresh|reload) (?:the|this|your)\b|themes?\b|dark mode|light mode|"
    r"preferences\b|notifications?\b|grid icon|snap(?:ping)?\b|"
    r"rename (?:the |your |this )?(?:project|file)|"
    r"(?:resize|shrink|enlarge) (?:the|this|your) (?:preview|player|editor|browser|window|panel))"
)
OTHER_ZH: Final = (
    r"缩放(?:时间|视图|界面|比例|滑)|主题|"
    r"f11|(?:深|浅|夜间|暗)色?模式|界面语言|放大时间|缩小时间|滚轮|刷新|吸附|网格|通知|"
    r"项目[^，。]{0,3}(?:改名|名)|重命名项目|预览窗口?[^，。]{0,6}(?:[拉调放缩变][大小])"
)
INTO_WINDOW: Final = (
    r"\b(?:in|into|onto|on|to) (?:the |this |your )?(?:upload\w*|browser|window|page|chat|media|"
    r"import|drop|box|here|screen|message|conversation|area|library|project panel|assets?)\b|"
    r"(?:到|进|入|至)(?:此|这个|该|下面的|左侧的?|右侧的?)?(?:上传|窗口|页面|对话框|聊天|"
    r"浏览器|素材库?|媒体库?|\s*(?:media|assets|upload)\b|这里|此处|界面|虚线框|输入框)"
)

# Verbs of a hand on a screen; at the start of a clause they are an instruction.
POINTING: Final = (
    r"(?:left-|right-|double-|ctrl-|control-|option-|shift-|alt-)?click(?:ing)?|"
    r"double[- ]tap(?:ping)?|tap(?:ping)?|press(?:ing)?|hit(?:ting)?|push(?:ing)?|"
    r"long-press(?:ing)?|swip(?:e|ing)|pinch(?:ing)?|scroll(?:ing)?|hover(?:ing)?|"
    r"drag(?:ging)?|toggl(?:e|ing)|tick|untick|uncheck|grab(?:bing)?|drag-and-drop"
)
# Nouns which make such a verb a thing in the film ("drag race", "press conference").
COMPOUND: Final = (
    r"(?:sounds?|noises?|effects?|sfx|samples?|rac(?:e|es|ing)|queens?|shows?|"
    r"conferences?|releases?|kits?|shots?|danc\w+|songs?|water|single|list|bar chart|man|men|"
    r"wheel|mics?|layer was|track was|was|were|is|are|has|me|us|marks?|here to|here for|"
    r"and drag|rates?|through|baits?|photos? of|photographers?)\b"
)

# What such a verb takes hold of on a screen.
TOUCHED: Final = (
    r"(?:on|the|a|an|this|that|these|those|your|any|each|every|it|its|them|one|here|anywhere|"
    r"and|to|or|again|both|twice|once|either|over|down|up|left|right|through|between|into|in|"
    r"along|across|when|while|until|any|all|multiple|several|clips?|files?|photos?|images?|"
    r"(?:slides|scenes|captions|titles|subtitles|segments|pictures|edges|corners|thumbnails|"
    r"tiles|shots) (?:to|around|into|onto|up|down|along|by)\b|"
    r"elements?|layers?|handles?|footage|media|play|space|enter|esc|delete|"
    rf"{'|'.join(LABELS.values())}|(?-i:[A-Z])|[▶⌘⇧⌥⌃+⏎…↵←→↩<>#?])"
)

# Verbs of looking and doing that need a place on the screen beside them.
LOOKING: Final = (
    r"open|see|view|find|check|go|head|navigate|switch|look|watch|play|preview|listen|scrub|"
    r"jump|adjust|trim|edit|move|resize|use|visit|expand|collapse|enable|disable|turn|select|"
    r"choose|pick|draw|zoom|review|inspect|access|download|export|save|render|upload|import|"
    r"add|undo|revert|take|have|give|try|drop|change|set|pull|return|close|hide|show|pin|"
    r"unlock|lock|log|sign|hold|follow|step|bring|place|position|arrange|rearrange|reorder|"
    r"reposition|fine-tune|tweak|browse|explore|locate|proceed|hop|refresh|reload|start|stop|"
    r"pause|rewind|"
    r"split|crop|rename|replace|mute|unmute|solo|manage|upgrade|verify|confirm|track|monitor|"
    r"read|examine|skip|loop|type|enter|paste|copy|attach|get|grab|simply use|make sure"
)
# What only exists on a screen.
SCREEN: Final = (
    r"buttons?|icons?|menus?|tabs?|panels?|panes?|side ?bars?|tool ?bars?|(?:top|bottom|title|"
    r"nav(?:igation)?|menu|status) bar|dialogu?e? ?box|dialog|pop-?ups?|drop-?downs?|"
    r"check ?box(?:es)?|sliders?|playheads?|scrubber|players?|preview (?:window|area|monitor|"
    r"screen|player)|playback controls?|progress bar|(?:media|asset|clip|file|"
    r"project) (?:library|list|bin|pool|browser)|assets list|library (?:on|panel|tab)|inspector|"
    r"dashboard|"
    r"(?:track|clip|layer|file|asset|scene|shot|version|job|export|render) list|"
    r"(?:top|bottom|side|edge|corner|left|right) of (?:the|your) (?:screen|page|window|app)|"
    r"browser|(?:preview|browser|app|editor|export|upload|chat|program|this) window|web ?page|"
    r"canvas|workspace|editor|settings|preferences|avatar|"
    r"profile (?:picture|page|photo)?|handles?|shortcuts?|(?:the|your) keyboard(?= to)|on (?:the|"
    r"your) keyboard|your (?:keyboard|mouse)|with the mouse|mouse wheel|cursor|time ?line(?! of)|"
    r"left-hand side|right-hand side|upload (?:box|area|field)|drop ?zone|text box|"
    r"input (?:box|field)|chat box|hamburger|gear|bell|three dots|toggle|context menu|arrow keys?|"
    r"check ?mark|(?:ctrl|cmd|"
    r"command|alt|shift|option)(?: ?\+ ?\w+)?|⌘ ?\w|space ?bar|[A-Z]\w+ (?:→|>|›|») [A-Z]\w+|"
    r"billing|account (?:page|settings|menu|section|area|overview)|"
    r"your (?:account|plan|"
    r"balance|subscription|credits|tracks|layers|timeline|assets)|the (?:tracks|layers|"
    r"timeline|assets)\b"
)
# Words after which a place is in the picture, not on the screen.
IN_PICTURE: Final = (
    r"(?:buttons?|panels?|tabs?|keyboard|dashboard|windows?|handles?|player|icons?|library|menu|"
    r"mouse) of "
    r"(?:the|an?|his|her|this) (?!dashboard|account|settings|screen|page|editor|time|player|"
    r"window|app\b|interface|"
    r"browser|"
    r"panel|tool|side|video|clip)|(?:panel discussion|(?:keyboard|piano) (?:solo|part)|library "
    r"(?:scene|door|shot)|menu (?:board|card|music)|window (?:light|seat|frame))\b|"
    r"(?:of|in|on|at) (?:the |each |every |a )?(?:frame|picture|shot|scene|thumbnail|end card|"
    r"poster|image|footage|video frame|composition|screen recording|mock-?up|screencast|"
    r"tutorial|opening|intro|outro|animation|film)\b|"
    r"being (?:clicked|dragged|hit|pressed|pushed|tapped)\b"
)
IN_PICTURE_ZH: Final = r"画面|镜头里|片中|视频中|视频里|(?:封面|海报)(?!可以|能|就|即可)|录屏|录像"

# Chinese: verbs of a hand, and looking verbs that need a place beside them.
POINTING_ZH: Final = (
    r"点击(?![率量声数音])|[单双]击(?!声)|戳(?=[右左上下这此按“]|一下)|^[\s*_]*(?:再|先|然后|最后|"
    r"请|"
    r"直接|也可以|可以)?点(?![心赞评缀名亮燃睛题映滴数位阵线面状子火头菜歌到点\d\s的开]|播(?!放))|"
    r"^[\s*_]*点\s?[+＋]|点一下|点按|点选|(?<![\d一二两三四五六七八九十几半])(?<!\d\s)点开|点此|"
    r"轻点|轻触|触碰|右键|右击|长按|拖拽|拖动|拖放|拖到|拖入|拖进|拖至|拖一下|勾选|取消勾选|"
    r"悬停|拉(?:动|一下|一拉|住)?(?=[^，。]{0,8}(?:控制点|四角|边[角缘框]|进度条|滑[块杆]|手柄|"
    r"播放头|三角|片段))|"
    r"(?<=[后再时就先请以])[往向][左右上下][拉拖](?!开)|把[^，。]{0,8}(?:鼠标(?!垫)|进度条|"
    r"滑[块杆]|播放头|指针|光标|手柄|边缘)[^，。]{0,4}[拉拖移调]|"
    r"把[^，。]{1,12}[往向][左右上下前后][拉拖收推](?=[^，。]{0,3}(?:就[能可会]|即可|可以|便能))|"
    r"手动[^，。]{1,14}[往向][左右上下前后][拉拖收推移]|"
    r"把[^，。]{0,12}(?:勾[上选掉]|打勾)|[向往]?[上下左右]{1,2}滑|滑动|"
    r"(?<=[”」钮键出载存□])一点(?=就[行好可能]|即可)|"
    r"拖(?=片段|边[框缘角]|封面|缩略图|"
    r"手柄|字幕|素材|文[字件]|音轨|"
    r"图层|滑块|进度)|滚动鼠标|滚动页面|(?:用|动|标)滚轮|滚轮(?=[^，。]{0,4}[可能缩放])|双指|捏合|"
    r"按住|按下|按一下|点一点|点下(?!载)|"
    r"敲一下|敲击(?![声音])|用鼠标(?!垫)|"
    r"鼠标[左右]键|按[\s“\"「*]*(?:[?？]|空格|回车|快捷键|[Ff]\d|[Cc]trl|CTRL|[Cc]md|⌘|Esc|Enter|"
    r"Space|"
    r"Delete|Shift|Alt|播放|导出|生成|确[定认]|下载|保存|撤销|左上|右上|左下|右下|\w+\s*键|“|"
    r"「)"
)
POINT_ZH: Final = (
    r"(?<![\d一二两三四五六七八九十几半])(?<!\d\s)(?:(?<=[请您你以可再后先就并也或需只要得接时话能来用在里中去快存妨回看览、：:→)）])|"
    r""
    r""
    r"(?<=^)|(?<=\s))(?:点|选择?|按)[\s]*(?:[“\"「『【*]|[左右上下][上下角侧边方面]|顶部|底部|"
    r"旁边|页面|这里|此处|头像|播放|导出|下载|生成|确认|确定|应用|保存|上传|导入|预览|撤销|还原|"
    r"恢复|重做|"
    r"渲染|开始|继续|Export|Download|Generate|Save|Upload|Play|Apply|Render|Import|Preview|"
    r"Start|Confirm|[^，。；\s]{0,8}(?:回形针|按钮|图标|菜单|键|选项|标签|头像|铃铛|齿轮|问号|"
    r"箭头|三角|加号|三个点|卡片|缩略图))"
)
LOOKING_ZH: Final = (
    r"打开|展开|收起|进入|前往|切换|切到|查看|看|检查|核对|预览|试听|试看|播放|跳到|跳转|选择|"
    r"选中|选|找到|找|调整|微调|修改|编辑|上传|导入|添加|下载|导出|保存|渲染|使用|通过|用|到|"
    r"去|在|留意(?=[^，。]{2,12}[\s*_。！]*$)|关闭|返回|回到|刷新|重新加载|查询|充值|升级|确认|"
    r"移动|裁剪|剪辑|改|听|(?<=[以再能])调|开启|登录|"
    r"输入|粘贴"
)
SCREEN_ZH: Final = (
    r"按钮|按键|图标|菜单|面板|窗口|侧边栏|侧栏|工具栏|导航栏|菜单栏|顶栏|底栏|状态栏|时间线|"
    r"时间轴|轨道区|图层区|轨道列表|图层列表|素材库|素材区|素材栏|媒体库|播放器|播放键|播放条|"
    r"进度条|弹窗|弹出|对话框|下拉|选项卡|标签页|[”」*】]标签|页签|[左右][上下]角|[左右]侧|"
    r"[左右]边栏|页面|"
    r"界面|文本框|文字框|空格键|快捷键|鼠标(?!垫)|键盘|手柄|滑块|预览窗|预览区|画布|工作台|工作区|"
    r"编辑器|编辑区|"
    r"个人中心|会员中心|用户中心|控制台|账户|账单|设置|头像|余额|属性栏|检查器|项目面板|输入框|"
    r"上传区|\w\s*[→›]\s*\w|\w > \w|[顶底侧]部?栏|方向键|[A-Z]\s?键|控制点|圆点|锚点|小三角|"
    r"[剃剪选裁移]\w{1,2}工具|"
    r"文件菜单|网页|浏览器|[顶底]部的|[上下]方的|顶端|铃铛|齿轮|[A-Z]\w+\s*(?:→|>|›)\s*[A-Z]\w+|"
    r"(?:导出|下载|文件|设置)\s*(?:→|>|›)"
)

# Labels that only announce an instruction.
TIPS: Final = (
    r"(?:(?:quick|pro|handy|small|little|useful|friendly) )?(?:tips?|hints?|notes?|reminder|"
    r"shortcuts?|ps|p\.s\.)|next(?: steps?| up)?|what(?:'s| to do) next|how(?: it works|"
    r" to[^:：]{0,40})?|instructions?|steps?(?: \d+)?|usage|workflow|to \w+[^:：]{0,40}|"
    r"you can(?: now| also)?|now(?: you can)?|from here(?:,? you can)?|here's how|controls?|"
    r"in the editor|(?:menu )?path|menus?|小?技巧|小?贴士|小?提示|温馨提示|提示|友情提示|"
    r"操作(?:步骤|说明|方法|指南|"
    r"提示)?|使用(?:说明|方法|步骤|指南)|步骤[一二三四五\d]*|流程|下一步|接下来|说明|方法|注意|"
    r"备注|快捷键|依次(?:选择|点击?|打开|进入)?|(?:菜单)?路径|您可以|你可以|后续操作|"
    r"怎么[^:：]{0,12}|如何[^:：]{0,12}"
)

# A line that ends so and a colon opens a list out of the film.
QUOTED_LISTS: Final = (
    r"\b(?:chapters?|scenes?|shots?|captions?|subtitles?|titles?|slides?|cards?|lyrics|script|"
    r"narration|voice-?over|tutorial|lines?|lower thirds?|call-?outs?|bullet points|quotes?|"
    r"headlines?|slogans?|taglines?|hooks|storyboard|on-screen text|dialogue|text overlays?)\b|章|"
    r"分镜|镜头|场景|字幕|台词|旁白|文案|"
    r"脚本|剧本|对白|对话|标语|口号|标题|歌词|解说词?|教程|画面文字"
)
