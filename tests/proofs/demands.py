"""What has to be survived, and where it is: demands in words, with the rows of the fault matrix
that answer them and the tests elsewhere. Data only.

A row is named by its fault, without its arguments where any of its rows will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """The faults whose rows answer a demand, and tests outside the matrix: `file::test`."""

    faults: tuple[str, ...]
    tests: tuple[str, ...] = ()


def rows(*faults: str) -> Answer:
    """Return an answer by rows alone."""
    return Answer(faults)


CHAT, ACCOUNT = "sandbox/server/test_chat.py", "sandbox/server/test_account.py"
JOBS, TRANSPORT = "cli/test_jobs.py", "edges/test_transport.py"
SSE, FOLDING = "protocol/test_conformance.py", "protocol/test_folding.py"

DEMANDS: Mapping[str, Mapping[str, Answer]] = {
    "What the backend can do to a client": {
        "an export without its headers is a 402": rows("headers_lost:render", "status:402:render"),
        "no client id is a 400": rows("status:400:token"),
        "a second token within seven days is a 429": Answer(
            ("rate_limit:token", "token_expired*1,rate_limit:token"),
            (f"{ACCOUNT}::test_a_second_token_within_seven_days_is_too_many",),
        ),
        "1001, the token is dead": rows("envelope:1001:chat", "status:401:chat", "token_expired*1"),
        "1002, the session is gone": rows("envelope:1002:chat", "session_lost"),
        "2001, no credits": rows("envelope:2001:chat", "envelope:2001:session", "stream_code:2001"),
        "4001, a file type": rows("upload_early:4001"),
        "4002, a file too large": rows("upload_early:4002", "upload_early:413"),
        "any other business code": rows("envelope:5999:chat"),
        "sessions of others do not exist": Answer(
            ("envelope:1002:chat",), (f"{ACCOUNT}::test_sessions_of_others_do_not_exist",)
        ),
        "ids of 19 digits, as numbers too": rows("sparse_replies,numeric_ids"),
        "three dialects of the stream": rows(
            "dialect:adk", "dialect:adk-streaming", "dialect:simplified", "dialect:text"
        ),
        "heartbeats in every spelling": rows("heartbeat"),
        "chunks at arbitrary positions": rows("chunks:1", "chunks:utf8", "chunks:data"),
        "CRLF": rows("line_ends:crlf"),
        "thoughts": rows("thoughts"),
        "text before a tool": rows("preamble"),
        "tool calls and their answers": rows("partial_calls", "long_tool"),
        "MODEL_RETURNED_NO_CONTENT": rows("no_content", "silent"),
        "a trailing `temporary issue`": rows("trailing_issue", "only_issue"),
        "an error line that is no JSON": rows("error_line:quote", "error_line:newline"),
        "one failure told in two lines": rows("error_line:double"),
        "a cut while the work goes on": rows("cut:1,slow_work:0.2", "cut_inside"),
        "a cut that aborts the work": rows("cut_abort:0", "hangup_aborts"),
        "heartbeats that never end": rows("endless_heartbeats"),
        "U+2028 in the text": rows("separators"),
        "404 and 422 with `detail`": rows("detail:404:chat", "detail:422:chat"),
        "credits reserved while a turn runs": Answer(
            ("slow_turn:2,cut:0",),
            (f"{CHAT}::test_a_generation_is_reserved_while_it_runs_and_spent_at_the_end",),
        ),
        "a second stage, after the stream too": rows("second_stage:0.1", "second_stage:never"),
        "silent edits": rows("silent", "empty_stream"),
        "talk of buttons in both languages": rows("buttons:en", "buttons:zh"),
        "both shapes of a render's status": rows("render_shape:wrapped", "render_shape:mixed"),
        "progress of a render": rows("render_fraction", "render_words"),
        "a render that fails, then not": rows("render_fails*1", "render_fails"),
        "a known render id": rows("hangup:render:done*1", "hangup:render:done*1,duplicate_error"),
        "completed without an address": rows("render_no_url"),
        "a slow render": rows("render_slow", "render_stuck"),
        "files on a host where a token is a leak": rows("foreign_link"),
        "the download endpoint when the address is dead": rows("expired_link", "one_shot_link"),
        "a truncated body": rows("short_file:1*1", "cut_body:1000:signed_file*1"),
        "a token in any address is a leak": Answer(
            ("foreign_link", "redirect:1"),
            ("cli/test_secrets.py::test_no_output_and_no_file_but_the_cache_ever_holds_the_token",),
        ),
    },
    "What has cost users of streaming clients their money or their patience": {
        "a disconnect, and the paid request sent again": rows(
            "hangup:chat:done", "hangup:chat:done:reset", "cut:0", "status:502:chat:done"
        ),
        "a time-out while it is sent or answered": rows("late", "slow:0.3:chat", "first_byte"),
        "a refused connection is safe to repeat": Answer(
            ("nobody listens",), (f"{TRANSPORT}::test_what_fails_before_sending_was_not_delivered",)
        ),
        "a 429 that was charged": rows("rate_limit:chat:done", "rate_limit:chat"),
        "`retry:` and ids that ask for a reconnection": rows("fields", "empty_events"),
        "a lost stream that ends the run": rows(
            "cut_abort:0", "cut_abort:0,charged", "hangup_aborts", "forgotten"
        ),
        "a state that shows the work late": rows("state_stale:2", "state_stale:2,cut:1"),
        "errors inside HTTP 200": rows("refusal", "error_line:json", "stream_code", "html:chat"),
        "snake_case beside camelCase": rows("snake_case", "unknown_keys"),
        "frames that are no JSON, in the middle or last": rows("garbage:middle", "garbage:last"),
        "`interrupted` and `turnComplete`": rows("interrupted", "turn_complete"),
        "a stream that never closes": rows("open_end", "no_final,open_end:silent"),
        "silence on a live connection": rows("silence:0", "silence:1", "stall_body"),
        "a total limit alone is not enough": rows("endless_heartbeats", "slow_turn", "silence:1"),
        "the same text twice": rows(
            "dialect:adk-streaming,final_twice", "dialect:cumulative", "ids_differ"
        ),
        "fragments that look like finals": rows("partial_flag_lost"),
        "several parts, several authors": rows("several_parts", "authors"),
        "text that is only in the final, or never in it": rows("final_only", "no_final"),
        "fragments that are missing": rows("partials_lost"),
        "Unicode line separators": Answer(
            ("separators",),
            (f"{FOLDING}::test_a_stream_cut_at_every_byte_tells_its_text_once",),
        ),
        "CRLF over an edge, CR alone, torn characters": rows("line_ends", "chunks"),
        "no space behind `data:`, no last blank line": rows("no_space", "no_last_blank"),
        "one very long line, and one too long": rows("huge:2", "huge:32", "huge:70"),
        "the letter of the event-stream standard": Answer(
            ("bom", "multi_data", "fields", "empty_events", "comments"),
            (f"{SSE}::test_conforms",),
        ),
        "two turns at once in a session": Answer(
            ("another process holds the session",),
            (
                f"{JOBS}::test_a_second_writer_is_told_who_holds_the_session_or_waits_in_line",
                f"{CHAT}::test_two_turns_of_a_session_happen_one_after_the_other",
            ),
        ),
        "a proxy that buffers": rows("buffered", "buffered,slow_turn:0.3", "gzip"),
        "drops in the middle of an answer": rows("cut_inside", "cut:1:reset", "cut_body:20:chat"),
        "keep-alives that are taken for content": rows("heartbeat", "comments", "done_marker"),
        "proxy settings lost on the way": Answer(
            (), (f"{TRANSPORT}::test_a_proxy_of_the_environment_is_used_for_a_foreign_host",)
        ),
    },
}
"""Every demand by where it comes from."""


def written() -> Iterator[str]:
    """Yield the demands for people."""
    for title, part in DEMANDS.items():
        yield f"\n## {title}\n"
        yield "| demand | rows | tests elsewhere |"
        yield "|---|---|---|"
        for demand, answer in part.items():
            faults = " ".join(f"`{fault}`" for fault in answer.faults)
            tests = " ".join(f"`tests/{test}`" for test in answer.tests)
            yield f"| {demand} | {faults} | {tests} |"
    yield ""
