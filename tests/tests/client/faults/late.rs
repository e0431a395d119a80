//! Answers to other calls. None of them may become the result of this call.

use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use b2c_agent_client::{Client, Config, Error, ErrorKind, LoggedOff, Secret, Session, types};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::test_runner::{Config as Cases, TestRunner};
use tokio::task::JoinSet;

use super::careless::{self, Act};
use super::{client, config, runtimes};

type Outcome = Result<LoggedOff, Error<types::ErrorBody>>;

fn pooled() -> Config {
    config().pool_idle_timeout(Duration::from_secs(60))
}

fn client_of(server: SocketAddr, config: &Config) -> Client {
    client(&format!("http://{server}"), config)
}

async fn log_off(client: &Client, agent: i64) -> Outcome {
    let session = Session::new("site", agent.to_string(), Secret::from("node0"));
    client.log_off(&session).await
}

/// Panics if the outcome of the agent's call has data of another call. Returns whether it is a success.
fn check(agent: i64, outcome: &Outcome) -> bool {
    match outcome {
        Ok(logged_off) => {
            assert_eq!(logged_off.client_id, Some(agent), "another call's answer");
            true
        }
        Err(error) => {
            let body = String::from_utf8_lossy(error.raw_body().unwrap_or_default());
            assert!(
                !body.contains("clientId") || body.contains(&format!("\"clientId\":{agent},")),
                "another call's body in {error:?}: {body}"
            );
            assert!(
                error.may_have_acted() || error.kind() == ErrorKind::Connect,
                "{error:?}"
            );
            false
        }
    }
}

#[test]
fn a_second_answer_is_no_other_calls_answer() {
    for runtime in runtimes() {
        // At once; while the runtime runs; while it does not run.
        for (second, pause) in [(0, 0), (2, 5), (2, 20)] {
            let calls = if pause == 0 { 200 } else { 40 };
            for (config, is_pooled) in [(config(), false), (pooled(), true)] {
                let client = client_of(careless::start([Act::Twice(second)]), &config);
                for agent in 0..calls {
                    let outcome = runtime.block_on(async {
                        let outcome = log_off(&client, agent).await;
                        if pause == 5 {
                            tokio::time::sleep(Duration::from_millis(pause)).await;
                        }
                        outcome
                    });
                    if pause == 20 {
                        thread::sleep(Duration::from_millis(pause));
                    }
                    let is_ended = check(agent, &outcome);
                    assert!(is_ended || is_pooled, "by default a call succeeds: {outcome:?}");
                }
            }
        }
    }
}

#[test]
fn an_answer_with_another_number_is_refused_and_not_kept() {
    for runtime in runtimes() {
        let client = client_of(careless::start([Act::Answer, Act::Swap]), &config());
        assert!(runtime.block_on(log_off(&client, 1)).is_ok());
        let error = runtime
            .block_on(log_off(&client, 2))
            .expect_err("it is the first call's");
        assert_eq!(error.kind(), ErrorKind::OtherAnswer);
        assert!(error.may_have_acted());
        assert!(error.status().is_none() && error.raw_body().is_none() && error.headers().is_none());
        assert_eq!(
            error.to_string(),
            "The operation `logoff` was sent, but the response belongs to another call: its `sequenceNumber` differs \
             from the one that was sent. The response was discarded. The server may have acted on it. Check that \
             before you send it again."
        );
    }
}

#[test]
fn a_connection_that_the_server_closes_after_each_answer_costs_no_call() {
    for runtime in runtimes() {
        let client = client_of(careless::start([Act::AnswerAndClose]), &config());
        for agent in 0..50 {
            // One `block_on` for each call: in between, the runtime does not notice that the connection was closed.
            let outcome = runtime.block_on(log_off(&client, agent));
            assert!(check(agent, &outcome), "{outcome:?}");
        }
    }
}

#[test]
fn one_client_serves_several_runtimes_that_do_not_run_between_calls() {
    for (first, second) in runtimes().into_iter().zip(runtimes().into_iter().rev()) {
        let client = client_of(
            careless::start([Act::Answer]),
            &config().timeout(Duration::from_secs(20)),
        );
        for (agent, runtime) in [&first, &second, &first, &second].into_iter().enumerate() {
            let agent = i64::try_from(agent).expect("there are four");
            let outcome = runtime.block_on(log_off(&client, agent));
            assert!(check(agent, &outcome), "{outcome:?}");
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => Just(Act::Answer),
        1 => Just(Act::AnswerAndClose),
        1 => (0..20_u64).prop_map(Act::Late),
        2 => (0..4_u64).prop_map(Act::Twice),
        1 => Just(Act::Swap),
        1 => Just(Act::Drop),
    ]
}

/// Fifty calls, `at_once` of them at a time. Some give up early.
async fn calls(client: &Client, at_once: usize) -> Vec<(i64, Outcome)> {
    let mut outcomes = Vec::new();
    let mut running = JoinSet::new();
    for agent in 0..50 {
        if running.len() >= at_once {
            outcomes.extend(running.join_next().await.map(|call| call.expect("no call panics")));
        }
        let hasty = agent % 5 == 0;
        let client = if hasty {
            client.with_timeout(Duration::from_millis(8))
        } else {
            client.clone()
        };
        running.spawn(async move { (agent, log_off(&client, agent).await) });
    }
    outcomes.extend(running.join_all().await);
    outcomes
}

#[test]
fn no_call_ever_returns_another_calls_data() {
    let runtimes = runtimes();
    let cases = Cases {
        failure_persistence: None,
        ..Cases::with_cases(12)
    };
    let plans = (proptest::collection::vec(act(), 50), 1..=50_usize);
    let outcome = TestRunner::new(cases).run(&plans, |(plan, at_once)| {
        for runtime in &runtimes {
            for config in [config(), pooled()] {
                let client = client_of(careless::start(plan.clone()), &config);
                for (agent, outcome) in runtime.block_on(calls(&client, at_once)) {
                    check(agent, &outcome);
                }
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
