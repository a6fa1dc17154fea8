//! `/health/live`, `/health/ready` and `/metrics`.

use crate::door::Door;
use serde_json::json;

#[tokio::test]
async fn the_server_tells_that_it_lives_and_is_ready_without_a_token() {
    let door = Door::open().await;
    for word in ["live", "ready"] {
        let answer = door.bare("GET", &format!("/health/{word}")).send().await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
        assert_eq!(answer.json(), json!({"status": word}));
        assert_eq!(door.bare("HEAD", &format!("/health/{word}")).send().await.status, 200);
    }
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status_and_not_by_what_clients_make_up() {
    let door = Door::open().await;
    door.create(&json!({"firstName": "Ann"})).await;
    for path in ["/v2/customers/101", "/v2/customers/102", "/v2/customers/x", "/made-up/1", "/made-up/2"] {
        door.get(path).await;
    }
    door.request("MADEUP", "/v2/customers").send().await;
    let answer = door.bare("GET", "/metrics").send().await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").unwrap().starts_with("application/openmetrics-text; version=1.0.0"));
    let text = answer.text();
    assert!(text.ends_with("# EOF\n"), "{text}");
    let count = |method: &str, route: &str, status: u16| {
        let line =
            format!("cardfile_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} ");
        text.lines().find_map(|text| text.strip_prefix(&line)).map(|count| count.parse::<u64>().unwrap())
    };
    assert_eq!(count("POST", "/v2/customers", 201), Some(1), "{text}");
    assert_eq!(count("GET", "/v2/customers/{customerId}", 200), Some(1));
    assert_eq!(count("GET", "/v2/customers/{customerId}", 404), Some(2));
    assert_eq!(count("GET", "none", 404), Some(2));
    assert!(!text.contains("made-up") && !text.contains("MADEUP") && !text.contains("Ann"), "{text}");
    assert!(text.contains("cardfile_http_request_duration_seconds_bucket{"), "{text}");
}
