//! Numbers, days and moments as the reader writes them: by the language that the browser asks for, and by the reader's time zone.

use crate::domain::time::Timestamp;
use crate::domain::zone::{Wall, Zone};

/// How a reader writes numbers and moments.
#[derive(Clone, Debug)]
pub struct Format {
    habit: &'static Habit,
    zone: Zone,
}

/// What people of a language are used to.
#[derive(Debug)]
struct Habit {
    /// The beginning of what the browser asks for.
    language: &'static str,
    /// What stands between thousands.
    thousands: &'static str,
    day: Shape,
    /// Whether hours are counted to twelve.
    is_twelve: bool,
}

/// The order of a day's parts.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Nov 25, 2026
    MonthFirst,
    /// 25 Nov 2026
    DayFirst,
    /// 25.11.2026
    Dots,
    /// 25/11/2026
    Slashes,
    /// 2026-11-25
    YearFirst,
    /// 2026/11/25
    YearSlashes,
}

const fn habit(language: &'static str, thousands: &'static str, day: Shape, is_twelve: bool) -> Habit {
    Habit { language, thousands, day, is_twelve }
}

/// The habits; the first language of the reader that is here counts, and the longest name of it.
static HABITS: [Habit; 25] = [
    habit("en-us", ",", Shape::MonthFirst, true),
    habit("en-ca", ",", Shape::YearFirst, true),
    habit("en-au", ",", Shape::DayFirst, true),
    habit("en-in", ",", Shape::DayFirst, true),
    habit("en-za", "\u{a0}", Shape::YearFirst, false),
    habit("en", ",", Shape::DayFirst, false),
    habit("de-ch", "’", Shape::Dots, false),
    habit("de", ".", Shape::Dots, false),
    habit("fr", "\u{202f}", Shape::Slashes, false),
    habit("es", ".", Shape::Slashes, false),
    habit("it", ".", Shape::Slashes, false),
    habit("pt", ".", Shape::Slashes, false),
    habit("nl", ".", Shape::DayFirst, false),
    habit("da", ".", Shape::Dots, false),
    habit("nb", "\u{a0}", Shape::Dots, false),
    habit("fi", "\u{a0}", Shape::Dots, false),
    habit("pl", "\u{a0}", Shape::Dots, false),
    habit("cs", "\u{a0}", Shape::Dots, false),
    habit("ru", "\u{a0}", Shape::Dots, false),
    habit("uk", "\u{a0}", Shape::Dots, false),
    habit("ja", ",", Shape::YearSlashes, false),
    habit("zh", ",", Shape::YearSlashes, false),
    habit("ar", ",", Shape::Slashes, true),
    habit("he", ",", Shape::Dots, false),
    habit("", "\u{202f}", Shape::YearFirst, false),
];

