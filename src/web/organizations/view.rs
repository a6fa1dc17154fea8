//! How the list of organizations is looked at: everything that stands in the address bar.

use crate::store::organizations::Sort;
use crate::store::place::Place;
use crate::web::{parameter, place};

/// The names of the sorts in the address.
pub const SORTS: [(&str, Sort, bool); 6] = [
    ("name", Sort::Name, false),
    ("name-desc", Sort::Name, true),
    ("members", Sort::Customers, true),
    ("members-few", Sort::Customers, false),
    ("changed", Sort::UpdatedAt, true),
    ("unchanged", Sort::UpdatedAt, false),
];

/// The columns: how each is drawn, and the sorts by it, the one that is meant first before the other.
pub(super) const COLUMNS: [(&str, Option<[&str; 2]>); 5] = [
    ("name", Some(["name", "name-desc"])),
    ("wide", None),
    ("wide", None),
    ("wide num", Some(["members", "members-few"])),
    ("wide", Some(["changed", "unchanged"])),
];

/// How many organizations a page has.
pub(super) const SIZE: i64 = 50;

/// How the list is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What was typed.
    pub q: String,
    /// The place in [`SORTS`].
    pub sort: usize,
    /// Where it goes on.
    pub place: Option<Place>,
    /// How many organizations stand before this page.
    pub before: i64,
}

impl View {
    /// What an address asks for; what it does not say, or says wrongly, is as usual.
    pub fn read(query: &str) -> Self {
        let get = |name: &str| parameter::get(Some(query), name).unwrap_or_default().trim().to_owned();
        let (sort, place) = (get("sort"), place::read(&get("cursor")));
        // What begins anew has nothing before it.
        let before = get("before").parse().ok().filter(|before| place.is_some() && *before >= 0);
        Self {
            q: get("q").chars().take(200).filter(|c| *c != '\0').collect(),
            sort: SORTS.iter().position(|(name, ..)| *name == sort).unwrap_or_default(),
            place,
            before: before.unwrap_or(0),
        }
    }

    /// What the list is sorted by, and whether from its end.
    pub fn order(&self) -> (Sort, bool) {
        let (_, sort, descending) = SORTS.get(self.sort).copied().unwrap_or(SORTS[0]);
        (sort, descending)
    }

    /// The address of this view.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if self.sort > 0 {
            query.append_pair("sort", SORTS.get(self.sort).map_or("", |(name, ..)| *name));
        }
        if let Some(place) = &self.place {
            query.append_pair("cursor", &place::write(place));
        }
        if self.before > 0 {
            query.append_pair("before", &self.before.to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/organizations".to_owned() } else { format!("/organizations?{query}") }
    }

    /// The same from its start.
    pub fn at_start(&self) -> Self {
        Self { place: None, before: 0, ..self.clone() }
    }

    /// The same by another sort, from its start.
    pub fn sorted(&self, name: &str) -> Self {
        let sort = SORTS.iter().position(|(own, ..)| *own == name).unwrap_or_default();
        Self { sort, ..self.at_start() }
    }
}

#[cfg(test)]
mod tests {
    use super::View;

    #[test]
    fn an_address_is_read_as_it_was_written_and_what_is_broken_is_as_usual() {
        for address in [
            "/organizations",
            "/organizations?q=north+%26+co&cursor=17.t.north+%26+co&before=50",
            "/organizations?sort=members-few&cursor=17.n.3&before=100",
        ] {
            assert_eq!(View::read(address.split_once('?').map_or("", |(_, query)| query)).href(), address);
        }
        for broken in ["sort=x", "before=50", "before=-1", "cursor=x&before=50", "cursor=1.17", "q=%20", "q=%00"] {
            assert_eq!(View::read(broken), View::read(""), "{broken}");
        }
    }
}
