//! Settings: the account, people and apps.

/// The texts of the list of settings.
#[derive(Debug)]
pub struct Texts {
    /// Its title.
    pub title: &'static str,
    /// What is there.
    pub account_hint: &'static str,
    /// A page.
    pub people: &'static str,
    /// What is there.
    pub people_hint: &'static str,
    /// A page.
    pub apps: &'static str,
    /// What is there.
    pub apps_hint: &'static str,
    /// A page.
    pub api: &'static str,
    /// What is there.
    pub api_hint: &'static str,
    /// A page.
    pub company: &'static str,
    /// What is there.
    pub company_hint: &'static str,
    /// Who may change it.
    pub company_read_only: &'static str,
    /// A field.
    pub company_name: &'static str,
    /// A field.
    pub company_zone: &'static str,
    /// What it is for.
    pub company_zone_help: &'static str,
    /// A row.
    pub company_made: &'static str,
    /// A page.
    pub first_steps: &'static str,
    /// What is there.
    pub first_steps_hint: &'static str,
    /// A panel.
    pub address: &'static str,
    /// What it is.
    pub address_hint: &'static str,
    /// A panel.
    pub try_it: &'static str,
    /// What to do.
    pub try_hint: &'static str,
    /// A link.
    pub docs: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    title: "Settings",
    account_hint: "Your name, time zone, email address, password, passkeys and sessions",
    people: "People",
    people_hint: "Who works here, and what they may do",
    apps: "API apps",
    apps_hint: "Programs that may read and change customers",
    api: "API",
    api_hint: "Its address, a first call, and the documentation",
    company: "Company",
    company_hint: "Its name, and the time zone of new people",
    company_read_only: "Owners can change this.",
    company_name: "Name",
    company_zone: "Time zone",
    company_zone_help: "People who are invited begin with it; each can choose another.",
    company_made: "Made",
    first_steps: "First steps",
    first_steps_hint: "By hand, by a program, or with 500 people who do not exist",
    address: "Address",
    address_hint: "Programs for the customers part of the Help Scout Mailbox API 2.0 work with it in place of theirs.",
    try_it: "A first call",
    try_hint: "For a shell. Put the id and the secret of an app into the first two lines.",
    docs: "Documentation",
};

/// The texts of the own account.
#[derive(Debug)]
pub struct Account {
    /// Its title.
    pub title: &'static str,
    /// A panel.
    pub profile: &'static str,
    /// A field.
    pub first_name: &'static str,
    /// A field.
    pub last_name: &'static str,
    /// A field.
    pub timezone: &'static str,
    /// A button.
    pub save: &'static str,
    /// A row.
    pub email: &'static str,
    /// A row.
    pub role: &'static str,
    /// A panel.
    pub address: &'static str,
    /// A field.
    pub new_email: &'static str,
    /// What it is for.
    pub new_email_help: &'static str,
    /// A button.
    pub change_email: &'static str,
    /// A panel.
    pub password: &'static str,
    /// A field.
    pub old: &'static str,
    /// A field.
    pub new: &'static str,
    /// The rules for it.
    pub new_help: &'static str,
    /// A button.
    pub change: &'static str,
    /// A panel.
    pub sessions: &'static str,
    /// A browser that does not say what it is.
    pub unknown: &'static str,
    /// The session that is looked at.
    pub this_one: &'static str,
    /// A session; when it began and was last used.
    pub since: &'static str,
    /// A button.
    pub end: &'static str,
    /// A button.
    pub end_others: &'static str,
    /// A panel: the apps that act for the person.
    pub apps: &'static str,
    /// There is none.
    pub no_apps: &'static str,
    /// When an app last got tokens.
    pub app_renewed: &'static str,
    /// A button.
    pub take_back: &'static str,
}

/// English.
pub const ACCOUNT_EN: Account = Account {
    title: "Your account",
    profile: "You",
    first_name: "First name",
    last_name: "Last name",
    timezone: "Time zone",
    save: "Save",
    email: "Email",
    role: "Role",
    address: "Email address",
    new_email: "Email",
    new_email_help: "You sign in with it. Passkeys and sessions stay.",
    change_email: "Change address",
    password: "Password",
    old: "Password now",
    new: "New password",
    new_help: "At least 15 characters. Every other session ends.",
    change: "Change password",
    sessions: "Sessions",
    unknown: "A browser",
    this_one: "this one",
    since: "began {0}, last used {1}",
    end: "End",
    end_others: "End all others",
    apps: "Apps that act for you",
    no_apps: "None. An app that you allow to act for you stands here, and you can take it back.",
    app_renewed: "asked for access last {0}",
    take_back: "Take back",
};

