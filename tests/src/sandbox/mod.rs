//! The sandbox: a small chat server on loopback that implements the OpenAPI document.
//!
//! A request must first keep the [contract](Contract), which is read from the document. It then gets the next scripted
//! [`Answer`], if a test has set one. Otherwise the answer depends on the open sessions. Every request is recorded, even
//! if it is refused.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use workspace_tests::{DOCUMENT, sandbox::Sandbox};
//!
//! let sandbox = Sandbox::start(DOCUMENT).await?;
//! let ticket = sandbox.open_session("site", "12");
//! println!("log {ticket:?} off at {}", sandbox.base_url());
//! # Ok(())
//! # }
//! ```

mod answer;
mod contract;
mod document;
mod record;
mod schema;
mod state;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use answer::Answer;
pub use contract::Contract;
pub use document::{DocumentError, Location, Operation};
pub use record::RecordedRequest;
pub use state::SessionTicket;

pub(crate) use schema::{UnknownMembers, validator};

use contract::Refusal;
use state::ChatServer;

/// The largest request body that is read, in bytes.
const BODY_LIMIT: usize = 1 << 20;

/// A running server. When it is dropped, it finishes the current requests and refuses new connections.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Dropping it is the signal to shut down.
    _running: oneshot::Sender<()>,
}

/// Why a sandbox did not start.
#[derive(Debug)]
pub enum StartError {
    /// The document cannot be implemented.
    Document(DocumentError),
    /// No port could be bound.
    Bind(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(error) => error.fmt(f),
            Self::Bind(_) => f.write_str("The sandbox cannot listen on a loopback port."),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // This error already shows its text.
            Self::Document(_) => None,
            Self::Bind(error) => Some(error),
        }
    }
}

impl Sandbox {
    /// Starts a server for the operations of `document`, YAML or JSON, on a free loopback port. Needs a running tokio
    /// runtime, on which the server runs.
    ///
    /// # Errors
    /// If the document is not OpenAPI 3.0, holds something that cannot be checked strictly, or no port is free.
    pub async fn start(document: &str) -> Result<Self, StartError> {
        let contract = Contract::read(document).map_err(StartError::Document)?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(StartError::Bind)?;
        let address = listener.local_addr().map_err(StartError::Bind)?;
        let shared = Arc::new(Shared {
            contract,
            changing: Mutex::default(),
        });
        let (running, stopped) = oneshot::channel::<()>();
        let service = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let server = axum::serve(listener, service).with_graceful_shutdown(async {
            // Nothing is ever sent. The receiver ends when the sender is dropped.
            _ = stopped.await;
        });
        tokio::spawn(async { server.await });
        Ok(Self {
            address,
            shared,
            _running: running,
        })
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for a client, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The rules for requests.
    #[must_use]
    pub fn contract(&self) -> &Contract {
        &self.shared.contract
    }

    /// Opens a session for an agent, like the API's call for it. From then on the server knows the site.
    #[must_use]
    pub fn open_session(&self, site: &str, agent_id: &str) -> SessionTicket {
        self.shared.lock().server.open_session(site, agent_id)
    }

    /// The sessions that are open, oldest first.
    #[must_use]
    pub fn sessions(&self) -> Vec<SessionTicket> {
        self.shared.lock().server.sessions().to_vec()
    }

    /// Gives this answer to the next request that keeps the contract. The request then changes no session. Several
    /// answers are given in the order in which they were scripted.
    pub fn answer_next(&self, answer: Answer) {
        self.shared.lock().script.push_back(answer);
    }

    /// All requests so far, including refused ones, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.lock().requests.clone()
    }
}

#[derive(Debug)]
struct Shared {
    contract: Contract,
    changing: Mutex<Changing>,
}

#[derive(Debug, Default)]
struct Changing {
    server: ChatServer,
    script: VecDeque<Answer>,
    requests: Vec<RecordedRequest>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Changing> {
        // Nothing panics while it holds the lock, so what a poisoned one guards is whole.
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: RecordedRequest, received: SystemTime) -> Answer {
        let mut changing = self.lock();
        let answer = match self.contract.admit(&request) {
            Err(refusal) => refusal.into_answer(),
            Ok(call) => match changing.script.pop_front() {
                Some(scripted) => scripted,
                None => changing.server.answer(&call, received),
            },
        };
        changing.requests.push(request);
        answer
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let received = SystemTime::now();
    let (parts, body) = request.into_parts();
    let record = |body: Bytes| RecordedRequest::new(&parts, body, Arc::clone(shared.contract.secrets()));
    let answer = match to_bytes(body, BODY_LIMIT).await {
        Ok(body) => shared.answer(record(body), received),
        Err(_) => {
            shared.lock().requests.push(record(Bytes::new()));
            Refusal::bad_request(format!("The body is cut off or larger than {BODY_LIMIT} bytes.")).into_answer()
        }
    };
    answer.into_response()
}
