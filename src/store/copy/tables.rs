//! What is copied: every table with its columns, in an order in which a company comes before what is its own.

/// A table that every engine has.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, those of its key first.
    pub columns: &'static [&'static str],
    /// How many of them are its key.
    pub(super) key: usize,
}

/// Every table that is copied.
pub const TABLES: [Table; 23] = [
    // First: by their events it is seen whether the source is still as it was.
    table("companies", 1, &["company_id", "name", "timezone", "created_at", "events", "customers", "organizations"]),
    table(
        "users",
        2,
        &[
            "company_id",
            "id",
            "first_name",
            "last_name",
            "email",
            "email_key",
            "role",
            "timezone",
            "photo_url",
            "disabled_at",
            "seen_at",
            "version",
            "created_at",
            "updated_at",
        ],
    ),
    table("passwords", 2, &["company_id", "user_id", "hash", "changed_at"]),
    table("sessions", 2, &["company_id", "hash", "user_id", "agent", "address", "created_at", "seen_at"]),
    table(
        "passkeys",
        2,
        &["company_id", "hash", "user_id", "credential", "public_key", "state", "name", "created_at", "used_at"],
    ),
    table(
        "saved_views",
        2,
        &[
            "company_id",
            "id",
            "user_id",
            "name",
            "sort_key",
            "is_shared",
            "query",
            "sort",
            "columns",
            "version",
            "created_at",
            "updated_at",
        ],
    ),
    table("invitations", 2, &["company_id", "user_id", "hash", "expires_at"]),
    table(
        "apps",
        2,
        &[
            "company_id",
            "client_id",
            "user_id",
            "name",
            "secret_hash",
            "redirects",
            "used_at",
            "created_at",
            "revoked_at",
        ],
    ),
    table(
        "organizations",
        2,
        &[
            "company_id",
            "id",
            "version",
            "created_at",
            "updated_at",
            "name",
            "search_key",
            "customers",
            "doc",
            "properties",
        ],
    ),
    table(
        "property_definitions",
        3,
        &["company_id", "kind", "slug", "anchor", "position", "place", "version", "created_at", "updated_at", "doc"],
    ),
    table("property_anchors", 2, &["company_id", "anchor", "kind", "slug"]),
    table(
        "customers",
        2,
        &[
            "company_id",
            "id",
            "version",
            "created_at",
            "updated_at",
            "first_key",
            "last_key",
            "organization_id",
            "doc",
            "properties",
        ],
    ),
    table("identity_keys", 3, &["company_id", "kind", "key", "holder"]),
    table("property_values", 3, &["company_id", "owner", "anchor", "value"]),
    table("leftovers", 3, &["company_id", "kind", "id"]),
    table(
        "events",
        2,
        &["company_id", "seq", "at", "subject", "subject_id", "verb", "actor", "actor_id", "before", "after"],
    ),
    table("activity", 2, &["company_id", "begins_at", "made", "changed", "removed"]),
    table("commits", 2, &["company_id", "token"]),
    table("access_tokens", 2, &["company_id", "hash", "client_id", "user_id", "family", "issued_at", "expires_at"]),
    table(
        "refresh_tokens",
        2,
        &["company_id", "hash", "client_id", "user_id", "family", "issued_at", "expires_at", "replaced_at", "salt"],
    ),
    table(
        "codes",
        2,
        &[
            "company_id",
            "hash",
            "client_id",
            "user_id",
            "redirect_uri",
            "challenge_method",
            "challenge",
            "expires_at",
            "used_at",
        ],
    ),
    table("idempotency_keys", 2, &["company_id", "key", "request", "answer", "expires_at"]),
    // Last, and of no company: a target without it hands out no identifier.
    table(SEQUENCES, 1, &["name", "next"]),
];

/// What an engine keeps for itself, as tables and as columns: it is made anew in the target, or is worth nothing there.
pub const PRIVATE: [&str; 8] = [
    // Which schema it is.
    "migrations",
    // What customers are found by, with the tables in which SQLite keeps it.
    "customer_search",
    // What challenges are sealed with, and those of the latest minutes that were answered: another database has others.
    "secrets",
    "spent_challenges",
    // Requests of the latest minute.
    "rate_windows",
    // What was guessed lately.
    "tries",
    // What SQLite knows of a company's newest customers.
    "companies.latest",
    "companies.indexed",
];

/// The one table without companies.
const SEQUENCES: &str = "sequences";

const fn table(name: &'static str, key: usize, columns: &'static [&'static str]) -> Table {
    Table { name, columns, key }
}

impl Table {
    /// The columns of its key.
    pub(in crate::store) fn key(&self) -> &'static [&'static str] {
        self.columns.get(..self.key).unwrap_or(self.columns)
    }

    /// Where a column stands.
    pub(super) fn place_of(&self, column: &str) -> usize {
        self.columns.iter().position(|own| *own == column).unwrap_or(self.columns.len())
    }

    /// Whether its rows are those of companies, which lead its key.
    pub(super) fn has_companies(&self) -> bool {
        self.name != SEQUENCES
    }
}
