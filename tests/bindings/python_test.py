"""The Python package, from Python.

Usage: PYTHONPATH=PACKAGE_FOLDER python3 python_test.py FIXTURES README LIBRARY_FOLDER
"""

import ast
import ctypes
import errno
import hashlib
import inspect
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import confiture_build
from confiture_build import _core

FIXTURES, README, LIBRARIES = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
SHOP = FIXTURES / "shop"


def digest_of(*files):
    return hashlib.sha256(
        b"".join(path.encode() + b"\0" + content + b"\0" for path, content in files)
    ).hexdigest()


class Directory(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = os.path.realpath(directory.name)

    def write(self, name, content):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
        return path


class HashFiles(Directory):
    def test_order_is_kept_and_paths_start_from_the_base(self):
        b, a = self.write("x/b.sql", b"two\r\n"), self.write("a.sql", b"\xff")
        expected = digest_of(("x/b.sql", b"two\r\n"), ("a.sql", b"\xff"))
        self.assertEqual(confiture_build.hash_files([b, a], self.root), expected)
        self.assertEqual(confiture_build.hash_files(files=(b, a), base_dir=self.root), expected)
        paths = [pathlib.Path(b), pathlib.Path(a)]
        self.assertEqual(confiture_build.hash_files(paths, pathlib.Path(self.root)), expected)
        self.assertEqual(confiture_build.hash_files([], ""), hashlib.sha256().hexdigest())

    def test_a_file_that_cannot_be_read_is_named(self):
        good, missing = self.write("a.sql", b""), os.path.join(self.root, "é.sql")
        with self.assertRaises(FileNotFoundError) as caught:
            confiture_build.hash_files([good, missing, "/nowhere"], self.root)
        self.assertEqual(caught.exception.errno, errno.ENOENT)
        self.assertEqual(caught.exception.filename, missing)
        self.assertIn(missing, str(caught.exception))
        with self.assertRaises(IsADirectoryError):
            confiture_build.hash_files([self.root], self.root)
        with self.assertRaises(OSError):
            confiture_build.hash_files(["a\0b"], self.root)

    def test_what_is_no_list_of_paths_is_refused(self):
        for files in ("text", b"bytes", None, 1, [1], [b"bytes"], [None], iter(["a"])):
            with self.subTest(files=files), self.assertRaises(TypeError):
                confiture_build.hash_files(files, self.root)
        with self.assertRaises(TypeError):
            confiture_build.hash_files([], None)
        with self.assertRaises(TypeError):
            confiture_build.hash_files([])
        with self.assertRaises(UnicodeEncodeError):
            confiture_build.hash_files(["\udcff"], self.root)

    def test_other_threads_run_meanwhile(self):
        files = [self.write(f"{i}.sql", b"x" * 1000) for i in range(200)]
        counted = 0
        is_done = False

        def count():
            nonlocal counted
            while not is_done:
                counted += 1
                time.sleep(0)  # for the other thread to go on

        thread = threading.Thread(target=count)
        old = sys.getswitchinterval()
        sys.setswitchinterval(1000)  # a thread that has the lock keeps it unless it gives it away
        try:
            thread.start()
            before = counted
            for _ in range(200):
                confiture_build.hash_files(files, self.root)
            self.assertGreater(counted, before)
        finally:
            is_done = True
            sys.setswitchinterval(old)
            thread.join()

    def test_nothing_more_is_left_behind(self):
        files = [self.write(f"{i}.sql", b"x") for i in range(100)]
        confiture_build.hash_files(files, self.root)  # what a thread keeps
        references = [sys.getrefcount(path) for path in files]
        descriptors = len(os.listdir("/proc/self/fd"))
        for _ in range(50):
            confiture_build.hash_files(files, self.root)
            with self.assertRaises(OSError):
                confiture_build.hash_files([*files, "/nowhere"], self.root)
        self.assertEqual([sys.getrefcount(path) for path in files], references)
        self.assertEqual(len(os.listdir("/proc/self/fd")), descriptors)


class Environments(Directory):
    def setUp(self):
        super().setUp()
        os.environ["SOURCE_DATE_EPOCH"] = "0"

    def test_build_hash_and_check_agree(self):
        output = pathlib.Path(self.root) / "schema.sql"
        built = confiture_build.build(output, project_dir=SHOP)
        self.assertEqual(built.path, str(output))
        self.assertEqual(built.size, output.stat().st_size)
        self.assertEqual(built.hash, confiture_build.hash(project_dir=SHOP))
        self.assertIn(b"-- Files Included: %d\n" % built.files, output.read_bytes())
        state = confiture_build.check(project_dir=SHOP, output=output)
        self.assertTrue(state.is_current)
        self.assertEqual((state.manifest, state.output), (None, "current"))

    def test_a_change_is_told(self):
        settings = b"database_url: postgresql://host/db\ninclude_dirs: [db/schema]\n"
        self.write("db/environments/local.yaml", settings)
        self.write("db/schema/a.sql", b"SELECT 1;\n")
        self.write("db/schema/b.sql", b"SELECT 2;\n")
        confiture_build.build(project_dir=self.root)
        self.assertTrue(confiture_build.check(project_dir=self.root).is_current)
        self.write("db/schema/a.sql", b"SELECT 3;\n")
        self.write("db/schema/c.sql", b"SELECT 4;\n")
        state = confiture_build.check(project_dir=self.root)
        self.assertFalse(state.is_current)
        self.assertEqual(state.output, "stale")
        self.assertEqual(state.changes.edited, ["a.sql"])
        self.assertEqual(state.changes.added, ["c.sql"])

    def test_options_reach_the_build(self):
        whole = confiture_build.hash(project_dir=SHOP, jobs=1)
        self.assertEqual(whole, confiture_build.hash(project_dir=str(SHOP)))
        self.assertNotEqual(whole, confiture_build.hash(project_dir=SHOP, schema_only=True))
        self.assertNotEqual(whole, confiture_build.hash(project_dir=SHOP, env="production"))

    def test_an_error_has_code_and_hint(self):
        with self.assertRaises(confiture_build.Error) as caught:
            confiture_build.hash(project_dir=SHOP, env="produktion")
        self.assertEqual(caught.exception.code, "CONFIG_001")
        self.assertIn("production", caught.exception.hint)
        self.assertIn("produktion", str(caught.exception))


class Package(unittest.TestCase):
    def test_stubs_describe_the_module(self):
        stubs = ast.parse((pathlib.Path(_core.__file__).parent / "_core.pyi").read_text())
        described = {
            node.name for node in stubs.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        } | {node.target.id for node in stubs.body if isinstance(node, ast.AnnAssign)} - {"_Path"}
        offered = {name for name in vars(_core) if not re.fullmatch(r"__\w+__", name)}
        self.assertEqual(described, offered | {"__version__"})
        self.assertEqual(
            list(inspect.signature(confiture_build.hash_files).parameters), ["files", "base_dir"]
        )

    def test_the_version_is_that_of_the_library(self):
        library = ctypes.CDLL(str(LIBRARIES / "libconfiture.so"))
        library.confiture_version.restype = ctypes.c_char_p
        self.assertEqual(library.confiture_version().decode(), confiture_build.__version__)


class Readme(unittest.TestCase):
    """The examples in the README that need nothing else."""

    def test_examples_run(self):
        blocks = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.M | re.S)
        examples = [block for block in blocks if "confiture.core" not in block]
        self.assertEqual(len(examples), 2)
        expected = confiture_build.hash(project_dir=SHOP)
        for example in examples:
            with self.subTest(example=example):
                run = subprocess.run(
                    [sys.executable, "-c", example],
                    cwd=SHOP,
                    env={**os.environ, "LD_LIBRARY_PATH": str(LIBRARIES)},
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(run.stderr, "")
                self.assertIn(expected, run.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
