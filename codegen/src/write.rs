//! Stages 4 to 6 over a whole document: chunk by chunk, on as many threads as the machine runs at once, and within a chunk
//! part by part. What is written depends on the document alone: chunks are put together in one order, and how many
//! threads there are changes nothing but the time.

use serde_json::Value;

use crate::emit::{self, Chunk, Key};
use crate::facts::Facts;
use crate::finding::{Finding, Severity};
use crate::finish;
use crate::load::Document;
use crate::pipeline::{Applied, Observer, Stage, counted, summary};
use crate::pointer::Pointer;
use crate::print::{self, Assembled, Assembly, Conflict, Piece, Texts};
use crate::threads;

/// Code as it is checked in.
pub(crate) struct Written {
    /// The text.
    pub(crate) code: String,
    /// What each finish pass did.
    pub(crate) applied: Vec<Applied>,
}

/// Generates code for a lowered document.
///
/// # Errors
///
/// A finding `generator-refused` where progenitor does not take the document, `finish-mismatch` where a finish pass does not
/// do what the document calls for.
pub(crate) fn write(
    document: &Document,
    lowered: &Value,
    facts: &Facts,
    observer: &mut dyn Observer,
) -> Result<Written, Vec<Finding>> {
    observer.started(Stage::Emit);
    let chunks = emit::chunks(lowered);
    let assembled = match in_chunks(&chunks, lowered, facts, observer) {
        Err(Failure::Conflict) => in_one(lowered, facts),
        other => other,
    };
    let Assembled { body, counts } = assembled.map_err(|failure| vec![failure.finding(document, lowered)])?;
    observer.finished(Stage::Emit, &counted(facts.operations.len(), "operation"));

    observer.started(Stage::Finish);
    let applied = counts.applied(facts)?;
    observer.finished(Stage::Finish, &summary(&applied));

    observer.started(Stage::Print);
    let code = print::under_header(body, &facts.sha256);
    observer.finished(Stage::Print, &format!("{} lines", code.lines().count()));
    Ok(Written { code, applied })
}

/// Why there is no code.
enum Failure {
    /// progenitor says so.
    Refused(String),
    /// What the chunks have written does not go together.
    Conflict,
    /// A finish pass has put code where parts have none.
    Misplaced,
}

impl From<Conflict> for Failure {
    fn from(Conflict: Conflict) -> Self {
        Self::Conflict
    }
}

impl Failure {
    fn finding(self, document: &Document, lowered: &Value) -> Finding {
        let message = match self {
            Self::Refused(reason) => return emit::refusal(document, lowered, &reason),
            Self::Conflict => "the parts of the code do not fit into its frame",
            Self::Misplaced => "a finish pass has put code outside the modules of its part",
        };
        Finding::new("finish-mismatch", Severity::Error, Pointer::root(), None, message)
            .with_help("this is a fault of the generator, not of the document")
    }
}

/// The whole document as one chunk.
fn in_one(lowered: &Value, facts: &Facts) -> Result<Assembled, Failure> {
    let mut assembly = Assembly::default();
    for piece in pieces(lowered, facts, None)? {
        assembly.add(piece)?;
    }
    Ok(assembly.finish()?)
}

/// All chunks, on several threads; without chunks the whole document, on this one.
fn in_chunks(
    chunks: &[Chunk],
    lowered: &Value,
    facts: &Facts,
    observer: &mut dyn Observer,
) -> Result<Assembled, Failure> {
    if chunks.is_empty() {
        return in_one(lowered, facts);
    }
    let (mut assembly, mut done) = (Assembly::default(), 0);
    let work = |at: usize| match chunks.get(at) {
        Some(chunk) => pieces(&chunk.document(lowered), facts, Some(chunk)).map(|pieces| print::packed(&pieces)),
        None => Ok(Vec::new()),
    };
    threads::spread(chunks.len(), work, |_, pieces| {
        for piece in pieces? {
            assembly.add(piece)?;
        }
        done += 1;
        observer.progressed(done, chunks.len());
        Ok::<_, Failure>(())
    })?;
    Ok(assembly.finish()?)
}

/// What progenitor makes of a document, finished and printed part by part.
fn pieces(lowered: &Value, facts: &Facts, chunk: Option<&Chunk>) -> Result<Vec<Piece>, Failure> {
    let code = emit::generate(lowered).map_err(Failure::Refused)?;
    let (mut pieces, mut known) = (Vec::new(), Texts::default());
    for part in emit::cut(code, chunk.is_some() || has_many_models(lowered)) {
        let key = match (part.key, chunk) {
            (Key::Model(name), Some(chunk)) if chunk.is_foreign(&name) => continue,
            (Key::Operation(at), Some(chunk)) => Key::Operation(chunk.operation(at).ok_or(Conflict)?),
            (key, _) => key,
        };
        let file = emit::parse(part.tokens).map_err(Failure::Refused)?;
        let stubs = known.of(part.stubs).map_err(Failure::Refused)?;
        pieces.push(print::piece(key, finish::finish(file, facts), &stubs).ok_or(Failure::Misplaced)?);
    }
    Ok(pieces)
}

/// Whether models are so many that much in their builders repeats.
fn has_many_models(lowered: &Value) -> bool {
    const MANY: usize = 40;
    let schemas = lowered.pointer("/components/schemas").and_then(Value::as_object);
    schemas.is_some_and(|schemas| schemas.len() >= MANY)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Failure, in_chunks, in_one};
    use crate::emit;
    use crate::facts::Facts;
    use crate::pipeline::Unobserved;
    use crate::print::Assembled;
    use crate::source::Source;
    use crate::{load, lower};

    /// The documents of the repository that generate, each as a lowered one with its facts.
    fn documents() -> Vec<(PathBuf, serde_json::Value, Facts)> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
        let fixtures = std::fs::read_dir(root.join("tests/fixtures/documents")).unwrap();
        let paths = fixtures.map(|entry| entry.unwrap().path());
        let files = paths.filter(|path| path.is_file());
        let mut documents = Vec::new();
        for path in files.chain([root.join("spec/openapi.yaml")]) {
            let text = std::fs::read_to_string(&path).unwrap();
            let document = load::load(Source::new(path.to_string_lossy(), &text)).unwrap();
            let facts = Facts::of(&document);
            documents.push((path, lower::lower(&document, &facts).value, facts));
        }
        documents
    }

    fn text(assembled: Result<Assembled, Failure>) -> Option<String> {
        assembled
            .ok()
            .map(|assembled| assembled.body.iter().map(|text| &**text).collect())
    }

    #[test]
    fn how_a_document_is_cut_into_chunks_changes_no_byte() {
        let mut cut = 0;
        for (path, lowered, facts) in documents() {
            let whole = text(in_one(&lowered, &facts));
            assert!(whole.is_some(), "{} does not generate", path.display());
            for weight in [1, 100, 400] {
                let chunks = emit::chunks_of(&lowered, weight);
                cut += usize::from(chunks.len() > 1);
                match in_chunks(&chunks, &lowered, &facts, &mut Unobserved) {
                    // Whoever calls takes the whole document then.
                    Err(Failure::Conflict) => {}
                    assembled => assert!(text(assembled) == whole, "{} in chunks of {weight}", path.display()),
                }
            }
        }
        assert!(cut > 0, "no document falls apart");
    }
}
