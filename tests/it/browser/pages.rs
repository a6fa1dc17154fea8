//! Every page that there is, over people with every kind of name.

use crate::api::sample::{definitions, full};
use crate::door::{Browser, Door};
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};

/// A page by a name that a file may have.
pub struct Page {
    pub name: String,
    pub path: String,
}

/// Names that pages have to stand: none, one, long ones, from right to left, in no Latin letters.
const NAMES: [(&str, &str, &str, &str); 12] = [
    ("Thabo", "Mokoena", "Contoso", "Engineer"),
    ("José", "García Márquez", "Northwind", "Buyer"),
    ("Zoë", "", "", ""),
    ("", "", "", ""),
    ("نورة", "العتيبي", "شركة الرياض", "مديرة المشتريات"),
    ("יעל", "כהן", "", "מעצבת"),
    ("美咲", "田中", "東京商事", "営業"),
    ("Дмитрий", "Иванов", "Контора", ""),
    (
        "Wolfeschlegelsteinhausenbergerdorffwelch",
        "Featherstonehaughcholmondeleymarjoribank",
        "Fabrikamindustriegesellschaftfuerlebensversicherungsangelege",
        "Assistant to the regional manager",
    ),
    ("Aoife", "O'Neill", "Adventure Works", "Chief of staff"),
    ("Nguyễn", "Thị Minh Khai", "Contoso", "Analyst"),
    ("X", "Æ", "", ""),
];

/// A server with people in it, its owner's browser, and the path of the customer who has everything.
pub async fn peopled() -> (Door, Browser, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    door.post("/v2/organizations", &json!({"name": "Northwind", "domains": ["northwind.example"]})).await.made();
    for (number, (first, last, organization, job)) in NAMES.into_iter().enumerate() {
        door.advance(3 * 60 * 60);
        let mut customer = json!({"firstName": first, "lastName": last, "organization": organization, "jobTitle": job});
        customer.as_object_mut().unwrap().retain(|_, value| value != "");
        if number == 0 {
            // The number is one of the customer's who has everything.
            customer["phones"] = json!([{"type": "work", "value": "01 555 0199"}]);
        }
        if number != 3 {
            customer["emails"] = json!([{"type": "work", "value": format!("person{number}@northwind.example")}]);
            customer["properties"] = json!([{"slug": "plan", "value": if number % 2 == 0 { "Plus" } else { "Basic" }}]);
        }
        door.create(&customer).await;
    }
    door.advance(60 * 60);
    let mut ines = full();
    ines["background"] = json!("Met at the fair in Lagos.\nPrefers to be called in the morning; decides with Thabo.");
    let path = door.create(&ines).await;
    door.advance(20 * 60);
    door.patch(&path, &json!([{"op": "replace", "path": "/jobTitle", "value": "Head of buying"}])).await.done();
    door.advance(60);
    let mut owner = door.owner().await;
    for (name, q, sort) in [
        ("Northwind, changed last", "northwind", "changed"),
        ("Everybody whose record was changed longest ago, to be looked", "", "unchanged"),
        ("قائمة العملاء المهمين", "العتيبي", "newest"),
    ] {
        owner.post("/views", &[("name", name), ("q", q), ("sort", sort), ("shared", "1")]).await.goes_to();
    }
    (door, owner, path.strip_prefix("/v2").unwrap().to_owned())
}

