//! What every answer has: its reference, what browsers ask for, and compression.

use super::sample::{definitions, full};
use crate::door::Door;
use serde_json::{Value, json};

#[tokio::test]
async fn a_sane_correlation_id_is_taken_over() {
    let door = Door::open().await;
    for sane in ["abc", "0b0c1e9e-7d3c-4f5a-9a55-0d7f3c0f4f0e", "a b \"c\" <d>", &"x".repeat(128)] {
        for path in ["/v2/customers", "/v2/nowhere", "/health/live", "/docs/errors", "/v2/customers?page=0"] {
            let answer = door.request("GET", path).header("correlation-id", sane).send().await;
            assert_eq!(answer.header("correlation-id"), Some(sane), "{path}");
        }
    }
}

#[tokio::test]
async fn a_correlation_id_is_made_where_none_is_sane() {
    let door = Door::open().await;
    let mut made = Vec::new();
    for wrong in ["".to_owned(), "x".repeat(129), "tab\there".to_owned(), "caf\u{e9}".to_owned(), "\u{7f}".to_owned()] {
        let request =
            format!("GET /health/live HTTP/1.1\r\nhost: x\r\ncorrelation-id: {wrong}\r\nconnection: close\r\n\r\n");
        let answer = door.raw(request).await;
        if wrong == "\u{7f}" && answer.status == 400 {
            continue; // A control character is no header at all.
        }
        let id = answer.header("correlation-id").unwrap().to_owned();
        assert!(id != wrong && id.len() == 36, "{id}");
        made.push(id);
    }
    made.push(door.get("/v2/customers").await.header("correlation-id").unwrap().to_owned());
    let count = made.len();
    made.sort();
    made.dedup();
    assert_eq!(made.len(), count, "each request has its own");
}

#[tokio::test]
async fn options_tells_the_methods_of_a_path() {
    let door = Door::open().await;
    for path in ["/v2/customers", "/v2/customers/"] {
        let answer = door.bare("OPTIONS", path).send().await;
        answer.done();
        let mut allow: Vec<&str> = answer.header("allow").unwrap().split(',').map(str::trim).collect();
        allow.sort_unstable();
        assert_eq!(allow, ["GET", "HEAD", "OPTIONS", "POST"]);
        assert!(answer.header("content-type").is_none());
        assert!(answer.header("correlation-id").is_some());
        assert_eq!(answer.header("access-control-allow-origin"), None, "nobody asked from another origin");
    }
    door.bare("OPTIONS", "/v2/nowhere").send().await.sentence(404);
}

#[tokio::test]
async fn a_browser_may_ask_from_any_origin_before_it_sends() {
    let door = Door::open().await;
    let answer = door
        .bare("OPTIONS", "/v2/customers/101/address")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization, content-type")
        .send()
        .await;
    answer.done();
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    let methods = answer.header("access-control-allow-methods").unwrap();
    for method in ["GET", "POST", "PUT", "DELETE"] {
        assert!(methods.contains(method), "{methods}");
    }
    let headers = answer.header("access-control-allow-headers").unwrap().to_lowercase();
    assert!(headers.contains("authorization") && headers.contains("content-type"), "{headers}");
}

#[tokio::test]
async fn a_browser_may_read_every_answer_and_the_headers_it_needs() {
    let door = Door::open().await;
    let good = door.request("POST", "/v2/customers").header("origin", "null").json(&json!({})).send().await;
    let bad =
        door.request("POST", "/v2/customers").header("origin", "https://app.example").json(&json!([])).send().await;
    let unknown = door.bare("GET", "/v2/customers").header("origin", "https://app.example").send().await;
    let token = door.bare("POST", "/v2/oauth2/token").header("origin", "https://app.example").send().await;
    assert_eq!([good.status, bad.status, unknown.status, token.status], [201, 400, 401, 400]);
    for answer in [good, bad, unknown, token] {
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let exposed = answer.header("access-control-expose-headers").unwrap();
        for name in ["Resource-ID", "Location", "ETag", "Correlation-Id"] {
            assert!(exposed.contains(name), "{exposed}");
        }
    }
}

#[tokio::test]
async fn a_large_answer_is_compressed_when_the_client_asks() {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&full()).await;
    let plain = door.get(&path).await;
    assert!(plain.header("content-encoding").is_none(), "nobody asked");
    let tag = plain.header("etag").unwrap().trim_matches('"').to_owned();
    for (asked, encoding) in
        [("gzip", "gzip"), ("br", "br"), ("gzip;q=0.5, br;q=0.9", "br"), ("gzip, deflate, br", "br")]
    {
        let answer = door.request("GET", &path).header("accept-encoding", asked).send().await;
        assert_eq!(answer.status, 200);
        let used = answer.header("content-encoding").unwrap();
        assert!(used == encoding || asked.contains("deflate"), "{asked}: {used}");
        assert!(answer.body.len() < plain.body.len());
        assert_eq!(answer.header("vary").map(str::to_lowercase).as_deref(), Some("accept-encoding"));
        assert_eq!(
            answer.header("etag"),
            Some(format!("\"{tag}-{used}\"").as_str()),
            "another representation, another tag"
        );
        assert_eq!(answer.header("content-type"), Some("application/hal+json"));
    }
    for asked in ["identity", "deflate", "gzip;q=0", "x"] {
        let answer = door.request("GET", &path).header("accept-encoding", asked).send().await;
        assert_eq!((answer.header("content-encoding"), answer.text()), (None, plain.text()), "{asked}");
    }
}

#[tokio::test]
async fn what_was_compressed_is_the_same_when_it_is_unpacked() {
    let door = Door::open().await;
    for number in 0..3 {
        door.create(&json!({"firstName": "Ann", "background": "x".repeat(200), "age": number})).await;
    }
    let plain = door.read("/v2/customers").await;
    for http in [reqwest::Client::builder().no_brotli(), reqwest::Client::builder().no_gzip()] {
        let request = http.build().unwrap().get(format!("{}/v2/customers", door.url)).bearer_auth(&door.token);
        let response = request.send().await.unwrap();
        // The client takes the header away once it has unpacked the body.
        assert!(
            response.headers().get("content-encoding").is_none() && response.headers().get("content-length").is_none()
        );
        assert_eq!(response.json::<Value>().await.unwrap(), plain);
    }
}

#[tokio::test]
async fn a_small_answer_is_sent_as_it_is() {
    let door = Door::open().await;
    let path = door.create(&json!({})).await;
    let answer = door.request("GET", &format!("{path}/emails")).header("accept-encoding", "gzip, br").send().await;
    assert!(answer.header("content-encoding").is_none());
    let empty = door.request("POST", "/v2/customers").header("accept-encoding", "gzip").json(&json!({})).send().await;
    empty.made();
}

#[tokio::test]
async fn a_large_refusal_keeps_its_exact_type_when_it_is_compressed() {
    let door = Door::open().await;
    let emails: Vec<Value> = (0..50).map(|_| json!({"value": "no address"})).collect();
    let request = door.request("POST", "/v2/customers").header("accept-encoding", "gzip");
    let answer = request.json(&json!({"emails": emails})).send().await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.header("content-type"), Some("application/vnd.error+json"));
}
