//! Saving one field of an organization. What stood in it when its form was opened comes with what was typed: somebody else's change of the
//! same field is shown and never lost, and one of another field is no hindrance.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::field::{Field, input_of, value_of};
use super::row::{Editing, label, row, text_of};
use super::{Record, RowPart, href, whole};
use crate::actions::property_values::{self, Holder};
use crate::actions::{self, organizations};
use crate::domain::event::Subject;
use crate::domain::id::OrganizationId;
use crate::domain::problem::Problems;
use crate::domain::tag::{self, Tags};
use crate::web::changes;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::part::IsPart;
use crate::web::saving::{Apart, Refused, TRIES, Theirs, Tried, Undo};
use crate::web::told;
use crate::web::{Error, Visitor, Web, WebState, go, page, page_of};

/// `POST /organizations/{id}/fields/{field}`.
pub async fn save(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    Path((id, key)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let id = OrganizationId::parse(&id).ok_or(Error::NotFound)?;
    let field = Field::parse(&key).ok_or(Error::NotFound)?;
    let gone = frame.t.organizations.deleted_meanwhile;
    let frame = frame.at("organizations");
    put_down(&web, &visitor, frame, id, field, &form, is_part).await.map_err(|error| error.of_gone(gone))
}

async fn put_down(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    id: OrganizationId,
    field: Field,
    form: &Form,
    is_part: bool,
) -> Result<Response, Error> {
    let get = |name: &str| form.get(name).replace("\r\n", "\n");
    let (draft, was) = (get("value"), get("was"));
    let store = &web.directory.store;
    let before = Record::read(store, visitor.company.id, id).await?;
    let saved = put(web, visitor, &before, &field, &draft, &was).await?;
    let record = Record::read(store, visitor.company.id, id).await?;
    let (status, editing) = match saved {
        Ok(()) => return done(&before, &record, &field, !form.get("undo").is_empty(), is_part, frame),
        // The property is gone, and with it where the value would stand.
        Err(Refused::Moved) if !field.is_in(&record) => return Err(Error::Gone(frame.t.customer.gone_meanwhile)),
        Err(Refused::Moved) => {
            let now = field.draft(&record);
            let [theirs, yours] = [&now, &draft].map(|draft| text_of(&field, draft, &record, &frame));
            let by = changes::last(web, visitor, &frame, Subject::Organization, id, &field.path()).await?;
            let theirs = Some(Theirs { by, parts: vec![Apart { theirs, yours, ..Apart::default() }] });
            (StatusCode::CONFLICT, Editing { was: now, field, draft, problems: Vec::new(), theirs })
        }
        Err(Refused::Broken(problems)) => {
            let problems = told::tell(store, visitor.company.id, &problems, frame.t).await?;
            (StatusCode::UNPROCESSABLE_ENTITY, Editing { field, draft, was, problems, theirs: None })
        }
    };
    if is_part {
        let row = row(&editing.field, &record, Some(&editing), &frame);
        return page_of(status, &RowPart { t: frame.t, frame, id, row, undo: None });
    }
    whole(web, visitor, frame, &record, Some(editing), None, status).await
}

/// Edits the record as it was read, or as it is since others changed other fields of it. `was` is what the field has to hold.
async fn put(
    web: &Web,
    visitor: &Visitor,
    record: &Record,
    field: &Field,
    typed: &str,
    was: &str,
) -> Result<Result<(), Refused>, Error> {
    let (directory, id) = (&web.directory, record.id());
    let mut record = record.clone();
    for _ in 0..TRIES {
        if !field.is_in(&record) || field.draft(&record) != was {
            return Ok(Err(Refused::Moved));
        }
        let mut caller = visitor.caller();
        caller.expected = Some(Tags::List(vec![tag::of_organization(record.found.record.version, None, None)]));
        let nothing = Problems::default();
        let tried = match field {
            Field::Property(slug) => {
                let input = [value_of(slug, typed)];
                Tried::of(property_values::set(directory, &caller, Holder::Organization(id), &input, nothing).await)?
            }
            own => {
                let mut input = input_of(&record.found.record.value);
                own.put(typed, &mut input);
                Tried::of(organizations::update(directory, &caller, id, input, nothing).await)?
            }
        };
        match tried {
            Tried::Saved => return Ok(Ok(())),
            Tried::Stale => record = Record::read(&directory.store, visitor.company.id, id).await?,
            Tried::Broken(problems) => return Ok(Err(Refused::Broken(problems))),
        }
    }
    Err(actions::Error::Busy.into())
}

fn done(
    before: &Record,
    record: &Record,
    field: &Field,
    is_undo: bool,
    is_part: bool,
    frame: Frame,
) -> Result<Response, Error> {
    let id = record.id();
    if !is_part {
        return Ok(go::to_row(&href(id), &field.key()));
    }
    let (old, now) = (field.draft(before), field.draft(record));
    let said = if now.is_empty() { frame.t.customer.taken_away } else { frame.t.customer.saved };
    let undo = match old != now {
        _ if is_undo => Some(Undo::done(frame.t.customer.undone)),
        true => Some(Undo {
            action: format!("{}/fields/{}", href(id), field.key()),
            said: frame.t.fill(said, &[&label(field, record, &frame)]),
            fields: vec![("csrf", frame.csrf.clone()), ("was", now), ("value", old)],
        }),
        false => None,
    };
    let row = row(field, record, None, &frame);
    page(&RowPart { t: frame.t, frame, id, row, undo })
}
