"""The plain cases of other languages: hands on controls, by their imperatives and their nouns.

A row per language. Western imperatives open a clause, Japanese and Korean ones end it. The names of
controls join the labels of `gui_tables`; what an instruction would have done is decided there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tongue:
    """Verbs of a hand, verbs of looking, what only a screen has, and what opens a condition."""

    hands: str
    looks: str
    screen: str
    leads: str
    openers: str


TONGUES: Final = {
    "es": Tongue(
        r"(?:haz|haga|hacer|haciendo|hacé) (?:doble )?clic|dale a|pulsa[r]?|pulse|pulsando|"
        r"presion(?:a|e|ar|ando)|arrastr(?:a|e|ar|ando)|"
        r"desli(?:za|ce|zar)",
        r"abr(?:e|a|ir)|toque|toca[r]?|sub(?:e|a|ir)|carg(?:a|ue|ar)|ve a|vaya a|ver(?:l[oa]s?)?|"
        r"mira|mire|revis(?:a|e|ar)|consult(?:a|e|ar)|"
        r"us(?:a|e|ar)|utili(?:za|ce|zar)|previsuali(?:za|ce|zar)|reprodu(?:ce|zca|cir)|"
        r"ajust(?:a|e|ar)|recort(?:a|e|ar)|muev[ea]|mover|seleccion(?:a|e|ar)|elig[ea]|elija|"
        r"elegir|escog[ea]|encontrar(?:ás|á)?|entr[ae] en|acced[ea]|comprueb[ae]|comprobar|"
        r"dirígete|diríjase|export(?:a|e|ar)|descarg(?:a|ue|ar)|verás|echa un vistazo|cambia[r]?",
        r"botón|menú|panel(?:es)?|línea de tiempo|cronología|pistas|capas|pestaña|"
        r"reproductor|editor|barra (?:de|espaciadora)|esquina|biblioteca|configuración|ajustes|"
        r"cuenta|"
        r"facturación|saldo|créditos|vista previa|ratón|arriba a la|tablero|navegador",
        r"ahora|luego|después|entonces|por favor|también|simplemente|solo|sólo|puedes?|podrás|"
        r"podrá|pueden|debes?|tienes que|tiene que|hay que|y|o|cuando quieras,?|te recomiendo",
        r"para|si|cuando|una vez|en cuanto|cuando estés",
    ),
    "pt": Tongue(
        r"(?:dê|dar|faça|fazer) (?:um |duplo )?clique|cliqu(?:e|es)|clicar|clicando|clica|"
        r"aperte|apertar|pression(?:e|ar|a)|arrast(?:e|ar|a|ando)|deslize",
        r"abr(?:a|ir|e)|toque|tocar|vá (?:para|até|em|a)|vej[ao]|ver|confira|verifique|consulte|"
        r"use|utilize|"
        r"usar|visualiz(?:e|ar)|reproduz(?:a|ir)|assist(?:a|ir)|ajust(?:e|ar)|recorte|cort(?:e|ar)|"
        r"mov(?:a|er)|selecion(?:e|ar)|escolh(?:a|er)|encontr(?:e|ar)|acess(?:e|ar)|entre|exporte|"
        r"baix(?:a|e|ar)|dê uma olhada",
        r"botão|menu|paine(?:l|is)|linha do tempo|timeline|faixas|camadas|aba|player|"
        r"reprodutor|editor|barra (?:de|superior|lateral)|canto (?:superior|inferior)|biblioteca|"
        r"configurações|conta|cobrança|saldo|"
        r"créditos|pré-visualização|mouse|rato|ecrã|navegador",
        r"agora|depois|então|em seguida|por favor|também|basta|é só|só|simplesmente|você pode|"
        r"você também pode|pode|podes|deve|precisa|e|ou",
        r"para|se|quando|assim que|caso|depois de",
    ),
    "fr": Tongue(
        r"(?:double-)?cliqu(?:ez|e|er|ant)|appu(?:yez|ie|yer)|tapez|"
        r"(?:faites |fais |faire )?gliss(?:ez|er)(?:-déposez)?|pressez",
        r"ouvr(?:ez|e|ir)|touch(?:ez|er)|all(?:ez|er)|va dans|rendez-vous|voi[rs]|voyez|"
        r"regard(?:ez|er|e)|"
        r"consult(?:ez|er|e)|vérifi(?:ez|er|e)|utilis(?:ez|er|e)|prévisualis(?:ez|er|e)|"
        r"li(?:sez|re)|lanc(?:ez|er)|ajust(?:ez|er|e)|coup(?:ez|er)|rogn(?:ez|er)|"
        r"déplac(?:ez|er|e)|sélectionn(?:ez|er|e)|choisi(?:ssez|r|s)|trouv(?:ez|er)|"
        r"trouverez|verrez|accéd(?:ez|er)|export(?:ez|er)|télécharg(?:ez|er)|jetez un œil",
        r"boutons?|menu|panneaux?|timeline|ligne de temps|chronologie|frise|pistes|calques|"
        r"onglet|lecteur|éditeur|barre (?:d|latérale)|en haut à|en bas à|bibliothèque|"
        r"paramètres|réglages|compte|facturation|solde|crédits|aperçu|souris|navigateur",
        r"maintenant|ensuite|puis|alors|s'il vous plaît|aussi|également|simplement|il suffit de|"
        r"il vous suffit de|vous pouvez|vous pourrez|vous devez|tu peux|tu dois|et|ou|n'hésitez "
        r"pas à|veuillez|pensez à|vous",
        r"pour|si|quand|lorsque|une fois|dès que|après|afin de",
    ),
    "de": Tongue(
        r"(?:doppel|rechts)?klick(?:en|e|st)?|drück(?:en|e|st)?|tipp(?:en|e|st)|"
        r"zieh(?:en|e|st)?|wisch(?:en|e)|scroll(?:en|e)",
        r"öffne[nt]?|geh(?:en|e|t)?|seh(?:en|t)|sieh|schau(?:en|e|t)?|prüf(?:en|e)|überprüfen|"
        r"benutz(?:en|e)|nutz(?:en|e)|verwende[nt]?|spiel(?:en|e)|wähl(?:en|e)|"
        r"find(?:en|est|et)|wechsel[nt]?|navigier(?:en|e)|ruf(?:en|e)|start(?:en|e)|lad(?:en|e)|"
        r"exportier(?:en|e)|pass(?:en|e)|verschieb(?:en|e)|schneid(?:en|e)|kürz(?:en|e)|werfen",
        r"schaltflächen?|knopf|buttons?|taste|leertaste|\w*menü|panel|bedienfeld|timeline|"
        r"zeitleiste|"
        r"zeitachse|spuren|ebenen|reiter|registerkarte|player|wiedergabe|editor|(?:seiten|"
        r"werkzeug|menü)leiste|"
        r"oben rechts|oben links|unten rechts|unten links|bibliothek|mediathek|"
        r"einstellungen|konto|kontostand|guthaben|abrechnung|vorschau(?:fenster)?|maus|browser",
        r"jetzt|dann|danach|anschließend|nun|bitte|auch|einfach|nur|sie können|du kannst|"
        r"können sie|kannst du|sie müssen|müssen sie|du musst|und|oder|zum schluss|sie|du|dort",
        r"um|wenn|sobald|falls|nachdem|zum|für",
    ),
    "it": Tongue(
        r"(?:fai|fate|faccia|fare|facendo) (?:doppio )?clic|clicc(?:a|ate|are|ando|hi)|"
        r"prem(?:i|a|ete|ere|endo)|trascin(?:a|ate|are|i|ando)|scorri",
        r"apr(?:i|ite|ire|a)|tocc(?:a|ate|are|hi)|va[i']? (?:su|in|nel|nella|a|al|alla)|vedi|"
        r"vedere|guard(?:a|ate|are)|"
        r"controll(?:a|ate|are|i)|verific(?:a|are|ate)|us(?:a|ate|are|i)|utilizz(?:a|are|ate)|"
        r"riprodu(?:ci|rre|cete)|regol(?:a|are|ate)|tagli(?:a|are|ate)|spost(?:a|are|ate)|"
        r"selezion(?:a|are|ate|i)|scegli(?:ere|ete)?|trov(?:i|a|are|erai)|accedi|esporta(?:re)?|"
        r"scarica(?:re)?",
        r"pulsant[ei]|bottone|menu|menù|pannell[oi]|timeline|linea temporale|tracce|livelli|"
        r"scheda|lettore|player|editor|barra (?:d|laterale)|in alto a|in basso a|libreria|"
        r"impostazioni|account|fatturazione|saldo|crediti|anteprima|mouse|browser",
        r"ora|adesso|poi|quindi|per favore|anche|semplicemente|basta|puoi|può|potete|devi|deve|"
        r"dovete|e|o|ti consiglio di|infine",
        r"per|se|quando|una volta|appena|dopo",
    ),
    "ru": Tongue(
        r"(?:на)?жми(?:те)?|кликни(?:те)?|щёлкни(?:те)?|щелкни(?:те)?|перетащи(?:те)?|тапни(?:те)?",
        r"открой(?:те)?|перейди(?:те)?|посмотри(?:те)?|смотри(?:те)?|проверь(?:те)?|выбери(?:те)?|"
        r"используй(?:те)?|зайди(?:те)?",
        r"кнопк\w+|меню|панел\w+|таймлайн\w*|дорожк\w+|сло[йия]\w*|вкладк\w+|плеер\w*|"
        r"редактор\w*|настройк\w+|аккаунт\w*|баланс\w*|шкал\w+ времени",
        r"теперь|затем|потом|пожалуйста|также|просто|вы можете|можете|и|или",
        r"чтобы|если|когда|как только|после|для",
    ),
}
"""Languages whose imperative opens the clause."""

ENDING: Final = {
    "ja": Tongue(
        r"クリック|タップ|押(?:し|す|せ)|ドラッグ|ドロップ|長押し|スワイプ",
        r"開い|開く|開け|ご覧|確認|表示|再生|プレビュー|見(?:て|る|られ)|調整|移動|選択|選ん|"
        r"アップロード|ダウンロード|書き出|保存|追加|入力|使(?:って|う|い)|チェック",
        r"ボタン|メニュー|パネル|タイムライン|トラック|レイヤー|画面[左右上下]|タブ|プレーヤー|"
        r"プレイヤー|エディタ|右上|左上|右下|左下|設定|アカウント|残高|クレジット|スペースキー|"
        r"ライブラリ|マウス|プレビュー",
        r"",
        r"(?:ください|下さい|(?:でき|られ|け|せ|使え)ます|しょう|お願いします)[。！!）)✨\s]*$",
    ),
    "ko": Tongue(
        r"클릭|탭하|누르|눌러|드래그|끌어|더블클릭",
        r"열(?:어|고|면)|확인|보(?:세요|실|려면)|재생|미리|선택|조정|이동|업로드|다운로드|저장|"
        r"추가|"
        r"내보내|사용",
        r"버튼|메뉴|패널|타임라인|트랙|레이어|화면 [상하우좌오왼]|탭|플레이어|편집기|오른쪽 위|"
        r"왼쪽 위|"
        r"오른쪽 아래|왼쪽 아래|우측|좌측|설정|계정|잔액|크레딧|스페이스바|라이브러리|마우스|"
        r"미리보기",
        r"",
        r"(?:세요|십시오|면 됩니다|면 돼요|수 있습니다|수 있어요)[.!)✨\s]*$",
    ),
}
"""Languages whose verb closes the clause; `openers` are its endings when a reader is told to."""

NAMES: Final = {
    "request_upload": (
        r"subir|sube|cargar|importar|carregar|enviar arquivo|téléverser|importer|charger|"
        r"hochladen|laden sie|lade|"
        r"importieren|carica|caricare|importa|アップロード|読み込み|インポート|업로드|가져오기|"
        r"загруз\w+|импорт\w*"
    ),
    "export": (
        r"exportar|exporta|exportación|descargar?|guardar|renderizar|baixar|salvar|exporter|"
        r"exportation|télécharger|enregistrer|exportieren|herunterladen|speichern|rendern|"
        r"esporta\w*|"
        r"scarica\w*|salva|書き出し|エクスポート|ダウンロード|내보내기|다운로드|저장|экспорт\w*|"
        r"скачать|сохранить"
    ),
    "send_edit": (
        r"deshacer|rehacer|desfazer|refazer|annuler|rétablir|rückgängig|wiederherstellen|annulla|"
        r"ripristina|元に戻す|やり直し|取り消し|실행 취소|되돌리기|다시 실행|отменить|arrastr\w+|"
        r"arrast\w+|gliss\w+|zieh\w*|trascin\w+|ドラッグ|드래그|끌어|перетащ\w+|recort\w+|mover|"
        r"mueve|"
        r"déplac\w+|verschieb\w+|spost\w+"
    ),
    "confirm": (
        r"generar|aplicar|confirmar|continuar|empezar|comenzar|iniciar|aceptar|gerar|começar|"
        r"générer|appliquer|confirmer|continuer|commencer|démarrer|valider|generieren|erzeugen|"
        r"anwenden|bestätigen|fortfahren|weiter|starten|genera|applica|conferma|continua|avvia|"
        r"inizia|生成|適用|確認|続行|続ける|開始|作成|決定|생성|적용|확인|계속|시작|만들기|"
        r"создать|сгенерировать|применить|подтвердить|продолжить|начать"
    ),
    "show_credits": (
        r"cuenta|saldo|créditos|facturación|suscripción|conta|cobrança|assinatura|compte|solde|"
        r"crédits|facturation|abonnement|konto|kontostand|guthaben|abrechnung|crediti|"
        r"fatturazione|abbonamento|アカウント|残高|クレジット|請求|プラン|계정|잔액|크레딧|결제|"
        r"аккаунт\w*|баланс\w*|кредит\w*"
    ),
    "show_timeline": (
        r"reproduc\w*|vista previa|previsuali\w+|barra espaciadora|barra de espaço|reproduzir|"
        r"pré-visuali\w+|"
        r"visualizar|lecture|lire|aperçu|prévisualis\w+|lecteur|barre d'espace|wiedergabe|"
        r"abspielen|vorschau\w*|leertaste|riproduc\w*|riproduzione|anteprima|"
        r"barra spaziatrice|再生|プレビュー|"
        r"スペースキー|プレ[ーイ]ヤー|플레이어|재생|미리보기|스페이스바|воспроизв\w+|просмотр\w*|"
        r"пробел"
    ),
    "show_state": (
        r"línea de tiempo|cronología|pistas|capas|paneles|linha do tempo|faixas|camadas|painel|"
        r"chronologie|pistes|calques|panneau|zeitleiste|zeitachse|spuren|ebenen|linea temporale|"
        r"tracce|livelli|pannello|タイムライン|トラック|レイヤー|素材|パネル|타임라인|트랙|"
        r"(?<!플)레이어|"
        r"패널|таймлайн\w*|дорожк\w+|сло[ия]"
    ),
}
"""What stands on controls in these languages, by the action of the editor."""

FORMAL: Final = (
    r"cliquez|appuyez|glissez|faites glisser|klicken|drücken|ziehen|tippen|haga clic|haz clic|"
    r"pulse|"
    r"arrastre|clique|pressione|fai clic|fate clic|clicca|premete|trascina|нажмите"
)
"""The hands which are no third person as well: only these begin a clause within a sentence."""
HANDS: Final = "|".join(tongue.hands for tongue in TONGUES.values())
CONTROLS: Final = "|".join(NAMES.values())
