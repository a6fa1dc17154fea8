//! A command line or a setting that is not understood, told in one line.

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::store::DatabaseUrl;

/// Ends the process: help and version are printed whole, a mistake is one line on standard error and exit code 2.
pub(super) fn end(error: &Error, command: &Command) -> ! {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        error.exit()
    }
    eprintln!("cardfile: {}", bad_value(error, command).unwrap_or_else(|| in_a_line(error)));
    std::process::exit(2)
}

/// The setting, the value it was given and the rule that the value breaks.
fn bad_value(error: &Error, command: &Command) -> Option<String> {
    let rule = std::error::Error::source(error)?;
    let (Some(ContextValue::String(setting)), Some(ContextValue::String(value))) =
        (error.get(ContextKind::InvalidArg), error.get(ContextKind::InvalidValue))
    else {
        return None;
    };
    // Errors name a setting as the usage does: --listen <ADDRESS:PORT>.
    let name = setting.split(' ').next().unwrap_or(setting);
    let variable = variable(command, name).map(|variable| format!(" ({variable})")).unwrap_or_default();
    // A database URL may hold a password.
    let value = DatabaseUrl::without_password(value);
    Some(format!("bad value {value:?} for {name}{variable}: {rule}"))
}

/// The environment variable of a flag, such as `--listen`.
fn variable(command: &Command, flag: &str) -> Option<String> {
    let is_it = |argument: &&clap::Arg| argument.get_long().is_some_and(|long| flag.strip_prefix("--") == Some(long));
    match command.get_arguments().find(is_it) {
        Some(argument) => Some(argument.get_env()?.to_string_lossy().into_owned()),
        None => command.get_subcommands().find_map(|command| variable(command, flag)),
    }
}

/// The error's own words without the usage.
fn in_a_line(error: &Error) -> String {
    let text = error.render().to_string();
    let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_about_it = |part: &String| !part.starts_with("Usage:") && !part.starts_with("For more information");
    let line = text.split("\n\n").map(words).filter(is_about_it).collect::<Vec<_>>().join("; ");
    format!("{}; see --help", line.strip_prefix("error: ").unwrap_or(&line))
}
