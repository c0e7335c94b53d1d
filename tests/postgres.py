"""A private PostgreSQL server for the tests: a cluster in a temporary folder, reached by a socket there."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PORT = 54329  # names the socket; nothing listens on the network


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, as Debian installs them or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A running server; gives the URL of its databases, to which a name is to be added in place of {}."""
    binaries = programs()
    assert binaries
    # The server refuses to run as root; `nobody` owns the cluster then.
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    sockets = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path may have a hundred characters
    data = sockets / "data"
    if user:
        os.chown(sockets, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str) -> None:
        with (folder / f"{program}.log").open("ab") as log:
            subprocess.run(
                [str(binaries / program), *arguments],
                check=True,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=sockets,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )

    try:
        run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
        options = f"-k {sockets} -p {PORT} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-D", str(data), "-o", options, "-l", str(sockets / "log"), "-w", "start")
        try:
            yield f"postgresql://postgres@/{{}}?host={quote(str(sockets), safe='')}&port={PORT}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
