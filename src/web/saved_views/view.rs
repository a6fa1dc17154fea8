//! One saved view: made from what a list shows, renamed, shared, and brought up to what the list shows now.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::offer::fields;
use super::{HERE, Shown, id, shows};
use crate::actions;
use crate::actions::saved_views::{self, Described};
use crate::domain::id::SavedViewId;
use crate::domain::saved_view::{Listing, MOST, NAME_MAX};
use crate::store::saved_views::Stored;
use crate::web::customers::view::View;
use crate::web::form::{Faults, Form};
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, go, page_of};

#[derive(Template)]
#[template(path = "saved_view.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    /// The view that is described, none for a new one.
    id: Option<SavedViewId>,
    title: String,
    name: String,
    name_max: usize,
    name_fault: String,
    is_shared: bool,
    shows: [Shown; 3],
    fields: Vec<(&'static str, String)>,
    /// What is wrong with none of the fields: there are too many views.
    fault: String,
    /// Where one came from.
    back: String,
}

/// What was said of a view.
struct Said {
    id: Option<SavedViewId>,
    name: String,
    is_shared: bool,
    listing: Listing,
}

/// `GET /views/new`: asks what the list that the address says is to be called.
pub async fn ask_for_new(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let listing = View::read(query.as_deref().unwrap_or_default()).listing();
    let said = Said { id: None, name: String::new(), is_shared: false, listing };
    page(&web, StatusCode::OK, &visitor, frame, said, &Faults::default()).await
}

/// `POST /views`: saves a list as a new view, and opens it.
pub async fn create(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (name, is_shared, listing) = (form.get("name"), form.get("shared") == "1", listing(&form));
    let (caller, user) = (visitor.caller(), &visitor.user);
    match saved_views::create(&web.directory, &caller, user, name, is_shared, listing.clone()).await {
        Ok(made) => Ok(go::and_tell(&href(&made), "view-made")),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let said = Said { id: None, name: name.to_owned(), is_shared, listing };
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &visitor, frame, said, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /views/{view}`: asks what it is to be called, and who sees it.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(view): Path<String>,
) -> Result<Response, Error> {
    let found = saved_views::find_to_change(&web.directory, &visitor.user, id(&view)?).await?;
    page(&web, StatusCode::OK, &visitor, frame, Said::of(&found), &Faults::default()).await
}

/// `POST /views/{view}`: calls it so, and shares it or not. A form without a name, such as the one that only shares, leaves the name.
pub async fn describe(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(view): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let (id, user) = (id(&view)?, &visitor.user);
    let name = form.has("name").then(|| form.get("name").to_owned());
    let said = Described { name, is_shared: form.get("shared") == "1" };
    match saved_views::describe(&web.directory, &visitor.caller(), user, id, &said).await {
        Ok(changed) if changed.value.is_seen_by(user.id) => Ok(go::and_tell(&href(&changed), "saved")),
        Ok(_) => Ok(go::and_tell(HERE, "saved")),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let found = saved_views::find_to_change(&web.directory, user, id).await?;
            let name = said.name.unwrap_or_else(|| found.value.name.clone());
            let said = Said { name, is_shared: said.is_shared, ..Said::of(&found) };
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &visitor, frame, said, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /views/{view}/list`: has it show what the list shows now.
pub async fn save(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(view): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let (id, caller) = (id(&view)?, visitor.caller());
    let saved = saved_views::show(&web.directory, &caller, &visitor.user, id, &listing(&form)).await?;
    Ok(go::and_tell(&href(&saved), "saved"))
}

async fn page(
    web: &Web,
    status: StatusCode,
    visitor: &Visitor,
    frame: Frame,
    said: Said,
    faults: &Faults,
) -> Result<Response, Error> {
    let t = frame.t;
    let is_full = faults.iter().any(|problem| problem.path == "view");
    let title = if said.id.is_some() { t.saved_views.edit_title } else { t.saved_views.new_title };
    let page = Page {
        id: said.id,
        title: title.to_owned(),
        name: said.name,
        name_max: NAME_MAX,
        name_fault: faults.of("name"),
        is_shared: said.is_shared,
        shows: shows(web, visitor, &said.listing, faults, t).await?,
        fields: fields(&said.listing),
        fault: if is_full { t.fill(t.saved_views.full, &[&MOST.to_string()]) } else { String::new() },
        back: View::of_listing(said.id, &said.listing).href(),
        t,
        frame: frame.at("views"),
    };
    page_of(status, &page)
}

/// What a form's list shows.
fn listing(form: &Form) -> Listing {
    let fields: Vec<(String, String)> =
        form.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    View::of_pairs(&fields).listing()
}

/// The list that a view shows.
fn href(view: &Stored) -> String {
    View::of_listing(Some(view.id), &view.value.listing).href()
}

impl Said {
    fn of(view: &Stored) -> Self {
        let value = &view.value;
        Self { id: Some(view.id), name: value.name.clone(), is_shared: value.is_shared, listing: value.listing.clone() }
    }
}
