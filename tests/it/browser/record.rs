//! A record that several people work on, and what was typed into it: nothing of it is lost.

use super::{Window, open, owner, sign_in};
use crate::api::sample::definitions;
use crate::door::{Browser, Door};
use crate::web::join;
use serde_json::{Value, json};
use thirtyfour::Key;

const FIELD: &str = "[data-row=jobTitle] [name=value]";
const SAVE: &str = "[data-row=jobTitle] button.main";
const VALUE: &str = "[data-row=jobTitle] .value";
const TOLD: &str = "[data-row=jobTitle] .refusal";

/// Opens the page of a customer, and types into the form of the job title.
async fn type_into(window: &Window, page: &str, text: &str) {
    window.go(page).await;
    window.click(VALUE).await;
    window.fill(FIELD, text).await;
}

/// Ends every session of the owner but one of another browser.
pub async fn end_sessions(door: &Door) -> Browser {
    let mut other = door.browser();
    other.open("/sign-in").await;
    other.sign_in(owner("email"), owner("password")).await.goes_to();
    other.open("/settings/account").await;
    other.post("/settings/account/sessions/end-others", &[]).await.goes_to();
    other
}

async fn made(door: &Door, customer: &Value) -> (String, String) {
    let path = door.create(customer).await;
    let page = path.strip_prefix("/v2").unwrap().to_owned();
    (path, page)
}

/// Whether a browser would ask before it leaves the page.
async fn is_guarded(window: &Window) -> bool {
    let script = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))";
    window.driver().execute(script, vec![]).await.unwrap().json() == &json!(true)
}

/// Has the page look at what others did, as it does now and then by itself.
async fn look(window: &Window) {
    window.driver().execute("document.dispatchEvent(new Event('visibilitychange'))", vec![]).await.unwrap();
}

/// Waits until an element that may not be seen has a text in it; and gives it.
async fn hears(window: &Window, css: &str, text: &str) -> String {
    let script = "return document.querySelector(arguments[0])?.textContent ?? ''";
    let read = async || {
        let answer = window.driver().execute(script, vec![css.into()]).await.ok()?;
        answer.json().as_str().filter(|found| found.contains(text)).map(ToOwned::to_owned)
    };
    window.until(&format!("{text:?} in {css}"), read).await
}

