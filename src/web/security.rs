//! Headers that keep pages to themselves: where anything may be loaded from, who may show them in a frame, what is told to other sites.

use axum::http::{HeaderMap, HeaderValue, header};

/// Where a form of a page may lead besides this server, for an answer's extensions: browsers hold the redirect that answers a form against
/// it too.
#[derive(Clone, Debug)]
pub(super) struct FormTarget(pub String);

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Not even the path is told to other sites; this one is told, because forms have to say where they come from.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
];

/// Puts the headers on an answer. With photos, pictures may come from anywhere that is reached by https: a customer's photo is the one
/// thing that is not this server's.
pub(super) fn protect(headers: &mut HeaderMap, target: Option<&FormTarget>, with_photos: bool) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let target = target.map(|target| format!(" {}", target.0)).unwrap_or_default();
    let photos = if with_photos { " https:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{photos}; connect-src 'self'; \
         form-action 'self'{target}; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // What a page shows is for whoever is signed in, and as it is now: on the way back too, where it may have been changed or erased since.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
