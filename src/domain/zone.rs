//! Time zones: a moment as the clock on somebody's wall shows it.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::time::Timestamp;

/// What the time zone database says a place's zone is called today; its older names are read, and not offered.
const PLACES: &str = include_str!("zone/places.txt");

/// A time zone (IANA).
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

/// A moment on a clock and a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
    /// The hour, from 0.
    pub hour: i8,
    /// The minute.
    pub minute: i8,
}

impl Zone {
    /// The zone of this name; `None` when there is none.
    pub fn parse(name: &str) -> Option<Self> {
        jiff::tz::db().get(name).ok().map(Self)
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zones by which places on earth go, each under the one name that it has today, in order. UTC is not among them.
    pub fn places() -> impl Iterator<Item = &'static str> {
        PLACES.lines().filter(|name| jiff::tz::db().get(name).is_ok())
    }

    /// The moment as the zone's clocks show it.
    pub fn wall(&self, at: Timestamp) -> Wall {
        // Moments that the store can hold are within what the crate can tell.
        let moment = jiff::Timestamp::from_second(at.seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let shown = self.0.to_datetime(moment);
        Wall { year: shown.year(), month: shown.month(), day: shown.day(), hour: shown.hour(), minute: shown.minute() }
    }

    /// The first moment of the day so many days before the one of a moment.
    pub fn day_begins(&self, at: Timestamp, days_before: i8) -> Timestamp {
        let day = self.date(at);
        self.begins(day.checked_sub(i64::from(days_before).days()).unwrap_or(day), at)
    }

    /// The first moment of the month so many months before the one of a moment.
    pub fn month_begins(&self, at: Timestamp, months_before: i8) -> Timestamp {
        let month = self.date(at).first_of_month();
        self.begins(month.checked_sub(i64::from(months_before).months()).unwrap_or(month), at)
    }

    /// The first moment of the year of a moment.
    pub fn year_begins(&self, at: Timestamp) -> Timestamp {
        self.begins(self.date(at).first_of_year(), at)
    }

    fn date(&self, at: Timestamp) -> Date {
        let moment = jiff::Timestamp::from_second(at.seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.0.to_datetime(moment).date()
    }

    /// The moment itself where the day begins outside of what can be told.
    fn begins(&self, day: Date, otherwise: Timestamp) -> Timestamp {
        let begin = day.to_zoned_datetime(self.0.clone());
        begin.map_or(otherwise, |begin| Timestamp::from_micros(begin.timestamp().as_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_as_on_the_wall_of_a_zone() {
        let at = Timestamp::parse("2026-11-23T23:30:00Z").unwrap();
        let wall = |name: &str| Zone::parse(name).unwrap().wall(at);
        assert_eq!(wall("UTC"), Wall { year: 2026, month: 11, day: 23, hour: 23, minute: 30 });
        assert_eq!(wall("Africa/Lagos"), Wall { year: 2026, month: 11, day: 24, hour: 0, minute: 30 });
        assert_eq!(wall("Asia/Kathmandu"), Wall { year: 2026, month: 11, day: 24, hour: 5, minute: 15 });
        assert!(Zone::parse("Mars/Olympus").is_none());
    }

    #[test]
    fn every_zone_that_is_offered_is_one_and_has_its_name_of_today() {
        let names: Vec<&str> = Zone::places().collect();
        assert_eq!(names.len(), PLACES.lines().count());
        assert!(names.is_sorted() && names.len() > 300);
        for name in ["Europe/Berlin", "Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Africa/Asmara"]
        {
            assert!(names.contains(&name), "{name}");
        }
        for older in ["US/Pacific", "Africa/Asmera", "Europe/Kiev", "Asia/Calcutta", "Etc/GMT+1", "EST", "GB"] {
            assert!(!names.contains(&older) && Zone::parse(older).is_some(), "{older} is read, and not offered");
        }
    }
}
