#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads what strace saw of connect and send, and complains of each address that is not a deck's.

usage: sockets.py LOG PORTS; PORTS has a line for each deck that was there.
"""
import re
import sys

INTERNET = re.compile(r"sa_family=AF_INET6?, sin6?_port=htons\((\d+)\).*?\"([0-9a-f.:]+)\"")
FAMILY = re.compile(r"sa_family=(AF_\w+)")
LOOPBACK = {"127.0.0.1", "::1"}


def complaint(call, ports):
    """What is wrong with one call; None when nothing is, True when it went to a deck."""
    family = FAMILY.search(call)
    if not family or family.group(1) == "AF_NETLINK":  # asks the kernel which addresses there are
        return None
    if family.group(1) == "AF_UNIX" and "/nscd/socket" in call:  # libwebsockets asks glibc for users' names
        return None
    if family.group(1) in ("AF_INET", "AF_INET6"):
        address = INTERNET.search(call)
        if address and address.group(2) in LOOPBACK and int(address.group(1)) in ports:
            return True
    return call


def main():
    log, port_file = sys.argv[1:]
    with open(port_file, encoding="utf-8") as lines:
        ports = {int(line) for line in lines}
    to_decks, wrong = 0, []
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = complaint(line.rstrip(), ports)
            if found is True:
                to_decks += 1
            elif found:
                wrong.append(found)
    print(f"{to_decks} connections to {len(ports)} decks, {len(wrong)} calls to other addresses")
    print("\n".join(wrong[:50]))
    # Each deck had at least one client: a log that is empty shows nothing.
    sys.exit(1 if wrong or to_decks < len(ports) else 0)


main()
