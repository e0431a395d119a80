//! The end of progenitor's `send` methods: how a request is put together and an answer is read. The finish pass `send`
//! writes that anew, so it is left out before it is parsed; it is most of an operation's code.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A method without what follows `let url = format!(…);`, if it is called `send`.
pub(super) fn without_end(mut method: Vec<TokenTree>) -> Vec<TokenTree> {
    if !method.windows(2).any(|pair| is(pair, "fn", "send")) {
        return method;
    }
    match method.pop() {
        Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
            let content = body.stream();
            // What nobody else holds is taken apart without being copied.
            drop(body);
            let body = Group::new(Delimiter::Brace, until_url(content));
            method.push(TokenTree::Group(body));
        }
        other => method.extend(other),
    }
    method
}

/// The statements until they have built the URL.
fn until_url(statements: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = statements.into_iter().collect();
    let url = tokens.windows(5).position(|five| match five {
        [
            TokenTree::Ident(binds),
            TokenTree::Ident(_),
            TokenTree::Punct(equals),
            TokenTree::Ident(format),
            // An argument may be called `format`.
            TokenTree::Punct(bang),
        ] => binds == "let" && equals.as_char() == '=' && format == "format" && bang.as_char() == '!',
        _ => false,
    });
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let end = url.and_then(|url| Some(url + tokens.iter().skip(url).position(is_end)?));
    if let Some(end) = end {
        tokens.truncate(end + 1);
    }
    tokens.into_iter().collect()
}

fn is(pair: &[TokenTree], first: &str, second: &str) -> bool {
    matches!(pair, [TokenTree::Ident(one), TokenTree::Ident(other)] if one == first && other == second)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::without_end;

    #[test]
    fn what_follows_the_url_is_left_out() {
        let head = quote! {
            let Self { client, format } = self;
            let format = format.map_err(Error::InvalidRequest)?;
            let url = format!("{}/things", client.baseurl);
        };
        let send = |body: TokenStream| quote!(pub async fn send(self) -> Result<(), Error> { #body });
        let whole = send(quote!(#head let request = client.get(url).build()?; request.send().await));
        assert_eq!(cut(whole), send(head).to_string());
        // Nothing is left out of what looks otherwise.
        let other = send(quote!(client.get("/things").send().await));
        assert_eq!(cut(other.clone()), other.to_string());
        let other = quote!(
            pub fn stream(self) -> Stream {
                let url = format!("/");
                self.send().stream()
            }
        );
        assert_eq!(cut(other.clone()), other.to_string());
    }

    fn cut(method: TokenStream) -> String {
        let method = without_end(method.into_iter().collect());
        method.into_iter().collect::<TokenStream>().to_string()
    }
}
