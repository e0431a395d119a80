//! Stages 4 to 6 over a whole document: chunk by chunk, on as many threads as the machine runs at once, and within a chunk
//! part by part. What is written depends on the document alone: chunks are put together in one order, and how many
//! threads there are changes nothing but the time.

use serde_json::Value;

use crate::emit::{self, Chunk, Key, Part};
use crate::facts::Facts;
use crate::finding::{Finding, Severity};
use crate::finish;
use crate::load::Document;
use crate::pipeline::{Applied, Observer, Stage, counted, summary};
use crate::pointer::Pointer;
use crate::print::{self, Assembled, Assembly, Conflict, Piece, Text, Texts};
use crate::threads;

/// Finished code.
pub(crate) struct Written {
    /// Its text in pieces, without a header.
    body: Vec<Text>,
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
        Err(Failure::Conflict) => in_one(lowered, facts, has_many_models(lowered)),
        other => other,
    };
    let Assembled { body, counts } = assembled.map_err(|failure| vec![failure.finding(document, lowered)])?;
    observer.finished(Stage::Emit, &counted(facts.operations.len(), "operation"));

    observer.started(Stage::Finish);
    let applied = counts.applied(facts)?;
    observer.finished(Stage::Finish, &summary(&applied));
    Ok(Written { body, applied })
}

impl Written {
    /// The code as it is checked in.
    pub(crate) fn print(self, facts: &Facts, observer: &mut dyn Observer) -> String {
        observer.started(Stage::Print);
        let code = print::under_header(self.body, &facts.sha256);
        let lines = code.bytes().filter(|byte| *byte == b'\n').count();
        observer.finished(Stage::Print, &format!("{lines} lines"));
        code
    }
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

/// The whole document as one chunk; `use_stubs` as [`emit::cut`] has it.
fn in_one(lowered: &Value, facts: &Facts, use_stubs: bool) -> Result<Assembled, Failure> {
    let code = emit::generate(lowered).map_err(Failure::Refused)?;
    let mut texts = Texts::default();
    let mut assembly = Assembly::default();
    for part in emit::cut(code, use_stubs) {
        assembly.add(piece(part.key.clone(), part, facts, &mut texts)?)?;
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
        return in_one(lowered, facts, has_many_models(lowered));
    }
    let (mut assembly, mut done) = (Assembly::default(), 0);
    let work = |known: &mut Known, at: usize| match chunks.get(at) {
        Some(chunk) => in_chunk(chunk, lowered, facts, known),
        None => Ok(Vec::new()),
    };
    threads::spread(chunks.len(), Known::default, work, |_, pieces| {
        for piece in pieces? {
            assembly.add(piece)?;
        }
        done += 1;
        observer.progressed(done, chunks.len());
        Ok::<_, Failure>(())
    })?;
    Ok(assembly.finish()?)
}

/// What a thread keeps from one chunk to the next.
#[derive(Default)]
struct Known {
    texts: Texts,
    /// How many places the frame has that has been printed.
    places: usize,
}

/// What progenitor makes of a chunk, finished and printed part by part.
fn in_chunk(chunk: &Chunk, lowered: &Value, facts: &Facts, known: &mut Known) -> Result<Vec<Piece>, Failure> {
    let code = emit::generate(&chunk.document(lowered)).map_err(Failure::Refused)?;
    let mut pieces = Vec::new();
    for part in emit::cut(code, true) {
        let key = match &part.key {
            Key::Model(name) if chunk.is_foreign(name) => continue,
            Key::Operation(at) => Key::Operation(chunk.operation(*at).ok_or(Conflict)?),
            Key::Frame => {
                // Every chunk has one, and that with the most places is taken.
                let places = part.places();
                if places <= known.places {
                    continue;
                }
                known.places = places;
                Key::Frame
            }
            key => key.clone(),
        };
        pieces.push(piece(key, part, facts, &mut known.texts)?);
    }
    Ok(print::packed(&pieces))
}

/// A part, finished and printed, which is called `key`.
fn piece(key: Key, part: Part, facts: &Facts, texts: &mut Texts) -> Result<Piece, Failure> {
    let mut file = emit::parse(part.tokens).map_err(Failure::Refused)?;
    texts.put_placeholders(&part.stubs, &mut file).ok_or(Conflict)?;
    let replacements = texts.of(part.stubs).map_err(Failure::Refused)?;
    let mut finished = finish::finish(file, facts);
    finished.counts.add_argument_messages(replacements.messages);
    print::piece(key, finished, &replacements).ok_or(Failure::Misplaced)
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

    use serde_json::{Map, json};

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
            let whole = text(in_one(&lowered, &facts, false));
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

    /// Lines are broken where names are long: every length is that of a model, a field, the last field and an argument.
    #[test]
    fn names_of_any_length_are_laid_out_as_in_the_whole() {
        let (mut paths, mut schemas) = (Map::new(), Map::new());
        for length in 1..=90 {
            let (field, model) = ("p".repeat(length), format!("M{}", "m".repeat(length - 1)));
            let text = json!({ "type": "string" });
            let schema = json!({
                "type": "object",
                "required": [field],
                "properties": { &field: text, "a": text, "b": { "$ref": format!("#/components/schemas/Last{model}") } },
            });
            schemas.insert(model.clone(), schema);
            let last = json!({ "type": "object", "properties": { "another": text, &field: text } });
            schemas.insert(format!("Last{model}"), last);
            let last =
                json!({ "type": "object", "required": [field], "properties": { "another": text, &field: text } });
            schemas.insert(format!("Required{model}"), last);
            let content =
                json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{model}") } } });
            let operation = json!({
                "operationId": format!("o{}", "p".repeat(length)),
                "parameters": [{ "name": field, "in": "query", "schema": text }],
                "requestBody": { "required": true, "content": content },
                "responses": { "200": { "description": "It.", "content": content } },
            });
            paths.insert(format!("/{field}"), json!({ "post": operation }));
        }
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "Lengths", "version": "1" },
            "paths": paths,
            "components": { "schemas": schemas },
        });
        let document = load::load(Source::new("lengths.json", &document.to_string())).unwrap();
        let facts = Facts::of(&document);
        let lowered = lower::lower(&document, &facts).value;
        let chunks = emit::chunks_of(&lowered, 400);
        assert!(chunks.len() > 1, "the document does not fall apart");
        let chunked = text(in_chunks(&chunks, &lowered, &facts, &mut Unobserved));
        let whole = text(in_one(&lowered, &facts, false));
        let (chunked, whole) = (chunked.unwrap(), whole.unwrap());
        for (chunked, whole) in chunked.lines().zip(whole.lines()) {
            assert_eq!(chunked, whole);
        }
        assert_eq!(chunked.len(), whole.len());
    }
}
