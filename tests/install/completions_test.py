"""What a person sees who presses the tab key in a shell: completions_test.py SHELL BUILD

Installs the program out of the folder BUILD and types into the shell. Ends with 77 where there is no
such shell."""

import pathlib
import sys
import tempfile

import program
from shells import SHELLS, is_there

# What is typed, and the line after the tab key; or what it is in each shell, where that differs.
COMPLETED = [
    ("ma", "manifest "),
    ("", ""),
    ("--outp", "--output "),
    ("hash --sch", "hash --schema-only "),
    ("build --no-t", "build --no-two-pass "),
    ("help lo", "help locate "),
    ("completion z", "completion zsh "),
    # Values, in all three ways.
    ("lint --format s", "lint --format sarif "),
    ("lint --format=s", "lint --format=sarif "),
    ("lint -fs", "lint -fsarif "),
    ("diff --format s", "diff --format s"),
    ("--color=al", "--color=always "),
    ("--separator-style=li", "--separator-style=line_comment "),
    # Environments, of this project and others.
    ("--env pro", "--env production "),
    ("--env=pro", "--env=production "),
    ("-epro", "-eproduction "),
    ("check --env my", r"check --env my\ env "),
    ("check --env=my", r"check --env=my\ env "),
    ('check --env "my', 'check --env "my env" '),
    ("--project-dir shop --env q", "--project-dir shop --env qa "),
    ("--project-dir=shop --env=q", "--project-dir=shop --env=qa "),
    ("--project-dir 'shop' -eq", "--project-dir 'shop' -eqa "),
    ("--project-dir ~/shop --env q", "--project-dir ~/shop --env qa "),
    ("--project-dir nowhere --env q", "--project-dir nowhere --env q"),
    ("--project-dir shop --env qa --seed-profile s", "--project-dir shop --env qa --seed-profile slim "),
    # Files.
    (r"--output my\ f", r"--output my\ file.sql "),
    (r"--output=my\ f", r"--output=my\ file.sql "),
    (r"-omy\ f", r"-omy\ file.sql "),
    (r"-omy\ d", r"-omy\ dir/"),
    ('--output "my f', '--output "my file.sql" '),
    ("--output ~/sch", "--output ~/schema.sql "),
    ("--output=~/sch", "--output=~/schema.sql "),
    ("lint sch", "lint schema.sql "),
    ("lint --quiet sch", "lint --quiet schema.sql "),
    ("lint ü", "lint ü.sql "),
    ("diff a b sch", "diff a b sch"),
    # Directories, where no command is meant.
    ("hash d", "hash db/"),
    ("hash sch", "hash sch"),
    ("db/e", "db/environments/"),
    ("my", r"my\ dir/"),
    ("hash my", r"hash my\ dir/"),
    ('hash "my', {"bash": 'hash "my dir"/', "zsh": 'hash "my dir/', "fish": 'hash "my dir/'}),
    ("--project-dir=sh", "--project-dir=shop/"),
    ("split --output-dir d", "split --output-dir db/"),
    ("-- d", "-- db/"),
    # A command, though there is a directory of that name.
    ("spl", {"bash": "split ", "zsh": "split ", "fish": "split"}),
    # Nothing, and no complaint.
    ("--bogus", "--bogus"),
    ("--bogus=x", "--bogus=x"),
    ("--jobs ", "--jobs "),
    ("--quiet --qui", "--quiet --qui"),
    ("locate schema.sql:1", "locate schema.sql:1"),
]


class Test:
    def __init__(self, shell):
        self.shell = shell
        self.failures = 0

    def expect(self, what, found, expected):
        if found != expected:
            self.failures += 1
            print(f"{self.shell.name}: {what}\n  found    {found!r}\n  expected {expected!r}")

    def completes(self, line, expected, behind=""):
        self.expect(f"{line}<tab>{behind}", self.shell.completed(line, behind), expected)

    def offers(self, line, word, expected):
        # Of `--format=` bash gives the values alone, others the words.
        found = [text.split("=")[-1] for text in self.shell.offered(line, word)]
        self.expect(f"all for {line + word}", found, sorted(expected))


