//! Who is changed: customers that were picked, or all that fit a query.

use crate::actions;
use crate::domain::id::CustomerId;
use crate::store;
use crate::store::customer_list::{self, Filter};
use crate::store::customers::{self, Found};
use crate::web::customers::query;
use crate::web::customers::view::{self, View};
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web};

/// The most customers that are picked one by one.
const PICKED_MAX: usize = 200;

/// Who is changed.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// These.
    Picked(Vec<CustomerId>, String),
    /// All that fit the query.
    All(String),
}

impl Chosen {
    /// What an address or a form says.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value).to_owned();
        if !get("all").is_empty() {
            return Self::All(get("q"));
        }
        let mut ids: Vec<CustomerId> =
            pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| CustomerId::parse(id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.truncate(PICKED_MAX);
        Self::Picked(ids, get("q"))
    }

    /// The same without those who were picked and are not there.
    pub async fn there(self, web: &Web, visitor: &Visitor) -> Result<Self, Error> {
        match self {
            Self::Picked(ids, q) => {
                Ok(Self::Picked(customers::present(&web.directory.store, visitor.company.id, &ids).await?, q))
            }
            all => Ok(all),
        }
    }

    /// The query that finds all of them.
    pub fn q(&self) -> &str {
        match self {
            Self::Picked(..) => "",
            Self::All(q) => q,
        }
    }

    /// Why nobody is changed: the query is not understood, or fits too many organizations.
    pub async fn refusal(&self, web: &Web, visitor: &Visitor, t: &Texts) -> Result<Option<String>, Error> {
        let Self::All(q) = self else { return Ok(None) };
        let (store, company) = (&web.directory.store, visitor.company.id);
        let properties = actions::query::properties(store, company).await?;
        let query = match query::meant(web, visitor, &properties, q).await? {
            Ok(query) => query,
            Err(mistake) => return Ok(Some(format!("{} {}", t.bulk.wrong_query, query::told(&mistake, t)))),
        };
        match customer_list::count(store, company, &Filter { query, ..Filter::default() }).await {
            Err(store::Error::TooManyOrganizations) => Ok(Some(t.sentence(t.customers.too_many_organizations))),
            counted => Ok(counted.map(|_| None)?),
        }
    }

    /// The query of the list that they were chosen in.
    pub fn list_q(&self) -> &str {
        let (Self::Picked(_, q) | Self::All(q)) = self;
        q
    }

    /// The address of that list.
    pub fn list(&self) -> String {
        View::read("").with_query(self.list_q()).href()
    }

    /// The address at which one chooses what is done.
    pub fn again(&self) -> String {
        let query = self.carried();
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        format!("/customers/bulk?{query}")
    }

    /// The fields that say who it is.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Picked(ids, q) => {
                let ids = ids.iter().map(|id| ("id", id.to_string()));
                ids.chain((!q.is_empty()).then(|| ("q", q.clone()))).collect()
            }
            Self::All(q) => vec![("all", "1".to_owned()), ("q", q.clone())],
        }
    }

    /// How many there are.
    pub async fn count(&self, web: &Web, visitor: &Visitor) -> Result<i64, Error> {
        match self {
            Self::Picked(ids, _) => Ok(ids.len() as i64),
            Self::All(q) => match filter(web, visitor, q).await? {
                Some(filter) => Ok(customer_list::count(&web.directory.store, visitor.company.id, &filter).await?),
                None => Ok(0),
            },
        }
    }

    /// The first of them, as they are now.
    pub async fn sample(&self, web: &Web, visitor: &Visitor, most: i64) -> Result<Vec<Found>, Error> {
        let (store, company) = (&web.directory.store, visitor.company.id);
        match self {
            Self::Picked(ids, _) => {
                let mut sample = Vec::new();
                for id in ids.iter().take(usize::try_from(most).unwrap_or_default()) {
                    sample.extend(customers::find(store, company, *id).await?);
                }
                Ok(sample)
            }
            Self::All(q) => match filter(web, visitor, q).await? {
                Some(filter) => Ok(customer_list::walk(store, company, &filter, None, most).await?.0),
                None => Ok(Vec::new()),
            },
        }
    }

    /// The next of them from a place on, which is empty at the start, and the place after them, which is empty at the end.
    pub async fn piece(
        &self,
        web: &Web,
        visitor: &Visitor,
        from: &str,
        size: i64,
    ) -> Result<(Vec<CustomerId>, String), Error> {
        let (store, company) = (&web.directory.store, visitor.company.id);
        match self {
            Self::Picked(ids, _) => {
                let last = CustomerId::parse(from);
                let rest: Vec<CustomerId> =
                    ids.iter().copied().filter(|id| last.is_none_or(|last| *id > last)).collect();
                let size = usize::try_from(size).unwrap_or_default();
                let piece: Vec<CustomerId> = rest.iter().copied().take(size).collect();
                let next = piece.last().filter(|_| rest.len() > size).map_or_else(String::new, ToString::to_string);
                Ok((piece, next))
            }
            Self::All(q) => {
                let Some(filter) = filter(web, visitor, q).await? else { return Ok((Vec::new(), String::new())) };
                let cursor = view::read_cursor(from);
                let (found, next) = customer_list::walk(store, company, &filter, cursor.as_ref(), size).await?;
                let next = next.map_or_else(String::new, |next| view::write_cursor(&next));
                Ok((found.iter().map(|found| found.record.id).collect(), next))
            }
        }
    }
}

/// None for a query that is not understood: it fits nobody.
async fn filter(web: &Web, visitor: &Visitor, q: &str) -> Result<Option<Filter>, Error> {
    let properties = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let query = query::meant(web, visitor, &properties, q).await?;
    Ok(query.ok().map(|query| Filter { query, ..Filter::default() }))
}
