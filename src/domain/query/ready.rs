//! Ranges of moments that people have words for, such as the last seven days, as the language writes them.

use crate::domain::time::Timestamp;
use crate::domain::zone::Zone;

/// A span of days up to now or before, by the calendar of a time zone.
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
}

impl Ready {
    /// Every one, the nearest first.
    pub const ALL: [Self; 7] = [
        Self::Today,
        Self::Yesterday,
        Self::SevenDays,
        Self::ThirtyDays,
        Self::ThisMonth,
        Self::LastMonth,
        Self::ThisYear,
    ];

    /// The range as a query has it. One that is not over is open at its end.
    pub fn text(self, now: Timestamp, zone: &Zone) -> String {
        let (from, to) = match self {
            Self::Today => (zone.day_begins(now, 0), None),
            Self::Yesterday => (zone.day_begins(now, 1), Some(zone.day_begins(now, 0))),
            Self::SevenDays => (zone.day_begins(now, 6), None),
            Self::ThirtyDays => (zone.day_begins(now, 29), None),
            Self::ThisMonth => (zone.month_begins(now, 0), None),
            Self::LastMonth => (zone.month_begins(now, 1), Some(zone.month_begins(now, 0))),
            Self::ThisYear => (zone.year_begins(now), None),
        };
        match to {
            None => format!("[{} TO *]", end(from)),
            Some(to) => format!("[{} TO {}}}", end(from), end(to)),
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
        let told = |zone: &str| Ready::ALL.map(|ready| ready.text(now, &Zone::parse(zone).unwrap()));
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
            assert!(parse(&format!("createdAt:{text}")).is_ok(), "{text}");
        }
        let summer = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
        let year = Ready::ThisYear.text(summer, &Zone::parse("Europe/Berlin").unwrap());
        assert_eq!(year, "[2025-12-31T23:00:00Z TO *]", "the offset is that of the day, not of now");
    }
}
