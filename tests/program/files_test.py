#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""show and convert."""
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios

import support


class Files(support.Case):
    def setUp(self):
        super().setUp()
        self.service = self.origin()
        urls = [self.service.url + path for path in ("/a?" + "q" * 120, "/gzip", "/binary", "/missing")]
        code, _, err = self.run_program("record", "-c", "a", "--", "sh", "-c", 'curl -sS "$@" >got', "curl", *urls)
        self.assertEqual(code, 0, err)

    def test_show_lists_what_there_is(self):
        code, out, err = self.run_program("show", "a.yaml")
        self.assertEqual((code, err), (0, ""))
        lines = out.splitlines()
        self.assertRegex(lines[0], r"^a\.yaml: 4 interactions, recorded \d{4}-\d\d-\d\dT\S+Z by wiretape \S+, "
                                   r"matched on method, scheme, host, port, path, query, body$")
        self.assertEqual(lines[2].split(), ["#", "METHOD", "URL", "RESULT", "TYPE", "SIZE", "TIME"])
        self.assertRegex(lines[3], rf"^1  GET     {re.escape(self.service.url)}/a\?q{{120}}  200     text/plain  ")
        self.assertRegex(lines[6], r"^4 .* 404     text/plain +9 B")

    def test_show_is_json_for_programs(self):
        shown = json.loads(self.run_program("show", "a", "--json")[1])
        self.assertEqual([(i["number"], i["status"], i["type"]) for i in shown["interactions"][1:]],
                         [(2, 200, "text/plain"), (3, 200, "application/octet-stream"), (4, 404, "text/plain")])
        one = json.loads(self.run_program("show", "a", "2", "--json")[1])
        self.assertEqual(one["response"]["body"], "packed " * 100)
        self.assertIn(["Content-Encoding", "gzip"], one["response"]["headers"])

    def test_show_one_interaction_or_its_body(self):
        out = self.run_program("show", "a", "4")[1]
        self.assertIn(f"\nGET {self.service.url}/missing HTTP/1.1\n", out)
        self.assertIn("\nHTTP/1.1 404 Not Found\n", out)
        self.assertTrue(out.endswith("\n\nnot here\n"))
        done = subprocess.run([support.PROGRAM, "show", "a", "3", "--body"], cwd=self.directory,
                              env=self.environment, capture_output=True, timeout=support.PATIENCE)
        self.assertEqual(done.stdout, bytes(range(256)))
        code, out, err = self.run_program("show", "a", "5")
        self.assertEqual((code, out), (1, ""))
        self.assertEqual(err, "wiretape: a.yaml: has no interaction 5; it holds 4\n"
                              "  next: wiretape show FILE  lists them\n")

    def show_on_terminal(self, columns, **variables):
        leader, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        done = subprocess.run([support.PROGRAM, "show", "a"], cwd=self.directory, stdout=terminal,
                              stdin=subprocess.DEVNULL, env={**self.environment, **variables},
                              timeout=support.PATIENCE)
        self.assertEqual(done.returncode, 0)
        os.close(terminal)
        said = b""
        try:
            while more := os.read(leader, 65536):
                said += more
        except OSError:  # as Linux says that the other end is closed
            pass
        os.close(leader)
        return said.decode().replace("\r\n", "\n")

    def test_show_fits_a_terminal_and_has_colours_there(self):
        out = self.show_on_terminal(100)
        self.assertIn("\x1b[32m200", out)
        plain = re.sub(r"\x1b\[\d+m", "", out)
        rows = plain.splitlines()[2:]
        self.assertEqual(len(rows), 5)
        self.assertTrue(all(len(row) <= 100 for row in rows), plain)
        self.assertIn("qqq…  200", plain)
        self.assertNotIn("\x1b", self.show_on_terminal(100, NO_COLOR="1"))
        self.assertNotIn("\x1b", self.run_program("show", "a")[1])

    def test_show_says_when_its_output_is_lost(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([support.PROGRAM, "show", "a"], cwd=self.directory, env=self.environment,
                                  stdout=full, stderr=subprocess.PIPE, text=True, timeout=support.PATIENCE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("wiretape: stdout cannot be written\n", done.stderr)

    def test_convert_loses_nothing(self):
        for source, target in (("a.yaml", "b.json"), ("b.json", "c")):
            self.assertEqual(self.run_program("convert", source, target), (0, "", ""))
        self.assertEqual(self.read("c.yaml"), self.read("a.yaml"))
        self.assertEqual(len(json.loads(self.read("b.json"))["interactions"]), 4)
        shown = [self.run_program("show", name, "--json")[1] for name in ("a.yaml", "b.json")]
        self.assertEqual(shown[0], shown[1])

    def test_convert_replaces_only_by_force(self):
        (self.directory / "b.json").write_text("mine")
        code, out, err = self.run_program("convert", "a.yaml", "b.json")
        self.assertEqual((code, out), (1, ""))
        self.assertEqual(err, "wiretape: b.json: is there already\n"
                              "  next: name another file, or replace it by --force\n")
        self.assertEqual(self.read("b.json"), b"mine")
        self.assertEqual(self.run_program("convert", "a.yaml", "b.json", "--force")[0], 0)
        self.assertTrue(self.read("b.json").startswith(b"{"))

    def test_what_cannot_be_read_is_named_by_file_and_line(self):
        text = self.read("a.yaml").decode().replace("status: 404", "status: many")
        (self.directory / "broken.yaml").write_text(text)
        line = text[:text.index("status: many")].count("\n") + 1
        for arguments in (["show", "broken.yaml"], ["convert", "broken.yaml", "b.json"]):
            code, out, err = self.run_program(*arguments)
            self.assertEqual((code, out), (1, ""))
            self.assertRegex(err, rf"^wiretape: broken\.yaml:{line}: [^\n]+\n  next: [^\n]+\n$")
        self.assertFalse((self.directory / "b.json").exists())


if __name__ == "__main__":
    support.main()
