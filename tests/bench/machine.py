"""What the timings were taken on."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path


def processor() -> str:
    match = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return match[1] if match else platform.machine()


def file_system(folder: Path) -> str:
    command = ["stat", "--file-system", "--format=%T", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def version(program: str) -> str:
    """The first line of what it says of itself; stops if it cannot be run."""
    try:
        done = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"cannot run {program} --version: {error}")
    return done.stdout.splitlines()[0]


def describe(folder: Path) -> dict[str, str | int]:
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "file_system": file_system(folder),
    }
