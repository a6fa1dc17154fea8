//! Passkeys: made on the account, good for signing in, and refused in every way in which they can be wrong.

mod bent;
mod made;

use super::{join, link_in, user};
use crate::door::authenticator::{Authenticator, PRESENT};
use crate::door::{Answer, Browser, Door, OWNER, PASSWORD};
use cardfile::actions::{companies, invitations, sweep};
use serde_json::{Value, json};

const EMAIL: &str = "nora@northwind.example";
const ORIGIN: &str = "https://cards.example.com";
const ACCOUNT: &str = "/settings/account";
const NEW: &str = "/settings/account/passkeys";
const WRONG: &str = "That passkey does not open an account here.";
const STALE: &str = "That took too long, or was sent twice. Try again.";
const ELSEWHERE: &str = "That passkey answered for another address. Open https://cards.example.com and try again.";

/// A server under a name.
async fn named() -> Door {
    Door::open_with(|api| api.public_url = Some(ORIGIN.into())).await
}

/// A server under a name, its owner's browser and passkey.
async fn with_passkey() -> (Door, Browser, Authenticator) {
    let door = named().await;
    let mut owner = door.owner().await;
    let device = add(&mut owner, "Laptop").await;
    (door, owner, device)
}

/// Adds a passkey to the account of who is signed in.
async fn add(browser: &mut Browser, name: &str) -> Authenticator {
    add_at(ORIGIN, browser, name).await
}

/// Adds a passkey on a page of a server at another origin.
pub async fn add_at(origin: &str, browser: &mut Browser, name: &str) -> Authenticator {
    let asked = ask_for_new(browser, name).await;
    let (device, answer) = Authenticator::make(&asked["options"], origin);
    assert_eq!(send_new(browser, name, &asked, &answer).await.goes_to(), "/settings/account?done=passkey-made");
    device
}

/// Does everything that is done with a passkey, for who hears the statements.
pub async fn everything(door: &Door, owner: &Browser) {
    let mut owner = owner.with("host", "localhost");
    let mut device = add_at("http://localhost", &mut owner, "Laptop").await;
    sign_in(&mut door.browser().with("host", "localhost"), &mut device).await.goes_to();
    let id = owner.get(ACCOUNT).await.between("name=\"passkey\" value=\"", "\"").unwrap();
    owner.post(&format!("{NEW}/rename"), &[("passkey", &id), ("name", "Old laptop")]).await.goes_to();
    owner.post(&format!("{NEW}/remove"), &[("passkey", &id)]).await.goes_to();
}

