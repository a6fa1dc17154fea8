//! Bodies: size, media type, and what is not readable JSON.

use crate::door::{Answer, Door};
use serde_json::json;

const LIMIT: usize = 100_000;

/// A customer's body of exactly so many bytes.
fn body_of(bytes: usize) -> Vec<u8> {
    let mut body = b"{\"firstName\":\"Ann\"}".to_vec();
    body.resize(bytes, b' ');
    body
}

async fn post(door: &Door, body: impl Into<Vec<u8>>) -> Answer {
    door.request("POST", "/v2/customers").body("application/json", body).send().await
}

fn head(door: &Door, rest: &str) -> String {
    let (host, token) = (door.host(), &door.token);
    format!(
        "POST /v2/customers HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{rest}\r\n\r\n"
    )
}

#[tokio::test]
async fn a_body_has_at_most_100_kilobytes() {
    let door = Door::open().await;
    post(&door, body_of(LIMIT)).await.made();
    for bytes in [LIMIT + 1, 10 * LIMIT] {
        assert!(post(&door, body_of(bytes)).await.sentence(413).contains("100000 bytes"));
    }
    let list = format!("{}/emails", door.create(&json!({})).await);
    let answer = door.request("POST", &list).body("application/json", body_of(LIMIT + 1)).send().await;
    answer.sentence(413);
    let answer = door.bare("POST", "/v2/oauth2/token").body("application/json", body_of(LIMIT + 1)).send().await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (413, Some("application/json")),
        "in the words of tokens"
    );
    assert_eq!(answer.json()["error"], "invalid_request");
}

#[tokio::test]
async fn json_may_begin_with_a_byte_order_mark() {
    let door = Door::open().await;
    post(&door, "\u{feff}{\"firstName\": \"Ann\"}").await.made();
    post(&door, "\u{feff}\u{feff}{}").await.sentence(400);
}

#[tokio::test]
async fn an_announced_size_over_the_limit_is_refused_before_the_body() {
    let door = Door::open().await;
    for length in ["100001", "99999999999999"] {
        door.raw(head(&door, &format!("content-length: {length}"))).await.sentence(413);
    }
}

#[tokio::test]
async fn a_body_in_pieces_is_refused_once_it_is_over_the_limit() {
    let door = Door::open().await;
    let piece = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    let within = format!("{}2\r\n{{}}\r\n{}0\r\n\r\n", head(&door, "transfer-encoding: chunked"), piece.repeat(24));
    door.raw(within).await.made();
    let over = format!("{}2\r\n{{}}\r\n{}", head(&door, "transfer-encoding: chunked"), piece.repeat(25));
    door.raw(over).await.sentence(413);
}

#[tokio::test]
async fn a_setting_moves_the_limit() {
    let door = Door::open_with(|api| api.body_limit = 1000).await;
    post(&door, body_of(1000)).await.made();
    assert!(post(&door, body_of(1001)).await.sentence(413).contains("1000 bytes"));
}

#[tokio::test]
async fn json_and_hal_json_are_read_with_any_parameters() {
    let door = Door::open().await;
    for media_type in [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8;x=y",
        "Application/JSON",
        "application/hal+json",
        "application/hal+json; profile=x",
    ] {
        door.request("POST", "/v2/customers").body(media_type, "{}").send().await.made();
    }
}

