//! Sorts by what not everybody has, an organization or the value of a property: first those who have it, by an index of it, then the others
//! by their identifiers.

use super::asked::Asked;
use super::beyond::Walked;
use super::index::{Index, is_of_options, way};
use super::statement::Statement;
use super::{List, Page};
use crate::domain::property::Definition;
use crate::store::customers::{FOUND, Found, MEMBERSHIP, read_found};
use crate::store::place::{Key, Place, cut};
use crate::store::search::{self, Expression};
use crate::store::value::{Row, Value};
use crate::store::{Error, Store};

impl List<'_> {
    /// The next customers behind a place, `total` being in the list; one that another kind of sort made begins anew.
    pub(super) async fn next_having(
        self,
        store: &Store,
        index: Index<'_>,
        descending: bool,
        from: Option<&Place>,
        total: i64,
        size: i64,
    ) -> Result<Walked, Error> {
        let is_beyond = from.is_some_and(|place| place.key == Key::Nothing);
        // One more than is wanted tells whether there are more.
        let page = Page { offset: 0, size: size + 1 };
        let mut found = match is_beyond {
            true => Vec::new(),
            false => {
                let from = from.filter(|place| index.has(place));
                self.indexed(store, index, from, descending, page, total).await?
            }
        };
        let page = Page { size: page.size - found.len() as i64, ..page };
        if page.size > 0 && !Asked::of(self.query, index).is_needed {
            let from = from.filter(|_| is_beyond);
            found.extend(match index {
                Index::Values(definition) => self.without(store, definition, from, descending, page).await?,
                _ => self.indexed(store, Index::Memberless, from, descending, page, total).await?,
            });
        }
        let (found, next) = cut(found, size, |(_, place)| Ok(place.clone()))?;
        Ok(Walked { found: found.into_iter().map(|(found, _)| found).collect(), total, next })
    }

    /// A page of those who stand in an index.
    async fn indexed(
        &self,
        store: &Store,
        index: Index<'_>,
        from: Option<&Place>,
        descending: bool,
        page: Page,
        total: i64,
    ) -> Result<Vec<(Found, Place)>, Error> {
        let rows = match self.is_narrow() {
            false => self.piece(store, index, from, descending, page.size).await?,
            true => match self.walked(store, index, from, descending, page, total).await? {
                Some(found) => return Ok(found),
                None => self.all_sorted(store, index, from, descending, page).await?,
            },
        };
        rows.iter().map(|row| Ok((read_found(row)?, index.place(row)?))).collect()
    }

    /// A page of those who have no value, in the order of their identifiers: the search index knows them.
    async fn without(
        &self,
        store: &Store,
        definition: &Definition,
        from: Option<&Place>,
        descending: bool,
        page: Page,
    ) -> Result<Vec<(Found, Place)>, Error> {
        let expression = match &self.expression {
            Some(expression) => expression.clone(),
            None => Expression::everybody(search::company(store, self.company).await?),
        };
        let mut list = List { expression: Some(expression.without_values(&definition.anchors())), ..self.clone() };
        if let Some(place) = from {
            list.go_on_by_id(place.id, descending);
        }
        let found = list.gathered(store, None, descending, page).await?;
        let standing = |found: Found| {
            let place = Place { key: Key::Nothing, id: found.record.id.0 };
            (found, place)
        };
        Ok(found.into_iter().map(standing).collect())
    }

    /// The rows of a page as a piece of the index has them: all who are found are sorted.
    async fn all_sorted(
        &self,
        store: &Store,
        index: Index<'_>,
        from: Option<&Place>,
        descending: bool,
        page: Page,
    ) -> Result<Vec<Row>, Error> {
        let (dialect, (direction, beyond)) = (store.dialect(), way(descending));
        let then_join = dialect.then_join();
        let mut statement = Statement::new(self, dialect);
        let ids = statement.conditions(&List { conditions: Vec::new(), ..self.clone() });
        let ids = match self.expression {
            Some(_) => format!("select {} as id from {}{ids}", dialect.found_id(), dialect.found()),
            None => format!("select c.id from customers c where c.company_id = ?1{ids}"),
        };
        let conditions = statement.conditions_of_rows(&List { first: None, last: None, ..self.clone() });
        let By { joins, told, keys, behind } = By::of(index, from, &mut statement, (then_join, !conditions.is_empty()));
        let beyond = match behind.is_empty() {
            true => String::new(),
            false => format!(
                " and ({}) {beyond} ({})",
                keys.iter().map(|key| format!("{key}, ")).chain(["f.id".to_owned()]).collect::<String>(),
                behind.join(", ")
            ),
        };
        let limit = statement.limit(page);
        let named = |(name, columns): (&'static str, Vec<String>)| {
            columns.into_iter().enumerate().map(move |(at, column)| format!(", {column} as {name}{at}"))
        };
        let order = |of: &str| -> String {
            (0..keys.len())
                .map(|at| format!("{of}key{at} {direction}, "))
                .chain([format!("{of}id {direction}")])
                .collect()
        };
        let (inner, outer) = (order(""), order("p."));
        let shown: String = (0..told.len()).map(|at| format!(", p.told{at}")).collect();
        let columns: String = [("told", told), ("key", keys)].into_iter().flat_map(named).collect();
        let query = statement.scan(format!(
            "select {FOUND}, 1{shown} from (select f.id as id{columns} from ({ids}) f {joins}{conditions}{beyond} \
             order by {inner} {limit}) p \
             {then_join} customers c on c.company_id = ?1 and c.id = p.id {MEMBERSHIP} order by {outer}"
        ));
        store.query(query).await
    }
}

