//! Pages of a sort of very many customers: its index is walked in pieces, and each customer held against what the list means. To ask the
//! search index about one customer after another takes ten times as long.

use super::statement::Statement;
use super::{List, Page, as_usize, customers_of};
use crate::domain::customer_document;
use crate::domain::query::{self, Searchable};
use crate::store::customers::{FOUND, Found, MEMBERSHIP, read_found};
use crate::store::value::{Row, Value};
use crate::store::{Error, Store};

/// To look at somebody on such a walk takes about so many times as long as to find and sort one who fits. So where a page is full sooner,
/// its walk is the shorter way, however many there are.
const LOOK: i64 = 10;
/// The fewest and the most customers that are read at once.
const PIECE: (i64, i64) = (16, 256);

/// Which index is walked, and which way.
#[derive(Clone, Copy)]
struct Order {
    column: &'static str,
    descending: bool,
}

/// Where a walk stands: the value of the column, and the identifier.
type Place = (Value, i64);

impl List<'_> {
    /// A page that is full before walking for it took longer than sorting all who are found; `total` of them are.
    pub(super) async fn walked(
        &self,
        store: &Store,
        column: &'static str,
        descending: bool,
        page: Page,
        total: i64,
    ) -> Result<Option<Vec<Found>>, Error> {
        if !self.is_narrow() || total == 0 {
            return Ok(None);
        }
        // As far as they stand evenly among the others; where they do not, the walk is given up in time.
        let expected = (page.offset + page.size).saturating_mul(customers_of(store, self.company).await?) / total;
        let most = total / LOOK;
        if expected >= most {
            return Ok(None);
        }
        let order = Order { column, descending };
        // Somewhat more than should be enough, so that one piece usually is.
        let size = (expected + expected / 4).clamp(PIECE.0, PIECE.1);
        let (mut found, mut to_pass, mut looked_at, mut place) =
            (Vec::<Found>::new(), page.offset, 0, self.beyond.clone());
        while looked_at < most {
            let piece = self.piece(store, order, place, size).await?;
            for row in &piece {
                let Some(one) = self.meant(row)? else { continue };
                if to_pass > 0 {
                    to_pass -= 1;
                } else if !found.iter().any(|other| other.record.id == one.record.id) {
                    // Otherwise it was changed between two pieces, and came a second time.
                    found.push(one);
                }
                if found.len() == as_usize(page.size) {
                    return Ok(Some(found));
                }
            }
            looked_at += size;
            place = match piece.last() {
                Some(last) if piece.len() == as_usize(size) => Some((last.value(COLUMN)?, last.integer(0)?)),
                _ => return Ok(Some(found)),
            };
        }
        Ok(None)
    }

    /// The next rows of the index from a place on: the columns [`FOUND`], that of the sort, and whether the conditions on rows hold.
    async fn piece(&self, store: &Store, order: Order, from: Option<Place>, size: i64) -> Result<Vec<Row>, Error> {
        let Order { column, descending } = order;
        let (direction, beyond) = if descending { ("desc", "<") } else { ("asc", ">") };
        let rows_alone = Self { expression: None, ..self.clone() };
        let mut statement = Statement::new(&rows_alone, store.dialect());
        let conditions = statement.conditions_of_rows(&rows_alone);
        let from = from.map_or_else(String::new, |(value, id)| {
            format!(" and (c.{column}, c.id) {beyond} ({}, {})", statement.bind(value), statement.bind(id.into()))
        });
        let limit = statement.limit(Page { offset: 0, size });
        let query = statement.scan(format!(
            "select {FOUND}, c.{column}, case when 1 = 1{conditions} then 1 else 0 end \
             from customers c {MEMBERSHIP} where c.company_id = ?1{from} \
             order by c.{column} {direction}, c.id {direction} {limit}"
        ));
        store.query(query).await
    }

    /// The customer of a row of a piece, if the list means it.
    fn meant(&self, row: &Row) -> Result<Option<Found>, Error> {
        if row.integer(COLUMN + 1)? == 0 {
            return Ok(None);
        }
        let found = read_found(row)?;
        let is_meant = match self.query {
            Some(query) => is_meant(query, &found)?,
            None => true,
        };
        Ok(is_meant.then_some(found))
    }
}

/// Where the column of the sort stands in a row of a piece.
const COLUMN: usize = 9;

fn is_meant(query: &query::Query, found: &Found) -> Result<bool, Error> {
    let record = &found.record;
    let customer = customer_document::read(&record.value).map_err(|error| Error::Corrupt(error.to_string()))?;
    let organization = found.organization.as_ref().map(|organization| &*organization.name);
    let properties = found.properties.values().collect();
    let searchable = Searchable { properties, ..Searchable::of(record, &customer, organization) };
    Ok(query::matches(query, &searchable))
}
