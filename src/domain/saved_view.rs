//! Saved views of the list of customers: a name for a query, a sort and columns, for oneself or for everybody of the company.

use serde_json::{Map, Value};

use super::id::UserId;
use super::problem::{Problems, Rule};
use super::query::{self, Known};
use super::text;
use super::user::Role;

/// The most views that one person makes.
pub const MOST: usize = 50;
/// The most characters of a view's name.
pub const NAME_MAX: usize = 60;
/// The most columns of a view.
pub const COLUMNS_MAX: usize = 200;
/// The most characters of the name of a column or a sort.
const WORD_MAX: usize = 200;

/// A view that is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Who made it.
    pub owner: UserId,
    /// What it is called, 1 to 60 characters.
    pub name: String,
    /// Whether everybody of the company sees it, or only who made it.
    pub is_shared: bool,
    /// What it shows.
    pub listing: Listing,
}

/// What a list shows, wherever one stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The query as it was typed; everybody where it is empty.
    pub query: String,
    /// The name of the sort.
    pub sort: String,
    /// The names of the columns in their order; as usual where there are none.
    pub columns: Vec<String>,
}

impl SavedView {
    /// Whether a person of the company sees it.
    pub fn is_seen_by(&self, user: UserId) -> bool {
        self.is_shared || self.owner == user
    }

    /// Whether a person of this role changes and removes it: one's own is one's own, and those of everybody are managed as people are.
    pub fn is_managed_by(&self, user: UserId, role: Role) -> bool {
        self.owner == user || self.is_shared && role != Role::User
    }

    /// The form of the name under which two views of one person are the same.
    pub fn name_key(&self) -> String {
        text::fold(&self.name)
    }

    /// The form of the name by which views are sorted: accents and letter case make no difference.
    pub fn sort_key(&self) -> String {
        query::fold_line(&self.name)
    }

    /// Its fields as the log keeps them.
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("owner".into(), self.owner.0.into());
        fields.insert("name".into(), self.name.as_str().into());
        fields.insert("shared".into(), self.is_shared.into());
        fields.insert("query".into(), self.listing.query.as_str().into());
        fields.insert("sort".into(), self.listing.sort.as_str().into());
        fields.insert("columns".into(), self.listing.columns.clone().into());
        fields
    }
}

/// Reads what somebody calls a view.
pub fn check_name(typed: &str, path: &str, problems: &mut Problems) -> String {
    let name = typed.trim();
    if name.is_empty() {
        problems.add(path, Rule::NotEmpty, typed);
    } else if name.chars().any(char::is_control) {
        problems.add(path, Rule::Pattern("must be one line without control characters"), name);
    } else {
        text::check(name, 1, NAME_MAX, path, problems);
    }
    name.to_owned()
}

impl Listing {
    /// Notes what keeps it from being saved: a query that is not understood, and more than a list has.
    pub fn check<'a>(&self, known: impl Into<Known<'a>>, problems: &mut Problems) {
        if !self.query.is_empty()
            && let Err(mistake) = query::parse(&self.query, known)
        {
            problems.add("q", Rule::Query(mistake), &self.query);
        }
        if self.columns.len() > COLUMNS_MAX {
            problems.missing("column", Rule::TooMany(COLUMNS_MAX));
        }
        for column in self.columns.iter().take(COLUMNS_MAX) {
            text::check(column, 1, WORD_MAX, "column", problems);
        }
        text::check(&self.sort, 0, WORD_MAX, "sort", problems);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(check: impl FnOnce(&mut Problems)) -> Vec<String> {
        let mut problems = Problems::default();
        check(&mut problems);
        problems.0.iter().map(|problem| format!("{} {}", problem.path, problem.rule.anchor())).collect()
    }

    #[test]
    fn a_name_is_one_line_of_1_to_60_characters_and_no_space_around_it() {
        let long = "ё".repeat(NAME_MAX);
        for (typed, fault) in [
            ("", "name NotEmpty"),
            (" \t ", "name NotEmpty"),
            (" No address ", ""),
            (&*long, ""),
            (&*format!("{long}x"), "name Size"),
            ("a\0", "name Pattern"),
            ("a\nb", "name Pattern"),
        ] {
            let found = faults(|problems| assert_eq!(check_name(typed, "name", problems), typed.trim()));
            assert_eq!(found.join(", "), fault, "{typed:?}");
        }
    }

    #[test]
    fn a_listing_has_a_query_that_is_understood_and_no_more_columns_than_a_list() {
        let of = |query: &str, columns: usize| Listing {
            query: query.to_owned(),
            sort: "newest".to_owned(),
            columns: vec!["email".to_owned(); columns],
        };
        for (listing, fault) in [
            (of("", 0), ""),
            (of("ines AND NOT email:\"x\"", COLUMNS_MAX), ""),
            (of("emial:x", 0), "q Query"),
            (of(&"b".repeat(query::TEXT_MAX), 0), ""),
            (of(&"b".repeat(query::TEXT_MAX + 1), 0), "q Query"),
            (of("", COLUMNS_MAX + 1), "column TooMany"),
            (Listing { columns: vec!["x".repeat(WORD_MAX + 1)], ..of("", 0) }, "column Size"),
        ] {
            assert_eq!(faults(|problems| listing.check(&[], problems)).join(", "), fault, "{}", listing.query.len());
        }
    }

    #[test]
    fn one_sees_and_changes_ones_own_and_those_of_everybody_are_changed_by_who_manages_people() {
        let (maker, other) = (UserId(1), UserId(2));
        let view =
            |is_shared| SavedView { owner: maker, name: "Plus".to_owned(), is_shared, listing: Listing::default() };
        assert!(view(false).is_seen_by(maker) && !view(false).is_seen_by(other) && view(true).is_seen_by(other));
        for (is_shared, user, role, may) in [
            (false, maker, Role::User, true),
            (true, maker, Role::User, true),
            (true, other, Role::User, false),
            (true, other, Role::Admin, true),
            (true, other, Role::Owner, true),
            (false, other, Role::Owner, false),
        ] {
            assert_eq!(view(is_shared).is_managed_by(user, role), may, "{is_shared} {user} {role:?}");
        }
    }
}
