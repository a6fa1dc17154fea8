"""Generates a client from the server's own OpenAPI document with openapi-python-client, and works with customers through it.

Environment: BASE_URL, CLIENT_ID, CLIENT_SECRET, and CLIENT_HOME, where the client is generated.
"""

import datetime
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tally import check, end, part

BASE, HOME = os.environ["BASE_URL"], Path(os.environ["CLIENT_HOME"])
EMAIL = "ines@northwind.example"


def generate():
    """Generates the package cardfile_client, and tells which operations came out incomplete."""
    generator = Path(sys.executable).with_name("openapi-python-client")
    command = [generator, "generate", "--url", f"{BASE}/openapi.json", "--meta", "none", "--overwrite", "--output-path", HOME / "cardfile_client"]
    told = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    sys.path.insert(0, str(HOME))
    return re.findall(r"WARNING parsing (\S+ \S+)", told)


def call(name, **given):
    """Calls an operation of the generated client by its module, such as customers.get_customer."""
    operation = importlib.import_module(f"cardfile_client.api.{name}")
    return operation.sync_detailed(client=client, **given)


with part("generate"):
    incomplete = generate()
    # The figures are in a text format of their own, which the generator does not read.
    check("every operation is whole", incomplete == ["GET /metrics"], incomplete)

from cardfile_client import AuthenticatedClient, Client, models

client = Client(base_url=BASE)
secrets = {"client_id": os.environ["CLIENT_ID"], "client_secret": os.environ["CLIENT_SECRET"]}

with part("token"):
    asked = models.ClientGrant(grant_type=models.ClientGrantGrantType.CLIENT_CREDENTIALS, **secrets)
    token = call("tokens.create_token", body=asked).parsed
    check("a token has a type and a lifetime", token.expires_in == 172800 and token.token_type.value == "bearer", token)
    wrong = models.ClientGrant(grant_type=models.ClientGrantGrantType.CLIENT_CREDENTIALS, client_id="nobody", client_secret="wrong")
    refused = call("tokens.create_token", body=wrong)
    check("a wrong client is a 401", refused.status_code == 401 and refused.parsed.error.value == "invalid_client", refused)
    shown = models.ShownToken(token=token.access_token, **secrets)
    check("a token is active", call("tokens.introspect_token", body=shown).parsed.active is True)
    other = models.ShownToken(token=call("tokens.create_token", body=asked).parsed.access_token, **secrets)
    check("a token is given back", call("tokens.revoke_token", body=other).status_code == 200)
    check("then it is not active", call("tokens.introspect_token", body=other).parsed.active is False)

client = AuthenticatedClient(base_url=BASE, token=token.access_token)

with part("create and read"):
    body = models.CustomerBody(
        first_name="Ines",
        last_name="Okoro",
        gender=models.Gender.FEMALE,
        organization="Northwind",
        age=41,
        emails=[models.NewEmail(value=EMAIL, type_=models.EmailType.WORK)],
        websites=[models.NewWebsite(value="northwind.example")],
        address=models.AddressBody(city="Lagos", country=models.Country.NG, lines=["12 Marina"]),
    )
    made = call("customers.create_customer", body=body, idempotency_key="a key")
    check("a create is a 201", made.status_code == 201, made)
    ines = int(made.headers["Resource-ID"])
    customer = call("customers.get_customer", customer_id=ines).parsed
    check("a customer is typed", isinstance(customer, models.Customer) and customer.id == ines, customer)
    check("enumerations are read", customer.gender is models.Gender.FEMALE, customer.gender)
    check("times are read", isinstance(customer.created_at, datetime.datetime), customer.created_at)
    check("a number became a text", customer.age == "41", customer.age)
    embedded = customer.field_embedded
    check("entries are typed", embedded.emails[0].value == EMAIL and embedded.emails[0].type_ is models.EmailType.WORK, embedded)
    check("the address is typed", embedded.address.country == "NG" and embedded.address.lines == ["12 Marina"], embedded)
    again = call("customers.create_customer", body=body, idempotency_key="a key")
    check("a repeated create is the same one", again.headers["Resource-ID"] == str(ines), again)

with part("list"):
    page = call("customers.list_customers", last_name="okoro", sort_field=models.SortField.FIRSTNAME).parsed
    check("a page is typed", page.page.total_elements == 1 and page.field_embedded.customers[0].id == ines, page)
    walk = call("customers.walk_customers", query=f'(email:"{EMAIL}")').parsed
    check("a walk is typed", [one.id for one in walk.field_embedded.customers] == [ines], walk)

with part("change"):
    tag = call("customers.get_customer", customer_id=ines).headers["ETag"]
    fields = models.CustomerFields(first_name="Inês", last_name="Okoro", job_title=None)
    check("an overwrite is a 204", call("customers.update_customer", customer_id=ines, body=fields, if_match=tag).status_code == 204)
    late = call("customers.update_customer", customer_id=ines, body=fields, if_match=tag)
    check("a late one is refused", late.status_code == 412 and isinstance(late.parsed, models.Problem), late)
    phone = models.PhoneBody(value="+234 1 555 0100", type_=models.PhoneType.MOBILE)
    added = call("phones.create_phone", customer_id=ines, body=phone)
    entry = call("phones.get_phone", customer_id=ines, entry_id=int(added.headers["Resource-ID"])).parsed
    check("an entry is typed", entry.type_ is models.PhoneType.MOBILE, entry)

with part("errors"):
    refused = call("customers.create_customer", body=models.CustomerBody(first_name="x" * 41)).parsed
    told = [(error.path, error.source) for error in refused.field_embedded.errors]
    check("a refusal lists fields", told == [("firstName", models.ProblemEmbeddedErrorsItemSource.JSON)], told)
    check("a taken address is a 409", call("customers.create_customer", body=body).status_code == 409)

with part("erase"):
    check("a delete is a 204", call("customers.delete_customer", customer_id=ines).status_code == 204)
    check("then she is gone", call("customers.get_customer", customer_id=ines).status_code == 404)

end()
