//! Saved views of the list of customers: made, shared, changed and removed, and seen by whom they are for.

mod counts;
mod gone;
mod names;

use super::join;
use crate::door::{Answer, Browser, Door, OWNER};
use cardfile::actions::{companies, invitations};
use cardfile::domain::id::{CompanyId, SavedViewId, UserId};
use cardfile::domain::saved_view::{Listing, SavedView};
use cardfile::domain::time::Timestamp;
use cardfile::store::Change;
use cardfile::store::change::{Claim, KeyKind, Write};
use cardfile::store::saved_views::Stored;
use serde_json::{Value, json};

const BEN: &str = "ben@northwind.example";
const ADA: &str = "ada@northwind.example";

/// Sends the form of a new view.
async fn save(browser: &mut Browser, name: &str, fields: &[(&str, &str)]) -> Answer {
    browser.post("/views", &[fields, &[("name", name)]].concat()).await
}

/// Makes a view, and answers its identifier.
async fn made(browser: &mut Browser, name: &str, fields: &[(&str, &str)]) -> String {
    let answer = save(browser, name, fields).await;
    let (_, rest) = answer.goes_to().split_once("/customers?view=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}

/// The names of the views in the rail of a page.
fn rail(page: &str) -> Vec<String> {
    let Some((_, rest)) = page.split_once("<section class=\"views\"") else { return Vec::new() };
    let links = rest.split_once("</section>").unwrap().0.split("<span class=\"clip\" dir=\"auto\">").skip(1);
    links.map(|link| link.split('<').next().unwrap().to_owned()).collect()
}

/// Puts views into the database as they may stand there, whatever the pages let in.
async fn put(door: &Door, views: impl IntoIterator<Item = SavedView>) -> Vec<i64> {
    let mut change = Change::new(door.company());
    let mut ids = Vec::new();
    for view in views {
        let id = door.directory().store.take_ids(1).await.unwrap().ids.start;
        let at = Timestamp::parse("2026-11-23T16:11:00Z").unwrap();
        let key = format!("{}:{}", view.owner, view.name_key());
        change.claims.push(Claim { kind: KeyKind::SavedView, key, holder: id });
        change.writes.push(Write::NewSavedView(Stored::new(SavedViewId(id), view, at)));
        ids.push(id);
    }
    door.directory().store.commit(change).await.unwrap();
    ids
}

fn owner_of(door: &Door) -> UserId {
    UserId(super::user(door, "nora@northwind.example"))
}

async fn people(door: &Door) {
    for (first, last) in [("Ines", "Okoro"), ("Ines", "Adeyemi"), ("Thabo", "Mokoena")] {
        door.create(&json!({"firstName": first, "lastName": last})).await;
    }
}

#[tokio::test]
async fn a_list_is_saved_under_a_name_and_opened_from_every_page() {
    let door = Door::open().await;
    people(&door).await;
    let mut browser = door.owner().await;
    let page = browser.open("/customers").await;
    assert!(rail(&page).is_empty() && !page.contains("rail-views"), "nothing is said where there is none: {page}");
    assert!(!page.contains("Save view"), "the usual list is not offered to be saved: {page}");
    let page = browser.open("/customers?q=ines&sort=last&column=email").await;
    let offered = "/views/new?q=ines&#38;sort=last&#38;column=email";
    assert!(page.contains(&format!("href=\"{offered}\">Save view</a>")), "{page}");
    let form = browser.open(&offered.replace("&#38;", "&")).await;
    for field in ["name=\"q\" value=\"ines\"", "name=\"sort\" value=\"last\"", "name=\"column\" value=\"email\""] {
        assert!(form.contains(field), "{field}: {form}");
    }
    let fields = [("q", "ines"), ("sort", "last"), ("column", "email"), ("cursor", "1.t.x"), ("before", "50")];
    let answer = save(&mut browser, " Every Ines ", &fields).await;
    let opened = answer.goes_to().to_owned();
    assert!(opened.ends_with("&q=ines&sort=last&column=email&done=view-made"), "{opened}");
    let page = browser.open(&opened).await;
    for told in [
        "<title>Every Ines · Cardfile</title>",
        "<h2 class=\"view-name clip\" dir=\"auto\">Every Ines</h2>",
        "aria-current=\"page\"><span class=\"clip\" dir=\"auto\">Every Ines</span>",
        "The view is saved.",
        "<strong>2</strong> customers",
        "Edit view",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(page.matches("aria-current=\"page\"").count(), 2, "in the rail and in the menu of a phone: {page}");
    assert!(!page.contains("Save changes") && !page.contains("Save as new"), "{page}");
    let link = opened.strip_suffix("&done=view-made").unwrap().replace('&', "&#38;");
    for path in ["/customers", "/organizations", "/overview", "/settings", "/properties", "/views"] {
        let page = browser.open(path).await;
        assert_eq!(rail(&page), ["Every Ines"], "{path}");
        assert!(page.contains(&format!("<li><a href=\"{link}\"><span class=\"clip\"")), "{path}: {page}");
        assert!(page.contains(&format!("role=\"option\" data-href=\"{link}\"")), "the palette leads there: {page}");
    }
}

#[tokio::test]
async fn what_is_looked_at_otherwise_is_offered_to_be_saved() {
    let door = Door::open().await;
    people(&door).await;
    let mut browser = door.owner().await;
    let id = made(&mut browser, "Every Ines", &[("q", "ines")]).await;
    for other in ["q=thabo", "q=ines&sort=last", "q=ines&column=email", ""] {
        let page = browser.open(&format!("/customers?view={id}&{other}")).await;
        assert!(page.contains("Save changes") && page.contains("Save as new"), "{other}: {page}");
        assert!(!page.contains("Edit view") && page.contains("<title>Every Ines ·"), "{other}: {page}");
        let carried = format!("form=\"search\" name=\"view\" value=\"{id}\"");
        assert!(page.contains(&carried) && page.contains(&carried.replace("search", "view")), "{page}");
    }
    let page = browser.open(&format!("/customers?view={id}&q=thabo&sort=last")).await;
    assert!(page.contains(&format!("href=\"/customers?view={id}&#38;q=thabo&#38;sort=last-desc\"")), "sorts: {page}");
    let fields = [("q", "thabo"), ("sort", "last"), ("column", "email")];
    let answer = browser.post(&format!("/views/{id}/list"), &fields).await;
    let saved = format!("/customers?view={id}&q=thabo&sort=last&column=email&done=saved");
    assert_eq!(answer.goes_to(), saved);
    let page = browser.open(&saved).await;
    assert!(page.contains("Edit view") && !page.contains("Save changes"), "{page}");
    // A query that is not understood is not offered to be saved, nor saved.
    let answer = browser.get(&format!("/customers?view={id}&q=emial%3Ax")).await;
    assert!(!answer.page(422).contains("Save "), "{}", answer.text());
    assert!(!browser.get("/customers?q=emial%3Ax").await.page(422).contains("Save "));
    browser.post(&format!("/views/{id}/list"), &[("q", "emial:x")]).await.page(422);
    let answer = save(&mut browser, "Wrong", &[("q", "emial:x")]).await;
    assert!(answer.page(422).contains("There is no field"), "{}", answer.text());
    assert_eq!(door.text("select query from saved_views"), "thabo");
}

#[tokio::test]
async fn a_view_is_for_who_made_it_until_it_is_shared() {
    let door = Door::open().await;
    people(&door).await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let mut ada = join(&door, &mut owner, ADA, "admin").await;
    let id = made(&mut ben, "Every Ines", &[("q", "ines")]).await;
    let opened = format!("/customers?view={id}&q=ines");
    for other in [&mut owner, &mut ada] {
        let page = other.open(&opened).await;
        assert!(rail(&page).is_empty() && page.contains("<title>Customers ·"), "{page}");
        assert!(!page.contains("name=\"view\""), "it is not carried: {page}");
        let offered = page.split_once("class=\"view-offer\"").unwrap().1.split_once("</div>").unwrap().0;
        assert!(offered.contains("Save view") && !offered.contains("Save changes"), "{offered}");
        for path in ["", "/delete"] {
            assert_eq!(other.get(&format!("/views/{id}{path}")).await.status, 404, "{path}");
        }
        for path in ["", "/list", "/delete"] {
            assert_eq!(other.post(&format!("/views/{id}{path}"), &[("name", "Mine")]).await.status, 404, "{path}");
        }
        assert!(!other.open("/views").await.contains("Every Ines"));
    }
    let page = ben.open(&opened).await;
    assert!(page.contains("name=\"shared\" value=\"1\"") && page.contains("Share with everybody here"), "{page}");
    let answer = ben.post(&format!("/views/{id}"), &[("shared", "1")]).await;
    assert_eq!(answer.goes_to(), format!("{opened}&done=saved"));
    assert_eq!(door.text("select name from saved_views"), "Every Ines", "a form without a name leaves it");
    let page = owner.open(&opened).await;
    assert_eq!(rail(&page), ["Every Ines"]);
    assert!(page.contains("Stop sharing"), "whoever manages people manages it: {page}");
    let list = owner.open("/views").await;
    assert!(list.contains("by Some Body") && list.contains("Everybody here"), "{list}");
    // Kept to who made it by somebody else, it is gone for that one.
    let answer = ada.post(&format!("/views/{id}"), &[("name", "Every Ines"), ("shared", "")]).await;
    assert_eq!(answer.goes_to(), "/views?done=saved");
    assert!(rail(&ada.open("/customers").await).is_empty());
    assert_eq!(rail(&ben.open("/customers").await), ["Every Ines"]);
}

#[tokio::test]
async fn a_shared_view_is_changed_by_who_made_it_and_who_manages_people_and_by_nobody_else() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let mut ada = join(&door, &mut owner, ADA, "admin").await;
    let id = made(&mut owner, "Every Ines", &[("q", "ines"), ("shared", "1")]).await;
    let page = ben.open(&format!("/customers?view={id}&q=ines")).await;
    assert!(page.contains("<title>Every Ines ·") && !page.contains("Edit view"), "{page}");
    let page = ben.open(&format!("/customers?view={id}&q=thabo")).await;
    assert!(page.contains("Save as new") && !page.contains("Save changes"), "{page}");
    assert!(!ben.open("/views").await.contains(&format!("/views/{id}")));
    for path in ["", "/delete"] {
        let answer = ben.get(&format!("/views/{id}{path}")).await;
        assert!(answer.page(403).contains("changed and removed by who made it"), "{}", answer.text());
    }
    for path in ["", "/list", "/delete"] {
        ben.post(&format!("/views/{id}{path}"), &[("name", "Mine"), ("q", "thabo")]).await.page(403);
    }
    assert_eq!(door.text("select name || ' ' || query from saved_views"), "Every Ines ines");
    ada.post(&format!("/views/{id}"), &[("name", "All of Ines"), ("shared", "1")]).await.goes_to();
    ada.post(&format!("/views/{id}/list"), &[("q", "okoro")]).await.goes_to();
    assert_eq!(door.text("select name || ' ' || query from saved_views"), "All of Ines okoro");
    assert_eq!(rail(&ben.open("/overview").await), ["All of Ines"]);
    assert_eq!(ada.post(&format!("/views/{id}/delete"), &[]).await.goes_to(), "/customers?done=view-removed");
    assert!(rail(&ben.open("/overview").await).is_empty());
}

#[tokio::test]
async fn a_shared_view_stays_when_who_made_it_may_not_sign_in_any_more() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    made(&mut ben, "Of Ben", &[("q", "ines"), ("shared", "1")]).await;
    let path = format!("/settings/people/{}/disable", super::user(&door, BEN));
    owner.post(&path, &[]).await.goes_to();
    assert_eq!(rail(&owner.open("/customers").await), ["Of Ben"]);
}

#[tokio::test]
async fn it_is_asked_before_a_view_is_removed_and_its_name_is_free_afterwards() {
    let door = Door::open().await;
    people(&door).await;
    let mut browser = door.owner().await;
    let id = made(&mut browser, "Every Ines", &[("q", "ines")]).await;
    let question = browser.open(&format!("/views/{id}/delete")).await;
    assert!(
        question.contains("The customers that it shows stay") && question.contains("Remove the view"),
        "{question}"
    );
    assert_eq!(door.number("select count(*) from saved_views"), 1);
    let answer = browser.post(&format!("/views/{id}/delete"), &[]).await;
    assert_eq!(answer.goes_to(), "/customers?done=view-removed");
    assert_eq!(browser.post(&format!("/views/{id}/delete"), &[]).await.status, 404);
    assert_eq!(door.number("select count(*) from identity_keys where kind = 'saved_view'"), 0);
    let page = browser.open(&format!("/customers?view={id}&q=ines")).await;
    assert!(page.contains("<title>Customers ·") && page.contains("Save view"), "{page}");
    assert_eq!(door.number("select count(*) from customers"), 3);
    made(&mut browser, "Every Ines", &[("q", "ines")]).await;
}

#[tokio::test]
async fn another_company_never_sees_a_view() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let id = made(&mut owner, "Secret", &[("q", "secret"), ("shared", "1")]).await;
    let other = companies::create(door.directory(), "Southwind").await.unwrap();
    let mut stranger = stranger(&door, other.id).await;
    let page = stranger.open(&format!("/customers?view={id}&q=x")).await;
    assert!(!page.contains("Secret") && rail(&page).is_empty(), "{page}");
    for path in ["", "/delete"] {
        assert_eq!(stranger.get(&format!("/views/{id}{path}")).await.status, 404, "{path}");
    }
    for path in ["", "/list", "/delete"] {
        assert_eq!(stranger.post(&format!("/views/{id}{path}"), &[("name", "x")]).await.status, 404, "{path}");
    }
    assert_eq!(stranger.open("/views/counts").await, "{}");
    assert!(!stranger.open("/views").await.contains("Secret"));
    made(&mut stranger, "Secret", &[("q", "x")]).await;
    let mut nobody = door.browser();
    for path in ["/views", "/views/new", "/views/counts", &format!("/views/{id}")] {
        assert!(nobody.get(path).await.goes_to().starts_with("/sign-in"), "{path}");
    }
}

