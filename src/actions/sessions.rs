//! Sessions: signing in, staying signed in, and ending it here or elsewhere.

use std::net::IpAddr;

use super::{Caller, Directory, Error, tries};
use crate::auth::secret;
use crate::domain::app::Company;
use crate::domain::email::EmailKey;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::password::Password;
use crate::domain::session::{self, Session};
use crate::domain::token::Hash;
use crate::domain::user::User;
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// How many tries an account has before one has to wait.
pub(super) const TRIES_OF_ACCOUNT: u32 = 5;
/// How many tries come from one address before one has to wait: a whole office may share it.
const TRIES_OF_CLIENT: u32 = 30;

/// Where somebody signs in from.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address that the request comes from.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub agent: String,
}

/// What came of a try to sign in.
#[derive(Clone, Debug, PartialEq)]
pub enum SignIn {
    /// It was right: the token of the session, which is never to be had again, and who is signed in.
    Done(String, Box<User>),
    /// It was right in several companies, of which one has to be chosen.
    Choose(Vec<Company>),
    /// It was wrong, and nothing else is told: the address, the password, or that somebody may not.
    Wrong,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// Who.
    pub user: User,
    /// The company.
    pub company: Company,
}

/// Signs in with address and password; where they are right in several companies, in the one that is named. It takes as long for an
/// address that nobody has.
pub async fn sign_in(
    directory: &Directory,
    (email, password): (&str, &str),
    company: Option<CompanyId>,
    client: &Client,
) -> Result<SignIn, Error> {
    let key = EmailKey::parse(email);
    let named = key.as_ref().map_or(email, EmailKey::as_str);
    let network = client_key(client);
    tries::begin(directory, &[network]).await?;
    let users = match &key {
        Some(key) => store::users::of_address(&directory.store, key).await?,
        None => Vec::new(),
    };
    let accounts = users.into_iter().map(|(user, kept)| Account { key: account_key(&user), user: Some(user), kept });
    let mut accounts: Vec<_> = accounts.collect();
    if accounts.is_empty() {
        accounts.push(Account { key: nobodys_key(named), user: None, kept: None });
    }
    let mut right = right_of(directory, accounts, &Password::typed(password), &network.0).await?;
    if right.is_empty() {
        return Ok(SignIn::Wrong);
    }
    tries::forgive(directory, None, Some(&network.0)).await;
    let chosen = match company {
        None if right.len() == 1 => right.pop(),
        None => None,
        Some(company) => right.iter().find(|user| user.company == company).cloned(),
    };
    match chosen {
        Some(user) => Ok(SignIn::Done(begin(directory, &user, client).await?, Box::new(user))),
        None => {
            let mut companies = Vec::new();
            for user in right {
                companies.extend(store::companies::get(&directory.store, user.company).await?);
            }
            Ok(SignIn::Choose(companies))
        }
    }
}

/// What may be signed in to with an address: somebody's account, or one that nobody has and that is tried all the same.
struct Account {
    key: (Hash, u32),
    user: Option<User>,
    kept: Option<String>,
}

/// Who of those with an address has this password. Each has tries of the own, which follow a user from one address to the next, and of
/// which the user of the same address in another company gives none back; one that has to wait is passed over.
async fn right_of(
    directory: &Directory,
    accounts: Vec<Account>,
    password: &Password,
    network: &Hash,
) -> Result<Vec<User>, Error> {
    let (mut right, mut wait, mut is_tried) = (Vec::new(), None, false);
    for Account { key, user, kept } in accounts {
        match tries::begin(directory, &[key]).await {
            Err(Error::Wait(seconds)) => {
                wait = wait.max(Some(seconds));
                continue;
            }
            begun => begun?,
        }
        is_tried = true;
        let is_same = directory.passwords.is_same(password, kept.as_deref()).await?;
        if let Some(user) = user.filter(|user| is_same && user.disabled_at.is_none()) {
            tries::forgive(directory, Some(&key.0), None).await;
            right.push(user);
        }
    }
    let Some(seconds) = wait.filter(|_| right.is_empty()) else { return Ok(right) };
    if !is_tried {
        tries::forgive(directory, None, Some(network)).await;
    }
    Err(Error::Wait(seconds))
}

