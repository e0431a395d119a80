//! A redirect is an error that names the host. Nothing is sent there.

use b2c_agent_client::{Config, ErrorKind};
use reqwest::redirect::Policy;
use workspace_tests::canary::{self, CANARY};
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{self, Read};

use super::answers::json;
use super::{client, config, logoff};

fn redirect(status: u16, location: impl AsRef<[u8]>) -> Step {
    let head = format!("HTTP/1.1 {status} Scripted\r\nContent-Length: 0\r\nLocation: ");
    Step::Send([head.as_bytes(), location.as_ref(), b"\r\n\r\n"].concat())
}

#[tokio::test]
async fn no_redirect_is_followed_to_the_same_host_or_to_another() {
    let elsewhere = FaultServer::start([Read, json(200, "{}")])
        .await
        .expect("a port is free");
    let there = elsewhere.address().to_string();
    // (status, whether the server may have acted)
    for (status, acted) in [(301, true), (302, true), (303, true), (307, false), (308, false)] {
        for to in [
            "/elsewhere",
            "http://{here}/elsewhere?a=b",
            "http://{there}/engagement",
            "//{there}/",
        ] {
            let script = |here: std::net::SocketAddr| {
                let location = to.replace("{here}", &here.to_string()).replace("{there}", &there);
                vec![Read, redirect(status, location)]
            };
            let server = FaultServer::start_with(script).await.expect("a port is free");
            let here = server.address().to_string();
            // Even a configuration that enables redirects does not follow them.
            let insisting = config().reqwest(|builder| builder.redirect(Policy::limited(9)).referer(true));
            for config in [config(), insisting] {
                let error = logoff(&client(&server.base_url(), &config))
                    .send()
                    .await
                    .expect_err("it is a redirect");
                assert_eq!(error.kind(), ErrorKind::Redirect, "{status} {to}");
                assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{to}");
                assert_eq!(error.may_have_acted(), acted, "{status} {to}");
                let host = if to.contains("{there}") { &there } else { &here };
                assert_eq!(error.redirect_host(), Some(host.as_str()), "{status} {to}");
                assert!(error.to_string().contains(&format!("the host `{host}`")), "{error}");
                assert!(!canary::is_in(&canary::shown(&error)), "{error:?}");
            }
            assert_eq!(
                server.take_requests().len(),
                2,
                "{status} {to}: a request a call, and no more"
            );
        }
    }
    assert_eq!(elsewhere.connections().await.expect("it listens"), 0);
}

#[tokio::test]
async fn a_redirect_to_an_odd_target_is_reported_as_far_as_possible() {
    let long = format!("https://{}.example/", "a".repeat(60_000));
    let table: [(&[u8], Option<&str>); 10] = [
        (long.as_bytes(), None),
        (b"http://", None),
        (b"http://[bad", None),
        (b"\xff\xfe", None),
        (b"mailto:agent@chat.example", None),
        (b"https://user:hush@chat.example/?hush#hush", Some("chat.example")),
        (b"https://CHAT.example:8443", Some("chat.example:8443")),
        (b"https://chat.example:443", Some("chat.example")),
        (b"http://[2001:db8::1]:8080/", Some("[2001:db8::1]:8080")),
        (b"https://canary-5f2c.example/canary-5f2c", Some("[redacted].example")),
    ];
    for (location, host) in table {
        let server = FaultServer::start([Read, redirect(307, location)])
            .await
            .expect("a port is free");
        let error = logoff(&client(&server.base_url(), &config()))
            .send()
            .await
            .expect_err("it is a redirect");
        let location = String::from_utf8_lossy(location);
        assert_eq!(
            (error.kind(), error.redirect_host()),
            (ErrorKind::Redirect, host),
            "{location}"
        );
        let shown = canary::shown(&error);
        assert!(!canary::is_in(&shown) && !shown.contains("hush"), "{location}: {shown}");
    }
}

#[tokio::test]
async fn a_redirect_without_a_place_is_one_all_the_same() {
    let server = FaultServer::start([Read, super::answers::bare(308)])
        .await
        .expect("a port is free");
    let error = logoff(&client(&server.base_url(), &Config::default()))
        .send()
        .await
        .expect_err("it is a redirect");
    assert_eq!((error.kind(), error.redirect_host()), (ErrorKind::Redirect, None));
    assert!(!canary::is_in(&canary::shown(&error)), "{CANARY}");
    assert_eq!(
        error.to_string(),
        "The operation `logoff` was answered with status 308 Permanent Redirect, but the redirect has no target. Check \
         the base URL."
    );
}
