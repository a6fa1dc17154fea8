//! Light or dark: as the system is, or as one chose. The choice is kept in a cookie of its own.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::form::Form;
use super::{Error, WebState, cookie, go};

const COOKIE: &str = "cardfile_theme";
/// How long a choice is kept, in seconds: a year.
const KEPT: i64 = 31_536_000;

/// The colours of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// The other way round.
    Dark,
}

impl Theme {
    /// Its name: what the layout says of it, and what the form sends; none for the system's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(name: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.as_str() == name).unwrap_or_default()
    }

    /// The choice that a request brings.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        cookie::read(headers, COOKIE).map_or_else(Self::default, Self::parse)
    }
}

/// `POST /theme`: keeps the choice `theme` and goes back to `next`.
pub async fn choose(State(web): State<WebState>, form: Form) -> Result<Response, Error> {
    let theme = Theme::parse(form.get("theme"));
    let kept = if theme == Theme::System { 0 } else { KEPT };
    let mut response = go::to(go::own_path(form.get("next")).unwrap_or("/"));
    let cookie = cookie::write(COOKIE, theme.as_str(), kept, web.is_https());
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
