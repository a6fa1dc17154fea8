//! Whole numbers as terms: a number stands in a span of one number, in one of eight, in one of sixty-four, and so on; whatever lies between
//! two numbers is a few dozen spans.

/// How many times longer the spans of a level are than those of the level below, as a power of two.
const STEP: u32 = 3;

/// A span of numbers: its level, and its number on that level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) level: u32,
    pub(super) number: i64,
}

/// How long the spans of a level are.
pub(super) const fn length(level: u32) -> i64 {
    1 << (STEP * level)
}

/// The spans that a number stands in, one of each of so many levels: at most 22, whose longest are half of all numbers.
pub(super) fn of(number: i64, levels: u32) -> impl Iterator<Item = Span> {
    (0..levels).map(move |level| Span { level, number: number >> (STEP * level) })
}

/// The fewest spans of these levels that together are all from the first number to the last.
pub(super) fn between(first: i64, last: i64, levels: u32) -> Vec<Span> {
    // Wider, because the number behind the last one may be none.
    let (mut first, mut last) = (i128::from(first), i128::from(last));
    let mut spans = Vec::new();
    for level in 0..levels {
        let mut add = |number: i128| spans.push(Span { level, number: number as i64 });
        if level == levels - 1 {
            (first..=last).for_each(add);
            break;
        }
        // What does not fill a longer span, at either end, is told on this level.
        while first <= last && first & 7 != 0 {
            add(first);
            first += 1;
        }
        while first <= last && last & 7 != 7 {
            add(last);
            last -= 1;
        }
        if first > last {
            break;
        }
        (first, last) = (first >> STEP, last >> STEP);
    }
    spans
}
