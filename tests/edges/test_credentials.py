from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemo_client.config import Settings
from nemo_client.credentials import LIFETIME_S, Credentials
from nemo_client.errors import AuthFailed
from nemo_client.protocol.wire import TokenGrant

NOW = 1_800_000_000.0


class Mint:
    """Gives a new token to whoever asks, and counts."""

    def __init__(self, **more: object) -> None:
        self.client_ids: list[str] = []
        self._more = more

    def __call__(self, client_id: str) -> TokenGrant:
        self.client_ids.append(client_id)
        number = len(self.client_ids)
        return TokenGrant.model_validate(
            {"token": f"nmv_usr_{number}", "credits": 100} | self._more
        )


@pytest.fixture
def made(
    settings_for: Callable[..., Settings],
) -> Callable[..., tuple[Credentials, Mint, Settings]]:
    """Credentials with a mint and a clock of their own; `at` is the time."""

    def make(at: float = NOW, mint: Mint | None = None, **more: object) -> Any:
        settings = settings_for(more.pop("url", "https://api.example"), token=None, **more)
        mint = mint or Mint()
        return Credentials(settings, mint, lambda: at), mint, settings

    return make


def kept(settings: Settings) -> Any:
    return json.loads(settings.token_file.read_text(encoding="utf-8"))["tokens"]


# --- the order


def test_a_token_of_the_users_own_is_used_as_it_is_and_not_stored(made: Any) -> None:
    _, mint, settings = made()
    own = Credentials(
        Settings(token="nmv_usr_own", client_id_file=settings.client_id_file,
                 data_dir=settings.data_dir), mint,
    )  # fmt: skip
    assert (own.token().value, own.token().source) == ("nmv_usr_own", "NEMO_TOKEN")
    assert not own.renew(own.token())
    assert mint.client_ids == []
    assert not settings.token_file.exists()


def test_without_one_a_new_token_is_made_once_and_found_again(made: Any) -> None:
    credentials, mint, settings = made()
    assert (credentials.token().source, credentials.token().value) == ("new", "nmv_usr_1")
    again, _, _ = made(mint=mint)
    assert (again.token().source, again.token().value) == ("cache", "nmv_usr_1")
    assert len(mint.client_ids) == 1
    assert mint.client_ids[0] == settings.client_id_file.read_text(encoding="utf-8").strip()


def test_each_backend_and_each_client_id_has_its_own_token(made: Any) -> None:
    mint = Mint()
    tokens = {
        made(mint=mint, **more)[0].token().value
        for more in (
            {"url": "https://a.example"},
            {"url": "https://b.example"},
            {"url": "https://a.example", "client_id": "someone-else"},
        )
    }
    assert len(tokens) == 3


def test_a_realm_keeps_its_token_when_its_port_changes(made: Any) -> None:
    mint = Mint()
    first = made(mint=mint, url="http://127.0.0.1:5001", realm="sandbox:")[0]
    second = made(mint=mint, url="http://127.0.0.1:5002", realm="sandbox:")[0]
    assert first.token().value == second.token().value


def test_asking_what_is_known_asks_nobody_and_makes_nothing(made: Any) -> None:
    credentials, mint, settings = made()
    assert credentials.known() is None
    assert not settings.client_id_file.exists()
    assert mint.client_ids == []


# --- how long


@pytest.mark.parametrize(
    ("said", "expires"),
    [
        ("2027-01-15T08:00:10Z", NOW + 10),
        ("2027-01-15T08:00:10+00:00", NOW + 10),
        ("2027-01-15T08:00:10", NOW + 10),
        ("", NOW + LIFETIME_S),
        ("soon", NOW + LIFETIME_S),
        (17, NOW + LIFETIME_S),
    ],
)
def test_a_token_lasts_as_long_as_was_said_or_seven_days(
    made: Any, said: object, expires: float
) -> None:
    credentials, mint, _ = made(mint=Mint(expires_at=said))
    assert credentials.token().expires_at == expires
    before, _, _ = made(at=expires - 1, mint=mint)
    assert before.token().source == "cache"
    after, _, _ = made(at=expires, mint=mint)
    assert after.token().value == "nmv_usr_2"
    assert len(set(mint.client_ids)) == 1


