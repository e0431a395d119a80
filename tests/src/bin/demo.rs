//! `cargo demo`: logs an agent session off at the sandbox with the generated client, and prints what went over the wire
//! and the result. Secrets are masked.
//!
//! The exit code is 0 if everything worked, otherwise 1 with a message on stderr.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use b2c_agent_client::{Client, Error, ResponseValue, types};
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::{Sandbox, SessionTicket};
use workspace_tests::secrets::{MASK, Secrets};
use workspace_tests::wire::{Tap, masked};

/// The example values of the vendor's page.
const SITE: &str = "day001_221100_sql_001h";
const AGENT: &str = "12";
const POOL: &str = "297:1";

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&mut out)),
        Err(error) => Err(Failure::new("The async runtime does not start", error)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has closed the pipe, which is not an error.
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            // If stderr is closed too, only the exit code reports the failure.
            _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Why there is no transcript, or only a part of it.
enum Failure {
    /// The transcript cannot be written.
    Output(io::Error),
    /// The demonstration failed. The text holds no secret.
    Shown(String),
}

impl Failure {
    fn new(what: &str, why: impl fmt::Display) -> Self {
        Self::Shown(format!("{what}: {why}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(error) => write!(f, "The transcript cannot be written: {error}"),
            Self::Shown(text) => f.write_str(text),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

async fn run(out: &mut impl Write) -> Result<(), Failure> {
    let sandbox = Sandbox::start(DOCUMENT)
        .await
        .map_err(|error| Failure::new("The sandbox does not start", error))?;
    let tap = Tap::start(sandbox.address())
        .await
        .map_err(|error| Failure::new("The wire tap does not start", error))?;
    let client = Client::new(&tap.base_url()).map_err(|error| Failure::new("The client cannot be made", error))?;
    let ticket = sandbox.open_session(SITE, AGENT);
    let secrets = Secrets::clone(sandbox.contract().secrets()).with_value(&ticket.session_id);

    heading(out, "An agent has a session at the sandbox")?;
    writeln!(out, "sandbox  {}", sandbox.base_url())?;
    writeln!(out, "site     {}", ticket.site)?;
    writeln!(out, "agent    {}", ticket.agent_id)?;
    writeln!(out, "session  {MASK}")?;

    heading(
        out,
        "The client logs it off: request and response, as they went over the wire",
    )?;
    let outcome = log_off(&client, &ticket).await;
    show_wire(out, &tap, &secrets)?;
    let response = outcome.map_err(|error| Failure::new("The logoff failed", error))?;

    heading(out, "What the client returned")?;
    writeln!(out, "status {}", response.status())?;
    writeln!(out, "{:#?}", response.into_inner())?;

    heading(out, "What has become of the session")?;
    if !sandbox.sessions().is_empty() {
        return Err(Failure::Shown(
            "The client reports success, but the session is still open.".to_owned(),
        ));
    }
    writeln!(out, "It has ended: the sandbox has no open session.")?;

    heading(out, "A second logoff of the same session")?;
    match log_off(&client, &ticket).await {
        Err(error) if error.status().is_some_and(|status| status == 403) => {
            writeln!(out, "{error}")?;
            writeln!(out, "{:#?}", error.body())?;
        }
        Err(error) => {
            return Err(Failure::new("The second logoff failed oddly", error));
        }
        Ok(_) => {
            return Err(Failure::Shown(
                "The sandbox logged the same session off twice.".to_owned(),
            ));
        }
    }
    Ok(out.flush()?)
}

async fn log_off(
    client: &Client,
    ticket: &SessionTicket,
) -> Result<ResponseValue<types::LogoffResponse>, Error<types::ErrorBody>> {
    client
        .logoff()
        .fq_site_name(&ticket.site)
        .x_aid(&ticket.agent_id)
        .x_jsessionid(ticket.session_id.as_str())
        .pool(POOL)
        .body(
            types::LogoffRequest::builder()
                .force_logoff(false)
                .sequence_number(3)
                .time_created(1_618_317_020_415_i64),
        )
        .send()
        .await
}

fn heading(out: &mut impl Write, title: &str) -> io::Result<()> {
    writeln!(out, "\n{title}\n{}", "-".repeat(title.len()))
}

/// Prints what the tap has recorded, marked as curl does: `>` for what was sent, `<` for what came back.
fn show_wire(out: &mut impl Write, tap: &Tap, secrets: &Secrets) -> io::Result<()> {
    for exchange in tap.take() {
        show_message(out, '>', &masked(&exchange.request, secrets))?;
        writeln!(out)?;
        show_message(out, '<', &masked(&exchange.response, secrets))?;
    }
    Ok(())
}

fn show_message(out: &mut impl Write, mark: char, message: &str) -> io::Result<()> {
    for line in message.lines() {
        writeln!(out, "{}", format!("{mark} {line}").trim_end())?;
    }
    Ok(())
}
