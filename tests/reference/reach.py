"""Whether an environment file has folders read that are not of its tree, such as all of a disk."""

import os
from typing import Any

import yaml


def leaves_the_tree(content: bytes) -> bool:
    """Whether one of the entries lies above the project, as PyYAML reads the file."""
    try:
        settings = yaml.safe_load(content.decode())
    except Exception:  # whatever PyYAML makes of it, there is nothing to build
        return False
    if not isinstance(settings, dict):
        return False
    return any(_is_outside(item) for item in _items(settings.get("include_dirs")))


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, str, dict, set)) else []


def _is_outside(item: Any) -> bool:
    path = item.get("path") if isinstance(item, dict) else item
    return isinstance(path, str) and os.path.normpath(path).startswith(("/", ".."))
