//! Saving one field. What stood in it when its form was opened comes with what was typed: somebody else's change of the same field is
//! shown and never lost, and one of another field is no hindrance.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::field::{Draft, Field, lines};
use super::record::Record;
use super::rows::{Editing, Row, apart, row};
use super::{RowPart, href, labels, likely, whole};
use crate::actions::{self, customers};
use crate::domain::customer_patch::{Edit, Operation, Place};
use crate::domain::entry::EntryKind;
use crate::domain::event::Subject;
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;
use crate::domain::tag::Tags;
use crate::web::changes;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::part::IsPart;
use crate::web::saving::{Refused, TRIES, Theirs, Tried, Undo};
use crate::web::told::{self, Told};
use crate::web::who::Link;
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
    let gone = frame.t.customer.deleted_meanwhile;
    let frame = frame.at("customers");
    put_down(&web, &visitor, frame, id, field, &form, is_part).await.map_err(|error| error.of_gone(gone))
}

async fn put_down(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    id: CustomerId,
    field: Field,
    form: &Form,
    is_part: bool,
) -> Result<Response, Error> {
    let (draft, was) = (Draft::read(form), lines(form.get("was")));
    let (store, company) = (&web.directory.store, visitor.company.id);
    let before = Record::read(store, company, id).await?;
    let decide = |record: &Record| match &field {
        Field::NewEntry(_) => Some(field.edit(&draft)),
        field if !field.is_in(record) => None,
        field => {
            let (met, is_moved) = field.meet(&draft, &was, &field.draft(record));
            (!is_moved).then(|| field.edit(&met))
        }
    };
    let saved = put(web, visitor, &before, decide).await?;
    let record = Record::read(store, company, id).await?;
    let refused = match saved {
        Ok(()) => {
            let is_undo = !form.get("undo").is_empty();
            let also = also(web, visitor, &frame, &before, &field, &draft).await?;
            return done(&before, &record, field, also, is_undo, is_part, frame);
        }
        Err(refused) => refused,
    };
    let by = match &refused {
        Refused::Moved => changes::last(web, visitor, &frame, Subject::Customer, id, &field.path()).await?,
        Refused::Broken(_) => None,
    };
    let (status, editing) = match refused {
        Refused::Broken(problems) => {
            let problems = told::tell(store, company, &problems, frame.t).await?;
            (StatusCode::UNPROCESSABLE_ENTITY, Editing { field, draft, was, problems, theirs: None })
        }
        Refused::Moved if !field.is_in(&record) => {
            let text = by.map_or_else(
                || frame.t.customer.gone_meanwhile.to_owned(),
                |by| frame.t.fill(frame.t.customer.gone_by, &[&by.who, &by.at.short]),
            );
            // It is gone: what was typed can still be kept, as one more.
            let field = match field {
                Field::Entry(kind, _) => Field::NewEntry(kind),
                other => other,
            };
            let problems = vec![Told { path: String::new(), text, holder: None }];
            (StatusCode::CONFLICT, Editing { was: String::new(), field, draft, problems, theirs: None })
        }
        Refused::Moved => {
            let now = field.draft(&record);
            let (draft, _) = field.meet(&draft, &was, &now);
            let parts = apart(&field, &was, &now, &draft, &record, &frame);
            let theirs = Some(Theirs { by, parts });
            (StatusCode::CONFLICT, Editing { was: now.mark(), field, draft, problems: Vec::new(), theirs })
        }
    };
    if is_part {
        let row = Some(row(&editing.field, &record, Some(&editing), &frame));
        return page_of(status, &RowPart { t: frame.t, frame, id, row, undo: None });
    }
    whole(web, visitor, frame, &record, Some(editing), None, status).await
}

/// Who else has the number that was typed, when it is one that was not there before.
async fn also(
    web: &Web,
    visitor: &Visitor,
    frame: &Frame,
    before: &Record,
    field: &Field,
    draft: &Draft,
) -> Result<Vec<Link>, Error> {
    let is_number = matches!(field, Field::Entry(EntryKind::Phone, _) | Field::NewEntry(EntryKind::Phone));
    if !is_number || field.draft(before).value == draft.value {
        return Ok(Vec::new());
    }
    likely::others(web, visitor, frame.t, before.id, &draft.value).await
}

