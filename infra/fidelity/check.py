"""Deploys the real template and program to an AWS emulator on loopback, sends mail through them and looks at what comes out.

Every wait polls until a deadline; nothing sleeps for luck. The emulator and everything it starts end with this program.
"""

import argparse
import email
import email.policy
import json
import os
import pathlib
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile

import boto3
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
STACK = "lambdesk"
REGION = "eu-central-1"
SUPPORT = "support@demo.test"
REPLY_DOMAIN = "reply.demo.test"
PARAMETERS = {
    "OrganisationName": "Demo",
    "OwnerEmail": "owner@demo.test",
    "SupportAddress": SUPPORT,
    "ReplyDomain": REPLY_DOMAIN,
    "SystemSender": "no-reply@demo.test",
    "DeletionProtection": "false",
}
CODE_FOLDER = "CodeUri: target/lambda/lambdesk-functions/"


class Missing(Exception):
    """What was waited for did not come."""


def wait(what, look, seconds=60, pause=0.25):
    """Calls look until it returns something, or gives up at the deadline."""
    deadline = time.monotonic() + seconds
    trouble = None
    while time.monotonic() < deadline:
        try:
            found = look()
            if found:
                return found
            trouble = None
        except Exception as error:  # The last one is told if the time runs out.
            trouble = error
        time.sleep(pause)
    raise Missing(f"{what}: not within {seconds} seconds" + (f" ({trouble})" if trouble else ""))


class Emulator:
    """One emulator with a port and a data folder of its own."""

    def __init__(self, folder, smtp_port):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "emulator.log"
        services = {f"AWS_ENDPOINT_URL{name}": self.url for name in ("", "_DYNAMODB", "_S3", "_SQS", "_SES", "_KMS")}
        self.keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": REGION, **services}
        # Functions inherit this environment. What the machine's owner set for AWS must not reach them.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        settings = {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_REGION": REGION,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "SMTP_HOST": f"127.0.0.1:{smtp_port}",
            "TMPDIR": str(folder),
        }
        self.environment = {**inherited, **self.keys, **settings}

    def __enter__(self):
        program = pathlib.Path(sys.executable).with_name("ministack")
        self.process = subprocess.Popen(
            [str(program)], env=self.environment, stdout=self.log.open("wb"), stderr=subprocess.STDOUT, start_new_session=True
        )
        wait("the emulator starts", lambda: urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2), 30)
        return self

    def __exit__(self, *_):
        # Its own session: the functions it started end with it.
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 2}, connect_timeout=5, read_timeout=30),
        )


