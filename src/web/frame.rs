//! What the layout of every page shows around the page itself.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::asked::Asked;
use super::assets;
use super::format::Format;
use super::saved_views::rail::{Link, Views};
use super::texts::Texts;
use crate::domain::user::Role;

/// What every page's layout needs. A handler takes it as an argument, and names the section in which its page stands.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Every text of the application. A page's struct has it as `t` too.
    pub t: &'static Texts,
    /// Who is signed in; the layout has no navigation without one.
    pub visitor: Option<Person>,
    /// The saved views that the visitor sees.
    pub views: Views,
    /// The section: `customers`, `organizations`, `properties`, `overview`, `settings`, `account`, `views`, or none.
    pub section: &'static str,
    /// `light` or `dark`; empty when it is as the system is.
    pub theme: &'static str,
    /// What a form sends back in its field `csrf`.
    pub csrf: String,
    /// What was done just now, in words.
    pub notice: Option<&'static str>,
    /// The address by which the browser came, without a slash at its end; for links that go elsewhere.
    pub base: String,
    /// The path and query of this page.
    pub path: String,
    /// How numbers and moments are written for the reader.
    pub format: Format,
    /// The address of the stylesheet.
    pub css: &'static str,
    /// The address of the module that every page loads.
    pub script: &'static str,
    /// The address of the drawing in the browser's tab.
    pub icon: &'static str,
    /// The address of the drawing that holds all others: `{{ frame.icons }}#search`.
    pub icons: &'static str,
}

/// Who is signed in, as the layout shows it.
#[derive(Clone, Debug)]
pub struct Person {
    /// Under which the browser keeps what is this person's in this company.
    pub key: String,
    /// Both names, or the address where there is none.
    pub name: String,
    /// One or two letters that stand for a picture.
    pub initials: String,
    /// What the person may do, in words.
    pub role: &'static str,
    /// The name of the company.
    pub company: String,
    /// How many customers the company has, where that is known.
    pub customers: String,
    /// How many organizations it has, likewise.
    pub organizations: String,
    /// Whether this person manages people, apps and property definitions.
    pub is_manager: bool,
}

impl Frame {
    /// Whether the page stands in the section of this name.
    pub fn is(&self, section: &str) -> bool {
        self.section == section
    }

    /// The frame of a page in a section.
    pub fn at(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// The frame of the list that a saved view opens, where it is one.
    pub fn viewing(mut self, view: Option<&Link>) -> Self {
        if let Some(view) = view {
            self.views.open(view);
        }
        self
    }

    /// The address of another file of the application, such as `passkeys.js`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    pub(super) fn of(asked: &Asked) -> Self {
        let visitor = asked.visitor.as_ref();
        Self {
            t: asked.t,
            visitor: visitor.map(|visitor| Person {
                key: format!("{}.{}", visitor.company.id, visitor.user.id),
                name: visitor.user.name(),
                initials: initials(&visitor.user.name()),
                role: asked.t.roles.of(visitor.user.role),
                company: visitor.company.name.clone(),
                customers: asked.totals.map(|totals| asked.format.number(totals.customers)).unwrap_or_default(),
                organizations: asked.totals.map(|totals| asked.format.number(totals.organizations)).unwrap_or_default(),
                is_manager: visitor.user.role != Role::User,
            }),
            views: asked.views.clone(),
            section: "",
            theme: asked.theme.as_str(),
            csrf: visitor.map(|visitor| visitor.csrf().to_owned()).unwrap_or_default(),
            notice: asked.notice,
            base: asked.base.clone(),
            path: asked.path.clone(),
            format: asked.format.clone(),
            css: assets::address("cardfile.css"),
            script: assets::address("cardfile.js"),
            icon: assets::address("icon.svg"),
            icons: assets::address("icons.svg"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = super::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, super::Error> {
        Ok(Self::of(&*Asked::find(parts)?))
    }
}

/// The first letters of the first and the last word of a name, in capitals where the script has them; `?` where there is none.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = match words.as_slice() {
        [] => Vec::new(),
        [one] => vec![*one],
        [first, .., last] => vec![*first, *last],
    };
    let letters = ends.iter().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let initials: String = letters.flat_map(char::to_uppercase).collect();
    if initials.is_empty() { "?".to_owned() } else { initials }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_stand_for_names_of_any_kind() {
        for (name, shown) in [
            ("Ines Okoro", "IO"),
            ("José Álvarez Marín", "JM"),
            ("山田 太郎", "山太"),
            ("ليلى حداد", "لح"),
            ("q", "Q"),
            ("", "?"),
            ("— (?)", "?"),
        ] {
            assert_eq!(initials(name), shown);
        }
    }
}
