//! The server: connections in, answers out, and an end that loses nothing.

mod rest;
mod target;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::api::{self, Edge};
use crate::web::{Pages, Peer};
use rest::Whole;
use target::Escaped;

/// How long a client may take to send the head of a request, and how long an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(60);
/// How long requests in flight have to finish once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Connections at the same time; further ones wait to be accepted.
const CONNECTIONS: usize = 8192;
/// The largest head of a request, in bytes.
const HEAD_LIMIT: usize = 64 << 10;

/// The two doors of a server: the API, and the pages where there are any.
#[derive(Clone, Debug)]
pub struct Site {
    /// The API.
    pub api: Edge,
    /// The pages; without them every path is one of the API.
    pub pages: Option<Pages>,
}

impl Site {
    async fn answer(&self, mut request: Request, peer: Peer) -> Response {
        target::trim_slash(request.uri_mut());
        match &self.pages {
            Some(pages) if !api::has(request.uri().path()) => {
                request.extensions_mut().insert(peer);
                // In a box, so that a call of the API is not moved about with what a page needs.
                Box::pin(pages.answer(request)).await
            }
            _ => self.api.answer(request).await,
        }
    }
}

impl From<Edge> for Site {
    fn from(api: Edge) -> Self {
        Self { api, pages: None }
    }
}

/// Opens the port. An address with port 0 takes a free one.
pub async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Serves until `stop` is done; then finishes what is in flight, within ten seconds.
pub async fn serve(listener: TcpListener, site: impl Into<Site>, stop: impl Future<Output = ()>) {
    serve_at_most(CONNECTIONS, listener, site, stop).await;
}

/// The same with another number of connections at the same time.
pub async fn serve_at_most(
    connections: usize,
    listener: TcpListener,
    site: impl Into<Site>,
    stop: impl Future<Output = ()>,
) {
    let site = site.into();
    let graceful = GracefulShutdown::new();
    let room = std::sync::Arc::new(Semaphore::new(connections));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accept = async {
            let place = std::sync::Arc::clone(&room).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (stream, place) = tokio::select! {
            accepted = accept => accepted,
            () = &mut stop => break,
        };
        match stream {
            Ok((stream, peer)) => {
                let connection = graceful.watch(connection(stream, Peer(peer), site.clone()));
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        tracing::debug!(%error, "a connection ended early");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: connections that end will give some back.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish within the grace time");
    }
}

fn connection(
    stream: TcpStream,
    peer: Peer,
    site: Site,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps waiting for full packets");
    }
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let site = site.clone();
        let request: Request = with_body(request);
        async move { Ok::<_, std::convert::Infallible>(site.answer(request, peer).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_LIMIT)
        .serve_connection(TokioIo::new(Escaped::new(stream)), service)
}

/// The request for its handler; most have no body, and nothing is left of that.
fn with_body(request: hyper::Request<Incoming>) -> Request {
    let (parts, body) = request.into_parts();
    let body = match body.is_end_stream() {
        true => axum::body::Body::empty(),
        false => axum::body::Body::new(Whole::new(body, &parts.headers)),
    };
    Request::from_parts(parts, body)
}
