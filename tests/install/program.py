"""The program as it is installed, and what its help says."""

import re
import subprocess

HELP_COLUMN = 32  # where the help describes an option

def install(build, prefix):
    """Installs what a package of the program has."""
    subprocess.run(
        ["cmake", "--install", build, "--prefix", prefix, "--component", "program"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return prefix / "bin/confiture-build"


def output(*argv, **options):
    return subprocess.run(argv, check=True, capture_output=True, text=True, **options).stdout


def commands(program):
    """Those that the help lists, and the one for which its screen has no room."""
    listed = output(program, "help").split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()] + ["completion"]


def described_options(program, command):
    """Each option as the help writes it: `-o, --output FILE`, `--[no-]two-pass`."""
    # A placeholder is in capitals; behind it or, where there is none, the name is the description.
    form = re.compile(r"^  (?:    |(-\w), )(--\S+)(?: ([A-Z]+))?(?= )")
    found = [form.match(line) for line in output(program, "help", command).splitlines()]
    return [" ".join(m[0].split()) for m in found if m]


def described_texts(program, command):
    """What the help says of each option, in the order of the help."""
    lines = output(program, "help", command).splitlines()
    return [line[HELP_COLUMN:] for line in lines if re.match(r"  (-\w, |    )--", line)]


def option_names(described):
    """All names of options that are described as above."""
    names = []
    for option in described:
        for name in re.findall(r"--?[^\s,]+", option):
            plain = name.replace("[no-]", "")
            names += [plain, plain.replace("--", "--no-", 1)] if plain != name else [name]
    return sorted(names)
