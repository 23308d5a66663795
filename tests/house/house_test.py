#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each house rule catches the file it is there for, and leaves a clean tree alone."""
import pathlib
import subprocess
import tempfile
import unittest

import house

LICENCE = "// SPDX-License-Identifier: MIT\n"
CLEAN = {
    "src/base/text.cpp": '#include "base/text.hpp"\n\n#include <string>\n',
    "src/base/text.hpp": "#pragma once\n#include <string_view>\n",
    "src/base/clock.cpp": "auto t = std::chrono::system_clock::now();  // the one place\n",
    "src/http/url.cpp": '#include "base/text.hpp"\n#include <wiretape/url.hpp>\n// never detached, no sleep_for()\n',
    "src/cassette/store.cpp": "#include <fstream>\nint f = ::open(path, 0);\n",
    "src/io/pipe.cpp": '#include <asio.hpp>\n#include <thread>\n#include "http/url.hpp"\n',
    "include/wiretape/url.hpp": "#pragma once\n#include <string>\n",
    "include/wiretape/gtest.hpp": "#include <gtest/gtest.h>\n#include <wiretape/url.hpp>\n",
    "tests/unit/base_text_test.cpp": "",
    "tests/unit/base_clock_test.cpp": "",
    "tests/unit/http_url_test.cpp": 'const char* said = "sleep_for(1)";\n',
    "tests/unit/cassette_store_test.cpp": "",
    "tests/unit/io_pipe_test.cpp": "",
}
FLOORS = "base\nhttp base\ncassette base http\nio base http\n"


class House(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "floors.txt").write_text(FLOORS)
        for name, text in CLEAN.items():
            self.plant(name, text)

    def plant(self, name, text, licence=LICENCE):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(licence + text)

    def complaints(self, check, **options):
        return list(house.CHECKS[check](root=self.root, floors=self.root / "floors.txt", **options))

    def assert_caught(self, check, start):
        found = self.complaints(check)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(start), found)

    def test_a_clean_tree_has_no_complaints(self):
        for check in ("floors", "headers", "tests", "words", "coroutines", "licence"):
            self.assertEqual(self.complaints(check), [], check)

    def test_a_higher_floor_is_not_included(self):
        self.plant("src/base/up.hpp", '#include "http/url.hpp"\n')
        self.assert_caught("floors", "src/base/up.hpp:2: floor 'base' does not stand on 'http'")

    def test_a_sibling_floor_is_not_included(self):
        self.plant("src/io/side.hpp", '#include "cassette/store.hpp"\n')
        self.assert_caught("floors", "src/io/side.hpp:2: floor 'io' does not stand on 'cassette'")

    def test_an_include_names_its_floor(self):
        self.plant("src/http/near.hpp", '#include "url.hpp"\n')
        self.assert_caught("floors", 'src/http/near.hpp:2: "url.hpp" is not')

    def test_a_folder_is_a_floor(self):
        self.plant("src/utils/things.hpp", "")
        self.assert_caught("floors", "src/utils/things.hpp: 'utils' is no floor")

    def test_a_deciding_floor_knows_no_asio_openssl_thread_or_socket(self):
        for header in ("asio.hpp", "asio/ip/tcp.hpp", "openssl/ssl.h", "thread", "sys/socket.h", "netdb.h"):
            with self.subTest(header):
                self.plant("src/http/does.hpp", f"#include <{header}>\n")
                self.assert_caught("floors", f"src/http/does.hpp:2: <{header}> in 'http'")

    def test_a_deciding_floor_is_given_its_clock(self):
        self.plant("src/http/when.hpp", "auto t = std::chrono::system_clock::now();\n")
        self.assert_caught("floors", "src/http/when.hpp:2: reads a clock")

    def test_only_the_cassette_touches_files(self):
        self.plant("src/io/reads.hpp", "#include <fstream>\n")
        self.assert_caught("floors", "src/io/reads.hpp:2: <fstream>")
        self.plant("src/io/reads.hpp", "int f = ::open(path, 0);\n")
        self.assert_caught("floors", "src/io/reads.hpp:2: opens a file")

    def test_a_public_header_includes_std_only(self):
        for header in ("asio.hpp", "openssl/ssl.h", "yaml-cpp/yaml.h", "nlohmann/json.hpp", "httplib.h",
                       "gtest/gtest.h", "regex", "filesystem", "iostream", "unistd.h"):
            with self.subTest(header):
                self.plant("include/wiretape/heavy.hpp", f"#include <{header}>\n")
                self.assert_caught("headers", f"include/wiretape/heavy.hpp:2: <{header}>")

    def test_a_public_header_reaches_no_floor(self):
        self.plant("include/wiretape/inside.hpp", '#include "http/url.hpp"\n')
        self.assert_caught("headers", "include/wiretape/inside.hpp:2: <http/url.hpp>")

    def test_a_public_header_defines_no_macro(self):
        self.plant("include/wiretape/shouts.hpp", "#define WIRETAPE_SHOUT 1\n")
        self.assert_caught("headers", "include/wiretape/shouts.hpp:2: a macro")

    def test_a_file_has_its_unit_test(self):
        self.plant("src/http/alone.cpp", "")
        self.assert_caught("tests", "src/http/alone.cpp: has no tests/unit/http_alone_test.cpp")

    def test_nothing_is_detached_and_nothing_sleeps(self):
        for line in ("asio::co_spawn(c, f(), asio::detached);", "std::this_thread::sleep_for(1s);",
                     "worker.detach();", "usleep(10);"):
            with self.subTest(line):
                self.plant("tests/e2e/waits_test.cpp", line + "\n")
                self.assert_caught("words", "tests/e2e/waits_test.cpp:2: ")

    def test_a_co_await_makes_no_temporary_by_braces(self):
        for line in ("co_await open(Options{name, 1});", "co_await open({name, 1});",
                     "auto s = co_await open(\n    name, {1, 2});", "co_await [this]() -> Task<void> { co_return; }();"):
            with self.subTest(line):
                self.plant("src/io/opens.hpp", line + "\n")
                self.assert_caught("coroutines", "src/io/opens.hpp:2: ")
        self.plant("src/io/opens.hpp", "if (co_await open(std::move(options))) {\n  auto o = Options{1};\n}\n")
        self.assertEqual(self.complaints("coroutines"), [])

    def test_a_file_says_its_licence(self):
        self.plant("src/http/whose.hpp", "#pragma once\n", licence="")
        self.assert_caught("licence", "src/http/whose.hpp:1: ")

    def archive(self, text):
        (self.root / "a.cpp").write_text(text)
        for command in (["c++", "-c", "a.cpp"], ["ar", "rcs", "liba.a", "a.o"]):
            subprocess.run(command, cwd=self.root, check=True)
        return self.complaints("symbols", library=self.root / "liba.a")

    def test_no_symbol_of_another_asio_or_httplib_is_exported(self):
        ours = "namespace wiretape_asio { inline int run() { return 1; } } int a() { return wiretape_asio::run(); }"
        self.assertEqual(self.archive(ours), [])
        for name in ("asio", "httplib"):
            found = self.archive(ours.replace("wiretape_asio", name))
            self.assertEqual(found, [f"liba.a: W {name}::run()"] +
                             ["liba.a: no symbol of wiretape_asio; was Asio's namespace renamed?"])


if __name__ == "__main__":
    unittest.main()
