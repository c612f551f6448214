#!/usr/bin/env python3
"""Asks the running program everything that its own document allows, and much that it does not.

Schemathesis makes the requests from /api/openapi.json: no answer may be a fault of the program, have a status that is
not documented, or another shape or type than the document says. The demonstration is started for it and given something
to be asked about. Whoever is asked for what they may: an API token for each scope, and who is signed in by a cookie for
what no token opens, webhooks and settings among it; what is for everybody is asked without either.

    interface.py LOKET SCHEMATHESIS [PART ...]

With parts (the name of a scope, "session", "tablet", "anyone") only these are walked.
"""

import concurrent.futures
import http.cookiejar
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Live screens are no HTTP, and who signs out or chooses another password ends the walk.
LEFT_OUT = re.compile(r"^/live|/sign-out$|^/api/password$|^/api/me/second|^/api/accounts/\{id\}/(active|roles|password)$")
# Files cannot be made up from a schema; their readers have tests of their own.
FILES = re.compile(r"^/api/voice/\{clip\}$")
# What there is in the office that was prepared, by what `id` means.
KNOWN = '[parameters]\n"path.id" = {id}\n"path.zone" = "utama"\n'
LOKET, BERKAS = 2, 1
# Whose screen it is, where that is not said by the name.
SCREENS = {"board": "tv-1"}
# A survey is opened by a key that only its tablet is told.
BY_SECRET = {"tablet"}
AT_ONCE = 2


class Person:
    """Somebody of the demonstration, by cookie. Their acts say that no page of another site asked for them."""

    def __init__(self, base, login):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.post("/api/demo/sign-in", {"login": login})

    def post(self, path, body):
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "none"}
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers)
        return json.load(self.opener.open(request))

    def act(self, path, **body):
        return self.post(path, {**body, "request": "01JD" + "".join(random.choices(ALPHABET, k=22))})

    def read(self, path):
        return json.load(self.opener.open(self.base + path))

    def cookie(self):
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


def prepare(base):
    """An administrator who may do everything, and somebody at loket 2 whose berkas it is about."""
    admin = Person(base, "admin")
    known = admin.read("/api/accounts")
    me = next(account["id"] for account in known["accounts"] if account["login"] == "admin")
    devices = {"kiosk", "papan", "tablet", "agen"}
    roles = [role["role"] for role in known["roles"] if role["role"] not in devices]
    admin.act(f"/api/accounts/{me}/roles", roles=roles)
    kiosk = Person(base, "kiosk")
    for _ in range(4):
        kiosk.act("/api/kiosk/tickets", service="A")
    officer = Person(base, "loket-2")
    for step in ["open", "next", "present"]:
        officer.act(f"/api/loket/2/{step}")
    permit = next(one for one in officer.read("/api/permits")["permits"] if one["code"] == "SIPB")
    checklist = [{"requirement": one, "mark": "present"} for one in permit["requirements"]]
    checklist += [{"requirement": one, "mark": "not-needed"} for one in permit["conditional"]]
    officer.act(
        "/api/loket/2/register", permit="SIPB", nik="7110015507900003", name="Sitti", phone=None, checklist=checklist
    )
    officer.act("/api/loket/2/next")
    admin.act("/api/hooks", url="http://127.0.0.1:9/", topics=["call"])
    return admin, kiosk


