//! The saved views that stand in the rail of every page, and among the places of the command palette.

use crate::domain::id::SavedViewId;
use crate::store::saved_views::Stored;
use crate::web::customers::view::View;

/// So many views stand in the rail; the others are on their own page.
pub const SHOWN: usize = 12;
/// So many are read for a page: these are places of the command palette too.
pub const READ: i64 = 50;

/// The views that a page shows around itself, by name.
#[derive(Clone, Debug, Default)]
pub struct Views {
    links: Vec<Link>,
    has_more: bool,
}

/// A view that one can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its identifier.
    pub id: SavedViewId,
    /// What it is called.
    pub name: String,
    /// The list that it shows.
    pub href: String,
    /// Whether that is what is looked at.
    pub is_current: bool,
}

impl Views {
    /// The first of the views that somebody sees, and whether there are more.
    pub fn of(stored: &[Stored], has_more: bool) -> Self {
        Self { links: stored.iter().map(Link::of).collect(), has_more: has_more || stored.len() > SHOWN }
    }

    /// Notes which view is looked at; it stands in the rail, whether or not it is among the first.
    pub fn open(&mut self, view: &Link) {
        match self.links.iter_mut().find(|link| link.id == view.id) {
            Some(link) => link.is_current = true,
            None => self.links.push(Link { is_current: true, ..view.clone() }),
        }
    }

    /// Whether a view is looked at.
    pub fn is_open(&self) -> bool {
        self.links.iter().any(|link| link.is_current)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Whether there are more than the rail shows.
    pub fn has_more(&self) -> bool {
        self.has_more
    }

    /// Those that stand in the rail.
    pub fn shown(&self) -> impl Iterator<Item = &Link> {
        self.links.iter().enumerate().filter(|(at, link)| *at < SHOWN || link.is_current).map(|(_, link)| link)
    }

    /// Those that the command palette leads to.
    pub fn places(&self) -> impl Iterator<Item = &Link> {
        self.links.iter()
    }
}

impl Link {
    /// The link to a view.
    pub fn of(stored: &Stored) -> Self {
        let href = View::of_listing(Some(stored.id), &stored.value.listing).href();
        Self { id: stored.id, name: stored.value.name.clone(), href, is_current: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(id: i64) -> Link {
        Link { id: SavedViewId(id), name: format!("View {id}"), href: String::new(), is_current: false }
    }

    #[test]
    fn the_view_that_is_looked_at_is_shown_even_when_it_is_not_among_the_first() {
        let mut views = Views { links: (1..=14).map(link).collect(), has_more: true };
        assert!(!views.is_open());
        views.open(&link(14));
        let shown: Vec<(i64, bool)> = views.shown().map(|link| (link.id.0, link.is_current)).collect();
        assert_eq!(shown.len(), SHOWN + 1);
        assert_eq!((shown[11], shown[12]), ((12, false), (14, true)));
        views.open(&link(99));
        assert!(views.shown().any(|link| link.id.0 == 99 && link.is_current));
    }
}
