//! The chart of the days, drawn here: two bars a day, and lines at round numbers.

use crate::store::activity::Activity;
use crate::web::frame::Frame;

/// The size of the drawing, in its own units; it is as wide as there is room.
const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 180.0;
/// The room for a letter of the numbers at the side, and for days below.
const LETTER: f64 = 8.0;
const BELOW: f64 = 22.0;
const ABOVE: f64 = 8.0;

/// The chart.
#[derive(Debug)]
pub struct Chart {
    /// How wide it is.
    pub width: String,
    /// How high it is.
    pub height: String,
    /// Where the lines begin.
    pub side: String,
    /// The lines across.
    pub lines: Vec<Line>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// The days that are named.
    pub labels: Vec<Label>,
}

/// A line across, at a round number.
#[derive(Debug)]
pub struct Line {
    /// How far down.
    pub y: String,
    /// The number.
    pub label: String,
}

/// A bar.
#[derive(Debug)]
pub struct Bar {
    /// Which of the two.
    pub class: &'static str,
    /// Where it begins.
    pub x: String,
    /// Where it ends above.
    pub y: String,
    /// How wide it is.
    pub width: String,
    /// How high it is.
    pub height: String,
}

/// A day that is named.
#[derive(Debug)]
pub struct Label {
    /// Whether it is only named where there is room.
    pub is_second: bool,
    /// Which side of it stands where it is: the middle, or for the last one its end.
    pub anchor: &'static str,
    /// Where it stands.
    pub x: String,
    /// What is read.
    pub text: String,
}

impl Chart {
    /// The chart of some days, the oldest first.
    pub fn of(days: &[Activity], frame: &Frame) -> Self {
        let most = days.iter().map(|day| day.made.max(day.changed)).max().unwrap_or(0);
        let (step, top) = scale(most);
        let (floor, room) = (HEIGHT - BELOW, HEIGHT - BELOW - ABOVE);
        let side = LETTER * (frame.format.number(top).chars().count() as f64 + 1.0);
        let height = |number: i64| room * number as f64 / top as f64;
        let slot = (WIDTH - side) / days.len().max(1) as f64;
        let bar = |class, x: f64, number: i64| Bar {
            class,
            x: text(x),
            // What happened once is seen even beside very many.
            y: text(floor - height(number).max(1.0)),
            width: text(slot * 0.36),
            height: text(height(number).max(1.0)),
        };
        let mut bars = Vec::with_capacity(days.len() * 2);
        let mut labels = Vec::new();
        for (at, day) in days.iter().enumerate() {
            let x = side + slot * at as f64;
            bars.extend((day.made > 0).then(|| bar("bar-one", x + slot * 0.1, day.made)));
            bars.extend((day.changed > 0).then(|| bar("bar-two", x + slot * 0.52, day.changed)));
            // Every seventh, counted from today.
            let ago = days.len() - 1 - at;
            if ago.is_multiple_of(7) {
                let (x, anchor) = if ago == 0 { (WIDTH, "end") } else { (x + slot / 2.0, "middle") };
                let name = frame.format.short_day(day.from);
                labels.push(Label { is_second: !ago.is_multiple_of(14), anchor, x: text(x), text: name });
            }
        }
        let line = |number: i64| Line { y: text(floor - height(number)), label: frame.format.number(number) };
        let lines = (0..=top / step).map(|at| line(at * step)).collect();
        Self { width: text(WIDTH), height: text(HEIGHT), side: text(side), lines, bars, labels }
    }
}

/// The distance of lines, and the number at the top: round, and not below the most.
fn scale(most: i64) -> (i64, i64) {
    let most = most.clamp(4, i64::MAX / 100);
    let mut power = 1_i64;
    loop {
        for step in [1, 2, 5].map(|digit| power.saturating_mul(digit)) {
            // Four lines at most.
            if step.saturating_mul(4) >= most {
                return (step, (most - 1) / step * step + step);
            }
        }
        power = power.saturating_mul(10);
    }
}

fn text(number: f64) -> String {
    format!("{number:.1}")
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn lines_stand_at_round_numbers_and_the_top_is_not_below_the_most() {
        for (most, expected) in
            [(0, (1, 4)), (4, (1, 4)), (5, (2, 6)), (9, (5, 10)), (500, (200, 600)), (1_000_000, (500_000, 1_000_000))]
        {
            assert_eq!(scale(most), expected, "{most}");
        }
    }
}
