//! What the ends of a range are: moments, numbers or days. How each is read, printed and bounded.

use std::ops::RangeInclusive;

use super::Range;
use super::fold::fold;
use crate::domain::text;
use crate::domain::time::{self, Timestamp};

/// The first second that the wire can show: the beginning of the year 0.
pub const FIRST_SECOND: i64 = -62_167_219_200;
/// The last second that the wire can show: 9999-12-30T22:00:00Z.
pub const LAST_SECOND: i64 = 253_402_207_200;

/// What the whole numbers of a range count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Seconds since 1970 in UTC.
    Moments,
    /// Nothing: they are themselves.
    Numbers,
    /// Days since 1970-01-01.
    Days,
}

impl Scale {
    /// How a range is written.
    pub(super) fn shape(self) -> &'static str {
        match self {
            Self::Moments | Self::Days => "a range is written [2026-01-01 TO 2026-02-01], with * for an open end",
            Self::Numbers => "a range is written [10 TO 50], with * for an open end",
        }
    }

    /// An end: the last whole number that is not beyond it, and whether it lies after that.
    pub(super) fn read(self, end: &str) -> Option<(i64, bool)> {
        match self {
            Self::Moments => time::parse_second(end),
            Self::Numbers => decimal(plain(end).trim()),
            Self::Days => time::day(plain(end).trim()).map(|day| (day, false)),
        }
    }

    /// The numbers that an end can be, both included.
    pub(super) fn limits(self) -> RangeInclusive<i64> {
        match self {
            Self::Moments => FIRST_SECOND..=LAST_SECOND,
            Self::Numbers => i64::MIN..=i64::MAX,
            Self::Days => time::FIRST_DAY..=time::LAST_DAY,
        }
    }

    /// What is said of an end outside of the limits.
    pub(super) fn outside(self) -> &'static str {
        match self {
            Self::Moments => "moments lie in the years 0 to 9999; write * for an open end",
            Self::Numbers => "numbers have 64 bits; write * for an open end",
            Self::Days => "days lie in the years 0 to 9999; write * for an open end",
        }
    }

    /// What is said of a text that is no end.
    pub(super) fn unreadable(self, given: &str) -> String {
        let given = text::shorten(given, 40);
        match self {
            Self::Moments => {
                format!("`{given}` is not a date; write 2026-01-31, 2026-01-31T16:11:00Z, or \"last 7 days\"")
            }
            Self::Numbers => format!("`{given}` is not a number of at most 64 bits; write 10, -3 or 2.5"),
            Self::Days => format!("`{given}` is not a day; write 2026-01-31, or \"next 7 days\""),
        }
    }

    /// The range of everything that one value means.
    pub(super) fn of_one(self, value: &str) -> String {
        match self {
            Self::Moments if time::is_date(value) => format!("[{value}T00:00:00Z TO {value}T23:59:59Z]"),
            _ => format!("[{value} TO {value}]"),
        }
    }

    /// A range as the language has it.
    pub(super) fn text(self, range: Range) -> String {
        // Clamped, because a text that cannot be shown would be a panic; no parsed range lies outside.
        let limits = self.limits();
        let end = |end: Option<i64>| match end.map(|end| end.clamp(*limits.start(), *limits.end())) {
            None => "*".to_owned(),
            Some(second) if self == Self::Moments => {
                Timestamp::from_micros(second.saturating_mul(1_000_000)).to_string()
            }
            Some(day) if self == Self::Days => time::day_text(day),
            Some(number) => number.to_string(),
        };
        format!("[{} TO {}]", end(range.from), end(range.to))
    }
}

/// Digits and signs in the width of ASCII, and the minus of print as that of a keyboard.
fn plain(text: &str) -> String {
    fold(text).replace('\u{2212}', "-")
}

/// A decimal number: its floor, and whether it has a fraction.
fn decimal(text: &str) -> Option<(i64, bool)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let has_fraction = fraction.bytes().any(|byte| byte != b'0');
    let number: i64 = whole.parse().ok()?;
    let below = i64::from(has_fraction && whole.starts_with('-'));
    Some((number.checked_sub(below)?, has_fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_number_is_its_floor_and_whether_there_is_more() {
        for (text, read) in [
            ("12", Some((12, false))),
            ("-3", Some((-3, false))),
            ("+4", Some((4, false))),
            ("2.5", Some((2, true))),
            ("2.00", Some((2, false))),
            ("-2.5", Some((-3, true))),
            ("-0.5", Some((-1, true))),
            ("0.001", Some((0, true))),
            ("9223372036854775807", Some((i64::MAX, false))),
            ("-9223372036854775808", Some((i64::MIN, false))),
            ("-9223372036854775808.5", None),
            ("9223372036854775808", None),
            ("2.", None),
            (".5", None),
            ("1e3", None),
            ("1,000", None),
            ("", None),
            ("1.2.3", None),
        ] {
            assert_eq!(decimal(text), read, "{text}");
        }
    }
}
