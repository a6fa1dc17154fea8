//! Cookies: the session, and the choice of a theme.

use axum::http::{HeaderMap, header};

/// A cookie of a request.
pub(super) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    cookies.find(|(other, _)| *other == name).map(|(_, value)| value)
}

/// A cookie for the pages of one path, which no link of another site brings along, for so many seconds; 0 takes it away.
pub(super) fn write_for(path: &str, name: &str, value: &str, seconds: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// A cookie that only the server reads and no other site sends, for so many seconds; 0 takes it away.
pub(super) fn write(name: &str, value: &str, seconds: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}
