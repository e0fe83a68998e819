from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.errors import BackendFailed, NemoError
from nemo_client.protocol import envelope, wire
from nemo_client.protocol.effects import Reply
from nemo_client.protocol.wire import PHASES, Asset, RenderStatus

SID = 5529000000000000001
WORDS = """data state draft token session_id id files filename duration status progress output url
error available video_infos generated_media claim_token t"""


def reply(value: object, status: int = 200) -> Reply:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Reply(status, {}, body, 0.0)


def ok(data: object) -> Reply:
    return reply({"code": 0, "message": "ok", "data": data})


# --- ids, tokens, balances


@pytest.mark.rule("ids-are-text")
@pytest.mark.parametrize("spelled", [SID, str(SID)])
def test_a_session_id_of_nineteen_digits_survives(spelled: object) -> None:
    session = wire.read_session(ok({"session_id": spelled, "task_id": spelled}))
    assert (session.id, session.task_id) == (str(SID), str(SID))
    state = wire.read_state(ok({"task_id": spelled, "session_id": spelled, "state": {}}), "x")
    assert (state.session_id, state.task_id) == (str(SID), str(SID))


def test_a_reply_without_its_envelope_is_read_too() -> None:
    assert wire.read_session(reply({"sessionId": "5", "taskId": "6"})).task_id == "6"


@pytest.mark.rule("bind-id")
@pytest.mark.parametrize(
    ("said", "bind"),
    [
        ({"bind_id": "b-1", "user_id": "anon_1"}, "b-1"),
        ({"user_id": "anon_1"}, "anon_1"),
        ({"userId": "anon_1"}, "anon_1"),
        ({"user_id": "7788"}, None),
        ({"bind_id": 5, "user_id": None}, None),
        ({}, None),
    ],
)
def test_only_a_bind_id_or_an_anonymous_id_binds(said: dict[str, object], bind: object) -> None:
    assert wire.read_token(ok({"token": "nmv_usr_x", **said})).bind_id == bind
    assert wire.read_session(ok({"session_id": "5", **said})).bind_id == bind
    assert wire.read_state(ok({"session_id": "5", **said}), "5").bind_id == bind


@pytest.mark.rule("one-door")
def test_no_repr_of_a_token_reply_tells_a_secret() -> None:
    grant = wire.read_token(ok({"token": "nmv_usr_x", "refresh": "nmv_usr_y", "credits": 100}))
    assert "nmv_usr_" not in f"{grant!r} {grant}"
    assert (grant.token, grant.credits) == ("nmv_usr_x", 100.0)


@pytest.mark.rule("one-door")
@pytest.mark.parametrize("token", ["", "nmv usr", "nmv\nusr", "nmv_usr_é", None, 5])
def test_a_token_that_cannot_stand_in_a_header_is_refused_without_being_told(
    token: object,
) -> None:
    with pytest.raises(BackendFailed) as failed:
        wire.read_token(ok({"token": token}))
    assert failed.value.code == "reply_unreadable"
    assert "usr" not in str(failed.value)


def test_odd_extras_never_cost_a_token() -> None:
    grant = wire.read_token(ok({"token": "nmv_usr_x", "expires_at": 17, "credits": "lots"}))
    assert (grant.token, grant.expires_at, grant.credits) == ("nmv_usr_x", "", 0.0)


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        ({"available": 80, "frozen": 20, "total": 100}, (80, 20, 100)),
        ({"available": "80.5", "frozen": None}, (80.5, 0, 80.5)),
        ({"available": -3, "total": -3}, (0, 0, 0)),
        ({"available": 10, "frozen": 5, "total": 0}, (10, 5, 15)),
        ({"available": "many", "frozen": [], "total": {}}, (0, 0, 0)),
        ({}, (0, 0, 0)),
    ],
)
def test_odd_balances_are_read_as_what_they_stand_for(
    data: object, numbers: tuple[float, ...]
) -> None:
    credits = envelope.read_credits(ok(data))
    assert (credits.available, credits.frozen, credits.total) == numbers