/// Begins a session of somebody who has proved who it is, and answers its token.
pub async fn begin(directory: &Directory, user: &User, client: &Client) -> Result<String, Error> {
    let (write, token) = new(directory, user, client);
    commit(directory, user.company, write).await?;
    Ok(token)
}

/// A session that begins now, and its token.
pub(super) fn new(directory: &Directory, user: &User, client: &Client) -> (Write, String) {
    let (token, now) = (secret::new_token(user.company, &directory.random), directory.clock.now());
    let session = Session {
        company: user.company,
        hash: secret::hash(&token),
        user: user.id,
        agent: session::agent(&client.agent),
        address: client.address.to_string(),
        created_at: now,
        seen_at: now,
    };
    (Write::NewSession(session), token)
}

/// Who is signed in with a session's token; nobody when it is over. `address` is where the token came from.
pub async fn find(directory: &Directory, token: &str, address: IpAddr) -> Result<Option<SignedIn>, Error> {
    let Some(id) = secret::company_of(token) else { return Ok(None) };
    let (store, now) = (&directory.store, directory.clock.now());
    let found = store::sessions::get(store, id, secret::hash(token)).await?;
    let is_open = |(session, user, _): &(Session, User, Company)| session.is_open(now) && user.disabled_at.is_none();
    let Some((session, user, company)) = found.filter(is_open) else { return Ok(None) };
    if session.is_to_be_noted(now) {
        let seen = Session { seen_at: now, address: address.to_string(), ..session.clone() };
        let noted = commit(directory, id, Write::SeenSession(seen)).await;
        // A page is to be read even where nothing can be written.
        if let Err(error) = noted {
            tracing::warn!(%error, "it could not be written down that a session was used");
        }
    }
    Ok(Some(SignedIn { session, user, company }))
}

/// The sessions of a user that are open.
pub async fn list(directory: &Directory, company: CompanyId, user: UserId) -> Result<Vec<Session>, Error> {
    let now = directory.clock.now();
    let sessions = store::sessions::list(&directory.store, company, user).await?;
    Ok(sessions.into_iter().filter(|session| session.is_open(now)).collect())
}

/// Ends a session of a user, by its name ([`Session::name`]).
pub async fn end(directory: &Directory, caller: &Caller, user: UserId, name: &str) -> Result<(), Error> {
    let sessions = store::sessions::list(&directory.store, caller.company, user).await?;
    let session = sessions.into_iter().find(|session| session.name() == name).ok_or(Error::Missing("session"))?;
    match commit(directory, caller.company, Write::EndedSession(session.hash)).await {
        // It ended in the meantime, as was wanted.
        Err(Error::Store(store::Error::Refused(Refusal::Moved))) => Ok(()),
        other => other,
    }
}

/// Ends every session of a user but one.
pub async fn end_others(directory: &Directory, caller: &Caller, user: UserId, but: Hash) -> Result<(), Error> {
    commit(directory, caller.company, Write::EndedSessions(user, Some(but))).await
}

async fn commit(directory: &Directory, company: CompanyId, write: Write) -> Result<(), Error> {
    let mut change = Change::new(company);
    change.writes.push(write);
    directory.store.commit(change).await?;
    Ok(())
}

/// Under which key the tries of a user's account are counted, and how many are free.
pub(super) fn account_key(user: &User) -> (Hash, u32) {
    (secret::hash_of(&[b"account", &user.company.0.to_be_bytes(), &user.id.0.to_be_bytes()]), TRIES_OF_ACCOUNT)
}

/// The same of an address that nobody has: it answers as one that somebody has.
fn nobodys_key(named: &str) -> (Hash, u32) {
    (secret::hash_of(&[b"nobody", named.as_bytes()]), TRIES_OF_ACCOUNT)
}

/// Under which key the tries from a client's network are counted, and how many are free.
pub(super) fn client_key(client: &Client) -> (Hash, u32) {
    // Whoever has one address of IPv6 has the other 2^64 of its network too.
    let network = match client.address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    };
    (secret::hash_of(&[b"client", &network]), TRIES_OF_CLIENT)
}