/// The owner of another company.
async fn stranger(door: &Door, company: CompanyId) -> Browser {
    let link = invitations::for_first_owner(door.directory(), company).await.unwrap().unwrap();
    let mut browser = door.browser();
    browser.accept(&link.path(), OWNER).await;
    browser
}

#[tokio::test]
async fn the_rail_has_the_first_views_by_name_and_the_one_that_is_looked_at() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let (own, others) = (owner_of(&door), [UserId(901), UserId(902), UserId(903)]);
    let view = |owner, name: String, is_shared| SavedView { owner, name, is_shared, listing: Listing::default() };
    put(&door, (0..5).map(|number| view(own, format!("a{number}"), false))).await;
    for (at, other) in others.into_iter().enumerate() {
        put(&door, (0..50).map(|number| view(other, format!("B{number:02} of {at}"), true))).await;
    }
    put(&door, [view(UserId(904), "a of nobody here".to_owned(), false)]).await;
    let page = browser.open("/overview").await;
    let shown = rail(&page);
    assert_eq!(shown.len(), 12, "{shown:?}");
    assert_eq!((&*shown[0], &*shown[4], &*shown[5], &*shown[11]), ("a0", "a4", "B00 of 0", "B02 of 0"));
    assert!(page.contains("<a href=\"/views\">All views</a>"), "{page}");
    assert_eq!(page.matches(" <span class=\"soft\">view</span>").count(), 50, "places of the palette");
    let last = door.number("select max(id) from saved_views where name = 'B49 of 2'");
    let page = browser.open(&format!("/customers?view={last}")).await;
    assert_eq!(rail(&page)[12], "B49 of 2");

    let (mut path, mut seen) = ("/views".to_owned(), Vec::new());
    loop {
        let page = browser.open(&path).await;
        let names = page.split("<div class=\"value\"><a href=").skip(1);
        seen.extend(names.map(|row| row.split_once("dir=\"auto\">").unwrap().1.split('<').next().unwrap().to_owned()));
        let Some(next) = super::next_page(&page) else { break };
        path = next;
    }
    let mut sorted = seen.clone();
    sorted.sort_by_key(|name| name.to_lowercase());
    assert_eq!((seen.len(), &seen), (155, &sorted));
}

