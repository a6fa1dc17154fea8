//! Whether the server lives, whether it can answer, and what it counted.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::schemas::{Problem, Status};
use super::{ApiState, Error, answer};

/// Whether the process lives.
#[utoipa::path(get, path = "/health/live", tag = "Operations", operation_id = "live", security(()), responses((status = 200, description = "It does", body = Status)))]
pub async fn live() -> Response {
    status("live")
}

/// Whether requests can be answered: the database can be read.
#[utoipa::path(get, path = "/health/ready", tag = "Operations", operation_id = "ready", security(()), responses(
    (status = 200, description = "They can", body = Status), (status = 503, description = "They cannot; try again", body = Problem, content_type = "application/vnd.error+json"),
))]
pub async fn ready(State(api): State<ApiState>) -> Result<Response, Error> {
    api.directory.store.ping().await?;
    Ok(status("ready"))
}

/// Counts and times of requests, in the Prometheus text format.
#[utoipa::path(get, path = "/metrics", tag = "Operations", operation_id = "metrics", security(()), responses((status = 200, description = "The figures", body = String, content_type = "application/openmetrics-text")))]
pub async fn metrics(State(api): State<ApiState>) -> Response {
    let mut response = answer::resource(api.metrics.text().into_bytes());
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn status(word: &str) -> Response {
    let mut response = answer::resource(format!("{{\"status\":\"{word}\"}}").into_bytes());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
