//! How passkeys are made, named and removed on the account of their owner.

use super::super::join;
use super::{ACCOUNT, EMAIL, NEW, ORIGIN, WRONG, add, ask, ask_for_new, named, send_new, sign_in, with_passkey};
use crate::door::authenticator::{Authenticator, PRESENT};
use crate::door::{Answer, PASSWORD};
use serde_json::json;

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
async fn a_new_passkey_wants_the_password_and_a_name() {
    let door = named().await;
    let mut owner = door.owner().await;
    let mut module = owner.with("x-requested-with", "cardfile");
    let challenge = format!("{NEW}/challenge");
    let answer = module.post(&challenge, &[("name", " "), ("current", "not this one at all")]).await;
    let told = answer.page(422);
    assert!(told.contains("That is not your password.") && told.contains("This cannot be empty;"), "{told}");
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
    assert!(page.page(422).contains("This cannot be empty;"), "{}", page.text());
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
async fn a_passkey_and_the_session_stay_when_the_address_changes_and_the_next_one_is_made_for_the_new() {
    let (door, mut owner, mut device) = with_passkey().await;
    let fields = [("email", "n.adeyemi@northwind.example"), ("proof", PASSWORD)];
    owner.post("/settings/account/email", &fields).await.goes_to();
    assert!(owner.open(ACCOUNT).await.contains("Laptop"));
    sign_in(&mut door.browser(), &mut device).await.goes_to();
    let asked = ask_for_new(&mut owner, "Phone").await["options"].clone();
    assert_eq!(asked["user"]["name"], "n.adeyemi@northwind.example");
}
