//! What is proposed while somebody types a name: for the command palette, and for the fields that find or make an organization.

use askama::Template;

/// One proposal.
#[derive(Clone, Debug)]
pub(super) struct Suggestion {
    pub(super) value: String,
    pub(super) second: String,
    pub(super) href: String,
    /// Whether the name is what was typed, and not something else of it.
    pub(super) is_near: bool,
}

/// The part of a page that shows them.
#[derive(Template)]
#[template(path = "parts/suggestions.html")]
pub(super) struct Suggestions {
    pub(super) suggestions: Vec<Suggestion>,
}
