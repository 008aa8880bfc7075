"""Whether this Python has what the reference was recorded with."""

import importlib.metadata
import locale
import sys
from pathlib import Path

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def require_reference() -> None:
    """Refuses other versions than are required, and a reference that reads another encoding."""
    lines = _REQUIREMENTS.read_text().splitlines()
    for name, version in (line.split("==") for line in lines if not line.startswith("#")):
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if installed != version:
            sys.exit(
                f"{name} {version} is needed, {installed} is what {sys.executable} has; "
                f"see {_REQUIREMENTS.with_name('README.md')}"
            )
    if locale.getencoding().lower() != "utf-8":
        sys.exit("a UTF-8 locale is needed, as in LANG=C.UTF-8")
