"""A real browser, driven over its own protocol: what a page shows, loads and says is measured."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

NEEDED = "a browser is needed: apt-get install chromium chromium-driver (nothing is skipped here)"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
KEYS = {
    "Tab": "\ue004",
    "End": "\ue010",
    "Home": "\ue011",
    "Left": "\ue012",
    "Up": "\ue013",
    "Right": "\ue014",
    "Down": "\ue015",
}


class Browser:
    """One tab."""

    def __init__(self, address: str, binary: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=120, trust_env=False)
        options = {"binary": binary, "args": FLAGS}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        wanted["goog:loggingPrefs"]["performance"] = "ALL"  # type: ignore[index]
        body = {"capabilities": {"alwaysMatch": wanted}}
        self._session = ""
        self._session = f"/session/{self._ask('/session', body)['sessionId']}"

    def _ask(self, path: str, body: Any) -> Any:
        answer = self._http.post(self._session + path, json=body).json()["value"]
        assert not (isinstance(answer, dict) and "error" in answer), answer
        return answer

    def close(self) -> None:
        self._http.delete(self._session)
        self._http.close()

    def devtools(self, command: str, **facts: Any) -> Any:
        return self._ask("/goog/cdp/execute", {"cmd": command, "params": facts})

    def open(self, path: Path, width: int = 1440, scheme: str = "light") -> None:
        """Show a file as one sees it who wants it light or dark, on a screen of that width."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.devtools("Emulation.setDeviceMetricsOverride", **size)
        wish = [{"name": "prefers-color-scheme", "value": scheme}]
        self.devtools("Emulation.setEmulatedMedia", features=wish)
        self.complaints(), self.requests()  # what was before is not of this page
        self._ask("/url", {"url": path.resolve().as_uri()})

    def run(self, script: str) -> Any:
        return self._ask("/execute/sync", {"script": script, "args": []})

    def press(self, key: str) -> None:
        value = KEYS[key]
        strokes = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self._ask("/actions", {"actions": [{"type": "key", "id": "k", "actions": strokes}]})

    def complaints(self) -> list[str]:
        """Return what the page has said on the console since the last call."""
        return [entry["message"] for entry in self._ask("/se/log", {"type": "browser"})]

    def requests(self) -> list[str]:
        """Return every address that was asked for since the last call, inline data apart."""
        entries = self._ask("/se/log", {"type": "performance"})
        told = [json.loads(entry["message"])["message"] for entry in entries]
        sent = [t["params"]["request"] for t in told if t["method"] == "Network.requestWillBeSent"]
        return [request["url"] for request in sent if not request["url"].startswith("data:")]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    binary = next(filter(None, map(shutil.which, CHROMIUM)), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.fail(NEEDED)
    command = [driver, "--port=0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            ports = (re.search(r"started successfully on port (\d+)", s) for s in process.stdout)
            port = next(filter(None, ports))[1]
            tab = Browser(f"http://127.0.0.1:{port}", binary)
            yield tab
            tab.close()
        finally:
            process.terminate()
