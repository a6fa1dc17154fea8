//! What is around every page, and the first page.

/// The texts around every page.
#[derive(Debug)]
pub struct Texts {
    /// The name of the application.
    pub brand: &'static str,
    /// The link past the navigation.
    pub skip: &'static str,
    /// The navigation, for who hears it.
    pub navigation: &'static str,
    /// The small query box.
    pub find: &'static str,
    /// A section.
    pub customers: &'static str,
    /// A section.
    pub organizations: &'static str,
    /// A section.
    pub properties: &'static str,
    /// A section.
    pub overview: &'static str,
    /// A section.
    pub settings: &'static str,
    /// The menu of who is signed in.
    pub your_menu: &'static str,
    /// The page of the own account.
    pub account: &'static str,
    /// The sheet of shortcuts.
    pub keys: &'static str,
    /// The choice of colours that the system has.
    pub theme_system: &'static str,
    /// The light colours.
    pub theme_light: &'static str,
    /// The dark colours.
    pub theme_dark: &'static str,
    /// The button that ends the session.
    pub sign_out: &'static str,
    /// What is said when the server does not answer.
    pub offline: &'static str,
    /// What is said beside a form when the session has ended.
    pub signed_out: &'static str,
    /// The link to sign in beside that.
    pub sign_in_again: &'static str,
    /// What opens the command palette.
    pub palette_open: &'static str,
    /// The command palette.
    pub palette: &'static str,
    /// What one types into it.
    pub palette_hint: &'static str,
    /// When nothing fits.
    pub palette_nothing: &'static str,
    /// Above the customers that were looked at lately.
    pub recent: &'static str,
    /// A command.
    pub new_customer: &'static str,
    /// A command.
    pub new_organization: &'static str,
    /// A place.
    pub organization_properties: &'static str,
    /// The button that copies what stands beside it.
    pub copy: &'static str,
    /// When it was pressed.
    pub copied: &'static str,
    /// The button of a dialog that only tells.
    pub close: &'static str,
    /// Keys, separated by spaces, and what they do.
    pub key_list: &'static [(&'static str, &'static str)],
}

/// English.
pub const EN: Texts = Texts {
    brand: "Cardfile",
    skip: "Skip to the page",
    navigation: "Main",
    find: "Find customers",
    customers: "Customers",
    organizations: "Organizations",
    properties: "Properties",
    overview: "Overview",
    settings: "Settings",
    your_menu: "Your menu",
    account: "Your account",
    keys: "Keyboard shortcuts",
    theme_system: "As the system",
    theme_light: "Light",
    theme_dark: "Dark",
    sign_out: "Sign out",
    offline: "The server does not answer. What you typed is kept; try again in a moment.",
    signed_out: "You were signed out. What you typed is kept here.",
    sign_in_again: "Sign in in another tab, then save again",
    palette_open: "Go to…",
    palette: "Go to or do",
    palette_hint: "Type a page, a command or a name",
    palette_nothing: "Nothing fits. Press Enter to look among the customers.",
    recent: "Recently viewed",
    new_customer: "New customer",
    new_organization: "New organization",
    organization_properties: "Properties of organizations",
    copy: "Copy",
    copied: "Copied",
    close: "Close",
    key_list: &[
        ("/", "Find"),
        ("Ctrl k", "Go to or do anything"),
        ("n", "New: customer, organization, property or member"),
        ("j k ↓ ↑", "Down and up a list"),
        ("Enter", "Open what is chosen"),
        ("x", "Choose for a change of many"),
        ("a", "Add an address or another way to reach somebody"),
        ("e", "Edit the notes"),
        ("c", "Copy the first address or number"),
        ("Ctrl Enter", "Save"),
        ("u", "Undo, while it is offered"),
        ("g c", "Go to customers"),
        ("g o", "Go to organizations"),
        ("g p", "Go to properties"),
        ("g v", "Go to the overview"),
        ("g s", "Go to settings"),
        ("Esc", "Back, or close"),
        ("?", "This list"),
    ],
};
