"""count_tests.py counts what ran, and never hides a failure."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import count_tests  # noqa: E402

PASSED = '<testcase name="{}" status="run" time="0"/>'
FAILED = '<testcase name="{}" status="fail"><failure message="Failed"/></testcase>'
SKIPPED = '<testcase name="{}" status="run" result="skipped"><skipped message="no data"/></testcase>'


def suite(*cases):
    return '<testsuites><testsuite name="s">' + "".join(cases) + "</testsuite></testsuites>"


class CountTests(unittest.TestCase):
    def line(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            return count_tests.closing_line(count_tests.count(Path(folder)))

    def test_counts_inside_programs(self):
        self.assertEqual("4 passed, 0 failed, 1 skipped", self.line({
            "ctest.xml": suite(PASSED.format("base"), PASSED.format("floors")),
            "base_test.xml": suite(PASSED.format("A"), PASSED.format("B"), PASSED.format("C"),
                                   SKIPPED.format("D"))}))

    def test_a_failed_test_counts_once(self):
        self.assertEqual("1 passed, 1 failed", self.line({
            "ctest.xml": suite(FAILED.format("base")),
            "base_test.xml": suite(PASSED.format("A"), FAILED.format("B"))}))

    def test_a_sanitizer_report_after_all_tests_passed_is_a_failure(self):
        self.assertEqual("1 passed, 1 failed", self.line({
            "ctest.xml": suite(FAILED.format("base")),
            "base_test.xml": suite(PASSED.format("A"))}))

    def test_a_crash_that_left_no_file_is_a_failure(self):
        self.assertEqual("0 passed, 1 failed", self.line({"ctest.xml": suite(FAILED.format("base"))}))

    def test_other_runners_are_added(self):
        self.assertEqual("2 passed, 1 failed", self.line({
            "ctest.xml": suite(PASSED.format("floors")),
            "release_cli.xml": suite(PASSED.format("a"), FAILED.format("b"))}))

    def test_no_results_are_no_success(self):
        self.assertEqual("0 passed, 0 failed", self.line({}))


if __name__ == "__main__":
    unittest.main()
