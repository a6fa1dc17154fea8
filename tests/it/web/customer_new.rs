//! New customers, and deleted ones.

use crate::api::sample::{PLUS, definitions};
use crate::door::{Browser, Door};
use serde_json::json;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let mut browser = door.owner().await;
    browser.open("/customers/new").await;
    (door, browser)
}

#[tokio::test]
async fn a_customer_is_made_with_everything_in_one_form() {
    let (door, mut browser) = open().await;
    let fields = [
        ("firstName", "Ines"),
        ("lastName", "Okoro"),
        ("emails[0].type", "home"),
        ("emails[0].value", "ines@northwind.example"),
        ("emails[1].type", "work"),
        ("emails[1].value", ""),
        ("emails[2].type", "other"),
        ("emails[2].value", "o@northwind.example"),
        ("phones[0].type", "mobile"),
        ("phones[0].value", "+234 1 555 0100"),
        ("organization", "Northwind"),
        ("jobTitle", "Buyer"),
        ("background", "Met\r\nat the fair"),
        ("property.plan", PLUS),
        ("property.seats", "25"),
        ("address.lines", "12 Marina\r\n2nd floor"),
        ("address.country", "ng"),
        ("gender", "Female"),
    ];
    let path = browser.post("/customers", &fields).await.goes_to().to_owned();
    let id = path.strip_suffix("?done=customer-made").unwrap();
    let customer = door.read(&format!("/v2{id}")).await;
    assert_eq!((&customer["firstName"], &customer["background"]), (&json!("Ines"), &json!("Met\nat the fair")));
    assert_eq!(customer["_embedded"]["emails"].as_array().unwrap().len(), 2);
    assert_eq!(customer["_embedded"]["phones"][0]["type"], "mobile");
    assert_eq!(customer["_embedded"]["address"]["lines"], json!(["12 Marina", "2nd floor"]));
    assert_eq!(customer["organization"], "Northwind");
    assert!(browser.open(&path).await.contains("Ines Okoro"));
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_beside_its_field() {
    let (door, mut browser) = open().await;
    door.create(&json!({"firstName": "Inès", "emails": [{"value": "taken@b.example"}]})).await;
    let long = "a".repeat(61);
    let fields = [
        ("jobTitle", long.as_str()),
        ("emails[0].type", "home"),
        ("emails[0].value", "taken@b.example"),
        ("emails[1].type", "home"),
        ("emails[1].value", "no address"),
        ("property.since", "2023-02-30"),
        ("address.country", "XX"),
    ];
    let answer = browser.post("/customers", &fields).await;
    let html = answer.page(422);
    for told in [
        "it may have at most 60 characters",
        "not a well-formed email",
        "This address belongs to",
        "<bdi>Inès</bdi>",
        "Choose a whole date",
        "ISO 3166-1",
    ] {
        assert!(html.to_lowercase().contains(&told.to_lowercase()), "{told}: {html}");
    }
    assert!(
        html.contains(&format!("value=\"{long}\"")) && html.contains("value=\"no address\""),
        "what was typed stays"
    );
    for (field, label) in [
        ("jobTitle", "Job title"),
        ("emails[1]", "Email"),
        ("property.since", "Customer since"),
        ("address.country", "Country"),
    ] {
        let link = format!("<a href=\"#{field}\" dir=\"auto\">{label}</a>: ");
        assert!(html.contains(&link) && html.contains(&format!("id=\"{field}\"")), "{field} is named: {html}");
        assert!(html.contains(&format!("aria-describedby=\"of-{field}\"")), "{field} is told beside it");
    }
    assert!(html.contains("id=\"of-jobTitle\"") && html.contains("id=\"of-property.since\""), "{html}");
}

#[tokio::test]
async fn somebody_of_the_same_name_is_shown_before_a_second_one_is_made() {
    let (door, mut browser) = open().await;
    let path =
        door.create(&json!({"firstName": "Ines", "lastName": "Okoro", "emails": [{"value": "ines@b.example"}]})).await;
    let page = path.strip_prefix("/v2").unwrap();
    let likely = browser.open("/customers/likely?firstName=INES&lastName=okoro").await;
    assert!(likely.contains(&format!("href=\"{page}\"")) && likely.contains("name=\"seen\""), "{likely}");
    assert!(browser.open("/customers/likely?firstName=&lastName=&email=Ines@B.example").await.contains(page));
    assert!(!browser.open("/customers/likely?firstName=Ines&lastName=").await.contains(page));
    browser.open("/customers/new").await;
    let fields = [("firstName", "Ines"), ("lastName", "Okoro")];
    assert!(browser.post("/customers", &fields).await.page(422).contains(page));
    assert!(
        browser.post("/customers", &[fields[0], fields[1], ("seen", "1")]).await.goes_to().starts_with("/customers/")
    );
}

#[tokio::test]
async fn somebody_with_the_same_number_is_shown_before_a_second_one_is_made() {
    let (door, mut browser) = open().await;
    let phones = json!([{"type": "work", "value": "+234 1 555 0100"}]);
    let path = door.create(&json!({"firstName": "Ines", "lastName": "Okoro", "phones": phones})).await;
    let page = path.strip_prefix("/v2").unwrap();
    for (number, is) in
        [("00234%201%205550100", true), ("555-0100", true), ("0100", false), ("%2B234%201%20555%200101", false)]
    {
        let likely = browser.open(&format!("/customers/likely?phone={number}")).await;
        assert_eq!(likely.contains(page) && likely.contains("has this number"), is, "{number}: {likely}");
    }
    browser.open("/customers/new").await;
    let fields = [("firstName", "Somebody"), ("phones[0].type", "work"), ("phones[0].value", "+234 1 555 0100")];
    let answer = browser.post("/customers", &fields).await;
    let html = answer.page(422);
    assert!(html.contains(page) && html.contains("has this number"), "{html}");
    assert!(html.contains("value=\"+234 1 555 0100\""), "what was typed stays: {html}");
    let made = browser.post("/customers", &[fields[0], fields[1], fields[2], ("seen", "1")]).await;
    assert!(made.goes_to().starts_with("/customers/"));
}

#[tokio::test]
async fn two_of_one_name_are_told_apart() {
    let (door, mut browser) = open().await;
    for (email, organization) in [(Some("ines@b.example"), None), (None, Some("Northwind"))] {
        let mut ines =
            json!({"firstName": "Ines", "lastName": "Nwosu", "organization": organization.unwrap_or_default()});
        if let Some(email) = email {
            ines["emails"] = json!([{"value": email}]);
        }
        ines.as_object_mut().unwrap().retain(|_, value| value != "");
        door.create(&ines).await;
    }
    let likely = browser.open("/customers/likely?firstName=Ines&lastName=Nwosu").await;
    assert_eq!(likely.matches("has this name").count(), 2, "{likely}");
    assert!(likely.contains(">ines@b.example</span>") && likely.contains(">Northwind</span>"), "{likely}");
}

#[tokio::test]
async fn what_the_address_names_stands_in_the_form() {
    let (_door, mut browser) = open().await;
    let html = browser.open("/customers/new?firstName=Ines&emails%5B0%5D.value=ines%40b.example").await;
    assert!(html.contains("value=\"Ines\"") && html.contains("value=\"ines@b.example\""), "{html}");
}

#[tokio::test]
async fn deleting_asks_for_the_name_and_erases_everything() {
    let (door, mut browser) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "lastName": "Okoro", "background": "A secret", "emails": [{"value": "ines@b.example"}]})).await;
    let page = path.strip_prefix("/v2").unwrap();
    let html = browser.open(&format!("{page}/delete")).await;
    assert!(html.contains("ines@b.example") && html.contains("A secret"), "it says what will be erased: {html}");
    for wrong in ["", "Ines", "Ines Okor"] {
        let answer = browser.post(&format!("{page}/delete"), &[("name", wrong)]).await;
        assert!(answer.page(422).contains("Nothing was deleted"));
    }
    assert_eq!(door.get(&path).await.status, 200);
    assert_eq!(
        browser.post(&format!("{page}/delete"), &[("name", " ines  okoro ")]).await.goes_to(),
        "/customers?done=customer-deleted"
    );
    for gone in [page.to_owned(), format!("{page}/timeline")] {
        assert_eq!(browser.get(&gone).await.status, 404);
    }
    let left = door.everything();
    assert!(!left.iter().any(|(_, text)| text.contains("A secret")), "nothing is left of it");
}

