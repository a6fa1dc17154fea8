//! Statements of many changes as few: rows that are added to one table are added together, and what is added up is added once. What the
//! database does for each statement costs it as much as several rows.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::store::dialect::Dialect;
use crate::store::steps::{Otherwise, Step, Together};
use crate::store::value::Value;

/// The most rows of one statement. There is a statement for each power of two up to here, so that few have to be prepared.
const ROWS: usize = 64;
/// What tells that a row that is there already is passed over.
const PASSING_OVER: &str = " on conflict do nothing";

/// A statement as it is sent.
#[derive(Debug, PartialEq)]
pub(super) struct Command<'a> {
    pub(super) sql: Cow<'static, str>,
    pub(super) values: Cow<'a, [Value]>,
    /// How many rows it has to touch.
    pub(super) least: u64,
}

/// The statements of changes, each of them as its steps. Between changes whose steps may change places, those that are alike become one.
pub(super) fn joined<'a>(changes: &'a [Vec<Step<'_>>]) -> Vec<Command<'a>> {
    let mut statements = Vec::new();
    for run in changes.chunk_by(|one, next| can_move(one) && can_move(next)) {
        if let [steps] = run {
            statements.extend(steps.iter().map(alone));
            continue;
        }
        for alike in alike(run) {
            join(&alike, &mut statements);
        }
    }
    statements
}

/// The same as statements that fail where they touch fewer rows than they have to, for changes of which each can be made to; none for
/// others.
pub(super) fn failing<'a>(changes: &'a [Vec<Step<'_>>]) -> Option<Vec<Command<'a>>> {
    let can_fail = |step: &Step<'_>| match step.together {
        Together::Row => matches!(step.otherwise, Otherwise::Fine | Otherwise::Taken(_)),
        Together::Sum { .. } => true,
        Together::InPlace | Together::Apart => false,
    };
    if !changes.iter().flatten().all(can_fail) {
        return None;
    }
    let mut statements = Vec::new();
    for alike in alike(changes) {
        let from = statements.len();
        join(&alike, &mut statements);
        for statement in &mut statements[from..] {
            // A key that is taken is an error then.
            if let Some(plain) = statement.sql.strip_suffix(PASSING_OVER) {
                statement.sql = plain.to_owned().into();
            }
        }
        if let [Step { together: Together::Sum { is_there }, .. }, ..] = alike[..] {
            let sums = statements[from..].iter();
            let checks: Vec<_> = sums.map(|sum| Command::new(is_there, sum.values[..2].to_vec())).collect();
            statements.extend(checks);
        }
    }
    Some(statements)
}

/// Statements that add rows as one, where they stand beside each other. In what order it adds them nobody knows.
pub(super) fn united(commands: Vec<Command<'_>>) -> Vec<Command<'_>> {
    let adds = |one: &Command<'_>| one.sql.starts_with("insert");
    let mut united = Vec::new();
    for beside in commands.chunk_by(|one, next| adds(one) && adds(next)) {
        let (mut sql, mut values) = (String::new(), Vec::new());
        // The company is the same in all of them.
        values.extend(beside[0].values.first().cloned());
        for (at, command) in beside.iter().enumerate() {
            match (at, at + 1 < beside.len()) {
                (0, true) => sql += "with a0 as (",
                (_, true) => _ = write!(sql, ", a{at} as ("),
                (_, false) => sql.push(' '),
            }
            renumbered(&command.sql, values.len() - 1, &mut sql);
            sql += if at + 1 < beside.len() { ")" } else { "" };
            values.extend(command.values.iter().skip(1).cloned());
        }
        united.push(Command { sql: sql.trim_start().to_owned().into(), values: values.into(), least: 0 });
    }
    united
}

/// Adds a statement whose values, but for the first, stand so much further on.
fn renumbered(sql: &str, further: usize, to: &mut String) {
    let mut parts = sql.split('?');
    to.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|character: char| !character.is_ascii_digit()).unwrap_or(part.len());
        let number: usize = part[..end].parse().unwrap_or(1);
        let _ = write!(to, "?{}{}", if number > 1 { number + further } else { number }, &part[end..]);
    }
}

impl Command<'_> {
    pub(super) fn new(sql: &'static str, values: Vec<Value>) -> Self {
        Self { sql: sql.into(), values: values.into(), least: 0 }
    }
}

impl From<Step<'_>> for Command<'_> {
    /// A statement of its own, which may touch no row.
    fn from(step: Step<'_>) -> Self {
        Self { sql: step.sql.of(Dialect::Postgres).into(), values: step.values.into(), least: 0 }
    }
}

