//! Stylesheet, modules and drawings: part of the program, under addresses that hold what is in them.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::secret;

/// A file of the application, by its name in the folder `assets`.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(File { name: $name, text: include_str!(concat!("assets/", $name)) }),*]
    };
}

struct File {
    name: &'static str,
    text: &'static str,
}

/// Every file. A test holds the list against the folder.
static FILES: [File; 33] = files![
    "ask.js",
    "bulk.js",
    "cardfile.css",
    "cardfile.js",
    "choice.js",
    "columns.js",
    "commands.js",
    "copy.js",
    "counts.js",
    "edit.js",
    "entries.js",
    "faces.js",
    "filter.js",
    "follow.js",
    "how.js",
    "icon.svg",
    "icons.svg",
    "keys.js",
    "live.js",
    "menus.js",
    "options.js",
    "order.js",
    "palette.js",
    "passkeys.js",
    "recent.js",
    "search.js",
    "select.js",
    "theme.js",
    "toast.js",
    "typeahead.js",
    "unsaved.js",
    "way.js",
    "zone.js",
];

/// The folder that all of them are served in: it holds what is in them, so that each can be kept for ever, and modules find each other by
/// their plain names.
static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let texts: Vec<&[u8]> = FILES.iter().flat_map(|file| [file.name.as_bytes(), file.text.as_bytes()]).collect();
    secret::hash_of(&texts).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
});

static ADDRESSES: LazyLock<Vec<(&str, String)>> =
    LazyLock::new(|| FILES.iter().map(|file| (file.name, format!("/assets/{}/{}", *FOLDER, file.name))).collect());

/// The address of a file, such as `/assets/0123456789abcdef/cardfile.css`; one that leads nowhere for a name that no file has.
pub(super) fn address(name: &str) -> &'static str {
    ADDRESSES.iter().find(|(own, _)| *own == name).map_or("/assets/none", |(_, address)| address)
}

/// `GET /assets/{folder}/{file}`.
pub(super) async fn get(Path((folder, name)): Path<(String, String)>) -> Response {
    let found = FILES.iter().find(|file| file.name == name).filter(|_| folder == *FOLDER);
    let Some(file) = found else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    let mut response = Response::new(Body::from(file.text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_served() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/assets");
        let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        assert_eq!(names, FILES.each_ref().map(|file| file.name));
    }

    #[test]
    fn a_module_is_short_and_imports_only_what_is_there() {
        for file in FILES.iter().filter(|file| file.name.ends_with(".js")) {
            assert!(file.text.lines().count() <= 300, "{} is longer than 300 lines", file.name);
            for rest in file.text.split("from \"./").skip(1) {
                let name = rest.split('"').next().unwrap();
                assert!(FILES.iter().any(|other| other.name == name), "{} imports {name}", file.name);
            }
        }
    }
}