/// English, like the texts around them.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Format {
    /// By the languages that a browser asks for (the Accept-Language header) and the name of a time zone, UTC where it is not known.
    pub(super) fn of(languages: &str, zone: Option<&str>) -> Self {
        let wanted =
            languages.split(',').map(|one| one.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        let has = |habit: &&Habit, wanted: &str| {
            wanted == habit.language || wanted.strip_prefix(habit.language).is_some_and(|rest| rest.starts_with('-'))
        };
        let known = |wanted: String| HABITS.iter().find(|habit| !habit.language.is_empty() && has(habit, &wanted));
        let [.., other] = &HABITS;
        let habit = wanted.filter(|wanted| !wanted.is_empty()).find_map(known).unwrap_or(other);
        Self { habit, zone: zone.and_then(Zone::parse).unwrap_or_else(Zone::utc) }
    }

    /// The reader's time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// A whole number: `1,048,213`.
    pub fn number(&self, number: impl Into<i64>) -> String {
        let number: i64 = number.into();
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() * 2);
        if number < 0 {
            text.push('−');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.habit.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// The day of a moment: `25 Nov 2026`.
    pub fn day(&self, at: Timestamp) -> String {
        self.day_of(self.zone.wall(at))
    }

    /// A day of no time zone, kept as `2026-11-25`; what is no day stays as it is.
    pub fn date(&self, text: &str) -> String {
        let mut parts = text.splitn(3, '-').map(|part| part.parse::<i16>().ok());
        match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
            (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => {
                let (month, day) = (month.unsigned_abs() as i8, day.unsigned_abs() as i8);
                self.day_of(Wall { year, month, day, hour: 0, minute: 0 })
            }
            _ => text.to_owned(),
        }
    }

    /// The day of a moment without its year, where that is known: `25 Nov`.
    pub fn short_day(&self, at: Timestamp) -> String {
        let wall = self.zone.wall(at);
        let (day, year) = (self.day_of(wall), wall.year.to_string());
        // `2026-11-25` without its year would read as something else.
        match self.habit.day {
            Shape::YearFirst => day,
            _ => day.replace(&year, "").trim_start_matches('/').trim_end_matches([' ', ',', '/']).to_owned(),
        }
    }

    /// The day and the time of a moment: `25 Nov 2026, 16:11`.
    pub fn moment(&self, at: Timestamp) -> String {
        let wall = self.zone.wall(at);
        format!("{}, {}", self.day_of(wall), self.time_of(wall))
    }

    /// The time of a moment: `16:11`, or `4:11 PM`.
    pub fn time(&self, at: Timestamp) -> String {
        self.time_of(self.zone.wall(at))
    }

    /// From when on: the day where it is the first moment of one, else the moment.
    pub fn beginning(&self, at: Timestamp) -> String {
        if self.zone.day_begins(at, 0) == at { self.day(at) } else { self.moment(at) }
    }

    /// Until when, the second included: the day where it is the last second of one, else the moment.
    pub fn ending(&self, at: Timestamp) -> String {
        let next = Timestamp::from_micros(at.micros().saturating_add(1_000_000));
        if self.zone.day_begins(next, 0) == next { self.day(at) } else { self.moment(at) }
    }

    fn day_of(&self, Wall { year, month, day, .. }: Wall) -> String {
        let name = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
        match self.habit.day {
            Shape::MonthFirst => format!("{name} {day}, {year}"),
            Shape::DayFirst => format!("{day} {name} {year}"),
            Shape::Dots => format!("{day:02}.{month:02}.{year}"),
            Shape::Slashes => format!("{day:02}/{month:02}/{year}"),
            Shape::YearFirst => format!("{year}-{month:02}-{day:02}"),
            Shape::YearSlashes => format!("{year}/{month:02}/{day:02}"),
        }
    }

    fn time_of(&self, Wall { hour, minute, .. }: Wall) -> String {
        if !self.habit.is_twelve {
            return format!("{hour:02}:{minute:02}");
        }
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_moments_are_written_as_the_reader_does() {
        let at = Timestamp::parse("2026-11-25T16:11:00Z").unwrap();
        for (languages, number, moment) in [
            ("en-US,en;q=0.9", "1,048,213", "Nov 25, 2026, 5:11 PM"),
            ("en-GB", "1,048,213", "25 Nov 2026, 17:11"),
            ("de-AT,de;q=0.9,en;q=0.8", "1.048.213", "25.11.2026, 17:11"),
            ("ja,en-US;q=0.7", "1,048,213", "2026/11/25, 17:11"),
            ("ar-EG", "1,048,213", "25/11/2026, 5:11 PM"),
            ("xx, fr;q=0.5", "1\u{202f}048\u{202f}213", "25/11/2026, 17:11"),
            ("", "1\u{202f}048\u{202f}213", "2026-11-25, 17:11"),
            ("english", "1\u{202f}048\u{202f}213", "2026-11-25, 17:11"),
        ] {
            let format = Format::of(languages, Some("Africa/Lagos"));
            assert_eq!(
                (format.number(1_048_213).as_str(), format.moment(at).as_str()),
                (number, moment),
                "{languages}"
            );
        }
        for (languages, day) in [
            ("en-US", "Nov 25"),
            ("en-GB", "25 Nov"),
            ("de", "25.11."),
            ("fr", "25/11"),
            ("ja", "11/25"),
            ("", "2026-11-25"),
        ] {
            assert_eq!(Format::of(languages, None).short_day(at), day, "{languages}");
        }
        let format = Format::of("en-US", Some("Mars/Olympus"));
        assert_eq!(
            (format.number(-999).as_str(), format.number(0).as_str(), format.time(at).as_str()),
            ("−999", "0", "4:11 PM")
        );
        assert_eq!(format.time(Timestamp::parse("2026-11-25T00:05:00Z").unwrap()), "12:05 AM");
    }
}
