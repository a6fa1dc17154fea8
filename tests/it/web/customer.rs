//! A customer's page: each field is seen and edited where it stands, and nobody's change is lost.

use crate::api::sample::{PLUS, definitions, full};
use crate::door::{Answer, Browser, Door};
use cardfile::domain::entry::EntryKind;
use cardfile::domain::property::PropertyType;
use serde_json::{Value, json};

/// A customer with everything, and where its page is.
async fn open() -> (Door, Browser, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&full()).await;
    let browser = door.owner().await;
    (door, browser, path.strip_prefix("/v2").unwrap().to_owned())
}

/// What stood in a field when its form was opened.
async fn was(browser: &mut Browser, page: &str, key: &str) -> String {
    let form = browser.with("x-requested-with", "cardfile").open(&format!("{page}?edit={key}")).await;
    let value = form.split_once("name=\"was\" value=\"").unwrap().1.split('"').next().unwrap();
    value.replace("&#34;", "\"").replace("&#38;", "&").replace("&#10;", "\n")
}

/// Saves a field as its form does.
async fn save(browser: &mut Browser, page: &str, key: &str, was: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("was", was)]).collect();
    browser.post(&format!("{page}/fields/{key}"), &fields).await
}

async fn read(door: &Door, page: &str) -> Value {
    door.read(&format!("/v2{page}")).await
}

#[tokio::test]
async fn everything_of_the_record_is_seen() {
    let (_door, mut browser, page) = open().await;
    let html = browser.open(&page).await;
    for text in [
        "Ines Okoro",
        "Buyer",
        "Northwind",
        "Lagos",
        "ines@northwind.example",
        "ines@home.example",
        "+234 1 555 0100",
        "ines.o",
        "@ines",
        "https://northwind.example",
        "12 Marina",
        "2nd floor",
        "30-35",
        "Female",
        "Met at the fair.",
        "Plus",
        "green",
        "https://example.com/a",
        "16 of 200",
    ] {
        assert!(html.contains(text), "{text}: {html}");
    }
}

#[tokio::test]
async fn each_field_is_saved_by_its_own_form() {
    let (door, mut browser, page) = open().await;
    for (key, value, read_at, found) in [
        ("firstName", "Inês", "/firstName", json!("Inês")),
        ("lastName", "", "/lastName", Value::Null),
        ("background", "One\r\nTwo", "/background", json!("One\nTwo")),
        ("gender", "Unknown", "/gender", json!("Unknown")),
        ("organization", "New Winds", "/organization", json!("New Winds")),
        ("property.seats", "7", "/_embedded/properties/0/value", json!(7)),
        ("property.plan", "", "/_embedded/properties/4", Value::Null),
    ] {
        let was = was(&mut browser, &page, key).await;
        let answer = save(&mut browser, &page, key, &was, &[("value", value)]).await;
        assert_eq!(answer.goes_to(), format!("{page}?done=saved#row-{key}"));
        let customer = read(&door, &page).await;
        assert_eq!(customer.pointer(read_at).unwrap_or(&Value::Null), &found, "{key}: {customer}");
    }
    let source = read(&door, &page).await["_embedded"]["properties"][0]["source"].clone();
    assert_eq!(source, json!({"name": "web"}), "by which door the value came");
    let old = was(&mut browser, &page, "address").await;
    let parts =
        [("lines", "1 Quay\r\nDock 2"), ("city", "Porto"), ("state", ""), ("postalCode", "4000"), ("country", "pt")];
    save(&mut browser, &page, "address", &old, &parts).await.goes_to();
    let address = &read(&door, &page).await["_embedded"]["address"];
    assert_eq!((&address["lines"], &address["country"]), (&json!(["1 Quay", "Dock 2"]), &json!("PT")));
}

