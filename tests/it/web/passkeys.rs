//! Passkeys: made on the account, good for signing in, and refused in every way in which they can be wrong.

use super::{join, link_in, user};
use crate::door::authenticator::{Authenticator, PRESENT};
use crate::door::{Answer, Browser, Door, OWNER, PASSWORD};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cardfile::actions::{companies, invitations, sweep};
use cardfile::auth::passkey::{self, Asked, Seal, Site};
use cardfile::domain::id::{CompanyId, UserId};
use cardfile::domain::passkey::Passkey;
use cardfile::domain::time::Timestamp;
use cardfile::domain::user::{User, UserInput};
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
async fn what_a_device_is_asked_for_is_told_by_the_standard_and_differs_each_time() {
    let (door, mut owner, device) = with_passkey().await;
    let asked = ask_for_new(&mut owner, "Phone").await["options"].clone();
    assert_eq!(asked["rp"], json!({"id": "cards.example.com", "name": "Cardfile"}));
    assert_eq!(asked["user"]["name"], EMAIL);
    assert_eq!(asked["user"]["displayName"], "Nora Adeyemi");
    assert_eq!(asked["extensions"], json!({}), "what not every device knows is not asked for");
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
    let known = asked["excludeCredentials"].as_array().unwrap();
    assert_eq!(known.len(), 1, "{known:?}");
    assert!(door.rows("select credential from passkeys")[0][0] == json!(device.id), "it is the one that is there");
    let mut browser = door.browser();
    let (first, second) = (ask(&mut browser).await, ask(&mut browser).await);
    assert_eq!(first["options"]["rpId"], "cards.example.com");
    assert_eq!(first["options"]["userVerification"], "required");
    assert_eq!(first["options"]["allowCredentials"], json!([]), "nobody is told who has one");
    assert_ne!(first["options"]["challenge"], second["options"]["challenge"]);
    assert_eq!(door.number("select count(*) from spent_challenges"), 1, "asking writes nothing");
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
async fn a_passkey_is_named_and_removed_by_its_owner_alone() {
    let (door, mut owner, mut device) = with_passkey().await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "admin").await;
    let page = owner.get(ACCOUNT).await;
    let id = page.between("name=\"passkey\" value=\"", "\"").unwrap();
    let (rename, remove) = (format!("{NEW}/rename"), format!("{NEW}/remove"));
    ben.post(&rename, &[("passkey", &id), ("name", "Mine")]).await.page(404);
    ben.post(&remove, &[("passkey", &id)]).await.page(404);
    owner.post(&rename, &[("passkey", &id), ("name", " ")]).await.page(422);
    owner.post(&rename, &[("passkey", &id), ("name", &"x".repeat(61))]).await.page(422);
    let fields = [("passkey", &*id), ("name", " نورة's <b> phone ")];
    assert_eq!(owner.post(&rename, &fields).await.goes_to(), "/settings/account?done=saved");
    assert!(owner.open(ACCOUNT).await.contains("<b dir=\"auto\">نورة&#39;s &#60;b&#62; phone</b>"));
    let mut browser = door.browser();
    sign_in(&mut browser, &mut device).await.goes_to();
    assert_eq!(owner.post(&remove, &[("passkey", &id)]).await.goes_to(), "/settings/account?done=passkey-removed");
    owner.post(&remove, &[("passkey", &id)]).await.page(404);
    owner.post(&rename, &[("passkey", &id), ("name", "Gone")]).await.page(404);
    assert!(sign_in(&mut browser, &mut device).await.page(422).contains(WRONG));
    assert_eq!(door.number("select count(*) from passkeys"), 0);
}