/// The pages that links lead to from the list and from a customer, each kind once, and what no link leads to as it is meant here. Each is
/// what it is meant to be: no page of an error stands for it.
pub async fn all(door: &Door, owner: &mut Browser, customer: &str) -> Vec<Page> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut open = VecDeque::from([
        ("customer".to_owned(), customer.to_owned()),
        ("customers".to_owned(), "/customers".to_owned()),
    ]);
    while let Some((name, path)) = open.pop_front() {
        if found.contains_key(&name) || path == "/" {
            continue;
        }
        let answer = owner.get(&path).await;
        open.extend(links(answer.page(200)).map(|link| (name_of(&link), link)));
        found.insert(name, path);
    }
    owner.open("/settings/apps").await;
    let redirects = format!("/settings/apps/{}/redirects", door.client_id);
    owner.post(&redirects, &[("redirects", "http://127.0.0.1/callback")]).await.goes_to();
    crate::api::oauth::agreed(door).await;
    let view = door.number("select id from saved_views where query = 'northwind'");
    let phone = door.read(&format!("/v2{customer}")).await["_embedded"]["phones"][1]["id"].clone();
    let zoe = door.number("select id from customers where first_key = 'zoë'");
    let states = [
        (200, "customers-found", "/customers?q=northwind&column=email&column=property.plan".to_owned()),
        (422, "customers-wrong-query", "/customers?q=ines+AND+emial%3A%22x%22".to_owned()),
        (200, "customers-parts", "/customers?q=northwind+AND+property.plan%3A%28Plus+OR+Basic%29".to_owned()),
        (200, "customers-filter", "/customers/filter?q=northwind&field=property.plan".to_owned()),
        (422, "customers-filter-wrong", "/customers/filter?field=property.seats&from=5&to=4&add=1".to_owned()),
        (200, "customers-nobody", "/customers?q=zzzz".to_owned()),
        (200, "customers-near", "/customers?q=thabo+mokona".to_owned()),
        (200, "customers-view", format!("/customers?view={view}&q=northwind&sort=changed")),
        (200, "customers-view-changed", format!("/customers?view={view}&q=ines&sort=changed")),
        (422, "customers-view-wrong", format!("/customers?view={view}&q=ines+AND+emial%3A%22x%22")),
        (200, "views-new", "/views/new?q=northwind&sort=changed".to_owned()),
        (200, "customers-ended", "/customers?sort=last&cursor=1.t.zzzz&before=50".to_owned()),
        (200, "customer-edit-address", format!("{customer}?edit=address")),
        (200, "customer-edit-notes", format!("{customer}?edit=background")),
        (200, "customer-number-of-two", format!("{customer}?also=phones.{phone}")),
        (200, "customer-of-domain", format!("/customers/{zoe}")),
        (200, "customer-new-of-domain", "/customers/new?emails%5B0%5D.value=ana%40northwind.example".to_owned()),
        (200, "customer-timeline", format!("{customer}/timeline")),
        (200, "bulk", "/customers/bulk?all=1&q=northwind".to_owned()),
        (200, "bulk-preview", "/customers/bulk?all=1&q=northwind&act=property&slug=plan&value=plus".to_owned()),
        (200, "bulk-undo", "/customers/bulk/undo?act=property&slug=plan&value=&since=0&until=9".to_owned()),
        (200, "bulk-delete", "/customers/bulk?all=1&q=northwind&act=delete".to_owned()),
        (200, "properties-new", "/properties/new".to_owned()),
        (200, "first-steps", "/first-steps".to_owned()),
        (200, "authorize", format!("/authentication/authorizeClientApplication?client_id={}&state=s", door.client_id)),
        (200, "people-link", format!("/settings/people/{}/link", door.number("select max(id) from users"))),
        (404, "not-found", "/nowhere".to_owned()),
    ];
    for (status, name, path) in states {
        owner.get(&path).await.page(status);
        found.insert(name.to_owned(), path);
    }
    found.into_iter().map(|(name, path)| Page { name, path }).collect()
}

/// The pages of whoever is not signed in, as a browser without a session sees them.
pub async fn doors(door: &Door, owner: &mut Browser) -> Vec<Page> {
    owner.open("/settings/people").await;
    let invited = owner.post("/settings/people", &[("email", "ben@northwind.example"), ("role", "user")]).await;
    let place = invited.goes_to().to_owned();
    let link = owner.get(&place).await.between("<code id=\"link\">", "</code>").unwrap();
    let welcome = link.strip_prefix(&door.url).unwrap();
    let mut stranger = door.browser();
    let mut pages = Vec::new();
    for (status, name, path) in
        [(200, "sign-in", "/sign-in"), (200, "welcome", welcome), (404, "welcome-gone", "/welcome/nothing")]
    {
        stranger.get(path).await.page(status);
        pages.push(Page { name: name.to_owned(), path: path.to_owned() });
    }
    pages
}