fn can_move(steps: &Vec<Step<'_>>) -> bool {
    steps.iter().all(|step| step.together != Together::InPlace)
}

/// The steps of changes by their statement, in the order in which those come first.
fn alike<'a, 'b>(changes: &'a [Vec<Step<'b>>]) -> Vec<Vec<&'a Step<'b>>> {
    let mut all: Vec<Vec<&Step<'_>>> = Vec::new();
    for step in changes.iter().flatten() {
        let text = step.sql.of(Dialect::Postgres);
        match all.iter_mut().find(|alike| alike[0].sql.of(Dialect::Postgres) == text) {
            Some(alike) => alike.push(step),
            None => all.push(vec![step]),
        }
    }
    all
}

fn join<'a>(alike: &[&'a Step<'_>], statements: &mut Vec<Command<'a>>) {
    match alike.first().map(|first| first.together) {
        Some(Together::Row) => {
            let mut rest = alike;
            while !rest.is_empty() {
                let (rows, others) = rest.split_at(1 << rest.len().min(ROWS).ilog2());
                statements.push(if let [one] = rows { alone(one) } else { rows_at_once(rows) });
                rest = others;
            }
        }
        Some(Together::Sum { .. }) => statements.extend(sums(alike)),
        _ => statements.extend(alike.iter().copied().map(alone)),
    }
}

fn alone<'a>(step: &'a Step<'_>) -> Command<'a> {
    Command {
        sql: step.sql.of(Dialect::Postgres).into(),
        values: step.values.as_slice().into(),
        least: u64::from(!matches!(step.otherwise, Otherwise::Fine)),
    }
}

fn rows_at_once<'a>(rows: &[&'a Step<'_>]) -> Command<'a> {
    let first = alone(rows[0]);
    let columns = first.values.len();
    let mut values = Vec::with_capacity(1 + rows.len() * (columns - 1));
    // The company is the same in all of them.
    values.extend(first.values.first().cloned());
    rows.iter().for_each(|row| values.extend(row.values[1..].iter().cloned()));
    Command {
        sql: with_rows(&first.sql, rows.len(), columns).into(),
        values: values.into(),
        least: first.least * rows.len() as u64,
    }
}

/// A statement that adds one row, with so many.
fn with_rows(sql: &str, rows: usize, columns: usize) -> String {
    const VALUES: &str = "values (";
    let start = sql.find(VALUES).map_or(sql.len(), |at| at + VALUES.len());
    let end = sql[start..].find(')').map_or(sql.len(), |at| start + at);
    let mut all = String::with_capacity(sql.len() + rows * columns * 6);
    all += &sql[..start];
    for row in 0..rows {
        all += if row == 0 { "?1" } else { "), (?1" };
        for column in 1..columns {
            // Writing to a string has no way to fail.
            let _ = write!(all, ", ?{}", row * (columns - 1) + column + 1);
        }
    }
    all += &sql[end..];
    all
}

