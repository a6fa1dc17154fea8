//! What the server tells of itself: its log, and its counts for Prometheus. Neither holds secrets or what customers' records say.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::io::IsTerminal as _;
use std::time::Duration;

use axum::extract::MatchedPath;
use axum::http::{Method, StatusCode};
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use tracing_subscriber::EnvFilter;

/// Starts the log on standard error. The filter is a level (`info`) or one for each part (`cardfile=debug,hyper=warn`).
pub fn start_log(filter: &str) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| error.to_string())?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Whoever reads a file has no use for colours.
    let log = if std::io::stderr().is_terminal() { log } else { log.with_ansi(false) };
    // A log that runs already goes on as it is.
    let _ = log.try_init();
    Ok(())
}

/// Whether a filter for the log is understood.
pub fn check_filter(filter: &str) -> Result<(), String> {
    EnvFilter::try_new(filter).map(drop).map_err(|error| error.to_string())
}

/// The counts of requests.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: Name,
    route: Name,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: Name,
    route: Name,
}

/// A label: the path of a route, a method, or that there is none.
#[derive(Clone, Debug)]
enum Name {
    Method(Method),
    Path(MatchedPath),
    None,
}

impl Name {
    fn as_str(&self) -> &str {
        match self {
            Self::Method(method) => method.as_str(),
            Self::Path(path) => path.as_str(),
            Self::None => "none",
        }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl EncodeLabelValue for Name {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        encoder.write_str(self.as_str())
    }
}

const BUCKETS: fn() -> Histogram = || Histogram::new(exponential_buckets(0.0001, 4.0, 9));

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::default();
        // From a tenth of a millisecond to six and a half seconds.
        let durations = Family::new_with_constructor(BUCKETS);
        let mut registry = Registry::with_prefix("cardfile");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_duration_seconds", "Time from head to answer", durations.clone());
        Self { registry, requests, durations }
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn count(&self, method: &Method, route: Option<MatchedPath>, status: StatusCode, time: Duration) {
        // A method of the client's own making would be a label of its own making.
        let method = if is_known(method) { Name::Method(method.clone()) } else { Name::None };
        let route = route.map_or(Name::None, Name::Path);
        self.durations
            .get_or_create(&Route { method: method.clone(), route: route.clone() })
            .observe(time.as_secs_f64());
        self.requests.get_or_create(&Request { method, route, status: status.as_u16() }).inc();
    }

    /// The counts in the OpenMetrics text format.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Numbers and names: writing them to memory has no way to fail.
        let _ = text::encode(&mut out, &self.registry);
        out
    }
}

fn is_known(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]
        .contains(method)
}
