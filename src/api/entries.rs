//! The five lists of entries of a customer (the customers page of the wire): the same calls for every kind.

use axum::extract::{Extension, State};
use axum::response::Response;
use axum::routing;
use utoipa_axum::router::OpenApiRouter;

use super::body::JsonBody;
use super::caller::Authorized;
use super::context::Context;
use super::path::{self, InPath, Segments};
use super::{ApiState, Error, answer, customers, openapi};
use crate::actions::{self, entries};
use crate::domain::entry::EntryKind;
use crate::domain::id::EntryId;
use crate::hal;
use crate::hal::read::Place;

/// The routes of every kind, with their documentation.
pub fn routes() -> OpenApiRouter<ApiState> {
    EntryKind::ALL.into_iter().fold(OpenApiRouter::new(), |router, kind| {
        let list = format!("/v2/customers/{{customerId}}/{}", kind.rules().path);
        let one = format!("{list}/{{entryId}}");
        let mut router = router
            .route(
                &list,
                routing::get(move |api, context, who, id| list_entries(kind, api, context, who, id))
                    .post(move |api, context, who, id, body| create(kind, api, context, who, id, body)),
            )
            .route(
                &one,
                routing::get(move |api, context, who, ids| get(kind, api, context, who, ids))
                    .put(move |api, who, ids, body| update(kind, api, who, ids, body))
                    .delete(move |api, who, ids| delete(kind, api, who, ids)),
            );
        openapi::describe_entries(router.get_openapi_mut(), kind, &list, &one);
        router
    })
}

async fn list_entries(
    kind: EntryKind,
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
) -> Result<Response, Error> {
    let record = customers::get_record(&api, &caller, id).await?;
    Ok(answer::resource(hal::entry::write_list(context.links(), id, kind, &record.value.entries[kind])))
}

async fn get(
    kind: EntryKind,
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    Segments([id, entry]): Segments<2>,
) -> Result<Response, Error> {
    let record = customers::get_record(&api, &caller, path::customer(&id)?).await?;
    let entry = entry_id(kind, &entry)?;
    let entry = record.value.entries[kind].iter().find(|present| present.id == entry).ok_or_else(|| missing(kind))?;
    let body = hal::entry::write(context.links(), record.id, kind, entry);
    Ok(answer::tagged(body, record.version.0))
}

async fn create(
    kind: EntryKind,
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = hal::entry::read(json, Place::Body, &mut problems);
    let entry = entries::create(&api.directory, &caller, id, kind, input, problems).await?;
    Ok(answer::created(entry, context.links().entry(id, kind, entry)))
}

async fn update(
    kind: EntryKind,
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    Segments([id, entry]): Segments<2>,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let (customer, entry) = (path::customer(&id)?, entry_id(kind, &entry)?);
    let (json, mut problems) = body.read()?;
    let input = hal::entry::read(json, Place::Body, &mut problems);
    entries::update(&api.directory, &caller, customer, kind, entry, input, problems).await?;
    Ok(answer::no_content())
}

async fn delete(
    kind: EntryKind,
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    Segments([id, entry]): Segments<2>,
) -> Result<Response, Error> {
    let (customer, entry) = (path::customer(&id)?, entry_id(kind, &entry)?);
    entries::delete(&api.directory, &caller, customer, kind, entry).await?;
    Ok(answer::no_content())
}

fn entry_id(kind: EntryKind, id: &str) -> Result<EntryId, Error> {
    EntryId::parse(id).ok_or_else(|| missing(kind))
}

fn missing(kind: EntryKind) -> Error {
    Error::Action(actions::Error::Missing(kind.rules().noun))
}
