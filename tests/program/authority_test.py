#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""wiretape ca: the authority that lasts, and HTTPS through decks that use it or one of their own."""
import os
import signal
import subprocess

import support


class Authority(support.Case):
    def setUp(self):
        super().setUp()
        self.place = self.directory / ".config/wiretape"

    def rights(self, path):
        return oct(path.stat().st_mode & 0o7777)

    def test_it_is_made_once_for_this_user_alone(self):
        os.umask(0o022)
        code, certificate, err = self.run_program("ca")
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(certificate.startswith("-----BEGIN CERTIFICATE-----\n"))
        self.assertNotIn("PRIVATE", certificate)
        self.assertEqual(self.rights(self.place), "0o700")
        self.assertEqual(self.rights(self.place / "authority.pem"), "0o600")
        self.assertEqual(self.run_program("ca"), (0, certificate, ""))
        self.assertEqual(self.run_program("ca", "--path"), (0, f"{self.place}/ca.pem\n", ""))
        self.assertEqual((self.place / "ca.pem").read_text(), certificate)
        self.assertEqual(sorted(os.listdir(self.place)), ["authority.pem", "ca.pem"])

    def test_it_is_one_that_strict_clients_take(self):
        path = self.run_program("ca", "--path")[1].strip()
        text = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-text"], check=True, capture_output=True,
                              text=True, timeout=support.PATIENCE).stdout
        self.assertRegex(text, r"X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0")
        subprocess.run(["openssl", "verify", "-x509_strict", "-CAfile", path, path], check=True,
                       capture_output=True, timeout=support.PATIENCE)
        # Not to be told anew to every client each year.
        subprocess.run(["openssl", "x509", "-in", path, "-noout", "-checkend", str(9 * 365 * 86400)], check=True,
                       capture_output=True, timeout=support.PATIENCE)

    def test_it_lies_where_xdg_says(self):
        self.environment["XDG_CONFIG_HOME"] = self.path("config")
        self.assertEqual(self.run_program("ca", "--path")[1], self.path("config/wiretape/ca.pem") + "\n")

    def test_processes_that_race_agree_on_one(self):
        racing = [subprocess.Popen([support.PROGRAM, "ca"], env=self.environment, stdout=subprocess.PIPE, text=True)
                  for _ in range(8)]
        printed = {process.communicate(timeout=support.PATIENCE)[0] for process in racing}
        self.assertEqual({process.returncode for process in racing}, {0})
        self.assertEqual(printed, {(self.place / "ca.pem").read_text()})

    def test_it_is_renewed_on_request(self):
        old = self.run_program("ca")[1]
        code, renewed, _ = self.run_program("ca", "--renew")
        self.assertEqual(code, 0)
        self.assertNotEqual(renewed, old)
        self.assertEqual(self.run_program("ca")[1], renewed)
        self.assertEqual(self.rights(self.place / "authority.pem"), "0o600")

    def test_decks_use_it_when_it_is_there(self):
        origin = self.origin()
        certificate = self.run_program("ca")[1]
        deck = self.start("proxy", "--ca-out", "out.pem")
        self.assertEqual(self.read("out.pem").decode(), certificate)
        self.assertIn("clients trust out.pem\n", deck.stop()[2])
        self.assertIn(f"clients trust {self.place}/ca.pem\n", self.start("proxy").stop()[2])
        code, out, _ = self.run_program("proxy", "--", "sh", "-c", f'curl -sS {origin.url}/a; cat "$SSL_CERT_FILE"')
        self.assertEqual((code, out), (0, "you asked /a\n" + certificate))

    def test_decks_have_one_of_their_own_where_it_was_never_made(self):
        for _ in range(2):
            deck = self.start("proxy", "--ca-out", "out.pem")
            first = self.read("out.pem")
            self.assertTrue(first.startswith(b"-----BEGIN CERTIFICATE-----\n"))
            deck.stop()
        self.start("proxy", "--ca-out", "out.pem").stop()
        self.assertNotEqual(self.read("out.pem"), first)
        self.assertFalse(self.place.exists())

    def test_a_key_that_others_can_read_is_refused(self):
        self.run_program("ca")
        (self.place / "authority.pem").chmod(0o644)
        for command in (["ca"], ["proxy"]):
            code, out, err = self.run_program(*command)
            self.assertEqual((code, out), (1, ""))
            self.assertIn("authority.pem: other users can read or change this private key\n  next: ", err)

    def test_one_that_has_expired_is_told_and_not_replaced_in_silence(self):
        self.place.mkdir(parents=True, mode=0o700)
        support.make_expired_authority(self.directory)
        authority = self.place / "authority.pem"
        authority.write_bytes(self.read("old.pem") + self.read("old.key"))
        authority.chmod(0o600)
        for command in (["ca"], ["proxy"]):
            code, out, err = self.run_program(*command)
            self.assertEqual((code, out), (1, ""))
            self.assertRegex(err, r"authority\.pem: [^\n]*expired[^\n]*\n  next: wiretape ca --renew")
        self.assertEqual(self.run_program("ca", "--renew")[0], 0)


