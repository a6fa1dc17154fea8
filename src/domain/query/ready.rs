//! Spans of days that people have words for, such as the last seven days. They are days of whoever asks, whenever that is.

use super::fold::fold_line;
use super::print::quoted;
use super::{Calendar, Range, Scale};
use crate::domain::time::Timestamp;

/// A span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// So many days, of which today is the last; at most 9,999.
    Last(i16),
    /// The month of today.
    ThisMonth,
    /// The month before it.
    LastMonth,
    /// The year of today.
    ThisYear,
    /// So many days, of which today is the first; at most 9,999.
    Next(i16),
    /// The month after that of today.
    NextMonth,
}

/// Those that have one name.
const NAMED: [(&str, Ready); 6] = [
    ("today", Ready::Today),
    ("yesterday", Ready::Yesterday),
    ("this month", Ready::ThisMonth),
    ("last month", Ready::LastMonth),
    ("this year", Ready::ThisYear),
    ("next month", Ready::NextMonth),
];

/// The most days that are counted.
const DAYS_MAX: i16 = 9_999;

impl Ready {
    /// Those up to now, the nearest first.
    pub const PAST: [Self; 7] =
        [Self::Today, Self::Yesterday, Self::Last(7), Self::Last(30), Self::ThisMonth, Self::LastMonth, Self::ThisYear];

    /// Those in which nothing has happened yet, though a property may tell of it.
    pub const AHEAD: [Self; 3] = [Self::Next(7), Self::Next(30), Self::NextMonth];

    /// The span of these words: `today`, `last 7 days`.
    pub fn named(words: &str) -> Option<Self> {
        let words = fold_line(words);
        if let Some((_, named)) = NAMED.iter().find(|(name, _)| *name == words) {
            return Some(*named);
        }
        let mut parts = words.split(' ');
        let (way, count, unit) = (parts.next()?, parts.next()?, parts.next()?);
        let count: i16 = count.parse().ok().filter(|count| (1..=DAYS_MAX).contains(count))?;
        let is_whole = parts.next().is_none() && matches!((unit, count), ("days", _) | ("day", 1));
        match way {
            "last" if is_whole => Some(Self::Last(count)),
            "next" if is_whole => Some(Self::Next(count)),
            _ => None,
        }
    }

    /// The words, as a query has them.
    pub fn text(self) -> String {
        match self {
            Self::Last(count) => quoted(&format!("last {count} days")),
            Self::Next(count) => quoted(&format!("next {count} days")),
            named => {
                let name = NAMED.iter().find(|(_, own)| *own == named).map_or("today", |(name, _)| *name);
                if name.contains(' ') { quoted(name) } else { name.to_owned() }
            }
        }
    }

    /// What it is by a calendar: seconds, or days. One of moments that is not over is open at its end.
    pub fn range(self, scale: Scale, calendar: Calendar<'_>) -> Range {
        let (from, to) = self.ends(calendar);
        let day = |at: Timestamp| calendar.zone.day(at);
        match scale {
            Scale::Days => Range { from: Some(day(from)), to: Some(day(to) - 1) },
            _ if to > calendar.now => Range { from: Some(from.seconds()), to: None },
            _ => Range { from: Some(from.seconds()), to: Some(to.seconds() - 1) },
        }
    }