#[tokio::test]
async fn a_new_passkey_wants_the_password_and_a_name() {
    let door = named().await;
    let mut owner = door.owner().await;
    let mut module = owner.with("x-requested-with", "cardfile");
    let challenge = format!("{NEW}/challenge");
    let answer = module.post(&challenge, &[("name", " "), ("current", "not this one at all")]).await;
    let told = answer.page(422);
    assert!(told.contains("Is not your password.") && told.contains("Size must be between 1 and 60."), "{told}");
    assert!(!told.contains("<html"), "a part of a page: {told}");
    module.post(&challenge, &[("name", &"x".repeat(61)), ("current", PASSWORD)]).await.page(422);
    for _ in 0..5 {
        module.post(&challenge, &[("name", "Laptop"), ("current", "guess")]).await.page(422);
    }
    let answer = module.post(&challenge, &[("name", "Laptop"), ("current", PASSWORD)]).await;
    assert!(answer.page(429).contains("Try again in 15 seconds."));
    door.advance(15);
    let asked = ask_for_new(&mut owner, &"x".repeat(60)).await;
    let (_, answer) = Authenticator::make(&asked["options"], ORIGIN);
    let page = send_new(&mut owner, "", &asked, &answer).await;
    assert!(page.page(422).contains("Size must be between 1 and 60"), "{}", page.text());
    send_new(&mut owner, &"x".repeat(60), &asked, &answer).await.goes_to();
    let anybody = door.browser().post(&challenge, &[("name", "Laptop"), ("current", PASSWORD)]).await;
    assert!(anybody.goes_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn what_a_device_made_wrongly_or_twice_is_not_kept() {
    let (door, mut owner, device) = with_passkey().await;
    let refused = |answer: Answer, told: &str| {
        let page = answer.page(422);
        assert!(page.contains(&format!("No passkey was made. {told}")) && page.contains("value=\"Phone\""), "{page}");
    };
    let asked = ask_for_new(&mut owner, "Phone").await;
    refused(send_new(&mut owner, "Phone", &asked, &device.attest(&asked["options"])).await, "Is registered already");
    let (mut phone, answer) = Authenticator::make(&asked["options"], ORIGIN);
    for text in ["", "{}", "null"] {
        refused(send_new(&mut owner, "Phone", &asked, text).await, "Gave an answer that is not accepted here");
    }
    phone.origin = "https://cards.example.org".into();
    refused(
        send_new(&mut owner, "Phone", &asked, &phone.attest(&asked["options"])).await,
        "Answered for another address",
    );
    (phone.origin, phone.flags) = (ORIGIN.into(), PRESENT);
    refused(send_new(&mut owner, "Phone", &asked, &phone.attest(&asked["options"])).await, "Gave an answer");
    let mut elsewhere = door.browser();
    elsewhere.sign_in(EMAIL, PASSWORD).await.goes_to();
    elsewhere.open(ACCOUNT).await;
    refused(send_new(&mut elsewhere, "Phone", &asked, &answer).await, "Took too long, or was sent twice");
    let for_sign_in = ask(&mut owner).await;
    refused(send_new(&mut owner, "Phone", &for_sign_in, &answer).await, "Took too long, or was sent twice");
    assert_eq!(door.number("select count(*) from passkeys"), 1);
    send_new(&mut owner, "Phone", &asked, &answer).await.goes_to();
    let (_, second) = Authenticator::make(&asked["options"], ORIGIN);
    refused(send_new(&mut owner, "Phone", &asked, &second).await, "Took too long, or was sent twice");
    let late = ask_for_new(&mut owner, "Phone").await;
    let (_, answer) = Authenticator::make(&late["options"], ORIGIN);
    door.advance(300);
    refused(send_new(&mut owner, "Phone", &late, &answer).await, "Took too long, or was sent twice");
    assert_eq!(door.number("select count(*) from passkeys"), 2);
}

#[tokio::test]
async fn a_person_has_twenty_passkeys_at_most() {
    let (door, mut owner, _) = with_passkey().await;
    let late = ask_for_new(&mut owner, "Late").await;
    for at in 2..=20 {
        add(&mut owner, &format!("Device {at}")).await;
    }
    let fields = [("name", "One more"), ("current", PASSWORD)];
    let answer = owner.post("/settings/account/passkeys/challenge", &fields).await;
    assert!(answer.page(422).contains("There may be at most 20"), "{}", answer.text());
    let (_, answer) = Authenticator::make(&late["options"], ORIGIN);
    assert!(send_new(&mut owner, "Late", &late, &answer).await.page(422).contains("There may be at most 20"));
    assert_eq!(door.number("select count(*) from passkeys"), 20);
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "user").await;
    add(&mut ben, "Key").await;
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
    let link = link_in(&owner.post(&format!("/settings/people/{}/link", user_of(&door)), &[]).await);
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

#[test]
fn an_answer_of_which_any_bit_is_another_is_read_or_refused_and_opens_nothing() {
    let (site, now) = (Site::of(ORIGIN).unwrap(), Timestamp::from_micros(0));
    let (seal, user) = (Seal { secret: [7; 32], now }, User::owner(CompanyId(7), UserId(9), UserInput::default(), now));
    let asked = passkey::ask_for_new(&site, seal, &user, [1; 32], &[]).unwrap();
    let (mut device, answer) = Authenticator::make(&asked.options, ORIGIN);
    let accept = |asked: &Asked, answer: &str| passkey::accept_new(&site, seal, [1; 32], &asked.ticket, answer);
    for other in bent(&answer, "clientDataJSON").chain(bent(&answer, "attestationObject")) {
        drop(accept(&asked, &other));
    }
    let (credential, _) = accept(&asked, &answer).unwrap();
    let hash = passkey::hash_of(&credential.id);
    let (company, name) = (user.company, String::new());
    let kept = Passkey { company, user: user.id, hash, credential, name, created_at: now, used_at: None };
    let asked = passkey::ask_for_any(&site, seal).unwrap();
    let answer = device.sign(&asked.options);
    let is_right = |answer: &str| {
        passkey::Answer::read(answer).and_then(|answer| answer.check(&site, seal, &asked.ticket, &kept)).is_ok()
    };
    assert!(is_right(&answer));
    for part in ["clientDataJSON", "authenticatorData", "signature", "userHandle"] {
        let right = bent(&answer, part).filter(|other| is_right(other)).count();
        assert_eq!(right, 0, "{part}");
    }
}

/// An answer as often as a part of it has bytes, with a bit of one of them changed; and cut off before each of them.
fn bent(answer: &str, part: &str) -> impl Iterator<Item = String> {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(answer["response"][part].as_str().unwrap()).unwrap();
    let part = part.to_owned();
    (0..2 * bytes.len()).map(move |at| {
        let (mut other, mut bent) = (answer.clone(), bytes.clone());
        let place = at / 2;
        if at % 2 == 0 {
            bent[place] ^= 1 << (place % 8)
        } else {
            bent.truncate(place)
        }
        other["response"][&part] = URL_SAFE_NO_PAD.encode(bent).into();
        other.to_string()
    })
}
