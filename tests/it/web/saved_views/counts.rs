//! How many customers a view has: counted once in a while, and never what keeps a page waiting.

use super::{BEN, made, owner_of, people, put};
use crate::door::{Browser, Door};
use crate::web::join;
use cardfile::domain::saved_view::{Listing, SavedView};
use serde_json::{Value, json};

async fn counts(browser: &mut Browser) -> Value {
    let answer = browser.get("/views/counts").await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    serde_json::from_str(answer.text()).unwrap()
}

#[tokio::test]
async fn the_counts_are_those_of_the_lists_and_are_kept_for_a_minute() {
    let door = Door::open().await;
    people(&door).await;
    let mut browser = door.owner().await;
    let every = made(&mut browser, "Everybody by name", &[("sort", "last")]).await;
    let ines = made(&mut browser, "Every Ines", &[("q", "ines")]).await;
    let begun = made(&mut browser, "Begun", &[("q", "mok")]).await;
    let none = made(&mut browser, "Nobody", &[("q", "zzz")]).await;
    let told = json!({&*every: "3", &*ines: "2", &*begun: "1", &*none: "0"});
    assert_eq!(counts(&mut browser).await, told);
    door.create(&json!({"firstName": "Ines"})).await;
    door.advance(59);
    assert_eq!(counts(&mut browser).await, told, "kept");
    door.advance(1);
    let told = json!({&*every: "4", &*ines: "3", &*begun: "1", &*none: "0"});
    assert_eq!(counts(&mut browser).await, told, "counted anew");
    // What it shows is another list now.
    browser.post(&format!("/views/{ines}/list"), &[("q", "okoro")]).await.goes_to();
    assert_eq!(counts(&mut browser).await[&*ines], "1");
    let page = browser.open("/customers").await;
    assert!(page.contains(&format!("<span class=\"count\" data-count-of=\"{ines}\"></span>")), "{page}");
}

#[tokio::test]
async fn numbers_are_written_as_the_reader_writes_them_and_only_for_views_that_are_seen() {
    let door = Door::open().await;
    door.fill(1_234, "Ines", "Okoro").await;
    let mut owner = door.owner().await.with("accept-language", "en");
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let id = made(&mut owner, "Every Ines", &[("q", "ines")]).await;
    assert_eq!(counts(&mut owner).await[&*id], "1,234");
    assert_eq!(counts(&mut ben).await, json!({}));
    owner.post(&format!("/views/{id}"), &[("shared", "1")]).await.goes_to();
    assert_eq!(counts(&mut ben.with("accept-language", "de")).await, json!({&*id: "1.234"}));
}

#[tokio::test]
async fn a_view_that_names_too_many_organizations_has_no_count_and_the_others_have_theirs() {
    let door = Door::open().await;
    people(&door).await;
    for number in 0..=1_000 {
        door.post("/v2/organizations", &json!({"name": format!("North {number}")})).await.made();
    }
    let mut browser = door.owner().await;
    let id = made(&mut browser, "Every Ines", &[("q", "ines")]).await;
    made(&mut browser, "Too many", &[("q", "organization:North*")]).await;
    let listing = Listing { query: "emial:x".to_owned(), ..Listing::default() };
    put(&door, [SavedView { owner: owner_of(&door), name: "Wrong".to_owned(), is_shared: false, listing }]).await;
    assert_eq!(counts(&mut browser).await, json!({&*id: "2"}));
}

#[tokio::test]
async fn no_more_views_are_counted_than_the_rail_shows() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let owner = owner_of(&door);
    let view = |number: usize| SavedView {
        owner,
        name: format!("View {number:02}"),
        is_shared: false,
        listing: Listing { query: format!("ines{number}"), ..Listing::default() },
    };
    put(&door, (0..20).map(view)).await;
    assert_eq!(counts(&mut browser).await.as_object().unwrap().len(), 12);
}
