"""The runner of the command-line scripts passes what is right and fails what is wrong."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import run  # noqa: E402


class Runner(unittest.TestCase):
    def outcome(self, script):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.txt"
            path.write_text(script, encoding="utf-8")
            return run.run_script(path, Path(folder))

    def assert_passes(self, script):
        self.assertEqual(("passed", ""), self.outcome(script))

    def assert_fails(self, script, words):
        outcome, why = self.outcome(script)
        self.assertEqual("failed", outcome)
        self.assertIn(words, why)

    def test_exact_output_passes_and_other_output_fails(self):
        self.assert_passes("$ echo one; echo two\none\ntwo\n")
        self.assert_fails("$ echo one\ntwo\n", "output expected")

    def test_output_that_no_one_listed_fails(self):
        self.assert_fails("$ echo one\n", "output expected")
        self.assert_fails("$ echo one; echo two\none\n", "output expected")

    def test_missing_output_fails(self):
        self.assert_fails("$ true\none\n", "output expected")

    def test_dots_stand_for_text_and_for_lines(self):
        self.assert_passes("$ echo depone 1.2.3\ndepone ...\n")
        self.assert_passes("$ seq 9\n1\n...\n9\n")
        self.assert_passes("$ seq 9\n...\n5\n...\n")
        self.assert_passes("$ true\n...\n")
        self.assert_fails("$ seq 9\n1\n...\n8\n", "output expected")

    def test_dots_are_not_a_pattern_language(self):
        self.assert_fails("$ echo abc\na.c\n", "output expected")

    def test_exit_codes_are_checked_both_ways(self):
        self.assert_passes("$ exit 3\n[exit 3]\n")
        self.assert_fails("$ exit 3\n", "exit 3, expected 0")
        self.assert_fails("$ true\n[exit 3]\n", "exit 0, expected 3")

    def test_errors_are_found_in_order_among_others(self):
        script = "$ {{ echo progress; echo error: a; echo hint: b; }} >&2\n! {}\n! {}\n"
        self.assert_passes(script.format("error: ...", "hint: b"))
        self.assert_fails(script.format("hint: b", "error: ..."), "errors expected")

    def test_standard_error_is_not_standard_output(self):
        self.assert_fails("$ echo one >&2\none\n", "output expected")

    def test_files_environment_and_continued_commands(self):
        self.assert_passes("--- file in/a.txt\nfirst\n\n[exit 3]\n--- end\n"
                           "[env COLOUR=red]\n$ head -n 1 in/a.txt; wc -l < in/a.txt\n"
                           "> echo $COLOUR\nfirst\n3\nred\n")

    def test_scripts_share_nothing_with_the_home_folder(self):
        self.assert_passes("$ test \"$HOME\" = \"$PWD\"; ls -A\n")

    def test_a_script_may_be_skipped(self):
        self.assertEqual("skipped", self.outcome("[skip unless false]\n$ exit 1\n")[0])
        self.assert_passes("[skip unless true]\n$ true\n")

    def test_a_script_without_a_command_fails(self):
        self.assert_fails("# nothing\n", "runs no command")
        self.assert_fails("stray\n", "output without a command")
        self.assert_fails("--- file a\nno end\n", "no --- end")

    def test_results_are_valid_xml(self):
        import xml.etree.ElementTree as ElementTree
        text = run.junit([("a", ("failed", "<\x00&>")), ("b", ("passed", ""))])
        self.assertEqual(2, len(list(ElementTree.fromstring(text).iter("testcase"))))


if __name__ == "__main__":
    unittest.main()
