"""How two observations of one tree differ, as short texts for people."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from observation import Observation, document, table
from programs import Run

# Values that are for people or say how the program did it, so that only their place is compared.
_KEYS_ALONE = (".execution_time_ms", ".parser", ".error.message", ".error.actionable")
_VOLATILE_ROW = "execution_time_ms"
_BUILD_HEADER = ["metric", "value"]
_LISTING_HEADER = ["path", "entry", "order", "pattern"]
_SHOWN_LINES = 14


def build_differences(reference: Observation, candidate: Observation) -> Iterator[str]:
    """Success or failure, selection and order, fingerprint, and the bytes that were written."""
    if _succeeded_alike(reference.listing, candidate.listing):
        yield from _line_differences(
            "selected files", _paths(reference.listing), _paths(candidate.listing)
        )
    else:
        yield _outcomes("list", reference.listing, candidate.listing)
    yield from _result_differences("build", reference.build, candidate.build)
    yield from written_differences(_meant(reference.build, reference.written), candidate.written)
    if reference.split is not None and candidate.split is not None:
        yield from _result_differences("split", reference.split, candidate.split)
        expected = _meant(reference.split, reference.split_written)
        yield from written_differences(expected, candidate.split_written)
    if candidate.fingerprint is not None:
        yield from _fingerprint_differences(reference, candidate.fingerprint)


def report_differences(reference: Observation, candidate: Observation) -> Iterator[str]:
    """Exit status, error code, JSON values and CSV rows, for calls that ended alike."""
    yield from _json_differences("list", reference.listing, candidate.listing)
    yield from _json_differences("build", reference.build, candidate.build)
    if reference.split is not None and candidate.split is not None:
        yield from _json_differences("split", reference.split, candidate.split)
    if reference.build.status == 0:
        yield from _table_differences(_BUILD_HEADER, reference.build_table, candidate.build_table)
    if _is_no_markup(_names(reference.listing)):
        yield from _table_differences(
            _LISTING_HEADER, reference.listing_table, candidate.listing_table
        )


def call_differences(call: str, reference: Run, candidate: Run) -> Iterator[str]:
    """Success or failure, exit status, error code and JSON values of one call."""
    if _succeeded_alike(reference, candidate):
        yield from _json_differences(call, reference, candidate)
    else:
        yield _outcomes(call, reference, candidate)


def written_differences(
    expected: Mapping[str, bytes | None], actual: Mapping[str, bytes | None]
) -> Iterator[str]:
    """Differences of the files that were written, by path; None stands for one that is gone."""
    for path in sorted(expected.keys() | actual.keys()):
        if path not in actual:
            yield f"{path}: not written"
        elif path not in expected:
            change = "removed" if actual[path] is None else "written"
            yield f"{path}: {change}, but not by the reference"
        elif expected[path] != actual[path]:
            yield f"{path}: {first_difference(expected[path] or b'', actual[path] or b'')}"


def _result_differences(call: str, reference: Run, candidate: Run) -> Iterator[str]:
    """Success or failure, and the fingerprint in the result."""
    if not _succeeded_alike(reference, candidate):
        yield _outcomes(call, reference, candidate)
        return
    expected, actual = (document(run).get("hash") for run in (reference, candidate))
    if expected != actual:
        yield f"{call}: fingerprint {actual} instead of {expected}"


def _meant(run: Run, written: dict[str, bytes | None]) -> dict[str, bytes | None]:
    """What a call meant to write: after a failure nothing, as everything has to be as it was.

    The reference at times leaves an empty output.
    """
    return written if run.status == 0 else {}


def _succeeded_alike(reference: Run, candidate: Run) -> bool:
    return (reference.status == 0) == (candidate.status == 0)


def _outcomes(call: str, reference: Run, candidate: Run) -> str:
    endings = f"  reference: {_ending(reference)}\n  candidate: {_ending(candidate)}"
    return f"{call}: the outcomes differ\n{endings}"


def _ending(run: Run) -> str:
    """Exit status and, for a failure, its message."""
    if run.status == 0:
        return "exit 0"
    error = document(run).get("error")
    if isinstance(error, dict):
        return f"exit {run.status}, {error.get('code')}: {error.get('message')}"
    return f"exit {run.status}, {run.stderr.decode('utf-8', 'replace').strip()[-300:]}"


def _paths(listing: Run) -> list[str]:
    return [str(file.get("path")) for file in document(listing).get("files", [])]


def _names(listing: Run) -> str:
    """All text of a listing that comes from the project."""
    files = document(listing).get("files", [])
    return "".join(f"{file['path']}{file['entry']}{file['pattern']}" for file in files)


def _is_no_markup(text: str) -> bool:
    """Whether the reference's terminal library leaves this text alone in CSV.

    It swallows `[bold]`, turns `:smile:` into a picture and tabs into blanks, and stops at `[/x]`.
    """
    return not any(character in text for character in "[:\t")


def _printable(cell: str) -> str:
    """The cell with the candidate's escapes; the reference prints any byte as it is."""
    names = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

    def escaped(character: str) -> str:
        code = ord(character)
        if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
            code -= 0xDC00
        elif not (code < 0x20 or 0x7F <= code < 0xA0):
            return character
        return names.get(character, f"\\x{code:02x}")

    return "".join(map(escaped, cell))


