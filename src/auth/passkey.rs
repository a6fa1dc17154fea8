//! Passkeys (WebAuthn, level 3): what a browser is asked for, and whether its answer is right. Between the two nothing is kept: what was
//! asked goes to the browser in a sealed ticket, which comes back with the answer.

mod site;
mod ticket;

use serde_json::{Value, json};
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::PublicKeyCredentialDescriptor;
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{CredProtect, RegistrationVerificationOptions, UserHandle16};
use webauthn_rp::response::auth::error::AuthCeremonyErr;
use webauthn_rp::response::register::error::RegCeremonyErr;
use webauthn_rp::response::register::{DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
};

use super::secret;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::passkey::{Credential, Passkey, Spent};
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;
use crate::domain::user::User;

pub use site::Site;
use ticket::{Purpose, open, seal};

/// What a browser is asked: what its WebAuthn call takes, as JSON, and the ticket that comes back with its answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The options of the call (`PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`).
    pub options: Value,
    /// The sealed ticket.
    pub ticket: String,
}

/// Why the answer of a browser is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyError {
    /// It came too late, or answers something that was not asked here.
    Stale,
    /// It was given at another address than that of this server.
    Elsewhere,
    /// It is not what such an answer has to be.
    Wrong,
}

/// What tickets are sealed with, and the moment.
#[derive(Clone, Copy)]
pub struct Seal {
    /// The secret of all servers on the database.
    pub secret: [u8; 32],
    /// Now.
    pub now: Timestamp,
}

/// Asks for a new passkey of a user, in a session. Devices that have one of those that are known do not make another.
pub fn ask_for_new(
    site: &Site,
    seal_with: Seal,
    user: &User,
    session: Hash,
    known: &[Passkey],
) -> Result<Asked, PasskeyError> {
    let handle = handle(user.company, user.id);
    let known = known.iter().map(|passkey| {
        let id = CredentialId::decode(passkey.credential.id.clone()).map_err(|_| PasskeyError::Wrong)?;
        let transports = AuthTransports::decode(0).map_err(|_| PasskeyError::Wrong)?;
        Ok(PublicKeyCredentialDescriptor { id, transports })
    });
    let known = known.collect::<Result<_, PasskeyError>>()?;
    let mut options = PublicKeyCredentialCreationOptions::passkey(site.id(), (&handle).into(), known);
    // Each use is verified anyway, and browsers refuse devices that do not know this extension where it is enforced.
    options.extensions.cred_protect = CredProtect::None;
    let (state, client) = options.start_ceremony().map_err(|_| PasskeyError::Wrong)?;
    let state = state.encode().map_err(|_| PasskeyError::Wrong)?;
    let mut options = serde_json::to_value(&client).map_err(|_| PasskeyError::Wrong)?;
    // Names are for the device alone, which shows them as they are: the crate would take only some of them.
    options["rp"]["name"] = json!("Cardfile");
    options["user"]["name"] = json!(user.email);
    options["user"]["displayName"] = json!(user.name());
    Ok(Asked { options, ticket: seal(seal_with, Purpose::New(session), &state) })
}

/// What a browser's answer to [`ask_for_new`] makes: the passkey's credential and the challenge that is spent with it.
pub fn accept_new(
    site: &Site,
    seal_with: Seal,
    session: Hash,
    ticket: &str,
    answer: &str,
) -> Result<(Credential, Spent), PasskeyError> {
    let (state, spent) = open(seal_with, Purpose::New(session), ticket).ok_or(PasskeyError::Stale)?;
    let state = RegistrationServerState::<16>::decode(&state).map_err(|_| PasskeyError::Stale)?;
    let answer = Registration::from_json_relaxed(answer.as_bytes()).map_err(|_| PasskeyError::Wrong)?;
    let origins = [site.origin()];
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        // What a device tells beyond what it was asked for changes nothing here.
        error_on_unsolicited_extensions: false,
        ..Default::default()
    };
    let made = state.verify(site.id(), &answer, &options)?;
    let Ok(key) = made.static_state().encode();
    let Ok(state) = made.dynamic_state().encode();
    Ok((Credential { id: made.id().as_ref().to_vec(), key, state }, spent))
}

