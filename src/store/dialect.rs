//! What the engines say differently: each true difference by its name. Everything else is one text for both.

use super::copy::TABLES;

/// The language of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// A statement in every dialect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Text {
    pub(super) fn of(self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }
}

impl From<&'static str> for Text {
    fn from(same: &'static str) -> Self {
        Self { sqlite: same, postgres: same }
    }
}

/// Changes a customer: JSON is taken apart and put together by functions of other names. What went away since the record was read - its
/// organization, the definition of a value - is not written again.
pub(super) const UPDATE_CUSTOMER: Text = Text {
    sqlite: "update customers set version = ?2, updated_at = ?3, first_key = ?4, last_key = ?5, \
         organization_id = (select id from organizations where company_id = ?1 and id = ?6), doc = ?7, \
         properties = (select nullif(json_group_object(p.key, json(p.value)), '{}') from json_each(?8) p \
         cross join property_anchors a on a.company_id = ?1 and a.anchor = p.value ->> 'anchor') \
         where company_id = ?1 and id = ?9 and version = ?10",
    postgres: "update customers set version = ?2, updated_at = ?3, first_key = ?4, last_key = ?5, \
         organization_id = (select id from organizations where company_id = ?1 and id = ?6), doc = ?7, \
         properties = (select json_object_agg(p.key, p.value)::text from json_each(?8::text::json) p \
         join property_anchors a on a.company_id = ?1 and a.anchor = (p.value ->> 'anchor')::bigint) \
         where company_id = ?1 and id = ?9 and version = ?10",
};

/// Changes an organization, likewise.
pub(super) const UPDATE_ORGANIZATION: Text = Text {
    sqlite: "update organizations set version = ?2, updated_at = ?3, name = ?4, search_key = ?5, doc = ?6, \
         properties = (select nullif(json_group_object(p.key, json(p.value)), '{}') from json_each(?7) p \
         cross join property_anchors a on a.company_id = ?1 and a.anchor = p.value ->> 'anchor') \
         where company_id = ?1 and id = ?8 and version = ?9",
    postgres: "update organizations set version = ?2, updated_at = ?3, name = ?4, search_key = ?5, doc = ?6, \
         properties = (select json_object_agg(p.key, p.value)::text from json_each(?7::text::json) p \
         join property_anchors a on a.company_id = ?1 and a.anchor = (p.value ->> 'anchor')::bigint) \
         where company_id = ?1 and id = ?8 and version = ?9",
};

/// Takes a value that hangs on what is gone out of some organizations.
pub(super) const ERASE_ORGANIZATION_VALUES: Text = Text {
    sqlite: "update organizations set properties = (select nullif(json_group_object(p.key, json(p.value)), '{}') \
         from json_each(organizations.properties) p where p.value ->> 'anchor' <> ?2) where company_id = ?1 and id in \
         (select owner from property_values where company_id = ?1 and anchor = ?2 order by value, owner limit ?3)",
    postgres: "update organizations set properties = (select json_object_agg(p.key, p.value)::text from json_each(organizations.properties::json) p \
         where (p.value ->> 'anchor')::bigint <> ?2) where company_id = ?1 and id in \
         (select owner from property_values where company_id = ?1 and anchor = ?2 order by value, owner limit ?3)",
};

/// From here on a commit is on disk when it is answered, with all that were made before it.
pub(super) const DURABLE: Text = Text { sqlite: "pragma synchronous = full", postgres: "set synchronous_commit = on" };

