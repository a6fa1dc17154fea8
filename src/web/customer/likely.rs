//! Who may be here already: whoever has an address, a number or the name of somebody who is about to be made.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::href;
use super::of_domain::{self, OfDomain};
use crate::domain::email::EmailKey;
use crate::domain::entry::EntryKind;
use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::phone;
use crate::domain::query::{NameField, Phrase, Query, Term};
use crate::store::change::KeyKind;
use crate::store::customers::Found;
use crate::store::{self, Store, customer_list, identity};
use crate::web::customers::{read, shown_name};
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::who::Link;
use crate::web::{Error, Visitor, Web, WebState, page, parameter};

/// The most customers that are told for one name or number.
const MOST: i64 = 5;
/// The most addresses, and the most numbers, that are looked for.
pub const ASKED: usize = 10;

/// Somebody who may be the one that is about to be made.
#[derive(Clone, Debug)]
pub struct Likely {
    /// Where the page is.
    pub href: String,
    /// The name.
    pub name: String,
    /// Why it may be the same person.
    pub why: &'static str,
    /// What tells people of one name apart: an address, an organization.
    pub second: String,
}

/// What is known of somebody who is about to be made.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// First and last name.
    pub names: [String; 2],
    /// Addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
}

#[derive(Template)]
#[template(path = "parts/likely.html")]
struct Part {
    t: &'static Texts,
    frame: Frame,
    likely: Vec<Likely>,
    of_domain: Option<OfDomain>,
}

/// `GET /customers/likely`: who has one of these addresses or numbers, or is called so; and, where no organization is named, the one
/// that has the domain of an address.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let asked = asked.as_deref();
    let all = |wanted: &str| {
        let pairs = form_urlencoded::parse(asked.unwrap_or_default().as_bytes());
        pairs.filter(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).collect()
    };
    let names = ["firstName", "lastName"].map(|name| parameter::get(asked, name).unwrap_or_default());
    let known = Known { names, emails: all("email"), phones: all("phone") };
    let likely = of(&web, &visitor, frame.t, &known).await?;
    let organization = parameter::get(asked, "organization").unwrap_or_default();
    let of_domain = of_domain::of_new(&web, &visitor, frame.t, &organization, &known.emails).await?;
    page(&Part { t: frame.t, frame, likely, of_domain })
}

/// Who has one of these addresses or numbers, or is called so, however it is written.
pub async fn of(web: &Web, visitor: &Visitor, t: &'static Texts, known: &Known) -> Result<Vec<Likely>, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let mut likely: Vec<Likely> = Vec::new();
    let mut add = |found: &Found, why| {
        let one = read_likely(found, why, t)?;
        if !likely.iter().any(|other| other.href == one.href) {
            likely.push(one);
        }
        Ok::<(), Error>(())
    };
    for key in known.emails.iter().take(ASKED).filter_map(|email| EmailKey::parse(email)) {
        let Some(holder) = identity::find(store, company, KeyKind::Email, key.as_str()).await? else { continue };
        if let Some(found) = store::customers::find(store, company, CustomerId(holder)).await? {
            add(&found, t.new_customer.same_address)?;
        }
    }
    for number in known.phones.iter().take(ASKED) {
        for found in with_number(store, company, number).await? {
            add(&found, t.new_customer.same_number)?;
        }
    }
    // One of the two alone fits too many.
    let names = known.names.each_ref().map(|name| Phrase::new(name, false));
    if names.iter().all(|name| !name.words.is_empty()) {
        for found in customer_list::newest(store, company, named(names), MOST).await? {
            add(&found, t.new_customer.same_name)?;
        }
    }
    Ok(likely)
}

/// That both names stand in the names of somebody, as they are searched, whichever of them comes first.
fn named([one, other]: [Phrase; 2]) -> Query {
    let both = |first: &Phrase, last: &Phrase| {
        let name = |field, phrase: &Phrase| Query::Term(Term::Name { field, phrase: phrase.clone() });
        Query::all(vec![name(NameField::First, first), name(NameField::Last, last)])
    };
    Query::any(vec![both(&one, &other), both(&other, &one)])
}

/// Who else has a number that a customer has.
pub async fn others(
    web: &Web,
    visitor: &Visitor,
    t: &Texts,
    own: CustomerId,
    number: &str,
) -> Result<Vec<Link>, Error> {
    let found = with_number(&web.directory.store, visitor.company.id, number).await?;
    let others = found.iter().filter(|found| found.record.id != own);
    others.map(|found| Ok(Link { href: href(found.record.id), name: shown_name(&read(found)?, t) })).collect()
}

/// Who has a telephone number, however it is written; nobody when it is too short to be told apart from others.
async fn with_number(store: &Store, company: CompanyId, number: &str) -> Result<Vec<Found>, store::Error> {
    let digits = phone::digits(number);
    if phone::core(&digits).len() < phone::LOCAL_MIN {
        return Ok(Vec::new());
    }
    customer_list::newest(store, company, Query::Term(Term::Phone(digits)), MOST).await
}

fn read_likely(found: &Found, why: &'static str, t: &Texts) -> Result<Likely, Error> {
    let customer = read(found)?;
    let address = customer.entries[EntryKind::Email].first().map(|entry| entry.value.clone());
    let organization = found.organization.as_ref().map(|own| own.name.to_string());
    let second: Vec<String> = address.into_iter().chain(organization).collect();
    Ok(Likely { href: href(found.record.id), name: shown_name(&customer, t), why, second: second.join(" · ") })
}
