#!/usr/bin/env python3
"""Measures how a Lambda binary starts: from exec to its first call of the Runtime API.

    python3 benches/start.py [--program target/release/lambdesk-functions] [--bare target/release/examples/bare]
                             [--runs 30] [--json]

It plays Lambda: gives the program its environment, listens as the Runtime API and notes the first
`GET /2018-06-01/runtime/invocation/next`. Then the program is ended. Every run is a new process.
Processor time is the kernel's, in nanoseconds; memory is the most the process ever had resident.
Standard library only. Nothing is reached but loopback.
"""
import argparse
import json
import os
import pathlib
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import time

ROLES = ["ingest", "relay", "enrich", "triage", "deliver", "feedback", "sweep", "api"]
PATIENCE = 10.0

# What a deployment would set. None of these addresses is called before the first event.
DEPLOYMENT = {
    "TABLE": "bench",
    "MAIL_BUCKET": "bench",
    "MAIL_QUEUE_URL": "https://sqs.invalid/000000000000/mail",
    "ENRICH_QUEUE_URL": "https://sqs.invalid/000000000000/enrich",
    "TRIAGE_QUEUE_URL": "https://sqs.invalid/000000000000/triage",
    "DELIVERY_QUEUE_URL": "https://sqs.invalid/000000000000/delivery.fifo",
    "REPLY_DOMAIN": "in.example.com",
    "SIGNING_SECRET": "only-for-the-bench-0123456789abcdef",
    "PUBLIC_URL": "https://desk.example.com",
    "CONFIGURATION_SET": "bench",
    "SYSTEM_SENDER": "no-reply@example.com",
    "ORGANISATION_NAME": "Bench",
    "OWNER_EMAIL": "owner@example.com",
    "SUPPORT_ADDRESS": "support@example.com",
    "SECRETS_KEY": "bench",
    "METRICS_NAMESPACE": "Bench",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
}

DEBIAN_ROOTS = "/etc/ssl/certs/ca-certificates.crt"


def lambda_environment(handler, address):
    """What Lambda sets for every function of a custom runtime."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "_HANDLER": handler,
        "AWS_LAMBDA_RUNTIME_API": address,
        "AWS_LAMBDA_FUNCTION_NAME": "bench-" + handler,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/bench",
        "AWS_LAMBDA_LOG_STREAM_NAME": "bench",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    }


def one_bundle():
    """Amazon Linux has its roots in one file. Debian has them in a file and in a folder, and both would be read."""
    return {"SSL_CERT_FILE": DEBIAN_ROOTS} if os.path.exists(DEBIAN_ROOTS) else {}


def processor_ms(pid):
    """Processor time of all threads of a process so far."""
    spent = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/schedstat") as file:
            spent += int(file.read().split()[0])
    return spent / 1e6


def peak_kib(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))


def first_request(listener, child):
    """Waits for the child's first request and gives its first line; None when it ends or is too slow."""
    watch = selectors.DefaultSelector()
    watch.register(listener, selectors.EVENT_READ)
    deadline = time.monotonic() + PATIENCE
    while not watch.select(0.5):
        if child.poll() is not None or time.monotonic() > deadline:
            return None
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(PATIENCE)
        text = b""
        while b"\r\n\r\n" not in text:
            piece = connection.recv(4096)
            if not piece:
                return None
            text += piece
        # The connection stays open until the figures are taken: a closed one would be work for the child.
        return text.split(b"\r\n", 1)[0].decode(), time.perf_counter(), figures(child.pid)


def figures(pid):
    return processor_ms(pid), peak_kib(pid)


def start_once(program, handler):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = "127.0.0.1:%d" % listener.getsockname()[1]
        environment = {**lambda_environment(handler, address), **DEPLOYMENT, **one_bundle()}
        begun = time.perf_counter()
        child = subprocess.Popen(
            [program], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            seen = first_request(listener, child)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
    if seen is None:
        sys.exit(f"{program} ({handler}) did not ask for an event within {PATIENCE:.0f} s")
    line, at, (cpu, memory) = seen
    if "/runtime/invocation/next" not in line:
        sys.exit(f"{program} ({handler}) first asked for {line!r}; it could not start")
    return (at - begun) * 1000, cpu, memory / 1024


def measure(name, program, handler, runs):
    start_once(program, handler)  # The first run reads the file from disk.
    runs = [start_once(program, handler) for _ in range(runs)]
    wall, cpu, memory = zip(*runs)
    return {
        "name": name,
        "wall_ms": round(statistics.median(wall), 2),
        "cpu_ms": round(statistics.median(cpu), 2),
        "cpu_ms_most": round(max(cpu), 2),
        "peak_mib": round(max(memory), 1),
        "binary_mib": round(os.path.getsize(program) / 2**20, 2),
    }


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=root / "target/release/lambdesk-functions")
    arguments.add_argument("--bare", default=root / "target/release/examples/bare")
    arguments.add_argument("--runs", type=int, default=30)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    rows = []
    if os.path.exists(given.bare):
        rows.append(measure("bare lambda_runtime", str(given.bare), "bare", given.runs))
    rows += [measure(role, str(given.program), role, given.runs) for role in ROLES]
    if given.json:
        return print(json.dumps(rows))
    print("| function | start, ms | of it processor, ms (most) | memory, MiB | binary, MiB |")
    print("|---|---|---|---|---|")
    for row in rows:
        print("| {name} | {wall_ms} | {cpu_ms} ({cpu_ms_most}) | {peak_mib} | {binary_mib} |".format(**row))


if __name__ == "__main__":
    main()
