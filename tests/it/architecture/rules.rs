//! Holds sources against the picture.

use std::collections::BTreeSet;

use super::paths::{self, Import, Path, Source};
use super::picture::{CRATES, EVERYWHERE, Picture, ROOMS};

/// One file under `src/`.
pub struct File {
    /// With `/` between the folders, from `src` on: `src/api/customers.rs`.
    pub path: String,
    pub text: String,
}

/// What is true of the project apart from the picture.
pub struct Project {
    pub files: Vec<File>,
    /// The names under `[dependencies]` of Cargo.toml.
    pub dependencies: BTreeSet<String>,
    /// The library's own name, by which `main` knows it.
    pub library: String,
}

/// Every way in which the project differs from the picture; each says where, and what to change.
pub fn differences(picture: &Picture, project: &Project) -> Vec<String> {
    let mut wrong = missing(picture, project);
    let mut seen = BTreeSet::new();
    for file in &project.files {
        let room = room(&file.path);
        let source = match paths::read(&file.text) {
            Ok(source) => source,
            Err(error) => {
                wrong.push(format!("{}: cannot be read as Rust: {error}", file.path));
                continue;
            }
        };
        for (line, used) in uses(project, file, &source) {
            let place = format!("{}:{line}", file.path);
            match used {
                Used::Room(other) => wrong.extend(arrow(picture, &place, &room, &other)),
                Used::Crate(outside) => {
                    wrong.extend(home(picture, &place, &room, &outside));
                    seen.insert((outside, room.clone()));
                }
            }
        }
    }
    for (outside, homes) in picture.homes.iter().filter(|(outside, _)| project.dependencies.contains(*outside)) {
        for home in homes.iter().filter(|home| *home != EVERYWHERE) {
            if !seen.contains(&(outside.clone(), home.clone())) {
                wrong.push(format!(
                    "{CRATES}: no file of `{home}` uses `{outside}`; correct the row's home, or remove the dependency"
                ));
            }
        }
    }
    wrong
}

/// The room that a file belongs to: the folder under `src/`, or the file itself.
pub fn room(path: &str) -> String {
    let inside = path.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs").to_owned()
}

enum Used {
    Room(String),
    Crate(String),
}

/// Rooms and dependencies without a row, and rows without a room or a dependency.
fn missing(picture: &Picture, project: &Project) -> Vec<String> {
    let rooms: BTreeSet<String> = project.files.iter().map(|file| room(&file.path)).collect();
    let drawn: BTreeSet<String> = picture.arrows.keys().cloned().collect();
    let listed: BTreeSet<String> = picture.homes.keys().cloned().collect();
    let no_row = rooms.difference(&drawn).map(|room| format!("{ROOMS}: add a row for `{room}`"));
    let no_room = drawn.difference(&rooms).map(|room| format!("{ROOMS}: src/ has no `{room}`; remove its row"));
    let no_home = project.dependencies.difference(&listed).map(|outside| {
        format!("{CRATES}: add a row for `{outside}`, which Cargo.toml depends on, with the one room that uses it")
    });
    let no_crate = listed
        .difference(&project.dependencies)
        .map(|outside| format!("{CRATES}: Cargo.toml does not depend on `{outside}`; remove its row"));
    no_row.chain(no_room).chain(no_home).chain(no_crate).collect()
}

fn arrow(picture: &Picture, place: &str, from: &str, to: &str) -> Option<String> {
    let allowed = picture.arrows.get(from)?;
    if from == to || allowed.contains(to) {
        return None;
    }
    let allowed = if allowed.is_empty() { "nothing".to_owned() } else { sentence(allowed) };
    Some(format!(
        "{place}: `{from}` uses `{to}`, but may use only {allowed}; move the code, or add `{to}` to the row of `{from}` \
         under \"{ROOMS}\""
    ))
}

fn home(picture: &Picture, place: &str, room: &str, outside: &str) -> Option<String> {
    let homes = picture.homes.get(outside)?;
    if homes.contains(EVERYWHERE) || homes.contains(room) {
        return None;
    }
    Some(format!(
        "{place}: `{room}` uses the crate `{outside}`, whose home is {}; go through that room, or change the row of \
         `{outside}` under \"{CRATES}\"",
        sentence(homes)
    ))
}

fn sentence(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Every room and outside crate that a file's paths lead to, with the line.
fn uses(project: &Project, file: &File, source: &Source) -> Vec<(usize, Used)> {
    let module = module_path(&file.path);
    let known_here = names_from_inside(source);
    let mut uses = Vec::new();
    for path in &source.paths {
        let first = path.segments[0].as_str();
        let used = match first {
            "crate" | "self" | "super" => outside_its_room(project, &module, path),
            _ if first == project.library && module == ["main"] => path.segments.get(1).map(|s| room_named(project, s)),
            _ if module.is_empty() && source.modules.iter().any(|room| room == first) => {
                Some(room_named(project, first))
            }
            _ if known_here.contains(first) && !path.absolute => None,
            _ => project.dependencies.iter().find(|name| name.replace('-', "_") == first).cloned().map(Used::Crate),
        };
        uses.extend(used.map(|used| (path.line, used)));
    }
    uses
}

/// Names that a file declares or imports from the project itself, so that `url::x` may mean its own `url`.
fn names_from_inside(source: &Source) -> BTreeSet<&str> {
    let imported = source.paths.iter().filter_map(|path| match &path.imported {
        Import::As(name) if matches!(path.segments[0].as_str(), "crate" | "self" | "super") => Some(name.as_str()),
        _ => None,
    });
    imported.chain(source.modules.iter().map(String::as_str)).collect()
}

/// Follows `crate`, `self` and `super` to the top of the library; the next segment is the room.
fn outside_its_room(project: &Project, module: &[String], path: &Path) -> Option<Used> {
    let mut here: Vec<&str> = module.iter().chain(&path.inside).map(String::as_str).collect();
    for segment in &path.segments {
        match segment.as_str() {
            "crate" => here.clear(),
            "self" => {}
            "super" => {
                here.pop();
            }
            other => {
                here.push(other);
                break;
            }
        }
    }
    here.first().map(|top| room_named(project, top))
}

/// What is no room but stands at the top of the library is the library's own.
fn room_named(project: &Project, segment: &str) -> Used {
    let is_room = project.files.iter().any(|file| room(&file.path) == segment);
    Used::Room(if is_room { segment } else { "lib" }.to_owned())
}

/// `src/api/customers.rs` is the module `api::customers`, `src/api/mod.rs` is `api`, `src/lib.rs` the top.
fn module_path(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    if inside == "lib" { Vec::new() } else { inside.split('/').map(str::to_owned).collect() }
}
