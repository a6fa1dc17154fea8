//! What is there after a fail-over, seen through the servers: by its address, by its email, and in a walk through all.

use super::writers::Told;
use crate::crash::customer::{SecondEmail, Sent};
use reqwest::Client;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How many requests are under way at a time.
const AT_ONCE: usize = 32;

/// What is not as it has to be.
#[derive(Debug, Default)]
pub struct Findings {
    /// Told to be there, and not there once and whole: a line for each customer.
    pub lost: BTreeMap<u64, String>,
    /// There more than once.
    pub doubled: Vec<String>,
    /// There by half, or sent by nobody.
    pub half: Vec<String>,
}

/// Reads a company at a server.
#[derive(Clone)]
pub struct Reader {
    pub client: Client,
    pub server: String,
    pub token: String,
}

/// Looks for every customer of a round.
pub async fn look(reader: &Reader, told: &Told) -> Findings {
    let mut findings = Findings::default();
    one_by_one(reader, told, &mut findings).await;
    walk(reader, told, &mut findings).await;
    findings
}

/// Every customer who is told to be there, by the address that the answer named, and by the email.
async fn one_by_one(reader: &Reader, told: &Told, findings: &mut Findings) {
    let (turns, mut looking) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    for (sent, id) in told.there.iter().copied() {
        let (reader, turns) = (reader.clone(), Arc::clone(&turns));
        looking.spawn(async move {
            let _turn = turns.acquire_owned().await;
            reader.missing(sent, id).await.map(|what| (sent.number, what))
        });
    }
    findings.lost.extend(looking.join_all().await.into_iter().flatten());
}

/// All customers of the company: each was sent, is whole, and is there once.
async fn walk(reader: &Reader, told: &Told, findings: &mut Findings) {
    let sent: HashSet<Sent> = told.there.iter().map(|(sent, _)| *sent).chain(told.open.iter().copied()).collect();
    let mut seen: HashMap<Sent, Vec<i64>> = HashMap::new();
    let (mut walked, mut next) = (0, Some("/v3/customers?pageSize=200".to_owned()));
    while let Some(path) = next {
        let page = reader.read(&path).await.unwrap();
        for found in page["_embedded"]["customers"].as_array().unwrap() {
            walked += 1;
            match Sent::of(found).filter(|found| sent.contains(found)) {
                Some(known) => {
                    seen.entry(known).or_default().push(found["id"].as_i64().unwrap());
                    findings.half.extend(known.differences(found, SecondEmail::Possible));
                }
                None => findings.half.push(format!("a customer that nobody sent: {found}")),
            }
        }
        next =
            page["_links"]["next"]["href"].as_str().map(|href| href.strip_prefix(&reader.server).unwrap().to_owned());
    }
    for (sent, ids) in seen.iter().filter(|(_, ids)| ids.len() > 1) {
        findings.doubled.push(format!("customer {} is there with the ids {ids:?}", sent.number));
    }
    for (sent, id) in told.there.iter().filter(|(sent, id)| !seen.get(sent).is_some_and(|ids| ids.contains(id))) {
        findings
            .lost
            .entry(sent.number)
            .or_insert_with(|| format!("customer {} with id {id} is not in the list", sent.number));
    }
    let total = reader.total().await;
    if total != Some(walked) {
        findings.half.push(format!("the list has {walked} customers and says {total:?}"));
    }
}

impl Reader {
    /// What is wrong with a customer who is told to be there.
    async fn missing(&self, sent: Sent, id: i64) -> Option<String> {
        let found = match self.read(&format!("/v2/customers/{id}")).await {
            Ok(found) => found,
            Err(reason) => return Some(format!("customer {}: {reason}", sent.number)),
        };
        if let Some(difference) = sent.differences(&found, SecondEmail::Possible).pop() {
            return Some(difference);
        }
        let list = match self.read(&format!("/v2/customers?email={}", sent.work_email())).await {
            Ok(list) => list,
            Err(reason) => return Some(format!("customer {}: {reason}", sent.number)),
        };
        let holders: Vec<_> =
            list["_embedded"]["customers"].as_array().unwrap().iter().map(|found| &found["id"]).collect();
        (holders != [id]).then(|| format!("customer {} with id {id}: its email finds {holders:?}", sent.number))
    }

    /// How many customers the company has, as the list says.
    pub async fn total(&self) -> Option<i64> {
        self.read("/v2/customers").await.ok()?["page"]["totalElements"].as_i64()
    }

    /// The answer, or the status when it is not 200.
    async fn read(&self, path: &str) -> Result<Value, String> {
        let answer = self.client.get(format!("{}{path}", self.server)).bearer_auth(&self.token).send().await;
        let answer = answer.map_err(|error| format!("GET {path}: {error}"))?;
        if answer.status() != 200 {
            return Err(format!("GET {path} answered {}", answer.status()));
        }
        answer.json().await.map_err(|error| format!("GET {path}: {error}"))
    }
}
