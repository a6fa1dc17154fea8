//! Moments: microseconds inside, whole seconds of UTC on the wire.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

/// A moment in UTC, kept in microseconds since 1970; shown in whole seconds, as `2026-11-23T16:11:00Z` (RFC 3339).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// A moment from its microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, as the wire shows them: the fraction is left out.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The moment this many seconds later (or earlier, when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Reads RFC 3339 with any offset, and a date alone or a time without an offset as UTC.
    pub fn parse(text: &str) -> Option<Self> {
        read(text).map(|moment| Self(moment.as_microsecond()))
    }

    /// As it is shown, in ASCII. What is outside of the years 0 to 9999, which nothing makes, shows as the nearest moment inside.
    pub fn text(self) -> [u8; 20] {
        let moment = jiff::Timestamp::from_second(self.seconds().max(FIRST)).unwrap_or(jiff::Timestamp::MAX);
        let at = Offset::UTC.to_datetime(moment);
        let (year, month, day) = (at.year(), at.month(), at.day());
        // Every answer shows two moments: digits are set one by one, which costs a tenth of general formatting.
        let mut text = *b"0000-00-00T00:00:00Z";
        let mut set = |place: usize, number: i16| {
            text[place] += (number / 10 % 10) as u8;
            text[place + 1] += (number % 10) as u8;
        };
        set(0, year / 100);
        set(2, year % 100);
        set(5, month.into());
        set(8, day.into());
        set(11, at.hour().into());
        set(14, at.minute().into());
        set(17, at.second().into());
        text
    }
}

/// The first second of the year 0.
const FIRST: i64 = -62_167_219_200;

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).map_err(|_| fmt::Error)?)
    }
}

/// Reads a moment as [`Timestamp::parse`] does, exactly: the last whole second that is not after it, and whether the moment is later than
/// that second, by a nanosecond or more.
pub fn parse_second(text: &str) -> Option<(i64, bool)> {
    let moment = read(text)?;
    let fraction = moment.subsec_nanosecond();
    Some((moment.as_second() - i64::from(fraction < 0), fraction != 0))
}

fn read(text: &str) -> Option<jiff::Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment);
    }
    let pieces = Pieces::parse(text).ok()?;
    let civil = pieces.date().to_datetime(pieces.time().unwrap_or_default());
    // The end of time as people write it, 9999-12-31, is a day after the last moment that can be told in every zone.
    let last = || (civil.year() == 9999).then_some(jiff::Timestamp::MAX);
    let utc = || TimeZone::UTC.to_timestamp(civil).ok();
    if pieces.offset().is_none() { utc().or_else(last) } else { last() }
}

/// 0000-01-01 as a number of days since 1970-01-01.
pub const FIRST_DAY: i64 = -719_528;
/// 9999-12-31 as a number of days since 1970-01-01.
pub const LAST_DAY: i64 = 2_932_896;

/// The number of a day that exists, written `YYYY-MM-DD`: days since 1970-01-01.
pub fn day(text: &str) -> Option<i64> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let date: Date = shape.then(|| text.parse().ok()).flatten()?;
    Some(date.duration_since(EPOCH).as_hours() / 24)
}

/// A day as [`day`] reads it. One outside of the years 0 to 9999 shows as the nearest inside.
pub fn day_text(day: i64) -> String {
    EPOCH.saturating_add(day.clamp(FIRST_DAY, LAST_DAY).days()).to_string()
}

/// Whether the text is a day that exists, written `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    day(text).is_some()
}

const EPOCH: Date = Date::constant(1970, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_number_and_back() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2026-11-26", 20_783),
            ("0000-01-01", FIRST_DAY),
            ("9999-12-31", LAST_DAY),
        ] {
            assert_eq!(day(text), Some(number));
            assert_eq!(day_text(number), text);
        }
        assert_eq!((day("2026-02-29"), day("2026-2-09"), day("")), (None, None, None));
        assert_eq!((day_text(i64::MIN).as_str(), day_text(i64::MAX).as_str()), ("0000-01-01", "9999-12-31"));
    }

    #[test]
    fn the_wire_shows_whole_seconds_of_utc() {
        let moment = Timestamp::parse("2026-11-23T17:11:00.999+01:00").unwrap();
        assert_eq!(moment.to_string(), "2026-11-23T16:11:00Z");
        assert_eq!(Timestamp::from_micros(-1).to_string(), "1969-12-31T23:59:59Z");
        assert_eq!(Timestamp::from_micros(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_micros(i64::MAX).to_string(), "9999-12-30T22:00:00Z");
    }

    #[test]
    fn a_date_alone_is_its_midnight_in_utc() {
        assert_eq!(Timestamp::parse("2026-11-23").unwrap().to_string(), "2026-11-23T00:00:00Z");
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn the_end_of_time_is_the_last_moment() {
        for text in ["9999-12-31T23:59:59Z", "9999-12-31", "9999-12-31T23:59:59.999-05:00"] {
            assert_eq!(
                Timestamp::parse(text).map(|moment| moment.to_string()).as_deref(),
                Some("9999-12-30T22:00:00Z")
            );
        }
        for wrong in ["9999-12-32", "10000-01-01", "9999-13-01T00:00:00Z"] {
            assert_eq!(Timestamp::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_moment_between_two_seconds_is_after_the_first() {
        for (text, second, is_later) in [
            ("1970-01-01T00:00:01Z", 1, false),
            ("1970-01-01T00:00:01.000000001Z", 1, true),
            ("1969-12-31T23:59:59Z", -1, false),
            ("1969-12-31T23:59:58.999999999Z", -2, true),
            ("1970-01-02", 86_400, false),
        ] {
            assert_eq!(parse_second(text), Some((second, is_later)), "{text}");
        }
        assert_eq!(parse_second("tomorrow"), None);
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        assert!(is_date("2024-02-29"));
        for wrong in ["2023-02-29", "2024-2-9", "20240229", "2024-02-29T00:00", "+024-02-29", "２０２４-02-29"] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }
}
