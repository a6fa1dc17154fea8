//! Passkeys.

/// The texts of passkeys.
#[derive(Debug)]
pub struct Texts {
    /// A panel.
    pub title: &'static str,
    /// What they are.
    pub hint: &'static str,
    /// Where there can be none.
    pub nowhere: &'static str,
    /// A browser that cannot make any.
    pub without: &'static str,
    /// A passkey that nobody has signed in with; when it was made.
    pub unused: &'static str,
    /// A passkey; when it was made and last used.
    pub used: &'static str,
    /// A field.
    pub name: &'static str,
    /// What it is for.
    pub name_help: &'static str,
    /// A field.
    pub password: &'static str,
    /// A button.
    pub add: &'static str,
    /// A button.
    pub rename: &'static str,
    /// A button.
    pub remove: &'static str,
    /// It was not made; why.
    pub refused: &'static str,
    /// The browser asks its person.
    pub asking: &'static str,
    /// The person did not go on, or took too long.
    pub cancelled: &'static str,
    /// The browser or the device cannot do it.
    pub unsupported: &'static str,
    /// The device has one already.
    pub there: &'static str,
    /// The page was opened at another address than the one that passkeys are for; which that is.
    pub address: &'static str,
    /// Nobody answers.
    pub offline: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    title: "Passkeys",
    hint: "Sign in with your fingerprint, face or the PIN of your device in place of the password. The password stays good.",
    nowhere: "Passkeys need a server with a name and https. Whoever runs this one can set its public URL.",
    without: "This browser knows nothing of passkeys, or runs no scripts.",
    unused: "made {0}, not used yet",
    used: "made {0}, last used {1}",
    name: "Name",
    name_help: "So that you know later which device it is on.",
    password: "Your password",
    add: "Add a passkey",
    rename: "Rename",
    remove: "Remove",
    refused: "No passkey was made. {0}",
    asking: "Your browser asks you now.",
    cancelled: "Nothing was done: the browser was told to stop, or nobody answered it in time.",
    unsupported: "This browser or device cannot do that. Your password is as good as before.",
    there: "This device has a passkey of yours already.",
    address: "Passkeys are good at {0} only. Open this page there.",
    offline: "The server does not answer. Try again.",
};
