//! A server in this process, on a folder and a clock of its own, and the clients that call it.

mod answer;
pub mod authenticator;
mod browser;
mod client;
pub mod database;
mod documented;
mod raw;

pub use answer::Answer;
pub use browser::{Browser, OWNER, PASSWORD};
pub use client::{Client, Request};
use database::Database;
pub use database::on_files;

use cardfile::actions::{Caller, Directory, apps, companies, invitations};
use cardfile::api::{self, Api};
use cardfile::clock::Clock;
use cardfile::domain::customer::{Customer, TextField};
use cardfile::domain::customer_document;
use cardfile::domain::event::Actor;
use cardfile::domain::id::{CompanyId, CustomerId};
use cardfile::domain::record::Record;
use cardfile::domain::time::Timestamp;
use cardfile::random::Random;
use cardfile::server::{self, Site};
use cardfile::store::change::Write;
use cardfile::store::{Change, DatabaseUrl, Purpose, Store};
use cardfile::web::{self, Web};
use serde_json::Value;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// The moment at which every clock stands at first.
pub const START: &str = "2026-11-23T16:11:00Z";

/// A running server with one company and one app; dropping it ends the server and removes its folder. It is used as the client of
/// that company.
pub struct Door {
    client: Client,
    company: CompanyId,
    address: SocketAddr,
    api: Option<Arc<Api>>,
    stop: Option<oneshot::Sender<Arc<Api>>>,
    thread: Option<JoinHandle<()>>,
    database: Database,
}

impl Door {
    /// A server as it is without settings.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// A server with other settings.
    pub async fn open_with(set: impl FnOnce(&mut Api)) -> Self {
        let database = tokio::task::spawn_blocking(Database::new).await.unwrap();
        let url = database.url();
        Self::open_at(database, url, Random::seeded(1), set, |_| {}).await
    }

    /// A server whose pages have other settings.
    pub async fn open_with_pages(set: impl FnOnce(&mut Web)) -> Self {
        let database = tokio::task::spawn_blocking(Database::new).await.unwrap();
        let url = database.url();
        Self::open_at(database, url, Random::seeded(1), |_| {}, set).await
    }

    /// A server on a database that has something in it, with random numbers that were not used for it.
    pub async fn open_on(database: Database) -> Self {
        let url = database.url();
        Self::open_at(database, url, Random::seeded(2), |_| {}, |_| {}).await
    }

    /// A server that reaches its database by another URL than the test does.
    pub async fn open_by(database: Database, url: DatabaseUrl) -> Self {
        Self::open_at(database, url, Random::seeded(1), |_| {}, |_| {}).await
    }

    async fn open_at(
        database: Database,
        url: DatabaseUrl,
        random: Random,
        set: impl FnOnce(&mut Api),
        set_pages: impl FnOnce(&mut Web),
    ) -> Self {
        let clock = Clock::manual(Timestamp::parse(START).unwrap());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        // Opened where it serves: what works in its background goes on while the test does something else.
        let (opened, own) = (clock.clone(), random.clone());
        let store = runtime.spawn(async move { Store::open(&url, Purpose::Serve, &opened, own).await.unwrap() });
        let store = store.await.unwrap();
        let mut api = Api::new(Directory::new(store, clock, random));
        set(&mut api);
        let mut web = Web {
            directory: Arc::clone(&api.directory),
            public_url: api.public_url.clone(),
            shows_photos: true,
            body_limit: api.body_limit,
            metrics: Arc::clone(&api.metrics),
            complete: web::Complete::default(),
            view_counts: web::ViewCounts::default(),
        };
        set_pages(&mut web);
        let pages = web::pages(web);
        let (edge, api) = api::service(api);
        let site = Site { api: edge, pages: Some(pages) };
        let (stop, stopped) = oneshot::channel();
        let (bound, address) = mpsc::channel();
        let thread = std::thread::spawn(move || serve(&runtime, site, &bound, stopped));
        let address = address.recv().unwrap();
        let (company, client) = new_company(&api.directory, address).await;
        Self { client, company, address, api: Some(api), stop: Some(stop), thread: Some(thread), database }
    }

