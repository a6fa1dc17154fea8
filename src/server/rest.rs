//! What is left of a body when its request is answered early, such as by a refusal. It is received and forgotten beside the answer: were it
//! left where it is, the connection would be reset, and a client that is still sending would lose the answer or its next request.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::http::{HeaderMap, header};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

/// The most that is received of a rest, in bytes; the connection ends when there is more.
const SIZE_MAX: usize = 8 << 20;
/// How long a rest may take.
const TIME_MAX: Duration = Duration::from_secs(5);

/// A body that does not leave its rest behind.
#[derive(Debug)]
pub struct Whole {
    body: Option<Incoming>,
    /// Whether the client sends it only when it is asked to (`Expect: 100-continue`), and was not asked yet.
    is_held: bool,
}

impl Whole {
    /// The body of a request with these headers.
    pub fn new(body: Incoming, headers: &HeaderMap) -> Self {
        Self { body: Some(body), is_held: headers.contains_key(header::EXPECT) }
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.is_held = false;
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if self.is_held || self.is_end_stream() {
            return;
        }
        if let (Some(rest), Ok(runtime)) = (self.body.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(tokio::time::timeout(TIME_MAX, receive(rest)));
        }
    }
}

async fn receive(mut rest: Incoming) {
    let mut size = 0;
    while let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await {
        size += frame.data_ref().map_or(0, Bytes::len);
        if size > SIZE_MAX {
            return;
        }
    }
}
