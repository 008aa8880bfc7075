"""Counts the instructions of a process with Valgrind's callgrind, the same on every x86-64."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# The C library and OpenSSL choose code by what the processor has, and Valgrind shows them what it
# can imitate of that. These settings leave them the code that every x86-64 runs.
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "0",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX,-AVX_Fast_Unaligned_Load,"
    "-BMI2,-ERMS,-SSE4_2,-SSE4_1,-SSSE3",
    "OPENSSL_ia32cap": "0:0",
}

NAME = re.compile(r"c?(ob|fn)=\((\d+)\)(?: (.*))?")
COST = re.compile(r"[+\-*\d]\S* (\d+)$")


@dataclass(frozen=True)
class Count:
    total: int
    digest: int  # the share of SHA-256
    functions: frozenset[str]  # all that ran


def is_digest(library: str, function: str) -> bool:
    """OpenSSL's, as a library of its own or linked in."""
    return "libcrypto" in Path(library).name or function.startswith("sha256_block")


def count_in(profile: str) -> Count:
    """Sums callgrind's profile: names stand once, then as numbers; what follows `calls=` is the cost
    of the function called, which is listed there too."""
    names: dict[tuple[str, str], str] = {}
    current = {"ob": "", "fn": ""}
    total = digest = 0
    functions = set()
    lines = iter(profile.splitlines())
    for line in lines:
        if match := NAME.match(line):
            kind, number, name = match.groups()
            if name is not None:
                names[kind, number] = name
            if not line.startswith("c"):
                current[kind] = names[kind, number]
        elif line.startswith("calls="):
            next(lines)
        elif match := COST.match(line):
            total += int(match[1])
            functions.add(current["fn"])
            digest += int(match[1]) if is_digest(current["ob"], current["fn"]) else 0
    return Count(total, digest, frozenset(functions))


def count(argv: list[str], folder: Path) -> Count:
    """Runs a command in `folder` and counts; complains if the profile does not add up."""
    profile = folder / "callgrind.out"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", *argv]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or collected is None:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr}")
    counted = count_in(profile.read_text(errors="replace"))
    if counted.total != int(collected[1]):
        sys.exit(f"callgrind says {collected[1]} instructions, but its profile has {counted.total}")
    return counted


def version() -> str:
    return subprocess.run(["valgrind", "--version"], check=True, capture_output=True, text=True).stdout.strip()
