#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The house rules that a compiler does not check. Each check is a function that yields complaints.

usage: house.py CHECK ROOT [--floors FILE] [--library FILE]

CHECK is a name in CHECKS; ROOT is the source tree. FILE of --floors has a line for each floor: its name
and the floors below it, as CMakeLists.txt declares them. Exit code 1 when anything is wrong.
"""
import argparse
import pathlib
import re
import subprocess
import sys

# Floors that decide and never do: no socket, no thread, no wall clock.
DECIDING = ("base", "http", "cassette", "secrets", "policy", "drift")
DOING = re.compile(r"asio(/.*|\.hpp)?|openssl/.*|sys/(socket|un|epoll|select)\.h|netinet/.*|arpa/.*|"
                   r"netdb\.h|poll\.h|thread|stop_token|future|condition_variable")
WALL_CLOCK = re.compile(r"\bsystem_clock\s*::\s*now\b|\bgettimeofday\b|\bstd::time\s*\(|"
                        r"\b(high_resolution|steady)_clock\s*::\s*now\b")
# A digest is arithmetic, and libcrypto's.
DIGEST = ("src/base/digest.cpp", "openssl/evp.h")
MAY_READ_CLOCK = ("src/base/clock.cpp",)

# Only cassette/ touches files, through its store; the program is where a user names files.
FILES = re.compile(r"fstream|filesystem|fcntl\.h|sys/stat\.h|dirent\.h")
FILE_CALLS = re.compile(r"\b(std::)?(fopen|freopen|mkstemps?|mkostemps?|mkdtemp|tmpfile)\s*\(|(?<!\w)::open(at)?\s*\(|"
                        r"\b(PEM_\w+_file|BIO_new_file)\b")
MAY_TOUCH_FILES = ("src/cassette/", "src/cli/")
TOUCHES_FILES_BECAUSE = {"src/io/certificate_file.cpp": "clients read the certificate they are to trust from a file",
                         "src/io/key_log.cpp": "other programs read the file that SSLKEYLOGFILE names"}

FOREIGN = re.compile(r"asio(/.*|\.hpp)?|boost/.*|openssl/.*|yaml-cpp/.*|nlohmann/.*|httplib\.h|curl/.*|gtest/.*|"
                     r"gmock/.*|regex|filesystem|iostream")
STANDARD = re.compile(r"[a-z0-9_]+")

# Files of src/ without a unit test of their own name, and what covers them.
COVERED_ELSEWHERE = {
    "proxy/client_side": "tests/script",
    "proxy/connection": "tests/script",
    "proxy/exchange": "tests/script",
    "proxy/http1_conversation": "tests/script",
    "proxy/origin_exchange": "tests/script",
    "proxy/socks5_conversation": "tests/script",
    "proxy/tunnel": "tests/script",
    "proxy/origin_link": "tests/script",
    "proxy/told": "tests/script",
    "proxy/upload": "tests/script",
    "proxy/websocket_playback": "tests/script",
    "proxy/websocket_relay": "tests/script",
    "proxy/websocket_scripted": "tests/script",
    "proxy/websocket_server": "tests/script",
}

FORBIDDEN = {
    "detached": "a coroutine belongs to a Scope",
    "detach": "a thread is joined",
    "sleep_for": "wait for the thing itself",
    "sleep_until": "wait for the thing itself",
    "usleep": "wait for the thing itself",
    "nanosleep": "wait for the thing itself",
}


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                yield path


def code(path):
    """The lines of a file, without comments; string literals keep their place."""
    text = path.read_text(encoding="utf-8")
    token = re.compile(r"""R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|//[^\n]*|/\*.*?\*/""", re.S)

    def blank(match):
        found = match.group(0)
        return re.sub(r"[^\n]", " ", found) if found.startswith("/") else found

    return token.sub(blank, text).split("\n")


