#!/usr/bin/env python3
"""Asks the running program everything that its own document allows, and much that it does not.

Schemathesis makes the requests from /api/openapi.json: no answer may be a fault of the program, have a status that is
not documented, or another shape than the document says. The demonstration is started for it, with an API token of every
scope for an administrator and for an officer.

    interface.py LOKET SCHEMATHESIS
"""

import http.cookiejar
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import urllib.request

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Live screens are no HTTP, and who signs out ends the walk.
LEFT_OUT = "^/live|/sign-out$"
# Sound files cannot be made up from a schema.
FILES = "^/api/voice/{clip}$"


def tokens(base, logins):
    """A token of every scope for each of these accounts."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(jar)

    def post(path, body):
        request = urllib.request.Request(base + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return json.load(opener.open(request))

    post("/api/demo/sign-in", {"login": "admin"})
    known = json.load(opener.open(base + "/api/tokens"))
    ids = {account["login"]: account["id"] for account in known["accounts"]}
    made = []
    for login in logins:
        request = "01JD" + "".join(random.choices(ALPHABET, k=22))
        body = {"name": login, "account": ids[login], "scopes": known["scopes"], "days": 1, "request": request}
        made.append(post("/api/tokens", body)["secret"])
    return made


def walk(schemathesis, base, token, *more):
    """Everything at the edges of what the document says, with one token."""
    command = [schemathesis, "run", base + "/api/openapi.json", "-H", f"Authorization: Bearer {token}"]
    command += ["--phases", "coverage", "--checks", CHECKS, "--rate-limit", "900/m", "--continue-on-failure"]
    command += ["--exclude-path-regex", f"{LEFT_OUT}|{FILES}", "--suppress-health-check", "all"]
    command += ["--warnings", "off", "--no-color", *more]
    # What it remembers for the next time is of no use here.
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, check=False, cwd=folder).returncode


def main(loket, schemathesis):
    office = subprocess.Popen([loket, "demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        base = None
        while base is None:
            line = office.stdout.readline()
            if not line:
                sys.exit("the program ended before it told its address")
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            base = found and found.group(0)
        administrator, officer = tokens(base, ["admin", "loket-2"])
        failed = walk(schemathesis, base, administrator)
        failed |= walk(schemathesis, base, officer, "--include-path-regex", "^/api/(loket|applicants|own-calls)")
        sys.exit(failed)
    finally:
        office.terminate()
        office.wait()


main(*map(os.path.abspath, sys.argv[1:]))
