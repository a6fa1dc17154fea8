//! Who stands in the file, some at a time: each page is read by itself, so nothing is held open while a file goes out.

use std::collections::VecDeque;

use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::property::Definition;
use crate::store::customer_list::{self, Cursor, Filter, Order};
use crate::store::customers::{self, Found};
use crate::store::place::Place;
use crate::store::{self, Store};
use crate::web::customers::view::View;

/// How many customers are read at once.
const SIZE: i64 = 200;
/// The same in the order of a sort: all who are found may have to be sorted for each page, so fewer pages are made of them.
const SORTED_SIZE: i64 = 500;

/// Who is still to come.
#[derive(Debug)]
pub(super) struct Pages {
    ahead: Ahead,
    is_over: bool,
}

#[derive(Debug)]
enum Ahead {
    Picked(VecDeque<CustomerId>),
    Newest(Filter, Option<Cursor>),
    Sorted { filter: Filter, order: (Order, bool), from: Option<(Place, i64)> },
}

impl Pages {
    /// These; whoever is gone is left out.
    pub(super) fn picked(ids: Vec<CustomerId>) -> Self {
        Self { ahead: Ahead::Picked(ids.into()), is_over: false }
    }

    /// All that a filter leaves, in the order of the list.
    pub(super) fn found(filter: Filter, view: &View, definitions: &[Definition]) -> Self {
        let ahead = match view.sort.order(definitions) {
            None => Ahead::Newest(filter, None),
            Some(order) => Ahead::Sorted { filter, order, from: None },
        };
        Self { ahead, is_over: false }
    }

    /// Whether nobody is to come.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// The next customers. It may be nobody though more are to come.
    pub(super) async fn next(&mut self, store: &Store, company: CompanyId) -> Result<Vec<Found>, store::Error> {
        match &mut self.ahead {
            Ahead::Picked(ids) => {
                let mut page = Vec::new();
                for id in ids.drain(..ids.len().min(usize::try_from(SIZE).unwrap_or(1))) {
                    page.extend(customers::find(store, company, id).await?);
                }
                self.is_over = ids.is_empty();
                Ok(page)
            }
            Ahead::Newest(filter, from) => {
                let (page, next) = customer_list::walk(store, company, filter, from.as_ref(), SIZE).await?;
                self.is_over = next.is_none();
                *from = next;
                Ok(page)
            }
            Ahead::Sorted { filter, order: (order, descending), from } => {
                let order = (&*order, *descending);
                // Counted once, at the start: later it only says which way to the next page is the shorter one.
                let walked = match from {
                    Some((place, total)) => {
                        customer_list::walk_on(store, company, filter, order, place, *total, SORTED_SIZE).await?
                    }
                    None => customer_list::walk_by(store, company, filter, order, None, SORTED_SIZE).await?,
                };
                self.is_over = walked.next.is_none();
                *from = walked.next.map(|place| (place, walked.total));
                Ok(walked.found)
            }
        }
    }
}