def test_no_balance_is_infinite() -> None:
    credits = envelope.read_credits(reply(b'{"code":0,"data":{"available":1e999,"total":NaN}}'))
    assert (credits.available, credits.total) == (0.0, 0.0)


def test_unknown_keys_of_a_stored_file_are_kept() -> None:
    (asset,) = wire.read_upload(ok({"files": [{"filename": "a.mp4", "hash": "x", "gift": 2}]}))
    assert asset.model_extra == {"hash": "x", "gift": 2}


# --- uploads


@pytest.mark.rule("upload-shapes")
@pytest.mark.parametrize(
    "data",
    [
        {"files": [{"filename": "a.mp4", "file_type": "video", "cdn_url": "https://c/a.mp4"}]},
        {"uploaded_files": [{"name": "a.mp4", "type": "video", "url": "https://c/a.mp4"}]},
        {"file_id": 7, "filename": "a.mp4", "kind": "video", "url": "https://c/a.mp4"},
    ],
)
def test_each_upload_shape_is_read(data: object) -> None:
    (asset,) = wire.read_upload(ok(data))
    assert (asset.name, asset.kind, asset.url) == ("a.mp4", "video", "https://c/a.mp4")


def test_odd_measures_of_a_stored_file_are_absent_and_no_failure() -> None:
    (asset,) = wire.read_upload(
        ok({"files": [{"filename": None, "duration": "12.5", "width": 1279.6, "fps": "x"}]})
    )
    assert (asset.name, asset.duration_s, asset.width, asset.fps) == ("", 12.5, 1280, None)


@pytest.mark.parametrize("data", [{}, {"files": []}, {"files": "none"}, {"files": [None, 5]}])
def test_an_upload_that_stored_nothing_is_empty(data: object) -> None:
    assert wire.read_upload(ok(data)) == ()


# --- state

DRAFT = (
    '{ "t": [ {"tt":0,"sg":[{"d":1.0,"x":12345678901234567890}]} ], "d": 1e3, "k": "\\u4f60 你" }'
)


@pytest.mark.rule("draft-exact")
@pytest.mark.parametrize(
    "body",
    [
        '{"code":0,"data":{"session_id":"5","state":{"a":1,"draft":%s,"z":2}}}',
        '{"session_id":"5","state":{"draft" : %s }}',
        '\ufeff{"data": {"state": {"draft": {"d": 1}, "draft": %s}}}',
        '{"data": {"state": {"note": "\\"draft\\": {}", "draft": %s}}}',
    ],
)
def test_the_drafts_text_is_kept_exactly(body: str) -> None:
    state = wire.read_state(reply((body % DRAFT).encode()), "5")
    assert state.draft_text == DRAFT
    assert state.draft is not None
    assert state.draft.raw == json.loads(DRAFT)


@pytest.mark.parametrize(
    "data",
    [{}, {"state": None}, {"state": {}}, {"state": {"draft": None}}, {"state": {"draft": {}}},
     {"state": {"video_infos": {}, "generated_media": None}}, {"state": []}],
)  # fmt: skip
def test_a_fresh_session_is_simply_empty(data: dict[str, object]) -> None:
    state = wire.read_state(ok({"session_id": "5", **data}), "5")
    assert (state.draft, state.draft_text, state.assets, state.generated) == (None, None, (), ())


def test_media_are_read_from_lists_and_objects() -> None:
    listed = {"video_infos": [{"filename": "a"}, 5], "generated_media": [{"x": 1}]}
    keyed = {"video_infos": {"1": {"filename": "a"}}, "generated_media": {"1": {"x": 1}}}
    for inner in (listed, keyed):
        state = wire.read_state(ok({"state": inner}), "5")
        assert ([a.name for a in state.assets], state.generated) == (["a"], ({"x": 1},))