    /// Makes another company and answers the client of it.
    pub async fn another_company(&self) -> Client {
        new_company(self.directory(), self.address).await.1
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser in which the company's owner is signed in, after following the link that a first start prints.
    pub async fn owner(&self) -> Browser {
        let link = invitations::for_first_owner(self.directory(), self.company).await.unwrap();
        let mut browser = self.browser();
        browser.accept(&link.expect("the owner has an account already").path(), browser::OWNER).await;
        browser
    }

    /// The company that the server was opened with.
    pub fn company(&self) -> CompanyId {
        self.company
    }

    /// What the server works on, from within.
    pub fn directory(&self) -> &Directory {
        &self.api.as_ref().unwrap().directory
    }

    /// Makes so many customers of one name at once, and answers their ids, the oldest first.
    pub async fn fill(&self, count: usize, first: &str, last: &str) -> Vec<i64> {
        let store = &self.directory().store;
        let taken = store.take_ids(count).await.unwrap();
        let ids: Vec<i64> = taken.ids.collect();
        for some in ids.chunks(2_000) {
            let mut change = Change::new(self.company);
            for id in some {
                let mut customer = Customer::default();
                customer.set_text(TextField::FirstName, Some(first.to_owned()));
                customer.set_text(TextField::LastName, Some(last.to_owned()));
                let document = customer_document::write(&customer).into();
                change.writes.push(Write::NewCustomer(Record::new(CustomerId(*id), customer, taken.at), document));
            }
            store.commit(change).await.unwrap();
        }
        ids
    }

    /// Moves the server's clock by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.directory().clock.advance(seconds);
    }

    /// Makes an app of the company unusable.
    pub async fn revoke(&self, client_id: &str) {
        let caller = Caller::new(self.company, Actor::Operator);
        apps::revoke(self.directory(), &caller, client_id).await.unwrap();
    }

    /// The database file, for reading.
    pub fn database(&self) -> rusqlite::Connection {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        rusqlite::Connection::open_with_flags(self.database_file(), flags).unwrap()
    }

    /// Where the database file is.
    pub fn database_file(&self) -> std::path::PathBuf {
        self.database.file()
    }

    /// Where the database is, for another server on it.
    pub fn database_url(&self) -> DatabaseUrl {
        self.database.url()
    }

    /// The database as it is.
    pub fn database_itself(&self) -> &Database {
        &self.database
    }

    /// The cells of every row that a query on the database finds.
    pub fn rows(&self, sql: &str) -> Vec<Vec<Value>> {
        self.database.rows(sql)
    }

    /// Everything that stands in the database.
    pub fn everything(&self) -> Vec<(String, String)> {
        self.database.everything()
    }

    /// The one number that a query on the database finds.
    pub fn number(&self, sql: &str) -> i64 {
        self.rows(sql)[0][0].as_i64().unwrap()
    }

    /// The one text that a query on the database finds.
    pub fn text(&self, sql: &str) -> String {
        self.rows(sql)[0][0].as_str().unwrap().to_owned()
    }

    /// Sends bytes as they are on a connection of their own, and reads one answer.
    pub async fn raw(&self, bytes: impl AsRef<[u8]>) -> Answer {
        raw::send(self.address, bytes.as_ref()).await
    }

    /// `HOST:PORT` of the server.
    pub fn host(&self) -> String {
        self.address.to_string()
    }
}

impl Deref for Door {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let (Some(stop), Some(api)) = (self.stop.take(), self.api.take()) {
            // The thread may be gone after a panic of its own, which joining it tells.
            drop(stop.send(api));
        }
        let ended = self.thread.take().map_or(Ok(()), JoinHandle::join);
        assert!(ended.is_ok() || std::thread::panicking(), "the server ended with a panic");
    }
}

fn serve(
    runtime: &tokio::runtime::Runtime,
    site: Site,
    bound: &mpsc::Sender<SocketAddr>,
    stopped: oneshot::Receiver<Arc<Api>>,
) {
    runtime.block_on(async {
        let listener = server::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        bound.send(listener.local_addr().unwrap()).unwrap();
        let mut api = None;
        server::serve(listener, site, async { api = stopped.await.ok() }).await;
        let directory = api.and_then(Arc::into_inner).and_then(|api| Arc::into_inner(api.directory));
        if let Some(directory) = directory {
            directory.store.close().await;
        }
    });
}

async fn new_company(directory: &Directory, address: SocketAddr) -> (CompanyId, Client) {
    let company = companies::create(directory, "A company").await.unwrap();
    let caller = Caller::new(company.id, Actor::Operator);
    let (app, secret) = apps::create(directory, &caller, "An app").await.unwrap();
    let client = Client::new(address, app.client_id, secret).await;
    (company.id, client)
}
