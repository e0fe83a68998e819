"""Faults as switches: how they are asked for, by whom, and for how many times."""

from __future__ import annotations

import re
import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from nemo_client.sandbox import Options, known_faults, set_faults
from nemo_client.sandbox.app import DOORS
from nemo_client.sandbox.books import Books
from nemo_client.sandbox.events import HEARTBEATS
from nemo_client.sandbox.faults import CALLS, KNOWN, READERS, TABLE
from nemo_client.sandbox.faulty.courses import COURSES
from nemo_client.sandbox.faulty.endings import ENDINGS
from nemo_client.sandbox.faulty.framing import FRAMING, PIECES
from nemo_client.sandbox.faulty.gate import INSTEAD
from nemo_client.sandbox.faulty.speech import CHANGES
from nemo_client.sandbox.store import SCHEMA, Store
from nemo_client.sandbox.switches import Board, parse
from nemo_client.testing import sandbox as backend

STATE = "/api/state/nemo_agent/me/{}/latest"
CREDITS = "/api/credits/balance/simple"
SAMPLES = {
    "BYTES": "7",
    "CALL": "state",
    "CODE": "2001",
    "EVENTS": "2",
    "HOPS": "2",
    "MEGABYTES": "1",
    "N": "3",
    "PERCENT": "40",
    "READS": "2",
    "SECONDS": "0.5",
    "SIZE": "3",
    "STATUS": "503",
}


# --- the table


def test_every_fault_has_one_name_and_one_line():
    assert len(KNOWN) == sum(map(len, TABLE.values())) >= 45
    assert all(fault.line and len(fault.line) < 80 for fault in known_faults())
    assert all(re.fullmatch(r"[a-z_]+", name) for name in KNOWN)


def test_every_fault_is_looked_at_on_the_wire_by_a_test():
    marked: set[str] = set()
    for path in Path(__file__).parent.glob("test_faults_*.py"):
        for names in re.findall(r"@pytest.mark.fault\(([^)]*)\)", path.read_text("utf-8")):
            marked |= set(re.findall(r'"(\w+)"', names))
    assert marked == set(KNOWN)


@pytest.mark.parametrize("fault", known_faults(), ids=lambda fault: fault.name)
def test_a_fault_takes_what_its_signature_shows(fault):
    words = [argument.split("|") for argument in re.findall(r":([^\[\]:]+)", fault.signature)]
    shown = [[SAMPLES.get(each.partition("=")[0], each) for each in choices] for choices in words]
    first = [choices[0] for choices in shown]
    for at, choices in enumerate(shown):
        for choice in choices:
            text = ":".join([fault.name, *first[:at], choice, *first[at + 1 :]])
            [switch] = parse(text)
            assert str(switch) == text and None not in switch.values.values()
    assert fault.values(first).keys() == {argument.name for argument in fault.arguments}


def test_the_defaults_of_a_signature_are_the_defaults():
    [switch] = parse("heartbeat")
    assert switch.values == {"kind": "comment", "seconds": 5.0}
    [switch] = parse("cut:reset")
    assert switch.values == {"events": 1, "reset": True}
    [switch] = parse("status:503:done")
    assert switch.values == {"status": 503, "call": None, "done": True}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("silense", "unknown fault 'silense': silence"),
        ("status", "is not enough"),
        ("status:9", "does not fit status:STATUS"),
        ("status:503:nowhere", "'nowhere' does not fit"),
        ("cut:1:2", "'2' does not fit"),
        ("silence*0", "how many times"),
        ("silence*x", "how many times"),
    ],
)
def test_what_cannot_be_understood_is_told(text, words):
    with pytest.raises(ValueError, match=words):
        parse(text)


def test_the_words_of_the_table_are_the_ones_of_the_service():
    assert set(SAMPLES) == set(READERS)
    assert set(CALLS) < {door.call for door in DOORS}
    [style] = KNOWN["heartbeat"].arguments[:1]
    assert [style.read(each) for each in HEARTBEATS] == list(HEARTBEATS)


def test_every_table_of_doings_does_only_known_faults():
    rows = [*CHANGES, *COURSES, *FRAMING, *PIECES, *ENDINGS, *INSTEAD]
    assert set(rows) <= set(KNOWN) and len(rows) == len(set(rows))
    order = [name for name in KNOWN if name in CHANGES or name in FRAMING or name in PIECES]
    assert set(TABLE) == {
        *("stream", "bytes", "ending", "turn"),
        *("reply", "account", "upload", "render", "file"),
    }
    assert [name for name in order if KNOWN[name].where == "bytes"] == [*FRAMING, *PIECES]


# --- for how long


def test_a_fault_with_a_number_ends_after_so_many_times_and_only_where_it_fits():
    board = Board(parse("status:503:state*2,slow:1"))
    assert board.take("status", "credits") is None
    assert [bool(board.take("status", "state")) for _ in range(3)] == [True, True, False]
    assert board.active() == ["slow:1"]
    assert [bool(board.take("slow", "chat")) for _ in range(3)] == [True] * 3


def test_once_then_fine(serve, meet):
    sandbox = serve()
    person = meet(sandbox)
    sandbox.fault("status:503:credits*1")
    assert [person.http.get(CREDITS).status_code for _ in range(3)] == [503, 200, 200]


def test_a_fault_of_a_block_ends_with_it(serve, meet):
    sandbox = serve()
    person = meet(sandbox)
    with sandbox.fault("status:502:credits"), sandbox.fault("status:500:state"):
        assert person.http.get(CREDITS).status_code == 502
        assert person.http.get(STATE.format(person.session)).status_code == 500
    assert person.http.get(CREDITS).status_code == 200


