//! Many writers at two servers: each sends a customer until it is told what became of it, and then the next one.

use crate::crash::customer::Sent;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long an answer may take; a server gives up on a database sooner.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);
/// How long a writer waits when it is told to try again.
const PAUSE: Duration = Duration::from_millis(250);

/// What the writers were told.
#[derive(Debug, Default)]
pub struct Told {
    /// The customers that are there, with their ids: answered with 201, or named as the holder of their address when they were sent again.
    pub there: Vec<(Sent, i64)>,
    /// The customers of which no answer says that they are there.
    pub open: Vec<Sent>,
    /// How many requests were answered with 503.
    pub refused: u64,
    /// How many customers were found to be there when they were sent again, after an answer that did not know.
    pub settled: u64,
    /// Answers that are not true, or that none of this should lead to.
    pub wrong: Vec<String>,
    /// When a customer was made; the order is that of the answers.
    pub made_at: Vec<Instant>,
}

/// Writers at work.
pub struct Load {
    running: JoinSet<Told>,
    stop: Arc<AtomicBool>,
    made: Arc<AtomicU64>,
}

impl Load {
    /// Starts so many writers, by turns at each of the servers. Every second one at each server sends idempotency keys.
    pub fn start(servers: &[String], token: &str, writers: usize) -> Self {
        let (stop, next, made) = (Arc::default(), Arc::<AtomicU64>::default(), Arc::default());
        let mut running = JoinSet::new();
        for nth in 0..writers {
            let mut servers = servers.to_vec();
            let first = nth % servers.len();
            servers.rotate_left(first);
            let writer = Writer {
                client: Client::builder().timeout(ANSWER_LIMIT).build().unwrap(),
                with_keys: (nth / servers.len()).is_multiple_of(2),
                servers,
                token: token.to_owned(),
                made: Arc::clone(&made),
            };
            running.spawn(writer.write(Arc::clone(&next), Arc::clone(&stop)));
        }
        Self { running, stop, made }
    }

    /// How many customers have been made.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Has every writer finish with its customer, and tells what all were told.
    pub async fn end(self) -> Told {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Told::default();
        for told in self.running.join_all().await {
            all.there.extend(told.there);
            all.open.extend(told.open);
            all.refused += told.refused;
            all.settled += told.settled;
            all.wrong.extend(told.wrong);
            all.made_at.extend(told.made_at);
        }
        all.made_at.sort_unstable();
        all
    }
}

struct Writer {
    client: Client,
    servers: Vec<String>,
    token: String,
    with_keys: bool,
    made: Arc<AtomicU64>,
}

/// What the answers so far say of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Nothing of it was written.
    Absent,
    /// It may have been written.
    Maybe,
}

impl Writer {
    async fn write(self, next: Arc<AtomicU64>, stop: Arc<AtomicBool>) -> Told {
        let mut told = Told::default();
        while !stop.load(Ordering::Relaxed) {
            let sent = Sent::with_email(next.fetch_add(1, Ordering::Relaxed));
            match self.send_until_known(sent, &mut told).await {
                Some(id) => told.there.push((sent, id)),
                None => told.open.push(sent),
            }
        }
        told
    }

    /// Sends a customer, at the next server after each answer that says to try again, until it is there.
    async fn send_until_known(&self, sent: Sent, told: &mut Told) -> Option<i64> {
        let mut known = Known::Absent;
        for server in self.servers.iter().cycle().take(1_000) {
            let answer = match self.request(server, sent).send().await {
                Ok(answer) => answer,
                Err(error) => {
                    told.wrong.push(format!("customer {}: no answer: {error}", sent.number));
                    known = Known::Maybe;
                    continue;
                }
            };
            match answer.status().as_u16() {
                201 => {
                    let again = answer.headers().contains_key("idempotent-replayed");
                    if again && known == Known::Absent {
                        told.wrong.push(format!(
                            "customer {} was made by a request that was told that nothing was",
                            sent.number
                        ));
                    }
                    told.settled += u64::from(again);
                    told.made_at.push(Instant::now());
                    self.made.fetch_add(1, Ordering::Relaxed);
                    return header(&answer, "resource-id").and_then(|id| id.parse().ok());
                }
                503 => {
                    told.refused += 1;
                    if header(&answer, "retry-after").is_none() {
                        told.wrong.push(format!("customer {}: a 503 does not say when to try again", sent.number));
                    }
                    if !answer.text().await.unwrap_or_default().contains("nothing was changed") {
                        known = Known::Maybe;
                    }
                    tokio::time::sleep(PAUSE).await;
                }
                409 => {
                    let fault: Value = answer.json().await.unwrap_or_default();
                    if known == Known::Absent {
                        told.wrong.push(format!(
                            "customer {} is there, and nobody who sent it was told: {fault}",
                            sent.number
                        ));
                    }
                    told.settled += 1;
                    let holder = &fault["_embedded"]["errors"][0]["rejectedValue"];
                    return holder.as_str().and_then(|id| id.parse().ok());
                }
                status => {
                    let text = answer.text().await.unwrap_or_default();
                    told.wrong.push(format!("customer {} was answered {status}: {text}", sent.number));
                    return None;
                }
            }
        }
        None
    }

    fn request(&self, server: &str, sent: Sent) -> RequestBuilder {
        let request = self.client.post(format!("{server}/v2/customers")).bearer_auth(&self.token).json(&sent.body());
        if self.with_keys { request.header("idempotency-key", format!("customer {}", sent.number)) } else { request }
    }
}

fn header<'a>(answer: &'a Response, name: &str) -> Option<&'a str> {
    answer.headers().get(name)?.to_str().ok()
}
