#!/usr/bin/env python3
"""Runs all benches and prints their figures as Markdown.

    python3 benches/run.py [--large] [--only ingest,api,cost,start] [--keep FILE]

Builds what it needs (`cargo build --profile bench-release`, and `--release` for the start of functions).
Mails come from the folder in MAILS (files *.eml, with manifest.jsonl if there is one); without it they are made.
`--large` also measures with ten times the mails. Data folders are made under target/bench, on the disk the
checkout lies on. Standard library only.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "target" / "bench"


def cargo(*arguments):
    """Runs cargo and gives the paths of the programs it made, by target name."""
    command = ["cargo", *arguments, "--message-format=json-render-diagnostics"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    messages = map(json.loads, filter(None, done.stdout.splitlines()))
    made = (m for m in messages if m.get("reason") == "compiler-artifact" and m.get("executable"))
    return {message["target"]["name"]: message["executable"] for message in made}


def programs():
    # Both in one build, so that what they share is built once.
    packages = ["-p", "lambdesk-local", "-p", "lambdesk-functions"]
    found = cargo("build", "--profile", "bench-release", *packages, "--bench", "ingest", "--bin", "lambdesk-functions")
    return found["ingest"], found["lambdesk-functions"]


class Bench:
    def __init__(self, ingest, functions):
        self.ingest, self.functions = ingest, functions

    def mails(self, count):
        """The folder of the mails, made on the first use."""
        given = os.environ.get("MAILS")
        return (given, False) if given else (str(SCRATCH / f"mails-{count}"), True)

    def run(self, count, *more, processes=False):
        folder, make = self.mails(count)
        out = SCRATCH / "figures.json"
        command = [self.ingest, "--mails", folder, "--count", str(count), "--disk", str(SCRATCH / "data"), "--out", str(out)]
        if make and not os.path.exists(os.path.join(folder, "manifest.jsonl")):
            command.append("--generate")
        if processes:
            command += ["--processes", self.functions]
        # The functions write their metric lines to standard output and their logs to standard error.
        with open(SCRATCH / "log.txt", "w") as log:
            done = subprocess.run(command + list(more), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed; the end of its log:\n" + (SCRATCH / "log.txt").read_text()[-2000:])
        return json.loads(out.read_text())


def table(heads, rows):
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(show(cell) for cell in row) + " |")
    print(flush=True)


def show(cell):
    if isinstance(cell, float):
        return f"{cell:.0f}" if abs(cell) >= 100 else f"{cell:.2f}".rstrip("0").rstrip(".")
    return str(cell)


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    day = datetime.date.today().isoformat()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{day}, {model}, {os.cpu_count()} CPUs, Linux {platform.release()}, load before the run {load}.\n", flush=True)


def ingest(bench, counts, kept):
    rows, checks = [], []
    for count in counts:
        for workers, processes in ((1, False), (2, False), (1, True)):
            shape = "a process for each function" if processes else "one process"
            alone = bench.run(count, "--workers", str(workers), "--alone", processes=processes)
            figures = bench.run(count, "--workers", str(workers), "--check", processes=processes)
            kept[f"ingest {count} {workers}w {shape}"] = {"alone": alone, "together": figures}
            cpu = figures["cpu"]
            rows.append([count, workers, shape, alone["alone_per_second"], figures["stored_per_second"],
                         figures["all_stages_per_second"], cpu["stack_ms"], cpu["functions_ms"] if processes else "",
                         figures["peak_mib"]])
            checks.append([count, workers, shape, *verdict(figures["check"])])
            if processes and count == counts[0]:
                by_function(figures)
        if count == counts[0]:
            threads(figures)
            door = bench.run(count, "--workers", "1", "--door")
            kept[f"door {count}"] = door
            print(f"Taken in at the door while the functions work, one worker: {show(door['door_per_second'])} mails/s.\n")
    table(["mails", "workers", "functions as", "ingest alone, mails/s", "stored, mails/s", "all stages, mails/s",
           "CPU of the stack, ms/mail", "CPU of the functions, ms/mail", "peak memory of the stack, MiB"], rows)
    table(["mails", "workers", "functions as", "tickets", "conversations right", "automatic marked", "wrongly marked", "missing",
           "doubled"], checks)


def threads(figures):
    spent = figures["cpu"]["stack_ms_by_thread"]
    print("CPU of the stack by thread, ms/mail: " + ", ".join(f"{name} {show(ms)}" for name, ms in sorted(spent.items())) + ".\n")


def by_function(figures):
    rows = [[name, cpu / figures["mails"], peak] for name, (cpu, peak) in sorted(figures["children"].items())]
    table(["function", "CPU, ms/mail (start included)", "peak memory, MiB"], rows)


def verdict(check):
    if not check:
        return ["no manifest"] + [""] * 5
    return [check["tickets"], f"{check['conversations_right']} of {check['conversations_expected']}",
            f"{check['automatic_marked']} of {check['automatic_expected']}", check["automatic_wrongly"], check["missing"],
            check["doubled"]]


def api(bench, counts, kept):
    rows = []
    for count in counts:
        for processes in (False, True):
            figures = bench.run(count, "--workers", "2", "--api", processes=processes)["api"]
            kept[f"api {count} {'processes' if processes else 'one process'}"] = figures
            for name, words in (("list_25", "list 25 open tickets"), ("open_ticket", "open a ticket: ticket, then messages")):
                one = figures[name]
                where = "a process" if processes else "one process"
                rows.append([words, count, where, one["p50_ms"], one["p90_ms"], one["p99_ms"], one["requests"]])
    table(["action", "mails before", "function as", "p50, ms", "p90, ms", "p99, ms", "requests"], rows)


def cost(bench, counts, kept):
    figures = bench.run(counts[0], "--workers", "2", "--units")
    kept["cost"] = figures
    things = {"a mail, all stages": figures["per_mail"], **figures["costs"]}
    rows = []
    for name, one in things.items():
        calls = one["calls"]
        of = lambda service: sum(n for call, n in calls.items() if call.startswith(service + "."))
        rows.append([name, of("table"), one["read_units"], one["write_units"], of("objects"), of("queues"), of("mail")])
    table(["what", "table calls", "read units", "write units", "S3 calls", "SQS calls", "SES calls"], rows)
    calls = ", ".join(f"{name} {show(n)}" for name, n in sorted(figures["per_mail"]["calls"].items()))
    print(f"Calls for one mail: {calls}.\n")


def start():
    made = cargo("build", "--release", "-p", "lambdesk-functions", "--bins", "--example", "bare")
    subprocess.run([sys.executable, ROOT / "benches" / "start.py", "--program", made["lambdesk-functions"],
                    "--bare", made["bare"]], check=True)
    print()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--large", action="store_true", help="also with ten times the mails")
    arguments.add_argument("--count", type=int, default=int(os.environ.get("COUNT", "1000")), help="how many mails")
    arguments.add_argument("--only", default="ingest,api,cost,start", help="which benches, separated by commas")
    arguments.add_argument("--keep", type=pathlib.Path, help="write all figures to this file as JSON")
    given = arguments.parse_args()
    wanted = given.only.split(",")
    counts = [given.count] + ([given.count * 10] if given.large else [])
    SCRATCH.mkdir(parents=True, exist_ok=True)
    machine()
    kept = {}
    if set(wanted) & {"ingest", "api", "cost"}:
        bench = Bench(*programs())
        for name, measure in (("ingest", ingest), ("api", api), ("cost", cost)):
            if name in wanted:
                measure(bench, counts, kept)
    if "start" in wanted:
        start()
    if given.keep:
        given.keep.write_text(json.dumps(kept, indent=1))


if __name__ == "__main__":
    main()
