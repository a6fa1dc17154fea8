//! `cardfile serve`: what a start makes, prints and refuses.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::{Ended, Serving, cardfile, run, url_of};
use crate::server_process::{database_in, new_folder};

#[test]
fn a_first_start_makes_everything_and_prints_lines_that_work_when_pasted() {
    let folder = new_folder();
    let database = folder.path().join("new/folders/cards.db");
    let server = Serving::start(&database, &[]);
    let (id, secret) = (server.printed("client id"), server.printed("client secret"));
    let (token, create) = (server.printed("Get a token:\n\n"), server.printed("sample customer:\n\n"));
    assert!(server.url.starts_with("http://127.0.0.1:"), "{}", server.url);
    for (part, line) in [(&id, &token), (&secret, &token), (&server.url, &token), (&server.url, &create)] {
        assert!(part.len() > 20 && line.contains(part), "{part:?} is not in {line:?}");
    }

    let list = format!("curl -s '{}/v2/customers' -H \"Authorization: Bearer $TOKEN\"", server.url);
    let answers = paste(&[&token, &create, &list]);
    assert!(answers.starts_with("HTTP/1.1 201 Created"), "{answers}");
    assert!(answers.contains(&format!("location: {}/v2/customers/", server.url)), "{answers}");
    assert!(answers.contains(r#""firstName":"Ines""#) && answers.contains(r#""totalElements":1,"#), "{answers}");
    assert!(run(&database, &["app", "list"]).printed().contains(&id));
    assert!(run(&database, &["company", "list"]).printed().contains("My company"));
}

#[test]
fn a_second_start_keeps_everything_and_prints_no_secret() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let first = Serving::start(&database, &[]);
    let (token, create) = (first.printed("Get a token:\n\n"), first.printed("sample customer:\n\n"));
    assert!(paste(&[&token, &create]).contains(" 201 "));
    let (address, (out, _)) = (first.url.clone(), first.stop());
    assert!(out.contains("client secret"), "{out}");

    let second = Serving::start(&database, &[]);
    let token = token.replace(&address, &second.url);
    let list = format!("curl -s '{}/v2/customers' -H \"Authorization: Bearer $TOKEN\"", second.url);
    assert!(paste(&[&token, &list]).contains("ines@northwind.example"));
    let (out, _) = second.stop();
    assert!(!out.contains("secret"), "{out}");
    assert!(out.contains("begin the owner's account") && out.lines().count() == 7, "{out}");
}

#[test]
fn the_printed_lines_name_the_public_url() {
    let folder = new_folder();
    let server = Serving::start(&database_in(folder.path()), &["--public-url", "https://cards.example.com/"]);
    for lead in ["Get a token:\n\n", "sample customer:\n\n", "every call to try:"] {
        let line = server.printed(lead);
        assert!(line.contains("https://cards.example.com/"), "{line}");
        assert!(!line.contains("//v2") && !line.contains("127.0.0.1"), "{line}");
    }
}

#[test]
fn the_data_folder_is_open_to_its_owner_only() {
    let folder = new_folder();
    let database = folder.path().join("data/cardfile.db");
    run(&database, &["company", "list"]).printed();
    let mode = fs::metadata(folder.path().join("data")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "{mode:o}");
}

#[test]
fn the_files_of_a_database_are_for_their_owner_alone() {
    let folder = new_folder();
    let server = Serving::start(&database_in(folder.path()), &[]);
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}: {mode:o}", file.file_name());
    }
    server.stop();
}

#[test]
fn a_log_that_is_no_terminal_has_no_colours() {
    let folder = new_folder();
    let (_, log) = Serving::start(&database_in(folder.path()), &[]).stop();
    assert!(log.contains("INFO") && log.contains("stopping"), "{log}");
    assert!(!log.contains('\u{1b}'), "{log:?}");
}