/// Asks for whichever passkey of this server somebody has.
pub fn ask_for_any(site: &Site, seal_with: Seal) -> Result<Asked, PasskeyError> {
    let asked = DiscoverableCredentialRequestOptions::passkey(site.id()).start_ceremony();
    let (state, client) = asked.map_err(|_| PasskeyError::Wrong)?;
    let state = state.encode().map_err(|_| PasskeyError::Wrong)?;
    let options = serde_json::to_value(&client).map_err(|_| PasskeyError::Wrong)?;
    Ok(Asked { options, ticket: seal(seal_with, Purpose::SignIn, &state) })
}

/// A browser's answer to [`ask_for_any`], before it is known whether it is right.
#[derive(Debug)]
pub struct Answer(DiscoverableAuthentication16);

impl Answer {
    /// Reads the answer.
    pub fn read(json: &str) -> Result<Self, PasskeyError> {
        let read = DiscoverableAuthentication16::from_json_relaxed(json.as_bytes());
        read.map(Self).map_err(|_| PasskeyError::Wrong)
    }

    /// Whose passkey it says to be of.
    pub fn user(&self) -> (CompanyId, UserId) {
        let Ok(handle) = self.0.response().user_handle().encode();
        let number = |from: usize| {
            let bytes = handle.iter().skip(from).take(8);
            bytes.fold(0_i64, |number, byte| number << 8 | i64::from(*byte))
        };
        (CompanyId(number(0)), UserId(number(8)))
    }

    /// Which passkey it says to be of.
    pub fn passkey(&self) -> Hash {
        hash_of(self.0.raw_id().as_ref())
    }

    /// What becomes of the passkey's state when the answer is right, and the challenge that is spent with it.
    pub fn check(
        &self,
        site: &Site,
        seal_with: Seal,
        ticket: &str,
        passkey: &Passkey,
    ) -> Result<([u8; 7], Spent), PasskeyError> {
        let (state, spent) = open(seal_with, Purpose::SignIn, ticket).ok_or(PasskeyError::Stale)?;
        let state = DiscoverableAuthenticationServerState::decode(&state).map_err(|_| PasskeyError::Stale)?;
        let handle = handle(passkey.company, passkey.user);
        let key = StaticState::decode(&passkey.credential.key).map_err(|_| PasskeyError::Wrong)?;
        let before = DynamicState::decode(passkey.credential.state).map_err(|_| PasskeyError::Wrong)?;
        let known = CredentialId::<&[u8]>::decode(&passkey.credential.id).map_err(|_| PasskeyError::Wrong)?;
        let known = AuthenticatedCredential::new(known, &handle, key, before);
        let mut known = known.map_err(|_| PasskeyError::Wrong)?;
        let origins = [site.origin()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..Default::default()
        };
        state.verify(site.id(), &self.0, &mut known, &options)?;
        let Ok(state) = known.dynamic_state().encode();
        Ok((state, spent))
    }
}

/// The form under which a passkey is found by the identifier that its device gave it.
pub fn hash_of(id: &[u8]) -> Hash {
    secret::hash_of(&[id])
}

/// By what devices know a user: numbers that tell nobody else anything (section 14.6.1).
fn handle(company: CompanyId, user: UserId) -> UserHandle16 {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&company.0.to_be_bytes());
    bytes[8..].copy_from_slice(&user.0.to_be_bytes());
    let Ok(handle) = UserHandle16::decode(bytes);
    handle
}

impl From<RegCeremonyErr> for PasskeyError {
    fn from(error: RegCeremonyErr) -> Self {
        match error {
            RegCeremonyErr::Timeout | RegCeremonyErr::ChallengeMismatch => Self::Stale,
            RegCeremonyErr::OriginMismatch | RegCeremonyErr::RpIdHashMismatch | RegCeremonyErr::CrossOrigin => {
                Self::Elsewhere
            }
            _ => Self::Wrong,
        }
    }
}

impl From<AuthCeremonyErr> for PasskeyError {
    fn from(error: AuthCeremonyErr) -> Self {
        match error {
            AuthCeremonyErr::Timeout | AuthCeremonyErr::ChallengeMismatch => Self::Stale,
            AuthCeremonyErr::OriginMismatch | AuthCeremonyErr::RpIdHashMismatch | AuthCeremonyErr::CrossOrigin => {
                Self::Elsewhere
            }
            _ => Self::Wrong,
        }
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}