#[tokio::test]
async fn what_is_refused_stands_beside_the_field_with_what_was_typed() {
    let (door, mut browser, page) = open().await;
    let long = "a".repeat(41);
    for (key, value, told) in [
        ("firstName", long.as_str(), "This is too long: it may have at most 40 characters."),
        ("photoUrl", "ftp://x", "http or https URL"),
        ("property.seats", "many", "A whole number, such as 12."),
        ("property.since", "2024-02", "Choose a whole date."),
        ("property.plan", "Gold", "Expected one of these"),
    ] {
        let was = was(&mut browser, &page, key).await;
        let answer = save(&mut browser, &page, key, &was, &[("value", value)]).await;
        let html = answer.page(422);
        assert!(html.contains(told), "{key}: {html}");
        assert!(html.contains("class=\"editing\"") && html.contains("<html"), "the whole page, with the form open");
        let part = browser.with("x-requested-with", "cardfile");
        let answer = save(&mut part.clone(), &page, key, &was, &[("value", value)]).await;
        assert!(answer.page(422).contains(told) && !answer.text().contains("<html"));
    }
    assert_eq!(read(&door, &page).await["firstName"], "Ines");
}

#[tokio::test]
async fn an_address_that_another_customer_has_says_whose_with_a_link() {
    let (door, mut browser, page) = open().await;
    let other = door.create(&json!({"firstName": "Inès", "emails": [{"value": "taken@b.example"}]})).await;
    let other = other.strip_prefix("/v2").unwrap();
    let answer = save(&mut browser, &page, "emails.new", "", &[("value", "Taken@B.example"), ("type", "home")]).await;
    let html = answer.page(422);
    assert!(html.contains(&format!("This address belongs to <a href=\"{other}\"><bdi>Inès</bdi></a>")), "{html}");
    assert!(html.contains("value=\"Taken@B.example\""), "what was typed stays");
}