#[test]
fn a_second_server_on_a_database_in_use_says_so() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let server = Serving::start(&database, &[]);
    let refusal = serve(&database, "127.0.0.1:0").refusal(1);
    assert!(refusal.contains("is in use by another cardfile serve"), "{refusal}");
    assert!(refusal.contains(&database.display().to_string()), "{refusal}");

    // However the first one ended, the second one may start then.
    server.signal("KILL");
    server.end();
    Serving::start(&database, &[]).stop();
}

#[test]
fn a_port_in_use_is_told_before_anything_is_shown_once() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refusal = serve(&database, &address).refusal(1);
    assert!(refusal.contains(&format!("cannot listen on {address}")), "{refusal}");
    assert!(refusal.contains("--listen") && refusal.contains("in use"), "{refusal}");
    assert!(Serving::start(&database, &[]).printed("client secret").len() > 20);
}

#[test]
fn a_database_of_a_newer_cardfile_is_refused_and_left_as_it_is() {
    let folder = new_folder();
    let database = database_in(folder.path());
    run(&database, &["company", "create", "--name", "Northwind"]).printed();
    let file = rusqlite::Connection::open(&database).unwrap();
    file.execute("insert into migrations (version, at) values (1000, 0)", []).unwrap();
    drop(file);
    let before = fs::read(&database).unwrap();
    for refusal in [serve(&database, "127.0.0.1:0"), run(&database, &["app", "list"])] {
        let refusal = refusal.refusal(1);
        assert!(refusal.contains("schema 1000") && refusal.contains("use the newer cardfile"), "{refusal}");
    }
    assert!(fs::read(&database).unwrap() == before, "the file was written");
}

#[test]
fn a_file_that_is_no_database_is_refused_by_name() {
    let folder = new_folder();
    let file = folder.path().join("letter.txt");
    fs::write(&file, "Dear Ines, ".repeat(1000)).unwrap();
    for refusal in [serve(&file, "127.0.0.1:0"), run(&file, &["company", "list"])] {
        let refusal = refusal.refusal(1);
        assert!(refusal.contains("letter.txt") && refusal.contains("not a database"), "{refusal}");
    }
    assert!(fs::read_to_string(&file).unwrap().starts_with("Dear Ines, Dear"));
}

#[test]
fn secrets_and_records_are_not_in_the_log_and_secrets_not_in_the_files() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let server = Serving::start(&database, &["--log", "trace"]);
    let secret = server.printed("client secret");
    let (get_token, create) = (server.printed("Get a token:\n\n"), server.printed("sample customer:\n\n"));
    let in_the_query = format!("curl -s -X POST '{}/v2/oauth2/token?client_secret=not-this-one'", server.url);
    let answers = paste(&[&get_token, "echo $TOKEN", &create, &create, &in_the_query]);
    let token = answers.lines().next().unwrap().to_owned();
    assert!(token.len() > 40 && answers.contains(" 201 ") && answers.contains(" 409 "), "{answers}");

    let while_it_runs = contents(folder.path());
    let (_, log) = server.stop();
    assert!(log.contains("stopping"), "{log}");
    for hidden in [&*secret, &token, "not-this-one", "ines@northwind.example", "Okoro"] {
        assert!(!log.contains(hidden), "{hidden} is in the log:\n{log}");
    }
    let files = [while_it_runs, contents(folder.path())].concat();
    assert!(holds(&files, "ines@northwind.example"), "the files that were searched are not those of the server");
    for hidden in [secret, token] {
        let inner = hidden.split_once('-').map_or(hidden.clone(), |(_, random)| random.to_owned());
        assert!(!holds(&files, &hidden) && !holds(&files, &inner), "{hidden} is in the files");
    }
}

fn serve(database: &Path, listen: &str) -> Ended {
    Ended::of(cardfile(&["serve", "--listen", listen]).args(["--database", &url_of(database)]))
}

/// Runs lines in a shell, one after the other, and gives what they print.
fn paste(lines: &[&str]) -> String {
    let output = Command::new("sh").arg("-c").arg(lines.join("\n")).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The bytes of every file in a folder.
fn contents(folder: &Path) -> Vec<u8> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.flat_map(|file| fs::read(file).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
