//! Entity tags (RFC 9110, section 8.8.3), told without their quotes and without the suffix of a compressed form: what a record's answer was
//! when somebody read it.

use super::id::AnchorId;
use super::record::Version;

/// The tags that a precondition names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tags {
    /// `*`: whatever is there.
    Any,
    /// One of these.
    List(Vec<String>),
}

impl Tags {
    /// The first that is named of the tags under which something is answered now.
    pub fn find<'a>(&self, current: &'a [String]) -> Option<&'a str> {
        let found = current.iter().find(|tag| match self {
            Self::Any => true,
            Self::List(tags) => tags.contains(tag),
        });
        found.map(String::as_str)
    }
}

/// What is shown of a record's property values: how many there are, and the sum of their definitions' versions.
pub type Shown = Option<(usize, i64)>;

/// The tag of a customer: its version, that of the organization it shows, and what it shows of property values.
pub fn of_customer(own: Version, organization: Option<Version>, properties: Shown) -> String {
    let mut tag = own.0.to_string();
    if let Some(organization) = organization {
        tag += &format!("-o{}", organization.0);
    }
    tag + &of_properties(properties)
}

/// The tag of an organization: its version, how many customers it has where that is shown, and what it shows of property values.
pub fn of_organization(own: Version, customers: Option<i64>, properties: Shown) -> String {
    let mut tag = own.0.to_string();
    if let Some(customers) = customers {
        tag += &format!("-c{customers}");
    }
    tag + &of_properties(properties)
}

/// The tag of a property definition: which one it is, among all that ever had its slug, and its version.
pub fn of_definition(anchor: AnchorId, own: Version) -> String {
    format!("{anchor}.{}", own.0)
}

fn of_properties(shown: Shown) -> String {
    shown.map_or_else(String::new, |(count, versions)| format!("-p{count}.{versions}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_when_it_is_named_and_current() {
        let current = ["3-o1".to_owned(), "3".to_owned()];
        let list = |tags: &[&str]| Tags::List(tags.iter().map(ToString::to_string).collect());
        for (tags, found) in [
            (list(&["3-o1"]), Some("3-o1")),
            (list(&["2", "3"]), Some("3")),
            (list(&["2"]), None),
            (list(&["*"]), None),
            (list(&[]), None),
            (Tags::Any, Some("3-o1")),
        ] {
            assert_eq!(tags.find(&current), found, "{tags:?}");
            assert_eq!(tags.find(&[]), None, "nothing is there");
        }
    }

    #[test]
    fn a_customers_tag_tells_what_else_it_shows() {
        assert_eq!(of_customer(Version(3), None, None), "3");
        assert_eq!(of_customer(Version(3), Some(Version(1)), Some((2, 5))), "3-o1-p2.5");
    }
}
