//! Entity tags (RFC 9110, section 8.8.3), told without their quotes and without the suffix of a compressed form: what a record's answer was
//! when somebody read it.

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

/// The tag of a customer: its version, that of the organization it shows, and the sum of those of the property definitions it shows.
pub fn of_customer(own: Version, organization: Option<Version>, properties: i64) -> String {
    let mut tag = own.0.to_string();
    if let Some(organization) = organization {
        tag += &format!("-o{}", organization.0);
    }
    if properties > 0 {
        tag += &format!("-p{properties}");
    }
    tag
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
        assert_eq!(of_customer(Version(3), None, 0), "3");
        assert_eq!(of_customer(Version(3), Some(Version(1)), 2), "3-o1-p2");
    }
}
