//! What is there before a change: how many have something else, which it overwrites.

use super::act::Act;
use crate::store::customers::Found;
use crate::web::frame::Frame;
use crate::web::texts::bulk::Counted;

/// What is counted, in words; empty for an act that overwrites nothing. `found` are the first of `count` customers.
pub fn told(act: &Act, found: &[Found], count: i64, frame: &Frame) -> String {
    let t = &frame.t.bulk;
    let (texts, value) = match act {
        Act::Property(_, _, value) => (&t.of_property, value),
        Act::Organization(name) => (&t.of_organization, name),
        Act::Delete => return String::new(),
    };
    let now: Vec<String> = found.iter().map(|found| act.before(found, frame)).collect();
    let number = |fits: &dyn Fn(&String) -> bool| now.iter().filter(|now| fits(now)).count() as i64;
    let other = if value.is_empty() { texts.any } else { texts.another };
    let counted: [(Counted, i64); 3] = [
        (other, number(&|now| !now.is_empty() && now != value)),
        (texts.none, number(&|now| now.is_empty())),
        (texts.same, number(&|now| !now.is_empty() && now == value)),
    ];
    let say = |((one, many), number): (Counted, i64)| match number {
        1 => one.to_owned(),
        _ => frame.t.fill(many, &[&frame.format.number(number)]),
    };
    let all: Vec<String> = counted.into_iter().filter(|(_, number)| *number > 0).map(say).collect();
    let all = all.join(", ");
    match found.len() as i64 {
        0 => String::new(),
        read if read < count => {
            frame.t.fill(t.of_the_first, &[&frame.format.number(read), &all, &frame.format.number(count)])
        }
        _ => frame.t.sentence(&all),
    }
}
