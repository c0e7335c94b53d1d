"""Writing files so that whoever reads them sees the old content or the new one, never a part of it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Write beside the target, flush to the disk and rename; the file keeps its permissions.

    Raises:
        OSError: The folder cannot be written, or the disk is full. The old file is then as it was.
    """
    target = path.resolve()  # a link stays a link
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
