//! `/settings/api`: where the API is, and lines that call it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, WebState, page};

#[derive(Template)]
#[template(path = "settings_api.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    address: String,
    curl: String,
    is_manager: bool,
}

/// `GET /settings/api`.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let base = web.public_url.as_deref().unwrap_or(&frame.base);
    let (address, curl) = (format!("{base}/v2"), curl(base));
    page(&Page { t: frame.t, address, curl, is_manager: visitor.is_manager(), frame: frame.at("settings") })
}

/// Lines for a shell that make a customer, once the id and the secret of an app are put into them.
pub fn curl(base: &str) -> String {
    format!(
        r#"CLIENT_ID='…'
CLIENT_SECRET='…'

TOKEN=$(curl -s {base}/v2/oauth2/token \
  -d grant_type=client_credentials -d client_id="$CLIENT_ID" -d client_secret="$CLIENT_SECRET" \
  | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl -i {base}/v2/customers \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{{"firstName":"Ines","lastName":"Okoro","emails":[{{"type":"work","value":"ines.okoro@example.com"}}]}}'"#
    )
}