#[tokio::test]
async fn what_was_typed_stays_when_the_session_has_ended_and_is_saved_after_signing_in() {
    let (door, window) = open().await;
    let (path, page) = made(&door, &json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    type_into(&window, &page, "Head of buying").await;
    end_sessions(&door).await;
    // What follows others is refused first, and takes nothing away.
    look(&window).await;
    window.reads(TOLD, "You were signed out").await;
    window.click(SAVE).await;
    window.reads(TOLD, "You were signed out").await;
    window.holds(FIELD, "Head of buying").await;
    assert_eq!(door.read(&path).await["jobTitle"], "Buyer");

    let mine = window.driver().window().await.unwrap();
    window.click(&format!("{TOLD} a")).await;
    let two = async || window.driver().windows().await.ok().filter(|all| all.len() == 2);
    let all = window.until("another tab", two).await;
    window.driver().switch_to_window(all.into_iter().find(|one| *one != mine).unwrap()).await.unwrap();
    window.see("#email").await;
    sign_in(&window).await;
    window.arrives(&page).await;
    window.driver().switch_to_window(mine).await.unwrap();
    window.holds(FIELD, "Head of buying").await;
    window.click(SAVE).await;
    window.reads(VALUE, "Head of buying").await;
    assert_eq!(door.read(&path).await["jobTitle"], "Head of buying");
    window.close().await;
}

#[tokio::test]
async fn a_new_customer_stays_typed_when_the_session_has_ended() {
    let (door, window) = open().await;
    window.go("/customers/new").await;
    window.fill("#firstName", "Ines").await;
    end_sessions(&door).await;
    window.click(".form-foot button.main").await;
    window.reads("form[data-guard] .refusal", "You were signed out").await;
    window.holds("#firstName", "Ines").await;
    let mut again = door.browser();
    again.open("/sign-in").await;
    again.sign_in(owner("email"), owner("password")).await.goes_to();
    window.driver().delete_cookie("cardfile_session").await.unwrap();
    window.take_session(again.cookie("cardfile_session").unwrap()).await;
    window.click(".form-foot button.main").await;
    super::opened(&window).await;
    window.reads("h1", "Ines").await;
    window.close().await;
}

#[tokio::test]
async fn what_was_typed_stays_when_the_customer_was_deleted() {
    let (door, window) = open().await;
    let (path, page) = made(&door, &json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    type_into(&window, &page, "Head of buying").await;
    door.delete(&path).await.done();
    window.click(SAVE).await;
    window.reads(TOLD, "This customer was deleted while you were typing").await;
    window.holds(FIELD, "Head of buying").await;
    window.close().await;
}

#[tokio::test]
async fn leaving_what_is_half_written_is_asked_about() {
    let (door, window) = open().await;
    let (_, page) = made(&door, &json!({"firstName": "Ines", "jobTitle": "Buyer", "organization": "Northwind"})).await;
    window.go(&page).await;
    window.click(VALUE).await;
    window.focus(FIELD).await;
    assert!(!is_guarded(&window).await, "nothing was typed");
    window.fill(FIELD, "Chief").await;
    assert!(is_guarded(&window).await);
    window.fill(FIELD, &"a".repeat(61)).await;
    window.click(SAVE).await;
    window.reads(TOLD, "too long").await;
    assert!(is_guarded(&window).await, "what was refused is not saved");
    window.fill(FIELD, "Chief").await;
    window.click(SAVE).await;
    window.reads(VALUE, "Chief").await;
    assert!(!is_guarded(&window).await, "it is saved");
    window.click("[data-row=gender] .value").await;
    window.focus("[data-row=gender] select").await;
    assert!(!is_guarded(&window).await);
    window.press("Female").await;
    assert!(is_guarded(&window).await, "a choice is typed too");
    window.click("[data-row=gender] [data-cancel]").await;
    assert!(!is_guarded(&window).await);

    window.click("[data-row=organization] .value a").await;
    window.arrives("/organizations/").await;
    window.click("[data-row=location] .value").await;
    window.fill("[data-row=location] [name=value]", "Lagos").await;
    assert!(is_guarded(&window).await);
    window.click("[data-row=location] button.main").await;
    window.reads("[data-row=location] .value", "Lagos").await;
    assert!(!is_guarded(&window).await);
    window.go("/organizations/new").await;
    assert!(!is_guarded(&window).await);
    window.fill("#name", "Contoso").await;
    assert!(is_guarded(&window).await);
    window.click(".form-foot button.main").await;
    window.reads("h1", "Contoso").await;
    window.close().await;
}

#[tokio::test]
async fn rows_and_head_follow_what_somebody_else_does() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let window = Window::of(&door, &owner).await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "user").await;
    let (_, page) = made(&door, &json!({"firstName": "Ines", "lastName": "Okoro", "jobTitle": "Buyer"})).await;
    type_into(&window, &page, "Head of buying").await;
    ben.open(&page).await;
    for (key, value, was) in [("location", "Lagos", "\t\t\t\t\t\t"), ("lastName", "Mokoena", "\tOkoro\t\t\t\t\t")] {
        ben.post(&format!("{page}/fields/{key}"), &[("value", value), ("was", was)]).await.goes_to();
    }
    ben.post(&format!("{page}/fields/phones.new"), &[("type", "work"), ("value", "+234 1 555 0100")]).await.goes_to();
    look(&window).await;
    window.reads("[data-row=location] .value", "Lagos").await;
    window.reads("[data-group=phones] .value", "+234 1 555 0100").await;
    window.reads("h1", "Ines Mokoena").await;
    window.is_titled("Ines Mokoena").await;
    let said = hears(&window, "[data-changed]", "Changed by Some Body: Location").await;
    assert!(said.contains("Changed by Some Body: Last name") && said.contains("Changed by Some Body: Phone"), "{said}");
    window.focus(FIELD).await;
    window.holds(FIELD, "Head of buying").await;
    window.click(SAVE).await;
    window.reads(VALUE, "Head of buying").await;
    window.reads(".toast", "Job title saved").await;
    window.reads("[data-part=timeline]", "Head of buying").await;
    assert_eq!(hears(&window, "[data-changed]", "").await, said, "what one did oneself is not said");

    // The focus stays where it is, on a row that changes too.
    window.tab_to("[data-row=location] a[data-edit]").await;
    ben.post(&format!("{page}/fields/location"), &[("value", "Abuja"), ("was", "\tLagos\t\t\t\t\t")]).await.goes_to();
    look(&window).await;
    window.reads("[data-row=location] .value", "Abuja").await;
    window.focus("[data-row=location] a[data-edit]").await;
    window.close().await;
}

