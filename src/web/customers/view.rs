//! How the list is looked at: everything that stands in the address bar.

use super::sort::Sort;
use crate::domain::id::{CustomerId, SavedViewId};
use crate::domain::saved_view::Listing;
use crate::store::customer_list::Cursor;
use crate::store::place::Place;
use crate::web::{parameter, place};

/// How many customers a page has.
pub const SIZE: i64 = 50;

/// How the list is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The saved view that was opened, if one was: the list may show something else by now.
    pub saved: Option<SavedViewId>,
    /// The query as it was typed.
    pub q: String,
    /// What it is sorted by.
    pub sort: Sort,
    /// The names of the columns that were chosen besides the customer's, in their order; none, where they are as usual.
    pub columns: Vec<String>,
    /// Where a walk goes on by the usual sort.
    pub cursor: Option<Cursor>,
    /// Where a walk goes on by any other.
    pub place: Option<Place>,
    /// How many customers stand before this page.
    pub before: i64,
}

impl View {
    /// What an address asks for; what it does not say, or says wrongly, is as usual.
    pub fn read(query: &str) -> Self {
        Self::of_pairs(&form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>())
    }

    /// What the fields of a form ask for, which are called as in an address.
    pub fn of_pairs(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let sort = get("sort").and_then(Sort::read).unwrap_or_default();
        let mut columns: Vec<String> = Vec::new();
        for (_, column) in pairs.iter().filter(|(name, value)| name == "column" && !value.is_empty()) {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        let cursor = get("cursor").filter(|_| sort.is_usual()).and_then(read_cursor);
        let place = get("cursor").filter(|_| !sort.is_usual()).and_then(place::read);
        // What begins anew has nobody before it.
        let is_begun = cursor.is_some() || place.is_some();
        let before = get("before").and_then(|before| before.parse().ok()).filter(|before| is_begun && *before >= 0);
        Self {
            saved: get("view").and_then(SavedViewId::parse),
            q: get("q").unwrap_or_default().trim().to_owned(),
            sort,
            columns,
            cursor,
            place,
            before: before.unwrap_or(0),
        }
    }

    /// The view that shows this from its start, opened as a saved one or not.
    pub fn of_listing(saved: Option<SavedViewId>, listing: &Listing) -> Self {
        let sort = Sort::read(&listing.sort).unwrap_or_default();
        let columns = listing.columns.clone();
        Self { saved, q: listing.query.clone(), sort, columns, cursor: None, place: None, before: 0 }
    }

    /// What the list shows, wherever one stands in it: what is saved of it.
    pub fn listing(&self) -> Listing {
        Listing { query: self.q.clone(), sort: self.sort.name(), columns: self.columns.clone() }
    }

    /// The address of this view.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(saved) = self.saved {
            query.append_pair("view", &saved.to_string());
        }
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for (name, value) in self.carried() {
            query.append_pair(name, &value);
        }
        if let Some(cursor) = self.cursor.as_ref().map(write_cursor).or_else(|| self.place.as_ref().map(place::write)) {
            query.append_pair("cursor", &cursor);
        }
        if self.before > 0 {
            query.append_pair("before", &self.before.to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/customers".to_owned() } else { format!("/customers?{query}") }
    }

    /// Whether an address asks for a sort or, of those that are there, a column that there is not; what is left then are those that are,
    /// or the usual ones. A saved view keeps what it has.
    pub fn mend(&mut self, query: &str, is_there: impl Fn(&str) -> bool) -> bool {
        let get = |name| parameter::get(Some(query), name);
        if self.saved.is_none() && self.sort.column().is_some_and(|column| !is_there(&column)) {
            *self = self.sorted(Sort::default());
        }
        let is_sort = get("sort").is_none_or(|sort| sort.is_empty() || sort == self.sort.name());
        if self.saved.is_some() {
            return !is_sort;
        }
        let before = self.columns.len();
        self.columns.retain(|column| is_there(column));
        self.columns.len() < before || !is_sort
    }

    /// What another query keeps of this view: the sort and the columns, where they are not as usual.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        let mut carried = Vec::new();
        if !self.sort.is_usual() {
            carried.push(("sort", self.sort.name()));
        }
        carried.extend(self.columns.iter().map(|column| ("column", column.clone())));
        carried
    }

    /// Whether it is the first page.
    pub fn is_at_start(&self) -> bool {
        self.cursor.is_none() && self.place.is_none()
    }

    /// The same from its start.
    pub fn at_start(&self) -> Self {
        Self { cursor: None, place: None, before: 0, ..self.clone() }
    }

    /// The same with another query.
    pub fn with_query(&self, q: &str) -> Self {
        Self { q: q.to_owned(), ..self.at_start() }
    }

    /// The same with another sort.
    pub fn sorted(&self, sort: Sort) -> Self {
        Self { sort, ..self.at_start() }
    }
}

/// A cursor in an address: whether it is among the best, the last customer that was seen, and those who were seen among the best.
pub fn write_cursor(cursor: &Cursor) -> String {
    let ids = [cursor.after].into_iter().chain(cursor.best.iter().copied());
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    format!("{}.{}", u8::from(cursor.among_best), ids.join("."))
}

/// The cursor of an address; none when it is broken.
pub fn read_cursor(text: &str) -> Option<Cursor> {
    let (best, ids) = text.split_once('.')?;
    let ids: Option<Vec<CustomerId>> = ids.split('.').map(CustomerId::parse).collect();
    let (after, seen) = ids.as_deref()?.split_first()?;
    let among_best = match best {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    Some(Cursor { among_best, after: *after, best: seen.to_vec() }).filter(|cursor| cursor.best.len() <= 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        for address in [
            "/customers",
            "/customers?q=northwind+-x%26%22",
            "/customers?view=4711",
            "/customers?view=4711&q=northwind&sort=last&column=email",
            "/customers?q=a&sort=last-desc&column=email&column=property.plan&cursor=17.t.okoro.+%C3%A9&before=50",
            "/customers?sort=changed&cursor=17.n.1795450260000000&before=100",
            "/customers?cursor=1.17.5.9&before=50",
            "/customers?sort=organization-desc&cursor=17.m.103.-5.a.b&before=50",
            "/customers?sort=property.plan&cursor=17.0.&before=50",
            "/customers?sort=property.plan-desc.desc",
        ] {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(View::read(query).href(), address);
        }
    }

    #[test]
    fn what_is_saved_of_a_list_opens_it_from_its_start() {
        let saved = Some(SavedViewId(7));
        for query in ["", "q=a", "q=a&sort=last&column=email&column=property.gone&cursor=17.t.okoro&before=50"] {
            let view = View::read(query);
            let opened = View::of_listing(saved, &view.listing());
            assert_eq!(opened, View { saved, ..view.at_start() });
            assert_eq!(opened.listing(), view.listing());
        }
    }

    #[test]
    fn what_is_broken_is_as_usual() {
        let usual = View::read("");
        let broken = [
            "view=x",
            "view=0",
            "sort=x",
            "cursor=2.5",
            "cursor=1.",
            "cursor=1.-4",
            "cursor=x",
            "before=-1",
            "column=",
            "q=%20",
        ];
        for broken in broken.into_iter().chain(["before=50", "cursor=17.t.okoro&before=50", "cursor=x&before=50"]) {
            assert_eq!(View::read(broken), usual, "{broken}");
        }
        assert_eq!(View::read("sort=last&cursor=1.17&before=50"), View::read("sort=last"), "one of another sort");
    }
}
