"""The table of faults: what can go wrong on purpose, by name, with its arguments. Pure.

A fault is asked for as `name[:argument...][*times]`, several with commas between. Without
`*times` it stays; with it, it ends after so many requests (or turns, or renders) that it has hit.
In a signature, `[...]` may be left out and `=` shows what is then taken (of words, the first).
The table does not know how a fault is done.

Not here because no server can produce it: a refused connection. Stop the sandbox for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nemo_client.sandbox.faults_zh import ZH

Values = Mapping[str, Any]  # the arguments of one fault by name
Taken = Mapping[str, Values]  # faults by name

CALLS = (
    "token",
    "session",
    "claim",
    "chat",
    "upload",
    "credits",
    "state",
    "render",
    "render_status",
    "render_cancel",
    "render_file",
    "signed_file",
    "media",
)
"""Endpoints that can be faulty, for CALL; the sandbox's own doors never are."""

TABLE: Mapping[str, Mapping[str, str]] = {
    "stream": {  # how a turn is told: its events
        "dialect[:simplified|cumulative|text|adk-streaming|adk]": "the stream in another dialect",
        "heartbeat[:comment|event|ping|empty|word|json|flag][:SECONDS=5]": "so spelled, so often",
        "preamble": "the agent says a sentence before its first tool call",
        "authors[:N=2]": "the answer is told in N steps by different authors",
        "separators": "U+2028, U+2029 and U+0085 stand raw in the answer",
        "buttons[:en|zh]": "the answer names a button that only a web page has",
        "several_parts[:N=2]": "the answer is N text parts of one event",
        "thoughts": "thought parts come before the answer",
        "inline_media": "a picture in URL-safe base64 comes with the answer",
        "partial_calls": "a tool call is told as a fragment first, under another id",
        "long_tool": "tools are long-running and answer `pending`",
        "final_only": "no fragments, though they were asked for",
        "no_final": "fragments without the event that repeats the whole",
        "partials_lost": "every second fragment is missing, the final is whole",
        "partial_flag_lost[:delta|whole]": "fragments (or the text so far) look like finals",
        "final_twice": "the whole text comes twice, the second time with turnComplete",
        "ids_differ": "fragments and their final have different ids",
        "huge[:MEGABYTES=8]": "one event with so much padding in its stateDelta",
        "snake_case": "fields are spelled in snake_case, empty ones are null",
        "unknown_keys": "fields, parts and an event nobody has heard of",
        "turn_complete": "a last event that only says turnComplete",
        "interrupted": "the answer says interrupted",
        "garbage[:middle|last]": "a frame that is no JSON",
        "done_marker[:data|event]": "`data: [DONE]` or `event: done` at the end",
        "empty_stream": "the work is done, the stream is empty",
    },
    "bytes": {  # how its events are put on the wire
        "no_space": "`data:` without a space behind it",
        "multi_data": "every payload on several `data:` lines",
        "fields": "`id:`, `event: message`, `retry:` and an unknown field in every event",
        "empty_events": "an `id:` alone, an event without data, many blank lines",
        "comments[:N=1000]": "N comment lines before every event",
        "no_last_blank": "nothing behind the last payload, not even a line end",
        "line_ends[:crlf|cr|mixed]": "other line ends",
        "bom": "a byte order mark at the start",
        "buffered": "a proxy holds everything back until the end",
        "gzip": "the stream is compressed, asked for or not",
        "chunks[:SIZE=1|utf8|data]": "pieces so long; or cut in each character, in each `data:`",
    },
    "ending": {  # how the stream goes on or breaks off
        "first_byte:SECONDS[:body]": "the answer begins late, headers included (or only the body)",
        "cut[:EVENTS=1][:reset]": "the connection ends after so many events; the work goes on",
        "cut_inside[:EVENTS=0][:reset]": "the same in the middle of the event after them",
        "cut_abort[:EVENTS=0][:reset]": "the same, and the work is aborted",
        "endless_heartbeats[:EVENTS=0]": "after so many events nothing but heartbeats",
        "silence[:EVENTS=0]": "after so many events not a byte; the connection stays",
        "open_end[:beats|silent]": "the stream is never closed after its last event",
    },
    "turn": {  # what becomes of a turn
        "silent": "the work is done without a word (MODEL_RETURNED_NO_CONTENT)",
        "trailing_issue": "`I encountered a temporary issue` after the good output",
        "no_content": "MODEL_RETURNED_NO_CONTENT and nothing else; nothing is done",
        "only_issue": "`I encountered a temporary issue` and nothing else; nothing is done",
        "error_line[:quote|newline|json|double]": "fails: a torn, a sound or two lines",
        "refusal[:SAFETY|RECITATION|MAX_TOKENS]": "fails: errorCode is the reason the model gives",
        "stream_code[:CODE=2001]": "fails: a business code inside the stream",
        "question": "the agent asks back by ask_question with two options; nothing is done",
        "forgotten": "accepted, aborted before it begins, not a word",
        "charged": "a turn that fails or is aborted costs its price all the same",
        "slow_turn:SECONDS": "so long before anything is done or told",
        "slow_work:SECONDS": "so long between the tool calls and the change they make",
        "hangup_aborts": "when the listener hangs up the work is aborted",
        "second_stage:SECONDS|never": "music and title of a generation come so late",
        "state_stale[:READS=3]": "the change stays hidden from so many reads of the state",
    },
    "reply": {  # any answer; `done`: what was asked for is carried out all the same
        "late:SECONDS[:CALL]": "the request is only looked at so late, whoever has hung up",
        "slow:SECONDS[:CALL]": "the request is carried out at once, the answer comes so late",
        "status:STATUS[:CALL][:done]": "this HTTP status instead of the answer",
        "rate_limit[:CALL][:SECONDS][:done]": "HTTP 429, with Retry-After when SECONDS are given",
        "envelope:CODE[:CALL][:done]": "HTTP 200 with this business code",
        "detail:STATUS[:CALL][:done]": "this HTTP status with ADK's `detail`",
        "html[:CALL][:done]": "HTTP 200 with a web page",
        "torn_json[:CALL][:done]": "HTTP 200 with half a JSON body",
        "empty_body[:CALL][:done]": "HTTP 200 with no body",
        "hangup[:CALL][:done][:reset]": "the connection ends instead of an answer",
        "cut_body:BYTES[:CALL][:reset]": "the connection ends after so many bytes of the body",
        "stall_body:BYTES[:CALL]": "silence after so many bytes of the body",
        "headers_lost[:CALL]": "a proxy on the way takes the X-Skill headers off",
        "reply_shape[:bare|text_code|success][:CALL]": "no envelope, `code` as text, or `success`",
    },
    "account": {
        "token_expired": "the token is really dead from this request on (1001)",
        "session_lost": "all sessions of the user are really gone (1002, /run_sse: 404)",
        "odd_credits[:missing|negative|text]": "numbers of the balance as they should not be",
        "sparse_replies": "token and session without user_id, bind_id, expires_at",
        "numeric_ids": "session_id and task_id are JSON numbers",
        "sparse_state[:missing|null|empty]": "state keys left out, null or empty objects",
    },
    "upload": {
        "upload_cut:BYTES[:reset]": "the connection ends when so much of the body has come",
        "upload_early[:CODE=413][:close]": "refused before the body is read",
        "upload_reply[:uploaded_files|url|file_id]": "another shape of the reply",
    },
    "render": {
        "render_fails": "the render fails (`*1`: the next one only)",
        "render_stuck:PERCENT": "the render never gets further",
        "render_slow:SECONDS": "the render takes so much longer",
        "render_shape[:wrapped|flat|mixed]": "the status in another shape, or in turns",
        "render_words": "queued, rendering, success, error as states",
        "render_fraction": "progress from 0 to 1",
        "render_no_url": "completed, but no address yet",
        "duplicate_error": "a known render id is an error",
        "wrong_size[:BYTES=1]": "the status tells so many bytes more than there are",
        "expired_link[:403|404|410]": "the address in the status is dead (the next is not)",
        "one_shot_link[:403|404|410]": "the address works once, then it is dead",
        "foreign_link": "the address is on another port, where a token is a leak",
        "download_json": "the download endpoint answers JSON with `output.url`",
    },
    "file": {
        "redirect[:HOPS=1|loop]": "a download is redirected; the endpoint to another port",
        "short_file[:BYTES=1]": "a whole reply with so many bytes missing at the end",
        "range_ignored": "200 and the whole file, whatever the range",
        "range_shifted[:BYTES=1]": "206 from so much further on",
        "etag_changes[:restart|lie]": "another ETag each time; `lie`: 206 in spite of If-Range",
        "no_validators": "neither ETag nor Last-Modified",
        "no_length": "no Content-Length",
    },
}
"""Every fault by the part of the service it is in: signature and meaning. The order of `stream`
and `bytes` is the order in which they change the stream."""


