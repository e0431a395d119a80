//! Measures what a call through this crate costs, compared with the same call written by hand with reqwest, and what it
//! costs to use no connection twice. The servers are on loopback, and the variants take turns in one run. `cargo bench
//! -p b2c-agent-client`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark prints, and panics if it cannot measure"
)]

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use b2c_agent_client::reqwest::Certificate;
use b2c_agent_client::{Client, Config, Secret, Session};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

const BODY: &str = r#"{"chatLogoffResult":{},"chatSystemError":null,"clientSendTime":1618302560000,"serviceStartTime":1652100288206,"serviceFinishTime":1652100288249,"sessionId":"node0tgek4wvqxfq6udbauhu9abtb0","clientId":47,"clientIdString":"47","sequenceNumber":3,"sequenceNumberString":"3"}"#;

/// The idle timeout of kept connections.
const KEPT: Duration = Duration::from_secs(90);

fn main() {
    // `cargo test` also runs benchmarks, only to check that they work.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (plain, tls) = (serve(None), Tls::start());
    let [fresh, kept] = [Duration::ZERO, KEPT].map(|idle| Callers::new(&format!("http://{plain}"), idle, None));
    for (name, callers, calls) in [("no connection used twice", &fresh, 400), ("a pool", &kept, 2_000)] {
        for concurrency in [1, 64] {
            let (rounds, calls) = if measured { (15, calls) } else { (1, 64) };
            compare(name, callers, concurrency, rounds, calls);
        }
        allocations(name, callers);
    }
    let (rounds, calls) = if measured { (9, 200) } else { (1, 8) };
    cost_of_no_reuse("http", &kept, &fresh, rounds, calls);
    let base_url = format!("https://{}", tls.address);
    let [fresh, kept] = [Duration::ZERO, KEPT].map(|idle| Callers::new(&base_url, idle, Some(&tls.certificate)));
    cost_of_no_reuse("https", &kept, &fresh, rounds, calls);
}

/// The three ways to make the same call.
#[derive(Clone)]
struct Callers {
    reqwest: reqwest::Client,
    url: String,
    client: Client,
    session: Session,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    force_logoff: bool,
    sequence_number: i64,
    time_created: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoding the fields is part of the measured work")]
struct Response {
    chat_logoff_result: Option<serde_json::Map<String, serde_json::Value>>,
    chat_system_error: Option<serde_json::Value>,
    client_send_time: Option<i64>,
    service_start_time: Option<i64>,
    service_finish_time: Option<i64>,
    session_id: Option<String>,
    client_id: Option<i64>,
    client_id_string: Option<String>,
    sequence_number: Option<i64>,
    sequence_number_string: Option<String>,
}

impl Callers {
    fn new(base_url: &str, idle: Duration, certificate: Option<&Certificate>) -> Self {
        let certificates: Vec<_> = certificate.into_iter().cloned().collect();
        let reqwest = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .user_agent("bench")
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(if idle.is_zero() { 0 } else { usize::MAX })
            .tls_certs_only(certificates.clone());
        let config = Config::default()
            .pool_idle_timeout(idle)
            .reqwest(move |builder| builder.no_proxy().tls_certs_only(certificates.clone()));
        let session_id = Secret::from("node01h8m13tljpm7ns8nayp0pid91");
        Self {
            reqwest: reqwest.build().unwrap(),
            url: base_url.to_owned(),
            client: Client::with_config(base_url, &config).unwrap(),
            session: Session::new("day001", "12", session_id).with_pool("297:1"),
        }
    }

    async fn by_hand(&self) {
        let url = format!("{}/engagement/api/agent/{}/v1/logoff", self.url, "day001");
        let body = Request {
            force_logoff: false,
            sequence_number: 3,
            time_created: 1_618_317_020_415,
        };
        let request = self.reqwest.post(url).query(&[("pool", "297:1")]).header("X-AID", "12");
        let request = request.header("X-JSESSIONID", "node01h8m13tljpm7ns8nayp0pid91");
        let request = request.header("Accept", "application/json; charset=utf-8");
        let response = request
            .header("Content-Type", "application/json; charset=utf-8")
            .json(&body)
            .send()
            .await
            .unwrap();
        let response: Response = response.error_for_status().unwrap().json().await.unwrap();
        assert_eq!(response.client_id, Some(47));
    }

    async fn by_builder(&self) {
        let request = self.client.logoff().fq_site_name("day001").pool("297:1").x_aid("12");
        let request = request.x_jsessionid("node01h8m13tljpm7ns8nayp0pid91");
        let body = b2c_agent_client::types::LogoffRequest::builder().force_logoff(false);
        let body = body.sequence_number(3).time_created(1_618_317_020_415_i64);
        let response = request.body(body).send().await.unwrap();
        assert_eq!(response.client_id, Some(47));
    }