/// How those who are found, `f`, are sorted as in an index.
struct By {
    /// What is joined to them, with conditions at its end.
    joins: String,
    /// What an index tells of them.
    told: Vec<String>,
    /// What they are sorted by before the identifier.
    keys: Vec<String>,
    /// The place behind which they are wanted, if it is not the first: a value for each key, and the identifier.
    behind: Vec<String>,
}

impl By {
    /// The rows `c` of customers are joined where they are asked for, or needed.
    fn of(
        index: Index<'_>,
        from: Option<&Place>,
        statement: &mut Statement,
        (then_join, with_rows): (&str, bool),
    ) -> Self {
        let customers = format!("{then_join} customers c on c.company_id = ?1 and c.id = f.id");
        let organizations = "organizations o on o.company_id = ?1 and o.id = c.organization_id";
        let mut behind = Vec::new();
        let (joins, told) = match index {
            Index::Column(column) => (format!("{customers} where 1 = 1"), vec![format!("c.{column}")]),
            Index::Members => (
                format!("{customers} {then_join} {organizations} where 1 = 1"),
                ["o.search_key", "o.id", "c.created_at"].map(str::to_owned).to_vec(),
            ),
            Index::Memberless => (format!("{customers} left join {organizations} where o.id is null"), Vec::new()),
            Index::Values(definition) => {
                let anchors: Vec<String> =
                    definition.anchors().iter().map(|anchor| statement.bind(anchor.0.into())).collect();
                let customers = if with_rows { customers } else { String::new() };
                let joins = format!(
                    "{customers} {then_join} property_values v on v.company_id = ?1 and v.owner = f.id \
                     where v.anchor in ({})",
                    anchors.join(", ")
                );
                if is_of_options(definition) {
                    let ranks: String = anchors
                        .iter()
                        .enumerate()
                        .map(|(rank, anchor)| format!(" when {anchor} then {rank}"))
                        .collect();
                    let rank = |place: &Place| {
                        definition.anchors().iter().position(|anchor| place.key == Key::Number(anchor.0))
                    };
                    if let Some(place) = from {
                        behind = vec![rank(place).unwrap_or(0).to_string(), statement.bind(place.id.into())];
                    }
                    let keys = vec![format!("case v.anchor{ranks} end")];
                    return Self { joins, told: vec!["v.anchor".to_owned()], keys, behind };
                }
                (joins, vec!["v.value".to_owned()])
            }
        };
        if let Some(Place { key, id }) = from {
            let values: Vec<Value> = match key {
                Key::Member { name, organization, made } => {
                    vec![name.as_str().into(), (*organization).into(), (*made).into()]
                }
                Key::Nothing => Vec::new(),
                key => vec![key.into()],
            };
            behind = values.into_iter().chain([(*id).into()]).map(|value| statement.bind(value)).collect();
        }
        Self { joins, keys: told.clone(), told, behind }
    }
}
