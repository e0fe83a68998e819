from __future__ import annotations

import ast
import runpy
from pathlib import Path

TESTS = Path(__file__).parent
RULES: dict[str, str] = runpy.run_path(str(TESTS / "requirements.py"))["RULES"]


def _bound() -> dict[str, list[str]]:
    """Find every `pytest.mark.rule("id")` below this folder, without running anything."""
    found: dict[str, list[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
                for argument in node.args:
                    assert isinstance(argument, ast.Constant), ast.unparse(node)
                    found.setdefault(str(argument.value), []).append(path.name)
    return found


def test_every_rule_has_a_test() -> None:
    assert sorted(set(RULES) - set(_bound())) == []


def test_every_bound_rule_exists() -> None:
    assert sorted(set(_bound()) - set(RULES)) == []
