"""`nemo draft show|save|validate|diff|log`: the draft looked at, and through its history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nemo_client.draft import applied

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
ONE, TWO = str(DRAFTS / "sandbox.json"), str(DRAFTS / "sandbox_edited.json")
MARKUP = str(DRAFTS / "state_markup.json")


def test_a_draft_is_shown_at_length_and_in_short(lone_cli: Any) -> None:
    long = lone_cli("draft", "show", ONE).out
    assert "   0-10s  Lo-fi; volume 35%, fade-out 0.5 s, lofi.m4a\n" in long
    short = lone_cli("draft", "show", ONE, "--short").out
    assert short.splitlines()[1:] == [
        "1. Video: city timelapse (0-10s)",
        "2. BGM: Lo-fi (0-10s, 35%)",
        '3. Title: "Urban Dreams" (0-3s)',
    ]
    told = lone_cli("draft", "show", ONE, "--json").data["draft"]
    assert told["tracks"][1]["segments"][0]["fade_out_ms"] == 500
    assert "newer format" in lone_cli("draft", "show", MARKUP).out


@pytest.mark.parametrize(
    "text",
    [
        '{"t": [ {"tt":7.0,"sg":[{"d":1e2, "x":12345678901234567890}]}], "\\ud800": NaN}\n',
        '{"data":{"state":{"draft":{"t":[]} }}}',
        "<draft fps='30'>\r\n</draft>",
        '"<draft/>"',
    ],
)
def test_a_draft_is_saved_byte_for_byte(text: str, lone_cli: Any) -> None:
    Path("a.json").write_bytes(text.encode())
    assert lone_cli("draft", "save", "a.json", "-o", "b.json").code == 0
    expected = '{"t":[]}' if text.startswith('{"data"') else text
    assert Path("b.json").read_bytes() == expected.encode()
    assert lone_cli("draft", "save", "a.json", "-o", "b.json").code == 2
    assert lone_cli("draft", "save", "a.json", "-o", "b.json", "--force").code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["a.json", "b.json"]


def test_findings_are_listed_with_their_pointers_and_end_with_2(lone_cli: Any) -> None:
    sound = lone_cli("draft", "validate", ONE)
    assert (sound.code, sound.out) == (0, "")
    done = lone_cli("draft", "validate", str(DRAFTS / "oddities.json"))
    assert done.code == 2 and "/t/0/sg/1: a segment is no object\n" in done.out
    again = lone_cli("draft", "validate", str(DRAFTS / "oddities.json"), "--json")
    assert (again.code, again.document["error"]["code"]) == (2, "draft_has_issues")
    row = next(row for row in again.data["issues"] if row["code"] == "segment_opaque")
    assert (row["pointer"], row["zh"]) == ("/t/0/sg/1", "片段不是对象")
    assert lone_cli("draft", "validate", "nowhere.json").code == 2


def test_two_drafts_are_compared_in_words_and_exactly(lone_cli: Any) -> None:
    done = lone_cli("draft", "diff", ONE, TWO)
    assert done.code == 0 and done.out.splitlines()
    data = lone_cli("draft", "diff", ONE, TWO, "--json").data
    assert data["changes_in_words"] == done.out.splitlines()
    was = json.loads(Path(ONE).read_text(encoding="utf-8"))
    for step in data["patch"]:
        assert step.keys() <= {"op", "path", "value", "from", "before"}
    from nemo_client.draft import Operation

    steps = [
        Operation(s["op"], s["path"], s.get("value"), s.get("from", ""), s.get("before"))
        for s in data["patch"]
    ]
    now = json.loads(Path(TWO).read_text(encoding="utf-8"))
    assert json.dumps(applied(was, steps)) == json.dumps(now)
    assert "No difference." in lone_cli("draft", "diff", ONE, ONE).err


def test_what_only_is_spelled_otherwise_is_said_to_be_that(lone_cli: Any) -> None:
    Path("a.json").write_text('{"t": [], "d": 1, "updated_at": 1}', encoding="utf-8")
    Path("b.json").write_text('{"d": 1.0, "t": [], "updated_at": 2}', encoding="utf-8")
    done = lone_cli("draft", "diff", "a.json", "b.json")
    assert (done.code, done.out) == (0, "") and "differs; 3 differences" in done.err


def test_the_log_tells_which_message_made_what(cli: Any, clip: str) -> None:
    cli("upload", clip)
    cli("send", "trim it to 1 second")
    cli("send", "how long is it?")
    cli("send", "add the title 'Hello' from 0 to 0.5 seconds")
    told = cli("draft", "log")
    lines = told.out.splitlines()
    assert lines[0].startswith("@2  ") and lines[0].endswith(
        "add the title 'Hello' from 0 to 0.5 seconds"
    )
    assert lines[1] == '    Added title "Hello" (0-0.5s)'
    assert lines[-1].startswith("@0  ") and "nemo draft diff @1 @2" in told.err
    rows = cli("draft", "log", "--json").data["versions"]
    assert [row["number"] for row in rows] == [2, 1, 0]
    assert [bool(row["job"]) for row in rows] == [True, True, False]
    assert rows[0]["is_kept"] and rows[0]["changes_in_words"] == ['Added title "Hello" (0-0.5s)']
    assert cli("draft", "log", "--limit", "1", "--json").data["count"] == 3
    assert cli("draft", "diff", "@1", "@2").out == 'Added title "Hello" (0-0.5s)\n'
    assert cli("draft", "diff", "@1").out == 'Added title "Hello" (0-0.5s)\n'
    assert cli("draft", "convert", "@2", "-o", "a.srt").code == 0
    assert "the last version on record is @2" in cli("draft", "show", "@3").err


def test_a_version_is_what_the_session_held_then_to_the_byte(cli: Any, clip: str) -> None:
    cli("upload", clip)
    cli("send", "trim it to 1 second")
    cli("draft", "save", "-o", "then.json")
    cli("send", "add the title 'Hello' from 0 to 0.5 seconds")
    cli("draft", "save", "@1", "-o", "kept.json")
    assert Path("kept.json").read_bytes() == Path("then.json").read_bytes()


def test_without_messages_on_record_there_is_no_log(cli: Any, clip: str) -> None:
    cli("upload", clip)
    told = cli("draft", "log")
    assert (told.code, told.out) == (0, "") and "on record" in told.err


def clips(*names: str) -> dict[str, Any]:
    return {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"name": name}} for name in names]}]}


DONE = b'data: {"content": {"parts": [{"text": "Done."}], "role": "model"}}\n\n'


def test_what_changed_between_two_messages_is_a_version_of_its_own(
    scripted: Any, lone_cli: Any
) -> None:
    scripted.stream = DONE
    scripted.drafts = [None, clips("a"), clips("a", "b"), clips("b")]
    lone_cli("send", "one")
    lone_cli("send", "two")
    rows = lone_cli("draft", "log", "--json").data["versions"][::-1]
    assert [(row["text"], row["changes_in_words"]) for row in rows] == [
        (None, []),
        ("one", ['Added clip "a" (0-1s)']),
        (None, ['Added clip "b" (1-2s); length 1 s -> 2 s']),
        ("two", ['Removed clip "a" (0-1s); length 2 s -> 1 s']),
    ]
    told = lone_cli("draft", "log").out
    assert "(changed outside of these messages)" in told and "what was there first" in told


def test_versions_go_with_their_jobs_and_each_text_is_kept_once(
    scripted: Any, lone_cli: Any
) -> None:
    scripted.stream = DONE
    scripted.drafts = [None, clips("a"), clips("a"), clips("a", "b")]
    lone_cli("send", "one")
    lone_cli("send", "two")
    kept = list(lone_cli.home.rglob("ledger/drafts/*.json"))
    assert len(kept) == 2
    kept[0].unlink()
    rows = lone_cli("draft", "log", "--json").data["versions"]
    assert sorted(row["is_kept"] for row in rows) == [False, True, True]
    gone = next(row["number"] for row in rows if not row["is_kept"])
    assert "no longer kept" in lone_cli("draft", "diff", f"@{gone}", "@0").err
    assert "its draft is no longer kept" in lone_cli("draft", "log").out
    lone_cli("jobs", "prune", "--days", "0")
    assert list(lone_cli.home.rglob("ledger/drafts/*.json")) == []
    assert lone_cli("draft", "log", "--json").data["versions"] == []
