//! Refusals and failures, as people read them.

/// The texts of errors: for each a title and what to do.
#[derive(Debug)]
pub struct Texts {
    /// The link to where one begins.
    pub home: &'static str,
    /// Title.
    pub not_found: &'static str,
    /// More.
    pub not_found_more: &'static str,
    /// Title.
    pub no_method: &'static str,
    /// More.
    pub no_method_more: &'static str,
    /// Title.
    pub no_permission: &'static str,
    /// More.
    pub no_permission_more: &'static str,
    /// Title.
    pub forged: &'static str,
    /// More.
    pub forged_more: &'static str,
    /// Title.
    pub too_large: &'static str,
    /// More; the limit in bytes.
    pub too_large_more: &'static str,
    /// Title.
    pub no_form: &'static str,
    /// More.
    pub no_form_more: &'static str,
    /// Title.
    pub app: &'static str,
    /// Title.
    pub invalid: &'static str,
    /// Title.
    pub moved: &'static str,
    /// More.
    pub moved_more: &'static str,
    /// Title.
    pub wait: &'static str,
    /// More; how long to wait.
    pub wait_more: &'static str,
    /// Title.
    pub busy: &'static str,
    /// More.
    pub busy_more: &'static str,
    /// Title.
    pub broken: &'static str,
    /// More.
    pub broken_more: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    home: "Home",
    not_found: "There is nothing here",
    not_found_more: "The address may be mistyped, or what was here is gone.",
    no_method: "That cannot be done here",
    no_method_more: "The address is there, but not for what was asked. Go back and try again from the page.",
    no_permission: "You may not do that",
    no_permission_more: "This is for owners and admins. Ask one of them.",
    forged: "That form is not from this session",
    forged_more: "Nothing was changed. The page may have been open since before you signed in: go back, reload it and send it again.",
    too_large: "That is too much at once",
    too_large_more: "Nothing was changed. A form may have {0} bytes.",
    no_form: "The form did not arrive whole",
    no_form_more: "Nothing was changed. Go back and send it again.",
    app: "An app asks for something that cannot be done",
    invalid: "Something in the form is not right",
    moved: "Somebody else was quicker",
    moved_more: "What you looked at has changed meanwhile. Go back, reload the page and decide anew.",
    wait: "Too many tries",
    wait_more: "Try again in {0}.",
    busy: "The server is not ready right now",
    busy_more: "Nothing was changed, as far as is known. Try again in a moment.",
    broken: "Something went wrong",
    broken_more: "This is a fault of the server. Its log says more; tell whoever runs it.",
};
