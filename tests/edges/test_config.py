from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nemo_client import config
from nemo_client.config import API_URL, WEB_URL, Settings, is_loopback
from nemo_client.errors import Precondition
from nemo_client.phrases.usage import ENVIRONMENT
from nemo_client.skill import Attribution


def test_an_empty_environment_means_the_hosted_service() -> None:
    settings = Settings.from_env({})
    assert (settings.api_url, settings.web_url, settings.realm) == (API_URL, WEB_URL, API_URL)
    assert (settings.token, settings.client_id, settings.language) == (None, None, "en")
    assert settings.client_id_file == Path.home() / ".config" / "nemovideo" / "client_id"
    assert settings.token_file.parent == settings.data_dir


def test_the_environment_is_read_and_trimmed() -> None:
    env = {
        "NEMO_TOKEN": " nmv_usr_x\n",
        "NEMO_API_URL": "https://api.example/ ",
        "NEMO_WEB_URL": "https://w.example/",
        "NEMO_CLIENT_ID": " me ",
        "SKILL_SOURCE": "cursor",
    }
    settings = Settings.from_env(env)
    assert (settings.token, settings.client_id) == ("nmv_usr_x", "me")
    assert (settings.api_url, settings.web_url) == ("https://api.example", "https://w.example")
    assert settings.attribution.platform == "cursor"


def test_blank_values_are_no_values() -> None:
    settings = Settings.from_env({"NEMO_TOKEN": " ", "NEMO_API_URL": "", "NEMO_CLIENT_ID": "\t"})
    assert (settings.token, settings.api_url, settings.client_id) == (None, API_URL, None)


def test_an_address_given_beats_the_environment() -> None:
    given = Settings.from_env({"NEMO_API_URL": "https://a.example"}, api_url="https://b.example")
    assert given.api_url == "https://b.example"


def test_the_embedded_backend_is_named_and_not_an_address() -> None:
    settings = Settings.from_env({"NEMO_API_URL": "sandbox:"})
    assert (settings.api_url, settings.realm) == ("sandbox:", "sandbox:")


@pytest.mark.rule("no-clear-text")
@pytest.mark.parametrize(
    "url", ["http://api.example", "http://10.0.0.1:8000", "http://localhost.example"]
)
def test_plain_http_leaves_this_machine_for_nobody(url: str) -> None:
    with pytest.raises(Precondition) as failed:
        Settings(api_url=url)
    assert (failed.value.code, failed.value.facts["name"]) == ("bad_setting", "NEMO_API_URL")
    assert "in the clear" in str(failed.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000", "http://localhost:1", "http://[::1]:5", "http://a.localhost",
     "http://127.9.9.9", "https://api.example:444"],
)  # fmt: skip
def test_https_and_this_machine_are_fine(url: str) -> None:
    assert Settings(api_url=url + "/").api_url == url


@pytest.mark.parametrize(
    "url",
    ["api.example", "ftp://api.example", "https://", "https://u:p@api.example", "https://[x",
     "https://api.example:99999", "https://api.example:0"],
)  # fmt: skip
def test_an_unusable_address_is_told_by_its_setting(url: str) -> None:
    with pytest.raises(Precondition) as failed:
        Settings(api_url=url)
    assert "NEMO_API_URL" in str(failed.value)


@pytest.mark.parametrize(
    ("url", "here"),
    [("http://127.0.0.1", True), ("http://[::1]", True), ("http://LOCALHOST", True),
     ("http://0.0.0.0", False), ("https://127.0.0.1.example", False), ("nothing", False)],
)  # fmt: skip
def test_this_machine_is_known_by_its_names(url: str, here: bool) -> None:
    assert is_loopback(url) is here


@pytest.mark.rule("one-door")
@pytest.mark.parametrize("token", ["nmv usr", "nmv_usr_\u00e9", "nmv\nusr", ""])
def test_a_token_that_cannot_be_sent_is_refused_without_being_told(token: str) -> None:
    with pytest.raises(Precondition) as failed:
        Settings(token=token)
    assert "NEMO_TOKEN" in str(failed.value)
    assert "usr" not in str(failed.value)


@pytest.mark.rule("one-door")
def test_settings_show_no_token() -> None:
    assert "nmv_usr_" not in repr(Settings(token="nmv_usr_secret"))


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        ({"NEMO_LANG": "ZH", "LC_ALL": "en_US"}, "zh"),
        ({"NEMO_LANG": "en", "LANG": "zh_CN"}, "en"),
    ],
)
def test_the_language_follows_the_usual_order(env: dict[str, str], language: str) -> None:
    assert Settings.from_env(env).language == language


def test_every_variable_that_is_read_is_documented() -> None:
    source = Path(str(config.__file__)).read_text(encoding="utf-8")
    read = {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "env.get"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(read) >= 5
    assert read <= set(ENVIRONMENT)


@pytest.mark.rule("named-clocks")
@pytest.mark.parametrize("clock", ["connect_s", "reply_s", "upload_s"])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan")])
def test_a_clock_that_would_ring_at_once_is_refused(clock: str, value: float) -> None:
    with pytest.raises(Precondition) as refused:
        Settings(**{clock: value})  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.facts["name"]) == ("bad_setting", clock)


@pytest.mark.rule("attribution")
@pytest.mark.parametrize("who", [("", "1", "x"), ("a", "", "x"), ("a", "1", "")])
def test_no_call_leaves_without_its_three_headers(who: tuple[str, str, str]) -> None:
    with pytest.raises(Precondition) as refused:
        Settings(attribution=Attribution(*who))
    assert refused.value.facts["name"] == "attribution"
