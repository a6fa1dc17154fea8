//! The texts of the filter: one condition after the other, chosen instead of written.

use crate::domain::property::Compared;
use crate::domain::query::{Field, MomentField, NameField};

/// The filter beside the query box.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Filter {
    pub title: &'static str,
    pub hint: &'static str,
    /// Before the query that the condition joins.
    pub now: &'static str,
    pub field: &'static str,
    pub choose: &'static str,
    pub properties: &'static str,
    pub of_everyone: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub email: &'static str,
    pub email_domain: &'static str,
    pub phone: &'static str,
    pub organization: &'static str,
    pub created: &'static str,
    pub modified: &'static str,
    pub how: &'static str,
    /// That it is so, and that it is not, in the words of the field.
    pub is: [&'static str; 2],
    pub contains: [&'static str; 2],
    pub ends: [&'static str; 2],
    pub any: &'static str,
    pub none: &'static str,
    pub options: &'static str,
    pub value: &'static str,
    pub when: &'static str,
    pub between: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub add: &'static str,
    pub go_on: &'static str,
    pub back: &'static str,
    /// Between conditions of which one has to hold.
    pub or: &'static str,
    /// The conditions of a query, and the way to the list without the one of `{0}`.
    pub parts: &'static str,
    pub take_away: &'static str,
    pub no_value: &'static str,
    pub no_option: &'static str,
    pub no_options: &'static str,
    pub no_number: &'static str,
    pub no_day: &'static str,
    pub no_end: &'static str,
    pub no_order: &'static str,
    pub no_query: &'static str,
    pub no_room: &'static str,
}

impl Filter {
    /// What a field is called where one is chosen. A further field wants its own text here.
    pub fn of(&self, field: Field<'_>) -> String {
        let called = match field {
            Field::Name(NameField::First) => self.first_name,
            Field::Name(NameField::Last) => self.last_name,
            Field::Email => self.email,
            Field::EmailDomain => self.email_domain,
            Field::Phone => self.phone,
            Field::Organization => self.organization,
            Field::Moment(MomentField::Created) => self.created,
            Field::Moment(MomentField::Modified) => self.modified,
            Field::Property(definition) => &definition.name,
        };
        called.to_owned()
    }

    /// That a field is as one says, and that it is not.
    pub fn ways(&self, field: Field<'_>) -> [&'static str; 2] {
        match field {
            Field::Name(_) | Field::Email => self.contains,
            Field::Property(definition) if definition.property_type.compared() == Compared::Words => self.contains,
            Field::Phone => self.ends,
            Field::EmailDomain | Field::Organization | Field::Moment(_) | Field::Property(_) => self.is,
        }
    }
}

/// English.
pub const EN: Filter = Filter {
    title: "Filter",
    hint: "Choose what the customers of the list have in common. Each filter is added to the query in the box.",
    now: "The list shows",
    field: "Where",
    choose: "Choose a field",
    properties: "Your properties",
    of_everyone: "Every customer",
    first_name: "First name",
    last_name: "Last name",
    email: "Email",
    email_domain: "Email domain",
    phone: "Phone",
    organization: "Organization",
    created: "Made",
    modified: "Changed",
    how: "Condition",
    is: ["is", "is not"],
    contains: ["contains", "does not contain"],
    ends: ["ends with", "does not end with"],
    any: "has any value",
    none: "has no value",
    options: "Any of these",
    value: "Value",
    when: "When",
    between: "between two days",
    from: "From",
    to: "To",
    add: "Add filter",
    go_on: "Go on",
    back: "Back to the list",
    or: " or ",
    parts: "Filters",
    take_away: "Without the filter: {0}",
    no_value: "Write what it is.",
    no_option: "Choose at least one.",
    no_options: "This property has no options yet.",
    no_number: "Write a whole number, such as 10.",
    no_day: "Write a day, such as 2026-01-31.",
    no_end: "Fill in one of the two, or both.",
    no_order: "It comes before the first.",
    no_query: "The query in the box is not understood, so nothing can be added to it. Mend it, or empty it.",
    no_room: "Together with the query in the box this is too much:",
};
