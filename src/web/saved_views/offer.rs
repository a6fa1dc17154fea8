//! What a list offers of its saved view: to save what was changed, to rename, share or remove it; or to save the list as a new one.

use super::rail::Link;
use crate::actions::saved_views;
use crate::domain::property::Definition;
use crate::domain::saved_view::Listing;
use crate::store::saved_views::Stored;
use crate::web::customers::view::View;
use crate::web::{Error, Visitor, Web};

/// What is offered beside the count of a list.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The view that is looked at.
    pub open: Option<Open>,
    /// Where the list is saved as a new view; empty when it is the usual one, or saved as it is.
    pub save_as: String,
    /// What the list shows, as the fields of a form.
    pub fields: Vec<(&'static str, String)>,
}

/// A saved view that is looked at.
#[derive(Clone, Debug)]
pub struct Open {
    /// Its place in the rail.
    pub link: Link,
    /// Whether the list shows something else than what is saved.
    pub is_changed: bool,
    /// Whether everybody of the company sees it.
    pub is_shared: bool,
    /// Whether the visitor may change and remove it.
    pub is_managed: bool,
}

impl Offer {
    /// What a visitor is offered where this view is looked at. One that is not there, or not the visitor's to see, is not looked at.
    pub async fn of(web: &Web, visitor: &Visitor, view: &mut View, definitions: &[Definition]) -> Result<Self, Error> {
        let found = match view.saved {
            Some(id) => saved_views::find(&web.directory, &visitor.user, id).await?,
            None => None,
        };
        view.saved = found.as_ref().map(|found| found.id);
        let open = found.as_ref().map(|found| Open::of(found, view, visitor, definitions));
        let is_new = match &open {
            Some(open) => open.is_changed,
            None => view.listing() != View::read("").listing(),
        };
        let fields = fields(&view.listing());
        let save_as = if is_new { save_as(&fields) } else { String::new() };
        Ok(Self { open, save_as, fields })
    }
}

impl Open {
    fn of(found: &Stored, view: &View, visitor: &Visitor, definitions: &[Definition]) -> Self {
        // A sort or column that is not there any more is passed over on either side.
        let saved = View::of_listing(Some(found.id), &found.value.listing).settled(definitions).listing();
        Self {
            link: Link::of(found),
            is_changed: saved != view.listing(),
            is_shared: found.value.is_shared,
            is_managed: found.value.is_managed_by(visitor.user.id, visitor.user.role),
        }
    }
}

/// What a list shows as the fields of a form, or of an address.
pub fn fields(listing: &Listing) -> Vec<(&'static str, String)> {
    let mut fields = vec![("q", listing.query.clone()), ("sort", listing.sort.clone())];
    fields.extend(listing.columns.iter().map(|column| ("column", column.clone())));
    fields
}

fn save_as(fields: &[(&'static str, String)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("/views/new?{query}")
}
