#!/usr/bin/env python3
"""pair_runs.py RUNS "NAME::COMMAND"...: runs the commands in turn and prints a table: median seconds, ratio to the first, peak memory."""
import os
import shlex
import statistics
import sys
import time


def once(command):
    begin = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        arguments = shlex.split(command)
        os.execvp(arguments[0], arguments)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"failed: {command}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def main():
    runs = int(sys.argv[1])
    commands = [argument.split("::", 1) for argument in sys.argv[2:]]
    results = {name: [] for name, _ in commands}
    for _ in range(runs):
        for name, command in commands:
            results[name].append(once(command))
    base = statistics.median(seconds for seconds, _ in results[commands[0][0]])
    print(f"{'command':24} {'median s':>9} {'ratio':>7} {'peak MiB':>9}")
    for name, _ in commands:
        median = statistics.median(seconds for seconds, _ in results[name])
        peak = max(memory for _, memory in results[name])
        print(f"{name:24} {median:9.3f} {median / base:7.2f} {peak:9.1f}")


main()
