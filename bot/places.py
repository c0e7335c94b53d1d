"""Where the entries of knowledge files stand."""

from __future__ import annotations

from collections.abc import Mapping as Named

from bot import yamltree
from bot.yamltree import Items, Mapping, Scalar


def entry_places(files: Named[str, bytes]) -> dict[str, tuple[str, int]]:
    """Entry id -> its file and the line of its id, for files that `knowledge.parse` accepts."""
    found = {}
    for name, content in files.items():
        root = yamltree.read(content, name, lambda _: None)
        entries = root.items.get("entries") if isinstance(root, Mapping) else None
        for entry in entries.items if isinstance(entries, Items) else ():
            named = entry.items.get("id") if isinstance(entry, Mapping) else None
            if isinstance(named, Scalar):
                found[named.text.strip()] = (name, named.line)
    return found
