//! Saved views of the list of customers.

/// The texts of saved views.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is called for what it says")]
pub struct SavedViews {
    pub title: &'static str,
    /// All of them, where only some are seen.
    pub all: &'static str,
    /// What it is, beside its name among other things.
    pub one: &'static str,
    pub hint: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    /// What is offered beside a list.
    pub save: &'static str,
    pub save_changes: &'static str,
    pub save_as_new: &'static str,
    pub edit: &'static str,
    pub share: &'static str,
    pub unshare: &'static str,
    pub rename: &'static str,
    pub remove: &'static str,
    /// The page of a new one, and of one that is there.
    pub new_title: &'static str,
    pub edit_title: &'static str,
    pub name: &'static str,
    pub shared: &'static str,
    pub shared_help: &'static str,
    pub shows: &'static str,
    pub query: &'static str,
    pub save_do: &'static str,
    pub cancel: &'static str,
    /// Nobody has more; `{0}` is how many there may be.
    pub full: &'static str,
    /// The page on which one is removed.
    pub remove_title: &'static str,
    pub remove_what: &'static str,
    pub remove_shared: &'static str,
    pub remove_do: &'static str,
    pub keep: &'static str,
    /// A view that everybody sees, and who made it.
    pub everybody: &'static str,
    pub by: &'static str,
    pub next: &'static str,
    pub to_first: &'static str,
    pub pages: &'static str,
}

/// English.
pub const EN: SavedViews = SavedViews {
    title: "Views",
    all: "All views",
    one: "view",
    hint: "Lists of customers that you come back to. They stand on every page.",
    none: "No views yet",
    none_hint: "Find, sort or choose columns in the list of customers. “Save view”, beside the count, keeps it under a name.",
    save: "Save view",
    save_changes: "Save changes",
    save_as_new: "Save as new",
    edit: "Edit view",
    share: "Share with everybody here",
    unshare: "Stop sharing",
    rename: "Rename",
    remove: "Remove",
    new_title: "Save view",
    edit_title: "Edit view",
    name: "Name",
    shared: "Everybody here",
    shared_help: "Everybody of the company sees it. Without this only whoever made it does.",
    shows: "What it shows",
    query: "Query",
    save_do: "Save",
    cancel: "Cancel",
    full: "You have {0} views, and more there may not be. Remove one that you do not need.",
    remove_title: "Remove",
    remove_what: "The view goes. The customers that it shows stay as they are.",
    remove_shared: "Everybody here sees this view; it goes for all of them.",
    remove_do: "Remove the view",
    keep: "Keep it",
    everybody: "Everybody here",
    by: "by {0}",
    next: "Next",
    to_first: "From the start",
    pages: "Pages",
};
