//! The command that copies, killed by SIGKILL wherever it happens to be.

use super::{Database, assert_same, everything, others};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Enough for several transactions.
const CUSTOMERS: usize = 25_000;

fn copying(from: &Database, to: &Database) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardfile"));
    command.args(["database", "copy", &from.url().to_string(), &to.url().to_string()]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it for so long at most; its output, when it was done before it was killed.
fn killed_after(time: Duration, mut command: Command) -> Option<Output> {
    let mut child = command.spawn().unwrap();
    std::thread::sleep(time);
    let done = child.try_wait().unwrap().is_some();
    // It may be gone already.
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    done.then_some(output)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_is_killed_by_the_system_goes_on_when_it_is_called_again() {
    let (door, _) = everything::door().await;
    door.fill(CUSTOMERS, "Ines", "Killed").await;
    let mut random = StdRng::seed_from_u64(7);
    for target in <[Database; 2]>::from(others().await) {
        let (mut kills, mut unfinished) = (0, 0_u32);
        let output = loop {
            // A little longer each time, so that it is met in the middle on every machine, and comes to an end.
            let time = Duration::from_millis(10).mul_f64(1.3_f64.powi(kills) * random.random_range(0.8..1.2));
            match killed_after(time, copying(door.database_itself(), &target)) {
                Some(output) => break output,
                None => kills += 1,
            }
            let mut other = Command::new(env!("CARGO_BIN_EXE_cardfile"));
            other.args(["company", "list", "--database", &target.url().to_string()]);
            let refused = String::from_utf8(other.output().unwrap().stderr).unwrap();
            unfinished += u32::from(refused.contains("is not finished"));
        };
        let told = String::from_utf8_lossy(&output.stderr);
        // Or the last kill came when all was there, and before the command could say so.
        assert!(output.status.success() || told.contains("is not empty"), "after {kills} kills: {told}");
        assert!(kills > 2 && unfinished > 1, "{kills} kills, {unfinished} times in the middle");
        assert_same(door.database_itself(), &target);
    }
}