@pytest.mark.rule("stale-token")
def test_a_refused_token_is_replaced_with_the_same_client_id(made: Any) -> None:
    credentials, mint, _ = made()
    assert credentials.renew(credentials.token())
    assert credentials.token().value == "nmv_usr_2"
    assert len(set(mint.client_ids)) == 1


@pytest.mark.rule("stale-token", "token-limit")
def test_a_token_that_many_calls_were_refused_with_is_replaced_once(made: Any) -> None:
    credentials, mint, _ = made()
    refused = credentials.token()
    assert [credentials.renew(refused) for _ in range(3)] == [True] * 3
    assert credentials.token().value == "nmv_usr_2"
    assert len(mint.client_ids) == 2


@pytest.mark.rule("stale-token", "one-mint")
def test_a_token_that_someone_else_renewed_is_taken_over(made: Any) -> None:
    mint = Mint()
    mine, theirs = made(mint=mint)[0], made(mint=mint)[0]
    mine.token()
    theirs.token()
    theirs.renew(theirs.token())
    mine.renew(mine.token())
    assert mine.token().value == theirs.token().value == "nmv_usr_2"
    assert len(mint.client_ids) == 2


def test_forgetting_removes_this_backends_token_and_no_other(made: Any) -> None:
    mint = Mint()
    here, _, settings = made(mint=mint, url="https://a.example")
    there = made(mint=mint, url="https://b.example")[0]
    here.token()
    there.token()
    assert here.forget()
    assert not here.forget()
    assert [key.split(" ")[0] for key in kept(settings)] == ["https://b.example"]
    assert here.token().source == "new"


def test_a_new_account_is_news_once(made: Any) -> None:
    credentials, _, settings = made(mint=Mint(user_id="anon_7"))
    assert credentials.take_made() is None
    assert credentials.token().bind_id == "anon_7"
    news = credentials.take_made()
    assert news is not None
    assert (news.credits, news.token_file) == (100.0, str(settings.token_file))
    assert "nmv_usr_" not in repr(news)
    assert credentials.take_made() is None
    assert made()[0].token().bind_id == "anon_7"


# --- the files


@pytest.mark.rule("private-files", "one-door")
def test_the_token_is_in_one_file_for_its_owner_only(made: Any, tmp_path: Path) -> None:
    credentials, _, settings = made()
    token = credentials.token()
    holding = [p for p in tmp_path.rglob("*") if p.is_file() and b"nmv_usr_" in p.read_bytes()]
    assert holding == [settings.token_file]
    if os.name == "posix":
        assert settings.token_file.stat().st_mode & 0o777 == 0o600
        assert settings.token_file.parent.stat().st_mode & 0o777 == 0o700
        assert settings.client_id_file.stat().st_mode & 0o777 == 0o600
    assert "nmv_usr_" not in f"{token!r}{credentials!r}{settings!r}"


