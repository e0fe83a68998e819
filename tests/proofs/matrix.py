"""The table of faults: what goes wrong, and what has to come of it. Data only.

A row is one call made while the backend misbehaves in one way. `end` is the kind of the outcome,
`done` for a call without one, or the code of the error; `billed` is what the backend's own books
say it charged for; `chats` is how many messages reached it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Action = Literal["send", "generate", "export", "upload", "credits"]


@dataclass(frozen=True, slots=True)
class Row:
    """One fault, one call, and its end."""

    fault: str
    action: Action
    end: str
    exit: int = 0
    billed: int = 0
    chats: int = 0
    clocks: Mapping[str, float] = field(default_factory=dict)
    """Clocks that are shorter than usual, so that they ring here."""
    wait_s: float = 600.0
    """How long an export may take."""
    is_alone: bool = False
    """Made in an account of its own, because the fault spoils it."""
    note: str = ""

    @property
    def name(self) -> str:
        """What the row is called."""
        return f"{self.action} {self.fault}"


def paid(fault: str, end: str = "changed", **more: object) -> Row:
    """Return the row of an edit that is carried out and charged once."""
    return Row(fault, "send", end, billed=1, chats=1, **more)  # type: ignore[arg-type]


def unpaid(fault: str, end: str, exit: int = 0, **more: object) -> Row:
    """Return the row of an edit that leaves and is not charged."""
    return Row(fault, "send", end, exit, chats=1, **more)  # type: ignore[arg-type]


def made(fault: str, **more: object) -> Row:
    """Return the row of a generation, in a new account and session, charged once."""
    return Row(fault, "generate", "generated", billed=1, chats=1, **more)  # type: ignore[arg-type]


def free(action: Action, fault: str, end: str = "done", exit: int = 0, **more: object) -> Row:
    """Return the row of a call that sends no message."""
    return Row(fault, action, end, exit, **more)  # type: ignore[arg-type]


SILENCE = {"byte_idle_s": 0.15}
NO_PROGRESS = {"progress_idle_s": 0.2}
WAIT = {"first_byte_s": 0.15}
GRACE = {"grace_s": 0.15}

TABLE: Mapping[str, tuple[Row, ...]] = {
    "How a turn is told": (
        paid("dialect:simplified"),
        paid("dialect:cumulative"),
        paid("dialect:text"),
        paid("dialect:adk-streaming"),
        paid("dialect:adk"),
        *(
            paid(f"heartbeat:{kind}:0.02,slow_turn:0.1")
            for kind in ("comment", "event", "ping", "empty", "word", "json", "flag")
        ),
        paid("preamble"),
        paid("authors:3"),
        paid("separators"),
        paid("several_parts:3"),
        paid("thoughts"),
        paid("inline_media"),
        paid("partial_calls"),
        paid("long_tool"),
        paid("final_only"),
        paid("no_final"),
        paid("partials_lost"),
        paid("partial_flag_lost:delta"),
        paid("partial_flag_lost:whole"),
        paid("ids_differ"),
        paid("dialect:adk-streaming,final_twice"),
        paid("huge:2"),
        paid("snake_case"),
        paid("unknown_keys"),
        paid("turn_complete"),
        paid("interrupted", note="marked incomplete"),
        paid("garbage:middle"),
        paid("garbage:last", "failed", exit=7, note="the change is told beside the failure"),
        paid("done_marker:data"),
        paid("done_marker:event"),
        paid("empty_stream"),
    ),
    "How it is put on the wire": (
        paid("no_space"),
        paid("multi_data"),
        paid("fields"),
        paid("empty_events"),
        paid("comments:1000"),
        paid("no_last_blank"),
        paid("line_ends:crlf"),
        paid("line_ends:cr"),
        paid("line_ends:mixed"),
        paid("bom"),
        paid("buffered"),
        paid("gzip"),
        paid("chunks:1"),
        paid("chunks:utf8"),
        paid("chunks:data"),
    ),
    "How the stream goes on or breaks off": (
        paid("first_byte:0.3", clocks=WAIT),
        paid("first_byte:0.3:body", clocks=SILENCE),
        paid("cut:0"),
        paid("cut:1"),
        paid("cut:1:reset"),
        paid("cut:1,slow_work:0.2"),
        paid("cut_inside:0"),
        paid("cut_inside:1:reset"),
        unpaid("cut_abort:0", "unsure", 9),
        paid("cut_abort:0,charged", "unchanged", note="marked incomplete, with what it cost"),
        paid("endless_heartbeats:0,heartbeat:comment:0.05", clocks=NO_PROGRESS),
        paid("endless_heartbeats:1,heartbeat:json:0.05", clocks=NO_PROGRESS),
        paid("endless_heartbeats:1,heartbeat:comment:0.05", clocks={"total_s": 0.3}),
        paid("silence:0", clocks=SILENCE),
        paid("silence:1", clocks=SILENCE),
        paid("open_end:silent", clocks=GRACE),
        paid("open_end:beats,heartbeat:comment:0.05", clocks=NO_PROGRESS),
        made("cut:0"),
        made("cut:1:reset,slow_work:0.1"),
        made("silence:1", clocks=SILENCE),
    ),
    "What becomes of a turn": (
        paid("silent"),
        paid("trailing_issue"),
        unpaid("no_content", "failed", 7),
        unpaid("only_issue", "failed", 7),
        unpaid("error_line:quote", "failed", 7),
        unpaid("error_line:newline", "failed", 7),
        unpaid("error_line:json", "failed", 7),
        unpaid("error_line:double", "failed", 7),
        paid("error_line:json,charged", "failed", exit=7),
        unpaid("refusal:SAFETY", "failed", 7),
        unpaid("refusal:RECITATION", "failed", 7),
        unpaid("refusal:MAX_TOKENS", "failed", 7),
        unpaid("stream_code:2001", "failed", 5),
        unpaid("stream_code:1002", "failed", 2),
        unpaid("question", "asked"),
        unpaid("forgotten", "unchanged"),
        paid("slow_turn:0.1"),
        paid("slow_work:0.1"),
        paid(
            "hangup_aborts,slow_work:0.2,silence:1",
            clocks=SILENCE,
            note="the connection is held while the state is read",
        ),
        paid("state_stale:2"),
        paid("state_stale:2,cut:1"),
        paid("slow_turn:2,cut:0", "still_running", exit=4),
        made("second_stage:0.1"),
        made("second_stage:never"),
    ),
    "When the message is answered otherwise": (
        unpaid("status:400:chat", "request_refused", 7),
        unpaid("status:401:chat", "token_refused", 3),
        unpaid("status:402:chat", "plan_refused", 5),
        unpaid("status:403:chat", "scope_missing", 3),
        unpaid("status:500:chat", "unsure", 9),
        unpaid("status:502:chat", "unsure", 9),
        paid("status:502:chat:done"),
        paid("status:504:chat:done"),
        unpaid("rate_limit:chat", "rate_limited", 6),
        unpaid("rate_limit:chat:1", "rate_limited", 6),
        paid(
            "rate_limit:chat:done", "rate_limited", exit=6, note="refused in words, charged in fact"
        ),
        unpaid("envelope:1001:chat", "token_refused", 3),
        unpaid("envelope:1002:chat", "session_not_found", 2),
        unpaid("envelope:2001:chat", "out_of_credits", 5),
        unpaid("envelope:5999:chat", "backend_error", 7),
        unpaid("detail:404:chat", "session_not_found", 2),
        unpaid("detail:422:chat", "request_refused", 7),
        unpaid("html:chat", "unsure", 9),
        paid("html:chat:done"),
        unpaid("torn_json:chat", "unsure", 9),
        paid("torn_json:chat:done"),
        unpaid("empty_body:chat", "unsure", 9),
        paid("empty_body:chat:done"),
        unpaid("hangup:chat", "unsure", 9),
        unpaid("hangup:chat:reset", "unsure", 9),
        paid("hangup:chat:done"),
        paid("hangup:chat:done:reset"),
        paid("cut_body:20:chat"),
        paid("late:0.3:chat", clocks=WAIT),
        paid("slow:0.3:chat", clocks=WAIT),
    ),
    "When other answers are lost around a turn": (
        paid("status:503:state*2"),
        paid("hangup:state*1"),
        paid("cut_body:30:state*1"),
        paid("status:503:credits"),
        paid("odd_credits:missing"),
        paid("odd_credits:text"),
        paid("sparse_state:empty", "replied", note="what the state does not show cannot be told"),
        made("sparse_replies,numeric_ids"),
        made("reply_shape:text_code"),
        Row("session_lost", "send", "session_not_found", 2, is_alone=True),
        Row("status:500:state", "send", "backend_unavailable", 7),
        Row("rate_limit:token", "generate", "token_limit", 6),
        Row("envelope:2001:session", "generate", "out_of_credits", 5),
        Row("hangup:session", "generate", "connection_lost", 8),
        paid(
            "token_expired*1",
            is_alone=True,
            note="a new token for the same client id, before anything is sent",
        ),
    ),
    "Uploads": (
        free("upload", "upload_cut:1000", "connection_lost", 8),
        free("upload", "upload_cut:1000:reset", "connection_lost", 8),
        free("upload", "upload_early:413", "file_too_large", 2),
        free("upload", "upload_early:4001", "file_refused", 2),
        free("upload", "upload_reply:uploaded_files"),
        free("upload", "upload_reply:url"),
        free("upload", "upload_reply:file_id"),
        free("upload", "hangup:upload:done", "connection_lost", 8),
        free("upload", "rate_limit:upload:1*1"),
    ),
    "Balance": (
        free("credits", "odd_credits:negative"),
        free("credits", "odd_credits:text"),
        free("credits", "reply_shape:bare"),
        free("credits", "reply_shape:text_code"),
        free("credits", "reply_shape:success"),
        free("credits", "sparse_replies"),
        free("credits", "status:503:credits*2"),
        free("credits", "status:503:credits", "backend_unavailable", 7),
        free("credits", "rate_limit:credits:1*1"),
        free("credits", "rate_limit:credits:1", "rate_limited", 6),
        free("credits", "rate_limit:token", "token_limit", 6),
        free("credits", "status:400:token", "client_id_missing", 3),
        free("credits", "token_expired*1"),
        free("credits", "html:credits", "reply_unreadable", 7),
        free("credits", "torn_json:credits", "reply_unreadable", 7),
        free("credits", "hangup:credits*2"),
        free("credits", "hangup:credits", "connection_lost", 8),
    ),
    "Renders": (
        free("export", "render_fails*1"),
        free("export", "render_fails", "render_failed", 7),
        free("export", "render_stuck:42", "still_running", 4, wait_s=30.0),
        free("export", "render_slow:0.3"),
        free("export", "render_shape:wrapped"),
        free("export", "render_shape:mixed"),
        free("export", "render_words"),
        free("export", "render_fraction"),
        free("export", "render_no_url"),
        free("export", "status:402:render", "plan_refused", 5),
        free("export", "hangup:render:done*1"),
        free("export", "hangup:render:done*1,duplicate_error"),
        free("export", "status:503:render_status*2"),
        free("export", "hangup:render_status*2"),
    ),
    "Files": (
        free("export", "expired_link:403"),
        free("export", "one_shot_link:410"),
        free("export", "foreign_link"),
        free("export", "wrong_size:1"),
        free("export", "redirect:1"),
        free("export", "redirect:loop", "download_failed", 7),
        free("export", "short_file:1*1"),
        free("export", "no_length"),
        free("export", "no_validators"),
        free("export", "cut_body:1000:signed_file*1"),
        free("export", "cut_body:1000:signed_file*1,range_ignored"),
        free("export", "cut_body:1000:signed_file*1,range_shifted"),
        free("export", "cut_body:1000:signed_file*1,etag_changes:restart"),
        free("export", "cut_body:1000:signed_file*1,etag_changes:lie"),
        free("export", "expired_link:404"),
        free(
            "export",
            "expired_link:404,download_json",
            "download_failed",
            7,
            note="gap: the address in that JSON is not followed",
        ),
    ),
}
"""Every row by what goes wrong."""


ABSENT: Mapping[str, str] = {
    "stall_body": "the clock of a plain answer, 90 s, cannot be set",
}
"""Faults of the sandbox that no row has, and why."""


def rows() -> tuple[Row, ...]:
    """Return every row."""
    return tuple(row for part in TABLE.values() for row in part)


def written() -> Iterator[str]:
    """Yield the table for people, a part at a time."""
    for title, part in TABLE.items():
        yield f"\n## {title}\n"
        yield "| fault | call | end | exit code | messages | billed | |"
        yield "|---|---|---|---|---|---|---|"
        for row in part:
            cells = (f"`{row.fault}`", row.action, row.end, row.exit, row.chats, row.billed)
            yield "| " + " | ".join(map(str, cells)) + f" | {row.note} |"
    yield ""
