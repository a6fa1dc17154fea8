//! The texts of the query box: what it proposes, what it says of a query, and how that was found.

use crate::domain::query::{Field, MomentField, NameField, Ready};

/// The query box.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Texts {
    pub placeholder: &'static str,
    /// What the box proposes.
    pub proposals: &'static str,
    /// Operators, by their words in the language.
    pub operators: [(&'static str, &'static str); 3],
    pub first_name: About,
    pub last_name: About,
    pub email: About,
    pub email_domain: About,
    pub phone: About,
    pub organization: About,
    pub created: About,
    pub modified: About,
    /// Any property; what it is called stands in its definition.
    pub property: About,
    /// An example behind what a field is; `{0}` is the example.
    pub such_as: &'static str,
    /// Spans of days, in the order of [`Ready::PAST`], and those ahead.
    pub ready: [&'static str; 7],
    pub ahead: [&'static str; 3],
    /// What stands for any value, and what it finds.
    pub any_value: [&'static str; 2],
    /// An option; `{0}` is what the property is called.
    pub option: &'static str,
    /// So many or more, and so many or fewer; `{0}` is the number.
    pub at_least: &'static str,
    pub at_most: &'static str,
    /// How many are members, one and many; `{0}` is the number.
    pub members: [&'static str; 2],
    /// How long it took; `{0}` is the number of milliseconds.
    pub took: &'static str,
    pub took_less: &'static str,
    pub tips: &'static str,
    pub tips_hint: &'static str,
    /// Queries to begin with, and what they find.
    pub examples: [(&'static str, &'static str); 6],
    pub how: How,
    /// While a value is typed that nobody has, whole as it stands.
    pub nobody_yet: &'static str,
    /// What a row is found by where no column shows it; `{0}` is the address.
    pub found_by: &'static str,
}

/// What a field is.
#[derive(Debug)]
pub struct About {
    /// In a few words.
    pub what: &'static str,
    /// What people may call it besides, in small letters.
    pub called: &'static [&'static str],
}

/// How a query was read, in sentences; `{0}` and `{1}` are what it asks for.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct How {
    pub title: &'static str,
    pub all: &'static str,
    pub any: &'static str,
    pub not: &'static str,
    pub not_all: &'static str,
    pub none: &'static str,
    pub anywhere: &'static str,
    pub anywhere_whole: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    /// What is put around a word that may go on.
    pub beginning: &'static str,
    pub whole: &'static str,
    pub email: &'static str,
    pub email_domain: &'static str,
    pub phone: &'static str,
    pub organization: &'static str,
    pub organization_beginning: &'static str,
    /// What comes before a span.
    pub created: &'static str,
    pub modified: &'static str,
    /// `{0}` is what a property is called, `{1}` what is asked of its value.
    pub has_value: &'static str,
    pub value: &'static str,
    pub value_of_several: &'static str,
    pub value_nothing: &'static str,
    pub value_beginning: &'static str,
    pub value_words: &'static str,
    pub value_range: &'static str,
    /// Numbers, as the others are days.
    pub number: &'static str,
    pub number_from: &'static str,
    pub number_up_to: &'static str,
    pub number_between: &'static str,
    /// `{0}` is a span by its words, `{1}` what it is now.
    pub ready: &'static str,
    pub on: &'static str,
    pub from: &'static str,
    pub up_to: &'static str,
    pub between: &'static str,
    pub ever: &'static str,
    pub never: &'static str,
}

impl Texts {
    /// What a field is. A further field wants its own text here.
    pub fn about(&self, field: Field<'_>) -> &About {
        match field {
            Field::Name(NameField::First) => &self.first_name,
            Field::Name(NameField::Last) => &self.last_name,
            Field::Email => &self.email,
            Field::EmailDomain => &self.email_domain,
            Field::Phone => &self.phone,
            Field::Organization => &self.organization,
            Field::Moment(MomentField::Created) => &self.created,
            Field::Moment(MomentField::Modified) => &self.modified,
            Field::Property(_) => &self.property,
        }
    }

    /// What an operator does.
    pub fn operator(&self, word: &str) -> &'static str {
        self.operators.iter().find(|(own, _)| *own == word).map_or("", |(_, what)| what)
    }

    /// Every span of days up to now in words.
    pub fn ready(&self) -> impl Iterator<Item = (Ready, &'static str)> {
        Ready::PAST.into_iter().zip(self.ready)
    }

    /// Those ahead.
    pub fn ahead(&self) -> impl Iterator<Item = (Ready, &'static str)> {
        Ready::AHEAD.into_iter().zip(self.ahead)
    }
}

