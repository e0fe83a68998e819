"""Plain instructions of other languages: one of each action in each language of the table."""

from __future__ import annotations

import pytest

from nemo_client.speech import Shown, translate
from nemo_client.speech.gui_tables import LABELS
from nemo_client.speech.gui_tongues import ENDING, NAMES, TONGUES

INSTRUCTIONS = {
    "es": {
        "export": "Haz clic en el botón Exportar, arriba a la derecha.",
        "show_timeline": "Pulsa la barra espaciadora para verlo.",
        "show_state": "Abre la línea de tiempo para ver las pistas.",
        "send_edit": "Arrastra el borde del clip.",
        "request_upload": "Para añadir el logotipo, haz clic en «Importar».",
    },
    "pt": {
        "export": "Clique em Exportar no canto superior direito.",
        "confirm": "Clique em Gerar quando quiser.",
        "show_state": "Abra a linha do tempo.",
        "send_edit": "Arraste a borda do clipe.",
    },
    "fr": {
        "export": "Cliquez sur le bouton Exporter en haut à droite.",
        "show_timeline": "Appuyez sur la barre d'espace pour lancer l'aperçu.",
        "send_edit": "Si cela ne vous plaît pas, cliquez sur Annuler.",
        "show_credits": "Consultez votre solde dans le menu du compte.",
    },
    "de": {
        "export": "Klicken Sie oben rechts auf „Exportieren“.",
        "show_timeline": "Drücken Sie die Leertaste für die Vorschau.",
        "request_upload": "Klicken Sie links auf „Hochladen“.",
        "show_state": "Öffnen Sie die Zeitleiste.",
    },
    "it": {
        "export": "Fai clic sul pulsante Esporta in alto a destra.",
        "confirm": "Clicca su Genera.",
        "send_edit": "Trascina il bordo della clip.",
    },
    "ru": {
        "export": "Нажмите кнопку «Экспорт».",
        "send_edit": "Перетащите клип мышью.",
    },
    "ja": {
        "export": "右上の「書き出し」ボタンをクリックしてください。",
        "show_timeline": "再生ボタンを押して確認してください。",
        "send_edit": "クリップの端をドラッグしてください。",
        "request_upload": "左の「アップロード」ボタンから追加してください。",
    },
    "ko": {
        "export": "오른쪽 위의 내보내기 버튼을 클릭하세요.",
        "show_timeline": "플레이어에서 재생해 확인해 주세요.",
        "request_upload": "왼쪽의 업로드 버튼으로 추가해 주세요.",
    },
}
STATEMENTS = {
    "es": ("El vídeo dura 45 segundos.", "La mujer pulsa el timbre y abre la ventana."),
    "pt": ("O vídeo tem 45 segundos.", "A mulher aperta a campainha e abre a janela."),
    "fr": ("La vidéo dure 45 secondes.", "Le joueur ouvre le menu et appuie sur la sonnette."),
    "de": ("Der Film ist 45 Sekunden lang.", "Die Frau drückt den Knopf und öffnet das Fenster."),
    "it": ("Il video dura 45 secondi.", "La donna preme il campanello e apre la finestra."),
    "ru": ("Видео длится 45 секунд.", "Женщина нажимает на звонок."),
    "ja": ("動画は45秒です。", "女性がボタンを押して、ドアが開きます。"),
    "ko": ("영상은 45초입니다.", "여자가 벨을 누르고 문이 열립니다."),
}


def test_every_language_of_the_tables_is_tried_below() -> None:
    assert set(INSTRUCTIONS) == set(STATEMENTS) == {*TONGUES, *ENDING}


def test_every_action_has_names_in_other_languages() -> None:
    assert set(NAMES) == set(LABELS)


@pytest.mark.parametrize(
    ("tongue", "action"),
    [(tongue, action) for tongue, row in INSTRUCTIONS.items() for action in row],
)
def test_an_instruction_goes_and_leaves_its_action(tongue: str, action: str) -> None:
    statement = STATEMENTS[tongue][0]
    shown = translate(f"{statement} {INSTRUCTIONS[tongue][action]}")
    assert (shown.text.strip(), shown.actions) == (statement, (action,))


@pytest.mark.parametrize("tongue", STATEMENTS)
def test_what_others_do_is_told_as_it_came(tongue: str) -> None:
    for statement in STATEMENTS[tongue]:
        assert translate(statement) == Shown(statement)
