//! Walks through a list in the order of a sort. Each page goes on behind the last customer that was seen, however many stand before.

use super::index::Index;
use super::{Filter, List, Order, Page, Sort};
use crate::domain::customer::TextField;
use crate::domain::customer_document;
use crate::domain::id::CompanyId;
use crate::store::customers::{Found, name_key};
use crate::store::place::{Key, Place, cut};
use crate::store::{Error, Store};

/// Some customers of a walk.
#[derive(Debug, Default)]
pub struct Walked {
    /// The customers.
    pub found: Vec<Found>,
    /// How many the whole list has.
    pub total: i64,
    /// Where it goes on, when there are more.
    pub next: Option<Place>,
}

/// The next customers of a walk in the order of a sort. Whoever is changed meanwhile may stand elsewhere by then, and be seen there again
/// or not at all; nobody else is. A place that another kind of sort made begins anew.
pub async fn walk_by(
    store: &Store,
    company: CompanyId,
    filter: &Filter,
    (order, descending): (&Order, bool),
    from: Option<&Place>,
    size: i64,
) -> Result<Walked, Error> {
    let Some(list) = List::of(store, company, filter, order.sort()).await? else { return Ok(Walked::default()) };
    let total = list.total(store).await?;
    list.next_of(store, (order, descending), from, total, size).await
}

/// The same for a walk that goes on at once: `total` is what it was at its start, and is not counted again, which may take longer than the
/// page. It only says which way to the page is the shorter one.
pub async fn walk_on(
    store: &Store,
    company: CompanyId,
    filter: &Filter,
    (order, descending): (&Order, bool),
    from: &Place,
    total: i64,
    size: i64,
) -> Result<Walked, Error> {
    let Some(list) = List::of(store, company, filter, order.sort()).await? else { return Ok(Walked::default()) };
    list.next_of(store, (order, descending), Some(from), total, size).await
}

impl Order {
    /// The sort that takes part in what a list reads: none does where it is sorted by something beside the customers.
    fn sort(&self) -> Sort {
        if let Self::Sort(sort) = self { *sort } else { Sort::CreatedAt }
    }
}

impl List<'_> {
    async fn next_of(
        self,
        store: &Store,
        (order, descending): (&Order, bool),
        from: Option<&Place>,
        total: i64,
        size: i64,
    ) -> Result<Walked, Error> {
        match order {
            Order::Sort(sort) => self.next(store, (*sort, descending), from, total, size).await,
            Order::Organization => self.next_having(store, Index::Members, descending, from, total, size).await,
            Order::Property(definition) => {
                self.next_having(store, Index::Values(definition), descending, from, total, size).await
            }
        }
    }

    async fn next(
        mut self,
        store: &Store,
        (sort, descending): (Sort, bool),
        from: Option<&Place>,
        total: i64,
        size: i64,
    ) -> Result<Walked, Error> {
        if let Some(place) = Place::of(from, matches!(sort, Sort::FirstName | Sort::LastName)) {
            self.go_on(place, sort.column(store.dialect()).is_some(), descending);
        }
        // One more than is wanted tells whether there are more.
        let page = Page { offset: 0, size: size + 1 };
        let found = self.page(store, sort, descending, page, total).await?;
        let (found, next) = cut(found, size, |last| place_of(last, sort))?;
        Ok(Walked { found, total, next })
    }

    fn go_on(&mut self, place: &Place, has_column: bool, descending: bool) {
        match has_column {
            true => self.beyond = Some(place.clone()),
            false => self.go_on_by_id(place.id, descending),
        }
    }

    /// Goes on behind an identifier, in the order of identifiers.
    pub(super) fn go_on_by_id(&mut self, id: i64, descending: bool) {
        match descending {
            true => self.last = Some(self.last.unwrap_or(i64::MAX).min(id - 1)),
            false => self.first = Some(self.first.unwrap_or(0).max(id + 1)),
        }
    }
}

fn place_of(found: &Found, sort: Sort) -> Result<Place, Error> {
    let record = &found.record;
    let name = |field| {
        let customer = customer_document::read(&record.value).map_err(|error| Error::Corrupt(error.to_string()))?;
        Ok::<_, Error>(Key::Text(name_key(&customer, field)))
    };
    let key = match sort {
        Sort::Score | Sort::CreatedAt => Key::Number(record.created_at.micros()),
        Sort::UpdatedAt => Key::Number(record.updated_at.micros()),
        Sort::FirstName => name(TextField::FirstName)?,
        Sort::LastName => name(TextField::LastName)?,
    };
    Ok(Place { key, id: record.id.0 })
}