#[tokio::test]
async fn a_view_of_what_is_not_there_any_more_is_still_a_view() {
    let door = Door::open().await;
    people(&door).await;
    let plan = json!({"type": "text", "slug": "plan", "name": "Plan"});
    door.define(&plan).await;
    let mut browser = door.owner().await;
    let fields = [("q", "ines"), ("column", "email"), ("column", "property.plan")];
    let id = made(&mut browser, "With plan", &fields).await;
    let opened = format!("/customers?view={id}&q=ines&column=email&column=property.plan");
    assert!(browser.open(&opened).await.contains(">Plan</span></a></th>"));
    door.delete("/v2/customer-properties/plan").await.done();
    let page = browser.open(&opened).await;
    assert!(!page.contains(">Plan</span>") && page.contains("<strong>2</strong>"), "{page}");
    assert!(page.contains("Edit view"), "nothing of it was changed: {page}");
    assert!(browser.open(&format!("/views/{id}")).await.contains("<dd><span dir=\"auto\">Email</span></dd>"));

    // What was understood once, and is not any more: a condition of something that was removed.
    let query = "property.plan:\"Plus\"".to_owned();
    let listing = Listing { query, sort: "gone".to_owned(), columns: Vec::new() };
    let view = SavedView { owner: owner_of(&door), name: "Plus".to_owned(), is_shared: false, listing };
    let id = put(&door, [view]).await[0];
    let page = browser.open("/overview").await;
    let link = page.split(&format!("/customers?view={id}")).nth(1).unwrap().split('"').next().unwrap();
    let answer = browser.get(&format!("/customers?view={id}{}", link.replace("&#38;", "&"))).await;
    let page = answer.page(422);
    assert!(page.contains("query-fault") && page.contains("This query is not understood"), "{page}");
    assert!(page.contains("<title>Plus ·") && page.contains("Edit view"), "it can be removed: {page}");
    browser.open(&format!("/views/{id}")).await;
    browser.open("/views").await;
    assert!(!browser.open("/views/counts").await.contains(&format!("\"{id}\"")), "it has no count");
}

