//! What a call through this crate costs beside the same call written by hand with reqwest: against one loopback server, in
//! one run, turn by turn. `cargo bench -p b2c-agent-client`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark prints, and gives up where it cannot measure"
)]

use std::future::Future;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use b2c_agent_client::{Client, Secret, Session};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const BODY: &str = r#"{"chatLogoffResult":{},"chatSystemError":null,"clientSendTime":1618302560000,"serviceStartTime":1652100288206,"serviceFinishTime":1652100288249,"sessionId":"node0tgek4wvqxfq6udbauhu9abtb0","clientId":47,"clientIdString":"47","sequenceNumber":3,"sequenceNumberString":"3"}"#;

fn main() {
    let address = serve();
    // `cargo test` runs benchmarks, too, and then only asks whether they work.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (rounds, calls) = if measured { (15, 2_000) } else { (1, 64) };
    let callers = Callers::new(address);
    for concurrency in [1, 64] {
        compare(&callers, concurrency, rounds, calls);
    }
    allocations(&callers);
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
#[allow(dead_code, reason = "what is decoded is the work that is measured")]
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
    fn new(address: SocketAddr) -> Self {
        let base = format!("http://{address}");
        let reqwest = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .user_agent("bench")
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30));
        Self {
            reqwest: reqwest.build().unwrap(),
            url: base.clone(),
            client: Client::new(&base).unwrap(),
            session: Session::new("day001", "12", Secret::from("node01h8m13tljpm7ns8nayp0pid91")).with_pool("297:1"),
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
        let body = |b: b2c_agent_client::types::builder::LogoffRequest| {
            b.force_logoff(false).sequence_number(3).time_created(1_618_317_020_415)
        };
        let response = request.body_map(body).send().await.unwrap();
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

fn compare(callers: &Callers, concurrency: usize, rounds: usize, calls: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut seconds = [const { Vec::new() }; 3];
    for _ in 0..rounds {
        let share = calls / concurrency;
        seconds[0].push(runtime.block_on(run(concurrency, share, callers, |callers| async move {
            callers.by_hand().await;
        })));
        seconds[1].push(runtime.block_on(run(concurrency, share, callers, |callers| async move {
            callers.by_builder().await;
        })));
        seconds[2].push(runtime.block_on(run(concurrency, share, callers, |callers| async move {
            callers.by_facade().await;
        })));
    }
    println!("concurrency {concurrency}, {calls} calls a turn, median of {rounds} turns");
    for (name, times) in ["reqwest by hand", "builder", "facade"].iter().zip(&seconds) {
        let ratios = times.iter().zip(&seconds[0]).map(|(own, hand)| own / hand).collect();
        let rate = f64::from(u32::try_from(calls).unwrap()) / median(times.clone());
        println!(
            "  {name:<16} {rate:>8.0} calls/s   time by hand × {:.3}",
            median(ratios)
        );
    }
}

/// Makes `share` calls on each of `concurrency` tasks, and returns the seconds that all of them took.
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

/// Counts what this thread allocates for one call, connection and all else warm.
fn allocations(callers: &Callers) {
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
    println!("allocations a call, median");
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

/// Answers every request on loopback as the vendor's page shows, on a thread of its own.
fn serve() -> SocketAddr {
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
                tokio::spawn(answer(stream));
            }
        });
    });
    address
}

async fn answer(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
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
        // The benchmark's requests are small and end in the one object that is their body.
        if buffer[..filled].ends_with(b"}") {
            filled = 0;
            if stream.write_all(response.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