impl Dialect {
    /// The function that tells where a text stands in another one, counted from one.
    pub(super) fn position(self) -> &'static str {
        match self {
            Self::Sqlite => "instr",
            Self::Postgres => "strpos",
        }
    }

    /// Answers a row when there is a table of the name `?1`.
    pub(super) fn has_table(self) -> &'static str {
        match self {
            Self::Sqlite => "select 1 from sqlite_master where type = 'table' and name = ?1",
            Self::Postgres => "select 1 where to_regclass(?1) is not null",
        }
    }

    /// Every index that is not a key: its name, how it is made, and its table.
    pub(super) fn indexes(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "select name, sql, tbl_name from sqlite_master where type = 'index' and sql is not null order by name"
            }
            Self::Postgres => {
                "select indexname::text, indexdef, tablename::text from pg_indexes where schemaname = current_schema() \
                 and indexname not in (select conname from pg_constraint) order by indexname"
            }
        }
    }

    /// What an engine works out for itself once all rows are there: what it knows of companies' newest customers, and of how many rows
    /// there are. A file's log is written back too: closing it does that otherwise, after the copy is finished and before anybody is told.
    pub(super) fn after_copy(self) -> String {
        match self {
            Self::Sqlite => "update companies set \
                 latest = (select coalesce(max(created_at), 0) from customers c where c.company_id = companies.company_id), \
                 indexed = (select coalesce(max(id), 0) from customers c where c.company_id = companies.company_id); \
                 pragma wal_checkpoint(truncate)"
                .into(),
            Self::Postgres => {
                let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
                format!("analyze customer_search, {}", names.join(", "))
            }
        }
    }

    /// How a database is made empty again.
    pub(super) fn make_anew(self) -> &'static str {
        match self {
            Self::Sqlite => "remove",
            Self::Postgres => "drop and make anew",
        }
    }

    /// Joins what is told first with what follows. SQLite is kept from turning them round; PostgreSQL knows from counting which is less.
    pub(super) fn then_join(self) -> &'static str {
        match self {
            Self::Sqlite => "cross join",
            Self::Postgres => "join",
        }
    }

    /// What stands before a column so that its index is not used. PostgreSQL chooses by what it has counted.
    pub(super) fn without_index(self) -> &'static str {
        match self {
            Self::Sqlite => "+",
            Self::Postgres => "",
        }
    }

    /// Whether of two records the one with the larger identifier was not made earlier. One process writes a file, and sees to it. Servers
    /// that share a database take identifiers in blocks, and one may use up an earlier block later.
    pub(super) fn ids_follow_time(self) -> bool {
        self == Self::Sqlite
    }

    /// The customers that an expression of the search index finds, without their rows; `?2` is the expression.
    pub(super) fn found(self) -> &'static str {
        match self {
            Self::Sqlite => "customer_search where customer_search match ?2",
            Self::Postgres => "customer_search s where s.company_id = ?1 and s.terms @@ ?2::text::tsquery",
        }
    }

    /// The customers that an expression finds, with their rows.
    pub(super) fn matched(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "customer_search cross join customers c on c.company_id = ?1 and c.id = -customer_search.rowid \
                 where customer_search match ?2"
            }
            Self::Postgres => {
                "customer_search s join customers c on c.company_id = s.company_id and c.id = s.id \
                 where s.company_id = ?1 and s.terms @@ ?2::text::tsquery"
            }
        }
    }

    /// The identifier of who is found.
    pub(super) fn found_id(self) -> &'static str {
        match self {
            Self::Sqlite => "-customer_search.rowid",
            Self::Postgres => "s.id",
        }
    }

    /// The order of identifiers among who is found. In SQLite's index the newest come first.
    pub(super) fn found_by_id(self, descending: bool) -> &'static str {
        match (self, descending) {
            (Self::Sqlite, true) => "customer_search.rowid asc",
            (Self::Sqlite, false) => "customer_search.rowid desc",
            (Self::Postgres, true) => "s.id desc",
            (Self::Postgres, false) => "s.id asc",
        }
    }

    /// What stands before the first and before the last identifier that may be found.
    pub(super) fn found_bounds(self) -> [&'static str; 2] {
        match self {
            Self::Sqlite => ["customer_search.rowid <= -", "customer_search.rowid >= -"],
            Self::Postgres => ["s.id >= ", "s.id <= "],
        }
    }
}