class Deployment:
    """The stack, and the ways into it."""

    def __init__(self, emulator, program, architecture):
        self.emulator = emulator
        self.s3, self.sqs, self.table_api = (emulator.client(name) for name in ("s3", "sqs", "dynamodb"))
        self.outputs = self.deploy(program, architecture)
        self.may_send()
        self.bucket, self.table = self.outputs["MailBucketName"], self.outputs["TableName"]
        self.api = self.outputs["ApiUrl"].removeprefix("http://").removeprefix("https://")
        self.key = None

    def deploy(self, program, architecture):
        """What `sam deploy` does: uploads the program and the template, names the upload in the template, makes the stack."""
        package = "deployment"
        self.s3.create_bucket(Bucket=package, CreateBucketConfiguration={"LocationConstraint": REGION})
        archive = self.emulator.log.with_name("program.zip")
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            entry = zipfile.ZipInfo("bootstrap")
            entry.external_attr = 0o755 << 16
            file.writestr(entry, pathlib.Path(program).read_bytes())
        self.s3.upload_file(str(archive), package, "program.zip")
        template = (ROOT / "template.yaml").read_text()
        if template.count(CODE_FOLDER) != 1:
            raise Missing(f"template.yaml does not say {CODE_FOLDER} once")
        template = template.replace(CODE_FOLDER, f"CodeUri: s3://{package}/program.zip")
        self.s3.put_object(Bucket=package, Key="template.yaml", Body=template.encode())
        cloudformation = self.emulator.client("cloudformation")
        values = {**PARAMETERS, "Architecture": architecture}
        cloudformation.create_stack(
            StackName=STACK,
            TemplateURL=f"{self.emulator.url}/{package}/template.yaml",
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )

        def settled():
            stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
            return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack

        stack = wait("the stack is made", settled, 120)
        if stack["StackStatus"] != "CREATE_COMPLETE":
            events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
            failed = [(e["LogicalResourceId"], e.get("ResourceStatusReason")) for e in events if "FAILED" in e["ResourceStatus"]]
            raise Missing(f"the stack ended as {stack['StackStatus']}: {failed}")
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def may_send(self):
        """What an account needs before SES sends to anybody: a verified domain, and to be out of the sandbox."""
        self.emulator.client("ses").verify_domain_identity(Domain=SUPPORT.split("@")[1])
        self.emulator.client("sesv2").put_account_details(
            ProductionAccessEnabled=True, MailType="TRANSACTIONAL", WebsiteURL="https://demo.test", UseCaseDescription="answers"
        )

    def call(self, method, path, body=None, **headers):
        """One request to the HTTP API. The emulator tells APIs apart by the Host header."""
        headers = {"Host": self.api, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(f"{self.emulator.url}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def get(self, path):
        status, body = self.call("GET", path)
        if status != 200:
            raise Missing(f"GET {path} answered {status}: {str(body)[:300]}")
        return body

    def put_mail(self, key, raw):
        """What the receipt rule does with arriving mail."""
        self.s3.put_object(Bucket=self.bucket, Key=f"raw/{key}", Body=raw)

    def resource(self, logical_id):
        resources = self.emulator.client("cloudformation").describe_stack_resources(StackName=STACK)["StackResources"]
        return next(r["PhysicalResourceId"] for r in resources if r["LogicalResourceId"] == logical_id)


class Outbox(socketserver.ThreadingTCPServer):
    """Takes by SMTP what the emulator's SES sends, because only so it shows the whole mail."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Courier)
        self.mails = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Courier(socketserver.StreamRequestHandler):
    """Just enough SMTP to be handed a mail."""

    def handle(self):
        def answer(line):
            self.wfile.write(line.encode() + b"\r\n")

        answer("220 outbox")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                answer("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                raw = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
                self.server.mails.append(email.message_from_bytes(raw, policy=email.policy.default))
            if word == b"QUIT":
                return answer("221 bye")
            answer("250 ok")

class Run:
    """The checks, in the order of a mail's life. Each builds on those before it."""

    def __init__(self, stack, outbox, command):
        self.stack, self.outbox, self.command = stack, outbox, command
        self.sample = (ROOT / "events/mail/01-plain-question-en.eml").read_bytes()
        self.question = email.message_from_bytes(self.sample, policy=email.policy.default)

    def routes_exist(self):
        """The API serves its description, and nothing beside its routes."""
        document = self.stack.get("/openapi.json")
        if "/api/v1/tickets" not in document["paths"]:
            raise Missing("openapi.json does not describe /api/v1/tickets")
        for path, expected in (("/nothing-here", 404), ("/api/v1/tickets", 401)):
            status, _ = self.stack.call("GET", path)
            if status != expected:
                raise Missing(f"{path} was answered {status} to nobody in particular, not {expected}")

    def schedule_fires(self):
        """The scheduler starts the sweep: its heartbeat is in the table."""
        wait("the heartbeat of the sweep", lambda: [row for row in self.rows() if row["SK"]["S"] == "BEAT#sweep"], 150, 1)

    def key_opens_api(self):
        """A key made by the lambdesk command opens the API."""
        made = subprocess.run(
            [self.command, "key", "create", "--table", self.stack.table, "--role", "admin"],
            env={**os.environ, **self.stack.emulator.keys}, capture_output=True, text=True, timeout=60, check=False,
        )
        if made.returncode != 0:
            raise Missing(f"lambdesk key create ended with {made.returncode}: {made.stderr.strip()[-300:]}")
        self.stack.key = made.stdout.split()[-1]
        self.stack.get("/api/v1/tickets")

    def mail_becomes_ticket(self):
        """A raw mail in the bucket becomes a ticket that the API shows."""
        self.stack.put_mail("fidelity-1", self.sample)
        self.ticket = wait("a ticket", lambda: self.tickets(self.question["Subject"]))[0]

    def same_mail_again_changes_nothing(self):
        """The same mail under another key makes nothing new."""
        self.stack.put_mail("fidelity-1-again", self.sample)
        self.stack.put_mail("fidelity-after", (ROOT / "events/mail/09-thank-you-en.eml").read_bytes())
        wait("a ticket of the mail after it", lambda: self.tickets("Thank you!"))
        wait("the mail queue runs empty", lambda: not self.waiting("MailQueueUrl"))
        found = len(self.tickets(self.question["Subject"])), len(self.messages())
        if found != (1, 1):
            raise Missing(f"there are {found[0]} tickets and {found[1]} messages")

    def reply_is_sent(self):
        """A reply by the API leaves as a mail that threads at the customer's and comes back to this ticket."""
        words = "Both of you can edit it once you are in the same group."
        status, body = self.stack.call(
            "POST", f"/api/v1/tickets/{self.ticket['id']}/replies", {"text": words}, Idempotency_Key="fidelity-reply-1"
        )
        if status not in (200, 201, 202):
            raise Missing(f"the reply was answered {status}: {str(body)[:300]}")
        self.mail = wait("a mail at the customer's", lambda: self.outbox.mails)[0]
        asked = self.question["Message-ID"]
        wrong = [
            name
            for name, fine in {
                "To": self.question["From"].addresses[0].addr_spec in str(self.mail["To"]),
                "In-Reply-To": str(self.mail["In-Reply-To"]).strip() == asked,
                "References": asked in str(self.mail["References"]),
                "Reply-To": f"@{REPLY_DOMAIN}" in str(self.mail["Reply-To"]) and "+" in str(self.mail["Reply-To"]),
                "text": words in self.mail.get_body(("plain",)).get_content(),
            }.items()
            if not fine
        ]
        if wrong:
            raise Missing(f"wrong in the mail: {', '.join(wrong)}; its head is {self.mail.items()}")

    def answer_joins_ticket(self):
        """The customer's answer to that mail, to its reply address, lands in the same ticket."""
        answer = email.message.EmailMessage(policy=email.policy.SMTP)
        answer["From"], answer["To"] = str(self.question["From"]), str(self.mail["Reply-To"])
        answer["Subject"], answer["Message-ID"] = f"Re: {self.mail['Subject']}", "<fidelity-answer@mail.example.com>"
        answer["In-Reply-To"] = str(self.mail["Message-ID"])
        answer.set_content("Thank you, that worked.\n")
        self.stack.put_mail("fidelity-2", answer.as_bytes())
        wait("three messages in the ticket", lambda: len(self.messages()) == 3)

    def feedback_is_noted(self):
        """What SES reports about the mail is noted on the reply."""
        reply = next(m for m in self.messages() if m["delivery"])
        event = json.loads(json.loads((ROOT / "events/feedback.json").read_text())["Records"][0]["body"])
        detail = event["detail"]
        detail["eventType"] = "Delivery"
        detail["mail"]["messageId"] = str(self.mail["Message-ID"]).strip("<>")
        detail["mail"]["tags"] |= {"ticket": [self.ticket["id"]], "message": [reply["id"]], "organisation": [self.organisation()]}
        self.stack.sqs.send_message(QueueUrl=self.stack.resource("FeedbackQueue"), MessageBody=json.dumps(event))
        wait("the reply counts as delivered", lambda: "delivered" in [m["delivery"]["state"] for m in self.messages() if m["delivery"]])

    def rubbish_is_parked(self):
        """A message that is no task is put aside where a person sees it, and stops nothing."""
        self.stack.sqs.send_message(QueueUrl=self.stack.outputs["MailQueueUrl"], MessageBody="this is not JSON")
        wait("a parked item", lambda: self.stack.get("/api/v1/parked")["items"])
        if self.waiting("MailQueueDeadLettersUrl"):
            raise Missing("it went to the dead-letter queue instead")

    def poison_ends_in_dead_letters(self):
        """Work that fails each time it is tried ends in the dead-letter queue. Last, because it takes the table away."""
        # Two tries instead of five, so that the growing pauses between them do not hold this up for minutes.
        queue, dead = self.stack.outputs["MailQueueUrl"], self.stack.outputs["MailQueueDeadLettersUrl"]
        arn = self.stack.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "2"})
        self.stack.sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": policy})
        self.stack.table_api.delete_table(TableName=self.stack.table)
        self.stack.put_mail("fidelity-3", (ROOT / "events/mail/38-no-subject.eml").read_bytes())
        wait("the dead-letter queue", lambda: self.waiting("MailQueueDeadLettersUrl"), 120)

    def rows(self):
        return self.stack.table_api.scan(TableName=self.stack.table)["Items"]

    def organisation(self):
        return next(row["PK"]["S"].removeprefix("O#") for row in self.rows() if row["SK"]["S"] == "META")

    def tickets(self, subject):
        return [t for t in self.stack.get("/api/v1/tickets")["items"] if t["subject"] == subject]

    def messages(self):
        return self.stack.get(f"/api/v1/tickets/{self.ticket['id']}/messages")["items"]

    def waiting(self, output):
        found = self.stack.sqs.get_queue_attributes(QueueUrl=self.stack.outputs[output], AttributeNames=["All"])["Attributes"]
        return int(found["ApproximateNumberOfMessages"]) + int(found["ApproximateNumberOfMessagesNotVisible"])

    CHECKS = (
        routes_exist, schedule_fires, key_opens_api, mail_becomes_ticket, same_mail_again_changes_nothing, reply_is_sent,
        answer_joins_ticket, feedback_is_noted, rubbish_is_parked, poison_ends_in_dead_letters,
    )  # fmt: skip


