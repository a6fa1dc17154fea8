//! Many writers at once, and what the server acknowledged to them.

use super::customer::{SecondEmail, Sent};
use reqwest::{Client, Response};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::task::JoinSet;

/// What became of a load.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The customers that were answered with 201, by their id.
    pub acknowledged: HashMap<i64, Acknowledged>,
    /// The number after the last one that was sent.
    pub next_number: u64,
}

/// A customer that the server says it has.
#[derive(Debug, Clone, Copy)]
pub struct Acknowledged {
    pub sent: Sent,
    pub second: SecondEmail,
}

/// Creates customers with the numbers from `first_number`, each writer on a connection of its own,
/// until `go_on` refuses or the server is gone. `go_on` is asked before a call and after its answer.
pub async fn write(
    url: &str,
    token: &str,
    first_number: u64,
    writers: usize,
    go_on: impl Fn() -> bool + Send + Sync + 'static,
) -> Outcome {
    let (next, go_on) = (Arc::new(AtomicU64::new(first_number)), Arc::new(go_on));
    let mut running = JoinSet::new();
    for _ in 0..writers {
        let (next, go_on) = (next.clone(), go_on.clone());
        let writer = Writer { client: Client::new(), url: url.to_owned(), token: token.to_owned() };
        running.spawn(async move {
            let mut acknowledged = Vec::new();
            while go_on() {
                let sent = Sent { number: next.fetch_add(1, Ordering::Relaxed) };
                let Some(id) = writer.create(sent).await else { break };
                let mut second = SecondEmail::Possible;
                if let Some(email) = sent.second_email().filter(|_| go_on())
                    && writer.add_email(id, &email).await.is_some()
                {
                    second = SecondEmail::Acknowledged;
                }
                acknowledged.push((id, Acknowledged { sent, second }));
            }
            acknowledged
        });
    }
    let acknowledged = running.join_all().await.into_iter().flatten().collect();
    Outcome { acknowledged, next_number: next.load(Ordering::Relaxed) }
}

struct Writer {
    client: Client,
    url: String,
    token: String,
}

impl Writer {
    /// The id of the new customer, or nothing when the server went away, or the database under it.
    async fn create(&self, sent: Sent) -> Option<i64> {
        let answer = self.post("/v2/customers", &sent.body()).await?;
        Some(answer.headers()["resource-id"].to_str().unwrap().parse().unwrap())
    }

    async fn add_email(&self, customer: i64, email: &Value) -> Option<()> {
        self.post(&format!("/v2/customers/{customer}/emails"), email).await.map(drop)
    }

    async fn post(&self, path: &str, body: &Value) -> Option<Response> {
        let url = format!("{}{path}", self.url);
        let answer = self.client.post(&url).bearer_auth(&self.token).json(body).send().await.ok()?;
        if answer.status() == 503 {
            return None;
        }
        if answer.status() != 201 {
            panic!("POST {path}: {} {}", answer.status(), answer.text().await.unwrap_or_default());
        }
        Some(answer)
    }
}
