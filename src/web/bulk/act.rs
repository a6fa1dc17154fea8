//! What is done to each of many customers.

use std::sync::Arc;

use super::run::{self, Outcome};
use crate::actions::property_values::{self, Holder};
use crate::actions::{self, customers};
use crate::domain::customer_patch::{Edit, Operation, Place};
use crate::domain::id::CustomerId;
use crate::domain::organization;
use crate::domain::problem::Problems;
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::property_value::{Given, PropertyInput, PropertyValue, ValueSource};
use crate::domain::text;
use crate::store::customers::Found;
use crate::store::{self, properties};
use crate::web::customers::columns::shown;
use crate::web::customers::shown_name;
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState};

/// What is done.
#[derive(Clone, Debug)]
pub enum Act {
    /// The property has this value afterwards, as it is kept; an empty one is none. The second text is how people read it.
    Property(Box<Definition>, String, String),
    /// Everyone belongs to the organization of this name; an empty one is none.
    Organization(String),
    /// They are erased.
    Delete,
}

impl Act {
    /// What an address or a form asks for, or what is wrong with it.
    pub async fn read(
        web: &Web,
        visitor: &Visitor,
        pairs: &[(String, String)],
        frame: &Frame,
    ) -> Result<Result<Self, String>, Error> {
        let get = |name: &str| get(pairs, name).to_owned();
        let mut problems = Problems::default();
        let act = match get("act").as_str() {
            "property" => {
                let definitions =
                    properties::list(&web.directory.store, visitor.company.id, PropertyOwner::Customer).await?;
                let slug = get("slug");
                let definition = definitions.into_iter().map(|defined| defined.value).find(|own| own.slug == slug);
                let definition = definition.ok_or(Error::NotFound)?;
                let value = input(&slug, &get("value")).check([&definition], ValueSource::Web, &mut problems).flatten();
                let read =
                    |value: PropertyValue| (value.value.to_string(), shown(&definition, &value.value, &frame.format));
                let (kept, shown) = value.map(read).unwrap_or_default();
                Self::Property(Box::new(definition), kept, shown)
            }
            "organization" => {
                let name = get("value");
                text::check(&name, 0, organization::NAME_MAX, "value", &mut problems);
                Self::Organization(name)
            }
            "delete" => Self::Delete,
            _ => return Err(Error::NotFound),
        };
        Ok(match problems.0.first() {
            None => Ok(act),
            Some(problem) => Err(frame.t.refusal(problem)),
        })
    }

    /// Whether it is the one that cannot be undone.
    pub fn is_delete(&self) -> bool {
        matches!(self, Self::Delete)
    }

    /// The fields that say what it is.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Property(definition, value, _) => {
                vec![("act", "property".to_owned()), ("slug", definition.slug.clone()), ("value", value.clone())]
            }
            Self::Organization(name) => vec![("act", "organization".to_owned()), ("value", name.clone())],
            Self::Delete => vec![("act", "delete".to_owned())],
        }
    }

    /// What it does, in words.
    pub fn explained(&self, t: &Texts) -> String {
        match self {
            Self::Property(definition, _, value) if value.is_empty() => t.fill(t.bulk.clears, &[&definition.name]),
            Self::Property(definition, _, value) => t.fill(t.bulk.sets, &[&definition.name, value]),
            Self::Organization(name) if name.is_empty() => t.bulk.leaves.to_owned(),
            Self::Organization(name) => t.fill(t.bulk.joins, &[name]),
            Self::Delete => t.bulk.deletes.to_owned(),
        }
    }

    /// What it would do to one customer, in words.
    pub fn preview(&self, found: &Found, frame: &Frame) -> String {
        let t = frame.t;
        let nothing = |text: String| if text.is_empty() { t.customer.empty.to_owned() } else { text };
        let after = match self {
            Self::Property(_, _, after) | Self::Organization(after) => after,
            Self::Delete => return t.bulk.delete.to_owned(),
        };
        let before = self.before(found, frame);
        match before == *after {
            true => t.fill(t.bulk.stays, &[&nothing(before)]),
            false => format!("{} {} {}", nothing(before), t.bulk.will_be, nothing(after.to_owned())),
        }
    }

    /// What stands now where it puts something else, as people read it; empty where nothing does.
    pub fn before(&self, found: &Found, frame: &Frame) -> String {
        let before = match self {
            Self::Property(definition, ..) => {
                definition.value_in(&found.properties).map(|own| shown(definition, &own.value, &frame.format))
            }
            Self::Organization(_) => found.organization.as_ref().map(|own| own.name.to_string()),
            Self::Delete => None,
        };
        before.unwrap_or_default()
    }

    /// Does it to some customers, and tells what became of each in their order.
    pub async fn apply(
        &self,
        web: &WebState,
        visitor: &Visitor,
        ids: &[CustomerId],
        t: &'static Texts,
    ) -> Result<Vec<Outcome>, Error> {
        let all = ids.iter().copied().map(|id| {
            let (web, visitor, act) = (Arc::clone(web), visitor.clone(), self.clone());
            async move { act.apply_to(&web, &visitor, id, t).await }
        });
        run::together(all).await
    }

    async fn apply_to(
        &self,
        web: &Web,
        visitor: &Visitor,
        id: CustomerId,
        t: &'static Texts,
    ) -> Result<Outcome, Error> {
        let (directory, caller) = (&*web.directory, visitor.caller());
        let Some(record) = store::customers::get(&directory.store, caller.company, id).await? else {
            return Ok(Outcome::gone(id, t));
        };
        let name = shown_name(&record.value, t);
        let done = match self {
            Self::Property(definition, value, _) => {
                let inputs = [input(&definition.slug, value)];
                property_values::set(directory, &caller, Holder::Customer(id), &inputs, Problems::default())
                    .await
                    .map(drop)
            }
            Self::Organization(name) => {
                let edit = Edit::Organization(Some(name.clone()).filter(|name| !name.is_empty()));
                let operations = [Operation { place: Place::Field("value".to_owned()), edit, expected: None }];
                customers::patch(directory, &caller, id, &operations, Problems::default()).await.map(drop)
            }
            Self::Delete => customers::delete(directory, &caller, id).await,
        };
        match done {
            Ok(()) if self.is_delete() => {
                Ok(Outcome { href: String::new(), ..Outcome::done(id, name, t.bulk.deleted) })
            }
            Ok(()) => Ok(Outcome::done(id, name, t.bulk.done)),
            Err(actions::Error::Missing(_)) => Ok(Outcome::failed(id, name, t.bulk.gone)),
            Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
                let told = problems.0.first().map(|problem| t.refusal(problem)).unwrap_or_default();
                Ok(Outcome::failed(id, name, told))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What an address or a form says of a name, without blanks around it; empty when it says nothing.
pub fn get<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
}

fn input(slug: &str, value: &str) -> PropertyInput {
    PropertyInput {
        slug: slug.to_owned(),
        value: Given::Text(value.to_owned()),
        slug_path: "slug".to_owned(),
        value_path: "value".to_owned(),
    }
}
