//! What is known of a request before its page is made: who is signed in, what was chosen, where it comes from.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::format::Format;
use super::saved_views::rail;
use super::texts::{self, Texts};
use super::theme::Theme;
use super::visitor::Visitor;
use super::{Error, Peer, Web, parameter};
use crate::actions::sessions::Client;
use crate::domain::origin::origin;
use crate::store::companies::{self, Totals};
use crate::store::saved_views;

/// What is known of a request.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who is signed in.
    pub visitor: Option<Visitor>,
    /// How much the company has, when a whole page is asked for.
    pub totals: Option<Totals>,
    /// The saved views that the rail shows, likewise, and after a form that is shown again.
    pub views: rail::Views,
    /// Every text, in the reader's language.
    pub t: &'static Texts,
    /// How numbers and moments are written for the reader.
    pub format: Format,
    /// Light, dark, or as the system is.
    pub theme: Theme,
    /// What was done just now, in words.
    pub notice: Option<&'static str>,
    /// The address by which the browser came.
    pub base: String,
    /// The path and query.
    pub path: String,
    /// Whether one of our modules asks, which wants the part of a page that changed, and not the whole.
    pub is_part: bool,
    /// Where the request comes from.
    pub client: Client,
}

impl Asked {
    pub(super) async fn of(web: &Web, parts: &Parts) -> Result<Self, Error> {
        let headers = &parts.headers;
        let address = address(parts);
        let visitor = Visitor::find(web, headers, address).await?;
        let t = &texts::EN;
        let zone = visitor.as_ref().map(|visitor| visitor.user.timezone.as_str());
        let is_part = text(headers, "x-requested-with") == "cardfile";
        let (totals, views) = match visitor.as_ref().filter(|_| !is_part) {
            Some(visitor) => around(web, visitor).await?,
            None => (None, rail::Views::default()),
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            format: Format::of(text(headers, header::ACCEPT_LANGUAGE.as_str()), zone),
            theme: Theme::of(headers),
            notice: parts.uri.query().and_then(|query| notice(query, t)),
            base: base(web, parts),
            path: path.to_owned(),
            is_part,
            totals,
            views,
            client: Client { address, agent: text(headers, header::USER_AGENT.as_str()).chars().take(500).collect() },
            visitor,
            t,
        })
    }

    /// What is known of the request of these parts.
    pub(super) fn find(parts: &Parts) -> Result<Arc<Self>, Error> {
        parts.extensions.get::<Arc<Self>>().cloned().ok_or(Error::NotFound)
    }
}

/// What a whole page shows around itself: each is a few rows by their keys, read at once.
async fn around(web: &Web, visitor: &Visitor) -> Result<(Option<Totals>, rail::Views), Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let totals = companies::totals(store, company);
    let views = saved_views::walk(store, company, visitor.user.id, None, rail::READ);
    let (totals, (views, next)) = tokio::try_join!(totals, views)?;
    Ok((Some(totals), rail::Views::of(&views, next.is_some())))
}

/// The public URL when it is set, else the host that was asked for.
fn base(web: &Web, parts: &Parts) -> String {
    if let Some(public) = &web.public_url {
        return public.to_string();
    }
    let told = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    origin(told(header::HOST.as_str()), told("x-forwarded-proto"))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The words for what was done just now, which the page before named in its address.
fn notice(query: &str, t: &'static Texts) -> Option<&'static str> {
    let name = parameter::get(Some(query), "done")?;
    t.notices.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// The address that a request comes from. A proxy on the machine or its network says whom it asks for, last in its list; from elsewhere
/// that list could say anything.
fn address(parts: &Parts) -> IpAddr {
    let peer =
        parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(peer)| peer.ip().to_canonical());
    let is_near = match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    };
    let told = parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|list| list.to_str().ok());
    let told = told.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    told.filter(|_| is_near).unwrap_or(peer)
}
