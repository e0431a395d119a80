//! A request, from the call to the bytes that arrive.

use b2c_agent_client::{Client, Error, ResponseValue, types};
use tokio::runtime::Runtime;
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{self, Again, Read};

/// The texts of a request that its caller chooses.
pub(crate) struct Texts<'t> {
    pub(crate) site: &'t str,
    pub(crate) pool: Option<&'t str>,
    pub(crate) agent: &'t str,
    pub(crate) session: &'t str,
}

/// Plain texts.
pub(crate) const PLAIN: Texts<'static> = Texts {
    site: "site",
    pool: None,
    agent: "12",
    session: "node0",
};

/// A client and its server.
pub(crate) struct Wire {
    pub(crate) runtime: Runtime,
    pub(crate) server: FaultServer,
    pub(crate) client: Client,
}

impl Wire {
    pub(crate) fn open() -> Self {
        const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime can be had");
        let script = [Read, Step::send(ANSWER), Again];
        let server = runtime.block_on(FaultServer::start(script)).expect("a port is free");
        let client = Client::new(&server.base_url()).expect("a loopback address will do");
        Self {
            runtime,
            server,
            client,
        }
    }

    /// Makes a call of the client with these texts.
    pub(crate) fn call(
        &self,
        texts: &Texts<'_>,
    ) -> Result<ResponseValue<types::LogoffResponse>, Error<types::ErrorBody>> {
        let mut call = self
            .client
            .logoff()
            .fq_site_name(texts.site)
            .x_aid(texts.agent)
            .x_jsessionid(texts.session)
            .body(types::LogoffRequest::builder().force_logoff(true));
        if let Some(pool) = texts.pool {
            call = call.pool(pool);
        }
        self.runtime.block_on(call.send())
    }

    /// Panics unless the request is exactly the documented one with these texts.
    pub(crate) fn check_request(&self, request: &[u8], texts: &Texts<'_>) {
        let end = request
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("the head ends");
        let head = std::str::from_utf8(&request[..end]).expect("the head is ASCII");
        assert!(
            head.is_ascii() && !head.replace("\r\n", "").contains(['\r', '\n', '\0']),
            "{head:?}"
        );
        assert_eq!(&request[end + 4..], br#"{"forceLogoff":true}"#);

        let mut lines = head.split("\r\n");
        let [method, target, version] = lines.next().expect("a request line").split(' ').collect::<Vec<_>>()[..] else {
            panic!("the request line has three parts: {head:?}");
        };
        assert_eq!((method, version), ("POST", "HTTP/1.1"));
        let (path, query) = target
            .split_once('?')
            .map_or((target, None), |(path, query)| (path, Some(query)));
        let ["", "engagement", "api", "agent", site, "v1", "logoff"] = path.split('/').collect::<Vec<_>>()[..] else {
            panic!("the path has the documented segments: {path:?}");
        };
        assert_eq!(decoded(site), texts.site);
        let pool = query.map(|query| query.strip_prefix("pool=").expect("there is no other parameter"));
        assert_eq!(pool.map(decoded).as_deref(), texts.pool);

        let mut headers: Vec<_> = lines
            .map(|line| line.split_once(": ").expect("a name and a value"))
            .collect();
        headers.sort_unstable();
        let (host, media) = (self.server.address().to_string(), "application/json; charset=utf-8");
        let agent = headers
            .iter()
            .position(|(name, _)| *name == "user-agent")
            .expect("it says what it is");
        assert!(headers.remove(agent).1.starts_with("b2c-agent-client/"));
        let expected = [
            ("accept", media),
            ("content-length", "20"),
            ("content-type", media),
            ("host", &host),
            ("x-aid", texts.agent),
            ("x-jsessionid", texts.session),
        ];
        assert_eq!(headers, expected);
    }
}

/// Decodes a percent-encoded text in which all characters except the unreserved ones must be encoded.
fn decoded(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || {
                    char::from(rest.next().expect("two digits follow"))
                        .to_digit(16)
                        .expect("hex")
                };
                (digit() * 16 + digit()) as u8
            }
            b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => byte,
            _ => panic!("{:?} stands for itself in {encoded:?}", char::from(byte)),
        });
    }
    String::from_utf8(bytes).expect("what was a text still is one")
}
