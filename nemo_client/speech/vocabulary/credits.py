"""How people ask for the balance, and for more of it.

A `coin` needs a sign that an amount is meant (`count`) or that more is wanted (`refill`); a `sum`
does not.
"""

from __future__ import annotations

from typing import Final

CREDITS: Final = {
    "coin": """
    credit, credits, points, tokens, crédits, crédit, créditos, crédito, crediti, кредитов, кредиты,
    积分, 點數, 点数, 積分, 积分数, クレジット, ポイント, 크레딧
    """,
    "sum": """
    left on my account, left in my account, balance, quota, allowance, account balance,
    credit balance, credits balance, balence, credit balence,
    credit status, credits left, credits check, credit check,
    guthaben, kontostand, restguthaben, kontingent, solde, quota restant, saldo, cupo,
    account status, add credits to my account, add credits to the account, credit count,
    credits count, credit situation, credit usage, my usage, whats left in my account,
    whats left on my account, what have i got left, what do i have left, remaining credits,
    账户里还剩多少钱, 账上还有多少钱, 钱包, 积分剩余, 积分查询, 余额查询, 积分情况, cota,
    saldo restante, баланс, остаток, 余额, 餘額, 额度, 配额, 账户余额, 剩余额度, 剩余积分,
    积分余额, 剩余点数, 账上, 残高, 残りクレジット, 잔액, balances
    """,
    "refill": """
    top up, topup, top up my, topping up, recharge, recharging, refill, reload, buy, purchase,
    get more, need more, need some more, want more, get additional, buy more, buying, add more,
    pay for, pay for more, purchasing, get some more, aufladen, auflade, nachladen, kaufen, mehr,
    recharger, acheter, plus de, recargar, recargo, recarga, comprar, compro, más, mais,
    recarregar, recarrego, ricaricare, ricarico, comprare, пополнить, купить, 充值, 充钱, 充, 儲值,
    充点, 续费, 买, 购买, チャージ, 購入, 충전, 구매
    """,
    "count": """
    how many, how much, left, remaining, remain, remains, have, got, available, reserved, frozen,
    held, pending, check, check on, show, enough, any left, out of, running low, running out,
    run out, low on, still, used, spent, number of, amount of, total, look up, tell me, see, view,
    display, wie viele, wieviel, wieviele, wie viel, übrig, habe, zeig, zeige, verfügbar, prüfe,
    combien de, combien, reste, restants, montre, affiche, disponibles, me sobran, sobran,
    me sobra, cuántos, cuantos, cuánto,
    cuanto, quedan, queda, tengo, muestra, muéstrame, disponible, ver, voir, saber, quantos,
    quanto, restam, resta, tenho, sobrou, sobraram, mostra, me mostra, verifica, quanti, restano,
    rimangono, ho, mostrami, dimmi,
    сколько, осталось, покажи, 多少, 还剩, 剩, 剩下, 剩余, 还有, 有多少,
    几, 查, 查一下, 查看, 看, 看看, 看一下, 查询, 被冻结, 被占用, 不够, 不足, 不多了, 够, 够不够,
    够用, 余下, 冻结, 可用, 预留, 占用, 用掉, 用了, 还够, 残り, 残って, 残っています, 残ってる,
    いくつ, どれくらい, どのくらい, あと, 確認, 教えて, 見せて, 몇, 얼마나, 남았, 남은, 남았어,
    확인
    """,
    "extra": """
    去哪, 去哪里, 到哪, whats, what is, what, is, are, do, does, did, much, in, on, for, this,
    these, that, them, more, my, own, account, wallet, month, today, week, current, currently,
    at the moment, moment, there, know, need, want, give, get, where, how, how do i, can i, when,
    about, number, amount, status, report, before, am, out of, funds, used up, situation, with,
    some, any, it, so far, already, anymore, let me know, tell, like to know, id like to know,
    i want to know, wondering, check on, if, whether, out, remaining now, overview, info, details,
    over, enough to, mein, meine, konto, noch, ich, sind, ist, wie, hoch, was, viel, diesen, monat,
    mon, compte, il, t, ai, je, quel, est, me reste, ce, mois, encore, à, comment, cuál, es, cómo,
    como, qual, é, eu, ainda, minha, conta, mes, este, cuenta, en, mi, quanti ho ancora, come,
    у меня, мой, 我的, 账号, 账户, 帐户, 帐号, 里, 本月, 这个月, 今天, 目前, 当前, 有, 是, 怎么,
    如何, 在哪, 在哪里, 哪里, 哪儿, 入口, 用, 被, 给, 快没, 没, 快用完, 用完, 能用, 还能用, 还能,
    多, 点, 些, 一点, 一些, 情况, 数, 数量, 吗, 没有, 我还, 号, 上, 总共, 一共, 大概, 到底, 究竟,
    知道, 我想知道, 想知道, 想查, 想看, 想看看, 报一下, 报, 说一下, 说, 先不, 给我看, 给我看看,
    います, いますか, ありますか, あります, いま, 現在, 今月, アカウント, 何, 내, 지금
    """,
    "tail": "for, to, um, pour, para, per, 来, 做, 再做, 再来, 再, 导出, 够做, 够我",
}
