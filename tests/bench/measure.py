"""Runs whole processes and tells what they took."""

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Nothing of the caller's locale, colours, time or Git settings reaches what is timed.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "COLUMNS": "200",
    "SOURCE_DATE_EPOCH": "0",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}


@contextlib.contextmanager
def working_folder(parent: str) -> Iterator[Path]:
    """A new folder for trees, which goes with them also when the run is stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with tempfile.TemporaryDirectory(dir=parent) as name:
        yield Path(name)


@dataclass
class Costs:
    """What the runs of one command took, in their order."""

    wall: list[float] = field(default_factory=list)  # seconds
    cpu: list[float] = field(default_factory=list)  # seconds, of all its processes
    peak_kib: list[int] = field(default_factory=list)  # of its largest process

    def add(self, line: str) -> None:
        wall, cpu, peak_kib = line.split()
        self.wall.append(float(wall))
        self.cpu.append(float(cpu))
        self.peak_kib.append(int(peak_kib))

    @property
    def median_wall(self) -> float:
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        return statistics.median(self.cpu)

    @property
    def median_peak_mib(self) -> float:
        return statistics.median(self.peak_kib) / 1024


class Launcher:
    """Starts processes through launch.cpp, which it compiles into `folder`."""

    def __init__(self, folder: Path, cold: bool = False) -> None:
        self.program = folder / "launch"
        self.costs_file = folder / "launch.costs"
        self.cold = cold
        source = Path(__file__).with_name("launch.cpp")
        compiler = os.environ.get("CXX", "c++")
        subprocess.run([compiler, "-O1", "-std=c++20", "-o", self.program, source], check=True)

    def run(self, argv: list[str], folder: Path, output: Path, costs: Costs | None) -> None:
        """Runs a command in `folder`, its standard output into `output`, and adds what it took.
        Earlier runs' output is on the disk by then, so that none pays for another's."""
        os.sync()
        if self.cold:
            Path("/proc/sys/vm/drop_caches").write_text("3")
        errors = output.with_suffix(".errors")
        with open(output, "wb") as out, open(errors, "wb") as err:
            done = subprocess.run(
                [self.program, self.costs_file, *argv], cwd=folder, env=ENVIRONMENT, stdout=out, stderr=err
            )
        if done.returncode != 0:
            text = errors.read_text(errors="replace")
            sys.exit(f"{' '.join(argv)}: exit status {done.returncode}\n{text}")
        if costs is not None:
            costs.add(self.costs_file.read_text())

    def floor(self, folder: Path) -> Costs:
        """What `true` takes: less is not measured."""
        costs = Costs()
        for _ in range(5):
            self.run(["true"], folder, folder / "true.out", costs)
        return costs
