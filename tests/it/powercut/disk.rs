//! A disk that knows what was synced: recorded calls go in, and at any moment it tells what a
//! power cut would have left.

use super::recording::Call;
use rand::{RngExt, rngs::StdRng};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Smallest piece that a disk writes whole, in bytes.
const SECTOR: u64 = 512;

/// What becomes of the writes that were not synced when the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// All are lost.
    Everything,
    /// Each is there or is lost, whatever became of the others.
    Some,
    /// The same, and each may be there in part: any of its sectors.
    Torn,
}

impl Loss {
    pub const ALL: [Self; 3] = [Self::Everything, Self::Some, Self::Torn];
}

/// The files of a recorded folder: what is durable, and what is only written.
pub struct Disk<'r> {
    recording: &'r [u8],
    files: Vec<File<'r>>,
    open: HashMap<i32, Opened>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    name_changes: Pending<NameChange>,
    /// By thread: how many changes the sync under way covers.
    syncing: HashMap<u64, usize>,
}

#[derive(Default)]
struct File<'r> {
    durable: Vec<u8>,
    pending: Pending<Change<'r>>,
}

/// Changes in their order, of which the first `synced` are durable and gone from the list.
struct Pending<T> {
    synced: usize,
    changes: Vec<T>,
}

#[derive(Clone, Copy)]
enum Change<'r> {
    Write { offset: u64, bytes: &'r [u8] },
    Resize { length: u64 },
}

#[derive(Clone, Copy)]
enum Opened {
    Folder,
    File(usize),
}

#[derive(Clone)]
enum NameChange {
    Added(String, usize),
    Removed(String),
    Moved(String, String),
}

impl<'r> Disk<'r> {
    /// A disk with these files, all durable; `recording` holds the bytes that the calls name.
    pub fn with(files: &BTreeMap<String, Vec<u8>>, recording: &'r [u8]) -> Self {
        let names: BTreeMap<_, _> = files.keys().cloned().zip(0..).collect();
        let durable = |bytes: &Vec<u8>| File { durable: bytes.clone(), ..File::default() };
        Disk {
            recording,
            files: files.values().map(durable).collect(),
            open: HashMap::new(),
            durable_names: names.clone(),
            names,
            name_changes: Pending::default(),
            syncing: HashMap::new(),
        }
    }

    /// Takes in the next recorded call.
    pub fn apply(&mut self, call: &Call) {
        match call {
            Call::Opened { fd, path } => self.opened(*fd, path),
            Call::Closed { fd } => drop(self.open.remove(fd)),
            Call::Written { fd, offset, bytes } => {
                let bytes = &self.recording[Range::clone(bytes)];
                self.file(*fd).pending.changes.push(Change::Write { offset: *offset, bytes });
            }
            Call::Resized { fd, length } => {
                self.file(*fd).pending.changes.push(Change::Resize { length: *length });
            }
            Call::SyncBegun { fd, thread } => {
                let covered = match self.open[fd] {
                    Opened::Folder => self.name_changes.count(),
                    Opened::File(file) => self.files[file].pending.count(),
                };
                self.syncing.insert(*thread, covered);
            }
            Call::Synced { fd, thread } => self.synced(*fd, *thread),
            Call::Unlinked { path } => self.rename(NameChange::Removed(path.clone())),
            Call::Renamed { from, to } => self.rename(NameChange::Moved(from.clone(), to.clone())),
            Call::Answered(_) => {}
            Call::Unknown { call } => panic!("the recorder cannot follow `{call}` on a file"),
        }
    }

    /// The folder as the running system sees it, synced or not: name and bytes of each file.
    pub fn seen(&self) -> BTreeMap<String, Vec<u8>> {
        let bytes = |file: &usize| {
            let file = &self.files[*file];
            let mut bytes = file.durable.clone();
            file.pending.changes.iter().for_each(|change| change.apply_to(&mut bytes));
            bytes
        };
        self.names.iter().map(|(name, file)| (name.clone(), bytes(file))).collect()
    }

    /// The folder as a power cut at this moment could leave it: what is durable, and of the rest
    /// what the random numbers and the kind of loss let through.
    pub fn after_power_cut(&self, loss: Loss, random: &mut StdRng) -> BTreeMap<String, Vec<u8>> {
        let mut names = self.durable_names.clone();
        // A file system writes its names down in order, so those that are kept are the first ones.
        let kept = match loss {
            Loss::Everything => 0,
            Loss::Some | Loss::Torn => random.random_range(0..=self.name_changes.changes.len()),
        };
        self.name_changes.changes[..kept].iter().for_each(|change| change.apply_to(&mut names));

        let mut left = BTreeMap::new();
        for (name, file) in names {
            let file = &self.files[file];
            let mut bytes = file.durable.clone();
            // Now nearly all, now few: what breaks is often one write missing, or one too early.
            let keep = [0.05, 0.5, 0.95][random.random_range(0..3)];
            for change in &file.pending.changes {
                if loss != Loss::Everything && random.random_bool(keep) {
                    let torn = loss == Loss::Torn && random.random_bool(0.5);
                    change.keep_in(&mut bytes, torn, random);
                }
            }
            left.insert(name, bytes);
        }
        left
    }

