//! Ranges of moments that people have words for, such as the last seven days, as the language writes them.

use super::Scale;
use crate::domain::time::Timestamp;
use crate::domain::zone::Zone;

/// A span of days, by the calendar of a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// Today and the six days before.
    SevenDays,
    /// Today and the 29 days before.
    ThirtyDays,
    /// The month of today.
    ThisMonth,
    /// The month before it.
    LastMonth,
    /// The year of today.
    ThisYear,
    /// Today and the six days after.
    NextSevenDays,
    /// Today and the 29 days after.
    NextThirtyDays,
    /// The month after that of today.
    NextMonth,
}

impl Ready {
    /// Those up to now, the nearest first.
    pub const PAST: [Self; 7] = [
        Self::Today,
        Self::Yesterday,
        Self::SevenDays,
        Self::ThirtyDays,
        Self::ThisMonth,
        Self::LastMonth,
        Self::ThisYear,
    ];

    /// Those in which nothing has happened yet, though a property may tell of it.
    pub const AHEAD: [Self; 3] = [Self::NextSevenDays, Self::NextThirtyDays, Self::NextMonth];

    /// The range as a query has it: of moments, or of days. One of moments that is not over is open at its end.
    pub fn text(self, scale: Scale, now: Timestamp, zone: &Zone) -> String {
        let (from, to) = self.ends(now, zone);
        let day = |at: Timestamp| {
            let wall = zone.wall(at);
            format!("{:04}-{:02}-{:02}", wall.year, wall.month, wall.day)
        };
        match scale {
            Scale::Days => format!("[{} TO {}}}", day(from), day(to)),
            _ if to > now => format!("[{} TO *]", end(from)),
            _ => format!("[{} TO {}}}", end(from), end(to)),
        }
    }

    /// The first moment of it, and the first after it.
    fn ends(self, now: Timestamp, zone: &Zone) -> (Timestamp, Timestamp) {
        let day = |before: i8| zone.day_begins(now, before);
        let month = |before: i8| zone.month_begins(now, before);
        match self {
            Self::Today => (day(0), day(-1)),
            Self::Yesterday => (day(1), day(0)),
            Self::SevenDays => (day(6), day(-1)),
            Self::ThirtyDays => (day(29), day(-1)),
            Self::ThisMonth => (month(0), month(-1)),
            Self::LastMonth => (month(1), month(0)),
            Self::ThisYear => (zone.year_begins(now), zone.year_begins(month(-12))),
            Self::NextSevenDays => (day(0), day(-7)),
            Self::NextThirtyDays => (day(0), day(-30)),
            Self::NextMonth => (month(-1), month(-2)),
        }
    }
}

/// A moment as shortly as the language has it: a day alone is its first moment in UTC.
fn end(at: Timestamp) -> String {
    let text = at.to_string();
    text.strip_suffix("T00:00:00Z").map_or(text.clone(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::parse;

    #[test]
    fn a_span_begins_and_ends_with_the_days_of_the_reader() {
        let now = Timestamp::parse("2026-03-01T00:30:00Z").unwrap();
        let told = |zone: &str| Ready::PAST.map(|ready| ready.text(Scale::Moments, now, &Zone::parse(zone).unwrap()));
        assert_eq!(
            told("UTC"),
            [
                "[2026-03-01 TO *]",
                "[2026-02-28 TO 2026-03-01}",
                "[2026-02-23 TO *]",
                "[2026-01-31 TO *]",
                "[2026-03-01 TO *]",
                "[2026-02-01 TO 2026-03-01}",
                "[2026-01-01 TO *]",
            ]
        );
        assert_eq!(
            told("America/New_York"),
            [
                "[2026-02-28T05:00:00Z TO *]",
                "[2026-02-27T05:00:00Z TO 2026-02-28T05:00:00Z}",
                "[2026-02-22T05:00:00Z TO *]",
                "[2026-01-30T05:00:00Z TO *]",
                "[2026-02-01T05:00:00Z TO *]",
                "[2026-01-01T05:00:00Z TO 2026-02-01T05:00:00Z}",
                "[2026-01-01T05:00:00Z TO *]",
            ]
        );
        for text in told("Asia/Kathmandu") {
            assert!(parse(&format!("createdAt:{text}"), &[]).is_ok(), "{text}");
        }
        let summer = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
        let year = Ready::ThisYear.text(Scale::Moments, summer, &Zone::parse("Europe/Berlin").unwrap());
        assert_eq!(year, "[2025-12-31T23:00:00Z TO *]", "the offset is that of the day, not of now");
    }

    #[test]
    fn a_span_of_days_has_both_ends_and_may_lie_ahead() {
        let now = Timestamp::parse("2026-12-31T23:30:00Z").unwrap();
        let told = |zone: &str, ready: Ready| ready.text(Scale::Days, now, &Zone::parse(zone).unwrap());
        for (ready, in_utc, in_kathmandu) in [
            (Ready::Today, "[2026-12-31 TO 2027-01-01}", "[2027-01-01 TO 2027-01-02}"),
            (Ready::ThirtyDays, "[2026-12-02 TO 2027-01-01}", "[2026-12-03 TO 2027-01-02}"),
            (Ready::ThisMonth, "[2026-12-01 TO 2027-01-01}", "[2027-01-01 TO 2027-02-01}"),
            (Ready::ThisYear, "[2026-01-01 TO 2027-01-01}", "[2027-01-01 TO 2028-01-01}"),
            (Ready::NextSevenDays, "[2026-12-31 TO 2027-01-07}", "[2027-01-01 TO 2027-01-08}"),
            (Ready::NextThirtyDays, "[2026-12-31 TO 2027-01-30}", "[2027-01-01 TO 2027-01-31}"),
            (Ready::NextMonth, "[2027-01-01 TO 2027-02-01}", "[2027-02-01 TO 2027-03-01}"),
        ] {
            assert_eq!((told("UTC", ready).as_str(), told("Asia/Kathmandu", ready).as_str()), (in_utc, in_kathmandu));
        }
    }
}