DAMAGED = [
    "", "{", "[]", "null", '{"tokens": []}', '{"tokens": {"KEY": 5}}',
    '{"tokens": {"KEY": {"token": 5}}}', '{"tokens": {"KEY": {"token": ""}}}',
    '{"tokens": {"KEY": {"token": "nmv usr"}}}', '{"tokens": {"KEY": {"token": "nmv\\n"}}}',
    '{"tokens": {"KEY": {"token": "t\\u00e9"}}}', "\x00\x01",
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_cache_costs_a_new_token_and_nothing_else(made: Any, text: str) -> None:
    credentials, _, settings = made(client_id="me")
    settings.data_dir.mkdir()
    key = "https://api.example me"
    settings.token_file.write_text(text.replace("KEY", key), encoding="utf-8")
    assert credentials.token().source == "new"
    assert kept(settings)[key]["token"] == "nmv_usr_1"


def test_odd_facts_beside_a_cached_token_are_left_out(made: Any) -> None:
    credentials, _, settings = made(client_id="me")
    settings.data_dir.mkdir()
    entry = {"token": "nmv_usr_0", "expires_at": "never", "bind_id": 7}
    tokens = {"tokens": {"https://api.example me": entry}}
    settings.token_file.write_text(json.dumps(tokens), encoding="utf-8")
    token = credentials.token()
    assert (token.value, token.expires_at, token.bind_id) == ("nmv_usr_0", None, None)


@pytest.mark.rule("client-id-kept")
@pytest.mark.parametrize("text", ["my-old-id", "  my-old-id\n", "my-old-id\r\n"])
def test_a_client_id_file_of_another_tool_is_used_and_not_touched(made: Any, text: str) -> None:
    credentials, mint, settings = made()
    settings.client_id_file.parent.mkdir()
    settings.client_id_file.write_bytes(text.encode())
    credentials.token()
    assert mint.client_ids == ["my-old-id"]
    assert settings.client_id_file.read_bytes() == text.encode()


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_client_id_file_is_filled(made: Any, text: str) -> None:
    credentials, mint, settings = made()
    settings.client_id_file.parent.mkdir()
    settings.client_id_file.write_text(text, encoding="utf-8")
    credentials.token()
    assert settings.client_id_file.read_text(encoding="utf-8").strip() == mint.client_ids[0]
    assert len(mint.client_ids[0]) == 36


@pytest.mark.rule("client-id-kept")
@pytest.mark.parametrize("text", ["x" * 65, "two\nlines", "schl\u00fcssel"])
def test_a_client_id_that_cannot_be_sent_is_told_and_not_replaced(made: Any, text: str) -> None:
    credentials, mint, settings = made()
    settings.client_id_file.parent.mkdir()
    settings.client_id_file.write_text(text, encoding="utf-8")
    with pytest.raises(AuthFailed) as failed:
        credentials.token()
    assert failed.value.code == "client_id_unusable"
    assert str(settings.client_id_file) in str(failed.value)
    assert settings.client_id_file.read_text(encoding="utf-8") == text
    assert mint.client_ids == []


def test_a_client_id_file_that_cannot_be_read_is_told(made: Any) -> None:
    credentials, _, settings = made()
    settings.client_id_file.mkdir(parents=True)
    with pytest.raises(AuthFailed) as failed:
        credentials.token()
    assert failed.value.code == "client_id_unusable"


def test_a_mint_that_fails_leaves_no_token_and_frees_the_lock(made: Any) -> None:
    def refuse(client_id: str) -> TokenGrant:
        raise AuthFailed("client_id_missing", "no")

    credentials, _, settings = made(mint=refuse)
    for _ in range(2):
        with pytest.raises(AuthFailed):
            credentials.token()
    assert not settings.token_file.exists()
    assert made()[0].token().source == "new"


# --- many at once


@pytest.mark.rule("one-mint")
@pytest.mark.parametrize("shared", [True, False], ids=["one object", "an object each"])
def test_ten_threads_ask_for_one_token(made: Any, shared: bool) -> None:
    mint = Mint()
    one = made(mint=mint)[0]
    gate = threading.Barrier(10)
    values: list[str] = []

    def work() -> None:
        credentials = one if shared else made(mint=mint)[0]
        gate.wait()
        values.append(credentials.token().value)

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values == ["nmv_usr_1"] * 10
    assert len(mint.client_ids) == 1


PROCESS = """
import sys
from pathlib import Path
from nemo_client.config import Settings
from nemo_client.credentials import Credentials
from nemo_client.protocol.wire import TokenGrant

home = Path(sys.argv[1])

def mint(client_id):
    with open(home / "minted", "a", encoding="utf-8") as file:
        file.write(client_id + chr(10))
    return TokenGrant(token="nmv_usr_" + client_id[:8])

settings = Settings(client_id_file=home / "config" / "client_id", data_dir=home / "data")
sys.stdin.readline()
print(Credentials(settings, mint).token().value)
"""


@pytest.mark.rule("one-mint")
def test_ten_processes_ask_for_one_token(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROCESS, str(tmp_path)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[2])
        for _ in range(10)
    ]
    told = [process.communicate("go\n", timeout=60)[0].strip() for process in processes]
    minted = (tmp_path / "minted").read_text(encoding="utf-8").split()
    assert len(minted) == 1
    assert told == ["nmv_usr_" + minted[0][:8]] * 10
