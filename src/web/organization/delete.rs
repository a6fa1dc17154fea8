//! Deleting an organization: what becomes of its members is told, and it is asked whether it is meant.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::Record;
use crate::actions::organizations;
use crate::domain::id::OrganizationId;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::organizations::members;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, WebState, go, page_of};

#[derive(Template)]
#[template(path = "organization_delete.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    id: OrganizationId,
    name: String,
    members: String,
    is_wrong: bool,
}

/// `GET /organizations/{id}/delete`.
pub async fn ask(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = OrganizationId::parse(&id).ok_or(Error::NotFound)?;
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    page(frame, &record, false)
}

/// `POST /organizations/{id}/delete`: does it when it is meant.
pub async fn delete(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id = OrganizationId::parse(&id).ok_or(Error::NotFound)?;
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    if form.get("sure") != "1" {
        return page(frame, &record, true);
    }
    organizations::delete(&web.directory, &visitor.caller(), id).await?;
    Ok(go::and_tell("/organizations", "organization-deleted"))
}

fn page(frame: Frame, record: &Record, is_wrong: bool) -> Result<Response, Error> {
    let (t, count) = (frame.t, record.found.customers);
    let members = match count {
        0 => t.organizations.delete_no_members.to_owned(),
        _ => t.fill(t.organizations.delete_members, &[&members(count, &frame)]),
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (id, name) = (record.id(), record.found.record.value.name.clone());
    page_of(status, &Page { t, id, name, members, is_wrong, frame: frame.at("organizations") })
}