def parts(base, admin, kiosk):
    """Who asks for what: a name, the headers, and the operations."""
    document = admin.read("/api/openapi.json")
    opened = {}
    for path, item in document["paths"].items():
        if LEFT_OUT.search(path) or FILES.search(path):
            continue
        for operation in item.values():
            schemes = {name: scopes for one in operation["security"] for name, scopes in one.items()}
            part = schemes["token"][0] if "token" in schemes else next(iter(schemes), "anyone")
            opened.setdefault(part, []).append(operation["operationId"])
    known = admin.read("/api/tokens")
    ids = {account["login"]: account["id"] for account in known["accounts"]}
    for part, operations in opened.items():
        if part in known["scopes"]:
            account = ids["kiosk" if part == "kiosk" else "admin"]
            made = admin.act("/api/tokens", name=part, account=account, scopes=[part], days=1)
            headers = [f"Authorization: Bearer {made['secret']}"]
        elif part == "anyone":
            headers = []
        else:
            person = {"session": admin, "kiosk": kiosk}.get(part) or Person(base, SCREENS.get(part, part))
            headers = [f"Cookie: {person.cookie()}"]
        # Schemathesis makes up cookies as well, wherever one might let it in.
        yield part, [*headers, "Sec-Fetch-Site: none"], operations


def walk(schemathesis, base, part, headers, operations):
    """Everything at the edges of what the document says of these operations: how it ended, in words, and which of the
    operations were answered as hoped."""
    chosen = "^(" + "|".join(map(re.escape, operations)) + ")$"
    # What it remembers for the next time is of no use here.
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.har")
        with open(os.path.join(folder, "schemathesis.toml"), "w", encoding="utf-8") as settings:
            settings.write("" if part == "session" else KNOWN.format(id=LOKET if part == "loket" else BERKAS))
        command = [schemathesis, "run", base + "/api/openapi.json", "--include-operation-id-regex", chosen]
        command += ["--phases", "coverage", "--checks", CHECKS, "--rate-limit", "15/s", "--continue-on-failure"]
        command += ["--suppress-health-check", "all", "--warnings", "off", "--no-color", "--seed", "1"]
        command += ["--report", "har", "--report-har-path", report]
        command += [part for header in headers for part in ("-H", header)]
        done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
        with open(report, encoding="utf-8") as written:
            asked = json.load(written)["log"]["entries"]
    well = {
        (one["request"]["method"], one["request"]["url"].split("?")[0])
        for one in asked
        if 200 <= one["response"]["status"] < 300
    }
    return done.returncode, done.stdout + done.stderr, len(asked), len(well)


def main(loket, schemathesis, *wanted):
    loket, schemathesis = os.path.abspath(loket), os.path.abspath(schemathesis)
    log = tempfile.TemporaryFile("w+")
    office = subprocess.Popen([loket, "demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        base = None
        while base is None:
            line = office.stdout.readline()
            if not line:
                sys.exit("the program ended before it told its address")
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            base = found and found.group(0)
        admin, kiosk = prepare(base)
        walks = [one for one in parts(base, admin, kiosk) if not wanted or one[0] in wanted]
        begun, failed = time.monotonic(), False
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            # What no token opens can change who is who: it is asked when nobody else asks any more.
            walks.sort(key=lambda one: one[0] == "session")
            todo = {}
            for part, headers, operations in walks:
                if part == "session":
                    concurrent.futures.wait(todo)
                todo[pool.submit(walk, schemathesis, base, part, headers, operations)] = part, operations
            for done in concurrent.futures.as_completed(todo):
                part, operations = todo[done]
                code, words, asked, well = done.result()
                said = "as documented" if code == 0 else "NOT AS DOCUMENTED"
                print(f"{part}: {len(operations)} operations, {asked} requests, {well} did something: {said}", flush=True)
                if code != 0:
                    print(words, flush=True)
                # Whoever is kept out everywhere has found out nothing.
                failed |= code != 0 or (well == 0 and part not in BY_SECRET)
        print(f"{sum(len(one[2]) for one in walks)} operations in {time.monotonic() - begun:.0f} s")
        if office.poll() is not None:
            sys.exit("the program ended while it was asked")
        log.seek(0)
        said = log.read()
        if "panicked" in said:
            sys.exit(f"a part of the program fell while it was asked:\n{said}")
        sys.exit(failed)
    finally:
        office.terminate()
        office.wait()


main(*sys.argv[1:])
