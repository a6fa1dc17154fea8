//! Requests from pages of other origins, on every path; and what every path takes: a slash at its end, a parameter twice.

use crate::door::{Answer, Door};
use cardfile::api::RateLimit;
use serde_json::{Value, json};

const ORIGIN: &str = "https://app.example";

/// Every path of the OpenAPI document with its methods, its variable parts filled in.
fn paths() -> Vec<(String, Vec<String>)> {
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter().map(|(path, item)| {
        let mut path = path.clone();
        while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
            path.replace_range(from..=to, "999");
        }
        (path, item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect())
    });
    paths.collect()
}

async fn preflight(door: &Door, path: &str, method: &str) -> Answer {
    let request = door.bare("OPTIONS", path).header("origin", ORIGIN).header("access-control-request-method", method);
    request.header("access-control-request-headers", "authorization,if-match,x-own").send().await
}

#[tokio::test]
async fn a_browser_gets_leave_for_every_method_of_every_path() {
    let door = Door::open().await;
    for (path, methods) in paths() {
        for path in [path.clone(), format!("{path}/"), format!("{path}?a=1&a=2")] {
            let answer = preflight(&door, &path, &methods[0]).await;
            answer.done();
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
            assert_eq!(answer.header("access-control-allow-credentials"), None);
            assert_eq!(answer.header("access-control-allow-headers"), Some("authorization,if-match,x-own"));
            assert!(answer.header("access-control-max-age").is_some());
            let allowed = answer.header("access-control-allow-methods").unwrap();
            for method in &methods {
                assert!(allowed.split(',').any(|allowed| allowed.trim() == method), "{path}: {allowed}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_may_read_that_a_path_leads_nowhere() {
    let door = Door::open().await;
    let answer = preflight(&door, "/v2/nowhere", "DELETE").await;
    answer.done();
    assert!(answer.header("access-control-allow-methods").unwrap().contains("DELETE"));
    assert_eq!(answer.header("allow"), None, "it has no methods");
    let request = door.bare("DELETE", "/v2/nowhere").header("origin", ORIGIN).send().await;
    request.sentence(404);
    assert_eq!(request.header("access-control-allow-origin"), Some("*"));
    door.bare("OPTIONS", "/v2/nowhere").send().await.sentence(404);
}

#[tokio::test]
async fn a_page_may_read_the_headers_that_tell_something() {
    let door = Door::open_with(|api| api.rate_limit = RateLimit::new(1)).await;
    for status in [200, 429] {
        let answer = door.request("GET", "/v2/customers").header("origin", ORIGIN).send().await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let exposed = answer.header("access-control-expose-headers").unwrap().to_lowercase();
        let own = answer
            .headers
            .keys()
            .map(|name| name.as_str())
            .filter(|name| name.starts_with("x-") || *name == "retry-after");
        for name in own.chain(["resource-id", "location", "etag", "correlation-id", "preference-applied"]) {
            assert!(exposed.split(", ").any(|exposed| exposed == name), "{name}: {exposed}");
        }
    }
}

#[tokio::test]
async fn options_is_counted_as_it_is_answered() {
    let door = Door::open().await;
    door.bare("OPTIONS", "/v2/customers").send().await.done();
    door.bare("OPTIONS", "/v2/nowhere").send().await.sentence(404);
    let metrics = door.bare("GET", "/metrics").send().await.text().to_owned();
    let count = |route: &str, status: u16| {
        let line =
            format!("cardfile_http_requests_total{{method=\"OPTIONS\",route=\"{route}\",status=\"{status}\"}} 1\n");
        metrics.contains(&line)
    };
    assert!(count("/v2/customers", 204) && count("none", 404), "{metrics}");
    assert!(!metrics.contains("status=\"405\""), "{metrics}");
}

#[tokio::test]
async fn a_slash_at_the_end_and_a_parameter_twice_change_no_answer() {
    let door = Door::open().await;
    for (path, methods) in paths() {
        for method in methods {
            let send = |target: String| door.request(&method, &target).json(&json!([])).send();
            let plain = send(path.clone()).await;
            for target in [format!("{path}/"), format!("{path}?a=1&a=2"), format!("{path}/?a=1&a=2")] {
                let answer = send(target.clone()).await;
                assert_eq!(answer.status, plain.status, "{method} {target}");
                assert_eq!(answer.header("content-type"), plain.header("content-type"), "{method} {target}");
            }
        }
    }
    let last = door.read("/v2/customers?page=x&page=2&pageSize=0&pageSize=7").await;
    assert_eq!((&last["page"]["number"], &last["page"]["size"]), (&json!(2), &json!(7)));
}
