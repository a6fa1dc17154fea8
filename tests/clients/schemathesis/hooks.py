"""What the OpenAPI document says in words only: its own formats, and which records, slugs and cursors are there.

Requests that break the document on purpose are left as they are.
"""

import itertools
import json
import os
import string

import requests
import schemathesis
from hypothesis import strategies as st

KNOWN = json.loads(os.environ.get("KNOWN", "{}"))
_session = requests.Session()
_session.headers["Authorization"] = f"Bearer {os.environ.get('TOKEN')}"
_numbers = itertools.count()
_spare = itertools.cycle(KNOWN.get("spare", []))

_label = st.text(string.ascii_lowercase, min_size=1, max_size=12)
_host = st.builds("{}.{}.example".format, _label, _label)
_local = st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~", min_size=1, max_size=20)
_url = st.builds("{}://{}/{}".format, st.sampled_from(["http", "https", "HTTPS"]), _host, st.text(string.ascii_letters + "/?=&", max_size=20))
_condition = st.one_of(
    st.builds('{}:"{}"'.format, st.sampled_from(["firstName", "lastName", "email", "emailDomain", "organization"]), _label),
    st.builds("{}:[{} TO *]".format, st.sampled_from(["createdAt", "modifiedAt"]), st.dates().map(str)),
    _label,
)
_query = st.recursive(
    _condition,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["AND", "OR", "AND NOT", ""]), inner) | inner.map("NOT {}".format),
    max_leaves=5,
)

schemathesis.openapi.format("email", st.builds("{}@{}".format, _local, _host))
schemathesis.openapi.format("uri", _url)
schemathesis.openapi.format("website", st.one_of(_url, _host))
schemathesis.openapi.format("hostname", _host)
schemathesis.openapi.format("query", _query)
_tag = st.builds('{}"{}"'.format, st.sampled_from(["", "W/"]), _label)
schemathesis.openapi.format("entity-tags", st.one_of(st.just("*"), st.lists(_tag, min_size=1, max_size=3).map(", ".join)))
schemathesis.openapi.format("cursor", st.just(KNOWN.get("cursor")))

DEFINITION_CHANGES = ("updateCustomerProperty", "patchCustomerProperty", "updateOrganizationProperty", "patchOrganizationProperty")

# What an operation of a patch may put where, and what it takes away.
_PATCH = [
    {"op": "replace", "path": "/firstName", "value": "Ines"},
    {"op": "add", "path": "/organization", "value": "Northwind"},
    {"op": "add", "path": "/phones/-", "value": {"type": "mobile", "value": "1"}},
    {"op": "replace", "path": "/social-profiles", "value": [{"type": "other", "value": "x"}]},
    {"op": "replace", "path": "/address/city", "value": "Lagos"},
    {"op": "add", "path": "/address/lines/-", "value": "12 Marina"},
    {"op": "test", "path": "/gender", "value": "unknown"},
    {"op": "remove", "path": "/address"},
    {"op": "remove", "path": "/background"},
]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Lets a well-formed request name what is there, and leaves it there."""
    operation, body = case.operation.definition.raw.get("operationId"), case.body
    if case.method == "DELETE":
        _leave_known_records(case)
    if operation in DEFINITION_CHANGES:
        # Only of a dropdown are options read, and the document cannot say which property is one.
        case.path_parameters = {"slug": KNOWN["dropdown"]}
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.meta.phase.name.value != "stateful":
        _name_known_records(case)
    if case.headers and case.headers.get("Idempotency-Key"):
        case.headers["Idempotency-Key"] = f"{next(_numbers)}-{case.headers['Idempotency-Key']}"[:255].strip()
    if isinstance(case.query, dict) and case.query.get("cursor"):
        case.query = {"cursor": KNOWN["cursor"]}
    if operation == "patchCustomer" and isinstance(body, list):
        case.body = _PATCH[: len(body)]
    elif operation in ("patchCustomerProperties", "putCustomerProperties"):
        case.body = [{**one, "path": f"/{KNOWN['slug']}", "value": _value(one.get("value"))} for one in body]
    elif operation == "putOrganizationValue":
        case.path_parameters = {"organizationId": KNOWN["organization"], "slug": KNOWN["slug"]}
        case.body = {**body, "value": _value(body.get("value"))}
    elif operation in ("createAddress", "updateAddress"):
        case.body = {**body, "city": "Lagos"}
    elif operation in ("createCustomer", "updateCustomer", "patchCustomer"):
        case.body = _with_known(body)


def _name_known_records(case):
    """Stateful tests name what they made themselves; other requests name a customer and its entries.

    A list has room for 50 entries, so new ones are spread over spare customers.
    """
    if case.method == "DELETE":
        case.path_parameters = dict(case.path_parameters) | _made_for_removal(case.operation.path)
        return
    if "customerId" not in case.path_parameters:
        return
    collection = case.operation.path.removeprefix("/v2/customers/{customerId}").strip("/").split("/")[0]
    known = KNOWN["ines"] if collection in KNOWN["ines"]["entries"] else KNOWN["other"]
    if case.method == "POST":
        known = next(_spare)
    case.path_parameters = dict(case.path_parameters) | {"customerId": known["id"]}
    if "entryId" in case.path_parameters:
        case.path_parameters["entryId"] = known["entries"][collection]


def _made_for_removal(path):
    """Makes what a request may remove, and tells under which names it is to be found."""
    number = next(_numbers)
    if path.endswith("/{slug}"):
        if "{organizationId}" in path:
            return {"organizationId": KNOWN["organization"], "slug": KNOWN["slug"]}
        return {"slug": _make(path.removesuffix("/{slug}"), {"type": "text", "slug": f"removed-{number}", "name": "Removed"})}
    if "{customerId}" not in path:
        return {"organizationId": _make("/v2/organizations", {"name": f"Removed {number}"})}
    customer = {"customerId": _make("/v2/customers", {"firstName": "Removed", "address": {"city": "Lagos"}})}
    if "{entryId}" in path:
        value = f"removed{number}@known.example" if "/emails/" in path else "removed.example"
        entry = {"value": value} if "/websites/" in path else {"value": value, "type": "other"}
        customer["entryId"] = _make(path.removesuffix("/{entryId}").format(**customer), entry)
    return customer


def _make(path, body):
    made = _session.post(f"{os.environ['BASE_URL']}{path}", json=body)
    made.raise_for_status()
    return made.headers["Resource-ID"]


def _leave_known_records(case):
    kept = {str(KNOWN[name]) for name in ("slug", "dropdown", "organization")} | {str(KNOWN[name]["id"]) for name in ("ines", "other")}
    named = {name: value for name, value in case.path_parameters.items() if str(value) in kept}
    if named:
        case.path_parameters = dict(case.path_parameters) | dict.fromkeys(named, 9007199254740991)


def _with_known(customer):
    known = dict(customer)
    if known.get("organizationId") is not None:
        known["organizationId"] = KNOWN["organization"]
    properties = known.get("properties")
    if isinstance(properties, list):
        known["properties"] = [{"slug": KNOWN["slug"], "value": _value(one.get("value"))} for one in properties[:1]]
    elif properties:
        known["properties"] = {KNOWN["slug"]: _value(next(iter(properties.values())))}
    # Entries that a list names by id have to be there; without an id they are new.
    for name, entries in known.items():
        if isinstance(entries, list):
            known[name] = [{key: value for key, value in one.items() if key != "id"} if isinstance(one, dict) else one for one in entries]
    return known


def _value(value):
    return value[:255].replace("\0", "") if isinstance(value, str) else value
