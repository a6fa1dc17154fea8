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

    /// Its name, as the time zone database writes it.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The moment as the zone's clocks show it.
    pub fn wall(&self, at: Timestamp) -> Wall {
        // Moments that the store can hold are within what the crate can tell.
        let moment = jiff::Timestamp::from_second(at.seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let shown = self.0.to_datetime(moment);
        Wall { year: shown.year(), month: shown.month(), day: shown.day(), hour: shown.hour(), minute: shown.minute() }
    }

    /// The day of a moment: days since 1970-01-01.
    pub fn day(&self, at: Timestamp) -> i64 {
        self.date(at).duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
    }

    /// The first moment of the day so many days before the one of a moment.
    pub fn day_begins(&self, at: Timestamp, days_before: i16) -> Timestamp {
        let day = self.date(at);
        self.begins(day.checked_sub(i64::from(days_before).days()).unwrap_or(day), at)
    }

    /// The first moments of so many days up to the day of a moment, the oldest first, and at the end that of the day after it. They are
    /// days that there were: one that the zone left out is not among them.
    pub fn days(&self, at: Timestamp, count: usize) -> Vec<Timestamp> {
        let mut begins: Vec<Timestamp> = Vec::with_capacity(count + 1);
        for begin in (-1..i16::MAX).map(|days_before| self.day_begins(at, days_before)) {
            // A day that was left out begins when the one after it does.
            if begins.last() != Some(&begin) {
                begins.push(begin);
            }
            if begins.len() > count {
                break;
            }
        }
        begins.reverse();
        begins
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
    fn days_begin_with_the_clocks_of_the_zone_also_where_one_is_longer_or_left_out() {
        let days = |name: &str, at: &str, count: usize| -> Vec<String> {
            let at = Timestamp::parse(at).unwrap();
            Zone::parse(name).unwrap().days(at, count).iter().map(ToString::to_string).collect()
        };
        for (name, at, expected) in [
            ("UTC", "2026-11-23T23:30:00Z", ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"]),
            (
                "Asia/Kathmandu",
                "2026-11-23T18:15:00Z",
                ["2026-11-22T18:15:00Z", "2026-11-23T18:15:00Z", "2026-11-24T18:15:00Z"],
            ),
            (
                "Pacific/Tongatapu",
                "2026-11-23T10:59:59Z",
                ["2026-11-21T11:00:00Z", "2026-11-22T11:00:00Z", "2026-11-23T11:00:00Z"],
            ),
            // 23 hours, and 25.
            (
                "America/Los_Angeles",
                "2026-03-09T12:00:00Z",
                ["2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z", "2026-03-10T07:00:00Z"],
            ),
            (
                "Europe/Berlin",
                "2026-10-25T22:59:59Z",
                ["2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
            ),
            // Clocks go from midnight to one.
            (
                "Africa/Cairo",
                "2026-04-24T12:00:00Z",
                ["2026-04-22T22:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"],
            ),
            // There was no 30 December 2011.
            (
                "Pacific/Apia",
                "2011-12-31T00:00:00Z",
                ["2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"],
            ),
        ] {
            assert_eq!(days(name, at, 2), expected, "{name}");
        }
        assert_eq!(days("Asia/Kathmandu", "2026-11-23T18:15:00Z", 30).len(), 31);
    }

    #[test]
    fn the_days_of_every_zone_begin_with_a_quarter_of_an_hour() {
        let now = Timestamp::parse("2026-11-23T16:11:00Z").unwrap();
        for name in Zone::places() {
            let zone = Zone::parse(name).unwrap();
            for days in 0..60 {
                let begins = zone.day_begins(now.plus_seconds(days * 7 * 86_400), 0);
                assert_eq!(begins.micros() % 900_000_000, 0, "{name}: {begins}");
            }
        }
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
