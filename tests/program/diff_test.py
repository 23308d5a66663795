#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""diff and learn: a service that answers otherwise than it did."""
import http.server
import json
import threading
import xml.etree.ElementTree

import support


class Api(http.server.BaseHTTPRequestHandler):
    """Hands out a token and an order's number, and wants both back."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        state = self.server.state
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path == "/login":
            return self.answer(200, {"access_token": state["token"], "order": state["order"]})
        if self.headers.get("Authorization") != f"Bearer {state['token']}":
            return self.answer(401, {"error": "who are you?"})
        if self.path == f"/orders/{state['order']}":
            return self.answer(200, state["answer"])
        return self.answer(404, {"error": "no such order"})

    def do_POST(self):
        self.server.asked.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(200, {"made": True})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *values):
        pass


FLOW = """
set -e
login=$(curl -sS "$1/login")
token=$(printf %s "$login" | sed 's/.*"access_token": "\\([^"]*\\)".*/\\1/')
order=$(printf %s "$login" | sed 's/.*"order": \\([0-9]*\\).*/\\1/')
curl -sS -H "Authorization: Bearer $token" "$1/orders/$order" >answer
curl -sS -d nonce=$2 "$1/make" >made
"""


class Drift(support.Case):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
        self.server.daemon_threads = True
        self.server.asked = []
        self.server.state = {"token": "0123456789abcdef0123456789abcdef", "order": 1700,
                             "answer": {"state": "open", "total": 12, "at": "2026-11-29T10:00:00Z"}}
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.record("a", "one")

    def record(self, cassette, nonce):
        code, _, err = self.run_program("record", "-c", cassette, "--", "sh", "-c", FLOW, "flow", self.url, nonce)
        self.assertEqual(code, 0, err)

    def change(self, **answer):
        self.server.state = {"token": "fedcba9876543210fedcba9876543210", "order": 2300,
                             "answer": {**self.server.state["answer"], **answer}}
        self.server.asked.clear()

    def test_the_cassettes_own_requests_are_asked_again_with_what_is_handed_out_now(self):
        before = self.read("a.yaml")
        self.change(at="2026-11-30T10:00:00Z")
        code, out, err = self.run_program("diff", "a.yaml")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(self.server.asked, ["GET /login", "GET /orders/2300"])
        self.assertIn("2 interactions compared, 0 breaking and 2 benign changes", out)
        self.assertIn("POST " + self.url + "/make is not asked: it may change something", err)
        self.assertIn("in the cassette, and not asked:\n  POST " + self.url + "/make", out)
        self.assertEqual(self.read("a.yaml"), before)
        code, out, _ = self.run_program("diff", "a.yaml", "--all-methods")
        self.assertIn("3 interactions compared", out)
        self.assertIn("POST /make", self.server.asked)

    def test_what_breaks_ends_with_3_and_stands_in_the_reports(self):
        self.change(total="12")
        arguments = [f"--report={name}" for name in ("r.json", "r.html", "r.xml")]
        code, out, err = self.run_program("diff", "a.yaml", *arguments)
        self.assertEqual(code, 3, out + err)
        self.assertIn("body /total", out)
        report = json.loads(self.read("r.json"))
        self.assertEqual([c["place"] for c in report["changes"] if c["is_breaking"]], ["body /total"])
        junit = xml.etree.ElementTree.fromstring(self.read("r.xml"))
        self.assertEqual(len(junit.findall(".//failure")), 1)
        self.assertIn(b"body /total", self.read("r.html"))
        for secret in (self.server.state["token"], "0123456789abcdef"):
            reports = b"".join(self.read(name) for name in ("r.json", "r.html", "r.xml")).decode()
            self.assertNotIn(secret, out + err + reports)
        self.assertEqual(self.run_program("diff", "a.yaml", "--fail-on", "never")[0], 0)
        self.assertEqual(self.run_program("diff", "a.yaml", "--ignore", "json:/total")[0], 0)

    def test_a_command_asks(self):
        self.change(total="12")
        code, out, err = self.run_program("diff", "a.yaml", "--ignore-value", "form:nonce", "--", "sh", "-c", FLOW,
                                          "flow", self.url, "two")
        self.assertEqual(code, 3, out + err)
        self.assertIn("3 interactions compared, 1 breaking", out)

    def test_a_secret_that_nobody_hands_out_comes_from_the_environment(self):
        token = self.server.state["token"]
        code, _, err = self.run_program("record", "-c", "b", "--", "curl", "-sS", "-H", f"Authorization: Bearer {token}",
                                        self.url + "/orders/1700")
        self.assertEqual(code, 0, err)
        code, out, err = self.run_program("diff", "b.yaml")
        self.assertIn("it holds a secret; set WIRETAPE_SECRET_1", err)
        self.assertIn("0 interactions compared", out)
        self.environment["WIRETAPE_SECRET_1"] = token
        code, out, err = self.run_program("diff", "b.yaml")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("1 interaction compared, 0 breaking and 0 benign", out)

    def test_two_cassettes_tell_what_is_another_each_time(self):
        self.change(at="2026-11-30T10:00:00Z")
        self.record("b", "two")
        code, out, err = self.run_program("learn", "a.yaml", "b.yaml", "--write")
        self.assertEqual((code, err), (3, ""))
        self.assertIn('.ignore = {ignore_value::form("nonce")}', out)
        self.assertIn('.capture = {ignore::json("/order")}', out)
        self.assertIn("volatile: [json:/at, json:/order]", out.replace("json:/order, json:/at", "json:/at, json:/order"))
        code, out, err = self.run_program("diff", "a.yaml", "--against", "b.yaml", "--fail-on", "any")
        self.assertEqual((code, err), (0, ""), out)
        self.assertIn("3 interactions compared, 0 breaking and 0 benign changes", out)

    def test_an_https_service_is_asked_too_and_a_har_compared(self):
        support.make_certificates(self.directory)
        origin = self.origin(self.path("server.pem"), self.path("server.key"))
        code, _, err = self.run_program("record", "-c", "tls", "--origin-ca", "ca.pem", "--", "curl", "-sS",
                                        origin.url + "/today", origin.url + "/gzip", "-o", "one", "-o", "two")
        self.assertEqual(code, 0, err)
        code, _, err = self.run_program("convert", "tls.yaml", "tls.har")
        self.assertEqual(code, 0, err)
        for cassette in ("tls.yaml", "tls.har"):
            code, out, err = self.run_program("diff", cassette, "--origin-ca", "ca.pem", "--fail-on", "any")
            self.assertEqual((code, err), (0, ""), out)
            self.assertIn("2 interactions compared, 0 breaking and 0 benign changes", out)
        code, out, err = self.run_program("diff", "tls.yaml")
        self.assertEqual(code, 3, out + err)
        self.assertIn("outcome", out)
        self.assertIn("tls", out)

    def test_bad_input_is_told(self):
        code, _, err = self.run_program("diff", "none.yaml")
        self.assertEqual(code, 1)
        self.assertIn("none.yaml", err)
        self.assertEqual(self.run_program("diff")[0], 2)
        self.assertEqual(self.run_program("diff", "a.yaml", "--fail-on", "often")[0], 2)
        self.assertEqual(self.run_program("learn", "a.yaml")[0], 2)


if __name__ == "__main__":
    support.main()
