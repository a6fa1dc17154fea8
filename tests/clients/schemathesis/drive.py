"""Runs schemathesis on the server's own OpenAPI document: every check, and the examples, coverage, fuzzing and stateful phases.

Environment: BASE_URL, CLIENT_ID, CLIENT_SECRET, and EXAMPLES, how many requests are made up for each operation (50).
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import requests

BASE = os.environ["BASE_URL"]
HERE, EXAMPLES = Path(__file__).parent, int(os.environ.get("EXAMPLES", "50"))


def main():
    client = {"client_id": os.environ["CLIENT_ID"], "client_secret": os.environ["CLIENT_SECRET"]}
    token = requests.post(f"{BASE}/v2/oauth2/token", data={"grant_type": "client_credentials"} | client).json()["access_token"]
    environment = os.environ | {"TOKEN": token, "KNOWN": json.dumps(prepare(token)), "PYTHONDONTWRITEBYTECODE": "1"}
    schemathesis = Path(sys.executable).with_name("schemathesis")
    command = [schemathesis, "--no-color", "--config-file", HERE / "schemathesis.toml", "run", f"{BASE}/openapi.json"]
    # How quickly requests are made up says nothing of the server.
    command += ["--max-examples", str(EXAMPLES), "--checks", "all", "--suppress-health-check", "too_slow", *sys.argv[1:]]
    run = subprocess.run(command, cwd=HERE, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(run.stdout)
    count = re.search(r"(\d+) generated(?:, (\d+) found)?", run.stdout)
    made, found = (int(number or 0) for number in count.groups()) if count else (0, 1)
    failed = found or int(run.returncode != 0)
    print(f"{made - failed} passed, {failed} failed")
    sys.exit(1 if failed or not made else 0)


def prepare(token):
    """Makes what a request can name, and tells what it is called."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    text = {"type": "text", "slug": "known-text", "name": "Known text"}
    dropdown = {"type": "dropdown", "slug": "known-plan", "name": "Known plan", "options": [{"label": "Plus"}]}
    for path in ("customer-properties", "organizations/properties"):
        for definition in (text, dropdown):
            session.post(f"{BASE}/v2/{path}", json=definition).raise_for_status()
    ines, other, *spare = (make(session, f"Known{number}") for number in range(22 + EXAMPLES // 10))
    walk = session.get(f"{BASE}/v3/customers", params={"pageSize": 1}).json()
    cursor = parse_qs(urlparse(walk["_links"]["next"]["href"]).query)["cursor"][0]
    return {"slug": text["slug"], "dropdown": dropdown["slug"], "organization": other["organization"], "cursor": cursor, "ines": ines, "other": other, "spare": spare}


def make(session, name):
    """Makes a customer with an address and an entry of every kind."""
    handle = {"type": "other", "value": name.lower()}
    body = {
        "firstName": name, "organization": "Known", "address": {"city": "Lagos"}, "phones": [handle], "chats": [handle],
        "emails": [{"type": "other", "value": f"{name}@known.example"}], "socialProfiles": [handle], "websites": [{"value": "known.example"}],
    }
    made = session.post(f"{BASE}/v2/customers", json=body)
    made.raise_for_status()
    customer = session.get(made.headers["Location"]).json()
    lists = ("emails", "phones", "chats", "social_profiles", "websites")
    entries = {name.replace("_", "-"): customer["_embedded"][name][0]["id"] for name in lists}
    return {"id": customer["id"], "organization": customer["organizationId"], "entries": entries}


main()
