//! Every text of the application, in one place: a struct for each page, and one value of it for each language.

pub mod bulk;
pub mod customer;
pub mod customers;
pub mod errors;
pub mod filter;
pub mod frame;
pub mod organizations;
pub mod overview;
pub mod passkeys;
pub mod properties;
pub mod saved_views;
pub mod search;
pub mod settings;
pub mod sign_in;

use crate::domain::problem::{Problem, REJECTED_MAX, Rule};
use crate::domain::text;
use crate::domain::user::Role;

/// Every text in one language.
#[derive(Debug)]
pub struct Texts {
    /// The language's code (BCP 47).
    pub language: &'static str,
    /// What a country is called, by its two capital letters (ISO 3166-1).
    pub country: fn(&str) -> Option<&'static str>,
    /// What is around every page.
    pub frame: frame::Texts,
    /// What users may do.
    pub roles: Roles,
    /// Refusals and failures.
    pub errors: errors::Texts,
    /// Signing in.
    pub sign_in: sign_in::Texts,
    /// Links that begin an account or set a password.
    pub welcome: sign_in::Welcome,
    /// An app asks to act for somebody.
    pub authorize: sign_in::Authorize,
    /// The list of settings.
    pub settings: settings::Texts,
    /// One's own account.
    pub account: settings::Account,
    /// Passkeys, on one's own account and where one signs in.
    pub passkeys: passkeys::Texts,
    /// The people of the company.
    pub people: settings::People,
    /// API apps.
    pub apps: settings::Apps,
    /// The list of customers.
    pub customers: customers::Customers,
    /// Its query box.
    pub search: search::Texts,
    /// The filter beside it.
    pub filter: filter::Filter,
    /// A customer's page.
    pub customer: customer::Customer,
    /// The page of a new customer.
    pub new_customer: customer::NewCustomer,
    /// The page on which a customer is erased.
    pub delete_customer: customer::DeleteCustomer,
    /// Saved views of the list of customers.
    pub saved_views: saved_views::SavedViews,
    /// Changes of many customers.
    pub bulk: bulk::Bulk,
    /// Moments that are not long ago.
    pub moments: customer::Moments,
    /// Organizations.
    pub organizations: organizations::Organizations,
    /// Property definitions.
    pub properties: properties::Properties,
    /// The overview.
    pub overview: overview::Overview,
    /// The first steps.
    pub first_steps: overview::FirstSteps,
    /// What was done just now, by the name that a redirect carries.
    pub notices: &'static [(&'static str, &'static str)],
    /// The parts of the world that time zones are grouped by, where their names are not what people call them.
    pub regions: &'static [(&'static str, &'static str)],
    /// What is wrong with how long a text is.
    pub sizes: Sizes,
    /// What belongs where something else was typed.
    pub values: Values,
    /// So many seconds, one and many, and minutes likewise; `{0}` is the number.
    pub spans: [&'static str; 4],
}

/// English.
pub static EN: Texts = Texts {
    language: "en",
    country: crate::domain::address::country_name,
    frame: frame::EN,
    roles: Roles { owner: "Owner", admin: "Admin", user: "User" },
    errors: errors::EN,
    sign_in: sign_in::EN,
    welcome: sign_in::WELCOME_EN,
    authorize: sign_in::AUTHORIZE_EN,
    settings: settings::EN,
    account: settings::ACCOUNT_EN,
    passkeys: passkeys::EN,
    people: settings::PEOPLE_EN,
    apps: settings::APPS_EN,
    customers: customers::EN,
    search: search::EN,
    filter: filter::EN,
    customer: customer::EN,
    new_customer: customer::NEW,
    delete_customer: customer::DELETE,
    saved_views: saved_views::EN,
    bulk: bulk::EN,
    moments: customer::MOMENTS,
    organizations: organizations::EN,
    properties: properties::EN,
    overview: overview::EN,
    first_steps: overview::FIRST_STEPS,
    notices: &[
        ("signed-out", "You are signed out."),
        ("welcome", "Welcome. Your account is ready."),
        ("saved", "Saved."),
        ("removed", "Removed."),
        ("customer-made", "The customer is made."),
        ("customer-deleted", "Deleted. Nothing of this person is kept."),
        ("organization-made", "The organization is made."),
        ("organization-deleted", "Deleted. Its members stay, without an organization."),
        ("property-made", "The property is made."),
        ("property-deleted", "Deleted, with every value."),
        ("view-made", "The view is saved."),
        ("view-removed", "The view is removed."),
        ("sample-made", "500 made-up people are here now."),
        ("sample-there", "The made-up people were here already."),
        ("password-changed", "Your password is changed. Every other session has ended."),
        ("passkey-made", "The passkey is there. You can sign in with it from now on."),
        ("passkey-removed", "Removed. It opens nothing any more; delete it on your device too."),
        ("session-ended", "The session has ended."),
        ("sessions-ended", "Every other session has ended."),
        ("own-email-changed", "Your address is changed. You sign in with the new one from now on."),
        ("email-changed", "The address is changed. This person signs in with the new one from now on."),
        ("role-changed", "The role is changed."),
        ("disabled", "Disabled. All sessions of this person have ended."),
        ("enabled", "Enabled. This person can sign in again."),
        ("withdrawn", "The invitation is withdrawn. Its link leads nowhere any more."),
        ("taken-back", "Taken back. The app no longer acts for you."),
        ("redirects-saved", "The redirect URLs are saved."),
        ("app-revoked", "Revoked. The app and its tokens are no longer accepted."),
    ],
    regions: &[
        ("Arctic", "Arctic Ocean"),
        ("Atlantic", "Atlantic Ocean"),
        ("Indian", "Indian Ocean"),
        ("Pacific", "Pacific Ocean"),
    ],
    sizes: Sizes {
        empty: "this cannot be empty; it may have up to {1} characters",
        short: "this is too short: it needs at least {0} characters",
        long: "this is too long: it may have at most {1} characters",
        between: "this needs to have {0} to {1} characters",
    },
    values: Values {
        day: "choose a whole date",
        number: "a whole number, such as 12",
        large: "this number is too large: one of up to 18 digits fits",
    },
    spans: ["{0} second", "{0} seconds", "{0} minute", "{0} minutes"],
};

/// Why a text has a length that is not taken: `{0}` is the fewest characters, `{1}` the most.
#[derive(Debug)]
pub struct Sizes {
    /// There is none.
    pub empty: &'static str,
    /// There are too few.
    pub short: &'static str,
    /// There are too many.
    pub long: &'static str,
    /// What was typed is not known, such as a password.
    pub between: &'static str,
}

/// What belongs where something else was typed.
#[derive(Debug)]
pub struct Values {
    /// Where a date belongs.
    pub day: &'static str,
    /// Where a number belongs.
    pub number: &'static str,
    /// Where a number stands that cannot be kept.
    pub large: &'static str,
}

/// The roles by their names.
#[derive(Debug)]
pub struct Roles {
    /// Everything.
    pub owner: &'static str,
    /// Everything but what concerns owners.
    pub admin: &'static str,
    /// The daily work.
    pub user: &'static str,
}

impl Roles {
    /// A role in words.
    pub fn of(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.owner,
            Role::Admin => self.admin,
            Role::User => self.user,
        }
    }
}

