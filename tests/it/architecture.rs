//! Holds the sources against the tables of ARCHITECTURE.md, so that the picture stays true.

mod paths;
mod picture;
mod rules;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use self::picture::Picture;
use self::rules::{File, Project, differences};

const LINES_AT_MOST: usize = 600;

#[test]
fn the_sources_keep_to_the_picture_in_architecture_md() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let wrong = match picture::read(&page) {
        Ok(picture) => differences(&picture, &this_project()),
        Err(wrong) => wrong,
    };
    assert!(wrong.is_empty(), "\n\n{}\n", wrong.join("\n"));
}

#[test]
fn no_source_file_is_over_600_lines() {
    let long: Vec<String> = sources()
        .iter()
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > LINES_AT_MOST)
        .map(|(lines, path)| format!("{path} has {lines} lines; split it"))
        .collect();
    assert!(long.is_empty(), "\n\n{}\n", long.join("\n"));
}

#[test]
fn an_allowed_arrow_and_a_crate_at_home_pass() {
    let found = check(&[
        ("src/lib.rs", "pub mod api; pub mod store; pub mod domain;"),
        (
            "src/api/mod.rs",
            "use axum::Router; use crate::store::Store; fn f() { crate::domain::g(); serde_json::json!(1) }",
        ),
        ("src/store/mod.rs", "use crate::domain; use tower_sqlite as t;"),
        ("src/domain/mod.rs", "use serde_json::Value; use std::fmt; use super::domain::customer;"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn an_arrow_against_the_table_is_caught_however_it_is_written() {
    for written in [
        "use crate::api;",
        "use crate::{domain, api::Router};",
        "use crate::{domain::{self, customer}, api as door};",
        "use super::super::api;",
        "use super::super::{api::customers, domain};",
        "fn f() -> crate::api::Router { todo!() }",
        "fn f() { println!(\"{}\", crate::api::NAME); }",
        "#[derive(crate::api::Door)] struct S;",
        "mod tests { use super::super::super::api; }",
        "macro_rules! m { () => { $crate::api::f() } }",
        "impl<T> From<T> for X<crate::api::Y<T>> {}",
        "pub use ::r#axum; use crate::api::*;",
    ] {
        let found = check_one("src/store/customers.rs", written);
        let caught = found.iter().any(|line| line.contains("`store` uses `api`, but may use only `domain`"));
        assert!(caught, "{written}\n{found:?}");
        assert!(found[0].starts_with("src/store/customers.rs:1: "), "{found:?}");
    }
}

#[test]
fn a_crate_away_from_home_is_caught_however_it_is_written() {
    for written in [
        "use axum;",
        "use axum::Router;",
        "use ::axum::{Router, http};",
        "use {std::fmt, axum::http};",
        "use axum as web;",
        "extern crate axum;",
        "fn f(r: axum::Router) {}",
        "fn f(r: ::axum::Router) {}",
        "fn f() { let x = Vec::<axum::Router>::new(); }",
        "#[axum::handler] fn f() {}",
        "fn f() { format!(\"{}\", axum::NAME); }",
        "use crate::domain::axum; fn f() { ::axum::g() }",
    ] {
        let found = check_one("src/store/customers.rs", written);
        assert!(
            found.iter().any(|line| line.contains("uses the crate `axum`, whose home is `api`")),
            "{written}\n{found:?}"
        );
    }
}

#[test]
fn comments_strings_and_names_of_ones_own_do_not_count() {
    for written in [
        "// use crate::api;\n/* crate::api */ /// crate::api::x\nfn f() {}",
        "const S: &str = \"use crate::api; axum::Router\";",
        "const S: &str = r#\"crate::api\"#;",
        "mod axum { pub fn f() {} } fn g() { axum::f() }",
        "use crate::domain::axum; fn g() { axum::f() }",
        "use super::axum; fn g() { axum::f() }",
        "fn f(x: X) { x.axum::<u8>(); crate::store::axum::g(); Vec::<u8>::axum(); <T as U>::axum::g(); }",
        "fn f(axum: u8) { axum + 1; }",
        "fn f<'axum>() -> impl Sized + use<'axum> {}",
        "pub(crate) fn f() {} pub(super) fn g() {} pub(in crate::store) fn h() {}",
        "use self::customers::x; use super::organizations;",
        "mod tests { use super::*; use super::super::organizations; }",
    ] {
        assert_eq!(check_one("src/store/customers.rs", written), [""; 0], "{written}");
    }
}

#[test]
fn main_knows_the_rooms_by_the_name_of_the_library() {
    let found = check_one("src/main.rs", "fn main() { cardfile::store::open() }");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`main` uses `store`"), "{found:?}");
    assert_eq!(check_one("src/main.rs", "fn main() { cardfile::api::serve() }"), [""; 0]);
}

#[test]
fn a_short_cut_in_lib_is_an_arrow_too() {
    let found = check_one("src/lib.rs", "pub mod store; pub use store::Store;");
    assert!(found.len() == 1 && found[0].contains("`lib` uses `store`"), "{found:?}");
}

#[test]
fn what_stands_at_the_top_of_the_library_belongs_to_lib() {
    let found = check_one("src/store/customers.rs", "use crate::Anything;");
    assert!(found.len() == 1 && found[0].contains("`store` uses `lib`"), "{found:?}");
}

#[test]
fn rooms_and_crates_that_the_tables_miss_or_invent_are_named() {
    let wrong = differences(
        &made_up_picture(),
        &Project {
            files: vec![file("src/web/mod.rs", "")],
            dependencies: BTreeSet::from(["askama".to_owned()]),
            library: "cardfile".to_owned(),
        },
    );
    for expected in [
        "add a row for `web`",
        "src/ has no `store`; remove its row",
        "add a row for `askama`",
        "Cargo.toml does not depend on `axum`; remove its row",
    ] {
        assert!(wrong.iter().any(|line| line.contains(expected)), "{expected}: {wrong:?}");
    }
}

#[test]
fn a_home_that_no_longer_uses_its_crate_is_named() {
    let found = check(&[("src/api/mod.rs", ""), ("src/store/mod.rs", "use tower_sqlite::X;")]);
    assert!(found.iter().any(|line| line.contains("no file of `api` uses `axum`")), "{found:?}");
}

#[test]
fn a_table_that_contradicts_itself_is_refused() {
    let wrong = picture::read(&page("| `a` | x | `b` |\n| `b` | x | `a`, `c` |", "| `x` | `d` | y |\n| `y` | | z |"))
        .unwrap_err();
    for expected in ["from `a` lead back", "names `c`, which has no row", "is `d`, which is no room", "`y` has no home"]
    {
        assert!(wrong.iter().any(|line| line.contains(expected)), "{expected}: {wrong:?}");
    }
    assert_eq!(picture::read("# Nothing").unwrap_err().len(), 2);
}

/// The messages about made-up files, without those about what the made-up project lacks.
fn check(files: &[(&str, &str)]) -> Vec<String> {
    let project = Project {
        files: files.iter().map(|(path, text)| file(path, text)).collect(),
        dependencies: ["axum", "serde_json", "tower-sqlite"].map(str::to_owned).into(),
        library: "cardfile".to_owned(),
    };
    let mut found = differences(&made_up_picture(), &project);
    found.retain(|line| !line.contains("; remove its row"));
    found
}

/// As `check`, for one file among others that are in order.
fn check_one(path: &str, text: &str) -> Vec<String> {
    check(&[
        (path, text),
        ("src/lib.rs", ""),
        ("src/api/mod.rs", "use axum::Router;"),
        ("src/store/mod.rs", "use tower_sqlite::X;"),
        ("src/domain/mod.rs", ""),
    ])
}

fn made_up_picture() -> Picture {
    picture::read(&page(
        "| `main` | starts | `api` |\n| `lib` | map | nothing |\n| `api` | door | `store`, `domain` |\n\
         | `store` | memory | `domain` |\n| `domain` | rules | nothing |",
        "| `axum` | `api` | HTTP |\n| `tower-sqlite` | `store` | SQL |\n| `serde_json` | `everywhere` | JSON |",
    ))
    .unwrap()
}

fn page(rooms: &str, crates: &str) -> String {
    let table =
        |heading: &str, rows: &str| format!("## {heading}\n\nSome words.\n\n| | | |\n|---|---|---|\n{rows}\n\n");
    table(picture::ROOMS, rooms) + table(picture::CRATES, crates).as_str()
}

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn this_project() -> Project {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let package = &metadata["packages"][0];
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    Project {
        files: sources(),
        dependencies: dependencies
            .filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| dependency["rename"].as_str().or(dependency["name"].as_str()).unwrap().to_owned())
            .collect(),
        library: package["name"].as_str().unwrap().replace('-', "_"),
    }
}

fn sources() -> Vec<File> {
    let mut files = Vec::new();
    collect(&root().join("src"), "src", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Path, name: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &path, files);
        } else if path.ends_with(".rs") {
            files.push(File { path, text: fs::read_to_string(entry.path()).unwrap() });
        }
    }
}