#[tokio::test]
async fn the_focus_stays_near_what_was_taken_away() {
    let (door, window) = open().await;
    let emails = json!([{"type": "work", "value": "a@b.example"}, {"type": "home", "value": "b@b.example"}]);
    let (_, page) = made(&door, &json!({"firstName": "Ines", "emails": emails})).await;
    window.go(&page).await;
    let remove = "[data-group=emails] li:first-child .row-actions .danger";
    window.tab_to(remove).await;
    window.press(Key::Enter).await;
    window.sees("[data-group=emails] li", 1).await;
    window.focus("[data-group=emails] li:first-child a[data-edit]").await;
    window.reads(".toast", "Email removed").await;
    window.press("u").await;
    window.sees("[data-group=emails] li", 2).await;
    window.reads(".toast", "Undone").await;
    window.focus("[data-group=emails] li:last-child a[data-edit]").await;
    for left in [1, 0] {
        window.tab_to(remove).await;
        window.press(Key::Enter).await;
        window.sees("[data-group=emails] li", left).await;
    }
    window.focus("summary[data-key=a]").await;

    window.press("a").await;
    window.click("a[data-edit=chats]").await;
    window.fill("[data-group=chats] [name=value]", "ines.o").await;
    window.press(Key::Enter).await;
    window.reads(".toast", "Chat added").await;
    window.focus("[data-group=chats] a[data-edit]").await;
    window.press("u").await;
    window.sees("[data-group=chats] li", 0).await;
    window.reads(".toast", "Undone").await;
    window.focus("summary[data-key=a]").await;
    window.close().await;
}

#[tokio::test]
async fn a_property_that_is_moved_keeps_the_focus_and_says_where_it_is() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    window.go("/properties").await;
    window.tab_to("#color [value=up]").await;
    window.press(Key::Enter).await;
    let said = hears(&window, "[data-moved]", "Color").await;
    assert_eq!(said, "Color is number 1 of 5 now");
    window.focus("#color [value=down]").await;
    window.press(Key::Enter).await;
    hears(&window, "[data-moved]", "Color is number 2 of 5 now").await;
    window.focus("#color [value=down]").await;
    let listed = door.read("/v2/customer-properties").await["_embedded"]["customer-properties"].clone();
    assert_eq!(listed[1]["slug"], "color", "{listed:#}");
    window.close().await;
}

#[tokio::test]
async fn the_arrows_go_through_a_menu() {
    let (door, window) = open().await;
    let (_, page) = made(&door, &json!({"firstName": "Ines"})).await;
    window.go(&page).await;
    window.press("a").await;
    window.see("details.menu[open] a[data-edit=emails]").await;
    for (key, on) in [
        (Key::Down, "emails"),
        (Key::Down, "phones"),
        (Key::Up, "emails"),
        (Key::Up, "websites"),
        (Key::Down, "emails"),
        (Key::End, "websites"),
        (Key::Home, "emails"),
    ] {
        window.press(key).await;
        window.focus(&format!("a[data-edit={on}]")).await;
    }
    window.press(Key::Escape).await;
    window.gone("details.menu[open]").await;
    window.focus("summary[data-key=a]").await;
    window.close().await;
}

#[tokio::test]
async fn the_server_says_what_is_wrong_with_a_number_and_nothing_is_cleared() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let properties = json!([{"slug": "seats", "value": 7}]);
    let (path, page) = made(&door, &json!({"firstName": "Ines", "properties": properties})).await;
    window.go(&page).await;
    let row = "[data-row='property.seats']";
    // What the browser cannot read is not sent; what it can is refused by the server.
    for typed in ["1.5", "1e", "many"] {
        window.go(&page).await;
        window.click(&format!("{row} .value")).await;
        window.fill(&format!("{row} [name=value]"), typed).await;
        window.click(&format!("{row} button.main")).await;
        window.reads(&format!("{row} .refusal"), "A whole number, such as 12").await;
        assert_eq!(door.read(&path).await["_embedded"]["properties"][0]["value"], 7, "{typed}");
        window.click(&format!("{row} [data-cancel]")).await;
    }
    window.go("/customers/new").await;
    window.fill("[name='property.seats']", "1e").await;
    window.click(".form-foot button.main").await;
    window.reads(".field .refusal", "A whole number, such as 12").await;
    window.focus("[name='property.seats']").await;
    window.fill("[name='property.seats']", "12").await;
    window.gone(".field .refusal").await;
    window.close().await;
}

