"""How people hand over files: the words that may stand around a path without asking for an edit."""

from __future__ import annotations

from typing import Final

UPLOAD: Final = {
    "do": """
    导进来, 导进去, 传进来, 传进去, 弄进来, download, grab, fetch, sending, sending you,
    attaching, adding, uploading, im uploading, pulling in, 发, 发个, 发一个, 发一段, 先上传, 传个,
    再传, 再传一个, upload, uplod, import, load, attach, add, ingest, bring in, put in, take, use,
    pull in, insert, drop in, include, throw in, hochladen, lade, hoch, lad, importiere,
    importieren, nimm, verwende, füge, hinzu, ein, importe, importer, importez, charge, charger,
    envoie, téléverse, téléverser, ajoute, utilise, prends, sube, subir, súbeme, importa, importar,
    carga, cargar, añade, agrega, usa, toma, envia, enviar, carrega, carregar, sobe, adiciona,
    carica, caricare, aggiungi, загрузи, добавь, используй, импортируй, 上传, 上傳, 导入, 導入, 传,
    传一下, 传上去, 加载, 补, 补充, 补一个, 补一段, 加, 加入, 添加, 用, 使用, 放, 放进, 放入,
    放进去, 加进去, 加进来, 拿去, 拿, 发你, 传你, 给你, 追加, 再加, 再补, 読み込んで, 読み込み,
    アップロード, 追加して, 使って, インポート, 업로드, 추가, 올려줘
    """,
    "load": """
    upload, uplod, import, load, attach, ingest, bring in, pull in, hochladen, hoch, importiere,
    importieren, importe, importer, importez, charge, charger, téléverse, téléverser, sube, subir,
    importa, importar, carga, cargar, carrega, carregar, carica, caricare, загрузи, импортируй,
    上传, 上傳, 导入, 導入, 传一下, 传上去, 加载, アップロード, インポート, 読み込んで, 업로드
    """,
    "here": """
    youll find it, find it, its at, its in, lives, sits, source, input, src, path, the path is,
    收一下, 查收, 请查收, 你收一下, 收好, 接收一下, 在这边, 放这儿了, 放这儿, 我放这儿了,
    放这边了, 放这里了, 在这儿, 放在, 就在, 路径, 文件路径, here, heres, here is, here are,
    here you go, there you go,
    this is, these are, take this, attached, ive attached, i attached, i have, ive got, got, meet,
    see, find, hier, hier ist, hier sind, das ist, anbei, voici, voilà, ci joint, aquí, aqui,
    aquí está, aquí tienes, aquí van, aqui está, aqui vai, aqui estão, segue, ecco, вот, 这是,
    這是, 在这, 在这里, 在這裡, 这里是, 给, 给你, 见, 如下, 放这了, 发给你, 传给你, 发你, 就是这个,
    これ, これが, これです, こちら, こちらです, です, 여기
    """,
    "thing": """
    file, files, tomas, tomada, prises, plans, clip, clips, video, videos, footage, image, images,
    photo, photos, picture,
    pictures, pic, pics, audio, song, songs, music, track, recording, recordings, material, media,
    asset, assets, shot, shots, take, takes, angle, camera, cam, b roll, broll, roll, raw, source,
    sources, link, url, movie, film, screenshot, screenshots, screen recording, voiceover,
    voice over, narration, voice, logo, interview, still, stills, folder, zoom recording, zoom,
    original, originals, scene, piece, one, two, three, four, five, rest, part, stuff, drone,
    drone shot, drone footage, session, memo, voice memo, selfie, vlog, sound, sound file, mp3,
    wav, mp4, mov, datei, dateien, aufnahme, aufnahmen, bild, bilder, foto, fotos, musik, fichier,
    fichiers, vidéo, vidéos, musique, rush, rushes, enregistrement, archivo, archivos, vídeo,
    vídeos, imagen, imágenes, canción, grabación, arquivo, arquivos, imagem, imagens, gravação,
    música, registrazione, immagine, файл, файлы, видео, фото, музыка, запись, 文件, 视频, 視頻,
    素材, 片段, 图片, 照片, 图, 音频, 音乐, 歌, 歌曲, 录音, 录像, 录屏, 镜头, 机位, 航拍, 空镜,
    原片, 原视频, 原素材, 链接, 地址, 影片, 配音, 旁白, 截图, 采访, 人声, 背景音乐, 拍的, 花絮,
    拍摄, 段子, 封面, 动图, 动画, 短片, 语音, 資料, ファイル, 動画, 写真, 画像, 音声, 素材です, 曲,
    파일, 영상, 사진
    """,
    "extra": """
    in, into, to, the, from, at, as, for, with, by, on, of, this, these, that, it, them, following,
    both, all, new, another, more, one more, some, is, are, be, project, timeline, session,
    library, media library, bin, here, below, located, named, called, up, want, id like,
    would like, it is, its, path, next, start with, lets start with, working, work, plus,
    another one, same, last, few, only, used, material to use, to use, use, to work with, too,
    second, third, first, other, final, projekt, zum, ins, in das, bibliothek, im, ist, sind,
    folgende, dans, au, projet, à, est, sont, ce, cette, ces, suivant, suivants, al, proyecto, en,
    estos, estas, esta, este, siguientes, ao, na, projeto, esse, essa, estes, seguintes,
    al progetto, в проект, это, в, 到, 里, 进, 进来, 进去, 到项目, 项目, 项目里, 里面, 时间线,
    素材库, 在, 是, 两个, 两段, 三个, 几个, 这些, 下面, 以下, 这几个, 这两个, 一段, 一首, 一张,
    两张, 三张, 几张, 三段, 条, 两条, 段, 张, 首, 一条, 另一个, 新的, 新, 另外一个, 原始, 地址, 来,
    上来, 上去, 吧, 路径, 位置, 有, 是这个, 这张, 这首, 这段, 这条, 那段, 全, 和, 以及, 与, 跟,
    今天, 今天拍的, 刚拍的, 新拍的, 拍好了, 录好了, 录的, 刚录的, 做的, 找的, 找到的, 昨天拍的,
    我拍的, 我的, 第二, 第一, 第三, 二, 两, 三, 四, 五, 份, 共, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    """,
}