    /// The first moment of it, and the first after it.
    fn ends(self, Calendar { now, zone }: Calendar<'_>) -> (Timestamp, Timestamp) {
        let day = |before: i16| zone.day_begins(now, before);
        let month = |before: i8| zone.month_begins(now, before);
        match self {
            Self::Today => (day(0), day(-1)),
            Self::Yesterday => (day(1), day(0)),
            Self::Last(count) => (day(count - 1), day(-1)),
            Self::ThisMonth => (month(0), month(-1)),
            Self::LastMonth => (month(1), month(0)),
            Self::ThisYear => (zone.year_begins(now), zone.year_begins(month(-12))),
            Self::Next(count) => (day(0), day(-count)),
            Self::NextMonth => (month(-1), month(-2)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::{Known, parse};
    use crate::domain::zone::Zone;

    /// The range of a span by a zone, as the language writes it.
    fn told(ready: Ready, scale: Scale, now: &str, zone: &str) -> String {
        let (now, zone) = (Timestamp::parse(now).unwrap(), Zone::parse(zone).unwrap());
        scale.text(ready.range(scale, Calendar { now, zone: &zone }))
    }

    #[test]
    fn a_span_begins_and_ends_with_the_days_of_the_reader() {
        let told = |zone: &str| Ready::PAST.map(|ready| told(ready, Scale::Moments, "2026-03-01T00:30:00Z", zone));
        assert_eq!(
            told("UTC"),
            [
                "[2026-03-01T00:00:00Z TO *]",
                "[2026-02-28T00:00:00Z TO 2026-02-28T23:59:59Z]",
                "[2026-02-23T00:00:00Z TO *]",
                "[2026-01-31T00:00:00Z TO *]",
                "[2026-03-01T00:00:00Z TO *]",
                "[2026-02-01T00:00:00Z TO 2026-02-28T23:59:59Z]",
                "[2026-01-01T00:00:00Z TO *]",
            ]
        );
        assert_eq!(
            told("America/New_York"),
            [
                "[2026-02-28T05:00:00Z TO *]",
                "[2026-02-27T05:00:00Z TO 2026-02-28T04:59:59Z]",
                "[2026-02-22T05:00:00Z TO *]",
                "[2026-01-30T05:00:00Z TO *]",
                "[2026-02-01T05:00:00Z TO *]",
                "[2026-01-01T05:00:00Z TO 2026-02-01T04:59:59Z]",
                "[2026-01-01T05:00:00Z TO *]",
            ]
        );
    }

    #[test]
    fn the_offset_is_that_of_the_day_and_not_of_now() {
        let year = told(Ready::ThisYear, Scale::Moments, "2026-07-01T12:00:00Z", "Europe/Berlin");
        assert_eq!(year, "[2025-12-31T23:00:00Z TO *]");
    }

    #[test]
    fn a_span_of_days_has_both_ends_and_may_lie_ahead() {
        for (ready, in_utc, in_kathmandu) in [
            (Ready::Today, "[2026-12-31 TO 2026-12-31]", "[2027-01-01 TO 2027-01-01]"),
            (Ready::Last(30), "[2026-12-02 TO 2026-12-31]", "[2026-12-03 TO 2027-01-01]"),
            (Ready::ThisMonth, "[2026-12-01 TO 2026-12-31]", "[2027-01-01 TO 2027-01-31]"),
            (Ready::ThisYear, "[2026-01-01 TO 2026-12-31]", "[2027-01-01 TO 2027-12-31]"),
            (Ready::Next(7), "[2026-12-31 TO 2027-01-06]", "[2027-01-01 TO 2027-01-07]"),
            (Ready::Next(9_999), "[2026-12-31 TO 2054-05-16]", "[2027-01-01 TO 2054-05-17]"),
            (Ready::NextMonth, "[2027-01-01 TO 2027-01-31]", "[2027-02-01 TO 2027-02-28]"),
        ] {
            let told = |zone: &str| told(ready, Scale::Days, "2026-12-31T23:30:00Z", zone);
            assert_eq!((told("UTC").as_str(), told("Asia/Kathmandu").as_str()), (in_utc, in_kathmandu));
        }
    }

    #[test]
    fn the_words_of_a_span_are_read_again_from_its_print() {
        let (now, zone) = (Timestamp::parse("2026-11-26T12:00:00Z").unwrap(), Zone::utc());
        let known = Known { calendar: Some(Calendar { now, zone: &zone }), properties: &[] };
        for (words, print) in [
            ("today", "today"),
            ("Yesterday", "yesterday"),
            ("\"LAST  90 days\"", "\"last 90 days\""),
            ("\"last 1 day\"", "\"last 1 days\""),
            ("\"next month\"", "\"next month\""),
        ] {
            let read = parse(&format!("createdAt:{words}"), known).unwrap();
            assert_eq!(read.to_string(), format!("createdAt:{print}"));
            assert_eq!(parse(&read.to_string(), known), Ok(read));
        }
        for wrong in
            ["last", "\"last 0 days\"", "\"last 10000 days\"", "\"last 7\"", "\"last 7 weeks\"", "\"last 7 day\""]
        {
            assert!(parse(&format!("createdAt:{wrong}"), known).is_err(), "{wrong}");
        }
        assert!(parse("createdAt:today", &[]).is_err(), "nobody knows which day it is");
        for ready in Ready::PAST.into_iter().chain(Ready::AHEAD) {
            assert_eq!(Ready::named(ready.text().trim_matches('"')), Some(ready));
        }
    }
}
