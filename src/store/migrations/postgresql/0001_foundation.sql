-- All text is compared byte by byte, which is the order of its characters: the same in every database.
-- A file has two columns more, `latest` and `indexed`. Here they would tell nothing: servers that share a database do not see to it that
-- identifiers rise with time, and no customer waits to come into the search index.
create table companies (
    company_id bigint not null primary key,
    name text collate "C" not null,
    -- What people who are invited begin with.
    timezone text collate "C" not null default 'UTC',
    created_at bigint not null,
    events bigint not null default 0,
    customers bigint not null default 0,
    organizations bigint not null default 0
) with (fillfactor = 50);

create table sequences (
    name text collate "C" not null primary key,
    next bigint not null
) with (fillfactor = 50);
insert into sequences (name, next) values ('company', 1), ('user', 1), ('record', 101), ('anchor', 1);

create table customers (
    company_id bigint not null,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    first_key text collate "C" not null,
    last_key text collate "C" not null,
    organization_id bigint,
    doc text collate "C" not null,
    properties text collate "C",
    primary key (company_id, id)
);
create index customers_by_created on customers (company_id, created_at, id);
create index customers_by_updated on customers (company_id, updated_at, id);
create index customers_by_first on customers (company_id, first_key, id);
create index customers_by_last on customers (company_id, last_key, id);
create index customers_by_organization on customers (company_id, organization_id, created_at, id) where organization_id is not null;
create index customers_without_organization on customers (company_id, id) where organization_id is null;

create table identity_keys (
    company_id bigint not null,
    kind text collate "C" not null,
    key text collate "C" not null,
    holder bigint not null,
    primary key (company_id, kind, key)
);

-- What customers are found by: their terms, each beginning with its company. Those of names and addresses have places, because some are
-- told apart by what stands beside them.
create table customer_search (
    company_id bigint not null,
    id bigint not null,
    terms tsvector not null,
    primary key (company_id, id)
);
create index customer_search_by_terms on customer_search using gin (terms);

create table organizations (
    company_id bigint not null,
    id bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    name text collate "C" not null,
    search_key text collate "C" not null,
    customers bigint not null default 0,
    doc text collate "C" not null,
    properties text collate "C",
    primary key (company_id, id)
);
create index organizations_by_customers on organizations (company_id, customers, id);
create index organizations_by_updated on organizations (company_id, updated_at, id);
create index organizations_by_search_key on organizations (company_id, search_key, id);

create table property_definitions (
    company_id bigint not null,
    kind text collate "C" not null,
    slug text collate "C" not null,
    anchor bigint not null,
    -- In which order they were made, and in which people put them on their pages.
    position bigint not null,
    place bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    doc text collate "C" not null,
    primary key (company_id, kind, slug)
);

-- What values hang on: a definition, or each option of a dropdown. A value whose anchor is not here is none.
create table property_anchors (
    company_id bigint not null,
    anchor bigint not null,
    kind text collate "C" not null,
    slug text collate "C" not null,
    primary key (company_id, anchor)
);

-- Who has which value: the beginning of the form by which values are sorted.
create table property_values (
    company_id bigint not null,
    owner bigint not null,
    anchor bigint not null,
    value text collate "C" not null,
    primary key (company_id, owner, anchor)
);
create index property_values_by_value on property_values (company_id, anchor, value, owner);

-- What is gone while rows still speak of it; they are cleaned bit by bit.
create table leftovers (
    company_id bigint not null,
    kind text collate "C" not null,
    id bigint not null,
    primary key (company_id, kind, id)
);

create table events (
    company_id bigint not null,
    seq bigint not null,
    at bigint not null,
    subject text collate "C" not null,
    subject_id text collate "C" not null,
    verb text collate "C" not null,
    actor text collate "C" not null,
    actor_id text collate "C",
    before text collate "C",
    after text collate "C",
    primary key (company_id, seq)
);
create index events_by_subject on events (company_id, subject, subject_id, seq);

-- How many customers were made, changed and erased in each quarter of an hour in which any were, by its first moment: kept with every commit,
-- because to count them would be to read them. The days of every time zone are made of such quarters.
create table activity (
    company_id bigint not null,
    begins_at bigint not null,
    made bigint not null,
    changed bigint not null,
    removed bigint not null,
    primary key (company_id, begins_at)
);

create table commits (
    company_id bigint not null,
    token bytea not null,
    primary key (company_id, token)
);

create table users (
    company_id bigint not null,
    id bigint not null,
    first_name text collate "C" not null,
    last_name text collate "C" not null,
    email text collate "C" not null,
    email_key text collate "C",
    role text collate "C" not null,
    timezone text collate "C" not null,
    photo_url text collate "C",
    disabled_at bigint,
    -- When one of the sessions was last used, which stays when they end.
    seen_at bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (company_id, id)
);
-- Whose address it is, before anybody knows in which company: whoever signs in says only that.
create index users_by_email on users (email_key) where email_key is not null;

create table passwords (
    company_id bigint not null,
    user_id bigint not null,
    hash text collate "C" not null,
    changed_at bigint not null,
    primary key (company_id, user_id)
);

create table sessions (
    company_id bigint not null,
    hash bytea not null,
    user_id bigint not null,
    agent text collate "C" not null,
    address text collate "C" not null,
    created_at bigint not null,
    seen_at bigint not null,
    primary key (company_id, hash)
);
create index sessions_by_user on sessions (company_id, user_id);