/// `POST /customers/{id}/fields/{field}/remove`: takes an entry away.
pub async fn remove(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    Path((id, key)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let field = Field::parse(&key).ok_or(Error::NotFound)?;
    let edit = field.removal().ok_or(Error::NotFound)?;
    let gone = |error: Error| error.of_gone(frame.t.customer.deleted_meanwhile);
    let record = Record::read(&web.directory.store, visitor.company.id, id).await.map_err(gone)?;
    if field.is_in(&record) {
        // Whoever took it away at the same time wanted the same.
        let _: Result<(), Refused> = put(&web, &visitor, &record, |_| Some(edit.clone())).await.map_err(gone)?;
    }
    if !is_part {
        return Ok(go::and_tell(&href(id), "removed"));
    }
    let draft = field.draft(&record);
    let undo = match field {
        _ if !form.get("undo").is_empty() => Some(Undo::done(frame.t.customer.undone)),
        Field::Entry(kind, _) => Some(Undo {
            action: format!("{}/fields/{}", href(id), Field::NewEntry(kind).key()),
            said: frame.t.fill(frame.t.customer.removed, &[&labels::of_kind(kind, frame.t)]),
            fields: vec![("csrf", frame.csrf.clone()), ("type", draft.kind), ("value", draft.value)],
        }),
        _ => None,
    };
    page(&RowPart { t: frame.t, frame, id, row: None, undo })
}

/// Edits the record as it was read, or as it is since others changed other fields of it; what is done to it is decided for each. Nothing
/// is where something else stands in the field by now.
async fn put(
    web: &Web,
    visitor: &Visitor,
    record: &Record,
    decide: impl Fn(&Record) -> Option<Edit>,
) -> Result<Result<(), Refused>, Error> {
    let mut record = record.clone();
    for _ in 0..TRIES {
        let Some(edit) = decide(&record) else { return Ok(Err(Refused::Moved)) };
        let operations = [Operation { place: Place::Field("value".to_owned()), edit, expected: None }];
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

fn done(
    before: &Record,
    record: &Record,
    field: Field,
    also: Vec<Link>,
    is_undo: bool,
    is_part: bool,
    frame: Frame,
) -> Result<Response, Error> {
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
    let key = field.key();
    if !is_part {
        return Ok(match also.as_slice() {
            [] => go::to_row(&href(id), &key),
            _ => go::to(&format!("{}?done=saved&also={key}#row-{key}", href(id))),
        });
    }
    let (old, now) = (field.draft(before), field.draft(record));
    // An entry is told by its kind: of its type there may be several.
    let label = match field {
        Field::Entry(kind, _) => labels::of_kind(kind, frame.t),
        _ => labels::of(&field, record, frame.t),
    };
    let csrf = ("csrf", frame.csrf.clone());
    let mut undo = if is_undo {
        Some(Undo::done(frame.t.customer.undone))
    } else if added {
        let action = format!("{}/fields/{key}/remove", href(id));
        Some(Undo { action, said: frame.t.fill(frame.t.customer.added, &[&label]), fields: vec![csrf] })
    } else if old != now {
        let said = if now == Draft::default() { frame.t.customer.taken_away } else { frame.t.customer.saved };
        let mut fields = vec![csrf, ("was", now.mark()), ("value", old.value), ("type", old.kind)];
        fields.extend(super::field::PARTS.into_iter().zip(old.parts));
        let action = format!("{}/fields/{key}", href(id));
        Some(Undo { action, said: frame.t.fill(said, &[&label]), fields })
    } else {
        None
    };
    let names: Vec<&str> = also.iter().map(|other| other.name.as_str()).collect();
    if let Some(undo) = undo.as_mut().filter(|_| !names.is_empty()) {
        undo.said = format!("{}. {} {}.", undo.said, frame.t.customer.also_on, names.join(", "));
    }
    let row = Some(Row { also, ..row(&field, record, None, &frame) });
    page(&RowPart { t: frame.t, frame, id, row, undo })
}
