"""The PostgreSQL server's programs on this machine: where they are, and how to get them."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gis import errors

OLDEST = 15
SYSTEM_USER = "postgres"
"""Who the server runs as when SIGAP runs as root: PostgreSQL refuses to run as root itself."""

# What each release carries; the general name elsewhere.
_PACKAGES = {
    ("debian", "12"): "15",
    ("debian", "13"): "17",
    ("ubuntu", "22.04"): "14",
    ("ubuntu", "24.04"): "16",
}


@dataclass(frozen=True, slots=True)
class Programs:
    """One installed server: the folder of `initdb`, `pg_ctl` and `postgres`, and its major version."""

    folder: Path
    major: int
    postgis: bool

    def run(self, program: str, *arguments: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one of the programs, as the system user when we are root; the answer holds its words."""
        return subprocess.run(
            [str(self.folder / program), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            cwd="/",  # the system user may not be allowed into ours
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            **_identity(),
        )


def find(pg_bin: Path | None = None, *, major: int | None = None) -> Programs:
    """The newest server with PostGIS, or that of `major`; raises Unavailable with the line to install it."""
    found = [_programs(folder) for folder in _folders(pg_bin)]
    fitting = [p for p in found if p.postgis and (p.major == major if major else p.major >= OLDEST)]
    if not fitting:
        raise _missing(found, major, pg_bin)
    return max(fitting, key=lambda programs: programs.major)


def owner() -> tuple[int, int]:
    """User and group id the server runs as; raises Unavailable when we are root and there is no such user."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise _missing([], None, None) from None
    return entry.pw_uid, entry.pw_gid


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    uid, gid = owner()
    return {"user": uid, "group": gid, "extra_groups": []}


def _folders(pg_bin: Path | None) -> Iterator[Path]:
    if pg_bin:
        folders = [pg_bin]
    else:
        folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
        if on_path := shutil.which("pg_ctl"):
            folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
            yield folder


def _programs(folder: Path) -> Programs:
    version = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    match = re.search(r"\) (\d+)", version.stdout)
    major = int(match.group(1)) if match else 0
    # Debian keeps a server's shared files under /usr/share; a server built by hand beside its programs.
    shares = (
        Path(f"/usr/share/postgresql/{major}"),
        folder.parent / "share/postgresql",
        folder.parent / "share",
    )
    return Programs(folder, major, any((share / "extension/postgis.control").is_file() for share in shares))


def _missing(found: list[Programs], major: int | None, pg_bin: Path | None) -> errors.Unavailable:
    versions = [str(p.major) for p in found if p.major >= OLDEST]
    wanted = str(major) if major else max(versions, default=_packaged(), key=lambda v: int(v or 0))
    line = (
        f"apt-get install postgresql-{wanted}-postgis-3" if wanted else "apt-get install postgresql-postgis"
    )
    return errors.Unavailable(
        "tanpa_postgis",
        "Program server PostgreSQL {wanted} dengan PostGIS tidak ditemukan{place}. Pasang dengan: {line}",
        "The programs of PostgreSQL {wanted} with PostGIS were not found{place}. Install them with: {line}",
        wanted=wanted or f">= {OLDEST}",
        place=f" ({pg_bin})" if pg_bin else "",
        line=line,
    )


def _packaged() -> str:
    """The version that this machine's distribution carries; empty when unknown or too old."""
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return ""
    facts = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', text, re.MULTILINE))
    version = _PACKAGES.get((facts.get("ID", ""), facts.get("VERSION_ID", "")), "")
    return version if version and int(version) >= OLDEST else ""
