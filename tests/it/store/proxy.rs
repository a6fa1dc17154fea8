//! A stretch of network between a server and its PostgreSQL: it can be made slow, and cut.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How a statement without values that ends a transaction looks on its way, and its answer.
const COMMIT: &[u8] = b"commit\0";
const COMMITTED: &[u8] = b"C\0\0\0\x0bCOMMIT\0";
/// What a coordinator answers in its place that has lost the node which was told to commit.
const DENIED: &[u8] = b"SERROR\0VERROR\0CXX000\0Mcould not commit transaction on at least one active node\0\0";

/// What comes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// Everything.
    Open,
    /// Everything, until a commit has: then only what goes to the database, and it is `Held`.
    OpenUntilCommit,
    /// Everything, but the answer to the next commit says that it failed; then `Open`.
    OpenButDenied,
    /// What goes to the database; its answers wait.
    Held,
    /// Nothing: connections break, and new ones break at once.
    Cut,
}

/// The stretch in front of a database.
pub struct Proxy {
    /// The URL of the database through it.
    pub url: String,
    road: watch::Sender<Road>,
}

impl Proxy {
    /// Listens in front of the database of a URL such as `postgresql://postgres@127.0.0.1:15432/test_1`.
    pub async fn before(database: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (user, rest) = database.split_once('@').unwrap();
        let (behind, name) = rest.split_once('/').unwrap();
        // On a busy machine the first answer may take longer than the usual time.
        let url = format!("{user}@{}/{name}?connect_timeout=30", listener.local_addr().unwrap());
        let road = watch::Sender::new(Road::Open);
        tokio::spawn(accept(listener, behind.to_owned(), road.clone()));
        Self { url, road }
    }

    /// How much comes through now.
    pub fn road(&self) -> Road {
        *self.road.borrow()
    }

    /// From now on only so much comes through.
    pub fn set(&self, road: Road) {
        self.road.send_replace(road);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.set(Road::Cut);
    }
}

async fn accept(listener: TcpListener, behind: String, road: watch::Sender<Road>) {
    while let Ok((near, _)) = listener.accept().await {
        if *road.borrow() == Road::Cut {
            continue;
        }
        let Ok(far) = TcpStream::connect(&behind).await else { continue };
        let ((near_read, near_write), (far_read, far_write)) = (near.into_split(), far.into_split());
        tokio::spawn(carry(near_read, far_write, road.clone(), Way::There));
        tokio::spawn(carry(far_read, near_write, road.clone(), Way::Back));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, road: watch::Sender<Road>, way: Way) {
    let (mut bytes, mut seen) = (vec![0; 64 << 10], road.subscribe());
    loop {
        let count = tokio::select! {
            count = from.read(&mut bytes) => count.unwrap_or(0),
            _ = seen.wait_for(|road| *road == Road::Cut) => return,
        };
        if way == Way::There && bytes[..count].windows(COMMIT.len()).any(|some| some == COMMIT) {
            road.send_if_modified(|road| {
                let is_time = *road == Road::OpenUntilCommit;
                *road = if is_time { Road::Held } else { *road };
                is_time
            });
        }
        let waits = |road: &Road| way == Way::Back && *road == Road::Held;
        let now = seen.wait_for(|road| !waits(road)).await.map_or(Road::Cut, |road| *road);
        let answer = bytes[..count].windows(COMMITTED.len()).position(|some| some == COMMITTED);
        let passed = match answer.filter(|_| way == Way::Back && now == Road::OpenButDenied) {
            Some(at) => {
                road.send_replace(Road::Open);
                denied(&bytes[..count], at)
            }
            None => bytes[..count].to_vec(),
        };
        if count == 0 || now == Road::Cut || to.write_all(&passed).await.is_err() {
            return;
        }
    }
}

/// Answers of which the one at a place, which says that a transaction is committed, says that it failed.
fn denied(answers: &[u8], at: usize) -> Vec<u8> {
    let length = u32::try_from(DENIED.len() + 4).unwrap().to_be_bytes();
    [&answers[..at], b"E", &length, DENIED, &answers[at + COMMITTED.len()..]].concat()
}
