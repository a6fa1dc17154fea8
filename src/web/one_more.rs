//! One more kind of entry and one more type of property. In the tests of this crate there are both, by their lines in `domain/entry.rs` and
//! `domain/property_type.rs` alone: all else is compiled with them as it is, and the forms follow.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use http_body_util::BodyExt;

use super::{Pages, Web, pages};
use crate::actions::{Directory, companies, invitations};
use crate::clock::Clock;
use crate::domain::entry::EntryKind;
use crate::domain::property::PropertyType;
use crate::domain::time::Timestamp;
use crate::random::Random;
use crate::store::{DatabaseUrl, Purpose, Store};

/// The pages of a new directory, and its owner before them.
struct Owner {
    pages: Pages,
    cookie: String,
    csrf: String,
    _folder: tempfile::TempDir,
}

impl Owner {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("cardfile.db"));
        let clock = Clock::manual(Timestamp::parse("2026-11-23T16:11:00Z").unwrap());
        let random = Random::seeded(1);
        let store = Store::open(&url, Purpose::Serve, &clock, random.clone()).await.unwrap();
        let directory = Arc::new(Directory::new(store, clock, random));
        let company = companies::create(&directory, "A company").await.unwrap();
        let link = invitations::for_first_owner(&directory, company.id).await.unwrap().unwrap();
        let pages = pages(Web {
            directory,
            public_url: None,
            shows_photos: true,
            body_limit: 100_000,
            metrics: Arc::default(),
            complete: super::Complete::default(),
            view_counts: super::ViewCounts::default(),
        });
        let mut owner = Self { pages, cookie: String::new(), csrf: String::new(), _folder: folder };
        let said = [("firstName", "Nora"), ("email", "nora@northwind.example"), ("timezone", "UTC")];
        let said: Vec<_> = said.into_iter().chain([("password", "quiet lamp over the sea")]).collect();
        owner.post(&link.path(), &said).await;
        let page = owner.open("/customers").await;
        page.split("name=\"csrf\" content=\"").nth(1).unwrap().split('"').next().unwrap().clone_into(&mut owner.csrf);
        owner
    }

    /// Sends a form, and answers where it leads.
    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields).append_pair("csrf", &self.csrf);
        let form = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, form).header(header::COOKIE, &self.cookie);
        let answer = self.pages.answer(request.body(Body::from(body.finish())).unwrap()).await;
        if let Some(cookie) = answer.headers().get(header::SET_COOKIE) {
            cookie.to_str().unwrap().split(';').next().unwrap().clone_into(&mut self.cookie);
        }
        let leads = answer.headers().get(header::LOCATION).map(|path| path.to_str().unwrap().to_owned());
        let page = answer.into_body().collect().await.unwrap().to_bytes();
        leads.unwrap_or_else(|| panic!("{path}: {}", String::from_utf8_lossy(&page)))
    }

    async fn open(&self, path: &str) -> String {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        let answer = self.pages.answer(request).await;
        assert_eq!(answer.status(), 200, "{path}");
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }
}

/// What stood in a field when its form was opened.
fn was(form: &str) -> String {
    let (_, rest) = form.split_once("name=\"was\" value=\"").unwrap();
    rest.split('"').next().unwrap().replace("&#10;", "\n").replace("&#34;", "\"")
}

#[tokio::test]
async fn a_kind_of_entry_that_is_added_is_in_every_form_and_is_saved() {
    let mut owner = Owner::new().await;
    let form = owner.open("/customers/new").await;
    assert_eq!(EntryKind::Radio.rules().field, "radios");
    for wanted in ["name=\"radios[0].value\"", "Radio call sign", "<option value=\"sea\" selected>Sea</option>"] {
        assert!(form.contains(wanted), "{wanted}: {form}");
    }
    let said = [("firstName", "Ines"), ("radios[0].type", "air"), ("radios[0].value", "D-EINS")];
    let made = owner.post("/customers", &said).await;
    let path = made.split('?').next().unwrap();
    let page = owner.open(path).await;
    assert!(page.contains("data-group=\"radios\"") && page.contains("D-EINS") && page.contains(">Air<"), "{page}");
    assert!(page.contains("?edit=radios.new"), "another can be added: {page}");

    let key = page.split("data-row=\"radios.").nth(1).unwrap().split('"').next().unwrap();
    let form = owner.open(&format!("{path}?edit=radios.{key}")).await;
    assert!(form.contains("<option value=\"air\" selected>Air</option>"), "{form}");
    let was = was(&form);
    let said = [("was", &*was), ("type", "sea"), ("value", "DELTA")];
    owner.post(&format!("{path}/fields/radios.{key}"), &said).await;
    let page = owner.open(path).await;
    assert!(page.contains("DELTA") && page.contains("<del dir=\"auto\">D-EINS"), "the timeline has it too: {page}");
}

#[tokio::test]
async fn a_type_of_property_that_is_added_is_in_every_form_and_is_saved() {
    let mut owner = Owner::new().await;
    assert_eq!(PropertyType::Percent.as_str(), "percent");
    let form = owner.open("/properties/new").await;
    assert!(form.contains("<option value=\"percent\">Percent</option>"), "{form}");
    owner.post("/properties/customers", &[("name", "Discount"), ("type", "percent"), ("slug", "discount")]).await;
    let form = owner.open("/customers/new").await;
    assert!(form.contains("name=\"property.discount\" type=\"number\""), "{form}");
    let made = owner.post("/customers", &[("firstName", "Ines"), ("property.discount", "15")]).await;
    let path = made.split('?').next().unwrap();
    let form = owner.open(&format!("{path}?edit=property.discount")).await;
    assert!(form.contains("type=\"number\" value=\"15\""), "{form}");
    owner.post(&format!("{path}/fields/property.discount"), &[("was", &was(&form)), ("value", "20")]).await;
    let page = owner.open(path).await;
    assert!(page.contains("<ins dir=\"auto\">20</ins>"), "{page}");
    let list = owner.open("/customers?column=property.discount").await;
    assert!(list.contains("20</span></td>"), "{list}");
}
