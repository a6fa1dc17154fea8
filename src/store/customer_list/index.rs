//! The indexes that lists are walked by, in pieces: the next customers behind a place, whether or not the query means them.

use super::asked::Asked;
use super::statement::Statement;
use super::{List, Page};
use crate::domain::id::AnchorId;
use crate::domain::property::{Compared, Definition};
use crate::domain::property_value::Value;
use crate::store::customers::{FOUND, MEMBERSHIP};
use crate::store::place::{Key, Place};
use crate::store::value::{Row, Value as Cell};
use crate::store::{Error, Store};

/// An index of customers in an order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Index<'a> {
    /// All of them by a column of their rows.
    Column(&'static str),
    /// Those who have a value of a property, by it.
    Values(&'a Definition),
    /// Those who belong to an organization, by its name.
    Members,
    /// Those who belong to none, by their identifiers.
    Memberless,
}

/// Where it stands, behind the columns [`FOUND`], whether the conditions on rows hold; what is sorted by comes after it.
const FITS: usize = 9;
pub(super) const KEY: usize = FITS + 1;

/// Whether the conditions on rows hold for a row of a piece.
pub(super) fn fits(row: &Row) -> Result<bool, Error> {
    Ok(row.integer(FITS)? != 0)
}

impl Index<'_> {
    /// Where the customer of a row of a piece stands.
    pub(super) fn place(self, row: &Row) -> Result<Place, Error> {
        let key = match self {
            Self::Column(_) | Self::Values(_) => match row.value(KEY)? {
                Cell::Integer(number) => Key::Number(number),
                _ => Key::Text(row.text(KEY)?.to_owned()),
            },
            Self::Members => Key::Member {
                name: row.text(KEY)?.to_owned(),
                organization: row.integer(KEY + 1)?,
                made: row.integer(KEY + 2)?,
            },
            Self::Memberless => Key::Nothing,
        };
        Ok(Place { key, id: row.integer(0)? })
    }

    /// Whether a place may be one of it.
    pub(super) fn has(self, place: &Place) -> bool {
        match (self, &place.key) {
            (Self::Values(definition), Key::Number(anchor)) => {
                is_of_options(definition) && definition.holds(AnchorId(*anchor))
            }
            (Self::Values(definition), Key::Text(_)) => !is_of_options(definition),
            (Self::Members, Key::Member { .. }) | (Self::Memberless, Key::Nothing) => true,
            _ => false,
        }
    }
}

/// Whether values of a property are sorted by what they hang on.
pub(super) fn is_of_options(definition: &Definition) -> bool {
    definition.property_type.compared() == Compared::Options
}

/// Which way a list goes, and what comes behind a place on it.
pub(super) fn way(descending: bool) -> (&'static str, &'static str) {
    if descending { ("desc", "<") } else { ("asc", ">") }
}

impl List<'_> {
    /// The next rows of an index behind a place: the columns [`FOUND`], whether the conditions on rows hold, and what is sorted by.
    pub(super) async fn piece(
        &self,
        store: &Store,
        index: Index<'_>,
        from: Option<&Place>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let rows_alone = List { expression: None, ..self.clone() };
        match index {
            Index::Column(column) => rows_alone.piece_of_column(store, column, from, descending, size).await,
            Index::Values(definition) => rows_alone.piece_of_values(store, definition, from, descending, size).await,
            Index::Members => rows_alone.piece_of_members(store, from, descending, size).await,
            Index::Memberless => rows_alone.piece_of_memberless(store, from, descending, size).await,
        }
    }

    async fn piece_of_column(
        &self,
        store: &Store,
        column: &str,
        from: Option<&Place>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let (direction, beyond) = way(descending);
        let mut statement = Statement::new(self, store.dialect());
        let fits = self.fits(&mut statement);
        let from = from.map_or_else(String::new, |Place { key, id }| {
            format!(
                " and (c.{column}, c.id) {beyond} ({}, {})",
                statement.bind(key.into()),
                statement.bind((*id).into())
            )
        });
        let limit = statement.limit(Page { offset: 0, size });
        let query = statement.scan(format!(
            "select {FOUND}, {fits}, c.{column} from customers c {MEMBERSHIP} where c.company_id = ?1{from} \
             order by c.{column} {direction}, c.id {direction} {limit}"
        ));
        store.query(query).await
    }

    /// The options of a dropdown come one after the other.
    async fn piece_of_values(
        &self,
        store: &Store,
        definition: &Definition,
        from: Option<&Place>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let mut runs = definition.anchors();
        if descending {
            runs.reverse();
        }
        let begun = match from {
            Some(Place { key: Key::Number(anchor), .. }) => runs.iter().position(|run| run.0 == *anchor),
            _ => None,
        };
        let (asked, mut rows) = (Asked::of(self.query, Index::Values(definition)), Vec::new());
        for (at, anchor) in runs.into_iter().enumerate().skip(begun.unwrap_or(0)) {
            if !asked.may_hang_on(anchor) {
                continue;
            }
            let from = from.filter(|_| begun.is_none_or(|begun| begun == at));
            let from = from.map(|place| (self::value(definition, anchor, &place.key), place.id));
            let missing = size - rows.len() as i64;
            rows.extend(self.piece_of_run(store, (definition, anchor, &asked), from, descending, missing).await?);
            if rows.len() as i64 >= size {
                break;
            }
        }
        Ok(rows)
    }

    async fn piece_of_run(
        &self,
        store: &Store,
        (definition, anchor, asked): (&Definition, AnchorId, &Asked),
        from: Option<(Cell, i64)>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let ((direction, beyond), then_join) = (way(descending), store.dialect().then_join());
        let told = if is_of_options(definition) { "anchor" } else { "value" };
        let mut statement = Statement::new(self, store.dialect());
        let fits = self.fits(&mut statement);
        let anchor = statement.bind(anchor.0.into());
        let mut wanted = from.map_or_else(String::new, |(value, id)| {
            format!(" and (value, owner) {beyond} ({}, {})", statement.bind(value), statement.bind(id.into()))
        });
        for (sign, bound) in &asked.bounds {
            wanted += &format!(" and value {sign} {}", statement.bind(bound.as_str().into()));
        }
        let limit = statement.limit(Page { offset: 0, size });
        let query = statement.scan(format!(
            "select {FOUND}, {fits}, v.{told} from (select owner, anchor, value from property_values \
             where company_id = ?1 and anchor = {anchor}{wanted} order by value {direction}, owner {direction} {limit}) v \
             {then_join} customers c on c.company_id = ?1 and c.id = v.owner {MEMBERSHIP} \
             order by v.value {direction}, v.owner {direction}"
        ));
        store.query(query).await
    }

    /// A column that tells whether the conditions on rows hold.
    pub(super) fn fits(&self, statement: &mut Statement) -> String {
        let conditions = statement.conditions_of_rows(self);
        if conditions.is_empty() { "1".into() } else { format!("case when 1 = 1{conditions} then 1 else 0 end") }
    }
}

/// The value behind which a run goes on: all that hang on one option are the same.
fn value(definition: &Definition, anchor: AnchorId, key: &Key) -> Cell {
    let option = definition.options.iter().find(|option| option.anchor == anchor);
    match option {
        Some(option) => Value::Text(option.id.clone()).sort_key().into(),
        None => key.into(),
    }
}
