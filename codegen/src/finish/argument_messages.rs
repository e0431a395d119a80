//! progenitor says "conversion to `:: std :: string :: String` for x failed". A caller is told which argument it is and
//! what to do about it.

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, File, LitStr, Signature, Type};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "argument-messages",
    summary: "an argument that is missing or of the wrong kind is named in a sentence that says what to do",
    run,
    // Two for each argument, but bodies with a builder of their own have fewer.
    expected: |_| None,
};

fn run(file: &mut File, _: &Facts) -> usize {
    let mut messages = Messages(0);
    for item in super::module_items(file, "builder") {
        messages.visit_item_mut(item);
    }
    messages.0
}

struct Messages(usize);

impl VisitMut for Messages {
    // Messages are in functions' bodies.
    fn visit_attributes_mut(&mut self, _: &mut Vec<Attribute>) {}
    fn visit_signature_mut(&mut self, _: &mut Signature) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        if let Some(better) = better(&literal.value()) {
            *literal = LitStr::new(&better, literal.span());
            self.0 += 1;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        // The arguments of `format!` are tokens to `syn`: the literal is replaced where it stands alone in front of them.
        if let Expr::Macro(call) = expression
            && call.mac.path.is_ident("format")
            && let Ok(arguments) = call
                .mac
                .parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated)
        {
            let mut arguments = arguments;
            let before = self.0;
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            if self.0 > before {
                call.mac.tokens = quote::quote!(#arguments);
            }
        }
    }
}

/// What a message about an argument becomes; `None` for other texts.
pub(crate) fn better(message: &str) -> Option<String> {
    if let Some(argument) = message.strip_suffix(" was not initialized") {
        return Some(format!(
            "the argument `{argument}` is required: call `.{argument}(…)` before `.send()`"
        ));
    }
    let (conversion, detail) = match message.strip_suffix(": {}") {
        Some(conversion) => (conversion, ": {}"),
        None => (message, ""),
    };
    let (_, argument) = conversion
        .strip_prefix("conversion to ")?
        .strip_suffix(" failed")?
        .rsplit_once(" for ")?;
    Some(format!(
        "the value given for the argument `{argument}` is none that the API takes{detail}"
    ))
}

#[cfg(test)]
mod tests {
    use super::better;

    #[test]
    fn messages_name_the_argument() {
        assert_eq!(
            better("x_key was not initialized").as_deref(),
            Some("the argument `x_key` is required: call `.x_key(…)` before `.send()`")
        );
        assert_eq!(
            better("conversion to `Pet` for body failed: {}").as_deref(),
            Some("the value given for the argument `body` is none that the API takes: {}")
        );
        assert_eq!(better("anything else"), None);
    }
}
