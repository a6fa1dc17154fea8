//! The server beside its answers: connections, and the end.

use cardfile::actions::Directory;
use cardfile::api::{self, Api};
use cardfile::clock::Clock;
use cardfile::random::Random;
use cardfile::server;
use cardfile::store::{DatabaseUrl, Purpose, Store};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::server_process::{database_in, new_folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_a_free_place_ends_when_it_is_told_to() {
    let folder = new_folder();
    let (clock, random) = (Clock::System, Random::seeded(1));
    let url = DatabaseUrl::Sqlite(database_in(folder.path()));
    let store = Store::open(&url, Purpose::Serve, &clock, random.clone()).await.unwrap();
    let (edge, _api) = api::service(Api::new(Directory::new(store, clock, random)));
    let listener = server::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server::serve_at_most(1, listener, edge, async { drop(stopped.await) }));

    let mut only = TcpStream::connect(address).await.unwrap();
    only.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = [0; 12];
    only.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    let mut waiting = TcpStream::connect(address).await.unwrap();
    waiting.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();

    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), serving).await.expect("the server ended").unwrap();
    assert!(matches!(waiting.read(&mut answer).await, Ok(0) | Err(_)), "whoever waits for a place is not answered");
}
