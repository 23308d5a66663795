#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is left of a cassette when its recording is killed, the disk is full, or the system refuses.

The old file stays whole, nothing lies about, and a message names path and cause. Real processes, a small tmpfs, and
strace, which lets system calls fail; a test is skipped where this machine does not permit one of them.
"""
import concurrent.futures
import os
import pathlib
import shutil
import signal
import subprocess
import time
import unittest

import support


def may_trace():
    return shutil.which("strace") and subprocess.run(["strace", "-o", "/dev/null", "true"],
                                                     capture_output=True).returncode == 0


def may_mount():
    command = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    return shutil.which("unshare") and subprocess.run(command, capture_output=True).returncode == 0


class Survive(support.Case):
    def record(self, cassette, origin, paths, *before):
        """Records these by curl in one process. `before`: a command that runs it."""
        asks = " && ".join(f"curl -sS -o /dev/null {origin.url}{path}" for path in paths)
        return subprocess.run([*before, support.PROGRAM, "record", "-c", cassette, "--", "sh", "-c", asks], text=True,
                              capture_output=True, cwd=self.directory, env=self.environment, timeout=support.PATIENCE)

    def interactions(self, cassette):
        done = subprocess.run([support.PROGRAM, "show", cassette, "--json"], text=True, capture_output=True,
                              cwd=self.directory, env=self.environment, timeout=support.PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.count('"url"')

    def files(self):
        return sorted(str(path.relative_to(self.directory)) for path in self.directory.rglob("*")
                      if path.is_file() and path.name != "trace")

    def good_cassette(self, origin):
        self.assertEqual(self.record("a.yaml", origin, ["/old"]).returncode, 0)
        return self.read("a.yaml")

    def assert_unharmed(self, before, done, *said):
        self.assertEqual(self.read("a.yaml"), before)
        self.assertEqual(self.files(), ["a.yaml"])
        self.assertEqual(done.returncode, 1, done.stderr)
        for text in ("a.yaml", *said):
            self.assertIn(text, done.stderr)

    @unittest.skipUnless(may_trace(), "strace may not trace here")
    def test_system_calls_that_fail_leave_the_old_file_whole(self):
        origin = self.origin()
        before = self.good_cassette(origin)
        for call, error, said in (("fsync", "EIO", "Input/output error"), ("fsync", "ENOSPC", "No space left on device"),
                                  ("rename,renameat,renameat2", "EACCES", "Permission denied"),
                                  ("flock", "ENOLCK", "No locks available")):
            with self.subTest(call=call, error=error):
                done = self.record("a.yaml", origin, ["/new", "/newer"], "strace", "-f", "-o", self.path("trace"),
                                   "-e", f"trace={call}", "-e", f"inject={call}:error={error}")
                self.assert_unharmed(before, done, said)

    @unittest.skipUnless(may_mount(), "no tmpfs may be mounted here")
    def test_a_full_disk_leaves_the_old_file_whole(self):
        origin = self.origin()
        before = self.good_cassette(origin)
        script = ("mount -t tmpfs -o size=64k none disk && cp a.yaml disk/ && cd disk && "
                  f"'{support.PROGRAM}' record -c a.yaml -- sh -c "
                  f"'for i in $(seq 200); do curl -sS -o /dev/null {origin.url}/number-$i; done'; "
                  "code=$?; cp a.yaml ../after.yaml; ls -A > ../left; exit $code")
        (self.directory / "disk").mkdir()
        done = subprocess.run(["unshare", "-m", "sh", "-c", script], text=True, capture_output=True, cwd=self.directory,
                              env=self.environment, timeout=support.PATIENCE)
        self.assertEqual(self.read("after.yaml"), before)
        self.assertEqual(self.read("left"), b"a.yaml\n")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("No space left on device", done.stderr)
        self.assertIn("a.yaml", done.stderr)

    def test_killed_at_any_instant_it_loses_the_interaction_in_flight_at_most(self):
        origin = self.origin()
        for moment in range(12):
            with self.subTest(moment=moment):
                deck = self.start("record", "-c", f"k{moment}.yaml")
                asker = subprocess.Popen(
                    ["sh", "-c", f"for i in $(seq 500); do curl -s -o /dev/null -w '%{{http_code}}\\n' --proxy {deck.url} "
                     f"{origin.url}/$i || exit; done"],
                    stdout=subprocess.PIPE, text=True)
                whole = 0
                for _ in range(moment):
                    whole += asker.stdout.readline() == "200\n"
                time.sleep(0.0007 * moment)  # another instant of an exchange each time
                deck.process.send_signal(signal.SIGKILL)
                deck.process.wait(support.PATIENCE)
                asker.terminate()
                asker.communicate()
                self.assertFalse((self.directory / f"k{moment}.yaml").exists())
                done = self.record(f"k{moment}.yaml", origin, ["/next"])
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.interactions(f"k{moment}.yaml"), 1)
                left = self.directory / f"k{moment}.yaml.recovered"
                # An answer may reach its client before it is written down: one interaction is in flight then.
                if whole > 1:
                    self.assertIn("was killed", done.stderr)
                    text = left.read_text()
                    self.assertGreaterEqual(text.count("\nrequest:\n"), whole - 1)
                    self.assertTrue(text.endswith("\n...\n"), text[-200:])

    def test_twenty_processes_do_not_tear_one_cassette(self):
        origin = self.origin()
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            ended = list(pool.map(lambda n: self.record("shared.yaml", origin, [f"/{n}/{i}" for i in range(3)]), range(20)))
        self.assertIn(0, [done.returncode for done in ended])
        for done in ended:
            if done.returncode != 0:
                self.assertIn("shared.yaml", done.stderr)
        self.assertEqual(self.interactions("shared.yaml"), 3)
        paths = [line.split("/")[-2] for line in self.read("shared.yaml").decode().splitlines() if "  url: " in line]
        self.assertEqual(len(set(paths)), 1, "all of one process")
        self.assertEqual(self.files(), ["shared.yaml"])

    def test_a_cassette_that_is_a_directory_is_refused(self):
        (self.directory / "a.yaml").mkdir()
        done = self.record("a.yaml", self.origin(), ["/a"])
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("a.yaml: is a directory", done.stderr)
        self.assertEqual(self.files(), [])

    def test_a_symbolic_link_planted_at_the_part_file_is_not_followed(self):
        origin = self.origin()
        before = self.good_cassette(origin)
        victim = self.directory / "victim"
        victim.write_text("precious")
        (self.directory / "a.yaml.part").symlink_to(victim)
        done = self.record("a.yaml", origin, ["/new"])
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(victim.read_text(), "precious")
        self.assertEqual(self.read("a.yaml"), before)
        self.assertIn("a.yaml", done.stderr)

    def test_a_signal_or_an_abort_of_the_command_saves_what_there_is(self):
        origin = self.origin()
        deck = self.start("record", "-c", "term.yaml")
        self.curl("--proxy", deck.url, origin.url + "/a")
        code, _, err = deck.stop(signal.SIGTERM)
        self.assertEqual(code, 0, err)
        self.assertEqual(self.interactions("term.yaml"), 1)
        done = subprocess.run([support.PROGRAM, "record", "-c", "abort.yaml", "--", "sh", "-c",
                               f"curl -sS -o /dev/null {origin.url}/a; kill -ABRT $$"],
                              capture_output=True, cwd=self.directory, env=self.environment, timeout=support.PATIENCE)
        self.assertEqual(done.returncode, 128 + signal.SIGABRT)
        self.assertEqual(self.interactions("abort.yaml"), 1)
        self.assertEqual(self.files(), ["abort.yaml", "term.yaml"])

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root may write everywhere")
    def test_a_directory_without_the_right_to_write_is_named(self):
        origin = self.origin()
        before = self.good_cassette(origin)
        os.chmod(self.directory, 0o555)
        self.addCleanup(os.chmod, self.directory, 0o755)
        without = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--reuid=65534", "--clear-groups", "--regid=65534"]
        done = self.record("a.yaml", origin, ["/new"], *(without if os.geteuid() == 0 else []))
        os.chmod(self.directory, 0o755)
        self.assert_unharmed(before, done, "Permission denied")


if __name__ == "__main__":
    support.main()
