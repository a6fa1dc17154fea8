//! `cardfile user`, and the link that a start prints for the owner.

use serde_json::Value;

use super::{Serving, run};
use crate::server_process::{database_in, new_folder};

/// The link that a server prints for the owner.
fn link(server: &Serving) -> String {
    server.printed("seven days:\n\n")
}

#[tokio::test]
async fn every_start_prints_a_link_for_the_owner_until_the_account_is_begun() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let first = Serving::start(&database, &[]);
    let old = link(&first);
    assert!(old.starts_with(&format!("{}/welcome/1-", first.url)), "{old}");
    first.stop();

    let server = Serving::start(&database, &[]);
    let new = link(&server);
    let path = |url: &str| url[url.find("/welcome/").unwrap()..].to_owned();
    assert_ne!(path(&old), path(&new));
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let old = format!("{}{}", server.url, path(&old));
    assert_eq!(http.get(&old).send().await.unwrap().status(), 404, "a new link takes the place of the old one");
    let form = "firstName=Nora&email=nora%40northwind.example&timezone=UTC&password=quiet+lamp+over+the+sea";
    let request = http.post(&new).header("content-type", "application/x-www-form-urlencoded").body(form);
    assert_eq!(request.send().await.unwrap().status(), 303);
    assert!(run(&database, &["user", "list"]).printed().contains("  nora@northwind.example  Nora  owner  active\n"));
    let refusal = run(&database, &["user", "invite"]).refusal(1);
    assert!(refusal.contains("the owner has an account"), "{refusal}");
    server.stop();
    let (out, _) = Serving::start(&database, &[]).stop();
    assert!(!out.contains("/welcome/"), "{out}");
}

#[test]
fn somebody_is_invited_with_a_link_under_the_public_url() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let refusal = run(&database, &["user", "invite", "--email", "ben@x.example"]).refusal(1);
    assert!(refusal.contains("cardfile company create --name"), "{refusal}");
    run(&database, &["company", "create", "--name", "Northwind"]).printed();
    let printed = run(&database, &["user", "invite"]).printed();
    assert!(
        printed.contains("Account Owner (owner)") && printed.contains("\nhttp://127.0.0.1:8080/welcome/1-"),
        "{printed}"
    );

    let invite = |more: &[&str]| {
        let arguments = [&["user", "invite", "--json", "--public-url", "https://cards.example.com/"], more].concat();
        serde_json::from_str::<Value>(&run(&database, &arguments).printed()).unwrap()
    };
    let first = invite(&["--email", "ben@x.example", "--role", "admin", "--first-name", "Ben"]);
    assert_eq!((first["email"].as_str(), first["role"].as_str()), (Some("ben@x.example"), Some("admin")));
    assert!(first["link"].as_str().unwrap().starts_with("https://cards.example.com/welcome/1-"), "{first}");
    assert!(first["expires_at"].as_str().unwrap().ends_with('Z'), "{first}");
    let again = invite(&["--email", " BEN@x.example", "--role", "user"]);
    assert_eq!(
        (&again["id"], &again["role"]),
        (&first["id"], &first["role"]),
        "somebody who is there stays as they are"
    );
    assert_ne!(again["link"], first["link"]);

    let list = run(&database, &["user", "list"]).printed();
    assert!(
        list.starts_with("company 1 Northwind\n  1  owner@company-1.invalid  Account Owner  owner  invited\n"),
        "{list}"
    );
    let list: Value = serde_json::from_str(&run(&database, &["user", "list", "--json"]).printed()).unwrap();
    assert_eq!((list[1]["name"].as_str(), list[1]["state"].as_str()), (Some("Ben"), Some("invited")), "{list}");
}

#[test]
fn what_cannot_be_is_refused_in_one_line() {
    let folder = new_folder();
    let database = database_in(folder.path());
    run(&database, &["company", "create", "--name", "Northwind"]).printed();
    for (arguments, code, told) in [
        (&["--email", "ben"][..], 1, "not a well-formed email address"),
        (&["--email", "ben@x.example", "--role", "king"], 2, "must be owner, admin or user"),
        (&["--email", "ben@x.example", "--company", "7"], 1, "no company of this id"),
        (&["--email", "ben@x.example", "--public-url", "cards"], 2, "must be an http or https URL"),
        (&["--company", "7"], 1, "no company of this id"),
    ] {
        let refusal = run(&database, &[&["user", "invite"], arguments].concat()).refusal(code);
        assert!(refusal.contains(told), "{refusal}");
    }
}
