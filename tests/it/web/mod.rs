//! The web application as a browser without scripts meets it.

mod account;
mod apps;
mod authorize;
mod bulk;
mod bulk_undo;
mod columns;
mod customer;
mod customer_changes;
mod customer_new;
mod customer_sorts;
mod customers;
mod edge;
mod escaping;
mod export;
mod filter;
mod first_steps;
mod near;
mod organizations;
mod overview;
pub mod passkeys;
mod people;
mod properties;
mod query_box;
mod saved_views;
mod sign_in;
mod suggest;
mod user_email;
mod welcome;

use crate::door::{Answer, Browser, Door, OWNER, PASSWORD};

/// Lets the browser's user invite somebody, and follows the link in a browser of its own.
pub async fn join(door: &Door, by: &mut Browser, email: &'static str, role: &str) -> Browser {
    let link = invite(by, email, role).await;
    let mut browser = door.browser();
    let fields = [("firstName", "Some"), ("lastName", "Body"), ("timezone", "UTC"), ("password", PASSWORD)];
    browser.accept(&link, fields).await;
    browser
}

/// Lets the browser's user invite somebody, and answers the path of the link.
async fn invite(by: &mut Browser, email: &str, role: &str) -> String {
    by.open("/settings/people").await;
    let answer = by.post("/settings/people", &[("email", email), ("role", role)]).await;
    link_after(by, &answer).await
}

/// The path of the link that the page shows to which a form leads.
async fn link_after(browser: &mut Browser, answer: &Answer) -> String {
    link_in(&browser.get(answer.goes_to()).await)
}

/// The path of the link that a page shows.
fn link_in(answer: &Answer) -> String {
    let url = answer.between("<code id=\"link\">", "</code>").unwrap_or_else(|| panic!("{}", answer.text()));
    url[url.find("/welcome/").unwrap()..].to_owned()
}

/// Where the link to the next page of a list leads, when there is one.
fn next_page(page: &str) -> Option<String> {
    let (before, _) = page.split_once("rel=\"next\"")?;
    let link = before.rsplit_once("href=\"")?.1.split('"').next()?;
    Some(link.replace("&#38;", "&"))
}

/// The identifier of the user who has an address.
fn user(door: &Door, email: &str) -> i64 {
    door.number(&format!("select id from users where email_key = '{email}'"))
}
