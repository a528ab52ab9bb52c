#!/usr/bin/env python3
"""Hyperscan on standard input as one stream, 256 KiB at a time.

usage: peer_hyperscan.py literals|patterns FILE   as `blot rules literals` and `blot rules patterns` print them;
       the compiled database is kept beside FILE

Each expression is reported once (HS_FLAG_SINGLEMATCH), so that calls into Python cost nothing. Patterns that it
knows approximately only (look-around, back references) are compiled with HS_FLAG_PREFILTER; those that it does
not compile even so are left out and counted. Prints the processor's seconds of scanning, without compiling.
"""

import pathlib
import pickle
import re
import sys
import time

import hyperscan


def expressions(kind, path):
    """What is searched for."""
    with open(path, "rb") as file:
        text = file.read()
    if kind == "literals":
        return [re.escape(line) for line in text.split(b"\n") if line]
    return [entry.split(b"\t", 1)[1] for entry in text.split(b"\0") if entry]


def compiles(expression, flags):
    """Whether it is one that Hyperscan knows."""
    try:
        hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(
            expressions=[expression], ids=[0], elements=1, flags=flags)
    except hyperscan.error:
        return False
    return True


def compiled(kind, path):
    """The database, and what it holds."""
    flags = hyperscan.HS_FLAG_SINGLEMATCH
    given = expressions(kind, path)
    known = given
    if kind == "literals":
        flags |= hyperscan.HS_FLAG_CASELESS
    else:
        flags |= hyperscan.HS_FLAG_PREFILTER | hyperscan.HS_FLAG_ALLOWEMPTY
        known = [expression for expression in given if compiles(expression, flags)]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_STREAM)
    database.compile(
        expressions=known, ids=list(range(len(known))), elements=len(known), flags=flags)
    return database, f"{len(known)} of {len(given)} expressions"


def main():
    kind, path = sys.argv[1:]
    kept = pathlib.Path(path + ".database")
    if kept.exists():
        database, note = pickle.loads(kept.read_bytes())
        database = hyperscan.loadb(database, hyperscan.HS_MODE_STREAM)
    else:
        database, note = compiled(kind, path)
        kept.write_bytes(pickle.dumps((hyperscan.dumpb(database), note)))
    database.scratch = hyperscan.Scratch(database)
    found = set()

    # Plain parameters: the binding crashes on others.
    def matched(expression, start, end, flags, context):
        found.add(expression)

    buffer = bytearray(256 << 10)
    view = memoryview(buffer)
    begin = time.process_time()
    with database.stream(match_event_handler=matched) as stream:
        while count := sys.stdin.buffer.raw.readinto(view):
            stream.scan(bytes(view[:count]))
    print(f"seconds: {time.process_time() - begin:.6f}")
    print(f"note: {note}, {len(found)} found")


main()