-- Public halves of key pairs on people's devices.
create table passkeys (
    company_id bigint not null,
    hash bytea not null,
    user_id bigint not null,
    credential bytea not null,
    public_key bytea not null,
    -- The counter of signatures, and what else a device tells with each.
    state bytea not null,
    name text collate "C" not null,
    created_at bigint not null,
    used_at bigint,
    primary key (company_id, hash)
);
create index passkeys_by_user on passkeys (company_id, user_id);

-- Challenges that were answered: each is good for one answer.
create table spent_challenges (
    company_id bigint not null,
    hash bytea not null,
    expires_at bigint not null,
    primary key (company_id, hash)
);

-- What every server on this database seals challenges with, before anybody knows for which company. It is nobody's, and each database has
-- another.
create table secrets (
    name text collate "C" not null primary key,
    value bytea not null
);
insert into secrets (name, value) values ('challenges', sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));

-- Saved views of the list of customers: a name for a query, a sort and columns (a JSON array), for who made it or for everybody.
create table saved_views (
    company_id bigint not null,
    id bigint not null,
    user_id bigint not null,
    name text collate "C" not null,
    sort_key text collate "C" not null,
    is_shared bigint not null,
    query text collate "C" not null,
    sort text collate "C" not null,
    columns text collate "C" not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (company_id, id)
);
create index saved_views_by_user on saved_views (company_id, user_id, sort_key, id);
create index saved_views_shared on saved_views (company_id, sort_key, id) where is_shared = 1;

-- Links that begin an account or set a new password; a person has one at a time.
create table invitations (
    company_id bigint not null,
    user_id bigint not null,
    hash bytea not null,
    expires_at bigint not null,
    primary key (company_id, user_id)
);
create unique index invitations_by_hash on invitations (company_id, hash);

create table apps (
    company_id bigint not null,
    client_id text collate "C" not null,
    user_id bigint not null,
    name text collate "C" not null,
    secret_hash bytea not null,
    redirects text collate "C" not null,
    used_at bigint,
    created_at bigint not null,
    revoked_at bigint,
    primary key (company_id, client_id)
);

create table access_tokens (
    company_id bigint not null,
    hash bytea not null,
    client_id text collate "C" not null,
    user_id bigint not null,
    family bytea,
    issued_at bigint not null,
    expires_at bigint not null,
    primary key (company_id, hash)
);
create index access_tokens_by_expiry on access_tokens (company_id, expires_at);
create index access_tokens_by_family on access_tokens (company_id, family) where family is not null;

create table refresh_tokens (
    company_id bigint not null,
    hash bytea not null,
    client_id text collate "C" not null,
    user_id bigint not null,
    family bytea not null,
    issued_at bigint not null,
    expires_at bigint not null,
    replaced_at bigint,
    salt bytea,
    primary key (company_id, hash)
);
create index refresh_tokens_by_expiry on refresh_tokens (company_id, expires_at);
create index refresh_tokens_by_family on refresh_tokens (company_id, family);
create index refresh_tokens_by_user on refresh_tokens (company_id, user_id);
create index refresh_tokens_by_salt on refresh_tokens (company_id, replaced_at) where salt is not null;

create table codes (
    company_id bigint not null,
    hash bytea not null,
    client_id text collate "C" not null,
    user_id bigint not null,
    redirect_uri text collate "C",
    challenge_method text collate "C",
    challenge text collate "C",
    expires_at bigint not null,
    used_at bigint,
    primary key (company_id, hash)
);
create index codes_by_expiry on codes (company_id, expires_at);

create table idempotency_keys (
    company_id bigint not null,
    key bytea not null,
    request bytea not null,
    answer text collate "C" not null,
    expires_at bigint not null,
    primary key (company_id, key)
);
create index idempotency_keys_by_expiry on idempotency_keys (company_id, expires_at);

-- How many requests a company has made in its latest minute, at all servers. It is worth nothing a minute later, and so not written to the
-- log of the database.
create unlogged table rate_windows (
    company_id bigint not null primary key,
    minute bigint not null,
    used bigint not null
) with (fillfactor = 50);

-- What was tried under a key that can be guessed, at all servers, and until when the next try has to wait. After a crash of the database
-- whoever guesses begins anew.
create unlogged table tries (
    key bytea not null primary key,
    count bigint not null,
    last bigint not null,
    until bigint not null
) with (fillfactor = 50);
create index tries_by_last on tries (last);

-- For people who read the database with SQL: one row an entry, one row a value.
create view customer_emails as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_array_elements(c.doc::json #> '{_embedded,emails}') e;
create view customer_phones as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_array_elements(c.doc::json #> '{_embedded,phones}') e;
create view customer_chats as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_array_elements(c.doc::json #> '{_embedded,chats}') e;
create view customer_social_profiles as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'type' as type, e.value ->> 'value' as value
    from customers c, json_array_elements(c.doc::json #> '{_embedded,social_profiles}') e;
create view customer_websites as
    select c.company_id, c.id as customer_id, e.value ->> 'id' as id, e.value ->> 'value' as value
    from customers c, json_array_elements(c.doc::json #> '{_embedded,websites}') e;
create view customer_properties as
    select c.company_id, c.id as customer_id, p.key as slug, p.value ->> 'value' as value, p.value ->> 'source' as source
    from customers c cross join json_each(c.properties::json) p
    join property_anchors a on a.company_id = c.company_id and a.anchor = (p.value ->> 'anchor')::bigint;
create view organization_properties as
    select o.company_id, o.id as organization_id, p.key as slug, p.value ->> 'value' as value, p.value ->> 'source' as source
    from organizations o cross join json_each(o.properties::json) p
    join property_anchors a on a.company_id = o.company_id and a.anchor = (p.value ->> 'anchor')::bigint;
