//! The state of a builder in its type: which required values have been set.
//!
//! A builder has one type parameter, a tuple with `support::Missing` or `support::Set` for each required value. A
//! setter changes its element of the tuple. The last method requires a trait of each element. The trait has the
//! setter's name, and the compiler shows its message.

use super::code::Code;

/// The required values of a builder.
pub(super) struct TypeState<'n> {
    /// The names of the setters of the required values.
    required: Vec<&'n str>,
    /// The first letter of the type parameters, which must not be the builder's own name.
    prefix: char,
}

impl<'n> TypeState<'n> {
    /// The state of the builder named `builder`.
    pub(super) fn new(builder: &str, required: Vec<&'n str>) -> Self {
        let is_number = |rest: &str| rest.bytes().all(|b| b.is_ascii_digit());
        let prefix = if builder.strip_prefix('S').is_some_and(is_number) {
            'T'
        } else {
            'S'
        };
        Self { required, prefix }
    }

    /// The type parameter of the builder itself.
    pub(super) fn whole(&self) -> char {
        self.prefix
    }

    /// The type parameters: `S0, S1`.
    pub(super) fn parameters(&self) -> String {
        let parameters: Vec<_> = (0..self.required.len()).map(|at| self.parameter(at)).collect();
        parameters.join(", ")
    }

    /// The parameters with their bounds: `S0: required::site, S1: required::body`.
    pub(super) fn bounds(&self) -> String {
        let bounds = self.required.iter().enumerate();
        let bounds: Vec<_> = bounds.map(|(at, name)| self.bound(at, name)).collect();
        bounds.join(", ")
    }

    /// Writes a signature with the bounds as a `where` clause, and the opening brace.
    pub(super) fn open_where(&self, code: &mut Code, signature: &str) {
        if self.required.is_empty() {
            code.open(format!("{signature} {{"));
            return;
        }
        code.line(signature);
        code.line("where");
        for (at, name) in self.required.iter().enumerate() {
            code.line(format!("    {},", self.bound(at, name)));
        }
        code.open("{");
    }

    /// The type argument with one parameter for each value: `(S0, S1)`.
    pub(super) fn any(&self) -> String {
        self.tuple(|at| self.parameter(at))
    }

    /// The type argument with no value set.
    pub(super) fn missing(&self) -> String {
        self.tuple(|_| "support::Missing".to_owned())
    }

    /// The type argument with every value set.
    pub(super) fn complete(&self) -> String {
        self.tuple(|_| "support::Set".to_owned())
    }

    /// The type argument after the setter `name` was called; `None` if the value is not required.
    pub(super) fn behind(&self, name: &str) -> Option<String> {
        let set = self.required.iter().position(|known| *known == name)?;
        Some(self.tuple(|at| {
            if at == set {
                "support::Set".to_owned()
            } else {
                self.parameter(at)
            }
        }))
    }

    fn parameter(&self, at: usize) -> String {
        format!("{}{at}", self.prefix)
    }

    fn bound(&self, at: usize, name: &str) -> String {
        format!("{}: required::{name}", self.parameter(at))
    }

    fn tuple(&self, part: impl Fn(usize) -> String) -> String {
        let parts: Vec<_> = (0..self.required.len()).map(part).collect();
        match parts.as_slice() {
            [only] => format!("({only},)"),
            parts => format!("({})", parts.join(", ")),
        }
    }
}
