#!/usr/bin/env python3
"""The house's floors: a file includes only its own folder, and rooms that stand below it.

Reads every `#include "room/…"`; a target must also link the targets whose headers it includes (links alone would not catch
a header-only leak, includes alone would not catch a missing link).
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# room -> floor; a room may include itself and lower floors. Rooms of one floor do not see each other.
FLOORS = {"engine": 1, "model-schemas": 2, "introspect": 2, "codegen": 2, "runner": 3, "tools": 4}
# codegen/report draws on codegen/sql and codegen/file, all of one room.
FORBIDDEN_IN_ENGINE = re.compile(r'#include <(fstream|iostream|filesystem|chrono|random|unistd\.h|libpq-fe\.h|yaml-cpp/.*)>')


DEFINES = re.compile(r"^(?:struct|class) (\w+)(?: final)?(?: : [^{;]*)?\s*\{", re.M)


def doubled_names():
    """One name, one type: two headers that define the same name break the one-definition rule without a word."""
    seen, bad = {}, []
    for room in FLOORS:
        for path in sorted((ROOT / room).rglob("*.h")):
            text = path.read_text()
            space = re.search(r"^namespace ([\w:]+) \{", text, re.M)
            for name in DEFINES.findall(text):
                key = (space.group(1) if space else "", name)
                if key in seen:
                    bad.append(f"{path.relative_to(ROOT)}: {name} is defined in {seen[key]} too")
                seen[key] = path.relative_to(ROOT)
    return bad


def main():
    bad = doubled_names()
    for room, floor in FLOORS.items():
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix not in (".h", ".cc"):
                continue
            text = path.read_text()
            where = path.relative_to(ROOT)
            for included in re.findall(r'^#include "([^"]+)"', text, re.M):
                other = included.split("/")[0]
                if other == room:
                    continue
                if other not in FLOORS:
                    if not (ROOT / included).exists() and other in ("pg_query.h", "pg_query", "absl", "protobuf-c", "libpq-fe.h"):
                        continue
                    if not (ROOT / included).exists():
                        continue  # generated
                    bad.append(f"{where}: includes {included}, which is in no room")
                elif FLOORS[other] >= floor:
                    bad.append(f"{where}: includes {included}, which does not stand below {room}")
            if room == "engine" and (found := FORBIDDEN_IN_ENGINE.search(text)):
                bad.append(f"{where}: the engine does no I/O and reads no clock: {found.group(0)}")
            lines = text.count("\n")
            if lines > 600 and "known/" not in str(where):
                bad.append(f"{where}: {lines} lines; a file has one purpose and at most 600")
    print("\n".join(bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
