"""The table of who may import whom, held against the source; nothing is imported to do so."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import nemo_client

PACKAGE = Path(str(nemo_client.__file__)).parent
ROOT = "nemo_client"

WORDS = {"phrases", "errors"}
WIRE = WORDS | {"draft", "protocol"}
EDGES = {
    "config",
    "files",
    "multipart",
    "credentials",
    "transport",
    "drive",
    "drive_async",
    "backend",
}
FACE = {
    "answers", "app", "client", "console", "following", "ledger", "lettering", "locks", "making",
    "narration", "news", "offering", "orders", "reports", "sessions", "speech", "watching",
}  # fmt: skip

MAY_IMPORT: Mapping[str, set[str]] = {
    # words and pure rules
    "phrases": set(),
    "errors": {"phrases"},
    "skill": set(),
    "draft": {"phrases"},
    "speech": {"phrases"},
    "protocol": {"errors", "draft"},
    "flows": {"errors", "draft", "protocol"},
    "interchange": {"phrases", "errors", "draft"},
    "lettering": set(),
    "pictures": {"phrases", "draft", "lettering"},
    # edges
    "config": WORDS | {"skill", "protocol"},
    "files": {"errors", "protocol"},
    "multipart": {"errors", "protocol"},
    "credentials": {"errors", "protocol", "config", "files"},
    "transport": {"errors", "protocol", "config", "multipart"},
    "partial": {"protocol"},
    "download": {"errors", "partial", "protocol", "transport"},
    "drive": {
        "errors",
        "protocol",
        "credentials",
        "transport",
        "download",
        "files",
        "keeping",
        "partial",
    },
    "drive_async": {
        "protocol",
        "credentials",
        "transport",
        "download",
        "drive",
        "keeping",
        "partial",
    },
    "backend": {"errors", "config", "sandbox"},
    "sealing": {"errors"},
    "ledger": {"errors", "files", "protocol", "sealing", ROOT},
    "locks": {"errors"},
    "keeping": {"ledger", "locks"},
    "orders": {"errors", "protocol", "speech", "files", ROOT},
    "plans": WIRE | EDGES | {"flows", "ledger", "locks", "keeping", "orders", ROOT},
    "client": WIRE | EDGES | {"flows", "plans", "keeping", "orders", ROOT},
    "client_async": WIRE | EDGES | {"flows", "client", "keeping", "orders", "plans", ROOT},
    # the other end of the wire
    "sandbox": set(),
    # faces
    "progress": set(),
    "console": {"lettering", "progress"},
    "sessions": {"errors", "files"},
    "reports": WIRE | {"speech"},
    "narration": WIRE | {"speech"},
    "news": {"narration", "phrases", "protocol"},
    "policy": {"errors", "protocol"},
    "app": WIRE
    | {"client", "config", "console", "drive", "narration", "news", "sessions"}
    | {"consent", "speech", "streaming"},
    "streaming": WIRE,
    "answers": WIRE
    | EDGES
    | {"lettering", "narration", "pictures", "reports", "app", "sessions", ROOT},
    "following": WIRE | {"app", "flows"},
    "consent": WIRE | {"ledger", "narration", "policy"},
    "endings": WIRE | {"answers", "narration", "reports", "speech", ROOT},
    "making": WIRE
    | EDGES
    | {"answers", "app", "consent", "endings", "flows", "following", "orders", ROOT}
    | {"sessions", "speech"},
    "watching": WIRE
    | {"answers", "app", "following", "ledger", "lettering", "making", "narration"}
    | {"sessions", ROOT},
    "drafting": WIRE
    | {"answers", "app", "files", "interchange", "ledger", "making", "pictures", "reports"}
    | {"narration", "sandbox"},
    "offering": WIRE | {"answers", "app", "making", "narration", "speech", ROOT},
    "repl": WIRE | FACE | {"drafting", ROOT},
    "cli": WIRE | EDGES | FACE | {"drafting", "sandbox", "repl", ROOT},
    "testing": {"config", "client", "sandbox", ROOT},
    "__main__": {"cli"},
    ROOT: set(),  # names its parts and loads none of them
}
"""Each room with the rooms it may import, lowest first; itself always."""

PURE = {
    "phrases", "errors", "skill", "draft", "speech", "protocol", "flows", "interchange",
    "lettering", "pictures",
}  # fmt: skip
WORLDLY = {
    "asyncio", "http", "httpx", "io", "logging", "os", "platform", "queue", "random", "secrets",
    "select", "shutil", "signal", "socket", "ssl", "subprocess", "sys", "tempfile", "threading",
    "time", "urllib.request", "uuid",
}  # fmt: skip
"""What touches the world: a pure room imports none of it."""
HARMLESS = {"os.PathLike"}
TOUCHING = {"open", "print", "input", "exec", "eval", "__import__"}

OWNERS: Mapping[str, set[str]] = {
    "click": {"cli"},
    "filelock": {"credentials", "ledger", "locks", "sessions", "sandbox"},
    "httpx": {"transport"},
    "httpx_sse": {"protocol.sse"},
    "imageio_ffmpeg": {"sandbox"},
    "opentimelineio": {"interchange"},
    "platformdirs": {"config", "app", "policy", "sandbox"},
    "prompt_toolkit": {"repl"},
    "pydantic": {"protocol.wire"},
    "python_multipart": {"sandbox"},
    "resvg_py": {"drafting"},
    "starlette": {"sandbox"},
    "uvicorn": {"sandbox"},
}
"""Each library with the rooms or modules that may know it."""


class Import(NamedTuple):
    """One name that a module imports: its full dotted name, and whether at module level."""

    importer: str
    name: str
    at_start: bool


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the package by its dotted name below it, and its tree."""
    return tuple(read_modules())


