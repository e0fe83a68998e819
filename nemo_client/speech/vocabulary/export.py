"""How people ask for the file.

A row is a role: `do` asks alone, `out` needs a thing or a name, `have` needs a definite thing;
`tail` opens a reason that changes nothing in the file; `then` counts only after `when`.
"""

from __future__ import annotations

from typing import Final

EXPORT: Final = {
    "do": """
    go for the export, start the export, start export, start exporting, start rendering,
    start the render, begin the export, begin exporting, begin rendering, run the export,
    run the render, do the export, do the final export, kick off the export, kick off the render,
    kick off an export, trigger the export, trigger a render, trigger the render,
    do a final render, do the final render, get it exported, get this exported, get that exported,
    have it exported, get it rendered, get this rendered, produce, starte den export,
    lance l export, lance le rendu, inicia la exportación, inicia a exportação, 开始导出, 开始渲染,
    执行导出, 渲染输出, 渲染导出, 合成导出, 导出保存, 打包导出, 开始出片, 导一个, 出一版, 出个,
    出一个, 导, export, download, dl, exporting to, reexport, re export, render out, export out,
    save out, exportiere, exportieren, exportier, export mir, herunterladen, runterladen, herunter,
    runter, exporte, exporter, exportez, télécharge, télécharger, téléchargez, telecharge,
    exporte le, exporte la, exporta, exportar, expórtalo, exportalo, expórtame, exportame,
    expórtamelo, descarga, descargar, descárgalo, descargalo, descárgame, descárgamelo, exportá,
    baixa, baixar, baixe, exporta lo, baixa lo, esporta, esportare, esportalo, scarica, scaricare,
    scaricalo, экспортируй, экспортировать, экспорт, скачай, скачать, выгрузи, 导出, 导出来,
    导一下, 导一版, 导一份, 导个, 导给我, 导出给我, 导成, 输出, 下载, 下载下来, 下载到, 出片,
    出个片, 出成片, 导出成片, 匯出, 導出, 下載, 輸出, 导下来, 书き出して, 書き出し, 書き出して,
    書き出す, 書き出したい, エクスポート, ダウンロード, 出力, 내보내, 내보내기, 내보내줘, 다운로드,
    추출
    """,
    "out": """
    send it over, send it to me, send it, send that over, put, drop, spit out, burn, wrap up,
    wrap it up, convert it, convert it to, save, render, rerender, re render, send, deliver,
    hand over, ship, ship it, hand me, output, finalize, finalise, text me, email me, mail me,
    write, store, dump, send over, send me over, send back, speichere, speichern, speicher,
    sichere, ab, rendere, rendern, schick, schicke, schicken, sende, liefere, gib, envoie, envoyer,
    envoyez, donne, enregistre, enregistrer, sauvegarde, sauvegarder, livre, envoie le, guarda,
    guardar, guárdalo, guardalo, envía, envia, envíame, enviame, envíamelo, mándame, mandame,
    mándamelo, manda, pásame, renderiza, renderizar, entrega, entrégame, salva, salvar, salve,
    me manda, me envia, envie, mande, me entrega, salvalo, invia, inviami, mandami, сохрани,
    отправь, пришли, скинь, отрендери, 打包, 打包发我, 打包给我, 转成, 转为, 转换成, 生成成片,
    生成最终视频, 生成最终版, 下到本地, 发成片, 发个, 发我一份, 发我一个, 传过来, 保存, 存, 存到,
    存为, 存成, 存在, 存下来, 存一下, 另存, 另存为, 渲染, 渲染好, 渲染完, 渲染出来, 渲染成, 发我,
    发给我, 发送, 发送给我, 发一下, 发一份, 发过来, 传给我, 传我, 交付, 交片, 合成, 给我发, 发出来,
    发到, 拿到, 保存到, 保存为, 保存して, 送って, レンダリング, ちょうだい, 저장, 저장해줘, 보내줘,
    렌더링
    """,
    "have": """
    hit me with, let me have, id rather have, i would rather have, id prefer it, gonna need,
    will need, ill take, ill need, id love, get me, give me, hand, get, give, gimme, need, want,
    have, id like, i would like, grab, pass, fetch, can i get, can i have, could i get,
    could i have, could i possibly have, may i have,
    i want, i need, brauche, ich brauche, hätte gern, gib mir,
    j ai besoin de, je veux, il me faut, necesito, dame, preciso, me dá, quiero, dammi, mi serve,
    нужен, нужно, дай, 我要, 给我, 要, 来个, 来一个, 来一份, 来一版, 需要, 我需要, 拿, 想要, 欲しい
    """,
    "thing": """
    video, vid, vids, film, movie, project, projects, videos, clip, edit, cut, file, result,
    final, version,
    cut of it, render, final version, final video, final file, final cut, final product,
    final result, final render, finished video, finished file, finished product, finished version,
    finished cut, finished film, finished one, finished clip, master, master file, whole thing,
    whole video, entire video, full video, output file, everything, all of it, reel, trailer,
    teaser, promo, vlog, copy, video file, whatever we have, what we have, whatever you have,
    what you have, whatever youve got, what weve got, whatever we have so far, what we have so far,
    latest version, current version, latest, current, completed, complete, finished, footage,
    timeline, sequence, draft, current draft, deliverable, end result, thing, one,
    animation, composition, slideshow, montage, projekt, datei, ergebnis, endfassung, fertige,
    fertiges, fertigen, ganze, ganzen, finale, endergebnis, endgültige, aktuelle, videodatei,
    vidéo, projet, fichier, résultat, finie, terminée, version finale, vidéo finale, montage final,
    proyecto, archivo, resultado, película, versión, versión final, vídeo, video final, projeto,
    arquivo, resultado final, versão, versão final, vídeo final, filme, terminado, terminada,
    pronto, pronta, progetto, finito, versione finale, risultato, видео, ролик, файл, проект,
    готовое, фильм, результат, финальную, 成片, 视频, 視頻, 影片, 片子, 片, 项目, 工程, 作品, 文件,
    最终版, 最终版本, 最终视频, 最终文件, 成品, 结果, 终版, 定稿, 当前版本, 当前项目, 当前视频,
    当前, 现在的版本, 现在这版, 整片, 完整版, 完整视频, 整个视频, 整个片子, 短片, 最新版, 视频文件,
    做好的视频, 剪好的视频, 做好的, 剪好的, 生成的视频, 完整, 最新, 最新的, 这条视频, 这个视频,
    这部片子, 这片子, 宣传片, final 版, 動画, 映像, 動画ファイル, ファイル, プロジェクト, 完成版,
    完成した動画, 最終版, 完成動画, 영상, 비디오, 파일, 프로젝트, 완성본, 결과물
    """,
    "it": """
    it, this, that, them, these, those, all, cette, ce, ça, esto, eso, isso, isto, todo, tudo, lo,
    alles, dies, diese, dieses, это, его, 它, 这, 这版, 这一版, 这个版本, 这条, 这段, 这部, 这份,
    那版
    """,
    "when": """
    when, once, as soon as, after, if, wenn, sobald, quand, dès que, une fois, cuando, una vez,
    quando, assim que, когда, 等, 等到, 如果, 要是
    """,
    "then": """
    its, thats, that is, it is, everything is, everythings, is, are, youre, you are, looks, done,
    finished, ready, good, complete, rendered, fine, ok, happy, over, through, with it, all done,
    fertig, terminé, prêt, fini, c est, qu elle est, qu il est, listo, lista, esté, estiver,
    pronto, pronta, готово, 没问题, 好了, 完成, 完成了, 可以, 做完了
    """,
    "extra": """
    twice, once, one as, name it, call it, name the file, call the file, let me, lade, lad, in, as,
    at, into, on, with, from, under, named, called, file name, filename, format, resolution,
    quality, res, size, as is, as it is, as a, as an, untouched, unchanged, straight, directly,
    here, already done, desktop, computer, disk, phone, drive, machine, laptop, folder,
    downloads folder, camera roll, locally, local, mac, pc, over, out, back, down, up, off, by,
    version, versions, both, each, one, ready to, im ready to, were ready to, time to, its time to,
    today, tonight, tomorrow, this morning, am i able, with subtitles, with captions, with audio,
    with sound, with the subtitles, with the captions, with music, with the music, with everything,
    the way it is, the way it is now, to my inbox, inbox, email, reicht, reicht mir, genügt,
    suffit, me basta, basta, alcanza, chega, 就够, 就够了, 够了, exactly, only, nothing else,
    without
    changes, without any changes,
    should be, must be, has to be, set to, 设为, 设成, 选, 选择, 品质,
    最高, 最低, 最好, 最佳,
    under the name, with the name, under the filename, with the filename, under the file name,
    with the file name, name the result, by the name of, the name, name, call the result,
    con il nome, 名字叫, 名字就叫, 文件名用, 命名成, 起名, 起名叫, 为名, 为文件名, 作文件名,
    这个名字,
    的名字, 这个文件名, 作为文件名, の名前で, einmal, una vez, une fois, tel quel, tal cual,
    unverändert, así como está, tal como está, that is, そのまま, once more, fine, is fine, is ok,
    is okay, works, is enough, will do, does it, fresh, a fresh,
    new, link, file link, download link, video link, if ready, if its ready, when ready,
    once ready, once done, when done, when its done, when its ready, when thats done,
    once thats done, once its done, done, please do, full, at full, file as, exported, rendered,
    saved, als, in der, im, unter, unter dem namen, auf, nach, zu, zum, fertig, am, qualität,
    auflösung, en, au format, sous, sous le nom, dans, sur, comme, vers, pour moi, qualité, à, au,
    como, a, al, formato, con el nombre, en mi, escritorio, calidad, em, na, para, com o nome,
    qualidade, formato de, in formato, come, su, con, в, как, на, формате, в формате, качестве, 为,
    成, 到, 在, 叫, 叫做, 命名, 命名为, 名字, 文件名, 名为, 格式, 格式的, 格式就行, 格式就好,
    格式吧, 画质, 清晰度, 分辨率, 质量, 本地, 到本地, 电脑, 桌面, 手机, 到手机, 到桌面, 到电脑, 用,
    以, 各, 各导出, 各一份, 两个, 两份, 两版, 两种, 分别, 来, 出来, 出, 下来, 过来, 就行, 就好,
    就可以, 即可, 得了, 是, 里, 原样, 不用动, 不动, 一遍, 一次, 重新, 微信, 邮箱, 我邮箱, 到我邮箱,
    链接, 下载链接, 到我, 了吧, 版本, 版的, 的版本, 渲染, 给我吧, 形式, 后缀, 保存, 成一个, として,
    形式で, 画質で, 画質, 解像度, 名前で, という名前で, ファイルとして, 형식으로, 으로
    """,
    "tail": """
    for, so, so that, because, cause, cuz, since, before, that i can, i can, something,
    something i can, that we can, to show, to post, to share, to upload to, to put on, we can,
    which i, asap because, für, damit, weil, pour, pour que, afin, para que, para, porque, perché,
    чтобы, для, 因为, 方便, 好让, 我好, 以便, 拿去, 用来, 我要发, 要发, 发朋友圈, 发抖音, 我要拿去,
    ために, から, ので
    """,
    "q": "吗, 嗎",
    "choice": "还是",
    "format": """
    mp4, mov, webm, gif, mkv, avi, m4v, mpeg, mpg, wmv, flv, prores, ogv, mxf, animated gif,
    mp4 file, mov file, gif file, webm file
    """,
    "ask": """
    can you, could you, would you, will you, can u, could u, kannst du, könntest du, können sie,
    peux tu, tu peux, pouvez vous, vous pouvez, puedes, podrías, puede, você pode, pode, podes,
    poderia, puoi, potresti, можешь, 能, 能不能, 可不可以, 可以, 能帮我, もらえますか, くれますか
    """,
    "urge": """
    now, right now, please, pls, plz, for me, for us, me, us, asap, just, immediately, bitte,
    jetzt, s il te plaît, s il vous plaît, svp, maintenant, por favor, ahora, agora, per favore,
    mir, moi, 现在, 马上, 立刻, 赶紧, 快点, 请, 帮我, 给我, 麻烦, 麻烦你, 一下, 把, 将, 能帮我, 下,
    帮忙, 吧
    """,
    "one": "a, an, ein, eine, einen, un, une, una, um, uma, some, any, another, 一个, 个, 一份",
}

QUALITY_WORDS: Final = """
    high, highest, low, lowest, best, max, maximum, medium, good, top, full, standard, original,
    ultra, lower, higher, better, decent, normal, draft, hohe, hoher, höchste, höchster, beste,
    bester, niedrige, niedriger, mittlere, haute, basse, meilleure, bonne, maximale, moyenne, alta,
    baja, máxima, mejor, buena, baixa, melhor, boa, média, media, massima, bassa, migliore,
    высокое, высоком, 高, 最高, 低, 最低, 最好, 最佳, 中, 中等, 普通, 标准, 较高, 较低, 原始
"""
QUALITY_NOUNS: Final = """
    quality, res, resolution, qualität, auflösung, qualité, résolution, definition, calidad,
    resolución, qualidade, resolução, qualità, качество, качестве, 画质, 质量, 清晰度, 品质,
    分辨率, 畫質, 画質, 品質
"""
QUALITY_NAMES: Final = """
    hd, full hd, fhd, uhd, qhd, ultra hd, hdr, 4k uhd, 高清, 超清, 全高清, 超高清, 标清, 蓝光,
    原画, 最高清, 高畫質
"""
