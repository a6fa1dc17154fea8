//! The texts of changes of many customers at once.

/// What is told of one, and of many: `{}` is the number.
pub type Counted = (&'static str, &'static str);

/// How many have what, before all of them get the same.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Before {
    pub another: Counted,
    /// The same where it is taken away.
    pub any: Counted,
    pub none: Counted,
    pub same: Counted,
}

/// Changes of many customers.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Bulk {
    pub title: &'static str,
    /// How many are changed: `{}` is the number.
    pub change_many: &'static str,
    pub change_one: &'static str,
    pub delete_many: &'static str,
    pub delete_one: &'static str,
    pub query: &'static str,
    pub who: &'static str,
    pub and_more: &'static str,
    pub nobody: &'static str,
    pub nobody_hint: &'static str,
    /// Before what is wrong with the query.
    pub wrong_query: &'static str,
    pub set_property: &'static str,
    pub set_organization: &'static str,
    pub delete: &'static str,
    pub property: &'static str,
    pub value: &'static str,
    /// The button after which the value is asked for as the chosen property wants it.
    pub fit: &'static str,
    pub value_hint: &'static str,
    pub organization: &'static str,
    pub organization_hint: &'static str,
    pub delete_hint: &'static str,
    pub preview: &'static str,
    pub back: &'static str,
    /// What will be done: `{}` is the property, and then the value.
    pub sets: &'static str,
    pub clears: &'static str,
    pub joins: &'static str,
    pub leaves: &'static str,
    pub deletes: &'static str,
    pub of_property: Before,
    pub of_organization: Before,
    /// Where not all were looked at: `{}` of them, what they have, `{}` of all.
    pub of_the_first: &'static str,
    /// That it can be put back.
    pub afterwards: &'static str,
    pub run: &'static str,
    pub go_on: &'static str,
    pub stop: &'static str,
    pub progress: &'static str,
    pub results: &'static str,
    pub first_of_them: &'static str,
    /// What of the results is shown, where there are more.
    pub kept: &'static str,
    /// How far it is: `{}` of `{}`.
    pub so_far: &'static str,
    pub all_done: &'static str,
    pub with_failures: &'static str,
    pub type_count: &'static str,
    pub wrong_count: &'static str,
    pub done: &'static str,
    pub deleted: &'static str,
    pub gone: &'static str,
    pub will_be: &'static str,
    /// What is as it shall be already.
    pub stays: &'static str,
    pub put_back: &'static str,
    pub put_back_title: &'static str,
    /// What will be put back: `{}` is the property.
    pub property_again: &'static str,
    pub organization_again: &'static str,
    pub nothing_to_put_back: &'static str,
    /// How far that is: `{0}` are as before, and `{2}` are not.
    pub as_before_so_far: &'static str,
    pub all_as_before: &'static str,
    pub as_before_with_failures: &'static str,
    pub put_back_one: &'static str,
    pub as_before: &'static str,
    /// What somebody has changed since.
    pub moved: &'static str,
    /// What cannot be set any more.
    pub option_gone: &'static str,
    pub organization_gone: &'static str,
    /// The property of this slug is another one by now.
    pub property_anew: &'static str,
    /// No property has this slug any more.
    pub property_gone: &'static str,
}

/// English.
pub const EN: Bulk = Bulk {
    title: "Change customers",
    change_many: "Change {0} customers",
    change_one: "Change one customer",
    delete_many: "Delete {0} customers",
    delete_one: "Delete one customer",
    query: "All that fit",
    who: "Who is changed",
    and_more: "and {0} more",
    nobody: "Nobody was chosen",
    nobody_hint: "Go back to the list, choose some customers, and try again.",
    wrong_query: "The query is not understood, so nobody is changed.",
    set_property: "Set a property",
    set_organization: "Set the organization",
    delete: "Delete",
    property: "Property",
    value: "Value",
    fit: "Show its values",
    value_hint: "Empty takes the value away.",
    organization: "Organization",
    organization_hint: "It is made when there is none of this name. Empty takes everyone out of their organization.",
    delete_hint: "Everything that is known of these people is erased for good.",
    preview: "Look at it first…",
    back: "Choose something else",
    sets: "{0} becomes “{1}”.",
    clears: "{0} becomes empty.",
    joins: "Everyone belongs to “{0}” afterwards.",
    leaves: "Nobody of them belongs to an organization afterwards.",
    deletes: "Everything that is known of these people is erased for good. This cannot be undone.",
    of_property: Before {
        another: ("one has another value now", "{0} have another value now"),
        any: ("one has a value now", "{0} have a value now"),
        none: ("one has none", "{0} have none"),
        same: ("one has it already", "{0} have it already"),
    },
    of_organization: Before {
        another: ("one belongs to another now", "{0} belong to another now"),
        any: ("one belongs to an organization now", "{0} belong to an organization now"),
        none: ("one belongs to none", "{0} belong to none"),
        same: ("one belongs to it already", "{0} belong to it already"),
    },
    of_the_first: "Of the first {0}, {1}: at least so many of all {2}.",
    afterwards: "Afterwards it can be put back from here.",
    run: "Do it now",
    go_on: "Go on",
    stop: "Stop here",
    progress: "How far it is",
    results: "One by one",
    first_of_them: "The first of them",
    kept: "Shown are the latest 200, and the first 200 of those that were not changed.",
    so_far: "{0} of {1} done",
    all_done: "All {0} done",
    with_failures: "{0} of {1} done, {2} not",
    type_count: "To delete, type how many:",
    wrong_count: "That is not the number. Nothing was deleted.",
    done: "Done",
    deleted: "Deleted",
    gone: "Was deleted meanwhile",
    will_be: "→",
    stays: "{0}, as it is",
    put_back: "Put it back",
    put_back_title: "Put a change back",
    property_again: "{0} becomes again what it was before the change, wherever nobody has changed it since.",
    organization_again: "Everyone belongs again to what they belonged to before the change, wherever nobody has changed it since.",
    nothing_to_put_back: "There is nothing of it to put back.",
    as_before_so_far: "{0} as before so far",
    all_as_before: "All {0} as before",
    as_before_with_failures: "{0} as before, {2} not",
    put_back_one: "Put back",
    as_before: "As it was before",
    moved: "Changed since, left alone",
    option_gone: "The option it had is gone",
    organization_gone: "The organization it had is gone",
    property_anew: "The property was made anew since",
    property_gone: "The property is gone, and every value with it. There is nothing to put back.",
};
