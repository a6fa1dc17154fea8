//! The floor of every answer: hyper alone, one thread, the same headers and bytes each time.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use crate::http::Answer;

#[derive(clap::Args)]
pub struct Options {
    /// A file that holds the answer to give, as JSON.
    pub answer: PathBuf,
}

/// An answer as the running server gave it.
#[derive(Serialize, Deserialize)]
pub struct Recorded {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Recorded {
    /// What bare hyper has to repeat; length, date and connection are its own.
    pub fn of(answer: Answer) -> Result<Self> {
        let own = ["content-length", "date", "connection"];
        let headers = answer.headers.into_iter().filter(|(name, _)| !own.contains(&name.as_str())).collect();
        Ok(Self { status: answer.status, headers, body: String::from_utf8(answer.body)? })
    }
}

/// Serves the recorded answer to every request, after reading its whole body, until the process is ended.
pub fn run(options: &Options) -> Result<()> {
    let recorded: Recorded = serde_json::from_slice(&std::fs::read(&options.answer)?)?;
    let mut headers = HeaderMap::new();
    for (name, value) in &recorded.headers {
        headers.append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    let status = StatusCode::from_u16(recorded.status)?;
    let body = Bytes::from(recorded.body);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(serve(status, headers, body))
}

async fn serve(status: StatusCode, headers: HeaderMap, body: Bytes) -> Result<()> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    println!("listening on http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (headers, body) = (headers.clone(), body.clone());
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut response = Response::new(Full::new(body.clone()));
            *response.status_mut() = status;
            *response.headers_mut() = headers.clone();
            async move {
                let mut incoming = request.into_body();
                while let Some(Ok(_)) = incoming.frame().await {}
                Ok::<_, Infallible>(response)
            }
        });
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
