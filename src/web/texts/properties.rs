//! The texts of the pages of property definitions.

use super::capital;
use crate::domain::property::PropertyType;

/// The definitions, one of them, and what is asked before one goes.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Properties {
    pub title: &'static str,
    pub hint: &'static str,
    pub read_only: &'static str,
    pub whose: &'static str,
    pub of_customers: &'static str,
    pub of_organizations: &'static str,
    pub new: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub slug: &'static str,
    pub options: &'static str,
    pub held: &'static str,
    pub order: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    /// Which one stands where now, of how many.
    pub moved_to: &'static str,
    /// How many options there are where not all of them fit.
    pub more: &'static str,
    /// So many and more.
    pub at_least: &'static str,
    /// The types by their names on the wire.
    pub kinds: [(&'static str, &'static str); 5],
    pub create_title: [&'static str; 2],
    pub name_help: &'static str,
    pub slug_help: &'static str,
    pub kind_help: &'static str,
    pub option: &'static str,
    pub options_hint: &'static str,
    pub add: &'static str,
    pub sort: &'static str,
    pub remove_option: &'static str,
    /// How many hold an option.
    pub holders: &'static str,
    pub save: &'static str,
    pub create: &'static str,
    pub cancel: &'static str,
    pub problems: &'static str,
    pub moved: &'static str,
    pub moved_now: &'static str,
    /// What goes with options; how many records hold one.
    pub option_gone: &'static str,
    /// What goes with options; how many records hold one.
    pub options_gone: &'static str,
    pub options_sure: &'static str,
    pub remove: &'static str,
    /// What goes with a definition; how many hold a value.
    pub remove_held: [&'static str; 2],
    pub remove_unheld: &'static str,
    /// How many views that somebody sees ask for it, one and many.
    pub remove_asked: [&'static str; 2],
    pub remove_hint: &'static str,
    pub remove_sure: &'static str,
    pub not_sure: &'static str,
    pub remove_do: &'static str,
    pub keep: &'static str,
}

/// English.
pub const EN: Properties = Properties {
    title: "Properties",
    hint: "Fields of your own, beside those that every record has. The order here is the order on the records’ pages.",
    read_only: "Owners and admins can change them.",
    whose: "Whose properties",
    of_customers: "Of customers",
    of_organizations: "Of organizations",
    new: "New property",
    none: "No properties yet",
    none_hint: "A property adds a field to every record: a plan to choose, a number of seats, the day a contract ends.",
    name: "Name",
    kind: "Type",
    slug: "Slug",
    options: "Options",
    held: "Held by",
    order: "Order",
    up: "Move up:",
    down: "Move down:",
    moved_to: "{0} is number {1} of {2} now",
    more: "and {0} more",
    at_least: "{0}+",
    kinds: [("number", "Number"), ("text", "Text"), ("url", "Web address"), ("date", "Date"), ("dropdown", "Choice")],
    create_title: ["New property of customers", "New property of organizations"],
    name_help: "What people see",
    slug_help: "The name in the API: letters, digits, - and _. It cannot change later; left empty, it is made from the name.",
    kind_help: "It cannot change later.",
    option: "Option",
    options_hint: "What can be chosen, one a field. An empty field is no option. A renamed option keeps its values; one that is taken away takes them with it.",
    add: "Add an option",
    sort: "Sort A to Z",
    remove_option: "Take away option",
    holders: "held by {0}",
    save: "Save",
    create: "Make property",
    cancel: "Cancel",
    problems: "Nothing was saved yet:",
    moved: "Somebody changed this property while you were typing. Save again to put yours in its place.",
    moved_now: "As it is now",
    option_gone: "One record has an option that you took away. Its value goes with it, for good.",
    options_gone: "{0} records have an option that you took away. Their values go with it, for good.",
    options_sure: "Yes, take these options and their values away",
    remove: "Delete property",
    remove_held: ["{0} customers hold a value of it.", "{0} organizations hold a value of it."],
    remove_unheld: "Nobody holds a value of it.",
    remove_asked: [
        "One saved view asks for it; its query will not be understood any more.",
        "{0} saved views ask for it; their queries will not be understood any more.",
    ],
    remove_hint: "Every value goes with it, for good, here and for every app.",
    remove_sure: "Yes, delete it with its values",
    not_sure: "Tick the box to go on. Nothing was changed.",
    remove_do: "Delete property",
    keep: "Keep",
};

impl Properties {
    /// A type in words; one that has no text of its own by its name.
    pub fn of_type(&self, kind: PropertyType) -> String {
        let named = self.kinds.iter().find(|(own, _)| *own == kind.as_str());
        named.map_or_else(|| capital(kind.as_str()), |(_, words)| (*words).to_owned())
    }
}
