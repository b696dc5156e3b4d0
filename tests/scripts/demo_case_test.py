"""Every file of the demonstration case says that it is invented and is named in case.toml."""
import tomllib
import unittest
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
MARKS = ("invented for demonstration", "시연용으로 지어낸 글", "시연을 위해 꾸며 낸 기사",
         "вымышлено для демонстрации")


def text_of(path):
    encoding = {"saegil-news.txt": "euc-kr", "vestnik-zaliva.txt": "windows-1251",
                "testimony-a.pdf": "latin-1"}.get(path.name, "utf-8")
    return path.read_bytes().decode(encoding)


class DemoCase(unittest.TestCase):
    def setUp(self):
        self.case = tomllib.loads((DEMO / "case.toml").read_text(encoding="utf-8"))
        self.all = {str(path.relative_to(DEMO)) for path in DEMO.rglob("*") if path.is_file()}
        self.all.remove("case.toml")
        self.lists = {name for name in self.all if name.startswith("lists/")}
        self.files = self.all - self.lists

    def test_the_case_says_so(self):
        self.assertIs(True, self.case["invented"])
        self.assertIn("invented", self.case["title"])

    def test_every_document_says_so(self):
        for name in sorted(self.all):
            with self.subTest(name):
                text = text_of(DEMO / name).lower()
                self.assertTrue(any(mark in text for mark in MARKS))

    def test_every_person_on_a_list_is_marked(self):
        for name in sorted(self.lists):
            rows = text_of(DEMO / name).splitlines()[1:]
            self.assertTrue(all(row.endswith(",invented for demonstration") for row in rows), name)

    def test_every_list_is_for_an_estimate(self):
        linked = {name for entry in self.case["estimate"] for name in entry["linked"]}
        self.assertEqual(self.lists, linked)

    def test_every_document_has_a_source_and_every_source_a_document(self):
        self.assertEqual(self.all, {source["file"] for source in self.case["source"]})

    def test_a_witness_is_quoted_only_with_consent(self):
        witnesses = [source for source in self.case["source"] if source["kind"] == "witness"]
        self.assertEqual(3, len(witnesses))
        for source in witnesses:
            self.assertEqual("public", source["consent"]["audience"])

    def test_the_protected_name_stands_in_one_testimony_only(self):
        for name in sorted(self.files - {"testimony-a.pdf"}):
            for protected in self.case["protect"]:
                self.assertNotIn(protected, text_of(DEMO / name), name)


if __name__ == "__main__":
    unittest.main()