    async fn by_facade(&self) {
        let call = self
            .client
            .log_off(&self.session)
            .sequence_number(3)
            .time_created(1_618_317_020_415);
        assert_eq!(call.await.unwrap().client_id, Some(47));
    }
}

fn compare(name: &str, callers: &Callers, concurrency: usize, rounds: usize, calls: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut seconds = [const { Vec::new() }; 3];
    let share = calls / concurrency;
    for round in 0..rounds {
        // Each variant goes first in turn: leftovers of one, such as closed connections, slow down the next.
        for way in (0..3).map(|index| (index + round) % 3) {
            seconds[way].push(
                runtime.block_on(run(concurrency, share, callers, move |callers| async move {
                    match way {
                        0 => callers.by_hand().await,
                        1 => callers.by_builder().await,
                        _ => callers.by_facade().await,
                    }
                })),
            );
        }
    }
    println!("{name}, concurrency {concurrency}, {calls} calls a turn, median of {rounds} turns");
    for (name, times) in ["reqwest by hand", "builder", "facade"].iter().zip(&seconds) {
        let ratios = times.iter().zip(&seconds[0]).map(|(own, hand)| own / hand).collect();
        let rate = f64::from(u32::try_from(calls).unwrap()) / median(times.clone());
        println!(
            "  {name:<16} {rate:>8.0} calls/s   time by hand × {:.3}",
            median(ratios)
        );
    }
}

/// Compares a call that opens a connection with a call that reuses one.
fn cost_of_no_reuse(scheme: &str, kept: &Callers, fresh: &Callers, rounds: usize, calls: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut seconds = [const { Vec::new() }; 2];
    for _ in 0..rounds {
        for (callers, seconds) in [kept, fresh].iter().zip(&mut seconds) {
            seconds.push(runtime.block_on(run(1, calls, callers, |callers| async move {
                callers.by_facade().await;
            })));
        }
    }
    let [kept, fresh] = seconds.map(|times| median(times) / f64::from(u32::try_from(calls).unwrap()) * 1e6);
    println!("{scheme}, one after the other: {kept:.0} µs a call with a pool, {fresh:.0} µs without");
}

/// Makes `share` calls on each of `concurrency` tasks, and returns the total time in seconds.
async fn run<C, F>(concurrency: usize, share: usize, callers: &Callers, call: C) -> f64
where
    C: Fn(Callers) -> F + Copy + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let start = Instant::now();
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| {
            let callers = callers.clone();
            tokio::spawn(async move {
                for _ in 0..share {
                    call(callers.clone()).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    start.elapsed().as_secs_f64()
}

/// Counts the allocations of this thread for one call after a warm-up.
fn allocations(name: &str, callers: &Callers) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let count = |call: &dyn Fn()| {
        (0..20).for_each(|_| call());
        let mut counts: Vec<_> = (0..21)
            .map(|_| allocation_counter::measure(call))
            .map(|info| (info.count_total, info.bytes_total))
            .collect();
        counts.sort_unstable();
        counts[counts.len() / 2]
    };
    println!("{name}: allocations a call, median");
    for (name, (count, bytes)) in [
        ("reqwest by hand", count(&|| runtime.block_on(callers.by_hand()))),
        ("builder", count(&|| runtime.block_on(callers.by_builder()))),
        ("facade", count(&|| runtime.block_on(callers.by_facade()))),
    ] {
        println!("  {name:<16} {count:>4} allocations, {bytes:>6} bytes");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A server with a self-signed certificate.
struct Tls {
    address: SocketAddr,
    certificate: Certificate,
}

impl Tls {
    fn start() -> Self {
        let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .unwrap();
        Self {
            address: serve(Some(TlsAcceptor::from(Arc::new(config)))),
            certificate: Certificate::from_der(own.cert.der()).unwrap(),
        }
    }
}

/// Answers every request on loopback with the vendor's example response, on its own thread.
fn serve(tls: Option<TlsAcceptor>) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                match tls.clone() {
                    None => tokio::spawn(answer(stream)),
                    Some(tls) => tokio::spawn(async move {
                        if let Ok(stream) = tls.accept(stream).await {
                            answer(stream).await;
                        }
                    }),
                };
            }
        });
    });
    address
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let (mut buffer, mut filled) = (vec![0; 8192], 0);
    while let Ok(read) = stream.read(&mut buffer[filled..]).await {
        filled += read;
        if read == 0 {
            return;
        }
        // The benchmark's requests are small, and end with the one object of their body.
        if buffer[..filled].ends_with(b"}") {
            filled = 0;
            if stream.write_all(response.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
