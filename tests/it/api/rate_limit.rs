//! The rate limit of a company, and its headers.

use crate::door::{Answer, Client, Door};
use cardfile::api::RateLimit;
use serde_json::json;

async fn limited(per_minute: u32) -> Door {
    Door::open_with(|api| api.rate_limit = RateLimit::new(per_minute)).await
}

fn standing(answer: &Answer) -> [Option<&str>; 2] {
    ["x-ratelimit-limit-minute", "x-ratelimit-remaining-minute"].map(|name| answer.header(name))
}

async fn get(client: &Client) -> Answer {
    client.get("/v2/customers").await
}

#[tokio::test]
async fn without_a_limit_nothing_is_said_of_one() {
    let door = Door::open().await;
    let answer = get(&door).await;
    assert_eq!((answer.status, standing(&answer)), (200, [None, None]));
}

#[tokio::test]
async fn a_company_has_so_many_requests_in_a_minute() {
    let door = limited(3).await;
    door.advance(20);
    let start = cardfile::domain::time::Timestamp::parse(crate::door::START).unwrap();
    assert_eq!(start.micros() % 60_000_000, 0, "the clock stands at the beginning of a minute");
    for left in ["2", "1", "0"] {
        let answer = get(&door).await;
        assert_eq!((answer.status, standing(&answer)), (200, [Some("3"), Some(left)]));
    }
    for (seconds, wait) in [(0, "40"), (39, "1")] {
        door.advance(seconds);
        let refused = get(&door).await;
        assert_eq!(refused.sentence(429), "API rate limit exceeded");
        assert_eq!(standing(&refused), [Some("3"), Some("0")]);
        assert_eq!(refused.header("retry-after"), Some(wait));
        assert_eq!(refused.header("x-ratelimit-retry-after"), Some(wait));
    }
    door.advance(1);
    let answer = get(&door).await;
    assert_eq!((answer.status, standing(&answer)), (200, [Some("3"), Some("2")]));
    assert_eq!(answer.header("retry-after"), None);
}

#[tokio::test]
async fn every_authorised_answer_tells_where_the_company_stands() {
    let door = limited(100).await;
    let answers = [
        (201, door.post("/v2/customers", &json!({})).await),
        (400, door.post("/v2/customers", &json!([])).await),
        (404, door.get("/v2/customers/9").await),
        (415, door.request("POST", "/v2/customers").body("text/plain", "x").send().await),
        (201, door.request("POST", "/v2/customers").header("idempotency-key", "k").json(&json!({})).send().await),
        (201, door.request("POST", "/v2/customers").header("idempotency-key", "k").json(&json!({})).send().await),
        (422, door.request("POST", "/v2/customers").header("idempotency-key", "k").json(&json!([])).send().await),
    ];
    for (left, (status, answer)) in (0..100).rev().zip(&answers) {
        assert_eq!((answer.status, standing(answer)), (*status, [Some("100"), Some(left.to_string().as_str())]));
    }
    for answer in [door.bare("GET", "/v2/customers").send().await, door.bare("GET", "/health/live").send().await] {
        assert_eq!(standing(&answer), [None, None], "nobody's requests");
    }
}

#[tokio::test]
async fn a_company_that_used_its_own_leaves_the_others_theirs() {
    let door = limited(1).await;
    let other = door.another_company().await;
    assert_eq!([get(&door).await.status, get(&door).await.status], [200, 429]);
    assert_eq!(get(&door.with_token(&door.new_token().await)).await.status, 429, "another token of the same company");
    assert_eq!(get(&other).await.status, 200);
    let post = door.request("POST", "/v2/customers").header("idempotency-key", "k").json(&json!({})).send().await;
    post.sentence(429);
    door.advance(60);
    assert_eq!(get(&door).await.json()["page"]["totalElements"], 0, "what was refused was not done");
}

#[tokio::test]
async fn what_leads_nowhere_is_counted_too() {
    let door = limited(3).await;
    let nowhere = async || door.get("/v2/nothing").await;
    let no_method = async || door.request("DELETE", "/v2/customers").send().await;
    for (answer, status, left) in
        [(nowhere().await, 404, "2"), (no_method().await, 405, "1"), (nowhere().await, 404, "0")]
    {
        assert_eq!((answer.status, standing(&answer)), (status, [Some("3"), Some(left)]));
    }
    nowhere().await.sentence(429);
    no_method().await.sentence(429);
    let stranger = door.with_token("none").get("/v2/nothing").await;
    assert_eq!((stranger.status, standing(&stranger)), (404, [None, None]));
}