/// The texts of the people.
#[derive(Debug)]
pub struct People {
    /// Its title.
    pub title: &'static str,
    /// What they are.
    pub hint: &'static str,
    /// A column.
    pub name: &'static str,
    /// A column.
    pub role: &'static str,
    /// A column.
    pub state: &'static str,
    /// A column.
    pub seen: &'static str,
    /// A column.
    pub do_column: &'static str,
    /// Oneself.
    pub you: &'static str,
    /// A state.
    pub active: &'static str,
    /// A state.
    pub invited: &'static str,
    /// A state.
    pub disabled: &'static str,
    /// Never seen.
    pub never: &'static str,
    /// A button, for who hears it.
    pub change_role: &'static str,
    /// The same button, for who sees it.
    pub change: &'static str,
    /// A choice; whose.
    pub role_of: &'static str,
    /// What opens a form, and its button for who hears it.
    pub change_email: &'static str,
    /// A field; whose.
    pub email_of: &'static str,
    /// A button.
    pub disable: &'static str,
    /// A button.
    pub enable: &'static str,
    /// A button.
    pub link: &'static str,
    /// A button.
    pub reset: &'static str,
    /// A panel and its button.
    pub invite: &'static str,
    /// The panel.
    pub invite_title: &'static str,
    /// A field.
    pub email: &'static str,
    /// A field.
    pub first_name: &'static str,
    /// A field.
    pub last_name: &'static str,
    /// What roles are.
    pub role_help: &'static str,
    /// What was made; for whom.
    pub link_title: &'static str,
    /// What to do with it; until when.
    pub link_hint: &'static str,
    /// The same of one that sets a new password.
    pub reset_link_hint: &'static str,
    /// The link is not to be seen.
    pub link_gone: &'static str,
    /// A button.
    pub withdraw: &'static str,
    /// A link.
    pub back: &'static str,
}

/// English.
pub const PEOPLE_EN: People = People {
    title: "People",
    hint: "Everybody here sees the same customers. Owners and admins also manage people, apps and properties.",
    name: "Name",
    role: "Role",
    state: "State",
    seen: "Last seen",
    do_column: "Manage",
    you: "you",
    active: "Active",
    invited: "Invited",
    disabled: "Disabled",
    never: "never",
    change_role: "Change role",
    change: "Change",
    role_of: "Role of {0}",
    change_email: "Change address",
    email_of: "Email of {0}",
    disable: "Disable",
    enable: "Enable",
    link: "New link",
    reset: "Reset password",
    invite: "Invite",
    invite_title: "Invite somebody",
    email: "Email",
    first_name: "First name",
    last_name: "Last name",
    role_help: "A user works with customers; an admin also manages people, apps and properties; an owner everything.",
    link_title: "A link for {0}",
    link_hint: "Send it yourself: it is shown this once, works once, and until {0}. A link that was made before no longer works.",
    reset_link_hint: "Send it yourself: it is shown this once, works once, and until {0}. Whoever follows it sets a new password; every session ends then, and every passkey is removed.",
    link_gone: "A link is shown once, right after it is made, and kept nowhere. If it is lost, make a new one; the one before stops working then.",
    withdraw: "Withdraw",
    back: "To all people",
};

/// The texts of API apps.
#[derive(Debug)]
pub struct Apps {
    /// Its title.
    pub title: &'static str,
    /// What they are.
    pub hint: &'static str,
    /// A column and a field.
    pub name: &'static str,
    /// A column.
    pub client_id: &'static str,
    /// A column.
    pub made: &'static str,
    /// A column.
    pub used: &'static str,
    /// Never used.
    pub never: &'static str,
    /// A state; when.
    pub revoked: &'static str,
    /// A panel.
    pub create_title: &'static str,
    /// A button.
    pub create: &'static str,
    /// A row.
    pub secret: &'static str,
    /// What to do with it.
    pub secret_hint: &'static str,
    /// A field.
    pub redirects: &'static str,
    /// What they are.
    pub redirects_help: &'static str,
    /// A button.
    pub save: &'static str,
    /// A panel.
    pub revoke_title: &'static str,
    /// What it means.
    pub revoke_hint: &'static str,
    /// A button.
    pub revoke: &'static str,
    /// What is ticked.
    pub revoke_sure: &'static str,
    /// Where it is not ticked.
    pub revoke_not_sure: &'static str,
    /// A link.
    pub back: &'static str,
    /// No apps.
    pub none: &'static str,
    /// What to do then.
    pub none_hint: &'static str,
}

/// English.
pub const APPS_EN: Apps = Apps {
    title: "API apps",
    hint: "Programs that may call the API for this company.",
    name: "Name",
    client_id: "Client id",
    made: "Made",
    used: "Last used",
    never: "never",
    revoked: "Revoked {0}",
    create_title: "Make an app",
    create: "Make",
    secret: "Client secret",
    secret_hint: "The secret is shown this once. Copy it now.",
    redirects: "Redirect URLs",
    redirects_help: "One a line. Where somebody who agreed that the app acts for them is sent back to.",
    save: "Save",
    revoke_title: "Revoke",
    revoke_hint: "The app and every token that it has stop working at once, for good.",
    revoke: "Revoke this app",
    revoke_sure: "Yes, revoke this app",
    revoke_not_sure: "Tick the box to revoke it. Nothing was revoked.",
    back: "All apps",
    none: "No app yet",
    none_hint: "Make one, and a program can begin to read and write customers.",
};