impl Texts {
    /// A text with what belongs in the place of `{0}`, `{1}` and so on.
    pub fn fill(&self, text: &str, parts: &[&str]) -> String {
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((place, after)) = after.split_once('}') else { break };
            filled.push_str(place.parse().ok().and_then(|at: usize| parts.get(at)).unwrap_or(&""));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// How long a wait is, in words.
    pub fn seconds(&self, seconds: i64) -> String {
        let (number, at) = if seconds < 100 { (seconds, 0) } else { ((seconds + 59) / 60, 2) };
        self.fill(self.spans[at + usize::from(number != 1)], &[&number.to_string()])
    }

    /// What is wrong with a value, as a sentence.
    pub fn refusal(&self, problem: &Problem) -> String {
        self.sentence(&self.told(problem))
    }

    /// What is wrong with a value, and the limit where there is one.
    pub fn told(&self, problem: &Problem) -> String {
        let (min, max) = match &problem.rule {
            Rule::Size { min, max } => (*min, *max),
            Rule::Date(_) => return self.values.day.to_owned(),
            Rule::Number(_) => {
                let given = problem.given.as_deref().unwrap_or_default().trim();
                let digits = given.strip_prefix(['-', '+']).unwrap_or(given);
                let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                return if is_whole { self.values.large } else { self.values.number }.to_owned();
            }
            other => return other.to_string(),
        };
        let sizes = &self.sizes;
        let form = match problem.given.as_deref() {
            None => sizes.between,
            Some("") => sizes.empty,
            // What was given is cut when it is told, so this may be all of it that is left.
            Some(given) if text::length(given) > max.min(REJECTED_MAX - 1) => sizes.long,
            Some(_) => sizes.short,
        };
        self.fill(form, &[&min.to_string(), &max.to_string()])
    }

    /// What belongs in an input (HTML) of this type where its browser cannot read what was typed; empty where it reads everything.
    pub fn belongs(&self, input: &str) -> String {
        match input {
            "date" => self.sentence(self.values.day),
            "number" => self.sentence(self.values.number),
            _ => String::new(),
        }
    }

    /// A rule or reason as a sentence of its own. A name with capitals in it, such as that of a field, keeps its spelling.
    pub fn sentence(&self, text: &str) -> String {
        let first = text.split_whitespace().next().unwrap_or_default();
        let is_name = first.chars().skip(1).any(char::is_uppercase);
        let begun = if is_name { text.to_owned() } else { capital(text) };
        if begun.ends_with('.') { begun } else { begun + "." }
    }
}

/// A text that begins with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Problems;

