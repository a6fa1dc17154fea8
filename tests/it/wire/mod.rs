//! The pages of the wire, example by example and row by row. What other tests hold to the letter already is not repeated here.

mod conventions;
mod customers;
mod organizations;
mod properties;

use crate::door::{Answer, Client, Door};
use serde_json::Value;

/// A call of a table: method, path, body, status.
type Call<'a> = (&'a str, String, Value, u16);

/// Sends a call, holds its status and what goes with that, and answers the answer.
async fn call(client: &Client, (method, path, body, status): &Call<'_>) -> Answer {
    let request = client.request(method, path);
    let answer = if body.is_null() { request } else { request.json(body) }.send().await;
    assert_eq!(answer.status, *status, "{method} {path} {body}: {}", answer.text());
    assert!(answer.header("correlation-id").is_some(), "{method} {path}");
    match status {
        200 => assert_eq!(answer.header("content-type"), Some("application/hal+json"), "{method} {path}"),
        201 => {
            answer.made();
            assert_eq!(answer.header("content-length"), Some("0"), "{method} {path}");
            let location = answer.header("location").unwrap();
            let made = location.strip_prefix(&client.url).unwrap_or_else(|| panic!("{method} {path}: {location}"));
            assert_eq!(client.get(made).await.status, 200, "{method} {path}: {location}");
        }
        204 => {
            answer.done();
            assert_eq!(answer.header("content-type"), None, "{method} {path}");
        }
        status => drop(answer.refused(*status)),
    }
    answer
}

/// The body of an answer, with the server's own address as the pages write it.
fn as_written(door: &Door, answer: &Answer) -> String {
    answer.text().replace(&door.url, "http://host")
}
