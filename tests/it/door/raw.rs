//! Requests as bytes, for what no client library would send.

use super::Answer;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest time that an answer may take.
const LIMIT: Duration = Duration::from_secs(20);

/// Sends the bytes and reads until the server closes or one answer is whole.
pub async fn send(address: SocketAddr, bytes: &[u8]) -> Answer {
    let (mut reader, mut writer) = TcpStream::connect(address).await.unwrap().into_split();
    let bytes = bytes.to_vec();
    // The server may close before it has read everything.
    let writing = tokio::spawn(async move {
        let _ = writer.write_all(&bytes).await;
        writer
    });
    let mut received = Vec::new();
    let reading = async {
        let mut piece = [0; 4096];
        while parse(&received).is_none() {
            match reader.read(&mut piece).await {
                Ok(count) if count > 0 => received.extend_from_slice(&piece[..count]),
                _ => break,
            }
        }
    };
    tokio::time::timeout(LIMIT, reading).await.expect("an answer within the limit");
    writing.abort();
    parse(&received).unwrap_or_else(|| panic!("not an answer: {:?}", String::from_utf8_lossy(&received)))
}

/// The answer, once it is whole.
fn parse(received: &[u8]) -> Option<Answer> {
    let end = received.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&received[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: HeaderMap = lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value.trim()).unwrap()))
        .collect();
    let body = &received[end + 4..];
    let length = headers.get("content-length").map_or(0, |length| length.to_str().unwrap().parse().unwrap());
    (body.len() >= length).then(|| Answer { status, headers, body: body[..length].to_vec() })
}
