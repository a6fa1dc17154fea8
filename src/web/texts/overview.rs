//! The texts of the overview and of the first steps.

/// The overview.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct Overview {
    pub title: &'static str,
    pub customers: &'static str,
    pub organizations: &'static str,
    pub made_lately: &'static str,
    pub changed_lately: &'static str,
    pub days: &'static str,
    /// Whose days they are: `{0}` is the reader's time zone.
    pub days_hint: &'static str,
    pub day: &'static str,
    pub made: &'static str,
    pub changed: &'static str,
    pub removed: &'static str,
    pub as_table: &'static str,
    pub complete: &'static str,
    /// What the shares are of: everybody, or so many who stand for all.
    pub of_all: &'static str,
    pub of_some: &'static str,
    /// What a record has, in the order of `overview::complete::PARTS`.
    pub parts: [&'static str; 8],
    /// A share that is nearly nothing.
    pub under_one: &'static str,
    pub nobody: &'static str,
    pub latest: &'static str,
    pub nothing_yet: &'static str,
    pub new_changes: &'static str,
    pub erased: &'static str,
    /// What happened, by subject: made, changed, deleted.
    pub did_customer: [&'static str; 3],
    pub did_organization: [&'static str; 3],
    pub did_property: [&'static str; 3],
    pub by: &'static str,
}

/// English.
pub const EN: Overview = Overview {
    title: "Overview",
    customers: "Customers",
    organizations: "Organizations",
    made_lately: "New in 30 days",
    changed_lately: "Changes in 30 days",
    days: "Customers made and changes, day by day",
    days_hint: "The last 30 days in your time zone, {0}",
    day: "Day",
    made: "Made",
    changed: "Changes",
    removed: "Deleted",
    as_table: "As a table",
    complete: "How complete the records are",
    of_all: "Of all {0} customers",
    of_some: "Estimated from {0} of {1} customers, taken evenly from the oldest to the newest",
    parts: ["Name", "Email", "Phone", "Organization", "Job title", "Location or address", "Notes", "Photo"],
    under_one: "under 1 %",
    nobody: "There are no customers yet.",
    latest: "Latest changes",
    nothing_yet: "Nothing has happened yet.",
    new_changes: "The latest changes have changed.",
    erased: "A deleted customer",
    did_customer: ["was made", "was changed", "was deleted"],
    did_organization: ["was made", "was changed", "was deleted"],
    did_property: ["became a property", "was changed as a property", "is no longer a property"],
    by: "by",
};

/// The first steps.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct FirstSteps {
    pub title: &'static str,
    pub hint: &'static str,
    pub by_form: &'static str,
    pub by_form_hint: &'static str,
    pub make: &'static str,
    pub by_curl: &'static str,
    pub by_curl_hint: &'static str,
    pub make_app: &'static str,
    pub by_sample: &'static str,
    pub by_sample_hint: &'static str,
    pub fill: &'static str,
    pub sample_for_managers: &'static str,
}

/// English.
pub const FIRST_STEPS: FirstSteps = FirstSteps {
    title: "Three ways to the first customer",
    hint: "Take whichever suits; all of them end in the same list.",
    by_form: "By hand",
    by_form_hint: "One screen, and nothing on it has to be filled in.",
    make: "New customer",
    by_curl: "Through the API",
    by_curl_hint: "Make an app for its id and secret, put them into the first lines, and run this:",
    make_app: "Make an app",
    by_sample: "With made-up people",
    by_sample_hint: "500 people who do not exist, with names in many scripts, to look around with. Their addresses lead nowhere.",
    fill: "Add 500 made-up people",
    sample_for_managers: "An owner or admin can add 500 people who do not exist.",
};