def test_a_state_that_is_not_utf8_is_unreadable() -> None:
    with pytest.raises(BackendFailed) as failed:
        wire.read_state(reply(b'{"data":{"state":{"draft":{"t":"\xff"}}}}'), "5")
    assert failed.value.code == "reply_unreadable"


# --- renders


@pytest.mark.rule("render-shapes")
@pytest.mark.parametrize(
    "value",
    [
        {"id": "r", "status": "completed", "progress": 100, "output": {"url": "https://c/v"}},
        {"success": True, "data": {"id": "r", "status": "completed", "outputUrl": "https://c/v"}},
        {
            "code": 0,
            "data": {"data": {"taskId": "r", "state": "done", "download_url": "https://c/v"}},
        },
        {"id": "r", "status": "success", "data": {"note": 1}, "url": "https://c/v"},
    ],
)
def test_each_render_shape_is_read(value: object) -> None:
    status = wire.read_render(reply(value))
    assert (status.id, status.phase, status.url) == ("r", "DONE", "https://c/v")


@pytest.mark.parametrize("spelled", PHASES)
def test_each_spelling_of_a_render_state_has_its_phase(spelled: str) -> None:
    for status in (spelled, spelled.upper()):
        assert wire.read_render(reply({"status": status})).phase == PHASES[spelled]


def test_an_unknown_render_state_is_still_running() -> None:
    assert wire.read_render(reply({"status": "polishing"})).phase == "RUNNING"
    assert wire.read_render(reply({"id": "r"})).phase == "PENDING"


@pytest.mark.parametrize(
    ("said", "percent"),
    [(0, 0.0), (1, 1.0), (0.5, 50.0), (1.0, 100.0), (55.5, 55.5), (250, 100.0), (-4, 0.0),
     (None, None), ("half", None), (True, None)],
)  # fmt: skip
def test_progress_is_told_in_per_cent(said: object, percent: float | None) -> None:
    assert wire.read_render(reply({"status": "processing", "progress": said})).progress == percent


@pytest.mark.parametrize(
    "said",
    [{"error": "codec"}, {"error": {"message": "codec"}}, {"errorMessage": "codec"},
     {"message": "codec"}],
)  # fmt: skip
def test_the_reason_of_a_failed_render_is_found(said: dict[str, object]) -> None:
    status = wire.read_render(reply({"status": "failed", **said}))
    assert (status.phase, status.error) == ("FAILED", "codec")


# --- whatever comes


@pytest.mark.rule("envelope")
@pytest.mark.parametrize(
    "read",
    [wire.read_token, wire.read_session, wire.read_claim, envelope.read_credits, wire.read_upload,
     lambda r: wire.read_state(r, "5"), wire.read_render],
    ids=["token", "session", "claim", "credits", "upload", "state", "render"],
)  # fmt: skip
class TestEveryReader:
    def test_raises_what_the_code_means(self, read: object) -> None:
        assert callable(read)
        with pytest.raises(NemoError) as failed:
            read(reply({"code": 1001, "message": "expired"}))
        assert failed.value.code == "token_refused"

    @pytest.mark.parametrize("body", [b"<html>hello</html>", b"", b"[1]", b'"text"'])
    def test_tells_a_glimpse_of_what_is_no_object(self, read: object, body: bytes) -> None:
        assert callable(read)
        with pytest.raises(BackendFailed) as failed:
            read(reply(body))
        assert failed.value.code == "reply_unreadable"

    @given(
        data=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(WORDS.split()),
                    inner,
                    max_size=5,
                )
            ),
            max_leaves=12,
        )
    )
    def test_gives_a_value_or_an_error_of_ours(self, read: object, data: object) -> None:
        assert callable(read)
        try:
            value = read(ok(data))
        except NemoError as error:
            assert error.code in ("reply_unreadable", "draft_unreadable", "request_refused")
        else:
            assert repr(value)


def test_values_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Asset(name="a").name = "b"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        RenderStatus(phase="DONE", status="done").phase = "x"  # type: ignore[misc]
