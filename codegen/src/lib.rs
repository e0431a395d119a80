//! From an OpenAPI document to a Rust client: text in, code or findings out.
//!
//! ```text
//! openapi-document → model → lint → schemas → types → write → output
//! ```
//!
//! Each stage is a module whose first lines say what it does. The crate knows OpenAPI and Rust and nothing about any
//! particular API. It touches no file, network, clock or environment: the caller owns all of that, so the same text always
//! gives the same bytes. Large documents are generated on several threads; their number changes the time and nothing else.
//!
//! Modules from the ground up; each imports only from those before it:
//!
//! | module | contains |
//! | --- | --- |
//! | `names` | identifiers in Rust, made of names in the document |
//! | `progress` | the stages, and how an observer follows them |
//! | `model` | operations, parameters, bodies, answers, credentials, servers |
//! | [`lint`](mod@lint) | the rules, one file each |
//! | `schemas` | what every schema is in Rust |
//! | `docs` | doc comments made of descriptions |
//! | `extensions` | extensions that cannot be honoured |
//! | `recover` | a local reading for each error, if the caller wants to keep going |
//! | `types` | progenitor's models and the passes that change them |
//! | `write` | the templates |
//! | [`output`] | the header of generated code |
//! | `parts` | the code of each type, on several threads |
//! | `pipeline` | the stages in their order |
//! | `pair` | what differs between the code of two documents |
//! | [`fix`](mod@fix) | the edits of findings, applied to the text |

mod docs;
mod extensions;
pub mod fix;
pub mod lint;
mod model;
mod names;
pub mod output;
mod pair;
mod parts;
mod pipeline;
mod progress;
mod recover;
mod schemas;
mod types;
mod write;

pub use pair::generate_both;
pub use pipeline::{Generated, generate, generate_with, lint, lint_with};
pub use progress::{Applied, Observer, Stage, Unobserved};
pub use types::Memory;