#[tokio::test]
async fn a_customer_without_a_name_is_deleted_by_its_address_or_a_word() {
    let (door, mut browser) = open().await;
    for (body, phrase) in [(json!({"emails": [{"value": "x@b.example"}]}), "x@b.example"), (json!({}), "delete")] {
        let path = door.create(&body).await;
        let page = path.strip_prefix("/v2").unwrap();
        browser.open(&format!("{page}/delete")).await;
        browser.post(&format!("{page}/delete"), &[("name", phrase)]).await.goes_to();
        assert_eq!(door.get(&path).await.status, 404);
    }
}

#[tokio::test]
async fn before_a_customer_is_deleted_everything_is_named_that_goes() {
    let (door, mut browser) = open().await;
    let path = door.create(&crate::api::sample::full()).await;
    let html = browser.open(&format!("{}/delete", path.strip_prefix("/v2").unwrap())).await;
    for told in [
        "Ines Okoro",
        "Buyer",
        "Northwind",
        "Lagos",
        "30-35",
        "Female",
        "https://photos.example/ines.jpg",
        "Gravatar",
        "+234 1 555 0100",
        "ines.o",
        "@ines",
        "12 Marina",
        "Nigeria",
        "Met at the fair.",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
}

#[tokio::test]
async fn a_name_with_signs_that_cannot_be_typed_is_typed_without_them_or_as_a_number() {
    let (door, mut browser) = open().await;
    for (first, typed) in [
        ("\u{202e}Ines\u{200b}", Some("ines okoro")),
        ("Ines\u{a0}\u{2003}Ada", Some("Ines Ada Okoro")),
        ("Ines", None),
        ("\u{200b}\u{202e}", Some("Okoro")),
    ] {
        let path = door.create(&json!({"firstName": first, "lastName": "Okoro"})).await;
        let page = path.strip_prefix("/v2").unwrap();
        let id = page.strip_prefix("/customers/").unwrap();
        let html = browser.open(&format!("{page}/delete")).await;
        assert!(html.contains(&format!("Or the number of this customer: {id}.")), "{html}");
        let wrong = browser.post(&format!("{page}/delete"), &[("name", &format!("{id}0"))]).await;
        assert!(wrong.page(422).contains("Nothing was deleted"));
        browser.post(&format!("{page}/delete"), &[("name", typed.unwrap_or(id))]).await.goes_to();
        assert_eq!(door.get(&path).await.status, 404, "{first:?}");
    }
    // Where nothing of the name can be typed, nothing typed is not the name.
    let path = door.create(&json!({"firstName": "\u{200b}"})).await;
    let page = path.strip_prefix("/v2").unwrap();
    browser.open(&format!("{page}/delete")).await;
    browser.post(&format!("{page}/delete"), &[("name", "")]).await.page(422);
    browser.post(&format!("{page}/delete"), &[("name", "delete")]).await.goes_to();
}

#[tokio::test]
async fn the_organization_that_has_the_domain_of_an_address_is_proposed_while_none_is_named() {
    let (door, mut browser) = open().await;
    door.post("/v2/organizations", &json!({"name": "Alder & Finch", "domains": ["alder.example"]})).await.made();
    let said = "is a domain of Alder &#38; Finch.";
    for (asked, is) in [
        ("email=ana%40Alder.example", true),
        ("email=nobody%40other.example&email=ana%40mail.eu.alder.example", true),
        ("email=ana%40alder.example&organization=+", true),
        ("email=ana%40alder.example&organization=N", false),
        ("email=ana%40balder.example", false),
        ("email=ana%40alder", false),
        ("email=alder.example", false),
        ("", false),
    ] {
        let part = browser.open(&format!("/customers/likely?{asked}")).await;
        let offered = part.contains(said) && part.contains("data-organization=\"Alder &#38; Finch\"");
        assert_eq!((offered, part.contains("notice")), (is, is), "{asked}: {part}");
    }
    let other = door.another_company().await;
    other.post("/v2/organizations", &json!({"name": "Secret", "domains": ["s.example"]})).await.made();
    assert!(!browser.open("/customers/likely?email=ana%40s.example").await.contains("Secret"));
    // It is said without scripts too, where the form is shown again.
    browser.open("/customers/new").await;
    let age = "x".repeat(300);
    let answer = browser.post("/customers", &[("emails[0].value", "ana@alder.example"), ("age", &*age)]).await;
    assert!(answer.page(422).contains(said));
}

#[tokio::test]
async fn whoever_is_called_so_is_shown_however_the_name_is_written() {
    let (door, mut browser) = open().await;
    let path = door.create(&json!({"firstName": "Käthe Marie", "lastName": "Krüger"})).await;
    let page = path.strip_prefix("/v2").unwrap();
    for (first, last, is) in [
        ("Käthe", "Krüger", true),
        ("kathe", "KRUGER", true),
        ("Krüger", "Käthe", true),
        ("Marie", "Krüger", true),
        ("Kath", "Krüger", false),
        ("Käthe", "-", false),
        ("Käthe", "Marie", false),
    ] {
        let form = [("firstName", first), ("lastName", last)];
        let asked = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let likely = browser.open(&format!("/customers/likely?{asked}")).await;
        assert_eq!(likely.contains(page), is, "{first} {last}: {likely}");
    }
}
