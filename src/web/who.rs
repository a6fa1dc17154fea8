//! A customer as pages show one everywhere: a name and a face.

use super::frame::initials;
use super::texts::Texts;
use crate::domain::customer::{Customer, TextField};
use crate::domain::id::CustomerId;

/// Faces have so many colours.
const HUES: i64 = 12;

/// A name and a face.
#[derive(Clone, Debug)]
pub struct Who {
    /// Both names, or what stands where there is none.
    pub name: String,
    /// Whether there is a name.
    pub is_named: bool,
    /// One or two letters.
    pub initials: String,
    /// The number of the face's colour; a customer keeps it.
    pub hue: i64,
    /// Where the photo is; empty when there is none, or photos are not shown.
    pub photo: String,
}

/// A link to a customer.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// Who it is.
    pub name: String,
}

impl Who {
    /// How a customer is shown; without photos only by initials.
    pub fn of(id: CustomerId, customer: &Customer, with_photos: bool, t: &Texts) -> Self {
        let name = name(customer);
        let is_named = !name.is_empty();
        let photo = customer.text(TextField::PhotoUrl).filter(|url| with_photos && url.starts_with("https://"));
        Self {
            initials: initials(&name),
            name: if is_named { name } else { t.customers.no_name.to_owned() },
            is_named,
            hue: id.0.rem_euclid(HUES),
            photo: photo.unwrap_or_default().to_owned(),
        }
    }
}

/// Both names with a space between them, without signs that turn the direction of what stands around them; empty when there is none.
pub fn name(customer: &Customer) -> String {
    let names =
        [TextField::FirstName, TextField::LastName].map(|field| customer.text(field).unwrap_or_default().trim());
    names.join(" ").replace(['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'], "").trim().to_owned()
}