def _number(low: int = 0, high: int = 10**12) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return read


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,7}(\.\d{1,6})?", text):
        raise ValueError(text)
    return float(text)


def _word(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


READERS: Mapping[str, Callable[[str], Any]] = {
    "BYTES": _number(),
    "CALL": _word(*CALLS),
    "CODE": _number(100, 9999),
    "EVENTS": _number(),
    "HOPS": _number(1, 100),
    "MEGABYTES": _number(1, 1000),
    "N": _number(1),
    "PERCENT": _number(0, 100),
    "READS": _number(),
    "SECONDS": _seconds,
    "SIZE": _number(1),
    "STATUS": _number(200, 599),
}
"""What the words in capitals in a signature stand for."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: how it is read (ValueError when a text is none), and what else it is."""

    name: str
    readers: tuple[Callable[[str], Any], ...]
    default: Any
    is_required: bool

    def read(self, text: str) -> Any:
        """The text as a value."""
        for reader in self.readers:
            try:
                return reader(text)
            except ValueError:
                continue
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that can go wrong; `where` is the part of the service it is in."""

    name: str
    where: str
    signature: str
    line: str
    line_zh: str
    arguments: tuple[Argument, ...]

    def values(self, given: list[str]) -> dict[str, Any]:
        """The arguments by name; ValueError says what does not fit."""
        values = {argument.name: argument.default for argument in self.arguments}
        waiting = list(self.arguments)
        for text in given:
            values |= self._fitted(text, waiting)
        if any(argument.is_required for argument in waiting):
            raise ValueError(f"{self.name!r} is not enough: {self.signature}")
        return values

    def _fitted(self, text: str, waiting: list[Argument]) -> dict[str, Any]:
        """The text as the next argument that takes it; those before it keep their defaults."""
        while waiting:
            argument = waiting.pop(0)
            try:
                return {argument.name: argument.read(text)}
            except ValueError:
                if argument.is_required:
                    break
        raise ValueError(f"{text!r} does not fit {self.signature}")


def _argument(text: str, is_required: bool) -> Argument:
    """An argument from its place in a signature: `NAME=default`, words, or both."""
    choices = [choice.partition("=")[::2] for choice in text.split("|")]
    named = [(name, default) for name, default in choices if name.isupper() and name in READERS]
    readers = tuple(READERS[n] if (n, d) in named else _word(n) for n, d in choices)
    if named:
        [(name, default)] = named
        return Argument(
            name.lower(), readers, READERS[name](default) if default else None, is_required
        )
    if len(choices) == 1:
        return Argument(text, (lambda given: bool(_word(text)(given)),), False, is_required)
    return Argument("kind", readers, choices[0][0], is_required)


def _fault(where: str, signature: str, line: str) -> Fault:
    name = re.split(r"[\[:]", signature, maxsplit=1)[0]
    pieces = re.findall(r"(\[?):([^\[\]:]+)", signature)
    arguments = tuple(_argument(text, not bracket) for bracket, text in pieces)
    return Fault(name, where, signature, line, ZH[name], arguments)


_FAULTS = [_fault(w, s, line) for w, rows in TABLE.items() for s, line in rows.items()]
KNOWN: Mapping[str, Fault] = {fault.name: fault for fault in _FAULTS}


def known_faults() -> tuple[Fault, ...]:
    """Every fault with its name, signature and one line of meaning, in the order to show them."""
    return tuple(KNOWN.values())