/// English.
pub const EN: Texts = Texts {
    placeholder: "Find by name, address or phone",
    proposals: "Ways to go on with the query",
    operators: [("AND", "both hold"), ("OR", "either holds"), ("NOT", "what follows does not hold")],
    first_name: About { what: "the first name", called: &["given name", "forename", "name"] },
    last_name: About { what: "the last name", called: &["family name", "surname", "name"] },
    email: About { what: "a part of an address", called: &["mail", "address"] },
    email_domain: About { what: "what stands behind the @", called: &["domain", "host"] },
    phone: About { what: "the last digits of a number", called: &["telephone", "mobile", "number"] },
    organization: About { what: "the organization’s name", called: &["organisation", "company", "firm", "employer"] },
    created: About { what: "when it was made", called: &["made", "created", "new", "added", "since"] },
    modified: About { what: "when it was last changed", called: &["changed", "modified", "edited"] },
    property: About { what: "a property", called: &["property", "field"] },
    such_as: "such as {0}",
    ready: ["today", "yesterday", "last 7 days", "last 30 days", "this month", "last month", "this year"],
    ahead: ["next 7 days", "next 30 days", "next month"],
    any_value: ["any value", "everyone who has one"],
    option: "an option of {0}",
    at_least: "{0} or more",
    at_most: "{0} or less",
    members: ["{0} customer", "{0} customers"],
    took: "{0} ms",
    took_less: "under 1 ms",
    tips: "How to search",
    tips_hint: "Words are found in names and addresses. A field narrows it down:",
    examples: [
        ("ines north", "both words, each in a name or an address"),
        ("\"Ines Okoro\"", "the two names side by side"),
        ("organization:Northwind*", "organizations that begin so"),
        ("emailDomain:northwind.example", "everyone with an address there"),
        ("createdAt:[2026-01-01 TO *]", "made since then"),
        ("north AND NOT (ines OR lastName:Okoro)", "some, but not those"),
    ],
    how: How {
        title: "How this was found",
        all: "all of these:",
        any: "any of these:",
        not: "not: {0}",
        not_all: "not all of these:",
        none: "none of these:",
        anywhere: "name or address contains {0}",
        anywhere_whole: "name has the words {0}, or an address contains them",
        first_name: "first name contains {0}",
        last_name: "last name contains {0}",
        beginning: "“{0}…”",
        whole: "“{0}”",
        email: "an address contains {0}",
        email_domain: "an address is at {0}",
        phone: "a telephone number ends with {0}, or is the same",
        organization: "organization is {0}",
        organization_beginning: "organization begins with {0}",
        created: "made {0}",
        modified: "last changed {0}",
        has_value: "{0} has a value",
        value: "{0} is {1}",
        value_of_several: "{0} is one of {1}",
        value_nothing: "{0} is in no range: it ends before it begins",
        value_beginning: "{0} begins with {1}",
        value_words: "{0} contains {1}",
        value_range: "{0} is {1}",
        number: "{0}",
        number_from: "{0} or more",
        number_up_to: "{0} or less",
        number_between: "from {0} to {1}",
        ready: "“{0}”, now {1}",
        on: "on {0}",
        from: "on or after {0}",
        up_to: "on or before {0}",
        between: "from {0} to {1}",
        ever: "at any time",
        never: "at no time: the range ends before it begins",
    },
    nobody_yet: "Nobody has exactly this. A * behind it asks for whatever begins so.",
    found_by: "found by {0}",
};

#[cfg(test)]
mod tests {
    use super::EN;
    use crate::domain::query::parse;

    #[test]
    fn every_example_is_understood() {
        for (query, _) in EN.examples {
            assert!(parse(query, &[]).is_ok(), "{query}");
        }
    }
}
