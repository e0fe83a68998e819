"""Why a message was understood as it was: one row a rule of the router, by its stable name."""

from __future__ import annotations

from nemo_client.phrases import Row

RULES: dict[str, Row] = {
    "words": Row(
        "every word of “{said}” belongs to a wish for it",
        "“{said}”里的每个词都属于这一请求",
    ),
    "weights": Row(
        "“{said}” reads like a wish for it ({percent}, by {because})",
        "“{said}”读起来像这一请求（{percent}，依据 {because}）",
    ),
    "file": Row("“{said}” hands over a file or an address", "“{said}”交来了文件或网址"),
    "format": Row("“{said}” names a file format and nothing else", "“{said}”只说了文件格式"),
    "agent": Row(
        "what is left asks for nothing that the client does itself",
        "其余内容不是本程序自己的操作，交给后端",
    ),
}
