//! Password files, as other clients of PostgreSQL read them: `host:port:database:user:password` a line, `*` for any.

use std::path::Path;

use tokio_postgres::config::Host;

use super::address::Place;

/// What a line has to be about.
pub(super) struct Wanted<'a> {
    pub(super) place: &'a Place,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// The password that the file has for this place; the first line that fits counts.
pub(super) fn find(file: &Path, wanted: &Wanted<'_>) -> Result<Option<String>, String> {
    let unreadable = |error| format!("cannot read {}: {error}", file.display());
    check_owner(file).map_err(unreadable)??;
    let text = std::fs::read_to_string(file).map_err(unreadable)?;
    Ok(text.lines().find_map(|line| of_line(line, wanted)))
}

/// Refuses a file from which others on the machine could take the password, or into which they could put one.
fn check_owner(file: &Path) -> std::io::Result<Result<(), String>> {
    let metadata = std::fs::metadata(file)?;
    #[cfg(unix)]
    if metadata.is_file() && std::os::unix::fs::MetadataExt::mode(&metadata) & 0o077 != 0 {
        let file = file.display();
        return Ok(Err(format!("{file} may be read or written by others than its owner: chmod 600 {file}")));
    }
    Ok(Ok(()))
}

fn of_line(line: &str, wanted: &Wanted<'_>) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let host = match &wanted.place.host {
        Host::Tcp(host) => host,
        #[cfg(unix)]
        Host::Unix(_) => "localhost",
    };
    let (port, mut rest) = (wanted.place.port.to_string(), line);
    for value in [host, &port, wanted.database, wanted.user] {
        let (field, after) = field(rest);
        if line_field_is_other(&field, rest, value) {
            return None;
        }
        rest = after?;
    }
    Some(field(rest).0)
}

fn line_field_is_other(field: &str, written: &str, value: &str) -> bool {
    // A star with a backslash before it is a star.
    !(field == value || field == "*" && written.starts_with('*'))
}

/// A field and what stands after its colon; a backslash takes the meaning from the character after it.
fn field(text: &str) -> (String, Option<&str>) {
    let mut field = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => field.extend(characters.next().map(|(_, character)| character)),
            ':' => return (field, Some(&text[at + 1..])),
            _ => field.push(character),
        }
    }
    (field, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_has_the_password() {
        let place = Place { host: Host::Tcp("db.example".into()), port: 5433 };
        let wanted = Wanted { place: &place, database: "cards", user: "me" };
        let fits = |line| of_line(line, &wanted);
        assert_eq!(fits("db.example:5433:cards:me:se\\:cr\\\\et"), Some("se:cr\\et".into()));
        assert_eq!(fits("*:*:*:*:any"), Some("any".into()));
        assert_eq!(fits("#*:*:*:*:any"), None);
        for other in
            ["db.example:5432:*:*:no", "db.example:5433:cards:you:no", "\\*:*:*:*:no", "db.example:5433:cards", ""]
        {
            assert_eq!(fits(other), None, "{other}");
        }
    }
}
