//! A command-line program that ends an agent session for certain. It reads the session id from the environment or from
//! standard input, so that the id does not appear in the list of processes or the shell's history. It never prints the
//! id.
//!
//! ```sh
//! AGENT_SESSION_ID=… cargo run -p b2c-agent-client --example logoff -- \
//!     --base-url https://chat.example.com --site my_site --agent-id 12
//! ```

use std::env::{self, VarError};
use std::fmt::Display;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::time::Duration;

use b2c_agent_client::{Client, Config, ConfigError, Ended, ErrorKind, HowEnded, NotEnded, Secret, Session};
use clap::Parser;

const VARIABLE: &str = "AGENT_SESSION_ID";
/// A session id has about thirty characters. A longer text than this is something else.
const MAX_SESSION_ID: usize = 4096;

const NOTES: &str = "\
The session id is read from the environment variable AGENT_SESSION_ID or, if that is not set, from the first line of
standard input. It is never an argument and never printed.

If it is not certain that the session has ended, or if the server is unreachable or too busy, the program waits and
logs off again. It uses the proxy that HTTPS_PROXY or ALL_PROXY sets.

Exit codes:
  0  the session has ended
  1  the server refused: a documented error status, or a failure reported with status 200
  2  usage: an argument or the session id is missing, or cannot be sent unchanged; nothing was sent
  3  the server was not reached, or its response is not as the API documents it

With 1 and 3, the last line of standard error says whether the session may have ended.";

/// Ends an agent session of Oracle B2C Service.
#[derive(Parser)]
#[command(name = "logoff", bin_name = "logoff", after_help = NOTES)]
struct Arguments {
    /// Address of the chat server: https, or http to this machine
    #[arg(long, value_name = "URL")]
    base_url: String,
    /// Fully qualified name of the site (`siteName` of the service settings)
    #[arg(long, value_name = "NAME")]
    site: String,
    /// Account id of the agent
    #[arg(long, value_name = "ID")]
    agent_id: String,
    /// Server pool that holds the session (`pool` of the service settings)
    #[arg(long)]
    pool: Option<String>,
    /// Force the logoff
    #[arg(long)]
    force: bool,
    /// Allow http to another machine; everyone on the network path can then read the session id
    #[arg(long)]
    allow_http: bool,
    /// Ignore the proxies that the environment sets
    #[arg(long)]
    no_proxy: bool,
    /// How long one call may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// How long to keep trying
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    deadline: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    // Clap prints help and usage errors, and exits with code 2 for the latter.
    match run(Arguments::parse()).await {
        Ok(ended) => {
            tell(&mut io::stdout(), &summary(&ended));
            ExitCode::SUCCESS
        }
        Err(failure) => {
            tell(&mut io::stderr(), &failure.text);
            ExitCode::from(failure.exit)
        }
    }
}

/// Why the session has not ended, or not for certain.
struct Failure {
    exit: u8,
    text: String,
}

impl Failure {
    fn usage(text: impl Display) -> Self {
        Self {
            exit: 2,
            text: format!("error: {text}"),
        }
    }
}

async fn run(arguments: Arguments) -> Result<Ended, Failure> {
    let client = client(&arguments)?;
    let mut session = Session::new(arguments.site, arguments.agent_id, session_id()?);
    if let Some(pool) = arguments.pool {
        session = session.with_pool(pool);
    }
    let call = client.ensure_logged_off(&session).force(arguments.force);
    Ok(call.deadline(Duration::from_secs(arguments.deadline)).await?)
}

fn client(arguments: &Arguments) -> Result<Client, Failure> {
    let mut config = Config::default().timeout(Duration::from_secs(arguments.timeout));
    if arguments.allow_http {
        config = config.allow_http();
    }
    if arguments.no_proxy {
        config = config.no_environment_proxy();
    }
    Ok(Client::with_config(&arguments.base_url, &config)?)
}

/// Reads the session id from the environment or from standard input.
fn session_id() -> Result<Secret, Failure> {
    let text = match env::var(VARIABLE) {
        Ok(text) => text,
        Err(VarError::NotUnicode(_)) => return Err(Failure::usage(format!("{VARIABLE} is not UTF-8."))),
        Err(VarError::NotPresent) => first_line()?,
    };
    if text.is_empty() {
        return Err(Failure::usage(format!(
            "There is no session id. Set {VARIABLE}, or write it to standard input."
        )));
    }
    Ok(Secret::from(text))
}

fn first_line() -> Result<String, Failure> {
    let input = io::stdin().lock();
    if input.is_terminal() {
        let text = format!("A session id typed here would be visible. Set {VARIABLE}, or pipe the session id in.");
        return Err(Failure::usage(text));
    }
    let mut line = String::with_capacity(MAX_SESSION_ID + 1);
    let read = input.take(MAX_SESSION_ID as u64 + 1).read_line(&mut line);
    read.map_err(|error| Failure::usage(format!("The session id cannot be read from standard input: {error}.")))?;
    if line.len() > MAX_SESSION_ID {
        return Err(Failure::usage(
            "The first line of standard input is too long for a session id.",
        ));
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            // The machine is at fault, for example its certificate store, not the arguments.
            ConfigError::Client(_) => Self {
                exit: 3,
                text: format!("error: {error}\n{}", fate(false)),
            },
            _ => Self::usage(error),
        }
    }
}

impl From<NotEnded> for Failure {
    fn from(error: NotEnded) -> Self {
        let exit = match error.error().kind() {
            ErrorKind::InvalidRequest => return Self::usage(error),
            ErrorKind::Status | ErrorKind::InBand => 1,
            _ => 3,
        };
        Self {
            exit,
            text: format!("error: {error}\n{}", fate(error.may_have_ended())),
        }
    }
}

/// Whether the session may have ended despite a failure.
fn fate(may_have_ended: bool) -> &'static str {
    if may_have_ended {
        "The session may have ended."
    } else {
        "The session has not been ended."
    }
}

/// The response, line by line. The free-form result is omitted, since it may contain anything.
fn summary(ended: &Ended) -> String {
    let attempts = ("attempts", Some(ended.attempts().len().to_string()));
    let (first, lines) = match ended.how() {
        HowEnded::LoggedOff(answer) => {
            let number = |number: Option<i64>| number.map(|number| number.to_string());
            let millis = |time: Option<i64>| time.map(|time| format!("{time} ms since the Unix epoch"));
            let lines = vec![
                ("client id", number(answer.client_id)),
                ("sequence number", number(answer.sequence_number)),
                ("started at", millis(answer.service_start_time)),
                ("finished at", millis(answer.service_finish_time)),
                attempts,
            ];
            ("The session is logged off.", lines)
        }
        _ => (
            "The session has ended: the server no longer knows it after an attempt that may have ended it.",
            vec![attempts],
        ),
    };
    let lines = lines
        .into_iter()
        .filter_map(|(name, value)| Some(format!("\n{name:<15}  {}", value?)));
    std::iter::once(first.to_owned()).chain(lines).collect()
}

/// Prints a text. If nobody reads it, the exit code remains.
fn tell(stream: &mut dyn Write, text: &str) {
    let printed = writeln!(stream, "{text}").and_then(|()| stream.flush());
    drop(printed);
}
