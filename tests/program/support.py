# SPDX-License-Identifier: MIT
"""What the tests of the program share: the program, an origin, curl, and a directory and a home of their own.

Each test file is run as  python3 FILE_test.py PROGRAM [unittest's arguments].
"""
import gzip
import http.server
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = "wiretape"
# A process that takes longer hangs; nothing here waits for this time to pass.
PATIENCE = 60


class Answers(http.server.BaseHTTPRequestHandler):
    """Something of every kind, the same each time."""

    protocol_version = "HTTP/1.1"

    def version_string(self):
        return "origin/1"

    def date_time_string(self, timestamp=None):
        return "Tue, 24 Nov 2026 04:13:45 GMT"

    def do_GET(self):
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.send_header("X-Twice", "1")
            self.send_header("x-twice", "2")
            self.end_headers()
            self.wfile.write(b"5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nChecksum: 1\r\n\r\n")
        elif self.path == "/gzip":
            self.answer(200, gzip.compress(b"packed " * 100, mtime=0), "text/plain", ("Content-Encoding", "gzip"))
        elif self.path == "/binary":
            self.answer(200, bytes(range(256)), "application/octet-stream")
        elif self.path == "/missing":
            self.answer(404, b"not here\n", "text/plain")
        elif self.path == "/empty":
            self.send_response(204)
            self.end_headers()
        else:
            self.answer(200, f"you asked {self.path}\n".encode(), "text/plain; charset=utf-8")

    do_HEAD = do_GET

    def do_POST(self):
        self.server.asked.append(f"{self.command} {self.path}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, b'{"got":' + body + b"}", "application/json")

    def answer(self, status, body, kind, *fields):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *values):
        pass


class Origin:
    """An HTTP service on this machine; with a certificate, an HTTPS one."""

    def __init__(self, certificate=None, key=None):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.daemon_threads = True
        self.server.asked = []
        self.server.handle_error = lambda *_: None  # a client that breaks off is no news
        scheme = "http"
        if certificate:
            scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False)
        host = "localhost" if certificate else "127.0.0.1"
        self.url = f"{scheme}://{host}:{self.server.server_port}"
        self.asked = self.server.asked
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def stop(self):
        if self.thread:
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()
            self.thread = None


class Running:
    """The program with a deck in it, up to the line that says where it listens."""

    def __init__(self, case, *arguments, **popen):
        popen.setdefault("env", case.environment)
        popen.setdefault("cwd", case.directory)
        self.process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, **popen)
        case.addCleanup(self.end_by_force)
        first = self.process.stdout.readline()
        if not first.startswith("listening on http://"):
            raise AssertionError(f"it said {first!r}, and {self.process.communicate(timeout=PATIENCE)}")
        self.url = first.split()[-1]

    def stop(self, number=signal.SIGTERM):
        """Sends a signal. Gives the exit code, and what was said after the address."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err

    def end_by_force(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        for stream in (self.process.stdout, self.process.stderr):
            stream.close()


class Case(unittest.TestCase):
    """A directory of its own, which is the working directory and the home of what it runs."""

    maxDiff = None

    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="wiretape-")
        self.addCleanup(held.cleanup)
        self.directory = pathlib.Path(held.name).resolve()
        keep = ("PATH", "LANG", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in keep if name in os.environ}
        self.environment.update(HOME=str(self.directory), TMPDIR=str(self.directory))

    def path(self, name):
        return str(self.directory / name)

    def read(self, name):
        return (self.directory / name).read_bytes()

    def origin(self, *arguments):
        origin = Origin(*arguments)
        self.addCleanup(origin.stop)
        return origin

    def start(self, *arguments, **popen):
        return Running(self, *arguments, **popen)

    def run_program(self, *arguments, **options):
        """Runs the program to its end: its exit code, stdout and stderr."""
        options.setdefault("env", self.environment)
        done = subprocess.run([PROGRAM, *arguments], cwd=self.directory, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE, **options)
        return done.returncode, done.stdout, done.stderr

    def curl(self, *arguments):
        """What curl prints, as bytes: heads and bodies."""
        done = subprocess.run(["curl", "--silent", "--show-error", "--include", "--max-time", "30", *arguments],
                              cwd=self.directory, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr.decode(errors="replace"))
        return done.stdout


def make_certificates(directory):
    """An authority, ca.pem, and a certificate of localhost that it signed: server.pem, server.key."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    (directory / "extensions").write_text(
        "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n")
    for command in (
            ["req", "-x509", *key, "-days", "1", "-subj", "/CN=Authority", "-addext",
             "keyUsage=critical,keyCertSign,cRLSign", "-keyout", "ca.key", "-out", "ca.pem"],
            ["req", *key, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"],
            ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "1",
             "-extfile", "extensions", "-out", "server.pem"]):
        subprocess.run(["openssl", *command], cwd=directory, check=True, capture_output=True, timeout=PATIENCE)


def make_expired_authority(directory):
    """An authority of the year 2020: old.pem, old.key."""
    (directory / "ca.conf").write_text("""
        [ca]
        default_ca = old
        [old]
        database = index
        serial = serial
        new_certs_dir = .
        default_md = sha256
        policy = any
        x509_extensions = extensions
        [any]
        commonName = supplied
        [extensions]
        basicConstraints = critical, CA:TRUE, pathlen:0
        keyUsage = critical, keyCertSign, cRLSign
        subjectKeyIdentifier = hash
        """)
    (directory / "index").touch()
    (directory / "serial").write_text("01\n")
    for command in (
            ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=Old", "-keyout",
             "old.key", "-out", "old.csr"],
            ["ca", "-batch", "-selfsign", "-config", "ca.conf", "-keyfile", "old.key", "-in", "old.csr", "-notext",
             "-startdate", "20200101000000Z", "-enddate", "20200201000000Z", "-out", "old.pem"]):
        subprocess.run(["openssl", *command], cwd=directory, check=True, capture_output=True, timeout=PATIENCE)


def main():
    global PROGRAM
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
