"""Words that may stand in any wish: politeness, approval, order and small grammar.

Losing one of them changes nothing for the agent; a word with a meaning of its own does not belong
here.
"""

from __future__ import annotations

from typing import Final

POLITE: Final = {
    "fill": """
    after the export, after exporting, after the render, after the download, finish up, finish
    it, finish it up, id like to, i would like to, id like, i would like,
    id love to, i need to, need to, i have to, before anything else, first of all, before we start,
    before we go on, please, pls, plz, plss, plis, kindly, just, simply, now, right now, rn, right,
    then, and, so, ok, okay, k, kk, alright, hey, hi, hello, yo, thanks, thank you, thx, ty,
    cheers, well, um, uh, hmm, oh, also, first, firstly, second, secondly, third, next, finally,
    lastly, afterwards, after that, when finished, last, again, quickly, quick, asap, immediately,
    real quick, straight away, right away, go ahead, go on and, lets, let us, can you, could you,
    would you, will you, can u, could u, i want you to, i need you to, id like you to,
    i would like you to, would you mind, the, a, an, my, our, your, me, us, i, you, we, to, of,
    buddy, man, bro, dude, mate, guys, for me, for us, if you can, if possible, when you can,
    when you get a chance, by the way, btw, perfect, great, nice, awesome, good, cool, sweet,
    lovely, excellent, looks good, looks great, lgtm, love it, i love it, all good, im done,
    were done, im happy, im happy with it, thats it, thats all, yep, yes, yeah, yup, sure, go,
    do it, fantastic, amazing, brilliant, wow, gorgeous, beautiful, wonderful, thats the one,
    sounds good, works for me, no changes, no more changes, nothing else, were good, good to go,
    approved, its approved, its fine, thats fine, thats good, thats enough, if so, if enough,
    if thats enough, if its enough, if yes, real fast, in the meantime, meanwhile,
    while youre at it, hurry, no rush, at last, done with that, alrighty, sorry, anyway,
    quick break, short break, off topic, unrelated, different question, another question,
    separate question, stop here, hold that thought, before we continue, before i forget,
    changed my mind, change of plan, change of plans, side question, side note,
    change nothing, change nothing in it, no edits, no edit, no editing, without edits,
    without any edits, dont change anything, dont touch anything, nothing changed,
    hello there, hi there, wanna, gonna, i wanna, im gonna, can we, could we, lets go, go on,
    please go, everything looks good, its all good, thats perfect, thats great, its perfect,
    its great, good job, well done, actually, one more thing, one more time, quick question,
    question, as well, too, i think, i guess, do me a favor and, bitte, danke, mal, jetzt, dann,
    und, auch, noch, mir, uns, das, die, der, den, dem, ein, eine, einen, mein, meine, meinen,
    kannst du, könntest du, können sie, ich möchte, ich will, hallo, zum schluss, am ende,
    anschließend, danach, zuerst, gleich, doch, es, du, sie, ist gut, passt, s il vous plaît,
    s il te plaît, svp, stp, merci, maintenant, puis, ensuite, et, aussi, moi, nous, le, la, les,
    l, un, une, mon, ma, mes, tu peux, peux tu, vous pouvez, pouvez vous, je veux, je voudrais,
    bonjour, salut, enfin, d abord, de, des, c est bon, parfait, à la fin, m, por favor, porfa,
    gracias, ahora, luego, después, y, e, también, el, los, las, una, mi, mis, puedes, podrías,
    puede, quiero, quisiera, hola, finalmente, primero, al final, entonces, lo, ya, obrigado,
    obrigada, agora, depois, então, também, o, os, as, uma, meu, minha, meus, você pode, pode,
    podes, poderia, quero, queria, oi, olá, por fim, primeiro, no final, tá, pra mim, para mim,
    per favore, grazie, adesso, poi, anche, il, gli, mio, mia, puoi, potresti, voglio, vorrei,
    ciao, infine, allora, пожалуйста, теперь, потом, и, мне, моё, мой, можешь, хочу, спасибо
    """,
    "fill zh": """
    请, 請, 麻烦, 麻烦你, 麻烦您, 帮我, 幫我, 帮忙, 帮, 替我, 给我, 給我, 一下, 一下子, 下, 吧, 呀,
    啊, 哦, 噢, 呢, 嘛, 哈, 哈哈, 了, 啦, 喽, 咯, 的, 那, 那个, 这个, 嗯, 哎, 诶, 欸, 喂, 好, 好的,
    好了, 行, 行了, 可以了, 就这样, 就这样吧, 就这样了, 就这版, 就这版了, 就它了, 没问题, 没问题了,
    不错, 很好, 完美, 可以, 就, 先, 再, 然后, 接着, 接下来, 最后, 最终, 现在, 马上, 立刻, 立即,
    急用, 着急, 急, 我急用, 赶时间, 急着用, 够的话, 够就, 如果够, 如果可以, 没问题的话, 可以的话,
    好的话, 好了的话, ok的话, 行的话, 如果好了, 那就, 那么, 嗯嗯, 对, 是的, 就是, 收到, 妥了, 妥,
    赞, 棒, 太棒了, 太好了, 完美了, 没毛病, 这样就好, 这样就行, 差不多了, 先这样, 先这样吧,
    没有问题, 没什么问题, 都可以了, 都好了, 全部搞定, 没有别的了, 没什么要改的了, 不用再改了, 赶紧,
    赶快, 快, 快点, 尽快, 直接, 我, 我们, 我想, 我要, 我想要, 想, 要, 你, 您, 你们, 能, 能不能,
    能帮我, 可不可以, 把, 将, 也, 都, 还, 还有, 顺便, 顺带, 顺手, 另外, 同时, 并, 并且, 而且, 谢谢,
    谢谢你, 谢了, 谢啦, 多谢, 辛苦, 辛苦了, 拜托, 一, 个, 一个, 一份, 一版, 份, 版, 个版本, 完,
    完成, 完成后, 完之后, 之后, 以后, 后, 剪完, 剪好, 弄完, 弄好, 做完, 做好, 改完, 改好, 搞定,
    好了之后, 好之后, 好了就, 完了, 你好, 哈喽, 
    题外话, 插一句, 插句话, 插个问题, 换个话题, 换个问题, 打断一下, 打个岔, 对了问一句, 顺便问一句,
    什么都不改, 什么都别改, 什么都不动, 什么都别动, 不做改动, 不做任何改动, 不做修改, 不做任何修改,
    不改动, 不用剪, 不用剪辑, 不剪, 不用处理, 不用改动, 依次, 执行, 步骤, 按顺序, 按下面, 以下,
    如下, 操作,
    请依次执行, 没了, 不改了, 不用改了, 就用这版, 定了, 定稿了, 满意, 很满意, 我很满意, 客户,
    问一下, 我想问一下, 想问一下, 请问, 告诉我, 跟我说, 跟我说一下, 对了, 话说, 全部, 整个, 直接把,
    呗, 哟, 喔, 么, 么么哒, 亲, を, に, で, は, が, の, も, と, て, ください, 下さい, お願い,
    お願いします, お願いいたします, 今, すぐ, この, その, これ, それ, もう, してください, して,
    します, したい, です, ます, よ, ね, か, では, じゃあ, 最後に, 次に, まず, それから, そして,
    ありがとう, てください, いただけますか, もらえますか, くれますか, 해줘, 해주세요, 를, 을,
    주세요, 좀, 지금, 이제, 으로, 로, 그리고
    """,
}
