"""check_links.py finds dead links and anchors and leaves living ones alone."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import check_links  # noqa: E402


class CheckLinks(unittest.TestCase):
    def errors(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                target = Path(folder) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            return check_links.check(Path(folder))

    def test_living_links_pass(self):
        self.assertEqual([], self.errors({
            "README.md": "[a](docs/a.md) [b](docs/a.md#two-words) [c](#top) [d](https://x.org/y)\n"
                         "# Top\n![p](docs/p.svg \"title\")\n[ref]: docs/a.md\n",
            "docs/a.md": "# One\n## Two words\n[up](../README.md)\n",
            "docs/p.svg": "<svg/>",
        }))

    def test_a_missing_file_is_named_with_its_line(self):
        self.assertEqual(self.errors({"README.md": "\n\n[a](docs/a.md)\n"}),
                         ["README.md:3: docs/a.md: there is no such file"])

    def test_a_missing_anchor_is_named(self):
        errors = self.errors({"README.md": "[a](a.md#three)\n", "a.md": "# One\n"})
        self.assertEqual(len(errors), 1)
        self.assertIn("no heading #three", errors[0])

    def test_a_dead_reference_definition_is_found(self):
        self.assertEqual(1, len(self.errors({"a.md": "See [x].\n\n[x]: gone.md\n"})))

    def test_code_is_not_read_as_links(self):
        self.assertEqual([], self.errors({
            "a.md": "`[a](gone.md)`\n```\n[b](gone.md)\n# not a heading\n```\n"}))

    def test_a_heading_in_a_code_block_is_no_anchor(self):
        self.assertEqual(1, len(self.errors({"a.md": "[x](#inside)\n```\n# Inside\n```\n"})))

    def test_anchors_follow_githubs_rule(self):
        self.assertEqual(check_links.slug("What it's *not*: A/B (v1)"), "what-its-not-ab-v1")
        self.assertEqual(check_links.slug("See [the page](x.md)"), "see-the-page")
        self.assertEqual(check_links.slug("하루 18시간"), "하루-18시간")
        self.assertEqual(check_links.anchors_of("# Twice\n# Twice\n"), {"twice", "twice-1"})

    def test_pages_named_in_source_comments_must_exist(self):
        errors = self.errors({
            "src/a.h": "// docs/format.md#ledger\n// docs/gone.md\n// docs/format.md#gone\n",
            "docs/format.md": "# Ledger\n",
        })
        self.assertEqual(len(errors), 2)
        self.assertIn("src/a.h:2: docs/gone.md", errors[0])
        self.assertIn("src/a.h:3: docs/format.md#gone", errors[1])

    def test_built_and_fetched_folders_are_left_alone(self):
        self.assertEqual([], self.errors({"build/a.md": "[a](gone.md)",
                                          "third_party/node_modules/x/a.md": "[a](gone.md)"}))


if __name__ == "__main__":
    unittest.main()