/// One statement for each row that is added to.
fn sums<'a>(alike: &[&'a Step<'_>]) -> Vec<Command<'a>> {
    let mut sums: Vec<Command<'a>> = Vec::new();
    for step in alike.iter().copied().map(alone) {
        let Some((more, row)) = step.values.split_last() else { continue };
        let same = sums.iter_mut().find(|sum| sum.values.split_last().is_some_and(|(_, other)| other == row));
        match (same, more) {
            (Some(sum), Value::Integer(more)) => {
                if let Some(Value::Integer(sum)) = sum.values.to_mut().last_mut() {
                    *sum += more;
                }
            }
            _ => sums.push(step),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::CompanyId;
    use crate::store::change::{Claim, KeyKind};

    const ROW: &str = "insert into t (company_id, id) values (?1, ?2)";
    const KEY: &str = "insert into k (company_id, key) values (?1, ?2) on conflict do nothing";
    const SUM: &str = "update o set n = n + ?3 where company_id = ?1 and id = ?2";
    const IS_THERE: &str = "select 1 / count(*) from o where company_id = ?1 and id = ?2";

    fn step<'a>(sql: &'static str, values: &[i64]) -> Step<'a> {
        values.iter().fold(Step::new(CompanyId(7), sql), |step, value| step.bind(*value))
    }

    fn create(id: i64, claim: &Claim) -> Vec<Step<'_>> {
        let sum = step(SUM, &[id % 2, 1]).or(Otherwise::Gone).like(Together::Sum { is_there: IS_THERE });
        let key = step(KEY, &[id]).or(Otherwise::Taken(claim)).like(Together::Row);
        vec![key, step(ROW, &[id]).like(Together::Row), sum]
    }

    fn shown(statements: &[Command<'_>]) -> Vec<String> {
        let number = |value: &Value| if let Value::Integer(number) = value { number.to_string() } else { "?".into() };
        let shown = |one: &Command<'_>| {
            format!("{} <- {} >= {}", one.sql, one.values.iter().map(number).collect::<Vec<_>>().join(" "), one.least)
        };
        statements.iter().map(shown).collect()
    }

    #[test]
    fn rows_of_many_changes_are_few_statements_and_sums_are_added_up() {
        let claim = Claim { kind: KeyKind::Email, key: "k".into(), holder: 1 };
        let changes: Vec<_> = (1..=3).map(|id| create(id, &claim)).collect();
        assert_eq!(
            shown(&joined(&changes)),
            [
                "insert into k (company_id, key) values (?1, ?2), (?1, ?3) on conflict do nothing <- 7 1 2 >= 2",
                "insert into k (company_id, key) values (?1, ?2) on conflict do nothing <- 7 3 >= 1",
                "insert into t (company_id, id) values (?1, ?2), (?1, ?3) <- 7 1 2 >= 0",
                "insert into t (company_id, id) values (?1, ?2) <- 7 3 >= 0",
                "update o set n = n + ?3 where company_id = ?1 and id = ?2 <- 7 1 2 >= 1",
                "update o set n = n + ?3 where company_id = ?1 and id = ?2 <- 7 0 1 >= 1",
            ]
        );
        assert_eq!(
            shown(&failing(&changes[..1]).unwrap()),
            [
                "insert into k (company_id, key) values (?1, ?2) <- 7 1 >= 1",
                "insert into t (company_id, id) values (?1, ?2) <- 7 1 >= 0",
                "update o set n = n + ?3 where company_id = ?1 and id = ?2 <- 7 1 1 >= 1",
                "select 1 / count(*) from o where company_id = ?1 and id = ?2 <- 7 1 >= 0",
            ]
        );
    }

    #[test]
    fn what_adds_rows_beside_each_other_is_one_statement() {
        let claim = Claim { kind: KeyKind::Email, key: "k".into(), holder: 1 };
        let changes: Vec<_> = (1..=2).map(|id| create(id * 2, &claim)).collect();
        let mut commands = vec![Command::new("update c set n = ?2 where company_id = ?1", vec![7.into(), 5.into()])];
        commands.extend(failing(&changes).unwrap());
        commands.push(Command::new("insert into x (company_id, y) values (?1, ?2)", vec![7.into(), 9.into()]));
        assert_eq!(
            shown(&united(commands)),
            [
                "update c set n = ?2 where company_id = ?1 <- 7 5 >= 0",
                "with a0 as (insert into k (company_id, key) values (?1, ?2), (?1, ?3)) \
                 insert into t (company_id, id) values (?1, ?4), (?1, ?5) <- 7 2 4 2 4 >= 0",
                "update o set n = n + ?3 where company_id = ?1 and id = ?2 <- 7 0 2 >= 0",
                "select 1 / count(*) from o where company_id = ?1 and id = ?2 <- 7 0 >= 0",
                "insert into x (company_id, y) values (?1, ?2) <- 7 9 >= 0",
            ]
        );
    }

    #[test]
    fn what_has_to_keep_its_place_does() {
        let claim = Claim { kind: KeyKind::Email, key: "k".into(), holder: 1 };
        let change = || vec![step(ROW, &[9]).like(Together::Row), step("delete from t where id = ?2", &[9])];
        let changes = [create(2, &claim), create(4, &claim), change(), create(6, &claim)];
        let texts: Vec<String> = shown(&joined(&changes)).iter().map(|one| one[..14].to_owned()).collect();
        let create = ["insert into k ", "insert into t ", "update o set n"];
        assert_eq!(texts, [&create[..], &["insert into t ", "delete from t "], &create].concat());
        assert!(failing(&changes).is_none());
    }

    #[test]
    fn no_statement_has_more_rows_than_the_most() {
        let changes: Vec<_> = (0..ROWS as i64 * 2 + 5).map(|id| vec![step(ROW, &[id]).like(Together::Row)]).collect();
        let rows: Vec<usize> = joined(&changes).iter().map(|one| one.values.len() - 1).collect();
        assert_eq!(rows, [ROWS, ROWS, 4, 1]);
    }
}