def semantics(emulator):
    """Asks the emulator the same questions as the local stack; what it is known to answer otherwise is listed beside them."""
    names = ("DYNAMODB", "S3", "SQS", "SES")
    asked = subprocess.run(
        ["cargo", "nextest", "run", "-p", "lambdesk-tests", "--no-fail-fast", "semantics"],
        env={**os.environ, **{f"LAMBDESK_SEMANTICS_{name}": emulator.url for name in names}},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if asked.returncode != 0:
        raise Missing(f"cargo nextest ended with {asked.returncode}: {asked.stderr[-3000:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the functions' executable, built for this machine")
    parser.add_argument("--command", required=True, help="the lambdesk command")
    parser.add_argument("--architecture", required=True, choices=["arm64", "x86_64"])
    parser.add_argument("--passed", type=int, default=0, help="checks that passed before")
    parser.add_argument("--failed", type=int, default=0, help="checks that failed before")
    options = parser.parse_args()
    passed, failed = options.passed, options.failed

    def check(name, act):
        nonlocal passed, failed
        try:
            result = act()
        except Exception as error:  # Whatever it was, the next check still says something.
            failed += 1
            print(f"FAILED  {name}\n        {type(error).__name__}: {error}", flush=True)
            return None
        passed += 1
        print(f"ok      {name}", flush=True)
        return result

    with tempfile.TemporaryDirectory(prefix="lambdesk-fidelity-") as folder, Outbox() as outbox:
        with Emulator(pathlib.Path(folder), outbox.server_address[1]) as emulator:
            stack = check("The real template deploys", lambda: Deployment(emulator, options.program, options.architecture))
            if stack:
                run = Run(stack, outbox, options.command)
                for act in Run.CHECKS:
                    check(act.__doc__.split(". ")[0].strip("."), lambda: act(run))
            check("What Lambdesk relies on of AWS holds on the emulator, but for the differences listed", lambda: semantics(emulator))
            if failed:
                print(emulator.log.read_text(errors="replace")[-6000:], file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
