#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A deck that waits for a signal: where it listens, how it ends, and what can be in its way."""
import signal
import socket

import support


class Ending(support.Case):
    def test_every_ending_signal_saves_and_exits_0(self):
        origin = self.origin()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            deck = self.start("record", "-c", number.name)
            self.curl("--proxy", deck.url, origin.url + "/a")
            code, _, err = deck.stop(number)
            self.assertEqual(code, 0, err)
            self.assertIn(f"{number.name}.yaml holds 1 interaction\n", err)

    def test_an_interrupt_is_heeded_also_in_the_background_of_a_script(self):
        deck = self.start("proxy", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        self.assertEqual(deck.stop(signal.SIGINT)[0], 0)

    def test_a_hangup_that_is_ignored_stays_so(self):
        deck = self.start("proxy", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        deck.process.send_signal(signal.SIGHUP)
        origin = self.origin()
        self.assertIn(b"you asked /a", self.curl("--proxy", deck.url, origin.url + "/a"))
        self.assertEqual(deck.stop()[0], 0)

    def test_two_signals_are_as_good_as_one(self):
        deck = self.start("proxy")
        deck.process.send_signal(signal.SIGTERM)
        deck.process.send_signal(signal.SIGINT)
        self.assertEqual(deck.stop()[0], 0)

    def test_a_request_in_flight_does_not_hold_it_up(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            deck = self.start("proxy")
            host, port = deck.url[len("http://"):].split(":")
            with socket.create_connection((host, int(port))) as client:
                address = b"127.0.0.1:%d" % silent.getsockname()[1]
                client.sendall(b"GET http://%s/ HTTP/1.1\r\nHost: %s\r\n\r\n" % (address, address))
                silent.settimeout(support.PATIENCE)
                held, _ = silent.accept()
                self.assertEqual(deck.stop()[0], 0)
                held.close()

    def test_who_stops_reading_stderr_does_not_end_it(self):
        origin = self.origin()
        deck = self.start("record", "-c", "a")
        deck.process.stderr.close()
        for path in ("/a", "/b"):
            self.curl("--proxy", deck.url, origin.url + path)
        deck.process.stdout.close()
        deck.process.send_signal(signal.SIGTERM)
        self.assertEqual(deck.process.wait(timeout=support.PATIENCE), 0)
        self.assertIn("a.yaml: 2 interactions", self.run_program("show", "a")[1])

    def test_a_cassette_that_cannot_be_saved_is_exit_code_1(self):
        origin = self.origin()
        first = self.start("record", "-c", "a")
        self.curl("--proxy", first.url, origin.url + "/a")
        second = self.start("record", "-c", "a")
        self.curl("--proxy", second.url, origin.url + "/a")
        code, _, err = second.stop()
        self.assertEqual(code, 1)
        self.assertIn("is being recorded by another process", err)
        self.assertEqual(first.stop()[0], 0)
        command = ("sh", "-c", f"mkdir -p d/b.yaml.part; curl -sS {origin.url}/b")
        code, _, err = self.run_program("record", "-c", "d/b", "--", *command)
        self.assertEqual(code, 1, err)
        self.assertIn("wiretape: what was recorded could not be saved to d/b.yaml\n", err)


class Listening(support.Case):
    def test_the_address_is_printed_before_anything_is_asked(self):
        deck = self.start("proxy")  # reads the line, or fails
        self.assertRegex(deck.url, r"^http://127\.0\.0\.1:\d+$")
        self.assertEqual(deck.stop()[:2], (0, ""))

    def test_the_port_can_be_chosen(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            code, out, err = self.run_program("proxy", "--listen", str(port))
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, rf'^wiretape: [^\n]*127\.0\.0\.1:{port}[^\n]*in use\n  next: give --listen another port')
        deck = self.start("proxy", "--listen", f"localhost:{port}")
        self.assertEqual(deck.url, f"http://127.0.0.1:{port}")

    def test_a_taken_port_does_not_cost_the_recording(self):
        origin = self.origin()
        self.run_program("record", "-c", "a", "--", "curl", "-sS", origin.url + "/a")
        before = self.read("a.yaml")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            code, _, _ = self.run_program("record", "-c", "a", "--listen", str(taken.getsockname()[1]))
        self.assertEqual(code, 1)
        self.assertEqual(self.read("a.yaml"), before)

    def test_addresses_of_ip_version_6_stand_in_brackets(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("no ::1 here")
        deck = self.start("proxy", "--listen", "[::1]:0")
        self.assertRegex(deck.url, r"^http://\[::1\]:\d+$")
        origin = self.origin()
        self.assertIn(b"you asked", self.curl("--proxy", deck.url, origin.url + "/a"))

    def test_others_may_reach_it_on_request_only(self):
        code, _, err = self.run_program("proxy", "--listen", "0.0.0.0:0")
        self.assertEqual(code, 1)
        self.assertIn("--allow-remote", err)
        self.assertRegex(self.start("proxy", "--listen", "0.0.0.0:0", "--allow-remote").url, r"^http://0\.0\.0\.0:")

    def test_a_malformed_request_is_refused_unless_it_is_accepted(self):
        origin = self.origin()

        def status(*options):
            deck = self.start("proxy", *options)
            host, port = deck.url[len("http://"):].split(":")
            with socket.create_connection((host, int(port))) as client:
                address = origin.url[len("http://"):].encode()
                client.sendall(b"GET http://%s/a HTTP/1.1\r\nHost: %s\r\nOdd : space\r\nConnection: close\r\n\r\n"
                               % (address, address))
                client.settimeout(support.PATIENCE)
                said = client.makefile("rb").read()
            deck.stop()
            return said.split()[1]

        self.assertEqual(status(), b"400")
        self.assertNotEqual(status("--accept-malformed"), b"400")

    def test_a_body_beyond_the_limit_passes_and_is_not_recorded(self):
        origin = self.origin()
        (self.directory / "big").write_bytes(b"1" * (1 << 20) + b"1")
        deck = self.start("record", "-c", "a", "--body-limit", "1")
        self.assertIn(b"201", self.curl("--proxy", deck.url, "--data-binary", "@big", origin.url + "/post"))
        code, _, err = deck.stop()
        self.assertEqual(code, 1)
        self.assertIn("--body-limit", err)


class Mistakes(support.Case):
    def test_there_is_nothing_to_play(self):
        self.assertEqual(self.run_program("play", "-c", "none"),
                         (1, "", "wiretape: none.yaml: there is no such file\n"
                                 "  next: record it first:  wiretape record -c none\n"))

    def test_a_cassette_cannot_be_read(self):
        (self.directory / "a.yaml").write_text("wiretape: 1\n--- [\n")
        code, out, err = self.run_program("play", "-c", "a")
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"^wiretape: \./a\.yaml:\d+: [^\n]+\n  next: [^\n]+\n$")

    def test_wrong_use_is_2(self):
        for arguments in ([], ["record"], ["play", "-c", "a", "--nonsense"], ["nonsense"], ["record", "-c", "."]):
            code, out, err = self.run_program(*arguments)
            self.assertEqual((code, out), (2, ""), arguments)
            self.assertTrue(err)


if __name__ == "__main__":
    support.main()
