//! Customers by the names of their organizations, and those who belong to none. An organization may have very many members, or one: so it is
//! looked first which ones have a page full.

use super::asked::Asked;
use super::index::{Index, KEY, way};
use super::statement::Statement;
use super::{List, Page};
use crate::store::customers::{FOUND, MEMBERSHIP};
use crate::store::leftovers::MEMBERS;
use crate::store::place::{Key, Place};
use crate::store::value::Row;
use crate::store::{Error, Store};

/// Where an organization stands among the others: its name as it is compared, and its identifier.
type Named = (String, i64);

/// Organizations that come next.
#[derive(Debug, Default)]
struct Next {
    /// The first and the last of those whose members are wanted, all of them.
    whole: Option<(Named, Named)>,
    /// The one after them, of whom some are wanted.
    part: Option<Named>,
}

impl List<'_> {
    /// Within an organization, in the order in which they were made.
    pub(super) async fn piece_of_members(
        &self,
        store: &Store,
        from: Option<&Place>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let (mut rows, mut behind) = (Vec::new(), None);
        if let Some(Place { key: Key::Member { name, organization, made }, id }) = from {
            let named = (name.clone(), *organization);
            rows = self.members_of(store, &named, Some((*made, *id)), descending, size).await?;
            behind = Some(named);
        }
        while (rows.len() as i64) < size {
            let missing = |rows: &[Row]| size - rows.len() as i64;
            let next = self.organizations(store, behind.as_ref(), descending, missing(&rows)).await?;
            let Some(last) = next.part.as_ref().or(next.whole.as_ref().map(|(_, last)| last)).cloned() else { break };
            if let Some((first, last)) = &next.whole {
                rows.extend(self.members_between(store, first, last, descending, missing(&rows)).await?);
            }
            if let Some(part) = next.part.filter(|_| missing(&rows) > 0) {
                rows.extend(self.members_of(store, &part, None, descending, missing(&rows)).await?);
            }
            behind = Some(last);
        }
        Ok(rows)
    }

    /// The organizations that have so many members, as they were counted.
    async fn organizations(
        &self,
        store: &Store,
        behind: Option<&Named>,
        descending: bool,
        size: i64,
    ) -> Result<Next, Error> {
        let ((direction, beyond), plus) = (way(descending), store.dialect().without_index());
        let mut statement = Statement::new(self, store.dialect());
        let mut wanted = behind.map_or_else(String::new, |(name, id)| {
            let (name, id) = (statement.bind(name.as_str().into()), statement.bind((*id).into()));
            format!(" and (search_key, id) {beyond} ({name}, {id})")
        });
        let asked = Asked::of(self.query, Index::Members);
        for (sign, bound) in asked.bounds {
            wanted += &format!(" and search_key {sign} {}", statement.bind(bound.into()));
        }
        for (first, last) in asked.gaps {
            let [first, last] = [first, last].map(|end| statement.bind(end.into()));
            wanted += &format!(" and not (search_key >= {first} and search_key <= {last})");
        }
        let limit = statement.limit(Page { offset: 0, size });
        let query = statement.point(format!(
            "select search_key, id, customers from organizations where company_id = ?1 and {plus}customers > 0{wanted} \
             order by search_key {direction}, id {direction} {limit}"
        ));
        let (mut next, mut missing) = (Next::default(), size);
        for row in &store.query(query).await? {
            let named = (row.text(0)?.to_owned(), row.integer(1)?);
            missing -= row.integer(2)?;
            if missing < 0 {
                next.part = Some(named);
                break;
            }
            let first = next.whole.map_or_else(|| named.clone(), |(first, _)| first);
            next.whole = Some((first, named));
        }
        Ok(next)
    }

    /// Members of one organization, unless it is called otherwise by now.
    async fn members_of(
        &self,
        store: &Store,
        (name, id): &Named,
        behind: Option<(i64, i64)>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let ((direction, beyond), then_join) = (way(descending), store.dialect().then_join());
        let mut statement = Statement::new(self, store.dialect());
        let fits = self.fits(&mut statement);
        let id = statement.bind((*id).into());
        let from = behind.map_or_else(String::new, |(made, id)| {
            format!(" and (created_at, id) {beyond} ({}, {})", statement.bind(made.into()), statement.bind(id.into()))
        });
        let limit = statement.limit(Page { offset: 0, size });
        let query = statement.scan(format!(
            "select {FOUND}, {fits}, o.search_key, o.id, c.created_at from (select id from customers \
             where company_id = ?1 and organization_id = {id}{from} \
             order by created_at {direction}, id {direction} {limit}) p \
             {then_join} customers c on c.company_id = ?1 and c.id = p.id {MEMBERSHIP} \
             order by c.created_at {direction}, c.id {direction}"
        ));
        // Asked of the engine, it might look for the name first, and then for all members.
        let mut rows = store.query(query).await?;
        rows.retain(|row| row.text(KEY).is_ok_and(|own| own == name));
        Ok(rows)
    }

    /// Members of all organizations from one to another.
    async fn members_between(
        &self,
        store: &Store,
        first: &Named,
        last: &Named,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let ((direction, _), then_join) = (way(descending), store.dialect().then_join());
        let (first, last) = if descending { (last, first) } else { (first, last) };
        let mut statement = Statement::new(self, store.dialect());
        let fits = self.fits(&mut statement);
        let [first, last] = [first, last]
            .map(|(name, id)| format!("({}, {})", statement.bind(name.as_str().into()), statement.bind((*id).into())));
        let limit = statement.limit(Page { offset: 0, size });
        let query = statement.scan(format!(
            "select {FOUND}, {fits}, o.search_key, o.id, c.created_at from organizations o \
             {then_join} customers c on c.company_id = ?1 and c.organization_id = o.id \
             where o.company_id = ?1 and (o.search_key, o.id) >= {first} and (o.search_key, o.id) <= {last} \
             order by o.search_key {direction}, o.id {direction}, c.created_at {direction}, c.id {direction} {limit}"
        ));
        store.query(query).await
    }

    /// Those who belong to none, and those whose organization is gone and who are still to be told of it.
    pub(super) async fn piece_of_memberless(
        &self,
        store: &Store,
        from: Option<&Place>,
        descending: bool,
        size: i64,
    ) -> Result<Vec<Row>, Error> {
        let ((direction, beyond), then_join) = (way(descending), store.dialect().then_join());
        let mut statement = Statement::new(self, store.dialect());
        let fits = self.fits(&mut statement);
        let from = from.map(|place| statement.bind(place.id.into()));
        let from = from.map_or_else(String::new, |id| format!(" and m.id {beyond} {id}"));
        let limit = statement.limit(Page { offset: 0, size });
        let some = format!("order by m.id {direction} {limit}");
        let query = statement.scan(format!(
            "select {FOUND}, {fits} from (select id from \
             (select m.id from customers m where m.company_id = ?1 and m.organization_id is null{from} {some}) without \
             union all select id from (select m.id from leftovers l {then_join} customers m on m.company_id = ?1 \
             and m.organization_id = l.id where l.company_id = ?1 and l.kind = '{MEMBERS}'{from} {some}) lost \
             order by id {direction} {limit}) p \
             {then_join} customers c on c.company_id = ?1 and c.id = p.id {MEMBERSHIP} order by c.id {direction}"
        ));
        store.query(query).await
    }
}