def read_modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        yield ".".join(parts) or ROOT, ast.parse(path.read_text(encoding="utf-8"))


def imports_of(importer: str, tree: ast.AST, at_start: bool = True) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (Import(importer, alias.name, at_start) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{importer}: a relative import hides where it leads"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (Import(importer, name, at_start) for name in names)
        is_later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports_of(importer, node, at_start and not is_later)


@cache
def every_import() -> tuple[Import, ...]:
    return tuple(found for name, tree in modules() for found in imports_of(name, tree))


@cache
def names() -> frozenset[str]:
    return frozenset(name for name, _ in modules())


def target(name: str) -> str | None:
    """The module of ours that an imported name lives in, None where it is not ours."""
    if name.partition(".")[0] != ROOT:
        return None
    inner = name.removeprefix(ROOT).removeprefix(".")
    while inner and inner not in names():
        inner = inner.rpartition(".")[0]
    return inner or ROOT


def room(module: str) -> str:
    return module.partition(".")[0]


# --- who may import whom


def test_every_room_has_a_row() -> None:
    assert {room(name) for name in names()} == set(MAY_IMPORT)


def test_no_room_imports_what_its_row_does_not_name() -> None:
    wrong = [
        (found.importer, found.name)
        for found in every_import()
        if (to := target(found.name)) is not None
        and room(to) != room(found.importer)
        and room(to) not in MAY_IMPORT[room(found.importer)]
    ]
    assert wrong == []


def test_the_table_has_a_lowest_and_a_highest_room() -> None:
    order = list(TopologicalSorter(MAY_IMPORT).static_order())
    assert order.index("errors") < order.index("protocol") < order.index("flows")
    assert order.index("flows") < order.index("client") < order.index("cli")


def test_the_other_end_of_the_wire_knows_nothing_of_ours() -> None:
    reached = {
        to for i in every_import() if room(i.importer) == "sandbox" and (to := target(i.name))
    }
    assert {room(to) for to in reached} == {"sandbox"}


def test_modules_form_no_cycle_when_they_start() -> None:
    graph: dict[str, set[str]] = {}
    for found in every_import():
        to = target(found.name)
        if found.at_start and to is not None and to != found.importer:
            graph.setdefault(found.importer, set()).add(to)
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        pytest.fail(f"a cycle: {' <- '.join(cycle.args[1])}")


# --- purity and libraries


def test_pure_rooms_touch_nothing_of_the_world() -> None:
    touched = [
        (found.importer, found.name)
        for found in every_import()
        if room(found.importer) in PURE
        and found.name not in HARMLESS
        and any(found.name == w or found.name.startswith(w + ".") for w in WORLDLY)
    ]
    assert touched == []


def test_pure_rooms_open_print_and_ask_nothing() -> None:
    called = [
        (name, node.lineno, node.func.id)
        for name, tree in modules()
        if room(name) in PURE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TOUCHING
    ]
    assert called == []


def test_pure_rooms_use_paths_only_as_names() -> None:
    paths = {i.name for i in every_import() if room(i.importer) in PURE and "pathlib" in i.name}
    assert paths <= {"pathlib.PurePath", "pathlib.PurePosixPath"}


def test_each_library_is_known_only_where_its_row_says() -> None:
    wrong = []
    for found in every_import():
        library = found.name.partition(".")[0]
        if library == ROOT or library in sys.stdlib_module_names:
            continue
        if not {found.importer, room(found.importer)} & OWNERS.get(library, set()):
            wrong.append((found.importer, found.name))
    assert wrong == []


# --- sizes


def test_no_module_is_longer_than_400_lines() -> None:
    sizes = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")}
    assert {path.name: n for path, n in sizes.items() if n > 400} == {}


def functions() -> Iterator[tuple[str, int]]:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{name}.{node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short() -> None:
    sizes = sorted(size for _, size in functions())
    assert [found for found in functions() if found[1] > 60] == []
    assert sizes[len(sizes) * 9 // 10] < 30
    assert sizes[len(sizes) // 2] < 10


def test_every_module_says_what_it_owns() -> None:
    texts = {name: ast.get_docstring(tree) or "" for name, tree in modules()}
    assert [name for name, text in texts.items() if not text] == []


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "base", "common"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [name for name in names() if word in name.split(".")] == []


# --- what is public


def test_the_public_names_are_one_list() -> None:
    assert sorted([*nemo_client._HOMES, "__version__"]) == sorted(nemo_client.__all__)


@pytest.mark.parametrize("name", nemo_client.__all__)
def test_each_public_name_loads_when_it_is_used(name: str) -> None:
    value = getattr(nemo_client, name)
    home = nemo_client._HOMES.get(name)
    if home is not None and isinstance(value, type):
        assert value.__module__ == f"{ROOT}.{home}"
    assert value is getattr(nemo_client, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = nemo_client.no_such_name


def test_importing_the_package_loads_none_of_its_parts() -> None:
    code = f"import sys, {ROOT}; print([m for m in sys.modules if m.startswith('{ROOT}.')])"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert told.stdout.strip() == "[]"
