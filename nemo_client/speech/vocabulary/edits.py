"""Signs that words next to a path, or next to a wish for the client, ask for an edit."""

from __future__ import annotations

from typing import Final

EDITS: Final = """
    make, cut, trim, crop, remove, delete, change, replace, add, put, insert, overlay, fade, blur,
    mute, speed, slow, slower, faster, loop, merge, combine, join, stitch, concatenate, split,
    shorten, lengthen, extend, rotate, flip, stabilize, stabilise, color, colour, grade, brighten,
    darken, brighter, darker, louder, quieter, subtitle, subtitles, caption, captions, title,
    titles, text, transition, transitions, voiceover, narration, translate, dub, sync, align, swap,
    move, reorder, place, set, turn, fix, clean, denoise, reduce, increase, lower, raise, boost,
    zoom, pan, animate, generate, create, rewrite, write, edit, resize, convert, reverse,
    highlight, vertical, square, use, apply, keep, drop, lose, tighten, rearrange, match, style,
    redo, regenerate, try, continue, give, show, tell, find, pick, choose, mix, normalize, balance,
    background, intro, outro, watermark, logo, music, song, scene, scenes, shot, shots, clip,
    clips, frame, frames, second, seconds, bigger, smaller, font, effect, effects, filter, 剪, 删,
    去, 加, 换, 改, 做, 拼, 调, 配, 抠, 裁, 剪辑, 字幕, 音乐, 配音, 转场, 滤镜, 片头, 片尾, 标题,
    慢, 快, 长, 短, 亮, 暗, 声音, 画面, 镜头, 生成, 放大, 缩小, 加速, 减速, 静音, 水印, 背景, 倒放,
    旋转, 段, 秒, 替换, 移, 变, 弄, 写, 翻译, 模糊, 制作, 节奏, 颜色, 色调, 太, 重做, 添加, 插入,
    混剪, 倒过来, 倒着, 接一块, 接一块儿, 接起来, 接在一起, 拼一块, 拼一块儿, 串, 串起来, 粘, 叠,
    合并, 开头, 结尾, 中间, 前面, 后面, 第, schneide, schneiden, kürze, kürzen, entferne,
    lösche, füge, mach, mache, ändere, ersetze, untertitel, musik, coupe, couper, enlève, supprime,
    ajoute, mets, remplace, raccourcis, ralentis, sous titres, musique, corta, cortar, quita,
    elimina, agrega, añade, pon, cambia, subtítulos, música, recorta, reemplaza, haz, tira,
    adiciona, coloca, troca, muda, legendas, põe, bota, acelera, deixa, faz, taglia, rimuovi,
    aggiungi, metti, togli, обрежь, вырежи, убери, добавь, сделай, замени, カット, 削除, 追加,
    入れ, つけ, 付け, 変え, して
"""

# A clause that opens with one of these is an edit, whatever the words after it.
EDITING: Final = """
    add a, add some, add the, boost, brighten, change, combine, concatenate, crop, cut it, cut the,
    cut this, cut that, cut to, cut out, cut off, cut down, darken, delete, denoise, edit it,
    edit the, edit this, extend, fade in, fade out, fade the, flip, hide, highlight, insert,
    lengthen, lock, loop it, loop the, lower, merge, move, mute, overlay, raise, rearrange, reduce,
    remove, reorder, replace, resize, reverse, rotate, shorten, slow, speed up, speed it, split,
    stabilise, stabilize, swap, tighten, trim, unlock, unmute, zoom in, zoom out, 剪到, 剪成, 剪掉,
    剪短, 缩短, 裁成, 裁掉, 裁剪, 删掉, 删除, 删去, 去掉, 替换, 合并, 旋转, 静音, 加速, 减速, 倒放
"""
