"""Who is asking: the skill's name and version from SKILL.md, and the platform it runs on.

Pure text work. The frontmatter is read tolerantly (published skills bend the format), values are
made safe for a header, and the platform comes from `SKILL_SOURCE` or from where this package is
installed; nothing else of the machine is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_VALUE = 64
_PLACES = (("/.clawhub/", "clawhub"), ("/.cursor/skills/", "cursor"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """The three facts that every call to our own host carries."""

    source: str
    version: str
    platform: str

    def headers(self) -> dict[str, str]:
        """Return the attribution headers."""
        return {
            "X-Skill-Source": self.source,
            "X-Skill-Version": self.version,
            "X-Skill-Platform": self.platform,
        }


def attribution(skill_text: str, skill_source: str | None, install_path: str) -> Attribution:
    """Return who is asking, from a SKILL.md text, the environment's word and the install path."""
    fields = frontmatter(skill_text)
    version = fields.get("metadata.version") or fields.get("version") or ""
    return Attribution(
        source=_header_safe(fields.get("name", "")) or "nemo-client",
        version=_header_safe(version) or "0",
        platform=_header_safe(skill_source or "") or platform_of(install_path),
    )


def platform_of(install_path: str) -> str:
    """Return the platform that an install path tells, else `unknown`."""
    path = install_path.replace("\\", "/")
    return next((name for place, name in _PLACES if place in path), "unknown")


def frontmatter(text: str) -> dict[str, str]:
    """Return the scalar fields of a document's frontmatter; nested ones are named `a.b`.

    Reads the subset of YAML that skills use: `key: value`, one level of nesting, quotes,
    comments, and flow mappings of one line.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].strip() != "---":
        return {}
    fields: dict[str, str] = {}
    parent = ""
    for line in lines[1:]:
        if line.strip() in ("---", "..."):
            break
        found = re.match(r"(\s*)([A-Za-z_][\w.-]*)\s*:\s*(.*)$", line)
        if not found:
            continue
        indent, key, value = found.groups()
        name = f"{parent}.{key}" if indent and parent else key
        if value.startswith("{"):
            fields |= {f"{name}.{k}": v for k, v in _flow(value)}
        elif value:
            fields[name] = _scalar(value)
        elif not indent:
            parent = key
        if value and not indent:
            parent = ""
    return fields


def _scalar(value: str) -> str:
    value = value.strip()
    if value[:1] in ("'", '"'):
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    return re.sub(r"\s+#.*$", "", value)


def _flow(value: str) -> list[tuple[str, str]]:
    pairs = re.findall(r"""["']?([\w.-]+)["']?\s*:\s*("[^"]*"|'[^']*'|[^,}{]+)""", value)
    return [(key, _scalar(item)) for key, item in pairs]


def _header_safe(value: str) -> str:
    """Return what of `value` may stand in a header: printable ASCII, bounded."""
    return re.sub(r"[^\x21-\x7e]+", " ", value).strip()[:MAX_VALUE].strip()
