"""The projects of fixtures/cases, from JSON to files."""

import os
from pathlib import Path

PLACEHOLDER = "<CASE>"  # for where the project lies


def make_tree(tree, place):
    """Makes the files, links and empty folders of a case below `place`."""
    for entry in tree:
        path = os.path.join(os.fsencode(place), as_bytes(entry["path"]))
        os.makedirs(path if entry.get("directory") else os.path.dirname(path), exist_ok=True)
        if "link" in entry:
            os.symlink(placed(as_bytes(entry["link"]), place), path)
        elif "content" in entry:
            Path(os.fsdecode(path)).write_bytes(joined(entry["content"]))


def as_bytes(value):
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value.encode("utf-8")


def placed(data, place):
    return data.replace(PLACEHOLDER.encode(), os.fsencode(place))


def joined(pieces):
    """The bytes of a content."""
    if isinstance(pieces, list):
        return b"".join(joined(piece) for piece in pieces)
    if isinstance(pieces, dict) and "repeat" in pieces:
        return pieces["text"].encode("utf-8") * pieces["repeat"]
    return as_bytes(pieces)
