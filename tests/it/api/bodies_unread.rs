//! Requests that are answered before their body is read: the answer arrives, and the connection can be used again.

use std::time::Duration;

use crate::door::Door;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest time that an answer may take.
const LIMIT: Duration = Duration::from_secs(20);

/// Sends everything, then reads until so many answers have come or the server closes: their statuses.
async fn statuses(door: &Door, sent: &[u8], count: usize) -> Vec<u16> {
    let mut connection = TcpStream::connect(door.host()).await.unwrap();
    connection.write_all(sent).await.expect("the server takes everything");
    let mut received = String::new();
    let found = |received: &str| -> Vec<u16> {
        received.split("HTTP/1.1 ").skip(1).filter_map(|answer| answer.get(..3)?.parse().ok()).collect()
    };
    let mut piece = [0; 4096];
    while found(&received).len() < count {
        match tokio::time::timeout(LIMIT, connection.read(&mut piece)).await.expect("an answer within the limit") {
            Ok(length) if length > 0 => received.push_str(&String::from_utf8_lossy(&piece[..length])),
            _ => break,
        }
    }
    found(&received)
}

fn request(line: &str, token: &str, size: usize) -> Vec<u8> {
    let head = format!(
        "{line} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {size}\r\n\r\n"
    );
    let mut request = head.into_bytes();
    request.resize(request.len() + size, b' ');
    request
}

#[tokio::test]
async fn a_client_that_is_refused_early_goes_on_over_the_same_connection() {
    let door = Door::open().await;
    for (line, token, status) in [
        ("POST /v2/customers", "old", 401),
        ("POST /v2/nothing", door.token.as_str(), 404),
        ("DELETE /v2/customers", &door.token, 405),
        ("PATCH /v2/customers/abc", &door.token, 404),
        ("GET /v2/customers", &door.token, 200),
    ] {
        for size in [90_000, 2_000_000] {
            let mut both = request(line, token, size);
            both.extend(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n");
            assert_eq!(statuses(&door, &both, 2).await, [status, 200], "{line} {size}");
        }
    }
}

#[tokio::test]
async fn a_body_far_over_the_limit_is_answered_while_it_is_sent() {
    let door = Door::open().await;
    for size in [300_000, 1_000_000, 5_000_000] {
        assert_eq!(statuses(&door, &request("POST /v2/customers", &door.token, size), 1).await, [413], "{size}");
        assert_eq!(statuses(&door, &request("POST /v2/customers", "old", size), 1).await, [401], "{size}");
    }
}

#[tokio::test]
async fn a_body_that_waits_for_leave_is_not_asked_for_when_it_is_refused() {
    let door = Door::open().await;
    let head = "POST /v2/customers HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n";
    assert_eq!(statuses(&door, head.as_bytes(), 1).await, [401]);
}