#[tokio::test]
async fn the_log_tells_what_became_of_a_view_and_the_overview_does_not() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let id = made(&mut browser, "Every Ines", &[("q", "ines")]).await;
    browser.post(&format!("/views/{id}"), &[("name", "All of Ines"), ("shared", "1")]).await.goes_to();
    browser.post(&format!("/views/{id}"), &[("name", "All of Ines"), ("shared", "1")]).await.goes_to();
    browser.post(&format!("/views/{id}/list"), &[("q", "okoro")]).await.goes_to();
    browser.post(&format!("/views/{id}/delete"), &[]).await.goes_to();
    let sql = format!(
        "select verb, before, after from events where subject = 'saved_view' and subject_id = '{id}' order by seq"
    );
    let told: Vec<(Value, Value, Value)> =
        door.rows(&sql).into_iter().map(|row| (row[0].clone(), read(&row[1]), read(&row[2]))).collect();
    let verbs: Vec<&Value> = told.iter().map(|(verb, ..)| verb).collect();
    assert_eq!(verbs, ["created", "updated", "updated", "deleted"], "what changes nothing is no event");
    assert_eq!((&told[0].2["name"], &told[0].2["query"]), (&json!("Every Ines"), &json!("ines")));
    assert_eq!(told[1].1, json!({"/name": "Every Ines", "/shared": false}));
    assert_eq!(told[2].2, json!({"/query": "okoro"}));
    assert_eq!(told[3].1["name"], "All of Ines");
    assert!(!browser.open("/overview/latest").await.contains("Ines"));
}

fn read(cell: &Value) -> Value {
    cell.as_str().map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
}
