"""The documents keep their word: generated parts are fresh, and every command in them runs."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
DRAFTS = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def block_after(marker: str, text: str = README) -> str:
    found = re.search(re.escape(marker) + r"\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found, marker
    return found[1].strip()


@pytest.mark.parametrize(
    "file", ["README.md", "docs/architecture.md", "docs/drafts.md", "docs/faults.md"]
)
def test_generated_parts_are_fresh(file: str) -> None:
    build = load(ROOT / "docs" / "build.py")
    assert (ROOT / file).read_text(encoding="utf-8") == build.written(file), (
        "stale: run python docs/build.py"
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def machine(home: Path) -> dict[str, str]:
    """The environment of a bare machine on which only the commands are installed."""
    scripts = home / "bin"
    scripts.mkdir()
    nemo = scripts / "nemo"
    nemo.write_text(
        f"#!{sys.executable}\nimport sys\nfrom nemo_client.cli import main\nsys.exit(main())\n"
    )
    nemo.chmod(0o755)
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_", "XDG_", "SKILL"))}
    return {
        **keep,
        "HOME": str(home),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "NEMO_SANDBOX_SECOND_STAGE_DELAY_S": "0.2",
    }


@pytest.fixture(scope="module", autouse=True)
def stopped_sandbox(machine: dict[str, str]) -> object:
    yield
    subprocess.run(["nemo", "sandbox", "stop"], env=machine, capture_output=True, timeout=60)


def sh(script: str, machine: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-ec", script],
        env=machine,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=240,
    )


def test_the_first_command_ends_with_a_playable_video(
    machine: dict[str, str], tmp_path: Path
) -> None:
    from nemo_client.sandbox.render import probe

    command = block_after("<!-- command: main -->")
    setup, nemo = command.rsplit(" && ", 1)
    assert setup == "python3 -m venv .venv && .venv/bin/pip install -q '.[sandbox]'"
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    done = sh(nemo.replace(".venv/bin/nemo", "nemo"), machine, tmp_path)
    assert done.returncode == 0, done.stderr
    video = probe(tmp_path / "hello.mp4")
    assert abs(video.duration_s - 6.0) <= 1.001 / 30
    assert (video.width, video.height) == (640, 360)
    assert video.has_audio
    assert "/workspace/claim?ct=clm_" in done.stdout + done.stderr


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    command = block_after("<!-- command: test -->")
    assert command.endswith(".venv-test/bin/python -m pytest")
    assert "<!-- command: test -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_command_of_the_tour_runs(machine: dict[str, str], tmp_path: Path) -> None:
    done = sh(block_after("<!-- tour -->"), machine, tmp_path)
    assert done.returncode == 0, done.stderr + done.stdout
    assert (tmp_path / "tokyo.mp4").stat().st_size > 10_000
    assert '"Tokyo" (0-2s)' in done.stdout


def test_the_python_of_the_readme_runs(machine: dict[str, str], tmp_path: Path) -> None:
    code = re.search(r"In Python:\n\n```python\n(.*?)```", README, re.DOTALL)
    assert code
    script = tmp_path / "example.py"
    script.write_text(code[1], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env=machine,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sea.mp4").exists()
    assert done.stdout.startswith("generated")


def test_the_recipes_in_python_are_tests_that_pass(tmp_path: Path) -> None:
    codes = re.findall(r"```python\n(.*?)```", RECIPES + DRAFTS, re.DOTALL)
    assert len(codes) == 4
    for number, code in enumerate(codes):
        (tmp_path / f"test_recipe_{number}.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


def test_every_recipe_in_the_shell_runs(machine: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").write_bytes((ROOT / "fixtures" / "clip.mp4").read_bytes())
    (tmp_path / "wish.txt").write_text("Generate a 2-second clip of a lake", encoding="utf-8")
    scripts = re.findall(r"```sh\n(.*?)```", RECIPES, re.DOTALL)
    scripts += re.findall(r"```sh\n(.*?)```", DRAFTS, re.DOTALL)
    assert len(scripts) == 6
    here = machine | {"NEMO_API_URL": "sandbox:"}
    for script in scripts:
        done = sh(script, here, tmp_path)
        assert done.returncode == 0, done.stderr + done.stdout
    assert (tmp_path / "talk-vertical.mp4").exists()
    assert {path.suffix for path in tmp_path.glob("nemo-*")} == {".mov", ".gif"}
    assert (tmp_path / "out.mp4").exists()


def test_the_skill_passes_the_reference_validator(tmp_path: Path) -> None:
    from skills_ref.validator import validate

    folder = tmp_path / "nemo-client"
    folder.mkdir()
    (folder / "SKILL.md").write_bytes((ROOT / "SKILL.md").read_bytes())
    assert validate(folder) == []


def test_the_skill_has_the_version_of_the_package() -> None:
    import nemo_client
    from nemo_client.skill import frontmatter

    fields = frontmatter((ROOT / "SKILL.md").read_text(encoding="utf-8"))
    assert fields["metadata.version"] == nemo_client.__version__
