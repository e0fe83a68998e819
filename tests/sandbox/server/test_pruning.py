"""What a folder keeps over a start: what is live stays, what is old or too much goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

from .conftest import QUIET

DAY = 86_400.0


def files(root):
    return [path for name in ("media", "renders") for path in (root / name).glob("*.*")]


def code(person):
    path = f"/api/state/nemo_agent/me/{person.session}/latest"
    return person.http.get(path).json()["code"]


def exported(sandbox, person, clip):
    person.export("render_1", person.timeline(clip))
    sandbox.settle()
    assert person.render("render_1")["status"] == "completed"


def test_a_session_that_nobody_uses_goes_with_its_files_and_no_other(serve, meet, clip, clock):
    sandbox = serve()
    gone, used = meet(sandbox), meet(sandbox)
    exported(sandbox, gone, clip)
    used.upload(("clip.mp4", clip))
    clock.now += 20 * DAY
    used.renew()
    assert code(used) == 0
    clock.now += 11 * DAY
    sandbox = serve()
    for person in (gone, used):
        person.renew()
    assert (code(gone), code(used)) == (1002, 0)
    assert [path.stem for path in files(sandbox.root)] == [
        item["cdn_url"].split("/")[-2] for item in used.state()["video_infos"]
    ]
    assert gone.render("render_1")["code"] == 404


def test_what_is_used_within_its_days_stays_whole(serve, meet, clip, clock, web):
    sandbox = serve()
    person = meet(sandbox)
    exported(sandbox, person, clip)
    before = sorted(files(sandbox.root))
    clock.now += 29 * DAY
    sandbox = serve()
    person.renew()
    assert sorted(files(sandbox.root)) == before
    link = person.render("render_1")["output"]["url"]
    assert web.get(link).status_code == 200


def test_above_its_size_a_folder_loses_renders_first_then_what_was_used_longest_ago(
    serve, meet, clip, clock
):
    sandbox = serve()
    people = [meet(sandbox) for _ in range(3)]
    for person in people:
        exported(sandbox, person, clip)
        clock.now += DAY
    clock.now += DAY
    room = len(clip)
    sandbox = serve(replace(QUIET, keep_bytes=2 * room))
    assert [path.parent.name for path in files(sandbox.root)] == ["media", "media"]
    assert [code(person) for person in people] == [1002, 0, 0]


def test_what_is_live_stays_whatever_it_takes(serve, meet, clip, clock):
    sandbox = serve()
    person = meet(sandbox)
    exported(sandbox, person, clip)
    clock.now += 1000  # the link still works
    before = sorted(files(sandbox.root))
    sandbox = serve(replace(QUIET, keep_bytes=0, keep_days=0.0))
    assert sorted(files(sandbox.root)) == before
    assert code(person) == 0


def test_files_that_nothing_names_go(serve, meet, clip):
    sandbox = serve()
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    left = sandbox.root / "media" / "left.mp4"
    left.write_bytes(b"x")
    sandbox = serve()
    assert not left.exists()
    assert len(files(sandbox.root)) == 1


def test_a_folder_of_an_earlier_version_counts_as_used_now(serve, meet, clip, clock):
    sandbox = serve()
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    with closing(sqlite3.connect(sandbox.root / "sandbox.db", isolation_level=None)) as db:
        db.execute("UPDATE sessions SET used = 0")
    clock.now += 300 * DAY
    serve()
    person.renew()
    assert code(person) == 0
