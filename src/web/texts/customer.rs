//! The texts of a customer's pages.

/// A customer's page.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Customer {
    pub back: &'static str,
    /// The way back to what was found: `{0}` is how many, `{1}` the query.
    pub back_found: &'static str,
    pub neighbours: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub made: &'static str,
    pub changed: &'static str,
    pub by: &'static str,
    pub delete: &'static str,
    /// The same as a command that says whom.
    pub delete_named: &'static str,
    pub reach: &'static str,
    pub about: &'static str,
    pub notes: &'static str,
    /// How many characters the notes have, and may have.
    pub notes_of: &'static str,
    pub properties: &'static str,
    pub timeline: &'static str,
    pub whole_timeline: &'static str,
    pub older: &'static str,
    pub manage: &'static str,
    pub no_entries: &'static str,
    pub no_properties: &'static str,
    pub no_events: &'static str,
    pub add: &'static str,
    pub edit: &'static str,
    pub remove: &'static str,
    pub kind: &'static str,
    pub save: &'static str,
    pub cancel: &'static str,
    pub undo: &'static str,
    pub keep_mine: &'static str,
    pub take_theirs: &'static str,
    pub changed_meanwhile: &'static str,
    /// After who did it, and before when.
    pub changed_by: &'static str,
    pub gone_meanwhile: &'static str,
    /// Who removed it, and when.
    pub gone_by: &'static str,
    pub deleted_meanwhile: &'static str,
    /// Who changed it, and which fields.
    pub changed_live: &'static str,
    pub theirs: &'static str,
    pub yours: &'static str,
    pub nothing: &'static str,
    pub empty: &'static str,
    pub not_known: &'static str,
    /// How many characters are left, and how many there are too many; `{}` is the number.
    pub left: &'static str,
    pub over: &'static str,
    /// What was done, for a field whose name is `{}`.
    pub saved: &'static str,
    /// Where a field was emptied.
    pub taken_away: &'static str,
    pub added: &'static str,
    pub removed: &'static str,
    pub undone: &'static str,
    /// The way to everyone who has a value: `{0}` is what it is of, `{1}` the value; and to everyone with an address at the domain `{0}`.
    pub alike: &'static str,
    pub alike_domain: &'static str,
    /// Before those who have a number too.
    pub also_on: &'static str,
    /// With a domain and the organization whose it is.
    pub of_domain: &'static str,
    pub take_organization: &'static str,
    /// What an address belongs to; the name of the holder follows.
    pub held: &'static str,
    /// The fields by their names on the wire.
    pub fields: [(&'static str, &'static str); 16],
    /// The kinds of entries by their names in paths.
    pub kinds: [(&'static str, &'static str); 5],
    /// The commands that add one of a kind, by the same names.
    pub add_commands: [(&'static str, &'static str); 5],
    /// Types of entries whose names are not written as they are kept.
    pub types: [(&'static str, &'static str); 15],
    pub operator: &'static str,
    pub app: &'static str,
    pub somebody: &'static str,
    pub did_make: &'static str,
    pub did_change: &'static str,
    /// Where nothing that is shown became different.
    pub did_same: &'static str,
    pub did_delete: &'static str,
}

/// The page of a new customer.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct NewCustomer {
    pub title: &'static str,
    pub hint: &'static str,
    pub problems: &'static str,
    pub likely: &'static str,
    pub same_address: &'static str,
    pub same_name: &'static str,
    pub same_number: &'static str,
    pub another: &'static str,
    pub more: &'static str,
    pub make: &'static str,
    pub key_save: &'static str,
}

/// The page on which a customer is erased.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct DeleteCustomer {
    pub title: &'static str,
    pub what: &'static str,
    pub for_good: &'static str,
    pub type_name: &'static str,
    /// What may be typed in its place.
    pub or_number: &'static str,
    /// What is typed where there is no name and no address.
    pub phrase: &'static str,
    pub wrong: &'static str,
    pub erase: &'static str,
    pub keep: &'static str,
    pub name: &'static str,
    pub values: &'static str,
    pub events: &'static str,
    pub and_more: &'static str,
}

