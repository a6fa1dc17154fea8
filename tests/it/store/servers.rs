//! Several servers on one PostgreSQL: what they promise together, and what becomes of them when it goes away.

use crate::cluster;
use crate::door::authenticator::Authenticator;
use crate::door::{Door, PASSWORD, on_files};
use cardfile::actions::invitations::{self, Acceptance};
use cardfile::actions::passkeys::SignIn;
use cardfile::actions::users::Profile;
use cardfile::actions::{Caller, Directory, companies, customers, passkeys, sessions, sweep};
use cardfile::auth::passkey::{PasskeyError, Site};
use cardfile::auth::secret;
use cardfile::clock::Clock;
use cardfile::domain::customer::TextField;
use cardfile::domain::customer_input::CustomerInput;
use cardfile::domain::event::Actor;
use cardfile::domain::id::CompanyId;
use cardfile::domain::problem::Problems;
use cardfile::domain::user::User;
use cardfile::random::Random;
use cardfile::store::{Error, Purpose, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

async fn open(url: &str, seed: u64) -> Result<Directory, Error> {
    let random = Random::seeded(seed);
    let store = Store::open(&url.parse().unwrap(), Purpose::Serve, &Clock::System, random.clone()).await?;
    Ok(Directory::new(store, Clock::System, random))
}

/// So many servers on a new database, with a company.
async fn servers(count: u64) -> (cluster::Database, CompanyId, Vec<Arc<Directory>>) {
    let database = tokio::task::spawn_blocking(cluster::new_database).await.unwrap();
    let mut servers = Vec::new();
    for seed in 0..count {
        servers.push(Arc::new(open(&database.url(), seed).await.unwrap()));
    }
    let company = companies::create(&servers[0], "A company").await.unwrap().id;
    (database, company, servers)
}

/// The owner of a company, who has the address `nora@northwind.example` and [`PASSWORD`].
async fn owner(server: &Directory, company: CompanyId) -> User {
    let link = invitations::for_first_owner(server, company).await.unwrap().unwrap().path();
    let name = |name: &str| name.to_owned();
    let profile = Profile { first_name: name("Nora"), last_name: name(""), timezone: name("UTC") };
    let said = Acceptance { profile, email: name("nora@northwind.example"), password: name(PASSWORD) };
    invitations::accept(server, link.rsplit('/').next().unwrap(), &said).await.unwrap()
}

async fn create(server: &Directory, company: CompanyId, name: String) -> Result<i64, cardfile::actions::Error> {
    let caller = Caller::new(company, Actor::Operator);
    let mut input = CustomerInput::default();
    input.texts[TextField::FirstName as usize] = Some(name);
    customers::create(server, &caller, input, Problems::default()).await.map(|id| id.0)
}

fn numbers(database: &cluster::Database, sql: &str) -> Vec<i64> {
    database.rows(sql).iter().map(|row| row.parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_at_once_make_the_schema_once() {
    if on_files() {
        return;
    }
    let database = tokio::task::spawn_blocking(cluster::new_database).await.unwrap();
    let mut starting = JoinSet::new();
    for seed in 0..16 {
        let url = database.url();
        starting.spawn(async move { open(&url, seed).await.map(drop) });
    }
    for started in starting.join_all().await {
        started.unwrap();
    }
    assert_eq!(database.rows("select version from migrations"), ["1"]);
    database.rows("insert into migrations (version, at) values (2, 0)");
    let refused = open(&database.url(), 1).await.unwrap_err();
    assert!(matches!(refused, Error::NewerSchema { found: 2, known: 1 }), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn whoever_reads_events_after_one_that_is_known_never_misses_one() {
    if on_files() {
        return;
    }
    let (database, company, servers) = servers(3).await;
    let done = Arc::new(AtomicBool::new(false));
    let (url, ended) = (database.url(), Arc::clone(&done));
    let reader = tokio::spawn(async move {
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let (mut last, mut polls, mut gaps) = (0i64, 0, Vec::new());
        loop {
            let is_last = ended.load(Ordering::SeqCst);
            let sql = "select seq from events where company_id = $1 and seq > $2 order by seq";
            for row in client.query(sql, &[&company.0, &last]).await.unwrap() {
                let next: i64 = row.get(0);
                if next != last + 1 {
                    gaps.push((last, next));
                }
                last = next;
            }
            polls += 1;
            if is_last {
                return (last, polls, gaps);
            }
        }
    });
    let mut writers = JoinSet::new();
    for writer in 0..64 {
        let server = Arc::clone(&servers[writer % servers.len()]);
        writers.spawn(async move {
            for number in 0..12 {
                create(&server, company, format!("W{writer} {number}")).await.unwrap();
            }
        });
    }
    writers.join_all().await;
    done.store(true, Ordering::SeqCst);
    let (last, polls, gaps) = reader.await.unwrap();
    assert_eq!(gaps, [], "after {polls} polls");
    assert_eq!(vec![last], numbers(&database, "select max(seq) from events"));
    assert!(last >= 64 * 12 && polls > 10, "{last} events in {polls} polls");
    let ids = numbers(&database, "select count(distinct id) from customers");
    assert_eq!(ids, numbers(&database, "select customers from companies"));
    assert_eq!(ids, [64 * 12]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backends_that_are_killed_under_load_lose_nothing_and_double_nothing() {
    if on_files() {
        return;
    }
    let (database, company, servers) = servers(2).await;
    let (done, killed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let (url, ended, count) = (database.url(), Arc::clone(&done), Arc::clone(&killed));
    let killer = std::thread::spawn(move || {
        let sql = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() \
             order by random() limit 2";
        while !ended.load(Ordering::SeqCst) {
            count.fetch_add(cluster::rows(&url, sql).len(), Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(30));
        }
    });
    let mut writers = JoinSet::new();
    for writer in 0..16 {
        let (server, killed) = (Arc::clone(&servers[writer % servers.len()]), Arc::clone(&killed));
        writers.spawn(async move {
            let mut made = Vec::new();
            // Where writing is quick, it goes on until enough were killed under it.
            for number in (0..4_000).take_while(|number| *number < 40 || killed.load(Ordering::SeqCst) <= 10) {
                match create(&server, company, format!("W{writer} {number}")).await {
                    Ok(id) => made.push(id),
                    Err(cardfile::actions::Error::Store(Error::Unavailable(_) | Error::InDoubt(_))) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            made
        });
    }
    let made: Vec<i64> = writers.join_all().await.into_iter().flatten().collect();
    done.store(true, Ordering::SeqCst);
    killer.join().unwrap();
    let kept = numbers(&database, "select id from customers");
    let (made, kept_once): (BTreeSet<i64>, BTreeSet<i64>) =
        (made.into_iter().collect(), kept.iter().copied().collect());
    assert!(killed.load(Ordering::SeqCst) > 10, "{killed:?}");
    assert!(made.len() > 16 * 40 / 2, "{} were made", made.len());
    assert!(made.is_subset(&kept_once), "lost: {:?}", made.difference(&kept_once).collect::<Vec<_>>());
    assert_eq!(
        numbers(&database, "select count(*) from (select first_key from customers group by 1 having count(*) > 1) d"),
        [0]
    );
    assert_eq!(numbers(&database, "select customers from companies"), [kept.len() as i64]);
    let events = "select count(*) from (select subject_id from events where subject = 'customer' group by 1 having count(*) = 1) d";
    assert_eq!(numbers(&database, events), [kept.len() as i64]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_is_told_and_comes_back() {
    if on_files() {
        return;
    }
    let door = Door::open().await;
    let customer = door.create(&json!({"firstName": "Ines"})).await;
    let name = door.text("select current_database()::text");
    let other = door.database_url().to_string().replace(&name, "postgres");
    let admin = |sql: String| {
        let other = other.clone();
        tokio::task::spawn_blocking(move || cluster::rows(&other, &sql))
    };
    admin(format!("alter database {name} allow_connections false")).await.unwrap();
    admin(format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")).await.unwrap();
    for answer in [door.get(&customer).await, door.bare("GET", "/health/ready").send().await] {
        assert_eq!(answer.status, 503, "{}", answer.text());
    }
    let started = std::time::Instant::now();
    let answer = door.post("/v2/customers", &json!({"firstName": "Ines"})).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")), "{}", answer.text());
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    admin(format!("alter database {name} allow_connections true")).await.unwrap();
    assert_eq!(door.get(&customer).await.status, 200);
    door.create(&json!({"firstName": "Ines"})).await;
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_requests_of_a_minute_are_counted_at_all_servers_together() {
    let door = Door::open().await;
    let (company, url) = (door.company(), door.database_url());
    let (clock, random) = (door.directory().clock.clone(), Random::seeded(9));
    let other = match on_files() {
        true => None,
        false => Some(Store::open(&url, Purpose::Serve, &clock, random).await.unwrap()),
    };
    let (one, other) = (&door.directory().store, other.as_ref().unwrap_or(&door.directory().store));
    let counts = (0..20).map(|at| if at % 2 == 0 { one } else { other }.count_request(company, 7, 12));
    let mut places = BTreeSet::new();
    let mut refused = 0;
    for place in all_at_once(counts.collect()).await {
        match place.unwrap() {
            Some(place) => assert!(places.insert(place), "{place} twice"),
            None => refused += 1,
        }
    }
    assert_eq!((places, refused), ((1..=12).collect(), 8));
    assert_eq!(one.count_request(company, 7, 12).await.unwrap(), None);
    assert_eq!(one.count_request(company, 8, 12).await.unwrap(), Some(1), "the next minute has its own");
    assert_eq!(other.count_request(company, 8, 12).await.unwrap(), Some(2));
}

async fn all_at_once<T>(all: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut answers: Vec<Option<T>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (one, answer) in all.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let std::task::Poll::Ready(ready) = one.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if answers.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_text_that_no_database_would_keep_finds_nobody() {
    let door = Door::open().await;
    door.create(&json!({"firstName": "Ines", "emails": [{"value": "ines@x.example"}]})).await;
    for parameter in
        ["firstName=Ines%00", "lastName=%00", "email=ines%40x.example%00", "query=Ines%00", "query=%22%00%22"]
    {
        let answer = door.get(&format!("/v2/customers?{parameter}")).await;
        assert!([200, 400].contains(&answer.status), "{parameter}: {}", answer.text());
        if answer.status == 200 {
            assert_eq!(answer.json()["page"]["totalElements"], Value::from(0), "{parameter}");
        }
    }
    for path in ["/v2/customer-properties/%00", "/v2/users?email=a%00%40x.example", "/v2/customers/1%00"] {
        let status = door.get(path).await.status;
        assert!((200..500).contains(&status), "{path}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_server_asks_a_passkey_is_answered_to_another_and_once() {
    if on_files() {
        return;
    }
    let (_database, company, servers) = servers(2).await;
    let (here, there) = (&servers[0], &servers[1]);
    let user = owner(here, company).await;
    let client = sessions::Client { address: [192, 0, 2, 1].into(), agent: String::new() };
    let session = secret::hash(&sessions::begin(here, &user, &client).await.unwrap());
    let site = Site::of("https://cards.example.com").unwrap();
    let asked = passkeys::ask_for_new(here, &user, session, ("Laptop", PASSWORD), Some(&site)).await.unwrap();
    let (mut device, answer) = Authenticator::make_with(0, &asked.options, site.origin());
    let (caller, made) = (Caller::new(company, Actor::User(user.id)), ("Laptop", &*asked.ticket, &*answer));
    passkeys::create(there, &caller, &user, session, made, Some(&site)).await.unwrap();

    let asked = passkeys::ask_for_any(there, Some(&site)).await.unwrap();
    // It does not count, so only the challenge tells that it was answered.
    let answer = device.sign_with(0, &asked.options);
    let shown = (&*asked.ticket, &*answer);
    let (one, other) = tokio::join!(
        passkeys::sign_in(here, shown, &client, Some(&site)),
        passkeys::sign_in(there, shown, &client, Some(&site))
    );
    let both = [one.unwrap(), other.unwrap()];
    let right = both.iter().filter(|came| matches!(came, SignIn::Done(_))).count();
    assert_eq!(right, 1, "{both:?}");
    assert!(both.contains(&SignIn::Refused(PasskeyError::Stale)), "{both:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_guesses_at_two_servers_waits_at_both() {
    if on_files() {
        return;
    }
    let (database, company, servers) = servers(2).await;
    owner(&servers[0], company).await;
    let client = sessions::Client { address: [192, 0, 2, 1].into(), agent: String::new() };
    let elsewhere = sessions::Client { address: [198, 51, 100, 1].into(), agent: String::new() };
    let wrong = ("nora@northwind.example", "not this one, surely");
    for guess in 0..4 {
        let came = sessions::sign_in(&servers[guess % 2], wrong, None, &client).await.unwrap();
        assert_eq!(came, sessions::SignIn::Wrong);
    }
    let right = ("nora@northwind.example", PASSWORD);
    let came = sessions::sign_in(&servers[1], right, None, &client).await.unwrap();
    assert!(matches!(came, sessions::SignIn::Done(..)), "{came:?}");
    let guesses = (0..20).map(|guess| sessions::sign_in(&servers[guess % 2], wrong, None, &client));
    let (mut tried, mut waiting) = (0, 0);
    for came in all_at_once(guesses.collect()).await {
        match came {
            Ok(came) => {
                assert_eq!(came, sessions::SignIn::Wrong);
                tried += 1;
            }
            Err(cardfile::actions::Error::Wait(1..=16)) => waiting += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((tried, waiting), (5, 15), "what was forgiven at one server is forgiven at the other");
    for server in &servers {
        let refused = sessions::sign_in(server, right, None, &elsewhere).await.unwrap_err();
        assert!(matches!(refused, cardfile::actions::Error::Wait(1..=16)), "{refused}");
    }
    assert_eq!(numbers(&database, "select count from tries where count < 9"), [5], "nobody is counted who had to wait");
    sweep::sweep(&servers[0]).await.unwrap();
    assert_eq!(numbers(&database, "select count(*) from tries"), [2], "what is of today stays");
}
