#!/usr/bin/env python3
"""A vault and the real program when things go wrong: damaged files, a full disk, signals.

usage: faults_test.py --bin FOLDER

Every fault must be named with a next step, exit as docs/cli.md says, and lose nothing that was
acknowledged. DEPONE_THOROUGH=1 interrupts more often, and an add of 2,000 files instead of 120.
"""
import argparse
import fcntl
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

THOROUGH = "DEPONE_THOROUGH" in os.environ
FILES = 2000 if THOROUGH else 120
INTERRUPTIONS = 12 if THOROUGH else 3
PASSPHRASE = "a long and quiet phrase"
DONE, NEGATIVE, BAD_INPUT, TAMPERED, DENIED, IO, INTERRUPTED = 0, 1, 3, 4, 5, 6, 130

work = None      # the folder of this run
programs = None  # the folder with depone


def environment(passphrase=PASSPHRASE):
    # The programs forbid debuggers, and LeakSanitizer is one.
    return {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(work), "LC_ALL": "C.UTF-8",
            "DEPONE_PASSPHRASE": passphrase, "ASAN_OPTIONS": "detect_leaks=0"}


def depone(*words, passphrase=PASSPHRASE, **options):
    return subprocess.run(["depone", *map(str, words)], cwd=work, env=environment(passphrase),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
                          check=False, **options)


def write_papers(folder, count):
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(
            f"Worker {number} said he worked {10 + number % 9} hours a day.\n", encoding="utf-8")


class Vault(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.papers = work / "papers"
        if cls.papers.exists():
            return
        write_papers(cls.papers, 3)
        for words in (("init", "sound"), ("add", "sound", "papers")):
            done = depone(*words)
            assert done.returncode == DONE, done.stderr

    def copy(self):
        folder = work / self.id().rsplit(".", 1)[1]
        shutil.rmtree(folder, ignore_errors=True)
        return Path(shutil.copytree(work / "sound", folder))

    def expect(self, done, code, *words):
        """`done` ended with `code` and said `words`; an error also names the next step."""
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, said)
        for word in words:
            self.assertIn(word, said)
        if "error:" in done.stderr:
            self.assertIn("hint:", done.stderr)
        self.assertNotIn("Sanitizer", said)

    def expect_all_there(self, vault, papers, count):
        """Repeating the add ends with every paper there once, and the check is sound."""
        done = depone("add", vault, papers)
        self.assertEqual(done.returncode, DONE, done.stderr)
        added, there = map(int, re.match(r"(\d+) added, (\d+) there already, 0 ", done.stdout).groups())
        self.assertEqual(added + there, count)
        self.expect(depone("check", vault), DONE, f"{count} items", "all sound")
        return there


