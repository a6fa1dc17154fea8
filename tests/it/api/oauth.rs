//! Codes, tokens and refusals that the tests of OAuth need.

use crate::door::{Answer, Client, Door, Request};
use cardfile::actions::{Caller, Directory, apps, codes};
use cardfile::domain::code::Challenge;
use cardfile::domain::event::Actor;
use cardfile::domain::id::UserId;
use cardfile::store::{Purpose, Store, users};
use serde_json::{Value, json};

pub const TOKEN: &str = "/v2/oauth2/token";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Access and refresh token of one agreement.
#[derive(Clone, Debug)]
pub struct Pair {
    pub access: String,
    pub refresh: String,
}

/// Holds a refusal of OAuth against the wire.
pub fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let body = answer.json();
    assert_eq!(body["error"], error, "{body}");
    assert!(body["error_description"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    assert_eq!(body.as_object().unwrap().len(), 2, "{body}");
}

/// Holds a pair of tokens against the wire.
pub fn pair(answer: &Answer) -> Pair {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("pragma"), Some("no-cache"));
    let body = answer.json();
    assert_eq!((&body["token_type"], body["expires_in"].as_i64()), (&json!("bearer"), Some(172_800)), "{body}");
    assert_eq!(body.as_object().unwrap().len(), 4, "{body}");
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    Pair { access: text("access_token"), refresh: text("refresh_token") }
}

/// What every call needs that a client's secret opens, with more.
pub fn parameters(client: &Client, more: &Value) -> Value {
    let mut all = json!({"client_id": client.client_id, "client_secret": client.client_secret});
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

/// A call of an app with its secret.
pub async fn call(client: &Client, path: &str, more: Value) -> Answer {
    client.bare("POST", path).json(&parameters(client, &more)).send().await
}

pub fn exchange_request(client: &Client, code: &str) -> Request {
    let more = json!({"grant_type": "authorization_code", "code": code});
    client.bare("POST", TOKEN).json(&parameters(client, &more))
}

pub async fn exchange(client: &Client, code: &str) -> Answer {
    exchange_request(client, code).send().await
}

pub fn refresh_request(client: &Client, token: &str) -> Request {
    let more = json!({"grant_type": "refresh_token", "refresh_token": token});
    client.bare("POST", TOKEN).json(&parameters(client, &more))
}

pub async fn refresh(client: &Client, token: &str) -> Answer {
    refresh_request(client, token).send().await
}

/// Whether an access token opens the company: the status of a call.
pub async fn opens(client: &Client, access: &str) -> u16 {
    client.with_token(access).get("/v2/customers").await.status
}

pub fn operator(door: &Door) -> Caller {
    Caller::new(door.company(), Actor::Operator)
}

pub async fn owner(door: &Door) -> UserId {
    users::owner(&door.directory().store, door.company()).await.unwrap().unwrap()
}

/// A code of the owner for the app of the door.
pub async fn code(door: &Door) -> String {
    code_with(door, None, None).await
}

pub async fn code_with(door: &Door, redirect_uri: Option<&str>, challenge: Option<Challenge>) -> String {
    let user = owner(door).await;
    codes::create(door.directory(), &operator(door), &door.client_id, user, redirect_uri, challenge).await.unwrap()
}

/// The tokens of a new agreement.
pub async fn agreed(door: &Door) -> Pair {
    pair(&exchange(door, &code(door).await).await)
}

/// Another app of the same company.
pub async fn another_app(door: &Door) -> Client {
    let (app, secret) = apps::create(door.directory(), &operator(door), "Another app").await.unwrap();
    Client::new(door.host().parse().unwrap(), app.client_id, secret).await
}

/// What another server on the same database works on.
pub async fn another_server(door: &Door) -> Directory {
    let (clock, random) = (door.directory().clock.clone(), cardfile::random::Random::seeded(2));
    let store = Store::open(&door.database_url(), Purpose::Command, &clock, random.clone()).await.unwrap();
    Directory::new(store, clock, random)
}

/// How many rows a table has.
pub fn count(door: &Door, table: &str) -> i64 {
    door.number(&format!("select count(*) from {table}"))
}

/// Holds that no value of the database has this text in it.
pub fn is_nowhere(door: &Door, secret: &str) {
    for (table, text) in door.everything() {
        assert!(!text.contains(secret), "{table}");
    }
}