def _table_differences(
    header: list[str], reference: Run | None, candidate: Run | None
) -> Iterator[str]:
    """Differences in the rows below the header, where CSV was asked for."""
    if reference is not None and candidate is not None:
        rows = [
            [str([*map(_printable, row)]) for row in table(run, header) if row[0] != _VOLATILE_ROW]
            for run in (reference, candidate)
        ]
        yield from _line_differences(f"CSV: {','.join(header)}", *rows)


def _line_differences(what: str, expected: list[str], actual: list[str]) -> Iterator[str]:
    """A unified diff, cut where it gets long."""
    if expected == actual:
        return
    diff = list(difflib.unified_diff(expected, actual, n=1, lineterm=""))[2:]
    if len(diff) > _SHOWN_LINES:
        diff[_SHOWN_LINES:] = [f"... {len(diff) - _SHOWN_LINES} more lines"]
    yield "\n  ".join([f"{what} (- reference, + candidate)", *diff])


def first_difference(expected: bytes, actual: bytes) -> str:
    """Where two byte strings part, with the bytes around."""
    shorter = min(len(expected), len(actual))
    place = next((at for at in range(shorter) if expected[at] != actual[at]), shorter)
    shown = slice(max(0, place - 30), place + 50)
    return (
        f"differs from byte {place} on ({len(expected)} and {len(actual)} bytes)\n"
        f"  reference: {expected[shown]!r}\n  candidate: {actual[shown]!r}"
    )


def _fingerprint_differences(reference: Observation, fingerprint: Run) -> Iterator[str]:
    """The `hash` command prints what --show-hash does, and fails where nothing can be listed."""
    if reference.listing.status != 0:
        if fingerprint.status == 0:
            yield _outcomes("hash", reference.listing, fingerprint)
    elif reference.build.status == 0:
        expected = document(reference.build).get("hash")
        printed = fingerprint.stdout.decode(errors="replace").strip()
        if printed != expected:
            yield f"hash: prints {printed!r} ({_ending(fingerprint)}) instead of {expected!r}"


def _json_differences(call: str, reference: Run, candidate: Run) -> Iterator[str]:
    """Differences of two calls that both succeeded or both failed by design."""
    expected = document(reference)
    if not _succeeded_alike(reference, candidate) or _is_internal_error(expected):
        return
    if reference.status != candidate.status:
        yield f"{call}: exit status {candidate.status} instead of {reference.status}"
    yield from _line_differences(f"{call}: JSON", _flat(expected), _flat(document(candidate)))


def _is_internal_error(result: dict[str, Any]) -> bool:
    """Whether the reference stopped without meaning to; any refusal is as good then."""
    return isinstance(error := result.get("error"), dict) and error.get("code") == "INTERNAL_ERROR"


def _flat(value: Any, key: str = "") -> list[str]:
    """One line a value, in the order of the keys; of what may differ only the key."""
    if key in _KEYS_ALONE:
        return [key]
    if isinstance(value, dict):
        lines = [line for name in value for line in _flat(value[name], f"{key}.{name}")]
        return [f"{key}: mapping", *lines]
    if isinstance(value, list):
        lines = [line for at, item in enumerate(value) for line in _flat(item, f"{key}[{at}]")]
        return [f"{key}: list", *lines]
    return [f"{key}: {value!r}"]