class Damaged(Vault):
    def damaged(self, vault, relative, how):
        path = max(vault.glob(relative), key=lambda path: path.stat().st_size)
        content = bytearray(path.read_bytes())
        if how == "flip":
            content[len(content) // 2] ^= 4
        else:
            del content[len(content) // 2:]
        path.write_bytes(content)
        return path

    def test_a_file_of_each_kind_is_named_with_its_exit_code(self):
        expected = {
            ("vault.json", "flip"): (BAD_INPUT, "vault.json is not of the form"),
            ("keyring", "flip"): (TAMPERED, "keyring or vault.json was changed"),
            ("keyring", "cut"): (BAD_INPUT, "keyring is not whole"),
            ("checkpoint", "flip"): (TAMPERED, "tampered: checkpoint"),
            ("keys.*", "cut"): (NEGATIVE, "3 damaged", "[item "),
            ("log/*/events", "flip"): (NEGATIVE, "corrupt: event 2"),
            ("log/*/events", "cut"): (NEGATIVE, "corrupt: the ledger has 2 events"),
            ("blobs/*/*", "flip"): (TAMPERED, "3 items", "1 damaged", "[item "),
            ("blobs/*/*", "cut"): (TAMPERED, "3 items", "1 damaged", "[item "),
        }
        for (relative, how), (code, *words) in expected.items():
            with self.subTest(file=relative, how=how):
                vault = self.copy()
                self.damaged(vault, relative, how)
                done = depone("check", vault)
                self.expect(done, code, *words)
                self.assertIn("from a copy of the vault", done.stdout + done.stderr)
                self.assertNotIn("harmless", done.stdout)

    def test_a_damaged_ledger_is_not_written_to(self):
        vault = self.copy()
        events = self.damaged(vault, "log/*/events", "cut")
        before = events.read_bytes()
        self.expect(depone("add", vault, self.papers), BAD_INPUT, "the ledger has 2 events")
        self.assertEqual(events.read_bytes(), before)

    def test_an_index_that_is_missing_or_damaged_is_made_anew(self):
        vault = self.copy()
        (vault / "index.db").unlink()
        self.assertEqual(self.expect_all_there(vault, self.papers, 3), 3)
        self.damaged(vault, "index.db", "cut")
        self.expect(depone("add", vault, self.papers), DONE, "3 there already",
                    "note: the index did not fit the ledger and was made anew")


class Refused(Vault):
    def test_a_wrong_passphrase(self):
        self.expect(depone("check", "sound", passphrase="wrong"), DENIED,
                    "the passphrase does not open this vault")

    def test_a_vault_that_another_process_holds(self):
        with open(work / "sound" / "lock", "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            done = depone("check", "sound")
        self.assertNotEqual(done.returncode, DONE)
        self.expect(done, done.returncode, "held by another")

    def test_a_disk_that_takes_no_more(self):
        vault = self.copy()
        papers = work / "large"
        papers.mkdir()
        (papers / "long.txt").write_text("He worked on. " * 20_000, encoding="utf-8")
        # A file may grow to 64 KiB; the signal that comes with it stays ignored, as on a full disk.
        done = depone("add", vault, papers, restore_signals=False, preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))))
        self.expect(done, IO, "cannot write")
        self.expect(depone("add", vault, papers), DONE, "1 added")
        self.expect(depone("check", vault), DONE, "4 items", "all sound")


class Interrupted(Vault):
    def interrupt(self, how):
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        papers = work / "many"
        if not papers.exists():
            write_papers(papers, FILES)
        vault = work / how.name
        self.expect(depone("init", vault), DONE)
        began = time.monotonic()
        self.expect(depone("check", vault), DONE)
        opening = time.monotonic() - began
        acknowledged = 0
        for _ in range(INTERRUPTIONS):
            with subprocess.Popen(["depone", "add", vault, papers], cwd=work, env=environment(),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True) as adding:
                try:
                    adding.wait(opening * chance.uniform(0.5, 3))
                except subprocess.TimeoutExpired:
                    adding.send_signal(how)
                out, err = adding.communicate(timeout=120)
            self.assertNotIn("Sanitizer", err)
            if how == signal.SIGKILL:
                self.assertIn(adding.returncode, (DONE, -how), err)
                continue
            self.assertIn(adding.returncode, (DONE, INTERRUPTED), err)
            if out:
                acknowledged += int(re.match(r"(\d+) added, ", out)[1])
        there = self.expect_all_there(vault, papers, FILES)
        self.assertGreaterEqual(there, acknowledged, f"seed {seed}")

    def test_by_ctrl_c_it_goes_on_where_it_was(self):
        self.interrupt(signal.SIGINT)

    def test_by_being_killed_it_goes_on_where_it_was(self):
        self.interrupt(signal.SIGKILL)


def main():
    global work, programs
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--bin", default=os.environ.get("DEPONE_BIN", "build/release/bin"))
    options, rest = arguments.parse_known_args()
    programs = Path(options.bin).resolve()
    if not (programs / "depone").exists():
        sys.exit(f"{programs} holds no depone; build it first")
    with tempfile.TemporaryDirectory(prefix="depone-faults-") as folder:
        work = Path(folder)
        unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
