"""The table of faults: what goes wrong, and what has to come of it. Data only.

A row is one call made while the backend misbehaves in one way. `end` is the kind of the outcome,
`done` for a call without one, or the code of the error; `billed` is what the backend's own books
say it charged for; `chats` is how many messages reached it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Action = Literal["send", "generate", "create", "export", "upload", "credits"]


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
    settings: Mapping[str, float] = field(default_factory=dict)
    """Clocks of plain calls that are shorter than usual."""
    is_alone: bool = False
    """Made in an account of its own, because the fault spoils it."""
    why: str = "turn_failed"
    """The code of the error inside a `failed` turn."""
    note: str = ""

    @property
    def name(self) -> str:
        """What the row is called."""
        return f"{self.action} {self.fault}"

    @property
    def code(self) -> str:
        """What `error.code` of the JSON is, "" where there is no error."""
        if not self.exit:
            return ""
        return self.why if self.end == "failed" else self.end

    @property
    def next(self) -> tuple[str, ...]:
        """The commands that the JSON names, ids as capitals."""
        return NEXT.get(f"{self.action} {self.end}", NEXT.get(self.end, ()))


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


def renewed(fault: str, end: str, **more: object) -> Row:
    """Return the row of an edit that is refused for its token and said again under a new one."""
    note = "said once more under a new token, because the refusal proves that it was not taken"
    return Row(fault, "send", end, chats=2, is_alone=True, note=note, **more)  # type: ignore[arg-type]


STATUS, EXPORT = "nemo status --session SESSION", "nemo export --session SESSION"
SAY, WATCH = 'nemo send --session SESSION "..."', "nemo watch JOB"
NEXT: Mapping[str, tuple[str, ...]] = {
    "changed": (EXPORT,),
    "generated": (EXPORT,),
    "asked": (*(SAY.replace("...", option) for option in ("The first", "The second")), SAY),
    "replied": (STATUS,),
    "unchanged": (STATUS,),
    "failed": (STATUS,),
    "create turn_failed": (STATUS,),
    "unsure": (WATCH, STATUS),
    "send still_running": ("nemo recover",),
    "export still_running": (WATCH,),
    "upload done": (SAY,),
    "create done": (SAY,),
    "export done": (SAY,),
    "upload connection_lost": (WATCH,),
    "upload not_sent": (WATCH,),
    "export not_sent": (WATCH,),
    "render_failed": (WATCH,),
    "download_failed": (EXPORT,),
}
"""What leads on from an end, of any call or of one; from ends that are not here, nothing does."""

SILENCE = {"byte_idle_s": 0.15}
NO_PROGRESS = {"progress_idle_s": 0.2}
WAIT = {"first_byte_s": 0.15}
GRACE = {"grace_s": 0.15}
REPLY = {"reply_s": 0.5}

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
        paid("buttons:en"),
        paid("buttons:zh"),
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
        paid("huge:32"),
        paid("huge:70"),
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
        paid("buffered,slow_turn:0.3", clocks=SILENCE),
        paid("buffered,heartbeat:comment:0.05,slow_turn:0.3", clocks=WAIT),
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
        paid("no_final,open_end:silent", clocks={**GRACE, **SILENCE}),
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
        unpaid("stream_code:2001", "failed", 5, why="out_of_credits"),
        unpaid("stream_code:1002", "failed", 2, why="session_not_found"),
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
        renewed("status:401:chat*1", "changed", billed=1),
        renewed("status:401:chat", "token_refused", exit=3),
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
        renewed("envelope:1001:chat*1", "changed", billed=1),
        renewed("envelope:1001:chat", "token_refused", exit=3),
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
        paid("stall_body:30:state*1", settings=REPLY),
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
    "From a wish to a file": (
        Row("second_stage:0.1", "create", "done", billed=1, chats=1),
        Row("cut:1:reset,slow_work:0.1", "create", "done", billed=1, chats=1),
        Row("silent", "create", "done", billed=1, chats=1),
        Row("render_fails*1", "create", "done", billed=1, chats=1),
        Row("render_fails", "create", "render_failed", 7, billed=1, chats=1),
        Row("status:402:render", "create", "plan_refused", 5, billed=1, chats=1),
        Row("hangup:chat", "create", "unsure", 9, chats=1),
        Row("only_issue", "create", "turn_failed", 7, chats=1),
        Row("question", "create", "asked", 4, chats=1),
        Row("envelope:2001:chat", "create", "out_of_credits", 5, chats=1),
        Row("hangup:session", "create", "connection_lost", 8),
    ),
    "When it is not the backend": (
        Row("nobody listens", "send", "not_sent", 8),
        Row("nobody listens", "upload", "not_sent", 8),
        Row("nobody listens", "export", "not_sent", 8),
        Row("nobody listens", "credits", "not_sent", 8),
        Row("nobody listens", "create", "not_sent", 8),
        Row("another process holds the session", "send", "session_busy", 10),
    ),
    "Uploads": (
        free("upload", "upload_cut:1000", "connection_lost", 8),
        free("upload", "upload_cut:1000:reset", "connection_lost", 8),
        free("upload", "upload_early:413", "file_too_large", 2),
        free("upload", "upload_early:413:close", "file_too_large", 2),
        free("upload", "upload_early:4001", "file_refused", 2),
        free("upload", "upload_early:4002", "file_too_large", 2),
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
        free("credits", "token_expired*1,rate_limit:token", "token_limit", 6),
        free("credits", "html:credits", "reply_unreadable", 7),
        free("credits", "torn_json:credits", "reply_unreadable", 7),
        free("credits", "hangup:credits*2"),
        free("credits", "stall_body:9:credits*2", settings=REPLY),
        free("credits", "stall_body:9:credits", "connection_lost", 8, settings=REPLY),
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
        free("export", "headers_lost:render", "plan_refused", 5),
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
        free("export", "stall_body:9:render_status*1", settings=REPLY),
        free("export", "expired_link:404"),
        free("export", "expired_link:404,download_json"),
    ),
}
"""Every row by what goes wrong."""


def rows() -> tuple[Row, ...]:
    """Return every row."""
    return tuple(row for part in TABLE.values() for row in part)


def written() -> Iterator[str]:
    """Yield the table for people, a part at a time."""
    for title, part in TABLE.items():
        yield f"\n## {title}\n"
        yield "| fault | call | end | exit code | `error.code` | `next` | messages | billed | |"
        yield "|---|---|---|---|---|---|---|---|---|"
        for row in part:
            steps = ", ".join(dict.fromkeys(f"`{step.split()[1]}`" for step in row.next))
            code = f"`{row.code}`" if row.code else ""
            cells = (f"`{row.fault}`", row.action, row.end, row.exit, code, steps)
            yield "| " + " | ".join(map(str, (*cells, row.chats, row.billed, row.note))) + " |"
    yield ""
