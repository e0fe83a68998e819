"""Google ADK's own api_server with a scripted agent, as a program: prints its address, then serves.

The stream, its events and its errors are ADK's. Only what ADK does not have is added, as routes
on the same app: opening a session, reading its state (both by ADK's own REST) and a balance.
"""

from __future__ import annotations

import itertools
import os
import socket
import sys
import tempfile
import threading
from collections.abc import AsyncGenerator

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response
from google.adk.agents import BaseAgent
from google.adk.agents.invocation_context import InvocationContext
from google.adk.cli.fast_api import get_fast_api_app
from google.adk.cli.utils.base_agent_loader import BaseAgentLoader
from google.adk.events import Event, EventActions
from google.genai import types

APP = "nemo_agent"
ODD = "one\u2028two\u2029three\u0085four\x0bfive\r\nsix 视频"
DRAFT = {"t": [{"tt": 0, "sg": [{"d": 5000, "start": 0, "m": {"name": "sea"}}]}], "d": 5000}
TITLE = {"tt": 7, "sg": [{"d": 2000, "start": 0, "m": {"text": "Hello"}}]}


def say(*texts: str, **more: object) -> Event:
    parts = [types.Part(text=text) for text in texts]
    return Event(author=APP, content=types.Content(role="model", parts=parts), **more)


def use_tool(number: str) -> Event:
    call = types.FunctionCall(id=number, name="edit_multitrack", args={"op": "add_title"})
    content = types.Content(role="model", parts=[types.Part(function_call=call)])
    return Event(author=APP, content=content)


def tool_result(number: str, state: dict[str, object] | None = None) -> Event:
    answer = types.FunctionResponse(id=number, name="edit_multitrack", response={"ok": True})
    content = types.Content(role="user", parts=[types.Part(function_response=answer)])
    return Event(author=APP, content=content, actions=EventActions(state_delta=state or {}))


class Scripted(BaseAgent):
    """An agent without a model: the first word of the message names the scene it plays."""

    async def _run_async_impl(self, ctx: InvocationContext) -> AsyncGenerator[Event, None]:
        assert ctx.user_content is not None and ctx.user_content.parts
        scene = (ctx.user_content.parts[0].text or "").split(" ")[0]
        for event in SCENES[scene]:
            if isinstance(event, Exception):
                raise event
            yield event


STOP = types.FinishReason.STOP
EMPTY = {"error_code": "MODEL_RETURNED_NO_CONTENT", "finish_reason": STOP, "author": APP}
THOUGHT = types.Part(text="Hm. ", thought=True)
WITH_THOUGHT = types.Content(role="model", parts=[THOUGHT, types.Part(text="Yes.")])

SCENES: dict[str, list[Event | Exception]] = {
    "stream": [
        say("Hel", partial=True),
        say("lo.", partial=True),
        say("Hello.", finish_reason=STOP),
    ],
    "whole": [say("Hel", "lo.")],
    "odd": [say(ODD)],
    "think": [Event(author=APP, content=WITH_THOUGHT)],
    "edit": [
        say("Work", partial=True),
        say("Working on it."),
        use_tool("a"),
        tool_result("a", {"draft": DRAFT}),
        say("Done.", finish_reason=STOP),
    ],
    "silent": [
        use_tool("a"),
        tool_result("a", {"draft": {**DRAFT, "t": [*DRAFT["t"], TITLE]}}),  # type: ignore[misc]
        Event(**EMPTY),
    ],
    "nothing": [Event(**EMPTY)],
    "boom": [say("Wor", partial=True), RuntimeError('cannot "open"\nthe clip')],
    "refuse": [Event(author=APP, error_code="SAFETY", error_message="blocked", finish_reason=STOP)],
}


class Loader(BaseAgentLoader):
    """Knows one agent."""

    def load_agent(self, agent_name: str) -> BaseAgent:
        if agent_name != APP:
            raise ValueError(f"Agent not found: {agent_name}")
        return Scripted(name=APP)

    def list_agents(self) -> list[str]:
        return [APP]


def add_routes(app: FastAPI) -> None:
    """Add what ADK does not have, on top of what it has."""
    numbers = itertools.count(5529000000000000001)
    adk = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://adk")
    sessions = f"/apps/{APP}/users/me/sessions"

    @app.post(f"/api/tasks/me/with-session/{APP}")
    async def open_session() -> object:
        number = str(next(numbers))
        (await adk.post(f"{sessions}/{number}", json={})).raise_for_status()
        return {"code": 0, "data": {"session_id": number, "task_id": f"t{number}"}}

    @app.get(f"/api/state/{APP}/me/{{session}}/latest")
    async def state(session: str, request: Request) -> object:
        found = await adk.get(f"{sessions}/{session}")
        if found.status_code == 404 and not session.startswith("ghost"):
            return Response(found.content, 404, media_type="application/json")
        kept = found.json().get("state", {})
        return {"code": 0, "data": {"session_id": session, "state": kept}}

    @app.get("/api/credits/balance/simple")
    async def credits() -> object:
        return {"code": 0, "data": {"available": 100, "frozen": 0, "total": 100}}


def main() -> None:
    """Serve until the caller closes standard input."""
    listener = socket.create_server(("127.0.0.1", 0))
    with tempfile.TemporaryDirectory() as folder:
        app = get_fast_api_app(
            agents_dir=folder,
            agent_loader=Loader(),
            session_service_uri="memory://",
            artifact_service_uri="memory://",
            memory_service_uri="memory://",
            use_local_storage=False,
            web=False,
        )
        add_routes(app)
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))

        def stop() -> None:
            sys.stdin.read()
            server.should_exit = True

        threading.Thread(target=stop, daemon=True).start()
        server.run(sockets=[listener])
    os._exit(0)  # telemetry threads of the framework outlive it


if __name__ == "__main__":
    main()
