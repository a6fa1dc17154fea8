//! The server is killed while it writes, and on PostgreSQL at times that too: what was acknowledged is there, and nothing is there by half.

pub mod customer;
pub mod stored;
pub mod writers;

use crate::cluster::Cluster;
use crate::door::on_files;
use crate::server_process::{ServerProcess, new_folder};
use customer::{SecondEmail, Sent};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::Client;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use writers::{Acknowledged, Outcome};

const WRITERS: usize = 64;
/// A new folder now and then keeps the checks of a long run quick.
const ROUNDS_A_FOLDER: u64 = 50;
/// In so many rounds PostgreSQL is killed before the server, as when the power of a machine with both is cut.
const ROUNDS_A_POWER_CUT: u64 = 3;
/// The kill comes after at most so many calls and answers.
const MOST_STEPS: u64 = 1500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_customer_survives_a_kill() {
    let rounds = setting("CARDFILE_CRASH_ROUNDS").unwrap_or(30);
    let seed = setting("CARDFILE_CRASH_SEED").unwrap_or_else(rand::random);
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut findings = Findings::default();
    // Not the one of the other tests, because it will be killed.
    let cluster = (!on_files()).then(Cluster::start);

    for folder in 0..rounds.div_ceil(ROUNDS_A_FOLDER) {
        findings.folder = folder;
        let mut server =
            cluster.as_ref().map_or_else(|| ServerProcess::start_in(new_folder()), ServerProcess::start_on);
        let token = server.token().await;
        let mut number = 0;
        for round in 0..ROUNDS_A_FOLDER.min(rounds - folder * ROUNDS_A_FOLDER) {
            let first = number;
            let power_cut = cluster.as_ref().filter(|_| round % ROUNDS_A_POWER_CUT == 1);
            let outcome = write_until_killed(&server, power_cut, &token, first, &mut random).await;
            if let Some(cluster) = power_cut {
                cluster.start_again();
            }
            server.restart();
            number = outcome.next_number;
            findings.acknowledged += outcome.acknowledged.len();
            look_by_id(&server, &token, &outcome, &mut findings).await;
            look_through_list(&server, &token, first, &outcome, &mut findings).await;
            findings.half.extend(match cluster {
                Some(_) => stored::halves_at(&server.database_url()),
                None => stored::halves(&stored::open(&server.database()).unwrap()).unwrap(),
            });
        }
    }

    println!(
        "{rounds} rounds, {} acknowledged, {} lost, {} half",
        findings.acknowledged,
        findings.lost.len(),
        findings.half.len()
    );
    let wrong: Vec<_> = findings.lost.values().chain(&findings.half).take(20).collect();
    assert!(wrong.is_empty(), "with CARDFILE_CRASH_SEED={seed}: {wrong:#?}");
}

/// A number from the environment.
pub fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

#[derive(Default)]
struct Findings {
    acknowledged: usize,
    folder: u64,
    /// Acknowledged, and not there whole: by folder and id.
    lost: BTreeMap<(u64, i64), String>,
    /// There without a part of what belongs to it.
    half: Vec<String>,
}

impl Findings {
    fn lose(&mut self, id: i64, what: String) {
        self.lost.entry((self.folder, id)).or_insert(what);
    }
}

/// Kills the server after a random number of calls and answers and a moment more, so that it dies
/// in the middle of a commit as well as between two.
async fn write_until_killed(
    server: &ServerProcess,
    power_cut: Option<&Arc<Cluster>>,
    token: &str,
    first: u64,
    random: &mut StdRng,
) -> Outcome {
    let last_step = random.random_range(1..=MOST_STEPS);
    let moment = Duration::from_micros(random.random_range(0..2000));
    let (steps, kill, cluster) = (AtomicU64::new(0), server.killer(), power_cut.cloned());
    let go_on = move || {
        if steps.fetch_add(1, Ordering::Relaxed) + 1 == last_step {
            let until = Instant::now() + moment;
            while Instant::now() < until {
                std::hint::spin_loop();
            }
            if let Some(cluster) = &cluster {
                cluster.kill();
            }
            kill();
        }
        true
    };
    writers::write(server.url(), token, first, WRITERS, go_on).await
}

/// Reads every acknowledged customer on its own page.
async fn look_by_id(server: &ServerProcess, token: &str, outcome: &Outcome, findings: &mut Findings) {
    let reader = Reader::new(server, token);
    for (id, Acknowledged { sent, second }) in &outcome.acknowledged {
        match reader.get(&format!("/v2/customers/{id}")).await {
            Ok(found) => {
                let differences = sent.differences(&found, *second).into_iter();
                differences.for_each(|difference| findings.lose(*id, difference));
            }
            Err(status) => findings.lose(*id, format!("customer {}: {status}", sent.number)),
        }
    }
}

/// Reads the list, newest first, as far as it has customers of this round: each is whole, and each
/// that was acknowledged is there once.
async fn look_through_list(
    server: &ServerProcess,
    token: &str,
    first: u64,
    outcome: &Outcome,
    findings: &mut Findings,
) {
    let reader = Reader::new(server, token);
    let mut seen: HashMap<i64, usize> = HashMap::new();
    for page in 1.. {
        let list = reader.get(&format!("/v2/customers?page={page}")).await.unwrap();
        let mut of_this_round = 0;
        for found in list["_embedded"]["customers"].as_array().unwrap() {
            let id = found["id"].as_i64().unwrap();
            let Some(sent) = Sent::of(found) else {
                findings.half.push(format!("customer with id {id} has not the name it was sent with"));
                continue;
            };
            if sent.number >= first {
                of_this_round += 1;
                *seen.entry(id).or_default() += 1;
                findings.half.extend(sent.differences(found, SecondEmail::Possible));
            }
        }
        if of_this_round == 0 {
            break;
        }
    }
    for (id, acknowledged) in &outcome.acknowledged {
        let times = seen.get(id).copied().unwrap_or(0);
        if times != 1 {
            let number = acknowledged.sent.number;
            findings.lose(*id, format!("customer {number} is in the list {times} times"));
        }
    }
}

struct Reader<'a> {
    client: Client,
    url: &'a str,
    token: &'a str,
}

impl<'a> Reader<'a> {
    fn new(server: &'a ServerProcess, token: &'a str) -> Self {
        Reader { client: Client::new(), url: server.url(), token }
    }

    /// The answer, or the status when it is not 200.
    async fn get(&self, path: &str) -> Result<Value, String> {
        let url = format!("{}{path}", self.url);
        let answer = self.client.get(&url).bearer_auth(self.token).send().await.unwrap();
        if answer.status() != 200 {
            return Err(format!("GET {path} answered {}", answer.status()));
        }
        answer.json().await.map_err(|error| format!("GET {path}: {error}"))
    }
}
