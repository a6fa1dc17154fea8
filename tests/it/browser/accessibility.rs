//! Nothing on any page keeps people from using it, as far as axe-core and the width of the pages can tell.

use super::Window;
use super::pages::{self, Page};
use crate::api::sample::definitions;
use crate::door::Door;
use crate::web::join;
use serde_json::{Value, json};
use std::fmt::Write;
use thirtyfour::prelude::*;

/// Runs axe-core, which is on the page by then, with what it leaves out of WCAG 2.2 by itself; and gives what it found: the rule, where, why.
const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run({ rules: { \"target-size\": { enabled: true } } }).then((found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html, node.failureSummary]))));";

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_either_theme() {
    let (door, mut owner, customer) = pages::peopled().await;
    let all = pages::all(&door, &mut owner, &customer).await;
    let window = Window::of(&door, &owner).await;
    let told = inspect(&window, &all).await;
    assert!(told.is_empty(), "{told}");
    window.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_pages_before_one_is_signed_in() {
    let (door, mut owner, _) = pages::peopled().await;
    let all = pages::doors(&door, &mut owner).await;
    let window = Window::open(&door.url).await;
    let told = inspect(&window, &all).await;
    assert!(told.is_empty(), "{told}");
    window.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_where_nothing_is_yet_and_where_one_may_not() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let window = Window::of(&door, &owner).await;
    let mut told = inspect(&window, &pages::empty(&mut owner).await).await;
    window.close().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let mut user = join(&door, &mut owner, "ben@northwind.example", "user").await;
    let window = Window::of(&door, &user).await;
    told += &inspect(&window, &pages::limited(&mut user).await).await;
    assert!(told.is_empty(), "{told}");
    window.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_what_forms_answer() {
    let (door, owner, customer) = pages::peopled().await;
    let window = Window::of(&door, &owner).await;
    let mut told = String::new();
    window.go("/settings/people").await;
    window.fill("#email", "ben@northwind.example").await;
    window.click("section[aria-labelledby=invite] button.main").await;
    window.see("#link").await;
    told += &look(&window, "a link").await;
    window.go("/settings/people").await;
    window.choose("td select[name=role]", "User").await;
    window.click("td form[action$='/role'] button").await;
    window.see(".refusal").await;
    told += &look(&window, "the only owner steps down").await;
    window.go("/settings/people").await;
    window.click(".renaming summary").await;
    window.fill(".renaming input[name=email]", "nora@northwind.example").await;
    window.click(".renaming button").await;
    window.see(".renaming .refusal").await;
    told += &look(&window, "a taken address").await;
    window.go("/settings/account").await;
    window.fill("#email", "nora@northwind").await;
    window.fill("#proof", "another lamp over the sea").await;
    window.click("section[aria-labelledby=address] button.main").await;
    window.see("#of-proof .refusal").await;
    told += &look(&window, "a password that is not the own one").await;
    window.go("/settings/apps").await;
    window.fill("#name", "An import").await;
    window.click("section[aria-labelledby=make] button.main").await;
    window.see("#secret").await;
    told += &look(&window, "a secret").await;
    window.go("/customers/new?emails[0].value=nothing&firstName=Ines").await;
    window.click(".form-foot button.main").await;
    window.see(".problems").await;
    told += &look(&window, "a refused customer").await;
    window.go(&customer).await;
    window.click("[data-row=jobTitle] a[data-edit]").await;
    let id = customer.strip_prefix("/customers/").unwrap();
    let other = json!([{"op": "replace", "path": "/jobTitle", "value": "Director"}]);
    door.patch(&format!("/v2/customers/{id}"), &other).await.done();
    window.fill("[data-row=jobTitle] [name=value]", "Chief").await;
    window.click("[data-row=jobTitle] button.main").await;
    window.see("[data-row=jobTitle] .theirs").await;
    told += &look(&window, "two values").await;
    window.click("[data-row=jobTitle] button.main").await;
    window.see(".toast").await;
    told += &look(&window, "a saved field").await;
    window.click("[data-row=address] a[data-edit]").await;
    let other = json!([{"op": "replace", "path": "/address/city", "value": "Abuja"}]);
    door.patch(&format!("/v2/customers/{id}"), &other).await.done();
    window.fill("[data-row=address] [name=city]", "Kano").await;
    window.click("[data-row=address] button.main").await;
    window.see("[data-row=address] .theirs").await;
    told += &look(&window, "two addresses").await;
    window.click("[data-row=address] [name=take]").await;
    window.reads("[data-row=address] .value", "Abuja").await;
    let phones = json!([{"type": "work", "value": "+234 1 555 0123"}]);
    door.create(&json!({"firstName": "Thabo", "lastName": "Mokoena", "phones": phones, "organization": "Contoso"}))
        .await;
    window.press("a").await;
    window.click("a[data-edit=phones]").await;
    window.fill("[data-group=phones] [name=value]", "01 555 0123").await;
    window.click("[data-group=phones] button.main").await;
    window.see(".also").await;
    told += &look(&window, "a number of two").await;
    window.go("/customers/new").await;
    window.fill("[name='phones[0].value']", "+234 1 555 0123").await;
    window.see("[data-likely] a").await;
    told += &look(&window, "somebody who may be here").await;
    window.go("/customers/bulk?all=1&q=northwind&act=property&slug=plan&value=plus").await;
    window.click("[data-bulk-run] button.main").await;
    window.reads("[data-said]", "done").await;
    told += &look(&window, "results").await;
    window.click("[data-put-back]").await;
    window.reads("[data-results-of]", "→").await;
    told += &look(&window, "what is put back").await;
    window.go("/views").await;
    window.click(".saved-views a").await;
    window.click(".view-offer summary").await;
    window.see(".view-offer .sheet-menu").await;
    told += &look(&window, "the menu of a view").await;
    window.go("/views/new?q=ines").await;
    window.fill("#name", "NORTHWIND, changed last").await;
    window.click(".form-foot button.main").await;
    window.see("#of-name .refusal").await;
    told += &look(&window, "a name that is taken").await;
    // The second time the palette has somebody to begin with, and the menu of the list what the list offers.
    for (dialog, keys) in [("#keys", "?"), ("#palette", "k"), ("#palette [role=group]", "k"), ("#view .menu-foot", "v")]
    {
        window.go("/customers").await;
        match keys {
            "k" => window.press_with_control('k').await,
            "v" => window.click(".view-menu summary").await,
            keys => window.press(keys).await,
        }
        window.see(dialog).await;
        told += &look(&window, dialog).await;
    }
    window.go(&customer).await;
    window.click("[data-row=jobTitle] a[data-edit]").await;
    window.fill("[data-row=jobTitle] [name=value]", "Director").await;
    super::record::end_sessions(&door).await;
    window.click("[data-row=jobTitle] button.main").await;
    window.see("[data-row=jobTitle] .refusal a").await;
    told += &look(&window, "a session that has ended").await;
    assert!(told.is_empty(), "{told}");
    window.close().await;
}

#[tokio::test]
async fn axe_finds_what_is_wrong() {
    let (door, window) = super::open().await;
    drop(door);
    window.driver().goto("data:text/html,<title>x</title><main><h1>x</h1><input></main>").await.unwrap();
    let told = axe(&window).await;
    assert!(told.iter().any(|found| found[0] == "label"), "{told:?}");
}

#[tokio::test]
async fn no_page_has_to_be_moved_sideways_on_a_phone_or_at_twice_the_size() {
    let (door, mut owner, customer) = pages::peopled().await;
    let all = pages::all(&door, &mut owner, &customer).await;
    let window = Window::of(&door, &owner).await;
    let mut wide = Vec::new();
    for page in &all {
        window.go(&page.path).await;
        for (width, height) in [(360, 740), (640, 400), (1440, 900)] {
            window.size(width, height, false).await;
            let script = "const parts = [document.documentElement, ...document.querySelectorAll('main')];
                return Math.max(...parts.map((part) => part.scrollWidth))";
            let found = window.driver().execute(script, vec![]).await.unwrap().json().as_u64().unwrap();
            if found > u64::from(width) {
                wide.push(format!("{} at {width}: {found}", page.path));
            }
        }
    }
    assert!(wide.is_empty(), "{wide:#?}");
    window.close().await;
}

/// Tells what has the focus, and by what its middle is covered; of what is high, whether all of it is.
const COVERED: &str = "const focused = document.activeElement;
    if (!focused || focused === document.body) return ['', ''];
    const name = focused.outerHTML.slice(0, 120);
    const own = focused.getBoundingClientRect();
    if (own.width < 2) return [name, ''];
    const x = Math.min(Math.max(own.left + own.width / 2, 1), innerWidth - 2);
    const places = own.height > 60 ? [0.1, 0.3, 0.5, 0.7, 0.9] : [0.5];
    const above = places.map((part) => document.elementFromPoint(x, own.top + own.height * part));
    const isOwn = (other) => other && (focused.contains(other) || other.contains(focused) || other.closest('label')?.control === focused);
    return [name, above.some(isOwn) ? '' : above[0]?.outerHTML.slice(0, 120) ?? 'outside'];";

#[tokio::test]
async fn what_has_the_focus_is_never_covered() {
    let (door, mut owner, customer) = pages::peopled().await;
    door.fill(60, "Thabo", "Mokoena").await;
    owner.open("/settings/people").await;
    let window = Window::of(&door, &owner).await;
    let mut covered = Vec::new();
    for (width, height) in [(390, 700), (720, 450)] {
        window.size(width, height, false).await;
        let edited = format!("{customer}?edit=background");
        for path in [&*customer, &edited, "/customers", "/overview", "/settings/people", "/organizations"] {
            window.go(path).await;
            let mut seen = 0;
            for _ in 0..90 {
                window.press(Key::Tab).await;
                let answer = window.driver().execute(COVERED, vec![]).await.unwrap().json().clone();
                let [name, above]: [String; 2] = serde_json::from_value(answer).unwrap();
                if name.is_empty() && above.is_empty() && seen > 10 {
                    break;
                }
                seen += 1;
                if !above.is_empty() {
                    covered.push(format!("{path} at {width}: {name} by {above}"));
                }
            }
            assert!(seen > 10, "the tab key leads through {path}");
        }
    }
    assert!(covered.is_empty(), "{covered:#?}");
    window.close().await;
}

/// What axe-core finds on pages, in both themes and on a phone.
pub(super) async fn inspect(window: &Window, all: &[Page]) -> String {
    let mut told = String::new();
    for page in all {
        window.go(&page.path).await;
        told += &look(window, &page.path).await;
    }
    told
}

/// What axe-core finds on the page that is open, in both themes and on a phone.
pub(super) async fn look(window: &Window, page: &str) -> String {
    let mut told = String::new();
    for (theme, width, height) in [("light", 1440, 900), ("dark", 1440, 900), ("light", 390, 4000), ("light", 390, 700)]
    {
        window.prefer(theme).await;
        window.size(width, height, height > width).await;
        for found in axe(window).await {
            let [rule, place, why] = &found;
            let _ = writeln!(told, "{page} in {theme} at {width}: {rule} at {place}\n  {why}\n");
        }
    }
    window.size(1440, 900, false).await;
    told
}

async fn axe(window: &Window) -> Vec<[String; 3]> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/.work/axe/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(file).unwrap_or_else(|error| {
        panic!("{file}: {error}; scripts/test fetches it, as tests/axe/package-lock.json says")
    });
    window.driver().execute(source, vec![]).await.unwrap();
    let answer: Value = window.driver().execute_async(RUN, vec![]).await.unwrap().json().clone();
    serde_json::from_value(answer).unwrap()
}
