//! The field that a run changed: how the log tells of it, and how a value of it is put back.

use serde_json::{Map, Value};

use crate::domain::customer::Customer;
use crate::domain::customer_patch::{Edit, Operation, Place};
use crate::domain::event::{Event, Subject, Verb};
use crate::domain::id::OrganizationId;
use crate::domain::problem::Problems;
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::{Given, PropertyInput, ValueSource};
use crate::domain::time::Timestamp;
use crate::store::organizations;
use crate::store::properties::{self, Defined};
use crate::web::bulk::act::get;
use crate::web::changes;
use crate::web::customers::columns::shown;
use crate::web::format::Format;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web};

/// Where a problem stands that is about what the field has to hold now.
pub const NOW: &str = "now";
/// Where a problem stands that is about what is put back.
pub const BEFORE: &str = "before";

/// The field that a run changed. Its values are texts here: a property's as it is kept, an organization's identifier; empty for none.
#[derive(Clone, Debug)]
pub enum Field {
    /// The property of this definition.
    Property(Box<Defined>),
    /// The organization.
    Organization,
}

impl Field {
    /// The field that an address or a form names.
    pub async fn read(web: &Web, visitor: &Visitor, pairs: &[(String, String)], t: &Texts) -> Result<Self, Error> {
        match get(pairs, "act") {
            "property" => {
                let (slug, company) = (get(pairs, "slug"), visitor.company.id);
                let all = properties::list(&web.directory.store, company, PropertyOwner::Customer).await?;
                let definition = all.into_iter().find(|defined| defined.value.slug == slug);
                definition.map(|own| Self::Property(Box::new(own))).ok_or(Error::Gone(t.bulk.property_gone))
            }
            "organization" => Ok(Self::Organization),
            _ => Err(Error::NotFound),
        }
    }

    /// The fields of a form that name it.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Property(own) => vec![("act", "property".to_owned()), ("slug", own.value.slug.clone())],
            Self::Organization => vec![("act", "organization".to_owned())],
        }
    }

    /// What becomes of it, in words.
    pub fn explained(&self, t: &Texts) -> String {
        match self {
            Self::Property(own) => t.fill(t.bulk.property_again, &[&own.value.name]),
            Self::Organization => t.bulk.organization_again.to_owned(),
        }
    }

    /// Where the log has it.
    pub fn path(&self) -> String {
        match self {
            Self::Property(own) => format!("/properties/{}", own.value.slug),
            Self::Organization => "/organizationId".to_owned(),
        }
    }

    /// What stood there before an event and after it, if the event changed just this field of a customer.
    pub fn change(&self, event: &Event) -> Option<(String, String)> {
        let path = self.path();
        let (before, after) = (changes::side(event.before.as_ref()), changes::side(event.after.as_ref()));
        let is_within = |own: &String| changes::is_within(own, &path);
        let is_alone = before.keys().chain(after.keys()).all(is_within);
        let (before, after) = (value_at(&before, &path), value_at(&after, &path));
        let is_change = event.subject == Subject::Customer && event.verb == Verb::Updated && before != after;
        (is_alone && is_change).then_some((before, after))
    }

    /// What stands there now.
    pub fn value_in(&self, customer: &Customer) -> String {
        let value = match self {
            Self::Property(own) => own.value.value_in(&customer.properties).map(|value| value.value.to_string()),
            Self::Organization => customer.organization.map(|id| id.to_string()),
        };
        value.unwrap_or_default()
    }

    /// A value that stood there at some time as people read it, or why it cannot be set any more, in words.
    pub async fn shown(
        &self,
        web: &Web,
        visitor: &Visitor,
        value: &str,
        at: Timestamp,
        format: &Format,
        t: &Texts,
    ) -> Result<Result<String, &'static str>, Error> {
        let found = match self {
            // A value never comes back to another property that has the slug of its own.
            Self::Property(own) if own.created_at > at => return Ok(Err(t.bulk.property_anew)),
            _ if value.is_empty() => return Ok(Ok(t.customer.empty.to_owned())),
            Self::Property(own) => {
                let value = input(&own.value.slug, value, BEFORE).check(
                    [&own.value],
                    ValueSource::Web,
                    &mut Problems::default(),
                );
                value.flatten().map(|value| shown(&own.value, &value.value, format))
            }
            Self::Organization => {
                let Some(id) = OrganizationId::parse(value) else { return Ok(Err(self.gone(t))) };
                let found = organizations::get(&web.directory.store, visitor.company.id, id).await?;
                found.map(|found| found.value.name)
            }
        };
        Ok(found.ok_or_else(|| self.gone(t)))
    }

    /// Why a value that stood there cannot be set any more, in words.
    pub fn gone(&self, t: &Texts) -> &'static str {
        match self {
            Self::Property(_) => t.bulk.option_gone,
            Self::Organization => t.bulk.organization_gone,
        }
    }

    /// What sets one value where the other one stands, and does nothing elsewhere.
    pub fn operations(&self, now: &str, before: &str) -> [Operation; 2] {
        let operation = |value: &str, name: &str, expected| {
            let edit = match self {
                Self::Property(own) => Edit::Property(input(&own.value.slug, value, name)),
                Self::Organization => Edit::OrganizationId(OrganizationId::parse(value)),
            };
            Operation { place: Place::Field(name.to_owned()), edit, expected }
        };
        [operation(now, NOW, Some(now.to_owned())), operation(before, BEFORE, None)]
    }
}

fn input(slug: &str, value: &str, path: &str) -> PropertyInput {
    PropertyInput {
        slug: slug.to_owned(),
        value: Given::Text(value.to_owned()),
        slug_path: path.to_owned(),
        value_path: path.to_owned(),
    }
}

/// The value at a path; of a property the log tells its source beside it.
fn value_at(side: &Map<String, Value>, path: &str) -> String {
    let found = side.get(&format!("{path}/value")).or_else(|| side.get(path));
    match found.map(|own| own.get("value").unwrap_or(own)) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
