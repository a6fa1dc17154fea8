//! Saving one field. What stood in it when its form was opened comes with what was typed: somebody else's change of the same field is
//! shown and never lost, and one of another field is no hindrance.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::field::{Draft, Field, lines};
use super::record::Record;
use super::rows::{Editing, row, text_of};
use super::{RowPart, href, labels, whole};
use crate::actions::{self, customers};
use crate::domain::customer_patch::{Edit, Operation, Place};
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;
use crate::domain::tag::Tags;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::part::IsPart;
use crate::web::saving::{Refused, TRIES, Tried, Undo};
use crate::web::told::{self, Told};
use crate::web::{Error, Visitor, Web, WebState, go, page, page_of};

/// `POST /customers/{id}/fields/{field}`.
pub async fn save(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    Path((id, key)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let field = Field::parse(&key).ok_or(Error::NotFound)?;
    let (frame, draft) = (frame.at("customers"), Draft::read(&form));
    let was = lines(form.get("was"));
    let before = Record::read(&web.directory.store, visitor.company.id, id).await?;
    let saved = put(&web, &visitor, &before, &field, field.edit(&draft), Some(&was)).await?;
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    let refused = match saved {
        Ok(()) => return done(&before, &record, field, is_part, frame),
        Err(refused) => refused,
    };
    let (status, editing) = match refused {
        Refused::Broken(problems) => {
            let problems = told::tell(&web.directory.store, visitor.company.id, &problems, frame.t).await?;
            (StatusCode::UNPROCESSABLE_ENTITY, Editing { field, draft, was, problems, theirs: None })
        }
        Refused::Moved if !field.is_in(&record) => {
            // It is gone: what was typed can still be kept, as one more.
            let field = match field {
                Field::Entry(kind, _) => Field::NewEntry(kind),
                other => other,
            };
            let text = frame.t.customer.gone_meanwhile.to_owned();
            let problems = vec![Told { path: String::new(), text, holder: None }];
            (StatusCode::CONFLICT, Editing { was: String::new(), field, draft, problems, theirs: None })
        }
        Refused::Moved => {
            let now = field.draft(&record);
            let theirs = Some(text_of(&field, &now, &record, &frame));
            (StatusCode::CONFLICT, Editing { was: now.mark(), field, draft, problems: Vec::new(), theirs })
        }
    };
    if is_part {
        let row = Some(row(&editing.field, &record, Some(&editing), &frame));
        return page_of(status, &RowPart { t: frame.t, frame, id, row, undo: None });
    }
    whole(&web, &visitor, frame, &record, Some(editing), status).await
}

/// `POST /customers/{id}/fields/{field}/remove`: takes an entry away.
pub async fn remove(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let field = Field::parse(&key).ok_or(Error::NotFound)?;
    let edit = field.removal().ok_or(Error::NotFound)?;
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    if field.is_in(&record) {
        // Whoever took it away at the same time wanted the same.
        let _: Result<(), Refused> = put(&web, &visitor, &record, &field, edit, None).await?;
    }
    if !is_part {
        return Ok(go::and_tell(&href(id), "removed"));
    }
    let draft = field.draft(&record);
    let undo = match field {
        Field::Entry(kind, _) => Some(Undo {
            action: format!("{}/fields/{}", href(id), Field::NewEntry(kind).key()),
            said: frame.t.fill(frame.t.customer.removed, &[&labels::of_kind(kind, frame.t)]),
            fields: vec![("csrf", frame.csrf.clone()), ("type", draft.kind), ("value", draft.value)],
        }),
        _ => None,
    };
    page(&RowPart { t: frame.t, frame, id, row: None, undo })
}

/// Edits the record as it was read, or as it is since others changed other fields of it. `was` is what the field has to hold.
async fn put(
    web: &Web,
    visitor: &Visitor,
    record: &Record,
    field: &Field,
    edit: Edit,
    was: Option<&str>,
) -> Result<Result<(), Refused>, Error> {
    let operations = [Operation { place: Place::Field("value".to_owned()), edit, expected: None }];
    let is_new = matches!(field, Field::NewEntry(_));
    let mut record = record.clone();
    for _ in 0..TRIES {
        if was.is_some_and(|was| !is_new && (!field.is_in(&record) || field.draft(&record).mark() != was)) {
            return Ok(Err(Refused::Moved));
        }
        let mut caller = visitor.caller();
        caller.expected = Some(Tags::List(vec![record.version.0.to_string()]));
        let done = customers::patch(&web.directory, &caller, record.id, &operations, Problems::default()).await;
        match Tried::of(done)? {
            Tried::Saved => return Ok(Ok(())),
            Tried::Stale => record = Record::read(&web.directory.store, visitor.company.id, record.id).await?,
            Tried::Broken(problems) => return Ok(Err(Refused::Broken(problems))),
        }
    }
    Err(actions::Error::Busy.into())
}

fn done(before: &Record, record: &Record, field: Field, is_part: bool, frame: Frame) -> Result<Response, Error> {
    let id = record.id;
    let (added, field) = match field {
        // The one that was not there before; whoever adds to the list at the same time has another value in mind.
        Field::NewEntry(kind) => {
            let had = &before.customer.entries[kind];
            let is_new = |id| !had.iter().any(|entry| entry.id == id);
            let new = record.customer.entries[kind].iter().rev().find(|entry| is_new(entry.id));
            (true, new.map_or(Field::NewEntry(kind), |entry| Field::Entry(kind, entry.id)))
        }
        other => (false, other),
    };
    if !is_part {
        return Ok(go::to_row(&href(id), &field.key()));
    }
    let (old, now) = (field.draft(before), field.draft(record));
    // An entry is told by its kind: of its type there may be several.
    let label = match field {
        Field::Entry(kind, _) => labels::of_kind(kind, frame.t),
        _ => labels::of(&field, record, frame.t),
    };
    let csrf = ("csrf", frame.csrf.clone());
    let undo = if added {
        let action = format!("{}/fields/{}/remove", href(id), field.key());
        Some(Undo { action, said: frame.t.fill(frame.t.customer.added, &[&label]), fields: vec![csrf] })
    } else if old != now {
        let mut fields = vec![csrf, ("was", now.mark()), ("value", old.value), ("type", old.kind)];
        fields.extend(super::field::PARTS.into_iter().zip(old.parts));
        let action = format!("{}/fields/{}", href(id), field.key());
        Some(Undo { action, said: frame.t.fill(frame.t.customer.saved, &[&label]), fields })
    } else {
        None
    };
    let row = Some(row(&field, record, None, &frame));
    page(&RowPart { t: frame.t, frame, id, row, undo })
}
