//! Targets of requests as people type them: `?query=(email:"ines@northwind.example")`. A quote has to be escaped in a target (RFC 3986),
//! and whoever sends it plain means the same; so it is escaped here, before anything reads the request.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::http::Uri;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The methods without a body, whose targets are looked at. What a body holds never is: neither JSON nor a form can have such a line.
const METHODS: [&[u8]; 3] = [b"GET /", b"HEAD /", b"DELETE /"];
/// How the first line of a request ends, before its line break.
const END: &[u8] = b" HTTP/1.1";

/// A connection whose requests have their targets escaped.
#[derive(Debug)]
pub struct Escaped<S> {
    stream: S,
    /// What was received and not read yet, because escapes made it longer than there was room for.
    waiting: Vec<u8>,
}

impl<S> Escaped<S> {
    /// What comes over a stream.
    pub fn new(stream: S) -> Self {
        Self { stream, waiting: Vec::new() }
    }

    fn give(&mut self, buffer: &mut ReadBuf<'_>) {
        let rest = self.waiting.split_off(self.waiting.len().min(buffer.remaining()));
        buffer.put_slice(&self.waiting);
        self.waiting = rest;
    }
}

/// The same bytes with the target of the request that begins them escaped; none where there is nothing to escape.
fn escaped(received: &[u8]) -> Option<Vec<u8>> {
    if !METHODS.iter().any(|method| received.starts_with(method)) {
        return None;
    }
    let (line, rest) = received.split_at(received.iter().position(|byte| *byte == b'\r')?);
    let line = line.strip_suffix(END).filter(|_| rest.starts_with(b"\r\n"))?;
    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`');
    if line.iter().all(is_plain) {
        return None;
    }
    let mut escaped = Vec::with_capacity(received.len() + 64);
    for byte in line {
        match is_plain(byte) {
            true => escaped.push(*byte),
            false => escaped.extend(format!("%{byte:02X}").bytes()),
        }
    }
    escaped.extend(&received[line.len()..]);
    Some(escaped)
}

/// A slash at the end of a path means nothing: clients send it, and it leads to the same place.
pub fn trim_slash(uri: &mut Uri) {
    let path = uri.path();
    if path.len() < 2 || !path.ends_with('/') || path == "/docs/" {
        return;
    }
    let mut target = path.trim_end_matches('/').to_owned();
    if let Some(query) = uri.query() {
        target.push('?');
        target.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = target.try_into().ok();
    if let Ok(trimmed) = Uri::from_parts(parts) {
        *uri = trimmed;
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Escaped<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.waiting.is_empty() {
            let before = buffer.filled().len();
            ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
            let Some(escaped) = escaped(&buffer.filled()[before..]) else { return Poll::Ready(Ok(())) };
            buffer.set_filled(before);
            self.waiting = escaped;
        }
        self.give(buffer);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Escaped<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn a_quote_is_escaped_in_a_target_and_nowhere_else() {
        let request =
            |target: &str| format!("GET {target} HTTP/1.1\r\nhost: x\r\nif-match: \"1\"\r\n\r\n").into_bytes();
        for (target, same) in [
            ("/v2/customers?query=(email:\"a@b.c\")", "/v2/customers?query=(email:%22a@b.c%22)"),
            ("/v2/customers?query=<\\^`>", "/v2/customers?query=%3C%5C%5E%60%3E"),
            ("/v2/customers?query=%22a%22", "/v2/customers?query=%22a%22"),
        ] {
            let sent = request(target);
            // Where there is no room for the escapes, they come with what is read next.
            for room in [sent.len(), 4096] {
                let mut connection = Escaped::new(&sent[..]);
                let (mut got, mut piece) = (Vec::new(), vec![0; room]);
                while let count @ 1.. = connection.read(&mut piece).await.unwrap() {
                    got.extend(&piece[..count]);
                }
                assert_eq!(String::from_utf8_lossy(&got), String::from_utf8_lossy(&request(same)), "{room}");
            }
        }
        for other in
            ["POST /\" HTTP/1.1\r\n", "{\"a\": 1}", "GET /\"", "GET /a HTTP/1.1\r\nx: \"\r\n", "GET /\" HTTP/1.0\r\n"]
        {
            assert_eq!(escaped(other.as_bytes()), None, "{other}");
        }
    }
}