#[tokio::test]
async fn entries_are_added_changed_and_removed() {
    let (door, mut browser, page) = open().await;
    let mut part = browser.with("x-requested-with", "cardfile");
    let answer = save(&mut part, &page, "chats.new", "", &[("value", "ines.2"), ("type", "skype")]).await;
    let html = answer.page(200);
    assert!(html.contains("Chat") || html.contains("Skype"), "{html}");
    let chats = read(&door, &page).await["_embedded"]["chats"].clone();
    assert_eq!((chats.as_array().unwrap().len(), &chats[1]["value"]), (2, &json!("ines.2")));
    let key = format!("chats.{}", chats[1]["id"]);
    let old = was(&mut browser, &page, &key).await;
    save(&mut browser, &page, &key, &old, &[("value", "ines.3"), ("type", "xmpp")]).await.goes_to();
    assert_eq!(read(&door, &page).await["_embedded"]["chats"][1]["type"], "xmpp");
    assert_eq!(
        browser.post(&format!("{page}/fields/{key}/remove"), &[]).await.goes_to(),
        format!("{page}?done=removed")
    );
    assert_eq!(read(&door, &page).await["_embedded"]["chats"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn two_who_edit_one_field_both_see_both_values_and_choose() {
    let (door, mut browser, page) = open().await;
    let old = was(&mut browser, &page, "firstName").await;
    door.patch(&format!("/v2{page}"), &json!([{"op": "replace", "path": "/firstName", "value": "Theirs"}]))
        .await
        .done();
    let answer = save(&mut browser, &page, "firstName", &old, &[("value", "Mine")]).await;
    let html = answer.page(409);
    assert!(html.contains("<dd dir=\"auto\">Theirs</dd>") && html.contains("<dd dir=\"auto\">Mine</dd>"), "{html}");
    assert_eq!(read(&door, &page).await["firstName"], "Theirs");
    // The form that was answered knows their value: to send it again is to choose.
    let shown = answer.between("name=\"was\" value=\"", "\"").unwrap();
    save(&mut browser, &page, "firstName", &shown, &[("value", "Mine")]).await.goes_to();
    assert_eq!(read(&door, &page).await["firstName"], "Mine");
}

#[tokio::test]
async fn a_change_of_another_field_is_no_hindrance() {
    let (door, mut browser, page) = open().await;
    let old = was(&mut browser, &page, "firstName").await;
    door.patch(&format!("/v2{page}"), &json!([{"op": "replace", "path": "/lastName", "value": "Theirs"}])).await.done();
    save(&mut browser, &page, "firstName", &old, &[("value", "Mine")]).await.goes_to();
    let customer = read(&door, &page).await;
    assert_eq!((&customer["firstName"], &customer["lastName"]), (&json!("Mine"), &json!("Theirs")));
}

#[tokio::test]
async fn a_save_is_taken_back_by_the_form_that_comes_with_it() {
    let (door, browser, page) = open().await;
    let mut part = browser.with("x-requested-with", "cardfile");
    let old = was(&mut part, &page, "property.plan").await;
    let answer = save(&mut part, &page, "property.plan", &old, &[("value", "")]).await;
    let undo = answer.text().split_once("data-undo").unwrap().1.to_owned();
    let field = |name: &str| {
        let value = undo.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1.split('"').next().unwrap();
        value.to_owned()
    };
    assert_eq!(field("value"), PLUS);
    let (value, was) = (field("value"), field("was"));
    assert_eq!(save(&mut part, &page, "property.plan", &was, &[("value", &value)]).await.status, 200);
    assert_eq!(read(&door, &page).await["_embedded"]["properties"][4]["value"], PLUS);
}

#[tokio::test]
async fn the_timeline_tells_who_changed_what_from_what_to_what() {
    let (door, mut browser, page) = open().await;
    let old = was(&mut browser, &page, "firstName").await;
    save(&mut browser, &page, "firstName", &old, &[("value", "Inês")]).await.goes_to();
    let seats = json!([{"op": "replace", "path": "/seats", "value": 7}]);
    door.patch(&format!("/v2{page}/properties"), &seats).await.done();
    let html = browser.open(&page).await;
    assert!(html.contains("<bdi>Nora Adeyemi</bdi>"), "{html}");
    assert!(html.contains("First name</span><del dir=\"auto\">Ines</del><ins dir=\"auto\">Inês</ins>"), "{html}");
    assert!(html.contains("Seats</span><del") && html.contains("<ins dir=\"auto\">7</ins>"), "{html}");
    assert!(html.contains("made this customer"), "{html}");
    assert!(browser.open(&format!("{page}/timeline")).await.contains("Inês"));
}

#[tokio::test]
async fn every_kind_of_entry_and_every_type_of_property_has_a_form_that_fits() {
    let (door, browser, page) = open().await;
    let mut part = browser.with("x-requested-with", "cardfile");
    for kind in EntryKind::ALL {
        let rules = kind.rules();
        let form = part.open(&format!("{page}?edit={}.new", rules.path)).await;
        for name in rules.types {
            assert!(form.contains(&format!("<option value=\"{name}\"")), "{name} of {}: {form}", rules.path);
        }
        assert_eq!(form.contains("name=\"type\""), !rules.types.is_empty(), "{form}");
        let whole = part.open(&page).await;
        assert!(whole.contains(&format!("?edit={}.new", rules.path)), "it can be added");
        assert!(part.open("/customers/new").await.contains(&format!("name=\"{}[0].value\"", rules.field)));
    }
    let definitions = door.read("/v2/customer-properties").await["_embedded"]["customer-properties"].clone();
    for kind in PropertyType::ALL {
        let of_kind = |definition: &&Value| definition["type"] == kind.as_str();
        let definition = definitions.as_array().unwrap().iter().find(of_kind).expect("a definition of each type");
        let slug = definition["slug"].as_str().unwrap();
        let form = part.open(&format!("{page}?edit=property.{slug}")).await;
        let typed = form.contains(&format!("name=\"value\" type=\"{}\"", kind.input()));
        assert!(typed || kind == PropertyType::Dropdown && form.contains("<option"), "{form}");
    }
}

#[tokio::test]
async fn fields_that_are_not_there_are_not_found() {
    let (_door, mut browser, page) = open().await;
    browser.open(&page).await;
    for key in ["id", "faxes.1", "emails", "nothing"] {
        assert_eq!(browser.post(&format!("{page}/fields/{key}"), &[("value", "x")]).await.status, 404, "{key}");
    }
    for wrong in ["/customers/0", "/customers/x", "/customers/9007199254740993", "/customers/999999"] {
        assert_eq!(browser.get(wrong).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn from_a_value_there_is_a_way_to_everyone_who_has_it_where_it_can_be_asked_for() {
    let door = Door::open().await;
    for definition in crate::api::sample::definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&crate::api::sample::full()).await;
    door.create(&json!({"properties": {"plan": "Plus"}, "emails": [{"value": "thabo@home.example"}]})).await;
    let mut browser = door.owner().await;
    let path = path.strip_prefix("/v2").unwrap();
    let page = browser.open(path).await;
    for (name, found) in [
        ("Everyone with Plan: Plus", 2),
        ("Everyone with Seats: ", 1),
        ("Everyone with Color: green", 1),
        ("Everyone with Site: https://example.com/a", 1),
        ("Everyone with Customer since: 2019-01-02", 1),
        ("Everyone at northwind.example", 1),
        ("Everyone at home.example", 2),
    ] {
        let (before, _) =
            page.split_once(&format!("\" aria-label=\"{name}")).unwrap_or_else(|| panic!("{name}: {page}"));
        let link = before.rsplit_once("href=\"").unwrap().1.replace("&#38;", "&");
        let list = browser.open(&link).await;
        assert!(list.contains(&format!("<strong>{found}</strong> customer")), "{name}, {link}: {list}");
    }
    // Nothing of nothing, and nothing of signs alone.
    door.patch(
        &format!("/v2{path}/properties"),
        &json!([
            {"op": "remove", "path": "/seats"}, {"op": "replace", "path": "/color", "value": "!?"}
        ]),
    )
    .await
    .done();
    let page = browser.open(path).await;
    assert!(!page.contains("Everyone with Seats") && !page.contains("Everyone with Color"), "{page}");
    assert!(page.contains("Everyone with Plan"), "{page}");
}

#[tokio::test]
async fn the_controls_of_a_page_say_what_they_do_as_commands() {
    let (_door, mut browser, page) = open().await;
    let html = browser.open(&page).await;
    for command in ["Add an email", "Add a phone", "Add a chat", "Add a social profile", "Add a website", "Delete Ines"]
    {
        assert!(html.contains(&format!("data-command=\"{command}")), "{command}: {html}");
    }
}

#[tokio::test]
async fn a_date_that_is_none_is_asked_for_again_as_a_date_with_the_one_that_is_kept() {
    let (_door, mut browser, page) = open().await;
    let was = was(&mut browser, &page, "property.since").await;
    let mut module = browser.with("x-requested-with", "cardfile");
    for typed in ["2024-02", "?", "30.2.2024"] {
        let answer = save(&mut module, &page, "property.since", &was, &[("value", typed)]).await;
        let part = answer.page(422);
        assert!(part.contains("type=\"date\" value=\"2019-01-02\""), "{typed}: {part}");
    }
    let answer = save(&mut module, &page, "property.since", &was, &[("value", "")]).await;
    assert!(answer.page(200).contains("data-said=\"Customer since taken away\""), "{}", answer.text());
}

#[tokio::test]
async fn whoever_has_no_organization_is_proposed_the_one_of_the_domain_and_takes_it_with_one_press() {
    let door = Door::open().await;
    door.post("/v2/organizations", &json!({"name": "Alder & Finch", "domains": ["alder.example"]})).await.made();
    let body = json!({"firstName": "Ana", "emails": [{"value": "ana@mail.alder.example"}]});
    let path = door.create(&body).await;
    let page = path.strip_prefix("/v2").unwrap();
    let mut browser = door.owner().await;
    let html = browser.open(page).await;
    assert!(
        html.contains("mail.alder.example") && html.contains("alder.example is a domain of Alder &#38; Finch."),
        "{html}"
    );
    let proposed = html.split("fields/organization\"").nth(1).unwrap().split("</form>").next().unwrap();
    let value = |name: &str| {
        let rest = proposed.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().replace("&#38;", "&").replace("&#9;", "\t")
    };
    let (was, name) = (value("was"), value("value"));
    let saved = browser.post(&format!("{page}/fields/organization"), &[("was", &*was), ("value", &*name)]).await;
    saved.goes_to();
    assert_eq!(door.read(&path).await["organization"], "Alder & Finch");
    assert!(!browser.open(page).await.contains("is a domain of"), "whoever has one needs none");
    // Somebody else was quicker: nothing is put over it.
    door.patch(&path, &json!([{"op": "replace", "path": "/organization", "value": "Northwind"}])).await.done();
    let late = browser.post(&format!("{page}/fields/organization"), &[("was", &*was), ("value", &*name)]).await;
    assert_eq!(late.status, 409, "{}", late.text());
    assert_eq!(door.read(&path).await["organization"], "Northwind");
}
