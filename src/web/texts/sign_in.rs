//! Signing in, beginning an account, and letting an app act.

/// The texts of signing in.
#[derive(Debug)]
pub struct Texts {
    /// Its title.
    pub title: &'static str,
    /// A field.
    pub email: &'static str,
    /// A field.
    pub password: &'static str,
    /// A field.
    pub company: &'static str,
    /// The button.
    pub go: &'static str,
    /// It was wrong; which part is not told.
    pub wrong: &'static str,
    /// Too many tries; how long to wait.
    pub wait: &'static str,
    /// It was right in several companies.
    pub choose: &'static str,
    /// The button.
    pub passkey: &'static str,
    /// A passkey was wrong; in what is not told.
    pub passkey_wrong: &'static str,
    /// A passkey's answer came too late, or twice.
    pub passkey_stale: &'static str,
    /// A passkey's answer is for another address; which one is right.
    pub passkey_elsewhere: &'static str,
    /// Where to turn without a password.
    pub forgotten: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    title: "Sign in",
    email: "Email",
    password: "Password",
    company: "Company",
    go: "Sign in",
    wrong: "That email and password do not belong together.",
    wait: "Too many tries. Try again in {0}.",
    choose: "You have an account in more than one company. Choose one and type your password again.",
    passkey: "Sign in with a passkey",
    passkey_wrong: "That passkey does not open an account here.",
    passkey_stale: "That took too long, or was sent twice. Try again.",
    passkey_elsewhere: "That passkey answered for another address. Open {0} and try again.",
    forgotten: "No account, or password forgotten? An owner or admin of your company can give you a link.",
};

/// The texts of links.
#[derive(Debug)]
pub struct Welcome {
    /// Its title where an account begins.
    pub title: &'static str,
    /// What it is for; the company.
    pub hint: &'static str,
    /// Its title where a password is set.
    pub reset_title: &'static str,
    /// What happens then; the company.
    pub reset_hint: &'static str,
    /// A field.
    pub first_name: &'static str,
    /// A field.
    pub last_name: &'static str,
    /// A field.
    pub email: &'static str,
    /// A field.
    pub timezone: &'static str,
    /// A field.
    pub password: &'static str,
    /// The rules for it.
    pub password_help: &'static str,
    /// The button.
    pub go: &'static str,
    /// A link that does not work.
    pub gone: &'static str,
    /// What to do then.
    pub gone_more: &'static str,
}

/// English.
pub const WELCOME_EN: Welcome = Welcome {
    title: "Begin your account",
    hint: "You are invited to {0}. Say who you are and choose a password.",
    reset_title: "Choose a new password",
    reset_hint: "For your account at {0}. Every session that is open will end, and every passkey of yours is removed.",
    first_name: "First name",
    last_name: "Last name",
    email: "Email",
    timezone: "Time zone",
    password: "Password",
    password_help: "At least 15 characters; some words that do not belong together are easy to remember and hard to guess.",
    go: "Save and sign in",
    gone: "This link does not work",
    gone_more: "A link works once, for seven days, and only the newest one. Ask whoever sent it for another.",
};

/// The texts of an app that asks.
#[derive(Debug)]
pub struct Authorize {
    /// Its title; the app.
    pub title: &'static str,
    /// What it means; the app and the company.
    pub hint: &'static str,
    /// As whom.
    pub signed_in: &'static str,
    /// A button: somebody else signs in, and is asked the same.
    pub not_you: &'static str,
    /// Where one goes afterwards.
    pub leads: &'static str,
    /// A button.
    pub agree: &'static str,
    /// A button.
    pub refuse: &'static str,
    /// A refusal.
    pub no_client: &'static str,
    /// A refusal.
    pub revoked: &'static str,
    /// A refusal.
    pub other_company: &'static str,
    /// A refusal.
    pub no_redirect: &'static str,
    /// A refusal; the URL.
    pub wrong_redirect: &'static str,
}

/// English.
pub const AUTHORIZE_EN: Authorize = Authorize {
    title: "Let {0} act for you?",
    hint: "{0} wants to read and change the customers of {1} in your name.",
    signed_in: "You are signed in as {0}.",
    not_you: "Sign in as somebody else",
    leads: "You will go on to {0}.",
    agree: "Allow",
    refuse: "Do not allow",
    no_client: "It does not say which app it is, or the app is not known here. Ask whoever made it.",
    revoked: "The app was revoked. Ask whoever manages apps here.",
    other_company: "The app belongs to another company than the one you are signed in to. Sign out and sign in there.",
    no_redirect: "The app has no redirect URL yet. Whoever manages apps here can add one.",
    wrong_redirect: "The redirect URL {0} is not registered for this app, so nobody is sent there.",
};