def includes(path):
    for number, line in enumerate(code(path), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


def floors_of(file):
    stacks = {}
    for line in file.read_text().splitlines():
        name, *below = line.split()
        stacks[name] = set(below) | {name}
    return stacks


def check_floors(root, floors, **_):
    """A file includes its own floor and lower ones; what a floor may know."""
    stacks = floors_of(floors)
    for path in sources(root, "src"):
        name = str(path.relative_to(root))
        floor = name.split("/")[1]
        if floor not in stacks:
            yield f"{name}: '{floor}' is no floor; declare it in CMakeLists.txt"
            continue
        for number, quote, header in includes(path):
            where = f"{name}:{number}"
            if quote == '"':
                target = header.split("/")[0]
                if "/" not in header or target not in stacks:
                    yield f'{where}: "{header}" is not "floor/file.hpp"'
                elif target not in stacks[floor]:
                    yield f"{where}: floor '{floor}' does not stand on '{target}'"
            if floor in DECIDING and DOING.fullmatch(header) and (name, header) != DIGEST:
                yield f"{where}: <{header}> in '{floor}', which decides and does not do"
            may_touch = name.startswith(MAY_TOUCH_FILES) or name in TOUCHES_FILES_BECAUSE
            if FILES.fullmatch(header) and not may_touch:
                yield f"{where}: <{header}>, but only cassette/ touches files"
        for number, line in enumerate(code(path), 1):
            if floor in DECIDING and name not in MAY_READ_CLOCK and WALL_CLOCK.search(line):
                yield f"{name}:{number}: reads a clock; take a base::Clock"
            if FILE_CALLS.search(line) and not (name.startswith(MAY_TOUCH_FILES) or name in TOUCHES_FILES_BECAUSE):
                yield f"{name}:{number}: opens a file, but only cassette/ touches files"


def check_headers(root, **_):
    """Public headers cost a test file nothing but std."""
    for path in sources(root, "include"):
        name = str(path.relative_to(root))
        for number, quote, header in includes(path):
            where = f"{name}:{number}"
            if header.startswith("wiretape/") and quote == "<":
                if not (root / "include" / header).exists():
                    yield f"{where}: there is no <{header}>"
                continue
            if path.name == "gtest.hpp" and re.fullmatch(r"(gtest|gmock)/.*", header):
                continue
            if FOREIGN.fullmatch(header) or not STANDARD.fullmatch(header):
                yield f"{where}: <{header}> in a public header"
        for number, line in enumerate(code(path), 1):
            if re.match(r"\s*#\s*define\b", line):
                yield f"{name}:{number}: a macro in a public header"


def check_tests(root, **_):
    """Every file of src/ has its own unit test."""
    stems = {}
    for path in sources(root, "src"):
        if path.name != "main.cpp":
            stems.setdefault(path.relative_to(root / "src").with_suffix(""), set()).add(path.suffix)
    for stem, suffixes in sorted(stems.items()):
        # A header alone may be values and contracts only; what it is worth testing shows in the .cpp of others.
        if ".cpp" not in suffixes or str(stem) in COVERED_ELSEWHERE:
            continue
        test = f"tests/unit/{'_'.join(stem.parts)}_test.cpp"
        if not (root / test).exists():
            yield f"src/{stem}.cpp: has no {test}"
    for stem, test in COVERED_ELSEWHERE.items():
        if pathlib.Path(stem) in stems and not (root / test).exists():
            yield f"src/{stem}: is said to be covered by {test}, which is not there"


def check_words(root, **_):
    """Nothing is detached, nothing sleeps to wait."""
    for path in sources(root, "src", "include", "tests", "examples"):
        for number, line in enumerate(code(path), 1):
            for word, instead in FORBIDDEN.items():
                if re.search(rf"\b{word}\b\s*[(),;]", re.sub(r'"(?:\\.|[^"\\])*"', '""', line)):
                    yield f"{path.relative_to(root)}:{number}: {word}: {instead}"


def check_coroutines(root, **_):
    """g++ 12 destroys twice what a co_await's statement makes by braces, or a temporary lambda captures."""
    for path in sources(root, "src", "tests"):
        text = "\n".join(code(path))
        for match in re.finditer(r"\bco_await\b(\s*\[|[^;{]*[(,\w>]\s*\{)", text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path.relative_to(root)}:{line}: a co_await makes a temporary by braces; name it and move it in"


def check_licence(root, **_):
    """The first line says which licence."""
    for path in sources(root, "src", "include", "tests", "examples", "bench"):
        if not path.read_text(encoding="utf-8").startswith("// SPDX-License-Identifier: MIT\n"):
            yield f"{path.relative_to(root)}:1: is not `// SPDX-License-Identifier: MIT`"


def check_symbols(root, library, **_):
    """A user's program may hold another Asio and another cpp-httplib: ours must not merge with them."""
    listing = subprocess.run(["nm", "-C", "--defined-only", str(library)],
                             check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        match = re.match(r"[0-9a-f ]+ ([A-TV-ZuvwVW]) (.*)", line)
        if match and re.search(r"(?<![\w:])(asio|httplib)::", match.group(2)):
            yield f"{library.name}: {match.group(1)} {match.group(2)[:160]}"
    if (root / "src/io").is_dir() and any((root / "src/io").glob("*.cpp")) and "wiretape_asio::" not in listing:
        yield f"{library.name}: no symbol of wiretape_asio; was Asio's namespace renamed?"


CHECKS = {name[len("check_"):]: function
          for name, function in list(globals().items()) if name.startswith("check_")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("check", choices=CHECKS)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--floors", type=pathlib.Path)
    parser.add_argument("--library", type=pathlib.Path)
    options = parser.parse_args()
    complaints = list(CHECKS[options.check](root=options.root, floors=options.floors, library=options.library))
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
