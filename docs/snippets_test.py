#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What docs/snippets does to pages, on a made-up tree."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SNIPPETS = pathlib.Path(__file__).resolve().parent / "snippets"

SOURCE = """\
// not shown
  // [outer]
  int a;
  // [inner]
  int b;
  // [/inner]
  // [/outer]
"""


class Snippets(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        (self.root / "docs").mkdir()
        (self.root / "a.cpp").write_text(SOURCE)

    def page(self, text):
        (self.root / "README.md").write_text(text)

    def run_snippets(self, *arguments):
        done = subprocess.run([sys.executable, "-B", SNIPPETS, "--root", self.root, *arguments],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_complains(self, what, *arguments):
        code, output = self.run_snippets(*arguments)
        self.assertEqual(code, 1, output)
        self.assertIn(what, output)

    def test_puts_a_region_into_the_block_behind_its_mark(self):
        self.page("x\n<!-- snippet: a.cpp#outer -->\n```\nold\n```\ny\n")
        self.assertEqual(self.run_snippets()[0], 0)
        self.assertEqual((self.root / "README.md").read_text(),
                         "x\n<!-- snippet: a.cpp#outer -->\n```cpp\nint a;\nint b;\n```\ny\n")
        self.assertEqual(self.run_snippets("--check"), (0, ""))

    def test_puts_a_whole_file_in_as_it_is(self):
        (self.root / "b.txt").write_text("# [k]\nv\n")
        self.page("<!-- snippet: b.txt -->\n```\n```\n")
        self.assertEqual(self.run_snippets()[0], 0)
        self.assertIn("```text\n# [k]\nv\n```\n", (self.root / "README.md").read_text())

    def test_check_shows_what_is_stale_and_changes_nothing(self):
        stale = "<!-- snippet: a.cpp#inner -->\n```cpp\nint old;\n```\n"
        self.page(stale)
        self.assert_complains("-int old;\n+int b;", "--check")
        self.assertEqual((self.root / "README.md").read_text(), stale)

    def test_complains_of_what_is_not_there(self):
        for mark, what in (("b.cpp", "there is no b.cpp"), ("a.cpp#none", "a.cpp has no region [none]")):
            self.page(f"<!-- snippet: {mark} -->\n```\n```\n")
            self.assert_complains(what)

    def test_complains_of_marks_that_do_not_pair_up(self):
        for source, what in (("// [r]\n1\n", "has no end"), ("// [/r]\n", "do not pair up"),
                             ("// [r]\n// [/r]\n// [r]\n// [/r]\n", "do not pair up")):
            (self.root / "a.cpp").write_text(source)
            self.page("<!-- snippet: a.cpp#r -->\n```\n```\n")
            self.assert_complains(what)

    def test_complains_of_a_mark_without_a_block(self):
        for text, what in (("<!-- snippet: a.cpp -->\nno block\n", "no fenced block"),
                           ("<!-- snippet: a.cpp -->\n```\nno end\n", "does not end"),
                           ("<!-- snippet a.cpp -->\n", "is no <!-- snippet:")):
            self.page(text)
            self.assert_complains(what)

    def test_complains_of_links_to_nothing(self):
        (self.root / "docs/b.md").write_text("# What, `now`?\n[up](../README.md#d)\n```\n# No heading\n```\n")
        self.page("# D\n[a](docs/b.md#what-now) [b](https://x.test#y) [c](#d) `[d](none)`\n```\n[e](none)\n```\n")
        self.assertEqual(self.run_snippets("--check"), (0, ""))
        for target in ("docs/none.md", "docs/b.md#no-heading", "#e"):
            self.page(f"# D\n[a]({target})\n")
            self.assertEqual(self.run_snippets("--check"), (1, f"README.md: links to {target}, which is not there\n"))


if __name__ == "__main__":
    unittest.main()
