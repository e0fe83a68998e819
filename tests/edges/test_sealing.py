"""Sealed lines: the same from both ends, whatever is in the file, and refused where no room is."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client import sealing

pieces = st.lists(
    st.one_of(
        st.binary(max_size=9),
        st.sampled_from([b"\n", b"\r\n", b"\n\n", sealing.sealed({"a": 1}), b"0 {}\n"]),
    )
)


@given(pieces, st.integers(1, 40))
def test_a_file_reads_the_same_from_both_ends(told: list[bytes], block: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines"
        path.write_bytes(b"".join(told))
        there = list(sealing.forward(path))
        back = [line for line in sealing.backward(path, block) if line]
        assert back[::-1] == there
        assert list(sealing.whole(reversed(back))) == list(sealing.whole(there))


def test_where_there_is_no_file_there_are_no_lines(tmp_path: Path) -> None:
    assert [*sealing.forward(tmp_path / "no"), *sealing.backward(tmp_path / "no")] == []


@pytest.mark.parametrize("text", ["[1]", "1", "null", "{", "[" * 99_999, '{"a":1e999}'])
def test_only_objects_are_told(text: str) -> None:
    import zlib

    line = f"{zlib.crc32(text.encode()):08x} {text}\n".encode()
    assert list(sealing.whole([line])) == ([{"a": float("inf")}] if "a" in text else [])


FILLING = """
import resource, sys
from pathlib import Path
from nemo_client import sealing

path = Path(sys.argv[1])
line = sealing.sealed({"said": "x" * 100})
resource.setrlimit(resource.RLIMIT_FSIZE, (len(line) * 5 // 2,) * 2)
for n in range(4):
    try:
        sealing.append(path, line, durable=False)
    except OSError:
        print(n)
"""


@pytest.mark.rule("nothing-lost")
def test_a_line_that_fits_only_in_part_is_refused_and_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    done = subprocess.run(
        [sys.executable, "-c", FILLING, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["2", "3"]
    sealing.append(path, sealing.sealed({"said": "after"}), durable=True)
    assert [len(told["said"]) for told in sealing.whole(sealing.forward(path))] == [100, 100, 5]
