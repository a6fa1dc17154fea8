//! The machine: which core runs what, and what a process has used.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};

/// The core of the server and of every floor.
pub const SERVER_CORE: &str = "0";
/// The core of the load.
pub const LOAD_CORE: &str = "1";

/// Whether everything may run on every core.
static SHARED: AtomicBool = AtomicBool::new(false);

/// From now on nothing is kept to its core.
pub fn share_cores() {
    SHARED.store(true, Ordering::Relaxed);
}

/// A command that runs `program` on one core only, unless cores are shared. It keeps the process id, because taskset replaces itself.
pub fn on_core(core: &str, program: impl AsRef<Path>) -> Command {
    if SHARED.load(Ordering::Relaxed) {
        return Command::new(program.as_ref());
    }
    let mut command = Command::new("taskset");
    command.args(["-c", core]).arg(program.as_ref());
    command
}

/// This program again, on one core.
pub fn self_on_core(core: &str) -> Result<Command> {
    Ok(on_core(core, std::env::current_exe()?))
}

/// Seconds of processor time a process has used.
pub fn processor_seconds(pid: u32) -> Result<f64> {
    Ok(ticks(&format!("/proc/{pid}/stat"), [11, 12])? / TICKS_A_SECOND)
}

/// Seconds of processor time that the processes have used that work in a folder, and those of their children that have ended.
pub fn processor_seconds_in(folder: &Path) -> Result<f64> {
    let mut sum = 0.0;
    for entry in std::fs::read_dir("/proc")? {
        let process = entry?.path();
        if std::fs::read_link(process.join("cwd")).is_ok_and(|place| place == folder) {
            // It may end in between; then its parent has its time.
            let stat = process.join("stat");
            for fields in [[11, 12], [13, 14]] {
                sum += ticks(&stat.to_string_lossy(), fields).unwrap_or_default();
            }
        }
    }
    Ok(sum / TICKS_A_SECOND)
}

/// Seconds of processor time of all ended children of this process.
pub fn processor_seconds_of_children() -> Result<f64> {
    Ok(ticks("/proc/self/stat", [13, 14])? / TICKS_A_SECOND)
}

/// Seconds of processor time that everything on the machine has used.
pub fn processor_seconds_of_all() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/stat")?;
    let line = stat.lines().next().context("an empty /proc/stat")?;
    let ticks: Vec<f64> = line.split_whitespace().skip(1).map(str::parse).collect::<Result<_, _>>()?;
    // user, nice and system; interrupts belong to whoever is measured, and the rest is rest.
    Ok(ticks.iter().take(3).sum::<f64>() / TICKS_A_SECOND)
}

/// A line such as `VmRSS` of `/proc/PID/status`, in MiB.
pub fn memory_mib(pid: u32, line: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let value = status
        .lines()
        .find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))
        .with_context(|| format!("/proc/{pid}/status has no {line}"))?;
    let kib: f64 = value.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}

/// The processor's name and how many cores there are.
pub fn description() -> Result<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")?;
    let name = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown", |rest| rest.trim_start_matches([':', '\t', ' ']));
    let shared = if SHARED.load(Ordering::Relaxed) { " that everything shares" } else { "" };
    Ok(format!("{} cores{shared}, {name}", cores()?))
}

/// Fails on a machine on which the server and the load would share a core.
pub fn check_cores() -> Result<()> {
    ensure!(cores()? >= 2, "two cores are needed: one for the server, one for the load");
    Ok(())
}

// Linux reports processor time to programs in hundredths of a second on every architecture.
const TICKS_A_SECOND: f64 = 100.0;

fn cores() -> Result<usize> {
    Ok(std::thread::available_parallelism()?.get())
}

fn ticks(path: &str, fields: [usize; 2]) -> Result<f64> {
    let stat = std::fs::read_to_string(path)?;
    // The program's name may hold spaces; the fields are counted after its closing parenthesis.
    let after_name = stat.rsplit_once(')').context("an unreadable stat file")?.1;
    let values: Vec<&str> = after_name.split_whitespace().collect();
    let mut sum = 0.0;
    for field in fields {
        sum += values.get(field).context("a short stat file")?.parse::<f64>()?;
    }
    Ok(sum)
}