def test_a_fault_can_be_switched_off(serve, meet):
    sandbox = serve()
    person = meet(sandbox)
    fault = sandbox.fault("status:502:credits")
    assert person.http.get(CREDITS).status_code == 502
    fault.off()
    assert person.http.get(CREDITS).status_code == 200


# --- by whom


def test_faults_can_be_on_from_the_start(serve, meet):
    person = meet(serve(Options(faults="status:503:credits*1")))
    assert [person.http.get(CREDITS).status_code for _ in range(2)] == [503, 200]


def test_an_unknown_fault_makes_no_options():
    with pytest.raises(ValueError, match="unknown fault"):
        replace(Options(), faults="gremlins")


def test_the_folder_of_testing_takes_faults_too(tmp_path, web):
    with backend(tmp_path, faults="html:token") as running:
        reply = web.post(running.url + "/api/auth/anonymous-token")
        assert reply.headers["content-type"].startswith("text/html")


def test_a_header_is_for_one_request_and_may_name_several(lab):
    headers = [("X-Sandbox-Fault", "reply_shape:success"), ("X-Sandbox-Fault", "odd_credits:text")]
    body = lab.person.http.get(CREDITS, headers=headers).json()
    assert body["success"] is True and isinstance(body["data"]["frozen"], str)
    both = {"X-Sandbox-Fault": "reply_shape:success, odd_credits:text"}
    assert lab.person.http.get(CREDITS, headers=both).json() == body
    assert lab.person.http.get(CREDITS).json()["code"] == 0


def test_a_header_that_cannot_be_understood_is_a_bad_request(lab):
    reply = lab.person.http.get(CREDITS, headers={"X-Sandbox-Fault": "gremlins"})
    assert (reply.status_code, reply.json()["code"]) == (400, 400)
    assert "gremlins" in reply.json()["message"]


def test_a_running_server_is_switched_from_outside(serve, meet, web):
    sandbox = serve()
    person = meet(sandbox)
    assert set_faults(sandbox.url, "status:503:credits*2, silence") == [
        "status:503:credits*2",
        "silence",
    ]
    assert person.http.get(CREDITS).status_code == 503
    shown = web.get(sandbox.url + "/sandbox/faults").json()
    assert shown["active"] == ["status:503:credits*1", "silence"]
    assert [row["fault"] for row in shown["known"]] == [f.signature for f in known_faults()]
    assert set_faults(sandbox.url + "/", "") == []
    assert person.http.get(CREDITS).status_code == 200


def test_switching_from_outside_says_what_it_does_not_understand(serve):
    sandbox = serve()
    set_faults(sandbox.url, "silence")
    with pytest.raises(ValueError, match="gremlins"):
        set_faults(sandbox.url, "gremlins")
    assert set_faults(sandbox.url, "silence") == ["silence"]


def test_no_server_is_an_os_error():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(OSError):
        set_faults(f"http://127.0.0.1:{port}", "silence")


def test_a_page_of_somebody_else_cannot_switch_anything(house, web):
    body = '{"faults": "silence"}'
    reply = web.post(house.url + "/sandbox/faults", content=body)
    assert reply.status_code == 400
    assert web.get(house.url + "/sandbox/faults").json()["active"] == []


def test_the_doors_of_the_sandbox_itself_never_fail(serve, web):
    sandbox = serve(Options(faults="status:503,hangup"))
    for door in ("health", "books", "faults"):
        assert web.get(f"{sandbox.url}/sandbox/{door}").status_code == 200


# --- in the books


def test_the_books_name_the_faults_a_request_has_met(lab):
    lab.state("status:503:state, slow:0:chat, sparse_state")
    assert lab.sandbox.books.requests("state")[-1].faults == ("status",)
    lab.ask("cut, chunks, status:503:state")
    assert lab.sandbox.books.requests("chat")[-1].faults == ("chunks", "cut")


def test_the_books_tell_which_request_became_a_turn(serve, meet, clip):
    sandbox = serve()
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    for fault in ("status:502", "status:502:done", "forgotten", "charged,error_line"):
        said = person.message(f'Add a title "{fault}"')
        person.http.post("/run_sse", json=said, headers={"X-Sandbox-Fault": fault})
        sandbox.settle()
    books = sandbox.books
    sent = {request.n: request.status for request in books.requests("chat")}
    turns = [(turn.state, turn.cost, sent[turn.request]) for turn in books.turns()]
    assert turns == [("done", 2, 502), ("aborted", 0, 200), ("failed", 2, 200)]
    told = books.as_dict()
    assert (told["accepted"], told["billed"], told["aborted"], told["spent"]) == (3, 2, 1, 4)
    assert told["counts"]["chat"] == 4 and person.credits() == (96, 0)


def test_the_books_of_an_earlier_version_are_taken_on(tmp_path):
    early = SCHEMA.replace(", request INTEGER DEFAULT 0", "").replace(
        ",\n  faults TEXT DEFAULT ''", ""
    )
    with closing(sqlite3.connect(tmp_path / "early.db")) as db:
        db.executescript(early)
        db.execute("INSERT INTO turns VALUES (1, 's', 'u', 'hi', 'done', 2, 2, 'edit')")
        db.commit()
    store = Store(tmp_path / "early.db")
    books = Books(store, lambda: 1.0)
    books.answered(books.arrived("GET", "/", {}), 0, 200, ("slow",))
    assert [(turn.cost, turn.request) for turn in books.turns()] == [(2, 0)]
    assert books.requests()[0].faults == ("slow",)
    store.close()
