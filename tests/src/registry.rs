//! A package registry on loopback, for a real `cargo publish` and for a project that uses the published crate:
//! the sparse index over HTTP, the publish endpoint and downloads, as Cargo's registry documentation describes them.
//!
//! It only has the crates that are published to it. Their dependencies come from the [`mirror`], a folder that replaces
//! crates.io, so that nothing leaves the machine.

pub mod mirror;

use std::collections::BTreeMap;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::runtime;

/// A running registry. Its thread ends with the process.
#[derive(Debug)]
pub struct Registry {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

/// A release in the registry.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its line of the index.
    pub entry: Value,
    /// The `.crate` file.
    pub archive: Vec<u8>,
}

#[derive(Debug)]
struct Shared {
    address: SocketAddr,
    token: String,
    /// By name, in the order of publication.
    releases: BTreeMap<String, Vec<Release>>,
    /// The beginning of a path, and how many of the next requests with it are cut off without an answer.
    broken: Option<(String, usize)>,
}

impl Registry {
    /// Starts a registry that accepts releases with `token`.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    pub fn start(token: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Mutex::new(Shared {
            address,
            token: token.to_owned(),
            releases: BTreeMap::new(),
            broken: None,
        }));
        let service = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        listener.set_nonblocking(true)?;
        let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
        thread::spawn(move || {
            runtime.block_on(async { axum::serve(tokio::net::TcpListener::from_std(listener)?, service).await })
        });
        Ok(Self { address, shared })
    }

    /// The index, as it is written in cargo's configuration.
    #[must_use]
    pub fn index(&self) -> String {
        format!("sparse+http://{}/index/", self.address)
    }

    /// Cuts off the next `times` requests whose path begins with `path`: the connection closes without an answer.
    pub fn break_next(&self, path: &str, times: usize) {
        lock(&self.shared).broken = Some((path.to_owned(), times));
    }

    /// The releases of `name`, in the order of publication.
    #[must_use]
    pub fn releases(&self, name: &str) -> Vec<Release> {
        lock(&self.shared).releases.get(name).cloned().unwrap_or_default()
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(shared): State<Arc<Mutex<Shared>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return refusal(StatusCode::BAD_REQUEST, "The body is cut off.");
    };
    if lock(&shared).breaks(path) {
        // Ends the task of this connection, which closes it. Unlike a panic, it prints nothing.
        resume_unwind(Box::new("the connection is cut off"));
    }
    let token = parts.headers.get(header::AUTHORIZATION);
    let token = token.and_then(|token| token.to_str().ok());
    lock(&shared).answer(&parts.method, path, token, &body)
}

/// An error in the form that cargo shows to its user.
fn refusal(status: StatusCode, why: &str) -> Response {
    (status, json!({ "errors": [{ "detail": why }] }).to_string()).into_response()
}

impl Shared {
    fn breaks(&mut self, path: &str) -> bool {
        match &mut self.broken {
            Some((prefix, times)) if *times > 0 && path.starts_with(prefix.as_str()) => {
                *times -= 1;
                true
            }
            _ => false,
        }
    }

    fn answer(&mut self, method: &Method, path: &str, token: Option<&str>, body: &Bytes) -> Response {
        let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
        match (method.as_str(), parts.as_slice()) {
            ("GET", ["index", "config.json"]) => {
                let api = format!("http://{}", self.address);
                json!({ "dl": format!("{api}/crates"), "api": api })
                    .to_string()
                    .into_response()
            }
            ("GET", ["index", .., name]) => self.entries(name),
            ("GET", ["crates", name, version, "download"]) => self.download(name, version),
            ("PUT", ["api", "v1", "crates", "new"]) => self.publish(token, body),
            _ => refusal(StatusCode::NOT_FOUND, "There is nothing at this path."),
        }
    }

    fn entries(&self, name: &str) -> Response {
        match self.releases.get(name) {
            Some(releases) => {
                let lines: String = releases.iter().map(|release| format!("{}\n", release.entry)).collect();
                lines.into_response()
            }
            None => refusal(StatusCode::NOT_FOUND, "No such crate."),
        }
    }

    fn download(&self, name: &str, version: &str) -> Response {
        let mut releases = self.releases.get(name).into_iter().flatten();
        match releases.find(|release| release.entry["vers"] == version) {
            Some(release) => release.archive.clone().into_response(),
            None => refusal(StatusCode::NOT_FOUND, "No such version."),
        }
    }

    fn publish(&mut self, token: Option<&str>, body: &[u8]) -> Response {
        if token != Some(self.token.as_str()) {
            return refusal(StatusCode::FORBIDDEN, "This token may not publish here.");
        }
        let Some((metadata, archive)) = parts_of(body) else {
            return refusal(StatusCode::BAD_REQUEST, "The body is not what a publish request has.");
        };
        let (Some(name), Some(version)) = (metadata["name"].as_str(), version_of(&metadata["vers"])) else {
            return refusal(StatusCode::BAD_REQUEST, "The metadata lacks a name or a version.");
        };
        let releases = self.releases.entry(name.to_owned()).or_default();
        let last = releases
            .iter()
            .filter_map(|release| version_of(&release.entry["vers"]))
            .max();
        if let Some(last) = last.filter(|last| version <= *last) {
            let why = format!("{name} {version} is not above {last}, which is published already.");
            return refusal(StatusCode::BAD_REQUEST, &why);
        }
        releases.push(Release {
            entry: entry(&metadata, archive),
            archive: archive.to_owned(),
        });
        let warnings = json!({ "warnings": { "invalid_categories": [], "invalid_badges": [], "other": [] } });
        warnings.to_string().into_response()
    }
}

fn version_of(value: &Value) -> Option<semver::Version> {
    value.as_str()?.parse().ok()
}

/// The metadata and the archive of a publish request. Each follows its length in four bytes, little-endian.
fn parts_of(body: &[u8]) -> Option<(Value, &[u8])> {
    let (metadata, rest) = part(body)?;
    let (archive, rest) = part(rest)?;
    let metadata = serde_json::from_slice(metadata).ok()?;
    rest.is_empty().then_some((metadata, archive))
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length).try_into().ok()?)
}

/// The line of the index for a release. Some of its keys differ from those of the publish request.
fn entry(metadata: &Value, archive: &[u8]) -> Value {
    let dependencies = metadata["deps"].as_array().into_iter().flatten().map(|dependency| {
        let renamed = &dependency["explicit_name_in_toml"];
        let (name, package) = if renamed.is_string() {
            (renamed, &dependency["name"])
        } else {
            (&dependency["name"], &Value::Null)
        };
        json!({
            "name": name, "package": package, "req": dependency["version_req"], "kind": dependency["kind"],
            "features": dependency["features"], "default_features": dependency["default_features"],
            "optional": dependency["optional"], "target": dependency["target"], "registry": dependency["registry"],
        })
    });
    json!({
        "v": 2, "name": metadata["name"], "vers": metadata["vers"], "deps": dependencies.collect::<Vec<_>>(),
        "features": metadata["features"], "links": metadata["links"], "rust_version": metadata["rust_version"],
        "cksum": hex(&Sha256::digest(archive)), "yanked": false,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
