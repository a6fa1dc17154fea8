"""Drives the PyPI package python-helpscout: everything that it can do with customers.

Environment: BASE_URL, CLIENT_ID, CLIENT_SECRET. The client tells nothing of a new record, so what was made is found again by listing.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from helpscout import HelpScout
from helpscout.exceptions import HelpScoutAuthenticationException, HelpScoutException
from tally import check, end, part

BASE = os.environ["BASE_URL"] + "/v2/"
MARK = f"{time.time_ns():x}"
LAST_NAME, EMAIL, SLUG = f"Okoro-{MARK}", f"ines.py.{MARK}@northwind.example", f"car-{MARK}"
ADDRESS = {"city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina"]}


def client(secret):
    return HelpScout(os.environ["CLIENT_ID"], secret, base_url=BASE, sleep_on_rate_limit_exceeded=False)


def refusal(call):
    """What a call is refused with, or nothing when it is not refused."""
    try:
        call()
    except HelpScoutException as error:
        return str(error)
    return None


def named(last_name):
    return hs.customers.get(params={"lastName": last_name})


hs = client(os.environ["CLIENT_SECRET"])
ines = None

with part("tokens"):
    try:
        client("wrong").customers.get()
        check("a wrong secret is refused", False)
    except HelpScoutAuthenticationException as error:
        check("a wrong secret is refused", "invalid_client" in str(error), error)
    hs.access_token = "long expired"
    # The client leaves the parameters out when it asks again, so what is listed does not matter here.
    hs.customers.get(params={"lastName": LAST_NAME})
    check("the token was renewed after a 401", hs.access_token != "long expired")

with part("create"):
    made = hs.customers.post(data={
        "firstName": "Ines", "lastName": LAST_NAME, "jobTitle": "Buyer", "gender": "female", "age": "30-35", "organization": f"Northwind {MARK}",
        "emails": [{"type": "work", "value": EMAIL}], "phones": [{"type": "work", "value": "+234 1 555 0100"}],
        "chats": [{"type": "skype", "value": "ines.o"}], "socialProfiles": [{"type": "twitter", "value": "@ines"}],
        "websites": [{"value": "https://northwind.example"}], "address": ADDRESS,
    })
    check("a create is a 201", made is None, made)
    found = named(LAST_NAME)
    check("she is listed", [one.firstName for one in found] == ["Ines"], found)
    ines = found[0].id

with part("get"):
    customer = hs.customers.get(ines)
    check("own fields are read", (customer.id, customer.gender, customer.age) == (ines, "Female", "30-35"), customer)
    lists = {key: [entry["value"] for entry in customer._embedded[key]] for key in ("emails", "phones", "chats", "social_profiles", "websites")}
    expected = [[EMAIL], ["+234 1 555 0100"], ["ines.o"], ["@ines"], ["https://northwind.example"]]
    check("entries are embedded", list(lists.values()) == expected, lists)
    check("the address is embedded", customer._embedded["address"]["lines"] == ["12 Marina"], customer._embedded)
    check("the self link leads here", customer._links["self"]["href"] == f"{BASE}customers/{ines}", customer._links)

with part("find"):
    for parameters in (f'query=(email:"{EMAIL}")', f'query=(lastName:"{LAST_NAME}" AND NOT firstName:"John")',
                       {"firstName": "INES", "lastName": LAST_NAME}, {"email": EMAIL}):
        found = hs.customers.get(params=parameters)
        check(f"found by {parameters}", [one.id for one in found] == [ines], found)
    check("nobody is an empty list", named(f"Nobody-{MARK}") == [])
    check("a broken query is refused", "query" in (refusal(lambda: hs.customers.get(params="query=(email:")) or ""))

with part("patch and overwrite"):
    check("a patch is a 204", hs.customers.patch(ines, [{"op": "replace", "path": "/firstName", "value": "Inês"}]) is None)
    check("it is patched", hs.customers.get(ines).firstName == "Inês")
    check("an overwrite is a 204", hs.customers.put(ines, {"firstName": "Ines", "lastName": LAST_NAME}) is None)
    customer = hs.customers.get(ines)
    check("what was left out is empty", not hasattr(customer, "jobTitle") and customer.firstName == "Ines", customer)

ENTRIES = {
    "emails": ({"type": "home", "value": f"a.py.{MARK}@home.example"}, {"type": "other", "value": f"b.py.{MARK}@home.example"}),
    "phones": ({"type": "home", "value": "111"}, {"type": "fax", "value": "222"}),
    "chats": ({"type": "icq", "value": "one"}, {"type": "yahoo", "value": "two"}),
    "social-profiles": ({"type": "flickr", "value": "one"}, {"type": "quora", "value": "two"}),
    "websites": ({"value": "https://one.example"}, {"value": "two.example/b"}),
}

for kind, (first, second) in ENTRIES.items():
    with part(kind):
        calls = getattr(hs.customers[ines], kind)

        def listed():
            answer = hs.hit(f"customers/{ines}/{kind}", "get")[0]
            return {entry["id"]: {key: entry[key] for key in first} for entry in answer["_embedded"][kind]}

        before = listed()
        check(f"{kind}: a create is a 201", calls.post(data=first) is None)
        new = next(iter(listed().keys() - before.keys()))
        check(f"{kind}: it is listed", listed()[new] == first, listed())
        check(f"{kind}: an update is a 204", calls.put(new, second) is None)
        check(f"{kind}: it is changed", listed()[new] == second, listed())
        check(f"{kind}: a delete is a 204", calls.delete(new) is None)
        check(f"{kind}: it is gone", listed() == before, listed())

with part("address"):
    calls = hs.customers[ines].address
    check("an address is removed", calls.delete() is None)
    check("then there is none", refusal(calls.get) is not None)
    check("an address is made", calls.post(data=ADDRESS) is None and calls.get()[0].city == "Lagos")
    check("an address is updated", calls.put(data=ADDRESS | {"city": "Ikeja"}) is None and calls.get()[0].city == "Ikeja")

with part("properties"):
    definitions = getattr(hs, "customer-properties")
    check("a definition is made", definitions.post(data={"type": "text", "slug": SLUG, "name": "Car"}) is None)
    listed = hs.hit("customer-properties", "get")[0]["_embedded"]["customer-properties"]
    check("it is listed", {"type": "text", "slug": SLUG, "name": "Car"}.items() <= listed[-1].items(), listed)
    values = hs.customers[ines].properties
    check("a value is set", values.patch(data=[{"op": "replace", "path": f"/{SLUG}", "value": "Tesla"}]) is None)
    found = hs.customers.get(ines)._embedded["properties"]
    check("it is read", [(one["slug"], one["value"]) for one in found] == [(SLUG, "Tesla")], found)
    check("it is cleared", values.patch(data=[{"op": "remove", "path": f"/{SLUG}"}]) is None)
    check("then it is not there", hs.customers.get(ines)._embedded["properties"] == [])

with part("organizations"):
    name = f"Contoso {MARK}"
    check("an organization is made", hs.organizations.post(data={"name": name, "domains": [f"c{MARK}.example"]}) is None)
    made = [one for one in hs.organizations.get() if one.name == name]
    check("it is listed", len(made) == 1 and made[0].domains == [f"c{MARK}.example"], made)
    check("it is overwritten", hs.organizations.put(made[0].id, {"name": f"{name} Inc"}) is None)
    check("it is changed", hs.organizations.get(made[0].id).name == f"{name} Inc")
    check("it is removed", hs.organizations.delete(made[0].id) is None)
    check("then it is not there", refusal(lambda: hs.organizations.get(made[0].id)) is not None)
    check("a definition is removed", definitions.delete(SLUG) is None)

with part("pages"):
    for number in range(51):
        hs.customers.post(data={"firstName": f"P{number}", "lastName": f"Page-{MARK}"})
    found = named(f"Page-{MARK}")
    check("all pages are read", len(found) == 51 and len({one.id for one in found}) == 51, len(found))

with part("starts"):
    check("there is one mailbox", len(hs.mailboxes.get()) == 1)
    check("there are users", len(hs.users.get()) == 1)
    for kind in ("tags", "teams", "workflows", "conversations"):
        check(f"there are no {kind}", getattr(hs, kind).get() == [])

with part("errors"):
    check("an unknown customer is refused", refusal(lambda: hs.customers.get(999999999)) is not None)
    told = refusal(lambda: hs.customers.post(data={"firstName": "x" * 41, "gender": "none"}))
    check("a refusal names every field", "firstName" in told and "gender" in told, told)
    told = refusal(lambda: hs.customers.post(data={"emails": [{"type": "work", "value": EMAIL}]}))
    check("a taken address names its holder", f"/v2/customers/{ines}" in told, told)

with part("erase"):
    check("a delete is a 204", hs.customers.delete(ines) is None)
    check("then she is gone", refusal(lambda: hs.customers.get(ines)) is not None)

end()
