//! Settings: every one is a flag and a variable, is documented, and is refused in one line when it is bad.

use super::{Ended, cardfile};

const COMMANDS: [&[&str]; 9] = [
    &[],
    &["serve"],
    &["app"],
    &["app", "create"],
    &["app", "list"],
    &["app", "revoke"],
    &["company"],
    &["company", "create"],
    &["company", "list"],
];

/// Values that break the rule of a setting, with words that the refusal has.
const BAD: [(&str, &str, &[&str], &str); 9] = [
    (
        "--listen",
        "CARDFILE_LISTEN",
        &["", "8080", "localhost:8080", "127.0.0.1", "127.0.0.1:65536", "::1:8080"],
        "127.0.0.1:8080",
    ),
    (
        "--database",
        "CARDFILE_DATABASE",
        &["", "cardfile.db", "sqlite:", "sqlite::memory:", "mysql://host/db"],
        "sqlite:PATH",
    ),
    (
        "--public-url",
        "CARDFILE_PUBLIC_URL",
        &["", "cards.example.com", "ftp://cards.example.com", "https://x.example/?a=b"],
        "http or https",
    ),
    (
        "--log",
        "CARDFILE_LOG",
        &["", "loud", "cardfile=loud", "info,loud", "info=debug=warn"],
        "off, error, warn, info, debug or trace",
    ),
    ("--session-cookie", "CARDFILE_SESSION_COOKIE", &["", "perhaps", "2"], "true or false"),
    ("--photos", "CARDFILE_PHOTOS", &["", "perhaps", "2"], "true or false"),
    ("--body-limit", "CARDFILE_BODY_LIMIT", &["", "0", "-1", "100kB", "1e5"], "whole number"),
    ("--rate-limit", "CARDFILE_RATE_LIMIT", &["", "-1", "many", "4294967296"], "whole number"),
    ("--property-limit", "CARDFILE_PROPERTY_LIMIT", &["", "0", "many", "99999999999999999999"], "whole number"),
];

#[test]
fn a_bad_setting_is_one_line_with_its_name_its_value_and_the_rule() {
    for (flag, variable, values, rule) in BAD {
        for value in values {
            let in_the_environment = Ended::of(cardfile(&["serve"]).env(variable, value));
            let mut refusals = vec![in_the_environment.refusal(2)];
            // The cookie's flag takes no value.
            if flag != "--session-cookie" {
                refusals.push(Ended::of(&mut cardfile(&["serve", &format!("{flag}={value}")])).refusal(2));
            }
            for refusal in refusals {
                for part in [flag, variable, &format!("{value:?}"), rule] {
                    assert!(refusal.contains(part), "{part:?} is not in: {refusal}");
                }
            }
        }
    }
}

#[test]
fn a_bad_setting_is_refused_by_every_command_that_has_it() {
    for command in COMMANDS.iter().filter(|command| command.len() == 2) {
        let needed: &[&str] = match command[1] {
            "create" => &["--name", "x"],
            "revoke" => &["1-x"],
            _ => &[],
        };
        let refusal = Ended::of(cardfile(command).args(needed).env("CARDFILE_DATABASE", "here")).refusal(2);
        assert!(refusal.contains("--database (CARDFILE_DATABASE)"), "{refusal}");
    }
}

#[test]
fn a_folder_is_no_database() {
    let folder = crate::server_process::new_folder();
    for url in [format!("sqlite:{}", folder.path().display()), "sqlite:some/where/".to_owned()] {
        let refusal = Ended::of(&mut cardfile(&["company", "list", "--database", &url])).refusal(2);
        assert!(refusal.contains("must name a file"), "{refusal}");
    }
}

#[test]
fn a_command_line_that_is_not_understood_is_one_line() {
    let wrong: [(&[&str], &str); 8] = [
        (&["serve", "--lisen", "127.0.0.1:0"], "a similar argument exists: '--listen'"),
        (&["serv"], "'serve'"),
        (&["serve", "now"], "'now'"),
        (&["serve", "--listen"], "--listen <ADDRESS:PORT>"),
        (&["serve", "--log", "info", "--log", "warn"], "--log"),
        (&["app", "create"], "--name"),
        (&["app", "revoke"], "<ID>"),
        (
            &["app", "create", "--name", "x", "--company", "Northwind"],
            "bad value \"Northwind\" for --company: must be the id",
        ),
    ];
    for (arguments, said) in wrong {
        let refusal = Ended::of(&mut cardfile(arguments)).refusal(2);
        assert!(refusal.contains(said), "{refusal}");
    }
}