class Https(support.Case):
    def setUp(self):
        super().setUp()
        support.make_certificates(self.directory)
        self.service = self.origin(self.path("server.pem"), self.path("server.key"))

    def test_https_is_recorded_and_played_without_the_origin(self):
        paths = ("/a", "/chunked", "/gzip", "/binary")

        def ask(deck):
            return [self.curl("--proxy", deck.url, "--suppress-connect-headers", "--cacert", "trust.pem",
                              self.service.url + path) for path in paths]

        deck = self.start("record", "-c", "a", "--origin-ca", "ca.pem", "--ca-out", "trust.pem")
        recorded = ask(deck)
        code, _, err = deck.stop()
        self.assertEqual(code, 0)
        self.assertIn(f"GET {self.service.url}/a -> 200 (origin)\n", err)
        self.assertEqual(len(self.service.asked), 4)
        self.service.stop()
        deck = self.start("play", "-c", "a", "--ca-out", "trust.pem", "--require-all-used")
        self.assertEqual(ask(deck), recorded)
        code, _, err = deck.stop()
        self.assertEqual(code, 0)
        self.assertNotIn("wiretape:", err)

    def test_a_command_trusts_the_deck(self):
        command = ["--", "curl", "-sS", self.service.url + "/a"]
        self.assertEqual(self.run_program("record", "-c", "a", "--origin-ca", "ca.pem", *command)[:2],
                         (0, "you asked /a\n"))
        self.service.stop()
        self.assertEqual(self.run_program("play", "-c", "a", *command)[:2], (0, "you asked /a\n"))

    def test_an_origin_is_verified_unless_one_says_otherwise(self):
        command = ["--", "curl", "-sS", "--fail", "-o", "/dev/null", self.service.url + "/a"]
        code, _, err = self.run_program("record", "-c", "a", *command)
        self.assertNotEqual(code, 0)
        self.assertRegex(err, r"/a -> tls \(origin\): [^\n]*certificate[^\n]*--origin-ca")
        self.assertEqual(self.service.asked, [])
        self.assertEqual(self.run_program("record", "-c", "a", "--insecure-origin", *command)[0], 0)
        self.assertEqual(self.service.asked, ["GET /a"])

    def test_a_client_that_does_not_trust_the_deck_is_a_finding(self):
        command = ["--", "sh", "-c", f"curl -sS --cacert ca.pem {self.service.url}/a 2>/dev/null; true"]
        code, out, err = self.run_program("proxy", "--origin-ca", "ca.pem", *command)
        self.assertEqual((code, out), (3, ""))
        self.assertIn("wiretape: the client refused the deck's certificate for localhost\n", err)
        self.assertIn("  next: make the client trust it:  curl --cacert ", err)

    def test_the_secrets_of_both_sides_are_written_down_where_asked(self):
        asked = dict(self.environment, SSLKEYLOGFILE=self.path("keys"))
        deck = self.start("proxy", "--origin-ca", "ca.pem", "--ca-out", "trust.pem", env=asked)
        self.curl("--proxy", deck.url, "--cacert", "trust.pem", "--tlsv1.3", self.service.url + "/a")
        self.assertEqual(deck.stop()[0], 0)
        lines = [line.split() for line in self.read("keys").decode().splitlines()]
        connections = {line[1] for line in lines if line[0] == "CLIENT_HANDSHAKE_TRAFFIC_SECRET"}
        self.assertEqual(len(connections), 2, lines)
        self.assertEqual(os.stat(self.path("keys")).st_mode & 0o777, 0o600)
        asked["SSLKEYLOGFILE"] = "/nowhere/keys"
        code, _, err = self.run_program("proxy", "--", "true", env=asked)
        self.assertNotEqual(code, 0)
        self.assertIn("SSLKEYLOGFILE: /nowhere/keys: No such file or directory\n  next: ", err)

    def test_the_lasting_authority_is_trusted_once_for_all_runs(self):
        trusted = self.run_program("ca", "--path")[1].strip()
        for command in (["record", "-c", "a", "--origin-ca", "ca.pem"], ["play", "-c", "a"]):
            deck = self.start(*command)
            said = self.curl("--proxy", deck.url, "--cacert", trusted, self.service.url + "/a")
            self.assertIn(b"you asked /a", said)
            self.assertEqual(deck.stop(signal.SIGINT)[0], 0)

    def test_reverse_stands_for_an_https_origin(self):
        deck = self.start("record", "-c", "a", "--reverse", self.service.url, "--origin-ca", "ca.pem")
        base = deck.process.stdout.readline().split()[-1]
        self.assertIn(b"you asked /a", self.curl(base + "/a"))
        self.assertEqual(deck.stop()[0], 0)
        self.assertIn(f"GET     {self.service.url}/a", self.run_program("show", "a")[1])


if __name__ == "__main__":
    support.main()