#[tokio::test]
async fn letters_over_a_number_leave_it_and_an_emptied_field_is_told_as_taken_away() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let properties = json!([{"slug": "seats", "value": 7}]);
    let (path, page) = made(&door, &json!({"firstName": "Ines", "properties": properties})).await;
    window.go(&page).await;
    let row = "[data-row='property.seats']";
    let field = format!("{row} [name=value]");
    window.click(&format!("{row} .value")).await;
    window.focus(&field).await;
    window.press("many").await;
    window.reads(&format!("{row} .refusal"), "A whole number, such as 12").await;
    window.holds(&field, "7").await;
    window.press(Key::Backspace).await;
    window.gone(&format!("{row} .refusal")).await;
    window.press(Key::Enter).await;
    window.reads(".toast", "Seats taken away").await;
    assert_eq!(door.read(&path).await["_embedded"]["properties"].as_array().map_or(0, Vec::len), 0);
    window.press("u").await;
    window.reads(&format!("{row} .value"), "7").await;
    assert_eq!(door.read(&path).await["_embedded"]["properties"][0]["value"], 7);
    window.close().await;
}

#[tokio::test]
async fn half_a_date_is_told_and_the_date_that_is_kept_stands_there_again() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let properties = json!([{"slug": "since", "value": "2019-01-02"}]);
    let (path, page) = made(&door, &json!({"firstName": "Ines", "properties": properties})).await;
    window.go(&page).await;
    let row = "[data-row='property.since']";
    let field = format!("{row} [name=value][type=date]");
    window.click(&format!("{row} .value")).await;
    window.focus(&field).await;
    window.press(Key::Delete).await;
    window.press(Key::Enter).await;
    window.reads(&format!("{row} .refusal"), "Choose a whole date").await;
    window.holds(&field, "2019-01-02").await;
    assert_eq!(door.read(&path).await["_embedded"]["properties"][0]["value"], "2019-01-02");
    window.close().await;
}

#[tokio::test]
async fn a_number_that_somebody_has_warns_while_it_is_typed() {
    let (door, window) = open().await;
    let phones = json!([{"type": "work", "value": "+234 1 555 0100"}]);
    door.create(&json!({"firstName": "Inès", "lastName": "Okoro", "phones": phones, "organization": "Northwind"}))
        .await;
    window.go("/customers/new").await;
    window.fill("[name='phones[0].value']", "00234 1 5550100").await;
    let told = window.reads("[data-likely]", "has this number").await;
    assert!(told.contains("Inès Okoro") && told.contains("Northwind"), "{told}");
    window.close().await;
}

#[tokio::test]
async fn who_may_be_here_already_is_told_where_it_moves_no_field() {
    let (door, window) = open().await;
    let phones = json!([{"type": "work", "value": "+234 1 555 0100"}]);
    door.create(&json!({"firstName": "Inès", "lastName": "Okoro", "phones": phones})).await;
    let place = async |css: &str| -> Vec<f64> {
        let script = "const own = document.querySelector(arguments[0]).getBoundingClientRect(); \
            return [own.left, own.right, own.top, own.bottom, innerWidth, innerHeight]";
        window.driver().execute(script, vec![css.into()]).await.unwrap().convert().unwrap()
    };
    for (width, height) in [(1280, 800), (390, 844)] {
        window.size(width, height, false).await;
        window.go("/customers/new").await;
        let before = place("[name='phones[0].value']").await;
        window.fill("[name='phones[0].value']", "00234 1 5550100").await;
        window.reads("[data-likely] .notice", "has this number").await;
        let (after, told) = (place("[name='phones[0].value']").await, place("[data-likely] .notice").await);
        assert_eq!(before, after, "{width}");
        let form = place("form[data-new-customer]").await;
        assert!(told[0] >= form[1] || (width < 1200 && told[2] > after[3]), "{width}: {told:?} {form:?} {after:?}");
        assert!(told[1] <= told[4] && told[3] <= told[5], "{width}: all of it is seen: {told:?}");
    }
    window.close().await;
}