async fn ask_for_new(browser: &mut Browser, name: &str) -> Value {
    browser.open(ACCOUNT).await;
    let answer = browser.post("/settings/account/passkeys/challenge", &[("name", name), ("current", PASSWORD)]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")), "{}", answer.text());
    answer.json()
}

async fn send_new(browser: &mut Browser, name: &str, asked: &Value, answer: &str) -> Answer {
    browser.post(NEW, &[("name", name), ("ticket", asked["ticket"].as_str().unwrap()), ("answer", answer)]).await
}

async fn ask(browser: &mut Browser) -> Value {
    let answer = browser.post("/sign-in/challenge", &[]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")), "{}", answer.text());
    answer.json()
}

async fn send(browser: &mut Browser, asked: &Value, answer: &str) -> Answer {
    let fields = [("ticket", asked["ticket"].as_str().unwrap()), ("answer", answer), ("next", "/organizations?q=a")];
    browser.post("/sign-in/passkey", &fields).await
}

/// Signs in with a passkey.
async fn sign_in(browser: &mut Browser, device: &mut Authenticator) -> Answer {
    let asked = ask(browser).await;
    send(browser, &asked, &device.sign(&asked["options"])).await
}

fn events(door: &Door) -> String {
    let rows = door.rows("select actor, actor_id, before, after from events where subject = 'user' order by seq");
    rows.into_iter().map(|row| Value::from(row).to_string() + "\n").collect()
}

#[tokio::test]
async fn a_passkey_opens_the_account_and_leads_to_where_one_wanted_to_go() {
    let (door, owner, mut device) = with_passkey().await;
    let page = owner.with("accept-language", "en-GB").open(ACCOUNT).await;
    assert!(page.contains("<b dir=\"auto\">Laptop</b>") && page.contains("2026, 16:11, not used yet"), "{page}");
    door.advance(3600);
    let mut browser = door.browser().with("accept-language", "en-GB");
    let page = browser.open("/sign-in?next=%2Forganizations%3Fq%3Da").await;
    assert!(page.contains("Sign in with a passkey") && page.contains("autocomplete=\"username webauthn\""), "{page}");
    let answer = sign_in(&mut browser, &mut device).await;
    assert_eq!(answer.goes_to(), "/organizations?q=a");
    assert!(answer.header("set-cookie").unwrap().ends_with("; HttpOnly; SameSite=Lax; Secure"), "{answer:?}");
    assert!(browser.open(ACCOUNT).await.contains("2026, 17:11"), "when it was last used");
    assert_eq!(door.number("select count(*) from sessions"), 2);
    assert_eq!(sign_in(&mut browser, &mut device).await.goes_to(), "/organizations?q=a");
    assert_eq!(door.number("select count(*) from sessions"), 2, "the session of before ended");
}

#[tokio::test]
async fn a_wrong_answer_opens_nothing_and_is_told_in_words() {
    let (door, _owner, mut device) = with_passkey().await;
    let mut browser = door.browser();
    let before = door.rows("select state, used_at from passkeys");
    type Change = fn(&mut Authenticator, &mut Value);
    let changes: [(&str, Change); 7] = [
        (STALE, |_, asked| asked["options"]["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAA")),
        (ELSEWHERE, |device, _| device.origin = "https://cards.example.org".into()),
        (ELSEWHERE, |device, _| device.origin = "http://cards.example.com".into()),
        (ELSEWHERE, |device, _| device.server = "example.com".into()),
        (WRONG, |device, _| device.flags = PRESENT),
        (WRONG, |device, _| device.id[0] ^= 1),
        (WRONG, |device, _| device.handle[15] ^= 1),
    ];
    for (at, (told, change)) in changes.into_iter().enumerate() {
        let mut asked = ask(&mut browser).await;
        let (id, handle) = (device.id, device.handle.clone());
        change(&mut device, &mut asked);
        let answer = device.sign(&asked["options"]);
        let answer = send(&mut browser.with("x-forwarded-for", &format!("192.0.2.{at}")), &asked, &answer).await;
        assert!(answer.page(422).contains(told), "{at}: {}", answer.text());
        (device.id, device.handle, device.origin) = (id, handle, ORIGIN.into());
        (device.server, device.flags) = ("cards.example.com".into(), 0b101);
        door.advance(900);
    }
    let asked = ask(&mut browser).await;
    let mut signed: Value = serde_json::from_str(&device.sign(&asked["options"])).unwrap();
    signed["response"]["signature"] = json!("AAAA");
    for answer in [signed.to_string().as_str(), "", "{}", "[]", "null", "\u{0}"] {
        let answer = send(&mut browser, &asked, answer).await;
        assert!(answer.page(422).contains(WRONG), "{}", answer.text());
    }
    door.advance(900);
    assert_eq!(door.rows("select state, used_at from passkeys"), before);
    assert_eq!(door.number("select count(*) from sessions"), 1);
    assert_eq!(door.number("select count(*) from spent_challenges"), 1);
    assert_eq!(sign_in(&mut browser, &mut device).await.goes_to(), "/organizations?q=a");
}

#[tokio::test]
async fn a_challenge_is_good_for_five_minutes_once_and_only_from_here() {
    let (door, _owner, mut device) = with_passkey().await;
    let mut browser = door.browser();
    let asked = ask(&mut browser).await;
    let answer = device.sign(&asked["options"]);
    door.advance(300);
    assert!(send(&mut browser, &asked, &answer).await.page(422).contains(STALE));
    let asked = ask(&mut browser).await;
    let answer = device.sign(&asked["options"]);
    let mut made_up = asked.clone();
    let other = format!("B{}", &asked["ticket"].as_str().unwrap()[1..]);
    made_up["ticket"] = if asked["ticket"] == other { json!("") } else { other.into() };
    assert!(send(&mut browser, &made_up, &answer).await.page(422).contains(STALE));
    door.advance(299);
    assert_eq!(send(&mut browser, &asked, &answer).await.goes_to(), "/organizations?q=a");
    // A counter that stands at the same number is told first; the challenge is what counts where a device keeps none.
    let mut thief = door.browser();
    thief
        .post("/sign-in/passkey", &[("ticket", asked["ticket"].as_str().unwrap()), ("answer", &answer)])
        .await
        .page(422);
    assert_eq!(door.number("select count(*) from sessions"), 2);
}

#[tokio::test]
async fn an_answer_of_a_device_without_a_counter_is_good_once_too() {
    let (door, mut owner, _) = with_passkey().await;
    let asked = ask_for_new(&mut owner, "Phone").await;
    let (mut device, _) = Authenticator::make(&asked["options"], ORIGIN);
    device.counter = 0;
    let answer = device.attest(&asked["options"]);
    send_new(&mut owner, "Phone", &asked, &answer).await.goes_to();
    let (mut browser, mut thief) = (door.browser(), door.browser());
    for _ in 0..2 {
        let asked = ask(&mut browser).await;
        let answer = device.sign_with(0, &asked["options"]);
        assert_eq!(send(&mut browser, &asked, &answer).await.goes_to(), "/organizations?q=a");
        assert!(send(&mut thief, &asked, &answer).await.page(422).contains(STALE));
    }
    assert_eq!(thief.cookie("cardfile_session"), None);
    assert_eq!(door.number("select count(*) from spent_challenges"), 4);
    door.advance(2 * 86_400);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(door.number("select count(*) from spent_challenges"), 0);
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused() {
    let (door, _owner, mut device) = with_passkey().await;
    let mut browser = door.browser();
    device.counter = 41;
    sign_in(&mut browser, &mut device).await.goes_to();
    for counter in [42, 41, 0] {
        let asked = ask(&mut browser).await;
        let answer = send(&mut browser, &asked, &device.sign_with(counter, &asked["options"])).await;
        assert!(answer.page(422).contains(WRONG), "{counter}");
    }
    let asked = ask(&mut browser).await;
    let answer = send(&mut browser, &asked, &device.sign_with(43, &asked["options"])).await;
    assert_eq!(answer.goes_to(), "/organizations?q=a");
}

#[tokio::test]
async fn a_passkey_opens_the_company_of_its_user_and_no_other() {
    let (door, _owner, _) = with_passkey().await;
    let other = companies::create(door.directory(), "Southwind").await.unwrap();
    let link = invitations::for_first_owner(door.directory(), other.id).await.unwrap().unwrap();
    let mut there = door.browser();
    there.accept(&link.path(), OWNER).await;
    let mut device = add(&mut there, "Laptop").await;
    let mut browser = door.browser();
    sign_in(&mut browser, &mut device).await.goes_to();
    assert!(browser.cookie("cardfile_session").unwrap().starts_with(&format!("{}-", other.id)));
    // Whoever says to be of the other company is not known there.
    let (mut thief, own) = (door.browser(), device.handle.clone());
    device.handle[..8].copy_from_slice(&door.company().0.to_be_bytes());
    assert!(sign_in(&mut thief, &mut device).await.page(422).contains(WRONG));
    device.handle[8..].copy_from_slice(&user_of(&door).to_be_bytes());
    assert!(sign_in(&mut thief, &mut device).await.page(422).contains(WRONG));
    device.handle = own;
    sign_in(&mut thief, &mut device).await.goes_to();
}

fn user_of(door: &Door) -> i64 {
    door.number(&format!("select id from users where company_id = {} and role = 'owner'", door.company()))
}

#[tokio::test]
async fn a_person_who_is_disabled_does_not_come_in_until_enabled() {
    let (door, mut owner, _) = with_passkey().await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "user").await;
    let mut device = add(&mut ben, "Key").await;
    let id = user(&door, "ben@northwind.example");
    owner.open("/settings/people").await;
    owner.post(&format!("/settings/people/{id}/disable"), &[]).await.goes_to();
    let mut browser = door.browser();
    assert!(sign_in(&mut browser, &mut device).await.page(422).contains(WRONG));
    owner.post(&format!("/settings/people/{id}/enable"), &[]).await.goes_to();
    sign_in(&mut browser, &mut device).await.goes_to();
}

#[tokio::test]
async fn the_log_tells_who_did_what_and_nothing_by_which_a_passkey_is_known() {
    let (door, mut owner, device) = with_passkey().await;
    let id = owner.get(ACCOUNT).await.between("name=\"passkey\" value=\"", "\"").unwrap();
    owner.post(&format!("{NEW}/rename"), &[("passkey", &id), ("name", "Old laptop")]).await.goes_to();
    owner.post(&format!("{NEW}/remove"), &[("passkey", &id)]).await.goes_to();
    let (log, nora) = (events(&door), user_of(&door));
    for (before, after) in [
        ("{}", r#"{\"/passkey\":\"Laptop\"}"#),
        (r#"{\"/passkey\":\"Laptop\"}"#, r#"{\"/passkey\":\"Old laptop\"}"#),
        (r#"{\"/passkey\":\"Old laptop\"}"#, "{}"),
    ] {
        let line = format!("[\"user\",\"{nora}\",\"{before}\",\"{after}\"]");
        assert!(log.contains(&line), "{line}\n{log}");
    }
    let key: String = device.id.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!log.contains(&id) && !log.contains(&key), "{log}");
}

#[tokio::test]
async fn a_password_that_is_set_by_a_link_ends_passkeys_and_one_that_is_changed_does_not() {
    let (door, mut owner, mut device) = with_passkey().await;
    let new = "four grey stones in rain";
    owner.post("/settings/account/password", &[("old", PASSWORD), ("password", new)]).await.goes_to();
    let mut browser = door.browser();
    sign_in(&mut browser, &mut device).await.goes_to();
    owner.open("/settings/people").await;
    let made = owner.post(&format!("/settings/people/{}/link", user_of(&door)), &[]).await;
    let made = owner.get(made.goes_to()).await;
    assert!(made.page(200).contains("every passkey is removed"), "whoever makes the link is told");
    let link = link_in(&made);
    sign_in(&mut browser, &mut device).await.goes_to();
    let mut after = door.browser();
    assert!(after.open(&link).await.contains("every passkey of yours is removed"));
    after.post(&link, &[("password", PASSWORD)]).await.goes_to();
    assert!(sign_in(&mut browser, &mut device).await.page(422).contains(WRONG));
    assert_eq!(door.number("select count(*) from passkeys"), 0);
    assert!(events(&door).contains(r#""{\"/passkey\":\"Laptop\"}","{}""#), "{}", events(&door));
}

#[tokio::test]
async fn who_tries_passkeys_has_to_wait_as_with_passwords() {
    let (door, _owner, mut device) = with_passkey().await;
    let mut browser = door.browser();
    device.flags = PRESENT;
    for _ in 0..5 {
        sign_in(&mut browser, &mut device).await.page(422);
    }
    device.flags = 0b101;
    let answer = sign_in(&mut browser, &mut device).await;
    assert!(answer.page(429).contains("Too many tries. Try again in 15 seconds."), "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("15"));
    assert_eq!(door.browser().sign_in(EMAIL, PASSWORD).await.goes_to(), "/", "the password is another way");
    door.advance(15);
    sign_in(&mut browser, &mut device).await.goes_to();
    let mut guesser = door.browser().with("x-forwarded-for", "192.0.2.9");
    let asked = ask(&mut guesser).await;
    for _ in 0..30 {
        send(&mut guesser, &asked, "{}").await.page(422);
    }
    sign_in(&mut guesser, &mut device).await.page(429);
    sign_in(&mut browser, &mut device).await.goes_to();
}

#[tokio::test]
async fn where_no_public_url_is_set_the_host_that_was_asked_for_is_meant() {
    let door = Door::open().await;
    let mut owner = door.owner().await.with("host", "localhost:8080");
    let mut device = add_at("http://localhost:8080", &mut owner, "Laptop").await;
    assert_eq!(device.server, "localhost");
    let mut browser = door.browser().with("host", "localhost:8080");
    sign_in(&mut browser, &mut device).await.goes_to();
    let mut other = door.browser().with("host", "localhost:8081");
    assert!(sign_in(&mut other, &mut device).await.page(422).contains("Open http://localhost:8081 and try again."));
}

#[tokio::test]
async fn without_a_name_or_https_there_are_none_and_the_pages_say_so() {
    for url in [None, Some("http://cards.example.com"), Some("https://192.0.2.1")] {
        let door = Door::open_with(|api| api.public_url = url.map(Into::into)).await;
        let mut owner = door.owner().await;
        let page = owner.open(ACCOUNT).await;
        assert!(
            page.contains("Passkeys need a server with a name and https.") && !page.contains("passkeys.js"),
            "{page}"
        );
        let fields = [("name", "Laptop"), ("current", PASSWORD)];
        let told = "only for a server that has a name and https";
        let answer = owner.post("/settings/account/passkeys/challenge", &fields).await;
        assert!(answer.page(422).contains(told), "{}", answer.text());
        let mut browser = door.browser();
        assert!(!browser.open("/sign-in").await.contains("passkey"));
        assert!(browser.post("/sign-in/challenge", &[]).await.page(422).contains(told));
        browser.post("/sign-in/passkey", &[("ticket", ""), ("answer", "{}")]).await.page(422);
    }
}
