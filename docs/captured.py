#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether what a program prints is still what the pages show.

usage: captured.py --golden FILE [--root DIR] [--only-failures] [--fails] COMMAND...

Compares the standard output of COMMAND, run in DIR, with FILE; DIR/ and ../ are cut out of it.
Of a GoogleTest program --only-failures keeps the failures and leaves the frame of progress out. --fails
says that it must fail. With WIRETAPE_UPDATE_GOLDENS=1 the file is rewritten, and the test fails to say so.
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--golden", type=pathlib.Path, required=True)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path.cwd())
    parser.add_argument("--only-failures", action="store_true")
    parser.add_argument("--fails", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    done = subprocess.run(options.command, cwd=options.root, stdout=subprocess.PIPE, check=False,
                          encoding="utf-8")
    if (done.returncode != 0) != options.fails:
        print(done.stdout, f"exit code {done.returncode}", sep="\n")
        return 1
    lines = re.sub(r"(\.\./)+", "", done.stdout.replace(f"{options.root}/", "")).splitlines()
    if options.only_failures:
        lines = [line for line in lines if not line.startswith(("[", "Running main"))]
    wanted = "\n".join(lines) + "\n"
    golden = options.golden.read_text(encoding="utf-8") if options.golden.exists() else ""
    if golden == wanted:
        return 0
    print("\n".join(difflib.unified_diff(golden.splitlines(), wanted.splitlines(), str(options.golden), "printed",
                                         lineterm="")))
    if os.environ.get("WIRETAPE_UPDATE_GOLDENS") == "1":
        options.golden.write_text(wanted, encoding="utf-8")
        print(f"rewrote {options.golden}; read the change, run ./dev docs, and test again")
    else:
        print("WIRETAPE_UPDATE_GOLDENS=1 rewrites it")
    return 1


if __name__ == "__main__":
    sys.exit(main())
