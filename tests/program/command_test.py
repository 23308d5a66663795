#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A COMMAND behind a deck: what it is given, and what becomes of its exit code, its output and its signals."""
import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios

import support

# Says "ready", then each signal by its name; ends with 5 after SIGTERM. In a process group of its own.
LISTENER = """
import os, signal, sys
os.setpgid(0, 0)
heard = {signal.SIGINT, signal.SIGHUP, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, heard)
print("ready", flush=True)
while True:
    number = signal.sigwait(heard)
    print(signal.Signals(number).name, flush=True)
    if number == signal.SIGTERM:
        sys.exit(5)
"""


class Command(support.Case):
    def setUp(self):
        super().setUp()
        self.service = self.origin()
        code, _, err = self.run_program("record", "-c", "a", "--", "curl", "-sS", self.service.url + "/a")
        self.assertEqual(code, 0, err)

    def play(self, *command, options=(), **run):
        return self.run_program("play", "-c", "a", *options, "--", *command, **run)

    def test_it_is_sent_through_the_deck(self):
        self.service.stop()
        code, out, err = self.play("curl", "-sS", self.service.url + "/a")
        self.assertEqual((code, out), (0, "you asked /a\n"))
        self.assertRegex(err, r"^listening on http://127\.0\.0\.1:\d+\n")
        self.assertIn(f"GET {self.service.url}/a -> 200 (cassette)\n", err)

    def test_its_variables_replace_those_that_were_there(self):
        self.environment.update(http_proxy="http://nowhere.test:1", no_proxy="*", NO_PROXY="*")
        self.service.stop()
        self.assertEqual(self.play("curl", "-sS", self.service.url + "/a")[:2], (0, "you asked /a\n"))

    def test_its_stdout_and_stdin_are_its_own(self):
        done = subprocess.run([support.PROGRAM, "play", "-c", "a", "--", "cat"], cwd=self.directory,
                              env=self.environment, input=b"from stdin\n", capture_output=True,
                              timeout=support.PATIENCE)
        self.assertEqual((done.returncode, done.stdout), (0, b"from stdin\n"))

    def test_its_exit_code_is_passed_on(self):
        self.assertEqual(self.play("true")[0], 0)
        self.assertEqual(self.play("sh", "-c", "exit 42")[0], 42)
        self.assertEqual(self.play("sh", "-c", "kill -KILL $$")[0], 128 + signal.SIGKILL)

    def test_it_may_be_missing_or_no_program(self):
        code, out, err = self.play("no-such-command")
        self.assertEqual((code, out), (127, ""))
        self.assertEqual(err, "wiretape: no-such-command: there is no such command\n"
                              "  next: look at its name, or give its path\n")
        self.assertEqual(self.play("./a.yaml")[0], 126)

    def test_its_success_with_findings_is_3(self):
        code, out, err = self.play("curl", "-sS", "-o", "/dev/null", self.service.url + "/other")
        self.assertEqual((code, out), (3, ""))
        self.assertIn(f"wiretape: GET {self.service.url}/other matches nothing in ./a.yaml\n", err)
        self.assertEqual(self.service.asked, ["GET /a"])
        self.assertEqual(self.play("true", options=["--require-all-used"])[0], 3)
        # curl's own failure comes first.
        self.assertEqual(self.play("curl", "-sS", "--fail", self.service.url + "/other")[0], 22)

    def test_what_it_asked_is_saved_also_when_it_fails(self):
        code, _, err = self.run_program("record", "-c", "b", "--", "sh", "-c",
                                        f"curl -sS {self.service.url}/b; exit 9")
        self.assertEqual(code, 9)
        self.assertIn("b.yaml holds 1 interaction\n", err)
        self.assertIn("/b", self.run_program("show", "b")[1])

    def test_a_wrong_command_does_not_cost_the_recording(self):
        before = self.read("a.yaml")
        self.assertEqual(self.run_program("record", "-c", "a", "--", "no-such-command")[0], 127)
        self.assertEqual(self.run_program("record", "-c", "a", "--", "false")[0], 1)
        self.assertEqual(self.read("a.yaml"), before)

    def test_it_is_told_the_base_url(self):
        code, out, _ = self.run_program("play", "-c", "a", "--reverse", self.service.url, "--", "sh", "-c",
                                        'curl -sS "$WIRETAPE_BASE_URL/a"')
        self.assertEqual((code, out), (0, "you asked /a\n"))

    def start_listener(self):
        process = subprocess.Popen([support.PROGRAM, "play", "-c", "a", "-q", "--", sys.executable, "-c", LISTENER],
                                   cwd=self.directory, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def test_signals_are_passed_on(self):
        process = self.start_listener()
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
            process.send_signal(number)
            self.assertEqual(process.stdout.readline(), number.name + "\n")
        self.assertEqual(process.wait(timeout=support.PATIENCE), 5)

    def test_a_signal_that_kills_it_is_its_exit_code(self):
        process = subprocess.Popen([support.PROGRAM, "play", "-c", "a", "--", "sh", "-c", "echo ready; exec cat"],
                                   cwd=self.directory, env=self.environment, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=support.PATIENCE), 128 + signal.SIGTERM)

    def test_ctrl_c_reaches_it_from_the_terminal_and_not_twice(self):
        # The terminal sends Ctrl-C to its foreground group, where the program is and the listener is not:
        # had the program passed it on, the listener would have heard it before SIGTERM.
        leader, terminal = pty.openpty()

        def take_terminal():
            os.setsid()
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

        process = subprocess.Popen([support.PROGRAM, "play", "-c", "a", "-q", "--", sys.executable, "-c", LISTENER],
                                   cwd=self.directory, env=self.environment, stdin=terminal, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, preexec_fn=take_terminal)
        self.addCleanup(process.stdout.close)
        self.addCleanup(os.close, leader)
        os.close(terminal)
        self.assertEqual(process.stdout.readline(), "ready\n")
        os.write(leader, b"\x03")
        # The terminal echoes once it has sent the signal.
        self.assertIn(b"^C", os.read(leader, 100))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.stdout.readline(), "SIGTERM\n")
        self.assertEqual(process.wait(timeout=support.PATIENCE), 5)


if __name__ == "__main__":
    support.main()
