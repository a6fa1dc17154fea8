//! Pages of a sort of very many customers: its index is walked in pieces, and each customer held against what the list means. To ask the
//! search index about one customer after another takes ten times as long.

use super::index::{self, Index};
use super::{List, Page, as_usize, customers_of};
use crate::domain::customer_document;
use crate::domain::query::{self, Searchable};
use crate::store::customers::{Found, read_found};
use crate::store::place::Place;
use crate::store::value::Row;
use crate::store::{Error, Store};

/// To look at somebody on such a walk takes about so many times as long as to find and sort one who fits. So where a page is full sooner,
/// its walk is the shorter way, however many there are.
const LOOK: i64 = 10;
/// The fewest and the most customers that are read at once.
const PIECE: (i64, i64) = (16, 256);

impl List<'_> {
    /// A page behind a place that is full, or at the end of the index, before walking for it took longer than sorting all who are found;
    /// `total` of them are. Each comes with the place where it stands.
    pub(super) async fn walked(
        &self,
        store: &Store,
        index: Index<'_>,
        from: Option<&Place>,
        descending: bool,
        page: Page,
        total: i64,
    ) -> Result<Option<Vec<(Found, Place)>>, Error> {
        if !self.is_narrow() || total == 0 {
            return Ok(None);
        }
        // As far as they stand evenly among the others; where they do not, the walk is given up in time.
        let expected = (page.offset + page.size).saturating_mul(customers_of(store, self.company).await?) / total;
        let most = total / LOOK;
        if expected >= most {
            return Ok(None);
        }
        // Somewhat more than should be enough, so that one piece usually is.
        let size = (expected + expected / 4).clamp(PIECE.0, PIECE.1);
        let (mut found, mut to_pass, mut looked_at, mut place) =
            (Vec::<(Found, Place)>::new(), page.offset, 0, from.cloned());
        while looked_at < most {
            let piece = self.piece(store, index, place.as_ref(), descending, size).await?;
            for row in &piece {
                let Some(one) = self.meant(row)? else { continue };
                if to_pass > 0 {
                    to_pass -= 1;
                } else if !found.iter().any(|(other, _)| other.record.id == one.record.id) {
                    // Otherwise it was changed between two pieces, and came a second time.
                    found.push((one, index.place(row)?));
                }
                if found.len() == as_usize(page.size) {
                    return Ok(Some(found));
                }
            }
            looked_at += size;
            place = match piece.last() {
                Some(last) if piece.len() == as_usize(size) => Some(index.place(last)?),
                _ => return Ok(Some(found)),
            };
        }
        Ok(None)
    }

    /// The customer of a row of a piece, if the list means it.
    fn meant(&self, row: &Row) -> Result<Option<Found>, Error> {
        if !index::fits(row)? {
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

fn is_meant(query: &query::Query, found: &Found) -> Result<bool, Error> {
    let record = &found.record;
    let customer = customer_document::read(&record.value).map_err(|error| Error::Corrupt(error.to_string()))?;
    let organization = found.organization.as_ref().map(|organization| &*organization.name);
    let properties = found.properties.values().collect();
    let searchable = Searchable { properties, ..Searchable::of(record, &customer, organization) };
    Ok(query::matches(query, &searchable))
}
