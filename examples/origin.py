#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The weather service that the examples ask. Prints "ready URL" once it listens, and ends with SIGTERM.

usage: origin.py [--port N] [--name HOST] [--cert FILE --key FILE]

With a certificate it speaks HTTPS. HOST is the name in the URL that it prints; it listens on 127.0.0.1.
Each request becomes a line on standard error.
"""
import argparse
import gzip
import http.server
import json
import ssl
import sys
import urllib.parse

CITIES = {
    "Oslo": {"celsius": -3, "sky": "snow", "week": [-3, -5, -1, 0, 2, 1, -2],
             "rain": [0.4, 0.2, 0.0, 0.0, 1.1, 2.0, 0.6]},
    "Bergen": {"celsius": 4, "sky": "rain", "week": [4, 4, 5, 3, 4, 6, 5],
               "rain": [3.2, 3.0, 2.9, 2.8, 3.1, 3.3, 2.6]},
}
SKIES = {"nb": {"snow": "snø", "rain": "regn"}}


class Weather(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one write

    def version_string(self):
        return "weather/1.0"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        city = urllib.parse.parse_qs(url.query).get("city", [""])[0]
        weather = CITIES.get(city)
        if weather is None:
            self.answer(404, {"error": f"no such city: {city}"})
        elif url.path == "/today":
            language = self.headers.get("Accept-Language", "en")
            sky = SKIES.get(language, {}).get(weather["sky"], weather["sky"])
            self.answer(200, {"city": city, "celsius": weather["celsius"], "sky": sky})
        elif url.path == "/rain.csv":
            lines = [f"{hour:02}:00,{rain}\n" for hour, rain in enumerate(weather["rain"])]
            self.send("".join(lines).encode(), "text/csv")
        elif url.path == "/week":
            self.answer(200, {"city": city, "celsius": weather["week"]}, may_compress=True)
        else:
            self.answer(404, {"error": "no such page"})

    def do_POST(self):
        report = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = report.get("city") in CITIES
        self.answer(201 if known else 422, {"number": 17} if known else {"error": "no such city"})

    def answer(self, status, value, may_compress=False):
        body = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if may_compress and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send(self, body, media_type):
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *values):
        print("  origin:", form % values, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--name", default="localhost")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    options = parser.parse_args()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), Weather)
    scheme = "http"
    if options.cert:
        scheme = "https"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(f"ready {scheme}://{options.name}:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
