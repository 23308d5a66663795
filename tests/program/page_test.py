#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is written about the program: --help, and the page that says the same at length."""
import pathlib
import re
import subprocess

import support

PAGE = pathlib.Path(__file__).parents[2] / "docs/program.md"

COMMANDS = ["record", "play", "proxy", "diff", "show", "convert", "lint", "redact", "orphans", "learn", "ca"]


class Page(support.Case):
    def test_every_command_and_option_is_on_the_page(self):
        page = PAGE.read_text(encoding="utf-8")
        commands = re.findall(r"^  ([a-z]+)  ", self.run_program("--help")[1], re.M)
        self.assertEqual(commands, COMMANDS)
        for command in commands:
            self.assertIn(f"wiretape {command}", page)
            for option in re.findall(r"(?<![a-z-])--[a-z][a-z-]+", self.run_program(command, "--help")[1]):
                self.assertIn(f"`{option}", page, command)

    def test_the_page_names_no_option_that_is_not_there(self):
        helped = "".join(self.run_program(command, "--help")[1]
                         for command in COMMANDS)
        helped += self.run_program("--help")[1]
        for option in re.findall(r"`(--[a-z][a-z-]+)", PAGE.read_text(encoding="utf-8")):
            self.assertIn(option, helped)

    def test_the_script_on_the_page_runs(self):
        page = PAGE.read_text(encoding="utf-8")
        script = re.search(r"```sh\n(mkfifo.*?)```", page, re.S).group(1)
        support.make_certificates(self.directory)
        origin = self.origin(self.path("server.pem"), self.path("server.key"))
        code, _, err = self.run_program("record", "-c", "weather.yaml", "--origin-ca", "ca.pem", "--", "curl", "-sS",
                                        origin.url + "/today")
        self.assertEqual(code, 0, err)
        origin.stop()
        script = script.replace("https://api.weather.test", origin.url).replace("wiretape play", '"$0" play')
        done = subprocess.run(["sh", "-e", "-c", script, support.PROGRAM], cwd=self.directory, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=support.PATIENCE)
        self.assertEqual((done.returncode, done.stdout), (0, "you asked /today\n"), done.stderr)

    def test_help_and_version_go_to_stdout(self):
        for arguments in (["--help"], ["-h"], ["help"], ["record", "--help"], ["help", "ca"], ["--version"]):
            code, out, err = self.run_program(*arguments)
            self.assertEqual((code, err), (0, ""), arguments)
            self.assertTrue(out)
        header = pathlib.Path(__file__).parents[2] / "include/wiretape/version.hpp"
        version = re.search(r'version = "([0-9.]+)"', header.read_text(encoding="utf-8")).group(1)
        self.assertEqual(self.run_program("--version")[1], f"wiretape {version}\n")


if __name__ == "__main__":
    support.main()