/// English.
pub const EN: Customer = Customer {
    back: "Customers",
    back_found: "{0} for “{1}”",
    neighbours: "Neighbours in the list",
    previous: "Previous",
    next: "Next",
    made: "Made",
    changed: "Changed",
    by: "by",
    delete: "Delete…",
    delete_named: "Delete {0}…",
    reach: "Reach",
    about: "About",
    notes: "Notes",
    notes_of: "{0} of {1}",
    properties: "Properties",
    timeline: "Timeline",
    whole_timeline: "All changes",
    older: "Older changes",
    manage: "Manage",
    no_entries: "No way to reach this person is known yet.",
    no_properties: "There are no properties yet. They add fields of your own to every customer.",
    no_events: "Nothing is remembered of how this record came to be.",
    add: "Add",
    edit: "Edit",
    remove: "Remove",
    kind: "Type",
    save: "Save",
    cancel: "Cancel",
    undo: "Undo",
    keep_mine: "Keep mine",
    take_theirs: "Take theirs",
    changed_meanwhile: "Somebody changed this while you were typing.",
    changed_by: "changed this while you were typing:",
    gone_meanwhile: "Somebody removed this while you were typing.",
    gone_by: "{0} removed this while you were typing ({1}).",
    deleted_meanwhile: "This customer was deleted while you were typing. What you typed stays here, to be copied.",
    changed_live: "Changed by {0}: {1}",
    theirs: "Theirs",
    yours: "Yours",
    nothing: "(nothing)",
    empty: "—",
    not_known: "Not known",
    left: "{} characters left",
    over: "{} characters too many",
    saved: "{0} saved",
    taken_away: "{0} taken away",
    added: "{0} added",
    removed: "{0} removed",
    undone: "Undone",
    alike: "Everyone with {0}: {1}",
    alike_domain: "Everyone at {0}",
    also_on: "This number is also on",
    of_domain: "{0} is a domain of {1}.",
    take_organization: "Set as organization",
    held: "This address belongs to",
    fields: [
        ("firstName", "First name"),
        ("lastName", "Last name"),
        ("jobTitle", "Job title"),
        ("location", "Location"),
        ("background", "Notes"),
        ("age", "Age"),
        ("photoUrl", "Photo address"),
        ("gender", "Gender"),
        ("photoType", "Photo from"),
        ("organization", "Organization"),
        ("organizationId", "Organization"),
        ("address", "Address"),
        ("lines", "Street and house"),
        ("city", "City"),
        ("state", "State or region"),
        ("postalCode", "Postal code"),
    ],
    kinds: [
        ("emails", "Email"),
        ("phones", "Phone"),
        ("chats", "Chat"),
        ("social-profiles", "Social profile"),
        ("websites", "Website"),
    ],
    add_commands: [
        ("emails", "Add an email"),
        ("phones", "Add a phone"),
        ("chats", "Add a chat"),
        ("social-profiles", "Add a social profile"),
        ("websites", "Add a website"),
    ],
    types: [
        ("aim", "AIM"),
        ("gtalk", "Google Talk"),
        ("icq", "ICQ"),
        ("msn", "MSN"),
        ("qq", "QQ"),
        ("xmpp", "XMPP"),
        ("aboutme", "about.me"),
        ("googleplus", "Google+"),
        ("googleprofile", "Google profile"),
        ("linkedin", "LinkedIn"),
        ("tungleme", "Tungle.me"),
        ("youtube", "YouTube"),
        ("country", "Country"),
        ("Unknown", "Not known"),
        ("unknown", "Not known"),
    ],
    operator: "Command line",
    app: "An app",
    somebody: "Somebody",
    did_make: "made this customer",
    did_change: "",
    did_same: "saved what was there already",
    did_delete: "deleted this customer",
};

/// English.
pub const NEW: NewCustomer = NewCustomer {
    title: "New customer",
    hint: "Everything can stay empty, and be filled in later.",
    problems: "The customer was not made:",
    likely: "This person may be here already:",
    same_address: "has this address",
    same_name: "has this name",
    same_number: "has this number",
    another: "Another",
    more: "Chats, websites, address and more",
    make: "Make customer",
    key_save: "makes it",
};

/// English.
pub const DELETE: DeleteCustomer = DeleteCustomer {
    title: "Delete",
    what: "Everything that is known of this person is erased, here and for every app:",
    for_good: "This cannot be undone. That somebody was deleted stays in the log, without saying who it was.",
    type_name: "To delete, type",
    or_number: "Or the number of this customer: {0}. Letter case, spaces and signs that cannot be seen make no difference.",
    phrase: "delete",
    wrong: "That is not it. Nothing was deleted.",
    erase: "Delete for good",
    keep: "Keep",
    name: "Name",
    values: "Property values",
    events: "Changes remembered",
    and_more: "{0} or more",
};

/// Moments that are not long ago.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Moments {
    pub now: &'static str,
    pub minutes: &'static str,
    pub hours: &'static str,
}

/// English.
pub const MOMENTS: Moments = Moments { now: "just now", minutes: "{0} min ago", hours: "{0} h ago" };
