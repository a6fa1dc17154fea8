//! What a power cut left, on a real disk again: does it open, and is everything there?

use crate::crash::customer::{SecondEmail, Sent};
use crate::crash::stored;
use crate::server_process::{ServerProcess, database_in, new_folder};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// What the server had acknowledged of a customer before the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promised {
    Customer,
    CustomerAndEmail,
}

/// Documents that were compared at an earlier cut, by customer.
pub type LookedAt = HashMap<i64, (Option<Promised>, String)>;

/// How a line ends that names a lost customer.
pub const LOST: &str = "was acknowledged and is not there";

/// A folder made of what was left.
pub struct Image {
    folder: TempDir,
}

impl Image {
    /// Writes the files down.
    pub fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        let folder = new_folder();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        Self { folder }
    }

    /// What is wrong with it, one line each.
    pub fn problems(
        &self,
        promised: &HashMap<i64, Promised>,
        sent: &HashMap<i64, Sent>,
        looked_at: &mut LookedAt,
    ) -> Vec<String> {
        self.look(promised, sent, looked_at).unwrap_or_else(|error| vec![format!("the file cannot be read: {error}")])
    }

    /// Leaves it on the disk, for somebody to look at.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }

    /// Starts the server on it.
    pub fn serve(self) -> ServerProcess {
        ServerProcess::start_in(self.folder)
    }

    fn look(
        &self,
        promised: &HashMap<i64, Promised>,
        sent: &HashMap<i64, Sent>,
        looked_at: &mut LookedAt,
    ) -> rusqlite::Result<Vec<String>> {
        let connection = stored::open(&database_in(self.folder.path()))?;
        let integrity: String = connection.query_row("pragma integrity_check(1)", [], |row| row.get(0))?;
        if integrity != "ok" {
            return Ok(vec![format!("integrity check: {integrity}")]);
        }
        let mut problems = stored::halves(&connection)?;
        let customers = stored::customers(&connection)?;
        let lost = promised.keys().filter(|id| !customers.contains_key(id));
        problems.extend(lost.map(|id| format!("customer with id {id} {LOST}")));
        for (id, document) in customers {
            let promise = promised.get(&id).copied();
            if looked_at.get(&id).is_some_and(|(before, same)| *before == promise && *same == document) {
                continue;
            }
            let differences = differences(sent.get(&id), promise, &document);
            if differences.is_empty() {
                looked_at.insert(id, (promise, document));
            }
            problems.extend(differences);
        }
        Ok(problems)
    }
}

/// What a stored customer lacks, acknowledged or not: it is there whole, or not at all.
fn differences(sent: Option<&Sent>, promise: Option<Promised>, document: &str) -> Vec<String> {
    let second = match promise {
        Some(Promised::CustomerAndEmail) => SecondEmail::Acknowledged,
        Some(Promised::Customer) | None => SecondEmail::Possible,
    };
    match (sent, serde_json::from_str::<Value>(document)) {
        (Some(sent), Ok(found)) => sent.differences(&found, second),
        (None, _) => vec![format!("a customer that nobody sent: {document}")],
        (_, Err(error)) => vec![format!("a document does not parse: {error}: {document}")],
    }
}
