"""What a comparison is asked for on its command line."""

import argparse
import os
from pathlib import Path


class ComparisonParser(argparse.ArgumentParser):
    """The options of all comparisons; their own are added like those of any parser."""

    def __init__(self, documentation: str, things: str, count: int) -> None:
        """Takes a script's documentation, what it makes of each seed, and of how many."""
        super().__init__(description=documentation.split("\n")[0])
        self.add_argument("--binary", type=Path, required=True, help="the program to compare")
        self.add_argument("--seed", type=int, default=1, help="first seed (default: %(default)s)")
        self.add_argument(
            f"--{things}",
            dest="count",
            type=int,
            default=count,
            help="how many seeds (default: %(default)s)",
        )
        self.add_argument("--only", type=int, metavar="SEED", help="replay this one seed")
        self.add_argument(
            "--stats", action="store_true", help=f"print how many {things} cover each dimension"
        )

    def add_jobs(self) -> None:
        self.add_argument(
            "--jobs",
            type=int,
            default=os.cpu_count(),
            help="worker processes (default: one a core)",
        )

    def add_keep(self) -> None:
        self.add_argument(
            "--keep", action="store_true", help="leave the trees that differ on disk"
        )

    def options(self) -> argparse.Namespace:
        """What was typed; `seeds` is the range of seeds. Ends the program if it is wrong."""
        options = self.parse_args()
        if not os.access(options.binary, os.X_OK):
            self.error(f"{options.binary} cannot be executed")
        if options.only is not None:
            options.seed, options.count = options.only, 1
        options.seeds = range(options.seed, options.seed + options.count)
        return options
