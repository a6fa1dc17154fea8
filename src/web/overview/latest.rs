//! What happened last, as the overview shows it and asks for it again.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::id::{CompanyId, CustomerId, OrganizationId};
use crate::domain::property::PropertyOwner;
use crate::domain::time::Timestamp;
use crate::store::{self, Store, events};
use crate::web::customers::shown_name;
use crate::web::frame::Frame;
use crate::web::moments::Moment;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, WebState, page};

/// So many events are shown.
const SIZE: usize = 12;
/// What they are about.
const SUBJECTS: [Subject; 4] =
    [Subject::Customer, Subject::Organization, Subject::Property, Subject::OrganizationProperty];

/// What happened last.
#[derive(Debug)]
pub struct Latest {
    /// The number of the last event; another one means that more happened.
    pub last: i64,
    /// What happened, the latest first.
    pub happenings: Vec<Happening>,
}

/// One thing that happened.
#[derive(Debug)]
pub struct Happening {
    /// The number of its event.
    pub seq: i64,
    /// How it is drawn.
    pub class: &'static str,
    /// What it is about.
    pub name: String,
    /// Where that is seen; empty where it is gone.
    pub href: String,
    /// What was done.
    pub did: &'static str,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub who: String,
}

#[derive(Template)]
#[template(path = "parts/latest.html")]
struct Part {
    t: &'static Texts,
    latest: Latest,
}

/// `GET /overview/latest`: that part alone, under a tag that changes when something happens. That somebody moved to another
/// time zone is such a thing.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let totals = store::companies::totals(store, company).await?;
    let tag = format!("W/\"{}\"", totals.events);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    let mut response = if known.split(',').any(|known| known.trim() == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let latest = Latest::read(store, company, totals.events, &frame, web.directory.clock.now()).await?;
        page(&Part { t: frame.t, latest })?
    };
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

impl Latest {
    /// What happened last in a company, up to this event.
    pub async fn read(
        store: &Store,
        company: CompanyId,
        last: i64,
        frame: &Frame,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let mut names = Names { store, company, frame, known: HashMap::new() };
        let mut happenings = Vec::with_capacity(SIZE);
        for logged in events::latest(store, company, &SUBJECTS, last, SIZE).await? {
            let event = &logged.event;
            let (class, verb) = match event.verb {
                Verb::Created => ("made", 0),
                Verb::Updated | Verb::Revoked => ("", 1),
                Verb::Deleted => ("gone", 2),
            };
            let t = &frame.t.overview;
            let did = match event.subject {
                Subject::Customer => t.did_customer,
                Subject::Organization => t.did_organization,
                _ => t.did_property,
            };
            let (name, href) = names.of_subject(event).await?;
            happenings.push(Happening {
                seq: logged.seq,
                class,
                name,
                href,
                did: did[verb],
                at: Moment::of(event.at, now, &frame.format, frame.t),
                who: names.of_actor(&event.actor).await?,
            });
        }
        Ok(Self { last, happenings })
    }
}

/// Names that events tell by identifiers, each looked up once.
struct Names<'a> {
    store: &'a Store,
    company: CompanyId,
    frame: &'a Frame,
    known: HashMap<String, (String, String)>,
}

impl Names<'_> {
    /// What an event is about, and where it is seen.
    async fn of_subject(&mut self, event: &Event) -> Result<(String, String), Error> {
        let key = format!("{} {}", event.subject.as_str(), event.subject_id);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let found = self.look_up(event).await?;
        self.known.insert(key, found.clone());
        Ok(found)
    }

    async fn look_up(&self, event: &Event) -> Result<(String, String), Error> {
        let (store, company, t) = (self.store, self.company, self.frame.t);
        let id = &event.subject_id;
        let of_definition = |owner, of| async move {
            let found = store::properties::get(store, company, owner, id).await?;
            Ok(found.map(|found| (found.value.name, format!("/properties/{of}/{id}"))))
        };
        let found: Result<_, Error> = match event.subject {
            Subject::Customer => match CustomerId::parse(id) {
                Some(id) => {
                    let found = store::customers::get(store, company, id).await?;
                    Ok(found.map(|found| (shown_name(&found.value, t), format!("/customers/{id}"))))
                }
                None => Ok(None),
            },
            Subject::Organization => match OrganizationId::parse(id) {
                Some(id) => {
                    let found = store::organizations::get(store, company, id).await?;
                    Ok(found.map(|found| (found.value.name, format!("/organizations/{id}"))))
                }
                None => Ok(None),
            },
            Subject::Property => of_definition(PropertyOwner::Customer, "customers").await,
            _ => of_definition(PropertyOwner::Organization, "organizations").await,
        };
        Ok(found?.unwrap_or_else(|| {
            let gone = match event.subject {
                Subject::Customer => t.overview.erased.to_owned(),
                Subject::Organization => format!("#{id}"),
                _ => id.clone(),
            };
            (gone, String::new())
        }))
    }

    async fn of_actor(&mut self, actor: &Actor) -> Result<String, Error> {
        let (key, t) = (format!("{actor:?}"), self.frame.t);
        if let Some((known, _)) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let name = match actor {
            Actor::Operator => t.customer.operator.to_owned(),
            Actor::App(client_id) => {
                let app = store::apps::get(self.store, self.company, client_id).await?;
                app.map_or_else(|| t.customer.app.to_owned(), |app| app.name)
            }
            Actor::User(id) => {
                let user = store::users::get(self.store, self.company, *id).await?;
                user.map_or_else(|| t.customer.somebody.to_owned(), |user| user.name())
            }
        };
        self.known.insert(key, (name.clone(), String::new()));
        Ok(name)
    }
}
