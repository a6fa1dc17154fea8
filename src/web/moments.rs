//! Moments as a page shows them: how long ago, with the whole of it at hand.

use super::format::Format;
use super::texts::Texts;
use crate::domain::time::Timestamp;

/// A moment in the forms that a page needs.
#[derive(Clone, Debug)]
pub struct Moment {
    /// For programs (RFC 3339).
    pub machine: String,
    /// The day and the time.
    pub long: String,
    /// How long ago when that is not long, else the day.
    pub short: String,
}

impl Moment {
    /// A moment, seen now.
    pub fn of(at: Timestamp, now: Timestamp, format: &Format, t: &Texts) -> Self {
        let seconds = now.seconds() - at.seconds();
        let short = match seconds {
            ..60 => t.moments.now.to_owned(),
            60..3_600 => t.fill(t.moments.minutes, &[&format.number(seconds / 60)]),
            3_600..86_400 => t.fill(t.moments.hours, &[&format.number(seconds / 3_600)]),
            _ => format.day(at),
        };
        Self { machine: at.to_string(), long: format.moment(at), short }
    }
}
