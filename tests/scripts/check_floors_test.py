"""check_floors.py catches each kind of violation and leaves a clean tree alone."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import check_floors  # noqa: E402


class CheckFloors(unittest.TestCase):
    def errors(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                target = Path(folder) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            return check_floors.check(Path(folder))

    def assert_one_error(self, files, *words):
        errors = self.errors(files)
        self.assertEqual(len(errors), 1, errors)
        for word in words:
            self.assertIn(word, errors[0])

    def test_a_clean_tree_passes(self):
        self.assertEqual([], self.errors({
            "src/base/result.h": "#include <variant>\n#include <sys/stat.h>\n",
            "src/text/words.cc": '#include "text/words.h"\n#include "model/document.h"\n'
                                 "#include <unicode/uchar.h>\n",
            "src/vault/index.cc": '#include "ledger/tree.h"\n#include "sqlite3.h"\n',
            "src/base/json.h": "#include <nlohmann/json.hpp>\n",
            "apps/cli/main.cc": '#include <CLI/CLI.hpp>\n#include "casework/add.h"\n'
                                '#include "apps/cli/passphrase.h"\n',
            "apps/verify/main.cc": '#include "apps/verify/proof.h"\n#include "crypto/hash.h"\n',
        }))

    def test_a_higher_floor_is_refused(self):
        self.assert_one_error({"src/base/a.h": '\n#include "crypto/hash.h"\n'},
                              "src/base/a.h:2:", "base may not include")

    def test_a_sibling_is_refused(self):
        self.assert_one_error({"src/lineage/a.cc": '#include "reading/read.h"\n'},
                              "lineage may not include reading/read.h")

    def test_text_may_use_model_but_model_not_text(self):
        self.assertEqual([], self.errors({"src/text/a.h": '#include "model/document.h"\n'}))
        self.assert_one_error({"src/model/a.h": '#include "text/words.h"\n'}, "model may not")

    def test_model_and_crypto_do_not_meet(self):
        self.assert_one_error({"src/crypto/a.h": '#include "model/claim.h"\n'}, "crypto may not")

    def test_angle_brackets_do_not_hide_a_module(self):
        self.assert_one_error({"src/base/a.h": "#include <vault/vault.h>\n"}, "vault")

    def test_odd_spacing_does_not_hide_an_include(self):
        self.assert_one_error({"src/base/a.h": '  #  include\t"vault/vault.h"\n'}, "vault")

    def test_a_relative_path_is_refused(self):
        self.assert_one_error({"src/base/a.h": '#include "../vault/vault.h"\n'}, "from src/")

    def test_a_comment_is_no_include(self):
        self.assertEqual([], self.errors({
            "src/base/a.h": '// #include "vault/vault.h"\n/*\n#include "vault/vault.h"\n*/\n'}))

    def test_the_line_number_survives_comments(self):
        self.assert_one_error({"src/base/a.h": '/* one\ntwo */\n#include "vault/vault.h"\n'},
                              "src/base/a.h:3:")

    def test_the_verifier_stands_alone(self):
        for module in ("ledger", "vault", "dossier", "model", "casework"):
            with self.subTest(module):
                self.assert_one_error({"apps/verify/main.cc": f'#include "{module}/a.h"\n'},
                                      "apps/verify may not include")

    def test_the_jailed_worker_sees_no_vault_and_no_keys(self):
        for module in ("vault", "crypto", "ledger", "casework"):
            with self.subTest(module):
                self.assert_one_error({"apps/extract/main.cc": f'#include "{module}/a.h"\n'},
                                      "apps/extract may not include")

    def test_apps_do_not_share_code(self):
        self.assert_one_error({"apps/verify/a.cc": '#include "apps/cli/print.h"\n'}, "share nothing")

    def test_third_party_headers_stay_in_their_module(self):
        for module, header in (("vault", "sodium.h"), ("reading", "unicode/uchar.h"),
                               ("casework", "sqlite3.h"), ("model", "nlohmann/json.hpp"),
                               ("ledger", "openssl/sha.h"), ("text", "poppler/cpp/poppler-page.h")):
            with self.subTest(header):
                self.assert_one_error({f"src/{module}/a.cc": f"#include <{header}>\n"}, "belongs to")

    def test_an_unknown_library_is_refused(self):
        self.assert_one_error({"src/base/a.cc": "#include <curl/curl.h>\n"}, "in no table")

    def test_an_unknown_module_is_refused(self):
        self.assert_one_error({"src/helpers/a.cc": "\n"}, "helpers has no floor")

    def test_product_code_does_not_use_the_twins(self):
        self.assert_one_error({"src/ledger/a.cc": '#include "reference/tree_reference.h"\n'},
                              "only tests")

    def test_every_module_of_the_real_tree_has_a_floor(self):
        root = Path(__file__).resolve().parents[2]
        for folder in (root / "src").iterdir():
            self.assertIn(folder.name, check_floors.LEVEL)


if __name__ == "__main__":
    unittest.main()