#[tokio::test]
async fn another_media_type_is_refused_with_what_was_given() {
    let door = Door::open().await;
    let path = door.create(&json!({})).await;
    for media_type in
        ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonp", "json", "*/*"]
    {
        let says = door.request("POST", "/v2/customers").body(media_type, "{}").send().await.sentence(415);
        assert!(says.contains(media_type) && says.contains("application/json"), "{says}");
    }
    for (method, path) in [
        ("POST", "/v2/customer-properties".to_owned()),
        ("POST", format!("{path}/emails")),
        ("PUT", format!("{path}/address")),
        ("PATCH", format!("{path}/properties")),
    ] {
        door.request(method, &path).body("text/plain", "{}").send().await.sentence(415);
    }
    door.raw(format!(
        "POST /v2/customers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 2\r\n\r\n{{}}",
        door.token
    ))
    .await
    .sentence(415);
    let not_text = format!(
        "POST /v2/customers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: \u{fffd}\r\ncontent-length: 2\r\n\r\n{{}}",
        door.token
    );
    door.raw(not_text).await.sentence(415);
}

#[tokio::test]
async fn broken_json_is_refused_with_line_and_column() {
    let door = Door::open().await;
    for (body, place) in [
        ("{\n  \"firstName\": \"Ann\",\n  \"lastName\" \"Bee\"\n}", "line 3 column 14"),
        ("{", "line 1 column 1"),
        ("{\"a\":1,}", "line 1 column 8"),
        ("{\"a\":tru}", "line 1 column 9"),
        ("{\"a\":01}", "line 1 column 7"),
        ("{'a':1}", "line 1 column 2"),
        ("{}x", "line 1 column 3"),
        ("{} {}", "line 1 column 4"),
        ("[1,2", "line 1 column 4"),
        ("\n\nnul", "line 3 column 3"),
        ("\"tab\there\"", "line 1 column 5"),
        ("NaN", "line 1 column 1"),
        ("{\"a\":Infinity}", "line 1 column 6"),
        ("{\"a\": .5}", "line 1 column 7"),
        ("// comment\n{}", "line 1 column 1"),
        ("\"\\x\"", "line 1 column 3"),
    ] {
        let says = post(&door, body).await.sentence(400);
        assert!(says.contains("JSON") && says.ends_with(place), "{body:?}: {says}");
    }
}

#[tokio::test]
async fn an_empty_body_is_told_as_such() {
    let door = Door::open().await;
    for body in ["", " ", "\r\n\t "] {
        assert!(post(&door, body).await.sentence(400).contains("empty"), "{body:?}");
    }
    let path = door.create(&json!({})).await;
    for path in [format!("{path}/address"), "/v2/customer-properties".to_owned()] {
        let method = if path.ends_with("address") { "PUT" } else { "POST" };
        let answer = door.request(method, &path).body("application/json", "").send().await;
        assert!(answer.sentence(400).contains("empty"));
    }
}

#[tokio::test]
async fn a_key_that_stands_twice_is_refused_at_any_depth() {
    let door = Door::open().await;
    for body in [
        r#"{"firstName": "Ann", "firstName": "Bob"}"#,
        r#"{"firstName": "Ann", "first\u004eame": "Bob"}"#,
        r#"{"unknown": {"deep": [{"x": 1, "x": 1}]}}"#,
        r#"{"emails": [{"value": "a@x.example", "value": "b@x.example"}]}"#,
        r#"{"properties": {"color": 1, "color": 2}}"#,
        r#"{"": 1, "": 2}"#,
    ] {
        let says = post(&door, body).await.sentence(400);
        assert!(says.contains("twice") && says.contains("line 1 column"), "{body}: {says}");
    }
    post(&door, r#"{"firstName": "Ann", "firstname": "Bob"}"#).await.made();
}

#[tokio::test]
async fn deep_nesting_is_refused_and_does_no_harm() {
    let door = Door::open().await;
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |levels: usize| format!("{{\"x\":{}1{}}}", open.repeat(levels), close.repeat(levels));
        post(&door, nested(100)).await.made();
        for levels in [128, 1000, 16_000] {
            let says = post(&door, nested(levels)).await.sentence(400);
            assert!(says.contains("recursion limit") && says.contains("line 1"), "{levels}: {says}");
        }
    }
    assert!(post(&door, "[".repeat(LIMIT)).await.sentence(400).contains("recursion limit"));
}

#[tokio::test]
async fn a_number_out_of_range_is_refused_with_its_place() {
    let door = Door::open().await;
    for number in ["1e999", "-1e999", "1e400"] {
        let says = post(&door, format!("{{\"age\": {number}}}")).await.sentence(400);
        assert!(says.contains("number out of range at line 1 column"), "{number}: {says}");
    }
    post(&door, "{\"unknown\": [1e-999, 1e308, 123456789012345678901234567890, -0, 0.1]}").await.made();
}

#[tokio::test]
async fn bytes_that_are_no_utf_8_are_refused() {
    let door = Door::open().await;
    let wrong: [&[u8]; 6] = [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xe2\x82"];
    for bytes in wrong {
        for (before, after) in [("{\"firstName\":\"", "\"}"), ("{\"", "\":1}"), ("{\"unknown\":\"", "\"}")] {
            let body = [before.as_bytes(), bytes, after.as_bytes()].concat();
            let says = post(&door, body).await.sentence(400);
            assert!(says.contains("line 1 column"), "{bytes:x?}: {says}");
        }
    }
    let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    post(&door, utf16).await.sentence(400);
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused_by_its_type() {
    let door = Door::open().await;
    for body in ["[]", "[{\"firstName\": \"Ann\"}]", "\"x\"", "5", "1.5", "true", "null"] {
        let fault = post(&door, body).await.fault(400);
        assert_eq!((&fault["path"], &fault["message"]), (&json!(""), &json!("must be an object")), "{body}");
    }
}

#[tokio::test]
async fn a_body_that_ends_early_makes_nothing() {
    let door = Door::open().await;
    {
        use std::io::Write;
        let mut stream = std::net::TcpStream::connect(door.host()).unwrap();
        stream.write_all(format!("{}{{\"firstName\":", head(&door, "content-length: 50")).as_bytes()).unwrap();
    }
    let answer = door.raw(format!("{}zz\r\n{{}}\r\n", head(&door, "transfer-encoding: chunked"))).await;
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 0);
}

#[tokio::test]
async fn a_client_that_waits_for_leave_to_send_is_given_it() {
    let door = Door::open().await;
    let answer = door.raw(format!("{}{{}}", head(&door, "content-length: 2\r\nexpect: 100-continue"))).await;
    assert!([100, 201].contains(&answer.status), "{}", answer.status);
}
