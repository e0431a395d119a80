//! The one producer of what is checked in. `generate` writes what it returns, `check` and the tests compare with it, so
//! they cannot disagree.

use std::path::PathBuf;

use codegen::output::{Provenance, provenance};
use codegen::{Finding, Observer, Source};

use crate::document;
use crate::failure::Failure;
use crate::workspace::{Paths, Workspace};

/// A file that the document generates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where it is checked in.
    pub path: PathBuf,
    /// All of its text.
    pub text: String,
}

/// What came of the document.
#[derive(Debug)]
pub struct Production {
    /// The document's text, for showing findings.
    pub source: Source,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
    /// What it generates; empty exactly when a finding is an error.
    pub artifacts: Vec<Artifact>,
}

/// Generates everything that is checked in from the document at `paths.spec`, and writes nothing.
///
/// # Errors
///
/// Where the document cannot be read.
pub fn artifacts(workspace: &Workspace, paths: &Paths, observer: &mut dyn Observer) -> Result<Production, Failure> {
    let source = match document::read(&paths.spec, &workspace.show(&paths.spec))? {
        Ok(source) => source,
        Err(refused) => {
            let (source, finding) = *refused;
            return Ok(Production {
                source,
                findings: vec![finding],
                artifacts: Vec::new(),
            });
        }
    };
    let generated = codegen::generate(source, observer);
    let artifact = generated.code.map(|text| Artifact {
        path: paths.out.clone(),
        text,
    });
    Ok(Production {
        source: generated.source,
        findings: generated.findings,
        artifacts: artifact.into_iter().collect(),
    })
}

/// Whether some run of the generator has written a file, and whether it still is what was written then.
pub(crate) fn origin(bytes: &[u8]) -> Provenance {
    provenance(&String::from_utf8_lossy(bytes))
}
