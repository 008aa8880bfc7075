"""The manual as a person reads it: manual_test.py BUILD SOURCES

Installs it out of the folder BUILD. Ends with 77 where none was made, or none can be shown."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import program

WIDTH = 80
READERS = {
    "mandoc": ["mandoc", "-T", "utf8", "-O", f"width={WIDTH}"],
    "groff": ["groff", "-K", "utf8", "-man", "-T", "utf8", f"-rLL={WIDTH}n", "-P", "-c"],
}
LINTS = {  # what complains about the page, and where it does
    "mandoc": (["mandoc", "-T", "lint", "-W", "warning"], "stdout"),
    "groff": ([*READERS["groff"], "-ww"], "stderr"),
}
SECTIONS = [
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "COMMANDS",
    "ENVIRONMENT",
    "FILES",
    "EXIT STATUS",
    "EXAMPLES",
    "SEE ALSO",
]


class Test:
    def __init__(self, reader):
        self.reader = reader
        self.failures = 0

    def expect(self, what, found, expected):
        if found != expected:
            self.failures += 1
            print(f"{self.reader}: {what}\n  found    {found!r}\n  expected {expected!r}")


def run(argv):
    return subprocess.run(argv, capture_output=True, text=True)


def complaints(reader, page):
    argv, stream = LINTS[reader]
    return getattr(run([*argv, page]), stream)


def shown(reader, page):
    """The lines of the page, without the strikes that make letters bold."""
    return re.sub(".\b", "", run([*READERS[reader], page]).stdout).splitlines()


def parts(lines, heading):
    """The lines below each heading, by its text."""
    found = {}
    for line in lines:
        match = heading.fullmatch(line)
        if match:
            found[match[1]] = []
        elif found:
            found[list(found)[-1]].append(line)
    return found


def entries(lines):
    """What stands at the edge of the text, such as options, and what is indented below it."""
    found = []
    for line in lines:
        if re.match(r" {7}\S", line):
            found.append([line.strip(), ""])
        elif line.strip() and found:
            found[-1][1] = f"{found[-1][1]} {line.strip()}".strip()
    return found


def check_commands(test, installed, sections):
    commands = parts(sections["COMMANDS"], re.compile(r" {3}(\S.*)"))
    test.expect("commands", list(commands), program.commands(installed))
    for command, lines in commands.items():
        options = [entry for entry in entries(lines) if entry[0].startswith("-")]
        described = program.described_options(installed, command)
        names = program.option_names(name for name, _ in options)
        test.expect(f"options of {command}", names, program.option_names(described))
        test.expect(
            f"values of options of {command}",
            [re.findall("[A-Z]+$", name) for name, _ in options],
            [re.findall("[A-Z]+$", name) for name in described],
        )
        test.expect(
            f"descriptions of options of {command}",
            [text for _, text in options],
            program.described_texts(installed, command),
        )


def check_sources(test, sources, sections):
    """What the program asks its environment for, and the statuses that it ends with."""
    asked = set()
    for file in (sources / "src").rglob("*.cpp"):
        asked |= set(re.findall(r'(?:getenv|variable)\("(\w+)"\)', file.read_text()))
    told = " ".join(sections["ENVIRONMENT"])
    test.expect("variables that are left out", [name for name in asked if name not in told], [])
    statuses = re.findall(r"= (\d),", (sources / "include/confiture/error.hpp").read_text())
    told = [name for name, _ in entries(sections["EXIT STATUS"]) if name.isdigit()]
    test.expect("exit statuses", told, sorted(set(statuses)))


def check(reader, page, installed, sources):
    test = Test(reader)
    test.expect("complaints", complaints(reader, page), "")
    # Some systems' groff shows a hyphen as a minus sign, others do not.
    text = [line for line in page.read_text().splitlines() if not line.startswith(".")]
    hyphens = [line for line in text if re.search(r"(?<!\\)-", line)]
    test.expect("hyphens, which cannot be copied", hyphens, [])
    lines = shown(reader, page)
    test.expect("lines that are too wide", [line for line in lines if len(line) > WIDTH], [])
    test.expect("words that are broken", [line for line in lines if re.search("[‐]$", line)], [])
    sections = parts(lines, re.compile(r"(\S[A-Z ]+)"))
    test.expect("sections", list(sections), SECTIONS)
    check_commands(test, installed, sections)
    check_sources(test, sources, sections)
    return test.failures


def main(build, sources):
    readers = [reader for reader in READERS if shutil.which(reader)]
    if not readers:
        print("there is neither mandoc nor groff")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        installed = program.install(build, pathlib.Path(scratch))
        page = pathlib.Path(scratch) / "share/man/man1/confiture-build.1"
        if not page.exists():
            print("no manual was made, as there was no scdoc")
            return 77
        failures = sum(check(reader, page, installed, sources) for reader in readers)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
