//! The power is cut while the server writes. A recorder under the server notes its writes, syncs
//! and answers in one order; at random places of the recording the test makes the folder that a
//! power cut would have left, and looks for what was acknowledged before.

mod disk;
mod image;
mod record;
mod recording;

use crate::crash::setting;
use disk::{Disk, Loss};
use image::{Image, Promised};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use record::{Recorded, recorded};
use recording::{Answer, Call};
use std::collections::HashMap;

#[test]
fn every_acknowledged_customer_survives_a_power_cut() {
    let recorded = recorded();
    let calls = match setting("CARDFILE_POWERCUT_WITHOUT_COMMIT_SYNCS") {
        Some(1) => recording::without_syncs_of_commits(&recorded.calls),
        _ => recorded.calls.clone(),
    };
    let cuts = setting("CARDFILE_POWERCUT_CUTS").unwrap_or(200);
    let seed = setting("CARDFILE_POWERCUT_SEED").unwrap_or_else(rand::random);
    println!("{recorded}\nseed {seed}");
    let found = cut(recorded, &calls, cuts, seed);
    println!("{cuts} cuts, {} broken", found.broken.len());
    for (cut, problems) in found.broken.iter().take(20) {
        println!("{cut}: {} problems, such as: {}", problems.len(), problems[0]);
    }
    if let Some(image) = found.first {
        println!("the first broken folder is kept in {}", image.keep().display());
    }
    let broken = found.broken.len();
    assert!(broken == 0, "{broken} of {cuts} cuts lost or broke something");
}

#[test]
fn without_the_sync_of_a_commit_the_test_sees_the_loss() {
    let recorded = recorded();
    let calls = recording::without_syncs_of_commits(&recorded.calls);
    assert!(calls.len() < recorded.calls.len(), "commits are synced");
    let broken = cut(recorded, &calls, 12, 1).broken;
    let lost =
        broken.iter().flat_map(|(_, problems)| problems).filter(|problem| problem.ends_with(image::LOST)).count();
    println!("without the syncs of commits: {} of 12 cuts broken, {lost} acknowledged customers lost", broken.len());
    assert!(lost > 0, "nobody would notice commits that are not synced");
}

#[test]
fn the_recording_makes_the_folder_byte_for_byte() {
    let recorded = recorded();
    let mut disk = Disk::with(&recorded.before, &recorded.bytes);
    recorded.calls.iter().for_each(|call| disk.apply(call));
    let made = disk.seen();
    for (name, bytes) in &recorded.after {
        assert!(made.get(name) == Some(bytes), "{name} is not what was recorded");
    }
    assert!(made.len() == recorded.after.len());
}

/// The server, too, is started on every fortieth folder that is left.
const ALSO_SERVED: u64 = 40;

#[derive(Default)]
struct Found {
    /// The cuts with what is wrong after each.
    broken: Vec<(String, Vec<String>)>,
    /// What the first of them left.
    first: Option<Image>,
}

/// Cuts the power at random places and looks at what is left each time.
fn cut(recorded: &Recorded, calls: &[Call], cuts: u64, seed: u64) -> Found {
    let mut random = StdRng::seed_from_u64(seed);
    let mut places: Vec<_> = places(calls, cuts, &mut random).into_iter().zip(0..).collect();
    places.sort_unstable();

    let mut disk = Disk::with(&recorded.before, &recorded.bytes);
    let mut promised = HashMap::new();
    let mut found = Found::default();
    let mut looked_at = image::LookedAt::default();
    let mut applied = 0;
    for (place, nth) in places {
        for call in &calls[applied..place] {
            disk.apply(call);
            match call {
                Call::Answered(Answer::CustomerCreated { id }) => promised.insert(*id, Promised::Customer),
                Call::Answered(Answer::EmailCreated { customer: id }) => {
                    promised.insert(*id, Promised::CustomerAndEmail)
                }
                _ => None,
            };
        }
        applied = place;
        let loss = Loss::ALL[nth as usize % Loss::ALL.len()];
        // Its own numbers for each cut, so that one can be made again alone.
        let mut random = StdRng::seed_from_u64(seed ^ (nth << 32));
        let image = Image::of(disk.after_power_cut(loss, &mut random));
        let problems = image.problems(&promised, &recorded.sent, &mut looked_at);
        if problems.is_empty() && nth.is_multiple_of(ALSO_SERVED) {
            image.serve();
        } else if !problems.is_empty() {
            let cut = format!("cut {nth} before call {place} of {}, {loss:?} lost", calls.len());
            found.broken.push((cut, problems));
            found.first.get_or_insert(image);
        }
    }
    found
}

/// Where to cut. Half of the places are anywhere; a quarter are right after an answer, where
/// nothing may be missing, and a quarter amid the writes of a checkpoint, where the file itself
/// changes.
fn places(calls: &[Call], cuts: u64, random: &mut StdRng) -> Vec<usize> {
    let after =
        |is: &dyn Fn(&Call) -> bool| -> Vec<usize> { (1..=calls.len()).filter(|at| is(&calls[at - 1])).collect() };
    let anywhere = after(&|_| true);
    let answers = after(&|call| matches!(call, Call::Answered(answer) if *answer != Answer::Other));
    let checkpoints = recording::writes_of_checkpoints(calls);
    let kinds = [&anywhere, &answers, &anywhere, &checkpoints];
    (0..cuts as usize)
        .map(|nth| {
            let kind = kinds[nth % kinds.len()];
            kind[random.random_range(0..kind.len())]
        })
        .collect()
}
