-- Tables of large rows keep their rowid: their rows then lie in the leaves of one shallow tree, and reading one is fewer pages.
create table companies (
    company_id integer not null primary key,
    name text not null,
    -- What people who are invited begin with.
    timezone text not null default 'UTC',
    created_at integer not null,
    events integer not null default 0,
    customers integer not null default 0,
    organizations integer not null default 0,
    -- When the last customer was made.
    latest integer not null default 0,
    -- Customers up to this identifier are in the search index.
    indexed integer not null default 0
) strict;

create table sequences (
    name text not null primary key,
    next integer not null
) strict, without rowid;
insert into sequences (name, next) values ('company', 1), ('user', 1), ('record', 101), ('anchor', 1);

create table customers (
    company_id integer not null,
    id integer not null,
    version integer not null,
    created_at integer not null,
    updated_at integer not null,
    first_key text not null,
    last_key text not null,
    organization_id integer,
    doc text not null,
    properties text,
    primary key (company_id, id)
) strict;
create index customers_by_created on customers (company_id, created_at, id);
create index customers_by_updated on customers (company_id, updated_at, id);
create index customers_by_first on customers (company_id, first_key, id);
create index customers_by_last on customers (company_id, last_key, id);
create index customers_by_organization on customers (company_id, organization_id, created_at, id) where organization_id is not null;
create index customers_without_organization on customers (company_id, id) where organization_id is null;

create table identity_keys (
    company_id integer not null,
    kind text not null,
    key text not null,
    holder integer not null,
    primary key (company_id, kind, key)
) strict, without rowid;

-- What customers are found by: their terms, each beginning with its company, under the customer's identifier. The terms themselves are
-- not kept, only the index of them.
create virtual table customer_search using fts5(terms, content='', columnsize=0, tokenize='ascii');
-- What is deleted is taken out at once, so that nothing personal stays in the index.
insert into customer_search (customer_search, rank) values ('secure-delete', 1);
-- When nobody writes, even two pieces of the index are joined.
insert into customer_search (customer_search, rank) values ('usermerge', 2);

create table organizations (
    company_id integer not null,
    id integer not null,
    version integer not null,
    created_at integer not null,
    updated_at integer not null,
    name text not null,
    search_key text not null,
    customers integer not null default 0,
    doc text not null,
    properties text,
    primary key (company_id, id)
) strict, without rowid;
create index organizations_by_customers on organizations (company_id, customers);
create index organizations_by_updated on organizations (company_id, updated_at);
create index organizations_by_search_key on organizations (company_id, search_key);

create table property_definitions (
    company_id integer not null,
    kind text not null,
    slug text not null,
    anchor integer not null,
    -- In which order they were made, and in which people put them on their pages.
    position integer not null,
    place integer not null,
    version integer not null,
    created_at integer not null,
    updated_at integer not null,
    doc text not null,
    primary key (company_id, kind, slug)
) strict, without rowid;

-- What values hang on: a definition, or each option of a dropdown. A value whose anchor is not here is none.
create table property_anchors (
    company_id integer not null,
    anchor integer not null,
    kind text not null,
    slug text not null,
    primary key (company_id, anchor)
) strict, without rowid;

-- Who has which value: the beginning of the form by which values are sorted.
create table property_values (
    company_id integer not null,
    owner integer not null,
    anchor integer not null,
    value text not null,
    primary key (company_id, owner, anchor)
) strict, without rowid;
create index property_values_by_value on property_values (company_id, anchor, value, owner);

-- What is gone while rows still speak of it; they are cleaned bit by bit.
create table leftovers (
    company_id integer not null,
    kind text not null,
    id integer not null,
    primary key (company_id, kind, id)
) strict, without rowid;

create table events (
    company_id integer not null,
    seq integer not null,
    at integer not null,
    subject text not null,
    subject_id text not null,
    verb text not null,
    actor text not null,
    actor_id text,
    before text,
    after text,
    primary key (company_id, seq)
) strict;
create index events_by_subject on events (company_id, subject, subject_id, seq);

-- How many customers were made, changed and erased in each quarter of an hour in which any were, by its first moment: kept with every commit,
-- because to count them would be to read them. The days of every time zone are made of such quarters.
create table activity (
    company_id integer not null,
    begins_at integer not null,
    made integer not null,
    changed integer not null,
    removed integer not null,
    primary key (company_id, begins_at)
) strict, without rowid;

create table commits (
    company_id integer not null,
    token blob not null,
    primary key (company_id, token)
) strict, without rowid;

create table users (
    company_id integer not null,
    id integer not null,
    first_name text not null,
    last_name text not null,
    email text not null,
    email_key text,
    role text not null,
    timezone text not null,
    photo_url text,
    disabled_at integer,
    -- When one of the sessions was last used, which stays when they end.
    seen_at integer,
    version integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (company_id, id)
) strict, without rowid;
-- Whose address it is, before anybody knows in which company: whoever signs in says only that.
create index users_by_email on users (email_key) where email_key is not null;

create table passwords (
    company_id integer not null,
    user_id integer not null,
    hash text not null,
    changed_at integer not null,
    primary key (company_id, user_id)
) strict, without rowid;

