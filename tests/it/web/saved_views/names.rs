//! What views are called, and how many there may be: all that is wrong is told beside its field, and races for a name have one winner.

use super::{BEN, made, owner_of, put, rail, save};
use crate::door::Door;
use crate::web::join;
use cardfile::domain::saved_view::{Listing, SavedView};

#[tokio::test]
async fn a_name_is_one_line_of_1_to_60_characters() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let long = "ё".repeat(60);
    for (name, told) in [
        ("", "May not be empty"),
        ("  ", "May not be empty"),
        (&*format!("{long}x"), "This is too long: it may have at most 60 characters"),
        ("a\nb", "Must be one line without control characters"),
        ("a\u{7f}", "Must be one line without control characters"),
    ] {
        let answer = save(&mut browser, name, &[("q", "ines"), ("sort", "last"), ("shared", "1")]).await;
        let page = answer.page(422);
        assert!(page.contains("id=\"of-name\"><p class=\"refusal\" role=\"alert\">"), "{name:?}: {page}");
        assert!(page.contains(told), "{told}: {page}");
        for kept in [
            "name=\"q\" value=\"ines\"",
            "name=\"sort\" value=\"last\"",
            "name=\"shared\" value=\"1\" aria-describedby=\"of-shared\" checked",
        ] {
            assert!(page.contains(kept), "{kept}: {page}");
        }
    }
    let answer = save(&mut browser, &format!("{long}y"), &[]).await;
    assert!(answer.text().contains(&format!("value=\"{long}y\"")), "what was typed stays");
    let id = made(&mut browser, &long, &[]).await;
    assert_eq!(door.text("select name from saved_views"), long);
    let answer = browser.post(&format!("/views/{id}"), &[("name", ""), ("shared", "1")]).await;
    let page = answer.page(422);
    assert!(page.contains("May not be empty") && page.contains("checked"), "{page}");
    assert_eq!(rail(page), [long], "the rail stays: {page}");
}

#[tokio::test]
async fn two_views_of_one_person_have_two_names() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let id = made(&mut owner, "Élan", &[("q", "a")]).await;
    made(&mut ben, "Élan", &[("q", "b"), ("shared", "1")]).await;
    for name in ["Élan", " élan ", "E\u{301}LAN"] {
        let answer = save(&mut owner, name, &[("q", "c")]).await;
        assert!(answer.page(422).contains("has a view of this name already"), "{}", answer.text());
    }
    let other = made(&mut owner, "Other", &[]).await;
    let answer = owner.post(&format!("/views/{other}"), &[("name", "élan"), ("shared", "")]).await;
    assert!(answer.page(422).contains("value=\"élan\""), "{}", answer.text());
    owner.post(&format!("/views/{id}"), &[("name", "ÉLAN"), ("shared", "")]).await.goes_to();
    assert_eq!(rail(&owner.open("/customers").await), ["ÉLAN", "Élan", "Other"]);
    owner.post(&format!("/views/{id}"), &[("name", "Free"), ("shared", "")]).await.goes_to();
    owner.post(&format!("/views/{other}"), &[("name", "élan"), ("shared", "")]).await.goes_to();
}

#[tokio::test]
async fn of_those_who_race_for_a_name_one_gets_it() {
    let door = Door::open().await;
    let browser = door.owner().await;
    for round in 0..8 {
        let name = format!("Race {round}");
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (mut browser, name) = (browser.clone(), name.clone());
            tasks.spawn(async move { save(&mut browser, &name, &[("q", "x")]).await.status });
        }
        let mut statuses = tasks.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422, 422, 422, 422, 422], "{name}");
    }
    assert_eq!(door.number("select count(*) from saved_views"), 8);
    // Two that are renamed to one name.
    let ids = door.rows("select id from saved_views order by id");
    let mut tasks = tokio::task::JoinSet::new();
    for row in ids {
        let mut browser = browser.clone();
        let path = format!("/views/{}", row[0]);
        tasks.spawn(async move { browser.post(&path, &[("name", "One")]).await.status });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(door.number("select count(*) from saved_views where name = 'One'"), 1);
}

#[tokio::test]
async fn a_person_makes_fifty_views_and_no_more() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let nora = owner_of(&door);
    let view = |number: usize| SavedView {
        owner: nora,
        name: format!("View {number}"),
        is_shared: true,
        listing: Listing::default(),
    };
    put(&door, (0..49).map(view)).await;
    made(&mut owner, "The fiftieth", &[]).await;
    let answer = save(&mut owner, "One more", &[("q", "ines")]).await;
    let page = answer.page(422);
    assert!(
        page.contains("You have 50 views, and more there may not be.") && page.contains("value=\"One more\""),
        "{page}"
    );
    assert_eq!(door.number("select count(*) from saved_views"), 50);
    assert_eq!(door.number("select count(*) from identity_keys where key like '%one more'"), 0, "nothing stays behind");
    made(&mut ben, "Of somebody else", &[]).await;
    let id = door.number("select min(id) from saved_views");
    owner.post(&format!("/views/{id}/delete"), &[]).await.goes_to();
    made(&mut owner, "One more", &[]).await;
}