def make_project(home):
    for name in ("local", "production", "my env"):
        write(home / f"db/environments/{name}.yaml", "")
    write(
        home / "shop/db/environments/qa.yaml",
        "database_url: postgresql://h/d\ninclude_dirs: [db]\nseed: {profiles: {slim: {}}}\n",
    )
    for name in ("my file.sql", "schema.sql", "ü.sql"):
        write(home / name, "")
    (home / "my dir").mkdir()
    (home / "split").mkdir()


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def files_below(folder):
    return sorted(str(path) for path in folder.rglob("*"))


def check_lines(test):
    for typed, result in COMPLETED:
        expected = result[test.shell.name] if isinstance(result, dict) else result
        test.completes("confiture-build " + typed, "confiture-build " + expected)
    test.completes("NO_COLOR=1 confiture-build ma", "NO_COLOR=1 confiture-build manifest ")
    test.completes("true | confiture-build ma", "true | confiture-build manifest ")


def check_options(test, installed):
    """What the help has, and nothing else."""
    for command in program.commands(installed):
        names = program.option_names(program.described_options(installed, command))
        if len(names) < 3:
            raise ValueError(f"the help of {command} cannot be read")
        line = f"confiture-build {command} "
        test.offers(line, "--", [name for name in names if name.startswith("--")])
        test.offers(line, "-", names)


def check_words(test, installed):
    test.offers("confiture-build ", "", program.commands(installed))
    test.offers("confiture-build help ", "", program.commands(installed))
    test.offers("confiture-build --env ", "", ["local", "my env", "production"])
    test.offers("confiture-build --format ", "", ["csv", "json", "text"])
    value = "" if test.shell.name == "bash" else "--format="
    line = "confiture-build --format="
    test.offers(line[: len(line) - len(value)], value, ["csv", "json", "text"])
    test.offers("confiture-build ", "d", ["db/" if test.shell.name != "bash" else "db", "diff"])


def check_bash(test):
    """What only bash does with the words of a line."""
    test.completes("confiture-build --verb", "confiture-build --verbosetail", behind="tail")
    test.completes("confiture-build -e pro", "confiture-build -e production x", behind=" x")
    test.completes(r"confiture-build hash > my\ f", r"confiture-build hash > my\ file.sql ")


def check_installed(test, installed):
    check_lines(test)
    check_options(test, installed)
    check_words(test, installed)
    if test.shell.name == "bash":
        check_bash(test)


def check_printed(test, _):
    test.completes("confiture-build ma", "confiture-build manifest ")
    test.completes("confiture-build --env=pro", "confiture-build --env=production ")
    test.completes(r"confiture-build --output=my\ f", r"confiture-build --output=my\ file.sql ")


# How a shell gets to know the completions: what its start-up file says for that, and what is checked.
WAYS = {
    "installed": (
        {
            "bash": "source '{share}/bash-completion/completions/confiture-build'",
            # site-functions, or vendor-completions if it was built for a package of Debian
            "zsh": "fpath=('{share}/zsh/'* $fpath)\n"
            "autoload -Uz compinit && compinit -D -u",
            "fish": "set -g fish_complete_path '{share}/fish/vendor_completions.d'",
        },
        check_installed,
    ),
    "printed": (
        {
            # Not every bash splits words at '='.
            "bash": 'eval "$(confiture-build completion bash)"\n'
            "COMP_WORDBREAKS=${{COMP_WORDBREAKS//=}}",
            "zsh": "autoload -Uz compinit && compinit -D -u\n"
            'eval "$(confiture-build completion zsh)"',
            "fish": "set -g fish_complete_path\nconfiture-build completion fish | source",
        },
        check_printed,
    ),
}


def failures_of(way, name, installed, scratch):
    starts, check = WAYS[way]
    start = starts[name].format(share=installed.parent.parent / "share")
    home = scratch / f"{way}-home"
    make_project(home)
    before = files_below(home)
    shell = SHELLS[name](home, scratch / f"{way}-settings", installed.parent, start)
    try:
        test = Test(shell)
        check(test, installed)
        test.expect("files", files_below(home), before)
        return test.failures
    finally:
        shell.close()


def main(name, build):
    if not is_there(name):
        print(f"there is no {name}")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        installed = program.install(build, scratch / "installed")
        failures = sum(failures_of(way, name, installed, scratch) for way in WAYS)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
