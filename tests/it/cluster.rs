//! A PostgreSQL for the tests, and databases in it that go with the test that made them.

use crate::rig::Rig;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// A running PostgreSQL with databases for tests; it ends with the value.
pub struct Cluster {
    rig: Mutex<Rig>,
    /// The URL of the database that is there from the start.
    url: String,
    databases: AtomicU64,
    /// Takes the names of databases that nobody needs any more; dropping one is slow, and no test waits for it.
    unused: mpsc::Sender<String>,
    prepared: OnceLock<String>,
}

/// A database of its own; dropping it removes the database, whoever is connected to it.
pub struct Database {
    cluster: Arc<Cluster>,
    name: String,
}

/// An empty database in the PostgreSQL that the tests of this process share.
pub fn new_database() -> Database {
    shared().new_database()
}

/// The PostgreSQL that the tests of this process share.
pub fn shared() -> &'static Arc<Cluster> {
    static SHARED: OnceLock<Arc<Cluster>> = OnceLock::new();
    SHARED.get_or_init(Cluster::start)
}

impl Cluster {
    /// Starts a PostgreSQL that nobody else uses.
    pub fn start() -> Arc<Self> {
        let (rig, url) = Rig::start("postgresql");
        let (unused, names) = mpsc::channel::<String>();
        let at = url.clone();
        std::thread::spawn(move || {
            // The PostgreSQL may have been killed, and everything in it goes with its folder anyway.
            names.iter().for_each(|name| drop(psql(&at, &format!("drop database if exists {name} with (force)"))));
        });
        Arc::new(Self { rig: Mutex::new(rig), url, databases: AtomicU64::new(1), unused, prepared: OnceLock::new() })
    }

    /// An empty database in it.
    pub fn new_database(self: &Arc<Self>) -> Database {
        self.copy_of("template0")
    }

    /// A copy of a database that was prepared once, by the first who asked. Whoever prepares it has to be disconnected at the end.
    pub fn prepared_database(self: &Arc<Self>, prepare: impl FnOnce(&str)) -> Database {
        let template = self.prepared.get_or_init(|| {
            let name = "prepared".to_owned();
            self.create(&name, "template0");
            prepare(&self.url_of(&name));
            name
        });
        self.copy_of(template)
    }

    /// Ends all of its processes by SIGKILL, as a power cut would.
    pub fn kill(&self) {
        self.rig().ask("kill");
    }

    /// Starts it again, after `kill`. Its URLs stay.
    pub fn start_again(&self) {
        self.rig().ask("start");
    }

    fn rig(&self) -> MutexGuard<'_, Rig> {
        self.rig.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn copy_of(self: &Arc<Self>, template: &str) -> Database {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.create(&name, template);
        Database { cluster: Arc::clone(self), name }
    }

    /// Copies through the log, which waits for no checkpoint.
    fn create(&self, name: &str, template: &str) {
        psql(&self.url, &format!("create database {name} template {template} strategy wal_log")).unwrap();
    }

    fn url_of(&self, name: &str) -> String {
        format!("{}/{name}", self.url.rsplit_once('/').unwrap().0)
    }
}

impl Database {
    /// Its URL, such as `postgresql://postgres@127.0.0.1:15432/test_1`.
    pub fn url(&self) -> String {
        self.cluster.url_of(&self.name)
    }

    /// What a query finds: a line a row, with `|` between the columns.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        rows(&self.url(), sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Only fails when the thread that drops is gone, and then the PostgreSQL goes too.
        let _ = self.cluster.unused.send(std::mem::take(&mut self.name));
    }
}

/// What a query on the database of a URL finds: a line a row, with `|` between the columns.
pub fn rows(url: &str, sql: &str) -> Vec<String> {
    psql(url, sql).unwrap().lines().map(str::to_owned).collect()
}

/// Runs statements with Debian's own client.
fn psql(url: &str, sql: &str) -> Result<String, String> {
    let arguments = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--dbname", url];
    let output = Command::new("psql").args(arguments).args(["--command", sql]).output();
    let output = output.map_err(|error| format!("psql, which comes with PostgreSQL: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{sql}: {}", String::from_utf8_lossy(&output.stderr).trim_end()))
    }
}

#[test]
fn a_database_is_empty_and_goes_with_its_value() {
    // One of its own: in the shared one those that other tests left are dropped first, and on PostgreSQL there are hundreds of them.
    let cluster = Cluster::start();
    let database = cluster.new_database();
    let url = database.url();
    assert_eq!(database.rows("select count(*) from pg_tables where schemaname = 'public'"), ["0"]);
    assert_eq!(database.rows("show fsync; show synchronous_commit; show lc_collate"), ["on", "on", "C"]);
    drop(database);
    let until = Instant::now() + Duration::from_secs(60);
    while psql(&url, "select 1").is_ok() {
        assert!(Instant::now() < until, "the database is dropped");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(rows(&cluster.url, "select 1"), ["1"], "the others are there");
}

#[test]
fn a_prepared_database_is_a_copy_that_changes_alone() {
    let cluster = Cluster::start();
    let prepare = |url: &str| drop(rows(url, "create table kept (n int); insert into kept values (7)"));
    let (one, other) = (cluster.prepared_database(prepare), cluster.prepared_database(|_| unreachable!()));
    one.rows("update kept set n = 8");
    assert_eq!([one.rows("select n from kept"), other.rows("select n from kept")], [["8"], ["7"]]);
}

#[test]
fn a_cluster_that_was_killed_has_what_was_committed() {
    let cluster = Cluster::start();
    let database = cluster.new_database();
    database.rows("create table kept (n int); insert into kept values (1)");
    cluster.kill();
    cluster.start_again();
    assert_eq!(database.rows("select n from kept"), ["1"]);
}