    fn file(&mut self, fd: i32) -> &mut File<'r> {
        match self.open[&fd] {
            Opened::File(file) => &mut self.files[file],
            Opened::Folder => panic!("a write to the folder itself"),
        }
    }

    fn opened(&mut self, fd: i32, path: &str) {
        if path.is_empty() {
            self.open.insert(fd, Opened::Folder);
            return;
        }
        if !self.names.contains_key(path) {
            self.files.push(File::default());
            self.rename(NameChange::Added(path.into(), self.files.len() - 1));
        }
        self.open.insert(fd, Opened::File(self.names[path]));
    }

    fn rename(&mut self, change: NameChange) {
        change.apply_to(&mut self.names);
        self.name_changes.changes.push(change);
    }

    fn synced(&mut self, fd: i32, thread: u64) {
        let covered = self.syncing.remove(&thread).expect("a sync begins before it ends");
        match self.open[&fd] {
            Opened::Folder => {
                let names = &mut self.durable_names;
                self.name_changes.synced_until(covered).for_each(|change| change.apply_to(names));
            }
            Opened::File(file) => {
                let File { durable, pending } = &mut self.files[file];
                pending.synced_until(covered).for_each(|change| change.apply_to(durable));
            }
        }
    }
}

impl<T> Pending<T> {
    fn count(&self) -> usize {
        self.synced + self.changes.len()
    }

    /// Takes out what a sync covers that another one, at the same time, has not taken already.
    fn synced_until(&mut self, covered: usize) -> impl Iterator<Item = T> {
        let fresh = covered.saturating_sub(self.synced);
        self.synced += fresh;
        self.changes.drain(..fresh)
    }
}

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self { synced: 0, changes: Vec::new() }
    }
}

impl Change<'_> {
    fn apply_to(&self, file: &mut Vec<u8>) {
        match *self {
            Change::Write { offset, bytes } => put(file, offset, bytes),
            Change::Resize { length } => file.resize(length as usize, 0),
        }
    }

    fn keep_in(&self, file: &mut Vec<u8>, torn: bool, random: &mut StdRng) {
        match *self {
            Change::Write { offset, bytes } if torn => {
                let end = offset + bytes.len() as u64;
                let mut from = offset;
                while from < end {
                    let to = end.min((from / SECTOR + 1) * SECTOR);
                    if random.random_bool(0.5) {
                        put(file, from, &bytes[(from - offset) as usize..(to - offset) as usize]);
                    }
                    from = to;
                }
            }
            _ => self.apply_to(file),
        }
    }
}

impl NameChange {
    fn apply_to(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Added(name, file) => drop(names.insert(name.clone(), *file)),
            Self::Removed(name) => drop(names.remove(name)),
            Self::Moved(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}

fn put(file: &mut Vec<u8>, offset: u64, bytes: &[u8]) {
    let (from, to) = (offset as usize, offset as usize + bytes.len());
    if file.len() < to {
        file.resize(to, 0);
    }
    file[from..to].copy_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    const BYTES: &[u8] = b"firstsecond";

    fn disk_after(calls: &[Call]) -> Disk<'static> {
        let mut disk = Disk::with(&BTreeMap::from([("a".into(), Vec::new())]), BYTES);
        disk.apply(&Call::Opened { fd: 3, path: "a".into() });
        calls.iter().for_each(|call| disk.apply(call));
        disk
    }

    fn left(disk: &Disk<'_>, loss: Loss) -> BTreeMap<String, Vec<u8>> {
        disk.after_power_cut(loss, &mut StdRng::seed_from_u64(1))
    }

    const FIRST: Call = Call::Written { fd: 3, offset: 0, bytes: 0..5 };
    const SECOND: Call = Call::Written { fd: 3, offset: 5, bytes: 5..11 };
    const BEGUN: Call = Call::SyncBegun { fd: 3, thread: 1 };
    const SYNCED: Call = Call::Synced { fd: 3, thread: 1 };

    #[test]
    fn what_was_synced_is_there_whatever_is_lost() {
        let disk = disk_after(&[FIRST, SECOND, BEGUN, SYNCED]);
        for loss in Loss::ALL {
            assert_eq!(left(&disk, loss)["a"], BYTES);
        }
    }

    #[test]
    fn a_sync_does_not_cover_a_write_that_came_after_it_began() {
        let disk = disk_after(&[FIRST, BEGUN, SECOND, SYNCED]);
        assert_eq!(left(&disk, Loss::Everything)["a"], b"first");
        assert_eq!(disk.seen()["a"], BYTES);
    }

    #[test]
    fn a_sync_that_has_not_ended_covers_nothing() {
        assert_eq!(left(&disk_after(&[FIRST, BEGUN]), Loss::Everything)["a"], b"");
    }

    #[test]
    fn a_sync_that_ends_inside_a_longer_one_takes_nothing_from_it() {
        let (begun, synced) = (Call::SyncBegun { fd: 3, thread: 2 }, Call::Synced { fd: 3, thread: 2 });
        let disk = disk_after(&[FIRST, BEGUN, begun, synced, SECOND, SYNCED]);
        assert_eq!(left(&disk, Loss::Everything)["a"], b"first");
    }

    #[test]
    fn a_new_file_needs_the_sync_of_its_folder() {
        let opened = Call::Opened { fd: 4, path: "b".into() };
        let mut disk = disk_after(&[opened, Call::Opened { fd: 5, path: String::new() }]);
        assert!(!left(&disk, Loss::Everything).contains_key("b"));
        disk.apply(&Call::SyncBegun { fd: 5, thread: 1 });
        disk.apply(&Call::Synced { fd: 5, thread: 1 });
        assert!(left(&disk, Loss::Everything).contains_key("b"));
    }
}