    #[test]
    fn what_is_put_into_a_text_is_not_read_as_a_place() {
        assert_eq!(EN.fill("{0} of {1}", &["{1}", "2"]), "{1} of 2");
        assert_eq!(EN.fill("nothing {2} here", &[]), "nothing  here");
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_minutes() {
        for (seconds, told) in
            [(1, "1 second"), (15, "15 seconds"), (99, "99 seconds"), (120, "2 minutes"), (900, "15 minutes")]
        {
            assert_eq!(EN.seconds(seconds), told);
        }
        assert_eq!(EN.sentence("is not yours"), "Is not yours.");
        assert_eq!(EN.sentence("firstName is a field"), "firstName is a field.");
    }

    #[test]
    fn what_is_no_number_is_told_apart_from_one_that_is_too_large() {
        let told = |given: &str| {
            let mut problems = Problems::default();
            problems.add("seats", Rule::Number("must be an integer"), given);
            EN.refusal(&problems.0[0])
        };
        for given in ["many", "1.5", "", "-", "12 seats"] {
            assert_eq!(told(given), "A whole number, such as 12.", "{given}");
        }
        for given in ["9223372036854775808", "-9223372036854775809"] {
            assert_eq!(told(given), "This number is too large: one of up to 18 digits fits.", "{given}");
        }
    }

    #[test]
    fn a_length_is_refused_with_what_is_wrong_and_the_limit() {
        let told = |min, max, given: &str| {
            let mut problems = Problems::default();
            text::check(given, min, max, "name", &mut problems);
            EN.refusal(&problems.0[0])
        };
        assert_eq!(told(1, 40, ""), "This cannot be empty; it may have up to 40 characters.");
        assert_eq!(told(3, 40, "ab"), "This is too short: it needs at least 3 characters.");
        for (most, given) in [(40, 41), (199, 200), (200, 201), (500, 501)] {
            assert_eq!(
                told(1, most, &"é".repeat(given)),
                format!("This is too long: it may have at most {most} characters.")
            );
        }
        let mut problems = Problems::default();
        problems.missing("password", Rule::Size { min: 15, max: 256 });
        assert_eq!(EN.refusal(&problems.0[0]), "This needs to have 15 to 256 characters.");
    }
}