/// The pages that are otherwise where there is nothing yet.
pub async fn empty(owner: &mut Browser) -> Vec<Page> {
    let mut pages = Vec::new();
    for section in [
        "customers",
        "organizations",
        "properties",
        "properties/organizations",
        "overview",
        "first-steps",
        "customers/bulk",
        "views",
    ] {
        owner.open(&format!("/{section}")).await;
        pages.push(Page { name: format!("empty-{}", section.replace('/', "-")), path: format!("/{section}") });
    }
    pages
}

/// The pages that are otherwise for somebody who manages nothing.
pub async fn limited(user: &mut Browser) -> Vec<Page> {
    let mut pages = Vec::new();
    for (status, section) in [
        (200, "settings"),
        (403, "settings/people"),
        (403, "settings/apps"),
        (403, "properties/new"),
        (200, "properties"),
        (200, "properties/customers/plan"),
        (200, "first-steps"),
    ] {
        user.get(&format!("/{section}")).await.page(status);
        pages.push(Page { name: format!("limited-{}", section.replace('/', "-")), path: format!("/{section}") });
    }
    pages
}

/// Routes that answer no page: one leads on, one answers a file, and the others answer pieces of a page to our modules.
const NO_PAGES: [&str; 11] = [
    "/",
    "/customers/export",
    "/customers/suggest",
    "/customers/recent",
    "/customers/complete",
    "/customers/explain",
    "/customers/likely",
    "/customers/organizations",
    "/views/counts",
    "/organizations/suggest",
    "/overview/latest",
];

#[tokio::test]
async fn every_route_that_answers_a_page_is_among_the_pages() {
    let (door, mut owner, customer) = peopled().await;
    let mut pages = all(&door, &mut owner, &customer).await;
    pages.extend(doors(&door, &mut owner).await);
    let lines = include_str!("../../../src/web/mod.rs").lines();
    let routes: Vec<&str> = lines
        .filter_map(|line| line.trim().strip_prefix(".route(\"")?.split_once("\", get("))
        .map(|(route, _)| route)
        .filter(|route| !route.starts_with("/assets/"))
        .collect();
    assert!(routes.len() > 30, "the routes of src/web/mod.rs are not read any longer: {routes:?}");
    for route in &routes {
        let is_page = pages.iter().any(|page| is_of(&page.path, route, &routes));
        assert_eq!(is_page, !NO_PAGES.contains(route), "{route}: make it a page of pages::all, or name it in NO_PAGES");
    }
}

/// Whether a path is one of a route, and of no other that says more of it.
fn is_of(path: &str, route: &str, routes: &[&str]) -> bool {
    let path = path.split('?').next().unwrap();
    let fits = |route: &str| {
        let parts = path.split('/').zip(route.split('/'));
        path.split('/').count() == route.split('/').count()
            && parts.into_iter().all(|(part, wanted)| wanted == part || wanted.starts_with('{'))
    };
    let places = |route: &str| route.matches('{').count();
    fits(route) && !routes.iter().any(|other| fits(other) && places(other) < places(route))
}

/// Where the links of a page lead on this server, but for the page on which the API is tried, which others wrote.
fn links(page: &str) -> impl Iterator<Item = String> {
    page.split(" href=\"/").skip(1).filter_map(|rest| {
        let link = rest.split('"').next()?.split(['#', '?']).next()?;
        (!link.starts_with("assets/") && !link.starts_with("docs")).then(|| format!("/{link}"))
    })
}

/// What kind of page it is: one name for all customers, one for all apps.
fn name_of(path: &str) -> String {
    let is_id = |part: &str| part.starts_with(|first: char| first.is_ascii_digit());
    let parts = path.split('/').filter(|part| !part.is_empty());
    let named: Vec<&str> = parts.map(|part| if is_id(part) { "one" } else { part }).collect();
    match named.as_slice() {
        [] => "start".to_owned(),
        ["customers", "one"] => "customer".to_owned(),
        named => named.join("-"),
    }
}