#[test]
fn a_flag_counts_before_its_variable() {
    let folder = crate::server_process::new_folder();
    let in_use = super::url_of(&folder.path().join("flag.db"));
    let mut command = cardfile(&["company", "create", "--name", "Northwind", "--database", &in_use]);
    let other = super::url_of(&folder.path().join("variable.db"));
    Ended::of(command.env("CARDFILE_DATABASE", other)).printed();
    assert!(folder.path().join("flag.db").exists() && !folder.path().join("variable.db").exists());
    let list = Ended::of(cardfile(&["company", "list"]).env("CARDFILE_DATABASE", in_use)).printed();
    assert!(list.contains("Northwind"), "{list}");
}

#[test]
fn help_documents_every_flag_with_its_variable_and_default() {
    for command in COMMANDS {
        let help = help(command);
        assert!(help.contains("Usage: cardfile"), "{help}");
        for (flag, text) in flags(&help) {
            let said = text.split('[').next().unwrap_or_default().trim();
            assert!(said.len() > 10, "{flag} of {command:?} is not explained: {text:?}");
            if ["--name", "--company", "--json"].contains(&&*flag) || flag.starts_with("--owner-") {
                continue;
            }
            assert!(text.contains("[env: CARDFILE_"), "{flag} of {command:?}: {text:?}");
            let has_default = text.contains("[default: ") || text.contains("Without it") || flag == "--session-cookie";
            assert!(has_default, "{flag} of {command:?}: {text:?}");
        }
        let database = flags(&help).into_iter().find(|(flag, _)| flag == "--database");
        let (_, text) = database.expect("every command has a database");
        assert!(text.contains("[env: CARDFILE_DATABASE=] [default: sqlite:cardfile-data/cardfile.db]"), "{text}");
    }
    let serve: Vec<String> = flags(&help(&["serve"])).into_iter().map(|(flag, _)| flag).collect();
    for (flag, ..) in BAD {
        assert!(serve.iter().any(|documented| documented == flag), "{flag} is not in {serve:?}");
    }
    assert_eq!(serve.len(), BAD.len(), "{serve:?}");
}

#[test]
fn a_command_that_is_not_whole_shows_its_help() {
    for command in [&[][..], &["app"], &["company"]] {
        let ended = Ended::of(&mut cardfile(command));
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.err.contains("Commands:") && ended.err.contains("Usage: cardfile"), "{ended:?}");
    }
}

#[test]
fn the_readme_lists_every_setting_with_its_variable_and_default() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for (flag, text) in flags(&help(&["serve"])) {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{flag}` |")));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for {flag}"));
        let variable = between(&text, "[env: ", "=").unwrap();
        assert!(row.contains(&format!("| `{variable}` |")), "{row}");
        if let Some(default) = between(&text, "[default: ", "]") {
            assert!(row.contains(&format!("| `{default}` |")), "{row}");
        }
    }
}

fn help(command: &[&str]) -> String {
    Ended::of(cardfile(command).arg("--help")).printed()
}

/// The flags of a help text, each with its explanation in one line.
fn flags(help: &str) -> Vec<(String, String)> {
    let mut flags: Vec<(String, String)> = Vec::new();
    let (_, options) = help.split_once("Options:\n").unwrap();
    for line in options.lines() {
        let words = line.trim();
        if words.starts_with('-') {
            let name = words.split([' ', ',']).find(|word| word.starts_with("--")).unwrap();
            let (_, rest) = words.split_once("  ").unwrap_or_default();
            flags.push((name.to_owned(), rest.trim().to_owned()));
        } else if let Some((_, text)) = flags.last_mut() {
            text.push(' ');
            text.push_str(words);
        }
    }
    for (_, text) in &mut flags {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    flags.retain(|(name, _)| name != "--help" && name != "--version");
    flags
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

#[test]
fn a_database_url_is_never_shown_with_its_password() {
    let list = |url: &str| Ended::of(cardfile(&["company", "list", "--database", url]).env("CARDFILE_LOG", "trace"));
    // Nobody listens at port 1.
    let gone = list("postgresql://cards:s3cret@127.0.0.1:1/cards?password=s3cret");
    assert_eq!(gone.code, Some(1), "{}", gone.err);
    assert!(gone.err.contains("cannot use postgresql://cards@127.0.0.1:1/cards"), "{}", gone.err);
    let wrong = list("postgresql://cards:s3cret@127.0.0.1/cards?sslmode=maybe");
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
    assert!(wrong.err.contains("sslmode is disable, prefer, require or verify-full"), "{}", wrong.err);
    for ended in [gone, wrong] {
        assert!(!ended.err.contains("s3cret") && !ended.out.contains("s3cret"), "{ended:?}");
    }
}
