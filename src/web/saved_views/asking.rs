//! The saved views that ask for a property: without it they are not understood any more.

use super::rail::READ;
use crate::store::saved_views;
use crate::web::customers::columns::PROPERTY;
use crate::web::{Error, Visitor, Web};

/// How many of the first fifty views that somebody sees ask for the property of customers of this slug.
pub async fn for_property(web: &Web, visitor: &Visitor, slug: &str) -> Result<usize, Error> {
    let (views, _) = saved_views::walk(&web.directory.store, visitor.company.id, visitor.user.id, None, READ).await?;
    let field = format!("{PROPERTY}{slug}:").to_lowercase();
    Ok(views.iter().filter(|view| view.value.listing.query.to_lowercase().contains(&field)).count())
}
