#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""record, play and proxy, with curl as the client of a deck that waits for a signal."""
import json
import pathlib

import support


class RecordAndPlay(support.Case):
    def ask(self, deck, origin):
        """A bit of everything through the deck, as curl prints it."""
        paths = ("/hello", "/chunked", "/gzip", "/binary", "/missing", "/empty", "/hello?again=1")
        said = [self.curl("--proxy", deck.url, origin.url + path) for path in paths]
        said.append(self.curl("--proxy", deck.url, "--head", origin.url + "/head"))
        said.append(self.curl("--proxy", deck.url, "--data", '{"a": 1}', origin.url + "/post"))
        return said

    def record_and_play(self, cassette):
        origin = self.origin()
        deck = self.start("record", "-c", cassette)
        recorded = self.ask(deck, origin)
        code, out, err = deck.stop()
        self.assertEqual((code, out), (0, ""), err)
        self.assertIn(f"{cassette} holds 9 interactions\n", err)
        self.assertEqual(len(origin.asked), 9)

        origin.stop()
        deck = self.start("play", "-c", cassette, "--require-all-used")
        self.assertEqual(self.ask(deck, origin), recorded)
        code, out, err = deck.stop()
        self.assertEqual((code, out), (0, ""), err)
        self.assertNotIn("wiretape:", err)

    def test_what_was_recorded_plays_byte_for_byte_without_the_origin(self):
        self.record_and_play("service.yaml")

    def test_a_cassette_may_be_json_and_lie_in_a_new_directory(self):
        self.record_and_play("new/directory/service.json")
        self.assertEqual(len(json.loads(self.read("new/directory/service.json"))["interactions"]), 9)

    def test_play_asks_nobody_even_when_the_origin_is_there(self):
        origin = self.origin()
        deck = self.start("record", "-c", "a")
        self.curl("--proxy", deck.url, origin.url + "/a")
        deck.stop()
        before = self.read("a.yaml")
        deck = self.start("play", "-c", "a")
        self.curl("--proxy", deck.url, origin.url + "/a")
        answer = self.curl("--proxy", deck.url, origin.url + "/b")
        self.assertTrue(answer.startswith(b"HTTP/1.1 599 "), answer)
        code, _, err = deck.stop()
        self.assertEqual(code, 0)
        self.assertIn(f"GET {origin.url}/a -> 200 (cassette)\n", err)
        self.assertIn(f"wiretape: GET {origin.url}/b matches nothing in ./a.yaml\n", err)
        self.assertIn("  next: wiretape record --mode new_episodes -c a records it\n", err)
        self.assertEqual(origin.asked, ["GET /a"])
        self.assertEqual(self.read("a.yaml"), before)

    def test_match_chooses_what_fits(self):
        origin = self.origin()
        deck = self.start("record", "-c", "a")
        recorded = self.curl("--proxy", deck.url, origin.url + "/a?time=1")
        deck.stop()
        deck = self.start("play", "-c", "a", "--match", "method,path")
        self.assertEqual(self.curl("--proxy", deck.url, "http://other.test/a?time=2"), recorded)
        self.assertEqual(deck.stop()[0], 0)

    def test_record_replaces_and_add_adds(self):
        origin = self.origin()

        def record(path, *options):
            deck = self.start("record", "-c", "a.yaml", *options)
            self.curl("--proxy", deck.url, origin.url + path)
            self.assertEqual(deck.stop()[0], 0)
            listed = json.loads(self.run_program("show", "a.yaml", "--json")[1])["interactions"]
            return [interaction["url"][len(origin.url):] for interaction in listed]

        self.assertEqual(record("/a"), ["/a"])
        self.assertEqual(record("/b", "--add"), ["/a", "/b"])
        self.assertEqual(record("/a", "--mode", "new_episodes"), ["/a", "/b"])
        self.assertEqual(origin.asked, ["GET /a", "GET /b"])
        self.assertEqual(record("/b", "--mode", "once"), ["/a", "/b"])
        self.assertEqual(record("/c"), ["/c"])
        self.assertEqual(origin.asked, ["GET /a", "GET /b", "GET /c"])

    def test_record_without_a_request_leaves_things_as_they_were(self):
        deck = self.start("record", "-c", "a")
        self.assertIn("nothing was recorded, so there is no a.yaml\n", deck.stop()[2])
        self.assertFalse((self.directory / "a.yaml").exists())
        origin = self.origin()
        deck = self.start("record", "-c", "a")
        self.curl("--proxy", deck.url, origin.url + "/a")
        deck.stop()
        before = self.read("a.yaml")
        code, _, err = self.start("record", "-c", "a").stop()
        self.assertEqual(code, 0)
        self.assertIn("nothing was recorded; a.yaml is as it was\n", err)
        self.assertEqual(self.read("a.yaml"), before)

    def test_proxy_passes_through_and_keeps_nothing(self):
        origin = self.origin()
        deck = self.start("proxy")
        for _ in range(2):
            self.assertIn(b"you asked /a", self.curl("--proxy", deck.url, origin.url + "/a"))
        code, _, err = deck.stop()
        self.assertEqual(code, 0)
        self.assertEqual(err.count(f"GET {origin.url}/a -> 200 (origin)\n"), 2)
        self.assertEqual(len(origin.asked), 2)
        self.assertEqual(list(self.directory.iterdir()), [])

    def test_rules_in_a_file_bend_what_is_answered(self):
        rules = pathlib.Path(__file__).parents[2] / "fixtures/program/rules.yaml"
        deck = self.start("proxy", "--rules", str(rules))
        answer = self.curl("-i", "--proxy", deck.url, "http://api.weather.test/today?city=Oslo")
        self.assertTrue(answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n"), answer)
        self.assertIn(b"Retry-After: 1\r\n", answer)
        code, _, err = deck.stop()
        self.assertEqual(code, 0, err)

    def test_rules_that_cannot_be_read_are_told_with_their_line(self):
        (self.directory / "wrong.yaml").write_text("rules:\n  - do: [{answr: 503}]\n", encoding="utf-8")
        code, _, err = self.run_program("proxy", "--rules", "wrong.yaml")
        self.assertNotEqual(code, 0)
        self.assertIn("wrong.yaml:2: there is no action 'answr', did you mean 'answer'?", err)
        code, _, err = self.run_program("proxy", "--rules", "none.yaml")
        self.assertIn("none.yaml: there is no such file\n  next: look at the path of the rules", err)

    def test_proxy_with_a_cassette_plays_it_and_adds_to_it(self):
        origin = self.origin()
        for expected in (["GET /a"], ["GET /a"]):
            deck = self.start("proxy", "-c", "a")
            self.assertIn(b"you asked /a", self.curl("--proxy", deck.url, origin.url + "/a"))
            self.assertEqual(deck.stop()[0], 0)
            self.assertEqual(origin.asked, expected)

    def test_reverse_stands_for_one_origin(self):
        origin = self.origin()

        def base_url(deck):
            said = deck.process.stdout.readline()
            self.assertRegex(said, r"^base url http://127\.0\.0\.1:\d+/v2\n$")
            return said.split()[-1]

        deck = self.start("record", "-c", "a", "--reverse", origin.url + "/v2")
        recorded = self.curl(base_url(deck) + "/today")
        self.assertIn(b"you asked /v2/today", recorded)
        self.assertEqual(deck.stop()[0], 0)
        origin.stop()
        deck = self.start("play", "-c", "a", "--reverse", origin.url + "/v2")
        self.assertEqual(self.curl(base_url(deck) + "/today"), recorded)
        self.assertEqual(deck.stop()[0], 0)

    def test_an_origin_that_is_not_there_is_recorded_too(self):
        origin = self.origin()
        origin.stop()
        deck = self.start("record", "-c", "a")
        answer = self.curl("--proxy", deck.url, origin.url + "/a")
        self.assertTrue(answer.startswith(b"HTTP/1.1 502 "), answer)
        code, _, err = deck.stop()
        self.assertEqual(code, 0)
        self.assertRegex(err, rf"GET {origin.url}/a -> refused \(origin\): connect[^\n]*refused\n")
        listed = json.loads(self.run_program("show", "a", "--json")[1])["interactions"]
        self.assertEqual(listed[0]["failure"], "refused")

    def test_quiet_says_findings_only(self):
        origin = self.origin()
        deck = self.start("record", "-c", "a", "--quiet")
        self.curl("--proxy", deck.url, origin.url + "/a")
        self.assertEqual(deck.stop(), (0, "", ""))
        deck = self.start("play", "-c", "a", "-q")
        self.curl("--proxy", deck.url, origin.url + "/a")
        self.curl("--proxy", deck.url, origin.url + "/b")
        _, _, err = deck.stop()
        self.assertTrue(err.startswith(f"wiretape: GET {origin.url}/b matches nothing"), err)


if __name__ == "__main__":
    support.main()
