//! What the recorder under the server noted: reads the format of `tests/powercut/shim.c`.

use std::collections::HashMap;
use std::ops::Range;

/// One noted call; bytes are ranges of the recording they were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    Opened { fd: i32, path: String },
    Closed { fd: i32 },
    Written { fd: i32, offset: u64, bytes: Range<usize> },
    Resized { fd: i32, length: u64 },
    SyncBegun { fd: i32, thread: u64 },
    Synced { fd: i32, thread: u64 },
    Unlinked { path: String },
    Renamed { from: String, to: String },
    Answered(Answer),
    Unknown { call: String },
}

/// What an answer promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    CustomerCreated { id: i64 },
    EmailCreated { customer: i64 },
    Other,
}

/// Length of a record before its bytes.
const HEAD: usize = 40;

/// The calls of a recording in their order. Bytes of a last record cut short by the end of the
/// process are left out.
pub fn calls(recording: &[u8]) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut at = 0;
    while let Some((call, next)) = call_at(recording, at) {
        calls.push(call);
        at = next;
    }
    calls
}

/// The call noted at a place, and the place of the next; nothing when the record is not whole.
pub fn call_at(recording: &[u8], at: usize) -> Option<(Call, usize)> {
    let head = recording.get(at..at + HEAD)?;
    let number = |from: usize| u64::from_ne_bytes(head[from..from + 8].try_into().unwrap());
    let kind = u32::from_ne_bytes(head[0..4].try_into().unwrap());
    let fd = i32::from_ne_bytes(head[4..8].try_into().unwrap());
    let (offset, thread) = (number(8), number(32));
    let bytes = at + HEAD..at + HEAD + number(16) as usize;
    let text = || String::from_utf8_lossy(&recording[bytes.clone()]).into_owned();
    recording.get(bytes.clone())?;

    let call = match kind {
        1 => Call::Opened { fd, path: text() },
        2 => Call::Closed { fd },
        3 => Call::Written { fd, offset, bytes: bytes.clone() },
        4 => Call::Resized { fd, length: offset },
        5 => Call::SyncBegun { fd, thread },
        6 => Call::Synced { fd, thread },
        7 => Call::Unlinked { path: text() },
        8 => {
            let both = text();
            let (from, to) = both.split_once('\0').expect("two paths");
            Call::Renamed { from: from.into(), to: to.into() }
        }
        9 => Call::Answered(answer(&text())),
        10 => Call::Unknown { call: text() },
        other => panic!("record of an unknown kind {other} at byte {at}"),
    };
    Some((call, bytes.end))
}

/// The same calls as if the server had run with `synchronous=NORMAL`: the write-ahead log is synced
/// before a checkpoint copies it and after it begins anew, and not when a transaction commits.
pub fn without_syncs_of_commits(calls: &[Call]) -> Vec<Call> {
    let mut left: Vec<Option<&Call>> = calls.iter().map(Some).collect();
    let mut paths: HashMap<i32, &str> = HashMap::new();
    // Syncs of the log since it was last written: a checkpoint needs them if it comes next.
    let mut waiting = Vec::new();
    let mut log_begins = false;
    for (at, call) in calls.iter().enumerate() {
        match call {
            Call::Opened { fd, path } => drop(paths.insert(*fd, path)),
            Call::Written { fd, offset, .. } if paths[fd].ends_with("-wal") => {
                waiting.drain(..).for_each(|sync: usize| left[sync] = None);
                log_begins = *offset == 0;
            }
            Call::Synced { fd, .. } if paths[fd].ends_with("-wal") && !log_begins => waiting.push(at),
            Call::Written { .. } => waiting.clear(),
            _ => {}
        }
    }
    waiting.drain(..).for_each(|sync| left[sync] = None);
    left.into_iter().flatten().cloned().collect()
}

/// The places after each write to the database file itself: what checkpoints do.
pub fn writes_of_checkpoints(calls: &[Call]) -> Vec<usize> {
    let mut paths: HashMap<i32, &str> = HashMap::new();
    let mut places = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        match call {
            Call::Opened { fd, path } => drop(paths.insert(*fd, path)),
            Call::Written { fd, .. } if paths[fd].ends_with(".db") => places.push(at + 1),
            _ => {}
        }
    }
    places
}

/// Reads what a 201 promised from its `Location`.
fn answer(head: &str) -> Answer {
    let mut lines = head.split("\r\n");
    let created = lines.next().is_some_and(|line| line.starts_with("HTTP/1.1 201"));
    let location = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("location"))
        .and_then(|(_, value)| value.split_once("/v2/customers/"));
    let Some((_, path)) = location.filter(|_| created) else {
        return Answer::Other;
    };
    let mut parts = path.trim().split('/');
    let id = parts.next().and_then(|id| id.parse().ok());
    match (id, parts.next()) {
        (Some(id), None) => Answer::CustomerCreated { id },
        (Some(customer), Some("emails")) => Answer::EmailCreated { customer },
        _ => Answer::Other,
    }
}

#[test]
fn an_answer_is_read_from_its_first_bytes() {
    let head = |path: &str| {
        format!("HTTP/1.1 201 Created\r\nresource-id: 7\r\nlocation: http://h:1/v2/customers/{path}\r\n\r\n")
    };
    assert_eq!(answer(&head("7")), Answer::CustomerCreated { id: 7 });
    assert_eq!(answer(&head("7/emails/9")), Answer::EmailCreated { customer: 7 });
    assert_eq!(answer(&head("7/phones/9")), Answer::Other);
    assert_eq!(answer(&head("7").replace("201", "409")), Answer::Other);
}
