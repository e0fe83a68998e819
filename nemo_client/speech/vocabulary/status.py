"""How people ask what the project holds and how far it is.

`hold` needs `show` or `ask`, `done` needs a question, `progress` asks by itself.
"""

from __future__ import annotations

from typing import Final

STATUS: Final = {
    "show": """
    看一眼, 瞅瞅, 瞅一眼, 瞄一眼, 过一下, show, list, display, see, view, check, check on, look at,
    tell, let me see, pull up, print, give, get, take a look at, have a look at, id like to see,
    i want to see, i only want to see, can i see, could i see, show me, read out, summarize,
    summarise, what about, walk me through, zeig, zeige, zeigen, anzeigen, prüfe, liste, montre,
    affiche, afficher, voir, muestra, muéstrame, muestrame, enséñame, ver, lista, mostra, mostre,
    me mostra, mostrar, mostrami, vedere, покажи, 看, 看一下, 看看, 查看, 显示, 列出, 列一下,
    给我看, 给我看看, 查, 查一下, 瞧瞧, 展示, 展示一下, 想看, 想看看, 打开看看, 说一下, 说说, 汇报,
    汇报一下, 告诉我, 說, 見せて, 表示, 教えて, 確認, 一覧, 보여줘, 알려줘, 확인
    """,
    "ask": """
    whats, what is, what are, what, which, how many, wheres, where is, where are, was, welche,
    wie viele, was ist, quelles, quels, quelle, combien, qu est ce, qu y a t il, qué, que, cuáles,
    cuántas, cuántos, quais, quantas, quantos, o que, cosa, quali, какие, что, 什么, 哪些, 有什么,
    有哪些, 几条, 几个, 多少, 多少条, 几段, 多少个, 都有啥, 有啥, 啥, 何, どんな, いくつ, 무엇, 뭐
    """,
    "hold": """
    timeline, the timeline, time line, tracks, track, track list, tracklist, tracks list, layers,
    clips, assets, project, draft, media, files, project state, project contents, segments,
    asset list, clip list, layer list, audio tracks, video tracks, media list, project files,
    uploads, uploaded files, current draft, zeitleiste, zeitachse, spuren, spur, projekt, ebenen,
    chronologie, pistes, piste, projet, calques, línea de tiempo, linea de tiempo, pistas,
    proyecto, capas, linha do tempo, faixas, projeto, camadas, tracce, progetto, таймлайн, дорожки,
    проект, клипы, 时间线, 时间轴, 轨道, 图层, 素材, 片段, 项目, 工程, 草稿, 音轨, 视频轨, 音频轨,
    字幕轨, 轨道列表, 素材列表, 素材库, 項目, 時間軸, 轨, タイムライン, トラック, プロジェクト,
    レイヤー, クリップ, 타임라인, 트랙, 프로젝트
    """,
    "progress": """
    还得等多久, 要等多久, 等多久, what have i uploaded, what did i upload,
    what have we got in there, what stage, which stage, are we there yet, how long until its ready,
    how long until its done, recap, rundown, runtime, total runtime, how much is done,
    whats left to do, where did we leave off, remind me what we have, whats taking so long,
    progress report, project summary, summary of the project, when will it be ready,
    when will it be done, when will it be finished, when is it done, when is it ready,
    when does it finish, how much time is left, how much time left, time left, time remaining,
    remaining time, whats the holdup, how many seconds is it, how many seconds long is it,
    where are things, where things stand, hows things, hows everything going, hows it coming,
    how is the video coming along, how is my video, how is the render going, hows my render,
    hows my project, hows the project, progress, status, eta, how far, how far along,
    how much longer, how long is left, how long left, how long will it take,
    how long will this take, how long until, how long till, percentage, what percent,
    how many percent, any progress, any update, any updates, any news, update me, update,
    where are we, where we are, where were we, where are we at, where do we stand, where we stand,
    hows it going, how is it going, hows it coming along, how is it coming along, how are we doing,
    hows it looking, hows the video coming along, hows the render going, hows the video,
    hows my video, hows the render, hows the export going, whats done so far, whats done,
    what have we got, what have we got so far, what do we have, what do we have so far,
    what do i have so far, what do i have, what have you done so far, what have you got so far,
    what have we done so far, show me what we have, what we have so far, what we have,
    what weve got, whats in it, whats in there, whats on it, whats in it so far, state,
    current state, state of things, how long is it, how long is the video, how long is my video,
    how long is the video now, how long is it now, how long is the clip, how long is the project,
    whats the length, duration, current duration, total length, where is my video at,
    status report, status update, fortschritt, stand, wie weit, wie lange noch, wie lange dauert,
    avancement, progression, statut, où en est, où en sommes, où en es tu, où ça en est,
    combien de temps reste, progreso, estado, cómo va, como va, cuánto falta, cuanto falta,
    progresso, andamento, como está, como tá, quanto falta, a che punto, прогресс, статус, как там,
    进度, 状态, 狀態, 進度, 什么阶段, 哪个阶段, 到哪个阶段, 到哪一环节, 汇报, 做了多少, 做了多少了,
    啥时候好, 啥时候能好, 进展到哪, 进展到哪了, 做到哪, 做到哪了, 做到哪一步, 剪到哪了, 弄到哪了,
    还剩多少没做, 总共多长, 现在多长, 多少秒, 几秒, 几分钟, 到哪了, 到哪一步, 到哪一步了, 到哪步,
    到哪步了, 到哪儿了, 到哪里了, 到什么程度, 百分之几, 百分之多少, 还要多久, 还得多久, 还有多久,
    多久能好, 多久好, 多久能完成, 多久完成, 什么时候能好, 什么时候好, 什么时候能完成, 几点能好,
    还要等多久, 还需要多久, 还要多长时间, 多长, 什么情况, 啥情况, 情况, 怎么样了, 怎样了, 如何了,
    咋样了, 什么样了, 现在什么样了, 什么样子了, 有多长, 时长多少, 总时长, 进展, 进展如何, 什么进展,
    到几成, 多少了, 几成了, 多会儿, 还差多少, 进行, 进行到, 進捗, 状況, 状態, どこまで,
    あとどれくらい, どのくらい, ステータス, 진행, 진행 상황, 상태, 얼마나
    """,
    "done": """
    being processed, being rendered, 还没好, 没好, 还没完, 还没弄好, 好没, 好了没, 好没好,
    导出完成, 渲染完成, 生成完成, 处理完成, 上传完成, 剪辑完成, 完成没, 成了, 出来了, 搞好, 整好,
    整完, 生成出来, 渲染出来, 做出来, 跑完, 跑好, 传上去, 传上来, done, finished, ready, complete,
    completed, rendering, processing, rendered, processed, exported, generating, uploaded, finish,
    uploading, generated, working, working on it, running, in progress, stuck, through, exporting,
    over, complete yet, go through, gone through, work, finish rendering, finish processing,
    finish uploading, come through, made, fertig, abgeschlossen, gerendert, hochgeladen, fini,
    finie, terminé, terminée, prêt, prête, listo, lista, terminado, terminó, acabado, pronto,
    pronta, terminou, acabou, finalizado, finito, готово, готов, 好了, 完了, 完成, 完成了, 处理完,
    处理好, 生成完, 生成好, 渲染完, 渲染好, 做好, 做完, 弄好, 弄完, 剪好, 剪完, 导好, 导完, 导出完,
    导出好, 上传完, 上传好, 传完, 传好, 完毕, 结束, 搞定, 成功, 在渲染, 在生成, 在处理, 在导出,
    渲染中, 生成中, 出来, 卡住, 終わ, 終わった, 終わりました, 完成した, 完成しました, 完了した,
    できた, できました, できて, 끝났, 끝났어, 완료, 됐어, 다 됐
    """,
    "is": """
    is, are, has, have, did, does, isnt, hasnt, yet, still, if, whether, am, ist, sind, schon, est,
    sont, déjà, está, están, ya, já, è, già, уже, 吗, 嗎, 没, 没有, 了没, 了没有, 了吗, 好没, 没好,
    是不是, 是否, 有没有, か, かな, ましたか, 나요, 까, 好了没, 好没好, 完成没, 还没好
    """,
    "subject": """
    scene, scenes, shot, shots, second scene, title, titles, voiceover, voice over, intro, outro,
    captions, 镜头, 片头, 片尾, 字幕, 配音, 音乐, 第, 一, 二, 三, 四, 五, 素材, it, this, that,
    video, render, export, generation, upload, clip, they, everything, all, job, rendering of,
    processing my, my render, download, encoding, task, final, cut, work, file, videos, uploads,
    process, one, going, coming, along, take, taking, gonna, video generation, going to take,
    footage, edit, results, result, es, exportieren, rendern, der, vidéo, rendu, elle, il, ça,
    exportation, vídeo, exportación, exportação, ele, ela, видео, рендер, 视频, 視頻, 片子, 影片,
    生成, 渲染, 导出, 上传, 上传的, 处理, 剪辑, 成片, 任务, 它, 你, 做, 剪, 弄, 合成, 動画,
    レンダリング, 書き出し, 処理, 영상, 렌더링
    """,
    "extra": """
    segment, segments, times, doing,
    進んで, 進んでいます, 進みました, 進んだ, its, thats, being, look like, looks like,
    does, 1, 2, 3, 4, 5, 6, v3, a3, into, every, detail, so, long, have i uploaded, have i, did i,
    along, ok, everything on, everything in, seconds, minutes, report, wondering, know,
    let me know, let me, in, on, at, right now, now, currently, so far, at the moment, current,
    all, of, for, inside, there, far, up, full, whole, entire, with, do, we, got, contents,
    content, audio, video, music, subtitle, subtitles, text, title, titles, voice, first, second,
    third, main, v1, v2, a1, a2, anything, what's happening, happening, how, hows, much, be, will,
    about, exactly, by now, almost, nearly, or not, or what, out, left, today, list, status of, i,
    you, im, was, been, any, c, siamo, sei, would, like, want, back, only, quick, summary,
    overview, up to, im im, gerade, auf, meinem, wie, im projekt, aktuelle, gibt, hat, du, dans,
    sur, y a, a t, actuel, actuelle, où, en, où en, los, del, mi, actual, hay, tiene, na, da,
    tem, meu, atual, esse, este, nel, в, на, моём, 里, 里面, 上, 里有, 里都, 现在, 目前, 当前, 到,
    有, 是, 是什么, 的话, 刚回来, 刚刚, 几, 个, 都, 大概, 还, 没, 正在, 在, 怎么, 怎么样, 咋样, 哪,
    什么, 一共, 总共, 多少, 这边, 那边, 已经, 得, 做得, 剪得, 今, 中, 中に, いま, ある, あります,
    ありますか, どう, なって, なってる, いる, います, います か, 何, どれ, 지금, 어디, 까지
    """,
}
