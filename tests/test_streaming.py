"""An answer that is shown while it comes: the screen ends up with the whole, once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol.notices import Corrected, Downloading, JobBegun, Said
from nemo_client.speech import Translator, translate
from nemo_client.streaming import Streamed


class Sentences:
    """A translator that shows a sentence once it has ended."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, chunk: str) -> str:
        text = self._held + chunk
        end = max(text.rfind(mark) for mark in ".!\n") + 1
        self._held = text[end:]
        return text[:end]


GUI = (
    "Done! I added a lo-fi track.\n\nClick the Export button in the top right to save it.\n\n"
    "Next steps:\n- Click play\n- Drag the clip\n\nEnjoy **it**."
)


@given(st.integers(min_value=1, max_value=40))
def test_the_real_translator_shows_a_part_of_the_whole(size: int) -> None:
    written: list[str] = []
    streamed = Streamed(written.append, Translator)
    for at in range(0, len(GUI), size):
        streamed.notice(Said(GUI[at : at + size], 0))
    whole = translate(GUI).text
    assert written
    assert "".join(written) + streamed.rest_of(whole) == whole
    assert streamed.rest_of(whole) != whole


def _streamed() -> tuple[Streamed, list[str]]:
    written: list[str] = []
    return Streamed(written.append, Sentences), written


@given(st.lists(st.text("ab. \n"), min_size=1))
def test_what_was_shown_and_the_rest_are_the_whole(pieces: list[str]) -> None:
    streamed, written = _streamed()
    for piece in pieces:
        streamed.notice(Said(piece, 0))
    whole = "".join(pieces).strip("\n")
    shown = "".join(written)
    rest = streamed.rest_of(whole)
    assert (shown + rest).rstrip("\n") == whole


def test_steps_stand_apart() -> None:
    streamed, written = _streamed()
    streamed.notice(Said("One.", 0))
    streamed.notice(Said("Two. And", 1))
    assert "".join(written) == "One.\n\nTwo."
    assert streamed.rest_of("One.\n\nTwo. And more.") == " And more."


def test_after_a_correction_the_whole_is_told_again() -> None:
    streamed, written = _streamed()
    streamed.notice(Said("One. ", 0))
    streamed.notice(Corrected("Other. Words.", 0))
    streamed.notice(Said("Words.", 0))
    assert written == ["One."]
    assert streamed.rest_of("Other. Words.") == "Other. Words."


def test_the_answers_of_a_plan_are_told_one_by_one() -> None:
    streamed, written = _streamed()
    streamed.notice(JobBegun("job_1", "plan", "1"))
    streamed.notice(Said("First. A", 0))
    streamed.notice(Downloading(1, 2))
    streamed.notice(Said("Second.", 0))
    assert written == ["First.", "Second."]
    assert [streamed.rest_of(whole) for whole in ("First. A", "a.mp4", "Second.")] == [
        " A",
        "a.mp4",
        "",
    ]