create table sessions (
    company_id integer not null,
    hash blob not null,
    user_id integer not null,
    agent text not null,
    address text not null,
    created_at integer not null,
    seen_at integer not null,
    primary key (company_id, hash)
) strict, without rowid;
create index sessions_by_user on sessions (company_id, user_id);

-- Public halves of key pairs on people's devices.
create table passkeys (
    company_id integer not null,
    hash blob not null,
    user_id integer not null,
    credential blob not null,
    public_key blob not null,
    -- The counter of signatures, and what else a device tells with each.
    state blob not null,
    name text not null,
    created_at integer not null,
    used_at integer,
    primary key (company_id, hash)
) strict, without rowid;
create index passkeys_by_user on passkeys (company_id, user_id);

-- Challenges that were answered: each is good for one answer.
create table spent_challenges (
    company_id integer not null,
    hash blob not null,
    expires_at integer not null,
    primary key (company_id, hash)
) strict, without rowid;

-- What every server on this database seals challenges with, before anybody knows for which company. It is nobody's, and each database has
-- another.
create table secrets (
    name text not null primary key,
    value blob not null
) strict, without rowid;
insert into secrets (name, value) values ('challenges', randomblob(32));

-- Saved views of the list of customers: a name for a query, a sort and columns (a JSON array), for who made it or for everybody.
create table saved_views (
    company_id integer not null,
    id integer not null,
    user_id integer not null,
    name text not null,
    sort_key text not null,
    is_shared integer not null,
    query text not null,
    sort text not null,
    columns text not null,
    version integer not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (company_id, id)
) strict, without rowid;
create index saved_views_by_user on saved_views (company_id, user_id, sort_key, id);
create index saved_views_shared on saved_views (company_id, sort_key, id) where is_shared = 1;

-- Links that begin an account or set a new password; a person has one at a time.
create table invitations (
    company_id integer not null,
    user_id integer not null,
    hash blob not null,
    expires_at integer not null,
    primary key (company_id, user_id)
) strict, without rowid;
create unique index invitations_by_hash on invitations (company_id, hash);

create table apps (
    company_id integer not null,
    client_id text not null,
    user_id integer not null,
    name text not null,
    secret_hash blob not null,
    redirects text not null,
    used_at integer,
    created_at integer not null,
    revoked_at integer,
    primary key (company_id, client_id)
) strict, without rowid;

create table access_tokens (
    company_id integer not null,
    hash blob not null,
    client_id text not null,
    user_id integer not null,
    family blob,
    issued_at integer not null,
    expires_at integer not null,
    primary key (company_id, hash)
) strict, without rowid;
create index access_tokens_by_expiry on access_tokens (company_id, expires_at);
create index access_tokens_by_family on access_tokens (company_id, family) where family is not null;

create table refresh_tokens (
    company_id integer not null,
    hash blob not null,
    client_id text not null,
    user_id integer not null,
    family blob not null,
    issued_at integer not null,
    expires_at integer not null,
    replaced_at integer,
    salt blob,
    primary key (company_id, hash)
) strict, without rowid;
create index refresh_tokens_by_expiry on refresh_tokens (company_id, expires_at);
create index refresh_tokens_by_family on refresh_tokens (company_id, family);
create index refresh_tokens_by_user on refresh_tokens (company_id, user_id);
create index refresh_tokens_by_salt on refresh_tokens (company_id, replaced_at) where salt is not null;

create table codes (
    company_id integer not null,
    hash blob not null,
    client_id text not null,
    user_id integer not null,
    redirect_uri text,
    challenge_method text,
    challenge text,
    expires_at integer not null,
    used_at integer,
    primary key (company_id, hash)
) strict, without rowid;
create index codes_by_expiry on codes (company_id, expires_at);

create table idempotency_keys (
    company_id integer not null,
    key blob not null,
    request blob not null,
    answer text not null,
    expires_at integer not null,
    primary key (company_id, key)
) strict, without rowid;
create index idempotency_keys_by_expiry on idempotency_keys (company_id, expires_at);

-- For people who read the file with SQL: one row an entry, one row a value.
create view customer_emails as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_each(c.doc, '$._embedded.emails') e;
create view customer_phones as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_each(c.doc, '$._embedded.phones') e;
create view customer_chats as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_each(c.doc, '$._embedded.chats') e;
create view customer_social_profiles as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_each(c.doc, '$._embedded.social_profiles') e;
create view customer_websites as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'value' as value
    from customers c, json_each(c.doc, '$._embedded.websites') e;
create view customer_properties as
    select c.company_id, c.id as customer_id, p.key as slug, p.value ->> 'value' as value, p.value ->> 'source' as source
    from customers c, json_each(c.properties) p
    cross join property_anchors a on a.company_id = c.company_id and a.anchor = p.value ->> 'anchor';
create view organization_properties as
    select o.company_id, o.id as organization_id, p.key as slug, p.value ->> 'value' as value, p.value ->> 'source' as source
    from organizations o, json_each(o.properties) p
    cross join property_anchors a on a.company_id = o.company_id and a.anchor = p.value ->> 'anchor';
